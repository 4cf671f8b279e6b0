/* SPDX-License-Identifier: MIT */
/*
 * The command line within a test: a machine with keys and a stick, a hall, a terminal; what is typed, what
 * comes out, and what fails meanwhile.
 */
#ifndef TESTS_FAULTS_COMMAND_LINE_H
#define TESTS_FAULTS_COMMAND_LINE_H

#include "base/clock.h"
#include "tests/screens/hall.h"

#include <stdbool.h>
#include <stddef.h>

#define COMMAND_WORDS_MAX 14
#define COMMAND_WORD_SIZE 160

struct machine;

struct command_world {
    struct clock_manual time;
    struct machine *machine;
    struct hall hall;
    int input, output, errors; /* files in memory */
    int keyboard, screen;      /* a terminal, from either side */
};

/* Words that begin with a % stand for places: %s the state, %k the keys, %d site.db, %u the stick. */
struct command_deed {
    const char *words[COMMAND_WORDS_MAX];
    const char *input; /* what is typed */
    bool at_terminal;  /* there, for what is asked of a person alone */
    bool shown;        /* what comes out goes to the terminal, at most 60,000 bytes */
    bool reports;      /* what is wrong is its report */
    bool slow;         /* tried less */
    void (*reset)(const struct command_world *world);
};

struct command_failure {
    const char *name;
    enum { COMMAND_MEMORY, COMMAND_ENGINE, COMMAND_SYSTEM } layer;
    int code; /* of SQLite, an errno */
    bool for_ever;
    int depth; /* of the ways; what frees behind a failure is reached in few */
    long k;    /* that one fails; WAYS_NEXT: the next that is reached in a new way (tests/faults/ways.h) */
};

/* What became of a command. */
struct command_result {
    int code;
    bool reached; /* what was to fail did */
    bool said;    /* it had something to say at standard error */
};

/* For cmocka. On the stick are small.db (a handbook that is read in no time), 2.ybt, office.key, school.ybt,
 * hall.conf with printers of every kind. */
int command_world_setup(void **state);
int command_world_teardown(void **state);

/* For `reset`: nothing is installed; what commands write to the stick is not there either. */
void command_without_updates(const struct command_world *world);
void command_without_files(const struct command_world *world);

/* With everything as usual if failure is NULL. */
struct command_result command_run(const struct command_world *world, const struct command_deed *deed,
                                  const struct command_failure *failure);

/* What is wrong with it, `right` being the usual exit code; NULL: nothing. */
const char *command_finding(const struct command_result *result, int right, const struct command_deed *deed);

/* All that the last one has written; the caller frees. */
char *command_output(const struct command_world *world);
char *command_errors(const struct command_world *world);

#endif
