/* SPDX-License-Identifier: MIT */
/* Lists of numbers by key, in two arrays: where in the shelf a unit stands, which units a syllable reads. */
#ifndef DB_SEARCH_LISTS_H
#define DB_SEARCH_LISTS_H

#include <stddef.h>
#include <stdint.h>

/* Those of key k are items[first[k]] to before items[first[k + 1]]. */
struct search_lists {
    uint16_t *items;
    uint32_t *first;
};

/*
 * Keys are 0 to before `keys`. `walk` calls search_lists_add for each pair of key and item; it is walked
 * twice, first to count. -ENOMEM; search_lists_fini in any case.
 */
int search_lists_make(struct search_lists *out, size_t keys,
                      void (*walk)(struct search_lists *lists, const void *context), const void *context);
void search_lists_add(struct search_lists *lists, size_t key, size_t item);
void search_lists_fini(struct search_lists *lists);

#endif
