#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Random signals at random moments, from before main to after a million keys: the program leaves within a second of
SIGTERM, SIGHUP or a hang-up, whether its output is read or not, and the terminal is as it was before.

  signals.py BUILD [--runs N] [--seed N]
"""
import os
import random
import re
import signal
import sys
import time

import events
from parts import Program, finish, parser, tell
from pty_program import Failure, PtyProgram

LIMIT_SECONDS = 1.0
HARMLESS = [signal.SIGWINCH, signal.SIGCONT, signal.SIGUSR1, signal.SIGUSR2, signal.SIGALRM, signal.SIGPIPE, signal.SIGVTALRM,
            signal.SIGPROF, signal.SIGIO, signal.SIGPWR, signal.SIGXFSZ, signal.SIGCHLD, signal.SIGURG]
HARMLESS_IF_LOCKED = [signal.SIGINT, signal.SIGQUIT, signal.SIGTSTP, signal.SIGTTIN, signal.SIGTTOU]
ENDINGS = ['SIGTERM', 'SIGHUP', 'hang-up']
MODE = re.compile(rb'\x1b\[\?(1049|25|1002|1006|2004)([hl])')
RESTORED = {b'1049': b'l', b'25': b'h', b'1002': b'l', b'1006': b'l', b'2004': b'l'}


class Run:
    def __init__(self, program, seed):
        self.random = random.Random(seed)
        self.locked = self.random.random() < 0.5
        self.deaf = self.random.random() < 0.4
        self.early = self.random.random() < 0.25  # it may still be loading
        self.ending = self.random.choice(ENDINGS)
        self.program = program
        self.seen = []
        argv = [program.path] + ['--locked'] * self.locked
        self.kiosk = PtyProgram(argv, program.environment(), deaf=self.deaf)
        self.kiosk.sinks.append(self.seen.append)

    def __str__(self):
        return (f'{self.ending}{", locked" if self.locked else ""}{", output blocked" if self.deaf else ""}'
                f'{", early" if self.early else ""}')

    def signals(self):
        return HARMLESS + HARMLESS_IF_LOCKED * self.locked

    def torment(self):
        """Signals between keys; `early`: a few at once, then the ending."""
        if self.early:
            self.kiosk.pump(self.random.random() * 0.03)
            return
        self.kiosk.wait_for('开始'.encode())
        for event in events.batch(self.random, self.random.randrange(60)):
            if not self.locked and re.search(rb'[qQ\x03\x04\x1c\x1a]', event):
                continue  # those may leave, or stop it
            self.kiosk.send(event)
            if self.random.random() < 0.5:
                os.kill(self.kiosk.pid, self.random.choice(self.signals()))
            if not self.deaf:
                self.kiosk.pump(self.random.random() * 0.002)
        self.kiosk.check_running()

    def end(self):
        if self.ending == 'hang-up':
            self.kiosk.hang_up()
        else:
            os.kill(self.kiosk.pid, getattr(signal, self.ending))
        code, took = self.kiosk.wait_end(LIMIT_SECONDS * self.program.slowness)
        if code is None:
            raise Failure(f'still there {took:.1f} s after it')
        # Before it has set up anything, a signal does what it does to any program.
        ended_early = self.early and code in (-signal.SIGTERM, -signal.SIGHUP)
        if code != 0 and not ended_early and not (self.early and self.ending == 'hang-up'):
            raise Failure(f'ends with {code}')
        if self.ending != 'hang-up':
            self.check_terminal()
        return took

    def check_terminal(self):
        if not self.kiosk.modes_are_restored():
            raise Failure('the modes of the terminal were not restored')
        if self.deaf:
            return
        last = dict(MODE.findall(b''.join(self.seen)))
        if any(RESTORED[mode] != state for mode, state in last.items()):
            raise Failure(f'the terminal was left in {last}')


def main():
    options = parser(__doc__.splitlines()[0], runs=1000).parse_args()
    program = Program(options.build)
    findings, slowest, counts = [], 0.0, {}
    until = time.monotonic() + options.seconds if options.seconds else 0
    for i in range(options.runs):
        if until and time.monotonic() > until:
            break
        run = Run(program, options.seed + i)
        try:
            run.torment()
            slowest = max(slowest, run.end())
        except Failure as failure:
            findings.append(f'{run} (seed {options.seed + i}): {failure}')
        finally:
            run.kiosk.stop()
        counts[run.ending] = counts.get(run.ending, 0) + 1
    report = program.sanitizer_report()
    tell('signals', runs=sum(counts.values()), **{name.replace('-', '_'): n for name, n in sorted(counts.items())},
         slowest_ms=round(slowest * 1000), findings=len(findings))
    return finish(findings + [report] * bool(report))


if __name__ == '__main__':
    sys.exit(main())
