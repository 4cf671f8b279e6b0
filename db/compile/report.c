/* SPDX-License-Identifier: MIT */
#include "db/compile/report.h"

#include "base/error.h"
#include "base/sanitize.h"

#include <stdarg.h>
#include <string.h>

/* Two of a kind on one line ("**a** and **b**") are said once. */
static bool is_last(const struct report *report, const char *file, int line, const char *reason)
{
    const struct problem *last = report->n ? &report->problems[report->n - 1] : NULL;

    return last && last->line == line && strcmp(last->file, file) == 0 && strcmp(last->reason, reason) == 0;
}

static bool append(struct report *report, const char *file, int line, char *reason)
{
    struct problem *problems = reallocarray(report->problems, report->n + 1, sizeof(*problems));
    char *name = strdup(file);

    if (problems)
        report->problems = problems;
    if (!problems || !name) {
        free(name);
        return false;
    }
    problems[report->n++] = (struct problem){.file = name, .line = line, .reason = reason};
    return true;
}

void report_add(struct report *report, const char *file, int line, const char *format, ...)
{
    _cleanup_free_ char *raw = NULL;
    char *reason = NULL;
    va_list arguments;
    int n;

    va_start(arguments, format);
    n = vasprintf(&raw, format, arguments);
    va_end(arguments);
    if (n < 0)
        raw = NULL;
    /* A key or an id that is quoted in a reason is somebody's text and goes to a terminal. */
    if (!raw || sanitize_text(&reason, raw, (size_t)n) < 0)
        report->out_of_memory = true;
    else if (is_last(report, file, line, reason))
        free(reason);
    else if (!append(report, file, line, reason)) {
        report->out_of_memory = true;
        free(reason);
    }
}

void report_print(const struct report *report, FILE *stream)
{
    for (size_t i = 0; i < report->n; i++) {
        const struct problem *problem = &report->problems[i];
        if (problem->line)
            fprintf(stream, "%s:%d: %s\n", problem->file, problem->line, problem->reason);
        else
            fprintf(stream, "%s: %s\n", problem->file, problem->reason);
    }
    if (report->out_of_memory)
        fputs("内存不足 (out of memory)\n", stream);
}

void report_fini(struct report *report)
{
    for (size_t i = 0; i < report->n; i++) {
        free(report->problems[i].file);
        free(report->problems[i].reason);
    }
    free(report->problems);
    *report = (struct report){0};
}
