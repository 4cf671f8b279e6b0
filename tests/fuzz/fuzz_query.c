/* SPDX-License-Identifier: MIT */
/*
 * Any bytes as a query, as far as FTS5 is asked: items stand for what was typed and for nothing else, in its
 * order, and what FTS5 reads is made of them alone, in the one form that we write. What it finds is looked at
 * by fuzz_search.
 */
#include "base/error.h"
#include "base/utf8.h"
#include "db/search_phrases.h"
#include "db/tokenizer.h"

#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define SAID_BYTES (8 * SEARCH_QUERY_MAX + 1)

static void check(bool promise)
{
    if (!promise)
        abort();
}

static bool is_letters(const char *text, size_t n)
{
    return n > 0 && strspn(text, "abcdefghijklmnopqrstuvwxyz") == n;
}

static void check_character(const struct search_item *item, const struct search_shelf *shelf)
{
    check(fold_is_han(item->character) || fold_is_word(item->character));
    check(item->unit == pinyin_unit(shelf->pinyin, item->character));
    check(item->unit < pinyin_units(shelf->pinyin));
    check(item->low == 0 && item->high == 0 && !*item->letters);
    check(item->has_near == (item->unit && fold_is_han(item->character)));
}

/* Every syllable that it may be begins so. */
static void check_spelt(const struct search_item *item, const struct search_shelf *shelf)
{
    size_t n = strnlen(item->letters, sizeof(item->letters));

    check(n < sizeof(item->letters) && is_letters(item->letters, n) && item->character == 0 &&
          item->unit == 0);
    check(item->low <= item->high && item->high <= shelf->n_syllables);
    check((item->low < item->high) == (item->kind != ITEM_NOISE));
    for (size_t i = item->low; i < item->high; i++)
        check(strncmp(shelf->spelling[i], item->letters, n) == 0);
    if (item->kind != ITEM_SYLLABLE)
        return;
    check(item->high == item->low + 1 && shelf->spelling[item->low][n] == '\0');
    check(item->has_near && syllables_have(&item->near, item->low));
}

/* The Han of the items are those that were typed, none left out and none more. */
static void check_order(const struct search_query *query)
{
    size_t left = strlen(query->text), at = 0;
    const char *text = query->text;
    char32_t c;

    check(utf8_is_valid(text, left));
    for (size_t used; left > 0; text += used, left -= used) {
        used = utf8_decode(&c, text, left);
        if (!fold_is_han(c))
            continue;
        while (at < query->n && !fold_is_han(query->items[at].character))
            at++;
        check(at < query->n ? query->items[at++].character == c : query->n == SEARCH_QUERY_MAX);
    }
    while (at < query->n)
        check(!fold_is_han(query->items[at++].character));
}

static void check_items(const struct search_query *query, const struct search_shelf *shelf)
{
    size_t stops = 0;

    check(query->n <= SEARCH_QUERY_MAX && query->question >= 0 && query->question <= CONTENT_QUESTIONS);
    for (size_t i = 0; i < query->n; i++) {
        const struct search_item *item = &query->items[i];
        check(item->kind <= ITEM_NOISE);
        check(!query->initials || (item->kind != ITEM_SYLLABLE && item->kind != ITEM_UNFINISHED));
        if (item->kind == ITEM_CHARACTER)
            check_character(item, shelf);
        else
            check_spelt(item, shelf);
        stops += item->stop;
    }
    check(stops < query->n || query->n == 0);
}

/* All that the items say, one behind the other. */
static void say(char out[SAID_BYTES], const struct search_query *query)
{
    for (size_t i = 0; i < query->n; i++) {
        const struct search_item *item = &query->items[i];
        if (item->kind == ITEM_CHARACTER)
            out += utf8_encode(out, item->character);
        else
            out = stpcpy(out, item->letters);
    }
    *out = '\0';
}

/* "h毕业证": the letter that says what it is, then a part of what was said. Returns what follows. */
static const char *check_token(const char *at, const char *said, bool is_long)
{
    char token[SAID_BYTES];
    size_t n;

    check(at[0] == '"' && at[1] && strchr(is_long ? "HPI" : "hpi", at[1]));
    at += 2;
    n = strcspn(at, "\"");
    check(at[n] == '"' && n > 0 && n < sizeof(token));
    memcpy(token, at, n);
    token[n] = '\0';
    check(strstr(said, token) != NULL);
    return at + n + 1;
}

/* Tokens, perhaps with their end open, and the word between them: nothing else. */
static void check_phrases(const struct search_query *query, enum phrases which, bool is_long)
{
    const char *join = which == PHRASES_ALL ? " AND " : " OR ";
    char phrases[PHRASES_BYTES], said[SAID_BYTES];
    const char *at = phrases;

    search_phrases(phrases, query, which, is_long);
    check(strnlen(phrases, sizeof(phrases)) < sizeof(phrases));
    say(said, query);
    while (*at) {
        at = check_token(at, said, is_long);
        if (at[0] == ' ' && at[1] == '*')
            at += 2;
        if (!*at)
            break;
        check(strncmp(at, join, strlen(join)) == 0);
        at += strlen(join);
        check(*at);
    }
}

/* Whether it may be understood otherwise, too. */
static bool check_query(const struct search_shelf *shelf, const char *typed, bool initials)
{
    struct search_query query;

    search_query_prepare(&query, shelf, typed, initials);
    check(query.initials == initials);
    check_items(&query, shelf);
    check_order(&query);
    check_phrases(&query, PHRASES_ALL, query.n & 1);
    check_phrases(&query, PHRASES_ANY, query.n & 2);
    return search_query_is_doubtful(&query);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct handbook *handbook; /* opened once for all runs; reachable to the end */
    static struct search_shelf *shelf;
    _cleanup_free_ char *typed = strndup((const char *)data, size);

    if (!handbook)
        check(handbook_open_embedded(&handbook) == 0 && search_shelf_get(&shelf, handbook) == 0);
    check(typed != NULL);
    if (check_query(shelf, typed, false) || size % 4 == 0)
        check_query(shelf, typed, true);
    return 0;
}
