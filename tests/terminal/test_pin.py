#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The staff's PIN at a real program: set at a command line without being shown, asked for at a locked kiosk, and on no disk.

  test_pin.py PROGRAM HANDBOOK_DB [unittest's options]
"""
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

from program import LIMIT_SECONDS, Case, Terminal, command, environment  # noqa: E402

PIN = '7035924681'
WRONG = '8146035792'
GESTURE = '\x1bOQ\x1bOS\x1b[17~\x1b[19~'  # F2 F4 F6 F8, as xterm sends them


class PinCase(Case):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.site = pathlib.Path(self.folder.name) / 'site.db'

    def pin(self, *words, typed=''):
        return subprocess.run(command('pin', *words, '--site', str(self.site)), input=typed.encode(), capture_output=True,
                              env=environment(), timeout=LIMIT_SECONDS)

    def set(self):
        result = self.pin('set', typed=f'{PIN}\n{PIN}\n')
        self.assertEqual(result.returncode, 0, result.stderr.decode())
        return result

    def in_files(self, text):
        return [path.name for path in pathlib.Path(self.folder.name).rglob('*') if path.is_file() and text.encode() in path.read_bytes()]


class CommandTest(PinCase):
    def test_it_is_set_by_typing_it_twice(self):
        result = self.set()
        self.assertIn('维护密码设好了', result.stdout.decode())
        self.assertNotIn(PIN, result.stdout.decode() + result.stderr.decode())
        self.assertIn('已经设好', subprocess.run(command('check', '--site', str(self.site)), capture_output=True, env=environment(),
                                             timeout=LIMIT_SECONDS).stdout.decode())

    def test_what_differs_or_is_easily_guessed_sets_nothing(self):
        for typed, words in ((f'{PIN}\n{WRONG}\n', '不一样'), ('123456\n', '太容易猜到'), ('12345\n', '6 到 12 位'), ('abcdef\n', '6 到 12 位'),
                             ('9' * 100 + '\n', '6 到 12 位')):
            with self.subTest(typed=typed):
                result = self.pin('set', typed=typed)
                self.assertEqual(result.returncode, 65)
                self.assertIn(words, result.stderr.decode())
        self.assertEqual(self.pin('set').returncode, 66)
        self.assertEqual(self.pin('remove').returncode, 1)

    def test_check_says_that_without_one_there_is_no_way_out_by_keys(self):
        subprocess.run(command('site', 'init', '--site', str(self.site)), check=True, capture_output=True, env=environment())
        text = subprocess.run(command('check', '--site', str(self.site)), capture_output=True, env=environment(),
                              timeout=LIMIT_SECONDS).stdout.decode()
        self.assertIn('注意  维护密码：没有设', text)

    def test_it_can_be_taken_away(self):
        self.set()
        self.assertEqual(self.pin('remove').returncode, 0)
        self.assertEqual(self.pin('remove').returncode, 1)

    def test_a_terminal_does_not_show_it(self):
        with Terminal(24, 80) as terminal:
            process = terminal.start('pin', 'set', '--site', str(self.site))
            told = b''
            for words in ('不显示', '再输一次'):
                while words.encode() not in told:
                    told += os.read(process.stderr.fileno(), 4096)
                os.write(terminal.master, (PIN + '\n').encode())
            while terminal.read():
                pass
            process.communicate(timeout=LIMIT_SECONDS)
            self.assertEqual(process.returncode, 0)
            self.assertNotIn(PIN.encode(), terminal.seen)


class LockedCase(PinCase):
    options = ('--locked',)

    def kiosk(self, *steps, code):
        """The locked kiosk; each step is what is waited for and what is typed then. Its exit code."""
        with Terminal(30, 100) as terminal:
            process = terminal.start(*self.options, '--site', str(self.site))
            for words, keys in steps:
                terminal.wait_for(words)
                terminal.seen = b''
                os.write(terminal.master, keys.encode())
            if code is None:
                self.assertIsNone(process.poll())
                process.terminate()
            while terminal.read():
                pass
            _, errors = process.communicate(timeout=LIMIT_SECONDS)
            self.assertEqual(errors, b'')
            self.assertEqual(process.returncode, code or 0)
            return terminal.seen


class KioskTest(LockedCase):
    def test_staff_leave_for_maintenance_or_to_start_anew(self):
        self.set()
        for key, code in (('4', 3), ('3', 0)):
            with self.subTest(key=key):
                self.kiosk(('点一下屏幕', GESTURE), ('请输入维护密码', PIN + '\r'), ('退出到维护', key), code=code)

    def test_a_wrong_one_leads_nowhere_and_none_is_on_the_disk(self):
        self.set()
        self.kiosk(('点一下屏幕', GESTURE), ('请输入维护密码', WRONG + '\r'), ('密码不对', PIN + '\r'), ('退出到维护', '\x1b'), ('点一下屏幕', ''),
                   code=None)
        self.assertEqual(self.in_files('$argon2id$'), ['site.db'])
        self.assertEqual(self.in_files(PIN) + self.in_files(WRONG), [])

    def test_the_machine_is_looked_at_without_leaving(self):
        self.set()
        self.kiosk(('点一下屏幕', GESTURE), ('请输入维护密码', PIN + '\r'), ('退出到维护', '2'), ('已经设好', '\x1b'), ('退出到维护', '\x1b'), ('点一下屏幕', ''),
                   code=None)


class PlainTest(LockedCase):
    """The same by lines."""
    options = ('--plain', '--locked')
    LIST = '请输入题号，或想问的事：'
    QUESTION = '请输入维护密码，不显示：'
    MENU = '离开维护，按回车。\n请输入编号，1 到 4：'
    AGAIN = '\n这里只给工作人员；不是的，请按回车。\n' + QUESTION
    HELP = '\n想问的事可以写拼音。'
    BEGINNING = (LIST, '2468\n')

    def test_staff_leave_for_maintenance_or_to_start_anew(self):
        self.set()
        for key, code in (('4', 3), ('3', 0)):
            with self.subTest(key=key):
                seen = self.kiosk(self.BEGINNING, (self.QUESTION, PIN + '\n'), (self.MENU, key + '\n'), code=code)
                self.assertNotIn(PIN.encode(), seen)

    def test_a_wrong_one_leads_nowhere_and_none_is_shown_or_on_the_disk(self):
        self.set()
        self.kiosk(self.BEGINNING, (self.QUESTION, WRONG + '\n'), ('\n密码不对。\n' + self.AGAIN, '12345\n'),
                   ('\n密码是 6 到 12 位数字。\n' + self.AGAIN, '\n'), ('\n' + self.LIST, ''), code=None)
        self.assertEqual(self.in_files(PIN) + self.in_files(WRONG), [])

    def test_after_many_wrong_ones_the_right_one_has_to_wait_too(self):
        self.set()
        self.kiosk(self.BEGINNING, *[(self.QUESTION, WRONG + '\n')] * 5, ('输错太多次了。还要等 1 分 00 秒。\n' + self.HELP, '2468\n'),
                   (self.QUESTION, PIN + '\n'), (' 秒。\n' + self.HELP, ''), code=None)

    def test_the_machine_and_its_printer_are_looked_at_without_leaving(self):
        self.set()
        self.kiosk(self.BEGINNING, (self.QUESTION, PIN + '\n'), (self.MENU, '2\n'), ('维护密码：已经设好', '1\n'),
                   ('没有接打印机', '5\n'), ('只能输入 1 到 4 中的一个编号。\n\n' + self.MENU, '\n'), ('\n' + self.LIST, ''), code=None)

    def test_without_one_the_line_is_something_to_search(self):
        subprocess.run(command('site', 'init', '--site', str(self.site)), check=True, capture_output=True, env=environment())
        self.assertNotIn('维护'.encode(), self.kiosk(self.BEGINNING, ('请输入编号，1 到 3：', ''), code=None))


if __name__ == '__main__':
    unittest.main(argv=sys.argv[:1] + sys.argv[3:])
