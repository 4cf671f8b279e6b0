/* SPDX-License-Identifier: MIT */
/* One bundle: whether it may be installed, and what would change, question by question. */
#include "db/update.h"
#include "ui/confirm.h"
#include "ui/desk.h"
#include "ui/page.h"
#include "ui/screens/screens.h"
#include "ui/update_words.h"

#include "base/error.h"

#include <string.h>

#define WORDS 400

struct update_screen {
    struct update *update; /* NULL: nothing in the file may be believed */
    int refusal;           /* then why; else as update->refusal */
    struct page page;
    struct confirm confirm;
};

static void close_update(struct screen *screen)
{
    struct update_screen *s = screen->state;
    update_free(s->update);
    page_fini(&s->page);
    free(s);
}

static int open_update(struct screen *screen, struct ui *ui)
{
    if (!ui->desk->updates)
        return -EPERM;
    struct update_screen *s = calloc(1, sizeof(*s));
    if (!s)
        return -ENOMEM;
    struct update_place place = desk_update_place(ui);
    screen->state = s;
    s->refusal = update_open(&s->update, &place, ui->desk->update_path);
    /* Not against what this desk shows: that may be older, as it changes when nobody is logged in. */
    int error = s->refusal ? 0 : update_review_here(s->update, &place);
    if (!s->refusal && !error)
        s->refusal = s->update->refusal;
    if (error)
        close_update(screen);
    return error;
}

/* ---- what an administrator does ---- */

static struct intent install(struct update_screen *s, struct ui *ui)
{
    struct update_place place = desk_update_place(ui);
    const struct bundle_header *header = &s->update->bundle->header;
    char words[DESK_WORDS];
    if (!desk_still_may(ui, SITE_MAY_UPDATE))
        return intent_of(INTENT_REDRAW);
    int result = update_install(s->update, &place);
    int error = desk_record_update(ui, HISTORY_INSTALL, header->edition, header->sequence, result);
    if (result == 0) {
        desk_error_words(words, error);
        if (error)
            desk_warn(ui, "已安装第 %u 号，但没能记入日志：%s", (unsigned)header->sequence, words);
        else
            desk_notice(ui, "已安装第 %u 号；自助终端空闲时换上，工作台退出登录后换上",
                        (unsigned)header->sequence);
        return intent_of(INTENT_BACK);
    }
    update_refusal_words(words, sizeof(words), result, header, s->update->highest);
    desk_warn(ui, "%s", words);
    return intent_of(INTENT_REDRAW);
}

static struct intent ask(struct update_screen *s)
{
    char words[240];
    if (s->refusal)
        return intent_of(INTENT_STAY);
    snprintf(words, sizeof(words), "装上“%s”（第 %u 号）。现在的内容留着，可以退回。",
             s->update->bundle->header.edition, (unsigned)s->update->bundle->header.sequence);
    confirm_ask(&s->confirm, 0, "安装", "不装", "安装这个内容吗？", words);
    return intent_of(INTENT_REDRAW);
}

static struct intent act(struct screen *screen, struct ui *ui, struct event event)
{
    struct update_screen *s = screen->state;
    if (s->confirm.open) {
        int answer = confirm_act(&s->confirm, event);
        return answer == CONFIRM_YES ? install(s, ui) : intent_of_confirm(answer);
    }
    if (event_letter(event) == U'I')
        return ask(s);
    return intent_of_list(scroll_act(&s->page.scroll, event));
}

/* ---- painting ---- */

static void add(struct flow *flow, enum role role, int indent, const char *label, const char *text)
{
    _cleanup_free_ char *words = NULL;
    if (asprintf(&words, "%s%s", label, text) < 0)
        flow_fail(flow, -ENOMEM);
    else
        flow_paragraph(flow, &(struct flow_paragraph){.style = {role, 0}, .indent = indent, .text = words});
}

static void add_change(struct flow *flow, const struct content_change *change)
{
    char words[WORDS];
    update_change_words(words, sizeof(words), change);
    page_heading(flow, words);
    if (change->before)
        add(flow, ROLE_MUTED, 2, "原来：", change->before);
    if (change->after)
        add(flow, ROLE_TEXT, 2, change->before ? "改成：" : "新加：", change->after);
    else
        add(flow, ROLE_WARNING, 2, "", "删去");
}

static void add_changes(struct flow *flow, const struct content_changes *changes)
{
    char words[80];
    snprintf(words, sizeof(words), changes->n ? "和现在用的相比，有 %zu 处变化" : "和现在用的相比，没有变化",
             changes->n);
    flow_gap(flow);
    add(flow, ROLE_TEXT, 0, "", words);
    for (size_t i = 0; i < changes->n; i++)
        add_change(flow, &changes->items[i]);
}

static int compose(struct flow *flow, const struct ui *ui, const struct screen *screen)
{
    const struct update_screen *s = screen->state;
    const struct bundle_header *header = s->update ? &s->update->bundle->header : NULL;
    char words[WORDS];
    if (header) {
        snprintf(words, sizeof(words), "%s，第 %u 号", header->edition, (unsigned)header->sequence);
        page_heading(flow, words);
    }
    add(flow, ROLE_MUTED, 0, "", ui->desk->update_path);
    if (s->refusal)
        update_refusal_words(words, sizeof(words), s->refusal, header, s->update ? s->update->highest : 0);
    else
        snprintf(words, sizeof(words), "签名有效，可以安装：按 I");
    add(flow, s->refusal ? ROLE_WARNING : ROLE_ACCENT, 0, s->refusal ? "✘ " : "✔ ", words);
    if (s->update && s->update->changes)
        add_changes(flow, s->update->changes);
    return flow_error(flow);
}

static int layout(struct screen *screen, const struct ui *ui, int rows, int cols)
{
    struct update_screen *s = screen->state;
    return page_set(&s->page, screen, ui, rows, cols);
}

static void draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas, struct rect body,
                 struct hits *hits)
{
    const struct update_screen *s = screen->state;
    (void)ui;
    page_put(&s->page, canvas, body, hits);
    confirm_draw(&s->confirm, canvas, body, hits);
}

static void footer(const struct screen *screen, const struct ui *ui, struct footer *out)
{
    const struct update_screen *s = screen->state;
    (void)ui;
    if (s->confirm.open) {
        confirm_footer(&s->confirm, out);
        return;
    }
    scroll_footer(&s->page.scroll, out);
    if (!s->refusal)
        footer_add_letter(out, U'I', "I", "安装");
    footer_add(out, ACTION_BACK, NULL, NULL);
    footer_add(out, ACTION_LOCK, NULL, NULL);
}

const struct screen_ops screen_desk_update = {
    .name = "desk-update",
    .right = SITE_MAY_UPDATE,
    .idle_seconds = IDLE_LONG,
    .compose = compose,
    .open = open_update,
    .close = close_update,
    .act = act,
    .layout = layout,
    .draw = draw,
    .trail = {"工作台", "更新内容", "内容包"},
    .footer = footer,
};
