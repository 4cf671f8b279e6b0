/* SPDX-License-Identifier: MIT */
/* The full-screen kiosk: what yibentong does without a command. */
#include "kiosk/app.h"
#include "kiosk/commands.h"
#include "kiosk/full_screen.h"

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

/* One that cannot be written to still shows the school's contact and addenda. */
static int open_site(struct site **out, struct hall *hall)
{
    const char *path = command_site_path(hall->invocation);
    int error = site_open(out, path, SITE_WRITE, hall->clock);
    if (error == -EROFS || error == -EACCES || error == -ENOSPC)
        error = site_open(out, path, SITE_READ, hall->clock);
    if (!error)
        site_set_busy(*out, 0); /* no visitor waits for another program */
    return error;
}

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
    struct site *found = NULL, *before = hall->site;
    if ((before && site_is_writable(before)) || open_site(&found, hall) != 0)
        return;
    if (before && !site_is_writable(found)) {
        site_close(found);
        return;
    }
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
    int code = full_screen_check(invocation);
    if (code != EX_OK)
        return code;
    struct hall hall = {.invocation = invocation};
    hall.clock = options_clock(&invocation->options, &hall.shifted);
    tally_init(&hall.tally, TALLY_KIOSK);
    int error = open_site(&hall.site, &hall);
    if (error && (error != -ENOENT || invocation->options.site))
        output_complain(&invocation->out,
                        "读不了本校数据 %s：%s；自助终端照常使用，只是没有本校的联系方式和补充",
                        command_site_path(invocation), output_reason(error));
    struct full_screen screen = {
        .site = hall.site, .tally = tally_of(&hall), .look_again = look_again, .context = &hall};
    code = full_screen_run(invocation, &screen);
    site_close(hall.site);
    return code;
}
