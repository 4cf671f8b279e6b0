#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Random keys, clicks, drags, pastes, sizes and bytes to the real program: it never crashes, hangs, leaks or grows.

  monkey.py BUILD [--runs EVENTS] [--seconds N] [--seed N]
"""
import itertools
import os
import random
import signal
import sys
import time

import events
from parts import Program, finish, parser, tell
from pty_program import Failure, PtyProgram, describe
from strict_output import StrictOutput

BATCH = 40
PROBE_EVERY = 2000     # events between two questions whether it still answers
MEASURE_EVERY = 20000  # at the list, in the same size
LOOK_SECONDS = 0.001    # now and then it gets the time to draw; else it draws when it has read all
GROWTH_KIB = 64
WARM_MEASURES = 3
ATTRACT, HOME = '开始', '我是'

# Where it is at home most, and elsewhere.
PLACES = [
    ({}, 'UTF-8', 10),
    ({'LANG': 'zh_CN.GB18030'}, 'GB18030', 3),
    ({'TERM': 'linux'}, 'UTF-8', 2),
    ({'NO_COLOR': '1', 'TERM': 'screen-256color'}, 'UTF-8', 2),
]


class Monkey:
    def __init__(self, program, place, seed):
        changes, self.charset, _ = place
        self.program = program
        self.random = random.Random(f'{seed} {changes}')
        self.kiosk = PtyProgram([program.path, '--locked'], program.environment(**changes))
        if not {'TERM', 'NO_COLOR'} & set(changes):
            self.kiosk.sinks.append(StrictOutput(self.charset).feed)
        self.kiosk.wait_for(ATTRACT.encode(self.charset))  # before that, the terminal's own line editing is on
        self.events = 0
        self.measures = []

    def play(self):
        for event in events.batch(self.random, BATCH, self.charset):
            self.kiosk.send(event)
            self.kiosk.pump(LOOK_SECONDS if self.random.random() < 0.2 else 0)
        self.events += BATCH
        if self.random.random() < 0.3:
            self.kiosk.resize(*self.random.choice(events.SIZES))
        self.kiosk.check_running()

    def go_home(self):
        self.kiosk.resize(24, 80)
        self.kiosk.send(events.WAY_BACK)
        self.kiosk.settle()
        self.kiosk.repaint()
        for _ in range(3):  # the way back ends at the list or in front of it
            if HOME.encode(self.charset) in self.kiosk.repaint():
                return
            self.kiosk.send(b'\r')
            self.kiosk.settle()
        raise Failure(f'the list did not come back: {self.kiosk.repaint()[-400:]!r}')

    def measure(self):
        self.go_home()
        self.measures.append(self.kiosk.memory_kib())

    def growth(self):
        """KiB of anonymous memory since it was warm; 0 where there are too few measures to say."""
        warm = self.measures[WARM_MEASURES - 1:]
        return warm[-1][0] - warm[0][0] if len(warm) > 1 else 0

    def run(self, n, until):
        for event in itertools.count(BATCH, BATCH):
            self.play()
            if event % PROBE_EVERY == 0:
                self.kiosk.settle()
                self.kiosk.repaint()
            if event % MEASURE_EVERY == 0:
                self.measure()
            if event >= n or (until and time.monotonic() > until):
                break
        self.go_home()

    def leave(self):
        os.kill(self.kiosk.pid, signal.SIGTERM)
        code, _ = self.kiosk.wait_end(self.program.slowness * 2)
        if code != 0:
            raise Failure(f'SIGTERM at the end: exit code {code}')
        if not self.kiosk.modes_are_restored():
            raise Failure('the terminal was not restored')


def visit(program, place, seed, n, until):
    """Lets one monkey play; what was found, or None."""
    monkey = Monkey(program, place, seed)
    try:
        monkey.run(n, until)
        monkey.leave()
    except Failure as failure:
        ended = describe(monkey.kiosk.status) if monkey.kiosk.has_ended() else 'still running'
        return f'{failure} ({ended}; seed {seed}, {place[0]}, event {monkey.events})\n{program.sanitizer_report()}'
    finally:
        monkey.kiosk.stop()
        last = monkey.measures[-1] if monkey.measures else (0, 0)
        tell(f'monkey {" ".join(place[0].values()) or "xterm-256color"}', events=monkey.events,
             shown_MB=round(monkey.kiosk.received / 1e6), anonymous_KiB=last[0], growth_KiB=monkey.growth())
    report = program.sanitizer_report()
    if report:
        return report
    if not program.sanitized and monkey.growth() > GROWTH_KIB:
        return f'grew by {monkey.growth()} KiB: {[a for a, _ in monkey.measures]} (seed {seed}, {place[0]})'
    return None


def main():
    options = parser(__doc__.splitlines()[0], runs=1_000_000).parse_args()
    program = Program(options.build)
    shares = sum(share for *_, share in PLACES)
    start = time.monotonic()
    findings, done = [], 0
    for place in PLACES:
        done += place[2]
        until = start + options.seconds * done / shares if options.seconds else 0
        findings.append(visit(program, place, options.seed, options.runs * place[2] // shares, until))
    return finish([words for words in findings if words])


if __name__ == '__main__':
    sys.exit(main())
