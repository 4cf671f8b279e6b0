/* SPDX-License-Identifier: MIT */
/* A password asked on the terminal, without showing it; or, where standard input is none, one line of it. */
#ifndef KIOSK_SECRET_H
#define KIOSK_SECRET_H

#include "kiosk/output.h"

#include <stddef.h>

/*
 * Says the words on standard error and reads a line of at most size - 1 bytes: 0 with it in out, which the
 * caller wipes. -ECANCELED Ctrl-C, Ctrl-D or the end of input; -E2BIG longer; -errno. The terminal is as
 * before on return; for as long no key makes a signal.
 */
int secret_ask(char *out, size_t size, struct output *output, const char *words);

#endif
