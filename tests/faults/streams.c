/* SPDX-License-Identifier: MIT */
/*
 * What allocates inside the C library, where --wrap does not reach its malloc: it fails as a whole, and
 * counts as an allocation of tests/faults/allocator.h.
 */
#include "tests/faults/allocator.h"

#include <dirent.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#define WRAP(type, name, parameters)                                                                         \
    type __real_##name parameters;                                                                           \
    type __wrap_##name parameters;                                                                           \
    type __wrap_##name parameters

WRAP(FILE *, open_memstream, (char **text, size_t *n))
{
    return allocator_fails() ? NULL : __real_open_memstream(text, n);
}

/* Only of a stream in memory, which may have to grow once more; it is closed all the same. */
WRAP(int, fclose, (FILE * stream))
{
    int before = errno;
    bool fails = fileno(stream) < 0 && allocator_fails();

    errno = before;
    int r = __real_fclose(stream);
    if (fails)
        errno = ENOMEM;
    return fails ? EOF : r;
}

int __wrap_asprintf(char **out, const char *format, ...) __attribute__((format(printf, 2, 3)));
int __wrap_asprintf(char **out, const char *format, ...)
{
    va_list arguments;

    if (allocator_fails())
        return -1;
    va_start(arguments, format);
    int n = vasprintf(out, format, arguments); /* counted once more: it is wrapped, too */
    va_end(arguments);
    return n;
}

WRAP(char *, realpath, (const char *path, char *resolved))
{
    return allocator_fails() ? NULL : __real_realpath(path, resolved);
}

WRAP(DIR *, fdopendir, (int fd))
{
    return allocator_fails() ? NULL : __real_fdopendir(fd);
}

WRAP(int, scandir64,
     (const char *path, struct dirent ***names, int (*filter)(const struct dirent *),
      int (*compare)(const struct dirent **, const struct dirent **)))
{
    return allocator_fails() ? -1 : __real_scandir64(path, names, filter, compare);
}

struct json_object;
struct json_tokener;

WRAP(struct json_object *, json_tokener_parse_ex, (struct json_tokener * tokener, const char *text, int n))
{
    if (allocator_fails())
        return NULL;
    allocator_spare(true);
    struct json_object *object = __real_json_tokener_parse_ex(tokener, text, n);
    allocator_spare(false);
    return object;
}
