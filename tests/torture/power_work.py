# SPDX-License-Identifier: MIT
"""What a machine does when its power is cut: commits in site.db, updates of its content; and how the disk is judged afterwards."""
import pathlib
import shutil

from machine import Trouble
from power_judge import acknowledged, judge_site, judge_update, run

DISK_BYTES = 24 << 20
FILE_SYSTEMS = [['-b', '4096'], ['-b', '1024'], ['-b', '4096', '-O', '^metadata_csum']]  # the last: made by an older Debian
MOUNT = 'mount -t ext4 /dev/vda /disk && echo M && '
NO_SYNC = 'LD_PRELOAD=/bin/libnosync.so '
RECOVERING = -1  # cut while the kernel, or SQLite, is about what the last cut left
RECOVERY_CHANGES = 20
PIECES = 40  # of work, before a new database: reading all of it should not take longer and longer
BUNDLES = 7  # installed one after the other, before a new machine
ASSETS = pathlib.Path(__file__).resolve().parents[2] / 'assets'
DAY = '2026-11-25'


def must(*words):
    done = run(*words)
    if done.returncode:
        raise Trouble(f'{" ".join(map(str, words))}: {done.stdout} {done.stderr}')


class Office:
    """The programs, and bundles that were signed for all machines."""

    def __init__(self, folder, build):
        self.program = build / 'kiosk/yibentong'
        self.worker = build / 'tests/faults/site_worker'
        self.no_sync = build / 'tests/faults/libnosync.so'
        self.keys, self.bundles = folder / 'keys', folder / 'bundles'
        self.keys.mkdir()
        self.bundles.mkdir()
        must(self.program, 'content', 'key', folder / 'office', '--no-password')
        shutil.copy(folder / 'office.pub', self.keys / 'current.pub')
        for n in range(1, BUNDLES + 1):
            self.sign(folder, n)

    def sign(self, folder, n):
        """Content of its own, so that one cannot pass for another."""
        assets = folder / f'assets-{n}'
        shutil.copytree(ASSETS, assets)
        edition = assets / 'edition.yaml'
        edition.write_text(edition.read_text('utf-8').replace('第 1 号', f'第 {n} 号'), 'utf-8')
        must(self.program, 'content', 'build', '--assets', assets, '--output', self.bundles / f'{n}.ybt', '--key', folder / 'office.key',
             '--sequence', n, '--today', DAY)
        shutil.rmtree(assets)

    def contents(self, *numbers):
        return {n: (self.bundles / f'{n}.ybt').read_bytes() for n in numbers if n}


def format_disk(folder, file_system):
    """An image of a new file system with what is in `folder`/contents."""
    image = folder / 'new.img'
    image.unlink(missing_ok=True)
    must('mke2fs', '-q', '-t', 'ext4', *file_system, '-d', folder / 'contents', image, f'{DISK_BYTES >> 10}k')
    shutil.rmtree(folder / 'contents')
    return image.read_bytes()


class SiteWork:
    """One transaction after the other (tests/faults/site_worker.c)."""
    WHERE = 'in site.db'
    HOW = {'work': 'site_worker work', 'hasty': 'site_worker hasty', 'unsynced': NO_SYNC + 'site_worker work'}

    def __init__(self, office, folder, file_system, how):
        self.office, self.how, self.last = office, how, 0
        (folder / 'contents').mkdir()
        must(office.worker, 'create', folder / 'contents/site.db')
        self.image = format_disk(folder, file_system)

    def is_over(self):
        return self.last > PIECES

    def command(self):
        return f'{MOUNT}{self.HOW[self.how]} /disk/site.db {self.last + 1}'

    def aim(self, random, _, moments):
        """How many acknowledgements to wait for, and at which changes of the disk then."""
        wanted = random.randrange(RECOVERING, 5)
        return wanted, sorted(random.sample(range(1, 5 + (4 + 15) * moments), moments))

    def is_done(self, said):
        acknowledged(said, self.last)  # complains
        return False

    def judge(self, recovered, acknowledged_):
        return judge_site(self.office.worker, recovered, acknowledged_)


class Updates:
    """`yibentong content install`, a bundle of a higher number each time."""
    WHERE = 'inside an update'
    INSTALL = f'yibentong content install {{new}} --keys /disk/keys --state /disk/state --site /disk/site.db --yes --today {DAY}'
    HOW = {'work': INSTALL, 'unsynced': NO_SYNC + INSTALL, 'not at once': 'rm {used} && sync && cp {old} {used} && sync'}

    def __init__(self, office, folder, file_system, how):
        self.office, self.how, self.last = office, how, 1
        contents = folder / 'contents'
        contents.mkdir()
        shutil.copytree(office.keys, contents / 'keys')
        shutil.copytree(office.bundles, contents / 'stick')
        must(office.program, 'site', 'init', '--site', contents / 'site.db')
        must(office.program, 'content', 'install', contents / 'stick/1.ybt', '--keys', contents / 'keys', '--state', contents / 'state',
             '--site', contents / 'site.db', '--yes', '--today', DAY)
        self.image = format_disk(folder, file_system)

    def is_over(self):
        return self.last >= BUNDLES

    def command(self):
        command = self.HOW[self.how].format(new=f'/disk/stick/{self.last + 1}.ybt', old=f'/disk/stick/{self.last}.ybt',
                                            used=f'/disk/state/content/{self.last:06}.ybt')
        return f'{MOUNT}{command} >/tmp/said 2>&1 && echo "C {self.last + 1}" || cat /tmp/said'

    def aim(self, random, length, moments):
        """As above; `length`: how many changes of the disk one of them is. One that comes too late for that cuts as it was acknowledged:
        all that an installation without fsync has written by then may be nothing."""
        wanted = RECOVERING if random.random() < 0.1 else 0
        return wanted, sorted(random.sample(range(1, max(length, moments) + 2), moments))

    def is_done(self, said):
        return acknowledged(said, self.last) > self.last

    def judge(self, recovered, acknowledged_):
        if self.how == 'not at once':  # the same once more
            acknowledged_ = self.last
        contents = self.office.contents(self.last - 1, self.last, self.last + 1)
        return judge_update(self.office.program, recovered, contents, self.last, self.last + 1, acknowledged_)
