/* SPDX-License-Identifier: MIT */
/* One version of a 本校补充, and the way back to it. */
#include "db/site/addenda.h"
#include "ui/addendum_flow.h"
#include "ui/desk.h"
#include "ui/page.h"
#include "ui/screens/screens.h"

#include "base/error.h"

static const char *state_words(enum addendum_state state)
{
    return state == ADDENDUM_PUBLISHED ? "发布" : state == ADDENDUM_RETRACTED ? "撤下" : "存为草稿";
}

static int write_version(struct flow *flow, const struct ui *ui, const struct screen *screen)
{
    struct addendum *version;
    char time[DESK_TIME], words[200];
    int error =
        site_addendum_version(&version, ui->desk->site, screen->route.question, (int)screen->route.item);
    if (error)
        return error;
    desk_time_words(time, ui, version->time);
    snprintf(words, sizeof(words), "第 %d 题，第 %d 版", version->question, version->version);
    page_heading(flow, words);
    snprintf(words, sizeof(words), "%s，%s %s", *version->account ? version->account : "（导入）", time,
             state_words(version->state));
    flow_paragraph(flow, &(struct flow_paragraph){.style = {ROLE_MUTED, 0}, .text = words});
    flow_gap(flow);
    addendum_flow_text(flow, (struct style){ROLE_TEXT, 0}, *version->text ? version->text : "（没有文字）");
    addenda_free(version, 1);
    return flow_error(flow);
}

/* As a new draft: nothing that visitors see changes before it is published. */
static struct intent restore(const struct screen *screen, struct ui *ui)
{
    struct addendum *latest;
    int version, question = screen->route.question;
    int result = site_addendum_latest(&latest, ui->desk->site, question);
    if (result == 0) {
        result = site_addendum_restore(&version, ui->desk->site, &ui->desk->session, question,
                                       latest->version, (int)screen->route.item);
        addenda_free(latest, 1);
    }
    if (result < 0)
        desk_complain(ui, result);
    else if (result > 0)
        desk_warn(ui, "别人刚好也在改；请返回看看历史，再恢复一次");
    else
        desk_notice(ui, "第 %d 版的文字已存成新草稿，第 %d 版；要让学生看到，还要发布",
                    (int)screen->route.item, version);
    return intent_of(result == 0 ? INTENT_BACK : INTENT_REDRAW);
}

static struct intent act(struct screen *screen, struct ui *ui, struct event event)
{
    if (event_letter(event) == U'R')
        return restore(screen, ui);
    return page_act(screen, ui, event);
}

static void title(const struct screen *screen, const struct ui *ui, char *out, size_t size)
{
    const char *trail = ui->glyphs->trail;
    snprintf(out, size, "工作台 %s 本校补充 %s %d 的历史 %s 第 %d 版", trail, trail, screen->route.question,
             trail, (int)screen->route.item);
}

static void footer(const struct screen *screen, const struct ui *ui, struct footer *out)
{
    (void)ui;
    page_footer(screen, out);
    footer_add_letter(out, U'R', "R", "恢复成新草稿");
    footer_add(out, ACTION_BACK, NULL, NULL);
    footer_add(out, ACTION_LOCK, NULL, NULL);
}

const struct screen_ops screen_desk_version = {
    .name = "desk-version",
    .right = SITE_MAY_EDIT,
    .idle_seconds = IDLE_LONG,
    .compose = write_version,
    .open = page_open,
    .close = page_close,
    .act = act,
    .layout = page_layout,
    .draw = page_draw,
    .title = title,
    .footer = footer,
};
