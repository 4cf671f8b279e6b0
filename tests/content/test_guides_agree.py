# SPDX-License-Identifier: MIT
"""The program and guide_model.py, written apart from the same description, lead every visitor to the same place; and the
compiler refuses what guide_checks.py refuses.

  test_guides_agree.py DRIVER COMPILER
"""
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

import guide_checks
import guide_model as gm
import test_guides

DRIVER, COMPILER = sys.argv[1:3]
EX_DATAERR = 65
NONSENSE = ['nonsense', '2026-02-29', '1948', '2099-01', '0']
# The compiler leaves these to the content tests.
NOT_COMPILED = ['手册没有这样材料']


def ways(guides, number, today):
    """Every set of answers that a visitor may have given on the way to any outcome."""
    dates = {precision: gm.candidates(guides, precision, today) for precision in gm.FORMATS}
    pending = [{}]
    while pending:
        answers = pending.pop()
        result = gm.resolve(guides, number, answers, today)
        yield answers, result
        node = result.node
        if node['kind'] == 'outcome':
            continue
        if node['kind'] == 'date':
            options = dates[node['precision']] + ([gm.UNSURE] if 'unsure' in node else [])
        else:
            options = [option['id'] for option in node['options']]
        pending += [{**answers, node['id']: option} for option in options]


def line_of(number, today, answers):
    return f'{number} {today} ' + ','.join(f'{node}={value}' for node, value in answers.items())


def expected(result, valid=True):
    path = ','.join(f'{step.node}={step.answer}' for step in result.steps)
    dates = ','.join(f'{name}={words}' for name, words in result.dates.items())
    return f'{0 if valid else -22} {result.guide} {result.node["id"]} {path} {dates}'


class Agreement(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.guides = gm.load_folder()

    def compare(self, cases):
        """cases: {line for the driver: what it must say}"""
        found = subprocess.run([DRIVER], input='\n'.join(cases) + '\n', check=True, text=True, encoding='utf-8',
                               stdout=subprocess.PIPE).stdout.splitlines()
        self.assertEqual(len(found), len(cases))
        for (line, words), said in zip(cases.items(), found):
            if said != words:  # not assertEqual: there are very many
                self.fail(f'{line}\n  程序：{said}\n  模型：{words}')

    def test_every_way_leads_to_the_same_place_and_the_same_dates(self):
        total = 0
        for today in guide_checks.DAYS:
            cases = {line_of(number, today, answers): expected(result) for number in self.guides
                     for answers, result in ways(self.guides, number, today)}
            self.compare(cases)
            total += len(cases)
        print(f'比较了 {total} 组回答')
        self.assertGreater(total, 10000)

    def test_answers_that_are_none_stop_at_the_same_question(self):
        cases, today = {}, guide_checks.DAYS[0]
        for number in self.guides:
            for result in gm.paths(self.guides, number, today).values():
                answers = {step.node: step.answer for step in result.steps}
                for node in answers:
                    for bad in NONSENSE:
                        changed = {**answers, node: bad}
                        place = gm.resolve(self.guides, number, changed, today)
                        valid = place.node['kind'] == 'outcome' or place.node['id'] not in changed
                        cases[line_of(number, today, changed)] = expected(place, valid)
        self.compare(cases)

    def test_dates_agree_to_the_last_day(self):
        """Borders of what may be answered, and every day around the end of February."""
        cases = {}
        for today in guide_checks.DAYS:
            for day in ('1948-12-31', '1949-01-01', f'{today.year + 5}-12-31', f'{today.year + 6}-01-01',
                        *(f'{year}-{rest}' for year in range(2022, 2031) for rest in
                          ('02-27', '02-28', '02-29', '03-01', '12-31', '01-01'))):
                for number, before, node in ((5, {'army-progress': 'discharged'}, 'discharge-date'), (7, {}, 'issue-date')):
                    answers = {**before, node: day}
                    result = gm.resolve(self.guides, number, answers, today)
                    cases[line_of(number, today, answers)] = expected(result, result.node['id'] != node)
        self.compare(cases)


class BrokenCopies(unittest.TestCase):
    def compile(self, assets):
        return subprocess.run([COMPILER, '--assets', assets, '--output', assets / 'out.db'], text=True, encoding='utf-8',
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def test_what_the_checks_refuse_the_compiler_refuses(self):
        with tempfile.TemporaryDirectory() as folder:
            assets = pathlib.Path(folder) / 'assets'
            shutil.copytree(gm.ROOT / 'assets', assets)
            self.assertEqual(self.compile(assets).returncode, 0)
            for number, old, new, complaint in test_guides.BrokenCopies.CASES:
                path = assets / 'guides' / f'q{number:02}.yaml'
                good = path.read_text(encoding='utf-8')
                path.write_text(good.replace(old, new), encoding='utf-8')
                done = self.compile(assets)
                path.write_text(good, encoding='utf-8')
                with self.subTest(question=number, new=new):
                    if complaint in NOT_COMPILED:
                        self.assertEqual(done.returncode, 0)
                    else:
                        self.assertEqual(done.returncode, EX_DATAERR, done.stderr)
                        self.assertRegex(done.stderr, r'guides/q\d\d\.yaml:\d+: ')


if __name__ == '__main__':
    unittest.main(argv=sys.argv[:1])
