/* SPDX-License-Identifier: MIT */
/* A day, a week from Monday on, or a month: what the statistics look at. */
#ifndef UI_STATS_PERIOD_H
#define UI_STATS_PERIOD_H

#include "base/clock.h"

enum stats_period { PERIOD_DAY, PERIOD_WEEK, PERIOD_MONTH, PERIOD_COUNT };

/* The period that holds the day; both ends inclusive. */
void stats_period_range(struct date *from, struct date *to, enum stats_period period, struct date day);

/* A day of the period `by` periods later (negative: earlier). */
struct date stats_period_step(enum stats_period period, struct date day, int by);

/* 2026年11月23日 星期一; 11月23日–29日; 2026年11月. */
void stats_period_words(char out[64], enum stats_period period, struct date day);

#endif
