# SPDX-License-Identifier: MIT
"""A small machine in QEMU with Debian's kernel, whose power can be cut.

It boots once, and is saved before it looks at its disk; every later start goes on from there, so it costs a second and not a
boot. What it is told on its second serial line is a line for its shell.
"""
import contextlib
import ctypes
import json
import os
import pathlib
import select
import shutil
import signal
import socket
import subprocess
import time

from volatile_disk import Disk, DiskServer, Gone

MEMORY_MIB = 128
BOOT_SECONDS = 300  # without KVM on a busy machine
LIMIT_SECONDS = 600
STUCK_SECONDS = 300  # a call to QEMU that takes longer never ends
MODULES = ['virtio_ring', 'virtio', 'virtio_pci_legacy_dev', 'virtio_pci_modern_dev', 'virtio_pci', 'virtio_blk']
# Whatever ends the kernel ends QEMU; a busy host's timers are late, which is no reason to.
WORDS = 'console=ttyS0 quiet panic=-1 oops=panic no_timer_check'
CLOCK = '2026-11-25T12:00:00'
INIT = '''#!/bin/busybox sh
/bin/busybox --install -s /bin
mount -t devtmpfs dev /dev
mount -t proc proc /proc
mount -t sysfs sys /sys
mount -t tmpfs tmp /tmp
for module in {modules}; do insmod "/lib/modules/$module.ko"; done
export LC_ALL=C.UTF-8 TZ=Asia/Shanghai
exec </dev/ttyS1 >/dev/ttyS1 2>&1
stty raw -echo
echo "ready $(cat /sys/block/vda/queue/write_cache)"
while read -r line; do eval "$line"; done
'''
READY = b'ready write back\n'  # the kernel knows of the disk's cache, and so flushes it


class Trouble(Exception):
    """The machine does not do what it should; words for whoever reads the figures."""


LIBC = ctypes.CDLL(None)


def dies_with_parent():
    LIBC.prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG


def libraries(programs):
    """What the dynamic linker of this machine would load for them."""
    found = set()
    for program in programs:
        words = subprocess.run(['ldd', program], check=True, capture_output=True, text=True).stdout.split()
        found |= {word for word in words if word.startswith('/')}
    return sorted(found)


def make_initrd(folder, kernel, programs):
    """Busybox, the kernel's modules and the programs, packed as the kernel unpacks it."""
    root = folder / 'root'
    for name in ('bin', 'dev', 'proc', 'sys', 'tmp', 'disk', 'lib/modules', 'usr/lib/locale'):
        (root / name).mkdir(parents=True)
    shutil.copy(shutil.which('busybox'), root / 'bin/busybox')
    for module in MODULES:
        shutil.copy(next(kernel.glob(f'lib/modules/*/kernel/drivers/*/{module}.ko')), root / 'lib/modules')
    for program in programs:
        shutil.copy(program, root / 'bin')
    for library in libraries(programs):
        (root / library[1:]).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(library, root / library[1:])
    shutil.copytree('/usr/lib/locale/C.utf8', root / 'usr/lib/locale/C.utf8')
    (root / 'init').write_text(INIT.format(modules=' '.join(MODULES)), 'utf-8')
    (root / 'init').chmod(0o755)
    names = '\n'.join(str(path.relative_to(root)) for path in sorted(root.rglob('*')))
    with open(folder / 'initrd', 'wb') as out:
        subprocess.run(['cpio', '--quiet', '-o', '-H', 'newc', '-R', '0:0'], input=names.encode(), cwd=root, stdout=out, check=True)
    return folder / 'initrd'


class Machine:
    """A process of QEMU, its disk and its line; it boots, or waits for its state."""

    def __init__(self, model, disk, boots):
        self.model = model
        self.said = b''
        self.moments, self.random = [], None
        self.shots = []  # of each moment that has come: what it had said, and what its disk would hold without power
        ours, theirs = zip(*(socket.socketpair() for _ in range(3)))
        for end in ours:
            end.settimeout(STUCK_SECONDS)
        drive, self.line, self.monitor = ours
        numbers = [end.fileno() for end in theirs]
        with open(model.errors, 'wb') as errors:
            self.process = subprocess.Popen(
                [*model.command(boots), '-blockdev', f'driver=nbd,node-name=disk,server.type=fd,server.str={numbers[0]}',
                 '-device', 'virtio-blk-pci,drive=disk,write-cache=on,num-queues=1',
                 '-chardev', f'socket,id=line,fd={numbers[1]}', '-serial', f'file:{model.log}', '-serial', 'chardev:line',
                 '-chardev', f'socket,id=monitor,fd={numbers[2]}', '-mon', 'chardev=monitor,mode=control'],
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=errors, pass_fds=numbers, preexec_fn=dies_with_parent)
        for end in theirs:
            end.close()
        self.server = DiskServer(drive, disk)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        self.cut()
        for end in (self.server.link, self.line, self.monitor):
            end.close()

    @contextlib.contextmanager
    def lives(self):
        try:
            yield
        except (Gone, OSError):
            raise Trouble(f'the machine has ended after {self.said[-200:]!r}: {self.model.complaint()}') from None

    def greet(self):
        with self.lives():
            self.server.greet()

    def tell(self, words):
        with self.lives():
            self.line.sendall(words.encode() + b'\n')

    def aim(self, moments, random):
        """Numbers of writes and flushes, rising: at each a shot is taken, and at the last the power goes."""
        self.moments, self.random = list(moments), random

    def serve(self, until, seconds=LIMIT_SECONDS):
        """Until `until(what it has said since)` holds, or the power is to go (False)."""
        end = time.monotonic() + seconds
        while not until(self.said):
            readable, _, _ = select.select([self.server.link, self.line], [], [], max(0, end - time.monotonic()))
            if not readable:
                raise Trouble(f'nothing within {seconds} s after {self.said[-200:]!r}')
            with self.lives():
                if self.server.link in readable and not self.serve_disk():
                    return False
                if self.line in readable and not self.hear():
                    raise Gone
        return True

    def serve_disk(self):
        """One request. False: the power goes before it is answered."""
        if self.server.receive() and self.moments and self.server.changes >= self.moments[0]:
            while select.select([self.line], [], [], 0)[0] and self.hear():
                pass
            self.shots.append((self.said, self.server.disk.after_cut(self.random)))
            self.moments.pop(0)
            if not self.moments:
                return False
        self.server.answer()
        return True

    def hear(self):
        some = self.line.recv(65536)
        self.said += some
        return some

    def cut(self):
        """The power goes. What it had said by then is heard."""
        self.process.kill()
        self.process.wait()
        try:
            while self.line.fileno() >= 0 and self.hear():
                pass
        except OSError:
            pass

    def ask(self, command, files=(), **arguments):
        """Of QEMU, not of the machine."""
        with self.lives():
            socket.send_fds(self.monitor, [json.dumps({'execute': command, 'arguments': arguments}).encode()], files)
            answer = {}
            while 'return' not in answer:
                answer = json.loads(self.hear_monitor())
                if 'error' in answer:
                    raise Trouble(f'{command}: {answer["error"]}')
        return answer['return']

    def hear_monitor(self):
        """A line; QEMU may want its disk first."""
        line = b''
        while not line.endswith(b'\n'):
            readable, _, _ = select.select([self.server.link, self.monitor], [], [], STUCK_SECONDS)
            if self.server.link in readable:
                self.serve_disk()
                continue
            some = self.monitor.recv(1) if readable else b''
            if not some:
                raise Gone
            line += some
        return line

    def move(self, command, state):
        """All but the memory goes to the file `state`, or comes from it."""
        with state:
            self.ask('qmp_capabilities')
            self.ask('migrate-set-capabilities', capabilities=[{'capability': 'x-ignore-shared', 'state': True}])
            self.ask('getfd', files=[state.fileno()], fdname='state')
        self.ask(command, uri='fd:state')

    def wait_status(self, question, status):
        end = time.monotonic() + LIMIT_SECONDS
        while (now := self.ask(question).get('status')) != status:
            if now == 'failed' or time.monotonic() > end:
                raise Trouble(f'{question}: {now}, not {status}')
            select.select([], [], [], 0.01)


class Model:
    """What all machines of a run have in common: the kernel, the programs, the saved state, in a folder of their own."""

    def __init__(self, folder, kernel, programs, disk_bytes):
        self.folder = pathlib.Path(folder)
        self.kernel = kernel
        self.initrd = make_initrd(self.folder, kernel, programs)
        self.state, self.memory = self.folder / 'state', self.folder / 'memory'
        self.log = self.folder / 'console'
        self.errors = self.folder / 'errors'
        self.boot(disk_bytes)

    def command(self, boots):
        """Its memory is a file, of which each later machine has its own copy, page by page as it writes."""
        accelerator = os.environ.get('VM_ACCEL', 'tcg')  # kvm, where the machine really has it
        memory = f'memory-backend-file,id=memory,size={MEMORY_MIB}M,mem-path={self.memory},share={"on" if boots else "off"}'
        return ['qemu-system-x86_64', '-accel', accelerator, '-cpu', 'max', '-m', str(MEMORY_MIB), '-object', memory,
                '-machine', 'pc,memory-backend=memory', '-nodefaults', '-no-user-config', '-display', 'none',
                '-no-reboot', '-rtc', f'base={CLOCK}', '-kernel', next(self.kernel.glob('boot/vmlinuz-*')),
                '-initrd', self.initrd, '-append', WORDS, *([] if boots else ['-incoming', 'defer'])]

    def complaint(self):
        words = [path.read_text('utf-8', 'replace') for path in (self.errors, self.log) if path.exists()]
        return ' '.join(' '.join(words).split())[-400:]

    def boot(self, disk_bytes):
        with Machine(self, Disk(bytes(disk_bytes)), boots=True) as machine:
            machine.greet()
            machine.serve(lambda said: said.endswith(b'\n') and said.startswith(b'ready'), BOOT_SECONDS)
            if machine.said != READY:
                raise Trouble(f'the machine says {machine.said!r}: {self.complaint()}')
            machine.move('migrate', open(self.state, 'wb'))
            machine.wait_status('query-migrate', 'completed')

    @contextlib.contextmanager
    def start(self, disk):
        with Machine(self, disk, boots=False) as machine:
            machine.greet()
            machine.move('migrate-incoming', open(self.state, 'rb'))
            machine.wait_status('query-status', 'running')  # what it is told before is lost
            yield machine
