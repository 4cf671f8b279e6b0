# SPDX-License-Identifier: MIT
"""A program in a real terminal on an X display that lives in memory (Xvfb): keys go in, photographs come out.

  with Glass(100, 30, ['yibentong']) as glass:
      glass.wait(lambda picture: not picture.is_blank(), 'a first screen')
      glass.keys('2')
      picture = glass.settled()

Nothing here waits for a time to pass, only for a picture to be as it should be, up to a limit.
"""
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import tempfile
import time

import display
import terminals

POLL_SECONDS = 0.01
LIMIT_SECONDS = 20
PYTHON = '/usr/bin/python3'  # one that everybody may run
INSIDE = pathlib.Path(__file__).with_name('inside.py')


class Glass:
    """terminal: a name of terminals.TERMINALS; colours: 8, 16 or 256; locales: a folder of locales, else the system's."""

    def __init__(self, cols, rows, command, environment=None, failures='.', terminal='xterm', colours=256, look=None,
                 locales=None):
        self.cols, self.rows = cols, rows
        self.failures = pathlib.Path(failures)
        self.folder = tempfile.mkdtemp(prefix='yibentong-glass-')
        self.process = self.display = None
        self.terminal, self.look = terminals.TERMINALS[terminal], look or terminals.Look()
        self.term = self.terminal.terms[colours]
        try:
            self._start(command, environment or {}, locales)
        except BaseException:
            self.close()
            raise

    def _environment(self, environment, locales):
        lang = {'LANG': self.terminal.lang, 'LOCPATH': locales} if locales else {'LANG': 'C.UTF-8'}
        return {'PATH': os.environ['PATH'], 'HOME': self.folder, 'XDG_RUNTIME_DIR': self.folder, 'TZ': 'Asia/Shanghai',
                **lang, **self.terminal.environment, **environment}

    def _job(self, before, command, what='pixels'):
        self.report = os.path.join(self.folder, 'report')
        inside = [*before, PYTHON, '-B', str(shutil.copy(INSIDE, self.folder)), self.report, f'{self.cols}x{self.rows}', what,
                  f'TERM={self.term}', '--', *command]
        return terminals.Job(self.cols, self.rows, inside, self.folder, self.look, self.term)

    def _start(self, command, environment, locales):
        width, height = self.look.cell()
        # Some room: the window's own size is asked for below.
        self.display = display.Display(self.folder, (self.cols + 4) * (width + 2), (self.rows + 4) * (height + 4))
        self.environment = {**self._environment(environment, locales), 'DISPLAY': self.display.name}
        argv = self.terminal.start(self._job([], command))
        self.log = open(os.path.join(self.folder, 'log'), 'wb')
        self.process = subprocess.Popen(argv, env=self.environment, stdin=subprocess.DEVNULL, stdout=self.log,
                                        stderr=self.log, **self._somebody())
        self.window = self._find_window()
        self._await_size()

    def _somebody(self):
        """Who runs a terminal that refuses to be run by root."""
        if os.getuid() != 0 or not self.terminal.unprivileged:
            return {}
        for path in [self.folder, *pathlib.Path(self.folder).rglob('*')]:
            shutil.chown(path, 'nobody', 'nogroup')
        return {'user': 'nobody', 'group': 'nogroup', 'extra_groups': []}

    def _find_window(self):
        """Waits until the window is on the screen."""
        root = self.display.windows('--maxdepth', '0')
        deadline = time.monotonic() + LIMIT_SECONDS
        while time.monotonic() < deadline and self.process.poll() is None:
            windows = self.display.windows('--maxdepth', '1', '--onlyvisible') - root
            if windows:
                self.display.tell('mousemove', '1', '1')  # without a window manager keys go where the pointer is
                return windows.pop()
            time.sleep(POLL_SECONDS)
        raise RuntimeError(f'{self.term}: no window\n' + self.complaints())

    def _window_size(self):
        answer = self.display.tell('getwindowgeometry', '--shell', self.window)
        sizes = dict(re.findall(r'(\w+)=(\d+)', answer))
        return int(sizes['WIDTH']), int(sizes['HEIGHT'])

    def reported(self):
        """What inside.py found last, {} when nothing yet."""
        try:
            lines = pathlib.Path(self.report).read_text('utf-8').splitlines()
        except FileNotFoundError:
            lines = []
        return json.loads(lines[-1]) if lines else {}

    def _await_size(self):
        """Waits until the grid is the one asked for; a window that does not come with it is made as large as it needs."""
        deadline, asked, border = time.monotonic() + LIMIT_SECONDS, None, 2 * self.look.border
        while time.monotonic() < deadline and self.process.poll() is None:
            found, size = self.reported(), self._window_size()
            needed = None
            if found.get('width'):
                needed = found['width'] // found['cols'] * self.cols, found['height'] // found['rows'] * self.rows
            right = found.get('started') and (found['cols'], found['rows']) == (self.cols, self.rows)
            # Some terminals count their border among the pixels that they report.
            if right and size in ((found['width'], found['height']), needed, (needed[0] + border, needed[1] + border)):
                self.width, self.height = size
                return
            if needed not in (None, asked) and not right:
                asked = needed
                self.display.tell('windowsize', self.window, str(needed[0] + border), str(needed[1] + border))
            time.sleep(POLL_SECONDS)
        raise RuntimeError(f'{self.term}: no grid of {self.cols}x{self.rows}, found {self.reported()}\n' + self.complaints())

    def complaints(self):
        return pathlib.Path(self.log.name).read_text('utf-8', 'replace')[-2000:]

    def keys(self, *names):
        """Presses keys by their X names: 2, Return, Right, Escape, question …"""
        self.display.tell('key', '--delay', '0', *names)

    def tap(self, row, col):
        """A click on the middle of a cell; the pointer then stays there."""
        x, y = (col + 0.5) * self.width / self.cols, (row + 0.5) * self.height / self.rows
        self.display.tell('mousemove', '--sync', str(int(x)), str(int(y)), 'click', '1')

    def picture(self):
        return self.display.grab(self.width, self.height)

    def watch(self, condition, seconds=LIMIT_SECONDS):
        """The last result of condition(picture), as soon as that is true; asked again when the picture changes."""
        deadline = time.monotonic() + seconds
        seen = result = None
        while time.monotonic() < deadline:
            picture = self.picture()
            if picture != seen:
                seen, result = picture, condition(picture)
                if result:
                    return result
            if self.process.poll() is not None:
                raise AssertionError('the program has ended\n' + self.complaints())
            time.sleep(POLL_SECONDS)
        return result

    def wait(self, condition, what):
        """The same, but it has to come true."""
        result = self.watch(condition)
        if result:
            return result
        file = self.failures / 'glass-failure.png'
        file.write_bytes(self.picture().png())
        raise AssertionError(f'{what}: not seen within {LIMIT_SECONDS} s, see {file}')

    def settled(self, polls=10):
        """The picture once it has been the same that many times in a row; for photographs, not for tests."""
        same, last = 0, self.picture()
        while same < polls:
            time.sleep(POLL_SECONDS)
            picture = self.picture()
            same = same + 1 if picture == last and not picture.is_blank() else 0
            last = picture
        return last

    def _stop(self):
        """The program first: what it ran in has nothing left to do then, also a server that outlives its terminal."""
        try:
            os.kill(self.reported()['pid'], signal.SIGTERM)
        except (KeyError, ProcessLookupError):
            pass
        self.process.terminate()
        self.process.wait()
        self.process = None
        self.log.close()

    def close(self):
        if self.process:
            self._stop()
        if self.display:
            self.display.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()
