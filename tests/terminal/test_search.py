#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What `yibentong search` promises.

  test_search.py PROGRAM HANDBOOK_DB [unittest's options]
"""
import re
import sys
import unittest

from program import Case, is_installed, on_terminal, run

KINDS = {'question': '问题', 'passage': '段落', 'outcome': '引导结果', 'link': '网页', 'institution': '学校'}
NEAREST = 'yibentong: 没有完全对得上的；列出的是最接近的问题\n'


class SearchTest(Case):
    def first(self, *words):
        return self.json('search', *words, '--limit', '1')[0]

    def test_json_has_the_promised_keys_in_order(self):
        hits = self.json('search', '毕业证丢了')
        self.assertEqual(list(hits[0]), ['kind', 'question', 'title', 'text', 'target'])
        self.assertEqual((hits[0]['kind'], hits[0]['question']), ('question', 6))
        self.assertLessEqual({hit['kind'] for hit in hits}, set(KINDS))

    def test_whatever_is_typed_the_question_is_first(self):
        for typed, question in (('当兵', 5), ('biyezheng', 6), ('bizhengdiu', 6), ('xjcx', 1), ('2000年以前', 8), ('xuexin网', 1),
                                ('畢業證丟了', 6), ('第六题', 6), ('biyez', 6)):
            self.assertEqual(self.first(typed)['question'], question, typed)

    def test_words_are_one_query(self):
        self.assertEqual(self.first('bi', 'ye', 'zheng', 'diu')['question'], 6)

    def test_schools_have_no_question(self):
        hit = self.first('吉林大学')
        self.assertEqual((hit['kind'], hit['question'], hit['title'], hit['target']), ('institution', None, '吉林大学', '4122010183'))

    def test_links_are_known_by_their_id(self):
        hits = [hit for hit in self.json('search', '全国征兵网') if hit['kind'] == 'link']
        self.assertEqual((hits[0]['target'], hits[0]['text'], hits[0]['question']), ('enlist', 'www.gfbzb.gov.cn', 5))

    def test_the_limit_is_kept(self):
        for limit in 1, 2, 5:
            self.assertEqual(len(self.json('search', '毕业证', '--limit', str(limit))), limit)
        self.assertLessEqual(len(self.json('search', '毕业证')), 10)

    def test_pipes_get_five_columns_with_what_matched_in_brackets(self):
        lines = self.fine(run('search', 'biyezheng diu')).splitlines()
        kind, question, _, text, target = lines[0].split('\t')
        self.assertEqual((kind, question, target), ('问题', '6', ''))
        self.assertIn('【毕业证丢】', text)
        self.assertEqual({line.count('\t') for line in lines}, {4})
        self.assertLessEqual({line.split('\t')[0] for line in lines}, set(KINDS.values()))

    def test_text_and_json_say_the_same(self):
        lines = self.fine(run('search', '学籍查询')).splitlines()
        hits = self.json('search', '学籍查询')
        self.assertEqual([re.sub('[【】]', '', line.split('\t')[2]) for line in lines],
                         [re.sub('[【】]', '', hit['title']) for hit in hits])

    def test_a_terminal_gets_what_matched_in_bold_and_underlined(self):
        result = on_terminal(30, 100, 'search', '毕业证丢了')
        output = result.stdout.decode()
        self.assertEqual(result.returncode, 0)
        self.assertIn('\033[1;4m毕业证丢了\033[22;24m', output)
        self.assertNotIn('【毕业证', output)

    def test_where_nothing_fits_the_nearest_are_listed_and_it_is_said(self):
        result = run('search', '红烧肉怎么炖', '--format', 'json')
        self.assertEqual((result.returncode, result.stderr.decode()), (0, NEAREST))
        self.assertTrue(result.stdout.startswith(b'['))

    def test_what_has_no_character_to_look_for_is_refused(self):
        for typed in '。。。', ' ', '"*"', '😀':
            self.refused(run('search', typed), 64, '没有可查的字')

    def test_nothing_typed_is_syntax(self):
        for typed in '"', '毕业证" OR "', 'NEAR(毕业证 丢了)', '毕业证*', '^毕业证', 'text:毕业证', '毕业证' * 4000:
            self.assertEqual(run('search', typed, '--format', 'json').returncode, 64 if typed == '"' else 0, typed[:40])

    def test_the_words_may_be_in_the_locales_charset(self):
        if not is_installed('zh_CN.GB18030'):
            self.skipTest('the machine has no zh_CN.GB18030')
        result = run('search', '毕业证丢了'.encode('gb18030'), '--format', 'json', env={'LC_ALL': 'zh_CN.GB18030'})
        self.assertEqual(result.returncode, 0)
        self.assertIn('"question": 6', result.stdout.decode())


if __name__ == '__main__':
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]])
