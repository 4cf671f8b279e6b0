#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What fingers find: `yibentong --plain` on a real console, read by a real brltty as yibentong-deploy(7) sets it up; its virtual
driver shows what the cells of a display of forty would. Skipped where there is no brltty (Debian: brltty), no console that it may
read, or somebody else than root asks; nothing else needs either.

  test_braille.py PROGRAM HANDBOOK_DB PADDING [unittest's options]
"""
import contextlib
import fcntl
import os
import pathlib
import re
import select
import shutil
import socket
import stat
import struct
import subprocess
import sys
import tempfile
import termios
import time
import unittest

PADDING = os.path.abspath(sys.argv.pop(3))
from program import LIMIT_SECONDS, ROOT, command, environment  # noqa: E402

DEPLOY = ROOT / 'assets/deploy'
CELLS = 40
TTY_MAJOR, VCS_MAJOR, VCSU, VCSA = 4, 7, 64, 128
VT_OPENQRY, VT_DISALLOCATE = 0x5600, 0x5608

ASK_QUESTION = '⠅⠡⠄⠱⠥⠁⠚⠥⠆⠞⠊⠂⠓⠖⠆⠐⠀⠓⠕⠆⠓⠭⠄⠒⠆⠙⠀⠱⠆⠤⠀'  # 请输入题号，或想问的事：
READ_ON = '⠧⠆⠓⠺⠂⠟⠢⠁⠶⠄⠓⠫⠆⠙⠥⠂⠤⠀'  # 按回车往下读：
PRESS_ENTER = '⠧⠆⠓⠺⠂⠟⠢⠁⠤⠀'  # 按回车：
ENOUGH = '⠓⠺⠂⠅⠪⠁⠞⠷⠂⠐⠀' + PRESS_ENTER  # 回开头，按回车：
NUMBER_TO_4 = '⠅⠡⠄⠱⠥⠁⠚⠥⠆⠃⠩⠁⠓⠖⠆⠐⠀⠼⠁⠀⠙⠖⠆⠀⠼⠙⠤⠀'  # 请输入编号，1 到 4：
QUESTION_6 = '⠓⠾⠂⠇⠊⠆⠌⠼⠆⠱⠥⠁'  # 学历证书
CURSOR = '⣀'
UNKNOWN = '⣿'  # without a table


def node(path, major, minor):
    os.mknod(path, stat.S_IFCHR | 0o600, os.makedev(major, minor))
    return str(path)


def free_console(used=None):
    """The number of one that nobody uses, or None; @used is not used any more."""
    with tempfile.TemporaryDirectory() as folder, contextlib.suppress(OSError):
        fd = os.open(node(pathlib.Path(folder) / 'tty0', TTY_MAJOR, 0), os.O_RDWR | os.O_NOCTTY)
        try:
            if used:
                fcntl.ioctl(fd, VT_DISALLOCATE, used)
            number = struct.unpack('i', fcntl.ioctl(fd, VT_OPENQRY, bytes(4)))[0]
            return number if number > 0 else None
        finally:
            os.close(fd)
    return None


class Console:
    """A console of its own, and the plain kiosk on it."""

    def __init__(self, folder):
        self.number = free_console()
        self.tty = node(folder / 'tty', TTY_MAJOR, self.number)
        self.vcsu = node(folder / 'vcsu', VCS_MAJOR, VCSU + self.number)
        self.fd = os.open(self.tty, os.O_RDWR | os.O_NOCTTY)
        self.process = None

    def start(self):
        def take():
            fcntl.ioctl(0, termios.TIOCSCTTY, 1)
        self.process = subprocess.Popen(command('--plain'), stdin=self.fd, stdout=self.fd, stderr=subprocess.PIPE, preexec_fn=take,
                                        start_new_session=True, env=environment(TERM='linux'))

    def type(self, keys):
        for key in keys.encode():
            fcntl.ioctl(self.fd, termios.TIOCSTI, bytes([key]))

    def close(self):
        if self.process:
            with self.process:
                self.process.terminate()
        os.close(self.fd)
        free_console(self.number)


class Display:
    """brltty on that console, and what its cells show."""

    def __init__(self, folder, console, settings):
        (folder / 'brltty.conf').write_text(settings, 'utf-8')
        (folder / 'dev').mkdir()
        for name in ('state', 'run'):
            (folder / name).mkdir()
        nodes = [('null', 1, 3)] + [(f'{name}{end}', major, minor + number) for name, major, minor in
                                    (('tty', TTY_MAJOR, 0), ('vcsu', VCS_MAJOR, VCSU), ('vcsa', VCS_MAJOR, VCSA))
                                    for end, number in (('0' if name == 'tty' else '', 0), (console.number, console.number))]
        made = '; '.join(f'mknod "$1"/dev/{name} c {major} {minor}' for name, major, minor in nodes)
        self.process = subprocess.Popen(
            ['unshare', '--mount', 'sh', '-euc', f'mount -t tmpfs none "$1"/dev; {made}; mount --move "$1"/dev /dev; shift; exec "$@"',
             'sh', folder, 'brltty', '-n', '-e', '-q', '-Z', '-N', '-l', 'warning', '-f', folder / 'brltty.conf', '-U', folder / 'state',
             '-W', folder / 'run', '-b', 'vr', '-d', f'server:{folder}/display', '-x', 'lx', '-X', f'vt={console.number}', '-s', 'no'],
            stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment(LC_ALL=None, LANG=None, LD_PRELOAD=PADDING))
        self.link = self.connect(f'{folder}/display')
        self.link.settimeout(0.2)
        self.link.sendall(b'Cells %d\n' % CELLS)
        self.heard, self.cells = b'', ''

    def connect(self, path):
        end = time.monotonic() + LIMIT_SECONDS
        while True:
            link = socket.socket(socket.AF_UNIX)
            try:
                link.connect(path)
                return link
            except OSError:
                link.close()
                if self.process.poll() is not None or time.monotonic() > end:
                    raise AssertionError(f'brltty does not listen: {self.process.poll()}') from None
                select.select([], [], [], 0.05)

    def press(self, key):
        self.link.sendall(key.encode() + b'\n')

    def read(self):
        try:
            self.heard += self.link.recv(65536)
        except TimeoutError:
            return
        *lines, self.heard = self.heard.split(b'\n')
        for line in lines:
            dots = re.fullmatch(r'Braille "(.*)"', line.decode('utf-8', 'replace').strip())
            if dots:
                self.cells = ''.join(chr(0x2800 + sum(1 << int(dot) - 1 for dot in cell.strip())) for cell in dots[1].split('|'))

    def wait_for(self, holds, what):
        end = time.monotonic() + LIMIT_SECONDS
        while not holds(self.cells):
            if time.monotonic() > end:
                raise AssertionError(f'{what} never came, but {self.cells}')
            self.read()

    def close(self):
        self.link.close()
        with self.process:
            self.process.terminate()


@unittest.skipUnless(shutil.which('brltty') and shutil.which('unshare'), 'no brltty')
@unittest.skipUnless(os.geteuid() == 0 and free_console(), 'no console that may be read')
class BrailleTest(unittest.TestCase):
    SETTINGS = (DEPLOY / 'kiosk-brltty.conf').read_text('utf-8')

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.console = Console(self.folder)
        self.addCleanup(self.console.close)

    def prepare(self):
        """What the drop-in does before the kiosk is there."""
        lines = (DEPLOY / 'kiosk-plain.conf').read_text('utf-8').splitlines()
        (line,) = [line for line in lines if '</dev/vcsu1' in line]
        words = line.partition('/bin/sh -c ')[2].strip("'").replace('/dev/vcsu1', self.console.vcsu)
        subprocess.run(['sh', '-c', words], check=True, timeout=LIMIT_SECONDS)

    def switch_on(self, settings=SETTINGS):
        display = Display(self.folder, self.console, settings)
        self.addCleanup(display.close)
        return display

    def asks(self, display, words):
        """The line with the cursor stands there from its first character on, and there is room to type."""
        display.wait_for(lambda cells: cells.startswith(words + CURSOR), words)

    def begin(self):
        self.prepare()
        self.console.start()
        display = self.switch_on()
        self.asks(display, ASK_QUESTION)
        return display

    def test_what_is_asked_is_under_the_fingers_at_every_step(self):
        display = self.begin()
        for typed, asked in (('6\n', READ_ON), ('\n', ENOUGH), ('g\n', NUMBER_TO_4), ('3\n', READ_ON), ('0\n', ASK_QUESTION)):
            self.console.type(typed)
            self.asks(display, asked)

    def test_a_page_that_is_turned_is_followed_and_its_beginning_is_two_keys_away(self):
        display = self.begin()
        self.console.type('6\n')
        self.asks(display, READ_ON)
        for key in ('PRPGRPH', 'PRPGRPH'):
            before = display.cells
            display.press(key)
            display.wait_for(lambda cells: cells != before, key)  # pylint: disable=cell-var-from-loop
        self.assertTrue(display.cells.startswith(QUESTION_6), display.cells)
        self.console.type('\n')
        display.wait_for(lambda cells: cells.rstrip('⠀').endswith(PRESS_ENTER + CURSOR), PRESS_ENTER)

    def test_without_the_settings_it_is_nothing_but_full_cells(self):
        self.prepare()
        self.console.start()
        display = self.switch_on('')
        display.wait_for(lambda cells: cells.count(UNKNOWN) > 8, 'full cells')


if __name__ == '__main__':
    unittest.main(argv=sys.argv[:1] + sys.argv[3:])
