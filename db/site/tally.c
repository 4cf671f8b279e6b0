/* SPDX-License-Identifier: MIT */
#include "db/site/tally.h"

#include "base/error.h"
#include "base/utf8.h"
#include "db/site/text.h"

#include <limits.h>
#include <string.h>
#include <unictype.h>

const char *tally_kind_id(enum tally_kind kind)
{
    static const char *const ids[] = {
        [TALLY_QUESTION] = "question", [TALLY_GUIDE] = "guide", [TALLY_OUTCOME] = "outcome",
        [TALLY_LINK] = "link",         [TALLY_SLIP] = "slip",   [TALLY_SEARCH] = "search",
        [TALLY_MISS] = "search-miss",
    };

    return kind > 0 && (size_t)kind < ARRAY_SIZE(ids) ? ids[kind] : NULL;
}

void tally_question_item(char out[TALLY_ITEM_BYTES], int question)
{
    snprintf(out, TALLY_ITEM_BYTES, "%d", question);
}

void tally_outcome_item(char out[TALLY_ITEM_BYTES], int question, const char *node)
{
    snprintf(out, TALLY_ITEM_BYTES, "%d/%s", question, node);
}

const char *tally_where_id(enum tally_where where)
{
    static const char *const ids[] = {[TALLY_KIOSK] = "kiosk", [TALLY_DESK] = "desk"};

    return where > 0 && (size_t)where < ARRAY_SIZE(ids) ? ids[where] : NULL;
}

void tally_init(struct tally *tally, enum tally_where where)
{
    *tally = (struct tally){.where = where, .visitor = 1};
}

static int day_number(struct date day)
{
    return day.year * 10000 + day.month * 100 + day.day;
}

static int hour_of(time_t now)
{
    struct tm tm;

    return localtime_r(&now, &tm) ? tm.tm_hour : 0;
}

/* Ids have years and numbers of questions in them; longer numbers are somebody's. */
static bool is_item(const char *item)
{
    size_t n = strspn(item, "abcdefghijklmnopqrstuvwxyz0123456789-_./:");

    if (n >= TALLY_ITEM_BYTES || item[n])
        return false;
    while (*item) {
        size_t digits = strspn(item, "0123456789");
        if (digits > TALLY_ITEM_DIGITS)
            return false;
        item += digits + (item[digits] != '\0');
    }
    return true;
}

static bool is_cell(const struct tally_cell *cell, int day, int hour, enum tally_kind kind, const char *item)
{
    return cell->day == day && cell->hour == hour && cell->kind == kind && strcmp(cell->item, item) == 0;
}

static void add(unsigned *n)
{
    *n += *n < UINT_MAX / 2;
}

void tally_add(struct tally *tally, time_t now, enum tally_kind kind, const char *item)
{
    int day = day_number(date_of(now)), hour = hour_of(now);

    if (!tally_kind_id(kind) || !is_item(item))
        return;
    for (size_t i = 0; i < tally->n_cells; i++) {
        if (is_cell(&tally->cells[i], day, hour, kind, item)) {
            add(&tally->cells[i].n);
            return;
        }
    }
    if (tally->n_cells == TALLY_CELLS) {
        add(&tally->dropped);
        return;
    }
    struct tally_cell *cell = &tally->cells[tally->n_cells++];
    *cell = (struct tally_cell){.day = day, .hour = hour, .kind = kind, .n = 1};
    memcpy(cell->item, item, strlen(item));
}

/* Whatever stands for a number in any script: 12, １２, ١٢, ②, Ⅱ, 〇. */
static bool has_digit(const char *text)
{
    size_t n = strlen(text), at = 0;
    char32_t c;

    while (at < n) {
        at += utf8_decode(&c, text + at, n - at);
        if (uc_is_general_category_withtable(c, UC_CATEGORY_MASK_N))
            return true;
    }
    return false;
}

/* The term as it may one day be shown, or "" if it never may. */
static void make_term(char out[TALLY_TERM_BYTES], const char *typed)
{
    _cleanup_free_ char *text = NULL;

    out[0] = '\0';
    if (strlen(typed) >= 8 * TALLY_TERM_BYTES || text_clean_line(&text, typed) < 0)
        return;
    if (!has_digit(text) && text_length(text) <= TALLY_TERM_CHARACTERS)
        memcpy(out, text, strlen(text) + 1);
    text_wipe(text);
}

static void add_term(struct tally *tally, int day, int hour, const char *text)
{
    struct tally_term *term = tally->terms, *end = term + tally->n_terms;

    while (term < end && (term->day != day || term->hour != hour || strcmp(term->text, text) != 0))
        term++;
    if (term == end) {
        if (tally->n_terms == TALLY_TERMS) {
            add(&tally->dropped);
            return;
        }
        tally->n_terms++;
        *term = (struct tally_term){.day = day, .hour = hour};
        memcpy(term->text, text, strlen(text));
    }
    if (term->visitor != tally->visitor)
        add(&term->n);
    term->visitor = tally->visitor;
}

void tally_miss(struct tally *tally, time_t now, const char *typed)
{
    char term[TALLY_TERM_BYTES];

    term[0] = '\0';
    if (tally->where == TALLY_KIOSK) /* at the desk nobody knows who is another student */
        make_term(term, typed);
    if (*term)
        add_term(tally, day_number(date_of(now)), hour_of(now), term);
    else
        tally_add(tally, now, TALLY_MISS, "");
    text_wipe(term);
}

void tally_visitor(struct tally *tally)
{
    tally->visitor++;
}

bool tally_is_empty(const struct tally *tally)
{
    return tally->n_cells == 0 && tally->n_terms == 0;
}
