#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""yibentong-deploy makes a kiosk of a machine and undoes it exactly. The machine is a folder.

  test_deploy.py SCRIPT PROGRAM
"""
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

SCRIPT = pathlib.Path(sys.argv.pop(1)).resolve()
PROGRAM = pathlib.Path(sys.argv.pop(1)).resolve()
STATUS = '''Package: xterm
Status: install ok installed
Architecture: amd64
Version: 379
Maintainer: x <x@localhost>
Description: x

'''


class Deploy(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)
        for path, text in {
                'usr/bin/yibentong': '#!/bin/sh\n', 'lib/systemd/system/yibentong-kiosk.service': '',
                'lib/systemd/system/ssh.service': '', 'etc/default/grub': 'GRUB_TIMEOUT=5\n', 'etc/grub.d/00_header': '',
                'etc/systemd/logind.conf': '[Login]\n', 'etc/sysctl.conf': '', 'etc/timezone': 'Etc/UTC\n',
                'var/lib/dpkg/status': STATUS, 'var/lib/dpkg/info/.keep': ''}.items():
            self.write(path, text)
        (self.root / 'usr/bin/yibentong').chmod(0o755)
        self.enable('ssh.service', 'multi-user')
        (self.root / 'etc/localtime').symlink_to('/usr/share/zoneinfo/Etc/UTC')

    def enable(self, unit, target):
        wants = self.root / f'etc/systemd/system/{target}.target.wants'
        wants.mkdir(parents=True, exist_ok=True)
        (wants / unit).symlink_to(f'/lib/systemd/system/{unit}')

    def write(self, path, text):
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_text(text, 'utf-8')

    def read(self, path):
        return (self.root / path).read_text('utf-8')

    def run_script(self, *arguments, code=0):
        result = subprocess.run([SCRIPT, *arguments, '--root', self.root], stdin=subprocess.DEVNULL, text=True, check=False,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.assertEqual(result.returncode, code, result.stdout + result.stderr)
        return result.stdout + result.stderr

    def machine(self):
        """Every file, folder and link with its mode and content."""
        found = {}
        for path in sorted(self.root.rglob('*')):
            name = path.relative_to(self.root).as_posix()
            kind = os.readlink(path) if path.is_symlink() else path.read_bytes() if path.is_file() else 'folder'
            found[name] = (path.lstat().st_mode, kind)
        return found

    def links_to_nothing(self):
        units = self.root / 'etc/systemd/system'
        return {path.name for path in units.iterdir() if path.is_symlink() and os.readlink(path) == '/dev/null'}

    def test_undo_leaves_every_file_as_it_was(self):
        self.write('etc/systemd/system/ctrl-alt-del.target', 'ours before\n')
        (self.root / 'etc/systemd/system/display-manager.service').symlink_to('/lib/systemd/system/gdm.service')
        self.write('etc/sysctl.d/60-yibentong.conf', 'kernel.sysrq = 1\n')
        (self.root / 'etc/sysctl.d/60-yibentong.conf').chmod(0o600)
        before = self.machine()
        self.run_script('--apply')
        self.assertNotEqual(self.machine(), before)
        self.run_script('--undo')
        self.assertEqual(self.machine(), before)

    def test_twice_is_as_once_and_is_still_undone_exactly(self):
        before = self.machine()
        self.run_script('--apply')
        once = self.machine()
        second = self.run_script('--apply')
        self.assertNotIn('写文件', second)
        self.assertNotIn('做链接', second)
        self.assertEqual(self.machine(), once)
        self.run_script('--undo')
        self.assertEqual(self.machine(), before)

    def test_what_was_changed_since_is_set_again_and_the_first_state_kept(self):
        before = self.machine()
        self.run_script('--apply')
        self.write('etc/sysctl.d/60-yibentong.conf', 'kernel.sysrq = 438\n')
        self.assertIn('写文件：/etc/sysctl.d/60-yibentong.conf', self.run_script('--apply'))
        self.run_script('--undo')
        self.assertEqual(self.machine(), before)

    def test_stopped_half_way_it_goes_on_and_is_undone_exactly(self):
        before = self.machine()
        self.write('etc/sysctl.d', 'a file where a folder has to be\n')
        self.assertIn('没有做完', self.run_script('--apply', code=os.EX_CANTCREAT))
        (self.root / 'etc/sysctl.d').unlink()
        self.run_script('--apply')
        self.assertIn('kernel.sysrq = 0', self.read('etc/sysctl.d/60-yibentong.conf'))
        self.run_script('--undo')
        self.assertEqual(self.machine(), before)

    def test_a_dry_run_changes_nothing_and_names_what_apply_changes(self):
        before = self.machine()
        dry = self.run_script('--apply', '--dry-run')
        self.assertEqual(self.machine(), before)
        wet = self.run_script('--apply')
        todo = re.compile(r'(?:写文件|做链接)：(\S+)')
        self.assertEqual(todo.findall(dry), todo.findall(wet))
        self.assertGreater(len(todo.findall(wet)), 8)
        applied = self.machine()
        self.run_script('--undo', '--dry-run')
        self.assertEqual(self.machine(), applied)

    def test_no_console_no_key_no_menu_is_left(self):
        self.run_script('--apply')
        self.assertLessEqual({'getty@.service', 'autovt@.service', 'ctrl-alt-del.target', 'display-manager.service',
                              'serial-getty@.service', 'console-getty.service', 'container-getty@.service', 'kmsconvt@.service'},
                             self.links_to_nothing())
        login = self.read('etc/systemd/logind.conf.d/60-yibentong.conf').splitlines()
        self.assertLessEqual({'NAutoVTs=0', 'ReserveVT=0', 'HandlePowerKey=ignore'}, set(login))
        self.assertIn('CtrlAltDelBurstAction=none', self.read('etc/systemd/system.conf.d/60-yibentong.conf'))
        self.assertIn('kernel.sysrq = 0\n', self.read('etc/sysctl.d/60-yibentong.conf'))

    def test_another_display_is_kept_until_one_asks_for_x_again(self):
        dropin, socket = 'etc/systemd/system/yibentong-kiosk.service.d/60-yibentong-display.conf', 'yibentong-x.socket'
        before = self.machine()
        self.run_script('--apply')
        as_x = self.machine()
        self.assertFalse((self.root / dropin).exists())
        for display in ('cage', 'kmscon'):
            with self.subTest(display):
                self.assertIn(display, self.run_script('--apply', '--display', display))
                self.assertEqual(os.readlink(self.root / dropin), f'/usr/share/yibentong/kiosk-{display}.conf')
                self.assertIn(socket, self.links_to_nothing())
                once = self.machine()
                self.run_script('--apply')
                self.assertEqual(self.machine(), once)
                self.assertIn('正常  /' + dropin, self.run_script('--status', code=1))
        self.run_script('--apply', '--display', 'x')
        self.assertEqual({*self.machine()} - {*as_x}, {os.path.dirname(dropin)})
        self.run_script('--undo')
        self.assertEqual(self.machine(), before)

    def test_each_display_names_its_own_packages(self):
        wanted = {display: self.run_script('--apply', '--dry-run', '--display', display).partition('要安装：')[2].split('\n')[0].split()
                  for display in ('x', 'cage', 'kmscon')}
        self.assertEqual(self.run_script('--apply', '--dry-run').partition('要安装：')[2].split('\n')[0].split(), wanted['x'])
        for display, names in (('x', {'xserver-xorg-core'}), ('cage', {'cage', 'foot'}), ('kmscon', {'kmscon'})):
            self.assertLessEqual(names, set(wanted[display]))
            for other in {'x', 'cage', 'kmscon'} - {display}:
                self.assertFalse(names & set(wanted[other]))
        for words in (['--apply', '--display', 'wayland'], ['--apply', '--display'], ['--undo', '--display', 'cage']):
            self.run_script(*words, code=os.EX_USAGE)

    def test_a_broken_disk_gives_no_shell(self):
        self.run_script('--apply')
        for unit in ('emergency', 'rescue'):
            lines = self.read(f'etc/systemd/system/{unit}.service.d/60-yibentong.conf').splitlines()
            starts = [line.split('=', 1)[1] for line in lines if line.startswith('ExecStart=')]
            self.assertEqual(starts, ['', "/bin/sh -c 'sleep 10; exec systemctl --force reboot'"])
            self.assertIn('StandardInput=null', lines)
        self.assertIn('fsck.repair=yes', self.read('etc/default/grub.d/60-yibentong.cfg'))

    def test_the_kernels_words_are_added_to_those_that_are_there(self):
        self.run_script('--apply')
        shell = '. etc/default/grub.d/60-yibentong.cfg; printf %s "$GRUB_CMDLINE_LINUX_DEFAULT|$GRUB_TIMEOUT"'
        for given, words in (('mitigations=auto', 'mitigations=auto quiet loglevel=0'), ('', ' quiet loglevel=0')):
            out = subprocess.run(['sh', '-euc', f'GRUB_CMDLINE_LINUX_DEFAULT="{given}"; {shell}'], cwd=self.root, text=True,
                                 stdout=subprocess.PIPE, check=True).stdout
            self.assertTrue(out.startswith(words), out)
            self.assertTrue(out.endswith('|0'), out)

    def test_the_boot_menu_starts_without_a_password_and_opens_to_nobody(self):
        self.run_script('--apply')
        script = self.root / 'etc/grub.d/01_yibentong'
        self.assertTrue(os.access(script, os.X_OK))
        out = subprocess.run([script], text=True, stdout=subprocess.PIPE, check=True).stdout
        self.assertIn('superusers="yibentong-locked"', out)
        self.assertIn('--unrestricted', out)
        self.assertNotIn('password', out)

    def test_without_grub_that_step_is_left_out_and_told(self):
        for path in ('etc/default/grub', 'etc/grub.d/00_header'):
            (self.root / path).unlink()
        (self.root / 'etc/grub.d').rmdir()
        self.assertIn('没有 GRUB', self.run_script('--apply'))
        self.assertFalse((self.root / 'etc/grub.d').exists())

    def test_only_the_printers_of_the_settings_are_let_through(self):
        dropin = 'etc/systemd/system/yibentong-kiosk.service.d/60-yibentong-printers.conf'
        self.write('etc/yibentong/yibentong.conf', '[kiosk]\nprinter = a\n[printer a]\nwhere = tcp:192.168.1.50:9100\n'
                   '# where = tcp:10.0.0.1:9100\n[printer b]\nwhere=tcp:[fd00::2]:9100\n[printer c]\n'
                   'where = /dev/ttyS0 \n[printer d]\nwhere = /dev/usb/lp0\n[printer e]\nwhere = cups:hall # 大厅\n[printer f]\n'
                   'where = file:/var/spool/slips   # 文件夹\n[printer g]\nwhere = file:/srv/out/slip.bin\n')
        (self.root / 'var/spool/slips').mkdir(parents=True)
        (self.root / 'srv/out').mkdir(parents=True)
        before = self.machine()
        self.run_script('--apply')
        lines = set(self.read(dropin).splitlines())
        self.assertLessEqual({'[Service]', 'PrivateNetwork=no', 'IPAddressAllow=192.168.1.50', 'IPAddressAllow=fd00::2',
                              'DeviceAllow=/dev/ttyS0 rw', 'BindPaths=-/dev/ttyS0', 'ReadWritePaths=-/var/spool/slips',
                              'ReadWritePaths=-/srv/out'}, lines)
        self.assertEqual(sum('Allow=' in line for line in lines), 3)
        self.write('etc/yibentong/yibentong.conf', '[printer d]\nwhere = /dev/usb/lp0\n')
        self.run_script('--apply')
        self.assertFalse((self.root / dropin).exists())
        self.write('etc/yibentong/yibentong.conf', before['etc/yibentong/yibentong.conf'][1].decode())
        self.run_script('--undo')
        self.assertEqual(self.machine(), before)

    def printers_of_the_program(self):
        """What the program reads out of the settings: the detail of each printer's line."""
        done = subprocess.run([PROGRAM, 'check', '--format', 'json', '--config', self.root / 'etc/yibentong/yibentong.conf', '--site',
                               self.root / 'none.db', '--state', self.root / 'none'], stdin=subprocess.DEVNULL, check=False,
                              stdout=subprocess.PIPE, env={**os.environ, 'LC_ALL': 'C.UTF-8'}, timeout=60)
        items = json.loads(done.stdout)['items']
        self.assertEqual([item['detail'] for item in items if item['item'] == 'settings' and item['state'] != 'ok'], [])
        return [item['detail'] for item in items if item['item'] == 'printer']

    def test_a_printer_is_let_through_however_the_program_lets_it_be_written(self):
        dropin = 'etc/systemd/system/yibentong-kiosk.service.d/60-yibentong-printers.conf'
        (self.root / 'srv/a 100%').mkdir(parents=True)
        address, folder = 'IPAddressAllow=127.0.0.1', 'ReadWritePaths="-/srv/a 100%%"'
        for line, shown, allowed in (
                ('where = tcp:127.0.0.1:1', 'tcp:127.0.0.1:1', address), ('Where = tcp:127.0.0.1:1', 'tcp:127.0.0.1:1', address),
                ('where = TCP:127.0.0.1:1', 'tcp:127.0.0.1:1', address), ('where: tcp:127.0.0.1:1', 'tcp:127.0.0.1:1', address),
                ('where=tcp:127.0.0.1:1\r', 'tcp:127.0.0.1:1', address), ('\t WHERE\t:\tTcp:127.0.0.1:1 \t', 'tcp:127.0.0.1:1', address),
                ('where = tcp:127.0.0.1:1 ; r', 'tcp:127.0.0.1:1', address), ('where = tcp:127.0.0.1:1\t# r', 'tcp:127.0.0.1:1', address),
                ('where = tcp:[::1]:1', 'tcp:[::1]:1', 'IPAddressAllow=::1'), ('where : TCP:[::1]', 'tcp:[::1]:9100', 'IPAddressAllow=::1'),
                ('where = cups:x\npaper = 80\nServer : Localhost:1', 'cups:x', 'IPAddressAllow=localhost'),
                ('where = cups:x\npaper = 80\nserver = localhost', 'cups:x', 'IPAddressAllow=localhost'),
                ('where = File:/srv/a 100%/slip.prn ; r', 'file:/srv/a 100%/slip.prn', folder),
                ('where: /dev/ttyS99', '/dev/ttyS99', 'DeviceAllow=/dev/ttyS99 rw'),
                ('where = /dev/serial/by-path/pci-0000:00:14.0-usb-0:1:1.0', '/dev/serial/by-path/pci-0000:00:14.0-usb-0:1:1.0',
                 'DeviceAllow=char-ttyACM rw')):
            with self.subTest(line):
                self.write('etc/yibentong/yibentong.conf', f'\ufeff[printer a]\n{line}\n# where = tcp:10.0.0.1\n; where = tcp:10.0.0.1\n')
                printers = self.printers_of_the_program()
                self.assertEqual(len(printers), 1)
                self.assertIn(shown, printers[0])
                self.run_script('--apply')
                self.assertIn(allowed, self.read(dropin).splitlines())
                self.assertNotIn('10.0.0.1', self.read(dropin))

    def test_a_serial_printer_may_be_plugged_in_later(self):
        dropin, modules = 'etc/systemd/system/yibentong-kiosk.service.d/60-yibentong-printers.conf', 'etc/modules-load.d/60-yibentong.conf'
        before = self.machine()
        for place, kinds in (('/dev/ttyACM0', {'ttyACM'}), ('/dev/ttyUSB1', {'ttyUSB'}), ('/dev/yibentong-printer', {'ttyACM', 'ttyUSB'}),
                             ('/dev/serial/by-id/usb-x', {'ttyACM', 'ttyUSB'}), ('/dev/ttyS0', set())):
            with self.subTest(place):
                self.write('etc/yibentong/yibentong.conf', f'[printer a]\nwhere = {place}\n')
                self.run_script('--apply')
                text = self.read(dropin)
                self.assertEqual(set(re.findall(r'^DeviceAllow=char-(\w+) rw$', text, re.MULTILINE)), kinds)
                self.assertEqual('PrivateDevices=no' in text, bool(kinds))
                self.assertEqual((self.root / modules).exists(), bool(kinds))
                self.assertEqual('BindPaths=-' + place in text, not kinds)
        self.run_script('--undo')
        (self.root / 'etc/yibentong/yibentong.conf').unlink()
        (self.root / 'etc/yibentong').rmdir()
        self.assertEqual(self.machine(), before)

    def test_no_slip_opens_the_system(self):
        (self.root / 'srv').mkdir()
        (self.root / 'srv/link').symlink_to('../etc')
        before = None
        for place in ('/slip.prn', '/etc/slip.prn', '/etc/cron.d', '/usr/local', '/home/x/slip', '/root/slip', '/tmp/slip', '/var/slip',
                      '/srv/../etc/slip', '/srv/link/slip', '//slip', '/etc', '/lib/systemd/slip'):
            with self.subTest(place):
                self.write('etc/yibentong/yibentong.conf', f'[printer a]\nwhere = file:{place}\n')
                before = self.machine()
                self.assertIn('那里不行', self.run_script('--apply', code=os.EX_CONFIG))
                self.assertEqual(self.machine(), before)

    def test_a_folder_for_slips_that_is_not_there_is_told(self):
        self.write('etc/yibentong/yibentong.conf', '[printer a]\nwhere = file:/srv/nowhere/slip.prn\n')
        self.assertIn('没有这个文件夹', self.run_script('--apply', code=os.EX_CONFIG))
        (self.root / 'srv/nowhere').mkdir(parents=True)
        self.run_script('--apply')

    def test_the_status_names_what_is_missing_and_what_is_set(self):
        text = self.run_script('--status', code=1)
        self.assertIn('注意  /etc/systemd/system/getty@.service', text)
        self.assertIn('缺 ', text)
        self.run_script('--apply')
        self.write('var/lib/dpkg/status', ''.join(STATUS.replace('xterm', name) for name in
                   ' '.join(re.findall(r'^PACKAGES(?:_X)?="([^"]+)"', SCRIPT.read_text('utf-8'), re.MULTILINE)).split()))
        (self.root / 'etc/localtime').unlink()
        (self.root / 'etc/localtime').symlink_to('/usr/share/zoneinfo/Asia/Shanghai')
        applied = self.machine()
        self.assertNotIn('注意', self.run_script('--status'))
        self.assertEqual(self.machine(), applied)

    def test_what_somebody_changed_is_told_and_set_again(self):
        self.write('etc/yibentong/yibentong.conf', '[printer a]\nwhere = tcp:192.168.1.50\n')
        self.run_script('--apply')
        applied = self.machine()
        rules, menu = 'etc/sysctl.d/60-yibentong.conf', 'etc/grub.d/01_yibentong'
        self.write(rules, self.read(rules).replace('kernel.sysrq = 0', 'kernel.sysrq = 1'))
        (self.root / menu).chmod(0o644)
        self.write('etc/yibentong/yibentong.conf', '[printer a]\nwhere = tcp:192.168.1.51\n')
        text = self.run_script('--status', code=1)
        for path in (rules, menu, 'etc/systemd/system/yibentong-kiosk.service.d/60-yibentong-printers.conf'):
            self.assertIn(f'注意  /{path}：和应有的不一样', text)
        self.write('etc/yibentong/yibentong.conf', '[printer a]\nwhere = tcp:192.168.1.50\n')
        self.run_script('--apply')
        self.assertEqual(self.machine(), applied)

    def test_a_wrong_time_zone_is_told(self):
        self.assertIn('timedatectl set-timezone Asia/Shanghai', self.run_script('--apply'))

    def refuses_without_ssh(self):
        before = self.machine()
        self.assertIn('没有开机启动的 ssh', self.run_script('--apply', code=os.EX_UNAVAILABLE))
        self.assertEqual(self.machine(), before)
        self.assertIn('没有开机启动的 ssh', self.run_script('--apply', '--dry-run'))
        self.assertIn('注意  ssh', self.run_script('--status', code=1))

    def test_without_a_way_in_nothing_is_touched(self):
        (self.root / 'etc/systemd/system/multi-user.target.wants/ssh.service').unlink()
        self.refuses_without_ssh()
        (self.root / 'lib/systemd/system/ssh.service').unlink()
        self.refuses_without_ssh()
        self.assertIn('--without-ssh', self.run_script('--apply', '--without-ssh'))
        self.assertIn('注意  ssh', self.run_script('--status', code=1))

    def test_an_ssh_that_is_masked_is_no_way_in(self):
        (self.root / 'etc/systemd/system/ssh.service').symlink_to('/dev/null')
        self.refuses_without_ssh()

    def test_ssh_by_its_socket_is_a_way_in(self):
        (self.root / 'etc/systemd/system/multi-user.target.wants/ssh.service').unlink()
        self.write('lib/systemd/system/ssh.socket', '')
        self.enable('ssh.socket', 'sockets')
        self.run_script('--apply')
        self.assertIn('正常  ssh', self.run_script('--status', code=1))

    def test_without_the_package_nothing_is_touched(self):
        (self.root / 'usr/bin/yibentong').unlink()
        before = self.machine()
        self.assertIn('没有安装软件包', self.run_script('--apply', code=os.EX_UNAVAILABLE))
        self.assertEqual(self.machine(), before)

    def test_undo_without_apply_says_so(self):
        self.assertIn('没有什么可撤销的', self.run_script('--undo'))

    def test_a_wrong_command_line_is_refused_in_words(self):
        for arguments in (['--aply'], ['--apply', '--undo'], ['--undo', '--without-ssh'], []):
            self.run_script(*arguments, code=os.EX_USAGE)


if __name__ == '__main__':
    unittest.main()
