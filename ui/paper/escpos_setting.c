/* SPDX-License-Identifier: MIT */
#include "ui/paper/escpos_setting.h"

#include "base/error.h"

static void put(struct roll *roll, const struct escpos_string *string, size_t from, size_t end)
{
    escpos_text(&roll->bytes, string->bytes + string->at[from], string->at[end] - string->at[from]);
}

void roll_stick(struct roll *roll, int error)
{
    if (error && !roll->bytes.error)
        roll->bytes.error = error;
}

/* A short text as it is; how many columns it took. */
static int put_words(struct roll *roll, const char *words)
{
    struct escpos_string string;
    int columns = 0, error = escpos_string_init(&string, roll->writer, roll->chinese, words);
    if (error) {
        roll_stick(roll, error);
        return 0;
    }
    columns = escpos_string_columns(&string, 0, string.n);
    put(roll, &string, 0, string.n);
    escpos_string_fini(&string);
    return columns;
}

static void put_rule(struct roll *roll, const char *rule, int columns)
{
    struct escpos_string string;
    int error = escpos_string_init(&string, roll->writer, roll->chinese, rule);
    if (error) {
        roll_stick(roll, error);
        return;
    }
    for (int used = escpos_string_columns(&string, 0, 1); columns >= used; columns -= used)
        put(roll, &string, 0, 1);
    escpos_string_fini(&string);
}

static void begin_line(struct roll *roll, const struct passage *passage, bool first)
{
    int used = 0;
    escpos_blanks(&roll->bytes, passage->indent);
    if (first && passage->label)
        used = put_words(roll, passage->label);
    escpos_blanks(&roll->bytes, passage->hang - used);
}

static void end_line(struct roll *roll, const struct passage *passage, int left, bool last)
{
    if (last && passage->rule && left >= 5) {
        if (passage->bold)
            escpos_bold(&roll->bytes, false);
        int blanks =
            left % 2 ? 1 : 2; /* the rule's characters are two columns wide and end where the line does */
        escpos_blanks(&roll->bytes, blanks);
        put_rule(roll, passage->rule, left - blanks);
    }
    escpos_line_end(&roll->bytes);
}

static void set_lines(struct roll *roll, const struct passage *passage, const struct escpos_string *string)
{
    int columns = roll->columns / (passage->size == ESCPOS_LARGE ? 2 : 1) - passage->indent - passage->hang;
    for (size_t start = 0, next; start < string->n; start = next) {
        size_t end = escpos_string_line(&next, string, start, columns);
        int left = columns - escpos_string_columns(string, start, end);
        begin_line(roll, passage, start == 0);
        if (passage->right)
            escpos_blanks(&roll->bytes, left);
        put(roll, string, start, end);
        end_line(roll, passage, left, next >= string->n);
    }
}

bool roll_has_room(const struct roll *roll, int hang)
{
    return hang <= roll->columns / 2;
}

void roll_set(struct roll *roll, const struct passage *passage)
{
    if (!roll_has_room(roll, passage->hang)) {
        struct passage alone = {.text = passage->label, .indent = passage->indent}, text = *passage;
        text.hang = 0;
        text.label = NULL;
        roll_set(roll, &alone);
        roll_set(roll, &text);
        return;
    }
    struct escpos_string string;
    int error = escpos_string_init(&string, roll->writer, roll->chinese, passage->text);
    if (error) {
        roll_stick(roll, error);
        return;
    }
    if (passage->centred)
        escpos_centre(&roll->bytes, true);
    if (passage->size != ESCPOS_NORMAL)
        escpos_size(&roll->bytes, passage->size, roll->chinese);
    if (passage->bold)
        escpos_bold(&roll->bytes, true);
    set_lines(roll, passage, &string);
    if (passage->bold)
        escpos_bold(&roll->bytes, false);
    if (passage->size != ESCPOS_NORMAL)
        escpos_size(&roll->bytes, ESCPOS_NORMAL, roll->chinese);
    if (passage->centred)
        escpos_centre(&roll->bytes, false);
    escpos_string_fini(&string);
}

int roll_measure(struct roll *roll, int *lines, const char *text, int columns)
{
    struct escpos_string string;
    int n = 0, error = escpos_string_init(&string, roll->writer, roll->chinese, text);
    if (error) {
        roll_stick(roll, error);
        return 0;
    }
    int width = escpos_string_columns(&string, 0, string.n);
    for (size_t start = 0; start < string.n; n++)
        escpos_string_line(&start, &string, start, columns);
    escpos_string_fini(&string);
    if (lines)
        *lines = n;
    return width;
}

void roll_rule(struct roll *roll, const char *rule)
{
    put_rule(roll, rule, roll->columns);
    escpos_line_end(&roll->bytes);
}
