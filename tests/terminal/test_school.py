#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What `yibentong school` promises, against the list itself (assets/institutions.tsv, assets/former_names.tsv).

  test_school.py PROGRAM HANDBOOK_DB [unittest's options]
"""
import json
import subprocess
import sys
import unittest

from program import LIMIT_SECONDS, ROOT, Case, command, environment, on_terminal, run, width

ABSENT = '不在教育部名单（截至2026年6月17日）中，请向学校核实'
DATE = '2026-06-17'
NOTHING_FOUND = 1


def table(name):
    lines = (ROOT / 'assets' / name).read_text('utf-8').split('\n')
    columns = lines[0].split('\t')
    return [dict(zip(columns, line.split('\t'))) for line in lines[1:] if line]


LIST = {row['code']: row for row in table('institutions.tsv')}
FORMER = {}
for _row in table('former_names.tsv'):
    FORMER.setdefault(_row['code'], []).append(_row['former_name'])


class SchoolTest(Case):
    def first(self, *words, **more):
        return self.json('school', *words, '--limit', '1', **more)[0]['name']

    def absent(self, result, output=b''):
        self.assertEqual((result.returncode, result.stdout), (NOTHING_FOUND, output))
        self.assertEqual(result.stderr.decode(), f'yibentong: {ABSENT}\n')

    def test_json_is_the_list_row_for_row(self):
        schools = self.json('school', 'x', '--limit', '9999')
        self.assertEqual({school['code'] for school in schools}, set(LIST))
        for school in schools:
            row = dict(LIST[school['code']], former_names=FORMER.get(school['code'], []), as_of=DATE)
            self.assertEqual(school, row)

    def test_json_has_the_promised_keys_in_order(self):
        self.assertEqual(list(self.json('school', '4122010183')[0]),
                         ['code', 'name', 'province', 'city', 'level', 'kind', 'former_names', 'authority', 'remark', 'as_of'])

    def test_pipes_get_a_line_each_with_tabs(self):
        lines = self.fine(run('school', '吉林化工')).split('\n')
        self.assertEqual(lines[0].split('\t'), ['4122010192', '吉林化工大学', '本科', '普通', '吉林省', '吉林市', '吉林省', '',
                                                '吉林化工学院', DATE])
        self.assertEqual(lines[-1], '')

    def test_every_line_has_the_same_columns(self):
        lines = self.fine(run('school', 'x', '--limit', '9999')).splitlines()
        self.assertEqual(len(lines), len(LIST))
        self.assertEqual({line.count('\t') for line in lines}, {9})

    def test_found_by_name_former_name_code_pinyin_and_initials(self):
        for words in (['吉林大学'], ['吉大'], ['jilindaxue'], ['jilin', 'daxue'], ['ji', 'lin', 'da', 'xue'], ['jldx'],
                      ['jilin大学'], ['JLDX'], ['4122010183'], ['10183'], ['（吉林大学）']):
            self.assertEqual(self.first(*words), '吉林大学', words)
        for words in (['changchunligong'], ['zhangchunligong'], ['cclg'], ['长春理工']):
            self.assertEqual(self.first(*words), '长春理工大学', words)
        self.assertEqual(self.first('东北师范大学人文学院'), '长春人文学院')

    def test_twenty_unless_a_limit_is_given(self):
        self.assertEqual(len(self.json('school', '大学')), 20)
        self.assertEqual(len(self.json('school', '大学', '--limit', '3')), 3)
        self.assertEqual(len(self.json('school', '--limit=25', '大学')), 25)

    def test_a_limit_that_is_none_is_refused(self):
        for value in ('0', '-1', '1.5', '10000', 'x', '07', ' 3'):
            self.refused(run('school', '大学', '--limit', value), 64, '--limit')
        self.refused(run('list', '--limit', '3'), 64, '--limit')

    def test_absence_is_told_and_never_called_more(self):
        for words in (['海军潜艇学院'], ['zzzz'], ['9999999999']):
            self.absent(run('school', *words))
            self.absent(run('school', *words, '--format', 'json'), b'[\n]\n')
        self.assertEqual(json.loads(run('school', 'zzzz', '--format', 'json').stdout), [])

    def test_nothing_to_look_for_is_a_wrong_command_line(self):
        for word in ('', ' ', '%', '_*"\'', '\x1b[', '　'):
            self.refused(run('school', word), 64, '没有可查的字')
        self.refused(run('school'), 64, '吉林大学')

    def test_any_bytes_do_no_harm(self):
        for typed in (b'\xff\xfe', b'\xe5\x90', b"' OR 1=1 --", b'%_*"x', b'a' * 10000, '吉'.encode() * 10000, b'\x1b[31mzz'):
            result = subprocess.run(command('school', typed), stdin=subprocess.DEVNULL, capture_output=True,
                                    env=environment(), timeout=LIMIT_SECONDS)
            self.assertIn(result.returncode, (0, NOTHING_FOUND, 64), typed[:20])
            self.assertNotIn(b'\x1b', result.stdout + result.stderr)

    def test_a_terminal_gets_columns(self):
        result = on_terminal(30, 80, 'school', '长春', '--limit', '6')
        self.assertEqual(result.returncode, 0)
        lines = result.stdout.decode().split('\n')
        schools = [line for line in lines if '普通' in line]
        self.assertEqual(len(schools), 6)
        for column in (' 41', '本科', '普通', '吉林省长春市'):
            self.assertEqual(len({width(line[:line.index(column)]) for line in schools}), 1, column)
        self.assertIn('来自教育部全国高等学校名单，截至2026年6月17日', result.stdout.decode())
        self.assertLessEqual(max(map(width, lines)), 80)

    def test_a_terminal_tells_all_of_a_school(self):
        text = on_terminal(30, 80, 'school', '吉林外国语大学').stdout.decode()
        for words in ('吉林外国语大学', '4122010964', '本科', '普通', '吉林省长春市', '主管部门：', '备注：民办', '曾用名：吉林华桥外国语学院'):
            self.assertIn(words, text)
        self.assertIn('北京市\n', on_terminal(30, 80, 'school', '清华大学').stdout.decode())

    def test_a_terminal_says_that_there_are_more(self):
        self.assertIn('还有更多', on_terminal(60, 80, 'school', '大学').stdout.decode())
        self.assertNotIn('还有更多', on_terminal(60, 80, 'school', '清华大学').stdout.decode())

    def test_absence_on_a_terminal_writes_nothing_there(self):
        result = on_terminal(24, 80, 'school', 'zzzz')
        self.absent(result)

    def test_words_and_results_are_in_the_locales_charset(self):
        for locale, charset in (('zh_CN.GB18030', 'gb18030'), ('zh_CN.GBK', 'gbk')):
            result = subprocess.run(command('school', '吉林大学'.encode(charset), '--limit', '1'), capture_output=True,
                                    env=environment(LC_ALL=locale), timeout=LIMIT_SECONDS, stdin=subprocess.DEVNULL)
            self.assertEqual(result.returncode, 0, result.stderr)
            self.assertIn('吉林大学', result.stdout.decode(charset))
            result = subprocess.run(command('school', b'\xff\xff'), capture_output=True, env=environment(LC_ALL=locale),
                                    timeout=LIMIT_SECONDS, stdin=subprocess.DEVNULL)
            self.assertEqual(result.returncode, 64)

    def test_check_names_the_list(self):
        items = {item['item']: item for item in json.loads(run('check', '--format', 'json').stdout)['items']}
        self.assertEqual(items['schools']['state'], 'ok')
        self.assertIn('3196', items['schools']['detail'])
        self.assertIn(DATE, items['schools']['detail'])


if __name__ == '__main__':
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]])
