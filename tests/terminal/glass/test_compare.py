#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What compare.py finds on pictures that are painted here, right ones and wrong ones.

A character is painted as a pattern of its own, so that no font is needed.
"""
import unittest

import compare
import expected
import picture

WIDTH, HEIGHT = 10, 20
TEXT = [' 学籍学历  a', '────────────', ' 信 │  - 学_']
INK, GROUND = 0x000000, 0xeeeeee


def screen():
    return expected.Screen('test', TEXT, ['t' * 12] * 3)


def pattern(char, width, x, y):
    """Whether a pixel of a character is inked."""
    if char == ' ':
        return False
    if char == '─':
        return y == 10
    if char == '│':
        return x == 5
    if char == '_':
        return y == HEIGHT - 1
    if char == '-':
        return y == 10 and 3 <= x < 7
    return 1 < x < width * WIDTH - 2 and (x + y * 3) * ord(char) % 101 < 30


def paint(screen, change=lambda cell: cell):
    """The screen as pixels; change may move a cell or give it another character, None leaves it out."""
    pixels = [[GROUND] * (screen.cols * WIDTH) for _ in range(screen.rows * HEIGHT)]
    for cell in filter(None, map(change, screen.cells)):
        for y in range(HEIGHT):
            for x in range(cell.width * WIDTH):
                if pattern(cell.char, cell.width, x, y) and cell.col * WIDTH + x < screen.cols * WIDTH:
                    pixels[cell.row * HEIGHT + y][cell.col * WIDTH + x] = INK
    data = b''.join(pixel.to_bytes(4, 'little') for row in pixels for pixel in row)
    return picture.Picture(screen.cols * WIDTH, screen.rows * HEIGHT, data)


def faults(change=lambda cell: cell):
    return list(compare.Comparison(paint(screen(), change), screen()).faults())


class Compare(unittest.TestCase):
    def test_the_right_screen_has_no_fault(self):
        self.assertEqual(faults(), [])

    def test_a_shifted_row_is_found(self):
        self.assertTrue(faults(lambda cell: cell._replace(col=cell.col + 1) if cell.row == 0 else cell))

    def test_a_missing_character_is_found(self):
        self.assertEqual(faults(lambda cell: None if cell.char == 'a' else cell), ['row 0 column 11: should be a'])

    def test_another_character_in_one_place_is_found(self):
        self.assertIn('row 2 column 9: 学 looks different elsewhere',
                      faults(lambda cell: cell._replace(char='历') if (cell.row, cell.char) == (2, '学') else cell))

    def test_boxes_in_place_of_Han_are_found(self):
        self.assertIn('历 looks like 籍', faults(lambda cell: cell._replace(char='籍') if cell.char == '历' else cell))

    def test_hyphens_in_place_of_a_line_are_found(self):
        self.assertEqual(len(faults(lambda cell: cell._replace(char='-') if cell.char == '─' else cell)), 12)
        self.assertEqual(len(faults(lambda cell: cell._replace(char='─') if cell.char == '-' else cell)), 1)

    def test_lines_with_gaps_are_told(self):
        self.assertTrue(compare.Comparison(paint(screen()), screen()).lines_join())
        gaps = paint(screen(), lambda cell: cell._replace(char='-') if cell.char == '─' else cell)
        self.assertFalse(compare.Comparison(gaps, screen()).lines_join())

    def test_contrast_is_that_of_WCAG(self):
        self.assertAlmostEqual(compare.ratio(0, 0xffffff), 21)
        self.assertAlmostEqual(compare.ratio(0x767676, 0xffffff), 4.54, places=2)
        found = compare.Comparison(paint(screen()), screen()).contrasts()
        self.assertAlmostEqual(found['t'], compare.ratio(INK, GROUND))

    def test_a_clock_is_left_out(self):
        cells = expected.Screen('test', ['a 14:05'], ['t' * 8]).cells
        self.assertEqual([cell.char for cell in cells if cell.char != ' '], ['a'])


if __name__ == '__main__':
    unittest.main()
