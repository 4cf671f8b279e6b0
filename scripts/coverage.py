#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Prints line and branch coverage of each file from a gcovr --json-summary, the whole at the end.

  coverage.py SUMMARY [BASE]

BASE, scripts/coverage.txt, holds the floors: lines "FILE PERCENT" of branches, "total" for the whole. What falls
below its floor fails the run. Floors only go up; what is above one by more than a percent is told.
"""
import json
import sys

SLACK = 1.0  # percent: runs differ a little, because some tests kill the program

def percent(covered, total):
    return f'{100 * covered / total:5.1f} %' if total else '      –'


def row(name, numbers):
    return (f"{name:<36}{percent(numbers['line_covered'], numbers['line_total']):>9}"
            f"{percent(numbers['branch_covered'], numbers['branch_total']):>10}")


def branches(numbers):
    return 100 * numbers['branch_covered'] / numbers['branch_total'] if numbers['branch_total'] else 100.0


def read_floors(path):
    with open(path, encoding='utf-8') as file:
        lines = (line.partition('#')[0].split() for line in file)
        return {words[0]: float(words[1]) for words in lines if words}


def below_floor(numbers, floors):
    """A line for each that has fallen, or is not there any more."""
    for name, floor in floors.items():
        have = numbers.get(name)
        if have is None:
            yield f'{name}: has a floor, but was not measured'
        elif have < floor:
            yield f'{name}: {have:.1f} % of branches, at least {floor:.1f} % are asked'


def main(path, base=None):
    with open(path, encoding='utf-8') as file:
        summary = json.load(file)
    print(f"{'':<36}{'lines':>9}{'branches':>10}")
    for file in sorted(summary['files'], key=lambda file: file['filename']):
        print(row(file['filename'], file))
    print(row('total', summary))
    if not base:
        return 0
    numbers = {file['filename']: branches(file) for file in [*summary['files'], {'filename': 'total', **summary}]}
    floors = read_floors(base)
    fallen = list(below_floor(numbers, floors))
    print(*fallen, sep='\n')
    for name, floor in floors.items():
        if numbers.get(name, 0) > floor + SLACK:
            print(f'{name}: {numbers[name]:.1f} %: its floor of {floor:.1f} % can go up')
    return 1 if fallen else 0


if __name__ == '__main__':
    sys.exit(main(*sys.argv[1:]))
