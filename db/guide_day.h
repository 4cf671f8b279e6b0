/* SPDX-License-Identifier: MIT */
/* Days in guides: of an answer, reckoned, in words. docs/guide-format.md, 问日期. Pure. */
#ifndef DB_GUIDE_DAY_H
#define DB_GUIDE_DAY_H

#include "db/guide.h"

/* Years that an answer may name: from this one to GUIDE_YEARS_AHEAD after today's. */
#define GUIDE_YEAR_MIN 1949
#define GUIDE_YEARS_AHEAD 5

#define GUIDE_TODAY "today"

#define GUIDE_DAY_TEXT 40 /* bytes of a day in words, with its NUL */

/*
 * "2026-06-30", "2026-06" or "2026" as a day: a month stands for its first, a year for its 1 January. False
 * if it is none or before GUIDE_YEAR_MIN. *precision says how it was written.
 */
bool guide_day_parse(struct date *out, enum guide_precision *precision, const char *value);

/*
 * The day that is reckoned from `value`, the answer to day->from (NULL: not answered; not looked at for today
 * and for a literal day). False if there is no such day: not answered, or “记不清”.
 */
bool guide_day_reckon(struct date *out, const struct guide_day *day, const char *value, struct date today);

/* "2027年10月31日", "2027年10月", "2027年" */
void guide_day_words(char out[GUIDE_DAY_TEXT], struct date day, enum guide_precision show);

/* Month and day that exist in every year: not 29 February. */
bool guide_day_is_yearly(int month, int day);

#endif
