/* SPDX-License-Identifier: MIT */
/* Something is broken. Still useful: where the visitor gets the answer instead, and what
 * staff should know. */
#include "ui/page.h"
#include "ui/screens/screens.h"

#include "base/error.h"

#define LABEL_HANG 12

static const char *reason(int error)
{
    switch (error) {
    case -EBADMSG:
        return "内容数据库损坏";
    case -EPROTO:
        return "内容数据库的版本与程序不合";
    case -ENOENT:
        return "找不到内容数据库";
    case -EACCES:
        return "没有读取内容数据库的权限";
    case -ENOMEM:
        return "内存不足";
    case -ETIME:
        return "读取内容超时";
    default:
        return "读取内容时出错";
    }
}

/* The addresses and the hotline stand in the program too, for when the database does not open. Checked
 * 2026-11-23. */
static void write_ways(struct flow *flow)
{
    page_row(flow, "学信网", LABEL_HANG, "https://www.chsi.com.cn/（用手机浏览器输入）");
    page_row(flow, "学信网客服", LABEL_HANG, "010-67410388，kefu@chsi.com.cn");
    page_row(flow, "本校", LABEL_HANG, "请向学校学籍学历管理部门或大厅工作人员咨询");
}

static int write_service(struct flow *flow, const struct ui *ui, const struct screen *screen)
{
    (void)screen;
    page_heading(flow, "抱歉，这台机器暂时读不出手册内容");
    page_text(flow, "您的事可以这样办：");
    flow_gap(flow);
    write_ways(flow);
    page_heading(flow, "请告诉工作人员");
    page_row(flow, "原因", LABEL_HANG, reason(ui->trouble));
    page_row(flow, "办法", LABEL_HANG, "在命令行运行 yibentong check 查看详情；重新安装程序可恢复内置内容");
    return page_row(flow, "程序版本", LABEL_HANG, ui->version);
}

static void footer(const struct screen *screen, const struct ui *ui, struct footer *out)
{
    page_footer(screen, out);
    footer_add(out, ACTION_HELP, NULL, NULL);
    footer_add(out, ACTION_ABOUT, NULL, NULL);
    if (ui->handbook) {
        footer_add(out, ACTION_BACK, NULL, NULL);
        footer_add(out, ACTION_HOME, NULL, NULL);
    }
}

const struct screen_ops screen_service = {
    .name = "service",
    .idle_seconds = IDLE_SHORT,
    .compose = write_service,
    .open = page_open,
    .close = page_close,
    .act = page_act,
    .layout = page_layout,
    .draw = page_draw,
    .trail = {"一本通", "暂停服务"},
    .footer = footer,
};
