/* SPDX-License-Identifier: MIT */
/* How to use the kiosk: a few words first, then every key, from the table of actions. */
#include "ui/page.h"
#include "ui/print_words.h"
#include "ui/screens/screens.h"

#include "base/error.h"

#define KEY_HANG 10

static const enum action listed[] = {
    ACTION_DIGIT,   ACTION_OPEN,      ACTION_UP,     ACTION_DOWN,   ACTION_LEFT,  ACTION_RIGHT,
    ACTION_PAGE_UP, ACTION_PAGE_DOWN, ACTION_TOP,    ACTION_BOTTOM, ACTION_GUIDE, ACTION_CHANGE,
    ACTION_CODE,    ACTION_PRINT,     ACTION_SEARCH, ACTION_SCHOOL, ACTION_BACK,  ACTION_ERASE,
    ACTION_HOME,    ACTION_HELP,      ACTION_ABOUT,  ACTION_THEME,  ACTION_QUIT,
};

/* Whether the key does anything on this machine. */
static bool works_here(enum action action, const struct ui *ui)
{
    if (action == ACTION_QUIT)
        return !ui->locked;
    return action != ACTION_PRINT || print_is_offered(ui->printer);
}

static const struct {
    const char *label, *text;
} steps[] = {
    {"1", "在首页按题号，或点一下问题，就打开官方答案。"},
    {"2", "在答案里按空格，回答几个问题，直接看您该怎么办。"},
    {"3", "要办的事在学信网上：按 Q 看大二维码，用手机相机或微信扫一扫，先核对网址再打开。"},
    {"4", "看完按 0 回首页。不用登录，不需要输入姓名和证件号码。"},
};

static int write_help(struct flow *flow, const struct ui *ui, const struct screen *screen)
{
    (void)screen;
    int error = page_heading(flow, "怎么用");
    for (size_t i = 0; !error && i < ARRAY_SIZE(steps); i++)
        error = page_row(flow, steps[i].label, 3, steps[i].text);
    if (!error)
        error = page_heading(flow, "用手指");
    if (!error)
        error = page_text(flow, "点一下就是选择，上下拖动就是翻看，最下面一行的字也可以点。");
    if (!error)
        error = page_heading(flow, "用键盘");
    for (size_t i = 0; !error && i < ARRAY_SIZE(listed); i++) {
        const struct action_info *info = action_info(listed[i]);
        if (works_here(info->action, ui))
            error = page_row(flow, info->keys, KEY_HANG, info->help);
    }
    return error;
}

static int open_help(struct screen *screen, struct ui *ui)
{
    static const struct page_kind kind = {.title = "帮助", .compose = write_help};
    (void)ui;
    return page_open(screen, &kind);
}

static struct intent act(struct screen *screen, struct ui *ui, struct event event)
{
    if (event.action == ACTION_HELP)
        return intent_of(INTENT_BACK);
    return page_act(screen, ui, event);
}

static void footer(const struct screen *screen, const struct ui *ui, struct footer *out)
{
    (void)ui;
    page_footer(screen, out);
    footer_add(out, ACTION_BACK, NULL, NULL);
    footer_add(out, ACTION_HOME, NULL, NULL);
    footer_add(out, ACTION_ABOUT, NULL, NULL);
    footer_add(out, ACTION_THEME, NULL, NULL);
}

const struct screen_ops screen_help = {
    .name = "help",
    .idle_seconds = IDLE_LONG,
    .open = open_help,
    .close = page_close,
    .act = act,
    .layout = page_layout,
    .draw = page_draw,
    .title = page_title,
    .footer = footer,
};
