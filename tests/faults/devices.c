/* SPDX-License-Identifier: MIT */
/* What terminals, printers and connections are reached by; counted with the calls of tests/faults/calls.h. */
#include "tests/faults/calls.h"

#include <errno.h>
#include <iconv.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/statvfs.h>
#include <sys/types.h>
#include <termios.h>

CALLS_WRAP(int, -1, ioctl, (int fd, unsigned long request, void *argument), (fd, request, argument))
CALLS_WRAP(int, -1, fcntl64, (int fd, int command, long argument), (fd, command, argument))
CALLS_WRAP(int, -1, poll, (struct pollfd * fds, nfds_t n, int ms), (fds, n, ms))
CALLS_WRAP(int, -1, tcgetattr, (int fd, struct termios *out), (fd, out))
CALLS_WRAP(int, -1, tcsetattr, (int fd, int when, const struct termios *modes), (fd, when, modes))
CALLS_WRAP(int, -1, tcflush, (int fd, int queue), (fd, queue))
CALLS_WRAP(int, -1, memfd_create, (const char *name, unsigned flags), (name, flags))
CALLS_WRAP(ssize_t, -1, pread64, (int fd, void *bytes, size_t n, off_t at), (fd, bytes, n, at))
CALLS_WRAP(int, -1, ftruncate64, (int fd, off_t n), (fd, n))
CALLS_WRAP(off_t, -1, lseek64, (int fd, off_t at, int whence), (fd, at, whence))
CALLS_WRAP(FILE *, NULL, fdopen, (int fd, const char *mode), (fd, mode))
CALLS_WRAP(int, -1, setenv, (const char *name, const char *value, int over), (name, value, over))
CALLS_WRAP(int, -1, socket, (int family, int type, int protocol), (family, type, protocol))
CALLS_WRAP(int, -1, connect, (int fd, const struct sockaddr *address, socklen_t n), (fd, address, n))
CALLS_WRAP(int, -1, getsockopt, (int fd, int level, int name, void *out, socklen_t *n),
           (fd, level, name, out, n))
CALLS_WRAP(ssize_t, -1, recv, (int fd, void *bytes, size_t n, int flags), (fd, bytes, n, flags))
CALLS_WRAP(ssize_t, -1, send, (int fd, const void *bytes, size_t n, int flags),
           (fd, bytes, calls_room("send", n), flags))
CALLS_WRAP(int, -1, access, (const char *path, int mode), (path, mode))
CALLS_WRAP(int, -1, statvfs64, (const char *path, struct statvfs *out), (path, out))
CALLS_WRAP(int, -1, rename, (const char *from, const char *to), (from, to))
CALLS_WRAP(int, -1, eventfd, (unsigned n, int flags), (n, flags))
CALLS_WRAP(int, EAGAIN, pthread_create,
           (pthread_t * out, const pthread_attr_t *attributes, void *(*run)(void *), void *argument),
           (out, attributes, run, argument))
CALLS_WRAP(iconv_t, (iconv_t)-1, iconv_open, (const char *to, const char *from), (to, from))
