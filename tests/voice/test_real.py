#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The kiosk reads aloud by the real speech-dispatcher and espeak-ng, into a sound card that does not exist.

  test_real.py PROGRAM

Skipped where they are not installed, or have no Chinese.
"""
import fcntl
import os
import pathlib
import pty
import select
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import time
import unittest

PROGRAM = os.path.abspath(sys.argv.pop(1))
LIMIT_SECONDS = 30
MODULES = ['/usr/lib/speech-dispatcher-modules/sd_espeak-ng', '/usr/lib/x86_64-linux-gnu/speech-dispatcher-modules/sd_espeak-ng']
SETTINGS = '''LogLevel 5
LogDir "{folder}"
CommunicationMethod "unix_socket"
AudioOutputMethod "libao"
AddModule "espeak-ng" "sd_espeak-ng" "espeak-ng.conf"
DefaultModule espeak-ng
'''


def is_installed():
    if not shutil.which('speech-dispatcher') or not any(map(os.path.exists, MODULES)):
        return False
    voices = subprocess.run(['espeak-ng', '--voices=cmn'], capture_output=True, text=True) if shutil.which('espeak-ng') else None
    return voices is not None and 'cmn' in voices.stdout


def wait_until(what, words):
    end = time.monotonic() + LIMIT_SECONDS
    while not what():
        if time.monotonic() > end:
            raise AssertionError(words)
        select.select([], [], [], 0.02)


class Speaker:
    """speech-dispatcher with settings of its own."""

    def __init__(self, folder):
        self.socket, self.log = f'{folder}/speechd.sock', pathlib.Path(folder) / 'speech-dispatcher.log'
        settings = pathlib.Path(folder) / 'settings'
        settings.mkdir()
        (settings / 'speechd.conf').write_text(SETTINGS.format(folder=folder), 'utf-8')
        shutil.copytree('/etc/speech-dispatcher/modules', settings / 'modules')
        (pathlib.Path(folder) / '.libao').write_text('default_driver=null\n', 'utf-8')
        self.process = subprocess.Popen(['speech-dispatcher', '-s', '-C', settings, '-S', self.socket, '-P', f'{folder}/pid', '-L', folder,
                                         '-t', '0'], env={**os.environ, 'HOME': folder}, stdout=subprocess.DEVNULL,
                                        stderr=subprocess.DEVNULL, start_new_session=True)
        wait_until(lambda: os.path.exists(self.socket), 'speech-dispatcher does not listen')

    def told(self):
        return self.log.read_text('utf-8', 'replace') if self.log.exists() else ''

    def close(self):
        os.killpg(self.process.pid, signal.SIGTERM)
        self.process.wait(LIMIT_SECONDS)


class Kiosk:
    def __init__(self, config):
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.execve(PROGRAM, [PROGRAM, '--locked', '--config', config], {'TERM': 'xterm-256color', 'LANG': 'C.UTF-8', 'TZ': 'Asia/Shanghai'})
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack('HHHH', 30, 100, 0, 0))

    def press(self, keys, words):
        os.write(self.fd, keys.encode())
        end, seen = time.monotonic() + LIMIT_SECONDS, b''
        while words.encode() not in seen:
            if time.monotonic() > end or not select.select([self.fd], [], [], LIMIT_SECONDS)[0]:
                raise AssertionError(f'never shown: {words}')
            seen += os.read(self.fd, 65536)

    def close(self):
        os.kill(self.pid, signal.SIGTERM)
        try:
            while os.read(self.fd, 65536):
                pass
        except OSError:
            pass
        os.close(self.fd)
        os.waitpid(self.pid, 0)


@unittest.skipUnless(is_installed(), 'no speech-dispatcher with espeak-ng and Chinese')
class RealTest(unittest.TestCase):
    def test_the_answer_is_read_until_a_key_stops_it(self):
        with tempfile.TemporaryDirectory() as folder:
            speaker = Speaker(folder)
            self.addCleanup(speaker.close)
            config = pathlib.Path(folder) / 'yibentong.conf'
            config.write_text(f'[speech]\nsocket = {speaker.socket}\n', 'utf-8')
            kiosk = Kiosk(config)
            self.addCleanup(kiosk.close)
            kiosk.press('\r', '录取新生')
            kiosk.press('6', '朗读')
            os.write(kiosk.fd, b'v')
            wait_until(lambda: '学历证书发放条件是什么' in speaker.told(), 'the answer was never sent')
            wait_until(lambda: 'espeak-ng' in speaker.told() and '701 BEGIN' in speaker.told().replace('\r', ''),
                       f'espeak-ng never began: {speaker.told()[-2000:]}')
            os.write(kiosk.fd, b'v')
            wait_until(lambda: '703 CANCELED' in speaker.told(), 'it was never stopped')


if __name__ == '__main__':
    unittest.main(argv=sys.argv[:1])
