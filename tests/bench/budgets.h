/* SPDX-License-Identifier: MIT */
/*
 * Every budget beside what was measured. Times are medians of one run over medians of the same run: what a
 * second of this machine is worth cancels out.
 */
#ifndef BENCH_BUDGETS_H
#define BENCH_BUDGETS_H

#include "tests/bench/figures.h"
#include "tests/bench/subjects.h"

#define BUDGETS_MAX 40

struct results {
    struct subject subjects[SUBJECT_COUNT];
    struct figures figures[SUBJECT_COUNT];
    int runs;
    long growth_keys;
    int idle_ms;
    bool realtime; /* nobody else's work delayed what was timed */
};

struct budget {
    char what[96], english[128];
    double value, least; /* of the medians; of the minima, NAN where that says nothing */
    double limit;        /* the most that is allowed */
    const char *unit;    /* " ms"; "": a number or a ratio */
};

struct budgets {
    size_t n;
    struct budget all[BUDGETS_MAX];
};

/* Those whose peer is not installed are left out. */
void budgets_judge(struct budgets *out, const struct results *results);

/* What could not be measured is not met. */
bool budget_is_met(const struct budget *budget);

#endif
