#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Pictures of slips for the documentation, made of the bytes that go to the printer.

  slips.py DRIVER FOLDER     (meson compile -C build slips; DRIVER is tests/paper's)
"""
import io
import pathlib
import subprocess
import sys

from PIL import Image, ImageDraw, ImageFont

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / 'tests/paper'))
import escpos  # noqa: E402
import slips  # noqa: E402

FONT = '/usr/share/fonts/opentype/noto/NotoSansCJK-{}.ttc'
MONO_SC = 7             # Noto Sans Mono CJK SC within the collection: Latin is half as wide as Han
PAPER_DOTS = {'58': 464, '80': 640}  # 8 dots a millimetre
CELL, BASE = 12, 24     # dots of a column and of a character's height
TABLE, PAPER, EDGE, INK = 224, 255, 196, 24  # greys
BORDER, TOP, CUT = 28, 32, 40
SHRINK = .62
A4_DPI = 84
COLOURS = 16


class Roll:
    """What the printer does with each item, from the top of the paper down."""

    def __init__(self, paper):
        self.columns, self.dots = escpos.COLUMNS[paper], escpos.DOTS[paper]
        self.width = PAPER_DOTS[paper]
        self.left = (self.width - self.dots) // 2
        self.image = Image.new('L', (self.width, 8000), PAPER)
        self.draw = ImageDraw.Draw(self.image)
        self.y = TOP
        self.fonts = {}

    def font(self, height, bold):
        key = height, bold
        if key not in self.fonts:
            self.fonts[key] = ImageFont.truetype(FONT.format('Bold' if bold else 'Regular'), height * BASE, index=MONO_SC)
        return self.fonts[key]

    def line(self, line):
        wide, high = line.size
        x = self.left + ((self.columns - line.columns) * CELL // 2 if line.centred else 0)
        for char, bold in zip(line.text, line.bold):
            columns = wide * (1 if char.isascii() else 2)
            self.character(char, x, columns * CELL, wide, high, bold == 'b')
            x += columns * CELL
        self.y += line.spacing

    def character(self, char, x, width, wide, high, bold):
        """At its natural shape, then drawn out to the printer's: one that is only tall stays as wide as it was."""
        scale = max(wide, high)
        box = self.glyph(char, width * scale // wide, scale, bold)
        self.image.paste(box.resize((width, BASE * high), Image.LANCZOS), (x, self.y))

    def glyph(self, char, width, scale, bold):
        box = Image.new('L', (width, BASE * scale), PAPER)
        draw = ImageDraw.Draw(box)
        middle = BASE * scale // 2
        if char == '─':
            draw.line((0, middle, width, middle), INK, 2)
        elif char == '┄':
            for at in range(0, width, 8):
                draw.line((at, middle, at + 4, middle), INK, 2)
        else:
            draw.text((0, BASE * scale * .82), char, INK, self.font(scale, bold), anchor='ls')
        return box

    def picture(self, picture):
        x = self.left + ((self.dots - picture.width) // 2 if picture.centred else 0)
        self.image.paste(Image.frombytes('L', (picture.width, picture.height), picture.grey()), (x, self.y))
        self.y += picture.height

    def print(self, items):
        for item in items:
            if isinstance(item, escpos.Line):
                self.line(item)
            elif isinstance(item, escpos.Picture):
                self.picture(item)
            elif isinstance(item, escpos.Gap):
                self.y += item.dots
        return self.image.crop((0, 0, self.width, self.y + CUT))


def on_table(paper):
    picture = Image.new('L', (paper.width + 2 * BORDER, paper.height + 2 * BORDER), TABLE)
    ImageDraw.Draw(picture).rectangle((BORDER - 1, BORDER - 1, BORDER + paper.width, BORDER + paper.height), EDGE)
    picture.paste(paper, (BORDER, BORDER))
    return picture


def save(picture, path):
    picture.quantize(COLOURS).save(path, optimize=True)
    print(path.name, picture.size, path.stat().st_size, flush=True)


def photograph(rendering):
    if rendering['paper'] == 'a4':
        page = subprocess.run(['pdftoppm', '-png', '-gray', '-r', str(A4_DPI), '-f', '1', '-l', '1', '-'], check=True,
                              input=rendering['data'], stdout=subprocess.PIPE).stdout
        return on_table(Image.open(io.BytesIO(page)))
    paper = Roll(rendering['paper']).print(escpos.read(rendering['data'], rendering['paper'], rendering['charset']))
    picture = on_table(paper)
    return picture.resize([round(side * SHRINK) for side in picture.size], Image.LANCZOS)


def main(driver, folder):
    for slip in slips.slips(driver, 'pictures'):
        for rendering in slip['renderings']:
            save(photograph(rendering), pathlib.Path(folder) / f'slip-{rendering["paper"]}.png')


if __name__ == '__main__':
    main(*sys.argv[1:])
