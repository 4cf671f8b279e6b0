#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Writes what fuzz.py has counted into the table of docs/torture.md.

  table.py EXECUTIONS.JSON TORTURE.MD
"""
import json
import pathlib
import re
import sys

HEAD = ['| target | quick | watched | together | findings | last | quick, a second | 10⁸ take |', '|---|---|---|---|---|---|---|---|']
ASKED = 10 ** 8
TABLE = re.compile(r'\| target \|[^\n]*\n(?:\|[^\n]*\n)*')


def row_of(name, counts):
    quick, watched = counts['quick'], counts['watched']
    rate = counts.get('quick_timed', 0) / (counts.get('quick_seconds') or 1)
    hours = f'{ASKED / rate / 3600:.1f} h' if rate else '–'
    return (f'| `{name}` | {quick:,} | {watched:,} | {quick + watched:,} | {counts["findings"]} | {counts["day"]} | {rate:,.0f} | '
            f'{hours} |')


def main():
    if len(sys.argv) != 3:
        print(__doc__, file=sys.stderr)
        return 64
    executions, document = map(pathlib.Path, sys.argv[1:])
    if not executions.exists():
        print('还没有数字：请先运行 ./torture fuzz', file=sys.stderr)
        return 66
    counts = json.loads(executions.read_text('utf-8'))
    table = '\n'.join(HEAD + [row_of(name, counts[name]) for name in sorted(counts)]) + '\n'
    text, n = TABLE.subn(lambda _: table, document.read_text('utf-8'))
    if n != 1:
        print(f'{document}: 应有一张表以 “| target |” 开头，找到 {n} 张', file=sys.stderr)
        return 65
    document.write_text(text, 'utf-8')
    print(table, end='')
    return 0


if __name__ == '__main__':
    sys.exit(main())
