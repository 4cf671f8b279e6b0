/* SPDX-License-Identifier: MIT */
#include "db/search_row.h"

#include "base/error.h"
#include "db/content.h"

#include <limits.h>
#include <stdint.h>
#include <string.h>

#define BLOCKS_MAX 4096

void search_row_read(struct entry_row *out, struct rows *rows)
{
    *out = (struct entry_row){
        .id = rows_int(rows, 0, 1, INT_MAX),
        .kind = (enum entry_kind)rows_int(rows, 1, ENTRY_TITLE, ENTRY_SUPPLEMENT),
        .question = rows_int(rows, 2, 0, CONTENT_QUESTIONS),
        .block = rows_int(rows, 4, -1, BLOCKS_MAX),
        .target = rows_borrowed(rows, 3),
        .title = rows_borrowed(rows, 5),
        .text = rows_borrowed(rows, 6),
    };
    rows_require(rows, rows->error < 0 || *out->text);
    rows_require(rows, rows->error < 0 || out->question > 0 || out->kind == ENTRY_LINK);
}

const struct entry_row *kept_rows_find(const struct kept_rows *kept, long long id)
{
    for (size_t i = 0; i < kept->n; i++)
        if (kept->rows[i].id == id)
            return &kept->rows[i];
    return NULL;
}

/* Its three texts in one piece, whose start is row->text. */
static int own_texts(struct entry_row *row)
{
    size_t text = strlen(row->text) + 1, title = strlen(row->title) + 1, target = strlen(row->target) + 1;
    char *texts = malloc(text + title + target);

    if (!texts)
        return -ENOMEM;
    row->text = memcpy(texts, row->text, text);
    row->title = memcpy(texts + text, row->title, title);
    row->target = memcpy(texts + text + title, row->target, target);
    return 0;
}

int kept_rows_add(struct kept_rows *kept, const struct entry_row *row)
{
    size_t n = kept->n;

    if (kept_rows_find(kept, row->id))
        return 0;
    if ((n & (n - 1)) == 0) {
        struct entry_row *rows = reallocarray(kept->rows, n ? 2 * n : 1, sizeof(*rows));
        if (!rows)
            return -ENOMEM;
        kept->rows = rows;
    }
    kept->rows[n] = *row;
    if (own_texts(&kept->rows[n]) < 0)
        return -ENOMEM;
    kept->n++;
    return 0;
}

void kept_rows_fini(struct kept_rows *kept)
{
    for (size_t i = 0; i < kept->n; i++)
        free((char *)(uintptr_t)kept->rows[i].text); /* ours, see own_texts */
    free(kept->rows);
}
