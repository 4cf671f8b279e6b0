# SPDX-License-Identifier: MIT
"""The twelve guides: each leads every visitor to the right outcome, and nothing in them is made up.

The files are checked by guide_checks.py; here stand the visitors and the borders, and broken copies that must be caught.
"""
import copy
import datetime
import re
import unittest

import guide_checks
import guide_model as gm

ORDINARY = '2026-11-23'


def arrive(guides, number, answers, today=ORDINARY):
    return gm.resolve(guides, number, answers, datetime.date.fromisoformat(today))


class Files(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.guides = gm.load_folder()

    def test_nothing_is_wrong_with_the_guides(self):
        self.assertEqual(guide_checks.problems(self.guides), [])

    def test_the_counts_are_what_they_should_be_about(self):
        nodes = [node for _, node in guide_checks.every_node(self.guides)]
        outcomes = [node for node in nodes if node['kind'] == 'outcome']
        found = guide_checks.all_paths(self.guides)
        paths = [result for results in found.values() for result in results.values()]
        options = sum(len(list(guide_checks.ways_on(node))) for node in nodes)
        print(f'引导 {len(self.guides)}，节点 {len(nodes)}，选项 {options}，结果 {len(outcomes)}，'
              f'路径 {len(paths)}，最多 {max(len(r.steps) for r in paths)} 步')
        for number, results in found.items():
            print(f'  问题 {number}：路径 {len(results)}，最多 {max(len(r.steps) for r in results.values())} 步')
        self.assertEqual(len(self.guides), 12)
        self.assertGreaterEqual(len(outcomes), 50)
        for number, guide in self.guides.items():
            own = [node for node in guide['nodes'] if node['kind'] == 'outcome']
            self.assertGreaterEqual(len(own), 2, f'第 {number} 题')

    def test_what_the_format_explains_is_what_stands_in_the_files(self):
        text = (gm.ROOT / 'docs' / 'guide-format.md').read_text(encoding='utf-8')
        shown = re.findall(r'^```yaml q(\d\d)\n(.*?)^```$', text, re.M | re.S)
        for number, excerpt in shown:
            self.assertIn(excerpt, (gm.FOLDER / f'q{number}.yaml').read_text(encoding='utf-8'))
        whole = ''.join(excerpt for number, excerpt in shown if number == '03')
        lines = (gm.FOLDER / 'q03.yaml').read_text(encoding='utf-8').split('\n')[1:]
        self.assertEqual(whole.split(), '\n'.join(lines).split())  # every line of question 3 is explained

    def test_outcomes_of_a_question_rest_on_that_question(self):
        for number, node in guide_checks.every_node(self.guides):
            if node['kind'] == 'outcome':
                self.assertIsInstance(node['quotes'][0], str, f'第 {number} 题 {node["id"]}：第一句要引本题')


class Visitors(unittest.TestCase):
    """(question, today, answers, outcome it must lead to)"""

    @classmethod
    def setUpClass(cls):
        cls.guides = gm.load_folder()

    LISTED = {'school-listed': 'found', 'admitted-by-rules': 'yes'}
    CASES = [
        (1, ORDINARY, {'account-progress': 'no-account', 'device': 'wechat'}, 'register-by-wechat'),
        (1, ORDINARY, {'account-progress': 'no-account', 'device': 'browser'}, 'register-by-browser'),
        (1, ORDINARY, {'account-progress': 'ready', 'device': 'wechat'}, 'look-up-by-wechat'),
        (1, ORDINARY, {'account-progress': 'ready', 'device': 'browser'}, 'look-up-by-browser'),
        (1, ORDINARY, {'account-progress': 'blocked'}, 'recover-account'),
        (1, ORDINARY, {'account-progress': 'not-seen', 'school-listed': 'not-found'}, 'school-not-listed'),
        (2, ORDINARY, {'school-listed': 'not-found'}, 'school-not-listed'),
        (2, ORDINARY, {'school-listed': 'found', 'admitted-by-rules': 'no'}, 'not-formal-education'),
        (2, ORDINARY, {**LISTED, 'admission-year': '2026', 'account-details': 'same'}, 'ask-school-about-record'),
        (2, ORDINARY, {**LISTED, 'admission-year': '2025', 'account-details': 'different'}, 'correct-account-for-record'),
        (2, ORDINARY, {**LISTED, 'admission-year': '2025', 'account-details': 'unknown'}, 'check-account-for-record'),
        (2, ORDINARY, {**LISTED, 'admission-year': '2024', 'account-details': 'changed',
                       'change-progress': 'have-proof'}, 'apply-for-change'),
        (3, ORDINARY, {'which-item': 'study'}, 'ask-school-to-fix-study'),
        (3, ORDINARY, {'which-item': 'status'}, 'ask-school-to-fix-status'),
        (3, ORDINARY, {'which-item': 'name-or-id', 'account-details': 'same'}, 'ask-school-about-record'),
        (4, ORDINARY, {'stage': 'enrolled', 'change-progress': 'have-proof'}, 'apply-for-change'),
        (4, ORDINARY, {'stage': 'new', 'change-progress': 'no-proof'}, 'get-proof-first'),
        (4, ORDINARY, {'stage': 'enrolled', 'change-progress': 'changed-by-school'}, 'refresh-archive'),
        (4, ORDINARY, {'stage': 'graduate', 'what-changed': 'name'}, 'bind-by-former-name'),
        (5, ORDINARY, {'army-progress': 'not-approved'}, 'after-approval'),
        (5, ORDINARY, {'army-progress': 'approved', 'enlist-as': 'new', 'who-goes': 'self'}, 'keep-admission-self'),
        (5, ORDINARY, {'army-progress': 'approved', 'enlist-as': 'new', 'who-goes': 'someone-else'},
         'keep-admission-by-other'),
        (5, ORDINARY, {'army-progress': 'approved', 'enlist-as': 'enrolled'}, 'keep-enrolment'),
        (5, ORDINARY, {'army-progress': 'serving'}, 'while-serving'),
        (6, ORDINARY, {'certificate-matter': 'conditions', 'study-result': 'qualified'}, 'graduate'),
        (6, ORDINARY, {'certificate-matter': 'conditions', 'study-result': 'not-qualified'}, 'complete-only'),
        (6, ORDINARY, {'certificate-matter': 'completed'}, 'after-completion'),
        (6, ORDINARY, {'certificate-matter': 'lost'}, 'replacement-lost'),
        (6, ORDINARY, {'certificate-matter': 'damaged'}, 'replacement-damaged'),
        (7, ORDINARY, {'issue-date': '2025-06-30', 'at-hand': 'number'}, 'search-by-number'),
        (7, ORDINARY, {'issue-date': '2025-06-30', 'at-hand': 'account'}, 'search-by-account'),
        (7, ORDINARY, {'issue-date': '2025-06-30', 'at-hand': 'tried', 'account-details': 'same',
                       'seen-before': 'no'}, 'ask-school-about-degree'),
        (8, ORDINARY, {'graduation-year': '1998', 'bound-before': 'no'}, 'certify'),
        (8, ORDINARY, {'graduation-year': '1998', 'bound-before': 'yes'}, 'still-bound'),
        (8, ORDINARY, {'graduation-year': '1998', 'bound-before': 'unsure'}, 'check-bound-or-certify'),
        (9, ORDINARY, {'graduation-year': '1998', 'bound-before': 'no'}, 'certify'),
        (9, ORDINARY, {'graduation-year': '2026', 'issue-date': '2026-12-20'}, 'not-yet-searchable'),
        (9, ORDINARY, {'graduation-year': '2020', 'account-details': 'different'}, 'correct-account-for-degree'),
        (9, ORDINARY, {'graduation-year': '2020', 'account-details': 'same', 'seen-before': 'no'},
         'ask-school-about-degree'),
        (9, ORDINARY, {'graduation-year': '2020', 'account-details': 'same', 'seen-before': 'yes'},
         'photo-review-graduate'),
        (9, ORDINARY, {'graduation-year': '2020', 'account-details': 'changed', 'what-changed': 'both',
                       'old-number': 'forgotten'}, 'ask-school-then-bind-both'),
        (10, ORDINARY, {'what-changed': 'number', 'old-number': 'known'}, 'bind-by-former-number'),
        (10, ORDINARY, {'what-changed': 'number', 'old-number': 'forgotten'}, 'ask-school-then-bind-number'),
        (10, ORDINARY, {'what-changed': 'both', 'old-number': 'known'}, 'bind-by-former-both'),
        (10, ORDINARY, {'what-changed': 'other'}, 'no-change-after-graduation'),
        (11, ORDINARY, {'error-source': 'confirmed'}, 'written-application'),
        (11, ORDINARY, {'error-source': 'not-verified'}, 'verify-with-school'),
        (11, ORDINARY, {'error-source': 'exam'}, 'exam-entry-error'),
        (11, ORDINARY, {'error-source': 'changed', 'what-changed': 'name'}, 'bind-by-former-name'),
        (12, ORDINARY, {'stage': 'enrolled'}, 'photo-review-enrolled'),
        (12, ORDINARY, {'stage': 'graduate', 'graduation-year': '2010', 'changed-since': 'no'}, 'photo-review-graduate'),
        (12, ORDINARY, {'stage': 'graduate', 'graduation-year': '1999', 'bound-before': 'no'}, 'certify'),
    ]

    def test_each_visitor_reaches_the_outcome_that_applies(self):
        for number, today, answers, expected in self.CASES:
            with self.subTest(question=number, answers=answers):
                result = arrive(self.guides, number, answers, today)
                self.assertEqual(result.node['id'], expected)
                self.assertEqual({step.node: step.answer for step in result.steps}, answers)

    def test_borders_fall_on_the_very_day(self):
        listed, served = self.LISTED, {'army-progress': 'discharged'}
        cases = [
            # 1 September and 31 October of the admission year
            (2, '2026-08-31', {**listed, 'admission-year': '2026'}, 'registration-not-begun'),
            (2, '2026-09-01', {**listed, 'admission-year': '2026'}, 'registration-under-way'),
            (2, '2026-10-31', {**listed, 'admission-year': '2026'}, 'registration-under-way'),
            (2, '2026-11-01', {**listed, 'admission-year': '2026'}, 'account-details'),
            (2, '2026-10-31', {**listed, 'admission-year': '2025'}, 'account-details'),
            (2, '2026-12-31', {**listed, 'admission-year': '2027'}, 'registration-not-begun'),
            # 2000-12-31 and 2001-01-01
            (7, ORDINARY, {'issue-date': '2000-12-31'}, 'bound-before'),
            (7, ORDINARY, {'issue-date': '2001-01-01'}, 'at-hand'),
            (8, ORDINARY, {'graduation-year': '2000'}, 'bound-before'),
            (8, ORDINARY, {'graduation-year': '2001'}, 'at-hand'),
            (9, ORDINARY, {'graduation-year': '2000'}, 'bound-before'),
            (9, ORDINARY, {'graduation-year': '2001'}, 'account-details'),
            (12, ORDINARY, {'stage': 'graduate', 'graduation-year': '2000'}, 'bound-before'),
            (12, ORDINARY, {'stage': 'graduate', 'graduation-year': '2001'}, 'changed-since'),
            # 0:00 of the date of issue
            (7, '2025-06-29', {'issue-date': '2025-06-30'}, 'not-yet-searchable'),
            (7, '2025-06-30', {'issue-date': '2025-06-30'}, 'at-hand'),
            (7, '2028-02-28', {'issue-date': '2028-02-29'}, 'not-yet-searchable'),
            (7, '2028-02-29', {'issue-date': '2028-02-29'}, 'at-hand'),
            (9, '2026-12-31', {'graduation-year': '2026'}, 'issue-date'),
            (9, '2027-01-01', {'graduation-year': '2026'}, 'account-details'),
            (9, '2026-06-30', {'graduation-year': '2026', 'issue-date': '2026-06-30'}, 'account-details'),
            # discharge: the day, the two calendar years, two years to the day
            (5, '2026-08-31', {**served, 'discharge-date': '2026-09-01'}, 'return-not-yet'),
            (5, '2026-09-01', {**served, 'discharge-date': '2026-09-01'}, 'return-this-year-or-next'),
            (5, '2026-12-31', {**served, 'discharge-date': '2026-09-01'}, 'return-this-year-or-next'),
            (5, '2027-01-01', {**served, 'discharge-date': '2026-09-01'}, 'return-last-intake'),
            (5, '2027-12-31', {**served, 'discharge-date': '2026-09-01'}, 'return-last-intake'),
            (5, '2028-01-01', {**served, 'discharge-date': '2026-09-01'}, 'return-before-limit'),
            (5, '2028-09-01', {**served, 'discharge-date': '2026-09-01'}, 'return-before-limit'),
            (5, '2028-09-02', {**served, 'discharge-date': '2026-09-01'}, 'return-expired'),
            (5, '2026-02-28', {**served, 'discharge-date': '2024-02-29'}, 'return-before-limit'),
            (5, '2026-03-01', {**served, 'discharge-date': '2024-02-29'}, 'return-expired'),
            (5, '2028-02-28', {**served, 'discharge-date': '2026-02-28'}, 'return-before-limit'),
            (5, '2028-02-29', {**served, 'discharge-date': '2026-02-28'}, 'return-expired'),
            (5, '2027-12-31', {**served, 'discharge-date': '2026-01-01'}, 'return-last-intake'),
            (5, '2028-01-01', {**served, 'discharge-date': '2026-01-01'}, 'return-before-limit'),
            (5, '2028-01-02', {**served, 'discharge-date': '2026-01-01'}, 'return-expired'),
            (5, '2028-01-01', {**served, 'discharge-date': '2025-12-31'}, 'return-expired'),
            (5, ORDINARY, {**served, 'discharge-date': 'unsure'}, 'return-date-unknown'),
        ]
        for number, today, answers, expected in cases:
            with self.subTest(question=number, today=today, answers=answers):
                self.assertEqual(arrive(self.guides, number, answers, today).node['id'], expected)

    def test_dates_in_an_outcome_are_reckoned_from_the_answer(self):
        served = {'army-progress': 'discharged', 'discharge-date': '2024-02-29'}
        self.assertEqual(arrive(self.guides, 5, served, '2024-01-01').dates,
                         {'first': '2024年', 'second': '2025年', 'limit': '2026年2月28日'})
        self.assertEqual(arrive(self.guides, 7, {'issue-date': '2027-06-30'}).dates, {'open': '2027年6月30日'})
        self.assertEqual(arrive(self.guides, 2, {**self.LISTED, 'admission-year': '2027'}).dates,
                         {'begin': '2027年9月', 'deadline': '2027年10月31日'})

    def test_an_answer_that_is_none_is_asked_again(self):
        for bad in ('', '2025', '2025-6-30', '2025-02-29', '1948-12-31', '2032-01-01', 'yes', '0'):
            self.assertEqual(arrive(self.guides, 7, {'issue-date': bad}).node['id'], 'issue-date', bad)
        self.assertEqual(arrive(self.guides, 3, {'which-item': 'phone'}).node['id'], 'which-item')

    def test_one_answer_can_be_changed_and_the_rest_stays(self):
        answers = {'graduation-year': '2020', 'account-details': 'same', 'seen-before': 'no'}
        self.assertEqual(arrive(self.guides, 9, answers).node['id'], 'ask-school-about-degree')
        elsewhere = arrive(self.guides, 9, {**answers, 'account-details': 'different'})
        self.assertEqual(elsewhere.node['id'], 'correct-account-for-degree')
        self.assertEqual([step.node for step in elsewhere.steps], ['graduation-year', 'account-details'])
        self.assertEqual(arrive(self.guides, 9, {**answers, 'graduation-year': '2019'}).node['id'],
                         'ask-school-about-degree')

    def test_a_hand_over_keeps_the_answers(self):
        result = arrive(self.guides, 9, {'graduation-year': '1990', 'bound-before': 'no'})
        self.assertEqual((result.guide, len(result.steps)), (8, 2))
        result = arrive(self.guides, 8, {'graduation-year': '2026', 'issue-date': '2026-07-01', 'at-hand': 'tried',
                                         'account-details': 'unknown'})
        self.assertEqual((result.guide, result.node['id'], len(result.steps)), (9, 'check-account-for-degree', 4))


class BrokenCopies(unittest.TestCase):
    """What the checks must catch: (question, text in its file, what it is changed to, part of the complaint)."""
    CASES = [
        (3, 'next: ask-school-to-fix-study', 'next: nowhere', '指向没有的节点'),
        (3, 'next: {guide: 2}', 'next: {guide: 13}', '指向没有的节点'),
        (3, 'start: which-item', 'start: ask-school-to-fix-study', '走不到'),
        (3, 'next: ask-school-to-fix-status', 'next: which-item', '绕圈子'),
        (8, 'next: still-bound', 'next: {guide: 8}', '绕圈子'),
        (6, 'next: replacement-damaged', 'next: replacement-lost', '走不到'),
        (2, 'on-or-before: {from: admission-year, on: 10-31}', 'before: {from: admission-year, on: 09-01}', '永远用不上'),
        (2, '      - to: account-details', '      - when: {date: today, after: admission-year}\n        to: account-details',
         '不认识 when'),
        (2, 'date: today, before: {from: admission-year, on: 09-01}', 'date: issue-date, before: today', '没有回答过'),
        (2, '{from: admission-year, on: 10-31}', '{from: admission-year, on: 02-29}', 'on 要写成'),
        (1, 'answer: {account-progress: ready}', 'answer: {account-progress: yes}', '没有选项'),
        (1, 'register-by-wechat', 'Register_by_wechat', '编号写法'),
        (6, 'id: damaged', 'id: lost', '编号重复'),
        (6, 'ask-unfinished', 'ask-how-admitted', '编号已经用过'),
        (9, 'ask: 学历证书的发证日期是哪一天？', 'ask: 证书上是哪一天？', '同名问题不一样'),
        (11, '确系学校注册错误，学生应向', '确系学校注册有误，学生应向', '手册没有这一句'),
        (11, '    quotes:\n      - 如果确系', '    quotes: []\n    extra:\n      - 如果确系', '不认识 extra'),
        (11, '      - 书面申请（陈述', '      - 单位介绍信（陈述', '手册没有这样材料'),
        (8, 'links: [chsi-certify-apply, chsi-certify]', 'links: [chsi-kankan]', '没有这个网址'),
        (7, '    links: [chsi-query-single, chsi-query]\n', '', '没有页面，也没有找谁'),
        (12, 'supplement: review-papers', 'supplement: review-paper', '没有这篇补充说明'),
        (9, 'supplements: [find-graduation]', 'supplements: [chsi-hotline]', 'supplements 里没有列'),
        (7, '要等到{open}零点', '要等到{opens}零点', '和 dates 对不上'),
        (10, '只问有没有，不用告诉本机。', '请输入您的姓名。', '不许要姓名'),
        (10, 'ask: 学历注册时用的身份证号，您还有吗？', 'ask: 请填写您的身份证号，可以吗？', '不许要姓名'),
        (10, 'ask: 学历注册时用的身份证号，您还有吗？', 'ask: 学历注册时用的身份证号是多少？', '不许要姓名'),
        (6, 'label: 证书遗失了', 'label: 证书遗失了，' + '很早很早' * 6 + '了', '太长'),
        (6, 'ask: 学历证书，您遇到的是哪一种情况？', 'ask: ' + '学历证书，' * 8 + '哪一种情况？', '太长'),
        (6, '先向学校问清本校的毕业要求', '先向学校 问清本校的毕业要求', '多余的空格'),
        (6, '先向学校问清本校的毕业要求', '先向你的学校问清毕业要求', '称“您”'),
        (6, '先向学校问清本校的毕业要求', '✓先向学校问清毕业要求', '打印不了'),
        (6, 'question: 6', 'question: 7', '文件名不一致'),
        (6, 'office: true', 'office: maybe', 'office 只能'),
        (5, 'precision: day', 'precision: hour', 'precision 只能'),
        (2, '- id: unsure\n        label: 不清楚学校全称', '- id: unknown\n        label: 不清楚学校全称', '选项只能是'),
        (12, '    kind: choice\n    ask: 毕业以后', '    kind: text\n    ask: 毕业以后', '不认识的种类'),
    ]

    def test_each_is_caught(self):
        good = gm.load_folder()
        for number, old, new, complaint in self.CASES:
            with self.subTest(question=number, new=new):
                text = (gm.FOLDER / f'q{number:02}.yaml').read_text(encoding='utf-8')
                self.assertIn(old, text)
                guides = {**good, number: gm.load(text.replace(old, new))}
                found = guide_checks.problems(guides)
                self.assertTrue(any(complaint in line for line in found), found)

    def test_a_guide_that_is_missing_is_caught(self):
        guides = copy.copy(gm.load_folder())
        del guides[12]
        self.assertIn('应有 q01.yaml 到 q12.yaml', guide_checks.problems(guides))

    def test_a_seventh_question_is_caught(self):
        guides = gm.load_folder()
        for node in guides[12]['nodes']:  # stage, which-item, then question 2's five
            if node['id'] == 'stage':
                node['options'][0]['next'] = {'guide': '3'}
        self.assertTrue(any('要答 7 个问题' in line for line in guide_checks.problems(guides)))

    def test_yaml_that_says_a_thing_twice_or_hides_it_is_refused(self):
        for text in ('a: 1\na: 2\n', 'a: &x [1]\nb: *x\n', 'a: &x 1\n'):
            with self.assertRaises(gm.yaml.YAMLError):
                gm.load(text)


if __name__ == '__main__':
    unittest.main()
