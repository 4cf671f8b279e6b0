#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Hostile strings in every text column of the content, typed, in arguments and in file names: whatever is shown, on a
terminal or into a pipe, holds no escape sequence but our own and no character that nobody sees.

  escapes.py BUILD [--strings N] [--columns N] [--seed N]

--strings: in each column and each other place; --columns: only every so many-th column. The first handbook of a column
is shown by the real program, in a terminal and by each command, and so is every tenth string among the arguments; all
others by showing.c, which has the commands and screens in one process and is a hundred times as fast.
"""
import contextlib
import os
import pathlib
import random
import re
import select
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

import hostile
from faults import EXIT_CODES
from parts import Program, deadlines, finish, parser, tell
from pty_program import Failure, PtyProgram
from strict_output import StrictOutput, check_text

LIMIT_SECONDS = 60
COLUMN_SECONDS = 5  # at least, when the time is bounded
READERS = [['list'], ['links'], ['check'], ['guide', '--paths', '--format', 'json'], ['school', '吉林'], ['search', '毕业'],
           ['guide', '2', '--answers', 'school-listed=no'], ['guide', '7', '--graph'], ['qr', 'chsi-home']]
READERS += [['show', str(number)] for number in range(1, 13)]
PLACES = [['search'], ['school'], ['show'], ['qr'], ['list', '--content'], ['--theme'], ['list', '--today'], ['list', '--format'],
          ['guide', '2', '--answers'], ['guide', '7', '--answers', 'issue-date='], ['help'], ['qr', 'chsi-home', '--png'], []]
WRITES = [['qr', 'chsi-home', '--png']]  # a name that leads out of the part's own folder would be written, by root perhaps


CODE_COLOURS = (b'\x1b[38;5;231;48;5;16m', b'\x1b[38;5;16;48;5;231m', b'\x1b[0m')


def without_colours(some):
    """A code on a terminal, without what makes it black and white."""
    for colours in CODE_COLOURS:
        some = some.replace(colours, b'')
    return some


SCHOOLS = ('institution', 'former_name', 'reading', 'variant')
ANSWERS = [['show', str(number)] for number in range(1, 13)]


def commands_of(table):
    """Those that read it."""
    if table == 'edition':
        return [['list'], ['check'], ['show', '1']]
    if table.startswith(SCHOOLS):
        return [['school', '吉林'], ['school', 'jl'], ['search', '长春大学'], ['check']]
    if table == 'search_entry':
        return [['search', '毕业'], ['search', 'xj']]
    if table.startswith('guide'):
        return [['guide', '--paths', '--format', 'json'], ['guide', '2', '--answers', 'school-listed=no'], ['guide', '7', '--graph']]
    if table.endswith('link'):
        return [['links'], ['qr', 'chsi-home'], *ANSWERS]
    return [['list'], *ANSWERS]


def tours_of(table, chance, n):
    """Keys to where it shows; n of the ways, where there are many (a question each)."""
    if table == 'edition':
        return ['\ra']
    if table.startswith(SCHOOLS):
        return [f'\rs{typed}\r\x16' for typed in chance.sample(['jl', 'bj', '4122', 'dx', 'zy', 'cc'], min(n, 6))]
    if table == 'search_entry':
        return [f'\r/{typed}\r\x16' for typed in chance.sample(['by', 'xj', 'zs', 'db', 'xl', 'gm'], min(n, 6))]
    questions = chance.sample(range(1, 13), min(n, 12))
    if table.startswith('guide'):
        return [f'\r{number} ' + ''.join(chance.choice(('\r', '\r', '\x0e\r', '\x16')) for _ in range(8)) for number in questions]
    return [f'\r{number}\x16\x16' for number in questions]


ANSWER_END = re.compile(rb'\0(\d+)\n\Z')


class Showing:
    """tests/torture/showing.c, begun anew when it ends."""

    def __init__(self, build, env, folder):
        self.argv = [str((build / 'tests/torture/showing').resolve())]
        self.env = env
        self.folder = folder
        self.process = None

    def ask(self, *words):
        """(exit code, what was shown)."""
        if self.process is None:
            self.process = subprocess.Popen(self.argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                            stderr=subprocess.STDOUT, env=self.env, cwd=self.folder)
        some = b''.join(os.fsencode(word) + b'\0' for word in words)
        self.process.stdin.write(b'%d\n%s' % (len(some), some))
        self.process.stdin.flush()
        shown = bytearray()
        while not (end := ANSWER_END.search(shown[-16:])):
            ready = select.select([self.process.stdout], [], [], LIMIT_SECONDS)[0]
            if not ready or not (some := os.read(self.process.stdout.fileno(), 1 << 16)):
                self.process.kill()
                status, self.process = self.process.wait(), None
                raise Failure(f'{"crashed" if ready else "hung"} ({status}) behind {bytes(shown[-200:])!r}')
            shown += some
        return int(end[1]), bytes(shown[:len(shown) - len(end[0])])


class Torture:
    def __init__(self, options):
        self.options = options
        self.program = Program(options.build)
        self.random = random.Random(options.seed)
        self.good = options.build / 'assets/handbook.db'
        self.findings = []
        self.columns = self.in_columns = self.databases = self.typed = self.arguments = self.names = self.shown = 0
        self.until = 0
        self.folder = tempfile.TemporaryDirectory(dir='/dev/shm' if os.access('/dev/shm', os.W_OK) else None)
        self.sound = self.good.read_bytes()
        self.hostile_file = pathlib.Path(self.folder.name) / 'hostile.db'
        self.showing = Showing(options.build, self.program.environment(), self.folder.name)

    def is_over(self):
        return self.until and time.monotonic() > self.until

    # ---- one run ----

    def judge(self, argv, where, stdin=b''):
        done = subprocess.run([self.program.path, *argv], input=stdin, capture_output=True, env=self.program.environment(),
                              cwd=self.folder.name, timeout=LIMIT_SECONDS, check=False)
        self.shown += len(done.stdout) + len(done.stderr)
        try:
            if done.returncode not in EXIT_CODES:
                raise Failure(f'ends with {done.returncode}')
            if not done.stdout.startswith(b'\x89PNG'):
                check_text(without_colours(done.stdout) if argv[:1] == ['qr'] else done.stdout)
            check_text(done.stderr)
        except Failure as failure:
            self.findings.append(f'{where}: {argv}: {failure}')

    @contextlib.contextmanager
    def kiosk(self, where, *words):
        with PtyProgram([self.program.path, '--locked', *words], self.program.environment(), rows=30, cols=100) as kiosk:
            strict = StrictOutput()
            kiosk.sinks.append(strict.feed)
            try:
                kiosk.wait_for('始'.encode())
                yield kiosk
                os.kill(kiosk.pid, signal.SIGTERM)
                code, _ = kiosk.wait_end(2 * self.program.slowness)
                if code != 0:
                    raise Failure(f'exit code {code}')
            except Failure as failure:
                self.findings.append(f'{where}: kiosk: {failure}')
            self.shown += strict.bytes

    # ---- content ----

    def text_columns(self):
        with contextlib.closing(sqlite3.connect(f'file:{self.good}?mode=ro', uri=True)) as database:
            for (table,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE 'CREATE TABLE%' "
                                             "AND name NOT LIKE 'search_index%' ORDER BY rowid").fetchall():
                for row in database.execute(f'PRAGMA table_info({table})').fetchall():
                    if row[2].upper() == 'TEXT':
                        yield table, row[1]

    def spoil(self, table, column):
        """A handbook with another hostile string in each row; how many there are."""
        with contextlib.closing(sqlite3.connect(':memory:')) as database:
            database.deserialize(self.sound)
            database.create_function('hostile', 1, lambda old: hostile.string(self.random) + (
                str(old).encode('utf-8', 'replace') if self.random.random() < 0.3 else b''))
            rows = database.execute(f'UPDATE OR IGNORE {table} SET {column} = CAST(hostile({column}) AS TEXT)').rowcount
            database.commit()
            self.hostile_file.write_bytes(database.serialize())
        if rows < 1:
            raise SystemExit(f'{table}.{column} takes no string at all')
        return rows

    def one_column(self, table, column):
        where, path = f'{table}.{column}', str(self.hostile_file)
        done = self.spoil(table, column)
        for words in READERS:
            self.judge([*words, '--content', path], where)
        with self.kiosk(where, '--content', path) as kiosk:
            for key in (b'\r', b'2', b' ', b'\x1b[B', b'\x1b\x1b', b's', b'jl', b'\r', b'\x1b\x1b', b'/', b'by', b'\x1b\x1b', b'a', b'\x1b\x1b'):
                kiosk.send(key)
                kiosk.settle()
        while done < self.options.strings and not self.is_over():
            rows = self.spoil(table, column)
            done += rows
            self.databases += 1
            few, many = rows > self.options.strings // 10, rows == 1
            commands = commands_of(table)
            for words in commands if few else self.random.sample(commands, 1):
                self.show('run', *words, '--content', path, where=where)
            if many and self.databases % 4:
                continue
            for keys in tours_of(table, self.random, 10 if few else 1):
                self.show('draw', path, keys, where=where)
        if self.options.columns == 1:
            tell(f'escapes ({where})', strings=done)
        self.columns += 1
        self.in_columns += done

    def show(self, *words, where):
        try:
            code, shown = self.showing.ask(*words)
            self.shown += len(shown)
            if code not in EXIT_CODES:
                raise Failure(f'ends with {code}')
            check_text(without_colours(shown) if 'qr' in words[:2] else shown)
        except Failure as failure:
            self.findings.append(f'{where}: {words}: {failure}')

    # ---- typed, arguments, names ----

    def type_all(self):
        for screen in (b'/', b's', b'2 ', b'7 ', b'?'):
            with self.kiosk('typed', '--theme', 'contrast') as kiosk:
                kiosk.send(b'\r' + screen)
                kiosk.settle()
                for _ in range(max(1, self.options.strings // 5)):
                    if self.is_over():
                        break
                    kiosk.send(hostile.string(self.random))
                    if self.random.random() < 0.1:
                        kiosk.send(b'\x1b\\\x1b[201~' + b'\x7f' * 70)
                    self.typed += 1
                kiosk.settle()
                kiosk.repaint()
        for number in ('2', '6', '7'):
            lines = [hostile.string(self.random) for _ in range(max(1, self.options.strings // 3))]
            self.judge(['guide', number], 'typed', b'\n'.join(lines))
            self.typed += len(lines)

    def all_arguments(self):
        for place in PLACES:
            for i in range(self.options.strings):
                if self.is_over():
                    return
                text = hostile.argument(self.random)
                if place in WRITES:
                    text = text.replace(b'/', b'_')
                if place and place[-1].endswith('='):
                    argv = [*place[:-1], place[-1].encode() + text]
                else:
                    argv = [*place, text]
                if i % 10 == 0:
                    self.judge(argv, 'argument')
                elif place != ['--theme']:  # starts the kiosk, which begins with its own process
                    self.show('run', *argv, where='argument')
                else:
                    continue
                self.arguments += 1

    def file_names(self):
        """Of content that is there and is damaged: the name is part of the complaint."""
        for i in range(self.options.strings):
            if self.is_over():
                return
            name = hostile.argument(self.random).replace(b'/', b'_')[:200]
            path = os.path.join(os.fsencode(self.folder.name), name or b'x')
            with contextlib.suppress(OSError):
                with open(path, 'wb') as file:
                    file.write(b'no handbook')
                if i % 10 == 0:
                    self.judge(['list', '--content', path], 'file name')
                else:
                    self.show('run', 'list', '--content', path, where='file name')
                self.names += 1
                os.unlink(path)


def control():
    """Each attack has to be noticed when nothing stands in its way, but those that are no more than plain text."""
    for attack in hostile.ATTACKS:
        with contextlib.suppress(Failure):
            check_text(b'x' + attack)
            if not attack.isascii() or not attack.decode().isprintable():
                raise SystemExit(f'{attack!r} would not be noticed')


def main():
    made = parser(__doc__.splitlines()[0])
    made.add_argument('--strings', type=int, default=5000)
    made.add_argument('--columns', type=int, default=1)
    options = made.parse_args()
    control()
    torture = Torture(options)
    until = deadlines(options.seconds, 6)
    for part, torture.until in zip((torture.type_all, torture.all_arguments, torture.file_names), until):
        part()
    columns = list(torture.text_columns())[options.seed % options.columns::options.columns]
    if until[-1]:  # few of them, each at length
        torture.random.shuffle(columns)
        del columns[max(1, round((until[-1] - time.monotonic()) / COLUMN_SECONDS)):]
    for i, (table, column) in enumerate(columns):
        torture.until = deadlines(until[-1] and until[-1] - time.monotonic(), len(columns) - i)[0]
        torture.one_column(table, column)
    tell('escapes', columns=torture.columns, strings_in_columns=torture.in_columns, handbooks=torture.databases, typed=torture.typed,
         arguments=torture.arguments, file_names=torture.names, shown_KB=torture.shown // 1000, findings=len(torture.findings))
    report = torture.program.sanitizer_report()
    return finish(torture.findings + [report] * bool(report))


if __name__ == '__main__':
    sys.exit(main())
