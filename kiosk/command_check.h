/* SPDX-License-Identifier: MIT */
/* What the parts of `check` share: a list of items, each with a state and words. */
#ifndef KIOSK_COMMAND_CHECK_H
#define KIOSK_COMMAND_CHECK_H

#include "kiosk/commands.h"

#define CHECK_ITEMS_MAX 96

enum check_state {
    CHECK_OK,
    CHECK_NOTICE, /* works, but somebody should know */
    CHECK_ERROR,  /* something essential does not work */
};

struct check_item {
    const char *id;    /* in JSON */
    const char *label; /* for people */
    enum check_state state;
    char *detail;
};

struct check {
    struct check_item items[CHECK_ITEMS_MAX];
    size_t n;
    int code; /* of the first error; EX_OK */
};

/* One item more. code: the exit code that an error means. */
__attribute__((format(printf, 6, 7))) void check_say(struct check *check, const char *id, const char *label,
                                                     enum check_state state, int code, const char *format,
                                                     ...);

/* The file of settings, and every printer that it names: asked for its state as the kiosk would. */
void check_settings(struct check *check, const struct invocation *invocation);

/* The handbook that is shown, all of it read, and the pinned keys. *out: it, to be closed; untouched if there
 * is none. */
void check_content(struct check *check, struct handbook **out, struct invocation *invocation);

/* What check says of this machine but for terminal and printer, a line for each item. The caller frees.
 * -ENOMEM. */
int check_report(char **out, struct invocation *invocation);

/* The hall's own data, and its audit log. */
void check_site(struct check *check, struct invocation *invocation);

#endif
