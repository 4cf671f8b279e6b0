/* SPDX-License-Identifier: MIT */
/* desk: the staff's full screen. */
#include "kiosk/commands.h"
#include "kiosk/full_screen.h"
#include "kiosk/stats_file.h"

#include "base/error.h"
#include "db/site/tally.h"
#include "ui/desk.h"

#include <stdlib.h>
#include <sysexits.h>

static int export(void *context, const struct desk_export *what)
{
    struct stats_query query = {.from = what->from, .to = what->to, .by = STATS_BY_KIND};
    return stats_file_save(what->path, what->gb18030, context, &query);
}

static int refuse_site(struct invocation *invocation, int error)
{
    const char *path = command_site_path(invocation);
    if (error == -ENOMEM)
        return command_memory_error(invocation);
    if (error == -ENOENT)
        output_complain(&invocation->out,
                        "没有文件夹来放本校数据 %s；请先建好文件夹，或用 --site 另指一个文件", path);
    else
        output_complain(&invocation->out, "打不开本校数据 %s：%s；工作台要能读写它，请检查文件的权限和磁盘",
                        path, output_reason(error));
    return error == -EBADMSG || error == -EPROTO ? EX_DATAERR : error == -ENOENT ? EX_NOINPUT : EX_NOPERM;
}

static int run(struct invocation *invocation, struct site *site)
{
    struct desk desk;
    struct tally tally;
    int error = desk_open(&desk, site);
    if (error)
        return refuse_site(invocation, error);
    desk.home = getenv("HOME");
    desk.export = export;
    desk.export_context = site;
    struct content_source source;
    struct shifted_clock shifted;
    command_content_source(&source, invocation, &shifted);
    if (!source.file) /* with --content what is installed would not be shown */
        desk.updates = &source.place;
    tally_init(&tally, TALLY_DESK);
    struct full_screen screen = {.site = site, .tally = &tally, .desk = &desk};
    return full_screen_run(invocation, &screen);
}

int command_desk(struct invocation *invocation)
{
    int code = full_screen_check(invocation);
    if (code != EX_OK)
        return code;
    struct shifted_clock shifted;
    struct site *site;
    int error = site_open(&site, command_site_path(invocation), SITE_CREATE,
                          options_clock(&invocation->options, &shifted));
    if (error)
        return refuse_site(invocation, error);
    code = run(invocation, site);
    site_close(site);
    return code;
}
