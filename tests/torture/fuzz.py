#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs the fuzz targets and prints a table of them: executions, executions a second, memory, findings.

  fuzz.py SOURCE_ROOT WATCHED QUICK [TARGET …] [--seconds N] [--runs N] [--total N] [--watched PERCENT] [--jobs N]
          [--seed N] [--merge] [--planted]

WATCHED and QUICK are build folders. In the first ASan and UBSan watch each execution; the second has UBSan alone and is
ten times as fast: it makes the corpus grow, and then the first takes its share, beginning with all of that corpus.
What is found lies in WATCHED/findings, one file each. The corpora grow in WATCHED/corpus; --merge puts into
tests/fuzz/corpus what they add to it. WATCHED/executions.json counts all executions so far (./torture table writes them
into docs/torture.md); --total goes on until there are so many. --planted runs the negative control, which has to be found.
"""
import argparse
import concurrent.futures
import datetime
import fcntl
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import time

FINDINGS_MAX = 10  # of one target; then somebody has to look first
HANG_SECONDS = 60  # by the wall's clock: on a busy machine ten are soon over
INTERRUPTED = 72  # libFuzzer's exit code for a process that was told to end
SLICE_SECONDS = 240  # of one process; then what it did is written down
STATISTIC = re.compile(r'stat::(\w+):\s+(\d+)')
# Bytes of an input: what a screen's visit or a database's damage needs, and short, because short ones are quick.
MAX_LEN = {'bundle': 512, 'config': 256, 'database': 128, 'guide': 96, 'input': 96, 'institution': 64, 'link': 128,
           'markdown': 256, 'match': 48, 'paper': 96, 'printer_status': 64, 'query': 48, 'screens': 64, 'search': 64, 'site_open': 256,
           'tables': 128, 'text': 128}
MAX_LEN_WATCHED = 4  # times as long where it is watched
QUICK = ['-use_counters=0', '-entropic=0']  # what is new is a branch, not how often it was taken: twice as fast


def targets_of(build):
    return sorted(path.name.removeprefix('fuzz_') for path in (build / 'tests/fuzz').glob('fuzz_*') if path.is_file())


class Target:
    def __init__(self, options, name):
        self.name = name
        self.options = options
        self.seeds = options.root / 'tests/fuzz/corpus' / name
        self.corpus = options.watched_build / 'corpus' / name
        self.findings = options.watched_build / 'findings'
        self.executions = self.peak = self.seconds = 0
        self.found = []
        for folder in (self.corpus, self.findings):
            folder.mkdir(parents=True, exist_ok=True)

    def program(self, watched):
        build = self.options.watched_build if watched else self.options.quick_build
        return build / 'tests/fuzz' / (f'{self.name}_input' if self.name == 'planted' else f'fuzz_{self.name}')

    def max_len(self, watched):
        return MAX_LEN.get(self.name, 512) * (MAX_LEN_WATCHED if watched else 1)

    def arguments(self, watched, seconds, runs, seed):
        yield from (str(self.program(watched)), str(self.corpus), str(self.seeds), '-print_final_stats=1', f'-timeout={HANG_SECONDS}',
                    '-rss_limit_mb=2048', '-close_fd_mask=1', f'-artifact_prefix={self.findings}/{self.name}-',
                    f'-max_len={self.max_len(watched)}', f'-seed={seed}', '-reload=0')
        if not watched:
            yield from QUICK
        if seconds:
            yield f'-max_total_time={seconds}'
        if runs:
            yield f'-runs={runs}'

    def once(self, watched, seconds, runs, seed):
        """One process, which ends at the first finding. Whether it found something."""
        log = self.findings / f'{self.name}{"" if watched else "-quick"}-{os.getpid()}.log'  # others may run it, too
        start = time.monotonic()
        with open(log, 'w', encoding='utf-8', errors='replace') as file:
            process = subprocess.Popen(list(self.arguments(watched, seconds, runs, seed)), stdout=file, stderr=subprocess.STDOUT)
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = code = os.waitstatus_to_exitcode(status)
            used = usage.ru_utime + usage.ru_stime
        self.seconds += time.monotonic() - start
        text = log.read_text('utf-8', 'replace')
        numbers = {name: int(value) for name, value in STATISTIC.findall(text)}
        executed = numbers.get('number_of_executed_units', 0)
        self.executions += executed
        self.peak = max(self.peak, numbers.get('peak_rss_mb', 0))
        if self.name != 'planted':
            remember(self, watched, executed, used, code not in (0, INTERRUPTED))
        if code in (0, INTERRUPTED):
            log.unlink()
        if code == INTERRUPTED:
            self.options.interrupted = True  # no other target begins either
            raise SystemExit('interrupted')
        if code == 0:
            return False
        written = re.findall(r'Test unit written to (\S+)', text)
        self.found += written or [f'{log} (exit code {code})']
        if written:
            shutil.copy(log, f'{written[-1]}.log')
        return True

    def next_seed(self):
        """Another one each time: on a corpus that grows no more the same would do the same."""
        return (self.options.seed + sum(executions_of(self.options.watched_build, self.name).values())) % (1 << 31) + 1

    def run_share(self, watched, seconds, runs):
        """Goes on behind a finding, and behind a slice, until the time or the executions are used up."""
        start, before = time.monotonic(), self.executions
        while len(self.found) < FINDINGS_MAX:
            left = round(start + seconds - time.monotonic()) if seconds else SLICE_SECONDS
            runs_left = before + runs - self.executions if runs else 0
            if left <= 0 or (runs and runs_left <= 0):
                break
            self.once(watched, min(left, SLICE_SECONDS), runs_left, self.next_seed())

    def run(self):
        options = self.options
        runs = options.runs
        if options.total:
            runs = options.total - sum(executions_of(options.watched_build, self.name).values())
            if runs <= 0:
                return
        part = options.watched / 100
        shares = [(watched, round(options.seconds * share), round(runs * share))
                  for watched, share in ((False, 1 - part), (True, part)) if share]
        for watched, seconds, n in shares:
            self.run_share(watched, seconds, n)

    def merge(self):
        """The few inputs that reach all that the corpus does; only branches, or there would be thousands."""
        subprocess.run([str(self.program(False)), '-set_cover_merge=1', '-close_fd_mask=1', *QUICK,
                        f'-max_len={self.max_len(False) * 2}', str(self.seeds), str(self.corpus)],
                       stderr=subprocess.DEVNULL, check=True)


def executions_of(build, name):
    path = build / 'executions.json'
    row = json.loads(path.read_text('utf-8')).get(name, {}) if path.exists() else {}
    return {key: row.get(key, 0) for key in ('quick', 'watched')}


def remember(target, watched, executed, used, found):
    """All executions so far, and what they took of a core: a release asks for 10⁸ of each. Several processes may count."""
    path = target.options.watched_build / 'executions.json'
    with open(path.with_suffix('.lock'), 'w', encoding='utf-8') as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        sums = json.loads(path.read_text('utf-8')) if path.exists() else {}
        row = sums.setdefault(target.name, {'quick': 0, 'watched': 0, 'findings': 0})
        which = 'watched' if watched else 'quick'
        row[which] += executed
        row[f'{which}_timed'] = row.get(f'{which}_timed', 0) + executed
        row[f'{which}_seconds'] = round(row.get(f'{which}_seconds', 0) + used, 2)
        row['findings'] += found
        row['day'] = datetime.date.today().isoformat()
        whole = path.with_suffix('.new')  # who reads takes no lock
        whole.write_text(json.dumps(sums, indent=1, sort_keys=True, ensure_ascii=False) + '\n', 'utf-8')
        whole.replace(path)


def print_row(target):
    so_far = executions_of(target.options.watched_build, target.name)
    print(f'{target.name:<14}{target.executions:>14,}{target.executions / max(target.seconds, 0.001):>12,.0f}'
          f'{target.peak:>9}{len(target.found):>10}{so_far["quick"]:>16,}{so_far["watched"]:>16,}', flush=True)


def run_one(options, name):
    target = Target(options, name)
    if options.interrupted:
        return []
    target.run()
    print_row(target)
    if options.merge:
        target.merge()
    return target.found


def run_all(options):
    names = options.targets or targets_of(options.watched_build)
    unknown = set(names) - set(targets_of(options.watched_build))
    if unknown:
        print('没有这个目标：', *sorted(unknown), '；有：', *targets_of(options.watched_build), file=sys.stderr)
        return 64
    print(f'{"target":<14}{"executions":>14}{"per second":>12}{"MB":>9}{"findings":>10}{"so far, quick":>16}'
          f'{"and watched":>16}', flush=True)
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        found = sum(pool.map(lambda name: run_one(options, name), names), [])
    print(*found, sep='\n')
    return 1 if found else 0


def run_planted(options):
    target = Target(options, 'planted')
    target.seeds = options.root / 'tests/fuzz/corpus/input'
    found = target.once(True, options.seconds, options.runs, options.seed)
    print(f'planted bug: {"found" if found else "NOT FOUND"} in {target.seconds:.1f} s, {target.executions:,} executions')
    return 0 if found else 1


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('root', type=pathlib.Path)
    parser.add_argument('watched_build', type=pathlib.Path)
    parser.add_argument('quick_build', type=pathlib.Path)
    parser.add_argument('targets', nargs='*')
    parser.add_argument('--seconds', type=int, default=0, help='of each target; 60 where no bound is given')
    parser.add_argument('--runs', type=int, default=0, help='executions of each target')
    parser.add_argument('--total', type=int, default=0, help='executions of each target, with all earlier ones')
    parser.add_argument('--watched', type=int, default=20, help='percent of it under ASan')
    parser.add_argument('--jobs', type=int, default=1, help='targets at a time')
    parser.add_argument('--seed', type=int, default=1)
    parser.add_argument('--merge', action='store_true')
    parser.add_argument('--planted', action='store_true')
    options = parser.parse_intermixed_args(namespace=argparse.Namespace(interrupted=False))
    if not (options.seconds or options.runs or options.total):
        options.seconds = 60
    return run_planted(options) if options.planted else run_all(options)


if __name__ == '__main__':
    sys.exit(main())
