#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Which simplified character a traditional one stands for: "畢 毕", a character a line, in the order of code points.

  variants.py UNIHAN_VARIANTS_BZ2 OUTPUT

From kSimplifiedVariant of Unicode's Unihan database (Debian: unicode-data). Where there are several the first is taken
that is another character. Run when the project is built; the result is part of the content compiler.
"""
import bz2
import sys


def main(unihan, output):
    with bz2.open(unihan, 'rt', encoding='utf-8') as lines, open(output, 'w', encoding='utf-8') as out:
        rows = [line.rstrip('\n').split('\t') for line in lines if '\tkSimplifiedVariant\t' in line]
        found = {chr(int(code[2:], 16)): [chr(int(word[2:], 16)) for word in value.split()] for code, _, value in rows}
        for traditional, simplified in sorted(found.items()):
            others = [character for character in simplified if character != traditional]
            if others:
                out.write(f'{traditional} {others[0]}\n')


if __name__ == '__main__':
    main(*sys.argv[1:])
