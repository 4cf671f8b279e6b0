# SPDX-License-Identifier: MIT
"""A machine whose kiosk is lines of text on the console, where a braille display reads: the manual's steps, then everything that
somebody may try at it. What stands on the console is read as brltty reads it."""
from kiosk import LEAVING, PIN, SOON_SECONDS, WATCHDOG_SECONDS

# As yibentong-deploy(7) has them, but for brltty, which the machine would need a network for.
STEPS = ['mkdir -p /etc/systemd/system/yibentong-kiosk.service.d',
         'ln -sf /usr/share/yibentong/kiosk-plain.conf /etc/systemd/system/yibentong-kiosk.service.d/', 'systemctl daemon-reload']
WORDS = 'iconv -f UTF-32LE -t UTF-8 /dev/vcsu1'  # a character each cell; one that is two cells wide has a space behind it
ASKS = '请输入题号'


def try_all(checks):
    lines = Lines(checks)
    lines.keys()
    lines.faults()
    lines.leave()


class Lines:
    """Set up, restarted, and kept as the moment "lines"."""

    def __init__(self, checks):
        self.checks = checks
        checks.boot()
        it = self.machine = checks.machine
        it.do('yibentong-deploy --apply', 1200)
        for step in STEPS:
            it.do(step)
        checks.enter()
        report = it.wait_reports(3)
        checks.check('一次就打开了', checks.restarts() == 0, report)
        checks.check('显示的是第一个控制台', report.console == 'tty1', report)
        checks.check('没有登录提示', report.logins == 0, report)
        self.seen()  # from here on the console keeps what it cannot show
        self.asks('有人来')
        it.keep('lines')

    def seen(self):
        return self.machine.do(WORDS).replace(' ', '')

    def shows(self, words, what, typed=''):
        """Typed once; until the words are there."""
        self.machine.type(typed)
        self.checks.try_until(what, lambda: words in self.seen())

    def asks(self, what):
        """For the number of a question, to whoever comes next."""
        self.machine.press('ctrl', 'u')
        self.shows(ASKS, what, 'q\n')

    def keys(self):
        checks, it = self.checks, self.machine
        for keys in LEAVING:
            checks.check('按 ' + '+'.join(keys) + '，还是它', checks.stays(it.press, *keys, paper_least=0), checks.detail)
        checks.check('按机箱上的电源键，还是它', checks.stays(it.ask, 'system_powerdown', paper_least=0), checks.detail)
        checks.check('一次也没有重新启动过', checks.restarts() == 0)
        self.asks('还能用：又问题号')
        self.shows('问题6', '还能用：读出第 6 题', '6\n')

    def comes_back(self, before):
        """Another process, and it asks: the words of the one before are off the screen only when it has greeted."""
        return self.machine.reports()[-1].kiosk not in (0, before) and ASKS in self.seen()

    def faults(self):
        checks, it = self.checks, self.machine
        for signal, what, seconds in (('KILL', '程序被杀，马上又问题号', SOON_SECONDS), ('STOP', '程序停住不动，看门狗重新启动它', WATCHDOG_SECONDS)):
            it.back('lines')
            it.wait_reports(1)
            before = it.reports()[-1].kiosk
            it.do(f'kill -{signal} $(pidof yibentong)')
            checks.try_until(what, lambda before=before: self.comes_back(before), seconds)
            checks.check('只重新启动了一次', checks.restarts() == 1)
        checks.check('是看门狗', 'Watchdog timeout' in it.do('journalctl -b -u yibentong-kiosk -o cat'))

    def leave(self):
        """The staff's PIN leads to the menu on the console, its first line back; a wrong PIN leads nowhere."""
        checks, it = self.checks, self.machine
        it.back('lines')
        it.wait_reports(1)
        checks.set_pin(PIN)
        self.asks('又问题号')
        self.shows('请输入维护密码', '2468 问密码', '2468\n')
        self.shows('密码不对', '密码不对，再问一次', '111111\n')
        self.shows('退出到维护', '密码对了，是老师的菜单', PIN + '\n')
        checks.check('密码没有显示出来', PIN not in self.seen() and '111111' not in self.seen())
        it.type('4\n')
        checks.try_until('退出到维护', checks.is_maintained)
        report = it.wait_reports(3)
        checks.photograph('lines-maintenance')
        checks.check('还是第一个控制台，自助终端停着', (report.console, report.kiosk) == ('tty1', 0), report)
        it.type('1\n')
        checks.try_until('选 1，又问题号', lambda: it.reports()[-1].kiosk and ASKS in self.seen())
