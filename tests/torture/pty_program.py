# SPDX-License-Identifier: MIT
"""A program in a terminal that we hold both ends of: keys go in, bytes come out, nothing sleeps.

Every wait looks at a state (the input is eaten, the process waits, the output is dry) and has a limit.
"""
import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time

PATIENCE = 20.0  # seconds; only ever used up by a failure
GLYPH_PROBE = b'\x1b[6n'
GLYPH_ANSWER = b'\x1b[1;2R'
DEFAULTS = {'TERM': 'xterm-256color', 'LANG': 'C.UTF-8', 'TZ': 'Asia/Shanghai', 'HOME': '/nonexistent'}


class Failure(AssertionError):
    """What the torture found."""


class Ended(Failure):
    """The program has ended although nobody asked it to."""


class PtyProgram:
    """`deaf`: its output is not read, so that the terminal fills up."""

    def __init__(self, argv, env=None, rows=24, cols=80, deaf=False):
        self.master, self.slave = pty.openpty()
        self.rows, self.cols = rows, cols
        self.deaf = deaf
        self.received = 0
        self.sinks = []
        self.status = None
        modes = termios.tcgetattr(self.slave)
        modes[3] &= ~termios.ECHO  # what it shows is its own, also when it has given the terminal back
        termios.tcsetattr(self.slave, termios.TCSANOW, modes)
        self.before = termios.tcgetattr(self.slave)
        self.resize(rows, cols)
        os.set_blocking(self.master, False)
        self.pidfd = None
        self.start(argv, env)

    def start(self, argv, env=None):
        """The program, or the next one on the same terminal."""
        if self.pidfd is not None:
            os.close(self.pidfd)
        self.status = None
        self.pid = os.fork()
        if self.pid == 0:
            self._become(argv, DEFAULTS if env is None else env)
        self.pidfd = os.pidfd_open(self.pid)

    def _become(self, argv, env):
        try:
            os.close(self.master)
            os.login_tty(self.slave) if hasattr(os, 'login_tty') else self._login()
            for number in range(1, signal.NSIG):
                if number not in (signal.SIGKILL, signal.SIGSTOP, 32, 33):
                    signal.signal(number, signal.SIG_DFL)
            os.execve(argv[0], argv, env)
        finally:
            os._exit(127)

    def _login(self):
        os.setsid()
        fcntl.ioctl(self.slave, termios.TIOCSCTTY, 0)
        for fd in range(3):
            os.dup2(self.slave, fd)
        if self.slave > 2:
            os.close(self.slave)

    def resize(self, rows, cols):
        self.rows, self.cols = rows, cols
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack('HHHH', rows, cols, 0, 0))

    def pump(self, timeout=0.0):
        """Reads what has come; waits for the first of it. The bytes."""
        if self.master is None or not select.select([self.master], [], [], timeout)[0]:
            return b''
        try:
            some = os.read(self.master, 1 << 16)
        except OSError:
            return b''
        self.received += len(some)
        for sink in self.sinks:
            sink(some)
        if GLYPH_PROBE in some:
            self.send(GLYPH_ANSWER)
        return some

    def send(self, some):
        """A terminal takes some kilobytes; meanwhile the output is read."""
        end = time.monotonic() + PATIENCE
        while some:
            try:
                some = some[os.write(self.master, some):]
            except BlockingIOError:
                if self.deaf:
                    return
                self.check_running()
                if time.monotonic() > end:
                    raise Failure(f'hung: took no more input for {PATIENCE:.0f} s') from None
                self.pump(0.01)

    def has_ended(self):
        if self.status is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.status = status
        return self.status is not None

    def check_running(self):
        if self.has_ended():
            raise Ended(f'ended by itself: {describe(self.status)}')

    def input_waiting(self):
        return struct.unpack('i', fcntl.ioctl(self.slave, termios.FIONREAD, b'\0\0\0\0'))[0]

    def is_waiting(self):
        """The process sleeps in a system call."""
        with open(f'/proc/{self.pid}/stat', encoding='latin-1') as file:
            return file.read().rpartition(')')[2].split()[0] in 'ST'

    def settle(self, limit=PATIENCE):
        """Until it has eaten its input, shown what comes of it, and waits."""
        end = time.monotonic() + limit
        calm = 0
        while calm < 3:
            some = self.pump(0.002)
            self.check_running()
            calm = 0 if some or self.input_waiting() or not self.is_waiting() else calm + 1
            if time.monotonic() > end:
                raise Failure(f'hung: no answer within {limit:.0f} s, {self.input_waiting()} bytes of input wait')

    def wait_for(self, words, limit=PATIENCE):
        """Until the words have come; what came."""
        seen = b''
        end = time.monotonic() + limit
        while words not in seen:
            seen += self.pump(0.05)
            if words not in seen:
                self.check_running()
            if time.monotonic() > end:
                raise Failure(f'{words.decode(errors="replace")} never came, but {seen[-300:]!r}')
        return seen

    def repaint(self):
        """All that it shows, sent anew because the window has another size and its own again."""
        rows, cols = self.rows, self.cols
        self.resize(rows, cols - 1 if cols > 1 else cols + 1)
        self.settle()
        seen = []
        self.sinks.append(seen.append)
        self.resize(rows, cols)
        self.settle()
        self.sinks.remove(seen.append)
        if not seen:
            raise Failure('hung: a new size of the window changed nothing')
        return b''.join(seen)

    def memory_kib(self):
        """(anonymous memory: heap and stacks; proportional share of everything)."""
        numbers = {}
        with open(f'/proc/{self.pid}/smaps_rollup', encoding='ascii') as file:
            for line in file:
                name, _, rest = line.partition(':')
                if rest.split()[-1:] == ['kB']:
                    numbers[name] = int(rest.split()[0])
        return numbers['Anonymous'], numbers['Pss']

    def hang_up(self):
        """The terminal is gone."""
        for name in ('master', 'slave'):
            if getattr(self, name) is not None:
                os.close(getattr(self, name))
                setattr(self, name, None)

    def wait_end(self, limit):
        """Its exit status as os.waitstatus_to_exitcode has it, and the seconds it took; None when it has not ended."""
        start = time.monotonic()
        while not self.has_ended():
            left = start + limit - time.monotonic()
            if left <= 0:
                return None, limit
            ends = [self.pidfd] + ([] if self.deaf or self.master is None else [self.master])
            ready = select.select(ends, [], [], left)[0]
            if self.master in ready:
                self.pump()
        took = time.monotonic() - start
        while not self.deaf and self.pump():
            pass
        return os.waitstatus_to_exitcode(self.status), took

    def kill(self):
        """Without a word; the terminal as systemd resets it for the next one."""
        os.kill(self.pid, signal.SIGKILL)
        self.status = os.waitpid(self.pid, 0)[1]
        while self.pump():
            pass
        termios.tcsetattr(self.slave, termios.TCSANOW, self.before)
        termios.tcflush(self.slave, termios.TCIOFLUSH)

    def modes_are_restored(self):
        now = termios.tcgetattr(self.slave)
        return now[:4] == self.before[:4]

    def stop(self):
        """Ends it in any case."""
        if not self.has_ended():
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        self.hang_up()
        os.close(self.pidfd)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()


def describe(status):
    code = os.waitstatus_to_exitcode(status)
    return f'signal {-code} ({signal.strsignal(-code)})' if code < 0 else f'exit code {code}'
