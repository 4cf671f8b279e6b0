#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Prints line and branch coverage of each file from a gcovr --json-summary, the whole at the end."""
import json
import sys


def percent(covered, total):
    return f'{100 * covered / total:5.1f} %' if total else '      –'


def row(name, numbers):
    return (f"{name:<36}{percent(numbers['line_covered'], numbers['line_total']):>9}"
            f"{percent(numbers['branch_covered'], numbers['branch_total']):>10}")


def main(path):
    with open(path, encoding='utf-8') as file:
        summary = json.load(file)
    print(f"{'':<36}{'lines':>9}{'branches':>10}")
    for file in sorted(summary['files'], key=lambda file: file['filename']):
        print(row(file['filename'], file))
    print(row('total', summary))


if __name__ == '__main__':
    main(sys.argv[1])
