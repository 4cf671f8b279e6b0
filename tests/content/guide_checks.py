# SPDX-License-Identifier: MIT
"""What a set of guides must be, as a list of complaints in Chinese; empty when all is well. Used by test_guides.py on
the files and, broken on purpose, on copies of them."""
import datetime
import functools
import re
import unicodedata

import guide_model as gm
import handbook_text as ht

MOST_QUESTIONS = 6
ID = re.compile(r'[a-z][a-z0-9]*(-[a-z0-9]+)*')
HAN = r'[\u3400-\u9fff]'
# Keys of each part: True must be there, False may.
GUIDE = {'question': True, 'title': True, 'start': True, 'nodes': True}
ASKED = {'id': True, 'kind': True, 'ask': True, 'hint': False}
NODES = {
    'choice': {**ASKED, 'options': True},
    'institution': {**ASKED, 'options': True},
    'date': {**ASKED, 'precision': True, 'next': True, 'unsure': False},
    'outcome': {'id': True, 'kind': True, 'title': True, 'dates': False, 'steps': True, 'bring': False, 'office': True,
                'whom': False, 'links': False, 'quotes': True, 'supplements': False},
}
OPTION = {'id': True, 'label': True, 'hint': False, 'next': True}
EXPRESSION = {'from': True, 'add-years': False, 'on': False, 'show': False}
# Days on which the windows open, are open for the last day, have closed; an ordinary day; a leap day.
DAYS = [datetime.date.fromisoformat(day) for day in
        ('2026-11-23', '2026-08-31', '2026-09-01', '2026-10-31', '2026-11-01', '2028-02-29')]
ASKS_FOR_A_PERSON = re.compile(r'(输入|填写|填上|填入|告诉|写下|提供)[^，。？]{0,8}(姓名|名字|身份证|证件号)|'
                              r'叫什么|(姓名|名字|身份证号?|证件号码?)是(什么|多少)')


def width(text):
    """In Han: half-width characters count half."""
    return sum(2 if unicodedata.east_asian_width(c) in 'WFA' else 1 for c in text) / 2


def every_node(guides):
    for number, guide in guides.items():
        for node in guide['nodes']:
            yield number, node


def text_of(item):
    return item if isinstance(item, str) else item['text']


def ways_on(node):
    """(what it is, its next) of a node that asks."""
    if node['kind'] == 'date':
        yield 'date', node['next']
        if 'unsure' in node:
            yield gm.UNSURE, node['unsure']['next']
    for option in node.get('options', []):
        yield option['id'], option['next']


def edges_of(following):
    return following if isinstance(following, list) else [{'to': following}]


# --- form -------------------------------------------------------------------------------------------------------------

def keys(part, allowed, where):
    if not isinstance(part, dict):
        return [f'{where}：应当是“名字: 值”']
    return ([f'{where}：不认识 {key}' for key in part if key not in allowed] +
            [f'{where}：缺少 {key}' for key, must in allowed.items() if must and not part.get(key)])


def check_expression(expression, where):
    if isinstance(expression, str):
        return []
    found = keys(expression, EXPRESSION, where)
    if 'on' in expression and not re.fullmatch(r'(?!02-29)(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])', expression['on']):
        found.append(f'{where}：on 要写成 月-日，如 10-31')
    if not re.fullmatch(r'\d{1,2}', expression.get('add-years', '0')):
        found.append(f'{where}：add-years 要是整数')
    if expression.get('show', 'day') not in gm.FORMATS:
        found.append(f'{where}：show 只能是 year、month、day')
    return found


def check_next(following, where):
    found, edges = [], edges_of(following)
    for i, edge in enumerate(edges):
        last = i == len(edges) - 1
        found += keys(edge, {'to': True} if last else {'when': True, 'to': True}, f'{where} 第 {i + 1} 条去向')
        when = edge.get('when')
        if isinstance(when, dict) and 'answer' not in when:
            compared = [key for key in when if key != 'date']
            if 'date' not in when or len(compared) != 1 or compared[0] not in gm.COMPARISONS:
                found.append(f'{where}：条件要有 date 和一个比较')
            else:
                found += check_expression(when[compared[0]], where)
        elif when is not None and (set(when) != {'answer'} or len(when['answer']) != 1):
            found.append(f'{where}：条件要么是 answer，要么是 date')
    return found


def check_node(node, where):
    kind = node.get('kind')
    if kind not in NODES:
        return [f'{where}：不认识的种类 {kind}']
    found = keys(node, NODES[kind], where)
    if found:
        return found
    if kind == 'outcome':
        for expression in node.get('dates', {}).values():
            found += check_expression(expression, where)
        for item in [*node['steps'], *node.get('bring', [])]:
            if not isinstance(item, str):
                found += keys(item, {'text': True, 'supplement': True}, where)
        for quote in node['quotes']:
            if not isinstance(quote, str):
                found += keys(quote, {'question': True, 'text': True}, where)
        return found + ([f'{where}：office 只能是 true 或 false'] if node['office'] not in ('true', 'false') else [])
    for option in node.get('options', []):
        found += keys(option, OPTION, where)
    if kind == 'date':
        found += [f'{where}：precision 只能是 year、month、day'] if node['precision'] not in gm.FORMATS else []
        found += keys(node['unsure'], {'label': True, 'next': True}, where) if 'unsure' in node else []
    if kind == 'institution' and [o['id'] for o in node['options']] != ['found', 'not-found', 'unsure']:
        found.append(f'{where}：选项只能是 found、not-found、unsure')
    if not found:
        for name, following in ways_on(node):
            found += check_next(following, f'{where}/{name}')
    return found


def check_form(guides):
    found = [] if sorted(guides) == list(ht.NUMBERS) else ['应有 q01.yaml 到 q12.yaml']
    for number, guide in guides.items():
        where = f'第 {number} 题'
        found += keys(guide, GUIDE, where)
        if guide.get('question') != str(number):
            found.append(f'{where}：question 和文件名不一致')
        for node in guide.get('nodes') or []:
            found += check_node(node, f'{where} {node.get("id")}')
    return found


# --- references -------------------------------------------------------------------------------------------------------

def check_targets(guides):
    found = []
    for number, guide in guides.items():
        if gm.node_of(guide, guide['start']) is None:
            found.append(f'第 {number} 题：start 指向没有的节点 {guide["start"]}')
    for number, node in every_node(guides):
        for name, following in ways_on(node):
            for edge in edges_of(following):
                to = edge['to']
                other = number if isinstance(to, str) else int(to['guide'])
                name_of = to if isinstance(to, str) else to.get('node')
                if other not in guides or name_of and gm.node_of(guides[other], name_of) is None:
                    found.append(f'第 {number} 题 {node["id"]}/{name}：指向没有的节点 {to}')
    return found


def look(node):
    """What a visitor sees of a question: must be the same wherever its id stands."""
    shown = {key: node.get(key) for key in ('kind', 'ask', 'hint', 'precision')}
    options = [[option.get(key) for key in ('id', 'label', 'hint')] for option in node.get('options', [])]
    return shown, options, node.get('unsure', {}).get('label')


def check_ids(guides):
    found, seen = [], {}
    for number, node in every_node(guides):
        name = node['id']
        options = [option['id'] for option in node.get('options', [])]
        found += [f'第 {number} 题 {name}：编号写法不对 {i}' for i in [name, *options] if not ID.fullmatch(i)]
        if len(set(options)) != len(options) or name == 'today' or gm.UNSURE == name:
            found.append(f'第 {number} 题 {name}：编号重复或不能用')
        for other, earlier in seen.get(name, []):
            if other == number or 'outcome' in (node['kind'], earlier['kind']):
                found.append(f'第 {number} 题 {name}：编号已经用过（第 {other} 题）')
            elif look(earlier) != look(node):
                found.append(f'第 {number} 题 {name}：和第 {other} 题的同名问题不一样')
        seen.setdefault(name, []).append((number, node))
    return found


def check_loops(guides):
    """Seen without conditions, no way leads back: every node can be left."""
    state, found = {}, []

    def visit(place):
        if state.get(place):
            if state[place] == 'open':
                found.append(f'第 {place[0]} 题 {place[1]}：绕圈子')
            return
        state[place] = 'open'
        for _, following in ways_on(gm.node_of(guides[place[0]], place[1])):
            for edge in edges_of(following):
                visit(gm.target(guides, place[0], edge['to']))
        state[place] = 'done'

    for number, guide in guides.items():
        visit((number, guide['start']))
    return found + [f'第 {number} 题 {node["id"]}：走不到' for number, node in every_node(guides)
                    if (number, node['id']) not in state]


# --- every path -------------------------------------------------------------------------------------------------------

def all_paths(guides):
    """number -> {edges: Result}, over all the days."""
    found = {}
    for number in guides:
        found[number] = {}
        for day in DAYS:
            for edges, result in gm.paths(guides, number, day).items():
                found[number].setdefault(edges, result)
    return found


def needs(expression):
    name = expression if isinstance(expression, str) else expression['from']
    return {name} if ID.fullmatch(name) and name != 'today' else set()


def condition_needs(when):
    if 'answer' in when:
        return set(when['answer'])
    return needs(when['date']).union(*(needs(when[key]) for key in when if key != 'date'))


def check_known(guides, result):
    """Whatever a condition or an outcome's date is reckoned from was answered before, with a date."""
    found, answered = [], {}
    for number, name, option, _ in result.edges:
        answered[name] = option
        following = dict(ways_on(gm.node_of(guides[number], name)))[option]
        for edge in edges_of(following):
            for need in condition_needs(edge.get('when', {'answer': {}})):
                if need not in answered or 'answer' not in edge['when'] and answered[need] != 'date':
                    found.append(f'第 {number} 题 {name}：条件用到没有回答过的 {need}')
    for expression in result.node.get('dates', {}).values():
        for need in needs(expression):
            if answered.get(need) != 'date':
                found.append(f'第 {result.guide} 题 {result.node["id"]}：日期用到没有回答过的 {need}')
    return found


def check_paths(guides):
    found, taken, ended = [], set(), set()
    for number, results in all_paths(guides).items():
        for result in results.values():
            taken.update(result.edges)
            ended.add(result.node['id'])
            if len(result.steps) > MOST_QUESTIONS:
                found.append(f'第 {number} 题：到 {result.node["id"]} 要答 {len(result.steps)} 个问题')
            found += check_known(guides, result)
    for number, node in every_node(guides):
        if node['kind'] == 'outcome' and node['id'] not in ended:
            found.append(f'第 {number} 题：没有人会到 {node["id"]}')
        for name, following in ways_on(node):
            found += [f'第 {number} 题 {node["id"]}/{name}：第 {i + 1} 条去向永远用不上'
                      for i in range(len(edges_of(following))) if (number, node['id'], name, i) not in taken]
    for number, node in every_node(guides):
        for when in (e['when'] for _, f in ways_on(node) for e in edges_of(f) if 'answer' in e.get('when', {})):
            for other, option in when['answer'].items():
                if option not in (o['id'] for g in guides.values() for n in g['nodes'] if n['id'] == other
                                  for o in n.get('options', [])):
                    found.append(f'第 {number} 题 {node["id"]}：{other} 没有选项 {option}')
    return found


# --- wording ----------------------------------------------------------------------------------------------------------

def check_wording(text, where, most, ends=''):
    found = []
    if width(text) > most:
        found.append(f'{where}：太长（{width(text):g} 字，最多 {most}）：{text}')
    if re.search(f'{HAN} +{HAN}', text) or text != text.strip() or '\n' in text:
        found.append(f'{where}：多余的空格（一段话要写在一行里）：{text}')
    if re.search(f'{HAN}[,;:?!()]', text) or '你' in text:
        found.append(f'{where}：用全角标点，称“您”：{text}')
    if ends and text[-1] != ends:
        found.append(f'{where}：要用“{ends}”结尾：{text}')
    if not ends and text[-1] in '。；，':
        found.append(f'{where}：不用标点结尾：{text}')
    try:
        text.encode('gbk')
    except UnicodeEncodeError as error:
        found.append(f'{where}：有打印不了的字：{error.object[error.start]}')
    if not unicodedata.is_normalized('NFC', text):
        found.append(f'{where}：不是 NFC')
    return found


def check_asked(node, where):
    found = check_wording(node['ask'], where, 36, '？')
    said = [node['ask'], node.get('hint', '')]
    labels = [(option['label'], option.get('hint')) for option in node.get('options', [])]
    labels += [(node['unsure']['label'], None)] if 'unsure' in node else []
    for hint in filter(None, [node.get('hint'), *(hint for _, hint in labels)]):
        found += check_wording(hint, where, 36, '。')
    for label, hint in labels:
        found += check_wording(label, where, 28)
        said += [label, hint or '']
    found += [f'{where}：不许要姓名、证件号：{text}' for text in said if ASKS_FOR_A_PERSON.search(text)]
    if 'options' in node and not 2 <= len(node['options']) <= 4:
        found.append(f'{where}：选项要有 2 到 4 个')
    return found


@functools.cache
def answer_text(number):
    return ht.expected_answer(number)


@functools.cache
def answer_blocks(number):
    return [block.text for block in ht.read_question(number).blocks]


@functools.cache
def link_ids():
    return frozenset(ht.link_ids())


@functools.cache
def supplement_text(name):
    path = ht.ASSETS / 'supplements' / f'{name}.md'
    return ht.squeeze(path.read_text(encoding='utf-8').split('---\n', 2)[2]) if path.exists() else None


def paper(text):
    """The bare name of a paper: without whose it is and what is said about it."""
    return re.sub(r'（[^）]*）', '', text).removeprefix('新生的').replace('受委托人的', '受委托人')


def check_bring(number, node, where):
    """Papers are never invented: the handbook's answer, or the supplement named, has the word."""
    found = []
    for item in node.get('bring', []):
        source = answer_text(number) if isinstance(item, str) else supplement_text(item['supplement']) or ''
        if paper(text_of(item)) not in source:
            found.append(f'{where}：手册没有这样材料：{text_of(item)}')
    return found


def check_quotes(number, node, where):
    found = []
    for quote in node['quotes']:
        question = number if isinstance(quote, str) else int(quote['question'])
        if question not in ht.NUMBERS or not any(text_of(quote) in block for block in answer_blocks(question)):
            found.append(f'{where}：手册没有这一句：{text_of(quote)}')
        elif len(text_of(quote)) < 10:
            found.append(f'{where}：引文太短：{text_of(quote)}')
    return found


def check_outcome(number, node, where):
    found = check_wording(node['title'], where, 28)
    for item in node['steps']:
        found += check_wording(text_of(item), where, 90, '。')
    for item in node.get('bring', []):
        found += check_wording(text_of(item), where, 40)
    found += check_wording(node['whom'], where, 28) if 'whom' in node else []
    used = set(re.findall(r'\{([^}]*)\}', ' '.join(map(text_of, [node['title'], *node['steps'], *node.get('bring', [])]))))
    if used != set(node.get('dates', {})):
        found.append(f'{where}：{{…}} 和 dates 对不上：{sorted(used ^ set(node.get("dates", {})))}')
    if node['office'] == 'false' and not node.get('links'):
        found.append(f'{where}：没有页面，也没有找谁')
    found += [f'{where}：没有这个网址 {i}' for i in node.get('links', []) if i not in link_ids()]
    named = {i['supplement'] for i in [*node['steps'], *node.get('bring', [])] if not isinstance(i, str)}
    found += [f'{where}：没有这篇补充说明 {i}' for i in {*named, *node.get('supplements', [])}
              if supplement_text(i) is None]
    found += [f'{where}：用了补充说明 {i}，supplements 里没有列' for i in named - set(node.get('supplements', []))]
    return found + check_bring(number, node, where) + check_quotes(number, node, where)


def check_words(guides):
    found = []
    for number, guide in guides.items():
        found += check_wording(guide['title'], f'第 {number} 题', 20)
    for number, node in every_node(guides):
        where = f'第 {number} 题 {node["id"]}'
        found += check_outcome(number, node, where) if node['kind'] == 'outcome' else check_asked(node, where)
    return found


def problems(guides):
    """Later checks trust what earlier ones made sure of."""
    for check in (check_form, check_targets, check_loops, check_ids, check_words, check_paths):
        found = check(guides)
        if found:
            return found
    return []
