# SPDX-License-Identifier: MIT
"""An X display that lives in memory: Xvfb keeps its screen in a file, in the XWD format (X11/XWDFile.h)."""
import mmap
import os
import struct
import subprocess

import picture

LIMIT_SECONDS = 20


class Display:
    def __init__(self, folder, width, height):
        reader, writer = os.pipe()
        self.process = subprocess.Popen(
            ['Xvfb', '-displayfd', str(writer), '-screen', '0', f'{width}x{height}x24', '-fbdir', folder, '-nocursor',
             '-nolisten', 'tcp', '-noreset', '-dpi', '96'],
            pass_fds=[writer], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(writer)
        with os.fdopen(reader) as answer:
            number = answer.readline().strip()  # comes when the server is ready
        if not number:
            raise RuntimeError('Xvfb did not start')
        self.name = ':' + number
        with open(os.path.join(folder, 'Xvfb_screen0'), 'rb') as file:
            self.memory = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        header = struct.unpack('>25I', self.memory[:100])
        self.start, self.stride = header[0] + 12 * header[19], header[12]

    def grab(self, width, height):
        rows = range(self.start, self.start + self.stride * height, self.stride)
        return picture.Picture(width, height, b''.join(self.memory[row:row + width * 4] for row in rows))

    def tell(self, *words):
        """What xdotool answers; it plays the keyboard, the pointer and the window manager."""
        return subprocess.run(['xdotool', *words], env={'PATH': os.environ['PATH'], 'DISPLAY': self.name}, check=True,
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, timeout=LIMIT_SECONDS).stdout

    def windows(self, *which):
        answer = subprocess.run(['xdotool', 'search', *which, ''], env={'PATH': os.environ['PATH'], 'DISPLAY': self.name},
                                stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, timeout=LIMIT_SECONDS)
        return set(answer.stdout.split())

    def close(self):
        self.process.terminate()
        self.process.wait()
