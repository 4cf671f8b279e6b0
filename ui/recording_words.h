/* SPDX-License-Identifier: MIT */
/* That what is asked is not being recorded just now: for the kiosk's about screen and
 * the desk's statistics. */
#ifndef UI_RECORDING_WORDS_H
#define UI_RECORDING_WORDS_H

#include <stdbool.h>
#include <stddef.h>

/* Of ui->recording: false if it works (0), else a sentence that says why it pauses, and that it resumes. */
bool recording_words(char *out, size_t size, int recording);

#endif
