/* SPDX-License-Identifier: MIT */
/* stats: what was asked, over a range of days. */
#include "kiosk/command_site.h"
#include "kiosk/result_file.h"
#include "kiosk/stats_file.h"

#include "base/error.h"

#include <json-c/json.h>
#include <string.h>
#include <sysexits.h>

#define DAYS 30 /* if nothing else is asked for: today and the days before */

static const char *kind_words(enum tally_kind kind)
{
    static const char *const words[] = {
        [TALLY_QUESTION] = "打开答复", [TALLY_GUIDE] = "开始引导", [TALLY_OUTCOME] = "引导结果",
        [TALLY_LINK] = "放大二维码",   [TALLY_SLIP] = "打印",      [TALLY_SEARCH] = "搜索打开",
        [TALLY_MISS] = "没有搜到",
    };
    return words[kind];
}

static struct date days_before(struct date day, int days)
{
    struct tm tm = {
        .tm_year = day.year - 1900, .tm_mon = day.month - 1, .tm_mday = day.day - days, .tm_hour = 12};
    timegm(&tm); /* at noon in UTC, where every day has as many hours */
    return (struct date){.year = tm.tm_year + 1900, .month = tm.tm_mon + 1, .day = tm.tm_mday};
}

/* EX_OK, or EX_USAGE with a complaint. */
static int take_range(struct stats_query *query, struct invocation *invocation)
{
    const struct options *options = &invocation->options;
    struct shifted_clock shifted;
    struct clock clock = options_clock(options, &shifted);
    query->to = options->to.year ? options->to : date_of(clock.wall(clock.context));
    query->from = options->from.year ? options->from : days_before(query->to, DAYS - 1);
    if (date_compare(query->from, query->to) <= 0)
        return EX_OK;
    output_complain(&invocation->out, "--from 晚于%s，没有这样的日子", options->to.year ? " --to" : "今天");
    return EX_USAGE;
}

static void write_day(char out[16], struct date day)
{
    snprintf(out, 16, "%04u-%02u-%02u", (unsigned)day.year % 10000, (unsigned)day.month % 100,
             (unsigned)day.day % 100);
}

struct sheet {
    struct site *site;
    const struct stats_query *query;
    bool gb18030;
};

static int write_sheet(FILE *stream, const void *context)
{
    const struct sheet *sheet = context;
    return stats_file_write(stream, sheet->gb18030, sheet->site, sheet->query);
}

static int write_csv(struct invocation *invocation, struct site *site, const struct stats_query *query)
{
    const struct sheet sheet = {.site = site, .query = query, .gb18030 = invocation->options.gb18030};
    const struct result_file file = {.option = "--csv",
                                     .path = invocation->options.csv,
                                     .text =
                                         false, /* a byte order mark and lines as spreadsheets want them */
                                     .write = write_sheet,
                                     .context = &sheet};
    return result_file_write(invocation, &file);
}

/* A number below five is null: it is one to four. */
static int add_number(struct json_object *object, int64_t n)
{
    if (n > 0 && n < 5)
        return json_object_object_add(object, "n", NULL);
    return json_add(object, "n", json_object_new_int64(n));
}

static struct json_object *row_json(const struct stats_row *row, enum stats_by by)
{
    static const char *const names[] = {
        [STATS_BY_ITEM] = "item", [STATS_BY_DAY] = "day", [STATS_BY_HOUR] = "hour"};
    struct json_object *object = json_object_new_object();
    int error = by == STATS_BY_ITEM ? json_add_text(object, "kind", tally_kind_id(row->kind)) : 0;
    if (!(error | json_add_text(object, names[by], row->key) | add_number(object, row->n)))
        return object;
    json_object_put(object);
    return NULL;
}

static int add_rows(struct json_object *object, const char *name, struct site *site, struct stats_query query,
                    enum stats_by by)
{
    struct json_object *array = json_object_new_array();
    struct stats_row *rows = NULL;
    size_t n = 0;
    query.by = by;
    int error = site_stats(&rows, &n, site, &query);
    for (size_t i = 0; i < n && !error; i++)
        error = json_add(array, NULL, row_json(&rows[i], by));
    free(rows);
    if (error) {
        json_object_put(array);
        return error;
    }
    return json_add(object, name, array);
}

static int print_json(struct invocation *invocation, struct site *site, const struct stats_query *query)
{
    struct json_object *object = json_object_new_object();
    char from[16], to[16];
    write_day(from, query->from);
    write_day(to, query->to);
    int error = json_add_text(object, "from", from) | json_add_text(object, "to", to);
    if (!error)
        error = add_rows(object, "items", site, *query, STATS_BY_ITEM);
    if (!error)
        error = add_rows(object, "days", site, *query, STATS_BY_DAY);
    if (!error)
        error = add_rows(object, "hours", site, *query, STATS_BY_HOUR);
    if (error) {
        json_object_put(object);
        return command_site_error(invocation, error);
    }
    output_json(&invocation->out, object);
    return EX_OK;
}

/* "6 毕业证书丢失…" for the number of a question. */
static const char *question_title(const struct question *questions, const struct stats_row *row)
{
    int number = atoi(row->key);
    bool is_question = row->kind == TALLY_QUESTION || row->kind == TALLY_GUIDE;
    return is_question && number >= 1 && number <= CONTENT_QUESTIONS ? questions[number - 1].short_title : "";
}

static void print_item(struct output *out, const struct question *questions, const struct stats_row *row)
{
    char number[STATS_WORDS_BYTES];
    const char *title = question_title(questions, row);
    output_printf(out, "%s\t%s\t%s%s%s\n", kind_words(row->kind), stats_words(number, row->n), row->key,
                  *title ? " " : "", title);
}

static int print_text(struct invocation *invocation, struct site *site, struct stats_query query)
{
    _cleanup_handbook_ struct handbook *handbook = NULL;
    int code = command_open_handbook(&handbook, invocation);
    if (code != EX_OK)
        return code;
    struct stats_row *rows = NULL;
    size_t n = 0, count;
    char from[16], to[16];
    query.by = STATS_BY_ITEM;
    int error = site_stats(&rows, &n, site, &query);
    if (error)
        return command_site_error(invocation, error);
    const struct question *questions = handbook_questions(handbook, &count);
    write_day(from, query.from);
    write_day(to, query.to);
    output_remark(&invocation->out, "%s 至 %s%s", from, to, n ? "" : "，没有记录");
    for (int kind = TALLY_QUESTION; kind <= TALLY_KINDS; kind++)
        for (size_t i = 0; i < n; i++)
            if (rows[i].kind == (enum tally_kind)kind)
                print_item(&invocation->out, questions, &rows[i]);
    free(rows);
    return EX_OK;
}

int command_stats(struct invocation *invocation)
{
    _cleanup_site_ struct site *site = NULL;
    struct stats_query query = {0};
    int code = take_range(&query, invocation);
    if (code != EX_OK)
        return code;
    int error = command_site_open(&site, invocation, SITE_READ);
    if (error)
        return command_site_error(invocation, error);
    if (invocation->options.csv)
        return write_csv(invocation, site, &query);
    return invocation->options.json ? print_json(invocation, site, &query)
                                    : print_text(invocation, site, query);
}
