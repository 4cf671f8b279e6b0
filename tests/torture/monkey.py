#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Random keys, clicks, drags, pastes, sizes and bytes to the real program: it never crashes, hangs, leaks or grows.

  monkey.py BUILD [--runs EVENTS] [--seconds N] [--seed N]
"""
import dataclasses
import itertools
import os
import random
import signal
import sys
import tempfile
import time

import events
from parts import Program, finish, parser, tell
from pty_program import Ended, Failure, PtyProgram, describe
from strict_output import StrictOutput

BATCH = 40
PROBE_EVERY = 2000     # events between two questions whether it still answers
MEASURE_EVERY = 20000  # at the list, in the same size
LOOK_SECONDS = 0.001    # now and then it gets the time to draw; else it draws when it has read all
GROWTH_KIB = 64
WARM_MEASURES = 3
ATTRACT, HOME = '开始', '我是'

PASSWORD = b'geheim-2026'
LEFT = (0, -signal.SIGINT, -signal.SIGQUIT)  # a key more, after it has given the terminal back, is a signal


@dataclasses.dataclass
class Place:
    """Where a monkey plays, and how large its share of the events is."""
    name: str
    share: int
    changes: dict = dataclasses.field(default_factory=dict)  # of the environment
    charset: str = 'UTF-8'
    site: bool = True
    desk: bool = False


PLACES = [
    Place('hall, UTF-8', 9),
    Place('hall, GB18030', 3, {'LANG': 'zh_CN.GB18030'}, 'GB18030'),
    Place('no data of a school, linux', 2, {'TERM': 'linux'}, site=False),
    Place('no colour, screen', 2, {'NO_COLOR': '1', 'TERM': 'screen-256color'}),
    Place('desk', 3, desk=True),
]


class Monkey:
    def __init__(self, program, place, seed):
        self.place = place
        self.charset = place.charset
        self.program = program
        self.random = random.Random(f'{seed} {place.name}')
        self.folder = tempfile.TemporaryDirectory()
        self.events = self.starts = self.shown = 0
        self.measures = []
        self.kiosk = None
        self.begin()

    def begin(self):
        files = self.program.own_files(self.folder.name, self.place.site)
        env = self.program.environment(HOME=self.folder.name, **self.place.changes)
        self.kiosk = PtyProgram([self.program.path, *files, 'desk' if self.place.desk else '--locked'], env)
        if 'TERM' not in self.place.changes:
            self.kiosk.sinks.append(StrictOutput(self.charset).feed)
        self.starts += 1
        if self.place.desk:
            self.log_in()
        else:
            self.kiosk.wait_for(ATTRACT.encode(self.charset))  # before that, the terminal's own line editing is on

    def log_in(self):
        seen = self.kiosk.wait_for('登录'.encode())
        first = '第一次'.encode() in seen + self.kiosk.repaint()
        self.kiosk.send(b'chen\r' + PASSWORD + b'\r' + (PASSWORD + b'\r') * first)
        self.kiosk.settle()

    def play(self):
        try:
            self.play_batch()
        except Ended:
            if not self.place.desk or os.waitstatus_to_exitcode(self.kiosk.status) not in LEFT:
                raise
            self.stop()  # staff may leave
            self.begin()

    def stop(self):
        self.shown += self.kiosk.received
        self.kiosk.stop()

    def play_batch(self):
        for event in events.batch(self.random, BATCH, self.charset):
            if self.place.desk and b'\x03' in event:
                continue  # it would do little else than leave
            self.kiosk.send(event)
            self.kiosk.pump(LOOK_SECONDS if self.random.random() < 0.2 else 0)
        self.events += BATCH
        if self.random.random() < 0.3:
            self.kiosk.resize(*self.random.choice(events.SIZES))
        self.kiosk.check_running()

    def go_home(self):
        """The same screen each time, so that memory can be compared; at the desk nobody knows the way."""
        if self.place.desk:
            return
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
        """KiB by which the least of the later half is above the least of the earlier one; 0 with too few measures to say.

        The least, because what a window of 512 rows took is given back to the system at the allocator's leisure.
        """
        warm = [anonymous for anonymous, _ in self.measures[1:]]
        half = len(warm) // 2
        return min(warm[half:]) - min(warm[:half]) if half >= WARM_MEASURES else 0

    def run(self, n, until):
        for event in itertools.count(BATCH, BATCH):
            self.play()
            if event % PROBE_EVERY == 0:
                self.probe()
            if event % MEASURE_EVERY == 0:
                self.measure()
            if event >= n or (until and time.monotonic() > until):
                break
        self.go_home()

    def probe(self):
        try:
            self.kiosk.settle()
            self.kiosk.repaint()
        except Ended:
            self.play()  # which knows whether it may have
        if self.place.desk:  # wrong passwords have locked it for long: a new school
            self.leave()
            self.stop()
            self.folder = tempfile.TemporaryDirectory()
            self.begin()

    def leave(self):
        if self.kiosk.has_ended() and self.place.desk:
            return
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
        return f'{failure} ({ended}; seed {seed}, {place.name}, event {monkey.events})\n{program.sanitizer_report()}'
    finally:
        monkey.stop()
        tell(f'monkey ({place.name})', events=monkey.events, starts=monkey.starts, shown_MB=round(monkey.shown / 1e6),
             anonymous_KiB=min((a for a, _ in monkey.measures), default=0), growth_KiB=monkey.growth())
    report = program.sanitizer_report()
    if report:
        return report
    if not program.sanitized and monkey.growth() > GROWTH_KIB:
        return f'grew by {monkey.growth()} KiB: {[a for a, _ in monkey.measures]} (seed {seed}, {place.name})'
    return None


def main():
    options = parser(__doc__.splitlines()[0], runs=1_000_000).parse_args()
    program = Program(options.build)
    shares = sum(place.share for place in PLACES)
    start = time.monotonic()
    findings, done = [], 0
    for place in PLACES:
        done += place.share
        until = start + options.seconds * done / shares if options.seconds else 0
        findings.append(visit(program, place, options.seed, options.runs * place.share // shares, until))
    return finish([words for words in findings if words])


if __name__ == '__main__':
    sys.exit(main())
