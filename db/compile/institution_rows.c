/* SPDX-License-Identifier: MIT */
#include "db/compile/institution_rows.h"

#include "db/compile/institutions.h"

#include <string.h>

/* In the order of codes, which is the table's own. */
static void write_list(struct writer *writer, const struct draft_institutions *list)
{
    for (size_t i = 0; i < list->table.n; i++) {
        const char *const *cells = list->by_code[i]->cells;
        INSERT(writer, "INSERT INTO institution VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
               TEXT(cells[INSTITUTION_CODE]), TEXT(cells[INSTITUTION_NAME]),
               TEXT(cells[INSTITUTION_PROVINCE]), TEXT(cells[INSTITUTION_CITY]),
               TEXT(cells[INSTITUTION_LEVEL]), TEXT(cells[INSTITUTION_KIND]),
               TEXT(cells[INSTITUTION_AUTHORITY]), TEXT(cells[INSTITUTION_REMARK]));
    }
}

/* Which of its institution's former names it is, from 1. */
static int ordinal_of(const struct table *former, size_t which)
{
    int ordinal = 1;

    for (size_t i = 0; i < which; i++)
        ordinal += strcmp(former->rows[i].cells[FORMER_CODE], former->rows[which].cells[FORMER_CODE]) == 0;
    return ordinal;
}

void write_institutions(struct writer *writer, const struct draft_institutions *list)
{
    const struct table *former = &list->former;

    INSERT(writer, "INSERT INTO institution_list VALUES (1, ?, ?, ?, ?)", TEXT(list->source),
           TEXT(list->link.text), TEXT(list->date), NUMBER(list->table.n));
    write_list(writer, list);
    for (size_t i = 0; i < former->n; i++)
        INSERT(writer, "INSERT INTO former_name VALUES (?, ?, ?, ?)",
               TEXT(former->rows[i].cells[FORMER_CODE]), NUMBER(ordinal_of(former, i)),
               TEXT(former->rows[i].cells[FORMER_NAME]), TEXT(former->rows[i].cells[FORMER_DATE]));
}

void write_readings(struct writer *writer, const struct draft_content *content)
{
    for (size_t i = 0; i < content->n_readings; i++)
        INSERT(writer, "INSERT INTO reading VALUES (?, ?)", TEXT(content->readings[i].character),
               TEXT(content->readings[i].readings));
}
