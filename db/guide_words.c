/* SPDX-License-Identifier: MIT */
#include "base/error.h"
#include "db/guide_day.h"
#include "db/institution.h"

#include <string.h>

static int copy(char **out, const char *words)
{
    *out = strdup(words);
    return *out ? 0 : -ENOMEM;
}

static int date_words(char **out, const char *value)
{
    char words[GUIDE_DAY_TEXT];
    enum guide_precision precision;
    struct date date;
    guide_day_parse(&date, &precision, value); /* the node knows it as a date */
    guide_day_words(words, date, precision);
    return copy(out, words);
}

static int school_words(char **out, struct handbook *handbook, const char *code)
{
    struct institution *school;
    int error = institution_by_code(&school, handbook, code);
    if (error < 0)
        return error;
    error = copy(out, school->name);
    institutions_free(school, 1);
    return error;
}

int guide_words(char **out, struct handbook *handbook, const struct guide_node *node, const char *value)
{
    const struct guide_option *option = guide_option_of(node, value);
    if (node->kind == GUIDE_DATE && !*option->id)
        return date_words(out, value);
    if (!*option->id && strcmp(value, GUIDE_FOUND) != 0)
        return school_words(out, handbook, value);
    return copy(out, option->label);
}
