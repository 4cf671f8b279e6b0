#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What `yibentong guide` promises: the dialogue on pipes and terminals, --answers, --paths and --graph, against the
guides read and followed a second time by tests/content/guide_model.py.

  test_guide.py PROGRAM HANDBOOK_DB [unittest's options]
"""
import datetime
import html
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / 'tests/content'))
import guide_model as gm  # noqa: E402
from test_commands import PROGRAM, LIMIT_SECONDS, Case, Terminal, environment, run, squeezed, width  # noqa: E402

ORDINARY = '2026-11-23'
DAYS = [ORDINARY, '2026-09-01', '2026-10-31', '2026-11-01', '2028-02-29']
GUIDES = gm.load_folder()
JILIN = '4122010183'
OFFICE = '请向本校学籍学历管理部门咨询。'
CHANGE = '要改回答，请输入它的编号'

# One visitor for each question: question, today, what is typed, the same as --answers, the outcome
VISITORS = [
    (1, ORDINARY, ['1', '1'], 'account-progress=no-account,device=wechat', 'register-by-wechat'),
    (2, '2026-09-20', ['吉林大学', '1', '1', '2026'], f'school-listed={JILIN},admitted-by-rules=yes,admission-year=2026',
     'registration-under-way'),
    (3, ORDINARY, ['2'], 'which-item=study', 'ask-school-to-fix-study'),
    (4, ORDINARY, ['2', '1'], 'stage=enrolled,change-progress=have-proof', 'apply-for-change'),
    (5, ORDINARY, ['4', '2025-09-01'], 'army-progress=discharged,discharge-date=2025-09-01', 'return-last-intake'),
    (6, ORDINARY, ['3'], 'certificate-matter=lost', 'replacement-lost'),
    (7, ORDINARY, ['2026-12-20'], 'issue-date=2026-12-20', 'not-yet-searchable'),
    (8, ORDINARY, ['1998', '2'], 'graduation-year=1998,bound-before=no', 'certify'),
    (9, ORDINARY, ['2020', '1', '2'], 'graduation-year=2020,account-details=same,seen-before=no', 'ask-school-about-degree'),
    (10, ORDINARY, ['3', '2'], 'what-changed=both,old-number=forgotten', 'ask-school-then-bind-both'),
    (11, ORDINARY, ['1'], 'error-source=confirmed', 'written-application'),
    (12, ORDINARY, ['3', '2010', '2'], 'stage=graduate,graduation-year=2010,changed-since=no', 'photo-review-graduate'),
]


def outcomes(guides=None):
    return {node['id']: node for guide in (guides or GUIDES).values() for node in guide['nodes'] if node['kind'] == 'outcome'}


def talk(number, lines, *words, today=ORDINARY, charset='utf-8', env=None, end='\n'):
    """The dialogue with these lines typed on a pipe, then the end of input."""
    typed = b''.join(line if isinstance(line, bytes) else (line + end).encode(charset) for line in lines)
    return subprocess.run([PROGRAM, 'guide', str(number), '--today', today, *words], input=typed, capture_output=True,
                          env=environment(**(env or {})), timeout=LIMIT_SECONDS)


def text_of(item):
    return item if isinstance(item, str) else item['text']


def filled(text, result):
    return re.sub(r'\{([^}]*)\}', lambda match: result.dates[match[1]], text)


def modelled(answers):
    """Answers of the program as the model has them: a school's code is `found`."""
    return {node: 'found' if re.fullmatch(r'\d{10}', value) else value for node, value in answers.items()}


def written(answers):
    return ','.join(f'{node}={value}' for node, value in answers.items())


class GuideCase(Case):
    def answers(self, number, answers, *words, today=ORDINARY):
        return self.json('guide', str(number), '--answers', written(answers), '--today', today, *words)

    def paths(self, *words, today=ORDINARY):
        return self.json('guide', *words, '--paths', '--today', today)

    def expect_outcome(self, text, outcome):
        """The text is that outcome's, to the last step."""
        node = outcomes()[outcome]
        title = re.split(r'\{[^}]*\}', node['title'])
        self.assertRegex(text, r'【' + '.+'.join(map(re.escape, title)) + '】\n')
        for item in [*node['steps'], *node.get('bring', [])]:
            for part in re.split(r'\{[^}]*\}', text_of(item)):
                self.assertIn(part, text)
        for quote in node['quotes']:
            self.assertIn(f'“{text_of(quote)}”（问题', text)


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
        result = subprocess.run(['sh', '-c', 'exec "$0" guide 6 <&-', PROGRAM], capture_output=True, env=environment(),
                                timeout=LIMIT_SECONDS)
        self.assertEqual(result.returncode, 66)
        self.assertRegex(result.stderr.decode(), r'\Ayibentong: 读不了回答：[^\n]+\n\Z')

    def test_output_that_nobody_reads_ends_it(self):
        with open('/dev/full', 'wb') as full:
            result = subprocess.run([PROGRAM, 'guide', '6'], input=b'3\n', stdout=full, stderr=subprocess.PIPE,
                                    env=environment(), timeout=LIMIT_SECONDS)
        self.assertEqual(result.returncode, 74)
        self.assertRegex(result.stderr.decode(), r'\Ayibentong: [^\n]*磁盘已满[^\n]*\n\Z')
        reader, writer = os.pipe()
        os.close(reader)
        result = subprocess.run([PROGRAM, 'guide', '6'], input=b'3\n', stdout=writer, stderr=subprocess.PIPE,
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


class AnswersTest(GuideCase):
    def test_an_outcome_has_the_promised_shape(self):
        links = {link['id'] for link in self.json('links')}
        for path in self.paths():
            self.assertEqual(list(path), ['question', 'answers', 'outcome'])
            self.assertTrue(path['answers'])
            outcome = path['outcome']
            self.assertEqual(list(outcome)[:7], ['id', 'title', 'quotes', 'steps', 'bring', 'links', 'office'])
            self.assertIsInstance(outcome['office'], bool)
            self.assertLessEqual(set(outcome['links']), links)
            self.assertTrue(outcome['links'] or outcome['office'])
            self.assertTrue(outcome['steps'] and outcome['quotes'])
            for key in ('step', 'bring'):
                texts = outcome['steps' if key == 'step' else 'bring']
                self.assertEqual(len(outcome[f'{key}_supplements']), len(texts))
                self.assertLessEqual(set(outcome[f'{key}_supplements']), {'', *outcome['supplements']})
            self.assertEqual(len(outcome['quote_questions']), len(outcome['quotes']))
            self.assertNotRegex(json.dumps(outcome, ensure_ascii=False), r'\{[a-z-]+\}')

    def test_a_path_s_answers_resolve_to_its_outcome(self):
        for path in {path['outcome']['id']: path for path in self.paths()}.values():
            self.assertEqual(self.answers(path['question'], path['answers']), path)

    def test_part_of_the_answers_tells_the_next_question(self):
        for path in {path['question']: path for path in self.paths()}.values():
            asked = list(path['answers'])
            for n, node in enumerate(asked):
                some = dict(list(path['answers'].items())[:n])
                words = ['--answers', written(some)] if some else []
                told = self.json('guide', str(path['question']), *words, '--today', ORDINARY)
                self.assertEqual((told['next'], told['answers'], told['question']), (node, some, path['question']))
                self.check_next(told)

    def check_next(self, told):
        model = next(n for guide in GUIDES.values() for n in guide['nodes'] if n['id'] == told['next'])
        self.assertEqual((told['kind'], told['ask'], told['hint']), (model['kind'], model['ask'], model.get('hint', '')))
        self.assertEqual(told.get('precision'), model.get('precision'))
        options = [(o['id'], o['label'], o.get('hint', '')) for o in model.get('options', [])]
        options += [('unsure', model['unsure']['label'], '')] if 'unsure' in model else []
        self.assertEqual([tuple(option.values()) for option in told['options']], options)

    def test_as_text_it_says_how_the_next_answer_is_written(self):
        text = self.fine(run('guide', '2', '--answers', f'school-listed={JILIN}'))
        self.assertIn('还要回答 admitted-by-rules\n您是按国家规定录取的', text)
        self.assertIn('\n  yes  是\n', text)
        self.assertIn('\n  found  在名单里', self.fine(run('guide', '1', '--answers', 'account-progress=not-seen')))
        self.assertIn('\n  unsure  还没有证书', self.fine(run('guide', '7', '--answers', 'at-hand=number')))

    def test_answers_beside_the_way_change_nothing(self):
        alone = self.answers(6, {'certificate-matter': 'lost'})
        self.assertEqual(self.answers(6, {'study-result': 'qualified', 'stage': 'new', 'certificate-matter': 'lost'}), alone)

    def test_a_school_s_code_is_kept_and_its_name_shown(self):
        answers = {'school-listed': JILIN, 'admitted-by-rules': 'no'}
        self.assertEqual(self.answers(2, answers)['answers'], answers)
        text = self.fine(run('guide', '2', '--answers', written(answers)))
        self.assertIn('您就读的学校，在教育部名单里吗？　吉林大学\n', text)
        anonymous = self.fine(run('guide', '2', '--answers', written({**answers, 'school-listed': 'found'})))
        self.assertIn('您就读的学校，在教育部名单里吗？　在名单里\n', anonymous)

    def test_today_decides(self):
        answers = {'issue-date': '2026-06-30'}
        self.assertEqual(self.answers(7, answers, today='2026-06-29')['outcome']['id'], 'not-yet-searchable')
        self.assertEqual(self.answers(7, answers, today='2026-06-30')['next'], 'at-hand')

    def test_an_id_that_no_guide_has_is_refused_with_those_there_are(self):
        for answers in ('colour=red', 'school-listed=found,colour=red', 'not-formal-education=yes'):
            self.refused(run('guide', '2', '--answers', answers), 64, 'school-listed', 'admitted-by-rules', 'admission-year')

    def test_a_value_that_is_none_is_refused_with_those_there_are(self):
        for number, answers, *possible in (
                (6, 'certificate-matter=stolen', 'conditions', 'completed', 'lost', 'damaged'),
                (6, 'certificate-matter=lost,study-result=good', 'qualified', 'unsure'),  # beside the way
                (7, 'issue-date=2027', '2026-06-30', 'unsure'), (7, 'issue-date=2027-02-29', '2026-06-30'),
                (7, 'issue-date=2032-01-01', '2026-06-30'), (9, 'graduation-year=unsure', '2026'),
                (2, 'school-listed=0000000000', 'found', 'not-found', 'unsure'), (2, 'school-listed=yes', 'found'),
                (2, 'school-listed=1234567890', '十位数字')):
            self.refused(run('guide', str(number), '--answers', answers, '--today', ORDINARY), 64, *possible)

    def test_answers_that_are_no_answers_are_refused(self):
        for text in ('x', '=', 'a=', '=b', ',', 'certificate-matter=lost,', 'certificate-matter=lost,,', 'a=b=c',
                     'certificate-matter=lost,certificate-matter=lost', 'certificate-matter = lost', '\033[1m=x',
                     'x' * 5000, 'a=' + 'b' * 5000, ','.join(f'a{i}=b' for i in range(200))):
            complaint = self.refused(run('guide', '6', '--answers', text), 64, '--answers')
            self.assertNotIn('\033', complaint)

    def test_command_lines_that_make_no_sense(self):
        for words, said in ((['guide'], '题号'), (['guide', '13'], '13'), (['guide', 'x'], '题号'), (['guide', '6', '7'], '7'),
                            (['guide', '--answers', 'a=b'], '题号'), (['guide', '--graph'], '题号'),
                            (['guide', '6', '--paths', '--graph'], '--paths'), (['guide', '6', '--paths', '--answers', 'a=b'], '--answers'),
                            (['guide', '6', '--graph', '--format', 'json'], '--graph'), (['guide', '6', '--answers='], '--answers'),
                            (['show', '6', '--paths'], '--paths'), (['guide', '6', '--locked'], '--locked')):
            self.refused(run(*words), 64, said)


class PathsTest(GuideCase):
    maxDiff = None

    def test_every_path_is_one_of_the_model_s_and_none_is_missing(self):
        for today in DAYS:
            day, seen = datetime.date.fromisoformat(today), {number: set() for number in GUIDES}
            for path in self.paths(today=today):
                number, answers = path['question'], modelled(path['answers'])
                result = gm.resolve(GUIDES, number, answers, day)
                self.assertNotIn(result.edges, seen[number], 'each way once')
                seen[number].add(result.edges)
                self.assertEqual([step.node for step in result.steps], list(answers))
                self.compare_outcome(path['outcome'], result)
            for number in GUIDES:
                self.assertEqual(seen[number], set(gm.paths(GUIDES, number, day)), f'第 {number} 题，{today}')

    def compare_outcome(self, outcome, result):
        node = result.node
        self.assertEqual((outcome['id'], outcome['question']), (node['id'], result.guide))
        self.assertEqual(outcome['title'], filled(node['title'], result))
        for key in ('steps', 'bring'):
            self.assertEqual(outcome[key], [filled(text_of(item), result) for item in node.get(key, [])])
        self.assertEqual(outcome['quotes'], [text_of(quote) for quote in node['quotes']])
        self.assertEqual((outcome['links'], outcome['office']), (node.get('links', []), node['office'] == 'true'))
        self.assertEqual((outcome['whom'], outcome['supplements']), (node.get('whom', ''), node.get('supplements', [])))

    def test_every_outcome_of_every_guide_is_reached(self):
        reached = {path['outcome']['id'] for today in DAYS for path in self.paths(today=today)}
        self.assertEqual(reached, set(outcomes()))
        for number, guide in GUIDES.items():
            own = {node['id'] for node in guide['nodes'] if node['kind'] == 'outcome'}
            ends = {path['outcome']['id'] for today in DAYS for path in self.paths(str(number), today=today)}
            self.assertLessEqual(own, ends)

    def test_no_path_asks_more_than_six_questions(self):
        self.assertLessEqual(max(len(path['answers']) for path in self.paths()), 6)

    def test_as_text_a_line_each_and_the_counts_on_standard_error(self):
        paths = self.paths()
        result = run('guide', '--paths', '--today', ORDINARY)
        self.assertEqual(result.returncode, 0)
        expected = [f"{path['question']}  {written(path['answers'])} → {path['outcome']['id']}  {path['outcome']['title']}"
                    for path in paths]
        self.assertEqual(result.stdout.decode().splitlines(), expected)
        nodes = [node for guide in GUIDES.values() for node in guide['nodes']]
        options = sum(len(node.get('options', [])) + (node['kind'] == 'date') + ('unsure' in node) for node in nodes)
        self.assertEqual(result.stderr.decode(), f'引导 12，节点 {len(nodes)}，选项 {options}，结果 {len(outcomes())}，'
                                                 f'路径 {len(paths)}\n')
        print(f'\n{result.stderr.decode()}', end='')

    def test_of_one_guide_alone(self):
        everything = self.paths()
        for number in GUIDES:
            own = self.paths(str(number))
            self.assertEqual(own, [path for path in everything if path['question'] == number])
            counts = run('guide', str(number), '--paths', '--today', ORDINARY).stderr.decode()
            self.assertRegex(counts, rf'\A引导 1，节点 {len(GUIDES[number]["nodes"])}，.*路径 {len(own)}\n\Z')


class GraphTest(GuideCase):
    @staticmethod
    def labels(text, escaped='\\n'):
        """The words of each node and arrow, without their line ends."""
        return [label.replace(escaped, '') for label in re.findall(r'[ \[]label="((?:[^"\\]|\\.)*)"\];', text)]

    def test_every_node_and_way_is_drawn_in_words(self):
        for number, guide in GUIDES.items():
            text = self.fine(run('guide', str(number), '--graph'))
            labels = self.labels(text)
            ways = 0
            for node in guide['nodes']:
                headline = re.sub(r'\{[^}]*\}', '某', node.get('ask') or node['title'])
                self.assertTrue(any(headline == re.sub('某(年某月|[年日])', '某', label) for label in labels), headline)
                for option in node.get('options', []):
                    self.assertTrue(any(label.startswith(option['label']) for label in labels), option['label'])
                followings = [part['next'] for part in (*node.get('options', []), node, node.get('unsure', {})) if 'next' in part]
                ways += sum(len(f) if isinstance(f, list) else 1 for f in followings)
            self.assertEqual(text.count(' -> '), ways)
            self.assertEqual(self.fine(run('guide', str(number), '--graph', '--today', '2030-01-01')), text)

    @unittest.skipUnless(shutil.which('dot'), 'graphviz 没有装，--graph 没有用 dot 读过')
    def test_graphviz_reads_it(self):
        for number in GUIDES:
            text = self.fine(run('guide', str(number), '--graph'))
            read = subprocess.run(['dot', '-Tcanon'], input=text.encode(), capture_output=True, timeout=LIMIT_SECONDS)
            self.assertEqual((read.returncode, read.stderr), (0, b''))
            self.assertEqual(read.stdout.decode().count(' -> '), text.count(' -> '))

    def test_the_drawings_of_the_documentation_are_of_these_guides(self):
        for number in GUIDES:
            drawing = (ROOT / f'docs/guides/q{number:02}.svg').read_text(encoding='utf-8')
            drawn = squeezed(html.unescape(''.join(re.findall(r'<text [^>]*>([^<]*)</text>', drawing))))
            text = self.fine(run('guide', str(number), '--graph'))
            for label in self.labels(text):
                self.assertIn(squeezed(label), drawn, '用 meson compile guide-graphs 重画')
            self.assertEqual(drawing.count('class="edge"'), text.count(' -> '))
            self.assertEqual(drawing.count('class="node"'), len(re.findall(r'^  "[^"]+" \[', text, re.M)))


if __name__ == '__main__':
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]], verbosity=1)
