# SPDX-License-Identifier: MIT
"""A photograph of a terminal held against the screen that is expected on it.

No letter is recognised. A cell that should be blank is of one colour, another one is not; the same character in the same
role looks the same wherever it stands, and two different Han do not: so a line that is shifted, wrapped or cut shows, and a
font that lacks characters shows, whatever the font.
"""
import collections

MARGIN = 1  # pixels of a cell that a neighbour may reach: antialiasing, and in mlterm blocks that the font makes too long
HAN = range(0x4e00, 0xa000)
LINES = '─│'
RULES = '─-'  # the one reaches across the cell, or nearly; the other does not
CODE = '0123'  # the letters of a code's roles: light, dark, upper half dark, upper half light


def luminance(pixel):
    """WCAG 2.2, relative luminance, of a pixel 0x..rrggbb."""
    def linear(value):
        value /= 255
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
    return 0.2126 * linear(pixel >> 16 & 255) + 0.7152 * linear(pixel >> 8 & 255) + 0.0722 * linear(pixel & 255)


def ratio(one, other):
    """WCAG 2.2, contrast ratio: 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


class Comparison:
    def __init__(self, picture, screen):
        self.picture, self.screen = picture, screen
        self.cell_width, self.cell_height = picture.width // screen.cols, picture.height // screen.rows

    def _pixels(self, cell, margin=MARGIN, margin_row=MARGIN):
        left, top = cell.col * self.cell_width, cell.row * self.cell_height
        return self.picture.cut(left + margin, top + margin_row, left + cell.width * self.cell_width - margin,
                                top + self.cell_height - margin_row)

    def _is_blank(self, cell):
        pixels = self._pixels(cell, margin_row=MARGIN if cell.char == ' ' else 0)  # _ may lie in the last row
        return pixels == pixels[:4] * (len(pixels) // 4)

    def faults(self):
        """What is not as it should be, each as a line for people."""
        seen = {}
        for cell in self.screen.cells:
            pixels, blank = self._pixels(cell), self._is_blank(cell)
            place = f'row {cell.row} column {cell.col}'
            if blank != (cell.char == ' '):
                yield f'{place}: should be {"blank" if cell.char == " " else cell.char}'
            elif cell.char in RULES and self._spans(pixels) != (cell.char == RULES[0]):
                yield f'{place}: should be {cell.char}'
            elif not blank and seen.setdefault((cell.char, cell.role), pixels) != pixels:
                yield f'{place}: {cell.char} looks different elsewhere'
        yield from self._twins(seen)

    def _spans(self, pixels):
        width = self.cell_width - 2 * MARGIN
        pixels = memoryview(pixels).cast('I')
        inked = [at for at in range(width) if any(pixel != pixels[0] for pixel in pixels[at::width])]
        return bool(inked) and inked[-1] - inked[0] + 1 > 0.75 * self.cell_width

    @staticmethod
    def _twins(seen):
        """Han that look like another: a box stands for what the font lacks."""
        owners = {}
        for (char, role), pixels in seen.items():
            if ord(char) in HAN and owners.setdefault((role, pixels), char) != char:
                yield f'{char} looks like {owners[role, pixels]}'

    def lines_join(self):
        """Whether the lines of frames reach their cells' edges; None where there are none."""
        cells = [cell for cell in self.screen.cells if cell.char in LINES]
        return all(map(self._line_is_whole, cells)) if cells else None

    def _line_is_whole(self, cell):
        pixels = memoryview(self._pixels(cell, 0, 0)).cast('I')
        width = self.cell_width
        ground = collections.Counter(pixels).most_common(1)[0][0]
        if cell.char == '│':
            return all(any(pixel != ground for pixel in pixels[at:at + width]) for at in range(0, len(pixels), width))
        return all(any(pixel != ground for pixel in pixels[at::width]) for at in range(width))

    def contrasts(self):
        """For each role of text the ratio of its ink to its ground, as it is on the glass."""
        best = {}
        for cell in self.screen.cells:
            if cell.char == ' ' or cell.char in LINES or cell.role in CODE:
                continue
            counts = collections.Counter(memoryview(self._pixels(cell)).cast('I'))
            ground = counts.most_common(1)[0][0]
            found = max(ratio(ground, pixel) for pixel in counts)
            best[cell.role] = max(best.get(cell.role, 0), found)
        return best

    def code_is_dark_on_light(self):
        """None where there is no code."""
        grounds = {}
        for cell in self.screen.cells:
            if cell.role in '01' and cell.char == ' ':
                grounds.setdefault(cell.role, memoryview(self._pixels(cell)).cast('I')[0])
        return luminance(grounds['0']) > luminance(grounds['1']) if len(grounds) == 2 else None
