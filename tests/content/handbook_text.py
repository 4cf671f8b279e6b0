# SPDX-License-Identifier: MIT
"""The handbook's own text, its corrections, and the project's files of it, read with nothing but the standard library.

It knows only as much Markdown and YAML as docs/content-format.md allows, and refuses the rest: a second reader of the
same files, so that the compiler's mistakes are not repeated here.
"""
import pathlib
import re
from typing import NamedTuple

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
SOURCE = HERE / 'yibentong.txt'
ASSETS = ROOT / 'assets'
ERRATA = ASSETS / 'handbook' / 'ERRATA.md'
NUMBERS = range(1, 13)


class Block(NamedTuple):
    kind: str  # paragraph, step, quote
    text: str
    heading: str
    law: str


class Question(NamedTuple):
    front: dict
    blocks: list


def squeeze(text):
    return re.sub(r'\s+', '', text)


def sentences(text):
    """Cut behind each full stop or question mark and what closes with it; what is left over at the end counts too."""
    return [s for s in re.findall(r'[^。？?]*[。？?]+[”’）】》]*|[^。？?]+$', squeeze(text)) if s]


# --- the source -------------------------------------------------------------------------------------------------------

def source_lines():
    return SOURCE.read_text(encoding='utf-8').split('\n')


def index_titles():
    """The titles of 高频问题汇总, by number."""
    lines = source_lines()
    start = lines.index('高频问题汇总：') + 1
    found = (re.fullmatch(r'(\d+)\.(.+)', line) for line in lines[start:start + len(NUMBERS)])
    return {int(m[1]): m[2] for m in found}


def source_questions():
    """number -> (the title above the answer, the lines of the answer as they stand, without 答： and the image's name)"""
    questions, lines = {}, None
    for line in source_lines():
        title = re.fullmatch(r'\s*问题(\d+)\.(.+?)\s*', line)
        if title:
            lines = []
            questions[int(title[1])] = (title[2], lines)
        elif lines is not None and line.strip() and line != '[image: IMG_3204]':
            lines.append(line if lines else line.removeprefix('答：'))
    return questions


def source_answer(number):
    """The answer as one string: lines joined, spaces at their ends and behind （1） dropped, spaces inside kept."""
    lines = (line.strip() for line in source_questions()[number][1])
    return ''.join(re.sub(r'^(（\d）) +', r'\1', line) for line in lines)


def errata_table(heading):
    """The rows of the table under a heading of ERRATA.md, without its head, cells stripped."""
    section = ERRATA.read_text(encoding='utf-8').split(f'\n## {heading}\n')[1].split('\n## ')[0]
    rows = [line for line in section.split('\n') if line.startswith('|')][2:]
    return [[cell.strip() for cell in row.strip('|').split('|')] for row in rows]


def corrections(number):
    """[(the source's wording, ours)] of one question."""
    return [(theirs, ours) for n, theirs, ours, _ in errata_table('更正') if int(n) == number]


def expected_answer(number):
    text = source_answer(number)
    for theirs, ours in corrections(number):
        if text.count(theirs) != 1:
            raise AssertionError(f'{ERRATA.name}：第 {number} 题的原文里“{theirs}”出现 {text.count(theirs)} 次，应为 1 次')
        text = text.replace(theirs, ours)
    return text


# --- our files --------------------------------------------------------------------------------------------------------

def parse_front(text):
    """key: value and key: [a, b] (over several lines), as the format has them."""
    front = {}
    for key, value in re.findall(r'^(\w+): (\[[^\]]*\]|.+)$', text, re.M):
        listed = value.startswith('[')
        front[key] = [item.strip() for item in value[1:-1].split(',') if item.strip()] if listed else value.strip()
    return front


def read_parts(path):
    """(front matter, body)"""
    _, front, body = re.split(r'^---\n', path.read_text(encoding='utf-8'), maxsplit=2, flags=re.M)
    return parse_front(front), body


def check_plain(path, line):
    """Nothing of CommonMark but what the format allows."""
    if re.search(r'[*_`<>\[\]|\\&~]|^#|^\s*[-+] |^ {4,}', line):
        raise AssertionError(f'{path.name}：不许用的 Markdown 记号：{line}')


def paragraphs(body):
    """(kind, text) for each paragraph of a body, kind also heading and quote."""
    for lump in re.split(r'\n(?: *>? *\n)+', body.strip('\n')):
        lines = lump.split('\n')
        first = lines[0].lstrip(' ')
        kind, mark = 'paragraph', ''
        if first.startswith('## '):
            kind, mark = 'heading', r'## '
        elif first.startswith('> '):
            kind, mark = 'quote', r'> '
        elif re.match(r'\d+\. ', first):
            kind, mark = 'step', r'\d+\. '
        yield kind, ''.join(re.sub('^' + mark, '', line.lstrip(' ')) for line in lines)


def read_blocks(path, body):
    blocks, heading, quotes = [], '', 0
    for kind, text in paragraphs(body):
        check_plain(path, text)
        if kind == 'heading':
            heading = text
            continue
        if kind == 'quote' and text.startswith('—— '):
            law = text.removeprefix('—— ')
            blocks[-quotes:] = [block._replace(law=law) for block in blocks[-quotes:]]
            quotes = 0
            continue
        quotes = quotes + 1 if kind == 'quote' else 0
        blocks.append(Block(kind, text, heading, ''))
        heading = ''
    return blocks


def question_path(number):
    return ASSETS / 'handbook' / f'q{number:02}.md'


def read_question(number):
    front, body = read_parts(question_path(number))
    return Question(front, read_blocks(question_path(number), body))


def link_ids():
    return re.findall(r'^- id: (\S+)$', (ASSETS / 'links.yaml').read_text(encoding='utf-8'), re.M)
