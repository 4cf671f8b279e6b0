#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The real program in real terminals, looked at screen by screen.

  walk.py PROGRAM DUMP_SCREENS FOLDER LOCALES FRAMEBUFFER [--only TERMINAL[:COLOURS]]…     (scripts/terminals)

In each terminal, charset and number of colours the main screens are opened at two sizes, photographed into FOLDER and held
against what they should be; each code on them is read back and compared with the table of links; a question is tapped.
FOLDER/results.json then has what was found; terminals_table.py makes the table of docs/terminals.md of it.
"""
import argparse
import json
import pathlib
import subprocess
import sys
import time

import compare
import console
import expected
import glass
import terminals
import zbar

PATIENCE_SECONDS = 5  # for a screen to come to look as it should
FAULTS_TOLD = 3
COLOURS = [256, 16, 8]
SIZES = [(100, 30), (80, 24)]
SIZE_PLAIN = (132, 60)  # where codes in full blocks have room

# What opens each screen from the one before: words as in tests/screens/player.h. Esc is waited for: a key that follows at
# once makes another key of it. '' is on the way only.
STEPS = [('attract', ''), ('home', 'Enter Down'), ('answer', '2'), ('code', 'q'), ('', 'Esc'), ('guide', '5 Space'),
         ('outcome', '2 1 1'), ('print', 'p'), ('search', '0 / b y z'), ('', 'Esc'), ('help', '0 ?'), ('', '0')]
TAPPED, TAPPED_WORDS = '3', '学信网学籍信息'  # a question's number, and what stands in its line at home
QUESTION = {'answer': 2, 'code': 2}  # whose first link the code on the screen is
X_NAMES = {'Enter': 'Return', 'Esc': 'Escape', 'Space': 'space', '/': 'slash', '?': 'question'}


def x_keys(script):
    return [X_NAMES.get(word, word) for word in script.split()]


class Content:
    """What the program says of its links."""

    def __init__(self, program):
        self.program = program
        self.urls = {link['id']: link['url'] for link in self._ask('links')}
        self.links = {number: self._ask('show', str(number))['links'] for number in range(1, 13)}

    def _ask(self, *words):
        answer = subprocess.run([self.program, *words, '--format', 'json'], check=True, stdout=subprocess.PIPE)
        return json.loads(answer.stdout)

    def steps(self, beside):
        """Every link of every question, beside its text where there is room for that, and large: name, script, address."""
        for number, links in self.links.items():
            yield f'{number}', f'0 {" ".join(str(number))}' + (' Enter' if number == 1 else ''), None
            for place, link in enumerate(links if beside else []):
                yield f'{number}-{place + 1}', 'Right' if place else 'Home', self.urls[link]
            if beside and len(links) > 1:
                yield '', 'Right', self.urls[links[0]]  # round to the first
            for place, link in enumerate(links):
                yield f'{number}-{place + 1}-large', 'Right' if place else 'q', self.urls[link]


class Walk:
    """One terminal at one size: what has been found so far."""

    def __init__(self, terminal, folder, name):
        self.terminal, self.folder, self.name = terminal, folder, name
        self.reader = zbar.Reader()
        self.found = {'screens': 0, 'right': 0, 'codes': 0, 'read': 0, 'faults': [], 'levels': [], 'lines': [],
                      'contrast': {}}

    def look(self, name, screens, url, photograph):
        """Waits until the terminal shows one of the screens (of both levels), with its code; notes what it found."""
        def judge(picture):
            results = [self._judge(picture, level, screen, url) for level, screen in screens.items()]
            self.best = min(results, key=lambda result: len(result[2]))
            return not self.best[2]
        self.terminal.watch(judge, PATIENCE_SECONDS)
        comparison, level, faults = self.best
        distinct = len({screen.text for screen in screens.values()}) > 1
        self._note(name, comparison, level if distinct and '─' in screens['full'].text else None, faults, url)
        if photograph and name or faults:
            (self.folder / f'{self.name}-{name}.png').write_bytes(comparison.picture.png())

    def _judge(self, picture, level, screen, url):
        comparison = compare.Comparison(picture, screen)
        faults = list(comparison.faults())
        if url and screen.has_code() and not faults:
            codes = [code.text for code in self.reader.read(picture.width, picture.height, picture.grey())]
            if codes != [url]:
                faults.append(f'codes read: {codes}, not {url}')
            if not comparison.code_is_dark_on_light():
                faults.append('the code is light on dark')
        return comparison, level, faults

    def _note(self, name, comparison, level, faults, url):
        found, screen = self.found, comparison.screen
        found['screens'] += 1
        found['right'] += not faults
        found['faults'] += [f'{self.name} {name}: {fault}' for fault in faults[:FAULTS_TOLD]]
        if url and screen.has_code():
            found['codes'] += 1
            found['read'] += not faults
        if level:
            found['levels'].append(level)
        found['lines'].append(comparison.lines_join())
        for role, ratio in comparison.contrasts().items():
            found['contrast'][role] = round(min(ratio, found['contrast'].get(role, 21)), 2)

    def tap_a_question(self, home, tapped):
        """A click on a question opens what its number would."""
        def is_open(picture):
            return any(not any(compare.Comparison(picture, screen).faults()) for screen in tapped.values())
        self.terminal.tap(*home['full'].find(TAPPED_WORDS))
        self.found['tap'] = bool(self.terminal.watch(is_open, PATIENCE_SECONDS))
        if not self.found['tap']:
            self.found['faults'].append(f'{self.name}: a tap on {TAPPED_WORDS} did not open it')


def file_name(*words):
    return '-'.join(map(str, words)).replace(' ', '-').replace(',', '')


def open_terminal(options, name, colours, size):
    command = [options.program, '--today', expected.DAY, '--theme', options.theme, '--config', str(options.config)]
    settings = {'terminal': name, 'colours': colours, 'locales': options.locales, 'failures': options.folder}
    if terminals.TERMINALS[name].console:
        return console.Console(*size, command, library=options.framebuffer, **settings)
    return glass.Glass(*size, command, **settings)


class Tour:
    """What is opened at one size, one step after the other, and what should then be seen."""

    def __init__(self, options, content, size, every_link):
        first = [(name, script, content.urls[content.links[QUESTION[name]][0]] if name in QUESTION else None)
                 for name, script in STEPS]
        more = list(content.steps(beside=size == SIZES[0])) if every_link else []
        self.steps = first + more + [('', '0', None), ('home', 'Home', None)]
        self.photographed = len(first)
        *self.screens, self.tapped = self._expect(options.dump_screens, *size)

    def _expect(self, tool, cols, rows):
        """For each step, and the tap at the end, the screen at both levels."""
        scripts = [script for _, script, _ in self.steps] + [TAPPED]
        levels = {level: expected.screens(tool, cols, rows, level, scripts) for level in ('full', 'plain')}
        return [dict(zip(levels, screens)) for screens in zip(*levels.values())]


def walk(options, content, name, colours, size):
    tour = Tour(options, content, size, every_link=colours == COLOURS[0])
    label = file_name(name, colours, '{}x{}'.format(*size))
    with open_terminal(options, name, colours, size) as terminal:
        this = Walk(terminal, options.folder, label)
        for place, ((step, script, url), screens) in enumerate(zip(tour.steps, tour.screens)):
            for key in x_keys(script):
                terminal.keys(key)
            this.look(step, screens, url, photograph=place < tour.photographed)
        if terminal.terminal.mouse:
            this.tap_a_question(tour.screens[-1], tour.tapped)
        return {'size': '{}x{}'.format(*size), 'term': terminal.reported()['term'], **this.found}


def summary(results):
    return '; '.join(f'{found["size"]}: {found["right"]} of {found["screens"]} screens, {found["read"]} of {found["codes"]} codes'
                     for found in results)


def walk_terminal(options, content, name, colours):
    results = []
    for size in SIZES + [SIZE_PLAIN]:
        if size == SIZE_PLAIN and 'plain' not in results[0]['levels']:
            continue
        try:
            results.append(walk(options, content, name, colours, size))
        except (RuntimeError, AssertionError) as error:
            results.append({'size': '{}x{}'.format(*size), 'error': str(error)})
            break
    return results


def report(options, content, name, colours):
    """Walks, writes down what was found, tells it. How much was wrong."""
    start = time.monotonic()
    results = walk_terminal(options, content, name, colours)
    (options.folder / (file_name(name, colours) + '.json')).write_text(
        json.dumps({'terminal': name, 'colours': colours, 'sizes': results}, ensure_ascii=False, indent=1))
    wrong = [line for found in results for line in [*found.get('faults', []), *filter(None, [found.get('error')])]]
    if 'error' not in results[-1]:
        print(f'{name}, {colours}: {summary(results)} ({time.monotonic() - start:.0f} s)')
    print(*wrong, sep='\n', end='\n' * bool(wrong), flush=True)
    return len(wrong)


def make_printer(folder):
    """The settings of a printer that is always ready: a folder, where everybody who runs a terminal may write."""
    paper = folder / 'paper'
    paper.mkdir(exist_ok=True)
    paper.chmod(0o777)
    settings = folder / 'walk.conf'
    settings.write_text(f'[printer 小票]\nwhere = file:{paper}\npaper = 80\n', 'utf-8')
    return settings


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('program')
    parser.add_argument('dump_screens')
    parser.add_argument('folder', type=pathlib.Path)
    parser.add_argument('locales', help="a folder of locales, or “system”: then UTF-8 only")
    parser.add_argument('framebuffer')
    parser.add_argument('--theme', default='paper')
    parser.add_argument('--only', action='append', default=[])
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    if options.locales == 'system':
        options.locales = None
    options.config = make_printer(options.folder.absolute())
    content = Content(options.program)
    chosen = [(name, colours) for name in terminals.TERMINALS for colours in COLOURS
              if not options.only or {name, f'{name}:{colours}'} & set(options.only)]
    wrong = sum(report(options, content, name, colours) for name, colours in chosen)
    return 1 if wrong or not chosen else 0


if __name__ == '__main__':
    sys.exit(main())
