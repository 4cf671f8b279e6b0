# SPDX-License-Identifier: MIT
"""What is on a disk after the power was cut: recovered as Debian does it at boot, then read by our own programs."""
import json
import re
import shutil
import subprocess
import time

from machine import Trouble

LIMIT_SECONDS = 300  # on a busy machine
ENVIRONMENT = {'PATH': '/usr/sbin:/usr/bin:/sbin:/bin', 'LC_ALL': 'C.UTF-8', 'TZ': 'Asia/Shanghai', 'TERM': 'dumb'}
LOST, TORN, HALF, SYSTEM = 'lost', 'torn', 'half-updated', 'file system damaged'
REPAIRED = 1  # e2fsck: errors were corrected, which is what the journal is for


class Wrong(Exception):
    """What must not be; args are one of the kinds above, and words."""


def run(*words):
    return subprocess.run([str(word) for word in words], capture_output=True, text=True, errors='replace', env=ENVIRONMENT,
                          stdin=subprocess.DEVNULL, timeout=LIMIT_SECONDS, check=False)


def acknowledged(said, before):
    """The last number of “C number” lines, which go on from `before`, after an “M” (mounted); a line that was not finished counts
    for nothing."""
    last = before
    for line in said.removeprefix(b'M\n').decode('utf-8', 'replace').split('\n')[:-1]:
        number = re.fullmatch(r'C (\d+)', line)
        if not number or int(number[1]) != last + 1:
            raise Trouble(f'the machine says {line!r} after {last}')
        last += 1
    return last


class Recovered:
    """A folder with the files of an image, as they are after the next boot."""

    def __init__(self, folder, image):
        self.root = folder / 'recovered'
        shutil.rmtree(self.root, ignore_errors=True)
        self.root.mkdir()
        self.config = folder / 'yibentong.conf'  # not that of this machine
        self.config.write_text('', 'utf-8')
        self.image = folder / 'recovered.img'
        self.image.write_bytes(image)
        began = time.monotonic()
        repaired = run('e2fsck', '-p', self.image)
        self.seconds = time.monotonic() - began
        self.is_replayed = 'replay was aborted' not in repaired.stdout  # else the kernel alone does not mount it
        if repaired.returncode > REPAIRED:
            raise Wrong(SYSTEM, ' '.join(repaired.stdout.split()))
        checked = run('e2fsck', '-f', '-n', self.image)
        if checked.returncode:
            raise Wrong(SYSTEM, ' '.join(checked.stdout.split()))
        run('debugfs', '-R', f'rdump / {self.root}', self.image)


def judge_site(worker, recovered, acknowledged_, site='site.db'):
    """The last piece of work that the database holds; it must be whole, and hold what was acknowledged."""
    done = run(worker, 'verify', recovered.root / site, acknowledged_)
    last = re.match(r'L (\d+)\n', done.stdout)
    if last and done.stdout.endswith('\nwhole\n') and done.returncode == 0:
        return int(last[1])
    raise Wrong(LOST if 'acknowledged work is lost' in done.stderr else TORN, ' '.join(done.stderr.split()))


def judge_update(program, recovered, bundles, before, tried, acknowledged_):
    """The number of the content in use: the old or the new, byte for byte, with the one before it still there, and it opens."""
    state, keys = recovered.root / 'state', recovered.root / 'keys'
    place = ['--keys', keys, '--state', state]
    info = json.loads(run(program, 'content', 'info', *place, '--format', 'json').stdout or '{}')
    now = info.get('sequence', 0)
    if info.get('faults') != [] or now not in (before, tried):
        raise Wrong(HALF, f'between {before} and {tried}: {info}')
    if now < acknowledged_:
        raise Wrong(LOST, f'{acknowledged_} was said to be installed, {now} is in use')
    for sequence in (now, info['previous']):
        if sequence and read(state / 'content' / f'{sequence:06}.ybt') != bundles.get(sequence):
            raise Wrong(HALF, f'the bundle {sequence} is not what was signed')
    check = run(program, 'check', *place, '--site', recovered.root / 'site.db', '--config', recovered.config)
    if check.returncode or f'手册：已安装的第 {now} 号' not in check.stdout or f'第 {now} 号，核对到' not in check.stdout:
        raise Wrong(HALF, check.stdout + check.stderr)
    return now


def read(path):
    return path.read_bytes() if path.exists() else b''
