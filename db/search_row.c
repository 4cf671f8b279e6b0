/* SPDX-License-Identifier: MIT */
#include "db/search_row.h"

#include "base/error.h"
#include "db/content.h"

#include <limits.h>

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
