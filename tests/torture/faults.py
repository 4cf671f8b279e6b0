# SPDX-License-Identifier: MIT
"""Runs programs with libfaults.so (tests/faults/faults.c): their k-th call fails, and one is told whether there was one."""
import errno
import os
import subprocess

LIMIT_SECONDS = 60
EXIT_CODES = {0, 1, *range(64, 79)}  # sysexits.h, and 1: nothing was found


class Faults:
    """`env` for one run; afterwards `hits` says how many calls were failed."""

    def __init__(self, library, calls, at, error='EIO', for_ever=False, spare_terminal=False):
        self.reader, self.writer = os.pipe()
        os.set_blocking(self.reader, False)
        os.set_inheritable(self.writer, True)
        self.hits = 0
        self.env = {'LD_PRELOAD': str(library), 'FAULTS_CALLS': calls, 'FAULTS_AT': str(at),
                    'FAULTS_ERROR': str(getattr(errno, error)), 'FAULTS_REPORT': str(self.writer),
                    'FAULTS_FOREVER': '1' if for_ever else '0', 'FAULTS_SPARE': '1' if spare_terminal else '0'}

    def __enter__(self):
        return self

    def __exit__(self, *_):
        os.close(self.writer)
        try:
            while some := os.read(self.reader, 65536):
                self.hits += len(some)
        except BlockingIOError:
            pass
        os.close(self.reader)

    def run(self, argv, env, stdin=b''):
        return subprocess.run(argv, input=stdin, capture_output=True, env=env | self.env, pass_fds=[self.writer],
                              timeout=LIMIT_SECONDS, check=False)


def library_of(build):
    return (build / 'tests/faults/libfaults.so').resolve()

