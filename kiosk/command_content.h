/* SPDX-License-Identifier: MIT */
/* content and site: what their subcommands share. */
#ifndef KIOSK_COMMAND_CONTENT_H
#define KIOSK_COMMAND_CONTENT_H

#include "db/update.h"
#include "kiosk/commands.h"

struct json_object;

/* A word behind a command that does one thing of several. */
struct subcommand {
    const char *name, *arguments; /* as shown in help */
    size_t least, most;           /* arguments behind the word */
    uint64_t options;             /* which it takes, OPTION_BIT */
    int (*run)(struct invocation *invocation);
};

/* Finds the word, checks arguments and options, runs it without the word. EX_USAGE with a complaint. */
int subcommand_run(struct invocation *invocation, const char *command, const struct subcommand *table,
                   size_t n);

/* The machine as the options and the hall's own database say.
 * Borrows from the invocation and from `clock`. */
void content_place(struct update_place *out, struct invocation *invocation, struct shifted_clock *clock);

/* The exit code that a refusal (enum bundle_refusal) or a negative error of an update means. */
int content_code(int refusal);

/* Complains about a file and returns content_code. header and highest as update_refusal_words. */
int content_refuse(struct invocation *invocation, const char *path, int refusal,
                   const struct bundle_header *header, uint32_t highest);

/* What a bundle says of itself, as lines and as JSON. */
void content_print_header(struct output *out, const struct bundle *bundle);
int content_json_header(struct json_object *object, const struct bundle *bundle);

/* What changes, question by question. */
void content_print_changes(struct output *out, const struct content_changes *changes);
int content_json_changes(struct json_object *object, const struct content_changes *changes);

/* A member "refusal" with its id, and "text" with the words; null if it is 0. */
int content_json_refusal(struct json_object *object, int refusal, const struct bundle_header *header,
                         uint32_t highest);

/*
 * The secret key of --key, with its password asked for if it has one; wiped by who gets it. EX_OK or with a
 * complaint.
 */
int content_read_key(struct minisign_secret *out, struct invocation *invocation);

/* --sequence, --valid-from, --valid-until, --edition and the least version of the program into a header.
 * EX_OK. */
int content_fill_header(struct bundle_header *out, struct invocation *invocation, const char *edition);

/* Signs and writes --output, and says so. An exit code. */
int content_write_bundle(struct invocation *invocation, const struct bundle_header *header,
                         const void *payload, size_t n, const struct minisign_secret *secret);

/* Whether to go on: asked for on a terminal, unless --yes or JSON says so. */
bool content_agreed(struct invocation *invocation, const char *question);

int content_info(struct invocation *invocation);
int content_verify(struct invocation *invocation);
int content_install(struct invocation *invocation);
int content_rollback(struct invocation *invocation);
int content_build(struct invocation *invocation);
int content_key(struct invocation *invocation);

#endif
