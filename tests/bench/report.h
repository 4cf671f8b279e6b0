/* SPDX-License-Identifier: MIT */
/* The figures as tables, and each budget with 达到 (met) or 未达到 (not met). */
#ifndef BENCH_REPORT_H
#define BENCH_REPORT_H

#include "tests/bench/subjects.h"

struct results {
    struct subject subjects[SUBJECT_COUNT];
    struct figures figures[SUBJECT_COUNT];
    long growth_keys;
    int idle_ms;
};

void report_tables(const struct results *results);
void report_budgets(const struct results *results);

#endif
