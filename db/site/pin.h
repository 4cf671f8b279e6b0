/* SPDX-License-Identifier: MIT */
/*
 * The staff's PIN, with which the kiosk in the hall lets them at its service actions. One a machine, six to
 * twelve digits, kept as Argon2id. Wrong tries follow the rule of db/site/accounts.h: each is counted and on
 * the disk before it is checked, five are free, then a wait of 1, 2, 4 … 30 minutes; a clock that is set back
 * unlocks nothing.
 *
 * Callers wipe what was typed (sodium_memzero). It is never logged; that it was right, wrong or waited for
 * is.
 */
#ifndef DB_SITE_PIN_H
#define DB_SITE_PIN_H

#include "db/site/accounts.h"

#include <stdbool.h>

#define SITE_PIN_MIN 6
#define SITE_PIN_MAX 12

/* Outcomes of what sets one. */
enum site_pin_outcome {
    SITE_PIN_SHAPE = 31, /* not SITE_PIN_MIN to SITE_PIN_MAX digits */
    SITE_PIN_WEAK,       /* one digit only, or a row like 123456 or 987654 */
};

/* 0 or an outcome. */
int site_pin_judge(const char *pin);

int site_pin_is_set(bool *out, struct site *site);

/* Ends a wait. Needs SITE_MAY_ACCOUNTS. 0 or an outcome; nothing is written then. */
int site_pin_set(struct site *site, const struct site_session *by, const char *pin);

/* Needs SITE_MAY_ACCOUNTS. -ENOENT: none is set. */
int site_pin_remove(struct site *site, const struct site_session *by);

/*
 * 0 it is the PIN; SITE_LOGIN_REFUSED, SITE_LOGIN_WAIT with *wait (seconds) as site_login has it; -ENOENT:
 * none is set. What has not the shape of a PIN is refused and counts like any other. Takes some 0.1 s.
 */
int site_pin_check(int *wait, struct site *site, const char *pin);

#endif
