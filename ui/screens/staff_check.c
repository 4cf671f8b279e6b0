/* SPDX-License-Identifier: MIT */
/* What check says of this machine, for staff behind the PIN. */
#include "ui/page.h"
#include "ui/screens/screens.h"
#include "ui/staff.h"

#include "base/error.h"

#include <string.h>

static int compose(struct flow *flow, const struct ui *ui, const struct screen *screen)
{
    _cleanup_free_ char *report = NULL;
    int error = ui->staff ? ui->staff->report(&report, ui->staff->context) : 0;
    char *rest = report;
    (void)screen;
    if (error)
        return error;
    page_heading(flow, "这台机器");
    for (char *line; rest && (line = strsep(&rest, "\n"));)
        if (*line)
            page_text(flow, line);
    return flow_error(flow);
}

/* No way from here but back. */
static struct intent act(struct screen *screen, struct ui *ui, struct event event)
{
    if (event.action == ACTION_HOME || (event.action == ACTION_DIGIT && event.value == 0))
        return intent_of(INTENT_LEAVE);
    struct intent intent = page_act(screen, ui, event);
    bool leads = event.action == ACTION_BACK || event.action == ACTION_THEME;
    return intent.kind == INTENT_NONE && !leads ? intent_of(INTENT_STAY) : intent;
}

static void footer(const struct screen *screen, const struct ui *ui, struct footer *out)
{
    (void)ui;
    page_footer(screen, out);
    footer_add(out, ACTION_BACK, NULL, NULL);
}

const struct screen_ops screen_staff_check = {
    .name = "staff-check",
    .idle_seconds = IDLE_LONG,
    .compose = compose,
    .open = page_open,
    .close = page_close,
    .act = act,
    .layout = page_layout,
    .draw = page_draw,
    .trail = {"一本通", "维护：检查"},
    .footer = footer,
};
