# SPDX-License-Identifier: MIT
"""A disk with a cache that forgets when the power goes, served to QEMU by the NBD protocol.

What was written since the last flush may be on it afterwards or not, each write by itself, in any order, even parts of it
only: no more is promised by a disk. What was flushed is on it.
"""
import struct

WHOLE = 1024  # bytes that are written whole or not at all; ext4 writes its superblock in place and relies on that much
READ, WRITE, DISCONNECT, FLUSH = range(4)

# https://github.com/NetworkBlockDevice/nbd/blob/master/doc/proto.md
OPENING = struct.pack('>QQH', 0x4e42444d41474943, 0x49484156454f5054, 0b11)  # fixed newstyle, no zeroes
OPTION_MAGIC, REPLY_MAGIC = 0x49484156454f5054, 0x3e889045565a9
OPTION_GO = 7
REPLY_ACK, REPLY_INFO, REPLY_UNSUPPORTED = 1, 3, 0x80000001
HAS_FLAGS, SENDS_FLUSH = 1, 4
REQUEST = struct.Struct('>IHHQQI')
REQUEST_MAGIC, SIMPLE_REPLY_MAGIC = 0x25609513, 0x67446698
INVALID = 22
REQUEST_BYTES_MAX = 32 << 20


class Disk:
    """`flushes` False: it says that it has, and has not; the control."""

    def __init__(self, image, flushes=True):
        self.durable = bytearray(image)
        self.shown = bytearray(image)  # what is read
        self.cache = []  # (offset, bytes) since the last flush
        self.flushes = flushes

    def read(self, offset, n):
        return self.shown[offset:offset + n]

    def write(self, offset, data):
        self.shown[offset:offset + len(data)] = data
        self.cache.append((offset, data))

    def flush(self):
        if self.flushes:
            self.settle(self.durable, self.cache)
            self.cache = []

    @staticmethod
    def settle(image, writes):
        for offset, data in writes:
            image[offset:offset + len(data)] = data

    def after_cut(self, random):
        """What the disk holds when the power is back."""
        image = bytearray(self.durable)
        self.settle(image, self.survivors(random))
        return image

    def survivors(self, random):
        kind = random.random()
        if kind < 0.15:
            return []
        if kind < 0.30:
            return self.cache
        share = random.random()
        if kind < 0.70:
            return [write for write in self.cache if random.random() < share]
        return [piece for write in self.cache for piece in self.pieces(*write) if random.random() < share]

    @staticmethod
    def pieces(offset, data):
        """Cut where the disk's own units begin."""
        ends = [*range(WHOLE - offset % WHOLE, len(data), WHOLE), len(data)]
        return [(offset + begin, data[begin:end]) for begin, end in zip([0, *ends], ends)]


class Gone(Exception):
    """The other end has."""


class DiskServer:
    """One end of a socket to QEMU; blocks no longer than the socket's timeout."""

    def __init__(self, link, disk):
        self.link = link
        self.disk = disk
        self.changes = 0  # writes and flushes that were asked for
        self.request = None  # the one to be answered: kind, handle, offset, length

    def take(self, n):
        data = bytearray(n)
        view = memoryview(data)
        while view:
            some = self.link.recv_into(view)
            if not some:
                raise Gone
            view = view[some:]
        return bytes(data)

    def greet(self):
        """Until QEMU takes the disk."""
        self.link.sendall(OPENING)
        self.take(4)
        while True:
            magic, option, n = struct.unpack('>QII', self.take(16))
            if magic != OPTION_MAGIC or n > 65536:
                raise Gone
            self.take(n)
            if option != OPTION_GO:
                self.answer_option(option, REPLY_UNSUPPORTED)
                continue
            info = struct.pack('>HQH', 0, len(self.disk.shown), HAS_FLAGS | SENDS_FLUSH)
            self.answer_option(option, REPLY_INFO, info)
            self.answer_option(option, REPLY_ACK)
            return

    def answer_option(self, option, kind, data=b''):
        self.link.sendall(struct.pack('>QIII', REPLY_MAGIC, option, kind, len(data)) + data)

    def receive(self):
        """The next request; True for a write or a flush. What is to be written is in the cache from now on."""
        magic, _, kind, handle, offset, n = REQUEST.unpack(self.take(REQUEST.size))
        if magic != REQUEST_MAGIC or kind == DISCONNECT or n > REQUEST_BYTES_MAX:
            raise Gone
        data = self.take(n) if kind == WRITE else b''
        self.request = kind, handle, offset, n
        if kind == WRITE and not self.is_refused():
            self.disk.write(offset, data)
        self.changes += kind in (WRITE, FLUSH)
        return kind in (WRITE, FLUSH)

    def is_refused(self):
        kind, _, offset, n = self.request
        return kind in (READ, WRITE) and offset + n > len(self.disk.shown) or kind > FLUSH

    def answer(self):
        """To what was received; a flush happens now."""
        kind, handle, offset, n = self.request
        if kind == FLUSH:
            self.disk.flush()
        error = INVALID if self.is_refused() else 0
        data = self.disk.read(offset, n) if kind == READ and not error else b''
        self.link.sendall(struct.pack('>IIQ', SIMPLE_REPLY_MAGIC, error, handle) + data)
