/* SPDX-License-Identifier: MIT */
#include "base/error.h"
#include "db/guide_day.h"

#include <string.h>

static const struct guide_shown_date *find_date(const struct guide_node *outcome, const char *name, size_t n)
{
    for (size_t i = 0; i < outcome->n_dates; i++)
        if (strlen(outcome->dates[i].name) == n && memcmp(outcome->dates[i].name, name, n) == 0)
            return &outcome->dates[i];
    return NULL;
}

/* The {name} at the start of the text in words; returns its bytes, 0 if it is none. */
static size_t name_to_words(char words[GUIDE_DAY_TEXT], const struct guide_node *outcome, const char *text,
                            const struct guide_answers *answers, struct date today)
{
    size_t n = strcspn(text + 1, "{}");
    const struct guide_shown_date *shown =
        text[0] == '{' && text[1 + n] == '}' ? find_date(outcome, text + 1, n) : NULL;
    struct date day;

    if (!shown || !guide_day_reckon(&day, &shown->day, guide_answer_get(answers, shown->day.from), today))
        return 0;
    guide_day_words(words, day, shown->show);
    return n + 2;
}

static int fill(FILE *out, const struct guide_node *outcome, const char *text,
                const struct guide_answers *answers, struct date today)
{
    char words[GUIDE_DAY_TEXT];

    while (*text) {
        size_t n = strcspn(text, "{}");
        fwrite(text, 1, n, out);
        text += n;
        if (!*text)
            break;
        n = name_to_words(words, outcome, text, answers, today);
        if (n == 0)
            return -EBADMSG;
        fputs(words, out);
        text += n;
    }
    return 0;
}

int guide_fill(char **out, const struct guide_node *outcome, const char *text,
               const struct guide_answers *answers, struct date today)
{
    char *filled = NULL;
    size_t n = 0;
    FILE *stream = open_memstream(&filled, &n);
    int r;

    if (!stream)
        return -ENOMEM;
    r = fill(stream, outcome, text, answers, today);
    bool failed = ferror(stream);
    failed |= fclose(stream) != 0;
    if (r == 0 && failed)
        r = -ENOMEM;
    if (r < 0)
        free(filled);
    else
        *out = filled;
    return r;
}
