# SPDX-License-Identifier: MIT
"""A program in a real xterm on an X display that lives in memory (Xvfb): keys go in, photographs come out.

  with Glass(100, 30, ['yibentong']) as glass:
      glass.wait(lambda picture: not picture.is_blank(), 'a first screen')
      glass.keys('2')
      picture = glass.settled()

Nothing here waits for a time to pass, only for a picture to be as it should be, up to a limit.
"""
import mmap
import os
import pathlib
import shutil
import struct
import subprocess
import tempfile
import time
import zlib

FONT = 'DejaVu Sans Mono'           # draws block characters exactly
FONT_WIDE = 'Noto Sans Mono CJK SC'  # as -fd: a CJK font as -fa would double every cell
PIXELS = 16
POLL_SECONDS = 0.01
LIMIT_SECONDS = 20


class Picture:
    """Pixels as the server keeps them: 4 bytes each, blue, green, red, unused."""

    def __init__(self, width, height, pixels):
        self.width, self.height, self.pixels = width, height, pixels

    def __eq__(self, other):
        return isinstance(other, Picture) and self.pixels == other.pixels

    def is_blank(self):
        return self.pixels == self.pixels[:4] * (len(self.pixels) // 4)

    def grey(self):
        return self.pixels[1::4]

    def png(self):
        rgb = bytearray(self.width * self.height * 3)
        for place in range(3):
            rgb[place::3] = self.pixels[2 - place::4]
        row = self.width * 3
        lines = b''.join(b'\0' + rgb[at:at + row] for at in range(0, len(rgb), row))
        header = struct.pack('>IIBBBBB', self.width, self.height, 8, 2, 0, 0, 0)
        return b'\x89PNG\r\n\x1a\n' + b''.join(
            struct.pack('>I', len(data)) + kind + data + struct.pack('>I', zlib.crc32(kind + data))
            for kind, data in ((b'IHDR', header), (b'IDAT', zlib.compress(lines, 9)), (b'IEND', b'')))


class Display:
    """Xvfb keeps its screen in a file, in the XWD format (X11/XWDFile.h)."""

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
        return Picture(width, height, b''.join(self.memory[row:row + width * 4] for row in rows))

    def close(self):
        self.process.terminate()
        self.process.wait()


class Glass:
    def __init__(self, cols, rows, command, environment=None, failures='.'):
        self.failures = pathlib.Path(failures)
        self.folder = tempfile.mkdtemp(prefix='yibentong-glass-')
        self.xterm = self.display = None
        try:
            # Wide enough for any font's cell at this size; the window's own size is asked for below.
            self.display = Display(self.folder, cols * PIXELS, rows * PIXELS * 2)
            self.environment = {'PATH': os.environ['PATH'], 'HOME': self.folder, 'DISPLAY': self.display.name,
                                'LANG': 'C.UTF-8', 'TZ': 'Asia/Shanghai', **(environment or {})}
            self.xterm = self._start(cols, rows, command)
            self.width, self.height = self._window_size()
        except BaseException:
            self.close()
            raise

    def _start(self, cols, rows, command):
        return subprocess.Popen(
            ['xterm', '-u8', '-tn', 'xterm-256color', '-class', 'YibentongGlass', '-geometry', f'{cols}x{rows}+0+0',
             '-fa', f'{FONT}:pixelsize={PIXELS}', '-fd', f'{FONT_WIDE}:pixelsize={PIXELS}', '-b', '0', '-bw', '0', '+sb',
             '-bg', 'white', '-fg', 'black', '-e', *command],
            env=self.environment, stdin=subprocess.DEVNULL)

    def _xdotool(self, *words):
        return subprocess.run(['xdotool', *words], env=self.environment, check=True, stdout=subprocess.PIPE, text=True,
                              timeout=LIMIT_SECONDS).stdout

    def _window_size(self):
        """Waits until the window is on the screen."""
        answer = self._xdotool('search', '--sync', '--onlyvisible', '--class', 'YibentongGlass', 'getwindowgeometry', '--shell')
        sizes = dict(line.split('=') for line in answer.splitlines())
        self._xdotool('mousemove', '1', '1')  # without a window manager keys go where the pointer is
        return int(sizes['WIDTH']), int(sizes['HEIGHT'])

    def keys(self, *names):
        """Presses keys by their X names: 2, Return, Right, Escape, question …"""
        self._xdotool('key', '--delay', '0', *names)

    def picture(self):
        return self.display.grab(self.width, self.height)

    def wait(self, condition, what):
        """What condition(picture) returns once that is true. Asks again when the picture changes."""
        deadline = time.monotonic() + LIMIT_SECONDS
        seen = None
        while time.monotonic() < deadline:
            picture = self.picture()
            if picture != seen:
                seen = picture
                result = condition(picture)
                if result:
                    return result
            if self.xterm.poll() is not None:
                raise AssertionError(f'{what}: the program has ended')
            time.sleep(POLL_SECONDS)
        file = self.failures / 'xterm-failure.png'
        file.write_bytes(seen.png())
        raise AssertionError(f'{what}: not seen within {LIMIT_SECONDS} s, see {file}')

    def settled(self, polls=10):
        """The picture once it has been the same that many times in a row; for photographs, not for tests."""
        same, last = 0, self.picture()
        while same < polls:
            time.sleep(POLL_SECONDS)
            picture = self.picture()
            same = same + 1 if picture == last and not picture.is_blank() else 0
            last = picture
        return last

    def close(self):
        if self.xterm:
            self.xterm.terminate()
            self.xterm.wait()
        if self.display:
            self.display.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()
