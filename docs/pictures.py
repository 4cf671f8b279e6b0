#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Photographs the real program in a real xterm for the documentation.

  pictures.py PROGRAM FOLDER [NAME…]     (meson compile -C build pictures)
"""
import collections
import pathlib
import struct
import sys
import tempfile
import time
import zlib

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / 'tests/terminal/glass'))
import glass  # noqa: E402
import terminals  # noqa: E402

DAY = '2026-11-23'
BORDER = 14
PIXELS, PIXELS_WIDE = 17, 18  # Han fill their two cells of 10 pixels each
PAPER, NIGHT = '#eeeeee', '#1c1c1c'  # the ground of ui/theme.c, around the cells as well

SCHOOL = ['0', 's', *'jldx']
GUIDE = ['0', '2', 'space', *'jldx', 'Return']  # question 2, the school found

# Who opens the desk for the first time: name, password twice; then the welcome is confirmed.
CLERK = [*'wang', 'Tab', *'correcthorse', 'Tab', *'correcthorse', 'Return']

# name, columns, rows, theme, keys one after the other
PICTURES = [
    ('attract', 80, 24, 'paper', []),
    ('home', 100, 30, 'paper', ['0']),
    ('home-night', 80, 24, 'night', ['0', 'Down', 'Down']),
    ('answer', 100, 30, 'paper', ['0', '2']),
    ('answer-narrow', 80, 24, 'paper', ['0', '6']),
    ('code', 80, 24, 'paper', ['0', '2', 'q']),
    ('guide-step', 80, 24, 'paper', [*GUIDE]),
    ('guide-date', 80, 24, 'paper', [*GUIDE, '1']),
    ('outcome', 100, 30, 'paper', [*GUIDE, '1', *'2025', 'Return', '1']),
    ('print', 80, 24, 'paper', [*GUIDE, '1', *'2025', 'Return', '1', 'p']),
    ('search', 100, 30, 'paper', ['0', 'slash', *'byz']),
    ('school', 100, 30, 'paper', SCHOOL),
]
DESK_PICTURES = [
    ('desk', 100, 30, 'paper', CLERK),
    ('desk-question', 132, 43, 'paper', [*CLERK, '6']),
]


def morning():
    """A time zone in which it is some minutes past ten."""
    return {'TZ': f'HALL{time.gmtime().tm_hour - 10:+d}'}


def few_colours(pixels):
    """The 256 colours that a picture shows most, and for each of its colours the nearest of them."""
    counts = collections.Counter(pixels)
    palette = [colour for colour, _ in counts.most_common(256)]

    def nearest(colour):
        return min(range(len(palette)), key=lambda at: sum((a - b) ** 2 for a, b in zip(palette[at], colour)))

    return palette, {colour: nearest(colour) for colour in counts}


def colours(picture):
    """Red, green, blue, row by row; the border clean (xterm's own lines leave a pixel there)."""
    data, width = picture.pixels, picture.width
    pixels = list(zip(data[2::4], data[1::4], data[0::4]))
    margin = [pixels[0]] * BORDER
    for start in range(0, len(pixels), width):
        pixels[start:start + BORDER] = margin
        pixels[start + width - BORDER:start + width] = margin
    return pixels


def png(picture):
    """A PNG with a palette: a third of the size, and no eye tells."""
    pixels = colours(picture)
    palette, places = few_colours(pixels)
    indices = bytes(places[pixel] for pixel in pixels)
    lines = b''.join(b'\0' + indices[at:at + picture.width] for at in range(0, len(indices), picture.width))
    header = struct.pack('>IIBBBBB', picture.width, picture.height, 8, 3, 0, 0, 0)
    return b'\x89PNG\r\n\x1a\n' + b''.join(
        struct.pack('>I', len(chunk)) + kind + chunk + struct.pack('>I', zlib.crc32(kind + chunk))
        for kind, chunk in ((b'IHDR', header), (b'PLTE', b''.join(map(bytes, palette))),
                            (b'IDAT', zlib.compress(lines, 9)), (b'IEND', b'')))


def settings(folder):
    """A printer that writes into a folder: it is always ready, and nobody has to be there."""
    path = pathlib.Path(folder) / 'yibentong.conf'
    path.write_text(f'[printer 小票]\nwhere = file:{folder}\npaper = 80\n', 'utf-8')
    return path


def photograph(command, folder, cols, rows, theme, keys):
    # For eyes: a border, Han as large as their cells, lines that meet.
    look = terminals.Look(pixels=PIXELS, pixels_wide=PIXELS_WIDE, border=BORDER, own_lines=True,
                          ground=NIGHT if theme == 'night' else PAPER)
    with tempfile.TemporaryDirectory() as paper, \
            glass.Glass(cols, rows, [*command, '--today', DAY, '--theme', theme, '--config', str(settings(paper)),
                                     '--site', f'{paper}/site.db', '--state', paper], morning(),
                        failures=folder, look=look) as terminal:
        terminal.wait(lambda picture: not picture.is_blank(), 'the first screen')
        picture = terminal.settled()
        for key in keys:
            terminal.keys(key)
            terminal.wait(lambda now, before=picture: now != before, f'what {key} opens')
            picture = terminal.settled()
        return picture


def main(program, folder, *names):
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    for command, pictures in (([program], PICTURES), ([program, 'desk'], DESK_PICTURES)):
        for name, cols, rows, theme, keys in pictures:
            if not names or name in names:
                (folder / f'{name}.png').write_bytes(png(photograph(command, folder, cols, rows, theme, keys)))
                print(name, flush=True)


if __name__ == '__main__':
    main(*sys.argv[1:])
