/* SPDX-License-Identifier: MIT */
#include "tests/bench/report.h"
#include "base/error.h"
#include "base/width.h"

#include <math.h>
#include <stdio.h>

#define CELL 15

static void print_name(const char *name, int columns)
{
    printf("%s%*s", name, columns - width_of_text(name), "");
}

/* Median and, in brackets, minimum. */
static void print_cell(const struct figures *figures, enum figure figure, int digits)
{
    char text[64] = "–";
    double median = figures_median(figures, figure);
    if (!isnan(median))
        snprintf(text, sizeof(text), "%.*f (%.*f)", digits, median, digits, figures_minimum(figures, figure));
    printf("%*s%s", CELL - width_of_text(text), "", text);
}

struct column {
    const char *name;
    enum figure figure;
    int digits;
};

static void print_table(const struct results *results, const struct column *columns, size_t n)
{
    print_name("中位数 (最小)", 20);
    for (size_t i = 0; i < n; i++)
        printf("%*s%s", CELL - width_of_text(columns[i].name), "", columns[i].name);
    printf("\n");
    for (int id = 0; id < SUBJECT_COUNT; id++) {
        if (!results->subjects[id].installed)
            continue;
        print_name(results->subjects[id].name, 20);
        for (size_t i = 0; i < n; i++)
            print_cell(&results->figures[id], columns[i].figure, columns[i].digits);
        printf("\n");
    }
    printf("\n");
}

static void print_missing(const struct results *results)
{
    for (int id = 0; id < SUBJECT_COUNT; id++)
        if (!results->subjects[id].installed)
            printf("没有安装，未测：%s\n", results->subjects[id].name);
}

void report_tables(const struct results *results)
{
    static const struct column times[] = {
        {"首屏 ms", FIGURE_START, 2},
        {"到列表 ms", FIGURE_HOME, 2},
        {"移动首字节 µs", FIGURE_MOVE_FIRST, 0},
        {"移动末字节 µs", FIGURE_MOVE, 0},
        {"翻页 µs", FIGURE_PAGE, 0},
    };
    static const struct column sizes[] = {
        {"每次移动字节", FIGURE_MOVE_BYTES, 0},
        {"不变时字节", FIGURE_UNCHANGED_BYTES, 0},
        {"PSS KiB", FIGURE_PSS, 0},
        {"空闲切换", FIGURE_SWITCHES, 0},
        {"连续缩放 ms", FIGURE_STORM, 2},
    };
    print_table(results, times, ARRAY_SIZE(times));
    print_table(results, sizes, ARRAY_SIZE(sizes));
    print_missing(results);
}

static double of(const struct results *results, enum subject_id id, enum figure figure)
{
    return figures_median(&results->figures[id], figure);
}

/* What could not be measured is not met. */
static void print_budget(const char *what, double value, double limit, const char *unit)
{
    print_name(value <= limit ? "达到" : "未达到", 8);
    print_name(what, 52);
    if (isnan(value) || isnan(limit))
        printf("      没有测到\n");
    else
        printf("%10.2f  ≤ %.2f%s\n", value, limit, unit);
}

static void print_ahead(const struct results *results, const char *what, enum subject_id peer,
                        enum figure figure, const char *unit)
{
    double theirs = of(results, peer, figure);
    if (!isnan(theirs))
        print_budget(what, of(results, SUBJECT_OURS, figure), theirs, unit);
}

static void budget_times(const struct results *results)
{
    double start = of(results, SUBJECT_CURSES, FIGURE_HOME), move = of(results, SUBJECT_CURSES, FIGURE_MOVE);
    double page = of(results, SUBJECT_CURSES, FIGURE_PAGE);
    print_budget("启动到首页（经过待机画面）÷ 底", of(results, SUBJECT_OURS, FIGURE_HOME) / start, 1.25, "");
    print_budget("启动到第一屏（待机画面）÷ 底", of(results, SUBJECT_OURS, FIGURE_START) / start, 1.25, "");
    print_ahead(results, "启动到首页，快过 dialog --menu", SUBJECT_DIALOG, FIGURE_HOME, " ms");
    print_ahead(results, "启动到首页，快过 whiptail --menu", SUBJECT_WHIPTAIL, FIGURE_HOME, " ms");
    print_budget("列表移动 ÷ 底", of(results, SUBJECT_OURS, FIGURE_MOVE) / move, 1.25, "");
    print_ahead(results, "列表移动，快过 less", SUBJECT_LESS, FIGURE_MOVE, " µs");
    print_budget("打开答案 ÷ 底的移动", of(results, SUBJECT_OURS, FIGURE_OPEN) / move, 3, "");
    print_budget("打开二维码 ÷ 底的移动", of(results, SUBJECT_OURS, FIGURE_CODE) / move, 3, "");
    print_budget("引导的一步 ÷ 底的移动", of(results, SUBJECT_OURS, FIGURE_STEP) / move, 3, "");
    print_budget("搜索多打一个字母 ÷ 底的移动", of(results, SUBJECT_OURS, FIGURE_SEARCH) / move, 3, "");
    printf("        （参考：底画一整页中文 %.0f µs；打开答案是它的 %.2f 倍，二维码 %.2f 倍）\n", page,
           of(results, SUBJECT_OURS, FIGURE_OPEN) / page, of(results, SUBJECT_OURS, FIGURE_CODE) / page);
}

static void budget_output(const struct results *results)
{
    const struct figures *ours = &results->figures[SUBJECT_OURS];
    print_budget("移动一行的字节数", figures_median(ours, FIGURE_MOVE_BYTES), 200, "");
    print_budget("画面不变时的字节数", figures_median(ours, FIGURE_UNCHANGED_BYTES), 0, "");
    print_budget("每次移动到达的片数（一次写出）", figures_median(ours, FIGURE_MOVE_READS), 1, "");
    print_budget("连续缩放 60 次后画面不对", figures_maximum(ours, FIGURE_STORM_WRONG), 0, "");
    print_budget("连续缩放 60 次后画完", of(results, SUBJECT_OURS, FIGURE_STORM), 5, " ms");
}

static void budget_rest(const struct results *results)
{
    char what[80];
    print_budget("内存 PSS 比底多",
                 of(results, SUBJECT_OURS, FIGURE_PSS) - of(results, SUBJECT_CURSES, FIGURE_PSS), 3072,
                 " KiB");
    snprintf(what, sizeof(what), "按 %ld 次键后内存增长", results->growth_keys);
    print_budget(what, of(results, SUBJECT_OURS, FIGURE_GROWTH), 64, " KiB");
    snprintf(what, sizeof(what), "空闲 %.1f 秒的上下文切换，首页", results->idle_ms / 1000.0);
    print_budget(what, of(results, SUBJECT_OURS, FIGURE_SWITCHES), 0, "");
    snprintf(what, sizeof(what), "空闲 %.1f 秒的上下文切换，待机画面", results->idle_ms / 1000.0);
    print_budget(what, of(results, SUBJECT_ATTRACT, FIGURE_SWITCHES), 0, "");
    print_budget("算一个二维码", of(results, SUBJECT_OURS, FIGURE_MATRIX) / 1000, 0.1, " ms");
    print_budget("排好一张纸条（80 毫米，带二维码）", of(results, SUBJECT_OURS, FIGURE_SLIP) / 1000, 5,
                 " ms");
    printf("        排好一页 A4（第一次还要载入 cairo 和 pango）：%.1f ms，第一次 %.1f ms\n",
           of(results, SUBJECT_OURS, FIGURE_SHEET) / 1000,
           figures_maximum(&results->figures[SUBJECT_OURS], FIGURE_SHEET) / 1000);
    printf("        引导由回答得出结果：%.2f µs\n", of(results, SUBJECT_OURS, FIGURE_RESOLVE));
}

void report_budgets(const struct results *results)
{
    budget_times(results);
    budget_output(results);
    budget_rest(results);
}
