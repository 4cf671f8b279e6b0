/* SPDX-License-Identifier: MIT */
#include "ui/text_area_lines.h"

#include "base/error.h"
#include "base/linebreak.h"
#include "base/sanitize.h"
#include "base/utf8.h"
#include "base/width.h"

#include <string.h>

/* The text as it will be shown, and which position each shown character is of. */
struct shown {
    char32_t *text;
    size_t *source;
    size_t n, room;
};

static void shown_free(struct shown *shown)
{
    free(shown->text);
    free(shown->source);
}

static int shown_add(struct shown *shown, char32_t ch, size_t source)
{
    if (shown->n == shown->room) {
        size_t room = shown->room * 2 + 256;
        char32_t *text = realloc(shown->text, room * sizeof(*text));
        if (text)
            shown->text = text;
        size_t *sources = text ? realloc(shown->source, room * sizeof(*sources)) : NULL;
        if (!sources)
            return -ENOMEM;
        shown->source = sources;
        shown->room = room;
    }
    shown->text[shown->n] = ch;
    shown->source[shown->n++] = source;
    return 0;
}

char *text_area_cluster(const struct text_area *area, size_t from, size_t to)
{
    char utf8[4 * (1 + SANITIZE_MARKS_MAX) + 1];
    size_t n = 0;
    for (; from < to && n + 4 < sizeof(utf8); from++)
        n += utf8_encode(utf8 + n, area->edit.text[from]);
    utf8[n] = '\0';
    return glyphs_display(area->glyphs, utf8);
}

static int show_cluster(struct shown *shown, struct text_area *area, size_t from, size_t to)
{
    if (to == from + 1 && glyphs_is_plain(area->edit.text[from])) {
        area->widths[from] = (uint8_t)width_of(area->edit.text[from]);
        return shown_add(shown, area->edit.text[from], from);
    }
    _cleanup_free_ char *text = text_area_cluster(area, from, to);
    int error = text ? 0 : -ENOMEM;
    area->widths[from] = (uint8_t)(text ? width_of_text(text) : 0);
    size_t n = text ? strlen(text) : 0;
    for (size_t i = 0; i < n && !error;) {
        char32_t ch;
        i += utf8_decode(&ch, text + i, n - i);
        error = shown_add(shown, ch, from);
    }
    return error;
}

static int add_line(struct text_area *area, size_t start, size_t end)
{
    if (area->n_lines == area->lines_room) {
        size_t room = area->lines_room * 2 + 64;
        struct text_line *lines = realloc(area->lines, room * sizeof(*lines));
        if (!lines)
            return -ENOMEM;
        area->lines = lines;
        area->lines_room = room;
    }
    area->lines[area->n_lines++] = (struct text_line){start, end};
    return 0;
}

/* The position where a shown character begins; behind the last one, `behind`. */
static size_t source_of(const struct shown *shown, size_t i, size_t behind)
{
    while (i > 0 && i < shown->n && shown->source[i] == shown->source[i - 1]) /* never within a stand-in */
        i++;
    return i < shown->n ? shown->source[i] : behind;
}

/* One paragraph, positions from to to, in lines. */
static int wrap(struct text_area *area, const struct shown *shown, size_t from, size_t to)
{
    _cleanup_free_ char *breaks = malloc(shown->n + 1);
    int error = breaks ? linebreak_find(breaks, shown->text, shown->n) : -ENOMEM;
    if (!error && shown->n == 0)
        error = add_line(area, from, to);
    for (size_t start = 0; !error && start < shown->n;) {
        size_t next, end = linebreak_line(&next, shown->text, breaks, shown->n, start, area->cols);
        size_t first = start ? source_of(shown, start, to) : from; /* blanks at the start stay */
        error = add_line(area, first, source_of(shown, end, to));
        start = next;
    }
    return error;
}

static int wrap_paragraph(struct text_area *area, size_t from, size_t to)
{
    struct shown shown = {0};
    int error = 0;
    for (size_t at = from; at < to && !error;) {
        size_t next = edit_after(&area->edit, at);
        error = show_cluster(&shown, area, at, next);
        at = next;
    }
    if (!error)
        error = wrap(area, &shown, from, to);
    shown_free(&shown);
    return error;
}

int text_area_arrange(struct text_area *area)
{
    const struct edit *edit = &area->edit;
    if (!area->stale)
        return 0;
    uint8_t *widths = realloc(area->widths, edit->n + 1);
    area->n_lines = 0;
    if (!widths)
        return -ENOMEM;
    area->widths = widths;
    memset(widths, 0, edit->n + 1);
    int error = 0;
    for (size_t from = 0; !error && from <= edit->n;) {
        size_t to = from;
        while (to < edit->n && edit->text[to] != U'\n')
            to++;
        error = wrap_paragraph(area, from, to);
        from = to + 1;
    }
    if (error)
        area->n_lines = 0;
    area->stale = error != 0;
    return error;
}
