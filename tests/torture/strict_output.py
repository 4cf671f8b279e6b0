# SPDX-License-Identifier: MIT
"""Reads what a program sends to a terminal and takes nothing that is not ours.

The grammar is written down here, not taken from the program: what curses makes of TERM=xterm-256color, the modes that
ui/term.c sets, colours. No titles (but xterm's own saving of them), links, clipboard, reports or fonts. Text is
well-formed, and of characters that can be seen.
"""
import codecs
import re
import unicodedata

from pty_program import Failure

COLOUR = rb'(?:0|1|2|4|7|22|24|27|3[0-79]|4[0-79]|9[0-7]|10[0-7]|[34]8;5;\d{1,3})'
SEQUENCE = (rb'\x1b(?:\[(?:(?:\d{1,4}(?:;\d{1,4})?)?H|\d{0,4}[ABCDGdPXJKSTLM@b]|(?:\d{1,4};\d{1,4})?r|'
            rb'(?:' + COLOUR + rb'(?:;' + COLOUR + rb')*)?m|'
            rb'\?(?:7|12|25|1002|1006|1049|2004)[hl]|\?12;25h|4l|2[23];0;0t|6n|!p)|\(B|[=>M78])|[\b\r\n]')
STREAM = re.compile(rb'(?:[^\x00-\x1f\x7f]+|' + SEQUENCE + rb')*')
SEQUENCES = re.compile(SEQUENCE)
UNFINISHED = re.compile(rb'\x1b(?:\[[0-9;?!]{0,60}|\()?')

# Nobody sees them, or they change what is seen around them.
INVISIBLE = ''.join(chr(c) for c in (0xAD, 0x34F, 0x61C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFFA0,
                                     *range(0x180B, 0x1810), *range(0xFE00, 0xFE10)))

# Twenty-five characters that newer editions of GB18030 moved out of the private use area, where Python's table has them.
MOVED = ('\uE78D\uE78E\uE78F\uE790\uE791\uE792\uE793\uE794\uE795\uE796\uE7C7\uE816\uE817\uE818\uE81E\uE826\uE82B\uE82C'
         '\uE831\uE832\uE83B\uE843\uE854\uE855\uE864')


def is_forbidden(ch):
    return ch not in MOVED and unicodedata.category(ch) in ('Cc', 'Cf', 'Cs', 'Co', 'Cn', 'Zl', 'Zp') or ch in INVISIBLE


KNOWN = set()  # characters that have been looked at and are fine: the same few thousand again and again
MARKS = set()  # those of them that stand on the one before
MARKS_MAX = 3  # on one character


def mark_too_many(text):
    """The one that stands on a character with three already, or None."""
    n = 0
    for ch in text:
        n = n + 1 if ch in MARKS else 0
        if n > MARKS_MAX:
            return ch
    return None


def forbidden_in(text, allowed=''):
    """A character of a text that has no business there, or None."""
    seen = set(text)
    new = seen - KNOWN
    bad = next((ch for ch in sorted(new) if is_forbidden(ch) and ch not in allowed), None)
    KNOWN.update(ch for ch in new if not is_forbidden(ch))
    MARKS.update(ch for ch in new if unicodedata.category(ch) in ('Mn', 'Me'))
    return bad or (mark_too_many(text) if seen & MARKS else None)


class StrictOutput:
    """A sink for PtyProgram.sinks."""

    def __init__(self, charset='UTF-8'):
        self.decoder = codecs.getincrementaldecoder(charset)('strict')
        self.rest = b''
        self.bytes = 0

    def feed(self, some):
        self.bytes += len(some)
        some = self.rest + some
        end = STREAM.match(some).end()
        self.rest = some[end:]
        if not UNFINISHED.fullmatch(self.rest) and self.rest:
            raise Failure(f'not ours: {self.rest[:60]!r} after {some[max(0, end - 60):end]!r}')
        try:
            text = self.decoder.decode(SEQUENCES.sub(b'', some[:end]))
        except UnicodeDecodeError as error:
            raise Failure(f'ill-formed: {error.object[max(0, error.start - 20):error.end + 20]!r}') from None
        bad = forbidden_in(text)
        if bad:
            raise Failure(f'U+{ord(bad):04X} in {text[max(0, text.index(bad) - 20):][:40]!r}')


def check_text(some, charset='UTF-8', where=''):
    """Of a command into a pipe: text, line feeds and the tabs of a table, nothing else."""
    try:
        text = some.decode(charset)
    except UnicodeDecodeError as error:
        raise Failure(f'{where}: ill-formed: {some[max(0, error.start - 20):error.end + 20]!r}') from None
    bad = forbidden_in(text, allowed='\n\t')
    if bad:
        raise Failure(f'{where}: U+{ord(bad):04X} in {text[max(0, text.index(bad) - 20):][:40]!r}')
