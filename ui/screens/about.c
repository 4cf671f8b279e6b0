/* SPDX-License-Identifier: MIT */
/* Which content this is, where it is from, and what it is not. */
#include "ui/page.h"
#include "ui/recording_words.h"
#include "ui/screens/screens.h"

#include "base/error.h"

#define LABEL_HANG 12

static void write_edition(struct flow *flow, const struct ui *ui)
{
    if (!ui->handbook) {
        page_text(flow, "内容数据库没有打开，所以没有版本可说。");
        return;
    }
    const struct edition *edition = handbook_edition(ui->handbook);
    page_row(flow, "手册", LABEL_HANG, edition->title);
    page_row(flow, "内容版本", LABEL_HANG, edition->label);
    page_row(flow, "核对日期", LABEL_HANG, edition->compiled);
    page_row(flow, "内容来自", LABEL_HANG, ui->content_origin ? ui->content_origin : "程序内置");
}

/* What is true of this machine: a hall that counts keeps words that were looked for in vain. */
static const char *privacy_words(const struct ui *ui)
{
    if (!ui->counts)
        return "查询不用登录，不收集姓名、证件号码和手机号；您按过的键不会保存。";
    return "查询不用登录，不收集姓名、证件号码和手机号，不记是谁在用。本校只统计每个问题、引导、"
           "网址看了多少次，打印了多少张；搜索没找到的词，几次都有人找才记下来，带数字的不记。";
}

/* What works is not worth a line. */
static void write_recording(struct flow *flow, const struct ui *ui)
{
    char words[200];
    if (recording_words(words, sizeof(words), ui->recording))
        page_row(flow, "记录", LABEL_HANG, words);
}

static int write_about(struct flow *flow, const struct ui *ui, const struct screen *screen)
{
    (void)screen;
    page_heading(flow, "内容");
    write_edition(flow, ui);
    page_heading(flow, "哪些是官方原文");
    page_text(flow, "答案正文照录手册原文。小标题是为方便阅读加的。方框里写着“补充说明”的内容不是手册原文，"
                    "每条都注明来源和核对日期。办理以学信网页面和学校规定为准。");
    page_heading(flow, "隐私");
    page_text(flow, privacy_words(ui));
    page_heading(flow, "程序");
    write_recording(flow, ui);
    page_row(flow, "版本", LABEL_HANG, ui->version);
    page_row(flow, "配色", LABEL_HANG, ui->theme_name);
    return page_row(flow, "字符", LABEL_HANG,
                    ui->glyphs->level == GLYPHS_FULL ? "完整（框线和半块字符）"
                                                     : "简化（本终端不能正确显示框线）");
}

static void footer(const struct screen *screen, const struct ui *ui, struct footer *out)
{
    (void)ui;
    page_footer(screen, out);
    footer_add(out, ACTION_BACK, NULL, NULL);
    footer_add(out, ACTION_HOME, NULL, NULL);
    footer_add(out, ACTION_HELP, NULL, NULL);
}

const struct screen_ops screen_about = {
    .name = "about",
    .idle_seconds = IDLE_SHORT,
    .compose = write_about,
    .open = page_open,
    .close = page_close,
    .act = page_act,
    .layout = page_layout,
    .draw = page_draw,
    .trail = {"一本通", "关于"},
    .footer = footer,
};
