# SPDX-License-Identifier: MIT
"""Runs inside the terminal: waits until it has the size that was asked for, says what it found, becomes the program.

  inside.py REPORT COLSxROWS pixels|cells [NAME=VALUE…] -- PROGRAM [ARGUMENT…]

The report is a line of JSON for each size: our number, the terminal's device, TERM, columns and rows, the window in
pixels (0 where the terminal does not say), and whether the program was started. With “pixels” it is not before the window has a size.
"""
import fcntl
import json
import os
import signal
import struct
import sys
import termios

LIMIT_SECONDS = 15


def report(path, wanted, pixels):
    rows, cols, width, height = struct.unpack('4H', fcntl.ioctl(0, termios.TIOCGWINSZ, bytes(8)))
    started = wanted == (cols, rows) and (width > 0 or not pixels)
    with open(path, 'a', encoding='utf-8') as file:
        json.dump({'pid': os.getpid(), 'device': os.ttyname(0), 'term': os.environ.get('TERM', ''), 'cols': cols,
                   'rows': rows, 'width': width, 'height': height, 'started': started}, file)
        file.write('\n')
    return started


def main(path, size, what, *words):
    wanted = tuple(map(int, size.split('x')))
    end = words.index('--')
    os.environ.update(word.split('=', 1) for word in words[:end])
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGWINCH])
    while not report(path, wanted, what == 'pixels'):
        if not signal.sigtimedwait([signal.SIGWINCH], LIMIT_SECONDS):
            sys.exit(f'not {size}')
    signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGWINCH])
    os.execvp(words[end + 1], words[end + 1:])


if __name__ == '__main__':
    main(*sys.argv[1:])
