#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The power is cut: QEMU is killed while Debian's kernel writes to a disk that forgets what was not flushed. Afterwards nothing
that was acknowledged is lost, and what is in use is the old or the new, never a half.

  power.py BUILD KERNEL [--cuts N] [--updates N] [--moments N] [--jobs N] [--control] [--seed N] [--seconds N]

KERNEL is a folder with boot/ and lib/ of a Debian kernel (kernel.sh). Without --control the controls come first, a few cuts each.
"""
import concurrent.futures
import multiprocessing
import os
import pathlib
import random
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures.process import BrokenProcessPool

from machine import Model, Trouble, dies_with_parent
from parts import finish, parser, tell
from power_judge import HALF, LOST, SYSTEM, TORN, Recovered, Wrong, acknowledged
from power_work import DISK_BYTES, FILE_SYSTEMS, RECOVERING, Office, SiteWork, Updates
from volatile_disk import Disk

RECOVERY, ACKNOWLEDGED, TROUBLE = 'while it recovered', 'when it was acknowledged', 'trouble with the machine'
KILLED, THERE, ABORTED = 'QEMU killed', 'unacknowledged but there', 'journal repaired before the mount'
FIGURES = ['cuts', KILLED, SiteWork.WHERE, Updates.WHERE, ACKNOWLEDGED, RECOVERY, THERE, ABORTED, LOST, TORN, HALF, SYSTEM, TROUBLE]
CONTROL_CUTS = 40
CONTROLS = [('acknowledged before the commit', SiteWork, 'hasty', True),
            ('a worker that never syncs', SiteWork, 'unsynced', True),
            ('a disk that only says that it has flushed', SiteWork, 'work', False),
            ('an installation that never syncs', Updates, 'unsynced', True),
            ('content taken away before the new is there', Updates, 'not at once', True)]


class Tally:
    """What was counted, measured, found."""

    def __init__(self):
        self.figures = dict.fromkeys(FIGURES, 0)
        self.system_seconds, self.program_seconds, self.findings = [], [], []

    def add(self, other):
        for name, n in other.figures.items():
            self.figures[name] += n
        self.system_seconds += other.system_seconds
        self.program_seconds += other.program_seconds
        self.findings += other.findings

    def tell(self):
        tell('power', **self.figures)

    def tell_times(self):
        for what, seconds in (('the file system is back', self.system_seconds), ('read and found whole', self.program_seconds)):
            if seconds:
                tell(what, median_ms=round(1000 * statistics.median(seconds)), longest_ms=round(1000 * max(seconds)))


class Chain:
    """A machine whose power is cut again and again: each cut goes on with the disk that the one before has left."""

    def __init__(self, rig, folder, seed, kind, file_system, how='work', flushes=True):
        self.rig, self.folder, self.flushes = rig, pathlib.Path(folder), flushes
        self.random = random.Random(seed)
        self.work = kind(rig.office, self.folder, file_system, how)
        self.tally = Tally()
        self.changes = 0  # of the disk in the last run

    def run(self, wanted=0, moments=()):
        """Until the last of the moments, or the end of the work: (what was said, the disk) of each of them."""
        disk = Disk(self.work.image, self.flushes)
        before = self.work.last
        with self.rig.model.start(disk) as machine:
            machine.tell(self.work.command())
            if wanted != RECOVERING:
                machine.serve(lambda said: said.startswith(b'M\n') and acknowledged(said, before) >= before + wanted)
            began = machine.server.changes
            machine.aim([began + moment for moment in moments], self.random)
            finished = machine.serve(self.work.is_done)
            machine.cut()
            self.changes = machine.server.changes - began
            last = disk.after_cut(self.random) if finished else machine.shots.pop()[1]
            return [*machine.shots, (machine.said, last)]

    def cut(self, length, moments):
        wanted, moments = self.work.aim(self.random, length, moments)
        shots = self.run(wanted, moments)
        self.tally.figures[KILLED] += 1
        for said, image in shots:
            number = acknowledged(said, self.work.last)
            ended = number > self.work.last and self.work.is_done(said)
            self.tally.figures['cuts'] += 1
            self.tally.figures[RECOVERY if wanted == RECOVERING else ACKNOWLEDGED if ended else self.work.WHERE] += 1
            self.work.image = bytes(image)
            last = self.judge(number)
        self.work.last = last

    def judge(self, number):
        recovered = Recovered(self.folder, self.work.image)
        began = time.monotonic()
        last = self.work.judge(recovered, number)
        self.tally.program_seconds.append(time.monotonic() - began)
        self.tally.system_seconds.append(recovered.seconds)
        self.tally.figures[THERE] += last > number
        if not recovered.is_replayed:  # as at boot, where e2fsck comes before the mount
            self.tally.figures[ABORTED] += 1
            self.work.image = recovered.image.read_bytes()
        return last


class Rig:
    """What all chains share; they run in processes of their own."""

    def __init__(self, folder, options):
        self.folder = folder
        self.seed, self.moments = options.seed, options.moments
        self.found = options.build / 'power-found'
        shutil.rmtree(self.found, ignore_errors=True)
        self.office = Office(folder, options.build)
        self.model = Model(folder, options.kernel, [self.office.program, self.office.worker, self.office.no_sync], DISK_BYTES)

    def length(self, file_system, how='work'):
        """How many changes of the disk one update is, learnt from one that is not cut."""
        with tempfile.TemporaryDirectory(dir=self.folder) as folder:
            chain = Chain(self, folder, self.seed, Updates, file_system, how)
            chain.run()
            return chain.changes

    def control(self, what, kind, how, flushes):
        """Must be caught: in what words and after how many cuts, or None."""
        length = self.length(FILE_SYSTEMS[0], how) if kind is Updates else 0
        chain, cuts = None, 0
        with tempfile.TemporaryDirectory(dir=self.folder) as folder:
            while cuts < CONTROL_CUTS:
                if not chain or chain.work.is_over():
                    chain = Chain(self, folder, self.seed + cuts, kind, FILE_SYSTEMS[0], how, flushes)
                try:
                    cuts += 1
                    chain.cut(length, 1)
                except Wrong as wrong:
                    return f'control: {what}: cuts {cuts}, caught {wrong.args[0]} ({wrong.args[1][:100]})'
        return None

    def torment(self, kind, seed, length, until):
        """Cuts until the work of one machine is over."""
        file_system = FILE_SYSTEMS[seed % len(FILE_SYSTEMS)]
        with tempfile.TemporaryDirectory(dir=self.folder) as folder:
            chain = Chain(self, folder, seed, kind, file_system)
            tally = chain.tally
            try:
                while not chain.work.is_over() and not (until and time.monotonic() > until):
                    chain.cut(length, self.moments)
            except (Wrong, Trouble, subprocess.SubprocessError) as wrong:
                tally.figures[wrong.args[0] if isinstance(wrong, Wrong) else TROUBLE] += 1
                words = ' '.join(map(str, wrong.args))
                tally.findings.append(f'seed {seed}, cut {tally.figures["cuts"]}: {words}; {self.keep(seed, chain)}')
            return tally

    def keep(self, seed, chain):
        self.found.mkdir(exist_ok=True)
        path = self.found / f'{chain.work.WHERE.replace(" ", "-")}-{seed}.img'
        path.write_bytes(chain.work.image)
        return path


def controls(rig, pool):
    """Findings: what was not noticed."""
    attempts = [(what, pool.submit(rig.control, what, *how)) for what, *how in CONTROLS]
    findings = []
    for what, attempt in attempts:
        words = attempt.result()
        if words:
            print(words, flush=True)
        else:
            findings.append(f'not noticed in {CONTROL_CUTS} cuts: {what}')
    return findings


def series(rig, options, tally, pool):
    """One machine after the other until there are enough cuts: updates first."""
    began = time.monotonic()

    def wanted():
        passed = (time.monotonic() - began) / options.seconds if options.seconds else 0
        if tally.figures[Updates.WHERE] < min(options.updates, options.cuts) and passed < 0.5:
            return Updates
        return SiteWork if tally.figures['cuts'] < options.cuts and passed < 1 else None

    lengths = list(pool.map(rig.length, FILE_SYSTEMS)) if options.updates else [0]
    until = options.seconds and began + options.seconds
    seed, running = rig.seed, set()
    while running or wanted():
        while len(running) < options.jobs and wanted():
            running.add(pool.submit(rig.torment, wanted(), seed, lengths[seed % len(lengths)], until))
            seed += 1
        done, running = concurrent.futures.wait(running, return_when=concurrent.futures.FIRST_COMPLETED)
        for one in done:
            tally.add(one.result())
            tally.tell()


def work(rig, options, tally, pool):
    tally.findings += controls(rig, pool)
    if not options.control:
        try:
            series(rig, options, tally, pool)
        finally:
            tally.tell_times()


def be_child():
    """The parent clears up, and QEMU ends with its own parent: there is nothing to do but to end."""
    dies_with_parent()
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def options_of():
    made = parser(__doc__.splitlines()[0])
    made.add_argument('kernel', type=pathlib.Path)
    made.add_argument('--cuts', type=int, default=1000, help='in all')
    made.add_argument('--updates', type=int, default=300, help='of them inside an update')
    made.add_argument('--moments', type=int, default=5, help='of each run at which the disk is judged; at the last QEMU is killed')
    made.add_argument('--jobs', type=int, default=os.cpu_count(), help='machines at a time')
    made.add_argument('--control', action='store_true', help='only the negative controls')
    options = made.parse_args()
    options.build = options.build.resolve()
    return options


def main():
    options, tally = options_of(), Tally()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda number, _: sys.exit(128 + number))  # what is open is closed
    os.environ['PATH'] += ':/usr/sbin:/sbin'
    memory = '/dev/shm' if os.access('/dev/shm', os.W_OK) else None
    with tempfile.TemporaryDirectory(dir=memory, prefix='power.') as folder:
        try:
            rig = Rig(pathlib.Path(folder), options)
            with concurrent.futures.ProcessPoolExecutor(options.jobs, multiprocessing.get_context('fork'), be_child) as pool:
                try:
                    work(rig, options, tally, pool)
                except BaseException:
                    for process in multiprocessing.active_children():
                        process.terminate()
                    raise
        except (Trouble, Wrong, subprocess.SubprocessError, BrokenProcessPool) as trouble:
            tally.findings.append(f'{type(trouble).__name__}: {trouble}')
        finally:
            outcome = finish(tally.findings)
    return outcome


if __name__ == '__main__':
    sys.exit(main())
