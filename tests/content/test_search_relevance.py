# SPDX-License-Identifier: MIT
"""What visitors type finds the right question: first nearly always, among the first three always.

    test_search_relevance.py                the sets of queries themselves
    test_search_relevance.py PROGRAM        what the built program finds; the misses are printed
"""
import collections
import concurrent.futures
import json
import pathlib
import subprocess
import sys
import unittest
from typing import NamedTuple

import handbook_text as ht

TUNED, BLIND, VISITORS = 'search_queries.tsv', 'search_queries_blind.tsv', 'search_queries_visitors.tsv'
PARTS = ['hanzi', 'pinyin', 'initials']
MORE = ['mix', 'slip', 'unfinished', 'traditional', 'sentence', 'number']
OF_A_QUESTION = ['question', 'passage', 'outcome']
AT_ONCE = 2


class Query(NamedTuple):
    text: str
    question: int
    kind: str
    meaning: str


def read(name):
    lines = (ht.HERE / name).read_text(encoding='utf-8').splitlines()
    rows = [line.split('\t') for line in lines if not line.startswith('#')]
    return [Query(text, int(question), kind, meaning) for text, question, kind, meaning in rows]


class Sets(unittest.TestCase):
    """The queries are many, spread evenly, and not the handbook's aliases over again."""

    def test_there_are_enough_for_each_question(self):
        for name, least, least_each in (TUNED, 240, 20), (BLIND, 100, 6), (VISITORS, 130, 5):
            counts = collections.Counter(query.question for query in read(name))
            self.assertGreaterEqual(counts.total(), least, name)
            self.assertEqual(set(counts), set(ht.NUMBERS), name)
            self.assertGreaterEqual(min(counts.values()), least_each, name)

    def test_chinese_pinyin_and_initials_have_equal_parts(self):
        for name in TUNED, BLIND:
            counts = collections.Counter(query.kind for query in read(name))
            self.assertEqual(len({counts[kind] for kind in PARTS}), 1, f'{name}: {counts}')
            self.assertLessEqual(set(counts), set(PARTS + MORE), name)

    def test_no_query_stands_twice(self):
        queries = [query.text for name in (TUNED, BLIND, VISITORS) for query in read(name)]
        self.assertEqual([text for text, times in collections.Counter(queries).items() if times > 1], [])

    def test_at_most_a_third_says_what_an_alias_says(self):
        aliases = {alias for number in ht.NUMBERS for alias in ht.read_question(number).front['aliases']}
        queries = read(TUNED)
        same = [query.text for query in queries if query.meaning in aliases]
        self.assertLessEqual(len(same), len(queries) // 3, same)


class Found(unittest.TestCase):
    program = None

    def find(self, query):
        """The distinct questions found, best first."""
        done = subprocess.run([self.program, 'search', query.text, '--format', 'json', '--limit', '10'],
                              stdin=subprocess.DEVNULL, capture_output=True, timeout=60, check=True)
        hits = [hit for hit in json.loads(done.stdout) if hit['kind'] in OF_A_QUESTION]
        return list(dict.fromkeys(hit['question'] for hit in hits))

    def measure(self, name, first_percent, third_percent):
        queries = read(name)
        with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
            found = list(pool.map(self.find, queries))
        first = [found[:1] == [query.question] for query, found in zip(queries, found)]
        third = [query.question in found[:3] for query, found in zip(queries, found)]
        for query, numbers, right in zip(queries, found, first):
            if not right:
                print(f'{name}: {query.kind} “{query.text}”（{query.meaning}）应是 {query.question}，找到 {numbers[:3]}')
        for kind in PARTS + MORE:
            self.tell(name, kind, [(a, b) for query, a, b in zip(queries, first, third) if query.kind == kind])
        self.tell(name, 'all', list(zip(first, third)))
        self.assertGreaterEqual(100 * sum(first), first_percent * len(queries), f'{name}: top-1')
        self.assertGreaterEqual(100 * sum(third), third_percent * len(queries), f'{name}: top-3')

    def tell(self, name, kind, right):
        if right:
            first, third = (sum(column) for column in zip(*right))
            print(f'{name}: {kind:<12}{len(right):>4}  top-1 {first / len(right):6.1%}  top-3 {third / len(right):6.1%}')

    def test_what_visitors_type_finds_the_question(self):
        self.measure(TUNED, 95, 100)

    def test_what_nobody_prepared_for_finds_the_question_too(self):
        self.measure(BLIND, 90, 97)

    def test_what_somebody_else_wrote_down_finds_it_as_well(self):
        self.measure(VISITORS, 88, 99)


if __name__ == '__main__':
    case = Sets
    if len(sys.argv) == 2:
        case, Found.program = Found, str(pathlib.Path(sys.argv[1]).resolve())
    result = unittest.TextTestRunner().run(unittest.defaultTestLoader.loadTestsFromTestCase(case))
    sys.exit(not result.wasSuccessful())
