/* SPDX-License-Identifier: MIT */
/* What a passer-by is told while the hall is closed. */
#ifndef UI_HOURS_WORDS_H
#define UI_HOURS_WORDS_H

#include "base/hours.h"

#include <stdbool.h>

#define HOURS_WORDS 96

#define HOURS_STILL "自助终端照常可用，网上的事随时能办"

/*
 * “现在是休息时间；明天 8:30 开门”, or without a day where none is known. False, and nothing written, while
 * the hall is open or its hours are not known (also for hours NULL).
 */
bool hours_words(char out[HOURS_WORDS], const struct hours *hours, struct moment now);

#endif
