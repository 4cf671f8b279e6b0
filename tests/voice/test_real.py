#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The kiosk reads aloud by the real speech-dispatcher and espeak-ng, into a sound card that does not exist.

  test_real.py PROGRAM

Skipped where they are not installed, or have no Chinese.
"""
import glob
import os
import pathlib
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / 'terminal'))
from program import LIMIT_SECONDS, Terminal  # noqa: E402

MODULES = ['/usr/lib/speech-dispatcher-modules/sd_espeak-ng', '/usr/lib/*/speech-dispatcher-modules/sd_espeak-ng']
SETTINGS = '''LogLevel 5
LogDir "{folder}"
CommunicationMethod "unix_socket"
AudioOutputMethod "libao"
AddModule "espeak-ng" "sd_espeak-ng" "espeak-ng.conf"
DefaultModule espeak-ng
'''


VOICE = 'Chinese (Mandarin, latin as Pinyin)'


def is_installed():
    if not shutil.which('speech-dispatcher') or not any(map(glob.glob, MODULES)):
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

    def wait_until_it_listens(self):
        wait_until(lambda: os.path.exists(self.socket), 'speech-dispatcher does not listen')

    def told(self):
        return self.log.read_text('utf-8', 'replace') if self.log.exists() else ''

    def close(self):
        os.killpg(self.process.pid, signal.SIGTERM)
        self.process.wait(LIMIT_SECONDS)


@unittest.skipUnless(is_installed(), 'no speech-dispatcher with espeak-ng and Chinese')
class RealTest(unittest.TestCase):
    def test_the_answer_is_read_until_a_key_stops_it(self):
        context = tempfile.TemporaryDirectory()
        self.addCleanup(context.cleanup)
        speaker = Speaker(context.name)
        self.addCleanup(speaker.close)
        speaker.wait_until_it_listens()
        with Terminal(30, 100) as terminal:
            config = pathlib.Path(context.name) / 'yibentong.conf'
            config.write_text(f'[speech]\nsocket = {speaker.socket}\n', 'utf-8')
            terminal.start('--locked', '--config', config)
            terminal.press('\r', '录取新生')
            terminal.press('6', '朗读')
            os.write(terminal.master, b'v')
            wait_until(lambda: '学历证书发放条件是什么' in speaker.told(), 'the answer was never sent')
            wait_until(lambda: 'espeak-ng' in speaker.told() and '701 BEGIN' in speaker.told().replace('\r', ''),
                       f'espeak-ng never began: {speaker.told()[-2000:]}')
            self.assertIn(f'SYNTHESIS_VOICE {VOICE}', speaker.told())
            os.write(terminal.master, b'v')
            wait_until(lambda: '703 CANCELED' in speaker.told(), 'it was never stopped')
            self.assertEqual(terminal.stop(), 0)

    def test_the_voice_that_is_asked_for_reads_chinese_as_chinese(self):
        """The one for zh reads the pinyin of most characters as English: “zue two”."""
        spoken = subprocess.run(['espeak-ng', '-q', '-x', '-v', VOICE, '学籍学历注册号'], capture_output=True, text=True, check=True).stdout
        self.assertNotIn('(en)', spoken)
        self.assertEqual(spoken.count('_|'), 7, spoken)  # a syllable a character


if __name__ == '__main__':
    unittest.main(argv=sys.argv[:1])
