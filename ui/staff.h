/* SPDX-License-Identifier: MIT */
/* What staff do at a locked kiosk behind their PIN (db/site/pin.h), and what the screens need for it. */
#ifndef UI_STAFF_H
#define UI_STAFF_H

/* The exit codes with which the program is left. */
#define STAFF_RESTART 0     /* the unit starts it anew */
#define STAFF_MAINTENANCE 3 /* the unit leaves it at that */

struct staff {
    /* What check says of this machine, a line for each item; the caller frees. 0 or -ENOMEM. */
    int (*report)(char **out, void *context);
    void *context;
};

#endif
