# SPDX-License-Identifier: MIT
"""What was found on a machine, counted, and the tries that are made on each of them."""
import pathlib
import time

import look
from machine import BOOT_SECONDS, PATIENCE_SECONDS, Ended, Machine, until

# A disk that the machine waits for in vain; then systemd goes to its emergency target.
LOST_DISK = '/dev/vdz /srv ext4 defaults,x-systemd.device-timeout=5s 0 2'


class Checks:
    def __init__(self, image, pictures):
        self.image, self.pictures = image, pathlib.Path(pictures)
        self.pictures.mkdir(parents=True, exist_ok=True)
        self.passed = self.failed = 0
        self.machine = None
        self.detail = ''

    def check(self, words, good, detail=''):
        print(('通过  ' if good else '失败  ') + words + (f'（{detail}）' if detail else ''), flush=True)
        self.passed += bool(good)
        self.failed += not good

    def try_until(self, words, holds, seconds=PATIENCE_SECONDS):
        begin = time.monotonic()
        try:
            until(holds, words, self.machine, seconds)
            self.check(words, True, f'{time.monotonic() - begin:.1f} 秒')
        except AssertionError as error:
            self.check(words, False, str(error))

    def photograph(self, name):
        if self.machine and self.machine.process.poll() is None:
            self.machine.ask('screendump', filename=str(self.pictures.resolve() / f'{name}.png'), format='png')

    def close(self, part):
        if self.machine:
            (self.pictures / f'{part}.log').write_text(self.machine.log(), 'utf-8')
            self.machine.close()
        self.machine = None

    # ---- what happens to a machine ----

    def boot(self, card='std'):
        self.machine = Machine(f'{self.image}/disk.img', card=card)
        self.try_until('从硬盘上自己的 GRUB 启动了', self.machine.reports, BOOT_SECONDS)

    def restart(self):
        """Returns as soon as the machine begins anew."""
        before = self.machine.count('RESET')
        self.machine.start('systemctl reboot')
        until(lambda: self.machine.count('RESET') > before, 'the machine restarts', self.machine, BOOT_SECONDS)

    def enter(self):
        """Restarts a machine that is set up, until the kiosk says that it is there."""
        self.restart()
        begin = len(self.machine.log())
        self.try_until('重新启动，自己进入自助终端，程序报告第一个画面已显示',
                       lambda: 'Started yibentong-kiosk' in self.machine.log()[begin:], BOOT_SECONDS)

    def restarts(self):
        """How often the unit has started the kiosk anew."""
        return int(self.machine.do('systemctl show -P NRestarts yibentong-kiosk'))

    def set_pin(self, pin):
        self.machine.do(f'printf "{pin}\\n{pin}\\n" | runuser -u yibentong -- yibentong pin set', BOOT_SECONDS)

    def is_maintained(self):
        return 'active' in self.machine.do('systemctl is-active yibentong-maintenance', wrong=True).split()

    def to_grub(self):
        """Restarts the machine and holds GRUB with Escape, as somebody does who wants its menu."""
        self.restart()

        def menu():
            self.machine.press('esc')
            return 'GNU GRUB' in self.machine.text()
        self.try_until('Esc 打开了 GRUB 的菜单', menu)

    def lose_disk(self):
        """Restarts the machine with a disk in fstab that is not there."""
        self.machine.do(f"echo '{LOST_DISK}' >>/etc/fstab")
        self.restart()

    def power(self):
        return {event: self.machine.count(event) for event in ('RESET', 'SHUTDOWN')}

    def ends_typing(self, picture):
        """Root's password and root's command are typed as at a prompt until the machine is reset or off; says which."""
        begin = self.power()

        def typed():
            self.machine.type('root\npoweroff -f\n')
            self.photograph(picture)
            return self.power() != begin
        until(typed, 'the machine is reset or off', self.machine, BOOT_SECONDS)
        return 'SHUTDOWN' if self.power()['SHUTDOWN'] > begin['SHUTDOWN'] else 'RESET'

    def ends_without_root(self, words, picture):
        """The same where the kernel has these words and finds no root file system."""
        other, self.machine = self.machine, Machine(f'{self.image}/disk.img', kernel=self.image,
                                                    words=f'{words} root=/dev/nowhere rootdelay=5')
        try:
            return self.ends_typing(picture)
        finally:
            self.machine.close()
            self.machine = other

    # ---- what must be seen ----

    def leaves(self, action, *arguments, seconds=PATIENCE_SECONDS):
        """Whether something comes of it in the end: a machine that switches itself off takes its time."""
        it = self.machine
        before, power = it.reports()[-1], self.power()
        action(*arguments)
        try:
            until(lambda: self.power() != power or it.reports()[-1] != before, 'something happens', it, seconds)
        except Ended:
            pass
        except AssertionError as error:
            self.detail = str(error)
            return False
        self.detail = f'{it.reports()[-1]}，{self.power()}'
        return True

    def stays(self, action, *arguments, paper_least=look.PAPER_LEAST, **options):
        """Whether nothing comes of it: the same boot, console and process, power on, and the kiosk's paper on the screen."""
        it = self.machine
        before, seen, power = it.reports()[-1], len(it.reports()), self.power()
        action(*arguments, **options)
        try:
            until(lambda: self.power() != power or len(it.reports()) > seen + 2, 'the machine goes on', it)
        except AssertionError as error:
            self.detail = str(error)
            return False
        after, paper = it.reports()[-1], look.paper_share(it.look())
        good = after == before and self.power() == power and paper >= paper_least
        self.detail = '' if good else f'{after}，底色占 {paper:.0%}，{self.power()}'
        return good
