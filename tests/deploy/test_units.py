#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The units that lock the hall's machine are what systemd takes without a warning, and as closed as promised.

  test_units.py DEPLOY_FOLDER

systemd-analyze's exposure: 0 nothing is open, 10 all is. The program's own unit may have 1.0 at most, the display's, which
needs graphics, input devices and udev, 1.5.
"""
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

FOLDER = pathlib.Path(sys.argv.pop(1)).resolve()
LIMITS = {'yibentong-kiosk.service': 1.0, 'yibentong-x.service': 1.5}


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
        return run('systemd-analyze', 'verify', '--man=no', *sorted(self.folder.iterdir())).stdout

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
        for name, limit in LIMITS.items():
            exposure = self.exposure(name)
            print(f'{name}: {exposure}', file=sys.stderr)
            self.assertLessEqual(exposure, limit)

    def test_an_opened_unit_would_be_told(self):
        unit = self.folder / 'yibentong-kiosk.service'
        text = unit.read_text('utf-8')
        unit.write_text(re.sub(r'^(?:User|SystemCallFilter|CapabilityBoundingSet|PrivateNetwork)=.*\n', '', text,
                               flags=re.MULTILINE), 'utf-8')
        self.assertGreater(self.exposure(unit.name), LIMITS[unit.name])

    def test_the_kiosk_restarts_for_ever_and_is_watched(self):
        lines = (FOLDER / 'yibentong-kiosk.service').read_text('utf-8').splitlines()
        for line in ('Type=notify', 'NotifyAccess=all', 'Restart=always', 'StartLimitIntervalSec=0', 'User=yibentong'):
            self.assertIn(line, lines)
        self.assertTrue([line for line in lines if line.startswith('WatchdogSec=')])


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
