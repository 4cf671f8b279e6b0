# SPDX-License-Identifier: MIT
"""The control: a machine with the package on which yibentong-deploy was not run. What a kiosk withstands must break it."""
import look
from machine import BOOT_SECONDS

LEAVING = [['ctrl', 'alt', 'f2'], ['ctrl', 'alt', 'delete'], ['alt', 'sysrq', 'b'], ['power']]


def try_all(checks):
    checks.boot()
    it = checks.machine
    checks.try_until('对照：有登录提示', lambda: it.reports()[-1].logins > 0, BOOT_SECONDS)
    it.wait_reports(2)
    checks.check('对照：屏幕上不是一本通', not look.is_kiosk(it.look()))
    checks.photograph('plain')
    it.keep('plain')
    checks.check('对照：什么都不按，就没有事', checks.stays(list, paper_least=0), checks.detail)
    for keys in LEAVING:
        checks.check('对照：按 ' + '+'.join(keys) + ' 就离开', checks.leaves(it.press, *keys), checks.detail)
        it.back('plain')
    checks.check('对照：按机箱上的电源键就离开', checks.leaves(it.ask, 'system_powerdown'), checks.detail)
    it.back('plain')
    try_unlocked(checks)
    it.back('plain')
    try_boot(checks)


def try_unlocked(checks):
    """The kiosk on the screen alone is not enough."""
    it = checks.machine
    it.do('systemctl --no-block start yibentong-kiosk')
    checks.try_until('对照：没有部署也显示得出', lambda: look.is_kiosk(it.look()), BOOT_SECONDS)
    it.wait_reports(2)
    it.keep('unlocked')
    checks.check('对照：什么都不按，就没有事', checks.stays(list), checks.detail)
    for keys in (['alt', 'sysrq', 'b'], ['power']):
        checks.check('对照：显示着，按 ' + '+'.join(keys) + ' 也离开', checks.leaves(it.press, *keys), checks.detail)
        it.back('unlocked')


def try_boot(checks):
    it = checks.machine
    words = it.do('cat /proc/cmdline').split(' ', 2)[2].strip()
    checks.to_grub()
    it.press('e')
    checks.try_until('对照：启动菜单让人改命令行', lambda: 'setparams' in it.text())
    it.back('plain')
    checks.lose_disk()
    checks.check('对照：磁盘挂不上，救援命令行听人的', checks.ends_typing('plain-emergency') == 'SHUTDOWN')
    it.back('plain')
    it.start('systemctl isolate rescue.target')
    checks.check('对照：救援方式听人的', checks.ends_typing('plain-rescue') == 'SHUTDOWN')
    checks.check('对照：找不到根文件系统，命令行听人的', checks.ends_without_root(words, 'plain-initramfs') == 'SHUTDOWN')
