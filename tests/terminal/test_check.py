#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What `yibentong check` says of a machine.

  test_check.py PROGRAM HANDBOOK_DB [unittest's options]
"""
import json
import pathlib
import socket
import sys
import tempfile
import unittest

from program import Case, is_installed, on_terminal, run

class CheckTest(Case):
    def states(self, result):
        report = json.loads(result.stdout)
        return {item['item']: (item['state'], item['detail']) for item in report['items']}, report['usable']

    def test_each_item_says_in_words_whether_it_works(self):
        for line in self.fine(run('check')).splitlines()[:-1]:
            self.assertRegex(line, r'\A(正常|注意|错误)  \w+：.+')
        self.assertEqual(self.fine(run('check')).splitlines()[-1], '可以使用')

    def test_json_has_the_promised_shape(self):
        items, usable = self.states(run('check', '--format', 'json', '--today', '2027-03-01', '--site', '/nowhere/site.db'))
        self.assertIs(usable, True)
        self.assertEqual(list(items), ['terminal', 'charset', 'settings', 'printer', 'handbook', 'answers', 'links', 'codes', 'schools',
                                       'keys', 'site', 'clock'])
        self.assertEqual(items['terminal'][0], 'notice')
        for item in ('charset', 'settings', 'printer', 'handbook', 'answers', 'links', 'codes', 'clock'):
            self.assertEqual(items[item][0], 'ok', items[item])
        self.assertIn('12', items['answers'][1])
        self.assertIn('2027-03-01', items['clock'][1])

    def test_a_terminal_is_described(self):
        items, usable = self.states(on_terminal(24, 80, 'check', '--format', 'json'))
        self.assertEqual(items['terminal'], ('ok', 'TERM=xterm-256color，256 色'))
        self.assertEqual(items['size'], ('ok', '80 列 × 24 行'))
        self.assertIs(usable, True)
        items, _ = self.states(on_terminal(11, 80, 'check', '--format', 'json'))
        self.assertEqual(items['size'][0], 'notice')

    def test_a_terminal_that_cannot_show_the_kiosk_is_an_error(self):
        for term in ('dumb', None):
            result = on_terminal(24, 80, 'check', '--format', 'json', env={'TERM': term})
            items, usable = self.states(result)
            self.assertEqual((result.returncode, usable, items['terminal'][0]), (78, False, 'error'))

    def test_a_locale_that_names_no_charset_or_is_missing_is_told(self):
        for name, state in (('C', 'notice'), ('POSIX', 'notice'), (None, 'notice'), ('xx_YY.UTF-8', 'notice'),
                              ('C.UTF-8', 'ok'),
                              ('zh_CN.GB18030', 'ok' if is_installed('zh_CN.GB18030') else 'notice')):
            items, usable = self.states(run('check', '--format', 'json', env={'LC_ALL': name}))
            self.assertEqual((items['charset'][0], usable), (state, True), name)
            self.assertIn(name or '没有', items['charset'][1])

    def test_a_clock_that_is_wrong_is_told(self):
        for day, state in (('2020-01-01', 'notice'), ('2150-01-01', 'notice'), ('2027-01-01', 'ok')):
            items, usable = self.states(run('check', '--format', 'json', '--today', day))
            self.assertEqual((items['clock'][0], usable), (state, True), day)
            self.assertIn(day, items['clock'][1])
        items, _ = self.states(run('check', '--format', 'json', env={'TZ': 'UTC'}))
        self.assertEqual(items['timezone'][0], 'notice')

    def test_the_settings_and_the_printer_are_told(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder, 'yibentong.conf')
            missing = run('check', '--format', 'json', '--config', path)
            items, usable = self.states(missing)
            self.assertEqual((missing.returncode, usable, items['settings'][0]), (66, False, 'error'))
            self.assertIn(str(path), items['settings'][1])
            for text, settings, words, printer, state in (
                    ('', 'ok', str(path), 'ok', '没有设置'),
                    ('[kiosk]\ncolour = red\n', 'notice', '第 2 行', 'ok', '没有设置'),
                    (f'[printer 文件]\nwhere = file:{folder}\npaper = a4\n', 'ok', str(path), 'ok', '可以打印'),
                    (f'[printer 文件]\nwhere = file:{folder}/none/x\n', 'ok', str(path), 'notice', '请先建好'),
                    ('[printer 大厅]\nwhere = /dev/there-is-none\n', 'ok', str(path), 'notice', '找不到'),
                    ('[printer 大厅]\nwhere = /dev/null\n', 'ok', str(path), 'notice', 'status = no'),
                    ('[printer 大厅]\nwhere = /dev/null\nstatus = no\n', 'ok', str(path), 'ok', '大厅，/dev/null，58 毫米')):
                path.write_text(text, 'utf-8')
                result = run('check', '--format', 'json', '--config', path)
                items, usable = self.states(result)
                self.assertEqual((result.returncode, usable, items['settings'][0]), (0, True, settings), text)
                self.assertIn(words, items['settings'][1])
                self.assertEqual(items['printer'][0], printer, text)
                self.assertIn(state, items['printer'][1])

    def test_every_printer_is_tried_and_each_mistake_has_words_of_its_own(self):
        with socket.socket() as closed, tempfile.TemporaryDirectory() as folder:
            closed.bind(('127.0.0.1', 0))  # nobody listens
            path, plain = pathlib.Path(folder, 'yibentong.conf'), pathlib.Path(folder, 'slip')
            plain.write_text('')
            cases = (('一', f'where = {plain}', '不是设备文件'),
                     ('二', f'where = {folder}', '那是文件夹'),
                     ('三', f'where = tcp:127.0.0.1:{closed.getsockname()[1]}', '不接这个端口'),
                     ('四', f'where = cups:office\npaper = a4\nserver = {folder}/none.sock', 'CUPS 没有运行'),
                     ('五', 'where = file:/dev/null', '前面不要写 file:'),
                     ('六', f'where = file:{plain}/x', '不是文件夹'),
                     ('七', f'where = file:{folder}', '全屏界面用这一台：可以打印'))
            path.write_text('[kiosk]\nprinter = 七\n' + ''.join(f'[printer {name}]\n{text}\n' for name, text, _ in cases), 'utf-8')
            lines = [line for line in self.fine(run('check', '--config', path)).splitlines() if '打印机' in line[:12]]
            self.assertEqual(len(lines), len(cases))
            for line, (name, _, words) in zip(lines, cases):
                self.assertIn(f'{name}，', line)
                self.assertIn(words, line)
                self.assertNotIn('工作人员', line)

    def test_a_voice_is_told_by_who_listens(self):
        with tempfile.TemporaryDirectory() as folder:
            path, config = pathlib.Path(folder, 'speech'), pathlib.Path(folder, 'yibentong.conf')
            config.write_text(f'[speech]\nsocket = {path}\n', encoding='utf-8')
            silent, _ = self.states(run('check', '--format', 'json', '--config', config))
            with socket.socket(socket.AF_UNIX) as listener:
                listener.bind(str(path))
                listener.listen()
                heard, usable = self.states(run('check', '--format', 'json', '--config', config))
        self.assertEqual(silent['speech'][0], 'notice')
        if '模块' in silent['speech'][1]:
            self.skipTest('built without libspeechd')
        self.assertIn(str(path), silent['speech'][1])
        self.assertEqual(heard['speech'], ('ok', str(path)))
        self.assertIs(usable, True)

    def test_the_hours_are_told(self):
        with tempfile.TemporaryDirectory() as folder:
            config = pathlib.Path(folder, 'yibentong.conf')
            config.write_text('[kiosk]\nopen = 周一至周日 0:00-24:00\n', encoding='utf-8')
            items, _ = self.states(run('check', '--format', 'json', '--config', config))
            self.assertEqual(items['hours'], ('ok', '现在开门'))
            config.write_text('[kiosk]\nopen = 周一 3:00-3:01\n', encoding='utf-8')
            items, _ = self.states(run('check', '--format', 'json', '--config', config, '--today', '2026-11-24'))
            self.assertEqual(items['hours'][0], 'ok')
            self.assertNotIn('现在开门', items['hours'][1])

    def test_no_color_is_told(self):
        items, _ = self.states(on_terminal(24, 80, 'check', '--format', 'json', env={'NO_COLOR': '1'}))
        self.assertIn('NO_COLOR', items['terminal'][1])

    def test_a_narrow_terminal_is_told(self):
        items, _ = self.states(on_terminal(24, 39, 'check', '--format', 'json'))
        self.assertEqual(items['size'][0], 'notice')

    def test_a_printer_that_is_chosen_and_cannot_be_used_is_told(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder, 'yibentong.conf')
            path.write_text(f'[kiosk]\nprinter = 一\n[printer 一]\nwhere = cups:office\n[printer 二]\nwhere = file:{folder}\n', 'utf-8')
            text = self.fine(run('check', '--config', path))
            self.assertIn('paper', text)
            self.assertIn('“一”不能用', text)


if __name__ == '__main__':
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]], verbosity=1)
