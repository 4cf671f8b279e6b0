/* SPDX-License-Identifier: MIT */
/*
 * A speech-dispatcher that is played, at a Unix socket in a folder of its own: it speaks SSIP as the real one
 * does (speech-dispatcher's “SSIP: Speech Synthesis Interface Protocol”), in a thread, and keeps what it was
 * told.
 */
#ifndef TESTS_VOICE_FAKE_H
#define TESTS_VOICE_FAKE_H

#include <stdbool.h>

struct fake;

enum fake_manner {
    FAKE_PATIENT, /* says nothing of an end until fake_end */
    FAKE_QUICK,   /* a message ends as soon as it is queued */
    FAKE_SILENT,  /* accepts and never answers */
};

/* Listens. Asserts that all of it works. */
struct fake *fake_open(enum fake_manner manner);
/* Waits until whoever spoke to it has let go: a voice leaves a thread behind that does. */
void fake_close(struct fake *fake);
const char *fake_socket(const struct fake *fake);

/* Waits until it was told the words, in a command or in a text, and forgets everything up to there. Fails the
 * test when they do not come. */
void fake_expect(struct fake *fake, const char *words);
/* Whether it was told them since. */
bool fake_heard(struct fake *fake, const char *words);

/* The message that was queued last is at its end. */
void fake_end(struct fake *fake);
/* Drops the connection; the next one is taken. */
void fake_hang_up(struct fake *fake);

#endif
