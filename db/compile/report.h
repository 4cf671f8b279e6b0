/* SPDX-License-Identifier: MIT */
/* What is wrong with the content: one problem a place, in the order found, all of a run. Words are for the
 * author. */
#ifndef DB_COMPILE_REPORT_H
#define DB_COMPILE_REPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct problem {
    char *file;
    int line; /* from 1; 0: the file as a whole */
    char *reason;
};

struct report {
    struct problem *problems;
    size_t n;
    bool out_of_memory; /* a problem could not be noted */
};

void report_add(struct report *report, const char *file, int line, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* "file:line: reason" for each, as editors understand it. */
void report_print(const struct report *report, FILE *stream);
void report_fini(struct report *report);

#endif
