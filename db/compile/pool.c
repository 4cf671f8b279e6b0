/* SPDX-License-Identifier: MIT */
#include "db/compile/pool.h"

#include "base/error.h"

#include <stdarg.h>
#include <stdint.h>
#include <string.h>

struct pool_chunk {
    struct pool_chunk *next;
    max_align_t data[];
};

/* One malloc each: a run makes a few thousand, and address checkers see every overrun. */
void *pool_alloc(struct pool *pool, size_t n)
{
    struct pool_chunk *chunk;

    if (n > SIZE_MAX / 2)
        return NULL;
    chunk = calloc(1, sizeof(*chunk) + n);
    if (!chunk)
        return NULL;
    chunk->next = pool->chunks;
    pool->chunks = chunk;
    return chunk->data;
}

char *pool_copy(struct pool *pool, const char *text, size_t n)
{
    char *copy = pool_alloc(pool, n + 1);

    return copy ? memcpy(copy, text, n) : NULL;
}

char *pool_printf(struct pool *pool, const char *format, ...)
{
    va_list arguments;
    char *text = NULL, *copy;
    int n;

    va_start(arguments, format);
    n = vasprintf(&text, format, arguments);
    va_end(arguments);
    if (n < 0)
        return NULL;
    copy = pool_copy(pool, text, (size_t)n);
    free(text);
    return copy;
}

void *pool_grow(struct pool *pool, void *array, size_t n, size_t size)
{
    char *items;

    memcpy(&items, array, sizeof(items));
    if ((n & (n - 1)) == 0) {
        char *moved = pool_alloc(pool, (n ? 2 * n : 1) * size);
        if (!moved)
            return NULL;
        if (n)
            memcpy(moved, items, n * size);
        items = moved;
        memcpy(array, &items, sizeof(items));
    }
    return items + n * size;
}

void pool_fini(struct pool *pool)
{
    while (pool->chunks) {
        struct pool_chunk *next = pool->chunks->next;
        free(pool->chunks);
        pool->chunks = next;
    }
}
