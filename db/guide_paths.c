/* SPDX-License-Identifier: MIT */
#include "db/guide_paths.h"

#include "base/error.h"
#include "db/guide_day.h"
#include "db/guide_follow.h"

#include <limits.h>
#include <search.h>
#include <string.h>

#define SPAN_YEARS 3 /* at least so many years back and on */
#define VALUE_MAX sizeof("YYYY-MM-DD")

struct days {
    struct date *items;
    size_t n, room;
};

/* Answers to try at dates of one precision, nearest to today first. */
struct candidates {
    char (*values)[VALUE_MAX];
    size_t n;
};

struct walk {
    const struct guides *guides;
    int question;
    struct date today;
    struct candidates by_precision[GUIDE_DAY + 1];
    void *seen; /* a tsearch tree of ways, as text */
    guide_path_fn each;
    void *context;
};

static time_t seconds_of(struct date day)
{
    struct tm tm = {.tm_year = day.year - 1900, .tm_mon = day.month - 1, .tm_mday = day.day, .tm_hour = 12};
    return timegm(&tm);
}

/* Normalised as mktime does: 29 February of a common year is 1 March. */
static struct date shifted(struct date day, int by)
{
    struct tm tm = {
        .tm_year = day.year - 1900, .tm_mon = day.month - 1, .tm_mday = day.day + by, .tm_hour = 12};
    time_t seconds = timegm(&tm);
    gmtime_r(&seconds, &tm);
    return (struct date){.year = tm.tm_year + 1900, .month = tm.tm_mon + 1, .day = tm.tm_mday};
}

static int add_day(struct days *days, struct date day)
{
    if (days->n == days->room) {
        size_t room = days->room ? 2 * days->room : 64;
        struct date *items = reallocarray(days->items, room, sizeof(*items));
        if (!items)
            return -ENOMEM;
        days->items = items;
        days->room = room;
    }
    days->items[days->n++] = day;
    return 0;
}

static int add_around(struct days *days, struct date day)
{
    int error = 0;
    for (int by = -1; by <= 1 && !error; by++)
        error = add_day(days, shifted(day, by));
    return error;
}

/* That day of each year around today. */
static int add_yearly(struct days *days, struct date today, int month, int day, int span)
{
    int error = 0;
    for (int by = -span; by <= span && !error; by++)
        error = add_around(days, (struct date){.year = today.year + by, .month = month, .day = day});
    return error;
}

typedef int (*guide_day_fn)(void *context, const struct guide_day *day);

static int each_day_of_option(const struct guide_option *option, guide_day_fn each, void *context)
{
    int error = 0;
    for (size_t e = 0; e < option->n_edges; e++)
        for (size_t c = 0; c < option->edges[e].n_conditions && !error; c++) {
            const struct guide_condition *condition = &option->edges[e].conditions[c];
            if (condition->is_answer)
                continue;
            error = each(context, &condition->left);
            error = error ? error : each(context, &condition->right);
        }
    return error;
}

/* Every day that a condition of any guide compares. */
static int each_day(const struct guides *guides, guide_day_fn each, void *context)
{
    int error = 0;
    for (size_t g = 0; g < guides->n; g++)
        for (size_t n = 0; n < guides->items[g].n_nodes; n++) {
            const struct guide_node *node = &guides->items[g].nodes[n];
            for (size_t o = 0; o < node->n_options && !error; o++)
                error = each_day_of_option(&node->options[o], each, context);
        }
    return error;
}

static int widen_span(void *span, const struct guide_day *day)
{
    int *years = span;
    if (day->add_years >= *years)
        *years = day->add_years + 1;
    return 0;
}

struct naming {
    struct days *days;
    struct date today;
    int span;
};

static int add_named(void *context, const struct guide_day *day)
{
    const struct naming *naming = context;
    if (!*day->from)
        return add_around(naming->days, day->literal);
    return day->month ? add_yearly(naming->days, naming->today, day->month, day->day, naming->span) : 0;
}

static int collect_days(struct days *days, const struct guides *guides, struct date today)
{
    struct naming naming = {.days = days, .today = today, .span = SPAN_YEARS};
    int error = each_day(guides, widen_span, &naming.span);
    if (!error)
        error = add_yearly(days, today, today.month, today.day, naming.span);
    if (!error)
        error = add_yearly(days, today, 1, 1, naming.span);
    if (!error) /* the same border as 1 January by the day, another one by the year */
        error = add_yearly(days, today, 12, 31, naming.span);
    return error ? error : each_day(guides, add_named, &naming);
}

/* Nearest first; of two as near, the earlier one. */
static int compare_nearness(const void *a, const void *b, void *today)
{
    time_t from = seconds_of(*(const struct date *)today);
    time_t x = seconds_of(*(const struct date *)a) - from, y = seconds_of(*(const struct date *)b) - from;
    time_t near_x = x < 0 ? -x : x, near_y = y < 0 ? -y : y;
    if (near_x != near_y)
        return near_x < near_y ? -1 : 1;
    return (x > y) - (x < y);
}

static void format_day(char out[VALUE_MAX], struct date day, enum guide_precision precision)
{
    static const size_t length[] = {[GUIDE_YEAR] = 4, [GUIDE_MONTH] = 7, [GUIDE_DAY] = 10};
    char text[64];
    snprintf(text, sizeof(text), "%04d-%02d-%02d", day.year, day.month, day.day);
    memcpy(out, text, length[precision]);
    out[length[precision]] = '\0';
}

static bool has_value(const struct candidates *candidates, const char *value)
{
    for (size_t i = 0; i < candidates->n; i++)
        if (!strcmp(candidates->values[i], value))
            return true;
    return false;
}

/* Whether guides take it as an answer. */
static bool is_answer(const char *value, struct date today)
{
    struct date day;
    enum guide_precision precision;
    return guide_day_parse(&day, &precision, value) && day.year <= today.year + GUIDE_YEARS_AHEAD;
}

static int make_candidates(struct walk *walk, const struct days *days)
{
    for (enum guide_precision precision = GUIDE_YEAR; precision <= GUIDE_DAY; precision++) {
        struct candidates *candidates = &walk->by_precision[precision];
        candidates->values = calloc(days->n, sizeof(*candidates->values));
        if (!candidates->values)
            return -ENOMEM;
        for (size_t i = 0; i < days->n; i++) {
            char value[VALUE_MAX];
            format_day(value, days->items[i], precision);
            if (is_answer(value, walk->today) && !has_value(candidates, value))
                memcpy(candidates->values[candidates->n++], value, VALUE_MAX);
        }
    }
    return 0;
}

static int prepare(struct walk *walk)
{
    struct days days = {0};
    int error = collect_days(&days, walk->guides, walk->today);
    if (!error) {
        qsort_r(days.items, days.n, sizeof(*days.items), compare_nearness, &walk->today);
        error = make_candidates(walk, &days);
    }
    free(days.items);
    return error;
}

/* The edges taken, as text. */
static char *way_of(const struct guide_trail *trail)
{
    char *way = NULL;
    size_t size = 0;
    FILE *stream = open_memstream(&way, &size);
    if (!stream)
        return NULL;
    for (size_t i = 0; i < trail->n; i++) {
        const struct guide_step *step = &trail->items[i];
        fprintf(stream, "%d/%s=%s %td;", step->guide->question, step->node->id, step->option->id,
                step->edge - step->option->edges);
    }
    bool failed = ferror(stream);
    failed |= fclose(stream) != 0;
    if (failed) {
        free(way);
        return NULL;
    }
    return way;
}

static int compare_ways(const void *a, const void *b)
{
    return strcmp(a, b);
}

static int arrive(struct walk *walk, const struct guide_answers *answers, const struct guide_place *place,
                  const struct guide_trail *trail)
{
    char *way = way_of(trail);
    if (!way)
        return -ENOMEM;
    char **known = tsearch(way, &walk->seen, compare_ways);
    if (known && *known == way)
        return walk->each(walk->context, answers, place);
    free(way);
    return known ? 0 : -ENOMEM;
}

static int go_on(struct walk *walk, const struct guide_answers *answers);

static int try_value(struct walk *walk, const struct guide_answers *answers, const struct guide_node *node,
                     const char *value)
{
    struct guide_answers more = *answers;
    int error = guide_answer_set(&more, node->id, value);
    return error < 0 ? error : go_on(walk, &more);
}

/* The values that mean an option: many days, or one word. */
static int try_option(struct walk *walk, const struct guide_answers *answers, const struct guide_node *node,
                      const struct guide_option *option)
{
    if (*option->id)
        return try_value(walk, answers, node, option->id);
    if (node->kind != GUIDE_DATE)
        return try_value(walk, answers, node, GUIDE_FOUND);
    const struct candidates *candidates = &walk->by_precision[node->precision];
    int result = 0;
    for (size_t i = 0; i < candidates->n && !result; i++)
        result = try_value(walk, answers, node, candidates->values[i]);
    return result;
}

static int go_on(struct walk *walk, const struct guide_answers *answers)
{
    struct guide_place place;
    struct guide_trail trail;
    int result = guide_follow(&place, &trail, walk->guides, walk->question, answers, walk->today);
    if (result < 0)
        return result == -ELOOP ? -EBADMSG : result;
    if (place.node->kind == GUIDE_OUTCOME)
        return arrive(walk, answers, &place, &trail);
    for (size_t i = 0; i < place.node->n_options && !result; i++)
        result = try_option(walk, answers, place.node, &place.node->options[i]);
    return result;
}

int guide_paths(const struct guides *guides, int question, struct date today, guide_path_fn each,
                void *context)
{
    struct walk walk = {
        .guides = guides, .question = question, .today = today, .each = each, .context = context};
    struct guide_answers none = {0};
    int result = prepare(&walk);
    if (!result)
        result = go_on(&walk, &none);
    tdestroy(walk.seen, free);
    for (size_t i = GUIDE_YEAR; i <= GUIDE_DAY; i++)
        free(walk.by_precision[i].values);
    return result;
}
