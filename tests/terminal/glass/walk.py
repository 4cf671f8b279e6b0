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
         ('outcome', '2 1 1'), ('search', '0 / b y z'), ('', 'Esc'), ('help', '0 ?'), ('', '0')]
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
                      'contrast': {}, 'polarity': []}

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
        return comparison, level, faults

    def _note(self, name, comparison, level, faults, url):
        found, screen = self.found, comparison.screen
        found['screens'] += 1
        found['right'] += not faults
        found['faults'] += [f'{self.name} {name}: {fault}' for fault in faults[:FAULTS_TOLD]]
        if url and screen.has_code():
            found['codes'] += 1
            found['read'] += not faults
            found['polarity'].append(comparison.code_is_dark_on_light())
        if level:
            found['levels'].append(level)
        found['lines'].append(comparison.lines_join())
        for role, ratio in comparison.contrasts().items():
            found['contrast'][role] = round(min(ratio, found['contrast'].get(role, 21)), 2)

    def tap_a_question(self, screens):
        """From home: a click on question 3 opens it."""
        row, col = next(iter(screens['home'].values())).find('学信网学籍信息')
        self.terminal.tap(row, col)
        return bool(self.terminal.watch(
            lambda picture: any(not any(compare.Comparison(picture, screen).faults()) for screen in screens['tapped'].values()),
            PATIENCE_SECONDS))


def expect(tool, cols, rows, steps):
    """For each step the screen at both levels."""
    levels = {level: list(expected.screens(tool, cols, rows, level, [script for _, script, *_ in steps]))
              for level in ('full', 'plain')}
    return [{level: screens[at] for level, screens in levels.items()} for at in range(len(steps))]


def open_terminal(options, name, colours, cols, rows):
    command = [options.program, '--today', expected.DAY, '--theme', options.theme]
    settings = {'terminal': name, 'colours': colours, 'locales': options.locales, 'failures': options.folder}
    if terminals.TERMINALS[name].console:
        return console.Console(cols, rows, command, library=options.framebuffer, **settings)
    return glass.Glass(cols, rows, command, **settings)


def walk(options, content, name, colours, cols, rows):
    steps = [(step, script, content.urls[content.links[QUESTION[step]][0]] if step in QUESTION else None)
             for step, script in STEPS]
    every_link = colours == COLOURS[0]
    main = len(steps)
    if every_link:
        steps += content.steps(beside=(cols, rows) == SIZES[0])
    steps += [('', '0', None), ('home', 'Home', None)]
    steps.append(('tapped', '3', None))
    screens = expect(options.dump_screens, cols, rows, steps)
    file = f'{name}-{colours}-{cols}x{rows}'.replace(' ', '-').replace(',', '')
    with open_terminal(options, name, colours, cols, rows) as terminal:
        this = Walk(terminal, options.folder, file)
        for place, ((step, script, url), screen) in enumerate(zip(steps[:-1], screens)):
            for key in x_keys(script):
                terminal.keys(key)
            this.look(step, screen, url, photograph=place < main)
        if terminal.terminal.mouse:
            this.found['tap'] = this.tap_a_question({'home': screens[-2], 'tapped': screens[-1]})
        reported = terminal.reported()
    return {'size': f'{cols}x{rows}', 'term': reported['term'], **this.found}


def summary(results):
    """The levels seen once each, whether all lines joined, the poorest contrast."""
    return ' '.join(f"{found['size']}: {found['right']}/{found['screens']} screens, {found['read']}/{found['codes']} codes, "
                    f"{'/'.join(sorted(set(found['levels'])))}, tap {found.get('tap')}" for found in results)


def walk_terminal(options, content, name, colours):
    results = []
    for cols, rows in SIZES + [SIZE_PLAIN]:
        if (cols, rows) == SIZE_PLAIN and 'plain' not in results[0]['levels']:
            continue
        try:
            results.append(walk(options, content, name, colours, cols, rows))
        except (RuntimeError, AssertionError) as error:
            results.append({'size': f'{cols}x{rows}', 'error': str(error)})
            return results
    return results


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
    content = Content(options.program)
    faults = 0
    for name in terminals.TERMINALS:
        for colours in COLOURS:
            if options.only and name not in options.only and f'{name}:{colours}' not in options.only:
                continue
            start = time.monotonic()
            results = walk_terminal(options, content, name, colours)
            file = options.folder / f'{name}-{colours}.json'.replace(' ', '-').replace(',', '')
            file.write_text(json.dumps({'terminal': name, 'colours': colours, 'sizes': results}, ensure_ascii=False, indent=1))
            for found in results:
                faults += len(found.get('faults', [1]))
                print(*found.get('faults', [found.get('error')]), sep='\n')
            if not any('error' in found for found in results):
                print(f'{name}, {colours}: {summary(results)}  ({time.monotonic() - start:.0f} s)', flush=True)
    return 1 if faults else 0


if __name__ == '__main__':
    sys.exit(main())
