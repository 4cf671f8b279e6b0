#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Locales that are not there, are named wrongly, speak another charset: every command and the kiosk work, and what they
say is text in the charset that was asked for.

  locales.py BUILD
"""
import os
import signal
import subprocess
import sys

from faults import library_of
from parts import Program, finish, parser, tell
from pty_program import Failure, PtyProgram
from strict_output import StrictOutput, check_text

LOCALES = {  # name: the charset in which the answer has to come
    None: 'UTF-8', '': 'UTF-8', 'C': 'UTF-8', 'POSIX': 'UTF-8', 'C.UTF-8': 'UTF-8', 'zh_CN.UTF-8': 'UTF-8', 'zh_CN.utf8': 'UTF-8',
    'zh_CN': 'UTF-8', 'xx_YY.UTF-8': 'UTF-8', 'zh_CN.GB18030': 'GB18030', 'zh_CN.gb18030': 'GB18030', 'zh_CN.GBK': 'GBK',
    'zh_CN.GB2312': 'GB2312', 'zh_TW.BIG5': 'BIG5', 'nonsense': 'UTF-8', '.': 'UTF-8', '.UTF-8': 'UTF-8', 'zh_CN.': 'UTF-8',
    'zh_CN.NOSUCH': 'UTF-8', 'zh_CN.UTF-16': 'UTF-8', 'zh_CN.UTF-7': 'UTF-8', 'zh_CN.ISO-2022-CN': 'UTF-8',
    '../../../etc/passwd': 'UTF-8', '/etc/passwd': 'UTF-8', 'x' * 300: 'UTF-8', 'zh_CN.' + 'x' * 60: 'UTF-8',
    'zh_CN.GBK//TRANSLIT': 'UTF-8', 'zh_CN.UTF-8@' + 'x' * 40: 'UTF-8', '\x1b]0;x\x07': 'UTF-8', '中文.UTF-8': 'UTF-8', '%s%n': 'UTF-8',
}
ATTRACT, HOME = '始', '我是'  # also in Big5, which lacks most of the rest


def environments(program, library):
    for name, charset in LOCALES.items():
        for variable in ('LC_ALL', 'LANG'):
            yield {'LANG': None, variable: name}, charset
        yield {'LANG': name, 'LD_PRELOAD': str(library), 'FAULTS_LOCALES': 'none'}, charset


def try_commands(program, env, charset):
    for words in (['list'], ['show', '6'], ['search', '学籍'], ['check'], ['show', 'nonsense']):
        done = subprocess.run([program.path, *words], capture_output=True, env=env, stdin=subprocess.DEVNULL, timeout=60, check=False)
        if done.returncode not in (0, 64, 78):
            raise Failure(f'{words}: exit code {done.returncode}: {done.stderr!r}')
        check_text(done.stdout + done.stderr, charset, ' '.join(words))
        if not done.stdout and not done.stderr:
            raise Failure(f'{words}: says nothing')


def try_kiosk(program, env, charset):
    with PtyProgram([program.path, '--locked'], env) as kiosk:
        kiosk.sinks.append(StrictOutput(charset).feed)
        kiosk.wait_for(ATTRACT.encode(charset))
        kiosk.send(b'\r')
        kiosk.wait_for(HOME.encode(charset))
        os.kill(kiosk.pid, signal.SIGTERM)
        code, _ = kiosk.wait_end(2 * program.slowness)
        if code != 0:
            raise Failure(f'kiosk: exit code {code}')


def main():
    options = parser(__doc__.splitlines()[0]).parse_args()
    program = Program(options.build)
    findings, runs, without = [], 0, 0
    for changes, charset in environments(program, library_of(options.build)):
        env = program.environment(**changes)
        try:
            if 'FAULTS_LOCALES' in changes:
                without += 1
                check_without(program, env)
            else:
                try_commands(program, env, charset)
                try_kiosk(program, env, charset)
        except Failure as failure:
            findings.append(f'{changes}: {failure}')
        runs += 1
    tell('locales', environments=runs, without_any_locale=without, findings=len(findings))
    return finish(findings)


def check_without(program, env):
    """Nothing but "C": the answer comes all the same, or a reason that an operator understands."""
    done = subprocess.run([program.path, 'list'], capture_output=True, env=env, stdin=subprocess.DEVNULL, timeout=60, check=False)
    check_text(done.stderr, where='list')
    if done.returncode == 0:
        return
    if done.returncode not in (69, 71, 78) or not done.stderr:
        raise Failure(f'list: exit code {done.returncode}: {done.stderr!r}')


if __name__ == '__main__':
    sys.exit(main())
