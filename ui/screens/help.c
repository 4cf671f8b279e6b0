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
    ACTION_HOME,    ACTION_HELP,      ACTION_ABOUT,  ACTION_THEME,  ACTION_SPEAK, ACTION_QUIT,
};

/* Whether the key does anything on this machine. */
static bool works_here(enum action action, const struct ui *ui)
{
    if (action == ACTION_QUIT)
        return !ui->locked;
    if (action == ACTION_SPEAK)
        return ui->speaks;
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

static const struct {
    const char *label, *text;
} desk_rows[] = {
    {"数字", "题号，马上打开；在任何一题里按题号，就换到那一题"},
    {"/", "搜索：打字、拼音、首字母都可以"},
    {"←→", "在答复、依据、应备材料、本校补充、常见追问之间换"},
    {"空格", "自助引导：替学生回答几个问题，直接看该怎么办"},
    {"P", "打印给学生"},
    {"F", "把官方页面的二维码放大，转给学生扫"},
    {"V", "验证码在哪里验：画面和截图能伪造，只认学信网当场验证"},
    {"E", "写这一题的本校补充（编辑、管理员）"},
    {"B", "本校补充：十二题一览，草稿、发布、历史"},
    {"X", "学校信息：部门、地点、时间、电话"},
    {"J", "统计：天、周、月；管理员可以存成表格"},
    {"Z", "账号（管理员）"},
    {"R", "操作日志（管理员）"},
    {"G", "更新内容：看有什么变化、安装、退回（管理员）"},
    {"M", "改自己的密码"},
    {"Tab", "表格里换一项；写文字时去发布、预览"},
    {"Ctrl-S", "保存"},
    {"Ctrl-Z", "撤销；Ctrl-Y 重做"},
    {"Ctrl-L", "马上锁定；60 秒没有按键也会锁定。没保存的文字留着，本校补充存成草稿"},
    {"T", "换配色"},
    {"Esc", "返回；在工作台首页是退出登录"},
};

static void write_desk_help(struct flow *flow)
{
    page_heading(flow, "工作台的按键");
    for (size_t i = 0; i < ARRAY_SIZE(desk_rows); i++)
        page_row(flow, desk_rows[i].label, KEY_HANG, desk_rows[i].text);
}

static void write_visitors_help(struct flow *flow, const struct ui *ui)
{
    page_heading(flow, "怎么用");
    for (size_t i = 0; i < ARRAY_SIZE(steps); i++)
        page_row(flow, steps[i].label, 3, steps[i].text);
    page_heading(flow, "用手指");
    page_text(flow, "点一下就是选择，上下拖动就是翻看，最下面一行的字也可以点。");
    page_heading(flow, "用键盘");
    for (size_t i = 0; i < ARRAY_SIZE(listed); i++) {
        const struct action_info *info = action_info(listed[i]);
        if (works_here(info->action, ui))
            page_row(flow, info->keys, KEY_HANG, info->help);
    }
}

static int write_help(struct flow *flow, const struct ui *ui, const struct screen *screen)
{
    (void)screen;
    if (ui->desk)
        write_desk_help(flow);
    else
        write_visitors_help(flow, ui);
    return flow_error(flow);
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
    .compose = write_help,
    .open = page_open,
    .close = page_close,
    .act = act,
    .layout = page_layout,
    .draw = page_draw,
    .trail = {"一本通", "帮助"},
    .footer = footer,
};
