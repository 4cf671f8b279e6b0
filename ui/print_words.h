/* SPDX-License-Identifier: MIT */
/* What a visitor is told of the printer, in the same words everywhere. */
#ifndef UI_PRINT_WORDS_H
#define UI_PRINT_WORDS_H

#include "ui/print_state.h"

#include <stdbool.h>

/* Whether P is offered at all: there is a printer, in whatever state. NULL: there is none. */
bool print_is_offered(const struct print_state *state);

/* Whether it would print now, or has been asked and may. */
bool print_is_ready(const struct print_state *state);

/* For a footer: 打印, 打印机缺纸, 张数已用完 … */
const char *print_label(const struct print_state *state);

/* A sentence: 打印机缺纸了。 And what to do about it: 请告诉工作人员装纸…… Never NULL. */
const char *print_condition_words(enum printer_condition condition);
const char *print_condition_remedy(enum printer_condition condition);

/* Why a slip has failed or was not begun, for a negative error, where the condition does not tell.
 * "" for 0. */
const char *print_error_words(int error);

/* What a slip has failed for: the printer's condition if that is it, else `error` or what the printing ended
 * with. And what to do about it, "" if the condition is not to blame. */
const char *print_failure_words(const struct print_state *state, int error);
const char *print_failure_remedy(const struct print_state *state);

/* How long that is: 23 秒, from a minute and a half on in minutes. */
#define PRINT_WAIT_MAX 32
void print_wait_words(char out[PRINT_WAIT_MAX], int seconds);

/* Whether something is to be said of a slip where nobody is invited to print: it is on its way, or has
 * failed. */
bool print_is_noteworthy(const struct print_state *state);

/* What an answer or an outcome says in place of its own invitation to print; NULL: nothing. */
const char *print_hint_instead(const struct print_state *state);

#endif
