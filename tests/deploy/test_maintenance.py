#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The console behind the staff's PIN: what its menu does, and that the kiosk comes back when nobody does anything.

  test_maintenance.py DEPLOY_FOLDER

systemd, the login, the clock and the console's times are stand-ins: a second passes when the test says so.
"""
import os
import pathlib
import pty
import select
import signal
import subprocess
import sys
import tempfile
import time
import unittest

SCRIPT = pathlib.Path(sys.argv.pop(1)).resolve() / 'kiosk-maintenance'
PATIENCE = 30
STAND_INS = {
    'systemctl': 'echo "systemctl $*" >>"$FOLDER/calls"',
    'agetty': 'echo "agetty $*" >>"$FOLDER/calls"',
    # One look at the console for each byte that the test writes.
    'sleep': 'echo "$1" >>"$FOLDER/slept"; head -c 1 <"$FOLDER/time" >"$FOLDER/passed"; [ -s "$FOLDER/passed" ]',
    'stat': 'case $2 in %X) cat "$FOLDER/key" ;; %Y) cat "$FOLDER/line" ;; esac',
}


class Maintenance(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        (self.folder / 'bin').mkdir()
        for name, body in STAND_INS.items():
            (self.folder / 'bin' / name).write_text(f'#!/bin/sh\n{body}\n')
            (self.folder / 'bin' / name).chmod(0o755)
        for name in ('calls', 'slept', 'key', 'line'):
            (self.folder / name).write_text('')
        os.mkfifo(self.folder / 'time')
        self.time = os.open(self.folder / 'time', os.O_RDWR)  # so that neither end waits to be opened
        self.addCleanup(os.close, self.time)
        self.start()
        self.addCleanup(self.end)

    def start(self, **settings):
        self.console, inside = pty.openpty()
        self.addCleanup(os.close, self.console)
        self.menu = subprocess.Popen(
            [SCRIPT], stdin=inside, stdout=inside, stderr=inside, start_new_session=True,
            env={'PATH': f'{self.folder}/bin:{os.environ["PATH"]}', 'FOLDER': str(self.folder)} | settings)
        os.close(inside)
        self.shown = b''
        self.until(lambda: self.screen().endswith(b'  > '), 'the menu')

    def end(self):
        """As systemd ends the unit, with all that it has started."""
        os.killpg(self.menu.pid, signal.SIGKILL)
        self.menu.wait()

    def until(self, holds, what):
        end = time.monotonic() + PATIENCE
        while not holds():
            if time.monotonic() > end:
                raise AssertionError(f'not within {PATIENCE} s: {what}; shown {self.shown!r}')
            select.select([], [], [], 0.01)

    def screen(self):
        while select.select([self.console], [], [], 0)[0]:
            try:
                self.shown += os.read(self.console, 4096)
            except OSError:  # nobody holds the other end any more
                break
        return self.shown

    def choose(self, text):
        os.write(self.console, text + b'\n')

    def calls(self):
        return (self.folder / 'calls').read_text().splitlines()

    def slept(self):
        return (self.folder / 'slept').read_text().splitlines()

    def look(self, times=1, **changes):
        """So many looks at the console, with other times of it before the first."""
        for name, value in changes.items():
            (self.folder / name).write_text(value)
        for _ in range(times):
            before = len(self.slept())
            os.write(self.time, b'.')
            self.until(lambda: len(self.slept()) > before or self.calls(), 'the next look')

    def test_the_menu_names_all_ways_in_letters_that_a_console_has(self):
        self.assertTrue(self.shown.isascii())
        for words in (b'1  back to the kiosk', b'2  restart', b'3  power off', b'4  log in', b'for 10 minutes'):
            self.assertIn(words, self.shown)

    def test_one_goes_back(self):
        self.choose(b'1')
        self.assertEqual(self.menu.wait(PATIENCE), 0)
        self.assertEqual(self.calls(), [])

    def test_the_others_do_what_they_say(self):
        for choice, call in ((b'2', 'systemctl reboot'), (b'3', 'systemctl poweroff'), (b'4', 'agetty --noclear - linux')):
            with self.subTest(call):
                (self.folder / 'calls').write_text('')
                self.choose(choice)
                self.assertEqual(self.menu.wait(PATIENCE), 0)
                self.assertEqual(self.calls(), [call])
                self.end()
                self.start()

    def test_anything_else_shows_the_menu_again(self):
        for text in (b'', b'5', b'reboot', b'$(reboot)', b'*', b'4; sh', b'\xff\xfe', b'1' * 3000):
            with self.subTest(text):
                self.shown = b''
                self.choose(text)
                self.until(lambda: self.screen().endswith(b'  > '), 'the menu again')
        self.assertIsNone(self.menu.poll())
        self.assertEqual(self.calls(), [])

    def test_the_end_of_the_console_is_the_way_back(self):
        os.write(self.console, b'\x04')
        self.assertEqual(self.menu.wait(PATIENCE), 0)

    def test_after_ten_minutes_of_silence_the_kiosk_comes_back(self):
        self.look(39)
        self.assertEqual(self.calls(), [])
        self.look(2)
        self.assertEqual(self.calls(), ['systemctl --no-block stop yibentong-maintenance.service'])
        self.assertEqual(set(self.slept()), {'15'})

    def test_a_key_or_a_line_that_is_written_is_a_sign_of_life(self):
        for change in ({'key': 'a'}, {'line': 'a'}, {'key': 'b'}, {'line': 'b'}):
            self.look(39, **change)
        self.assertEqual(self.calls(), [])
        self.look(2)
        self.assertEqual(len(self.calls()), 1)

    def test_what_writes_for_ever_does_not_keep_the_screen(self):
        self.end()
        self.start(YIBENTONG_LOOK='300')
        self.look(1, key='a')
        for minute in range(0, 115, 5):
            self.look(1, line=str(minute))
        self.assertEqual(self.calls(), [])
        self.look(2, line='the last')
        self.assertEqual(len(self.calls()), 1)

    def test_a_clock_that_is_set_is_no_silence(self):
        self.look(39, key='1700000000')
        self.look(39, key='1')
        self.assertEqual(self.calls(), [])


if __name__ == '__main__':
    unittest.main()
