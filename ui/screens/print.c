/* SPDX-License-Identifier: MIT */
/*
 * Before, while and after a slip is printed: what the printer says, one thing to press, and what will be on
 * the paper. When it cannot print, the page's code stands here and does the same job.
 */
#include "ui/page.h"
#include "ui/paper/preview.h"
#include "ui/print_words.h"
#include "ui/reading.h"
#include "ui/screens/screens.h"

#include "base/error.h"

#include <string.h>

enum phase {
    PHASE_READY,
    PHASE_UNABLE,
    PHASE_OTHER,
    PHASE_SENDING,
    PHASE_DONE,
    PHASE_FAILED,
    PHASE_ENOUGH,
    PHASE_WAIT
};

struct print_screen {
    struct reading reading;
    struct link link; /* of the slip's code, borrowed from the document */
    bool asked;       /* what the printer did last was for this screen */
    enum phase phase; /* this and the next as last shown */
    enum printer_condition condition;
};

static enum phase phase_of(const struct print_screen *s, const struct ui *ui)
{
    const struct print_state *state = ui->printer;
    if (!state || state->condition == PRINTER_NONE)
        return PHASE_UNABLE;
    if (s->asked && ui->print_error) /* the slip before may still be done or on its way */
        return PHASE_FAILED;
    if (state->progress == PRINT_SENDING)
        return s->asked ? PHASE_SENDING : PHASE_OTHER;
    if (s->asked && state->progress == PRINT_DONE)
        return PHASE_DONE;
    if (s->asked && state->progress == PRINT_FAILED)
        return PHASE_FAILED;
    if (!print_is_ready(state))
        return PHASE_UNABLE;
    if (state->left <= 0)
        return PHASE_ENOUGH;
    return state->wait_seconds > 0 ? PHASE_WAIT : PHASE_READY;
}

static int open_print(struct screen *screen, struct ui *ui)
{
    struct print_screen *s = calloc(1, sizeof(*s));
    if (!s)
        return -ENOMEM;
    for (size_t i = 0; ui->paper && i < ui->paper->n && !s->reading.n_links; i++)
        if (ui->paper->pieces[i].kind == PIECE_CODE) {
            s->link = *ui->paper->pieces[i].link;
            s->reading.links = &s->link;
            s->reading.n_links = 1;
        }
    screen->state = s;
    return 0;
}

static void close_print(struct screen *screen)
{
    struct print_screen *s = screen->state;
    reading_fini(&s->reading);
    free(s);
}

/* Whether pressing print means anything now; else the screen says why not. */
static bool may_print(const struct print_screen *s, const struct ui *ui)
{
    enum phase phase = phase_of(s, ui);
    bool begun = phase == PHASE_DONE || phase == PHASE_FAILED;
    return phase == PHASE_READY ||
           (begun && print_is_ready(ui->printer) && ui->printer->progress != PRINT_SENDING &&
            ui->printer->left > 0 && ui->printer->wait_seconds <= 0);
}

static struct intent print(struct print_screen *s, const struct ui *ui)
{
    if (!may_print(s, ui))
        return intent_of(INTENT_STAY);
    s->asked = true;
    reading_fini(&s->reading); /* it says something else from now on */
    return intent_of(INTENT_PRINT);
}

static struct intent act(struct screen *screen, struct ui *ui, struct event event)
{
    struct print_screen *s = screen->state;
    if (event.action == ACTION_OPEN && phase_of(s, ui) == PHASE_DONE)
        return intent_of(INTENT_BACK);
    if (event.action == ACTION_OPEN || event.action == ACTION_PRINT)
        return print(s, ui);
    return reading_act(&s->reading, ui, event);
}

/* ---- the words ---- */

static void add_line(struct flow *flow, enum role role, unsigned attrs, const char *text)
{
    flow_paragraph(flow, &(struct flow_paragraph){.style = {role, attrs}, .text = text});
}

/* What is wrong with it, and what to do. */
static void add_condition(struct flow *flow, enum printer_condition condition, unsigned attrs)
{
    add_line(flow, ROLE_WARNING, attrs, print_condition_words(condition));
    add_line(flow, ROLE_TEXT, 0, print_condition_remedy(condition));
}

static void add_ready(struct flow *flow, const struct print_state *state)
{
    char words[160];
    if (state->progress == PRINT_FAILED) {
        add_line(flow, ROLE_WARNING, 0, "刚才那一张没有打印好。");
        add_line(flow, ROLE_TEXT, 0, print_error_words(state->error));
    }
    flow_button(flow, "打印：按 Enter 或点这里", (struct event){.action = ACTION_PRINT});
    snprintf(words, sizeof(words), "%s%s这一次还可以打印 %d 张。", print_condition_words(state->condition),
             state->paper_low ? "纸快用完了。" : "", state->left);
    add_line(flow, ROLE_MUTED, 0, words);
}

static void add_sending(struct flow *flow, const struct print_state *state)
{
    char words[64];
    bool all = state->percent == 100;
    snprintf(words, sizeof(words), all ? "正在打印……" : "正在打印…… %d%%", state->percent);
    add_line(flow, ROLE_HEADING, ATTR_BOLD, words);
    if (print_is_ready(state))
        add_line(flow, ROLE_TEXT, 0, all ? "快好了，先不要拉纸。" : "请稍等，先不要拉纸。");
    else
        add_condition(flow, state->condition, 0);
}

/* Behind a slip that is on paper. */
static void next_words(char *out, size_t size, const struct print_state *state)
{
    char wait[PRINT_WAIT_MAX];
    print_wait_words(wait, state->wait_seconds);
    if (state->left <= 0)
        snprintf(out, size, "这一次打印的张数已经用完。");
    else if (!print_is_ready(state))
        snprintf(out, size, "%s%s", print_condition_words(state->condition),
                 print_condition_remedy(state->condition));
    else if (state->wait_seconds > 0)
        snprintf(out, size, "再打一张，请等 %s。", wait);
    else
        snprintf(out, size, "再打一张，按 P；这一次还可以打印 %d 张。", state->left);
}

static void add_done(struct flow *flow, const struct print_state *state)
{
    char words[256];
    add_line(flow, ROLE_HEADING, ATTR_BOLD, "✔ 已经打印，请取走。");
    flow_button(flow, "返回：按 Enter 或点这里", (struct event){.action = ACTION_OPEN});
    next_words(words, sizeof(words), state);
    add_line(flow, print_is_ready(state) ? ROLE_MUTED : ROLE_WARNING, 0, words);
}

static void add_failed(struct flow *flow, const struct print_screen *s, const struct ui *ui)
{
    const struct print_state *state = ui->printer;
    add_line(flow, ROLE_WARNING, ATTR_BOLD, "没有打印好。");
    add_line(flow, ROLE_TEXT, 0, print_failure_words(state, ui->print_error));
    add_line(flow, ROLE_TEXT, 0, print_failure_remedy(state));
    if (may_print(s, ui))
        flow_button(flow, "再试一次：按 Enter 或点这里", (struct event){.action = ACTION_PRINT});
}

static void add_wait(struct flow *flow, const struct print_state *state)
{
    char words[96], wait[PRINT_WAIT_MAX];
    print_wait_words(wait, state->wait_seconds);
    snprintf(words, sizeof(words), "刚才打印得很多，请等 %s再打。", wait);
    add_line(flow, ROLE_WARNING, ATTR_BOLD, words);
}

static void add_state(struct flow *flow, const struct print_screen *s, const struct ui *ui)
{
    switch (phase_of(s, ui)) {
    case PHASE_READY:
        add_ready(flow, ui->printer);
        break;
    case PHASE_SENDING:
        add_sending(flow, ui->printer);
        break;
    case PHASE_DONE:
        add_done(flow, ui->printer);
        break;
    case PHASE_FAILED:
        add_failed(flow, s, ui);
        break;
    case PHASE_OTHER:
        add_line(flow, ROLE_WARNING, ATTR_BOLD, "打印机还在打印上一张，请稍等。");
        break;
    case PHASE_ENOUGH:
        add_line(flow, ROLE_WARNING, ATTR_BOLD, "这一次打印的张数已经用完，请用手机扫二维码。");
        break;
    case PHASE_WAIT:
        add_wait(flow, ui->printer);
        break;
    case PHASE_UNABLE:
        add_condition(flow, ui->printer ? ui->printer->condition : PRINTER_NONE, ATTR_BOLD);
        break;
    }
}

static int compose(struct flow *flow, const struct reading *reading, const struct ui *ui, const void *context)
{
    add_state(flow, context, ui);
    flow_gap(flow);
    reading_code_hint(flow, reading, ui);
    flow_rule(flow, (struct style){ROLE_LINE, 0}, "纸上写的是");
    if (ui->paper)
        flow_fail(flow, paper_preview(flow, ui->paper));
    return flow_rule(flow, (struct style){ROLE_LINE, 0}, "");
}

/* News of the printer stands at the top: whoever has scrolled away from it is taken back there. */
static void heed_news(struct print_screen *s, const struct ui *ui)
{
    enum phase phase = phase_of(s, ui);
    enum printer_condition condition = ui->printer ? ui->printer->condition : PRINTER_NONE;
    if (phase != s->phase || condition != s->condition)
        s->reading.scroll.first = 0;
    s->phase = phase;
    s->condition = condition;
}

static int layout(struct screen *screen, const struct ui *ui, int rows, int cols)
{
    struct print_screen *s = screen->state;
    heed_news(s, ui);
    return reading_layout(&s->reading, ui, rows, cols, compose, s);
}

static void draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas, struct rect body,
                 struct hits *hits)
{
    const struct print_screen *s = screen->state;
    reading_draw(&s->reading, ui, canvas, body, hits);
}

static void footer(const struct screen *screen, const struct ui *ui, struct footer *out)
{
    const struct print_screen *s = screen->state;
    if (phase_of(s, ui) == PHASE_DONE)
        footer_add(out, ACTION_OPEN, NULL, "返回");
    else if (may_print(s, ui))
        footer_add(out, ACTION_PRINT, "Enter", NULL);
    scroll_footer(&s->reading.scroll, out);
    if (s->reading.n_links)
        footer_add(out, ACTION_CODE, NULL, NULL);
    footer_add(out, ACTION_BACK, NULL, NULL);
    footer_add(out, ACTION_HOME, NULL, NULL);
    footer_add(out, ACTION_HELP, NULL, NULL);
}

const struct screen_ops screen_print = {
    .name = "print",
    .prints = true,
    .idle_seconds = IDLE_LONG,
    .open = open_print,
    .close = close_print,
    .act = act,
    .layout = layout,
    .draw = draw,
    .trail = {"一本通", "打印"},
    .footer = footer,
};
