/* SPDX-License-Identifier: MIT */
/*
 * A dialogue by lines, for commands that ask: on a terminal or through pipes alike, in the locale's charset.
 */
#ifndef KIOSK_PROMPT_H
#define KIOSK_PROMPT_H

#include "kiosk/output.h"

#define PROMPT_LINE_MAX 1024 /* bytes of what is typed; the rest of a longer line is dropped */

struct prompt {
    struct output *out;
    int error; /* of reading, negative; 0 */
    /* What was typed: clean UTF-8, without space at its ends, full-width letters and digits made plain
     * (NFKC). */
    char line[8 * PROMPT_LINE_MAX];
};

/*
 * Prints the words, flushes, and waits for a line: true with it in prompt->line. False at the end of input,
 * on an error of reading (prompt->error) or if nobody reads what is printed (out->error). Where the input is
 * no terminal the line is printed, so that a log reads like the dialogue it was.
 */
bool prompt_read(struct prompt *prompt, const char *words);

#endif
