/* SPDX-License-Identifier: MIT */
#include "tests/bench/budgets.h"

#include <math.h>
#include <stdio.h>

static double median(const struct results *results, enum subject_id id, enum figure figure)
{
    return figures_median(&results->figures[id], figure);
}

static double minimum(const struct results *results, enum subject_id id, enum figure figure)
{
    return figures_minimum(&results->figures[id], figure);
}

static struct budget *add(struct budgets *out, const char *what, const char *english, double limit,
                          const char *unit)
{
    struct budget *budget = &out->all[out->n++];
    *budget = (struct budget){.value = NAN, .least = NAN, .limit = limit, .unit = unit};
    snprintf(budget->what, sizeof(budget->what), "%s", what);
    snprintf(budget->english, sizeof(budget->english), "%s", english);
    return budget;
}

/* A time of ours over one of the floor. */
static void add_ratio(struct budgets *out, const struct results *results, const char *what,
                      const char *english, enum figure ours, enum figure floor, double limit)
{
    struct budget *budget = add(out, what, english, limit, "");
    budget->value = median(results, SUBJECT_OURS, ours) / median(results, SUBJECT_CURSES, floor);
    budget->least = minimum(results, SUBJECT_OURS, ours) / minimum(results, SUBJECT_CURSES, floor);
}

static void add_ahead(struct budgets *out, const struct results *results, const char *what,
                      const char *english, enum subject_id peer, enum figure figure)
{
    double theirs = median(results, peer, figure);
    if (isnan(theirs))
        return;
    struct budget *budget = add(out, what, english, 1, "");
    budget->value = median(results, SUBJECT_OURS, figure) / theirs;
    budget->least = minimum(results, SUBJECT_OURS, figure) / minimum(results, peer, figure);
}

static void add_value(struct budgets *out, const char *what, const char *english, double value, double limit,
                      const char *unit)
{
    add(out, what, english, limit, unit)->value = value;
}

static void judge_times(struct budgets *out, const struct results *results)
{
    add_ratio(out, results, "启动到第一屏（待机画面）÷ 底", "start to the first screen (attract) ÷ floor",
              FIGURE_START, FIGURE_HOME, 1.25);
    add_ratio(out, results, "启动到首页（经过待机画面）÷ 底",
              "start, attract screen, key, full home screen ÷ floor", FIGURE_HOME, FIGURE_HOME, 1.25);
    add_ahead(out, results, "启动到首页 ÷ dialog --menu", "start to the full home screen ÷ dialog --menu",
              SUBJECT_DIALOG, FIGURE_HOME);
    add_ahead(out, results, "启动到首页 ÷ whiptail --menu", "start to the full home screen ÷ whiptail --menu",
              SUBJECT_WHIPTAIL, FIGURE_HOME);
    add_ratio(out, results, "列表移动 ÷ 底", "key to last byte, moving in a list ÷ floor", FIGURE_MOVE,
              FIGURE_MOVE, 1.25);
    add_ahead(out, results, "列表移动 ÷ less", "key to last byte, moving in a list ÷ less", SUBJECT_LESS,
              FIGURE_MOVE);
    add_ratio(out, results, "打开答案 ÷ 底的移动", "opening an answer with its code ÷ a move of the floor",
              FIGURE_OPEN, FIGURE_MOVE, 3);
    add_ratio(out, results, "引导的一步 ÷ 底的移动", "a guide's step ÷ a move of the floor", FIGURE_STEP,
              FIGURE_MOVE, 3);
    add_ratio(out, results, "打开二维码 ÷ 底的移动", "opening a code ÷ a move of the floor", FIGURE_CODE,
              FIGURE_MOVE, 3);
    add_ratio(out, results, "搜索多打一个字母 ÷ 底的移动",
              "results of a search as typed ÷ a move of the floor", FIGURE_SEARCH, FIGURE_MOVE, 3);
}

static void judge_output(struct budgets *out, const struct results *results)
{
    const struct figures *ours = &results->figures[SUBJECT_OURS];
    add_value(out, "移动一行的字节数", "bytes to move the selection by one",
              figures_median(ours, FIGURE_MOVE_BYTES), 200, "");
    add_value(out, "画面不变时的字节数", "bytes sent for a frame that did not change",
              figures_maximum(ours, FIGURE_UNCHANGED_BYTES), 0, "");
    add_value(out, "每次移动到达的片数（一次写出）", "writes a frame",
              figures_median(ours, FIGURE_MOVE_READS), 1, "");
    add_value(out, "连续缩放 60 次后画面不对的次数", "wrong screens after a storm of 60 resizes",
              figures_maximum(ours, FIGURE_STORM_WRONG), 0, "");
    add_value(out, "连续缩放 60 次后画完", "right screen after the last of 60 resizes",
              figures_median(ours, FIGURE_STORM), 5, " ms");
}

static void judge_rest(struct budgets *out, const struct results *results)
{
    const struct figures *ours = &results->figures[SUBJECT_OURS],
                         *attract = &results->figures[SUBJECT_ATTRACT];
    char what[96], english[128];
    add_value(out, "内存 PSS 比底多", "memory (PSS) above the floor",
              median(results, SUBJECT_OURS, FIGURE_PSS) - median(results, SUBJECT_CURSES, FIGURE_PSS), 3072,
              " KiB");
    snprintf(what, sizeof(what), "按 %ld 次键后内存增长", results->growth_keys);
    snprintf(english, sizeof(english), "growth of memory over %ld keys", results->growth_keys);
    add_value(out, what, english, figures_median(ours, FIGURE_GROWTH), 64, " KiB");
    snprintf(what, sizeof(what), "空闲 %.1f 秒的唤醒，首页", results->idle_ms / 1000.0);
    snprintf(english, sizeof(english), "wakeups in %.1f s of idleness, home screen",
             results->idle_ms / 1000.0);
    add_value(out, what, english, figures_median(ours, FIGURE_SWITCHES), 0, "");
    snprintf(what, sizeof(what), "空闲 %.1f 秒的唤醒，待机画面", results->idle_ms / 1000.0);
    snprintf(english, sizeof(english), "wakeups in %.1f s of idleness, attract screen",
             results->idle_ms / 1000.0);
    add_value(out, what, english, figures_median(attract, FIGURE_SWITCHES), 0, "");
    add_value(out, "钟走过一分钟的唤醒，首页", "wakeups while the clock goes on by a minute, home screen",
              figures_median(ours, FIGURE_MINUTE), 1, "");
    add_value(out, "钟走过一分钟的唤醒，待机画面",
              "wakeups while the clock goes on by a minute, attract screen",
              figures_median(attract, FIGURE_MINUTE), 1, "");
    add_value(out, "排好一张纸条（80 毫米，带二维码）", "a slip rendered (80 mm, with its code)",
              figures_median(ours, FIGURE_SLIP) / 1000, 5, " ms");
    add_value(out, "算一个二维码", "a QR matrix", figures_median(ours, FIGURE_MATRIX) / 1000, 0.1, " ms");
}

void budgets_judge(struct budgets *out, const struct results *results)
{
    out->n = 0;
    judge_times(out, results);
    judge_output(out, results);
    judge_rest(out, results);
}

bool budget_is_met(const struct budget *budget)
{
    return budget->value <= budget->limit; /* NAN is not */
}
