/* SPDX-License-Identifier: MIT */
/*
 * What a receipt printer says of itself: DLE EOT n, n = 1 to 4 (10 04 n), each answered by one byte of the
 * form 0xx1xx10 (Epson's ESC/POS reference, “transmit real-time status”):
 *
 *   1 printer      bit 3 offline · 6 the feed key is held
 *   2 offline      bit 2 the cover is open · 3 fed by the key · 5 stopped by the end of paper · 6 an error
 *   3 error        bit 2 mechanical · 3 the cutter · 5 fatal · 6 recovers by itself (overheated)
 *   4 paper        bits 2, 3 the roll is near its end · 5, 6 there is none
 *
 * Nothing in an answer says which question it belongs to. So one question is asked at a time, and whatever is
 * not of that form — automatic status (0xx1xx00 and what follows it, bit 4 clear), XON, XOFF, noise — is
 * passed over. An answer that comes after its question was given up is taken for that of the next, which the
 * round after puts right; whoever asks drops what has come before the first question.
 */
#ifndef KIOSK_PRINTER_STATUS_H
#define KIOSK_PRINTER_STATUS_H

#include "ui/print_state.h"

#include <stdbool.h>
#include <stddef.h>

#define STATUS_QUESTIONS 4
#define STATUS_QUESTION_BYTES 3

struct status {
    int asked;      /* 1 to STATUS_QUESTIONS, whose answer is waited for; 0 none */
    unsigned known; /* 1 << n: answered in this round */
    unsigned mute;  /* 1 << n: never answered though another was; not asked again */
    unsigned char answers[STATUS_QUESTIONS + 1];
};

/* Begins a round; what is known of mute questions stays. *status zeroed before the first. */
void status_begin(struct status *status);

/* The bytes of the next question of the round; false: there is none, or an answer is still waited for. */
bool status_next(struct status *status, char out[STATUS_QUESTION_BYTES]);

/* Bytes from the printer. Whether the question that is waited for has been answered; what is behind that is
 * dropped. */
bool status_feed(struct status *status, const void *bytes, size_t n);

/* No more is waited for. Whether anything was answered in this round. */
bool status_give_up(struct status *status);

/* Whether the round is over: every question that is not mute has its answer. */
bool status_complete(const struct status *status);

/* What the answers of the round say, PRINTER_READY where they say nothing bad. */
enum printer_condition status_condition(const struct status *status);
bool status_paper_low(const struct status *status);

#endif
