#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Prints "PASSED FAILED" of a testlog.json that meson test has written.

A test that was skipped, timed out or crashed has failed: everything it needs has been installed. A run without any
test has failed as well.
"""
import json
import sys


def tally(path):
    try:
        with open(path, encoding='utf-8') as log:
            results = [json.loads(line)['result'] for line in log]
    except FileNotFoundError:
        results = []
    passed = sum(result in ('OK', 'EXPECTEDFAIL') for result in results)
    return passed, len(results) - passed if results else 1


if __name__ == '__main__':
    print(*tally(sys.argv[1]))
