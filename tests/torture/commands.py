# SPDX-License-Identifier: MIT
"""Commands to be tortured, and what one may come to: right, or an exit code with a reason, never half."""
import pathlib
import re
import tempfile

from faults import EXIT_CODES
from pty_program import Failure
from strict_output import check_text

CONTENT, RESULT, SITE, CONFIG = '{content}', '{result}', '{site}', '{config}'
COMMANDS = [
    ['list'],
    ['show', '6'],
    ['show', '2', '--format', 'json'],
    ['links'],
    ['guide', '7', '--answers', 'issue-date=unsure'],
    ['guide', '3', '--graph'],
    ['search', '当兵'],
    ['school', 'jlsf'],
    ['qr', 'chsi-home', '--png', RESULT],
    ['list', '--content', CONTENT],
    ['show', '9', '--content', CONTENT],
    ['print', '6', '--output', RESULT, '--config', CONFIG],
    ['stats', '--site', SITE],
    ['content', 'info'],
    ['check', '--site', SITE, '--config', CONFIG],
]
STATES = {'check', 'content'}  # tell the state of the machine, which a fault is part of
REASON = re.compile(r'^yibentong: [^\n]+\n', re.MULTILINE)


class Command:
    """One of them with its files, and what it says when nothing is wrong."""

    def __init__(self, program, words, handbook):
        self.program = program
        self.folder = tempfile.TemporaryDirectory()
        self.result = pathlib.Path(self.folder.name) / 'result'
        self.own = tempfile.TemporaryDirectory()
        _, config, _, site, *_ = program.own_files(self.own.name)
        places = {CONTENT: str(handbook), RESULT: str(self.result), SITE: site, CONFIG: config}
        self.words = words
        self.argv = [program.path, *(places.get(word, word) for word in words), '--today', '2026-11-23']
        self.env = program.environment()
        self.right = None

    def files(self):
        return {path.name: path.read_bytes() for path in pathlib.Path(self.folder.name).iterdir()}

    def clear(self):
        for path in pathlib.Path(self.folder.name).iterdir():
            path.unlink()

    def learn(self, done):
        if done.returncode not in (0, 78):
            raise Failure(f'{self.words} fails without a fault: {done}')
        self.right = (done.stdout, self.files())
        self.clear()

    def judge(self, done, where, tidy=True):
        """Raises for a crash, a lie, a silence, a half result. `tidy`: a half file that could not be removed is none."""
        self.check_end(done, where)
        stdout, files = self.right
        if done.returncode == 0 and self.words[0] not in STATES and (done.stdout, self.files()) != self.right:
            raise Failure(f'{where}: says that all is well, but the result is another')
        if tidy and any(name not in files or content != files[name] for name, content in self.files().items()):
            raise Failure(f'{where}: leaves {sorted(self.files())} behind')
        self.clear()

    def check_end(self, done, where):
        if done.returncode not in EXIT_CODES:
            raise Failure(f'{where}: ends with {done.returncode}: {done.stderr[-300:]!r}')
        check_text(done.stderr, where=where)
        check_text(done.stdout, where=where) if not done.stdout.startswith(b'\x89PNG') else None
        if done.returncode > 1 and self.words[0] not in STATES and not REASON.search(done.stderr.decode()):
            raise Failure(f'{where}: exit code {done.returncode}, but no reason: {done.stderr!r}')
