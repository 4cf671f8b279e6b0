#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs the fuzz targets and prints a table of them: executions, executions a second, memory, findings.

  fuzz.py SOURCE_ROOT BUILD_ROOT [TARGET …] [--seconds N] [--runs N] [--seed N] [--merge] [--planted]

What is found lies in BUILD_ROOT/findings, one file each. The corpora grow in BUILD_ROOT/corpus; --merge puts into
tests/fuzz/corpus what they add to it. --planted runs the negative control, which has to be found.
"""
import argparse
import json
import pathlib
import re
import shutil
import subprocess
import sys
import time

FINDINGS_MAX = 10  # of one target; then somebody has to look first
STATISTIC = re.compile(r'stat::(\w+):\s+(\d+)')
MAX_LEN = {'text': 4096, 'database': 1024}
REST = 512


def targets_of(build):
    return sorted(path.name.removeprefix('fuzz_') for path in (build / 'tests/fuzz').glob('fuzz_*') if path.is_file())


class Target:
    def __init__(self, options, name, program=None):
        self.name = name
        self.options = options
        self.program = program or options.build / 'tests/fuzz' / f'fuzz_{name}'
        self.seeds = options.root / 'tests/fuzz/corpus' / name
        self.corpus = options.build / 'corpus' / name
        self.findings = options.build / 'findings'
        self.executions = self.rate = self.peak = 0
        self.found = []
        for folder in (self.corpus, self.findings):
            folder.mkdir(parents=True, exist_ok=True)

    def arguments(self, seconds, runs, seed):
        yield from (str(self.program), str(self.corpus), str(self.seeds), '-print_final_stats=1', '-timeout=10',
                    '-rss_limit_mb=2048', '-close_fd_mask=1', f'-artifact_prefix={self.findings}/{self.name}-',
                    f'-max_len={MAX_LEN.get(self.name, REST)}', f'-seed={seed}')
        if seconds:
            yield f'-max_total_time={seconds}'
        if runs:
            yield f'-runs={runs}'

    def once(self, seconds, runs, seed):
        """One process, which ends at the first finding. Whether it found something."""
        log = self.options.build / 'findings' / f'{self.name}.log'
        with open(log, 'w', encoding='utf-8', errors='replace') as file:
            code = subprocess.run(list(self.arguments(seconds, runs, seed)), stdout=file, stderr=subprocess.STDOUT,
                                  check=False).returncode
        text = log.read_text('utf-8', 'replace')
        numbers = {name: int(value) for name, value in STATISTIC.findall(text)}
        self.executions += numbers.get('number_of_executed_units', 0)
        self.peak = max(self.peak, numbers.get('peak_rss_mb', 0))
        if code == 0:
            return False
        written = re.findall(r'Test unit written to (\S+)', text)
        self.found += written or [f'{log} (exit code {code})']
        if written:
            shutil.copy(log, f'{written[-1]}.log')
        return True

    def run(self):
        """Goes on behind a finding with another seed, until the time or the executions are used up."""
        start = time.monotonic()
        seed = self.options.seed
        while len(self.found) < FINDINGS_MAX:
            used = time.monotonic() - start
            seconds = max(0, round(self.options.seconds - used)) if self.options.seconds else 0
            runs = max(0, self.options.runs - self.executions) if self.options.runs else 0
            if (self.options.seconds and not seconds) or (self.options.runs and not runs):
                break
            if not self.once(seconds, runs, seed):
                break
            seed += 1
        self.rate = self.executions / max(time.monotonic() - start, 0.001)

    def merge(self):
        subprocess.run([str(self.program), '-merge=1', '-close_fd_mask=1', f'-max_len={MAX_LEN.get(self.name, REST)}',
                        str(self.seeds), str(self.corpus)], stderr=subprocess.DEVNULL, check=True)


def remember(build, targets):
    """All executions of this build folder so far: a release asks for 10⁸ of each."""
    path = build / 'executions.json'
    sums = json.loads(path.read_text('utf-8')) if path.exists() else {}
    for target in targets:
        sums[target.name] = sums.get(target.name, 0) + target.executions
    path.write_text(json.dumps(sums, indent=1, sort_keys=True) + '\n', 'utf-8')
    return sums


def print_row(target, total):
    print(f'{target.name:<14}{target.executions:>14,}{target.rate:>12,.0f}{target.peak:>9}{len(target.found):>10}'
          f'{total:>16,}', flush=True)


def run_all(options):
    names = options.targets or targets_of(options.build)
    unknown = set(names) - set(targets_of(options.build))
    if unknown:
        print('没有这个目标：', *sorted(unknown), '；有：', *targets_of(options.build), file=sys.stderr)
        return 64
    print(f'{"target":<14}{"executions":>14}{"per second":>12}{"MB":>9}{"findings":>10}{"so far":>16}')
    found = []
    for name in names:
        target = Target(options, name)
        target.run()
        found += target.found
        print_row(target, remember(options.build, [target])[name])
        if options.merge:
            target.merge()
    print(*found, sep='\n')
    return 1 if found else 0


def run_planted(options):
    target = Target(options, 'input', options.build / 'tests/fuzz/planted_input')
    target.name = 'planted'
    start = time.monotonic()
    found = target.once(options.seconds, options.runs, options.seed)
    took = time.monotonic() - start
    print(f'planted bug: {"found" if found else "NOT FOUND"} in {took:.1f} s, {target.executions:,} executions')
    return 0 if found else 1


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('root', type=pathlib.Path)
    parser.add_argument('build', type=pathlib.Path)
    parser.add_argument('targets', nargs='*')
    parser.add_argument('--seconds', type=int, default=0, help='of each target; 60 where neither is given')
    parser.add_argument('--runs', type=int, default=0, help='executions of each target')
    parser.add_argument('--seed', type=int, default=1)
    parser.add_argument('--merge', action='store_true')
    parser.add_argument('--planted', action='store_true')
    options = parser.parse_intermixed_args()
    if not options.seconds and not options.runs:
        options.seconds = 60
    return run_planted(options) if options.planted else run_all(options)


if __name__ == '__main__':
    sys.exit(main())
