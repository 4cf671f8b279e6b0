# SPDX-License-Identifier: MIT
"""What is on a screen: the kiosk's paper, the same picture or another, a code. A picture is width, height, three bytes a point."""
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'terminal' / 'glass'))
import zbar  # noqa: E402

PAPER = bytes((0xee, 0xee, 0xee))  # the background of the paper theme
PAPER_LEAST = 0.5
SAME_MOST = 0.03  # a clock that goes on, a countdown


def paper_share(picture):
    """How much of a picture is the kiosk's paper, 0 to 1."""
    width, height, pixels = picture
    points = sum(pixels[i:i + 3] == PAPER for i in range(0, len(pixels), 33))
    return points * 11 / (width * height) if width else 0


def is_kiosk(picture):
    return paper_share(picture) > PAPER_LEAST


def differs(a, b):
    """Which part of two pictures is not the same, 0 to 1."""
    if a[:2] != b[:2]:
        return 1
    first, second = a[2], b[2]
    places = range(0, len(first), 331 * 3)  # a sample is enough, and quick
    return sum(first[i:i + 3] != second[i:i + 3] for i in places) / max(1, len(places))


def is_same(a, b):
    return differs(a, b) < SAME_MOST


def codes(picture, reader=None):
    width, height, pixels = picture
    return [code.text for code in (reader or zbar.Reader()).read(width, height, bytes(pixels[1::3]))]
