#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The kiosk's terminal on a real X display (in memory): the whole display, the program's keys and clicks, nothing of xterm's
own, and the service manager hears of it all.

  test_terminal.py DEPLOY_FOLDER PROGRAM
"""
import os
import pathlib
import re
import select
import signal
import socket
import subprocess
import sys
import tempfile
import time
import unittest

DEPLOY, PROGRAM = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
del sys.argv[1:]
PATIENCE = 30
SIZES = {'1920x1080': (100, 30), '1366x768': (100, 30), '1024x768': (80, 30), '1080x1920': (60, 30), '3840x2160': (100, 30)}
# Writes down its size, shows words, turns the mouse on as the kiosk does, and then writes down every byte that comes.
LISTENER = '''
import os, sys, tty
rows = os.get_terminal_size()
tty.setraw(0)
os.write(1, b"words to select " * 20 + b"\\x1b[?1002h\\x1b[?1006h\\x1b[?2004h")
with open(sys.argv[1], "wb", buffering=0) as out:
    out.write(f"{rows.columns} {rows.lines}\\n".encode())
    while True:
        out.write(os.read(0, 4096))
'''


class Display:
    """An X display in memory, with no window manager."""

    def __init__(self, size):
        read, write = os.pipe()
        self.server = subprocess.Popen(['Xvfb', '-displayfd', str(write), '-screen', '0', size + 'x24', '-nolisten', 'tcp',
                                        '-noreset'], pass_fds=[write], stderr=subprocess.DEVNULL)
        os.close(write)
        with os.fdopen(read) as number:
            self.name = ':' + number.readline().strip()

    def close(self):
        self.server.terminate()
        self.server.wait()


def until(condition, what):
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        value = condition()
        if value:
            return value
        select.select([], [], [], 0.02)
    raise AssertionError(f'not within {PATIENCE} s: {what}')


class TerminalTest(unittest.TestCase):
    def display(self, size='1280x800'):
        display = Display(size)
        self.addCleanup(display.close)
        return display

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def environment(self, display):
        return {'PATH': os.environ['PATH'], 'HOME': self.folder.as_posix(), 'LANG': 'C.UTF-8', 'TZ': 'Asia/Shanghai',
                'DISPLAY': display.name, 'XENVIRONMENT': str(DEPLOY / 'kiosk-xterm.ad')}

    def start(self, display, *command, **variables):
        terminal = subprocess.Popen([DEPLOY / 'kiosk-terminal', *command], stdin=subprocess.DEVNULL,
                                    env=self.environment(display) | variables)
        self.addCleanup(lambda: (terminal.terminate(), terminal.wait()))
        return terminal

    def listen(self, display, **variables):
        log = self.folder / 'bytes'
        self.start(display, sys.executable, '-c', LISTENER, str(log), **variables)
        first = until(lambda: log.exists() and b'\n' in log.read_bytes() and log.read_bytes(), 'the listener starts')
        columns, rows = map(int, first.split(b'\n')[0].split())
        return columns, rows, lambda: log.read_bytes().split(b'\n', 1)[1]

    def xdotool(self, display, *arguments):
        subprocess.run(['xdotool', *arguments], env=self.environment(display), check=True, stdout=subprocess.DEVNULL)

    def windows(self, display):
        """The places of all windows that somebody sees, menus too."""
        ask = lambda *words: subprocess.run(['xwininfo', *words], env=self.environment(display), text=True, check=True,
                                            stdout=subprocess.PIPE).stdout
        children = re.findall(r'^ +(0x\w+) .*?(\d+x\d+\+-?\d+\+-?\d+)  ', ask('-root', '-children'), re.MULTILINE)
        return [place for window, place in children if 'IsViewable' in ask('-id', window)]


class TheWholeDisplay(TerminalTest):
    def test_without_a_window_manager_it_covers_every_size_with_room_enough(self):
        for size, (columns, rows) in SIZES.items():
            with self.subTest(size):
                display = self.display(size)
                got_columns, got_rows, _ = self.listen(display)
                self.assertGreaterEqual(got_columns, columns)
                self.assertGreaterEqual(got_rows, rows)
                self.assertLessEqual(got_columns, columns * 1.3)
                self.assertEqual(self.windows(display), [size + '+0+0'])
                display.close()
                (self.folder / 'bytes').unlink()


class TheFont(unittest.TestCase):
    """With stand-ins for the display and xterm: which size is chosen for which display."""

    def chosen(self, width, height, **variables):
        with tempfile.TemporaryDirectory() as folder:
            for name, body in {'xdpyinfo': f'echo "  dimensions:    {width}x{height} pixels (1x1 millimeters)"',
                               'xterm': 'echo "$*"'}.items():
                path = pathlib.Path(folder, name)
                path.write_text(f'#!/bin/sh\n{body}\n')
                path.chmod(0o755)
            done = subprocess.run([DEPLOY / 'kiosk-terminal', 'program'], env={'PATH': folder + ':' + os.environ['PATH']} | variables,
                                  text=True, check=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.complaint = done.stderr
        return int(re.search(r'DejaVu Sans Mono:pixelsize=(\d+)', done.stdout)[1])

    def test_no_size_is_chosen_whose_blocks_leave_lines(self):
        lined = {int(size) for size in re.search(r'LINED="([^"]+)"', (DEPLOY / 'kiosk-terminal').read_text('utf-8'))[1].split()}
        chosen = {self.chosen(width, width * 10 // 16) for width in range(1200, 3900, 40)}
        self.assertGreater(len(chosen), 15)
        self.assertEqual(chosen & lined, set())

    def test_the_hall_may_choose_itself(self):
        self.assertEqual(self.chosen(1920, 1080, YIBENTONG_FONT_SIZE='21'), 21)
        self.assertLess(self.chosen(1920, 1080, YIBENTONG_COLUMNS='140'), self.chosen(1920, 1080))


    def test_a_wrong_number_is_told_and_the_display_decides(self):
        chosen = self.chosen(1920, 1080)
        self.assertEqual(self.complaint, '')
        for name in ('YIBENTONG_FONT_SIZE', 'YIBENTONG_COLUMNS'):
            for value in ('30px', '0', '-3', '08', '99999999999999999999', '1.5', '二十', '$(id)'):
                with self.subTest(name + '=' + value):
                    self.assertEqual(self.chosen(1920, 1080, **{name: value}), chosen)
                    self.assertIn(f'{name}={value}', self.complaint)


class Listening(TerminalTest):
    VARIABLES = {}

    def setUp(self):
        super().setUp()
        self.screen = self.display()
        _, _, self.heard = self.listen(self.screen, **self.VARIABLES)
        self.put_into_buffer()

    def put_into_buffer(self):
        """Something to paste: what an X client that has ended leaves behind."""
        subprocess.run(['xprop', '-root', '-f', 'CUT_BUFFER0', '8s', '-set', 'CUT_BUFFER0', 'pasted'],
                       env=self.environment(self.screen), check=True)

    def buffer(self):
        return subprocess.run(['xprop', '-root', 'CUT_BUFFER0'], env=self.environment(self.screen), check=True, text=True,
                              stdout=subprocess.PIPE).stdout.split(' = ')[1].strip()

    def hear(self, *arguments):
        """What the program gets of it; the letter behind it shows that all of it has come."""
        before = len(self.heard())
        self.xdotool(self.screen, *arguments)
        self.xdotool(self.screen, 'key', 'z')
        until(lambda: self.heard()[before:].endswith(b'z'), f'{arguments} and z')
        return self.heard()[before:-1]

    def paste(self):
        return self.hear('mousemove', '200', '100', 'keydown', 'shift', 'click', '2', 'keyup', 'shift')

    def drag_with_shift(self):
        self.hear('keydown', 'shift', 'mousemove', '20', '30', 'mousedown', '1', 'mousemove', '300', '30', 'mouseup', '1',
                  'keyup', 'shift')

    def press_for_menu(self, button):
        self.xdotool(self.screen, 'mousemove', '200', '100', 'keydown', 'ctrl', 'mousedown', button)


class AnOrdinaryXterm(Listening):
    """What the kiosk's settings take away is there without them: else the tests below would prove nothing."""

    VARIABLES = {'XENVIRONMENT': '/dev/null'}

    def test_it_pastes(self):
        self.assertIn(b'pasted', self.paste())

    def test_it_selects(self):
        self.drag_with_shift()
        until(lambda: self.buffer() != '"pasted"', 'the selection')

    def test_it_does_not_cover_the_display(self):
        self.assertNotEqual(self.windows(self.screen), ['1280x800+0+0'])

    def test_its_menu_opens(self):
        self.press_for_menu('1')
        until(lambda: len(self.windows(self.screen)) > 1, 'the menu')


class KeysAndClicks(Listening):
    def test_keys_reach_the_program(self):
        self.assertEqual(self.hear('key', 'a', '6', 'Return', 'Escape', 'Down', 'Next', 'space'), b'a6\r\x1b\x1b[B\x1b[6~ ')
        self.assertEqual(self.hear('key', 'ctrl+c', 'ctrl+s', 'ctrl+z'), b'\x03\x13\x1a')

    def test_a_click_is_reported_and_selects_nothing(self):
        click = self.hear('mousemove', '200', '200', 'click', '1')
        self.assertRegex(click, rb'^\x1b\[<0;\d+;\d+M\x1b\[<0;\d+;\d+m$')
        self.drag_with_shift()
        self.assertEqual(self.buffer(), '"pasted"')

    def test_the_wheel_is_reported(self):
        self.assertRegex(self.hear('mousemove', '300', '300', 'click', '5'), rb'^\x1b\[<65;\d+;\d+M')

    def test_nothing_is_pasted(self):
        self.assertNotIn(b'pasted', self.paste())
        for keys in ('shift+Insert', 'ctrl+shift+v', 'ctrl+v'):
            self.assertNotIn(b'pasted', self.hear('key', keys))

    def test_no_menu_opens_and_no_font_changes(self):
        before = self.windows(self.screen)
        for button in '123':
            heard = len(self.heard())
            self.press_for_menu(button)
            until(lambda: self.heard()[heard:].startswith(b'\x1b[<1'), 'the report of Ctrl with the button')
            self.assertEqual(self.windows(self.screen), before)
            self.hear('mouseup', button, 'keyup', 'ctrl')
        for keys in ('shift+KP_Add', 'shift+KP_Subtract', 'alt+Return', 'ctrl+plus', 'F11', 'Scroll_Lock', 'shift+Prior'):
            self.hear('key', keys)
            self.assertEqual(self.windows(self.screen), before)
        self.assertEqual(self.hear('key', 'a'), b'a')

    def test_mouse_reports_go_on_whatever_was_held(self):
        for modifier in ('shift', 'ctrl', 'alt'):
            self.hear('mousemove', '200', '200', 'keydown', modifier, 'click', '1', 'keyup', modifier)
        self.assertRegex(self.hear('mousemove', '200', '200', 'click', '1'), rb'^\x1b\[<0;')


class Settings(TerminalTest):
    """Whoever may write the kiosk's files does not thereby run programs: xterm prints by a command that settings name."""

    PRINTER = """
import os, sys
os.write(1, b"words to print\\x1b[i\\x1b[c")
os.read(0, 1)
open(sys.argv[1], "w").close()
os.read(0, 1)
"""

    def planted(self, start):
        """Whether the command of settings in the home folder has run when the terminal answers what comes after it."""
        printed, done = self.folder / 'printed', self.folder / 'done'
        for name in ('.Xdefaults', 'XTerm', '.Xdefaults-' + socket.gethostname()):
            (self.folder / name).write_text(f'XTerm.vt100.printerCommand: touch {printed}\n'
                                            f'*VT100.printerCommand: touch {printed}\n')
        start(self.display(), sys.executable, '-c', 'import tty; tty.setraw(0)' + self.PRINTER, str(done))
        until(done.exists, 'the terminal answers')
        return printed

    def ordinary(self, display, *command):
        environment = {name: value for name, value in self.environment(display).items() if name != 'XENVIRONMENT'}
        terminal = subprocess.Popen(['xterm', '-e', *command], stdin=subprocess.DEVNULL, env=environment)
        self.addCleanup(lambda: (terminal.kill(), terminal.wait()))

    def test_an_ordinary_xterm_would_run_it(self):
        printed = self.planted(self.ordinary)
        until(printed.exists, 'the planted command')

    def test_the_kiosk_reads_no_settings_of_a_home_folder(self):
        self.assertFalse(self.planted(self.start).exists())

    def test_the_program_gets_no_home_either(self):
        home = self.folder / 'home'
        self.start(self.display(), 'sh', '-c', f'echo "$HOME" >{home}.new; mv {home}.new {home}')
        until(home.exists, 'the program')
        self.assertEqual(home.read_text(), '/nonexistent\n')


class TheServiceManager(TerminalTest):
    """As systemd starts it and hears of it: READY=1 by a socket, the end by the exit status."""

    def manager(self):
        manager = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.addCleanup(manager.close)
        manager.bind(str(self.folder / 'notify'))
        manager.settimeout(PATIENCE)
        return manager

    def locked(self, display, *arguments):
        # As systemd does, for its main process, which is the terminal.
        return self.start(display, PROGRAM, '--locked', *arguments, NOTIFY_SOCKET=str(self.folder / 'notify'),
                          WATCHDOG_USEC='400000', WATCHDOG_PID='1', RUNTIME_DIRECTORY=str(self.folder))

    def below(self, pid):
        """The processes that a process has started, and those that they have."""
        rows = [line.split(None, 2) for line in subprocess.run(['ps', '-e', '-o', 'pid=,ppid=,comm='], text=True, check=True,
                                                               stdout=subprocess.PIPE).stdout.splitlines()]
        found = {str(pid): 'terminal'}
        while True:
            more = {row[0]: row[2] for row in rows if row[1] in found and row[0] not in found}
            if not more:
                return {int(one): name for one, name in found.items()}
            found |= more

    def program_below(self, terminal):
        return next((pid for pid, name in self.below(terminal.pid).items() if name == PROGRAM.name[:15]), None)

    def test_the_program_reports_through_the_terminal(self):
        manager = self.manager()
        terminal = self.locked(self.display())
        self.assertEqual([manager.recv(64) for _ in range(3)], [b'READY=1', b'WATCHDOG=1', b'WATCHDOG=1'])
        os.kill(self.program_below(terminal), signal.SIGTERM)
        self.assertEqual(terminal.wait(PATIENCE), 0, 'the terminal ends with the program')

    def test_the_terminals_status_is_the_programs(self):
        display = self.display()
        for body, status in (('exit 0', 0), ('exit 3', 3), ('exit 74', 74), ('kill -KILL $$', 137)):
            with self.subTest(body):
                terminal = self.start(display, 'sh', '-c', body, RUNTIME_DIRECTORY=str(self.folder))
                self.assertEqual(terminal.wait(PATIENCE), status)
        self.assertEqual(list(self.folder.iterdir()), [], 'no note is left')

    def test_keys_between_terminal_and_program_do_not_lose_the_status(self):
        display = self.display()
        start = self.folder / 'started'
        terminal = self.start(display, 'sh', '-c', f'touch {start}; read -r line; exit 3')
        until(start.exists, 'the program')
        self.xdotool(display, 'key', 'ctrl+c')
        self.assertEqual(terminal.wait(PATIENCE), 128 + signal.SIGINT)
        ignoring = self.start(display, 'sh', '-c', f'rm {start}; trap "" INT QUIT; read -r line; exit 3')
        until(lambda: not start.exists(), 'the program')
        self.xdotool(display, 'key', 'ctrl+c', 'ctrl+backslash', 'Return')
        self.assertEqual(ignoring.wait(PATIENCE), 3)

    def test_stopped_it_takes_everything_with_it(self):
        manager = self.manager()
        terminal = self.locked(self.display())
        self.assertEqual(manager.recv(64), b'READY=1')
        self.assertTrue(self.program_below(terminal))
        processes = self.below(terminal.pid)
        self.assertGreaterEqual(len(processes), 4, processes)
        terminal.terminate()
        self.assertEqual(terminal.wait(PATIENCE), 0)
        until(lambda: not any(pathlib.Path(f'/proc/{pid}').exists() for pid in processes), f'all of {processes} have ended')

    def test_the_staffs_pin_ends_it_with_status_3(self):
        site, pin = self.folder / 'site.db', '271828'
        subprocess.run([PROGRAM, '--site', site, 'pin', 'set'], input=f'{pin}\n{pin}\n', text=True, check=True,
                       stdout=subprocess.DEVNULL)
        manager, display = self.manager(), self.display()
        terminal = self.locked(display, '--site', str(site))
        self.assertEqual(manager.recv(64), b'READY=1')
        self.xdotool(display, 'key', 'F2', 'F4', 'F6', 'F8', *pin, 'Return', '4')
        self.assertEqual(terminal.wait(PATIENCE), 3)


class TheSecret(TerminalTest):
    """The display as yibentong-x.socket opens it: by two names and with a secret, which the terminal has."""

    def secret(self, folder='secrets'):
        """kiosk-cookie's, whose owners this machine need not have."""
        stand_in = self.folder / 'bin'
        stand_in.mkdir(exist_ok=True)
        (stand_in / 'chown').write_text('#!/bin/sh\n')
        (stand_in / 'chown').chmod(0o755)
        subprocess.run([DEPLOY / 'kiosk-cookie', self.folder / folder], check=True,
                       env={'PATH': f'{stand_in}:{os.environ["PATH"]}'})
        return self.folder / folder

    def open_display(self, secret):
        for number in range(200, 300):
            name = f'/tmp/.X11-unix/X{number}'
            holder = socket.socket(socket.AF_UNIX)
            with holder:
                try:
                    holder.bind('\0' + name)
                except OSError:
                    continue
            if not os.path.exists(name):
                break
        os.makedirs('/tmp/.X11-unix', 0o1777, exist_ok=True)
        server = subprocess.Popen(['systemd-socket-activate', f'--listen={name}', f'--listen=@{name}', 'Xvfb', f':{number}', '-auth', secret,
                                   '-nolisten', 'tcp', '-nolisten', 'local', '-noreset', '-screen', '0', '1280x800x24'],
                                  stderr=subprocess.DEVNULL)
        self.addCleanup(lambda: (server.terminate(), server.wait(), os.path.exists(name) and os.unlink(name)))
        until(lambda: '@' + name in pathlib.Path('/proc/net/unix').read_text('utf-8'), 'the socket')
        return f':{number}'

    def lets_in(self, display, secret):
        asked = subprocess.run(['xdpyinfo'], check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                               env={'PATH': os.environ['PATH'], 'DISPLAY': display, 'XAUTHORITY': str(secret)})
        return asked.returncode == 0

    def test_only_who_has_it_is_let_in(self):
        secrets, others = self.secret(), self.secret('others')
        display = self.open_display(secrets / 'yibentong-display')
        self.assertTrue(self.lets_in(display, secrets / 'yibentong'))
        self.assertFalse(self.lets_in(display, '/nonexistent'))
        self.assertFalse(self.lets_in(display, others / 'yibentong'))

    def test_it_is_another_one_each_time(self):
        first = (self.secret() / 'yibentong').read_bytes()
        second = self.secret() / 'yibentong'
        self.assertNotEqual(second.read_bytes(), first)
        self.assertEqual(second.read_bytes(), second.with_name('yibentong-display').read_bytes())

    def test_nobody_else_reads_it(self):
        secrets = self.secret()
        self.assertEqual(sorted(path.name for path in secrets.iterdir()), ['yibentong', 'yibentong-display'])
        self.assertEqual({path.stat().st_mode & 0o777 for path in secrets.iterdir()}, {0o600})

    def test_nobody_else_can_pretend_to_be_the_display(self):
        secrets = self.secret()
        display = self.open_display(secrets / 'yibentong-display')
        pretender = socket.socket(socket.AF_UNIX)
        self.addCleanup(pretender.close)
        with self.assertRaises(OSError):
            pretender.bind(f'\0/tmp/.X11-unix/X{display[1:]}')

    def test_the_terminal_gets_in(self):
        secrets, shown = self.secret(), self.folder / 'shown'
        display = self.open_display(secrets / 'yibentong-display')
        terminal = subprocess.Popen([DEPLOY / 'kiosk-terminal', 'touch', shown], stdin=subprocess.DEVNULL,
                                    env={'PATH': os.environ['PATH'], 'DISPLAY': display, 'LANG': 'C.UTF-8',
                                         'XAUTHORITY': str(secrets / 'yibentong')})
        self.assertEqual(terminal.wait(PATIENCE), 0)
        self.assertTrue(shown.exists())


if __name__ == '__main__':
    unittest.main()
