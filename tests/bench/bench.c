/* SPDX-License-Identifier: MIT */
/*
 * Measures the product beside the floors and its peers, in turns, in a terminal of 100×37.
 *
 *   bench --program FILE --floor-raw FILE --floor-curses FILE --database FILE --text FILE --folder FOLDER
 *         [--runs N] [--keys N] [--markdown] [--realtime] [--self-test]
 */
#include "base/error.h"
#include "db/guide.h"
#include "db/handbook.h"
#include "tests/bench/measure.h"
#include "tests/bench/pty_child.h"
#include "tests/bench/realtime.h"
#include "tests/bench/report.h"
#include "ui/paper/escpos.h"
#include "ui/paper/pdf.h"
#include "ui/paper/slip.h"
#include "ui/qr.h"

#include <getopt.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

struct settings {
    struct subject_files files;
    int runs;
    long keys;
    bool markdown, realtime, self_test;
};

static int parse(struct settings *out, int argc, char **argv)
{
    static const struct option options[] = {
        {"program", required_argument, NULL, 'p'},      {"floor-raw", required_argument, NULL, 'r'},
        {"floor-curses", required_argument, NULL, 'c'}, {"database", required_argument, NULL, 'd'},
        {"text", required_argument, NULL, 't'},         {"folder", required_argument, NULL, 'f'},
        {"runs", required_argument, NULL, 'n'},         {"keys", required_argument, NULL, 'k'},
        {"markdown", no_argument, NULL, 'm'},           {"realtime", no_argument, NULL, 'a'},
        {"self-test", no_argument, NULL, 's'},          {0},
    };
    *out = (struct settings){.runs = 30, .keys = 100000};
    for (int option; (option = getopt_long(argc, argv, "", options, NULL)) != -1;) {
        switch (option) {
        case 'p':
            out->files.program = optarg;
            break;
        case 'r':
            out->files.floor_raw = optarg;
            break;
        case 'c':
            out->files.floor_curses = optarg;
            break;
        case 'd':
            out->files.database = optarg;
            break;
        case 't':
            out->files.text = optarg;
            break;
        case 'f':
            out->files.folder = optarg;
            break;
        case 'n':
            out->runs = atoi(optarg);
            break;
        case 'k':
            out->keys = atol(optarg);
            break;
        case 'm':
            out->markdown = true;
            break;
        case 'a':
            out->realtime = true;
            break;
        case 's':
            out->self_test = true;
            break;
        default:
            return -EINVAL;
        }
    }
    bool complete = out->files.program && out->files.floor_raw && out->files.floor_curses &&
                    out->files.database && out->files.text && out->files.folder;
    return complete && out->runs > 0 && out->keys > 0 ? 0 : -EINVAL;
}

/* The matrices of all links of the handbook. */
static int measure_matrices(struct figures *out, int rounds)
{
    struct handbook *handbook = NULL;
    struct link *links = NULL;
    size_t n = 0;
    int r = handbook_open_embedded(&handbook);
    if (r == 0)
        r = handbook_links(&links, &n, handbook);
    for (int round = 0; r == 0 && round < rounds; round++) {
        for (size_t i = 0; r == 0 && i < n; i++) {
            struct qr qr;
            int64_t since_ns = pty_now_ns();
            r = qr_encode(&qr, &links[i], false);
            figures_add(out, FIGURE_MATRIX, (double)(pty_now_ns() - since_ns) / 1000);
        }
    }
    links_free(links, n);
    handbook_close(handbook);
    return r;
}

/* Where every path of every guide leads, from its answers alone. */
static int measure_resolving(struct figures *out, int rounds)
{
    struct handbook *handbook = NULL;
    struct guides *guides = NULL;
    struct guide_answers answers = {0};
    const struct date today = {2026, 11, 23};
    int r = handbook_open_embedded(&handbook);
    if (r == 0)
        r = guides_load(&guides, handbook);
    if (r == 0) /* a way over two hand-overs */
        r = guide_answers_parse(
            &answers, "graduation-year=2015,account-details=changed,what-changed=both,old-number=known");
    for (int round = 0; r == 0 && round < rounds * 100; round++) {
        struct guide_place place;
        int64_t since_ns = pty_now_ns();
        r = guide_resolve(&place, guides, 9, &answers, today);
        figures_add(out, FIGURE_RESOLVE, (double)(pty_now_ns() - since_ns) / 1000);
    }
    guides_free(guides);
    handbook_close(handbook);
    return r;
}

/* An answer with all that a slip can hold: a law, supplements, several pages. */
static int measure_slips(struct figures *out, int rounds)
{
    const struct escpos_options options = {.paper = PAPER_80, .charset = ESCPOS_CHARSET, .cut = true};
    struct handbook *handbook = NULL;
    struct answer *answer = NULL;
    struct document *document = NULL;
    int r = handbook_open_embedded(&handbook);
    if (r == 0)
        r = handbook_answer(&answer, handbook, 4);
    if (r == 0) {
        struct slip_frame frame = {.edition = handbook_edition(handbook), .today = {2026, 11, 23}};
        r = slip_from_answer(&document, &frame, answer, 0);
    }
    for (int round = 0; r == 0 && round < rounds; round++) {
        char *bytes = NULL;
        size_t n;
        int64_t since_ns = pty_now_ns();
        r = escpos_render(&bytes, &n, document, &options);
        figures_add(out, FIGURE_SLIP, (double)(pty_now_ns() - since_ns) / 1000);
        free(bytes);
        bytes = NULL;
        since_ns = pty_now_ns();
        if (r == 0)
            r = pdf_render(&bytes, &n, document);
        figures_add(out, FIGURE_SHEET, (double)(pty_now_ns() - since_ns) / 1000);
        free(bytes);
    }
    document_free(document);
    answer_free(answer);
    handbook_close(handbook);
    return r;
}

static void measure(struct results *results, const struct settings *settings)
{
    results->runs = settings->runs;
    results->realtime = settings->realtime && realtime_begin();
    for (int run = 0; run < settings->runs; run++) {
        for (int id = 0; id < SUBJECT_COUNT; id++)
            if (results->subjects[id].installed && !results->subjects[id].only_idle)
                measure_keys(&results->figures[id], &results->subjects[id]);
        measure_at_once(&results->figures[SUBJECT_OURS], &results->subjects[SUBJECT_OURS]);
        measure_storm(&results->figures[SUBJECT_OURS], &results->subjects[SUBJECT_OURS]);
    }
    measure_idle(results->figures, results->subjects, results->idle_ms);
    if (!settings->self_test)
        measure_minute(results->figures, results->subjects);
    measure_growth(&results->figures[SUBJECT_OURS], &results->subjects[SUBJECT_OURS], settings->keys);
}

/* Whether every figure that the tables and budgets need has been measured. */
static int check_figures(const struct results *results)
{
    static const enum figure needed[] = {
        FIGURE_START,      FIGURE_HOME,        FIGURE_AT_ONCE, FIGURE_MOVE_FIRST, FIGURE_MOVE,
        FIGURE_MOVE_BYTES, FIGURE_PAGE,        FIGURE_OPEN,    FIGURE_CODE,       FIGURE_UNCHANGED_BYTES,
        FIGURE_STORM,      FIGURE_STORM_WRONG, FIGURE_PSS,     FIGURE_SWITCHES,   FIGURE_GROWTH,
        FIGURE_MATRIX,     FIGURE_STEP,        FIGURE_SEARCH,  FIGURE_RESOLVE,    FIGURE_SLIP,
        FIGURE_SHEET,
    };
    int missing = 0;
    for (size_t i = 0; i < ARRAY_SIZE(needed); i++) {
        if (isnan(figures_median(&results->figures[SUBJECT_OURS], needed[i]))) {
            fprintf(stderr, "bench: 没有测到第 %d 项\n", (int)needed[i]);
            missing++;
        }
    }
    bool floor = figures_minimum(&results->figures[SUBJECT_CURSES], FIGURE_MOVE) > 0 &&
                 figures_minimum(&results->figures[SUBJECT_CURSES], FIGURE_PAGE) > 0 &&
                 figures_minimum(&results->figures[SUBJECT_CURSES], FIGURE_HOME) > 0;
    return missing || !floor ? EXIT_FAILURE : EXIT_SUCCESS;
}

int main(int argc, char **argv)
{
    struct settings settings;
    if (parse(&settings, argc, argv) < 0) {
        fprintf(stderr, "bench: 参数不对，见 tests/bench/bench.c 开头；平常用 ./bench\n");
        return EXIT_FAILURE;
    }
    struct results *results = calloc(1, sizeof(*results));
    if (!results)
        return EXIT_FAILURE;
    subjects_fill(results->subjects, &settings.files);
    results->idle_ms = 3000;
    results->growth_keys = settings.keys;
    if (settings.self_test) {
        settings.runs = 1;
        results->idle_ms = 100;
        results->growth_keys = settings.keys = 400;
        for (int id = 0; id < SUBJECT_COUNT; id++)
            results->subjects[id].installed &= results->subjects[id].in_self_test;
    }
    measure(results, &settings);
    int rounds = settings.self_test ? 1 : 50;
    int r = measure_matrices(&results->figures[SUBJECT_OURS], rounds);
    if (r == 0)
        r = measure_resolving(&results->figures[SUBJECT_OURS], rounds);
    if (r < 0)
        fprintf(stderr, "bench: 内置手册的链接读不出来（%d）\n", r);
    int paper = measure_slips(&results->figures[SUBJECT_OURS], rounds);
    if (paper < 0)
        fprintf(stderr, "bench: 纸条没有排出来（%d）\n", paper);
    if (settings.markdown || settings.self_test)
        report_markdown(results);
    if (!settings.markdown)
        report_text(results);
    int code = r < 0 || paper < 0 ? EXIT_FAILURE : check_figures(results);
    free(results);
    return code;
}
