#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""kill -9 at random moments, to the kiosk itself, from before its first frame to the middle of what it records: the next
one is there within two seconds, and nothing that was recorded is lost. (What is written there at length: test_site_kill.)

  kill.py BUILD [--runs N] [--limit SECONDS] [--seed N]
"""
import contextlib
import os
import pathlib
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

import events
from parts import Program, finish, parser, tell
from pty_program import PATIENCE, Failure, PtyProgram

COUNTED = 'SELECT coalesce(sum(n), 0) FROM counter'
START = '开始'.encode()
KILLS_A_SECOND = 4  # of site.db's worker, when the time is bounded
EARLY = 0.25  # of the kills: it may still be loading
RECORDING_SECONDS = 0.3  # a visit is recorded a tenth of a second after its end
# Words that the screen before has not: a digit that Escape follows at once is a device's, and is swallowed.
VISIT = [(b'\r', '我是'), (b'6', '二维码'), (b'\x1b', '我是'), (b'\x1b', '开始')]  # then what was asked is written


class Hall:
    def __init__(self, options, folder):
        self.random = random.Random(options.seed)
        self.program = Program(options.build)
        self.limit = options.limit * self.program.slowness
        words = self.program.own_files(folder)
        self.site = pathlib.Path(folder) / 'site.db'
        self.journal = pathlib.Path(folder) / 'site.db-journal'
        self.argv = [self.program.path, '--locked', *words]
        self.kiosk = PtyProgram(self.argv, self.program.environment())
        self.kiosk.wait_for(START)
        self.kills = self.early = self.writing = 0
        self.slowest = 0.0

    def recorded(self):
        """Everything that was counted so far, as another process sees it."""
        with contextlib.closing(sqlite3.connect(self.site, timeout=PATIENCE)) as database:
            return database.execute(COUNTED).fetchone()[0]

    def glimpse(self):
        """The same without a lock: one held at the moment of writing would have the kiosk try again a minute later."""
        with contextlib.suppress(sqlite3.Error), \
                contextlib.closing(sqlite3.connect(f'file:{self.site}?immutable=1', uri=True)) as database:
            return database.execute(COUNTED).fetchone()[0]
        return 0

    def visit(self):
        """Somebody comes, and goes or not; then any moment, or the one at which it is recorded."""
        aimed, before = self.random.random() < 0.5, self.recorded()
        for key, words in VISIT[:len(VISIT) if aimed else self.random.randrange(1, len(VISIT) + 1)]:
            self.kiosk.send(key)
            self.kiosk.wait_for(words.encode())
        if aimed:
            self.await_record(before)
            return
        if self.random.random() < 0.3:
            self.kiosk.send(b''.join(events.batch(self.random, 10)))
        end = time.monotonic() + self.random.random() * RECORDING_SECONDS
        while time.monotonic() < end:
            self.kiosk.pump(end - time.monotonic())

    def await_record(self, before):
        """Until there is something in the journal; or it was too quick for that, and more than before has been recorded."""
        end, look = time.monotonic() + PATIENCE, 0.0
        while not self.journal.stat().st_size:
            self.kiosk.pump(0)
            if time.monotonic() > look:
                look = time.monotonic() + RECORDING_SECONDS / 10
                if self.glimpse() > before:
                    return
            if time.monotonic() > end:
                raise Failure('what was asked was never recorded')
        self.writing += 1

    def kill(self):
        """Kills it, begins anew, and looks. With luck the first of the two does not even come to its first frame."""
        early = self.random.random() < EARLY
        if early:
            self.kiosk.kill()
            self.kiosk.start(self.argv, self.program.environment())
            self.kiosk.pump(self.random.random() * 0.03)
        else:
            self.visit()
        before = self.recorded()
        begin = time.monotonic()
        self.kiosk.kill()
        self.kiosk.start(self.argv, self.program.environment())
        self.kiosk.wait_for(START)
        took = time.monotonic() - begin
        self.kills += 1 + early
        self.early += early
        self.slowest = max(self.slowest, took)
        if took > self.limit:
            raise Failure(f'it was back after {took:.2f} s only')
        after = self.recorded()
        if after < before:
            raise Failure(f'{before} were counted before, {after} after')

    def end(self):
        """It still leaves as it should, and its data are whole."""
        os.kill(self.kiosk.pid, signal.SIGTERM)
        code, _ = self.kiosk.wait_end(PATIENCE)
        if code != 0 or not self.kiosk.modes_are_restored():
            raise Failure(f'SIGTERM: exit code {code}, or the terminal was not restored')
        with contextlib.closing(sqlite3.connect(self.site)) as database:
            verdict = database.execute('PRAGMA integrity_check').fetchall()
        if verdict != [('ok',)]:
            raise Failure(f'site.db: {verdict}')
        if not self.writing and self.recorded() == 0:
            raise Failure('nothing was ever recorded: there was nothing to lose')


def kill_kiosk(options):
    until = time.monotonic() + options.seconds if options.seconds else 0
    findings = []
    with tempfile.TemporaryDirectory() as folder:
        hall = Hall(options, folder)
        try:
            while hall.kills < options.runs and not (until and time.monotonic() > until):
                hall.kill()
            hall.end()
        except Failure as failure:
            findings.append(f'{failure} (seed {options.seed}, kill {hall.kills})')
        finally:
            hall.kiosk.stop()
        tell('kill (kiosk)', kills=hall.kills, while_starting=hall.early, while_writing=hall.writing, recorded=hall.recorded(),
             slowest_ms=round(hall.slowest * 1000), findings=len(findings))
    return findings


def kill_worker(options):
    faults = options.build / 'tests/faults'
    kills = min(options.runs, round(options.seconds * KILLS_A_SECOND)) if options.seconds else options.runs
    done = subprocess.run([faults / 'test_site_kill', faults / 'site_worker', str(kills)], check=False)
    return ['site.db: see above'] * (done.returncode != 0)


def main():
    made = parser(__doc__.splitlines()[0], runs=1000)
    made.add_argument('--limit', type=float, default=2, help='seconds in which it has to be back')
    made.add_argument('--kiosk', action='store_true', help='only the kiosk; site.db has a test of its own')
    options = made.parse_args()
    findings = [] if options.kiosk else kill_worker(options)
    return finish(findings + kill_kiosk(options))


if __name__ == '__main__':
    sys.exit(main())
