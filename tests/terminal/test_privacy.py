# SPDX-License-Identifier: MIT
"""What a visitor types reaches no file: the real program in a terminal, searched for what was typed.

    test_privacy.py PROGRAM
"""
import os
import pty
import select
import signal
import stat
import struct
import sys
import tempfile
import termios
import fcntl
import time
import unittest

PROGRAM = os.path.abspath(sys.argv.pop(1))
SECRET = 'mimazaizheli'  # what somebody might type
DEADLINE = 20


class Kiosk:
    """The program in a terminal of 100 by 30, in folders that are empty before."""

    def __init__(self, folder):
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.chdir(folder)
            # Not the machine's own site.db, should it have one: counts go there.
            os.execve(PROGRAM, [PROGRAM, '--site', os.path.join(folder, 'site.db')], {'TERM': 'xterm-256color', 'LANG': 'C.UTF-8', 'HOME': folder, 'TMPDIR': folder,
                                           'XDG_CACHE_HOME': folder, 'XDG_STATE_HOME': folder, 'TZ': 'Asia/Shanghai'})
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack('HHHH', 30, 100, 0, 0))
        self.seen = b''

    def wait_for(self, words):
        """Reads until the words were sent."""
        end = time.monotonic() + DEADLINE
        words = words.encode()
        while words not in self.seen:
            left = end - time.monotonic()
            if left <= 0 or not select.select([self.fd], [], [], left)[0]:
                raise AssertionError(f'never shown: {words.decode()}')
            chunk = os.read(self.fd, 65536)
            self.seen += chunk
            if b'\x1b[6n' in chunk:  # the probe of glyphs asks for the cursor
                os.write(self.fd, b'\x1b[1;2R')

    def press(self, keys, words):
        self.seen = b''
        os.write(self.fd, keys.encode())
        self.wait_for(words)

    def files_open_for_writing(self):
        """Regular files on a disk; terminals, pipes and memory are none."""
        found = []
        for fd in os.listdir(f'/proc/{self.pid}/fd'):
            path = f'/proc/{self.pid}/fd/{fd}'
            try:
                target = os.readlink(path)
                mode = os.stat(path).st_mode
                with open(f'/proc/{self.pid}/fdinfo/{fd}') as info:
                    flags = int(next(line for line in info if line.startswith('flags:')).split()[1], 8)
            except FileNotFoundError:
                continue
            if stat.S_ISREG(mode) and flags & os.O_ACCMODE != os.O_RDONLY and not target.startswith('/memfd:'):
                found.append(target)
        return found

    def leave(self):
        os.kill(self.pid, signal.SIGTERM)
        try:
            while os.read(self.fd, 65536):
                pass
        except OSError:
            pass
        os.close(self.fd)
        return os.waitpid(self.pid, 0)[1]


class Privacy(unittest.TestCase):
    def test_what_is_typed_reaches_no_file(self):
        with tempfile.TemporaryDirectory() as folder:
            kiosk = Kiosk(folder)
            kiosk.wait_for('点一下屏幕')
            kiosk.press('\r', '移动')
            kiosk.press('/', '打开这一条')
            for end in range(1, len(SECRET) + 1):
                kiosk.press(SECRET[end - 1], SECRET[end - 1])
            self.assertEqual(kiosk.files_open_for_writing(), [])
            self.assertEqual(os.waitstatus_to_exitcode(kiosk.leave()), 0)
            self.assertEqual(os.listdir(folder), [])

    def test_an_open_file_would_be_noticed(self):
        """The control: a program that keeps a file is caught."""
        with tempfile.TemporaryDirectory() as folder:
            kiosk = Kiosk.__new__(Kiosk)
            kiosk.pid = os.getpid()
            with open(os.path.join(folder, 'kept'), 'w'):
                self.assertIn(os.path.join(folder, 'kept'), kiosk.files_open_for_writing())


if __name__ == '__main__':
    unittest.main()
