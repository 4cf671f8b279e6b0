/* SPDX-License-Identifier: MIT */
/* The keys of yibentong.conf(5): in which section each stands and what it takes. A further one is a row of a
 * table. */
#ifndef KIOSK_CONFIG_KEYS_H
#define KIOSK_CONFIG_KEYS_H

#include "kiosk/config.h"

enum config_section {
    SECTION_NONE,    /* before the first */
    SECTION_REFUSED, /* its keys are passed over */
    SECTION_KIOSK,
    SECTION_PRINTER,
    SECTION_SPEECH,
};

enum config_key {
    CONFIG_KEY_KIOSK_PRINTER,
    CONFIG_KEY_WHERE,
    CONFIG_KEY_SERVER,
    CONFIG_KEY_PAPER,
    CONFIG_KEY_CHARSET,
    CONFIG_KEY_CODE,
    CONFIG_KEY_CUT,
    CONFIG_KEY_STATUS,
    CONFIG_KEY_SPEED,
    CONFIG_KEY_FLOW,
    CONFIG_KEY_OPEN,
    CONFIG_KEY_CLOSED,
    CONFIG_KEY_DIM,
    CONFIG_KEY_SOCKET,
    CONFIG_KEY_RATE,
};

/* Whether it may be written more than once, each adding to those before. */
bool config_key_repeats(int key);

/* enum config_key, or -1. */
int config_key_find(enum config_section section, const char *name);

/* Takes a value; `printer` is the section's own, NULL in others. NULL, or why not: the setting then stays as
 * it was. */
const char *config_key_take(int key, struct config *config, struct printer *printer, const char *value);

#endif
