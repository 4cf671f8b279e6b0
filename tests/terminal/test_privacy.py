# SPDX-License-Identifier: MIT
"""What a visitor types reaches no file: the real program in a terminal, searched for what was typed.

    test_privacy.py PROGRAM [unittest's options]
"""
import os
import stat
import sys
import tempfile
import unittest

from program import Case, Terminal

SECRET = 'mimazaizheli'  # what somebody might type


def files_open_for_writing(pid):
    """Regular files on a disk; terminals, pipes and memory are none."""
    found = []
    for fd in os.listdir(f'/proc/{pid}/fd'):
        path = f'/proc/{pid}/fd/{fd}'
        try:
            target = os.readlink(path)
            mode = os.stat(path).st_mode
            with open(f'/proc/{pid}/fdinfo/{fd}') as info:
                flags = int(next(line for line in info if line.startswith('flags:')).split()[1], 8)
        except FileNotFoundError:
            continue
        if stat.S_ISREG(mode) and flags & os.O_ACCMODE != os.O_RDONLY and not target.startswith('/memfd:'):
            found.append(target)
    return found


class Privacy(Case):
    def test_what_is_typed_reaches_no_file(self):
        with tempfile.TemporaryDirectory() as folder, Terminal(30, 100) as terminal:
            home = dict.fromkeys(('HOME', 'TMPDIR', 'XDG_CACHE_HOME', 'XDG_STATE_HOME'), folder)
            process = terminal.start('--site', f'{folder}/site.db', env=home, cwd=folder)  # there is none: what is counted stays in memory
            terminal.wait_for('点一下屏幕')
            terminal.press('\r', '移动')
            terminal.press('/', '首字母都可以')
            for letter in SECRET:
                terminal.press(letter, letter)
            self.assertEqual(files_open_for_writing(process.pid), [])
            self.assertEqual(terminal.stop(), 0)
            self.assertEqual(os.listdir(folder), [])

    def test_an_open_file_would_be_noticed(self):
        """The control: a program that keeps a file is caught."""
        with tempfile.TemporaryDirectory() as folder, open(os.path.join(folder, 'kept'), 'w') as kept:
            self.assertIn(kept.name, files_open_for_writing(os.getpid()))


if __name__ == '__main__':
    unittest.main(argv=sys.argv[:1] + sys.argv[2:])
