# SPDX-License-Identifier: MIT
"""What the tests of `yibentong guide` share: visitors, and the guides read and followed a second time by
tests/content/guide_model.py."""
import re
import subprocess
import sys

from program import LIMIT_SECONDS, ROOT, Case, command, environment

sys.path.insert(0, str(ROOT / 'tests/content'))
import guide_model as gm  # noqa: E402

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
    return subprocess.run(command('guide', str(number), '--today', today, *words), input=typed, capture_output=True,
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
