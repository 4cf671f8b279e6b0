/* SPDX-License-Identifier: MIT */
/*
 * The system calls that change files, in front of the real ones by the linker's --wrap: the k-th fails, or is
 * the last of this process, or the power is cut there. For the calls of our own objects and of a static
 * libsqlite3.a.
 */
#ifndef TESTS_FAULTS_SITE_FAULTS_H
#define TESTS_FAULTS_SITE_FAULTS_H

#include <limits.h>
#include <stdbool.h>

/* Of --wrap: the calls that are counted. */
struct faults {
    long countdown; /* calls until one fails; LONG_MAX never */
    int error;      /* errno of the call that fails; 0: the process is killed there */
    bool for_ever;  /* and all that follow */
    bool torn;      /* before it, half of what was to be written is */
    long calls;     /* so far */
    long failed;
    bool vague; /* the one that failed was of those whose reason SQLite does not pass on: open, sync, truncate
                 */
    /*
     * A folder that has what a disk has after a power cut: each file as it was at its last sync, nothing of
     * what was written since. NULL: not kept. lying: syncs are said to have been done and are not, as with
     * synchronous=OFF (the control).
     */
    const char *disk;
    bool lying;
};

/* The one that is in force: --wrap knows no context. */
extern struct faults faults;

void faults_none(void);

#endif
