/* SPDX-License-Identifier: MIT */
/* The full-screen kiosk: what yibentong does without a command. */
#include "kiosk/commands.h"
#include "kiosk/full_screen.h"
#include "kiosk/plain.h"

#include "base/error.h"
#include "db/site/tally.h"

#include <sysexits.h>

/* One that cannot be written to still shows the school's contact and addenda; one that cannot be read is told
 * of and the kiosk goes on without. None at all is as it should be where no desk was ever used. */
static struct site *open_site(struct invocation *invocation)
{
    const char *path = command_site_path(invocation);
    struct shifted_clock shifted;
    struct clock clock = options_clock(&invocation->options, &shifted);
    struct site *site = NULL;
    int error = site_open(&site, path, SITE_WRITE, clock);
    if (error == -EROFS || error == -EACCES || error == -ENOSPC)
        error = site_open(&site, path, SITE_READ, clock);
    if (error && (error != -ENOENT || invocation->options.site))
        output_complain(&invocation->out,
                        "读不了本校数据 %s：%s；自助终端照常使用，只是没有本校的联系方式和补充", path,
                        output_reason(error));
    if (site)
        site_set_busy(site, 0); /* no visitor waits for another program */
    return site;
}

int command_kiosk(struct invocation *invocation)
{
    if (invocation->options.given & 1ull << OPTION_PLAIN)
        return command_plain(invocation);
    int code = full_screen_check(invocation);
    if (code != EX_OK)
        return code;
    struct tally tally;
    tally_init(&tally, TALLY_KIOSK);
    struct site *site = open_site(invocation);
    struct full_screen screen = {.site = site, .tally = site && site_is_writable(site) ? &tally : NULL};
    code = full_screen_run(invocation, &screen);
    site_close(site);
    return code;
}
