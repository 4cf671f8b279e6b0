#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What tests/vm/run.sh judges by, without a machine: each way of breaking out is seen, and an honest kiosk is not blamed."""
import contextlib
import io
import pathlib
import tempfile
import types
import unittest

import kiosk
import look
import machine
from checks import Checks

LINE = 'VM console={console} logins={logins} boot={boot} kiosk={kiosk}\n'
WIDTH, HEIGHT = 64, 48


def picture(colour, spot=b'', size=(WIDTH, HEIGHT)):
    pixels = bytes(colour) * (size[0] * size[1])
    return (*size, spot + pixels[len(spot):])


PAPER = picture(look.PAPER)
BLACK = picture((0, 0, 0))


class Fake:
    """A machine whose reports go on; what an action changes is seen from then on."""

    def __init__(self):
        self.process = types.SimpleNamespace(poll=lambda: None)
        self.state = {'console': 'tty1', 'logins': 0, 'boot': 'a', 'kiosk': 7}
        self.screen, self.events, self.text = PAPER, {'RESET': 0, 'SHUTDOWN': 0}, ''
        self.goes_on = True
        self.reports()

    def reports(self):
        if self.goes_on:
            self.text += LINE.format(**self.state)
        return [machine.Report(*found) for found in machine.REPORT.findall(self.text)]

    def count(self, event):
        return self.events[event]

    def look(self):
        return self.screen


class Judgement(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.checks = Checks(folder.name, pathlib.Path(folder.name) / 'pictures')
        self.fake = self.checks.machine = Fake()

    def ends(self):
        self.fake.goes_on = False
        self.fake.process.poll = lambda: 0

    def turns_off(self):
        self.fake.goes_on = False
        self.fake.events['SHUTDOWN'] = 1

    def test_a_kiosk_that_nothing_happens_to_stays(self):
        self.assertTrue(self.checks.stays(list), self.checks.detail)
        self.assertEqual(self.checks.detail, '')

    def test_every_way_out_is_seen(self):
        ways = {'console': lambda: self.fake.state.update(console='tty2'), 'login': lambda: self.fake.state.update(logins=1),
                'boot': lambda: self.fake.state.update(boot='b'), 'restart': lambda: self.fake.state.update(kiosk=8),
                'stop': lambda: self.fake.state.update(kiosk=0), 'reset': lambda: self.fake.events.update(RESET=1),
                'off': self.turns_off, 'gone': self.ends, 'dark': lambda: setattr(self.fake, 'screen', BLACK)}
        for name, way in ways.items():
            with self.subTest(name):
                self.fake = self.checks.machine = Fake()
                self.assertFalse(self.checks.stays(way))
                self.assertNotEqual(self.checks.detail, '')

    def test_a_machine_without_a_kiosk_is_judged_by_what_happens_to_it(self):
        self.fake.screen = BLACK
        self.assertFalse(self.checks.stays(list))
        self.assertTrue(self.checks.stays(list, paper_least=0))
        self.assertFalse(self.checks.stays(self.turns_off, paper_least=0))

    def test_what_comes_late_is_waited_for_and_nothing_is_not_taken_for_something(self):
        later = iter(range(5))

        def reports():
            if next(later, None) is None:
                self.fake.events['SHUTDOWN'] = 1
            return Fake.reports(self.fake)
        self.fake.reports = reports
        self.assertTrue(self.checks.leaves(list))
        self.fake = self.checks.machine = Fake()
        self.assertFalse(self.checks.leaves(list, seconds=0))
        self.assertTrue(self.checks.leaves(self.ends))

    def test_what_is_found_is_counted(self):
        with contextlib.redirect_stdout(io.StringIO()):
            self.checks.check('a', True)
            self.checks.try_until('b', lambda: True)
            self.checks.check('c', False)
            self.checks.try_until('d', lambda: False, seconds=0)
        self.assertEqual((self.checks.passed, self.checks.failed), (2, 2))


class Pictures(unittest.TestCase):
    def test_paper_is_measured(self):
        self.assertAlmostEqual(look.paper_share(PAPER), 1, delta=0.02)
        self.assertEqual(look.paper_share(BLACK), 0)
        half = picture(look.PAPER, bytes(3 * WIDTH * HEIGHT // 2))
        self.assertAlmostEqual(look.paper_share(half), 0.5, delta=0.02)

    def test_a_clock_that_goes_on_is_the_same_picture_another_screen_is_not(self):
        size = (1280, 800)
        before = picture(look.PAPER, size=size)
        self.assertTrue(look.is_same(before, picture(look.PAPER, bytes(3 * 1280 * 8), size)))
        self.assertFalse(look.is_same(before, picture(look.PAPER, bytes(3 * 1280 * 80), size)))
        self.assertFalse(look.is_same(before, PAPER))

    def test_reports_are_read_whole_or_not_at_all(self):
        text = LINE.format(console='tty1', logins=2, boot='b', kiosk=11) + 'VM console=tty2 logi'
        self.assertEqual([vars(machine.Report(*found)) for found in machine.REPORT.findall(text)],
                         [{'console': 'tty1', 'logins': 2, 'boot': 'b', 'kiosk': 11}])


class Tries(unittest.TestCase):
    def test_the_keys_that_leave_other_machines_are_tried(self):
        for keys in (['ctrl', 'alt', 'f2'], ['ctrl', 'alt', 'delete'], ['alt', 'sysrq', 'b'], ['ctrl', 'alt', 'backspace'], ['power']):
            self.assertIn(keys, kiosk.LEAVING)
        self.assertEqual(len(kiosk.LEAVING), len({tuple(keys) for keys in kiosk.LEAVING}))


if __name__ == '__main__':
    unittest.main()
