/* SPDX-License-Identifier: MIT */
/* The programs that are measured side by side: the floors, our own, and the peers that are installed. */
#ifndef BENCH_SUBJECTS_H
#define BENCH_SUBJECTS_H

#include "tests/bench/figures.h"

#include <stdbool.h>

enum subject_id {
    SUBJECT_TRUE,
    SUBJECT_RAW,
    SUBJECT_CURSES, /* the floor of the budgets */
    SUBJECT_OURS,
    SUBJECT_ATTRACT, /* ours, left on its first screen; for idleness */
    SUBJECT_LESS,
    SUBJECT_DIALOG,
    SUBJECT_WHIPTAIL,
    SUBJECT_W3M,
    SUBJECT_TIG,
    SUBJECT_NCDU,
    SUBJECT_MC,
    SUBJECT_LYNX,
    SUBJECT_HTOP,
    SUBJECT_COUNT
};

/* One key, pressed some times, and the figures that come of it (FIGURE_COUNT: none). */
struct step {
    const char *key;
    int times;
    enum figure first, last, bytes, reads;
};

#define STEPS_MAX 16
#define WORDS_MAX 64

struct subject {
    const char *name, *english;
    const char *argv[WORDS_MAX];
    const char *home_key; /* leads from the first screen to the list; NULL: it is the list */
    struct step steps[STEPS_MAX];
    bool in_self_test;
    bool only_idle;
    bool installed;
};

/* The files that subjects need; paths. */
struct subject_files {
    const char *program, *floor_raw, *floor_curses, *database, *text, *folder;
};

void subjects_fill(struct subject out[SUBJECT_COUNT], const struct subject_files *files);

#endif
