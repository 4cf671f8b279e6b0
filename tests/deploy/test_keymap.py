#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""kmscon's keyboard has no key that changes to another console, whatever is held with it, and every other key is as it was.

  test_keymap.py DEPLOY_FOLDER

kmscon changes consoles when the key is F1 to F12 or XF86Switch_VT_n, with Ctrl and Alt or more.
"""
import ctypes
import itertools
import pathlib
import sys
import unittest

KEYMAP = pathlib.Path(sys.argv.pop(1)) / 'kiosk-kmscon.xkb'
EVDEV = 8  # keycodes are the kernel's, and eight
# The kernel's numbers: both of Ctrl, Alt, Shift, the locks, Logo.
CTRL, ALT, OTHERS = (29, 97), (56, 100), (42, 54, 58, 69, 70, 125)
FUNCTION = [*range(59, 69), 87, 88]
BACKSPACE = 14
F1, F12, SWITCH_FIRST, SWITCH_LAST, TERMINATE = 0xffbe, 0xffc9, 0x1008fe01, 0x1008fe0c, 0xfed5


class Keyboard:
    def __init__(self, text):
        self.library = ctypes.CDLL('libxkbcommon.so.0')
        for name in ('xkb_context_new', 'xkb_keymap_new_from_string', 'xkb_state_new'):
            getattr(self.library, name).restype = ctypes.c_void_p
        context = ctypes.c_void_p(self.library.xkb_context_new(0))
        self.map = ctypes.c_void_p(self.library.xkb_keymap_new_from_string(context, text.encode(), 1, 0))
        if not self.map:
            raise ValueError('not a keymap')

    def symbol(self, *keys):
        """What the last key is while the others are held."""
        state = ctypes.c_void_p(self.library.xkb_state_new(self.map))
        for key in keys[:-1]:
            self.library.xkb_state_update_key(state, key + EVDEV, 1)
        found = self.library.xkb_state_key_get_one_sym(state, keys[-1] + EVDEV)
        self.library.xkb_state_unref(state)
        return found


def leaves(symbol):
    return F1 <= symbol <= F12 or SWITCH_FIRST <= symbol <= SWITCH_LAST or symbol == TERMINATE


class Keymap(unittest.TestCase):
    def held(self):
        for ctrl, alt in itertools.product(CTRL, ALT):
            for count in range(3):
                for others in itertools.combinations(OTHERS, count):
                    yield ctrl, alt, *others

    def test_no_console_is_changed_to(self):
        keyboard = Keyboard(KEYMAP.read_text('utf-8'))
        for held in self.held():
            for key in (*FUNCTION, BACKSPACE):
                self.assertFalse(leaves(keyboard.symbol(*held, key)), (held, key))

    def test_the_usual_keymap_would_be_told(self):
        keyboard = Keyboard('xkb_keymap { xkb_keycodes { include "evdev+aliases(qwerty)" }; xkb_types { include "complete" };'
                            'xkb_compat { include "complete" }; xkb_symbols { include "pc+us+inet(evdev)" }; };')
        self.assertTrue(all(leaves(keyboard.symbol(CTRL[0], ALT[0], key)) for key in FUNCTION))

    def test_the_programs_keys_are_there(self):
        keyboard = Keyboard(KEYMAP.read_text('utf-8'))
        self.assertEqual([keyboard.symbol(key) for key in FUNCTION], list(range(F1, F12 + 1)))
        self.assertEqual(keyboard.symbol(BACKSPACE), 0xff08)
        self.assertEqual([chr(keyboard.symbol(key)) for key in (2, 11, 16, 53, 57)], list('10q/ '))
        self.assertEqual(chr(keyboard.symbol(42, 53)), '?')


if __name__ == '__main__':
    unittest.main()
