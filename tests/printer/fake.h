/* SPDX-License-Identifier: MIT */
/*
 * A receipt printer that is played, at the other end of a pseudo terminal or of a connection over the
 * loopback. It has no thread: fake_serve plays what it does next.
 */
#ifndef TESTS_PRINTER_FAKE_H
#define TESTS_PRINTER_FAKE_H

#include <stdbool.h>
#include <stddef.h>

#define FAKE_BYTES_MAX (1 << 20)
#define FAKE_ALL 0
#define FAKE_NEVER ((size_t)-1)

enum fake_wire { FAKE_TERMINAL, FAKE_SOCKET };

/* Answers to DLE EOT 1 to 4 of a printer that is well, and of others. */
struct fake_answers {
    unsigned char byte[5];
};
extern const struct fake_answers fake_ready, fake_paper_low, fake_out_of_paper, fake_cover_open, fake_offline,
    fake_jammed;

struct fake {
    enum fake_wire wire;
    char path[64]; /* of the terminal */
    int port;      /* of the socket */
    int master, listener, connection;

    /* What it does; the test may change all of this at any time. */
    struct fake_answers answers;
    bool mute;         /* gives no answers */
    bool out_of_order; /* nor to what waits in line, GS r 1 */
    bool keeps;        /* what came is still in its memory: what waits in line has to wait */
    bool literal;      /* inside a picture it takes questions for dots */
    const char *noise; /* sent before each answer; alone if it is mute */
    size_t takes;      /* bytes a turn; FAKE_ALL */
    bool stuck;        /* takes nothing at all, questions neither */
    size_t paper_ends; /* after so many bytes the answers are fake_out_of_paper and it takes 256 bytes more;
                          FAKE_NEVER */
    size_t gone_after; /* hangs up after so many bytes; FAKE_NEVER */

    unsigned char *data; /* what came, without the questions, GS r 1 and the command to clear */
    size_t n;
    size_t slip_at;               /* where in it the last reset is that it has understood as one */
    size_t ordered;               /* how often it was asked in line */
    size_t asked, asked_at[4096]; /* how many questions, and how many bytes of data came before each */
    size_t cleared;               /* how often it was told to drop what it has; n is then counted from 0 */
    size_t opened;                /* connections */
    bool hung_up;                 /* the kiosk has closed the connection or the device */

    unsigned char pending[16]; /* the beginning of what may become a question */
    size_t n_pending;

    unsigned char head[8]; /* the beginning of a command; it is kept over slips, as by any printer */
    size_t n_head;
    size_t wanted;    /* bytes of a picture or a character that are still to come */
    bool order_waits; /* a question in line has not been answered */
};

/* -errno */
int fake_open(struct fake *out, enum fake_wire wire);
void fake_close(struct fake *fake);

/* One turn; whether anything came or went. */
bool fake_serve(struct fake *fake);

/* Switched off or unplugged, now. */
void fake_hang_up(struct fake *fake);

/* Switched off and on again: what it holds is gone, and so is a connection. */
void fake_interrupt(struct fake *fake);

#endif
