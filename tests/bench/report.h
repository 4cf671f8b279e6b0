/* SPDX-License-Identifier: MIT */
/* The figures as tables, and each budget with 达到 (met) or 未达到 (not met). */
#ifndef BENCH_REPORT_H
#define BENCH_REPORT_H

#include "tests/bench/budgets.h"

/* For a terminal, in Chinese. */
void report_text(const struct results *results);

/* For docs/performance.md: what was measured where and how, without a path or a name of the machine. */
void report_markdown(const struct results *results);

#endif
