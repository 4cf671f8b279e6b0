# SPDX-License-Identifier: MIT
"""Which size of font gives which grid on which display: measured with xterm, as the README says to start it.

  fonts.py FOLDER     writes FOLDER/fonts.json (scripts/terminals)
"""
import json
import pathlib
import sys

import glass
import terminals

DISPLAYS = [(1280, 1024), (1920, 1080), (1080, 1920)]
WANTED = [(106, 29), (100, 30), (80, 24)]
BORDER = 10
SIZES = range(12, 61)


def look(pixels):
    """Han a little larger than Latin: they fill their two cells better."""
    return terminals.Look(pixels=pixels, pixels_wide=pixels + pixels // 15, own_lines=True)


def measure(pixels):
    """Width and height of a cell."""
    with glass.Glass(40, 12, ['/bin/cat'], look=look(pixels)) as terminal:
        return terminal.width // terminal.cols, terminal.height // terminal.rows


def best(cells, display, wanted):
    """The largest font with which the grid has room, or None."""
    for pixels in reversed(SIZES):
        width, height = cells[pixels]
        cols, rows = (display[0] - 2 * BORDER) // width, (display[1] - 2 * BORDER) // height
        if cols >= wanted[0] and rows >= wanted[1]:
            return {'display': display, 'wanted': wanted, 'pixels': pixels, 'pixels_wide': look(pixels).pixels_wide,
                    'grid': (cols, rows), 'cell': (width, height)}
    return None


def main(folder):
    cells = {pixels: measure(pixels) for pixels in SIZES}
    found = [best(cells, display, wanted) for display in DISPLAYS for wanted in WANTED]
    pathlib.Path(folder, 'fonts.json').write_text(json.dumps([row for row in found if row]))


if __name__ == '__main__':
    main(*sys.argv[1:])
