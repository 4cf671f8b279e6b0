#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""content: made, looked at, installed, taken back, as the office and the hall do it; and held against the real minisign.

  test_content.py PROGRAM ASSETS
"""
import hashlib
import json
import os
import pathlib
import pty
import resource
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import termios
import unittest

from program import COUNTS_COVERAGE, command, environment

ASSETS = os.path.abspath(sys.argv[2])
LIMIT_SECONDS = 240  # a password costs a gigabyte and a second, and the machine may be busy


class Case(unittest.TestCase):
    """A machine and an office in a folder."""

    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory(dir='/dev/shm' if os.access('/dev/shm', os.W_OK) else None)))
        (self.folder / 'keys').mkdir()
        self.place = ['--keys', str(self.folder / 'keys'), '--state', str(self.folder / 'state'), '--today', '2026-11-25']

    def enterContext(self, context):  # Python 3.11 has it, this is for its predecessors
        value = context.__enter__()
        self.addCleanup(context.__exit__, None, None, None)
        return value

    def run_(self, *words, code=0, **more):
        done = subprocess.run(command(*map(str, words)), stdin=more.pop('stdin', subprocess.DEVNULL), stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, env=environment(), timeout=LIMIT_SECONDS, **more)
        self.assertEqual(done.returncode, code, done.stderr.decode())
        return done.stdout.decode(), done.stderr.decode()

    def refuse(self, *words, code, say):
        _, errors = self.run_(*words, code=code)
        self.assertIn(say, errors)
        self.assertEqual(errors.count('\n'), 1, errors)

    def json(self, *words, **more):
        return json.loads(self.run_(*words, '--format', 'json', **more)[0])

    def key(self, name='office', pin='current'):
        self.run_('content', 'key', self.folder / name, '--no-password')
        if pin:
            shutil.copy(self.folder / f'{name}.pub', self.folder / 'keys' / f'{pin}.pub')
        return self.folder / f'{name}.key'

    def build(self, key, sequence, *more, assets=ASSETS, code=0, **how):
        path = self.folder / f'{sequence}.ybt'
        self.run_('content', 'build', '--assets', assets, '--output', path, '--key', key, '--sequence', sequence,
                  '--today', '2026-11-25', *more, code=code, **how)
        return path

    def changed_assets(self):
        assets = self.folder / 'assets'
        shutil.copytree(ASSETS, assets)
        page = assets / 'supplements/report-validity.md'
        page.write_text(page.read_text('utf-8') + '\n这一句是新加的。\n', 'utf-8')
        edition = assets / 'edition.yaml'
        edition.write_text(edition.read_text('utf-8').replace('第 1 号', '第 2 号'), 'utf-8')
        return assets

    def in_use(self):
        return self.json('content', 'info', *self.place)


class OfficeTest(Case):
    def test_a_key_is_made_once_and_only_its_owner_reads_it(self):
        key = self.key(pin=None)
        self.assertEqual(key.stat().st_mode & 0o777, 0o600)
        before = key.read_bytes()
        self.refuse('content', 'key', self.folder / 'office', '--no-password', code=73, say='不覆盖')
        self.assertEqual(key.read_bytes(), before)

    def test_the_content_s_own_label_is_the_edition_s_name(self):
        path = self.build(self.key(), 3)
        info = self.json('content', 'info', path, *self.place)
        self.assertEqual((info['edition'], info['sequence'], info['valid_from'], info['valid_until'], info['school']),
                         ('2025 版 第 1 号', 3, '2026-11-25', '', '*'))
        path = self.build(self.key('other', 'next'), 4, '--edition', '试用', '--valid-from', '2026-11-20', '--valid-until', '2026-12-31')
        info = self.json('content', 'info', path, *self.place)
        self.assertEqual((info['edition'], info['valid_from'], info['valid_until'], info['key']),
                         ('试用', '2026-11-20', '2026-12-31', 'next'))

    def test_content_that_is_wrong_is_told_by_file_and_line_and_not_signed(self):
        key, assets = self.key(), self.changed_assets()
        links = assets / 'links.yaml'
        links.write_text(links.read_text('utf-8').replace('https://www.chsi.com.cn/', 'https://www.chsi.com.cn.example/', 1), 'utf-8')
        _, errors = self.run_('content', 'build', '--assets', assets, '--output', self.folder / 'x.ybt', '--key', key,
                              '--sequence', 1, code=65)
        self.assertRegex(errors, r'links\.yaml:\d+: ')
        self.assertFalse((self.folder / 'x.ybt').exists())

    def test_what_is_missing_is_named(self):
        for left_out, say in (('--assets', '--assets'), ('--output', '--output'), ('--key', '--key'), ('--sequence', '--sequence')):
            words = {'--assets': ASSETS, '--output': self.folder / 'x.ybt', '--key': self.key(f'k{left_out}'), '--sequence': 1}
            del words[left_out]
            self.refuse('content', 'build', *[word for pair in words.items() for word in pair], code=64, say=say)
        self.refuse('content', code=64, say='info')
        self.refuse('content', 'sell', code=64, say='install')
        self.refuse('content', 'install', code=64, say='content install 文件')
        self.refuse('content', 'info', '--no-password', code=64, say='--no-password')
        self.refuse('content', 'build', '--sequence', '0', code=64, say='999999')
        self.refuse('content', 'build', '--valid-from', '2026-02-30', code=64, say='--valid-from')

    def test_a_disk_that_is_full_leaves_no_half_bundle(self):
        key = self.key()
        path = self.folder / '1.ybt'
        _, errors = self.run_('content', 'build', '--assets', ASSETS, '--output', path, '--key', key, '--sequence', 1, code=73,
                              preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100000, 100000)))
        self.assertIn('EFBIG', errors)
        self.assertEqual(list(self.folder.glob('*.ybt*')), [])


class HallTest(Case):
    def test_what_changes_is_shown_and_installed(self):
        key = self.key()
        self.assertEqual(self.in_use()['origin'], 'embedded')
        path = self.build(key, 2, assets=self.changed_assets())
        text, _ = self.run_('content', 'verify', path, *self.place)
        self.assertIn('这一句是新加的。', text)
        self.assertIn('第 2 号', text)
        self.assertIn('可以安装', text)
        self.assertEqual(self.in_use()['origin'], 'embedded')
        done = self.json('content', 'install', path, *self.place)
        self.assertTrue(done['installed'])
        self.assertEqual({(change['question'], change['subject'], change['name']) for change in done['changes']},
                         {(0, 'edition', 'label'), *((change['question'], 'supplement', 'report-validity')
                                                    for change in done['changes'] if change['question'])})
        self.assertEqual((self.in_use()['origin'], self.in_use()['sequence']), ('installed', 2))
        answers = [self.run_('show', number, *self.place)[0] for number in range(1, 13)]
        self.assertTrue(any('这一句是新加的。' in answer for answer in answers))
        check = self.json('check', *self.place)
        self.assertIn('已安装的第 2 号', next(item['detail'] for item in check['items'] if item['item'] == 'handbook'))
        text, _ = self.run_('content', 'rollback', *self.place)
        self.assertIn('内置', text)
        self.assertEqual(self.in_use()['origin'], 'embedded')
        self.refuse('content', 'rollback', *self.place, code=76, say='nothing-before')
        self.refuse('content', 'install', path, *self.place, code=76, say='（old）')

    def test_each_refusal_has_its_reason_and_its_code(self):
        key, stranger = self.key(), self.key('stranger', None)
        good = self.build(key, 5)
        whole = good.read_bytes()
        bad = self.folder / 'bad.ybt'

        def expect(name, code, bytes_=None, path=bad):
            if bytes_ is not None:
                path.write_bytes(bytes_)
            for command in ('verify', 'install'):
                self.refuse('content', command, path, *self.place, code=code, say=f'（{name}）')
            self.assertEqual(self.in_use()['origin'], 'embedded')

        expect('tampered', 77, whole[:-1])
        expect('tampered', 77, whole + b'x')
        expect('tampered', 77, whole[:9999] + bytes([whole[9999] ^ 1]) + whole[10000:])
        expect('unsigned', 77, whole[200:])
        expect('unsigned', 77, b'')
        expect('too-large', 65, whole + bytes(17 << 20))
        expect('wrong-key', 77, path=self.build(stranger, 6))
        expect('early', 76, path=self.build(key, 7, '--valid-from', '2026-11-26'))
        expect('expired', 76, path=self.build(key, 8, '--valid-from', '2026-11-01', '--valid-until', '2026-11-24'))
        self.refuse('content', 'install', self.folder / 'none.ybt', *self.place, code=66, say='ENOENT')
        self.refuse('content', 'install', self.folder, *self.place, code=66, say='EINVAL')
        bad.unlink()
        bad.symlink_to(good)
        self.refuse('content', 'install', bad, *self.place, code=66, say='ELOOP')
        (self.folder / 'keys/current.pub').unlink()
        expect('no-key', 78, path=good)

    def test_damage_on_the_disk_is_passed_over_and_told(self):
        key = self.key()
        for sequence in (1, 2):
            self.run_('content', 'install', self.build(key, sequence), *self.place)
        installed = self.folder / 'state/content/000002.ybt'
        installed.write_bytes(installed.read_bytes()[:-1])
        info = self.in_use()
        self.assertEqual((info['origin'], info['sequence']), ('previous', 1))
        self.assertEqual((info['faults'][0]['sequence'], info['faults'][0]['refusal']), (2, 'tampered'))
        self.assertTrue(self.run_('list', *self.place)[0])
        item = next(item for item in self.json('check', *self.place)['items'] if item['item'] == 'handbook')
        self.assertEqual(item['state'], 'notice')
        self.assertIn('第 2 号不能用', item['detail'])

    def test_a_disk_that_is_full_keeps_the_old_content(self):
        key = self.key()
        self.run_('content', 'install', self.build(key, 1), *self.place)
        path = self.build(key, 2)
        _, errors = self.run_('content', 'install', path, *self.place, code=74,
                              preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100000, 100000)))
        self.assertIn('原来的内容还在用', errors)
        self.assertEqual(self.in_use()['sequence'], 1)
        self.assertEqual(sorted(entry.name for entry in (self.folder / 'state/content').iterdir()), ['000001.ybt', 'state'])
        self.run_('content', 'install', path, *self.place)
        self.assertEqual(self.in_use()['sequence'], 2)

    def test_a_key_that_others_may_write_is_told(self):
        self.key()
        (self.folder / 'keys/current.pub').chmod(0o666)
        item = next(item for item in self.json('check', *self.place)['items'] if item['item'] == 'keys')
        self.assertEqual(item['state'], 'notice')
        self.assertIn('chmod 644', item['detail'])

    def test_on_a_terminal_it_asks_first(self):
        path = self.build(self.key(), 1)
        for answer, origin in (('n', 'embedded'), ('y', 'installed')):
            with_terminal(['content', 'install', path, *self.place], [('安装吗', answer + '\n')])
            self.assertEqual(self.in_use()['origin'], origin)


def with_terminal(words, dialogue, code=0):
    """Runs on a terminal; answers when the words appear. Everything that was shown."""
    master, slave = pty.openpty()
    process = subprocess.Popen(command(*map(str, words)), stdin=slave, stdout=slave, stderr=slave, env=environment(),
                               start_new_session=True)
    os.close(slave)
    seen, searched = b'', 0
    try:
        while True:
            if not select.select([master], [], [], LIMIT_SECONDS)[0]:
                raise AssertionError(f'nothing more came after {seen[-300:]!r}')
            try:
                more = os.read(master, 65536)
            except OSError:
                break
            if not more:
                break
            seen += more
            if dialogue and dialogue[0][0].encode() in seen[searched:]:
                searched = len(seen)
                if '密码' in dialogue[0][0] or '再输入' in dialogue[0][0]:
                    wait_until_silent(master)
                os.write(master, dialogue.pop(0)[1].encode())
        if process.wait(LIMIT_SECONDS) != code:
            raise AssertionError(f'{process.returncode}: {seen.decode()}')
        return seen
    finally:
        process.kill()
        os.close(master)


def wait_until_silent(master):
    """Until the terminal does not echo any more: what is typed before would show."""
    for _ in range(LIMIT_SECONDS * 100):
        if not termios.tcgetattr(master)[3] & termios.ECHO:
            return
        select.select([], [], [], 0.01)
    raise AssertionError('the terminal still echoes')


class PasswordTest(Case):
    def test_a_password_is_asked_for_twice_and_never_shown(self):
        seen = with_terminal(['content', 'key', self.folder / 'k'], [('请给私钥定一个密码', 'gehX\x7feim\n'), ('再输入一次', 'geheim\n')])
        self.assertNotIn(b'geh', seen)
        self.assertIn(b'encrypted', (self.folder / 'k.key').read_bytes().splitlines()[0])
        shutil.copy(self.folder / 'k.pub', self.folder / 'keys/current.pub')
        path = self.folder / '1.ybt'
        words = ['content', 'build', '--assets', ASSETS, '--output', path, '--key', self.folder / 'k.key', '--sequence', 1,
                 '--today', '2026-11-25']
        with_terminal(words, [('请输入私钥的密码', 'falsch\n')], code=77)
        self.assertFalse(path.exists())
        with_terminal(words, [('请输入私钥的密码', '\x03')], code=77)
        seen = with_terminal(words, [('请输入私钥的密码', 'geheim\n')])
        self.assertNotIn(b'geheim', seen)
        self.run_('content', 'verify', path, *self.place)

    def test_two_passwords_that_differ_make_no_key(self):
        with_terminal(['content', 'key', self.folder / 'k'], [('请给私钥定一个密码', 'a\n'), ('再输入一次', 'b\n')], code=66)
        self.assertEqual(list(self.folder.glob('k.*')), [])


@unittest.skipUnless(shutil.which('minisign'), 'minisign is not installed')
class MinisignTest(Case):
    def minisign(self, *words, input_=b'', code=0):
        done = subprocess.run(['minisign', *map(str, words)], input=input_, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              timeout=LIMIT_SECONDS)
        self.assertEqual(done.returncode, code, done.stdout.decode())
        return done.stdout.decode()

    def take_apart(self, path):
        """As the manual says: head -n 4 and tail -n +5."""
        lines = path.read_bytes().split(b'\n', 4)
        message, signature = self.folder / 'message', self.folder / 'message.minisig'
        signature.write_bytes(b'\n'.join(lines[:4]) + b'\n')
        message.write_bytes(lines[4])
        return message, signature

    def test_minisign_verifies_what_we_sign(self):
        path = self.build(self.key(), 4)
        message, signature = self.take_apart(path)
        said = self.minisign('-V', '-m', message, '-x', signature, '-p', self.folder / 'office.pub')
        self.assertIn('Trusted comment: yibentong content * 4', said)
        message.write_bytes(message.read_bytes() + b'x')
        self.minisign('-V', '-m', message, '-x', signature, '-p', self.folder / 'office.pub', code=1)

    def test_we_take_what_minisign_signs(self):
        path = self.build(self.key(), 4)
        message, signature = self.take_apart(path)
        self.minisign('-G', '-W', '-p', self.folder / 'real.pub', '-s', self.folder / 'real.key')
        shutil.copy(self.folder / 'real.pub', self.folder / 'keys/current.pub')
        self.minisign('-S', '-m', message, '-x', signature, '-s', self.folder / 'real.key', '-c',
                      'signature of a yibentong bundle', '-t', 'yibentong content * 4')
        path.write_bytes(signature.read_bytes() + message.read_bytes())
        info = self.json('content', 'install', path, *self.place)
        self.assertTrue(info['installed'])
        self.assertIn(info['signer'].lstrip('0'), (self.folder / 'real.pub').read_text())

    def test_we_sign_with_a_key_of_minisign_with_and_without_password(self):
        for sequence, (option, password) in enumerate((('-W', b''), (None, b'geheim\ngeheim\n')), 1):
            words = [word for word in ('-G', '-f', option, '-p', self.folder / 'm.pub', '-s', self.folder / 'm.key') if word]
            self.minisign(*words, input_=password)
            shutil.copy(self.folder / 'm.pub', self.folder / 'keys/current.pub')
            with tempfile.TemporaryFile() as typed:
                typed.write(password)
                typed.seek(0)
                path = self.build(self.folder / 'm.key', sequence, stdin=typed)
            self.run_('content', 'verify', path, *self.place)

    def test_minisign_signs_with_our_key(self):
        self.key()
        (self.folder / 'm').write_bytes(b'something')
        self.minisign('-S', '-m', self.folder / 'm', '-s', self.folder / 'office.key')
        self.minisign('-V', '-m', self.folder / 'm', '-p', self.folder / 'office.pub')

    def test_a_school_s_data_goes_round(self):
        key, site = self.key(), self.folder / 'site.db'
        fields = {'code': '4122010183', 'school': '吉林大学', 'office': '学籍科', 'place': '行政楼', 'hours': '', 'telephone': '',
                  'remarks': ''}
        payload = '{\n  "profile":{\n' + ',\n'.join(f'    {json.dumps(name)}:{json.dumps(text, ensure_ascii=False)}'
                                                   for name, text in fields.items()) + \
            '\n  },\n  "addenda":[\n    {\n      "question":6,\n      "text":"周三领取。"\n    }\n  ]\n}'
        header = (f'yibentong-bundle 1\nkind site\nschool 4122010183\nedition 吉林大学\nsequence 1\nprogram 0.1.0\n'
                  f'valid-from 2026-11-25\nvalid-until none\nlength {len(payload.encode())}\n'
                  f'sha512 {hashlib.sha512(payload.encode()).hexdigest()}\n\n')
        message, signature = self.folder / 'message', self.folder / 'message.minisig'
        message.write_text(header + payload, 'utf-8')
        self.minisign('-S', '-m', message, '-x', signature, '-s', key, '-c', 'signature of a yibentong bundle', '-t',
                      'yibentong site 4122010183 1')
        path = self.folder / 'school.ybt'
        path.write_bytes(signature.read_bytes() + message.read_bytes())
        self.refuse('content', 'install', path, *self.place, '--site', site, code=76, say='（wrong-kind）')
        text, _ = self.run_('site', 'import', path, *self.place, '--site', site)
        self.assertIn('周三领取。', text)
        self.refuse('site', 'import', path, *self.place, '--site', site, code=76, say='（old）')
        again = self.folder / 'again.ybt'
        self.run_('site', 'export', again, '--site', site, '--key', key, '--sequence', 2, '--valid-from', '2026-11-25')
        self.assertTrue(again.read_bytes().endswith(payload.encode()))
        other = self.folder / 'other.db'
        done = self.json('site', 'import', again, *self.place, '--site', other, '--state', self.folder / 'other')
        self.assertTrue(done['imported'])
        self.assertEqual({(change['question'], change['subject'], change['name']) for change in done['changes']},
                         {(0, 'profile', 'code'), (0, 'profile', 'school'), (0, 'profile', 'office'), (0, 'profile', 'place'),
                          (6, 'addendum', '')})
        self.refuse('site', 'export', self.folder / 'x.ybt', '--site', self.folder / 'none.db', '--key', key, '--sequence', 1,
                    code=66, say='还没有建立')


if __name__ == '__main__':
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    unittest.main(argv=sys.argv[:1] + sys.argv[3:])
