# SPDX-License-Identifier: MIT
"""A machine in QEMU: its keys, its screen, its power, and root's hand in it (vm-hand). Needs neither KVM nor rights."""
import json
import os
import pathlib
import re
import select
import socket
import subprocess
import tempfile
import time

PATIENCE_SECONDS = 300
BOOT_SECONDS = 1200  # without KVM on a busy machine
REPORT = re.compile(r'VM console=(\S+) logins=(\d+) boot=(\S+) kiosk=(\d+)\n')
TEXT_SCREEN, TEXT_COLUMNS, TEXT_ROWS = 0xb8000, 80, 25
# What a US keyboard needs for the characters that are typed here.
KEYS = {' ': ['spc'], '-': ['minus'], '\n': ['ret'], '/': ['slash'], '.': ['dot'], '=': ['equal']}


class Ended(AssertionError):
    """The machine is off."""


def until(holds, what, machine, seconds=PATIENCE_SECONDS):
    end = time.monotonic() + seconds
    while True:
        value = holds()
        if value:
            return value
        if machine.process.poll() is not None:
            raise Ended(f'the machine has ended before: {what}')
        if time.monotonic() > end:
            raise AssertionError(f'not within {seconds} s: {what}')
        select.select([], [], [], 0.1)


class Report:
    """One line of vm-report."""

    def __init__(self, console, logins, boot, kiosk):
        self.console, self.logins, self.boot, self.kiosk = console, int(logins), boot, int(kiosk)

    def __eq__(self, other):
        return vars(self) == vars(other)

    def __repr__(self):
        return f'{self.console}, {self.logins} logins, boot {self.boot[:8]}, kiosk {self.kiosk}'


class Machine:
    """
    @disk is not changed unless @keep. With @kernel (a folder with vmlinuz and initrd.img) and @words it is started without the
    disk's own boot loader. Switched off, or told to be, it stands still and can be set back to a moment kept before.
    """

    def __init__(self, disk, kernel=None, words='', keep=False, card='std'):
        self.folder = tempfile.TemporaryDirectory()
        folder = pathlib.Path(self.folder.name)
        self.serial, self.picture = folder / 'serial', folder / 'picture.ppm'
        self.events, self.number, self.heard = [], 0, b''
        drive = pathlib.Path(disk).resolve()
        if not keep:
            drive = folder / 'disk.qcow2'
            subprocess.run(['qemu-img', 'create', '-q', '-f', 'qcow2', '-F', 'raw', '-b', str(pathlib.Path(disk).resolve()), str(drive)],
                           check=True, stdin=subprocess.DEVNULL)
        boot = ['-kernel', f'{kernel}/vmlinuz', '-initrd', f'{kernel}/initrd.img', '-append', words] if kernel else []
        self.process = subprocess.Popen(
            ['setpriv', '--pdeathsig', 'KILL', 'qemu-system-x86_64', '-accel', os.environ.get('VM_ACCEL', 'tcg,thread=multi'),  # kvm, where the machine really has it
             '-m', '1024', '-smp', '2', '-nodefaults', '-display', 'none', '-vga', card, '-action', 'reboot=reset,shutdown=pause',
             '-usb', '-device', 'usb-hub,id=hub', '-device', 'usb-kbd', '-device', 'usb-tablet',
             '-drive', f'file={drive},format={"raw" if keep else "qcow2"},if=virtio,cache=unsafe', *boot,
             '-serial', f'file:{self.serial}', '-chardev', f'socket,id=hand,path={folder}/hand,server=on,wait=off',
             '-serial', 'chardev:hand', '-qmp', f'unix:{folder}/qmp,server=on,wait=off'], stdin=subprocess.DEVNULL)
        try:
            self.qmp = self.connect(folder / 'qmp').makefile('rw')
            self.qmp.readline()
            self.ask('qmp_capabilities')
            self.hand = self.connect(folder / 'hand')
        except BaseException:
            self.close()
            raise

    def connect(self, path):
        until(path.exists, 'QEMU listens', self)
        link = socket.socket(socket.AF_UNIX)
        link.connect(str(path))
        return link

    def ask(self, command, **arguments):
        self.qmp.write(json.dumps({'execute': command, 'arguments': arguments}) + '\n')
        self.qmp.flush()
        while True:
            line = self.qmp.readline()
            if not line:
                raise Ended(f'the machine has ended: {command}')
            answer = json.loads(line)
            if 'event' in answer:
                self.events.append(answer)
            elif 'error' in answer:
                raise RuntimeError(f'{command} {arguments}: {answer["error"]["desc"]}')
            elif 'return' in answer:
                return answer['return']

    def count(self, event):
        """How often it was reset (RESET) or switched off (SHUTDOWN) from inside."""
        self.ask('query-status')
        return sum(one['event'] == event and one['data'].get('guest', False) for one in self.events)

    def resets(self):
        """Also those from outside."""
        self.ask('query-status')
        return sum(one['event'] == 'RESET' for one in self.events)

    def keep(self, moment):
        self.monitor(f'savevm {moment}')

    def back(self, moment):
        """To a moment kept, also when it is off."""
        before = self.resets()
        self.ask('system_reset')
        until(lambda: self.resets() > before, 'the machine is reset', self)
        self.monitor(f'loadvm {moment}')
        self.ask('cont')

    def monitor(self, line):
        said = self.ask('human-monitor-command', **{'command-line': line})
        if said.strip() not in ('', 'OK'):
            raise RuntimeError(f'{line}: {said}')

    # ---- what a visitor has ----

    def press(self, *keys):
        self.ask('send-key', keys=[{'type': 'qcode', 'data': key} for key in keys], **{'hold-time': 60})

    def press_in_turn(self, keys):
        for key in keys:
            self.press(*key)
            self.ask('query-status')
            select.select([], [], [], 0.15)  # a key is held for 0.06 s

    def type(self, text):
        self.press_in_turn(KEYS.get(character, [character]) for character in text)

    def tap(self, x, y):
        """At a part of the width and height."""
        def axis(name, part):
            return {'type': 'abs', 'data': {'axis': name, 'value': int(part * 0x7fff)}}

        def button(down):
            return {'type': 'btn', 'data': {'button': 'left', 'down': down}}
        self.ask('input-send-event', events=[axis('x', x), axis('y', y)])
        self.ask('input-send-event', events=[button(True)])
        self.ask('input-send-event', events=[button(False)])

    def look(self):
        """Width, height, and three bytes for each point."""
        self.ask('screendump', filename=str(self.picture))
        kind, size, _, pixels = self.picture.read_bytes().split(b'\n', 3)
        assert kind == b'P6'
        width, height = map(int, size.split())
        return width, height, pixels

    def text(self):
        """What stands on a screen in text mode, as GRUB's."""
        file = pathlib.Path(self.folder.name) / 'text'
        self.ask('pmemsave', val=TEXT_SCREEN, size=TEXT_COLUMNS * TEXT_ROWS * 2, filename=str(file))
        cells = file.read_bytes()[::2].decode('cp437')
        return '\n'.join(cells[row * TEXT_COLUMNS:(row + 1) * TEXT_COLUMNS].rstrip() for row in range(TEXT_ROWS))

    # ---- what only the test has ----

    def log(self):
        return self.serial.read_text('utf-8', 'replace') if self.serial.exists() else ''

    def reports(self):
        return [Report(*found) for found in REPORT.findall(self.log())]

    def wait_reports(self, more):
        """The last of some reports on, so that what was pressed has had its time."""
        now = len(self.reports())
        until(lambda: len(self.reports()) >= now + more, f'{more} reports of the machine', self)
        return self.reports()[-1]

    def do(self, command, seconds=PATIENCE_SECONDS, wrong=False):
        """Lets root do it and returns what it said. Fails when the command does, unless @wrong."""
        self.number += 1
        self.hand.sendall(f'{self.number} {command}\n'.encode())
        end = re.compile(rb'VM-END %d (\d+)\n' % self.number)

        def answered():
            while select.select([self.hand], [], [], 0)[0]:
                more = self.hand.recv(65536)
                if not more:
                    break
                self.heard += more
            return end.search(self.heard)
        found = until(answered, f'root has done: {command}', self, seconds)
        # Without the answers to what was only started.
        said = re.split(rb'VM-END \d+ \d+\n', self.heard[:found.start()])[-1].decode('utf-8', 'replace')
        self.heard = self.heard[found.end():]
        if found[1] != b'0' and not wrong:
            raise RuntimeError(f'{command}: {found[1].decode()}\n{said}')
        return said

    def start(self, command):
        """Lets root do what ends the machine."""
        self.number += 1
        self.hand.sendall(f'{self.number} {command}\n'.encode())

    def close(self):
        self.process.kill()
        self.process.wait()
        self.folder.cleanup()
