#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Every k-th allocation of every command fails, once and for ever: it gives the right result or says that memory has run
out, and never crashes or leaves something half behind. (The interface: tests/faults/test_memory.c.)

  allocations.py BUILD [--step N]
"""
import sys
import time

from commands import COMMANDS, Command
from faults import Faults, library_of
from parts import Program, deadlines, finish, parser, tell
from pty_program import Failure


def fail_everywhere(command, library, step, for_ever, until):
    """(how many k were reached, what was found)."""
    findings, reached = [], 0
    for k in range(1, 1 << 24, step):
        with Faults(library, 'memory', k, for_ever=for_ever) as faults:
            done = faults.run(command.argv, command.env)
        if not faults.hits or (until and time.monotonic() > until):
            break
        reached += 1
        where = f'{" ".join(command.words)}: allocation {k}{" and all after it" if for_ever else ""}'
        try:
            if done.returncode and not done.stderr and for_ever:
                done.stderr = b'yibentong: -\n'  # the words themselves need memory: the exit code has to do
            command.judge(done, where)
        except Failure as failure:
            findings.append(str(failure))
    return reached, findings


def main():
    made = parser(__doc__.splitlines()[0])
    made.add_argument('--step', type=int, default=1, help='only every so many-th allocation')
    options = made.parse_args()
    program, library = Program(options.build), library_of(options.build)
    handbook = (options.build / 'assets/handbook.db').resolve()
    findings, reached = [], 0
    for words, until in zip(COMMANDS, deadlines(options.seconds, len(COMMANDS))):
        command = Command(program, words, handbook)
        with Faults(library, 'none', 0) as none:
            command.learn(none.run(command.argv, command.env))
        for for_ever in (False, True):
            n, found = fail_everywhere(command, library, options.step, for_ever, until)
            reached += n
            findings += found
    tell('memory', commands=len(COMMANDS), allocations_failed=reached, findings=len(findings))
    return finish(findings)


if __name__ == '__main__':
    sys.exit(main())
