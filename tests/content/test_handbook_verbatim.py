# SPDX-License-Identifier: MIT
"""What a visitor reads as the handbook is the handbook, word for word.

    test_handbook_verbatim.py               the files under assets/
    test_handbook_verbatim.py PROGRAM       what the built program shows
"""
import hashlib
import json
import re
import subprocess
import sys
import unicodedata
import unittest

import handbook_text as ht

SOURCE_SHA256 = '4c3e4c8696f6dfb6622a754b359308a633e1805fa154d627b23682dc49bba793'
HAN = re.compile(r'[\u4e00-\u9fff]')
AUDIENCES = ['录取新生', '在校生', '毕业生', '2000届及以前']


def difference(ours, source):
    """Where two texts part, for a person to read."""
    at = next((i for i, (a, b) in enumerate(zip(ours, source)) if a != b), min(len(ours), len(source)))
    return f'第 {at + 1} 字起不同\n  手册：…{source[max(0, at - 10):at + 20]}…\n  我们：…{ours[max(0, at - 10):at + 20]}…'


class Verbatim(unittest.TestCase):
    """Promises about (title, official blocks) of each question; a subclass says where these come from."""

    def question(self, number):
        raise NotImplementedError

    def each(self):
        for number in ht.NUMBERS:
            yield number, *self.question(number)

    def test_every_sentence_of_the_handbook_stands_in_order(self):
        for number, _, blocks in self.each():
            ours, at = ht.squeeze(''.join(b.text for b in blocks)), 0
            for sentence in ht.sentences(ht.expected_answer(number)):
                found = ours.find(sentence, at)
                if found < 0:
                    why = '顺序不对' if sentence in ours else '缺少'
                    self.fail(f'第 {number} 题{why}手册的这一句：{sentence}')
                at = found + len(sentence)

    def test_no_official_sentence_is_ours(self):
        for number, _, blocks in self.each():
            theirs = ht.sentences(ht.expected_answer(number))
            for sentence in ht.sentences(''.join(b.text for b in blocks)):
                self.assertIn(sentence, theirs, f'第 {number} 题的这一句手册里没有：{sentence}')

    def test_the_answer_is_the_whole_answer(self):
        for number, _, blocks in self.each():
            ours, source = ''.join(b.text for b in blocks), ht.expected_answer(number)
            self.assertEqual(ht.squeeze(ours), ht.squeeze(source), difference(ht.squeeze(ours), ht.squeeze(source)))

    def test_spaces_inside_a_sentence_stand(self):
        for number, _, blocks in self.each():
            ours, source = ''.join(b.text for b in blocks), ht.expected_answer(number)
            self.assertEqual(ours, source, difference(ours, source))

    def test_titles_are_those_of_the_index(self):
        titles = ht.index_titles()
        self.assertEqual(sorted(titles), list(ht.NUMBERS))
        for number, title, _ in self.each():
            self.assertEqual(title, titles[number])

    def test_blocks_break_between_sentences_only_but_for_quoted_law(self):
        for number, _, blocks in self.each():
            for block, after in zip(blocks, blocks[1:]):
                ends = '[。：:]'
                if after.kind == 'quote' and block.kind != 'quote':
                    ends = '规定，?'
                elif block.kind == 'quote' and after.kind != 'quote':
                    ends = '”[。，]'
                self.assertRegex(block.text, ends + '$', f'第 {number} 题在句中断开')

    def test_a_quote_is_the_handbooks_and_names_its_law_in_its_words(self):
        quotes = 0
        for number, _, blocks in self.each():
            text = ''.join(b.text for b in blocks)
            for block in blocks:
                if block.kind != 'quote':
                    self.assertEqual(block.law, '')
                    continue
                quotes += 1
                self.assertTrue(block.law, f'第 {number} 题的引文没有出处：{block.text}')
                self.assertIn(block.law + '规定', text)
                self.assertRegex(block.text, '^“|”')
        self.assertGreaterEqual(quotes, 4)  # in questions 5, 6 (twice) and 10


class Sources(Verbatim):
    """The Markdown files."""

    def question(self, number):
        question = ht.read_question(number)
        self.assertEqual(question.front['number'], str(number))
        return question.front['title'], question.blocks

    def test_the_copy_of_the_source_is_untouched(self):
        self.assertEqual(hashlib.sha256(ht.SOURCE.read_bytes()).hexdigest(), SOURCE_SHA256)

    def test_every_question_of_the_source_was_found(self):
        found = ht.source_questions()
        self.assertEqual(sorted(found), list(ht.NUMBERS))
        for number in ht.NUMBERS:
            self.assertGreater(len(ht.source_answer(number)), 80)

    def test_corrections_name_a_question_and_change_something(self):
        rows = ht.errata_table('更正')
        self.assertTrue(rows)
        for number, theirs, ours, why in rows:
            self.assertIn(int(number), ht.NUMBERS)
            self.assertNotEqual(theirs, ours)
            self.assertTrue(why)
            self.assertNotIn(theirs, ''.join(b.text for b in self.question(int(number))[1]))

    def test_what_is_left_as_it_is_stands_in_the_source_and_here(self):
        for number, wording, _ in ht.errata_table('照录不改'):
            title, blocks = self.question(int(number))
            self.assertIn(wording, ht.source_questions()[int(number)][0] + ht.source_answer(int(number)))
            self.assertIn(wording, title + ''.join(b.text for b in blocks))

    def test_titles_that_differ_from_the_index_are_on_record(self):
        index = ht.index_titles()
        differ = [[str(n), index[n], title] for n, (title, _) in ht.source_questions().items() if title != index[n]]
        self.assertEqual(ht.errata_table('题目'), differ)

    def test_headings_are_short(self):
        for number, _, blocks in self.each():
            self.assertTrue(blocks[0].heading)
            for heading in filter(None, (b.heading for b in blocks)):
                self.assertIn(len(HAN.findall(heading)), range(2, 9), heading)
                self.assertNotRegex(heading, '[。？！：]')

    def test_front_matter_is_complete_and_its_ids_exist(self):
        links = ht.link_ids()
        self.assertEqual(len(links), len(set(links)))
        for number in ht.NUMBERS:
            front = ht.read_question(number).front
            self.assertIn(len(HAN.findall(front['short_title'])), range(2, 13))
            self.assertEqual(front['audience'], [a for a in AUDIENCES if a in front['audience']])
            self.assertTrue(front['audience'] and front['links'])
            self.assertLessEqual(set(front['links']), set(links))
            self.assertLessEqual(set(map(int, front['related'])), set(ht.NUMBERS) - {number})

    def test_related_questions_point_at_each_other(self):
        related = {n: list(map(int, ht.read_question(n).front['related'])) for n in ht.NUMBERS}
        for number, others in related.items():
            for other in others:
                self.assertIn(number, related[other], f'{number} → {other}，反过来没有')

    def test_an_alias_belongs_to_one_question(self):
        owner = {}
        for number in ht.NUMBERS:
            aliases = ht.read_question(number).front['aliases']
            self.assertIn(len(aliases), range(15, 41), f'第 {number} 题')
            for alias in aliases:
                self.assertNotIn(alias, owner, f'第 {owner.get(alias)} 题和第 {number} 题都有“{alias}”')
                owner[alias] = number

    def test_supplements_say_where_they_are_from_and_each_is_used(self):
        paths = {path.stem: path for path in (ht.ASSETS / 'supplements').glob('*.md')}
        used = {s for n in ht.NUMBERS for s in ht.read_question(n).front.get('supplements', [])}
        self.assertEqual(used, set(paths))
        for name, path in paths.items():
            front, body = ht.read_parts(path)
            self.assertEqual(front['id'], name)
            self.assertTrue(front['title'] and front['source'])
            self.assertRegex(front['date'], r'^\d{4}-\d\d-\d\d$')
            kinds = {block.kind for block in ht.read_blocks(path, body)}
            self.assertLessEqual(kinds, {'paragraph', 'step'})
            self.assertTrue(kinds)

    def test_files_are_utf8_nfc_without_stray_characters(self):
        paths = [*ht.ASSETS.glob('handbook/*.md'), *ht.ASSETS.glob('supplements/*.md'), *ht.ASSETS.glob('*.yaml')]
        self.assertGreater(len(paths), len(ht.NUMBERS))
        for path in paths:
            text = path.read_bytes().decode('utf-8')
            self.assertTrue(unicodedata.is_normalized('NFC', text), path)
            self.assertNotRegex(text, '[\\x00-\\x09\\x0b-\\x1f\\x7f\\u00a0\\u200b-\\u200f\\u2028-\\u202e\\u3000\\ufeff]', path)


class Compiled(Verbatim):
    """What the program shows."""
    program = None
    shown = {}

    def show(self, number):
        if number not in self.shown:
            done = subprocess.run([self.program, 'show', str(number), '--format', 'json'],
                                  capture_output=True, timeout=20)
            self.assertEqual(done.returncode, 0, done.stderr.decode('utf-8', 'replace'))
            self.shown[number] = json.loads(done.stdout.decode('utf-8'))
        return self.shown[number]

    def question(self, number):
        shown = self.show(number)
        self.assertEqual(shown['number'], number)
        official = [b for b in shown['blocks'] if b['source'] == 'handbook']
        return shown['title'], [ht.Block(b['kind'], b['text'], b.get('heading') or '', b.get('law') or '')
                                for b in official]

    def test_everything_shown_is_official_or_a_supplement(self):
        for number in ht.NUMBERS:
            self.assertLessEqual({b['source'] for b in self.show(number)['blocks']}, {'handbook', 'supplement'})

    def test_supplements_are_those_of_the_files_and_come_after_the_answer(self):
        for number in ht.NUMBERS:
            expected = []
            for name in ht.read_question(number).front.get('supplements', []):
                path = ht.ASSETS / 'supplements' / f'{name}.md'
                expected += [block.text for block in ht.read_blocks(path, ht.read_parts(path)[1])]
            blocks = self.show(number)['blocks']
            self.assertEqual([b['text'] for b in blocks if b['source'] == 'supplement'], expected)
            self.assertEqual([b['source'] for b in blocks], sorted(b['source'] for b in blocks))

    def test_headings_and_links_are_those_of_the_files(self):
        for number in ht.NUMBERS:
            file, (_, blocks) = ht.read_question(number), self.question(number)
            self.assertEqual([b.heading for b in blocks if b.heading], [b.heading for b in file.blocks if b.heading])
            self.assertEqual(self.show(number)['links'], file.front['links'])


if __name__ == '__main__':
    case = Sources
    if len(sys.argv) == 2:
        case, Compiled.program = Compiled, sys.argv[1]
    result = unittest.TextTestRunner().run(unittest.defaultTestLoader.loadTestsFromTestCase(case))
    sys.exit(not result.wasSuccessful())
