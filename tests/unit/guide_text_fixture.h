/* SPDX-License-Identifier: MIT */
/* A whole guide of question 6, to be spoilt in one place, and the problems that the compiler then reports. */
#ifndef TESTS_UNIT_GUIDE_TEXT_FIXTURE_H
#define TESTS_UNIT_GUIDE_TEXT_FIXTURE_H

#include "base/error.h"
#include "db/guide.h"
#include "tests/unit/compile_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#define PROBLEMS_MAX 6

/*
 * Question 6 asks for a year and a school, and hands over to question 1. The page of question 1 says
 * “正文1。” and so may be quoted; lines are counted from 1.
 */
static const char whole[] = "question: 6\n"                                                  /* 1 */
                            "title: 引导6\n"                                                 /* 2 */
                            "start: year\n"                                                  /* 3 */
                            "nodes:\n"                                                       /* 4 */
                            "  - id: year\n"                                                 /* 5 */
                            "    kind: date\n"                                               /* 6 */
                            "    precision: year\n"                                          /* 7 */
                            "    ask: 哪一年？\n"                                            /* 8 */
                            "    hint: 看证书。\n"                                           /* 9 */
                            "    next:\n"                                                    /* 10 */
                            "      - when: {date: today, before: {from: year, on: 10-31}}\n" /* 11 */
                            "        to: wait\n"                                             /* 12 */
                            "      - when: {date: year, on-or-before: 2000-12-31}\n"         /* 13 */
                            "        to: {guide: 1, node: end}\n"                            /* 14 */
                            "      - to: school\n"                                           /* 15 */
                            "    unsure:\n"                                                  /* 16 */
                            "      label: 记不清\n"                                          /* 17 */
                            "      next: school\n"                                           /* 18 */
                            "  - id: school\n"                                               /* 19 */
                            "    kind: institution\n"                                        /* 20 */
                            "    ask: 在名单里吗？\n"                                        /* 21 */
                            "    options:\n"                                                 /* 22 */
                            "      - id: found\n"                                            /* 23 */
                            "        label: 在\n"                                            /* 24 */
                            "        next: way\n"                                            /* 25 */
                            "      - id: not-found\n"                                        /* 26 */
                            "        label: 不在\n"                                          /* 27 */
                            "        next: way\n"                                            /* 28 */
                            "      - id: unsure\n"                                           /* 29 */
                            "        label: 不清楚\n"                                        /* 30 */
                            "        next: {guide: 1}\n"                                     /* 31 */
                            "  - id: way\n"                                                  /* 32 */
                            "    kind: choice\n"                                             /* 33 */
                            "    ask: 哪一种？\n"                                            /* 34 */
                            "    options:\n"                                                 /* 35 */
                            "      - id: one\n"                                              /* 36 */
                            "        label: 甲\n"                                            /* 37 */
                            "        hint: 一样。\n"                                         /* 38 */
                            "        next:\n"                                                /* 39 */
                            "          - when: {answer: {school: found}}\n"                  /* 40 */
                            "            to: wait-here\n"                                    /* 41 */
                            "          - to: {guide: 1, node: end}\n"                        /* 42 */
                            "      - id: two\n"                                              /* 43 */
                            "        label: 乙\n"                                            /* 44 */
                            "        next: {guide: 1, node: end}\n"                          /* 45 */
                            "  - id: wait\n"                                                 /* 46 */
                            "    kind: outcome\n"                                            /* 47 */
                            "    title: 过了{deadline}再来\n"                                /* 48 */
                            "    dates:\n"                                                   /* 49 */
                            "      deadline: {from: year, on: 10-31}\n"                      /* 50 */
                            "      next-year: {from: year, add-years: 1}\n"                  /* 51 */
                            "      begin: {from: year, on: 09-01, show: month}\n"            /* 52 */
                            "    steps:\n"                                                   /* 53 */
                            "      - '{begin}开始，最晚{next-year}。'\n"                     /* 54 */
                            "      - text: 也可以这样。\n"                                   /* 55 */
                            "        supplement: tip\n"                                      /* 56 */
                            "    bring:\n"                                                   /* 57 */
                            "      - 证书\n"                                                 /* 58 */
                            "    office: false\n"                                            /* 59 */
                            "    whom: 毕业高校\n"                                           /* 60 */
                            "    links: [home, law]\n"                                       /* 61 */
                            "    quotes:\n"                                                  /* 62 */
                            "      - 正文6。\n"                                              /* 63 */
                            "      - question: 1\n"                                          /* 64 */
                            "        text: 正文1\n"                                          /* 65 */
                            "    supplements: [tip]\n"                                       /* 66 */
                            "  - id: wait-here\n"                                            /* 67 */
                            "    kind: outcome\n"                                            /* 68 */
                            "    title: 就在这里\n"                                          /* 69 */
                            "    steps: [等着。]\n"                                          /* 70 */
                            "    office: true\n"                                             /* 71 */
                            "    quotes: [正文6]\n";                                         /* 72 */

/* `whole` with one piece replaced; the caller frees. */
static inline char *spoil(const char *old, const char *new)
{
    const char *at = strstr(whole, old);
    char *text = NULL;

    if (!at || asprintf(&text, "%.*s%s%s", (int)(at - whole), whole, new, at + strlen(old)) < 0)
        fail_msg("not in the guide: %s", old);
    return text;
}

static inline struct guides *compile_and_load(const struct assets *assets)
{
    struct report report = {0};
    struct handbook *handbook = NULL;
    struct guides *guides = NULL;

    if (compile_assets(assets->path, assets->output, &report) != 0)
        report_print(&report, stderr);
    assert_int_equal(report.n, 0);
    assert_int_equal(handbook_open_file(&handbook, assets->output), 0);
    assert_int_equal(guides_load(&guides, handbook), 0);
    handbook_close(handbook);
    return guides;
}

/* A piece of the guide, what stands there instead, and the problems that are then reported: "line:a piece of
 * the reason". */
struct row {
    const char *old, *new;
    const char *problems[PROBLEMS_MAX];
};

static inline bool is_expected(const char *expected, const struct problem *problem)
{
    const char *colon = strchr(expected, ':'), *name = strrchr(problem->file, '/') + 1;
    char found[32];

    if (expected[0] == 'q') { /* of another file */
        if (strncmp(expected, name, strlen(name)) != 0 || expected[strlen(name)] != ':')
            return false;
        expected = colon + 1;
        colon = strchr(expected, ':');
    } else if (strcmp(name, "q06.yaml") != 0) {
        return false;
    }
    snprintf(found, sizeof(found), "%d:", problem->line);
    return strncmp(found, expected, strlen(found)) == 0 && strstr(problem->reason, colon + 1);
}

static inline void check_text(const struct assets *assets, const char *text, const char *const *problems)
{
    struct report report = {0};
    size_t n = 0;
    bool fine;

    assets_write(assets, "guides/q06.yaml", text, strlen(text));
    fine = compile_assets(assets->path, assets->output, &report) == COMPILE_REFUSED;
    while (n < PROBLEMS_MAX && problems[n])
        n++;
    fine &= n == report.n;
    for (size_t i = 0; fine && i < n; i++)
        fine = is_expected(problems[i], &report.problems[i]);
    if (!fine) {
        fprintf(stderr, "expected %s\n", problems[0]);
        report_print(&report, stderr);
    }
    report_fini(&report);
    assert_true(fine);
}

static inline void check_rows(void **state, const struct row *rows, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        _cleanup_free_ char *text = spoil(rows[i].old, rows[i].new);
        check_text(*state, text, rows[i].problems);
    }
}

#endif
