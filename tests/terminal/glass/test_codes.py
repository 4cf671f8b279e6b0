#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Every code that a visitor can see in a real terminal is read back as the address that the table of links promises.

  test_codes.py PROGRAM COLSxROWS   opens each question, and each of its links on the screen of its own; from 100 columns
                                    on beside the text as well
  test_codes.py PROGRAM qr          every link of the table through “yibentong qr LINK”
"""
import json
import os
import subprocess
import sys

import glass
import terminals
import zbar


def ask(program, *words):
    answer = subprocess.run([program, *words, '--format', 'json'], check=True, stdout=subprocess.PIPE)
    return json.loads(answer.stdout)


def addresses(program):
    return {link['id']: link['url'] for link in ask(program, 'links')}


def is_elsewhere(box, other):
    """zbar's corners may be a few pixels off while a picture is still being painted; another place is far away."""
    return other is None or any(abs(a - b) > terminals.Look.pixels for a, b in zip(box, other))


class Visitor:
    """Reads codes off the glass and presses keys."""

    def __init__(self, terminal):
        self.terminal = terminal
        self.reader = zbar.Reader()

    def codes(self, picture):
        return self.reader.read(picture.width, picture.height, picture.grey())

    def wait_for_code(self, url, what, elsewhere_than=None):
        """The box of the only code on the screen once it says url (and stands in another place than the one given)."""
        def seen(picture):
            codes = self.codes(picture)
            right = len(codes) == 1 and codes[0].text == url and is_elsewhere(codes[0].box, elsewhere_than)
            return codes[0].box if right else None
        return self.terminal.wait(seen, f'{what}: {url}')

    def wait_for_no_code(self, what):
        self.terminal.wait(lambda picture: not picture.is_blank() and not self.codes(picture), f'{what}: no code')

    def open_question(self, number):
        self.terminal.keys(*str(number), *(['Return'] if number == 1 else []))  # 1 waits for 10 to 12

    def see_beside_and_large(self, links):
        """On a wide screen: each code beside the text, and from there large and back."""
        for place, (what, url) in enumerate(links):
            if place > 0:
                self.terminal.keys('Right')
            beside = self.wait_for_code(url, f'{what}, beside')
            self.terminal.keys('q')
            large = self.wait_for_code(url, f'{what}, large', elsewhere_than=beside)
            self.terminal.keys('Escape')
            self.wait_for_code(url, f'{what}, back', elsewhere_than=large)

    def see_large(self, links):
        """On a narrow screen: one after the other on the screen of its own."""
        for place, (what, url) in enumerate(links):
            self.terminal.keys('Right' if place > 0 else 'q')
            self.wait_for_code(url, f'{what}, large')


def walk_questions(program, cols, rows):
    urls = addresses(program)
    read = 0
    with glass.Glass(cols, rows, [program]) as terminal:
        visitor = Visitor(terminal)
        visitor.wait_for_no_code('start')
        for number in range(1, 13):
            links = [(f'question {number}, {link}', urls[link]) for link in ask(program, 'show', str(number))['links']]
            assert links, f'question {number} has no link'
            visitor.open_question(number)
            if cols >= 100:
                visitor.see_beside_and_large(links)
            else:
                visitor.see_large(links)
            read += len(links)
            terminal.keys('0')
            visitor.wait_for_no_code('home')
    print(f'{cols}x{rows}: {read} links of 12 questions read back')


def walk_table(program):
    urls = addresses(program)
    assert urls, 'the table of links is empty'
    fifo = os.path.join(os.getcwd(), f'links-{os.getpid()}')
    os.mkfifo(fifo)
    loop = 'while read -r link; do printf "\\033[H\\033[2J"; "$0" qr "$link"; done <"$1"'
    try:
        with glass.Glass(100, 35, ['sh', '-c', loop, program, fifo]) as terminal:
            visitor = Visitor(terminal)
            with open(fifo, 'w', buffering=1) as links:
                for link, url in urls.items():
                    print(link, file=links)
                    visitor.wait_for_code(url, f'yibentong qr {link}')
    finally:
        os.unlink(fifo)
    print(f'{len(urls)} links read back from yibentong qr')


def main(program, what):
    if what == 'qr':
        walk_table(program)
    else:
        cols, rows = map(int, what.split('x'))
        walk_questions(program, cols, rows)


if __name__ == '__main__':
    main(*sys.argv[1:])
