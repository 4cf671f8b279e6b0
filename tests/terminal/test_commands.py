#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What the commands of the built program promise: their text, their JSON, their exit codes, their bytes.

  test_commands.py PROGRAM HANDBOOK_DB [unittest's options]
"""
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

from program import HANDBOOK, LIMIT_SECONDS, ROOT, Case, Terminal, command, environment, on_terminal, published, run, squeezed, width

COMMANDS = ['list', 'show', 'guide', 'links', 'qr', 'check', 'help']
RESULTS = [['list'], ['show', '2'], ['links'], ['qr', 'chsi-home'], ['check'], ['help'], ['--help'], ['--version'],
           ['guide', '7', '--answers', 'issue-date=unsure'], ['guide', '6', '--answers', 'stage=new'],
           ['guide', '3', '--graph'], ['list', '--format', 'json'], ['show', '6', '--format', 'json'],
           ['guide', '--paths', '--format', 'json'], ['links', '--format', 'json'],
           ['check', '--format', 'json'], ['qr', 'chsi-home', '--svg', '-'], ['qr', 'chsi-home', '--png', '-']]


class ResultsTest(Case):
    def test_list_has_the_titles_of_the_handbooks_index(self):
        source = (ROOT / 'tests/content/yibentong.txt').read_text(encoding='utf-8')
        index = re.findall(r'^(\d+)\.(.+?)\s*$', source.split('问题1.')[0], re.M)
        self.assertEqual(len(index), 12)
        self.assertEqual(self.fine(run('list')), ''.join(f'{number}\t{title}\n' for number, title in index))
        self.assertEqual([(str(q['number']), q['title']) for q in self.json('list')], index)

    def test_list_as_json_tells_short_titles_and_audiences(self):
        for question in self.json('list'):
            self.assertEqual(list(question), ['number', 'title', 'short_title', 'audience'])
            self.assertTrue(0 < len(question['short_title']) <= 12)
            self.assertTrue(question['audience'])
            self.assertLessEqual(set(question['audience']), {'录取新生', '在校生', '毕业生', '2000届及以前'})

    def test_show_as_json_has_the_promised_shape(self):
        ids = {link['id'] for link in self.json('links')}
        for number in range(1, 13):
            answer = self.json('show', str(number))
            self.assertEqual(answer['number'], number)
            supplements = [supplement['id'] for supplement in answer['supplements']]
            sources = [block['source'] for block in answer['blocks']]
            self.assertEqual(sources, sorted(sources), 'the handbook first, then supplements')
            for block in answer['blocks']:
                self.assertIn(block['kind'], ('paragraph', 'step', 'quote', 'note'))
                self.assertTrue(block['text'])
                self.assertIn(block['depth'], (0, 1))
                self.assertEqual('supplement' in block, block['source'] == 'supplement')
                self.assertIn(block.get('supplement'), [None, *supplements])
                if block['source'] == 'handbook':
                    self.assertTrue(block['text'].startswith(block['label']))
            self.assertEqual({block.get('supplement') for block in answer['blocks']} - {None}, set(supplements))
            self.assertTrue(answer['links'])
            self.assertLessEqual(set(answer['links']), ids)
            self.assertTrue(all(1 <= other <= 12 and other != number for other in answer['related']))

    def test_what_the_school_adds_is_shown_with_its_question_and_only_there(self):
        site = self.hall("UPDATE profile SET school = '长春大学', telephone = ''", published(6, '第一行\n第二行'))
        text = self.fine(run('show', '6', '--site', site))
        self.assertIn('\n◆ 本校补充（不是手册原文）\n  第一行\n  第二行\n  长春大学', text)
        self.assertLess(text.index('本校补充'), text.index('◆ 官方页面'))
        self.assertNotIn('第二行', self.fine(run('show', '7', '--site', site)))
        school = self.json('show', '6', '--site', site)['school']
        self.assertEqual(list(school), ['school', 'office', 'place', 'hours', 'telephone', 'remarks', 'addendum'])
        self.assertEqual((school['school'], school['telephone'], school['addendum']['text'], school['addendum']['source']),
                         ('长春大学', '', '第一行\n第二行', '长春大学'))
        self.assertIsNone(self.json('show', '7', '--site', site)['school']['addendum'])

    def test_where_the_school_s_data_cannot_be_read_there_is_no_school(self):
        result = run('show', '6', '--format', 'json', '--site', '/nowhere/site.db')
        self.assertIsNone(json.loads(result.stdout)['school'])
        self.assertIn('没有本校的联系方式和补充', result.stderr.decode())

    def test_show_says_every_word_and_where_it_is_from(self):
        links = {link['id']: link for link in self.json('links')}
        for number in range(1, 13):
            answer, text = self.json('show', str(number)), self.fine(run('show', str(number)))
            official, *supplements = text.split('补充说明（不是手册原文）：')
            self.assertEqual(len(supplements), len(answer['supplements']))
            self.assertIn(answer['title'], text.split('\n')[0])
            for block in answer['blocks']:
                mine = official if block['source'] == 'handbook' else ''.join(supplements)
                self.assertIn(block['text'] + '\n', mine)
                self.assertIn(block['heading'], mine)
                self.assertIn(block['law'], mine)
            for said, supplement in zip(supplements, answer['supplements']):
                self.assertTrue(said.startswith(supplement['title'] + '\n'))
                self.assertIn(f"来源：{supplement['source']}，{supplement['date']}", said)
            for link in answer['links']:
                self.assertIn(links[link]['url'] + '\n', text)
                self.assertIn(links[link]['host'], text)

    def test_links_says_the_same_as_text_and_as_json(self):
        links = self.json('links')
        self.assertTrue(links)
        keys = ['id', 'purpose', 'url', 'host', 'grade', 'checked']
        for link in links:
            self.assertEqual(list(link), keys)
            self.assertEqual(link['url'].split('/')[2], link['host'])
        self.assertEqual(self.fine(run('links')), ''.join('\t'.join(link.values()) + '\n' for link in links))

    def test_json_keeps_slashes_and_chinese_as_they_are(self):
        text = self.fine(run('links', '--format', 'json'))
        self.assertIn('"https://www.chsi.com.cn/"', text)
        self.assertNotIn('\\', text)

    def test_help_names_each_command_and_option(self):
        text = self.fine(run('--help'))
        for words in (['help'], ['-h'], ['show', '--help'], ['--help', 'qr', 'nonsense']):
            self.assertEqual(self.fine(run(*words)), text)
        for command in COMMANDS:
            self.assertRegex(text, rf'(?m)^  yibentong {command}\b')

    def test_the_man_page_tells_all_that_help_tells(self):
        page, text = (ROOT / 'docs/yibentong.1').read_text(encoding='utf-8'), self.fine(run('--help'))
        options = re.findall(r'(?m)^  --(\w+)', text)
        self.assertGreater(len(options), 16)  # what the pattern finds is not nothing
        for option in options:
            self.assertRegex(page, rf'\.It Fl (.* )?-{option}\b')
        for command in re.findall(r'(?m)^  yibentong ([a-z]+)', text):
            self.assertRegex(page, rf'\.It Cm {command}\b')

    def test_version(self):
        self.assertRegex(self.fine(run('--version')), r'\Ayibentong \d+\.\d+\.\d+\n\Z')

    def test_options_stand_before_or_after_the_command(self):
        expected = run('show', '3', '--format', 'json').stdout
        self.assertTrue(expected)
        for words in (['--format', 'json', 'show', '3'], ['show', '--format=json', '3'], ['--format=json', 'show', '3'],
                      ['show', '--format', 'json', '--', '3']):
            for env in ({}, {'POSIXLY_CORRECT': '1'}):
                self.assertEqual(run(*words, env=env).stdout, expected)

    def test_no_control_character_ever_reaches_a_pipe(self):
        for words in RESULTS:
            if '--png' in words:
                continue
            self.assertNotRegex(run(*words).stdout.decode(), r'[^\n\t -~\u00a0-\U0010ffff]', words)


class RefusalTest(Case):
    def test_bad_numbers(self):
        for number in ('0', '13', '00', '1x', 'x', '+1', ' 1', '1 ', '1.0', '', '99999999999999999999', '１'):
            self.refused(run('show', number), 64, '1', '12')
        self.refused(run('show', '-1'), 64, '1', '12')
        self.refused(run('show', '--', '-1'), 64, '1', '12')

    def test_bad_command_lines(self):
        for words, *said in (
                (['desks'], 'desks'), ([''], *COMMANDS), (['LIST'], 'LIST'),
                (['show'], '题号'), (['show', '1', '2'], '2'), (['list', 'x'], 'x'), (['qr'], '链接'),
                (['help', 'x'], 'x'), (['--bogus'], '--bogus'), (['-x'], '-x'), (['list', '--locked=1'], '--locked'),
                (['--format'], '--format'), (['list', '--format', 'xml'], 'xml'), (['list', '--format='], '--format'),
                (['--theme', 'pink'], 'pink', 'paper', 'night', 'contrast'), (['list', '--theme', 'paper'], '--theme'),
                (['list', '--png', 'x'], '--png'), (['qr', 'chsi-home', '--format', 'json'], '--format'),
                (['--svg', 'x'], '--svg'), (['list', '--content='], '--content'), (['list'] * 30, '参数')):
            self.refused(run(*words), 64, *said)

    def test_dates_that_do_not_exist(self):
        for day in ('2026-02-29', '2026-13-01', '2026-1-1', '26-01-01', '1899-12-31', 'today', '2026-01-01x'):
            self.refused(run('check', '--today', day), 64, '--today')

    def test_a_file_for_a_folder_or_a_folder_for_a_file_is_said_to_be_that(self):
        for option in ('--state', '--keys'):
            self.refused(run('check', option, HANDBOOK), 64, option, '不是文件夹')
        with tempfile.TemporaryDirectory() as folder:
            self.refused(run('stats', '--site', folder), 66, folder, '那是文件夹')
            self.assertIn('那是文件夹', run('show', '1', '--site', folder).stderr.decode())

    def test_an_unknown_link_tells_near_ones(self):
        for word, near in (('chsi-hom', 'chsi-home'), ('CHSI-HOME', None), ('law', 'law-41'), ('chsi-regster', 'chsi-register'),
                           ('https://example.com/', None), ('x' * 5000, None), ('1', 'law-')):
            complaint = self.refused(run('qr', word), 64, 'yibentong links')
            if near:
                self.assertIn(near, complaint)
        self.assertLess(len(self.refused(run('qr', 'chsi'), 64)), 200)

    def test_what_is_typed_cannot_write_escape_sequences(self):
        for word in ('\033[31mred\033]0;title\007', 'a\nyibentong: b', '\u202e\u200b\x9b1m'):
            for words in ([word], ['show', word], ['qr', word], ['list', '--content', word], [f'--{word}'],
                          ['list', '--format', word], ['--theme', word], ['qr', 'chsi-home', '--png', f'/no/{word}']):
                result = run(*words)
                self.assertNotEqual(result.returncode, 0)
                self.assertRegex(result.stderr.decode(), r'\Ayibentong: [^\n]+\n\Z')
                self.assertNotRegex(result.stderr.decode()[:-1], '[\x00-\x1f\x7f-\x9f\u200b\u202e]')

    def test_bytes_that_are_no_text(self):
        self.refused(run(b'\xff\xfe\x80'), 64)
        self.refused(run('show', b'\xb1\xb1'), 64)


class FailedWriteTest(Case):
    def test_a_full_disk_is_told(self):
        for words in RESULTS:
            with open('/dev/full', 'wb') as full:
                result = run(*words, stdout=full)
            self.assertEqual(result.returncode, 74, words)
            self.assertRegex(result.stderr.decode(), r'\Ayibentong: [^\n]*磁盘已满[^\n]*\n\Z')

    def test_a_closed_standard_output_is_told(self):
        for words in RESULTS:
            result = subprocess.run(['sh', '-c', 'exec "$0" "$@" >&-', *command(*words)], stderr=subprocess.PIPE,
                                    env=environment(), timeout=LIMIT_SECONDS)
            self.assertEqual(result.returncode, 74, words)
            self.assertRegex(result.stderr.decode(), r'\Ayibentong: [^\n]+\n\Z')

    def test_a_pipe_that_nobody_reads_ends_it_in_silence(self):
        for words in RESULTS:
            reader, writer = os.pipe()
            os.close(reader)
            result = run(*words, stdout=writer)
            os.close(writer)
            self.assertEqual((result.returncode, result.stderr), (74, b''), words)

    def test_a_closed_standard_input_or_error_changes_nothing(self):
        for closed in ('<&-', '2>&-', '<&- 2>&-'):
            result = subprocess.run(['sh', '-c', f'exec "$0" "$@" {closed}', *command('list')], stdout=subprocess.PIPE,
                                    env=environment(), timeout=LIMIT_SECONDS)
            self.assertEqual((result.returncode, result.stdout), (0, run('list').stdout))
            refused = subprocess.run(['sh', '-c', f'exec "$0" "$@" {closed}', *command('show', '13')],
                                     stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment(),
                                     timeout=LIMIT_SECONDS)
            self.assertEqual((refused.returncode, refused.stdout), (64, b''))


class CharsetTest(Case):
    def test_a_gb18030_locale_gets_the_same_text(self):
        for words in (['list'], ['show', '2'], ['show', '6'], ['links'], ['help'], ['qr', 'chsi-home']):
            result = run(*words, env={'LC_ALL': 'zh_CN.GB18030'})
            self.assertEqual(result.stdout.decode('gb18030'), self.fine(run(*words)))
            self.assertNotEqual(result.stdout, run(*words).stdout)
        self.assertIn('没有', run('show', '13', env={'LC_ALL': 'zh_CN.GB18030'}).stderr.decode('gb18030'))

    def test_what_gbk_lacks_never_breaks_a_line(self):
        for words in (['list'], *(['show', str(number)] for number in range(1, 13)), ['links'], ['check'], ['help']):
            result = run(*words, env={'LC_ALL': 'zh_CN.GBK'})
            self.assertEqual((result.returncode, result.stderr), (0, b''))
            text = result.stdout.decode('gbk')
            self.assertEqual(text.count('\n'), self.fine(run(*words)).count('\n'))

    def test_without_a_charset_it_is_utf8(self):
        expected = run('show', '1').stdout
        for env in ({'LC_ALL': 'C'}, {'LC_ALL': 'POSIX'}, {'LC_ALL': None}, {'LC_ALL': None, 'LANG': 'C'},
                    {'LC_ALL': 'xx_YY.UTF-8'}, {'LC_ALL': '../../etc'}):
            self.assertEqual(run('show', '1', env=env).stdout, expected)

    def test_json_is_utf8_in_every_locale(self):
        for words in (['list'], ['show', '6'], ['links']):
            expected = run(*words, '--format', 'json').stdout
            for locale in ('C', 'zh_CN.GB18030', 'zh_CN.GBK'):
                self.assertEqual(run(*words, '--format', 'json', env={'LC_ALL': locale}).stdout, expected)


class TerminalTest(Case):
    def test_an_answer_is_broken_into_lines_that_fit(self):
        for cols in (40, 80, 200):
            for number in range(1, 13):
                text = self.fine(on_terminal(24, cols, 'show', str(number)))
                self.assertEqual(squeezed(text), squeezed(self.fine(run('show', str(number)))))
                for line in text.split('\n'):
                    if not line.strip().startswith('http'):  # addresses stay whole, to be copied
                        self.assertLessEqual(width(line), min(cols, 80), line)
                    self.assertNotRegex(line.strip()[:1], r'[，。；：？！”’）》、]')

    def test_links_are_aligned(self):
        lines = self.fine(on_terminal(24, 80, 'links')).splitlines()
        links = self.json('links')
        self.assertEqual(len(lines), 2 * len(links))
        columns = {line.index(link['host']) for line, link in zip(lines[::2], links)}
        self.assertEqual(len(columns), 1)
        self.assertEqual([line.strip() for line in lines[1::2]], [link['url'] for link in links])

    def test_only_codes_use_escape_sequences(self):
        for words in RESULTS[:-2]:
            if words[0] != 'qr':
                self.assertNotIn(b'\033', on_terminal(24, 80, *words).stdout)


class ContentTest(Case):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def damaged(self):
        """Files that are no handbook, with the exit code that each means."""
        whole = pathlib.Path(HANDBOOK).read_bytes()
        for name, data in (('empty', b''), ('text', b'hello\n'), ('half', whole[:len(whole) // 2]),
                           ('other', whole[:68] + b'\1\2\3\4' + whole[72:]), ('version', whole[:60] + b'\0\0\0\7' + whole[64:])):
            (self.folder / name).write_bytes(data)
            yield self.folder / name, 65
        yield self.folder / 'missing', 66
        yield self.folder, 66

    def test_a_handbook_of_the_same_content_says_the_same(self):
        for words in (['list'], ['show', '6'], ['links'], ['show', '2', '--format', 'json']):
            self.assertEqual(run(*words, '--content', HANDBOOK).stdout, run(*words).stdout)

    def test_what_is_no_handbook_is_refused(self):
        for path, code in self.damaged():
            for words in (['list'], ['show', '6'], ['links'], ['qr', 'chsi-home']):
                self.refused(run(*words, '--content', path), code, str(path))

    def test_check_reports_it_among_the_others(self):
        for path, code in self.damaged():
            result = run('check', '--format', 'json', '--content', path)
            self.assertEqual((result.returncode, result.stderr), (code, b''))
            report = json.loads(result.stdout)
            self.assertIs(report['usable'], False)
            states = {item['item']: item['state'] for item in report['items']}
            self.assertEqual((states['handbook'], states['charset']), ('error', 'ok'))

    def test_the_kiosk_falls_back_to_the_embedded_handbook_and_says_so(self):
        for path, _ in self.damaged():
            with Terminal(30, 200) as terminal:
                process = terminal.start('--content', path)
                terminal.wait_for('2025')  # the edition on the attract screen
                os.write(terminal.master, b'\r')
                os.write(terminal.master, b'A')
                terminal.wait_for('不能用')  # on the about screen
                os.write(terminal.master, b'\x03')
                while terminal.read():
                    pass
                _, errors = process.communicate(timeout=LIMIT_SECONDS)
            self.assertEqual(process.returncode, 0)
            self.assertRegex(errors.decode(), rf'\Ayibentong: [^\n]*{re.escape(str(path))}[^\n]*内置[^\n]*\n\Z')


class KioskTest(Case):
    def test_without_a_terminal_it_says_so_and_writes_nothing(self):
        self.refused(run(), 69, '终端', 'yibentong list')
        self.refused(run('--locked'), 69, '终端')

    def test_one_terminal_of_two_is_not_enough(self):
        with Terminal(24, 80) as terminal:
            self.refused(run(stdin=terminal.slave), 69, '标准输出')
            result = run(stdout=terminal.slave)
            self.assertEqual(result.returncode, 69)
            self.assertIn('标准输入', result.stderr.decode())

    def test_a_terminal_of_no_use_gets_advice(self):
        for term in ('dumb', None, '', '../../etc/passwd'):
            self.refused(on_terminal(24, 80, env={'TERM': term}), 69, 'TERM')

    def test_it_starts_and_ctrl_c_leaves(self):
        for words in ([], ['--theme', 'night'], ['--today', '2027-01-01']):
            with Terminal(24, 80) as terminal:
                process = terminal.start(*words)
                terminal.wait_for('2025')
                os.write(terminal.master, b'\x03')
                while terminal.read():
                    pass
                _, errors = process.communicate(timeout=LIMIT_SECONDS)
            self.assertEqual((process.returncode, errors), (0, b''))


if __name__ == '__main__':
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]], verbosity=1)
