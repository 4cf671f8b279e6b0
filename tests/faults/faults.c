/* SPDX-License-Identifier: MIT */
/*
 * libfaults.so, for LD_PRELOAD: the k-th call of the system, or of the allocator, fails. Any program can be
 * run with it, tests/torture/faults.py has it for Python:
 *
 *   FAULTS_CALLS    which: memory, open, read, write, sync, rename, map, joined by commas
 *   FAULTS_AT       the k, from 1; all of these together are counted
 *   FAULTS_FOREVER  1: and every one after it
 *   FAULTS_ERROR    errno of the failure, a number
 *   FAULTS_SPARE    1: what goes to or comes from a terminal, or a file in memory, is neither counted nor
 * failed FAULTS_REPORT   a descriptor that gets a byte for each failure FAULTS_LOCALES  none: setlocale and
 * newlocale find nothing but "C"
 *
 * The environment is read before main. Counts are of the whole process. What the C library calls inside
 * itself does not come by here, but for its allocations: a stream fails as a whole instead (fwrite, fflush,
 * fread).
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

#define EXPORT __attribute__((visibility("default")))

enum call { MEMORY = 1, OPEN = 2, READ = 4, WRITE = 8, SYNC = 16, RENAME = 32, MAP = 64 };

/* A preloaded library has no one to hand it its state. */
static struct {
    unsigned calls;
    atomic_long left; /* until one fails; 0: never */
    bool for_ever, spare, no_locales;
    int error, report;
} faults = {.report = -1};

static long number_of(const char *name, long otherwise)
{
    const char *value = getenv(name);
    return value ? strtol(value, NULL, 10) : otherwise;
}

__attribute__((constructor)) static void read_environment(void)
{
    static const char *const names[] = {"memory", "open", "read", "write", "sync", "rename", "map"};
    const char *calls = getenv("FAULTS_CALLS"), *locales = getenv("FAULTS_LOCALES");
    for (size_t i = 0; calls && i < sizeof names / sizeof *names; i++)
        if (strstr(calls, names[i]))
            faults.calls |= 1U << i;
    faults.for_ever = number_of("FAULTS_FOREVER", 0);
    faults.spare = number_of("FAULTS_SPARE", 0);
    faults.error = (int)number_of("FAULTS_ERROR", EIO);
    faults.report = (int)number_of("FAULTS_REPORT", -1);
    faults.no_locales = locales && strcmp(locales, "none") == 0;
    faults.left = number_of("FAULTS_AT", 0);
}

static bool is_due(void)
{
    long left = atomic_load(&faults.left);
    while (left > 0)
        if (atomic_compare_exchange_weak(&faults.left, &left, left - 1 + (left == 1 && faults.for_ever)))
            return left == 1;
    return false;
}

static bool is_spared(int fd)
{
    char name[32], target[16] = "";
    if (isatty(fd))
        return true;
    snprintf(name, sizeof name, "/proc/self/fd/%d", fd);
    return readlink(name, target, sizeof target - 1) > 0 && strncmp(target, "/memfd:", 7) == 0;
}

static bool fails(enum call call, int fd)
{
    if (!(faults.calls & call))
        return false;
    int before = errno;
    if (faults.spare && fd >= 0 && is_spared(fd))
        return errno = before, false;
    errno = before;
    if (!is_due())
        return false;
    if (faults.report >= 0)
        syscall(SYS_write, faults.report, "x", 1);
    errno = call == MEMORY ? ENOMEM : faults.error;
    return true;
}

/* The same for a stream, which remembers it: glibc's ferror asks for this bit. */
static bool stream_fails(enum call call, FILE *stream)
{
    if (!fails(call, stream ? fileno(stream) : -1))
        return false;
    if (stream)
        stream->_flags |= 0x20;
    return true;
}

/* name, defined here in front of the one of the C library, which is called unless it is time to fail. */
#define FAULTY_IF(condition, failure, type, name, parameters, arguments)                                     \
    EXPORT type name parameters;                                                                             \
    EXPORT type name parameters                                                                              \
    {                                                                                                        \
        static type(*real) parameters;                                                                       \
        if (condition)                                                                                       \
            return failure;                                                                                  \
        if (!real)                                                                                           \
            *(void **)&real = dlsym(RTLD_NEXT, #name);                                                       \
        return real arguments;                                                                               \
    }

#define FAULTY(call, fd, failure, type, name, parameters, arguments)                                         \
    FAULTY_IF(fails(call, fd), failure, type, name, parameters, arguments)

/* The same for open and its kin, whose last argument is there only sometimes. */
#define FAULTY_OPEN(name, parameters, arguments)                                                             \
    EXPORT int name parameters;                                                                              \
    EXPORT int name parameters                                                                               \
    {                                                                                                        \
        static int(*real) parameters;                                                                        \
        va_list list;                                                                                        \
        va_start(list, flags);                                                                               \
        mode_t mode = flags & (O_CREAT | __O_TMPFILE) ? va_arg(list, mode_t) : 0;                            \
        va_end(list);                                                                                        \
        if (fails(OPEN, -1))                                                                                 \
            return -1;                                                                                       \
        if (!real)                                                                                           \
            *(void **)&real = dlsym(RTLD_NEXT, #name);                                                       \
        return real arguments;                                                                               \
    }

FAULTY_OPEN(open, (const char *path, int flags, ...), (path, flags, mode))
FAULTY_OPEN(open64, (const char *path, int flags, ...), (path, flags, mode))
FAULTY_OPEN(openat, (int at, const char *path, int flags, ...), (at, path, flags, mode))
FAULTY_OPEN(openat64, (int at, const char *path, int flags, ...), (at, path, flags, mode))
FAULTY(OPEN, -1, NULL, FILE *, fopen, (const char *path, const char *mode), (path, mode))
FAULTY(OPEN, -1, NULL, FILE *, fopen64, (const char *path, const char *mode), (path, mode))
FAULTY(OPEN, -1, NULL, FILE *, fdopen, (int fd, const char *mode), (fd, mode))
FAULTY(OPEN, -1, -1, int, mkostemp, (char *path, int flags), (path, flags))
FAULTY(OPEN, -1, -1, int, mkostemp64, (char *path, int flags), (path, flags))
FAULTY(OPEN, -1, -1, int, memfd_create, (const char *name, unsigned flags), (name, flags))
FAULTY(OPEN, -1, -1, int, socket, (int domain, int type, int protocol), (domain, type, protocol))
FAULTY(OPEN, -1, -1, int, mkdir, (const char *path, mode_t mode), (path, mode))

FAULTY(READ, fd, -1, ssize_t, read, (int fd, void *bytes, size_t n), (fd, bytes, n))
FAULTY(READ, fd, -1, ssize_t, pread, (int fd, void *bytes, size_t n, off_t at), (fd, bytes, n, at))
FAULTY(READ, fd, -1, ssize_t, pread64, (int fd, void *bytes, size_t n, off64_t at), (fd, bytes, n, at))
FAULTY_IF(stream_fails(READ, stream), 0, size_t, fread, (void *out, size_t size, size_t n, FILE *stream),
          (out, size, n, stream))
FAULTY(READ, fd, -1, ssize_t, recv, (int fd, void *bytes, size_t n, int flags), (fd, bytes, n, flags))

FAULTY(WRITE, fd, -1, ssize_t, write, (int fd, const void *bytes, size_t n), (fd, bytes, n))
FAULTY(WRITE, fd, -1, ssize_t, pwrite, (int fd, const void *bytes, size_t n, off_t at), (fd, bytes, n, at))
FAULTY(WRITE, fd, -1, ssize_t, pwrite64, (int fd, const void *bytes, size_t n, off64_t at),
       (fd, bytes, n, at))
FAULTY_IF(stream_fails(WRITE, stream), 0, size_t, fwrite,
          (const void *bytes, size_t size, size_t n, FILE *stream), (bytes, size, n, stream))
FAULTY_IF(stream_fails(WRITE, stream), EOF, int, fflush, (FILE * stream), (stream))
FAULTY(WRITE, fd, -1, ssize_t, send, (int fd, const void *bytes, size_t n, int flags), (fd, bytes, n, flags))

FAULTY(SYNC, fd, -1, int, fsync, (int fd), (fd))
FAULTY(SYNC, fd, -1, int, fdatasync, (int fd), (fd))
FAULTY(SYNC, fd, -1, int, ftruncate, (int fd, off_t n), (fd, n))
FAULTY(SYNC, fd, -1, int, ftruncate64, (int fd, off64_t n), (fd, n))
FAULTY(SYNC, fd, -1, int, fchmod, (int fd, mode_t mode), (fd, mode))

FAULTY(RENAME, -1, -1, int, rename, (const char *from, const char *to), (from, to))
FAULTY(RENAME, -1, -1, int, unlink, (const char *path), (path))
FAULTY(RENAME, -1, -1, int, link, (const char *from, const char *to), (from, to))

FAULTY(MAP, -1, MAP_FAILED, void *, mmap, (void *at, size_t n, int protection, int flags, int fd, off_t from),
       (at, n, protection, flags, fd, from))
FAULTY(MAP, -1, MAP_FAILED, void *, mmap64,
       (void *at, size_t n, int protection, int flags, int fd, off64_t from),
       (at, n, protection, flags, fd, from))

/* ---- the allocator ---- */

/* dlsym allocates, so these are asked by their other names. */
void *__libc_malloc(size_t n);
void *__libc_calloc(size_t n, size_t size);
void *__libc_realloc(void *pointer, size_t n);

EXPORT void *malloc(size_t n)
{
    return fails(MEMORY, -1) ? NULL : __libc_malloc(n);
}

EXPORT void *calloc(size_t n, size_t size)
{
    return fails(MEMORY, -1) ? NULL : __libc_calloc(n, size);
}

EXPORT void *realloc(void *pointer, size_t n)
{
    return fails(MEMORY, -1) ? NULL : __libc_realloc(pointer, n);
}

/* ---- a machine without locales ---- */

static bool is_builtin(const char *name)
{
    return !name || strcmp(name, "C") == 0 || strcmp(name, "POSIX") == 0;
}

/* "" stands for what the environment names. */
static const char *named(const char *name)
{
    static const char *const variables[] = {"LC_ALL", "LC_CTYPE", "LANG"};
    if (!name || *name)
        return name;
    for (size_t i = 0; i < sizeof variables / sizeof *variables; i++) {
        const char *value = getenv(variables[i]);
        if (value && *value)
            return value;
    }
    return "C";
}

EXPORT char *setlocale(int category, const char *name)
{
    static char *(*real)(int, const char *);
    if (faults.no_locales && !is_builtin(named(name)))
        return NULL;
    if (!real)
        *(void **)&real = dlsym(RTLD_NEXT, "setlocale");
    return real(category, name);
}

EXPORT locale_t newlocale(int mask, const char *name, locale_t base)
{
    static locale_t (*real)(int, const char *, locale_t);
    if (faults.no_locales && !is_builtin(named(name)))
        return errno = ENOENT, (locale_t)0;
    if (!real)
        *(void **)&real = dlsym(RTLD_NEXT, "newlocale");
    return real(mask, name, base);
}
