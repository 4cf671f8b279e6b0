#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Every k-th open, read, write, sync, rename of every command and of the kiosk fails, with each of five reasons.

A command then gives the right result or says why not, and leaves nothing half behind; the handbook stays on the
screen.

  calls.py BUILD [--step N] [--seed N]
"""
import os
import signal
import sys
import tempfile
import time

from commands import COMMANDS, Command
from faults import Faults, library_of
from parts import Program, deadlines, finish, parser, tell
from pty_program import Failure, PtyProgram

ERRORS = ['EIO', 'ENOSPC', 'EACCES', 'EROFS', 'EMFILE']
CALLS = ['open', 'read', 'write', 'sync', 'rename', 'map']
KIOSK_SHARE = 5  # of the time, against one of a command
# An output that failed may fail at the reason too: then the exit code has to do.
MUTE = ('write',)


class Torture:
    def __init__(self, options):
        self.options = options
        self.program = Program(options.build)
        self.library = library_of(options.build)
        self.handbook = (options.build / 'assets/handbook.db').resolve()
        self.runs = self.faults = 0
        self.findings = []
        self.until = 0

    def everywhere(self, attempt, calls, error, for_ever):
        """Fails call 1, 1 + step, … until one is not reached; attempt raises Failure. How many there were."""
        for k in range(1, 1 << 20, self.options.step):
            if self.until and time.monotonic() > self.until:
                return
            with Faults(self.library, calls, k, error, for_ever, spare_terminal=True) as faults:
                try:
                    attempt(faults, f'{calls} {k} {error}{" for ever" if for_ever else ""}')
                except Failure as failure:
                    self.findings.append(str(failure))
            self.runs += 1
            self.faults += faults.hits
            if not faults.hits:
                return

    def command(self, words):
        command = Command(self.program, words, self.handbook)
        with Faults(self.library, 'none', 0) as none:
            command.learn(none.run(command.argv, command.env))

        def attempt(faults, where):
            done = faults.run(command.argv, command.env)
            if done.returncode and where.startswith(MUTE) and 'for ever' in where:
                done.stderr += b'yibentong: -\n'
            command.judge(done, f'{" ".join(words)}: {where}', tidy='rename' not in where or 'for ever' not in where)

        for calls in CALLS:
            for error in ERRORS:
                for for_ever in (False, True):
                    self.everywhere(attempt, calls, error, for_ever)
                    if self.options.step > 1 and not for_ever:
                        break  # the short form

    def kiosk(self):
        def attempt(faults, where):
            argv = [self.program.path, '--locked', '--content', str(self.handbook), *self.program.own_files(folder)]
            with PtyProgram(argv, self.program.environment() | faults.env) as kiosk:
                try:
                    self.visit(kiosk)
                except Failure as failure:
                    raise Failure(f'kiosk: {where}: {failure}') from None

        with tempfile.TemporaryDirectory() as folder:
            for calls in CALLS:
                for error in ERRORS:
                    self.everywhere(attempt, calls, error, True)

    def visit(self, kiosk):
        """The handbook is on the screen. Or it never came up and says why; a memory that cannot be made is such a why."""
        try:
            kiosk.wait_for('开始'.encode())
        except Failure:
            if kiosk.has_ended() and os.waitstatus_to_exitcode(kiosk.status) in range(64, 79):
                return
            raise
        for key, words in ((b'\r', '我是'), (b'6', '遗失'), (b'\x1b', '我是')):
            kiosk.send(key)
            kiosk.wait_for(words.encode())
        os.kill(kiosk.pid, signal.SIGTERM)
        code, _ = kiosk.wait_end(2 * self.program.slowness)
        if code != 0:
            raise Failure(f'SIGTERM: exit code {code}')


def main():
    options = parser(__doc__.splitlines()[0])
    options.add_argument('--step', type=int, default=1, help='only every so many-th call')
    torture = Torture(options.parse_args())
    until = deadlines(torture.options.seconds, KIOSK_SHARE + len(COMMANDS))
    torture.until = until[KIOSK_SHARE - 1]
    torture.kiosk()
    for words, torture.until in zip(COMMANDS, until[KIOSK_SHARE:]):
        torture.command(words)
    tell('io', runs=torture.runs, failed_calls=torture.faults, findings=len(torture.findings))
    return finish(torture.findings)


if __name__ == '__main__':
    sys.exit(main())
