# SPDX-License-Identifier: MIT
"""Reads the bytes for a receipt printer back: lines of text as they stand on the paper, pictures, codes, the cut.

Strict: whatever it does not know, whatever is cut off, runs over the paper's edge, or changes what must not change within
a line is a Fault. It decodes text with Python's own codecs, not with the program's iconv.
"""
import dataclasses

COLUMNS = {'58': 32, '80': 48}
DOTS = {'58': 384, '80': 576}
CODEC = {'GB18030': 'gb18030', 'GBK': 'gbk', 'GB2312': 'gb2312', 'UTF-8': 'utf-8'}
# One code in GB 2312, two names: as tests/paper/slips.py has them.
TWINS = str.maketrans('―・', '—·')
SIZES = {0x00: (1, 1), 0x01: (1, 2), 0x10: (2, 1), 0x11: (2, 2)}
HAN_SIZES = {0x00: (1, 1), 0x04: (2, 1), 0x08: (1, 2), 0x0C: (2, 2)}


class Fault(Exception):
    pass


@dataclasses.dataclass
class Line:
    text: str
    columns: int
    size: tuple
    bold: str        # of each character: 'b' or '.'
    centred: bool
    spacing: int     # dots from the line above

    @property
    def indent(self):
        return len(self.text) - len(self.text.lstrip(' '))


@dataclasses.dataclass
class Picture:
    width: int
    height: int
    rows: bytes      # a bit a dot, each row in whole bytes
    centred: bool

    def grey(self):
        stride = self.width // 8
        table = [bytes(0 if byte & 0x80 >> bit else 255 for bit in range(8)) for byte in range(256)]
        return b''.join(table[byte] for byte in self.rows[:stride * self.height])


@dataclasses.dataclass
class Code:
    url: str
    scale: int
    centred: bool


@dataclasses.dataclass
class Gap:
    dots: int


@dataclasses.dataclass
class End:
    cut: bool
    feed: int


class Printer:
    def __init__(self, data, paper, charset):
        self.data, self.at = data, 0
        self.columns, self.dots = COLUMNS[paper], DOTS[paper]
        self.codec, self.many = CODEC[charset], charset.startswith('GB')
        self.out = []
        self.reset()

    def reset(self):
        self.han = False
        self.size = self.han_size = (1, 1)
        self.bold = self.centred = False
        self.spacing = 34
        self.text, self.bolds, self.used = [], [], 0
        self.store, self.scale = None, None

    def take(self, n):
        if self.at + n > len(self.data):
            raise Fault(f'cut off at {self.at}')
        piece = self.data[self.at:self.at + n]
        self.at += n
        return piece

    def run(self):
        if self.data[:2] != b'\x1b@':
            raise Fault('does not start with a reset')
        while self.at < len(self.data):
            if self.out and isinstance(self.out[-1], End):
                raise Fault('something after the end')
            byte = self.take(1)[0]
            if byte == 0x0A:
                self.line_end()
            elif byte in COMMANDS:
                self.command(byte)
            elif byte < 0x20 or byte == 0x7F:
                raise Fault(f'control byte {byte:02x} at {self.at - 1}')
            else:
                self.character(byte)
        if not self.out or not isinstance(self.out[-1], End):
            raise Fault('no end')
        return self.out

    def command(self, lead):
        name = self.take(1)
        handler = COMMANDS[lead].get(name)
        if not handler:
            raise Fault(f'command {lead:02x} {name.hex()} at {self.at - 2} is not known')
        if self.text and handler is not Printer.emphasis:
            raise Fault(f'command {lead:02x} {name.hex()} within a line')
        handler(self)

    def character(self, byte):
        raw = bytes([byte])
        if byte >= 0x80:
            if self.codec == 'utf-8':
                raw += self.take(1 if byte < 0xE0 else 2 if byte < 0xF0 else 3)
            else:
                if not self.han:
                    raise Fault('Chinese text in a printer that is not told so')
                raw += self.take(1)
                if self.codec == 'gb18030' and 0x30 <= raw[1] <= 0x39:
                    raw += self.take(2)
        try:
            text = raw.decode(self.codec)
        except UnicodeDecodeError as error:
            raise Fault(f'{raw.hex()} is no character: {error}') from error
        if self.many and self.han and self.size != self.han_size:
            raise Fault('Chinese and Latin characters of different sizes')
        self.used += (1 if len(raw) == 1 else 2) * self.size[0]
        if self.used > self.columns:
            raise Fault(f'over the edge: {"".join(self.text)}{text}')
        self.text.append(text.translate(TWINS))
        self.bolds.append('b' if self.bold else '.')

    def line_end(self):
        text = ''.join(self.text)
        if not text.strip():
            raise Fault('an empty line wastes paper')
        if text != text.rstrip(' '):
            raise Fault(f'blanks at the end of “{text}”')
        if self.spacing < 24 * self.size[1] + 4:
            raise Fault('lines run into one another')
        self.out.append(Line(text, self.used, self.size, ''.join(self.bolds), self.centred, self.spacing))
        self.text, self.bolds, self.used = [], [], 0

    def settled(self):
        if self.size != (1, 1) or self.han_size != (1, 1) or self.bold or self.centred or self.han or self.spacing != 34:
            raise Fault('not as it was when the slip began')

    def initialise(self):
        if self.out:
            raise Fault('a reset in the middle')
        self.reset()

    def align(self):
        n = self.take(1)[0]
        if n not in (0, 1):
            raise Fault(f'alignment {n}')
        self.centred = n == 1

    def emphasis(self):
        self.bold = self.flag()

    def flag(self):
        n = self.take(1)[0]
        if n > 1:
            raise Fault(f'{n} is neither on nor off')
        return n == 1

    def gap(self):
        self.out.append(Gap(self.take(1)[0]))

    def space(self):
        self.spacing = self.take(1)[0]

    def usual_space(self):
        self.spacing = 34

    def feed(self):
        self.settled()
        self.out.append(End(False, self.take(1)[0]))

    def chinese(self):
        self.han = True

    def no_chinese(self):
        self.han = False

    def one_of(self, sizes):
        n = self.take(1)[0]
        if n not in sizes:
            raise Fault(f'size {n:02x}')
        return sizes[n]

    def set_size(self):
        self.size = self.one_of(SIZES)

    def set_han_size(self):
        self.han_size = self.one_of(HAN_SIZES)

    def cut(self):
        if self.take(1) != b'B':
            raise Fault('a cut that does not feed first')
        self.settled()
        self.out.append(End(True, self.take(1)[0]))

    def raster(self):
        if self.take(1) != b'0' or self.take(1) != b'\0':
            raise Fault('a raster that is none')
        size = self.take(4)
        stride, height = size[0] + 256 * size[1], size[2] + 256 * size[3]
        if stride == 0 or height == 0 or stride * 8 > self.dots:
            raise Fault(f'a picture of {stride * 8} × {height} dots')
        self.out.append(Picture(stride * 8, height, self.take(stride * height), self.centred))

    def symbol(self):
        if self.take(1) != b'k':
            raise Fault('GS ( that is no code')
        size = self.take(2)
        body = self.take(size[0] + 256 * size[1])
        if body[:1] != b'1':
            raise Fault('a code of another kind')
        function, rest = body[1:2], body[2:]
        if function == b'A' and rest == b'2\0':
            self.store = self.scale = None
        elif function == b'C' and len(rest) == 1 and 1 <= rest[0] <= 16:
            self.scale = rest[0]
        elif function == b'E' and rest == b'1':
            pass
        elif function == b'P' and rest[:1] == b'0' and rest[1:].isascii() and rest[1:]:
            self.store = rest[1:].decode('ascii')
        elif function == b'Q' and rest == b'0' and self.store and self.scale:
            self.out.append(Code(self.store, self.scale, self.centred))
            self.store = None
        else:
            raise Fault(f'a code is told {body.hex()}')


COMMANDS = {
    0x1B: {b'@': Printer.initialise, b'a': Printer.align, b'E': Printer.emphasis, b'J': Printer.gap, b'3': Printer.space,
           b'2': Printer.usual_space, b'd': Printer.feed},
    0x1C: {b'&': Printer.chinese, b'.': Printer.no_chinese, b'!': Printer.set_han_size},
    0x1D: {b'!': Printer.set_size, b'V': Printer.cut, b'v': Printer.raster, b'(': Printer.symbol},
}


def read(data, paper, charset):
    """The paper from top to end: lines, pictures, codes, gaps, the end."""
    return Printer(data, paper, charset).run()
