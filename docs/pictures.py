#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Photographs the real program in a real xterm for the documentation.

  pictures.py PROGRAM FOLDER     (meson compile -C build pictures)
"""
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / 'tests/terminal/xterm'))
import glass  # noqa: E402

# name, columns, rows, options of the program, keys one after the other
PICTURES = [
    ('attract-80x24', 80, 24, [], []),
    ('home-80x24', 80, 24, [], ['0']),
    ('home-100x30', 100, 30, [], ['0']),
    ('home-night-100x30', 100, 30, ['--theme', 'night'], ['0']),
    ('answer-80x24', 80, 24, [], ['0', '2']),
    ('answer-100x30', 100, 30, [], ['0', '2']),
    ('code-80x24', 80, 24, [], ['0', '2', 'q']),
    ('help-80x24', 80, 24, [], ['0', 'question']),
]


def photograph(program, cols, rows, options, keys):
    with glass.Glass(cols, rows, [program, *options]) as terminal:
        terminal.wait(lambda picture: not picture.is_blank(), 'the first screen')
        picture = terminal.settled()
        for key in keys:
            terminal.keys(key)
            terminal.wait(lambda now, before=picture: now != before, f'what {key} opens')
            picture = terminal.settled()
        return picture


def main(program, folder):
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    for name, cols, rows, options, keys in PICTURES:
        (folder / f'{name}.png').write_bytes(photograph(program, cols, rows, options, keys).png())
        print(name)


if __name__ == '__main__':
    main(*sys.argv[1:])
