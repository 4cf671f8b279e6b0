# SPDX-License-Identifier: MIT
"""What can come to a public terminal, at random: hands, fingers, sleeves, card readers, pastes, forged replies, noise."""

KEYS = [b'\r', b'\t', b'\x7f', b'\x1b[A', b'\x1b[B', b'\x1b[C', b'\x1b[D', b'\x1b[5~', b'\x1b[6~', b'\x1b[H', b'\x1b[F',
        b'\x1b[Z', b'\x1bOP', b'\x1b[15~', b'\x1b[3~', b'\x1b[1;5C', b' ', b'\x03', b'\x04', b'\x1a', b'\x1c', b'\x13',
        b'\x11', b'\x0c', b'\x1b', b'\x1bx']
LETTERS = b'abcdefghijklmnopqrstuvwxyz0123456789?/qQpPcCaAtTsSxX'
WORDS = '学籍学历毕业证书丢失改名当兵入伍吉林大学长春（）。，…·—\u3000①②Ａ'
REPLIES = [b'\x1b[?62;22c', b'\x1b[>41;366;0c', b'\x1b[24;80R', b'\x1b[1;2R', b'\x1b]11;rgb:0000/0000/0000\x1b\\',
           b'\x1bP>|xterm(372)\x1b\\', b'\x1b[8;24;80t', b'\x1b]52;c;aGFsbG8=\x07', b'\x1b_x\x1b\\', b'\x1b[?2026;2$y',
           b'\x1b[I', b'\x1b[O', b'\x1b]0;', b'\x1bP', b'\x1b[', b'\x1b[200~']
SIZES = [(24, 80), (12, 40), (30, 100), (43, 132), (60, 200), (11, 39), (1, 1), (0, 0), (24, 1), (2, 300), (200, 2),
         (65535, 65535)]


def mouse(random, button, final):
    rows, cols = (30, 100) if random.random() < 0.95 else (70000, 70000)
    return b'\x1b[<%d;%d;%d%s' % (button, random.randrange(-1, cols), random.randrange(-1, rows), final)


def click(random):
    press = mouse(random, 0, b'M')
    return press + press[:-1] + b'm'


def drag(random):
    return mouse(random, 0, b'M') + b''.join(mouse(random, 32, b'M') for _ in range(random.randrange(1, 12))) + mouse(
        random, 0, b'm')


def paste(random):
    body = random.randbytes(random.randrange(200)) if random.random() < 0.5 else random.choice(WORDS).encode() * 70
    return b'\x1b[200~' + body + (b'\x1b[201~' if random.random() < 0.9 else b'')


MAKERS = [
    (30, lambda random, charset: random.choice(KEYS)),
    (30, lambda random, charset: bytes([random.choice(LETTERS)])),
    (8, lambda random, charset: random.choice(WORDS).encode(charset, 'replace')),
    (12, lambda random, charset: click(random)),
    (4, lambda random, charset: drag(random)),
    (4, lambda random, charset: mouse(random, random.choice((64, 65, 1, 2, 3, 35, 128)), b'M')),
    (2, lambda random, charset: paste(random)),
    (3, lambda random, charset: random.randbytes(random.randrange(1, 40))),
    (3, lambda random, charset: random.choice(REPLIES)),
    (1, lambda random, charset: b'%018d\r' % random.randrange(10 ** 18)),
    (1, lambda random, charset: random.choice(KEYS) * random.randrange(2, 120)),
]
WEIGHTS = [weight for weight, _ in MAKERS]
MAKE = [make for _, make in MAKERS]


def batch(random, n, charset='UTF-8'):
    """n events as bytes. Few of them leave a paste or a string open, which the next batch's beginning ends."""
    return [make(random, charset) for make in random.choices(MAKE, WEIGHTS, k=n)]


# Out of a paste or a string that is still open, then back as long as there is a way back.
WAY_BACK = b'\x1b\\\x1b[201~' + b'\x1b' * 32
