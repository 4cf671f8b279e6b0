#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""How each Chinese character is read, without tones: "长 zhang chang", a character a line, in the order of code points.

  readings.py UNIHAN_READINGS_BZ2 OUTPUT

From Unicode's Unihan database (Debian: unicode-data), every reading of these fields, so that any spelling finds:
  kHanyuPinlu  现代汉语频率词典 (1986): readings in use, with their frequency
  kMandarin    the customary reading; every character has one
  kTGHZ2013    通用规范汉字字典 (2013): rare readings of common characters, such as 蚌 beng
ü is written v. Run when the project is built; the result is part of the content compiler.
"""
import bz2
import re
import sys
import unicodedata

FIELDS = ('kHanyuPinlu', 'kMandarin', 'kTGHZ2013')
OURS = {'六': ['lu']}  # 六安; 现代汉语词典 (kXHC1983) has it, along with too much that nobody would type
NOTES = re.compile(r'\(\d+\)|[\d.,*]+:')  # frequencies and pages


def without_tone(reading):
    letters = unicodedata.normalize('NFD', reading.lower()).replace('u\u0308', 'v')
    return ''.join(letter for letter in letters if not unicodedata.combining(letter))


def read(path):
    """{character: {field: [reading, …]}}"""
    found = {}
    with bz2.open(path, 'rt', encoding='utf-8') as lines:
        for line in lines:
            if line.startswith('U+'):
                code, field, value = line.rstrip('\n').split('\t')
                if field in FIELDS:
                    found.setdefault(chr(int(code[2:], 16)), {})[field] = NOTES.sub(' ', value).split()
    return found


def main(unihan, output):
    with open(output, 'w', encoding='utf-8') as out:
        for character, fields in sorted(read(unihan).items()):
            readings = [without_tone(reading) for field in FIELDS for reading in fields.get(field, [])]
            readings += OURS.get(character, [])
            if not all(re.fullmatch('[a-z]{1,6}', reading) for reading in readings):
                sys.exit(f'{unihan}: {character} is read {readings}')
            out.write(f"{character} {' '.join(dict.fromkeys(readings))}\n")


if __name__ == '__main__':
    main(*sys.argv[1:])
