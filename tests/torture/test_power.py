#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What ./torture power stands on, without the machine: its disk forgets what it may and nothing else, and its verdicts see what
is lost, torn, half-updated, damaged.

  test_power.py BUILD ASSETS
"""
import os
import pathlib
import random
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import unittest

import power_judge
import volatile_disk
from machine import Machine, Trouble
from power_judge import HALF, LOST, SYSTEM, TORN, Recovered, Wrong, acknowledged, judge_site, judge_update
from volatile_disk import FLUSH, OPTION_GO, READ, WHOLE, WRITE, Disk, DiskServer

BUILD, ASSETS = map(pathlib.Path, map(os.path.abspath, sys.argv[1:3]))
PROGRAM, WORKER = BUILD / 'kiosk/yibentong', BUILD / 'tests/faults/site_worker'
LIMIT_SECONDS = 30
DAY = '2026-11-25'


def run(*words):
    done = power_judge.run(*words)
    if done.returncode:
        raise AssertionError(f'{words}: {done}')
    return done.stdout


class DiskTest(unittest.TestCase):
    def cuts(self, disk, n=500):
        return [bytes(disk.after_cut(random.Random(seed))) for seed in range(n)]

    def test_what_was_flushed_is_there_after_every_cut(self):
        disk = Disk(bytes(4 * WHOLE))
        disk.write(WHOLE, b'a' * WHOLE)
        disk.flush()
        disk.write(0, b'b' * WHOLE)
        self.assertEqual({image[WHOLE:2 * WHOLE] for image in self.cuts(disk)}, {b'a' * WHOLE})

    def test_what_was_not_flushed_may_be_there_or_not_in_any_order(self):
        disk = Disk(bytes(4 * WHOLE))
        disk.write(0, b'a')
        disk.write(WHOLE, b'b')
        self.assertEqual({(image[0:1], image[WHOLE:WHOLE + 1]) for image in self.cuts(disk)},
                         {(a, b) for a in (b'a', b'\0') for b in (b'b', b'\0')})
        self.assertEqual((disk.read(0, 1), disk.read(WHOLE, 1)), (b'a', b'b'))  # whoever asks the running disk sees it

    def test_a_write_may_be_torn_between_the_disk_s_units_and_nowhere_else(self):
        disk = Disk(bytes(4 * WHOLE))
        disk.write(WHOLE // 2, b'x' * (2 * WHOLE))
        images = self.cuts(disk)
        self.assertTrue(any(image.count(b'x') not in (0, 2 * WHOLE) for image in images))
        for image in images:
            for begin, end in ((WHOLE // 2, WHOLE), (WHOLE, 2 * WHOLE), (2 * WHOLE, 5 * WHOLE // 2)):
                self.assertIn(image[begin:end].count(b'x'), (0, end - begin))

    def test_of_two_writes_to_one_place_the_later_never_gives_way_to_the_earlier_once_flushed(self):
        disk = Disk(bytes(WHOLE))
        for letter in (b'a', b'b'):
            disk.write(0, letter)
        disk.flush()
        self.assertEqual({image[:1] for image in self.cuts(disk)}, {b'b'})

    def test_the_disk_of_the_control_flushes_nothing(self):
        disk = Disk(bytes(WHOLE), flushes=False)
        disk.write(0, b'a')
        disk.flush()
        self.assertIn(b'\0', {image[:1] for image in self.cuts(disk)})


class Client:
    """QEMU's end."""

    def __init__(self, link):
        self.link = link
        self.take = DiskServer(link, None).take

    def greet(self):
        self.take(18)
        self.link.sendall(struct.pack('>I', 3))
        for option in (8, OPTION_GO):  # the first is one that it does not know
            self.link.sendall(struct.pack('>QII', volatile_disk.OPTION_MAGIC, option, 0))
            kind = None
            while kind not in (volatile_disk.REPLY_ACK, volatile_disk.REPLY_UNSUPPORTED):
                *_, kind, n = struct.unpack('>QIII', self.take(20))
                data = self.take(n)
                if kind == volatile_disk.REPLY_INFO:
                    self.size, self.flags = struct.unpack('>HQH', data)[1:]

    def ask(self, kind, offset=0, n=0, data=b''):
        self.link.sendall(volatile_disk.REQUEST.pack(volatile_disk.REQUEST_MAGIC, 0, kind, 7, offset, n or len(data)) + data)

    def answer(self, n=0):
        magic, error, handle = struct.unpack('>IIQ', self.take(16))
        assert (magic, handle) == (volatile_disk.SIMPLE_REPLY_MAGIC, 7)
        return error or self.take(n)


class ServedCase(unittest.TestCase):
    def setUp(self):
        ends = socket.socketpair()
        for end in ends:
            end.settimeout(LIMIT_SECONDS)
            self.addCleanup(end.close)
        self.disk = Disk(bytes(8 * WHOLE))
        self.server = DiskServer(ends[0], self.disk)
        self.client = Client(ends[1])
        greeting = threading.Thread(target=self.server.greet, daemon=True)
        greeting.start()
        self.client.greet()
        greeting.join(LIMIT_SECONDS)


class ServerTest(ServedCase):
    def ask(self, *request, answered=0, **more):
        self.client.ask(*request, **more)
        self.server.receive()
        self.server.answer()
        return self.client.answer(answered)

    def test_it_has_a_size_and_a_cache_and_gives_back_what_it_took(self):
        self.assertEqual((self.client.size, self.client.flags), (8 * WHOLE, volatile_disk.HAS_FLAGS | volatile_disk.SENDS_FLUSH))
        self.assertEqual(self.ask(WRITE, 100, data=b'hello'), b'')
        self.assertEqual(self.ask(READ, 99, 7, answered=7), b'\0hello\0')
        self.assertEqual(bytes(self.disk.durable), bytes(8 * WHOLE))
        self.assertEqual(self.ask(FLUSH), b'')
        self.assertEqual(self.disk.durable[100:105], b'hello')
        self.assertEqual(self.server.changes, 2)

    def test_what_lies_beyond_its_end_is_refused(self):
        self.assertEqual(self.ask(WRITE, 8 * WHOLE - 1, data=b'ab'), volatile_disk.INVALID)
        self.assertEqual(self.ask(READ, 8 * WHOLE, 1), volatile_disk.INVALID)
        self.assertEqual(self.disk.cache, [])

    def test_a_flush_has_not_happened_before_it_is_answered(self):
        self.ask(WRITE, 0, data=b'a')
        self.client.ask(FLUSH)
        self.assertTrue(self.server.receive())
        self.assertEqual(bytes(self.disk.durable), bytes(8 * WHOLE))

    def test_a_write_may_have_happened_before_it_is_answered(self):
        self.client.ask(WRITE, 0, data=b'a')
        self.assertTrue(self.server.receive())
        self.assertEqual(self.disk.cache, [(0, b'a')])


class Bench(Machine):
    """A machine of which there is only the disk and the line."""

    def __init__(self, server, line):
        self.server, self.line, self.said, self.shots = server, line, b'', []


class MomentTest(ServedCase):
    def setUp(self):
        super().setUp()
        self.line, theirs = socket.socketpair()
        self.addCleanup(self.line.close)
        self.addCleanup(theirs.close)
        self.machine = Bench(self.server, theirs)

    def request(self, *request, **more):
        """False: the power is to go."""
        self.client.ask(*request, **more)
        return self.machine.serve_disk()

    def test_a_moment_is_what_was_said_and_what_was_flushed_before_it(self):
        self.machine.aim([3, 5], random.Random(1))
        self.assertTrue(self.request(WRITE, 0, data=b'a'))
        self.assertTrue(self.request(FLUSH))
        self.line.sendall(b'C 1\n')
        self.assertTrue(self.request(WRITE, WHOLE, data=b'b'))
        self.assertTrue(self.request(READ, 0, 1))  # changes nothing
        self.assertTrue(self.request(FLUSH))
        self.line.sendall(b'C 2\n')
        self.assertFalse(self.request(WRITE, 0, data=b'c'))
        (first, _), (last, image) = self.machine.shots
        self.assertEqual((first, last, image[WHOLE:WHOLE + 1]), (b'C 1\n', b'C 1\nC 2\n', b'b'))
        self.assertEqual({bytes(image[:1]) for _, image in self.machine.shots} - {b'a', b'c'}, set())

    def test_without_a_moment_the_power_stays(self):
        self.machine.aim([], random.Random(1))
        for _ in range(20):
            self.assertTrue(self.request(FLUSH))
        self.assertEqual(self.machine.shots, [])


class AcknowledgementTest(unittest.TestCase):
    def test_a_line_that_was_cut_off_counts_for_nothing(self):
        self.assertEqual(acknowledged(b'M\nC 8\nC 9\nC 10', 7), 9)
        self.assertEqual(acknowledged(b'M', 7), 7)

    def test_anything_else_stops_the_rig(self):
        for said in (b'C 9\n', b'C 8\nC 8\n', b'site_worker: EIO\n', b'C 8 \n', b'\xff\n'):
            with self.assertRaises(Trouble):
                acknowledged(said, 7)


class VerdictTest(unittest.TestCase):
    """On a folder that stands for what was on the disk."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory(dir='/dev/shm' if os.access('/dev/shm', os.W_OK) else None)
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.root = self.folder / 'root'
        self.root.mkdir()
        self.config = self.folder / 'conf'
        self.config.write_text('', 'utf-8')

    def expect(self, kind, judge, *more):
        with self.assertRaises(Wrong) as wrong:
            judge(*more)
        self.assertEqual(wrong.exception.args[0], kind, wrong.exception.args)

    def image(self, n=8 << 20):
        path = self.folder / 'made.img'
        run('mke2fs', '-q', '-F', '-t', 'ext4', '-d', self.root, path, f'{n >> 10}k')
        return bytearray(path.read_bytes())

    def test_what_is_in_a_file_system_comes_out_of_it(self):
        (self.root / 'some').mkdir()
        (self.root / 'some/file').write_bytes(b'\0whole' * 9000)
        recovered = Recovered(self.folder, self.image())
        self.assertEqual((recovered.root / 'some/file').read_bytes(), b'\0whole' * 9000)

    def test_a_file_system_that_needs_a_person_is_noticed(self):
        image = self.image()
        image[64 << 10:512 << 10] = random.Random(1).randbytes(448 << 10)
        self.expect(SYSTEM, Recovered, self.folder, image)

    def work(self, pieces):
        run(WORKER, 'create', self.root / 'site.db')
        worker = subprocess.Popen([WORKER, 'work', self.root / 'site.db', '1'], stdout=subprocess.PIPE, env=power_judge.ENVIRONMENT)
        while worker.stdout.readline() != b'C %d\n' % pieces:
            if worker.poll() is not None:
                raise AssertionError('the worker has ended')
        worker.kill()
        worker.wait()
        worker.stdout.close()

    def test_work_is_whole_or_lost_or_torn(self):
        self.work(20)
        last = judge_site(WORKER, self, 20)
        self.assertGreaterEqual(last, 20)
        self.expect(LOST, judge_site, WORKER, self, last + 1)
        with open(self.root / 'site.db', 'r+b') as file:
            file.truncate(file.seek(0, 2) // 2)
        self.expect(TORN, judge_site, WORKER, self, 0)
        (self.root / 'site.db').unlink()
        self.expect(TORN, judge_site, WORKER, self, 0)

    def machine(self, bundles):
        """With content 1 installed, and the means to install more."""
        (self.root / 'keys').mkdir()
        run(PROGRAM, 'content', 'key', self.folder / 'office', '--no-password')
        shutil.copy(self.folder / 'office.pub', self.root / 'keys/current.pub')
        run(PROGRAM, 'site', 'init', '--site', self.root / 'site.db')
        for n in range(1, bundles + 1):
            assets = self.folder / f'assets-{n}'
            shutil.copytree(ASSETS, assets)
            edition = assets / 'edition.yaml'
            edition.write_text(edition.read_text('utf-8').replace('第 1 号', f'第 {n} 号'), 'utf-8')
            run(PROGRAM, 'content', 'build', '--assets', assets, '--output', self.folder / f'{n}.ybt', '--key',
                self.folder / 'office.key', '--sequence', n, '--today', DAY)
        return {n: (self.folder / f'{n}.ybt').read_bytes() for n in range(1, bundles + 1)}

    def install(self, n):
        run(PROGRAM, 'content', 'install', self.folder / f'{n}.ybt', '--keys', self.root / 'keys', '--state', self.root / 'state',
            '--site', self.root / 'site.db', '--yes', '--today', DAY)

    def test_an_update_is_old_or_new_or_lost_or_half(self):
        bundles = self.machine(2)
        self.install(1)
        self.assertEqual(judge_update(PROGRAM, self, bundles, 1, 2, 1), 1)
        self.expect(LOST, judge_update, PROGRAM, self, bundles, 1, 2, 2)
        self.install(2)
        self.assertEqual(judge_update(PROGRAM, self, bundles, 1, 2, 1), 2)
        self.expect(HALF, judge_update, PROGRAM, self, bundles, 3, 4, 0)  # neither of these
        self.expect(HALF, judge_update, PROGRAM, self, bundles | {1: b''}, 1, 2, 2)  # the one before is not what it was
        content = self.root / 'state/content'
        (content / '000002.ybt').write_bytes(bundles[2][:-1])
        self.expect(HALF, judge_update, PROGRAM, self, bundles, 1, 2, 0)  # it falls back, which is right, but was not needed
        shutil.rmtree(content)
        self.expect(HALF, judge_update, PROGRAM, self, bundles, 1, 2, 0)


if __name__ == '__main__':
    os.environ['PATH'] += ':/usr/sbin:/sbin'
    unittest.main(argv=sys.argv[:1], verbosity=2)
