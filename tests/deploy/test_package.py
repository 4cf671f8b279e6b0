#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The packaging is in step with the rest: versions, what the build needs, what the shell completes, what the desktop shows.

  test_package.py SOURCE_ROOT PROGRAM
"""
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

ROOT, PROGRAM = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
del sys.argv[1:]
BUILD_TOOLS = {'build-essential', 'ninja-build'}  # meson brings ninja, dpkg-dev the rest


def text(path):
    return (ROOT / path).read_text('utf-8')


def run(*command, code=0, **options):
    result = subprocess.run([str(word) for word in command], text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                            stdin=subprocess.DEVNULL, check=False, **options)
    assert result.returncode == code, f'{command}: {result.returncode}\n{result.stdout}'
    return result.stdout


class InStep(unittest.TestCase):
    def test_one_version_everywhere(self):
        version = re.search(r"^  version: '([^']+)'", text('meson.build'), re.MULTILINE)[1]
        self.assertEqual(re.match(r'yibentong \(([^)]+)\)', text('debian/changelog'))[1], version)
        self.assertEqual(re.search(r'^## ([\d.]+)', text('CHANGELOG.md'), re.MULTILINE)[1], version)
        self.assertIn(f'<release version="{version}" ', text('assets/desktop/org.yibentong.desk.metainfo.xml'))
        self.assertEqual(run(PROGRAM, '--version'), f'yibentong {version}\n')

    def test_the_package_is_built_with_what_the_build_needs(self):
        listed = {line.split('#')[0].strip() for line in text('scripts/packages-run.txt').splitlines()} - {''}
        wanted = re.search(r'^Build-Depends:\n((?: .*\n)+)', text('debian/control'), re.MULTILINE)[1]
        wanted = {word.split()[0] for word in wanted.replace(',', '\n').splitlines() if word.strip()}
        fonts = {name for name in listed if name.startswith('fonts-')}  # for what runs, not for what is built
        self.assertEqual(sorted(listed - BUILD_TOOLS - fonts - wanted), [])

    def test_every_file_of_the_deployment_is_installed(self):
        listed = re.findall(r"'([\w.@-]+)'", text('assets/deploy/meson.build'))
        for path in (ROOT / 'assets/deploy').iterdir():
            if path.is_file() and path.name != 'meson.build':
                self.assertIn(path.name, listed)

    def test_the_units_start_what_is_installed(self):
        units = ''.join(path.read_text('utf-8') for path in (ROOT / 'assets/deploy').iterdir()
                        if path.is_file() and path.name != 'yibentong-deploy')
        for name in re.findall(r'/usr/(?:share|libexec)/yibentong/([\w.-]+)', units):
            self.assertTrue((ROOT / 'assets/deploy' / name).is_file(), name)

    def test_the_deployment_installs_what_the_display_starts(self):
        deploy = text('assets/deploy/yibentong-deploy')
        common, *displays = (set(re.search(rf'^PACKAGES{name}="([^"]+)"', deploy, re.MULTILINE)[1].split())
                             for name in ('', '_X', '_CAGE', '_KMSCON'))
        self.assertLessEqual({'kbd', 'fonts-dejavu-core', 'fonts-noto-cjk'}, common)
        for packages, wanted in zip(displays, ({'xserver-xorg-core', 'xserver-xorg-input-libinput', 'xterm', 'x11-utils'},
                                               {'cage', 'foot'}, {'kmscon'})):
            self.assertLessEqual(wanted, packages)


class Maintainer(unittest.TestCase):
    """The package's scripts, on a machine that is a folder with stand-ins."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        (self.folder / 'bin').mkdir()
        self.add('deb-systemd-invoke')
        self.add('systemctl')

    def add(self, name, code=0, prints=''):
        path = self.folder / 'bin' / name
        path.write_text(f'#!/bin/sh\necho "$0 $*" | sed "s,.*/,," >>"{self.folder}/calls"\necho "{prints}"\nexit {code}\n')
        path.chmod(0o755)

    def script(self, name, *arguments, code=0):
        words = text(f'debian/yibentong.{name}')
        for folder in ('/var/lib/yibentong-deploy', '/run/systemd/system'):
            (self.folder / folder[1:]).mkdir(parents=True, exist_ok=True)
            words = words.replace(folder, str(self.folder / folder[1:]))
        (self.folder / name).write_text(words)
        return run('sh', self.folder / name, *arguments, code=code, env={'PATH': f'{self.folder}/bin:/usr/bin:/bin'})

    def called(self):
        return (self.folder / 'calls').read_text().splitlines()

    def test_a_machine_that_cannot_be_undone_keeps_the_package(self):
        self.add('yibentong-deploy', code=73)
        self.script('prerm', 'remove')
        (self.folder / 'var/lib/yibentong-deploy/changes').touch()
        self.assertIn('不卸载', self.script('prerm', 'remove', code=1))
        self.assertEqual(self.called()[-1], 'yibentong-deploy --undo')
        self.add('yibentong-deploy')
        self.script('prerm', 'remove')
        self.assertIn('deb-systemd-invoke stop', self.called()[-1])

    def test_a_kiosk_that_runs_is_restarted_with_the_new_units(self):
        for state, calls in (('active', ['deb-systemd-invoke stop yibentong-kiosk.service yibentong-x.service yibentong-x.socket',
                                         'deb-systemd-invoke start yibentong-kiosk.service']), ('inactive', [])):
            with self.subTest(state):
                self.add('systemctl', prints=state)
                (self.folder / 'calls').unlink(missing_ok=True)
                self.script('postinst', 'configure')
                self.assertEqual(self.called(), ['systemctl daemon-reload', 'systemctl show -P ActiveState yibentong-kiosk.service', *calls])


class Desktop(unittest.TestCase):
    def test_the_entry_and_its_description_are_valid(self):
        self.assertEqual(run('desktop-file-validate', ROOT / 'assets/desktop/org.yibentong.desk.desktop'), '')
        run('appstreamcli', 'validate', '--no-net', '--strict', ROOT / 'assets/desktop/org.yibentong.desk.metainfo.xml')

    def test_a_wrong_entry_would_be_told(self):
        with tempfile.TemporaryDirectory() as folder:
            entry = pathlib.Path(folder, 'x.desktop')
            entry.write_text(text('assets/desktop/org.yibentong.desk.desktop').replace('Terminal=true', 'Terminal=perhaps'))
            run('desktop-file-validate', entry, code=1)


class Completion(unittest.TestCase):
    def complete(self, *words):
        """What the shell offers for the last word."""
        return [line for line in self.complete_lines(*words) if line]

    def complete_lines(self, *words):
        script = ('source "$1"; program=$2; shift 2; COMP_WORDS=("$program" "$@"); COMP_CWORD=$#; '
                  '_yibentong "$program"; printf "%s\\n" "${COMPREPLY[@]}"')
        return run('bash', '-uc', script, 'bash', ROOT / 'assets/desktop/bash-completion', PROGRAM, *words,
                   env={'PATH': '/usr/bin:/bin', 'LC_ALL': 'C.UTF-8', 'TZ': 'Asia/Shanghai'}).splitlines()

    def text_of_help(self):
        return run(PROGRAM, '--help', env={'LC_ALL': 'C.UTF-8'})

    def help(self, pattern):
        found = re.findall(pattern, self.text_of_help(), re.MULTILINE)
        self.assertGreater(len(found), 5)
        return sorted(set(found))

    def test_every_command_and_option_is_offered(self):
        self.assertEqual(sorted(set(self.complete(''))), self.help(r'^  yibentong ([a-z][a-z-]*)'))
        self.assertEqual(sorted(set(self.complete('-'))), self.help(r'^  (--[a-z][a-z-]*)'))

    def test_every_word_behind_a_command_is_offered(self):
        words = re.findall(r'^  yibentong ([a-z-]+) ([a-z]+(?:\|[a-z]+)+)', self.text_of_help(), re.MULTILINE)
        self.assertLessEqual({'content', 'site', 'pin'}, {command for command, _ in words})
        for command, verbs in words:
            with self.subTest(command):
                self.assertEqual(self.complete(command, ''), verbs.split('|'))
                self.assertEqual(self.complete(command, verbs[0]), [verb for verb in verbs.split('|') if verb[0] == verbs[0]])

    def test_every_word_that_an_option_takes_is_offered(self):
        values = re.findall(r'^  (--[a-z-]+) ([a-z0-9-]+(?:\|[a-z0-9-]+)+)', self.text_of_help(), re.MULTILINE)
        self.assertLessEqual({'--format', '--theme', '--paper', '--encoding'}, {option for option, _ in values})
        for option, words in values:
            with self.subTest(option):
                self.assertEqual(self.complete('list', option, ''), words.split('|'))

    def test_words_that_take_a_file_are_those_that_the_program_says(self):
        """Without their argument, the words that need a file say so; content info may have one."""
        for command in ('content', 'site', 'pin'):
            for verb in self.complete(command, ''):
                said = subprocess.run([PROGRAM, command, verb, '--site', '/nonexistent/site.db', '--state', '/nonexistent'], text=True, check=False,
                                      stdin=subprocess.DEVNULL, capture_output=True, env={'LC_ALL': 'C.UTF-8'}).stderr
                wanted = f'用法是 yibentong {command} {verb} 文件' in said or (command, verb) == ('content', 'info')
                with self.subTest(f'{command} {verb}', said=said):
                    self.assertEqual(str(ROOT / 'meson.build') in self.complete(command, verb, str(ROOT / 'meson.b')), wanted)

    def test_options_between_the_words_do_not_mislead(self):
        self.assertEqual(self.complete('--format', 'json', 'show', ''), self.complete('show', ''))
        self.assertEqual(self.complete('--locked', 'pin', ''), ['set', 'remove'])
        self.assertEqual(self.complete('show', '1', ''), [])

    def test_names_with_spaces_stay_whole(self):
        with tempfile.TemporaryDirectory() as folder:
            pathlib.Path(folder, 'two words.db').touch()
            pathlib.Path(folder, 'settings').write_text('[printer 大厅]\n[printer office]\n# [printer no]\n', 'utf-8')
            self.assertEqual(self.complete_lines('--content', folder + '/tw'), [folder + '/two words.db'])
            self.assertEqual(self.complete('print', '6', '--config', folder + '/settings', '--printer', ''), ['大厅', 'office'])
            self.assertEqual(self.complete('--keys', folder + '/'), [], 'folders only')

    def test_beginnings_are_completed(self):
        self.assertEqual(self.complete('sea'), ['search'])
        self.assertEqual(self.complete('list', '--form'), ['--format'])

    def test_what_an_option_takes_is_offered(self):
        self.assertEqual(self.complete('list', '--format', ''), ['text', 'json'])
        self.assertEqual(self.complete('--theme', 'n'), ['night'])
        self.assertIn(str(ROOT / 'meson.build'), self.complete('--content', str(ROOT / 'meson.b')))

    def test_what_a_command_takes_is_offered(self):
        self.assertEqual(self.complete('show', ''), [str(n) for n in range(1, 13)])
        self.assertIn('chsi-home', self.complete('qr', 'chsi-h'))
        self.assertEqual(self.complete('list', ''), [])


if __name__ == '__main__':
    unittest.main()
