/* SPDX-License-Identifier: MIT */
/*
 * A question's number typed digit by digit. 2 to 9 are whole at once; 1 waits a moment for the 0, 1 or 2 of
 * 10 to 12.
 */
#ifndef UI_NUMBER_ENTRY_H
#define UI_NUMBER_ENTRY_H

#include <stdint.h>

#define NUMBER_ENTRY_WAIT_MS 800

struct number_entry {
    int pending;   /* 0 or 1: the first digit of a number that may go on */
    int64_t until; /* then it is taken as it is, monotonic ms */
};

/* Takes a digit. Returns the number that is whole now, 0 if it waits or means nothing (a 0 alone: -1). */
int number_entry_digit(struct number_entry *entry, int digit, int64_t now_ms);

/* The number that waits, taken as it is (Enter, or time is up), or 0. */
int number_entry_take(struct number_entry *entry);

/* When to take it, or -1. */
int64_t number_entry_deadline(const struct number_entry *entry);

#endif
