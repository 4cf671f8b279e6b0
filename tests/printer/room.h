/* SPDX-License-Identifier: MIT */
/* A kiosk's printer and the clock on the wall: runs both until something is so, without waiting for real time
 * to pass. */
#ifndef TESTS_PRINTER_ROOM_H
#define TESTS_PRINTER_ROOM_H

#include "kiosk/printer/printing.h"
#include "tests/printer/fake.h"

struct room {
    struct fake fake;
    struct clock_manual clock;
    struct printer printer;
    struct printing *printing;
    struct document *document;
    char *bytes; /* what the document is for this printer */
    size_t n;
    int64_t slowest_us; /* the longest that any call has taken */
    size_t turns;
};

/* Without anybody at the other end: the kind of printer, where it is, its paper. */
void room_open_without_fake(struct room *room, enum printer_kind kind, const char *where, enum paper paper);

/* A printer at the fake's end. */
void room_open(struct room *room, enum fake_wire wire);
void room_close(struct room *room);

/* The same with another document of so many codes, or other settings of the printer. */
void room_set_codes(struct room *room, int codes);
void room_renew(struct room *room);

/* Turns until it is so; fails after ms on the clock. */
void room_run_until(struct room *room, bool (*is_so)(const struct room *room), int64_t ms);
void room_run_for(struct room *room, int64_t ms);
void room_turn(struct room *room);

/* For what threads do: real time passes, and the clock with it. Fails after ms. */
void room_wait_until(struct room *room, bool (*is_so)(const struct room *room), int64_t ms);
void room_wait_for(struct room *room, int64_t ms);

void room_watch(struct room *room, bool watch);
int room_start(struct room *room);

bool room_has_answer(const struct room *room); /* no longer ASKING */
bool room_has_result(const struct room *room); /* DONE or FAILED */
bool room_is_ready(const struct room *room);

const struct print_state *room_state(const struct room *room);

#define A_MINUTE 60000
#define BOTH_WIRES(wire) for (enum fake_wire wire = FAKE_TERMINAL; wire <= FAKE_SOCKET; wire++)

/* A watched printer with its first answer; the same with another document of so many codes. */
void room_open_watched(struct room *room, enum fake_wire wire);
void room_open_codes(struct room *room, enum fake_wire wire, int codes);

/* The printer has understood the whole slip as what it is, and nothing else behind it. */
void room_assert_whole(const struct room *room);
void room_assert_done(const struct room *room);

#endif
