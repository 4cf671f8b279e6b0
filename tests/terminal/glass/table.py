# SPDX-License-Identifier: MIT
"""The tables of docs/terminals.md out of what scripts/terminals has found.

  table.py FOLDER DOCUMENT     rewrites what stands between the document's marks “<!-- NAME: … -->” and “<!-- NAME end -->”
"""
import json
import pathlib
import re
import subprocess
import sys

import terminals

PACKAGES = ['xterm', 'rxvt-unicode', 'mlterm', 'foot', 'cage', 'tmux', 'screen', 'kmscon', 'libncursesw6', 'fonts-dejavu-core',
            'fonts-noto-cjk']
LEVELS = {'full': '线条', 'plain': '`+ - \\|`'}
LINE_ROLE = '-'  # lines need less contrast than text
NOTES = {
    'xterm': '推荐，用 256 色（`-tn xterm-256color`）',
    'xterm -cjk_width': '不要用这个选项',
    'xterm, luit': 'xterm 起动 luit 来转换',
    'urxvt': '汉字比 xterm 里小一号',
    'foot': '自己画线条和方块；Debian 12 的版本没有触摸。TERM 保持 foot',
    'tmux': '外面是 xterm',
    'screen': '默认的 `cjkwidth on`；不用鼠标，否则它扣住 Esc',
    'screen, cjkwidth off': '外面是 xterm；不用鼠标，否则它扣住 Esc',
    'kmscon': '没有鼠标和触摸',
}


def versions():
    answer = subprocess.run(['dpkg-query', '-W', '-f', '${Package} ${Version}\n', *PACKAGES], stdout=subprocess.PIPE,
                            stderr=subprocess.DEVNULL, text=True)
    return '、'.join(re.sub(r' (?:\d+:)?([\w.]+).*', r' \1', line) for line in sorted(answer.stdout.splitlines()))


def frames(sizes):
    levels = {level for found in sizes for level in found['levels']}
    joined = [join for found in sizes for join in found['lines'] if join is not None]
    words = '、'.join(LEVELS[level] for level in sorted(levels))
    return words + ('，有缝' if levels == {'full'} and not all(joined) else '')


def codes(sizes):
    """How many were read of those that the screens had room for, size by size."""
    return '；'.join(f'{found["size"].replace("x", "×")} {found["read"]}/{found["codes"]}' if found['codes']
                    else f'{found["size"].replace("x", "×")} 只有网址' for found in sizes)


def contrast(sizes):
    return f'{min(ratio for found in sizes for role, ratio in found["contrast"].items() if role != LINE_ROLE):.1f}'


def tap(sizes):
    taps = [found['tap'] for found in sizes if 'tap' in found]
    return '没有' if not taps else '好' if all(taps) else '不行'


def row(result):
    name, sizes = result['terminal'], result['sizes']
    charset = terminals.TERMINALS[name].lang.split('.')[1]
    label, note = name.split(',')[0] if charset != 'UTF-8' else name, NOTES.get(name, '')
    if any('error' in found for found in sizes):
        return [label, charset, str(result['colours']), '', '没有试成', '', '', '', note]
    right, all_screens = (sum(found[key] for found in sizes) for key in ('right', 'screens'))
    term = f'{result["colours"]}（{sizes[0]["term"]}）'
    return [label, charset, term, frames(sizes), f'{right}/{all_screens}', codes(sizes), contrast(sizes), tap(sizes), note]


def as_table(head, rows):
    lines = [head, ['---'] * len(head), *rows]
    return '\n'.join('| ' + ' | '.join(line) + ' |' for line in lines)


def results_table(folder):
    results = [json.loads(file.read_text('utf-8')) for file in sorted(folder.glob('*.json')) if file.name != 'fonts.json']
    order = list(terminals.TERMINALS)
    results.sort(key=lambda result: (order.index(result['terminal']), -result['colours']))
    head = ['终端', '字符集', '颜色（TERM）', '框线', '画面', '二维码', '对比度', '点按', '说明']
    return f'{as_table(head, map(row, results))}\n\n测于：{versions()}。'


def fonts_table(folder):
    rows = []
    for found in json.loads((folder / 'fonts.json').read_text('utf-8')):
        size, wanted, grid, cell = ('×'.join(map(str, found[key])) for key in ('display', 'wanted', 'grid', 'cell'))
        module = found['cell'][1] / 2 / found['cell'][0]
        rows.append([size, wanted, str(found['pixels']), str(found['pixels_wide']), grid, cell, f'{module:.2f}'])
    return as_table(['屏幕', '至少要', '`-fa` 字号', '`-fd` 字号', '得到', '一格的像素', '模块的高比宽'], rows)


def put(document, name, table):
    pattern = re.compile(rf'(<!-- {name}:[^>]*-->\n).*?(<!-- {name} end -->)', re.DOTALL)
    text, n = pattern.subn(lambda match: f'{match[1]}\n{table}\n\n{match[2]}', document.read_text('utf-8'))
    assert n == 1, f'{document} has no place for {name}'
    document.write_text(text, 'utf-8')


def main(folder, document):
    folder, document = pathlib.Path(folder), pathlib.Path(document)
    put(document, 'terminals', results_table(folder))
    put(document, 'fonts', fonts_table(folder))


if __name__ == '__main__':
    main(*sys.argv[1:])
