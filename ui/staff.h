/* SPDX-License-Identifier: MIT */
/* What staff do at a locked kiosk behind their PIN (db/site/pin.h), and what the screens need for it. */
#ifndef UI_STAFF_H
#define UI_STAFF_H

#include "db/site/pin.h"
#include "ui/screen.h"

#include <time.h>

/* The exit codes with which the program is left. */
#define STAFF_RESTART 0     /* the unit starts it anew */
#define STAFF_MAINTENANCE 3 /* the unit leaves it at that */

struct staff {
    /* What check says of this machine, a line for each item; the caller frees. 0 or -ENOMEM. */
    int (*report)(char **out, void *context);
    void *context;
};

enum staff_service { STAFF_DO_PRINT, STAFF_DO_CHECK, STAFF_DO_RESTART, STAFF_DO_QUIT, STAFF_SERVICES };

/* What each is called, and what it is for. */
struct staff_words {
    const char *label, *hint;
};
extern const struct staff_words staff_services[STAFF_SERVICES];

/* What a PIN looks like: “6 到 12 位数字”. */
#define STAFF_PIN_SHAPE IN_WORDS(SITE_PIN_MIN) " 到 " IN_WORDS(SITE_PIN_MAX) " 位数字"

/* What site_pin_check has answered, if not 0, to whoever typed it; how long they wait is told beside it. */
const char *staff_pin_words(int result, int wait);

/* The slip that shows whether a printer is well. The caller frees. 0, or -errno of a document. */
int staff_slip(struct document **out, time_t now);

#endif
