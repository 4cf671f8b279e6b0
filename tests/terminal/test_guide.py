#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What the dialogue of `yibentong guide` promises, on pipes and terminals.

  test_guide.py PROGRAM HANDBOOK_DB [unittest's options]
"""
import os
import subprocess
import sys
import tempfile
import unittest

from guide_case import CHANGE, JILIN, OFFICE, VISITORS, GuideCase, outcomes, talk
from program import LIMIT_SECONDS, SCHOOL, Terminal, command, environment, published, run, squeezed, width


class DialogueTest(GuideCase):
    def test_twelve_visitors_reach_their_outcome_in_at_most_six_answers(self):
        self.assertEqual([number for number, *_ in VISITORS], list(range(1, 13)))
        for number, today, typed, _, outcome in VISITORS:
            with self.subTest(question=number):
                text = self.fine(talk(number, typed, today=today))
                self.expect_outcome(text, outcome)
                asked = text.split('◆ 您的回答\n')[1].split('\n\n')[0].split('\n')
                self.assertTrue(1 <= len(asked) <= 6)
                self.assertEqual(len(asked), len(typed) - (number == 2))  # the school is typed, then chosen

    def test_an_outcome_says_all_that_is_needed_to_go_and_do_it(self):
        links = {link['id']: link for link in self.json('links')}
        for number, today, typed, _, outcome in VISITORS:
            text, node = self.fine(talk(number, typed, today=today)), outcomes()[outcome]
            steps = text.split('◆ 依次办理\n')[1].split('\n\n')[0].split('\n')
            self.assertEqual([line[:5] for line in steps], [f'  {i + 1}. ' for i in range(len(node['steps']))])
            for line, step in zip(steps, node['steps']):
                self.assertEqual(line.endswith('（补充说明）'), not isinstance(step, str), line)
            somebody = node['office'] == 'true' or 'whom' in node
            self.assertEqual('手册没有列出材料，请先向学校问清楚' in text, 'bring' not in node and somebody)
            self.assertEqual('手册没有列出要带的材料' in text, 'bring' not in node and not somebody)
            self.assertEqual(OFFICE in text, node['office'] == 'true')
            self.assertIn(node.get('whom', ''), text)
            for link in node['links']:
                self.assertIn(f"{links[link]['host']}\n    {links[link]['url']}\n", text)
            self.assertEqual(text.count('补充说明（不是手册原文）'), len(node.get('supplements', [])))
            self.assertIn('以学信网页面和学校规定为准', text)

    def test_the_answers_at_once_say_the_same_as_the_dialogue(self):
        for number, today, typed, answers, _ in VISITORS:
            answered = self.fine(run('guide', str(number), '--answers', answers, '--today', today))
            self.assertTrue(answered.startswith('【'))
            self.assertIn(f'：{typed[-1]}\n\n{answered}\n{CHANGE}', self.fine(talk(number, typed, today=today)))

    def test_whom_to_see_and_the_schools_own_words_are_there_as_far_as_it_has_said_them(self):
        ways = (['2'], '3'), (['--answers', 'which-item=study'], '3')
        for typed, number in ways:
            with self.subTest(typed):
                def say(*site, typed=typed, number=number):
                    return self.fine(talk(number, typed, *site) if len(typed) == 1 else run('guide', number, *typed, *site))
                self.assertIn(f'◆ 找谁\n  - {OFFICE}\n', say())
                text = say('--site', self.hall(SCHOOL, published(3, '第一行\n第二行'), published(4, '别的问题')))
                self.assertIn('◆ 找谁\n  - 长春大学 学籍科\n    地点  主楼 203\n\n', text)
                self.assertIn('◆ 本校补充（不是手册原文）\n  第一行\n  第二行\n', text)
                self.assertNotIn('电话', text)
                self.assertNotIn('别的问题', text)
                self.assertNotIn(OFFICE, text)

    def test_the_schools_own_words_are_those_on_the_question_where_the_guide_ended(self):
        text = self.fine(talk(9, ['1998', '2'], '--site', self.hall(published(8, '认证窗口在二楼'), published(9, '学位另说'))))
        self.assertIn('  认证窗口在二楼\n', text)
        self.assertNotIn('学位另说', text)

    def test_json_has_the_school_of_the_question_where_the_guide_ended(self):
        def school(*site):
            return self.json('guide', '9', '--answers', 'graduation-year=1998,bound-before=no', *site)['school']
        self.assertEqual({value for key, value in school().items() if key != 'addendum'}, {''})
        said = school('--site', self.hall(SCHOOL, published(8, '认证窗口在二楼'), published(9, '学位另说')))
        self.assertEqual((said['office'], said['place'], said['addendum']['text']), ('学籍科', '主楼 203', '认证窗口在二楼'))

    def test_a_hall_whose_data_cannot_be_read_is_told_of_and_the_guide_goes_on(self):
        with tempfile.NamedTemporaryFile() as broken:
            broken.write(b'not a database' * 100)
            broken.flush()
            result = run('guide', '3', '--answers', 'which-item=study', '--site', broken.name)
        self.assertEqual(result.returncode, 0)
        self.assertIn('没有本校的联系方式和补充', result.stderr.decode())
        self.assertIn(OFFICE, result.stdout.decode())

    def test_the_way_so_far_stands_above_each_question(self):
        text = self.fine(talk(9, ['2020', '1']))
        last = text.split('\n\n')[-1]
        self.assertIn('  √ 您是哪一年毕业的？　2020年\n', last)
        self.assertIn('  √ 学信网账号里的姓名、身份证号，和您的一致吗？　一致，都没有填错\n', last)
        self.assertIn('这份学历，以前在学信网查到过吗？', last)
        self.assertIn('\n  1  以前能查，突然查不到了\n', last)

    def test_a_hand_over_is_announced_and_keeps_the_answers(self):
        text = self.fine(talk(9, ['1998']))
        self.assertIn('◆ 自助引导，问题 9：', text)
        self.assertIn('◆ 自助引导，问题 8：2000届（含）及以前的学历认证\n', text)
        self.assertIn('√ 您是哪一年毕业的？　1998年', text.split('问题 8')[1])

    def test_b_goes_back_one_answer(self):
        text = self.fine(talk(9, ['2020', '1', 'b', '2']))
        self.expect_outcome(text, 'correct-account-for-degree')
        self.expect_outcome(self.fine(talk(8, ['2010', 'B', '1990', 'ｂ', '1990', '1'])), 'still-bound')
        first = self.fine(talk(6, ['b', '3']))
        self.assertIn('第一个问题', first)
        self.expect_outcome(first, 'replacement-lost')

    def test_an_answer_is_changed_at_the_outcome_and_the_rest_stays(self):
        text = self.fine(talk(9, ['2020', '1', '2', '2', '2']))  # the second answer: 不一致，填错了
        self.expect_outcome(text.split(CHANGE)[1], 'correct-account-for-degree')
        again = self.fine(talk(9, ['2020', '1', '2', '1', '2019']))  # another year: nothing else is asked
        self.expect_outcome(again.split(CHANGE)[1], 'ask-school-about-degree')
        self.assertIn('　2019年', again.split(CHANGE)[1])
        elsewhere = self.fine(talk(9, ['2020', '1', '2', '1', '1998', '2', '1', '2020']))  # and back again
        self.expect_outcome(elsewhere.split(CHANGE)[1], 'certify')
        self.expect_outcome(elsewhere.split(CHANGE)[2], 'ask-school-about-degree')
        last = self.fine(talk(6, ['3', 'b', '4']))
        self.expect_outcome(last.split(CHANGE)[1], 'replacement-damaged')
        self.assertIn('没有这个回答', self.fine(talk(6, ['3', '2', '0', 'x', 'q', '4'])))

    def test_every_way_of_leaving_is_no_failure(self):
        whole = self.fine(talk(9, []))
        self.assertIn('您是哪一年毕业的？', whole)
        for typed in ([], ['q'], ['Q'], ['2020'], ['2020', 'q'], ['2020', '1', '2'], ['2020', '1', '2', ''],
                      ['2020', '1', '2', 'q'], ['x'], ['2020', '1', b'2']):
            text = self.fine(talk(9, typed))
            self.assertTrue(text.endswith('\n'))
            self.assertEqual('【' in text, typed[:2] == ['2020', '1'])

    def test_choices_that_are_none_are_asked_again(self):
        for bad in ('', '0', '5', '9', '99', '999999999999999999999', '-1', '1.0', '1 2', 'x', '是', 'bb', 'qq', '３３', 'lost'):
            text = self.fine(talk(6, [bad, '3']))
            self.assertIn('只能输入 1 到 4', text, bad)
            self.expect_outcome(text, 'replacement-lost')
        for good in ('3', ' 3 ', '３', '　3', '03', '③'):
            text = self.fine(talk(6, [good]))
            self.assertNotIn('只能输入', text, good)
            self.expect_outcome(text, 'replacement-lost')

    def test_dates_are_taken_as_people_write_them(self):
        for good in ('2027-06-30', '2027-6-30', '2027/6/30', '2027.06.30', '20270630', '2027年6月30日', '２０２７－０６－３０',
                     '2027 6 30', '2027年06月30号'):
            self.assertIn('【要等到2027年6月30日零点，才能在学信网查询】', self.fine(talk(7, [good])), good)
        for bad in ('', '2027', '2027-06', '2027-02-29', '2027-13-01', '2027-00-10', '1948-12-31', '2032-01-01', '27-06-30',
                    '2027-06-30-01', '2027-06-30x', '六月', '-', '2027-06-', '99999999999999', '1'):
            text = self.fine(talk(7, [bad, '2027-06-30']))
            self.assertIn('请写成 2026-06-30，从 1949 年到 2031 年', text, bad)
            self.assertIn('【要等到2027年6月30日', text)
        for bad in ('2020-01', '20', '02020', '2032', '1948'):
            self.assertIn('请写成 2026，', self.fine(talk(9, [bad])), bad)
        self.expect_outcome(self.fine(talk(8, ['1990年', '1'])), 'still-bound')

    def test_not_knowing_a_date_is_an_answer_where_the_guide_has_one(self):
        for word in ('0', '?', '？'):
            self.expect_outcome(self.fine(talk(7, [word])), 'issue-date-unknown')
        self.assertIn('0 还没有证书，或不清楚', self.fine(talk(7, [])))
        self.assertIn('请写成 2026，', self.fine(talk(9, ['0'])))

    def test_a_school_is_found_by_any_part_of_its_name(self):
        for typed in ('吉林大学', '吉大', 'jilindaxue', JILIN):
            text = self.fine(talk(2, [typed]))
            self.assertRegex(text, r'(?m)^  \d  吉林大学（吉林省长春市，本科', typed)
        text = self.fine(talk(2, ['大学']))
        self.assertIn('\n  9  ', text)
        self.assertNotIn('\n  10', text)
        self.assertIn('只列出前 9 所', text)

    def test_a_school_that_is_not_there_is_told_so_with_the_date_of_the_list(self):
        text = self.fine(talk(2, ['霍格沃茨', '0']))
        self.assertRegex(text, '“霍格沃茨”不在教育部名单（截至2026-06-17）中，请向学校核实')
        self.expect_outcome(text, 'school-not-listed')
        self.expect_outcome(self.fine(talk(2, ['?'])), 'ask-which-school')
        self.assertIn('请先输入校名', self.fine(talk(2, ['1'])))
        self.assertIn('没有这个编号', self.fine(talk(2, ['吉林大学', '77'])))
        again = self.fine(talk(2, ['北京大学', '吉林大学', '1', '2']))
        self.assertIn('　吉林大学\n', again)
        self.expect_outcome(again, 'not-formal-education')

    def test_what_is_typed_cannot_write_escape_sequences(self):
        for number in (2, 6, 7):
            text = self.fine(talk(number, ['\033[31mred\033]0;title\007', '\u202e\u200b\x9b1m', '\0', '\t']))
            self.assertNotRegex(text, '[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u202e]')

    def test_lines_that_are_no_text_or_too_long_are_asked_again(self):
        for number in (2, 6, 7):
            text = self.fine(talk(number, [b'\xff\xfe\x80\n', 'x' * 100000, '大' * 5000, b'\n']))
            self.assertIn('请', text)
            self.assertLess(len(text), 20000)
        self.expect_outcome(self.fine(talk(6, ['x' * 100000, '3'])), 'replacement-lost')

    def test_line_ends_of_another_system_do_no_harm(self):
        self.expect_outcome(self.fine(talk(9, ['2020', '1', '2'], end='\r\n')), 'ask-school-about-degree')

    def test_input_that_cannot_be_read_is_told(self):
        result = subprocess.run(['sh', '-c', 'exec "$0" "$@" <&-', *command('guide', '6')], capture_output=True, env=environment(),
                                timeout=LIMIT_SECONDS)
        self.assertEqual(result.returncode, 66)
        self.assertRegex(result.stderr.decode(), r'\Ayibentong: 读不了回答：[^\n]+\n\Z')

    def test_output_that_nobody_reads_ends_it(self):
        with open('/dev/full', 'wb') as full:
            result = subprocess.run(command('guide', '6'), input=b'3\n', stdout=full, stderr=subprocess.PIPE,
                                    env=environment(), timeout=LIMIT_SECONDS)
        self.assertEqual(result.returncode, 74)
        self.assertRegex(result.stderr.decode(), r'\Ayibentong: [^\n]*磁盘已满[^\n]*\n\Z')
        reader, writer = os.pipe()
        os.close(reader)
        result = subprocess.run(command('guide', '6'), input=b'3\n', stdout=writer, stderr=subprocess.PIPE,
                                env=environment(), timeout=LIMIT_SECONDS)
        os.close(writer)
        self.assertEqual((result.returncode, result.stderr), (74, b''))


class CharsetTest(GuideCase):
    def test_a_gb18030_locale_is_asked_and_answers_in_gb18030(self):
        for number, today, typed, _, outcome in VISITORS:
            result = talk(number, typed, today=today, charset='gb18030', env={'LC_ALL': 'zh_CN.GB18030'})
            self.assertEqual((result.returncode, result.stderr), (0, b''))
            self.assertEqual(result.stdout.decode('gb18030'), self.fine(talk(number, typed, today=today)))
            self.expect_outcome(result.stdout.decode('gb18030'), outcome)

    def test_bytes_that_are_no_gb18030_are_asked_again(self):
        result = talk(6, [b'\xff\xff\n', b'\x81\n', b'3\n'], env={'LC_ALL': 'zh_CN.GB18030'})
        self.expect_outcome(result.stdout.decode('gb18030'), 'replacement-lost')

    def test_json_is_utf8_in_every_locale(self):
        words = ['guide', '6', '--answers', 'certificate-matter=lost', '--format', 'json']
        for locale in ('C', 'zh_CN.GB18030', 'zh_CN.GBK'):
            self.assertEqual(run(*words, env={'LC_ALL': locale}).stdout, run(*words).stdout)


class TerminalTest(GuideCase):
    def dialogue(self, cols, number, typed, today):
        with Terminal(24, cols) as terminal:
            process = terminal.start('guide', str(number), '--today', today)
            for line in typed:
                terminal.wait_for('）：')
                terminal.seen = terminal.seen.rpartition('）：'.encode())[2]
                os.write(terminal.master, (line + '\n').encode())
            terminal.wait_for(CHANGE)
            shown = terminal.seen.decode()
            os.write(terminal.master, b'\n')
            while terminal.read():
                pass
            _, errors = process.communicate(timeout=LIMIT_SECONDS)
        self.assertEqual((process.returncode, errors), (0, b''))
        return shown

    def test_an_outcome_fits_the_terminal(self):
        for cols in (40, 80, 200):
            for number, today, typed, *_ in VISITORS:
                text = self.dialogue(cols, number, typed, today).partition('【')[2]
                plain = self.fine(talk(number, typed, today=today)).partition('【')[2].partition('\n' + CHANGE)[0]
                self.assertTrue(squeezed(text).startswith(squeezed(plain)), (squeezed(text), squeezed(plain)))
                for line in text.partition(CHANGE)[0].split('\n'):
                    if not line.strip().startswith('http'):  # addresses stay whole, to be copied
                        self.assertLessEqual(width(line), min(cols, 80), line)
                    self.assertNotRegex(line.strip()[:1], r'[，。；：？！”’）》、]')


if __name__ == '__main__':
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]], verbosity=1)
