/* SPDX-License-Identifier: MIT */
/*
 * The command line: one const table of commands (kiosk/commands.c), one of options (kiosk/options.c). Help,
 * complaints and tests follow from the tables.
 *
 * A command returns an exit code of sysexits.h and has complained if it is not EX_OK: 1 nothing found, 64 the
 * command line, 65 the content is damaged, 66 a file cannot be read, 69 what is needed is not here (a
 * terminal), 70 our own fault, 71 the system's, 73 a file cannot be made, 74 a write failed, 77 the hall's
 * own data cannot be written, 78 the machine is not set up (check).
 */
#ifndef KIOSK_COMMANDS_H
#define KIOSK_COMMANDS_H

#include "base/clock.h"
#include "db/handbook.h"
#include "kiosk/config.h"
#include "kiosk/content.h"
#include "kiosk/environment.h"
#include "kiosk/output.h"
#include "ui/paper/escpos.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum option_id {
    OPTION_FORMAT,
    OPTION_TODAY,
    OPTION_CONTENT,
    OPTION_CONFIG,
    OPTION_LOCKED,
    OPTION_PLAIN,
    OPTION_THEME,
    OPTION_PNG,
    OPTION_SVG,
    OPTION_ANSWERS,
    OPTION_PATHS,
    OPTION_GRAPH,
    OPTION_LIMIT,
    OPTION_PAPER,
    OPTION_PRINTER,
    OPTION_OUTPUT,
    OPTION_ASSETS,
    OPTION_KEY,
    OPTION_SEQUENCE,
    OPTION_VALID_FROM,
    OPTION_VALID_UNTIL,
    OPTION_EDITION,
    OPTION_NO_PASSWORD,
    OPTION_YES,
    OPTION_KEYS,
    OPTION_STATE,
    OPTION_SITE,
    OPTION_FROM,
    OPTION_TO,
    OPTION_CSV,
    OPTION_ENCODING,
    OPTION_HELP,
    OPTION_VERSION,
    OPTION_COUNT
};

/* An option in a set of them. */
#define OPTION_BIT(id) (UINT64_C(1) << (id))

struct options {
    uint64_t given; /* OPTION_BIT, or-ed */
    bool json;
    struct date today;
    enum paper paper;
    const char *content, *config, *theme, *png, *svg, *answers, *printer,
        *output; /* of the command line, NULL if not given */
    const char *assets, *key, *edition, *keys, *state, *site;
    struct date valid_from, valid_until; /* year 0 if not given */
    size_t limit;                        /* 0 if not given */
    unsigned sequence;                   /* the same */
    struct date from, to;                /* year 0 if not given */
    const char *csv;
    bool gb18030; /* of --encoding */
};

struct option_info {
    enum option_id id;
    const char *name;
    const char *argument; /* NULL: takes none */
    const char *help;
};

#define ARGUMENTS_MAX 16

/* One run of the program. */
struct invocation {
    struct environment environment;
    struct options options;
    const char *arguments[ARGUMENTS_MAX]; /* without the command's own name */
    size_t n_arguments;
    char school[11]; /* 学校标识码 that the hall has entered, when a command has looked; "" */
    struct output out;
};

struct command {
    const char *name;      /* NULL: what runs without a command, the kiosk */
    const char *arguments; /* as shown in help, "" if none */
    const char *example;   /* of the arguments, for who has written none */
    size_t least, most;    /* how many arguments */
    uint64_t options;      /* which it takes, OPTION_BIT; all take those of OPTIONS_COMMON */
    const char *summary;
    int (*run)(struct invocation *invocation);
};

/* The exit code of a command that looks something up and finds nothing, as grep has it. */
#define COMMAND_NOTHING_FOUND 1

#define OPTIONS_COMMON                                                                                       \
    (OPTION_BIT(OPTION_TODAY) | OPTION_BIT(OPTION_CONTENT) | OPTION_BIT(OPTION_KEYS) |                       \
     OPTION_BIT(OPTION_STATE) | OPTION_BIT(OPTION_CONFIG) | OPTION_BIT(OPTION_SITE) |                        \
     OPTION_BIT(OPTION_HELP) | OPTION_BIT(OPTION_VERSION))

/* The whole program behind main: parses, runs, flushes; the exit code. */
int commands_main(int argc, char **argv, const struct environment *environment);

/* In the order in which they are helped; NULL behind the last. */
const struct option_info *option_at(size_t index);

/* Fills options and arguments, the command's name first. EX_OK, or EX_USAGE with a complaint. */
int options_parse(struct invocation *invocation, int argc, char **argv);

/* The hall's own data: --site, or the usual file. */
const char *command_site_path(const struct invocation *invocation);

/* The clock of this run: the system's, moved to the day of --today if that was given. */
struct shifted_clock {
    struct clock base;
    time_t by;
};
struct clock options_clock(const struct options *options, struct shifted_clock *storage);

/* Where content is looked for, as the options say. Borrows from the invocation and from `clock`. */
void command_content_source(struct content_source *out, struct invocation *invocation,
                            struct shifted_clock *clock);

/* The handbook of --content, or the best that is installed, or the embedded one. EX_OK, or EX_DATAERR,
 * EX_NOINPUT … with a complaint. */
int command_open_handbook(struct handbook **out, struct invocation *invocation);

/*
 * The settings of --config, or of this machine; what is wrong in them is told on standard error, a line each,
 * and counts as not written. EX_OK; EX_NOINPUT the file of --config cannot be read, EX_OSERR, with a
 * complaint. *out can be used in any case; config_fini.
 */
int command_config(struct config *out, struct invocation *invocation);

/* The exit code for a content file that cannot be read; also with the complaint, for embedded content too. */
int command_content_code(int error);
int command_content_error(struct invocation *invocation, int error);

struct prompt;
/*
 * How a conversation ended: error, what could not be read of the content, or the prompt's own. EX_OK, also
 * where it was told to leave; EX_NOINPUT nothing can be read from standard input; else as
 * command_content_error; with a complaint.
 */
int command_conversation_code(struct invocation *invocation, const struct prompt *prompt, int error);
int command_memory_error(struct invocation *invocation);

static inline void handbook_close_pointer(struct handbook **handbook)
{
    handbook_close(*handbook);
}
static inline void answer_free_pointer(struct answer **answer)
{
    answer_free(*answer);
}
#define _cleanup_handbook_ _cleanup_(handbook_close_pointer)
#define _cleanup_answer_ _cleanup_(answer_free_pointer)

/* A question's number, 1 to 12. EX_OK, or EX_USAGE with a complaint. */
int command_question(int *out, struct invocation *invocation, const char *text);

/* Between two rules, with its source, as it stands below an answer. */
void command_print_supplement(struct output *out, const struct supplement *supplement);

int command_kiosk(struct invocation *invocation);
int command_desk(struct invocation *invocation);
int command_list(struct invocation *invocation);
int command_show(struct invocation *invocation);
int command_guide(struct invocation *invocation);
int command_search(struct invocation *invocation);
int command_school(struct invocation *invocation);
int command_links(struct invocation *invocation);
int command_qr(struct invocation *invocation);
int command_print(struct invocation *invocation);
int command_pin(struct invocation *invocation);
int command_check(struct invocation *invocation);
int command_content(struct invocation *invocation);
int command_site(struct invocation *invocation);
int command_stats(struct invocation *invocation);
int command_help(struct invocation *invocation);

#endif
