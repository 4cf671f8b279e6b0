#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What the commands of the built program promise: their text, their JSON, their exit codes, their bytes.

  test_commands.py PROGRAM HANDBOOK_DB [unittest's options]
"""
import fcntl
import json
import locale
import os
import pathlib
import pty
import re
import resource
import select
import socket
import stat
import struct
import subprocess
import sys
import tempfile
import termios
import unicodedata
import unittest
import zlib

PROGRAM, HANDBOOK = map(os.path.abspath, sys.argv[1:3])
COUNTS_COVERAGE = b'.gcda' in pathlib.Path(PROGRAM).read_bytes()
ROOT = pathlib.Path(__file__).resolve().parents[2]
LIMIT_SECONDS = 30
COMMANDS = ['list', 'show', 'guide', 'links', 'qr', 'check', 'help']
RESULTS = [['list'], ['show', '2'], ['links'], ['qr', 'chsi-home'], ['check'], ['help'], ['--help'], ['--version'],
           ['guide', '7', '--answers', 'issue-date=unsure'], ['guide', '6', '--answers', 'stage=new'],
           ['guide', '3', '--graph'], ['list', '--format', 'json'], ['show', '6', '--format', 'json'],
           ['guide', '--paths', '--format', 'json'], ['links', '--format', 'json'],
           ['check', '--format', 'json'], ['qr', 'chsi-home', '--svg', '-'], ['qr', 'chsi-home', '--png', '-']]


def environment(**changes):
    clean = {'LC_ALL': 'C.UTF-8', 'TZ': 'Asia/Shanghai', 'TERM': 'xterm-256color'}
    clean.update({name: value for name, value in os.environ.items() if name == 'LSAN_OPTIONS'})  # where pages are made
    clean.update(changes)
    return {name: value for name, value in clean.items() if value is not None}


def is_installed(name):
    """Whether this machine has the locale."""
    before = locale.setlocale(locale.LC_CTYPE)
    try:
        locale.setlocale(locale.LC_CTYPE, name)
        return True
    except locale.Error:
        return False
    finally:
        locale.setlocale(locale.LC_CTYPE, before)


def run(*words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, env=None, **more):
    return subprocess.run([PROGRAM, *words], stdin=stdin, stdout=stdout, stderr=subprocess.PIPE,
                          env=environment(**(env or {})), timeout=LIMIT_SECONDS, **more)


class Terminal:
    """A terminal of a size; what the program wrote to it."""

    def __init__(self, rows, cols):
        self.master, self.slave = pty.openpty()
        fcntl.ioctl(self.slave, termios.TIOCSWINSZ, struct.pack('HHHH', rows, cols, 0, 0))
        mode = termios.tcgetattr(self.slave)
        mode[1] &= ~termios.OPOST
        termios.tcsetattr(self.slave, termios.TCSANOW, mode)
        self.seen = b''

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for end in (self.master, self.slave):
            if end is not None:
                os.close(end)

    def start(self, *words, env=None):
        process = subprocess.Popen([PROGRAM, *words], stdin=self.slave, stdout=self.slave, stderr=subprocess.PIPE,
                                   env=environment(**(env or {})), start_new_session=True)
        os.close(self.slave)
        self.slave = None
        return process

    def read(self):
        """Waits for more; False when the program has let go of the terminal."""
        ready, _, _ = select.select([self.master], [], [], LIMIT_SECONDS)
        if not ready:
            raise AssertionError(f'nothing more came after {self.seen[-200:]!r}')
        try:
            more = os.read(self.master, 65536)
        except OSError:
            more = b''
        self.seen += more
        return bool(more)

    def wait_for(self, text):
        while text.encode() not in self.seen:
            if not self.read():
                raise AssertionError(f'{text} never came, but {self.seen[-200:]!r}')

    def run(self, *words, env=None):
        process = self.start(*words, env=env)
        while self.read():
            pass
        _, errors = process.communicate(timeout=LIMIT_SECONDS)
        return subprocess.CompletedProcess(words, process.returncode, self.seen, errors)


def on_terminal(rows, cols, *words, env=None):
    with Terminal(rows, cols) as terminal:
        return terminal.run(*words, env=env)


def width(text):
    return sum(2 if unicodedata.east_asian_width(ch) in 'WF' else 0 if unicodedata.combining(ch) else 1 for ch in text)


def squeezed(text):
    return re.sub(r'\s', '', text)


def png_matrix(data):
    """The modules of a picture of one grey bit a pixel, eight pixels a module."""
    assert data[:8] == b'\x89PNG\r\n\x1a\n'
    at, pixels, side = 8, b'', 0
    while at < len(data):
        length, kind = struct.unpack('>I4s', data[at:at + 8])
        body = data[at + 8:at + 8 + length]
        assert struct.unpack('>I', data[at + 8 + length:at + 12 + length])[0] == zlib.crc32(kind + body)
        if kind == b'IHDR':
            side, height, depth, colour = struct.unpack('>IIBB', body[:10])
            assert side == height and depth == 1 and colour == 0
        if kind == b'IDAT':
            pixels += body
        at += 12 + length
    rows, stride = zlib.decompress(pixels), 1 + (side + 7) // 8
    assert len(rows) == side * stride

    def filtered(y):  # None and Up are what one-bit rows get
        line = rows[y * stride + 1:(y + 1) * stride]
        if rows[y * stride] == 2 and y:
            return bytes((a + b) % 256 for a, b in zip(line, lines[y - 1]))
        assert rows[y * stride] == 0
        return line
    lines = []
    for y in range(side):
        lines.append(filtered(y))
    return [[not lines[y][x // 8] >> (7 - x % 8) & 1 for x in range(4, side, 8)] for y in range(4, side, 8)]


def svg_matrix(text):
    side = int(re.search(r'viewBox="0 0 (\d+) \1"', text).group(1))
    dark = [[False] * side for _ in range(side)]
    for x, y, run_length in re.findall(r'<rect x="(\d+)" y="(\d+)" width="(\d+)" height="1"/>', text):
        for i in range(int(run_length)):
            dark[int(y)][int(x) + i] = True
    return dark


def ansi_matrix(text):
    """Half blocks on a terminal; the last half row is beyond the code."""
    dark = []
    for line in re.findall(r'^(\033\[.*)\033\[0m$', text, re.M):
        upper, lower, ground = [], [], False
        for colours, ch in re.findall(r'\033\[([\d;]+)m|([ ▀▄])', line):
            if colours:
                ground = {'38;5;16;48;5;231': False, '38;5;231;48;5;16': True}[colours]
            else:
                lower.append(ground != (ch == '▄'))
                upper.append(ground != (ch == '▀'))
        dark += [upper, lower]
    assert not any(dark[-1])
    return dark[:-1]


class Case(unittest.TestCase):
    maxDiff = None

    def fine(self, result):
        self.assertEqual((result.returncode, result.stderr), (0, b''))
        return result.stdout.decode()

    def json(self, *words, **more):
        return json.loads(self.fine(run(*words, '--format', 'json', **more)))

    def refused(self, result, code, *words):
        """One line that names the program and says what is wrong, nothing on standard output."""
        complaint = result.stderr.decode()
        self.assertEqual(result.returncode, code, complaint)
        self.assertFalse(result.stdout)
        self.assertRegex(complaint, r'\Ayibentong: [^\n\x00-\x1f\x7f]+\n\Z')
        for word in words:
            self.assertIn(word, complaint)
        return complaint


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
            result = subprocess.run(['sh', '-c', 'exec "$0" "$@" >&-', PROGRAM, *words], stderr=subprocess.PIPE,
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
            result = subprocess.run(['sh', '-c', f'exec "$0" "$@" {closed}', PROGRAM, 'list'], stdout=subprocess.PIPE,
                                    env=environment(), timeout=LIMIT_SECONDS)
            self.assertEqual((result.returncode, result.stdout), (0, run('list').stdout))
            refused = subprocess.run(['sh', '-c', f'exec "$0" "$@" {closed}', PROGRAM, 'show', '13'],
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

    def test_a_code_is_drawn_with_its_host(self):
        for link in self.json('links'):
            text = self.fine(on_terminal(40, 100, 'qr', link['id']))
            svg = svg_matrix(self.fine(run('qr', link['id'], '--svg', '-')))
            self.assertEqual(ansi_matrix(text), svg)
            self.assertIn(link['host'], text.splitlines()[-1])
            self.assertIn(link['url'], text)

    def test_a_code_and_its_host_fit_24_rows(self):
        for link in self.json('links'):
            text = self.fine(on_terminal(24, 80, 'qr', link['id']))
            rows = [line for line in text.splitlines() if line.startswith('\033')]
            self.assertTrue(17 <= len(rows) <= 22)

    def test_a_window_too_small_gets_the_address_as_text(self):
        for rows, cols in ((16, 80), (40, 30), (5, 5)):
            result = on_terminal(rows, cols, 'qr', 'chsi-home')
            self.assertNotIn(b'\033', result.stdout)
            self.assertIn('https://www.chsi.com.cn/', self.fine(result))

    def test_a_terminal_without_colours_gets_text(self):
        for term in ('dumb', None):
            result = on_terminal(40, 100, 'qr', 'chsi-home', env={'TERM': term})
            self.assertNotIn(b'\033', result.stdout)
            self.assertIn('https://www.chsi.com.cn/', self.fine(result))

    def test_where_half_blocks_are_unsure_a_code_is_drawn_in_full_blocks(self):
        for env in ({'TERM': 'linux'}, {'LC_ALL': 'zh_CN.GB18030'}):
            result = on_terminal(60, 100, 'qr', 'chsi-home', env=env)
            rows = [line for line in result.stdout.split(b'\n') if line.startswith(b'\033')]
            self.assertEqual(len(rows), 33)
            for row in rows:
                self.assertEqual(len(re.sub(rb'\033\[[\d;]*m', b'', row)), 66)
                self.assertRegex(row, rb'\A(\033\[[\d;]+m| )+\Z')

    def test_a_picture_is_not_thrown_at_a_terminal(self):
        self.refused(on_terminal(24, 80, 'qr', 'chsi-home', '--png', '-'), 64, '--png')

    def test_only_codes_use_escape_sequences(self):
        for words in RESULTS[:-2]:
            if words[0] != 'qr':
                self.assertNotIn(b'\033', on_terminal(24, 80, *words).stdout)


class PictureTest(Case):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def files(self):
        return sorted(path.name for path in self.folder.iterdir())

    def test_png_and_svg_show_the_same_code(self):
        for link in self.json('links'):
            result = run('qr', link['id'], '--png', self.folder / 'a.png', '--svg', self.folder / 'a.svg')
            self.assertEqual(self.fine(result), '')
            png, svg = (self.folder / 'a.png').read_bytes(), (self.folder / 'a.svg').read_text(encoding='utf-8')
            self.assertEqual(png_matrix(png), svg_matrix(svg))
            self.assertEqual(png, run('qr', link['id'], '--png', '-').stdout)
            self.assertEqual(svg, self.fine(run('qr', link['id'], '--svg', '-')))
            self.assertIn('<title>' + link['url'].replace('&', '&amp;'), svg)
        self.assertEqual(self.files(), ['a.png', 'a.svg'])

    def test_a_file_has_the_rights_of_an_ordinary_one(self):
        self.fine(run('qr', 'chsi-home', '--png', self.folder / 'a.png', umask=0o027))
        self.assertEqual(stat.S_IMODE((self.folder / 'a.png').stat().st_mode), 0o640)

    def test_a_link_is_written_through(self):
        (self.folder / 'real.svg').write_text('old')
        (self.folder / 'link.svg').symlink_to('real.svg')
        self.fine(run('qr', 'chsi-home', '--svg', self.folder / 'link.svg'))
        self.assertTrue((self.folder / 'link.svg').is_symlink())
        self.assertIn('<svg', (self.folder / 'real.svg').read_text(encoding='utf-8'))

    # The counters are files too: they would be cut off, and libgcov complains.
    @unittest.skipIf(COUNTS_COVERAGE, 'a limit on files breaks the coverage counters')
    def test_a_failed_write_leaves_the_old_file_and_no_other(self):
        old = self.folder / 'a.svg'
        old.write_text('old')
        result = run('qr', 'chsi-home', '--svg', old,
                     preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100)))
        self.refused(result, 74, 'a.svg')
        self.assertEqual((self.files(), old.read_text()), (['a.svg'], 'old'))

    def test_a_device_is_written_into_not_replaced(self):
        self.refused(run('qr', 'chsi-home', '--png', '/dev/full'), 74, '/dev/full')
        self.assertTrue(stat.S_ISCHR(os.stat('/dev/full').st_mode))
        self.fine(run('qr', 'chsi-home', '--png', '/dev/null'))
        self.assertTrue(stat.S_ISCHR(os.stat('/dev/null').st_mode))

    def test_a_place_that_is_none(self):
        self.refused(run('qr', 'chsi-home', '--png', self.folder / 'no/a.png'), 73, 'no/a.png')
        self.refused(run('qr', 'chsi-home', '--png', self.folder), 73)
        self.refused(run('qr', 'chsi-home', '--png', '-', '--svg', '-'), 64, '--png', '--svg')
        self.refused(run('qr', 'nonsense', '--png', self.folder / 'a.png'), 64)
        self.assertEqual(self.files(), [])


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

    def test_a_printer_that_is_chosen_and_cannot_be_used_is_told(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder, 'yibentong.conf')
            path.write_text(f'[kiosk]\nprinter = 一\n[printer 一]\nwhere = cups:office\n[printer 二]\nwhere = file:{folder}\n', 'utf-8')
            text = self.fine(run('check', '--config', path))
            self.assertIn('paper', text)
            self.assertIn('“一”不能用', text)


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
