/* SPDX-License-Identifier: MIT */
/* The full-screen kiosk: what yibentong does without a command. */
#include "kiosk/app.h"
#include "kiosk/command_site.h"
#include "kiosk/full_screen.h"
#include "kiosk/plain.h"

#include "base/error.h"
#include "db/site/tally.h"

#include <sysexits.h>

/* The hall's own data as this kiosk has them. */
struct hall {
    struct invocation *invocation;
    struct shifted_clock shifted;
    struct clock clock;
    struct site *site;
    struct tally tally;
};

/* Where nobody has set up a desk yet, nothing is missing; what cannot be written to is counted for later. */
static struct tally *tally_of(struct hall *hall)
{
    if (hall->site && !site_is_writable(hall->site))
        hall->tally.error = -EROFS;
    return hall->site ? &hall->tally : NULL;
}

/* The desk is set up after the kiosk was started, or the disk can be written to again. */
static void look_again(void *context, struct app *app)
{
    struct hall *hall = context;
    struct site *found, *before = hall->site;
    if (!command_site_find_better(&found, before, hall->invocation, hall->clock))
        return;
    hall->site = found;
    if (app_take_site(app, found, tally_of(hall)) == 0) {
        site_close(before);
    } else {
        hall->site = before;
        site_close(found);
    }
}

int command_kiosk(struct invocation *invocation)
{
    if (invocation->options.given & OPTION_BIT(OPTION_PLAIN))
        return command_plain(invocation);
    int code = full_screen_check(invocation);
    if (code != EX_OK)
        return code;
    struct hall hall = {.invocation = invocation};
    hall.clock = options_clock(&invocation->options, &hall.shifted);
    tally_init(&hall.tally, TALLY_KIOSK);
    command_site_open_hall(&hall.site, invocation, hall.clock);
    struct full_screen screen = {
        .site = hall.site, .tally = tally_of(&hall), .look_again = look_again, .context = &hall};
    code = full_screen_run(invocation, &screen);
    site_close(hall.site);
    return code;
}
