#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The compiler as a program: what it is told, what it says, and the code with which it ends (sysexits.h).

  test_compiler.py COMPILER ASSETS
"""
import os
import pathlib
import resource
import shutil
import subprocess
import sys
import tempfile
import unittest

COMPILER, ASSETS = sys.argv[1:3]
OK, USAGE, DATA, CANTCREATE, IO = 0, 64, 65, 73, 74


def compile_with(*arguments, limit=None):
    """Its code and what it said on standard error. limit: the largest file that it may write."""
    def set_limit():
        if limit is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    # The counters of a coverage build are files, too, which the limit is not to spoil.
    environment = {**os.environ, 'GCOV_PREFIX': '/dev/null'} if limit is not None else None
    result = subprocess.run([COMPILER, *arguments], capture_output=True, text=True, timeout=120, check=False,
                            preexec_fn=set_limit, env=environment)
    return result.returncode, result.stdout, result.stderr


class CompilerTest(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)
        self.output = self.folder / 'out.db'

    def test_what_it_does_not_understand_is_answered_with_its_usage(self):
        for arguments in ([], ['--assets', ASSETS], ['--output', self.output], ['--nonsense'],
                          ['--assets', ASSETS, '--output', self.output, 'more']):
            code, _, said = compile_with(*arguments)
            self.assertEqual(code, USAGE)
            self.assertIn('用法', said)

    def test_help_is_no_error(self):
        code, shown, said = compile_with('--help')
        self.assertEqual((code, said.count('用法')), (OK, 0))
        self.assertIn('用法', shown)

    def test_content_becomes_one_file_and_nothing_is_said(self):
        self.assertEqual(compile_with('--assets', ASSETS, '--output', self.output), (OK, '', ''))
        self.assertEqual(list(self.folder.iterdir()), [self.output])

    def test_a_folder_that_is_none_is_content_that_is_wrong(self):
        code, _, said = compile_with('--assets', self.folder / 'none', '--output', self.output)
        self.assertEqual(code, DATA)
        self.assertIn('没有编译', said)
        self.assertFalse(self.output.exists())

    def test_where_nothing_can_be_written_is_told(self):
        file = self.folder / 'file'
        file.touch()
        for output, reason in ((self.folder / 'none' / 'out.db', '没有这个文件夹'), (file / 'out.db', '没有这个文件夹'),
                               (self.folder, '这是一个文件夹')):
            code, _, said = compile_with('--assets', ASSETS, '--output', output)
            self.assertEqual(code, CANTCREATE, output)
            self.assertIn(reason, said)

    def test_a_disk_that_is_full_leaves_the_old_file(self):
        self.output.write_text('old')
        code, _, said = compile_with('--assets', ASSETS, '--output', self.output, limit=4096)
        self.assertEqual(code, IO)
        self.assertIn('磁盘已满', said)
        self.assertEqual(self.output.read_text(), 'old')
        self.assertEqual(list(self.folder.iterdir()), [self.output])


if __name__ == '__main__':
    unittest.main(argv=sys.argv[:1])
