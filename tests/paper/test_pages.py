#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Every slip on A4, read back: pdftotext finds all that it should say and nothing else, zbar finds the page's code in what
pdftoppm draws. And what happens without a Chinese font.

  test_pages.py DRIVER
"""
import errno
import os
import pathlib
import re
import subprocess
import sys
import tempfile

import slips

DPI = 120
CODE_MM = (30, 40)
PAGE = re.compile(r'第(\d+)页，共(\d+)页')
NO_FONTS = '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig/>\n'
LATIN_ONLY = '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>/usr/share/fonts/truetype/dejavu</dir></fontconfig>\n'


def run(*command, data=None):
    return subprocess.run(command, input=data, stdout=subprocess.PIPE, check=True).stdout


def pages_of(pdf):
    """The text of each page without white space, in the order in which it was drawn; the number below it apart."""
    pages = [slips.bare(page) for page in run('pdftotext', '-raw', '-enc', 'UTF-8', pdf, '-').decode('utf-8').split('\f')[:-1]]
    for at, page in enumerate(pages):
        number = PAGE.search(page)
        if len(pages) == 1 and number:
            raise AssertionError('a single page has a number')
        if len(pages) > 1:
            if not number or (int(number[1]), int(number[2])) != (at + 1, len(pages)) or not page.endswith(number[0]):
                raise AssertionError(f'page {at + 1} of {len(pages)} is numbered {number and number[0]}')
            page = page[:number.start()]
        yield page


def check_words(slip, pdf):
    """Boxes are drawn and codes are pictures; the rest is text."""
    expected = slips.bare(re.sub('<https?:[^>]*>', '', ''.join(slips.words(slip, box=''))))
    pages = list(pages_of(pdf))
    found = ''.join(pages)
    if found != expected:
        at = next((i for i, (a, b) in enumerate(zip(found, expected)) if a != b), min(len(found), len(expected)))
        raise AssertionError(f'says “…{found[max(0, at - 9):at + 9]}…” where it should “…{expected[max(0, at - 9):at + 9]}…”')
    headings = [slips.bare(piece['text']) for piece in slip['pieces'] if piece['kind'] == 'heading']
    if any(page.endswith(heading) for page in pages for heading in headings):
        raise AssertionError('a heading stands alone at the end of a page')


def check_lines(pdf):
    for line in run('pdftotext', '-raw', '-enc', 'UTF-8', pdf, '-').decode('utf-8').split('\n'):
        if line.strip('\f ') and line.strip('\f ')[0] in slips.NEVER_FIRST:
            raise AssertionError(f'a line starts with “{line[:5]}”')


def grey_pages(pdf):
    data = run('pdftoppm', '-r', str(DPI), '-gray', pdf)
    while data:
        header = re.match(rb'P5\s+(\d+)\s+(\d+)\s+255\s', data)
        width, height = int(header[1]), int(header[2])
        yield width, height, data[header.end():header.end() + width * height]
        data = data[header.end() + width * height:]


def check_code(slip, pdf, reader):
    urls = [piece['url'] for piece in slip['pieces'] if piece['kind'] == 'code']
    codes = [code for page in grey_pages(pdf) for code in reader.read(*page)]
    if [code.text for code in codes] != urls:
        raise AssertionError(f'codes {[code.text for code in codes]}, not {urls}')
    for code in codes:  # zbar's box is that of the modules, without the quiet zone
        width = (code.box[2] - code.box[0]) / DPI * 25.4
        if not CODE_MM[0] * .75 < width < CODE_MM[1]:
            raise AssertionError(f'a code {width:.0f} mm wide')


def check_fonts(pdf):
    rows = run('pdffonts', pdf).decode('utf-8').splitlines()[2:]
    if not rows or any(row.split()[-5:-3] != ['yes', 'yes'] for row in rows):
        raise AssertionError(f'fonts are not all embedded in part: {rows}')


def check_facts(slip, pdf):
    facts = run('pdfinfo', '-isodates', pdf).decode('utf-8')
    if f'{slip["name"]}\n' not in facts or '(A4)' not in facts:
        raise AssertionError(f'title or size: {facts}')


def check_all(driver, reader, folder):
    seen, drawn, coded = set(), set(), 0
    pdf = folder / 'slip.pdf'
    for slip in slips.slips(driver, 'pages'):
        rendering = slip['renderings'][0]
        say = '\0'.join(slips.words(slip))
        if say in seen and not rendering['error']:
            continue
        seen.add(say)
        pdf.write_bytes(rendering['data'])
        urls = frozenset(piece['url'] for piece in slip['pieces'] if piece['kind'] == 'code')
        try:
            if rendering['error']:
                raise AssertionError(f'error {rendering["error"]}')
            if slip['where'] != 'odd':  # its characters that the font lacks come back otherwise
                check_words(slip, pdf)
                check_lines(pdf)
            if slip['where'].startswith('answer') or slip['where'] == 'odd' or urls not in drawn:
                check_code(slip, pdf, reader)
                check_fonts(pdf)
                check_facts(slip, pdf)
                drawn.add(urls)
                coded += 1
        except (AssertionError, subprocess.CalledProcessError) as fault:
            yield f'{slip["where"]}: {fault}'
    print(f'pages: {len(seen)} slips read, {coded} drawn')
    if len(seen) < 60:
        yield 'hardly any slips'


def refused(function, *arguments):
    try:
        function(*arguments)
    except AssertionError:
        return True
    return False


def faults_not_found(driver, reader, folder):
    """Every check, on a sound page with another slip's words."""
    pdf = folder / 'sound.pdf'
    slip = list(slips.slips(driver, 'one-page'))[0]
    pdf.write_bytes(slip['renderings'][0]['data'])
    check_words(slip, pdf)
    check_code(slip, pdf, reader)
    pieces = slip['pieces']
    dropped = {**slip, 'pieces': pieces[:3] + pieces[4:]}
    swapped = {**slip, 'pieces': [pieces[1], pieces[0], *pieces[2:]]}
    other = {**slip, 'pieces': [{**piece, 'url': 'https://www.chsi.com.cn/x'} for piece in pieces if piece['kind'] == 'code']}
    if not refused(check_words, dropped, pdf) or not refused(check_words, swapped, pdf):
        yield 'nobody finds words dropped or swapped'
    if not refused(check_code, other, pdf, reader):
        yield 'nobody finds the code of another page'
    if not refused(check_facts, {**slip, 'name': '别的'}, pdf):
        yield 'nobody finds the wrong title'


def check_without_fonts(driver, folder):
    """-ENOPKG, and no page, rather than a page of boxes."""
    for name, text in (('none', NO_FONTS), ('latin', LATIN_ONLY)):
        config = folder / f'{name}.conf'
        config.write_text(text, 'utf-8')
        for slip in slips.slips(driver, 'one-page', {**os.environ, 'FONTCONFIG_FILE': str(config), 'XDG_CACHE_HOME': str(folder)}):
            rendering = slip['renderings'][0]
            if rendering['error'] != errno.ENOPKG or rendering['n']:
                yield f'fonts: {name}: error {rendering["error"]}, {rendering["n"]} bytes'


def main(driver):
    reader = slips.zbar.Reader()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        lines = list(faults_not_found(driver, reader, folder))
        lines += check_all(driver, reader, folder)
        lines += check_without_fonts(driver, folder)
    print(*lines[:40], sep='\n')
    return 1 if lines else 0


if __name__ == '__main__':
    sys.exit(main(*sys.argv[1:]))
