/* SPDX-License-Identifier: MIT */
/* Memory that lives as long as one run of the compiler and is freed at once.
 * Everything returned is zeroed. */
#ifndef DB_COMPILE_POOL_H
#define DB_COMPILE_POOL_H

#include <stddef.h>

struct pool {
    struct pool_chunk *chunks;
};

void *pool_alloc(struct pool *pool, size_t n); /* NULL: out of memory */
char *pool_copy(struct pool *pool, const char *text, size_t n);
char *pool_printf(struct pool *pool, const char *format, ...) __attribute__((format(printf, 2, 3)));

/*
 * Room for one more in an array of n items; `array` points to the array pointer. The array moves when n is a
 * power of two. Returns the new item, or NULL: out of memory.
 */
void *pool_grow(struct pool *pool, void *array, size_t n, size_t size);

void pool_fini(struct pool *pool);

#endif
