# SPDX-License-Identifier: MIT
"""The slips that tests/paper/driver writes, and what each of them has to say."""
import json
import pathlib
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / 'terminal/glass'))
import zbar  # noqa: E402,F401

CHECK_HOST = '扫码前请核对网址'
TWINS = {'—': '―', '·': '・'}  # one code in GB 2312, two names
TWINS_BACK = {twin: char for char, twin in TWINS.items()}
NEVER_FIRST = '，。、；：？！）》”’】〕…·％'


def slips(driver, what, env=None):
    """Each slip with its renderings; bytes under 'data'."""
    with subprocess.Popen([driver, what], stdout=subprocess.PIPE, env=env) as process:
        for line in process.stdout:
            slip = json.loads(line)
            for rendering in slip['renderings']:
                rendering['data'] = process.stdout.read(rendering['n'])
            yield slip
    if process.returncode != 0:
        raise SystemExit(f'{driver} {what} failed')


def bare(text):
    """Without white space: where a line ends it may fall away."""
    return ''.join(text.split())


def words(slip, box='□', code=CHECK_HOST):
    """All that the slip says, piece by piece, in order. A code stands as its address in angle brackets."""
    for piece in slip['pieces']:
        if piece['kind'] == 'code':
            yield piece['purpose']
            yield f'<{piece["url"]}>'
            yield piece['host']
            yield code
        else:
            yield (box if piece['kind'] == 'tick' else '') + piece['label']
            yield piece['text']


def in_charset(text, codec):
    """The text as a printer of that charset has it: what it lacks is 〓."""
    def one(char):
        twin = TWINS.get(char, char)
        for form in (char, twin):
            try:
                form.encode(codec)
                return TWINS_BACK.get(char, char)
            except UnicodeEncodeError:
                pass
        return '〓'
    return ''.join(map(one, text))
