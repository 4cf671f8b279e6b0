#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A machine set up by yibentong-deploy is started in QEMU, and every key that breaks out elsewhere is pressed on it.

  run.py FOLDER_OF_IMAGE PICTURES_FOLDER

FOLDER_OF_IMAGE is what image.sh made. The machine reports once a second on its serial line which console is shown, how many
login prompts there are, which boot this is and which process the kiosk is; what is seen is photographed, and the code of an
answer is read back from the photograph. The last line is "N passed, N failed".
"""
import json
import os
import pathlib
import re
import select
import socket
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'terminal' / 'xterm'))
import zbar  # noqa: E402

BOOT_SECONDS = 420  # without KVM on a busy machine
PATIENCE_SECONDS = 60
WORDS = 'quiet loglevel=0 panic=10 systemd.show_status=false vt.global_cursor_default=0 consoleblank=0'  # as GRUB's drop-in
PAPER = (0xee, 0xee, 0xee)  # the background of the paper theme
REPORT = re.compile(r'VM console=(\S+) logins=(\d+) boots=(\S+) kiosk=(\d+) restarts=(\d+)')
BREAK_OUT = [['ctrl', 'alt', 'f2'], ['ctrl', 'alt', 'f1'], ['alt', 'f2'], ['alt', 'left'], ['alt', 'right'], ['alt', 'up'],
             ['ctrl', 'alt', 'delete'], ['ctrl', 'alt', 'backspace'], ['scroll_lock'], ['ctrl', 'scroll_lock'], ['shift', 'scroll_lock'],
             ['alt', 'sysrq', 'b'], ['alt', 'sysrq', 'k'], ['alt', 'sysrq', 'e'], ['alt', 'sysrq', 'r'], ['alt', 'print'],
             ['ctrl', 'c'], ['ctrl', 'backslash'], ['ctrl', 'z'], ['ctrl', 's'], ['ctrl', 'd'], ['alt', 'f4'], ['alt', 'tab'],
             ['ctrl', 'alt', 't'], ['meta_l'], ['meta_l', 'l'], ['f11'], ['alt', 'ret'], ['shift', 'insert'], ['shift', 'pgup'],
             ['ctrl', 'shift', 'q'], ['ctrl', 'shift', 'n'], ['power'], ['sleep'], ['pause'], ['menu'], ['compose'], ['help']]


class Machine:
    def __init__(self, image):
        self.folder = tempfile.TemporaryDirectory()
        folder = pathlib.Path(self.folder.name)
        accel = ['-accel', os.environ.get('VM_ACCEL', 'tcg,thread=multi')]  # kvm, where the machine really has it
        self.process = subprocess.Popen(
            ['qemu-system-x86_64', *accel, '-m', '1024', '-smp', '2', '-nodefaults', '-display', 'none', '-vga', 'std',
             '-no-reboot', '-usb', '-device', 'usb-kbd', '-device', 'usb-tablet',
             '-drive', f'file={image}/disk.img,format=raw,if=virtio,snapshot=on', '-kernel', f'{image}/vmlinuz',
             '-initrd', f'{image}/initrd.img', '-append', f'root=/dev/vda ro {WORDS}', '-serial', f'file:{folder}/serial',
             '-qmp', f'unix:{folder}/qmp,server=on,wait=off'], stdin=subprocess.DEVNULL)
        self.serial = folder / 'serial'
        self.picture = folder / 'picture.ppm'
        self.qmp = self.connect(folder / 'qmp')

    def connect(self, path):
        link = socket.socket(socket.AF_UNIX)
        until(lambda: path.exists(), 'QEMU listens', self)
        link.connect(str(path))
        stream = link.makefile('rw')
        stream.readline()
        self.qmp = stream
        self.ask('qmp_capabilities')
        return stream

    def ask(self, command, **arguments):
        self.qmp.write(json.dumps({'execute': command, 'arguments': arguments}) + '\n')
        self.qmp.flush()
        while True:
            answer = json.loads(self.qmp.readline())
            if 'error' in answer:
                raise RuntimeError(f'{command} {arguments}: {answer["error"]}')
            if 'return' in answer:
                return answer['return']

    def press(self, *keys):
        self.ask('send-key', keys=[{'type': 'qcode', 'data': key} for key in keys], **{'hold-time': 60})

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
        self.ask('screendump', filename=str(self.picture))
        kind, size, _, pixels = self.picture.read_bytes().split(b'\n', 3)
        assert kind == b'P6'
        width, height = map(int, size.split())
        return width, height, pixels

    def log(self):
        return self.serial.read_text('utf-8', 'replace') if self.serial.exists() else ''

    def reports(self):
        return REPORT.findall(self.log())

    def wait_reports(self, more):
        """Some reports on, so that what was pressed has had its time."""
        now = len(self.reports())
        until(lambda: len(self.reports()) >= now + more, f'{more} reports of the machine', self)
        return self.reports()[-1]

    def close(self):
        self.process.terminate()
        self.process.wait()
        self.folder.cleanup()


def until(holds, what, machine, seconds=PATIENCE_SECONDS):
    end = time.monotonic() + seconds
    while True:
        value = holds()
        if value:
            return value
        if machine.process.poll() is not None:
            raise AssertionError(f'the machine has ended before: {what}')
        if time.monotonic() > end:
            raise AssertionError(f'not within {seconds} s: {what}')
        select.select([], [], [], 0.1)


def paper_share(picture):
    """How much of a picture is the kiosk's paper, 0 to 1."""
    width, height, pixels = picture
    return pixels.count(bytes(PAPER)) / (width * height) if width else 0


def grey(picture):
    width, height, pixels = picture
    return width, height, bytes(pixels[1::3])


class Run:
    def __init__(self, machine, pictures):
        self.machine, self.pictures = machine, pathlib.Path(pictures)
        self.passed = self.failed = 0

    def check(self, words, good, detail=''):
        print(('通过  ' if good else '失败  ') + words + (f'（{detail}）' if detail else ''), flush=True)
        self.passed += bool(good)
        self.failed += not good

    def try_until(self, words, holds, seconds=PATIENCE_SECONDS):
        try:
            until(holds, words, self.machine, seconds)
            self.check(words, True)
        except AssertionError as error:
            self.check(words, False, str(error))

    def photograph(self, name):
        width, height, pixels = self.machine.look()
        self.pictures.mkdir(parents=True, exist_ok=True)
        (self.pictures / f'{name}.ppm').write_bytes(b'P6\n%d %d\n255\n' % (width, height) + pixels)

    def boot(self):
        self.try_until('开机自己进入自助终端，程序报告第一个画面已显示', lambda: 'Started yibentong-kiosk.service' in self.machine.log(),
                       BOOT_SECONDS)
        self.try_until('屏幕上是一本通', lambda: paper_share(self.machine.look()) > 0.6)
        self.photograph('attract')
        self.check('显示器一次就打开了', 'yibentong-x.service: Failed' not in self.machine.log())
        console, logins, *_ = self.machine.wait_reports(2)
        self.check('显示的是第一个控制台', console == 'tty1', console)
        self.check('没有登录提示', logins == '0', logins)

    def break_out(self):
        self.machine.press('ret')  # the list, whose picture changes only with the clock
        before = self.machine.wait_reports(3)
        for keys in BREAK_OUT:
            try:
                self.machine.press(*keys)
            except RuntimeError as error:
                self.check('按 ' + '+'.join(keys), False, str(error))
                continue
            after = self.machine.wait_reports(2)
            paper = paper_share(self.machine.look())
            self.check('按 ' + '+'.join(keys) + '，还是它', after == before and paper > 0.5, f'{after} {paper:.2f}' if after != before or paper <= 0.5 else '')
        for _ in range(10):
            self.machine.press('ctrl', 'alt', 'delete')
        self.check('连按十次 Ctrl+Alt+Delete，没有重新启动', self.machine.wait_reports(4) == before)
        self.photograph('after-keys')

    def still_works(self):
        reader = zbar.Reader()
        self.machine.press('0')
        self.machine.wait_reports(1)
        self.machine.press('6')
        self.try_until('还能用：第 6 题的二维码扫得出', lambda: any('https://' in code.text for code in reader.read(*grey(self.machine.look()))))
        self.photograph('answer')
        self.machine.press('0')
        self.machine.wait_reports(1)
        list_of_questions = self.machine.look()[2]
        self.machine.tap(0.3, 0.4)
        self.try_until('用手指点，画面就换', lambda: differs(list_of_questions, self.machine.look()[2]) > 0.02)
        self.photograph('tapped')

    def never_restarted(self):
        before = self.machine.reports()[-1]
        self.check('一次也没有重新启动过', before[4] == '0', before[4])


def differs(a, b):
    if len(a) != len(b):
        return 1
    step = 997 * 3  # a sample is enough, and quick
    return sum(a[i:i + 3] != b[i:i + 3] for i in range(0, len(a), step)) / max(1, len(a) // step)


def main(image, pictures):
    machine = Machine(image)
    run = Run(machine, pictures)
    try:
        run.boot()
        run.break_out()
        run.still_works()
        run.never_restarted()
    except Exception as error:  # what is left of the run is lost, what was found is not
        run.check('没有做完', False, repr(error))
    finally:
        pathlib.Path(pictures).mkdir(parents=True, exist_ok=True)
        (pathlib.Path(pictures) / 'serial.log').write_text(machine.log(), 'utf-8')
        machine.close()
    print(f'\n{run.passed} passed, {run.failed} failed')
    return 1 if run.failed else 0


if __name__ == '__main__':
    sys.exit(main(*sys.argv[1:]))
