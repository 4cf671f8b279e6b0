#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Somebody sets the machine's clock while the real program runs (libfaketime): it goes on, and shows the day that it is.

  set_clock.py BUILD [--runs N] [--seed N]
"""
import datetime
import glob
import os
import pathlib
import random
import re
import signal
import sys
import tempfile
import time

from parts import Program, finish, parser, tell
from pty_program import Failure, PtyProgram

LIBRARY = '/usr/lib/*/faketime/libfaketime.so.1'
SEQUENCE = re.compile(rb'\x1b(?:\[[0-9;?]*[A-Za-z]|\(B)')
FIRST, LAST = datetime.datetime(1970, 1, 2), datetime.datetime(2037, 12, 31)
TELLING = [datetime.datetime(2000, 2, 29, 23, 59, 58), datetime.datetime(2024, 12, 31, 23, 59, 59), datetime.datetime(2026, 1, 1),
           datetime.datetime(1970, 1, 2), datetime.datetime(2026, 2, 28, 23, 59, 59), datetime.datetime(2037, 12, 31, 12)]


class Hall:
    def __init__(self, program, folder, seed):
        self.random = random.Random(seed)
        self.setting = pathlib.Path(folder) / '.faketimerc'  # read at every question: the program cleans its environment
        self.set(TELLING[0])
        library = glob.glob(LIBRARY)
        if not library:
            raise SystemExit(f'{LIBRARY} is not installed')
        env = program.environment(HOME=folder, LD_PRELOAD=library[0], FAKETIME_NO_CACHE='1', DONT_FAKE_MONOTONIC='1',
                                  FAKETIME_DONT_FAKE_MONOTONIC='1')
        self.kiosk = PtyProgram([program.path, '--locked'], env)

    def set(self, moment):
        with open(f'{self.setting}.new', 'w', encoding='ascii') as file:
            file.write(f'@{moment:%Y-%m-%d %H:%M:%S}\n')
        os.replace(f'{self.setting}.new', self.setting)
        self.moment = moment

    def jump(self):
        if self.random.random() < 0.3:
            self.set(self.random.choice(TELLING))
        else:
            self.set(FIRST + datetime.timedelta(seconds=self.random.randrange(int((LAST - FIRST).total_seconds()))))

    def check(self):
        """The day on the attract screen; a second may have passed since."""
        shown = SEQUENCE.sub(b'', self.kiosk.repaint()).decode()
        for moment in (self.moment, self.moment + datetime.timedelta(seconds=30)):
            if f'{moment.month}月{moment.day}日 星期{"一二三四五六日"[moment.weekday()]}' in shown:
                return
        found = re.search(r'\d+月\d+日 星期.', shown)
        raise Failure(f'it is {self.moment}, shown is {found[0] if found else shown[-200:]!r}')


def main():
    options = parser(__doc__.splitlines()[0], runs=300).parse_args()
    program = Program(options.build)
    findings, jumps = [], 0
    until = time.monotonic() + options.seconds if options.seconds else 0
    with tempfile.TemporaryDirectory() as folder:
        hall = Hall(program, folder, options.seed)
        try:
            hall.kiosk.wait_for('始'.encode())
            for jumps in range(1, options.runs + 1):
                hall.jump()
                hall.check()
                if until and time.monotonic() > until:
                    break
            os.kill(hall.kiosk.pid, signal.SIGTERM)
            code, _ = hall.kiosk.wait_end(2 * program.slowness)
            if code != 0:
                raise Failure(f'SIGTERM: exit code {code}')
        except Failure as failure:
            findings.append(f'{failure} (seed {options.seed}, jump {jumps})')
        finally:
            hall.kiosk.stop()
    tell('clock of the machine', jumps=jumps, findings=len(findings))
    return finish(findings)


if __name__ == '__main__':
    sys.exit(main())
