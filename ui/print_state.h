/* SPDX-License-Identifier: MIT */
/* What screens know of the printer. Kept by kiosk/printer/, read by ui/. */
#ifndef UI_PRINT_STATE_H
#define UI_PRINT_STATE_H

#include <stdbool.h>

enum printer_condition {
    PRINTER_NONE,   /* this machine has no printer */
    PRINTER_ASKING, /* it has been asked and has not yet answered */
    PRINTER_READY,
    PRINTER_OUT_OF_PAPER,
    PRINTER_COVER_OPEN,
    PRINTER_OFFLINE, /* there, but it takes nothing: paused, its feed key held, a queue that is stopped */
    PRINTER_FAULT,   /* cutter jammed, overheated, an error that it tells no more of */
    PRINTER_GONE,    /* unplugged, switched off, no such device, nobody answers at its address */
    PRINTER_CONDITIONS
};

enum print_progress {
    PRINT_NOTHING, /* nothing was asked for yet, or it has been forgotten */
    PRINT_SENDING, /* a slip is on its way */
    PRINT_DONE,    /* the printer has taken all of it */
    PRINT_FAILED,  /* it is not on paper, or not all of it; condition or error says why */
};

struct print_state {
    enum printer_condition condition;
    bool paper_low; /* ready, but the roll is near its end */
    enum print_progress progress;
    int percent;      /* of a slip on its way, 0 to 100 */
    int error;        /* PRINT_FAILED: negative: -ETIMEDOUT it took nothing for too long, -ENOSYS … */
    int left;         /* slips that this visitor may still print; 0: no more in this visit */
    int wait_seconds; /* the machine printed much in the last minutes: so long until the next; 0 now */
};

#endif
