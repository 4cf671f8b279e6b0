/* SPDX-License-Identifier: MIT */
/* The interface without a terminal, played from a script: keys in, the whole screen out. Clock and content
 * are pinned. */
#ifndef TESTS_SCREENS_PLAYER_H
#define TESTS_SCREENS_PLAYER_H

#include "kiosk/app.h"
#include "tests/screens/hall.h"

#include <stdio.h>

struct player {
    struct clock_manual time;
    struct handbook *handbook;
    struct app *app;
    struct canvas canvas;
    struct print_state printer_state;
    struct app_printer printer;
    int print_error; /* what starting a slip answers */
    int printed;     /* slips that were started */
    bool watched;    /* the app wants to know how the printer is */
    char *said;      /* what the voice was given last */
    bool speaking;
    int voice_trouble; /* why nothing is heard, negative */
    struct app_voice voice;
    struct hall *hall; /* with data of its own; NULL: none */
    bool hasty;        /* nobody pauses at the end of a script: idle work is the test's to do */
    bool poor;         /* memory runs out: a frame that cannot be painted for want of it is no failure */
    bool blind; /* frames are drawn at the end of a script only, as when keys come faster than the terminal
                   takes them */
};

struct player_options {
    int rows, cols;
    int idle_seconds; /* 0: each screen's own */
    bool locked;
    bool at_home; /* starts there, not with the attract screen */
    bool plain;   /* GLYPHS_PLAIN */
    enum {
        PLAYER_ALONE,      /* a kiosk without data of a hall */
        PLAYER_KIOSK,      /* a kiosk in a hall */
        PLAYER_DESK,       /* the staff desk of a hall, nobody logged in */
        PLAYER_EMPTY_DESK, /* the same, never used */
    } hall;
    bool voice;         /* there is one, that goes on until it is stopped or player.speaking is set false */
    bool printer;       /* there is one, ready, for three slips */
    int handbook_error; /* not 0: as if the content could not be opened */
    struct handbook *handbook; /* NULL: the embedded one; the player closes it */
    const char *theme;
    const char *pin;           /* the staff's, of a hall; NULL: none is set */
    const struct hours *hours; /* when the hall is open; NULL: nobody wrote it down */
    time_t wall;               /* 0: the usual Monday */
};

/* Monday 2026-11-23 14:05 in TZ. Asserts that all of it works. */
void player_open(struct player *player, const struct player_options *options);
void player_close(struct player *player);

/* A desk of 24×80 with a printer, and the script played on it. */
void player_open_desk(struct player *player, const char *script);

/*
 * Plays words separated by blanks: Enter Esc Up Down Left Right PgUp PgDn Home End Tab BackTab Backspace
 * Delete Space F2 F4 F6 F8 Ctrl-C Ctrl-L Ctrl-S Ctrl-U Ctrl-Y Ctrl-Z, single characters, type:TEXT (character
 * by character, _ is a blank), paste:TEXT (| is a line end), login:NAME (the hall's password too),
 * tap:ROW,COL, drag:ROW,COL,ROW,COL, wheel:up, wheel:down, wait:MS (time passes, deadlines are kept),
 * resize:COLSxROWS, printer:WORD (ready, no-paper, cover, offline, fault, gone, asking, low; sending, done,
 * failed: how the slip fares), burst:CHARACTERS (as a card reader types them, with an Enter). An unknown word
 * fails the test. Draws at the end.
 */
void player_play(struct player *player, const char *script);

void player_draw(struct player *player);
void player_resize(struct player *player, int rows, int cols);

/* Taps the first cell of the words, which must be on the screen. */
void player_tap(struct player *player, const char *words);

/* The next number of 24 bits of a random visitor, the same in every run. */
unsigned player_random(unsigned *seed);

/* The text of one row without its trailing blanks; the caller frees. */
char *player_row(const struct player *player, int row);

/* The row of the first one that contains the words, or -1. */
int player_find(const struct player *player, const char *words);

/* The screen as it is kept in golden/: text, then a letter of role and attributes for each cell. */
void player_dump(const struct player *player, FILE *stream);

/* Each shows the screen when it fails. */
void assert_screen(const struct player *player, const char *name);
void assert_shows(const struct player *player, const char *words);
void assert_hidden(const struct player *player, const char *words);

#endif
