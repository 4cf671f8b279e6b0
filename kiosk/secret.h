/* SPDX-License-Identifier: MIT */
/* A password asked on the terminal, without showing it; or, where standard input is none, one line of it. */
#ifndef KIOSK_SECRET_H
#define KIOSK_SECRET_H

#include "kiosk/output.h"

#include <stddef.h>

#define SECRET_MAX 1024

/*
 * Says the words on standard error and reads a line of at most size - 1 bytes: 0 with it in out, which the
 * caller wipes. -ECANCELED Ctrl-C, Ctrl-D or the end of input; -E2BIG longer; -errno. The terminal is as
 * before on return; for as long no key makes a signal.
 */
int secret_ask(char *out, size_t size, struct output *output, const char *words);

/* Asks for what was typed once more: -EKEYREJECTED it is not the same. size: at most SECRET_MAX. */
int secret_ask_again(const char *typed, size_t size, struct output *output, const char *words);

#endif
