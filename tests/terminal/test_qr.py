#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What `yibentong qr` draws and writes: the same code on a terminal, as PNG and as SVG.

  test_qr.py PROGRAM HANDBOOK_DB [unittest's options]
"""
import os
import pathlib
import re
import resource
import stat
import struct
import sys
import tempfile
import unittest
import zlib

from program import COUNTS_COVERAGE, Case, on_terminal, run


def png_matrix(data):
    """The modules of a picture of one grey bit a pixel, eight pixels a module."""
    assert data[:8] == b'\x89PNG\r\n\x1a\n'
    at, pixels, side = 8, b'', 0
    while at < len(data):
        length, kind = struct.unpack('>I4s', data[at:at + 8])
        body = data[at + 8:at + 8 + length]
        assert struct.unpack('>I', data[at + 8 + length:at + 12 + length])[0] == zlib.crc32(kind + body)
        if kind == b'IHDR':
            side, height, depth, colour = struct.unpack('>IIBB', body[:10])
            assert side == height and depth == 1 and colour == 0
        if kind == b'IDAT':
            pixels += body
        at += 12 + length
    rows, stride = zlib.decompress(pixels), 1 + (side + 7) // 8
    assert len(rows) == side * stride

    def filtered(y):  # None and Up are what one-bit rows get
        line = rows[y * stride + 1:(y + 1) * stride]
        if rows[y * stride] == 2 and y:
            return bytes((a + b) % 256 for a, b in zip(line, lines[y - 1]))
        assert rows[y * stride] == 0
        return line
    lines = []
    for y in range(side):
        lines.append(filtered(y))
    return [[not lines[y][x // 8] >> (7 - x % 8) & 1 for x in range(4, side, 8)] for y in range(4, side, 8)]


def svg_matrix(text):
    side = int(re.search(r'viewBox="0 0 (\d+) \1"', text).group(1))
    dark = [[False] * side for _ in range(side)]
    for x, y, run_length in re.findall(r'<rect x="(\d+)" y="(\d+)" width="(\d+)" height="1"/>', text):
        for i in range(int(run_length)):
            dark[int(y)][int(x) + i] = True
    return dark


def ansi_matrix(text):
    """Half blocks on a terminal; the last half row is beyond the code."""
    dark = []
    for line in re.findall(r'^(\033\[.*)\033\[0m$', text, re.M):
        upper, lower, ground = [], [], False
        for colours, ch in re.findall(r'\033\[([\d;]+)m|([ ▀])', line):
            if colours:
                ground = {'38;5;16;48;5;231': False, '38;5;231;48;5;16': True}[colours]
            else:
                lower.append(ground)
                upper.append(ground if ch == ' ' else not ground)
        dark += [upper, lower]
    assert not any(dark[-1])
    return dark[:-1]


class DrawingTest(Case):
    def test_a_code_is_drawn_with_its_host(self):
        for link in self.json('links'):
            text = self.fine(on_terminal(40, 100, 'qr', link['id']))
            svg = svg_matrix(self.fine(run('qr', link['id'], '--svg', '-')))
            self.assertEqual(ansi_matrix(text), svg)
            self.assertIn(link['host'], text.splitlines()[-1])
            self.assertIn(link['url'], text)

    def test_a_code_and_its_host_fit_24_rows(self):
        for link in self.json('links'):
            text = self.fine(on_terminal(24, 80, 'qr', link['id']))
            rows = [line for line in text.splitlines() if line.startswith('\033')]
            self.assertTrue(17 <= len(rows) <= 22)

    def test_a_window_too_small_gets_the_address_as_text(self):
        for rows, cols in ((16, 80), (40, 30), (5, 5)):
            result = on_terminal(rows, cols, 'qr', 'chsi-home')
            self.assertNotIn(b'\033', result.stdout)
            self.assertIn('https://www.chsi.com.cn/', self.fine(result))

    def test_a_terminal_without_colours_gets_text(self):
        for term in ('dumb', None):
            result = on_terminal(40, 100, 'qr', 'chsi-home', env={'TERM': term})
            self.assertNotIn(b'\033', result.stdout)
            self.assertIn('https://www.chsi.com.cn/', self.fine(result))

    def test_where_half_blocks_are_unsure_a_code_is_drawn_in_full_blocks(self):
        for env in ({'TERM': 'linux'}, {'LC_ALL': 'zh_CN.GB18030'}):
            result = on_terminal(60, 100, 'qr', 'chsi-home', env=env)
            rows = [line for line in result.stdout.split(b'\n') if line.startswith(b'\033')]
            self.assertEqual(len(rows), 33)
            for row in rows:
                self.assertEqual(len(re.sub(rb'\033\[[\d;]*m', b'', row)), 66)
                self.assertRegex(row, rb'\A(\033\[[\d;]+m| )+\Z')

    def test_a_picture_is_not_thrown_at_a_terminal(self):
        self.refused(on_terminal(24, 80, 'qr', 'chsi-home', '--png', '-'), 64, '--png')


class PictureTest(Case):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def files(self):
        return sorted(path.name for path in self.folder.iterdir())

    def test_png_and_svg_show_the_same_code(self):
        for link in self.json('links'):
            result = run('qr', link['id'], '--png', self.folder / 'a.png', '--svg', self.folder / 'a.svg')
            self.assertEqual(self.fine(result), '')
            png, svg = (self.folder / 'a.png').read_bytes(), (self.folder / 'a.svg').read_text(encoding='utf-8')
            self.assertEqual(png_matrix(png), svg_matrix(svg))
            self.assertEqual(png, run('qr', link['id'], '--png', '-').stdout)
            self.assertEqual(svg, self.fine(run('qr', link['id'], '--svg', '-')))
            self.assertIn('<title>' + link['url'].replace('&', '&amp;'), svg)
        self.assertEqual(self.files(), ['a.png', 'a.svg'])

    def test_a_file_has_the_rights_of_an_ordinary_one(self):
        self.fine(run('qr', 'chsi-home', '--png', self.folder / 'a.png', umask=0o027))
        self.assertEqual(stat.S_IMODE((self.folder / 'a.png').stat().st_mode), 0o640)

    def test_a_link_is_written_through(self):
        (self.folder / 'real.svg').write_text('old')
        (self.folder / 'link.svg').symlink_to('real.svg')
        self.fine(run('qr', 'chsi-home', '--svg', self.folder / 'link.svg'))
        self.assertTrue((self.folder / 'link.svg').is_symlink())
        self.assertIn('<svg', (self.folder / 'real.svg').read_text(encoding='utf-8'))

    # The counters are files too: they would be cut off, and libgcov complains.
    @unittest.skipIf(COUNTS_COVERAGE, 'a limit on files breaks the coverage counters')
    def test_a_failed_write_leaves_the_old_file_and_no_other(self):
        old = self.folder / 'a.svg'
        old.write_text('old')
        result = run('qr', 'chsi-home', '--svg', old,
                     preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100)))
        self.refused(result, 74, 'a.svg')
        self.assertEqual((self.files(), old.read_text()), (['a.svg'], 'old'))

    def test_a_device_is_written_into_not_replaced(self):
        self.refused(run('qr', 'chsi-home', '--png', '/dev/full'), 74, '/dev/full')
        self.assertTrue(stat.S_ISCHR(os.stat('/dev/full').st_mode))
        self.fine(run('qr', 'chsi-home', '--png', '/dev/null'))
        self.assertTrue(stat.S_ISCHR(os.stat('/dev/null').st_mode))

    def test_a_place_that_is_none(self):
        self.refused(run('qr', 'chsi-home', '--png', self.folder / 'no/a.png'), 73, 'no/a.png')
        self.refused(run('qr', 'chsi-home', '--png', self.folder), 73)
        self.refused(run('qr', 'chsi-home', '--png', '-', '--svg', '-'), 64, '--png', '--svg')
        self.refused(run('qr', 'nonsense', '--png', self.folder / 'a.png'), 64)
        self.assertEqual(self.files(), [])


if __name__ == '__main__':
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]], verbosity=1)
