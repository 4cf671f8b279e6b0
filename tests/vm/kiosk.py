# SPDX-License-Identifier: MIT
"""A machine that yibentong-deploy has set up: everything somebody may try at it, and everything that may fail in it."""
import pathlib
import subprocess

import look
from machine import BOOT_SECONDS, until

PROGRAMS = {'x': ['yibentong', 'xterm', 'Xorg'], 'cage': ['yibentong', 'foot', 'cage'], 'kmscon': ['yibentong', 'kmscon']}
# wlroots wants a card that takes memory of others (PRIME), as all real ones do; the simplest emulated one does not.
CARDS = {'x': 'std', 'cage': 'virtio', 'kmscon': 'virtio'}
SOON_SECONDS = 300  # until a kiosk whose program was killed is back; about 3 s where the processor is not emulated
WATCHDOG_SECONDS = 90 + SOON_SECONDS
LEAVING = [['ctrl', 'alt', 'f1'], ['ctrl', 'alt', 'f2'], ['ctrl', 'alt', 'f7'], ['alt', 'f2'], ['alt', 'left'], ['alt', 'right'],
           ['alt', 'up'], ['ctrl', 'alt', 'delete'], ['ctrl', 'alt', 'backspace'], ['scroll_lock'], ['ctrl', 'scroll_lock'],
           ['shift', 'scroll_lock'], ['alt', 'sysrq', 'b'], ['alt', 'sysrq', 'k'], ['alt', 'sysrq', 'e'], ['alt', 'sysrq', 'r'],
           ['alt', 'print'], ['ctrl', 'c'], ['ctrl', 'backslash'], ['ctrl', 'z'], ['ctrl', 's'], ['ctrl', 'd'], ['alt', 'f4'],
           ['alt', 'tab'], ['alt', 'esc'], ['ctrl', 'alt', 'esc'], ['ctrl', 'alt', 't'], ['meta_l'], ['meta_l', 'l'], ['f11'],
           ['alt', 'ret'], ['shift', 'insert'], ['shift', 'pgup'], ['shift', 'up'], ['ctrl', 'shift', 'c'], ['ctrl', 'shift', 'v'],
           ['ctrl', 'shift', 'r'], ['ctrl', 'shift', 'u'], ['ctrl', 'shift', 'q'], ['ctrl', 'shift', 'n'], ['ctrl', 'minus'],
           ['ctrl', 'shift', 'equal'], ['ctrl', 'meta_l', 'right'], ['ctrl', 'meta_l', 'esc'], ['ctrl', 'meta_l', 'backspace'],
           ['ctrl', 'meta_l', 'ret'], ['power'], ['sleep'], ['pause'], ['menu'], ['compose'], ['help']]
PIN = '20261125'
FROM_ANOTHER_KEYBOARD = [['ctrl', 'alt', 'f2'], ['ctrl', 'alt', 'delete'], ['alt', 'sysrq', 'b'], ['power']]


def try_x(checks):
    kiosk = Kiosk(checks, 'x')
    kiosk.keys()
    kiosk.tap()
    kiosk.hardware()
    kiosk.faults()
    kiosk.leave()


def try_cage(checks):
    kiosk = Kiosk(checks, 'cage')
    kiosk.keys()
    kiosk.hardware()
    kiosk.faults()


def try_kmscon(checks):
    kiosk = Kiosk(checks, 'kmscon')
    kiosk.keys()
    kiosk.hardware()
    kiosk.faults()


def try_boot(checks):
    kiosk = Kiosk(checks, 'x')
    kiosk.grub()
    kiosk.rescue()
    kiosk.undo()


class Kiosk:
    """Set up by the steps of the manual, restarted, and kept as the moment "kiosk"."""

    def __init__(self, checks, display):
        self.checks, self.display = checks, display
        checks.boot(CARDS[display])
        it = self.machine = checks.machine
        if display == 'kmscon':  # as its package does where it is installed for the first time
            it.do('systemctl enable kmsconvt@.service')
        it.do(f'yibentong-deploy --apply{"" if display == "x" else " --display " + display}', BOOT_SECONDS)
        checks.enter()
        checks.try_until('屏幕上是一本通', lambda: look.is_kiosk(it.look()))
        report = it.wait_reports(3)
        self.attract = it.look()
        checks.photograph(f'{display}-attract')
        checks.check('一次就打开了', self.checks.restarts() == 0, report)
        checks.check('显示的是第一个控制台', report.console == 'tty1', report)
        checks.check('没有登录提示', report.logins == 0, report)
        wrong = [line for line in it.do('yibentong-deploy --status', wrong=True).splitlines() if not line.startswith('正常')]
        checks.check('--status 只说时钟没有对过', len(wrong) == 2 and wrong[0].startswith('注意  时钟'), ' '.join(wrong))
        it.keep('kiosk')

    def home(self):
        """To the list of questions."""
        self.machine.press('ret')
        until(lambda: not self.is_attract(), 'a key leads on from the attract screen', self.machine)
        self.machine.wait_reports(2)

    def is_attract(self):
        return look.is_same(self.machine.look(), self.attract)

    def used(self):
        """The list of questions as it is just after a key: no countdown comes while something is looked at."""
        self.machine.press('0')
        self.machine.wait_reports(1)
        return self.machine.look()

    def is_unchanged(self, before):
        return look.is_same(before, self.machine.look())

    def keys(self):
        checks, it = self.checks, self.machine
        self.home()
        checks.photograph(f'{self.display}-home')
        for keys in LEAVING:
            checks.check('按 ' + '+'.join(keys) + '，还是它', checks.stays(it.press, *keys), checks.detail)

        def ten_times():
            for _ in range(10):
                it.press('ctrl', 'alt', 'delete')
        checks.check('连按十次 Ctrl+Alt+Delete，还是它', checks.stays(ten_times), checks.detail)
        checks.photograph(f'{self.display}-after-keys')
        it.press('0')
        it.wait_reports(1)
        it.press('6')
        checks.try_until('还能用：第 6 题的二维码扫得出', lambda: any('https://' in code for code in look.codes(it.look())))
        checks.photograph(f'{self.display}-answer')
        it.press('0')
        it.wait_reports(1)

    def tap(self):
        before = self.machine.look()
        self.machine.tap(0.3, 0.4)
        self.checks.try_until('用手指点，画面就换', lambda: not look.is_same(before, self.machine.look()))
        self.checks.photograph(f'{self.display}-tapped')
        self.machine.press('0')
        self.machine.wait_reports(2)

    def hardware(self):
        """The case's power button, a stick, another keyboard."""
        checks, it = self.checks, self.machine
        checks.check('按机箱上的电源键，还是它', checks.stays(it.ask, 'system_powerdown'), checks.detail)
        stick = pathlib.Path(it.folder.name) / 'stick.img'
        with open(stick, 'wb') as file:
            file.truncate(8 << 20)
        subprocess.run(['mkfs.vfat', '-n', 'STICK', str(stick)], check=True, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
        it.monitor(f'drive_add 0 if=none,id=stick,format=raw,readonly=on,file={stick}')
        before = self.used()
        checks.check('插 U 盘，还是它', checks.stays(it.ask, 'device_add', driver='usb-storage', drive='stick', id='stick-in'), checks.detail)
        it.wait_reports(3)
        checks.check('插 U 盘，画面没有变', self.is_unchanged(before))
        checks.try_until('系统看见了 U 盘', lambda: 'STICK' in it.do('lsblk -n -o LABEL'))
        checks.check('U 盘没有挂上', it.do('findmnt -n -t vfat', wrong=True) == '')
        before = self.used()
        checks.check('插键盘，还是它', checks.stays(it.ask, 'device_add', driver='usb-kbd', id='another'), checks.detail)
        it.wait_reports(3)
        checks.check('插键盘，画面没有变', self.is_unchanged(before))
        for keys in FROM_ANOTHER_KEYBOARD:
            checks.check('在新插的键盘上按 ' + '+'.join(keys) + '，还是它', checks.stays(it.press, *keys), checks.detail)
        for name in ('another', 'stick-in'):
            checks.check('都拔掉，还是它', checks.stays(it.ask, 'device_del', id=name), checks.detail)
        checks.check('一次也没有重新启动过', self.checks.restarts() == 0)

    def faults(self):
        checks, it = self.checks, self.machine
        for name in PROGRAMS[self.display]:
            it.back('kiosk')
            it.wait_reports(1)
            self.home()
            before = it.reports()[-1].kiosk
            it.do(f'kill -9 $(pidof {name})')
            checks.try_until(f'{name} 被杀，马上又是首屏', lambda: it.reports()[-1].kiosk not in (0, before) and self.is_attract(),
                             SOON_SECONDS)
            checks.check('只重新启动了一次', self.checks.restarts() == 1)
        it.back('kiosk')
        it.wait_reports(1)
        self.home()
        before = it.reports()[-1].kiosk
        it.do('kill -STOP $(pidof yibentong)')
        checks.try_until('程序停住不动，看门狗重新启动它', lambda: it.reports()[-1].kiosk not in (0, before) and self.is_attract(),
                         WATCHDOG_SECONDS)
        checks.check('是看门狗', 'Watchdog timeout' in it.do('journalctl -b -u yibentong-kiosk -o cat'))

    def asks_for_pin(self):
        """Pressed anew each time: a machine this slow may lose a key, and each has three seconds (kiosk/gesture.h)."""
        self.machine.press_in_turn([['f2'], ['f4'], ['f6'], ['f8']])
        self.machine.wait_reports(2)
        return not self.is_attract()

    def leave(self):
        """The staff's PIN leads to the menu on the console, its first line back; a wrong PIN leads nowhere."""
        checks, it = self.checks, self.machine
        it.back('kiosk')
        it.wait_reports(1)
        checks.set_pin(PIN)
        for pin, leaves in (('111111', False), (PIN, True)):
            checks.try_until('F2 F4 F6 F8 问口令', self.asks_for_pin)
            for digit in pin:
                it.press(digit)
                it.wait_reports(1)
            checks.photograph(f'{self.display}-pin')
            if not leaves:
                checks.check('口令不对，还是它', checks.stays(it.press, 'ret'), checks.detail)
                it.press('esc')
                checks.try_until('回到首屏', self.is_attract)
        asked = it.look()
        it.press('ret')
        checks.try_until('口令对了，是老师的菜单', lambda: not look.is_same(asked, it.look()) and not self.is_attract())
        it.wait_reports(2)
        checks.photograph(f'{self.display}-staff')
        it.press('4')
        checks.try_until('退出到维护', lambda: checks.is_maintained() and not look.is_kiosk(it.look()))
        report = it.wait_reports(3)
        checks.photograph(f'{self.display}-maintenance')
        checks.check('还是第一个控制台，自助终端停着', (report.console, report.kiosk) == ('tty1', 0), report)
        it.type('1\n')
        checks.try_until('选 1，又是首屏', self.is_attract)

    def grub(self):
        checks, it = self.checks, self.machine
        # The menu is hidden for no time at all; who gets to see it all the same must not get further.
        it.do('printf "GRUB_TIMEOUT=30\\nGRUB_TIMEOUT_STYLE=menu\\n" >/etc/default/grub.d/99-vm.cfg && update-grub', BOOT_SECONDS)
        begin = len(it.log())
        checks.to_grub()
        for key, what in (('e', '改启动命令'), ('c', '进 GRUB 的命令行')):
            it.press(key)
            checks.try_until(f'{what}要用户名', lambda: 'Enter username' in it.text())
            it.type('yibentong-locked\n')
            checks.try_until(f'{what}要口令', lambda: 'Enter password' in it.text())
            checks.photograph(f'grub-{key}')
            it.type('root\n')
            checks.try_until(f'{what}没有得逞，又是菜单', lambda: 'Advanced options' in it.text() or it.press('esc'))
        it.press('ret')
        checks.try_until('照常启动不要口令', lambda: 'Started yibentong-kiosk' in it.log()[begin:], BOOT_SECONDS)
        it.back('kiosk')

    def rescue(self):
        checks, it = self.checks, self.machine
        words = it.do('cat /proc/cmdline').split(' ', 2)[2].strip()
        checks.lose_disk()
        checks.check('磁盘挂不上，重新启动，没有命令行', checks.ends_typing('emergency') == 'RESET')
        it.back('kiosk')
        it.start('systemctl isolate rescue.target')
        checks.check('救援方式，重新启动，没有命令行', checks.ends_typing('rescue') == 'RESET')
        checks.check('找不到根文件系统，重新启动，没有命令行', checks.ends_without_root(words, 'initramfs') == 'RESET')
        it.back('kiosk')

    def undo(self):
        checks, it = self.checks, self.machine
        it.do('yibentong-deploy --undo', BOOT_SECONDS)
        checks.restart()
        begin = len(it.reports())
        checks.try_until('撤销以后，又有登录提示', lambda: any(one.logins > 0 for one in it.reports()[begin:]), BOOT_SECONDS)
        checks.check('撤销以后，屏幕上不是一本通', not look.is_kiosk(it.look()))
        checks.check('撤销以后，按 ctrl+alt+f2 就离开', checks.leaves(it.press, 'ctrl', 'alt', 'f2'), checks.detail)
        checks.photograph('undone')
