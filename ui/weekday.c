/* SPDX-License-Identifier: MIT */
#include "ui/weekday.h"

const char *weekday_words(struct date day)
{
    static const char *const words[] = {"星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日"};
    return words[date_weekday(day)];
}
