# SPDX-License-Identifier: MIT
"""The guides as docs/guide-format.md describes them, read and resolved a second time, apart from the program.

Guides are plain dicts of strings (YAML's BaseLoader: a date stays the text that the editor wrote). Nothing here checks
that a guide makes sense; test_guides.py does.
"""
import calendar
import datetime
import functools
import pathlib
from typing import NamedTuple

import yaml

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
FOLDER = ROOT / 'assets' / 'guides'
FORMATS = {'year': '%Y', 'month': '%Y-%m', 'day': '%Y-%m-%d'}
COMPARISONS = {
    'before': lambda a, b: a < b,
    'on-or-before': lambda a, b: a <= b,
    'after': lambda a, b: a > b,
    'on-or-after': lambda a, b: a >= b,
}
UNSURE = 'unsure'


class Loader(yaml.BaseLoader):
    """All scalars are strings; what an editor would stumble over is refused."""

    def compose_node(self, parent, index):
        event = self.peek_event()
        if isinstance(event, yaml.AliasEvent) or getattr(event, 'anchor', None):
            raise yaml.constructor.ConstructorError(None, None, '不用 & 和 *', event.start_mark)
        return super().compose_node(parent, index)

    def construct_mapping(self, node, deep=False):
        keys = [key.value for key, _ in node.value]
        for key in keys:
            if keys.count(key) > 1:
                raise yaml.constructor.ConstructorError(None, None, f'{key} 写了两遍', node.start_mark)
        return super().construct_mapping(node, deep)


def load(text):
    return yaml.load(text, Loader)


def load_folder(folder=FOLDER):
    """number -> guide, the number being the file's."""
    return {int(path.stem[1:]): load(path.read_text(encoding='utf-8')) for path in sorted(folder.glob('q??.yaml'))}


def node_of(guide, name):
    return next((node for node in guide['nodes'] if node['id'] == name), None)


# --- dates ------------------------------------------------------------------------------------------------------------

class Date(NamedTuple):
    value: datetime.date
    precision: str

    def __str__(self):
        d = self.value
        return {'year': f'{d.year}年', 'month': f'{d.year}年{d.month}月',
                'day': f'{d.year}年{d.month}月{d.day}日'}[self.precision]


@functools.cache
def parse_date(text, precision, today):
    """An answer; None if it is not one. A year stands for its 1 January, a month for its first."""
    try:
        value = datetime.datetime.strptime(text, FORMATS[precision]).date()
    except ValueError:
        return None
    if value.strftime(FORMATS[precision]) != text or not 1949 <= value.year <= today.year + 5:
        return None
    return Date(value, precision)


def add_years(date, years):
    """民法典第二百零二条: without a corresponding day, the period ends on the last day of the month."""
    year = date.year + years
    return date.replace(year=year, day=min(date.day, calendar.monthrange(year, date.month)[1]))


def evaluate(expression, known, today):
    """A date expression; known: node -> Date. None if the answer is not there."""
    if isinstance(expression, str):
        if expression == 'today':
            return Date(today, 'day')
        if expression in known:
            return known[expression]
        try:
            return Date(datetime.date.fromisoformat(expression), 'day')
        except ValueError:
            return None
    base = evaluate(expression['from'], known, today)
    if base is None:
        return None
    value, precision = add_years(base.value, int(expression.get('add-years', '0'))), base.precision
    if 'on' in expression:
        month, day = map(int, expression['on'].split('-'))
        value, precision = datetime.date(value.year, month, day), 'day'
    return Date(value, expression.get('show', precision))


# --- the way through --------------------------------------------------------------------------------------------------

class Step(NamedTuple):
    guide: int
    node: str
    answer: str
    edge: tuple  # (which option, which of its conditional edges)


class Result(NamedTuple):
    guide: int     # where it stopped
    node: dict     # the question to be asked, or the outcome
    steps: tuple   # the questions answered on the way, each once
    dates: dict    # of an outcome: placeholder -> text
    edges: tuple   # every edge taken, also of a question met again after a hand-over


def branches(node, answer, today):
    """(which option, its next) for a valid answer, else None."""
    if node['kind'] == 'date':
        if answer == UNSURE and 'unsure' in node:
            return UNSURE, node['unsure']['next']
        return ('date', node['next']) if parse_date(answer, node['precision'], today) else None
    return next(((o['id'], o['next']) for o in node['options'] if o['id'] == answer), None)


def holds(when, known, answered, today):
    if 'answer' in when:
        return all(answered.get(node) == option for node, option in when['answer'].items())
    left = evaluate(when['date'], known, today)
    name = next(key for key in when if key in COMPARISONS)
    right = evaluate(when[name], known, today)
    return left is not None and right is not None and COMPARISONS[name](left.value, right.value)


def choose(following, known, answered, today):
    """(index of the edge, its target)"""
    if not isinstance(following, list):
        return 0, following
    for i, edge in enumerate(following):
        if 'when' not in edge or holds(edge['when'], known, answered, today):
            return i, edge['to']
    raise AssertionError('最后一条没有条件')


def target(guides, number, to):
    """(guide, node id) that an edge leads to."""
    if isinstance(to, str):
        return number, to
    number = int(to['guide'])
    return number, to.get('node', guides[number]['start'])


def resolve(guides, number, answers, today):
    """Replays the answers from the start of a guide. Answers of questions that are not on the way do not count."""
    name, answered, known, steps, edges = guides[number]['start'], {}, {}, [], []
    while True:
        node = node_of(guides[number], name)
        if node['kind'] == 'outcome':
            dates = {k: str(evaluate(e, known, today)) for k, e in node.get('dates', {}).items()}
            return Result(number, node, tuple(steps), dates, tuple(edges))
        branch = branches(node, answers[name], today) if name in answers else None
        if branch is None:
            return Result(number, node, tuple(steps), {}, tuple(edges))
        first_time = name not in answered
        answered[name] = answers[name]
        if node['kind'] == 'date' and answers[name] != UNSURE:
            known[name] = parse_date(answers[name], node['precision'], today)
        index, to = choose(branch[1], known, answered, today)
        edges.append((number, name, branch[0], index))
        if first_time:
            steps.append(Step(number, name, answers[name], (branch[0], index)))
        if len(edges) > 64:
            raise AssertionError(f'第 {number} 题绕圈子：{name}')
        number, name = target(guides, number, to)


def candidates(guides, precision, today):
    """Answers to a date that between them take every edge: around today, its anniversaries and all dates named."""
    days = {today, *(today.replace(month=m, day=d, year=today.year + y)
                     for y in range(-3, 3) for m, d in ((1, 1), (10, 31), (12, 31)))}
    days |= {add_years(today, y) for y in range(-3, 2)}
    for guide in guides.values():
        for node in guide['nodes']:
            for edge in node.get('next', []):
                for value in edge.get('when', {}).values():
                    literal = evaluate(value, {}, today) if isinstance(value, str) and value != 'today' else None
                    days |= {literal.value} if literal else set()
    around = {day + datetime.timedelta(days=n) for day in days for n in (-1, 0, 1)}
    return sorted({day.strftime(FORMATS[precision]) for day in around})


def paths(guides, number, today):
    """Every way through a guide that a visitor of this day can take, one Result for each; {edges taken: Result}"""
    found, pending = {}, [{}]
    dates = {precision: candidates(guides, precision, today) for precision in FORMATS}
    while pending:
        answers = pending.pop()
        result = resolve(guides, number, answers, today)
        node = result.node
        if node['kind'] == 'outcome':
            found.setdefault(result.edges, result)
            continue
        if node['kind'] == 'date':
            options = dates[node['precision']] + ([UNSURE] if 'unsure' in node else [])
        else:
            options = [option['id'] for option in node['options']]
        pending += [{**answers, node['id']: option} for option in options]
    return found
