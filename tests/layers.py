#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The house stands as docs/ARCHITECTURE.md says: includes point down only, libraries stay in their folder, only the
terminal back end writes to the terminal, the program and its modules start no process, only the modules need cairo,
pango and CUPS, and no file on disk is left out of the build.

  layers.py SOURCE_ROOT BUILD_ROOT PROGRAM MODULE...

Before the real tree is looked at, every rule has to find its fault in a bad tree planted in a temporary folder: a rule
that finds nothing there proves nothing.
"""
import json
import pathlib
import re
import subprocess
import sys
import tempfile

LAYERS = ['base', 'db', 'ui', 'kiosk']  # each may include itself and those before it
COMPILER = 'db/compile'                 # the content compiler: a program of its own, that nothing else includes
CURSES_PLACES = {'ui/term_curses.c', 'ui/term_entry.c'}
TERMINAL = re.compile(r'ui/term\w*\.c')  # the back end, the one place that may write to the terminal
FILES = re.compile(r'base/durable\.c|db/site/versions\.c')  # these write to files

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]+)[>"]', re.MULTILINE)
COMMENT_OR_TEXT = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.DOTALL)
TO_STDOUT = re.compile(r'(?<!->)(?<!\.)\b(?:stdout|STDOUT_FILENO|(?:v?printf|puts|putchar|putwchar|v?wprintf|perror|write|writev|dprintf)'
                       r'(?=\s*\())')
CURSES = {'curses.h', 'ncurses.h', 'ncursesw/curses.h', 'ncursesw/ncurses.h', 'term.h', 'panel.h', 'menu.h', 'form.h'}
STARTS_PROCESS = re.compile(r'(?:v?fork|_Fork|forkpty|clone3?|system|popen|exec(?:l|le|lp|v|ve|vp|vpe|veat)|fexecve|posix_spawnp?|'
                            r'wordexp|g_spawn\w*|g_app_info_launch\w*|g_subprocess\w*)')
COVERAGE = re.compile(r'__gcov_\w+|mangle_path')  # what counts lines, in a build that does
MODULE_ENTRY = r'yibentong_(?:pdf|cups|compile|speech)_\d+'
PAGES = re.compile(r'\blib(?:cairo|pango|fontconfig|freetype|glib|gobject|cups|speechd|yaml|md4c)\b')  # longer to load than the program


def sources(root, *folders, suffixes=('.c', '.h')):
    for folder in folders:
        for path in sorted((root / folder).rglob('*')):
            if path.suffix in suffixes:
                yield path.relative_to(root).as_posix(), path.read_text('utf-8')


def layer_of(path):
    """The folder of a file or include as a place in the house; None for what is no part of it."""
    if path.startswith(COMPILER + '/'):
        return COMPILER
    top = path.split('/')[0]
    return top if top in LAYERS else None


def may_include(layer, other):
    if layer == COMPILER:
        return other in ('base', 'db', COMPILER)
    return other in LAYERS[:LAYERS.index(layer) + 1]


def includes_that_point_up(root):
    for path, text in sources(root, *LAYERS):
        layer = layer_of(path)
        for mark, target in INCLUDE.findall(text):
            other = layer_of(target)
            if mark == '"' and other is None:
                yield f'{path}: "{target}" does not name a folder of the house'
            elif mark == '"' and not may_include(layer, other):
                yield f'{path}: {layer} may not include {target}'


def libraries_out_of_place(root):
    for path, text in sources(root, *LAYERS):
        for mark, target in INCLUDE.findall(text):
            if mark == '<' and target == 'sqlite3.h' and not path.startswith('db/'):
                yield f'{path}: sqlite3.h belongs to db/'
            if mark == '<' and target in CURSES and path not in CURSES_PLACES:
                yield f'{path}: {target} belongs to the terminal back end'


def writes_past_the_terminal(root):
    for path, text in sources(root, 'base', 'db', 'ui'):
        if TERMINAL.fullmatch(path) or FILES.fullmatch(path) or layer_of(path) == COMPILER:
            continue
        code = COMMENT_OR_TEXT.sub(lambda match: '\n' * match[0].count('\n'), text)
        for match in TO_STDOUT.finditer(code):
            line = code.count('\n', 0, match.start()) + 1
            yield f'{path}:{line}: {match[0]} writes past the terminal back end'


def undefined_symbols(program):
    listing = subprocess.run(['nm', '--dynamic', '--undefined-only', '--format=posix', program], check=True, text=True,
                             stdout=subprocess.PIPE).stdout
    return {line.split()[0].split('@')[0] for line in listing.splitlines()}


def processes_started(program, entry='__libc_start_main'):
    symbols = undefined_symbols(program)
    if not any(symbol.startswith(entry) for symbol in symbols):
        yield f'{program}: cannot tell, it is not linked with the C library dynamically'
    for symbol in sorted(symbols):
        if STARTS_PROCESS.fullmatch(symbol.removeprefix('__')):
            yield f'{program}: {symbol} starts a process'


def libraries_loaded_at_start(program):
    """What the dynamic linker maps before main: everything needed, and what that needs."""
    listing = subprocess.run(['ldd', program], check=True, text=True, stdout=subprocess.PIPE).stdout
    return sorted(set(re.findall(r'^\s*(\S+) =>', listing, re.MULTILINE)))


def slow_start(program):
    return [f'{program}: loads {name} at its start' for name in libraries_loaded_at_start(program) if PAGES.match(name)]


def folders_searched(program):
    """A RUNPATH is looked through for every library of the program, at every start: base/module.h does without."""
    listing = subprocess.run(['readelf', '--dynamic', '--wide', program], check=True, text=True, stdout=subprocess.PIPE).stdout
    return [f'{program}: looks for its libraries in {folders}' for folders in re.findall(r'\((?:RUNPATH|RPATH)\).*\[(.*)\]', listing)]


def symbols_exported(module):
    listing = subprocess.run(['nm', '--dynamic', '--defined-only', '--format=posix', module], check=True, text=True,
                             stdout=subprocess.PIPE).stdout
    return {line.split()[0] for line in listing.splitlines() if not COVERAGE.fullmatch(line.split()[0])}


def module_exports_more(module):
    for symbol in sorted(symbols_exported(module)):
        if not re.fullmatch(MODULE_ENTRY, symbol):
            yield f'{module}: exports {symbol}'
    if not symbols_exported(module):
        yield f'{module}: exports nothing'


def introspect(build, what):
    return json.loads((build / 'meson-info' / f'intro-{what}.json').read_text('utf-8'))


def files_left_out(root, build):
    listed = {str(pathlib.Path(source).resolve()) for target in introspect(build, 'targets')
              for group in target['target_sources'] for source in group.get('sources', [])}
    for path, _ in sources(root, *LAYERS, 'tests', suffixes=('.c',)):
        if str((root / path).resolve()) not in listed:
            yield f'{path}: no meson.build lists it'


def tests_left_out(root, build):
    """A test_*.c whose program no test runs, a test_*.py that no test names."""
    words = {str(pathlib.Path(word).resolve()) for test in introspect(build, 'tests') for word in test['cmd']}
    run = set(words)
    for target in introspect(build, 'targets'):
        if words & {str(pathlib.Path(name).resolve()) for name in target['filename']}:
            run |= {str(pathlib.Path(source).resolve()) for group in target['target_sources']
                    for source in group.get('sources', [])}
    for path, _ in sources(root, 'tests', suffixes=('.c', '.py')):
        if pathlib.Path(path).name.startswith('test_') and str((root / path).resolve()) not in run:
            yield f'{path}: no test runs it'


PLANTED = {
    'base/up.c': ('#include "db/content.h"\n', includes_that_point_up, 'base may not include db/content.h'),
    'db/peep.c': ('#include "db/compile/parse.h"\n', includes_that_point_up, 'db may not include db/compile/parse.h'),
    'db/compile/up.c': ('#include "ui/qr.h"\n', includes_that_point_up, 'db/compile may not include ui/qr.h'),
    'ui/up.c': ('#  include "kiosk/app.h"\n', includes_that_point_up, 'ui may not include kiosk/app.h'),
    'ui/beside.c': ('#include "canvas.h"\n', includes_that_point_up, 'does not name a folder'),
    'ui/sql.c': ('#include <sqlite3.h>\n', libraries_out_of_place, 'sqlite3.h belongs to db/'),
    'ui/screens/glass.c': ('#include <curses.h>\n', libraries_out_of_place, 'curses.h belongs to the terminal back end'),
    'ui/loud.c': ('void f(void)\n{\n    printf("x");\n}\n', writes_past_the_terminal, 'ui/loud.c:3: printf'),
    'base/raw.c': ('int f(void) { return write(1, "x", 1); }\n', writes_past_the_terminal, 'base/raw.c:1: write'),
    'db/out.c': ('/* stdout */ void f(void) { fputs("stdout", stdout); }\n', writes_past_the_terminal, 'db/out.c:1: stdout'),
    'ui/forgotten.c': ('', files_left_out, 'ui/forgotten.c: no meson.build lists it'),
    'tests/unit/test_idle.c': ('', tests_left_out, 'tests/unit/test_idle.c: no test runs it'),
    'tests/test_idle.py': ('', tests_left_out, 'tests/test_idle.py: no test runs it'),
}
BLAMELESS = {
    'db/good.c': '#include "base/error.h"\n#include <sqlite3.h>\n/* printf(1) */\nconst char *f = "write(1)";\n'
                 'int g(struct a *a) { return a->write(a->b); }\n',
    'ui/term_curses.c': '#include <curses.h>\nint f(void) { return write(1, "", 0); }\n',
    'tests/unit/test_good.c': '',
    'tests/test_good.py': '',
}


def plant(root):
    for path, text in {**BLAMELESS, **{path: row[0] for path, row in PLANTED.items()}}.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, 'utf-8')
    listed = [str(root / path) for path in [*PLANTED, *BLAMELESS] if path.endswith('.c') and path != 'ui/forgotten.c']
    good = [str(root / 'tests/unit/test_good.c')]
    targets = [{'filename': [str(root / 'everything')], 'target_sources': [{'sources': listed}]},
               {'filename': [str(root / 'test_good')], 'target_sources': [{'sources': good}]}]
    tests = [{'cmd': [str(root / 'test_good')]}, {'cmd': ['python3', str(root / 'tests/test_good.py')]}]
    (root / 'meson-info').mkdir()
    (root / 'meson-info/intro-targets.json').write_text(json.dumps(targets))
    (root / 'meson-info/intro-tests.json').write_text(json.dumps(tests))


def complaints(root, build):
    return {rule: list(rule(root, *more)) for rule, more in (
        (includes_that_point_up, ()), (libraries_out_of_place, ()), (writes_past_the_terminal, ()),
        (files_left_out, (build,)), (tests_left_out, (build,)))}


def faults_not_found():
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        plant(root)
        found = complaints(root, root)
    for path, (_, rule, words) in PLANTED.items():
        if not any(path in line and words in line for line in found[rule]):
            yield f'{rule.__name__} does not find the fault planted in {path}'
    for path in BLAMELESS:
        for rule, lines in found.items():
            yield from (f'{rule.__name__} blames {line}' for line in lines if line.startswith(path + ':'))
    if not list(processes_started('/bin/sh')):
        yield 'processes_started does not see that a shell starts processes'


def module_faults_not_found(module):
    """The rules for the program, with the module in its place, and the other way round."""
    if not slow_start(module):
        yield 'slow_start does not see what the module loads'
    if not list(processes_started(module, 'no_such_symbol')):
        yield 'processes_started takes what it cannot tell for good'
    library = re.search(r'=> (\S*/libc\.so\S*)', subprocess.run(['ldd', module], text=True, stdout=subprocess.PIPE).stdout)
    if not library or not list(module_exports_more(library[1])):
        yield 'module_exports_more does not see what a library exports'


def main(root, build, program, *modules):
    root, build = pathlib.Path(root), pathlib.Path(build)
    lines = list(faults_not_found())
    for found in complaints(root, build).values():
        lines += found
    lines += processes_started(program)
    lines += slow_start(program)
    lines += folders_searched(program)
    if not folders_searched(build / 'tests/paper/paper_driver'):
        lines.append('folders_searched does not see what a test program has')
    for module in modules:
        lines += module_faults_not_found(module)
        lines += processes_started(module, ('malloc', 'str', 'free'))
        lines += module_exports_more(module)
    print(*lines, sep='\n')
    return 1 if lines else 0


if __name__ == '__main__':
    sys.exit(main(*sys.argv[1:]))
