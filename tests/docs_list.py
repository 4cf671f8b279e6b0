#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""docs/ARCHITECTURE.md says in a line what each file is for, and no link of a document leads nowhere.

  docs_list.py SOURCE_ROOT

A section whose heading ends in a folder, `ui/screens/`, lists the files of that folder: “- `home.c`: …”, or
“- `canvas.[ch]`: …” for source and header. Every .c and .h of the house stands there once, and whatever stands there
exists. As in layers.py, each rule first has to find its fault in a planted tree.
"""
import pathlib
import re
import sys
import tempfile

HOUSE = ['base', 'db', 'ui', 'kiosk']
LIST = 'docs/ARCHITECTURE.md'
SECTION = re.compile(r'#+ .*?(?:`([\w./-]+/)`)?$')
ENTRY = re.compile(r'- `([\w.\[\]-]+)`: \S')
LINK = re.compile(r'\]\((?![a-z]+:|#)([^)#\s]+)(?:#[^)]*)?\)')
IMAGE = re.compile(r'<img [^>]*?src="(?![a-z]+:)([^"]+)"')


def entries(text):
    """The paths that the document lists."""
    folder = None
    for line in text.splitlines():
        heading = SECTION.fullmatch(line)
        entry = ENTRY.match(line)
        if heading:
            folder = heading[1]
        elif entry and folder:
            name = entry[1]
            for one in [name[:-4] + 'c', name[:-4] + 'h'] if name.endswith('[ch]') else [name]:
                yield folder + one


def files_not_listed_once(root):
    listed = list(entries((root / LIST).read_text('utf-8')))
    for folder in HOUSE:
        for path in sorted((root / folder).rglob('*.[ch]')):
            name = path.relative_to(root).as_posix()
            if listed.count(name) != 1:
                yield f'{name}: stands in {LIST} {listed.count(name)} times, not once'


def entries_without_file(root):
    for name in entries((root / LIST).read_text('utf-8')):
        if not (root / name).is_file():
            yield f'{LIST}: there is no {name}'


def documents(root):
    return sorted([*root.glob('*.md'), *(root / 'docs').rglob('*.md')])


def links_that_lead_nowhere(root):
    for document in documents(root):
        text = document.read_text('utf-8')
        for target in LINK.findall(text) + IMAGE.findall(text):
            if not (document.parent / target).exists():
                yield f'{document.relative_to(root).as_posix()}: {target} leads nowhere'


RULES = [files_not_listed_once, entries_without_file, links_that_lead_nowhere]
PLANTED = {
    LIST: '## Base `base/`\n\n- `good.[ch]`: fine\n- `gone.c`: was here\n- `twice.c`: a\n- `twice.c`: b\n\n'
          '## Elsewhere\n\n- `idle.c`: no folder, no entry\n\n[fine](../README.md#top) [out](https://example.org/)\n',
    'README.md': '[a](docs/ARCHITECTURE.md) [b](docs/missing.md) <img src="docs/missing.png" width="9">\n',
    'base/good.c': '', 'base/good.h': '', 'base/twice.c': '', 'ui/screens/idle.c': '',
}
FAULTS = ['base/twice.c: stands in docs/ARCHITECTURE.md 2 times, not once',
          'ui/screens/idle.c: stands in docs/ARCHITECTURE.md 0 times, not once',
          'docs/ARCHITECTURE.md: there is no base/gone.c',
          'README.md: docs/missing.md leads nowhere',
          'README.md: docs/missing.png leads nowhere']


def complaints(root):
    return [line for rule in RULES for line in rule(root)]


def faults_not_found():
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        for path, text in PLANTED.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(text, 'utf-8')
        found = complaints(root)
    for line in set(FAULTS) ^ set(found):
        yield f'in the planted tree: {line} is {"not found" if line in FAULTS else "no fault"}'


def main(root):
    lines = [*faults_not_found(), *complaints(pathlib.Path(root))]
    print(*lines, sep='\n')
    return 1 if lines else 0


if __name__ == '__main__':
    sys.exit(main(*sys.argv[1:]))
