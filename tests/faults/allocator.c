/* SPDX-License-Identifier: MIT */
#include "tests/faults/allocator.h"

#include "tests/faults/ways.h"

#include <errno.h>
#include <limits.h>
#include <stdarg.h>
#include <stddef.h>

void *__real_malloc(size_t n);
void *__real_calloc(size_t n, size_t size);
void *__real_realloc(void *pointer, size_t n);
void *__real_reallocarray(void *pointer, size_t n, size_t size);
char *__real_strdup(const char *text);
char *__real_strndup(const char *text, size_t n);
int __real_vasprintf(char **out, const char *format, va_list arguments);
void *__wrap_malloc(size_t n);
void *__wrap_calloc(size_t n, size_t size);
void *__wrap_realloc(void *pointer, size_t n);
void *__wrap_reallocarray(void *pointer, size_t n, size_t size);
char *__wrap_strdup(const char *text);
char *__wrap_strndup(const char *text, size_t n);
int __wrap_vasprintf(char **out, const char *format, va_list arguments);

static struct {
    long countdown; /* allocations until one fails, or WAYS_NEXT; LONG_MAX never */
    bool for_ever, failed;
    int spared;
} faults = {.countdown = LONG_MAX};

void allocator_fail(long k, bool for_ever)
{
    faults.countdown = k;
    faults.for_ever = for_ever;
    faults.failed = false;
}

bool allocator_heal(void)
{
    faults.countdown = LONG_MAX;
    return faults.failed;
}

void allocator_spare(bool on)
{
    faults.spared += on ? 1 : -1;
}

bool allocator_fails(void)
{
    if (faults.spared > 0 || faults.countdown == LONG_MAX)
        return false;
    if (faults.countdown == WAYS_NEXT ? !ways_is_new() : --faults.countdown > 0)
        return false;
    faults.failed = true;
    faults.countdown = faults.for_ever ? 1 : LONG_MAX;
    errno = ENOMEM;
    return true;
}

void *__wrap_malloc(size_t n)
{
    return allocator_fails() ? NULL : __real_malloc(n);
}

void *__wrap_calloc(size_t n, size_t size)
{
    return allocator_fails() ? NULL : __real_calloc(n, size);
}

void *__wrap_realloc(void *pointer, size_t n)
{
    return allocator_fails() ? NULL : __real_realloc(pointer, n);
}

void *__wrap_reallocarray(void *pointer, size_t n, size_t size)
{
    return allocator_fails() ? NULL : __real_reallocarray(pointer, n, size);
}

char *__wrap_strdup(const char *text)
{
    return allocator_fails() ? NULL : __real_strdup(text);
}

char *__wrap_strndup(const char *text, size_t n)
{
    return allocator_fails() ? NULL : __real_strndup(text, n);
}

int __wrap_vasprintf(char **out, const char *format, va_list arguments)
{
    return allocator_fails() ? -1 : __real_vasprintf(out, format, arguments);
}
