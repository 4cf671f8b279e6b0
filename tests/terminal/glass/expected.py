# SPDX-License-Identifier: MIT
"""What a screen should look like, cell by cell: the interface without a terminal says it (tests/screens/dump_screens.c)."""
import collections
import os
import re
import subprocess
import unicodedata

DAY = '2026-11-23'  # the player's; the program is started with --today
CLOCK = re.compile(r'\d\d:\d\d')

Cell = collections.namedtuple('Cell', 'row col char width role')  # role: a letter as in tests/screens/player.c


class Screen:
    def __init__(self, name, texts, roles):
        self.name, self.rows, self.cols = name, len(roles), len(roles[0])
        self.text = '\n'.join(texts)
        self.cells = [cell for row in range(self.rows) for cell in self._cells_of(row, texts[row], roles[row])]

    def _cells_of(self, row, text, roles):
        """The cells of a row, each with what follows it in the same cell; a clock's are left out: time passes."""
        col, clock = 0, {at for match in CLOCK.finditer(text) for at in range(*match.span())}
        for at, char in enumerate(text + ' ' * self.cols):
            if col >= self.cols:
                return
            if unicodedata.combining(char):
                continue
            width = 2 if unicodedata.east_asian_width(char) in 'WF' else 1
            if at not in clock:
                yield Cell(row, col, char, width, roles[col])
            col += width

    def has_code(self):
        return any(cell.role in '0123' for cell in self.cells)

    def find(self, words):
        """Row and column where the words start."""
        for row, text in enumerate(self.text.split('\n')):
            if words in text:
                before = text[:text.index(words)]
                return row, sum(2 if unicodedata.east_asian_width(char) in 'WF' else 1 for char in before)
        raise ValueError(words)


def screens(tool, cols, rows, level, scripts):
    """A Screen after each script. level: full or plain."""
    environment = {'LANG': 'C.UTF-8', 'TZ': 'Asia/Shanghai', 'PATH': os.environ['PATH']}
    printed = subprocess.run([tool, f'{cols}x{rows}', level, *scripts], env=environment, check=True, stdout=subprocess.PIPE,
                             text=True).stdout
    lines = printed.split('\n')
    for at in range(0, len(scripts) * (2 * rows + 2), 2 * rows + 2):
        yield Screen(lines[at].split()[2], lines[at + 1:at + 1 + rows], lines[at + 2 + rows:at + 2 + 2 * rows])
