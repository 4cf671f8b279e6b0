#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What `yibentong --plain` promises: all that the kiosk can do as lines that make sense one after the other, on a pipe
and on a terminal as wide as a braille display, in UTF-8 and GB18030.

  test_plain.py PROGRAM HANDBOOK_DB [unittest's options]
"""
import contextlib
import fcntl
import os
import pathlib
import re
import resource
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import termios
import unittest

from program import LIMIT_SECONDS, SCHOOL, Case, Terminal, command, environment, published, run, run_sql, squeezed, width  # noqa: E402

ORDINARY = '2026-11-23'
HINT = '想问的事可以写拼音。l 读题目，h 帮助，q 结束。\n'
BEGIN = HINT + '请输入题号，或想问的事：'
CELLS = 26  # a display has forty; a Chinese character, two columns on a screen, takes up to three of them
DRAWN = '◆□☐✔▪│─┌┐└┘▐▀▄█'


def talk(*lines, words=(), charset='utf-8', env=None, end='\n'):
    """The conversation with these lines typed on a pipe, then the end of input."""
    typed = ''.join(line + end for line in lines).encode(charset)
    return subprocess.run(command('--plain', '--today', ORDINARY, *words), input=typed, capture_output=True,
                          env=environment(**(env or {})), timeout=LIMIT_SECONDS)


def small_stack():
    resource.setrlimit(resource.RLIMIT_STACK, (1 << 20, 1 << 20))


class PlainCase(Case):
    def said(self, *lines, **more):
        text = self.fine(talk(*lines, **more))
        self.assertFalse(set(text) & set(DRAWN), 'marks that only the eye takes in')
        self.assertNotIn('----', text)
        self.assertNotRegex(text, r'[\x00-\x09\x0b-\x1f\x7f]')
        self.assertNotIn('\n\n\n', text, 'more than one empty line')
        self.assertNotRegex(text, '(?m)^[ \u3000]', 'cells that say nothing')
        return text

    def answers(self, *lines, **more):
        """What is said behind the beginning."""
        return self.said(*lines, 'q', **more).split(BEGIN, 1)[1]


class ConversationTest(PlainCase):
    def test_it_begins_with_what_it_is_and_the_twelve(self):
        text = self.said('q')
        self.assertTrue(text.startswith('一本通，学籍学历速查。'))
        titles = [(str(q['number']), q['title']) for q in self.json('list')]
        self.assertEqual(re.findall(r'^(\d+)、(.+)$', text, re.M), titles)
        self.assertTrue(text.endswith(BEGIN + 'q\n'))

    def test_every_output_ends_in_a_question(self):
        """What was said last before each line that is typed."""
        lines = ['6', '', 'w', 'g', '3', 'w', '', '', '0', 's', '吉大', '1', '0', '毕业证丢了', '1', '0', 'f', '4', 'h', 'l', 'q']
        self.assertEqual(len(self.asked(self.said(*lines))), len(lines))

    def asked(self, text):
        """(what else may be typed, what is asked) of each question: two lines between empty ones."""
        return re.findall(r'(?:^|\n\n)([^\n]+。)\n([^\n：]+：)[^\n]*(?=\n\n|\n?$)', text)

    def test_what_is_asked_fits_a_braille_display_and_stands_apart(self):
        """The display shows the line of the cursor: it showed what a long question ended in, never what was asked."""
        text = self.said('6', '', 'b', 'w', 'g', '3', 'w', '', '', '0', 's', '吉大', '1', '0', '毕业证丢了', '0', 'xyzzy', '0', 'f', '4', '/',
                         '0', '8', 'g', '2026', 'b', '1998', 'q', '0', '2', 'g', '吉大', 'q', '0', 'q')
        asked = self.asked(text)
        self.assertGreaterEqual(len({also for also, _ in asked}), 13)
        for _, what in asked:
            self.assertLessEqual(width(what), CELLS, what)

    def test_an_answer_is_read_whole_by_pages(self):
        for number in range(1, 13):
            with self.subTest(question=number):
                answer = self.json('show', str(number))
                text = self.answers(str(number), *[''] * 8)
                for block in answer['blocks']:
                    words = block['text']
                    self.assertIn(words.removeprefix(block['label']).strip('：:，'), text)
                self.assertIn('以学信网页面和学校规定为准。', text)
                self.assertIn('读完了。', text)

    def test_pages_can_be_turned_back(self):
        text = self.answers('2', '', 'b')
        self.assertEqual(text.count('\n首先确认：\n'), 2)
        self.assertEqual(len(re.findall('后面还有', text)), 2)

    def test_after_something_else_the_answer_goes_on_where_it_was(self):
        text = self.answers('2', 'w', 'h', 'r', '')
        self.assertEqual(text.count('\n首先确认：\n'), 1)
        self.assertIn('读完了。', text)

    def test_ten_thousand_related_questions_one_after_the_other_need_no_more_than_one(self):
        numbers = [str(1 + step % 12) for step in range(10_000)]
        typed = '\n'.join([*numbers, '0', 'q', '']).encode()
        result = run('--plain', '--today', ORDINARY, stdin=None, input=typed, preexec_fn=small_stack)
        text = self.fine(result)
        self.assertEqual(len(re.findall('^一本通 问题[0-9]+ 手册原文。', text, re.M)), len(numbers))
        self.assertTrue(text.endswith(BEGIN + 'q\n'))

    def test_addresses_are_said_whole_with_their_hosts(self):
        links = {link['id']: link for link in self.json('links')}
        text = self.answers('2', 'w')
        for name in self.json('show', '2')['links']:
            self.assertIn(f"在 {links[name]['host']}，网址是：\n{links[name]['url']}\n", text)

    def test_a_guide_leads_to_its_outcome_and_back_into_the_answer(self):
        result = self.json('guide', '6', '--answers', 'certificate-matter=lost')['outcome']
        text = self.answers('6', 'g', '3', 'w', '', '')
        self.assertIn('这是您的结果：\n' + result['title'], text)
        for number, step in enumerate(result['steps']):
            self.assertIn(f'\n{number + 1}、{step}', text)
        for quote in result['quotes']:
            self.assertIn(f'\n原文：{quote}', text)
        self.assertIn('官方网页一共', text)
        self.assertRegex(text, r'后面还有 \d+ 段。[^\n]*\n按回车往下读：q\n')

    def test_who_leaves_a_guide_is_told_where_that_leads(self):
        text = self.answers('6', 'g', 'q', '')
        self.assertIn('：q\n\n回到问题 6 的答复。\n\n后面还有', text)

    def test_help_is_there_within_a_guide_too(self):
        text = self.answers('6', 'g', 'h', '3', 'h', '', 'h')
        self.assertEqual(text.count('现在在自助引导里，'), 2)
        self.assertEqual(text.count('现在在读引导的结果。'), 1)
        self.assertEqual(text.count('这是您的结果：'), 1)

    def test_the_schools_own_words_are_those_on_the_question_where_the_guide_ended(self):
        site = self.hall(SCHOOL, published(8, '认证窗口在二楼'), published(9, '学位另说'))
        text = self.said('9', 'g', '1998', '2', *[''] * 6, 'q', words=('--site', site)).split('这是您的结果：')[1].split('您的回答：')[0]
        self.assertIn('认证窗口在二楼', text)
        self.assertNotIn('学位另说', text)

    def test_an_answer_of_a_guide_is_changed_and_the_rest_stays(self):
        text = self.answers('6', 'g', '1', '1', '2', '2', '')
        self.assertEqual(text.count('这是您的结果：'), 2)
        first, second = text.split('这是您的结果：')[1:]
        self.assertIn('内容修完，达到学校的毕业要求', first)
        self.assertIn('内容修完，没有达到毕业要求', second)
        self.assertIn('想知道能不能毕业、何时发证', second)

    def test_what_one_wants_to_know_is_found_in_any_words(self):
        for words in ('毕业证丢了', '/毕业证丢了', '/ byzdl', 'biyezheng diule'):
            with self.subTest(words=words):
                text = self.answers(words, '1')
                self.assertIn('1、问题 6：', text)
                self.assertIn('一本通 问题6 手册原文。', text)

    def test_what_is_found_can_be_a_school_a_page_or_a_guide(self):
        self.assertIn('学校标识码：4122010183。', self.answers('吉林大学', self.number_of('吉林大学', '学校：吉林大学')))
        self.assertIn('网址是：\nhttps://', self.answers('在线验证报告', self.number_of('在线验证报告', '官方网页')))

    def number_of(self, words, row):
        return re.search(r'^(\d)、' + row, self.answers(words), re.M).group(1)

    def test_schools_are_looked_up(self):
        text = self.answers('s', '吉大', '1', '不存在的学校', '0')
        self.assertIn('吉林大学，在教育部名单里。', text)
        self.assertIn('“不存在的学校”不在教育部名单（截至2026-06-17）中，请向学校核实', text)

    def test_the_filter_leaves_what_concerns_one(self):
        questions = self.json('list')
        names = ['录取新生', '在校生', '毕业生', '2000届及以前']
        for number, name in enumerate(names):
            text = self.answers('f', str(number + 2))
            shown = [int(n) for n in re.findall(r'^(\d+)、', text.split('有关的问题，')[1], re.M)]
            self.assertEqual(shown, [q['number'] for q in questions if name in q['audience']])
        self.assertIn('一共 12 个问题：', self.answers('f', '2', 'f', '1'))

    def test_what_is_not_understood_is_said_and_asked_again(self):
        text = self.answers('13', '99', '6', 'z', '0', '0', 'g', 'f', '9', '')
        self.assertIn('没有第 13 题，题号从 1 到 12。', text)
        self.assertIn('已经在开头了。', text)
        self.assertIn('g 要在答复里用：', text)
        self.assertIn('不认识“z”。', text)
        self.assertIn('只能输入 1 到 5 中的一个编号。', text)

    def test_what_serves_the_beginning_serves_an_answer_too(self):
        text = self.answers('2', '毕业证丢了', '1', 's', '吉大', '0', '6', 'f', '4', '6', 'l', '6', '99')
        for words in ('“毕业证丢了”', '“s”', '“99”'):
            self.assertNotIn('不认识' + words, text)
        for words in ('条：\n1、问题 6', '一本通 问题6 手册原文。', '1、吉林大学（', '先列出最像的', '和毕业生有关的问题', '没有第 99 题'):
            self.assertIn(words, text)

    def test_ten_thousand_searches_within_answers_need_no_more_than_one(self):
        typed = '6\n' + 'byzdl\n1\n' * 2_000 + '0\nq\n'
        result = run('--plain', '--today', ORDINARY, stdin=None, input=typed.encode(), preexec_fn=small_stack)
        self.assertEqual(self.fine(result).count('一本通 问题6 手册原文。'), 2001)

    def test_the_title_of_a_question_is_found_once(self):
        text = self.answers('byz', '0')
        titles = re.findall(r'^\d、问题 \d+：.*$', text, re.M)
        self.assertEqual(len(titles), len({title.split('、', 1)[1] for title in titles}))
        self.assertIn('、还是问题 6，里面写着：', text)

    def test_full_width_letters_and_digits_are_as_good(self):
        self.assertIn('一本通 问题6 手册原文。', self.answers('６'))
        self.assertIn('网址是：', self.answers('２', 'Ｗ'))

    def test_the_end_of_input_leaves_from_anywhere(self):
        for lines in ([], ['6'], ['6', 'g'], ['6', 'g', '3'], ['s'], ['毕业证丢了'], ['f'], ['2', 'g', '吉大']):
            with self.subTest(lines=lines):
                self.said(*lines)

    def test_an_input_that_cannot_be_read_is_told(self):
        folder = os.open('/', os.O_RDONLY)
        self.addCleanup(os.close, folder)
        for words in (['--plain'], ['guide', '2']):
            with self.subTest(words):
                done = run(*words, stdin=folder)
                self.assertEqual(done.returncode, os.EX_NOINPUT)
                self.assertIn('读不了回答', done.stderr.decode())

    def test_hostile_lines_are_text_and_nothing_more(self):
        text = self.said('\x1b[2J\x1b]0;x\x07', 'x' * 5000, '%s%n', '', 'q')
        self.assertNotIn('\x1b', text)

    def test_a_closed_hall_is_told_of(self):
        with tempfile.TemporaryDirectory() as folder:
            config = pathlib.Path(folder) / 'yibentong.conf'
            config.write_text('[kiosk]\nopen = 每天 00:00-00:01\n', 'utf-8')
            text = self.said('q', words=('--config', str(config)))
            self.assertRegex(text, '现在是休息时间；明天 0:00 开门。自助终端照常可用|^(?!.*休息)')

    def test_gb18030_in_and_out(self):
        result = talk('毕业证丢了', '1', 'q', charset='gb18030', env={'LANG': 'zh_CN.GB18030', 'LC_ALL': 'zh_CN.GB18030'})
        self.assertEqual(result.returncode, 0)
        text = result.stdout.decode('gb18030')
        self.assertIn('找到', text)
        self.assertIn('1、问题 6：学历证书发放条件是什么？', text)
        self.assertIn('一本通 问题6 手册原文。', text)


class PrintTest(PlainCase):
    def test_the_printer_is_told_of_before_and_the_slip_is_the_answers(self):
        with tempfile.TemporaryDirectory() as folder:
            config, slip = pathlib.Path(folder) / 'yibentong.conf', pathlib.Path(folder) / 'slip.prn'
            config.write_text(f'[printer 文件]\nwhere = file:{slip}\n', 'utf-8')
            more = {'words': ('--config', str(config))}
            text = self.answers('6', 'p', '', 'p', 'n', **more)
            self.assertEqual(text.count('打印机可以用。\n这一次还可以打印 3 张。\n'), 2)
            self.assertEqual(text.count('没有打印。'), 2)
            self.assertFalse(slip.exists())
            text = self.answers('6', 'p', 'y', 'p', '', **more)
            self.assertIn('已经打印，请取走纸条', text)
            self.assertIn('这一次还可以打印 2 张。', text)
            self.assertIn('学历证书'.encode('gb18030'), slip.read_bytes())
            slip.unlink()
            self.assertIn('已经打印', self.answers('6', 'g', '3', 'p', 'y', '', **more))
            self.assertTrue(slip.exists())

    def test_without_a_printer_it_is_not_offered(self):
        self.assertNotIn('打印', self.answers('6').split('按回车往下读：')[0])


class TerminalTest(PlainCase):
    def conversation(self, rows, cols, *lines, env=None, words=()):
        """On a terminal: each line is typed when the question before it has come."""
        with Terminal(rows, cols) as terminal:
            process = terminal.start('--plain', '--today', ORDINARY, *words, env=env)
            typed_at = 0
            for line in lines:
                while len(terminal.seen) <= typed_at or not terminal.seen.endswith('：'.encode()):
                    self.assertTrue(terminal.read(), terminal.seen.decode())
                typed_at = len(terminal.seen)
                os.write(terminal.master, (line + '\n').encode())
            while terminal.read():
                pass
            _, errors = process.communicate(timeout=LIMIT_SECONDS)
            self.assertEqual((process.returncode, errors), (0, b''))
            return terminal.seen.decode()

    def test_lines_are_no_longer_than_a_braille_display(self):
        lines = ['6', 'w', 'g', '3', 'w', '0', '0', 's', 'jlsf', '0', '毕业证丢了', '0', 'f', '1', 'h', 'q']
        for cols in (40, 80):
            with self.subTest(cols=cols):
                text = self.conversation(25, cols, *lines)
                for line in text.replace('\r', '').split('\n'):
                    if '://' not in line:
                        self.assertLessEqual(width(line), cols, line)
                self.assertIn(squeezed('各高校负责本校学生学历证书的印制和发放工作'), squeezed(text))

    def test_nothing_moves_the_cursor_or_colours(self):
        text = self.conversation(24, 80, '2', '', '0', 'q')
        self.assertNotIn('\x1b', text)
        self.assertNotRegex(text, r'[\x00-\x09\x0b\x0c\x0e-\x1f\x7f]')

    def test_it_runs_on_a_terminal_that_can_do_nothing(self):
        for name in ('dumb', '', None):
            with self.subTest(TERM=name):
                self.assertIn('一共 12 个问题', self.conversation(24, 80, 'q', env={'TERM': name}))

    def test_pages_are_as_high_as_the_terminal(self):
        small, large = self.conversation(10, 80, '2', '0', 'q'), self.conversation(60, 80, '2', '0', 'q')
        self.assertIn('后面还有', small)
        self.assertNotIn('后面还有', large)

    def test_a_page_is_whole_on_the_screen_and_ends_in_no_heading(self):
        for rows, cols in ((25, 80), (25, 40), (30, 100)):
            text = self.conversation(rows, cols, *(line for n in range(1, 13) for line in (str(n), *[''] * 12, '0')), 'q')
            said = text.replace('\r', '').split('\n\n')
            pages = [(page, asked) for page, asked in zip(said, said[1:]) if asked.startswith(('后面还有', '读完了'))]
            self.assertGreater(len(pages), 14)
            for page, asked in pages:
                self.assertLessEqual(len(page.split('\n') + [''] + asked.split('\n')), rows, page)
                self.assertFalse(page.endswith('：') and asked.startswith('后面还有'), page)


class LockedTest(PlainCase):
    def test_locked_neither_q_nor_keys_that_signal_nor_the_end_of_input_leave(self):
        with Terminal(24, 80) as terminal:
            process = terminal.start('--plain', '--locked')
            fcntl.ioctl(terminal.master, termios.TIOCSWINSZ, b'\x18\x00\x50\x00\x00\x00\x00\x00')
            terminal.wait_for('，或想问的事：')
            for keys in ('q\n', '\x04', '\x03', '\x1a', '\x1c'):
                terminal.seen = b''
                os.write(terminal.master, keys.encode())
                if keys in ('q\n', '\x04'):
                    terminal.wait_for('一本通，学籍学历速查。')  # the next visitor is greeted
                    terminal.wait_for('，或想问的事：')
                else:
                    os.write(terminal.master, b'h\n')
                    terminal.wait_for('内容：')
                    terminal.wait_for('，或想问的事：')
                self.assertIsNone(process.poll())
            self.assertEqual(terminal.stop(), 0)

    def locked(self, terminal, *words, env=None):
        process = terminal.start('--plain', '--locked', *words, env=env)
        terminal.wait_for('，或想问的事：')
        return process

    def test_ctrl_s_stops_nothing(self):
        with Terminal(24, 80) as terminal:
            process = self.locked(terminal)
            for keys in (b'\x13', b'h\n'):
                os.write(terminal.master, keys)
            terminal.wait_for('内容：')
            self.assertEqual(terminal.stop(), 0)

    def test_what_it_changed_of_the_terminal_is_changed_back(self):
        with Terminal(24, 80) as terminal:
            keeper = os.dup(terminal.slave)
            self.addCleanup(os.close, keeper)
            before = termios.tcgetattr(keeper)
            process = self.locked(terminal)
            self.assertNotEqual(termios.tcgetattr(keeper), before)
            process.send_signal(signal.SIGTERM)
            process.communicate(timeout=LIMIT_SECONDS)
            self.assertEqual(termios.tcgetattr(keeper), before)

    def test_it_gives_up_what_the_full_screen_gives_up(self):
        with Terminal(24, 80) as terminal:
            process = self.locked(terminal)
            status = pathlib.Path(f'/proc/{process.pid}/status').read_text('utf-8')
            self.assertRegex(status, r'\nSeccomp:\t2\n')
            self.assertRegex(status, r'\nNoNewPrivs:\t1\n')
            self.assertEqual(terminal.stop(), 0)

    def test_unlocked_it_gives_up_nothing(self):
        with Terminal(24, 80) as terminal:
            process = terminal.start('--plain')
            terminal.wait_for('，或想问的事：')
            self.assertRegex(pathlib.Path(f'/proc/{process.pid}/status').read_text('utf-8'), r'\nSeccomp:\t0\n')
            os.write(terminal.master, b'q\n')
            process.communicate(timeout=LIMIT_SECONDS)
            self.assertEqual(process.returncode, 0)

    def test_the_service_manager_hears_that_it_lives_whether_somebody_types_or_not(self):
        with tempfile.TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
            manager.bind(folder + '/notify')
            manager.settimeout(LIMIT_SECONDS)
            with Terminal(24, 80) as terminal:
                process = self.locked(terminal, env={'NOTIFY_SOCKET': folder + '/notify', 'WATCHDOG_USEC': '200000'})
                self.assertEqual([manager.recv(64) for _ in range(3)], [b'READY=1', b'WATCHDOG=1', b'WATCHDOG=1'])
                os.write(terminal.master, b'h\n')
                terminal.wait_for('内容：')
                self.assertEqual(manager.recv(64), b'WATCHDOG=1')
                self.assertEqual(terminal.stop(), 0)

    def test_what_was_counted_is_kept_when_it_is_stopped(self):
        with tempfile.TemporaryDirectory() as folder:
            site = folder + '/site.db'
            self.assertEqual(subprocess.run(command('site', 'init', '--site', site), env=environment(), check=False,
                                            stdout=subprocess.DEVNULL).returncode, 0)
            with Terminal(24, 80) as terminal:
                process = self.locked(terminal, '--site', site)
                for _ in range(6):
                    terminal.press('6\n', '往下读：')
                    terminal.press('0\n', '想问的事：')
                self.assertEqual(terminal.stop(), 0)
            with contextlib.closing(sqlite3.connect(site)) as counted:
                self.assertEqual(counted.execute("SELECT sum(n) FROM counter WHERE kind = 1 AND item = '6'").fetchone(), (6,))

    def command(self, *words):
        self.fine(run(*map(str, words)))

    def test_what_is_installed_or_set_up_meanwhile_is_there_for_the_next_visitor(self):
        with tempfile.TemporaryDirectory() as name, Terminal(24, 80) as terminal:
            folder = pathlib.Path(name)
            site, assets, keys = folder / 'site.db', folder / 'assets', folder / 'keys'
            place = ['--keys', keys, '--state', folder / 'state']
            keys.mkdir()
            shutil.copytree(pathlib.Path(__file__).resolve().parents[2] / 'assets', assets)
            edition = assets / 'edition.yaml'
            edition.write_text(edition.read_text('utf-8').replace('第 1 号', '第 92 号'), 'utf-8')
            self.command('content', 'key', folder / 'office', '--no-password')
            shutil.copy(folder / 'office.pub', keys / 'current.pub')
            self.command('content', 'build', '--assets', assets, '--output', folder / '1.ybt', '--key', folder / 'office.key',
                         '--sequence', 1)
            self.locked(terminal, '--site', str(site), *map(str, place))
            self.command('content', 'install', folder / '1.ybt', '--yes', *place)
            self.command('site', 'init', '--site', site)
            terminal.seen = b''
            os.write(terminal.master, b'q\n')
            terminal.wait_for('，或想问的事：')
            os.write(terminal.master, b'h\n')
            terminal.wait_for('第 92 号')
            run_sql(site, "UPDATE profile SET school = '吉林大学'", 'UPDATE state SET revision = revision + 1')
            terminal.seen = b''
            os.write(terminal.master, b'q\n')
            terminal.wait_for('吉林大学，纯文字方式')
            self.assertEqual(terminal.stop(), 0)

    def test_unlocked_q_leaves(self):
        self.assertTrue(self.said('q').endswith('q\n'))


if __name__ == '__main__':
    unittest.main(argv=sys.argv[:1] + sys.argv[3:])
