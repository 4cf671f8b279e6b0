#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The hall's own data at the command line: site init, stats, and what check says of it. Counters are put in with SQLite's own
library, as the kiosk would have counted them.

  test_site.py PROGRAM
"""
import csv
import io
import json
import os
import pathlib
import sqlite3
import stat
import subprocess
import sys
import tempfile
import unittest

from program import command, environment

LIMIT_SECONDS = 60
HEAD = ['日期', '钟点', '地方', '做了什么', '哪一个', '次数']
COUNTERS = [  # day, hour, place, kind, item, n
    (20261101, 9, 1, 1, '6', 40),
    (20261101, 10, 2, 1, '6', 3),
    (20261102, 9, 1, 1, '2', 7),
    (20261102, 9, 1, 2, '12', 5),
    (20261103, 9, 1, 4, 'chsi-home', 4),
    (20261130, 14, 1, 7, '', 9),
    (20261130, 14, 1, 7, '=1+1', 6),
    (20261130, 14, 1, 7, '校"医院"', 8),
    (20261201, 14, 1, 7, '鿫鿬', 5),  # characters of Unicode 11, four bytes in GB18030
]


class Case(unittest.TestCase):
    def setUp(self):
        context = tempfile.TemporaryDirectory(dir='/dev/shm' if os.access('/dev/shm', os.W_OK) else None)
        self.folder = pathlib.Path(context.__enter__())
        self.addCleanup(context.__exit__, None, None, None)
        self.site = self.folder / 'site.db'

    def run_(self, *words, code=0, today='2026-11-23', **more):
        done = subprocess.run(command(*map(str, words), '--site', self.site, '--today', today), stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=LIMIT_SECONDS,
                              env=environment(), **more)
        self.assertEqual(done.returncode, code, done.stderr.decode())
        return done.stdout, done.stderr.decode()

    def refuse(self, *words, code, say):
        out, errors = self.run_(*words, code=code)
        self.assertEqual(out, b'')
        self.assertIn(say, errors)
        self.assertEqual(errors.count('\n'), 1, errors)

    def sql(self, *statements):
        with sqlite3.connect(self.site) as database:
            for statement, rows in statements:
                database.executemany(statement, rows)
        database.close()

    def fill(self):
        self.run_('site', 'init')
        self.sql(('INSERT INTO counter VALUES (?, ?, ?, ?, ?, ?)', COUNTERS))

    def check(self, code=0, **more):
        items = json.loads(self.run_('check', '--format', 'json', code=code, **more)[0])['items']
        return {item['item']: (item['state'], item['detail']) for item in items}


class Init(Case):
    def test_makes_an_empty_one_and_touches_none_that_is_there(self):
        out, _ = self.run_('site', 'init')
        self.assertIn('已建立', out.decode())
        self.assertEqual(stat.S_IMODE(self.site.stat().st_mode), 0o660)
        before = self.site.read_bytes()
        out, errors = self.run_('site', 'init')
        self.assertEqual(out, b'')
        self.assertIn('已经有了', errors)
        self.assertEqual(self.site.read_bytes(), before)

    def test_check_says_that_recording_pauses(self):
        self.run_('site', 'init')
        self.assertEqual(self.check()['recording'], ('ok', '可以记录'))
        self.site.chmod(0o444)
        self.folder.chmod(0o755)
        who = {'user': 65534, 'group': 65534, 'extra_groups': []} if os.geteuid() == 0 else {}
        state, detail = self.check(**who)['recording']
        self.assertEqual(state, 'notice')
        self.assertIn('暂停记录', detail)
        self.assertIn('恢复后自动继续', detail)

    def test_who_may_not_read_it_is_told_which_group_may(self):
        self.run_('site', 'init')
        self.site.chmod(0)
        self.folder.chmod(0o755)
        if os.geteuid() == 0:
            _, errors = self.run_('stats', code=66, user=65534, group=65534, extra_groups=[])
            self.assertIn('请管理员运行 adduser 用户名 yibentong', errors)

    def test_a_rollback_that_is_refused_is_noted(self):
        self.run_('site', 'init')
        self.refuse('content', 'rollback', '--state', self.folder / 'state', code=76, say='nothing-before')
        with sqlite3.connect(self.site) as database:
            rows = database.execute('SELECT action, edition, sequence, result FROM history').fetchall()
        database.close()
        self.assertEqual(rows, [(2, '内置', 0, 'nothing-before')])

    def test_export_says_which_number_is_next(self):
        self.run_('site', 'init')
        self.sql(('UPDATE profile SET code = ?', [('4122010183',)]))
        self.refuse('site', 'export', self.folder / 'x.ybt', code=64, say='--sequence 1')

    def admin(self, *lines, code=0, name='王老师'):
        done = subprocess.run(command('site', 'admin', name, '--site', self.site), input='\n'.join([*lines, '']).encode(),
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=LIMIT_SECONDS, env=environment())
        self.assertEqual(done.returncode, code, done.stderr.decode())
        return done.stdout.decode(), done.stderr.decode()

    def test_an_administrator_who_forgot_the_password_gets_a_new_one(self):
        self.admin(code=66)
        self.run_('site', 'init')
        self.assertIn('已新开管理员账号 王老师', self.admin('正确的密码123', '正确的密码123')[0])
        self.assertIn('不一样', self.admin('新的密码12345', '新的密码12346', code=65)[1])
        self.assertIn('太短', self.admin('mima', 'mima', code=65)[1])
        self.assertIn('没有输入密码', self.admin(code=65)[1])
        self.assertIn('已给 王老师 设置新密码', self.admin('新的密码12345', '新的密码12345')[0])
        self.admin(code=64, name=' 王老师')
        with sqlite3.connect(self.site) as database:
            rows = database.execute('SELECT account, action, detail FROM audit ORDER BY seq').fetchall()
        database.close()
        self.assertEqual(rows[1:], [('', 10, '王老师 admin'), ('', 14, '王老师')])

    def test_says_why_it_cannot(self):
        self.site.write_bytes(b'notes of somebody' * 100)
        self.refuse('site', 'init', code=65, say='不是本校数据')
        self.assertEqual(self.site.read_bytes(), b'notes of somebody' * 100)
        self.site.unlink()
        self.site.symlink_to('elsewhere')
        self.refuse('site', 'init', code=66, say='链接')
        self.site = self.folder / 'none' / 'site.db'
        self.refuse('site', 'init', code=73, say='文件夹')
        self.refuse('site', 'init', 'more', code=64, say='')


class Stats(Case):
    def test_text_is_by_kind_most_asked_first(self):
        self.fill()
        out, errors = self.run_('stats', '--from', '2026-11-01', '--to', '2026-11-30')
        lines = [line.split('\t') for line in out.decode().splitlines()]
        self.assertEqual([line[:2] for line in lines], [['打开答复', '43'], ['打开答复', '7'], ['开始引导', '5'], ['放大二维码', '<5'],
                                                        ['没有搜到', '8'], ['没有搜到', '6']])
        self.assertTrue(lines[0][2].startswith('6 '), lines[0])
        self.assertEqual(lines[3][2], 'chsi-home')
        self.assertEqual(errors, '2026-11-01 至 2026-11-30\n')

    def test_without_days_it_is_the_last_thirty(self):
        self.fill()
        self.assertEqual(self.run_('stats', today='2026-12-01')[1], '2026-11-02 至 2026-12-01\n')
        self.assertEqual(self.run_('stats', '--to', '2026-03-01')[1], '2026-01-31 至 2026-03-01，没有记录\n')
        self.assertEqual(json.loads(self.run_('stats', '--format', 'json', today='2026-12-31')[0])['from'], '2026-12-02')

    def test_json_has_items_days_and_hours_and_no_small_number(self):
        self.fill()
        result = json.loads(self.run_('stats', '--from', '2026-11-01', '--to', '2026-11-30', '--format', 'json')[0])
        self.assertEqual((result['from'], result['to']), ('2026-11-01', '2026-11-30'))
        self.assertEqual(result['items'][0], {'kind': 'question', 'item': '6', 'n': 43})
        self.assertIn({'kind': 'link', 'item': 'chsi-home', 'n': None}, result['items'])
        self.assertNotIn('', [item['item'] for item in result['items']])
        self.assertEqual([(day['day'], day['n']) for day in result['days']],
                         [('2026-11-01', 43), ('2026-11-02', 12), ('2026-11-03', None), ('2026-11-30', 23)])
        self.assertEqual([(hour['hour'], hour['n']) for hour in result['hours']], [('09', 56), ('10', None), ('14', 23)])

    def assert_sheet(self, text):
        self.assertNotIn('\n', text.replace('\r\n', ''))
        rows = list(csv.reader(io.StringIO(text, newline='')))
        self.assertEqual(rows[0], HEAD)
        self.assertEqual(len(rows), 1 + len(COUNTERS))
        self.assertEqual(rows[1], ['2026-11-01', '09', '自助终端', '打开答复', '6', '40'])
        self.assertEqual(rows[2], ['2026-11-01', '10', '工作台', '打开答复', '6', '<5'])
        self.assertEqual({row[4] for row in rows[6:]}, {'', "'=1+1", '校"医院"', '鿫鿬'})  # no cell is a formula

    def test_csv_is_what_spreadsheets_read(self):
        self.fill()
        days = ['--from', '2026-01-01', '--to', '2026-12-31']
        sheet = self.folder / 'sheet.csv'
        self.run_('stats', *days, '--csv', sheet)
        self.assertEqual(sheet.read_bytes()[:3], b'\xef\xbb\xbf')
        self.assert_sheet(sheet.read_bytes()[3:].decode('utf-8'))
        self.run_('stats', *days, '--csv', sheet, '--encoding', 'GB18030')
        self.assert_sheet(sheet.read_bytes().decode('gb18030'))
        out, _ = self.run_('stats', *days, '--csv', '-', '--encoding', 'utf-8')
        self.assert_sheet(out[3:].decode('utf-8'))
        self.assertEqual(os.listdir(self.folder).count('sheet.csv'), 1)

    def test_says_what_is_wrong(self):
        self.refuse('stats', code=66, say='还没有建立')
        self.fill()
        self.refuse('stats', '--from', '2026-12-01', code=64, say='晚于今天')
        self.refuse('stats', '--from', '2026-12-01', '--to', '2026-11-30', code=64, say='晚于 --to')
        self.refuse('stats', '--from', '2026-02-30', code=64, say='--from')
        self.refuse('stats', '--encoding', 'big5', code=64, say='--encoding')
        self.refuse('stats', '--csv', self.folder / 'none' / 'x.csv', code=73, say='x.csv')
        self.refuse('list', '--csv', 'x', code=64, say='--csv')
        self.sql(('INSERT INTO counter VALUES (?, ?, ?, ?, ?, ?)', [(20261123, 9, 1, 1, '\x1b[2J', 5)]))
        self.refuse('stats', code=65, say='损坏')
        self.site.chmod(0o666)
        self.refuse('stats', code=66, say='改写')


class Check(Case):
    def test_an_absent_one_is_no_error(self):
        state, detail = self.check()['site']
        self.assertEqual(state, 'notice')
        self.assertIn('还没有建立', detail)
        self.assertFalse(self.site.exists())

    def test_a_sound_one_and_its_log(self):
        self.fill()
        before = self.site.read_bytes()
        items = self.check()
        self.assertEqual(items['site'][0], 'notice')
        self.assertIn('还没有账号', items['site'][1])
        self.assertEqual(items['audit'][0], 'ok')
        self.assertIn('1 条', items['audit'][1])
        self.assertEqual(self.site.read_bytes(), before)  # looking changes nothing
        self.sql(('INSERT INTO account VALUES (?, ?, 3, 1, ?, 0, 0)', [(1, '王老师', 'x')]))
        self.assertEqual(self.check()['site'][0], 'ok')

    def test_a_log_that_was_touched(self):
        self.fill()
        self.sql(('UPDATE audit SET detail = ?', [('9',)]))
        state, detail = self.check(code=65)['audit']
        self.assertEqual(state, 'error')
        self.assertIn('第 1 条', detail)
        self.site.unlink()
        self.fill()
        self.sql(('DELETE FROM audit WHERE seq = ?', [(1,)]))
        self.assertEqual(self.check(code=65)['audit'][0], 'error')

    def test_damage(self):
        self.fill()
        self.sql(('UPDATE profile SET place = ?', [('\x1b]0;x\x07',)]))
        state, detail = self.check(code=65)['site']
        self.assertEqual(state, 'error')
        self.assertNotIn('\x1b', detail)
        self.site.write_bytes(b'SQLite format 3\0' + bytes(5000))
        self.assertEqual(self.check(code=65)['site'][0], 'error')


if __name__ == '__main__':
    unittest.main(argv=sys.argv[:1] + sys.argv[2:])
