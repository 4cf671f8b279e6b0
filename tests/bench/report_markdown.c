/* SPDX-License-Identifier: MIT */
#include "base/error.h"
#include "tests/bench/report.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* The system's name for itself, as os-release(5) has it. */
static void print_system(void)
{
    static const char key[] = "PRETTY_NAME=\"";
    char line[256], *name = NULL;
    FILE *stream = fopen("/etc/os-release", "re");
    while (stream && !name && fgets(line, sizeof(line), stream))
        if (strncmp(line, key, strlen(key)) == 0)
            name = line + strlen(key);
    if (name)
        name[strcspn(name, "\"\n")] = '\0';
    printf("%s", name ? name : "Linux");
    if (stream)
        fclose(stream);
}

static void print_head(const struct results *results)
{
    char date[16];
    time_t now = time(NULL);
    struct tm local;
    strftime(date, sizeof(date), "%Y-%m-%d", localtime_r(&now, &local));
    printf("# Performance\n\nMade by `./bench --write`, never by hand. Measured on %s on ", date);
    print_system();
    printf(", %ld cores shared with other work%s; %d runs, all programs in turns, a pseudo-terminal of "
           "100×37.\n\n",
           sysconf(_SC_NPROCESSORS_ONLN),
           results->realtime
               ? " (what is timed ran with real-time priority, so that the rest did not delay it)"
               : "",
           results->runs);
    printf("Times of one machine say nothing about another: budgets of time are ratios within this run, of "
           "medians and, beside\n"
           "that, of minima. The floor is the least that a program with our libraries can do "
           "(`tests/bench/floor_curses.c`): ncursesw\n"
           "and one row of SQLite, a list of twelve lines, compiled and linked as the product is.\n");
}

static void print_number(double value, double limit)
{
    bool whole = value == floor(value) && limit == floor(limit);
    printf("%.*f", whole ? 0 : 2, value);
}

static void print_budgets(const struct results *results)
{
    struct budgets budgets;
    size_t met = 0;
    budgets_judge(&budgets, results);
    printf("\n## Budgets\n\n| what | at most | measured | by minima | |\n|---|---|---|---|---|\n");
    for (size_t i = 0; i < budgets.n; i++) {
        const struct budget *budget = &budgets.all[i];
        printf("| %s | %g%s | ", budget->english, budget->limit, budget->unit);
        if (isnan(budget->value))
            printf("–");
        else
            print_number(budget->value, budget->limit);
        printf("%s | ", isnan(budget->value) ? "" : budget->unit);
        if (isnan(budget->least))
            printf("–");
        else
            printf("%.2f", budget->least);
        printf(" | %s |\n", budget_is_met(budget) ? "met" : "**not met**");
        met += budget_is_met(budget);
    }
    printf("\n%zu of %zu met. Without a budget: ", met, budgets.n);
}

static void print_beside(const struct results *results)
{
    const struct figures *ours = &results->figures[SUBJECT_OURS];
    double page = figures_median(&results->figures[SUBJECT_CURSES], FIGURE_PAGE),
           start = figures_median(&results->figures[SUBJECT_CURSES], FIGURE_HOME),
           at_once = figures_median(ours, FIGURE_AT_ONCE);
    printf(
        "with the key pressed before the first frame, the list is there\nafter %.2f ms (%.2f of the floor, "
        "both frames and the handbook opened between them); ",
        at_once, at_once / start);
    printf("the floor paints a full page of Chinese in %.0f µs (opening an answer takes %.2f\nof that, a "
           "code %.2f); a page of "
           "A4 takes %.0f ms, the first one %.0f ms, as cairo and pango are loaded for it; a "
           "guide's\noutcome follows from its "
           "answers in %.2f µs.\n",
           page, figures_median(ours, FIGURE_OPEN) / page, figures_median(ours, FIGURE_CODE) / page,
           figures_median(ours, FIGURE_SHEET) / 1000, figures_maximum(ours, FIGURE_SHEET) / 1000,
           figures_median(ours, FIGURE_RESOLVE));
}

/* Median and, in brackets, minimum. */
static void print_cell(const struct figures *figures, enum figure figure, int digits)
{
    double value = figures_median(figures, figure);
    if (isnan(value))
        printf(" – |");
    else
        printf(" %.*f (%.*f) |", digits, value, digits, figures_minimum(figures, figure));
}

static void print_subjects(const struct results *results)
{
    static const struct {
        enum figure figure;
        int digits;
    } columns[] = {{FIGURE_START, 2},      {FIGURE_HOME, 2}, {FIGURE_MOVE, 0},    {FIGURE_PAGE, 0},
                   {FIGURE_MOVE_BYTES, 0}, {FIGURE_PSS, 0},  {FIGURE_SWITCHES, 0}};
    printf("\n## Beside others\n\nMedian (minimum).\n\n| program | first screen, ms | list, ms | Down, last "
           "byte, µs | page, µs | bytes a Down | PSS, KiB "
           "| wakeups in %.0f s |\n|---|---|---|---|---|---|---|---|\n",
           results->idle_ms / 1000.0);
    for (int id = 0; id < SUBJECT_COUNT; id++) {
        if (!results->subjects[id].installed)
            continue;
        printf("| %s |", results->subjects[id].english);
        for (size_t i = 0; i < ARRAY_SIZE(columns); i++)
            print_cell(&results->figures[id], columns[i].figure, columns[i].digits);
        printf("\n");
    }
}

static void print_missing(const struct results *results)
{
    const char *separator = "\nNot installed, not measured: ";
    for (int id = 0; id < SUBJECT_COUNT; id++) {
        if (results->subjects[id].installed)
            continue;
        printf("%s%s", separator, results->subjects[id].english);
        separator = ", ";
    }
    if (*separator == ',')
        printf(".\n");
}

void report_markdown(const struct results *results)
{
    print_head(results);
    print_budgets(results);
    print_beside(results);
    print_subjects(results);
    print_missing(results);
}
