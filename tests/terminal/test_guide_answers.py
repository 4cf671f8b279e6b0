#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What `yibentong guide` promises of --answers, --paths and --graph, against the guides read and followed a second
time by tests/content/guide_model.py.

  test_guide_answers.py PROGRAM HANDBOOK_DB [unittest's options]
"""
import datetime
import html
import json
import re
import shutil
import subprocess
import sys
import unittest

from guide_case import DAYS, GUIDES, JILIN, ORDINARY, GuideCase, filled, gm, modelled, outcomes, text_of, written
from program import LIMIT_SECONDS, ROOT, run, squeezed


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
            answered = self.answers(path['question'], path['answers'])
            self.assertIsNone(answered.pop('school')['addendum'])
            self.assertEqual(answered, path)

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
