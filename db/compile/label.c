/* SPDX-License-Identifier: MIT */
#include "db/compile/label.h"

#include "base/error.h"

#include <stdio.h>
#include <string.h>

static const char *const numerals[] = {
    "一",   "二",   "三",   "四",   "五",   "六",   "七",   "八",   "九",   "十",
    "十一", "十二", "十三", "十四", "十五", "十六", "十七", "十八", "十九", "二十",
};

static size_t skip_spaces(const char *text, size_t at)
{
    for (;;) {
        if (text[at] == ' ')
            at++;
        else if (strncmp(text + at, "　", 3) == 0)
            at += 3;
        else
            return at;
    }
}

int label_find(const char *text, size_t *label, size_t *whole)
{
    char item[32], step[32];

    for (int number = 1; number <= (int)ARRAY_SIZE(numerals); number++) {
        snprintf(item, sizeof(item), "（%d）", number);
        snprintf(step, sizeof(step), "第%s步：", numerals[number - 1]);
        if (strncmp(text, item, strlen(item)) == 0) {
            *label = strlen(item);
            *whole = skip_spaces(text, *label);
            return number;
        }
        if (strncmp(text, step, strlen(step)) == 0) {
            *label = strlen(step) - strlen("：");
            *whole = skip_spaces(text, strlen(step));
            return number;
        }
    }
    return 0;
}
