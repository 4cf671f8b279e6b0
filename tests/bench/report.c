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

static void print_tables(const struct results *results)
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

static void print_budgets(const struct results *results)
{
    struct budgets budgets;
    budgets_judge(&budgets, results);
    for (size_t i = 0; i < budgets.n; i++) {
        const struct budget *budget = &budgets.all[i];
        print_name(budget_is_met(budget) ? "达到" : "未达到", 8);
        print_name(budget->what, 44);
        if (isnan(budget->value))
            printf("      没有测到\n");
        else if (isnan(budget->least))
            printf("%10.2f  ≤ %.2f%s\n", budget->value, budget->limit, budget->unit);
        else
            printf("%10.2f  ≤ %.2f%s（最小值之比 %.2f）\n", budget->value, budget->limit, budget->unit,
                   budget->least);
    }
}

/* What has no budget, and says something about those that have. */
static void print_beside(const struct results *results)
{
    const struct figures *ours = &results->figures[SUBJECT_OURS];
    double page = figures_median(&results->figures[SUBJECT_CURSES], FIGURE_PAGE),
           start = figures_median(&results->figures[SUBJECT_CURSES], FIGURE_HOME),
           at_once = figures_median(ours, FIGURE_AT_ONCE);
    printf("        键在首屏之前就按下，到列表 %.2f ms，是底的 %.2f 倍\n", at_once, at_once / start);
    printf("        底画一整页中文 %.0f µs；打开答案是它的 %.2f 倍，二维码 %.2f 倍\n", page,
           figures_median(ours, FIGURE_OPEN) / page, figures_median(ours, FIGURE_CODE) / page);
    printf("        排好一页 A4：%.1f ms，第一次（还要载入 cairo 和 pango）%.1f ms\n",
           figures_median(ours, FIGURE_SHEET) / 1000, figures_maximum(ours, FIGURE_SHEET) / 1000);
    printf("        引导由回答得出结果：%.2f µs\n", figures_median(ours, FIGURE_RESOLVE));
}

void report_text(const struct results *results)
{
    print_tables(results);
    print_budgets(results);
    print_beside(results);
}
