# SPDX-License-Identifier: MIT
"""What stands on a display: pixels as the server keeps them, 4 bytes each: blue, green, red, unused."""
import struct
import zlib


class Picture:
    def __init__(self, width, height, pixels):
        self.width, self.height, self.pixels = width, height, pixels

    def __eq__(self, other):
        return isinstance(other, Picture) and self.pixels == other.pixels

    def is_blank(self):
        return self.pixels == self.pixels[:4] * (len(self.pixels) // 4)

    def grey(self):
        return self.pixels[1::4]

    def cut(self, left, top, right, bottom):
        """The pixels of a rectangle, row by row."""
        rows = range(top * self.width, bottom * self.width, self.width)
        return b''.join(self.pixels[(row + left) * 4:(row + right) * 4] for row in rows)

    def png(self):
        rgb = bytearray(self.width * self.height * 3)
        for place in range(3):
            rgb[place::3] = self.pixels[2 - place::4]
        row = self.width * 3
        lines = b''.join(b'\0' + rgb[at:at + row] for at in range(0, len(rgb), row))
        header = struct.pack('>IIBBBBB', self.width, self.height, 8, 2, 0, 0, 0)
        return b'\x89PNG\r\n\x1a\n' + b''.join(
            struct.pack('>I', len(data)) + kind + data + struct.pack('>I', zlib.crc32(kind + data))
            for kind, data in ((b'IHDR', header), (b'IDAT', zlib.compress(lines, 6)), (b'IEND', b'')))
