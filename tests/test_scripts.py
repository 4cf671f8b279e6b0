#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What ./start and ./check do on machines that lack something. The package manager, sudo and the user are stand-ins.

  test_scripts.py SOURCE_ROOT
"""
import json
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(sys.argv.pop(1)).resolve()
LIST = 'build-essential   # gcc\nlibpng-dev\n\n# tests\nlibnothere-dev\n'
DPKG_QUERY = 'printf "installed build-essential\\nconfig-files libpng-dev\\n"; exit 1'


class Machine:
    """A folder of commands that is the whole PATH; every call of a stand-in is written down."""

    def __init__(self, folder, uid=0, **commands):
        self.folder = pathlib.Path(folder)
        self.calls = self.folder / 'calls'
        self.calls.touch()
        for name in ('sh', 'cat', 'sed', 'tr', 'env', 'grep', 'rm'):
            (self.folder / name).symlink_to(shutil.which(name))
        for name, body in {'id': f'echo {uid}', **commands}.items():
            self.add(name, body)

    def add(self, name, body):
        file = self.folder / name.replace('_', '-')
        file.write_text(f'#!{shutil.which("sh")}\necho "{file.name} $*" >>"{self.calls}"\n{body}\n')
        file.chmod(0o755)

    def run(self, script):
        (self.folder / 'list').write_text(LIST)
        result = subprocess.run([str(self.folder / 'sh'), '-euc', f'top={shlex.quote(str(ROOT))}; . "$top/scripts/common.sh"; {script}'],
                                env={'PATH': str(self.folder)}, cwd=self.folder, stdin=subprocess.DEVNULL, text=True,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
        return result.returncode, result.stdout, result.stderr

    def called(self, name):
        return [line for line in self.calls.read_text().splitlines() if line.startswith(name + ' ')]


class ScriptTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name


class MissingPackages(ScriptTest):
    def test_only_what_is_missing_is_named_and_then_installed(self):
        machine = Machine(self.folder, dpkg_query=DPKG_QUERY, apt_get='echo "apt speaks"')
        code, out, err = machine.run('packages_install list')
        self.assertEqual((code, out), (0, ''))
        self.assertLess(err.index('libpng-dev libnothere-dev'), err.index('apt speaks'))
        self.assertEqual(machine.called('apt-get'), [
            'apt-get -q update', 'apt-get -q install -y --no-install-recommends libpng-dev libnothere-dev'])

    def test_nothing_missing_needs_neither_apt_nor_root(self):
        everything = 'printf "installed %s\\n" build-essential libpng-dev libnothere-dev'
        machine = Machine(self.folder, uid=1000, dpkg_query=everything, apt_get='exit 1')
        self.assertEqual(machine.run('packages_install list'), (0, '', ''))
        self.assertEqual(machine.called('apt-get'), [])

    def test_a_user_installs_through_sudo_without_waiting_for_a_password_nobody_can_type(self):
        machine = Machine(self.folder, uid=1000, dpkg_query=DPKG_QUERY, apt_get='', sudo='shift; exec "$@"')
        self.assertEqual(machine.run('packages_install list')[0], 0)
        self.assertTrue(all(call.startswith('sudo -n ') for call in machine.called('sudo')))
        self.assertEqual(len(machine.called('apt-get')), 2)

    def test_without_root_and_sudo_the_administrator_is_told_the_command(self):
        machine = Machine(self.folder, uid=1000, dpkg_query=DPKG_QUERY, apt_get='')
        code, _, err = machine.run('packages_install list')
        self.assertEqual(code, os.EX_NOPERM)
        self.assertIn('apt-get install --no-install-recommends libpng-dev libnothere-dev', err)
        self.assertEqual(machine.called('apt-get'), [])

    def test_a_failing_apt_is_told_and_stops(self):
        machine = Machine(self.folder, dpkg_query=DPKG_QUERY, apt_get='exit 100')
        code, _, err = machine.run('packages_install list')
        self.assertEqual(code, os.EX_UNAVAILABLE)
        self.assertIn('检查网络', err)

    def test_without_apt_the_wanted_packages_are_named(self):
        code, _, err = Machine(self.folder).run('packages_install list')
        self.assertEqual(code, os.EX_UNAVAILABLE)
        self.assertIn('build-essential libpng-dev libnothere-dev', err)

    def test_without_apt_but_with_meson_the_build_is_tried(self):
        self.assertEqual(Machine(self.folder, meson='', ninja='').run('packages_install list'), (0, '', ''))


class BuildFolder(ScriptTest):
    def prepare(self, source):
        build = pathlib.Path(self.folder, 'build', 'meson-info')
        build.mkdir(parents=True)
        (build.parent / 'build.ninja').touch()
        (build / 'meson-info.json').write_text(json.dumps({'directories': {'source': source}}, indent=2))

    def test_it_is_set_up_once(self):
        machine = Machine(self.folder, meson='')
        self.prepare(str(ROOT))
        self.assertEqual(machine.run('build_configure build -Dtests=false')[0], 0)
        self.assertEqual(machine.called('meson'), [])

    def test_one_of_another_checkout_is_made_anew(self):
        machine = Machine(self.folder, meson='')
        self.prepare('/somewhere/else')
        self.assertEqual(machine.run('build_configure build -Dtests=false')[0], 0)
        self.assertEqual(machine.called('meson'), [f'meson setup -Dtests=false build {ROOT}'])
        self.assertFalse(pathlib.Path(self.folder, 'build').exists())


class PackageLists(unittest.TestCase):
    """Whatever meson looks for comes with a package of the lists, so that a fresh machine gets it."""

    NEEDS = re.compile(r"(?<![a-z_])(dependency|find_program|find_library)\('([^']+)'")

    def owner(self, kind, name):
        if kind == 'dependency':
            folder = subprocess.run(['pkg-config', '--variable=pcfiledir', name], check=True, stdout=subprocess.PIPE, text=True)
            patterns = [f'{folder.stdout.strip()}/{name}.pc']
        elif kind == 'find_program':
            patterns = [f'/usr/bin/{name}']
        else:
            patterns = [f'*/lib{name}.so', f'*/lib{name}.a']
        found = subprocess.run(['dpkg-query', '--search', *patterns], check=False, stdout=subprocess.PIPE,
                               stderr=subprocess.DEVNULL, text=True).stdout
        return {line.split(':')[0] for line in found.splitlines()}

    def listed(self, *lists):
        return {word for name in lists for line in (ROOT / 'scripts' / name).read_text('utf-8').splitlines()
                for word in line.split('#')[0].split()}

    def check(self, files, *lists):
        listed = self.listed(*lists)
        # build-essential brings the C library and brings nothing else that is looked for; meson is written in Python.
        listed |= {'libc6-dev', 'python3-minimal'}
        needs = {need for file in files for need in self.NEEDS.findall(file.read_text('utf-8'))}
        self.assertTrue(needs)
        for kind, name in sorted(needs):
            with self.subTest(kind + ' ' + name):
                self.assertTrue(self.owner(kind, name) & listed, f'{name}: no package of {", ".join(lists)} has it')

    @unittest.skipUnless(shutil.which('dpkg-query'), 'the lists are those of Debian')
    def test_they_have_all_that_the_build_looks_for(self):
        files = [file for file in ROOT.glob('**/meson.build') if not file.relative_to(ROOT).parts[0].startswith('build')]
        tests = [file for file in files if file.is_relative_to(ROOT / 'tests')]
        self.check(set(files) - set(tests), 'packages-run.txt')
        self.check(tests, 'packages-run.txt', 'packages-check.txt')


    @unittest.skipUnless(shutil.which('dpkg-query'), 'the lists are those of Debian')
    def test_they_have_the_modules_that_scripts_import(self):
        files = [file for folder in ('tests', 'docs', 'scripts') for file in (ROOT / folder).glob('**/*.py')]
        imported = {name for file in files for name in
                    re.findall(r'^(?:import|from) (\w+)', file.read_text('utf-8'), re.MULTILINE)}
        for name in sorted(imported - set(sys.stdlib_module_names) - {file.stem for file in files}):
            with self.subTest(name):
                found = subprocess.run(['dpkg-query', '--search', f'/usr/lib/python3/dist-packages/{name}'], check=True,
                                       stdout=subprocess.PIPE, text=True).stdout
                self.assertIn(found.split(':')[0], self.listed('packages-check.txt'))


class Packaging(ScriptTest):
    def test_what_makes_the_package_is_installed_first(self):
        for script, names in (('package.sh', ['debhelper', 'lintian', 'dpkg-dev', 'bash-completion']),
                              ('test-package.sh', ['debootstrap'])):
            with self.subTest(script), tempfile.TemporaryDirectory() as folder:
                machine = Machine(folder, dpkg_query='exit 1', apt_get='exit 100')
                for name in ('dirname', 'readlink', 'ls'):
                    (machine.folder / name).symlink_to(shutil.which(name))
                done = subprocess.run([str(machine.folder / 'sh'), str(ROOT / 'scripts' / script)], env={'PATH': folder},
                                      stdin=subprocess.DEVNULL, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                      check=False)
                self.assertEqual(done.returncode, os.EX_UNAVAILABLE, done.stderr)
                self.assertIn('检查网络', done.stderr)
                self.assertNotIn('有意见', done.stderr)
                installed = machine.called('apt-get')
                self.assertEqual(installed, ['apt-get -q update'])
                for name in names:
                    self.assertIn(name, done.stderr)


class Tally(ScriptTest):
    def tally(self, *results):
        log = pathlib.Path(self.folder, 'testlog.json')
        log.write_text(''.join(json.dumps({'name': 'a test', 'result': result}) + '\n' for result in results))
        return subprocess.run([sys.executable, ROOT / 'scripts/tally.py', log], check=True, stdout=subprocess.PIPE,
                              text=True).stdout.split()

    def test_whatever_is_not_ok_has_failed(self):
        self.assertEqual(self.tally('OK', 'FAIL', 'SKIP', 'TIMEOUT', 'ERROR', 'EXPECTEDFAIL'), ['2', '4'])

    def test_no_test_at_all_is_a_failure(self):
        self.assertEqual(self.tally(), ['0', '1'])


class Coverage(ScriptTest):
    SUMMARY = {'files': [{'filename': 'base/a.c', 'line_covered': 9, 'line_total': 10, 'branch_covered': 3, 'branch_total': 4}],
               'line_covered': 9, 'line_total': 10, 'branch_covered': 3, 'branch_total': 4}

    def coverage(self, floors):
        folder = pathlib.Path(self.folder)
        (folder / 'coverage.json').write_text(json.dumps(self.SUMMARY))
        (folder / 'floors.txt').write_text(floors)
        result = subprocess.run([sys.executable, ROOT / 'scripts/coverage.py', folder / 'coverage.json', folder / 'floors.txt'],
                                stdout=subprocess.PIPE, text=True, check=False)
        return result.returncode, result.stdout

    def test_what_falls_below_its_floor_fails(self):
        self.assertEqual(self.coverage('# floors\ntotal 75\nbase/a.c 75.0\n')[0], 0)
        for floors in ('total 75.1\n', 'base/a.c 76\n', 'base/gone.c 1\n'):
            code, words = self.coverage(floors)
            self.assertEqual(code, 1)
            self.assertIn(floors.split()[0] + ':', words)

    def test_a_floor_that_is_left_behind_is_told(self):
        code, words = self.coverage('total 70\n')
        self.assertEqual(code, 0)
        self.assertIn('total: 75.0 %: its floor of 70.0 % can go up', words)


if __name__ == '__main__':
    unittest.main()
