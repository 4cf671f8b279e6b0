/* SPDX-License-Identifier: MIT */
/*
 * The one blocking wait of the kiosk: keys, signals, the window's size and time come together here and go to
 * the app; what the app paints goes to the terminal. Wakes for nothing else but the service manager's
 * watchdog.
 *
 * Ctrl-C is a key: the app decides whether it leaves. Unlocked, SIGINT, SIGQUIT, SIGTERM and SIGHUP leave and
 * SIGTSTP suspends; locked, only SIGTERM and a hang-up leave and the stop and interrupt signals are ignored.
 * A terminal that takes no output holds up nothing: the loop still leaves within a second.
 *
 * While it runs, the signals it serves are blocked and read from a descriptor, SIGPIPE and SIGXFSZ are
 * ignored, and fatal signals restore the terminal before they kill. All of that is undone on return.
 */
#ifndef KIOSK_LOOP_H
#define KIOSK_LOOP_H

#include "base/charset.h"
#include "base/clock.h"
#include "kiosk/app.h"
#include "kiosk/notify.h"
#include "kiosk/printer/printing.h"

#include <stdbool.h>

struct loop_options {
    int in_fd, out_fd;             /* borrowed; both a terminal */
    const char *term;              /* TERM; NULL or "" is no usable entry */
    const struct charset *charset; /* borrowed */
    struct clock clock;
    struct printing *printing; /* borrowed; it may be of no printer */
    bool no_colour;            /* NO_COLOR */
    bool no_mouse;             /* as in term_options */
    bool locked;
    struct notify *notify; /* borrowed; told of the first frame and, while output gets through, of life */
    /* Called when the app comes to rest (app_is_resting), a moment behind the frame that shows it but before
     * the next key, and once a minute while it does. */
    void (*rest)(void *context, struct app *app);
    void *rest_context;
};

/*
 * Runs the app until it wants to quit, a signal says so, or the terminal is gone: 0, with the terminal as it
 * was before. Else what term_open returns (-ENOTTY, -ENOENT, -EIO), -ENOMEM, or -errno of the system's
 * refusal of descriptors. Nothing is printed here.
 */
int loop_run(struct app *app, const struct loop_options *options);

#endif
