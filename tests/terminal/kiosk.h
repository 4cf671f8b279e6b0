/* SPDX-License-Identifier: MIT */
/* The real program behind a glass: started, led to the home screen, looked at. */
#ifndef TESTS_TERMINAL_KIOSK_H
#define TESTS_TERMINAL_KIOSK_H

#include "tests/terminal/glass.h"

#define KIOSK_PROGRAM getenv("YIBENTONG_PROGRAM")
#define KIOSK_LEAVES_MS 1000 /* what is promised, output blocked or not */

/* What stands on the first screen and on home, and nowhere else. */
#define KIOSK_ATTRACT "按任意键开始"
#define KIOSK_HOME "我是"

#define KEY_DOWN "\033[B"
#define KEY_UP "\033[A"

extern const struct glass_options kiosk_usual; /* 24 rows of 80 */

/*
 * In a hall where nothing is installed, nothing is set and nobody was there yet, not the machine's own; what
 * the words (NULL at the end) say about the hall themselves counts. options->argv, if there is one, are words
 * in front of the program's: who starts it.
 */
void kiosk_start_with(struct glass *out, const struct glass_options *options, const char *const *words);

/* The same with one word; argument may be NULL. */
void kiosk_start(struct glass *out, const struct glass_options *options, const char *argument);
void kiosk_start_at_home(struct glass *out, const struct glass_options *options, const char *argument);
void kiosk_leave(struct glass *glass); /* by SIGTERM, in time and in order */

/* The row that carries the mark of the selection holds the number given. */
void kiosk_expect_selected(struct glass *glass, int number);

/* Both come to show the same: either may still be writing, or turn a minute. */
void kiosk_expect_same(struct glass *glass, struct glass *other);

/* For main: takes the program's path from the command line, and makes the hall. False: there is none. */
bool kiosk_take_program(int argc, char **argv);

#endif
