/* SPDX-License-Identifier: MIT */
/*
 * A dialogue by lines, for commands that ask: on a terminal or through pipes alike, in the locale's charset.
 */
#ifndef KIOSK_PROMPT_H
#define KIOSK_PROMPT_H

#include "kiosk/output.h"

#define PROMPT_LINE_MAX 1024 /* bytes of what is typed; the rest of a longer line is dropped */

#define PROMPT_LAST_WARNING_MS 60000 /* how long “还在吗” waits: to be found and read by the fingers */

struct prompt {
    struct output *out;
    int error; /* of reading, negative; 0 */
    /* What was typed: clean UTF-8, without space at its ends, full-width letters and digits made plain
     * (NFKC). */
    char line[8 * PROMPT_LINE_MAX];
    /* Where a visitor may have gone: without a line for so long they are asked whether they are still there,
     * and then `idle` says that they are not. 0: waits for ever. */
    int idle_ms;
    bool idle;
    bool apart;  /* an empty line before what is asked and behind what was typed, for the plain kiosk */
    bool ended;  /* the input has */
    bool warned; /* they were asked since the last line */
    /* Waits for input: > 0 there is some, 0 the time is over, negative. NULL: poll of standard input; for
     * tests. */
    int (*wait)(void *context, int ms);
    void *wait_context;
    char bytes[256]; /* read and not yet taken */
    size_t at, n;
};

/*
 * Prints the words (output_question), flushes, and waits for a line: true with it in prompt->line. False at
 * the end of input, on an error of reading (prompt->error), if nobody reads what is printed (out->error) or
 * nobody is there (prompt->idle). Where the input is no terminal the line is printed, so that a log reads
 * like the dialogue it was. Once there is nobody, nobody is asked or waited for again until `idle` and
 * `ended` are cleared.
 */
bool prompt_read(struct prompt *prompt, const char *words);

/* The same without the line ever being shown: a PIN. To be followed by prompt_wipe. */
bool prompt_read_secret(struct prompt *prompt, const char *words);

/* Whether the line is this one letter or word, whatever its case. */
bool prompt_is(const struct prompt *prompt, const char *word);

/* The number of one or two digits that the line is, or -1. */
int prompt_number(const struct prompt *prompt);

/* Forgets what was typed. */
void prompt_wipe(struct prompt *prompt);

#endif
