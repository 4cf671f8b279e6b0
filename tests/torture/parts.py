# SPDX-License-Identifier: MIT
"""What the parts of ./torture share: their options, the program that they run, how they tell what they found."""
import argparse
import os
import pathlib
import subprocess
import sys
import tempfile
import time

ASAN = 'detect_leaks=1:exitcode=99:allocator_may_return_null=1:log_path='
UBSAN = 'print_stacktrace=1:halt_on_error=1:exitcode=99:log_path='


def parser(description, **defaults):
    """With what all parts take; defaults are those of the short form in the tests."""
    made = argparse.ArgumentParser(description=description)
    made.add_argument('build', type=pathlib.Path)
    made.add_argument('--seed', type=int, default=20261123)
    made.add_argument('--seconds', type=float, default=defaults.get('seconds', 0), help='at most; 0: until --runs')
    if 'runs' in defaults:
        made.add_argument('--runs', type=int, default=defaults['runs'])
    return made


def deadlines(seconds, n):
    """When each of n pieces of work has to end, so that all have their turn; 0 for no limit. What one leaves over is the next's."""
    start = time.monotonic()
    return [start + seconds * (i + 1) / n if seconds else 0 for i in range(n)]


class Program:
    """The built program, and where a sanitizer would write what it finds."""

    def __init__(self, build):
        self.path = str((build / 'kiosk/yibentong').resolve())
        contents = pathlib.Path(self.path).read_bytes()
        self.sanitized = b'__asan_init' in contents
        self.counts_coverage = b'.gcda' in contents
        self.slowness = 8 if self.sanitized else 2 if self.counts_coverage else 1
        self.reports = tempfile.TemporaryDirectory()

    def environment(self, **changes):
        env = {'TERM': 'xterm-256color', 'LANG': 'C.UTF-8', 'TZ': 'Asia/Shanghai', 'HOME': '/nonexistent'}
        if self.sanitized:
            env |= {'ASAN_OPTIONS': ASAN + os.path.join(self.reports.name, 'asan'),
                    'UBSAN_OPTIONS': UBSAN + os.path.join(self.reports.name, 'ubsan')}
        env |= changes
        return {name: value for name, value in env.items() if value is not None}

    def own_files(self, folder, with_site=True):
        """Options that keep it away from the machine's own files: a printer that is a folder, the hall's data if asked."""
        folder = pathlib.Path(folder)
        (folder / 'slips').mkdir(exist_ok=True)
        (folder / 'yibentong.conf').write_text(f'[printer 大厅]\nwhere = file:{folder}/slips\npaper = 80\n', 'utf-8')
        site = folder / 'site.db'
        if with_site and not site.exists():
            subprocess.run([self.path, 'site', 'init', '--site', site], check=True, env=self.environment(),
                           stdout=subprocess.DEVNULL)
        return ['--config', str(folder / 'yibentong.conf'), '--site', str(site), '--state', str(folder / 'state')]

    def sanitizer_report(self):
        """What a sanitizer wrote since last asked; "" for nothing."""
        words = ''
        for path in sorted(pathlib.Path(self.reports.name).iterdir()):
            words += path.read_text('utf-8', 'replace')
            path.unlink()
        return words


def tell(what, **figures):
    """One line of figures, as docs/torture.md has it."""
    print(f'{what}: ' + ', '.join(f'{name.replace("_", " ")} {value:,}' if isinstance(value, int) else
                                  f'{name.replace("_", " ")} {value}' for name, value in figures.items()), flush=True)


def finish(findings):
    for words in findings[:20]:
        print(f'FOUND: {words}', file=sys.stderr)
    if len(findings) > 20:
        print(f'FOUND: {len(findings) - 20} more', file=sys.stderr)
    return 1 if findings else 0
