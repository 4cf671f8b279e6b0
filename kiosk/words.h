/* SPDX-License-Identifier: MIT */
#ifndef KIOSK_WORDS_H
#define KIOSK_WORDS_H

#include "kiosk/commands.h"

/*
 * The arguments as one text with spaces between, made UTF-8 out of the locale's charset; bytes that are no
 * text of it become spaces. The caller frees. -ENOMEM.
 */
int words_join(char **out, const struct invocation *invocation);

#endif
