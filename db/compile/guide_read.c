/* SPDX-License-Identifier: MIT */
#include "db/compile/guide_read.h"

#include "base/error.h"
#include "db/guide_sound.h"

#include <string.h>

#define ID_MAX 40

void *guide_grow(struct guide_reading *reading, void *items, size_t *n, size_t size, size_t max, int line)
{
    void *item;

    if (reading->error < 0)
        return NULL;
    if (*n == max) {
        report_add(reading->report, reading->path, line, "太多了（最多 %zu 个）", max);
        return NULL;
    }
    item = pool_grow(reading->pool, items, *n, size);
    if (item)
        ++*n;
    else
        reading->error = -ENOMEM;
    return item;
}

static struct fields fields_of(const struct guide_reading *reading, const struct node *map)
{
    return (struct fields){
        .pool = reading->pool, .report = reading->report, .path = reading->path, .map = map};
}

void guide_read_names(char ***out, size_t *n, struct guide_reading *reading, const struct node *map,
                      const char *key, size_t max)
{
    const struct fields fields = fields_of(reading, map);
    struct entries entries;

    if (field_list(&entries, &fields, key) < 0)
        reading->error = -ENOMEM;
    for (size_t i = 0; i < entries.n; i++) {
        char **name = guide_grow(reading, out, n, sizeof(*name), max, entries.items[i].line);
        if (!name)
            return;
        *name = guide_borrow(entries.items[i].text);
    }
}

char *guide_read_line(const struct guide_reading *reading, const struct node *map, const char *key)
{
    const struct fields fields = fields_of(reading, map);

    return guide_borrow(node_get(map, key) ? field_line(&fields, key).text : "");
}

char *guide_read_words(const struct guide_reading *reading, const struct node *map, const char *key,
                       const struct wording *wording)
{
    const struct node *node = node_get(map, key);

    return guide_borrow(node && guide_words_are_fine(reading, node, key, wording) ? node->text : "");
}

/* [a-z][a-z0-9]*(-[a-z0-9]+)* */
bool guide_id_is_fine(const struct guide_reading *reading, int line, const char *id)
{
    size_t n = strlen(id);

    if (n > 0 && n <= ID_MAX && guide_id_is_sound(id) && id[0] >= 'a' && id[n - 1] != '-' &&
        !strstr(id, "--"))
        return true;
    report_add(reading->report, reading->path, line,
               "编号 %.80s 写法不对：小写英文字母开头，用小写字母、数字和单个 -，最多 %d 个", id, ID_MAX);
    return false;
}

char *guide_read_id(const struct guide_reading *reading, const struct node *map, const char *key)
{
    const struct node *node = node_get(map, key);

    return guide_borrow(node && guide_id_is_fine(reading, node->line, node->text) ? node->text : "");
}
