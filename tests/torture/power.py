#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The power is cut: QEMU is killed while Debian's kernel writes to a disk that forgets what was not flushed. Afterwards nothing
that was acknowledged is lost, and what is in use is the old or the new, never a half.

  power.py BUILD KERNEL [--cuts N] [--updates N] [--control] [--seed N] [--seconds N]

KERNEL is a folder with boot/ and lib/ of a Debian kernel (kernel.sh). Without --control the controls come first, a few cuts each.
"""
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

from machine import Model, Trouble
from parts import finish, parser, tell
from power_judge import HALF, LOST, SYSTEM, TORN, Recovered, Wrong, acknowledged, judge_site, judge_update, run
from volatile_disk import Disk

DISK_BYTES = 24 << 20
FILE_SYSTEMS = [['-b', '4096'], ['-b', '1024'], ['-b', '4096', '-O', '^metadata_csum']]  # the last: made by an older Debian
MOUNT = 'mount -t ext4 /dev/vda /disk && echo M && '
RECOVERY, ACKNOWLEDGED = 'while it recovered', 'when it was acknowledged'
TROUBLE = 'trouble with the machine'
RECOVERING = -1  # cut while the kernel, or SQLite, is about what the last cut left
RECOVERY_CHANGES = 20
PIECES = 60  # of work, before a new database: reading all of it should not take longer and longer
BUNDLES = 7  # installed one after the other, before a new machine
CONTROL_CUTS = 40
ASSETS = pathlib.Path(__file__).resolve().parents[2] / 'assets'
DAY = '2026-11-25'


def must(*words):
    done = run(*words)
    if done.returncode:
        raise Trouble(f'{words[0]} {words[1]}: {done.stdout} {done.stderr}')


class SiteWork:
    """One transaction after the other (tests/faults/site_worker.c)."""
    WHERE = 'in site.db'
    HOW = {'work': 'site_worker work', 'hasty': 'site_worker hasty', 'unsynced': 'LD_PRELOAD=/bin/libnosync.so site_worker work'}

    def __init__(self, rig, file_system, how='work'):
        self.rig, self.how, self.last = rig, how, 0
        folder = rig.fresh()
        must(rig.worker, 'create', folder / 'site.db')
        self.image = rig.format(folder, file_system)

    def is_over(self):
        return self.last > PIECES

    def command(self):
        return f'{MOUNT}{self.HOW[self.how]} /disk/site.db {self.last + 1}'

    def aim(self, random_):
        """How many acknowledgements to wait for, and how many changes of the disk then."""
        wanted = random_.randrange(RECOVERING, 5)
        return wanted, random_.randrange(1, RECOVERY_CHANGES if wanted == RECOVERING else 25)

    def learn(self, changes):
        """It never ends."""

    def is_done(self, said):
        acknowledged(said, self.last)  # complains
        return False

    def judge(self, recovered, acknowledged_):
        self.last = judge_site(self.rig.worker, recovered, acknowledged_)
        return self.last


class Updates:
    """`yibentong content install`, a bundle of a higher number each time."""
    WHERE = 'inside an update'
    HOW = {'install': 'yibentong content install {new} {place} --yes --today ' + DAY,
           'unsynced': 'LD_PRELOAD=/bin/libnosync.so yibentong content install {new} {place} --yes --today ' + DAY,
           'not at once': 'rm {used} && sync && cp {old} {used} && sync'}

    def __init__(self, rig, file_system, how='install'):
        self.rig, self.how, self.last = rig, how, 1
        self.kind = (how, *file_system)
        folder = rig.fresh()
        shutil.copytree(rig.keys, folder / 'keys')
        shutil.copytree(rig.bundles, folder / 'stick')
        place = ['--keys', folder / 'keys', '--state', folder / 'state', '--site', folder / 'site.db']
        must(rig.program, 'site', 'init', '--site', folder / 'site.db')
        must(rig.program, 'content', 'install', folder / 'stick/1.ybt', *place, '--yes', '--today', DAY)
        self.image = rig.format(folder, file_system)

    def is_over(self):
        return self.last >= BUNDLES

    def command(self):
        command = self.HOW[self.how].format(
            new=f'/disk/stick/{self.last + 1}.ybt', old=f'/disk/stick/{self.last}.ybt', used=f'/disk/state/content/{self.last:06}.ybt',
            place='--keys /disk/keys --state /disk/state --site /disk/site.db')
        return f'{MOUNT}{command} >/tmp/said 2>&1 && echo "C {self.last + 1}" || cat /tmp/said'

    def aim(self, random_):
        """Somewhere in it; how many changes that are is learnt from one that is not cut."""
        if self.kind not in self.rig.lengths:
            return 0, sys.maxsize
        if random_.random() < 0.1:
            return RECOVERING, random_.randrange(1, RECOVERY_CHANGES)
        return 0, random_.randrange(1, self.rig.lengths[self.kind] + 1)

    def learn(self, changes):
        self.rig.lengths[self.kind] = max(changes, self.rig.lengths.get(self.kind, 0))

    def is_done(self, said):
        return acknowledged(said, self.last) > self.last

    def judge(self, recovered, acknowledged_):
        if self.how == 'not at once':  # the same once more
            acknowledged_ = self.last
        contents = {n: (self.rig.bundles / f'{n}.ybt').read_bytes() for n in (self.last - 1, self.last, self.last + 1) if n}
        self.last = judge_update(self.rig.program, recovered, contents, self.last, self.last + 1, acknowledged_)
        return self.last


class Rig:
    """The machine, the programs, and the figures."""

    def __init__(self, folder, options):
        self.folder = folder
        self.random = random.Random(options.seed)
        self.program = options.build / 'kiosk/yibentong'
        self.worker = options.build / 'tests/faults/site_worker'
        self.found = options.build / 'power-found'
        self.keys, self.bundles = folder / 'keys', folder / 'bundles'
        self.make_bundles()
        self.model = Model(folder, options.kernel, [self.program, self.worker, options.build / 'tests/faults/libnosync.so'], DISK_BYTES)
        self.figures = {'cuts': 0, SiteWork.WHERE: 0, Updates.WHERE: 0, ACKNOWLEDGED: 0, RECOVERY: 0, 'unacknowledged but there': 0,
                        LOST: 0, TORN: 0, HALF: 0, SYSTEM: 0,
                        TROUBLE: 0}
        self.system_seconds, self.program_seconds, self.findings = [], [], []
        self.lengths = {}  # changes of the disk in an installation

    def make_bundles(self):
        self.keys.mkdir()
        self.bundles.mkdir()
        must(self.program, 'content', 'key', self.folder / 'office', '--no-password')
        shutil.copy(self.folder / 'office.pub', self.keys / 'current.pub')
        for n in range(1, BUNDLES + 1):
            assets = self.folder / f'assets-{n}'
            shutil.copytree(ASSETS, assets)
            edition = assets / 'edition.yaml'
            edition.write_text(edition.read_text('utf-8').replace('第 1 号', f'第 {n} 号'), 'utf-8')
            must(self.program, 'content', 'build', '--assets', assets, '--output', self.bundles / f'{n}.ybt', '--key',
                 self.folder / 'office.key', '--sequence', n, '--today', DAY)
            shutil.rmtree(assets)

    def fresh(self):
        folder = self.folder / 'contents'
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        return folder

    def format(self, folder, file_system):
        """An image of a new file system with what is in the folder."""
        image = self.folder / 'new.img'
        image.unlink(missing_ok=True)
        must('mke2fs', '-q', '-t', 'ext4', *file_system, '-d', folder, image, f'{DISK_BYTES >> 10}k')
        return image.read_bytes()

    def cut(self, work, flushes=True):
        """One more cut under the work, whose disk is then that of after the cut; where it was."""
        disk = Disk(work.image, flushes)
        before, (wanted, changes) = work.last, work.aim(self.random)
        with self.model.start(disk) as machine:
            machine.tell(work.command())
            if wanted != RECOVERING:
                machine.serve(lambda said: said.startswith(b'M\n') and acknowledged(said, before) >= before + wanted)
            began = machine.server.changes
            machine.cut_at = began + changes
            finished = machine.serve(work.is_done)
            machine.cut()
            said = acknowledged(machine.said, before)
        if finished and wanted != RECOVERING:
            work.learn(machine.server.changes - began)
        work.image = bytes(disk.after_cut(self.random))
        self.judge(work, before, said)
        return RECOVERY if wanted == RECOVERING else ACKNOWLEDGED if finished else work.WHERE

    def judge(self, work, before, said):
        recovered = Recovered(self.folder, work.image)
        began = time.monotonic()
        last = work.judge(recovered, said)
        self.program_seconds.append(time.monotonic() - began)
        self.system_seconds.append(recovered.seconds)
        self.figures['unacknowledged but there'] += last > said

    def control(self, what, kind, how, flushes=True):
        """Must be caught."""
        work = None
        for n in range(1, CONTROL_CUTS + 1):
            if not work or work.is_over():
                work = kind(self, self.random.choice(FILE_SYSTEMS), how)
            try:
                self.cut(work, flushes)
            except Wrong as wrong:
                tell(f'control: {what}', cuts=n, caught=f'{wrong.args[0]} ({wrong.args[1][:150]})')
                return
        self.findings.append(f'not noticed in {CONTROL_CUTS} cuts: {what}')

    def controls(self):
        self.control('acknowledged before the commit', SiteWork, 'hasty')
        self.control('a worker that never syncs', SiteWork, 'unsynced')
        self.control('a disk that only says that it has flushed', SiteWork, 'work', flushes=False)
        self.control('an installation that never syncs', Updates, 'unsynced')
        self.control('content taken away before the new is there', Updates, 'not at once')
        shutil.rmtree(self.found, ignore_errors=True)
        self.system_seconds, self.program_seconds = [], []
        self.figures = dict.fromkeys(self.figures, 0)

    def keep(self, work):
        self.found.mkdir(exist_ok=True)
        path = self.found / f'{len(self.findings)}.img'
        path.write_bytes(work.image)
        return path

    def series(self, kind, figure, wanted, until):
        """Cuts until a figure is reached, on one disk until its work is over."""
        work, systems = None, 0
        while self.figures[figure] < wanted and not (until and time.monotonic() > until):
            if not work or work.is_over():
                work = kind(self, FILE_SYSTEMS[systems % len(FILE_SYSTEMS)])
                systems += 1
            self.figures['cuts'] += 1
            try:
                self.figures[self.cut(work)] += 1
            except (Wrong, Trouble, subprocess.SubprocessError) as wrong:
                self.figures[wrong.args[0] if isinstance(wrong, Wrong) else TROUBLE] += 1
                self.findings.append(f'cut {self.figures["cuts"]}: {" ".join(map(str, wrong.args))}; {self.keep(work)}')
                work = None
            if self.figures['cuts'] % 100 == 0:
                self.tell()

    def tell(self):
        tell('power', **self.figures)

    def tell_times(self):
        for what, seconds in (('the file system is back', self.system_seconds), ('read and found whole', self.program_seconds)):
            if seconds:
                tell(what, median_ms=round(1000 * statistics.median(seconds)), longest_ms=round(1000 * max(seconds)))


def torment(rig, options):
    rig.controls()
    if options.control:
        return
    until = time.monotonic() + options.seconds if options.seconds else 0
    try:
        rig.series(Updates, Updates.WHERE, min(options.updates, options.cuts), until and until - options.seconds / 2)
        rig.series(SiteWork, 'cuts', options.cuts, until)
    finally:
        rig.tell()
        rig.tell_times()


def main():
    made = parser(__doc__.splitlines()[0])
    made.add_argument('kernel', type=pathlib.Path)
    made.add_argument('--cuts', type=int, default=1000, help='in all')
    made.add_argument('--updates', type=int, default=300, help='of them inside an update')
    made.add_argument('--control', action='store_true', help='only the negative controls')
    options = made.parse_args()
    options.build = options.build.resolve()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # what is open is closed
    os.environ['PATH'] += ':/usr/sbin:/sbin'
    memory = '/dev/shm' if os.access('/dev/shm', os.W_OK) else None
    with tempfile.TemporaryDirectory(dir=memory, prefix='power.') as folder:
        try:
            rig = Rig(pathlib.Path(folder), options)
            torment(rig, options)
        except (Trouble, subprocess.SubprocessError) as trouble:
            return finish([str(trouble)])
    return finish(rig.findings)


if __name__ == '__main__':
    sys.exit(main())
