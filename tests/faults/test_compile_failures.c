/* SPDX-License-Identifier: MIT */
/*
 * A folder of content is compiled while each k-th allocation, call of SQLite, of the system or of the parsers
 * fails: it is told, nothing is written over what was there, and the next time it is compiled.
 */
#include "base/error.h"
#include "db/compiler.h"
#include "tests/faults/allocator.h"
#include "tests/faults/calls.h"
#include "tests/faults/engine.h"
#include "tests/faults/failures.h"
#include "tests/unit/compile_fixture.h"

#include <md4c.h>
#include <setjmp.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdint.h>
#include <yaml.h>

#include <cmocka.h>

/* ---- parsers whose allocations --wrap does not reach ---- */

int __real_yaml_parser_initialize(yaml_parser_t *parser);
int __wrap_yaml_parser_initialize(yaml_parser_t *parser);
int __wrap_yaml_parser_initialize(yaml_parser_t *parser)
{
    return allocator_fails() ? 0 : __real_yaml_parser_initialize(parser);
}

int __real_yaml_parser_parse(yaml_parser_t *parser, yaml_event_t *event);
int __wrap_yaml_parser_parse(yaml_parser_t *parser, yaml_event_t *event);
int __wrap_yaml_parser_parse(yaml_parser_t *parser, yaml_event_t *event)
{
    if (!allocator_fails())
        return __real_yaml_parser_parse(parser, event);
    memset(event, 0, sizeof(*event));
    parser->error = YAML_MEMORY_ERROR;
    return 0;
}

int __real_md_parse(const MD_CHAR *text, MD_SIZE n, const MD_PARSER *parser, void *context);
int __wrap_md_parse(const MD_CHAR *text, MD_SIZE n, const MD_PARSER *parser, void *context);
int __wrap_md_parse(const MD_CHAR *text, MD_SIZE n, const MD_PARSER *parser, void *context)
{
    return allocator_fails() ? -1 : __real_md_parse(text, n, parser, context);
}

/* ---- compiling ---- */

/* What the guides of the handbook have and those of the fixture have not. */
static const char rich_guide[] =
    "question: 6\ntitle: 引导6\nstart: year\nnodes:\n"
    "  - id: year\n    kind: date\n    precision: year\n    ask: 哪一年？\n    hint: 看证书。\n    next:\n"
    "      - when: {date: today, before: {from: year, on: 10-31}}\n        to: wait\n"
    "      - to: school\n    unsure:\n      label: 记不清\n      next: school\n"
    "  - id: school\n    kind: institution\n    ask: 在名单里吗？\n    options:\n"
    "      - id: found\n        label: 在\n        next: way\n"
    "      - id: not-found\n        label: 不在\n        next: way\n"
    "      - id: unsure\n        label: 不清楚\n        next: {guide: 1}\n"
    "  - id: way\n    kind: choice\n    ask: 哪一种？\n    options:\n"
    "      - id: one\n        label: 甲\n        hint: 一样。\n        next:\n"
    "          - when: {answer: {school: found}}\n            to: wait\n"
    "          - to: {guide: 1, node: end}\n"
    "      - id: two\n        label: 乙\n        next: {guide: 1, node: end}\n"
    "  - id: wait\n    kind: outcome\n    title: 以后再来\n    steps:\n      - 先这样。\n"
    "      - text: 也可以这样。\n        supplement: tip\n    bring:\n      - 证书\n"
    "    office: false\n    whom: 毕业高校\n    links: [home, law]\n    supplements: [tip]\n"
    "    quotes:\n      - 正文6。\n";

/* A refusal comes with a reason, and is what a failure of the system is. */
static int compile(void *context)
{
    const struct assets *assets = context;
    struct report report = {0};
    int r = compile_assets(assets->path, assets->output, &report);

    assert_true(r != COMPILE_REFUSED || report.n > 0);
    assert_true(r != 0 || report.n == 0);
    FILE *nowhere = fopen("/dev/null", "w");
    if (nowhere) {
        report_print(&report, nowhere);
        fclose(nowhere);
    }
    report_fini(&report);
    return r;
}

static int compile_wrong(void *context)
{
    struct report report = {0};
    unsigned char *bytes = NULL;
    size_t n;
    const struct assets *assets = context;
    int r = compile_to_memory(&bytes, &n, assets->path, &report);

    report_fini(&report);
    compile_free(bytes);
    return r;
}

static void reset(void *context)
{
    (void)context;
}

static int set_up(void **state)
{
    if (assets_setup(state) != 0)
        return -1;
    assets_write(*state, "guides/q06.yaml", rich_guide, strlen(rich_guide));
    return 0;
}

static const struct failure failures[] = {
    {.layer = FAILURE_MEMORY, .told = -ENOMEM, .harmless = true},
    {.layer = FAILURE_ENGINE, .code = SQLITE_NOMEM, .told = -ENOMEM},
    {.layer = FAILURE_ENGINE, .code = SQLITE_CORRUPT, .told = -EBADMSG},
};

static void without_memory_content_is_not_half_compiled(void **state)
{
    static const struct deed deed = {.name = "compile", .run = compile, .reads = true, .sparse = 60};

    failures_try(&deed, &failures[0], *state, reset);
}

static void a_database_that_cannot_be_written_is_told(void **state)
{
    static const struct deed deed = {.name = "compile", .run = compile, .reads = true, .sparse = 6};

    failures_try_all(&deed, 1, failures + 1, 2, *state, reset);
}

static void what_cannot_be_read_or_written_is_told(void **state)
{
    static const struct failure calls[] = {
        {.layer = FAILURE_CALLS, .code = EIO, .harmless = true} /* closing what was read */,
        {.layer = FAILURE_CALLS, .code = EINTR, .harmless = true},
        {.layer = FAILURE_CALLS, .code = ENOSPC, .harmless = true},
        {.layer = FAILURE_CALLS, .code = CALLS_END, .harmless = true},
    };
    static const struct deed deed = {.name = "compile", .run = compile, .reads = true, .sparse = 6};

    failures_try_all(&deed, 1, calls, ARRAY_SIZE(calls), *state, reset);
}

/* Of what is wrong everything is said, or that there was no memory to say it. */
static void without_memory_no_complaint_is_left_out(void **state)
{
    static const struct deed deed = {.name = "compile what is wrong",
                                     .run = compile_wrong,
                                     .expected = COMPILE_REFUSED,
                                     .reads = true,
                                     .sparse = 60};
    const struct assets *assets = *state;

    assets_write(assets, "handbook/q13.md", "", 0);
    assets_remove(assets, "guides/q02.yaml");
    assets_write(assets, "edition.yaml", "title: \\\"\n", 10);
    failures_try(&deed, &failures[0], *state, reset);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, assets_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(without_memory_content_is_not_half_compiled),
        TEST(a_database_that_cannot_be_written_is_told),
        TEST(what_cannot_be_read_or_written_is_told),
        TEST(without_memory_no_complaint_is_left_out),
    };

    engine_spare_allocations();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
