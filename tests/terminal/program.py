# SPDX-License-Identifier: MIT
"""The built program as these tests run it, on pipes and on a terminal of its own, apart from what this machine has installed;
their arguments are PROGRAM, for most of them HANDBOOK_DB, and unittest's options."""
import atexit
import contextlib
import fcntl
import json
import locale
import os
import pathlib
import pty
import re
import select
import signal
import sqlite3
import struct
import subprocess
import sys
import tempfile
import termios
import unicodedata
import unittest

PROGRAM, *HANDBOOK = map(os.path.abspath, sys.argv[1:3])
HANDBOOK = HANDBOOK[0] if HANDBOOK else None
COUNTS_COVERAGE = b'.gcda' in pathlib.Path(PROGRAM).read_bytes()
ROOT = pathlib.Path(__file__).resolve().parents[2]
LIMIT_SECONDS = 30
GLYPH_PROBE, GLYPH_ANSWER = b'\x1b[6n', b'\x1b[1;2R'  # where the cursor is: lines are one column wide here


def environment(**changes):
    clean = {'LC_ALL': 'C.UTF-8', 'TZ': 'Asia/Shanghai', 'TERM': 'xterm-256color'}
    clean.update({name: value for name, value in os.environ.items() if name == 'LSAN_OPTIONS'})  # where pages are made
    clean.update(changes)
    return {name: value for name, value in clean.items() if value is not None}


def make_hall(folder):
    """The options of a hall where nothing is installed, no key is pinned, nothing is set and nobody was there yet."""
    folder = pathlib.Path(folder)
    site, config = folder / 'site.db', folder / 'yibentong.conf'
    config.touch()
    subprocess.run([PROGRAM, 'site', 'init', '--site', site], env=environment(), check=True, stdout=subprocess.DEVNULL,
                   timeout=LIMIT_SECONDS)
    places = {'--site': site, '--state': folder / 'state', '--keys': folder / 'keys', '--config': config}
    return [str(word) for option in places.items() for word in option]


HALL_FOLDER = tempfile.TemporaryDirectory(prefix='yibentong-hall-')
os.chmod(HALL_FOLDER.name, 0o755)  # for those who run the program as somebody else
atexit.register(HALL_FOLDER.cleanup)
HALL = make_hall(HALL_FOLDER.name)


def command(*words):
    """The command line; what the words say about the hall themselves stands behind, and so counts."""
    return [PROGRAM, *HALL, *words]


SCHOOL = "UPDATE profile SET school = '长春大学', office = '学籍科', place = '主楼 203'"


def run_sql(path, *statements):
    """On a hall's own data, as the desk would have written it."""
    with contextlib.closing(sqlite3.connect(path)) as site, site:
        for statement in statements:
            site.execute(statement)


def published(question, text):
    """The statement by which a question has this 本校补充."""
    return f"INSERT INTO addendum VALUES ({question}, 1, 2, 0, '{text}', '', 1700000000)"


def is_installed(name):
    """Whether this machine has the locale."""
    before = locale.setlocale(locale.LC_CTYPE)
    try:
        locale.setlocale(locale.LC_CTYPE, name)
        return True
    except locale.Error:
        return False
    finally:
        locale.setlocale(locale.LC_CTYPE, before)


def run(*words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, env=None, **more):
    return subprocess.run(command(*words), stdin=stdin, stdout=stdout, stderr=subprocess.PIPE,
                          env=environment(**(env or {})), timeout=LIMIT_SECONDS, **more)


class Terminal:
    """A terminal of a size; what the program wrote to it. The program does not outlive it."""

    def __init__(self, rows, cols):
        self.master, self.slave = pty.openpty()
        fcntl.ioctl(self.slave, termios.TIOCSWINSZ, struct.pack('HHHH', rows, cols, 0, 0))
        mode = termios.tcgetattr(self.slave)
        mode[1] &= ~termios.OPOST
        termios.tcsetattr(self.slave, termios.TCSANOW, mode)
        self.seen = b''
        self.process = None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process:
            with self.process:
                self.process.kill()
        for end in (self.master, self.slave):
            if end is not None:
                os.close(end)

    def start(self, *words, env=None, **more):
        self.process = subprocess.Popen(command(*words), stdin=self.slave, stdout=self.slave, stderr=subprocess.PIPE,
                                        env=environment(**(env or {})), start_new_session=True, **more)
        os.close(self.slave)
        self.slave = None
        return self.process

    def read(self):
        """Waits for more; False when the program has let go of the terminal."""
        ready, _, _ = select.select([self.master], [], [], LIMIT_SECONDS)
        if not ready:
            raise AssertionError(f'nothing more came after {self.seen[-200:]!r}')
        try:
            more = os.read(self.master, 65536)
        except OSError:
            more = b''
        self.seen += more
        if GLYPH_PROBE in more:
            os.write(self.master, GLYPH_ANSWER)
        return bool(more)

    def wait_for(self, text):
        while text.encode() not in self.seen:
            if not self.read():
                raise AssertionError(f'{text} never came, but {self.seen[-200:]!r}')

    def press(self, keys, text):
        """Until the text comes after them."""
        self.seen = b''
        os.write(self.master, keys.encode())
        self.wait_for(text)

    def stop(self):
        """The exit code after SIGTERM."""
        self.process.send_signal(signal.SIGTERM)
        while self.read():
            pass
        self.process.communicate(timeout=LIMIT_SECONDS)
        return self.process.returncode

    def run(self, *words, env=None):
        process = self.start(*words, env=env)
        while self.read():
            pass
        _, errors = process.communicate(timeout=LIMIT_SECONDS)
        return subprocess.CompletedProcess(words, process.returncode, self.seen, errors)


def on_terminal(rows, cols, *words, env=None):
    with Terminal(rows, cols) as terminal:
        return terminal.run(*words, env=env)


def width(text):
    return sum(2 if unicodedata.east_asian_width(ch) in 'WF' else 0 if unicodedata.combining(ch) else 1 for ch in text)


def squeezed(text):
    return re.sub(r'\s', '', text)


class Case(unittest.TestCase):
    maxDiff = None

    def hall(self, *statements):
        """The path of a hall's own data on which these were run."""
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        path = str(pathlib.Path(folder.name) / 'site.db')
        self.fine(run('site', 'init', '--site', path))
        run_sql(path, *statements)
        return path

    def fine(self, result):
        self.assertEqual((result.returncode, result.stderr), (0, b''))
        return result.stdout.decode()

    def json(self, *words, **more):
        return json.loads(self.fine(run(*words, '--format', 'json', **more)))

    def refused(self, result, code, *words):
        """One line that names the program and says what is wrong, nothing on standard output."""
        complaint = result.stderr.decode()
        self.assertEqual(result.returncode, code, complaint)
        self.assertFalse(result.stdout)
        self.assertRegex(complaint, r'\Ayibentong: [^\n\x00-\x1f\x7f]+\n\Z')
        for word in words:
            self.assertIn(word, complaint)
        return complaint
