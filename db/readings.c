/* SPDX-License-Identifier: MIT */
#include "base/error.h"
#include "base/utf8.h"
#include "db/pinyin.h"
#include "db/statements.h"

#include <string.h>

static void add_reading(struct pinyin *pinyin, struct rows *rows)
{
    _cleanup_free_ char *character = rows_filled(rows, 0), *readings = rows_text(rows, 1);
    char32_t code_point;

    if (rows->error < 0)
        return;
    rows_require(rows, utf8_decode(&code_point, character, strlen(character)) == strlen(character));
    if (rows->error == 0)
        rows->error = pinyin_add(pinyin, code_point, readings);
}

static int load(struct pinyin *pinyin, struct handbook *handbook)
{
    struct rows rows = handbook_rows(handbook, STATEMENT_READINGS);

    while (rows_next(&rows) > 0)
        add_reading(pinyin, &rows);
    rows_end(&rows);
    return rows.error;
}

int handbook_pinyin(const struct pinyin **out, struct handbook *handbook)
{
    struct pinyin *pinyin = NULL;
    int r = handbook->pinyin ? 0 : pinyin_new(&pinyin);

    if (pinyin) {
        r = load(pinyin, handbook);
        if (r == 0)
            handbook->pinyin = pinyin;
        else
            pinyin_free(pinyin);
    }
    if (r == 0)
        *out = handbook->pinyin;
    return r;
}
