# SPDX-License-Identifier: MIT
"""kmscon, the terminal that needs no X: on a console of its own, its graphics card a file (framebuffer.c).

It reads keys from input devices only, and there are none here: they are put into the program's terminal by the kernel
(TIOCSTI). Both need root. All the rest is as in glass.py.
"""
import fcntl
import os
import subprocess
import termios
import time

import glass
import picture
import terminals

KEYS = {'Return': '\r', 'Escape': '\x1b', 'space': ' ', 'slash': '/', 'question': '?', 'BackSpace': '\x7f',
        'Down': '\x1b[B', 'Right': '\x1b[C', 'Home': '\x1b[H'}
CONSOLES = range(24, 60)  # nobody has a getty there
ATTEMPTS = 20
ATTEMPT_SECONDS = 3
USUAL = (80, 24)
# What udev would say of a card.
CARD = ['P: /devices/platform/file/graphics/fb0', 'N: fb0', 'E: DEVNAME=/dev/fb0', 'E: SUBSYSTEM=graphics', 'E: MAJOR=29',
        'E: MINOR=0', 'E: TAGS=:master-of-seat:seat:', 'E: ID_SEAT=seat0', 'A: dev=29:0', 'A: name=file', '']


class Console(glass.Glass):
    def __init__(self, *arguments, library, **options):
        self.library = library
        super().__init__(*arguments, **options)

    def _start(self, command, environment, locales):
        """
        kmscon tells nobody how large its cells are: a card of the size that they should need, then a better one. When the
        machine is busy its child may put the usual size over the right one (kmscon 9.0.0, setup_child): then once more.
        """
        cell = self.look.cell()
        for _ in range(ATTEMPTS):
            self._start_once(cell, command, environment, locales)
            found = self._await_grid()
            if found.get('started'):
                return
            self._stop()
            grid = found['cols'], found['rows']
            if grid != USUAL:
                cell = [side + (have < want) - (have > want)
                        for side, have, want in zip(cell, grid, (self.cols, self.rows))]
        raise RuntimeError(f'kmscon: no grid of {self.cols}x{self.rows}, found {found}')

    def _start_once(self, cell, command, environment, locales):
        self.width, self.height = cell[0] * self.cols, cell[1] * self.rows
        self.pixels = os.path.join(self.folder, 'pixels')
        with open(self.pixels, 'wb') as file:
            file.truncate(self.width * self.height * 4)
        job = self._job(['/usr/bin/env', '-u', 'LD_PRELOAD', '-u', 'UMOCKDEV_DIR'], command, 'cells')
        card = terminals.write(job, 'card.umockdev', *CARD)
        number = next(number for number in CONSOLES if os.access(f'/dev/tty{number}', os.R_OK | os.W_OK))
        self.environment = {**self._environment(environment, locales), 'FRAMEBUFFER_FILE': self.pixels,
                            'FRAMEBUFFER_WIDTH': str(self.width), 'FRAMEBUFFER_HEIGHT': str(self.height),
                            'FRAMEBUFFER_VT': str(number), 'TERM': 'linux'}
        argv = ['umockdev-run', '-d', card, '--', 'env', f'LD_PRELOAD={self.library}:libumockdev-preload.so.0',
                *self.terminal.start(job)[:1], '--vt', f'/dev/tty{number}', *self.terminal.start(job)[1:]]
        self.log = open(os.path.join(self.folder, 'log'), 'wb')
        self.console = os.open(f'/dev/tty{number}', os.O_RDWR | os.O_NOCTTY)
        self.process = subprocess.Popen(argv, env=self.environment, stdin=self.console, stdout=self.log, stderr=self.log,
                                        start_new_session=True, preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 1))

    def _await_grid(self):
        """What the terminal's size comes to be: at first it has the usual one."""
        deadline = time.monotonic() + ATTEMPT_SECONDS
        found = {}
        while time.monotonic() < deadline and self.process.poll() is None and not found.get('started'):
            found = self.reported()
            time.sleep(glass.POLL_SECONDS)
        if not found:
            raise RuntimeError('kmscon did not start\n' + self.complaints())
        return found

    def keys(self, *names):
        terminal = os.open(self.reported()['device'], os.O_RDWR | os.O_NOCTTY)
        for byte in ''.join(KEYS.get(name, name) for name in names).encode():
            fcntl.ioctl(terminal, termios.TIOCSTI, bytes([byte]))
        os.close(terminal)

    def picture(self):
        with open(self.pixels, 'rb') as file:
            return picture.Picture(self.width, self.height, file.read())

    def _stop(self):
        super()._stop()
        os.close(self.console)
        if os.path.exists(self.report):
            os.unlink(self.report)
