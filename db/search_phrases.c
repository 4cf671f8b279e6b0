/* SPDX-License-Identifier: MIT */
#include "db/search_phrases.h"

#include "base/utf8.h"
#include "db/tokenizer.h"

#include <string.h>

/* One character of the tokenizer's: an item, or a run of digits or letters. */
struct piece {
    size_t first, n;
    char script; /* h, p or i; 0: not to be asked for */
    bool breaks; /* it does not go on with the piece before */
};

struct writer {
    char *out;
    size_t n;
    const struct search_query *query;
    bool is_long;
    const char *join;
};

static bool is_word(const struct search_item *item)
{
    return item->kind == ITEM_CHARACTER && fold_is_word(item->character);
}

static bool is_digit(const struct search_item *item)
{
    return item->character >= U'0' && item->character <= U'9';
}

static char script_of(const struct search_item *item)
{
    if (item->stop)
        return 0;
    switch (item->kind) {
    case ITEM_CHARACTER:
        return item->unit ? 'h' : 0;
    case ITEM_SYLLABLE:
    case ITEM_UNFINISHED:
        return 'p';
    case ITEM_INITIAL:
        return item->letters[1] ? 0 : 'i';
    case ITEM_NOISE:
        break;
    }
    return 0;
}

static size_t find_pieces(struct piece out[SEARCH_QUERY_MAX], const struct search_query *query)
{
    size_t n = 0;

    for (size_t i = 0; i < query->n; n++) {
        const struct search_item *item = &query->items[i];
        out[n] = (struct piece){.first = i, .n = 1, .script = script_of(item), .breaks = item->breaks};
        while (is_word(item) && i + out[n].n < query->n && is_word(item + out[n].n) &&
               !item[out[n].n].breaks && is_digit(item) == is_digit(item + out[n].n))
            out[n].n++;
        i += out[n].n;
    }
    return n;
}

static void put(struct writer *writer, const char *text, size_t n)
{
    if (n >= PHRASES_BYTES - writer->n)
        return;
    memcpy(writer->out + writer->n, text, n);
    writer->n += n;
    writer->out[writer->n] = '\0';
}

static void put_item(struct writer *writer, const struct search_item *item)
{
    char bytes[4];

    if (item->kind == ITEM_CHARACTER)
        put(writer, bytes, utf8_encode(bytes, item->character));
    else
        put(writer, item->letters, strlen(item->letters));
}

/* "Hbiyezheng" or "Pbiyez" *. */
static void put_phrase(struct writer *writer, const struct piece *pieces, size_t n)
{
    const struct piece *last = &pieces[n - 1];
    char script = (char)(writer->is_long ? pieces->script - ('a' - 'A') : pieces->script);

    if (writer->n > 0)
        put(writer, writer->join, strlen(writer->join));
    put(writer, "\"", 1);
    put(writer, &script, 1);
    for (size_t i = pieces->first; i < last->first + last->n; i++)
        put_item(writer, &writer->query->items[i]);
    put(writer, "\"", 1);
    if (writer->query->items[last->first].kind == ITEM_UNFINISHED)
        put(writer, " *", 2);
}

/* How many pieces from the first on are one phrase. */
static size_t phrase_length(const struct piece *pieces, size_t n)
{
    size_t length = 1;

    while (length < n && !pieces[length].breaks && pieces[length].script == pieces->script)
        length++;
    return length;
}

static void put_all(struct writer *writer, const struct piece *pieces, size_t n)
{
    size_t at = 0;

    while (at + TOKENIZER_PHRASE_MAX < n) {
        put_phrase(writer, pieces + at, TOKENIZER_PHRASE_MAX);
        at += TOKENIZER_PHRASE_MAX;
    }
    if (at > 0 && at < n) /* the rest overlaps what is before it */
        at = n - TOKENIZER_PHRASE_MAX;
    put_phrase(writer, pieces + at, n - at);
}

static void put_any(struct writer *writer, const struct piece *pieces, size_t n)
{
    if (n == 1)
        put_phrase(writer, pieces, 1);
    for (size_t i = 0; i + 1 < n; i++)
        put_phrase(writer, pieces + i, 2);
}

void search_phrases(char out[PHRASES_BYTES], const struct search_query *query, enum phrases which,
                    bool is_long)
{
    struct piece pieces[SEARCH_QUERY_MAX];
    struct writer writer = {
        .out = out, .query = query, .is_long = is_long, .join = which == PHRASES_ALL ? " AND " : " OR "};
    size_t n = find_pieces(pieces, query), length;

    out[0] = '\0';
    for (size_t i = 0; i < n; i += length) {
        length = pieces[i].script ? phrase_length(pieces + i, n - i) : 1;
        if (pieces[i].script && which == PHRASES_ALL)
            put_all(&writer, pieces + i, length);
        else if (pieces[i].script)
            put_any(&writer, pieces + i, length);
    }
}
