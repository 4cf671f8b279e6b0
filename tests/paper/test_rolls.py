#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Every slip on a roll, read back from the bytes: it says all that it should and nothing else, stays on the paper, and its
code is the page's.

  test_rolls.py DRIVER
"""
import re
import sys

import escpos
import slips

RULE = re.compile(' ?[─┄]+$')
REFUSED = {'NOSUCH', 'UTF-16', 'ISO-2022-CN', 'GBK//TRANSLIT'}


class Codes:
    """Codes read out of pictures; the same picture once."""

    def __init__(self):
        self.reader, self.known = slips.zbar.Reader(), {}

    def read(self, picture):
        key = picture.width, picture.rows
        if key not in self.known:
            self.known[key] = self.look(picture)
        return self.known[key]

    def look(self, picture):
        grey = picture.grey()
        found = self.reader.read(picture.width, picture.height, grey)
        if len(found) != 1:
            raise escpos.Fault(f'{len(found)} codes in a picture')
        self.quiet(picture.width, picture.height, grey)
        return found[0].text

    @staticmethod
    def quiet(width, height, grey):
        """Four modules of white all around; a module is a seventh of the mark in the corner."""
        rows = [grey[at:at + width] for at in range(0, len(grey), width)]
        top = next(y for y, row in enumerate(rows) if 0 in row)
        left = rows[top].index(0)
        module = (rows[top].index(255, left) - left) // 7
        bottom = next(y for y, row in enumerate(reversed(rows)) if 0 in row)
        right = min(row[::-1].index(0) for row in rows if 0 in row)
        if module < 3 or min(top, left, bottom, right) < 4 * module:
            raise escpos.Fault(f'quiet zone {top} {left} {bottom} {right}, modules of {module}')


def said(paper, codes):
    for item in paper:
        if isinstance(item, escpos.Line):
            yield RULE.sub('', item.text)
        elif isinstance(item, escpos.Picture):
            yield f'<{codes.read(item)}>'
        elif isinstance(item, escpos.Code):
            yield f'<{item.url}>'


def check_words(slip, rendering, paper, codes):
    codec = escpos.CODEC[rendering['charset']]
    expected = slips.bare(slips.in_charset(''.join(slips.words(slip)), codec))
    found = slips.bare(''.join(said(paper, codes)))
    if found != expected:
        at = next((i for i, (a, b) in enumerate(zip(found, expected)) if a != b), min(len(found), len(expected)))
        raise escpos.Fault(f'says “…{found[max(0, at - 9):at + 9]}…” where it should “…{expected[max(0, at - 9):at + 9]}…”')


def check_lines(paper):
    lines = [item for item in paper if isinstance(item, escpos.Line)]
    for line in lines:
        if line.text.lstrip()[0] in slips.NEVER_FIRST:
            raise escpos.Fault(f'a line starts with “{line.text.strip()[:3]}”')
        if line.text.rstrip()[-1] in '（《“‘【〔':
            raise escpos.Fault(f'a line ends with “{line.text[-3:]}”')


def check_hosts(slip, paper):
    """A visitor compares the host: it stands on one line."""
    lines = [item.text for item in paper if isinstance(item, escpos.Line)]
    for piece in slip['pieces']:
        host = piece.get('host') or (piece['text'] if piece['kind'] == 'contact' and piece['text'].isascii() else '')
        if re.fullmatch(r'[a-z0-9.]+', host) and not any(host in line for line in lines):
            raise escpos.Fault(f'{host} is broken')


def check_hanging(paper):
    """Text of an item to tick stands below its first line's text."""
    hang = None
    for item in paper:
        if not isinstance(item, escpos.Line):
            hang = None
        elif item.text.startswith('□'):
            mark = re.match('□ ?[0-9]* *', item.text)[0]
            hang = len(mark) + 1  # the box is two columns wide
        elif hang is not None and item.indent != hang:
            raise escpos.Fault(f'“{item.text}” does not hang {hang} columns in')


def check_ornaments(slip, paper):
    """As many rules as there are headings and rules, as many frames as supplements."""
    kinds = [piece['kind'] for piece in slip['pieces']]
    lines = [item.text for item in paper if isinstance(item, escpos.Line)]
    rules = sum(1 for at, kind in enumerate(kinds) if kind == 'rule' and kinds[at + 1:at + 2] != ['heading'])
    if sum(1 for line in lines if set(line) == {'─'}) != rules:
        raise escpos.Fault('rules are missing, or too many')
    frames = sum(1 for piece in slip['pieces'] if piece['kind'] == 'supplement' and '补充说明' in piece['label'])
    if sum(1 for line in lines if set(line) == {'┄'}) != frames or sum(1 for line in lines if re.search('）? ┄+$', line)) != frames:
        raise escpos.Fault('a supplement is not framed')


def check_title(slip, paper):
    title = next(item for item in paper if isinstance(item, escpos.Line))
    if slip['pieces'][0]['kind'] == 'title' and title.size not in ((2, 2), (1, 2)):
        raise escpos.Fault('the title is not large')


def check_end(rendering, paper):
    end = paper[-1]
    if end.cut != rendering['cut'] or (not end.cut and end.feed < 3):
        raise escpos.Fault(f'ends with {end}')


def check(slip, rendering, codes):
    paper = escpos.read(rendering['data'], rendering['paper'], rendering['charset'])
    check_words(slip, rendering, paper, codes)
    check_lines(paper)
    check_hosts(slip, paper)
    check_hanging(paper)
    check_ornaments(slip, paper)
    check_title(slip, paper)
    check_end(rendering, paper)
    kinds = [type(item) for item in paper]
    if any(piece['kind'] == 'code' for piece in slip['pieces']):
        wanted = escpos.Code if rendering['native'] else escpos.Picture
        if kinds.count(wanted) != 1 or not paper[kinds.index(wanted)].centred:
            raise escpos.Fault('the code is not there once, in the middle')


def check_all(driver, what, codes):
    seen = 0
    for slip in slips.slips(driver, what):
        for rendering in slip['renderings']:
            name = f'{slip["where"]}: {rendering["paper"]} mm, {rendering["charset"]}'
            if rendering['charset'] in REFUSED:
                if rendering['error'] != 22 or rendering['n']:
                    yield f'{name}: is not refused'
                continue
            seen += 1
            try:
                if rendering['error']:
                    raise escpos.Fault(f'error {rendering["error"]}')
                check(slip, rendering, codes)
            except escpos.Fault as fault:
                yield f'{name}: {fault}'
    print(f'{what}: {seen} slips read')
    if not seen:
        yield f'{what}: no slips'


# What the reader must refuse, each in a slip that is else in order: a name, and the good bytes spoiled.
GOOD = ('\x1b@\x1c&'.encode() + b'\x1d!\x11\x1c!\x0c\x1b3\x3c' + '标题'.encode('gb18030') + b'\n\x1d!\x00\x1c!\x00\x1b2'
        + '□1 第一步，很'.encode('gb18030') + b'\n' + '   长'.encode('gb18030').replace(b'   ', b'    ') + b'\n\x1c.\x1dVB\x18')
FAULTS = {
    'an unknown command': GOOD.replace(b'\x1b2', b'\x1b2\x1bR\x01'),
    'a control byte': GOOD.replace(b'\n\x1d', b'\x07\n\x1d'),
    'an unknown control byte': GOOD.replace(b'\n\x1d', b'\x10\x04\x01\n\x1d'),
    'a line over the edge': GOOD.replace(b'\x1c.', b'x' * 33 + b'\n\x1c.'),
    'a large line over the edge': GOOD.replace('标题'.encode('gb18030'), '标'.encode('gb18030') * 9),
    'half a character': GOOD.replace('很'.encode('gb18030'), b'\xba'),
    'half a command': GOOD[:-1],
    'no reset': GOOD[2:],
    'no end': GOOD[:-4],
    'text after the end': GOOD + b'x\n',
    'a second reset': GOOD.replace(b'\x1c.', b'\x1b@\x1c.'),
    'a size that stays': GOOD.replace(b'\x1d!\x00\x1c!\x00', b''),
    'sizes that differ': GOOD.replace(b'\x1c!\x0c', b'\x1c!\x08'),
    'a command within a line': GOOD.replace('很'.encode('gb18030'), b'\x1ba\x01'),
    'an empty line': GOOD.replace(b'\x1c.', b'\n\x1c.'),
    'Chinese without FS &': GOOD.replace(b'\x1c&', b''),
    'a picture too wide': GOOD.replace(b'\x1c.', b'\x1dv0\0\x31\0\x01\0' + bytes(49) + b'\x1c.'),
    'a picture cut off': GOOD.replace(b'\x1c.', b'\x1dv0\0\x10\0\xff\0' + bytes(49) + b'\x1c.'),
    'lines that touch': GOOD.replace(b'\x1b3\x3c', b'\x1b3\x20'),
    'a code that is not stored': GOOD.replace(b'\x1c.', b'\x1d(k\x03\x001Q0\x1c.'),
}


def refused(function, *arguments):
    try:
        function(*arguments)
    except escpos.Fault:
        return True
    return False


def faults_not_found(codes):
    """The reader's rules and the checks, each with a fault that it has to find."""
    slip = {'pieces': [{'kind': 'title', 'label': '', 'text': '标题'}, {'kind': 'tick', 'label': '1', 'text': '第一步，很长'}]}
    rendering = {'paper': '58', 'charset': 'GB18030', 'native': False, 'cut': True, 'data': GOOD}
    check(slip, rendering, codes)
    for name, data in FAULTS.items():
        if data == GOOD or not refused(escpos.read, data, '58', 'GB18030'):
            yield f'the reader takes {name}'
    spoiled = {
        'a word dropped': ('很', ''), 'a word added': ('很', '很很'), 'a word changed': ('很', '狠'), 'words swapped': ('标题', '题标'),
        'a comma at the start': ('，很\n    ', '\n    ，很'), 'a quotation mark at the end': ('很\n', '很“\n'),
        'an item that does not hang': ('\n    长', '\n   长'), 'a rule too many': ('    长\n', '    长\n────\n'),
        'no cut': ('\x1dVB\x18', '\x1bd\x04'), 'a small title': ('\x1d!\x11\x1c!\x0c', '\x1d!\x00\x1c!\x00')}
    for name, (before, after) in spoiled.items():
        data = GOOD.replace(before.encode('gb18030'), after.encode('gb18030'))
        if data == GOOD or not refused(check, slip, {**rendering, 'data': data}, codes):
            yield f'nobody finds {name}'
    host = {'pieces': [{'kind': 'contact', 'label': '学历查询', 'text': 'www.chsi.com.cn'}]}
    if not refused(check_hosts, host, [escpos.Line(text, 20, (1, 1), '', False, 34) for text in ('学历查询  www.chsi.', 'com.cn')]):
        yield 'nobody finds a host on two lines'
    picture = escpos.Picture(64, 64, bytes(8 * 64), True)
    if not refused(codes.read, picture):
        yield 'a picture without a code is taken for one'
    margin, module = 6, 3  # two modules of white
    side = 7 * module + 2 * margin
    mark = bytes(0 if margin <= x < side - margin and margin <= y < side - margin else 255
                 for y in range(side) for x in range(side))
    if not refused(codes.quiet, side, side, mark):
        yield 'nobody finds a code without its quiet zone'


def main(driver):
    codes = Codes()
    lines = list(faults_not_found(codes))
    for what in ('options', 'odd', 'rolls'):
        lines += check_all(driver, what, codes)
    print(*lines[:40], sep='\n')
    return 1 if lines else 0


if __name__ == '__main__':
    sys.exit(main(*sys.argv[1:]))
