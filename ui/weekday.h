/* SPDX-License-Identifier: MIT */
/* The days of the week by their names. */
#ifndef UI_WEEKDAY_H
#define UI_WEEKDAY_H

#include "base/clock.h"

const char *weekday_words(struct date day); /* 星期一 */

#endif
