# SPDX-License-Identifier: MIT
"""Strings that want more than to be read: what they would do is never what our own program does (strict_output.py)."""

ATTACKS = [
    b'\x1b[6;6m', b'\x1b]0;PWNED\x07', b'\x1b]2;PWNED\x1b\\', b'\x1b]52;c;UFdORUQ=\x07', b'\x1b]8;;http://evil.example/\x1b\\',
    b'\x1bP+q544e\x1b\\', b'\x1b_Gf=24;AAAA\x1b\\', b'\x1b^x\x1b\\', b'\x1bX;x\x1b\\', b'\x1b[21t', b'\x1b[3J', b'\x1b[?1000h', b'\x1bc',
    b'\x1b(0', b'\x1b#8', b'\x1bN', b'\x1b%G', b'\x1b[5i', b'\x1b[0c', b'\x1b[>0q', b'\x1b[8m', b'\x1b[?47h', b'\x1b[?5h', b'\x9b31m',
    b'\xc2\x9b6;6m', b'\xc2\x9d0;PWNED\xc2\x9c', b'\xc2\x90q\xc2\x9c', b'\xc2\x85', b'\x07', b'\x0e', b'\x0f', b'\x05', b'\x7f', b'\x0b', b'\x0c',
    b'\x18', b'\x1a', b'\x00', b'\x1d!\x11', b'\x10\x04\x01', b'\x1b@', '\u202e'.encode(), '\u2066x\u2069'.encode(), '\u200b\u200d'.encode(),
    '\ufeff'.encode(), '\u00ad'.encode(), '\u2028'.encode(), '\ufe0f'.encode(), '\U000e0041\U000e007f'.encode(), '\ue000'.encode(),
    '\U0010ffff'.encode(), '\u0378'.encode(), b'\xc0\x9b[6;6m', b'\xe0\x80\x9b]0;x\x07', b'\xf0\x80\x80\x8a', b'\xed\xa0\x80', b'\xf4\x90\x80\x80',
    b'\xff\xfe', b'\xe5\xad', b'a' + '\u0301'.encode() * 9, '\u3164\u115f'.encode(), b'\x81\x1b[6;6m', b'\xa1', b'\r\x1b[6;6m', b'\x08' * 4,
    b'%s%n%1$n', b"'); DROP TABLE question; --", b'" OR NEAR(', b'../../no/such/folder', b'$(touch x)', b'\x1b[201~\x1b[6;6m',
]
WORDS = ['学籍', '毕业证书', '吉林大学', 'PWNED', 'https://www.chsi.com.cn/', '，', ' ', '12', 'ａ']


def string(random):
    """One, two or three attacks among words, as bytes."""
    parts = []
    for _ in range(random.randrange(1, 4)):
        parts += [random.choice(WORDS).encode() * random.randrange(3), random.choice(ATTACKS)]
    if random.random() < 0.1:
        parts.append(random.randbytes(random.randrange(1, 30)))
    return b''.join(parts + [random.choice(WORDS).encode() * random.randrange(2)])


def argument(random):
    """The same where there can be no NUL."""
    return string(random).replace(b'\0', b'\x01')
