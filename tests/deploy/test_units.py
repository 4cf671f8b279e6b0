#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The units that lock the hall's machine are what systemd takes without a warning, and as closed as promised.

  test_units.py DEPLOY_FOLDER

systemd-analyze's exposure: 0 nothing is open, 10 all is. A unit may have 1.0 at most; but one that logs an administrator in
is as open as any login, and closed to visitors in another way.
"""
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

FOLDER = pathlib.Path(sys.argv.pop(1)).resolve()
LIMIT = 1.0
LOGIN = 'yibentong-maintenance.service'


def run(*command, **options):
    return subprocess.run([str(word) for word in command], text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          stdin=subprocess.DEVNULL, check=False, **options)


class Units(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        for unit in [*FOLDER.glob('*.service'), *FOLDER.glob('*.socket')]:
            text = unit.read_text('utf-8')
            # This machine need not have what the package installs; whether the files exist is the package's test.
            text = re.sub(r'^(Exec\w+=[-+]*)/\S+', r'\1/bin/true', text, flags=re.MULTILINE)
            (self.folder / unit.name).write_text(text, 'utf-8')

    def verify(self):
        return run('systemd-analyze', 'verify', '--man=no', *sorted(path for path in self.folder.iterdir() if path.is_file())).stdout

    def exposure(self, name):
        out = run('systemd-analyze', 'security', '--offline=yes', '--no-pager', self.folder / name).stdout
        return float(re.search(r'Overall exposure level for \S+: ([\d.]+)', out)[1])

    def test_systemd_has_nothing_to_say(self):
        self.assertEqual(self.verify(), '')

    def test_a_wrong_line_would_be_told(self):
        unit = self.folder / 'yibentong-kiosk.service'
        unit.write_text(unit.read_text('utf-8').replace('PrivateUsers=yes', 'PrivateUser=yes'), 'utf-8')
        self.assertIn('PrivateUser', self.verify())

    def test_the_units_are_as_closed_as_promised(self):
        names = sorted(unit.name for unit in FOLDER.glob('*.service') if unit.name != LOGIN)
        self.assertGreaterEqual(len(names), 3)
        for name in names:
            with self.subTest(name):
                exposure = self.exposure(name)
                print(f'{name}: {exposure}', file=sys.stderr)
                self.assertLessEqual(exposure, LIMIT)

    def test_the_kiosk_is_as_closed_on_every_display(self):
        kiosk = self.folder / 'yibentong-kiosk.service'
        text = kiosk.read_text('utf-8')
        for display in ('cage', 'kmscon'):
            with self.subTest(display):
                dropin = (FOLDER / f'kiosk-{display}.conf').read_text('utf-8')
                kiosk.write_text(text + re.sub(r'^(Exec\w+=[-+]*)/\S+', r'\1/bin/true', dropin, flags=re.MULTILINE), 'utf-8')
                self.assertEqual(self.verify(), '')
                exposure = self.exposure(kiosk.name)
                print(f'{kiosk.name}, {display}: {exposure}', file=sys.stderr)
                self.assertLessEqual(exposure, LIMIT)

    def test_a_display_that_fails_does_not_keep_the_kiosk_from_trying_again(self):
        for name in ('yibentong-kiosk.service', 'kiosk-cage.conf', 'kiosk-kmscon.conf'):
            self.assertFalse(self.settings(name, 'Requires') + self.settings(name, 'BindsTo'), name)

    def test_foot_has_no_key_of_its_own(self):
        settings = FOLDER / 'kiosk-foot.ini'
        out = run('foot', '--check-config', f'--config={settings}', env={**os.environ, 'LC_ALL': 'C.UTF-8'})
        self.assertEqual(out.returncode, 0, out.stdout)
        ours, theirs = (self.bindings(pathlib.Path(path)) for path in (settings, '/etc/xdg/foot/foot.ini'))
        self.assertGreater(len(theirs), 20)
        self.assertLessEqual(set(theirs), set(ours))
        self.assertEqual(set(ours.values()), {'none'})

    @staticmethod
    def bindings(path):
        """Those of keys and of the mouse in a foot.ini; in foot's own they stand as comments. What is typed in its search and in
        its list of links cannot be reached without them."""
        found, section = {}, ''
        for line in path.read_text('utf-8').splitlines():
            section = line.strip('[]') if line.startswith('[') else section
            setting = re.fullmatch(r'(?:# )?([a-z-]+)=(.*)', line)
            if setting and section in ('key-bindings', 'mouse-bindings'):
                found[f'{section}.{setting[1]}'] = setting[2]
        return found

    def test_an_opened_unit_would_be_told(self):
        unit = self.folder / 'yibentong-kiosk.service'
        text = unit.read_text('utf-8')
        unit.write_text(re.sub(r'^(?:User|SystemCallFilter|CapabilityBoundingSet|PrivateNetwork)=.*\n', '', text,
                               flags=re.MULTILINE), 'utf-8')
        self.assertGreater(self.exposure(unit.name), LIMIT)

    def plain(self):
        """The kiosk's unit with the drop-in for a braille display."""
        folder = self.folder / 'yibentong-kiosk.service.d'
        folder.mkdir()
        text = (FOLDER / 'kiosk-plain.conf').read_text('utf-8')
        (folder / 'plain.conf').write_text(re.sub(r'^(Exec\w+=[-+]*)/\S+', r'\1/bin/true', text, flags=re.MULTILINE), 'utf-8')

    def test_a_unit_may_open_the_console_that_it_speaks_on(self):
        """A list of devices without it would refuse the unit its own standard input."""
        spoken = 0
        for path in [*FOLDER.glob('*.service'), *FOLDER.glob('kiosk-*.conf')]:
            closed = path.suffix == '.conf' or self.settings(path.name, 'DevicePolicy') == ['closed']
            for console in self.settings(path.name, 'TTYPath'):
                spoken += 1
                if closed:
                    self.assertIn(f'{console} rw', self.settings(path.name, 'DeviceAllow'), path.name)
        self.assertEqual(spoken, 5)

    def test_on_the_console_the_kiosk_is_as_closed(self):
        self.plain()
        self.assertEqual(self.verify(), '')
        self.assertLessEqual(self.exposure('yibentong-kiosk.service'), LIMIT)

    def test_the_characters_of_the_console_are_kept_before_something_is_said_there(self):
        """A display that was switched on later found replacement characters. The list of devices holds for root's lines, too."""
        (console,) = self.settings('kiosk-plain.conf', 'TTYPath')
        characters = console.replace('tty', 'vcsu')
        self.assertTrue([line for line in self.settings('kiosk-plain.conf', 'ExecStartPre')
                         if line.startswith('-+') and f'<{characters} ' in line])
        self.assertIn(f'{characters} r', self.settings('kiosk-plain.conf', 'DeviceAllow'))

    def test_on_the_console_nobody_changes_it_with_the_keys_of_a_braille_display(self):
        """The program has no right to lock it: root does, before, and unlocks it afterwards."""
        locks, unlocks = '0x560b', '0x560c'  # VT_LOCKSWITCH, VT_UNLOCKSWITCH
        for key, words in (('ExecStartPre', locks), ('ExecStopPost', unlocks)):
            self.assertTrue([line for line in self.settings('kiosk-plain.conf', key) if line.startswith('-+') and words in line], key)

    def test_the_kiosk_restarts_for_ever_and_is_watched(self):
        lines = (FOLDER / 'yibentong-kiosk.service').read_text('utf-8').splitlines()
        for line in ('Type=notify', 'NotifyAccess=all', 'Restart=always', 'StartLimitIntervalSec=0', 'User=yibentong'):
            self.assertIn(line, lines)
        self.assertTrue([line for line in lines if line.startswith('WatchdogSec=')])

    def settings(self, name, key):
        return [line.split('=', 1)[1] for line in (FOLDER / name).read_text('utf-8').splitlines() if line.startswith(key + '=')]

    def test_only_the_staffs_way_out_leaves_it_and_leads_back(self):
        header = (FOLDER.parent.parent / 'ui/staff.h').read_text('utf-8')
        status = re.search(r'#define STAFF_MAINTENANCE (\d+)', header)[1]
        self.assertEqual(self.settings('yibentong-kiosk.service', 'SuccessExitStatus'), [status])
        self.assertIn(f'"$$EXIT_STATUS" = {status} ]; then exec systemctl --no-block start {LOGIN}',
                      self.settings('yibentong-kiosk.service', 'ExecStopPost')[0])
        for key in ('OnSuccess', 'OnFailure'):
            self.assertEqual(self.settings(LOGIN, key), ['yibentong-kiosk.service'])
        self.assertLessEqual({'yibentong-kiosk.service', 'yibentong-x.service', 'yibentong-x.socket'},
                             set(self.settings(LOGIN, 'Conflicts')[0].split()))
        self.assertFalse((FOLDER / LOGIN).read_text('utf-8').count('[Install]'), 'it starts with no machine')

    def test_the_display_takes_the_abstract_name_and_asks_for_the_secret(self):
        self.assertEqual(self.settings('yibentong-x.socket', 'ListenStream'), ['/tmp/.X11-unix/X0', '@/tmp/.X11-unix/X0'])
        self.assertEqual(self.settings('yibentong-x.socket', 'ExecStartPre'), ['/usr/libexec/yibentong/kiosk-cookie'])
        words = self.settings('yibentong-x.service', 'ExecStart')[0].split()
        secret = pathlib.Path(words[words.index('-auth') + 1])
        self.assertIn(f'XAUTHORITY={secret.parent}/yibentong', self.settings('yibentong-kiosk.service', 'Environment'))
        self.assertEqual(secret.name, self.settings('yibentong-x.service', 'User')[0])
        # Fopen of the X server: without it the secret cannot be read, and everybody is let in.
        self.assertIn('setresuid', self.settings('yibentong-x.service', 'SystemCallFilter')[-1].split())
        self.assertIn(f'folder=${{1:-{secret.parent}}}', (FOLDER / 'kiosk-cookie').read_text('utf-8'))

    def test_the_kiosk_reads_nothing_from_a_folder_that_staff_write(self):
        text = (FOLDER / 'yibentong-kiosk.service').read_text('utf-8')
        places = re.findall(r'\b(?:HOME|XUSERFILESEARCHPATH|XAPPLRESDIR)=(\S+)', text)
        self.assertEqual(places, ['/nonexistent'] * 3)


class Users(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)
        (self.root / 'etc').mkdir()
        (self.root / 'etc/group').write_text('root:x:0:\nlp:x:7:\n')

    def test_users_have_no_shell_and_no_rights_but_printers(self):
        out = run('systemd-sysusers', f'--root={self.root}', FOLDER / 'sysusers.conf')
        self.assertEqual(out.returncode, 0, out.stdout)
        users = {line.split(':')[0]: line.split(':') for line in (self.root / 'etc/passwd').read_text('utf-8').splitlines()}
        groups = {line.split(':')[0]: line.rstrip().split(':')[3] for line in (self.root / 'etc/group').read_text('utf-8').splitlines()}
        self.assertEqual({'yibentong', 'yibentong-display'}, set(users))
        for user in users.values():
            self.assertEqual(user[5:7], ['/nonexistent', '/usr/sbin/nologin'])
        self.assertEqual([group for group, members in groups.items() if 'yibentong' in members.split(',')], ['lp'])

    def test_folders_are_made_for_those_users(self):
        rows = {row.split()[1]: row.split()[2:5] for row in (FOLDER / 'tmpfiles.conf').read_text('utf-8').splitlines()
                if row.startswith('d ')}
        self.assertEqual(rows['/var/lib/yibentong'], ['2770', 'yibentong', 'yibentong'])
        self.assertEqual(rows['/etc/yibentong/keys'], ['0755', 'root', 'root'])


if __name__ == '__main__':
    unittest.main()
