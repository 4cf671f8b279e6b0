/* SPDX-License-Identifier: MIT */
#include "db/search_lists.h"

#include "base/error.h"

/* While it is counted there are no items, and first[k + 2] is how many k has; while they are put in,
 * first[k + 1] is where the next of k goes, in the end where k + 1 begins. */
void search_lists_add(struct search_lists *lists, size_t key, size_t item)
{
    if (lists->items)
        lists->items[lists->first[key + 1]++] = (uint16_t)item;
    else
        lists->first[key + 2]++;
}

int search_lists_make(struct search_lists *out, size_t keys,
                      void (*walk)(struct search_lists *lists, const void *context), const void *context)
{
    *out = (struct search_lists){.first = calloc(keys + 2, sizeof(*out->first))};
    if (!out->first)
        return -ENOMEM;
    walk(out, context);
    for (size_t key = 0; key < keys; key++)
        out->first[key + 2] += out->first[key + 1];
    out->items = calloc(out->first[keys + 1] + 1, sizeof(*out->items));
    if (!out->items)
        return -ENOMEM;
    walk(out, context);
    return 0;
}

void search_lists_fini(struct search_lists *lists)
{
    free(lists->items);
    free(lists->first);
}
