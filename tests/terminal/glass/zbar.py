# SPDX-License-Identifier: MIT
"""Reads QR codes out of a grey picture with libzbar, as a phone would out of its camera's."""
import collections
import ctypes
import ctypes.util

Code = collections.namedtuple('Code', 'text box')  # box: left, top, right, bottom in pixels

QRCODE = 64
CFG_ENABLE = 0
FORMAT_Y800 = int.from_bytes(b'Y800', 'little')


def load():
    lib = ctypes.CDLL(ctypes.util.find_library('zbar') or 'libzbar.so.0')
    pointer, unsigned, integer = ctypes.c_void_p, ctypes.c_uint, ctypes.c_int
    for name, result, arguments in (
            ('zbar_image_scanner_create', pointer, []),
            ('zbar_image_scanner_set_config', integer, [pointer, integer, integer, integer]),
            ('zbar_image_create', pointer, []),
            ('zbar_image_destroy', None, [pointer]),
            ('zbar_image_set_format', None, [pointer, ctypes.c_ulong]),
            ('zbar_image_set_size', None, [pointer, unsigned, unsigned]),
            ('zbar_image_set_data', None, [pointer, ctypes.c_char_p, ctypes.c_ulong, pointer]),
            ('zbar_scan_image', integer, [pointer, pointer]),
            ('zbar_image_first_symbol', pointer, [pointer]),
            ('zbar_symbol_next', pointer, [pointer]),
            ('zbar_symbol_get_data', pointer, [pointer]),
            ('zbar_symbol_get_data_length', unsigned, [pointer]),
            ('zbar_symbol_get_loc_size', unsigned, [pointer]),
            ('zbar_symbol_get_loc_x', integer, [pointer, unsigned]),
            ('zbar_symbol_get_loc_y', integer, [pointer, unsigned])):
        function = getattr(lib, name)
        function.restype, function.argtypes = result, arguments
    return lib


class Reader:
    def __init__(self):
        self.lib = load()
        self.scanner = self.lib.zbar_image_scanner_create()
        self.lib.zbar_image_scanner_set_config(self.scanner, 0, CFG_ENABLE, 0)
        self.lib.zbar_image_scanner_set_config(self.scanner, QRCODE, CFG_ENABLE, 1)

    def read(self, width, height, grey):
        """All codes in the picture; grey has one byte a pixel."""
        image = self.lib.zbar_image_create()
        self.lib.zbar_image_set_format(image, FORMAT_Y800)
        self.lib.zbar_image_set_size(image, width, height)
        self.lib.zbar_image_set_data(image, grey, len(grey), None)
        self.lib.zbar_scan_image(self.scanner, image)
        codes = []
        symbol = self.lib.zbar_image_first_symbol(image)
        while symbol:
            codes.append(self._code(symbol))
            symbol = self.lib.zbar_symbol_next(symbol)
        self.lib.zbar_image_destroy(image)
        return codes

    def _code(self, symbol):
        data = ctypes.string_at(self.lib.zbar_symbol_get_data(symbol), self.lib.zbar_symbol_get_data_length(symbol))
        corners = range(self.lib.zbar_symbol_get_loc_size(symbol))
        xs = [self.lib.zbar_symbol_get_loc_x(symbol, corner) for corner in corners]
        ys = [self.lib.zbar_symbol_get_loc_y(symbol, corner) for corner in corners]
        return Code(data.decode('utf-8', 'replace'), (min(xs), min(ys), max(xs), max(ys)))
