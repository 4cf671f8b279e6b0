/* SPDX-License-Identifier: MIT */
#include "ui/staff.h"

#include "base/error.h"

#include <stdio.h>

const struct staff_words staff_services[STAFF_SERVICES] = {
    [STAFF_DO_PRINT] = {"打印一张测试纸条", "看看打印机好不好，字清不清楚"},
    [STAFF_DO_CHECK] = {"检查这台机器", "同 yibentong check"},
    [STAFF_DO_RESTART] = {"重新启动程序", "改了设置、换了内容以后用"},
    [STAFF_DO_QUIT] = {"退出到维护", "程序停下来；大厅的机器换成维护菜单，十分钟没人用就回来"},
};

const char *staff_pin_words(int result, int wait)
{
    if (result == -EBUSY)
        return "本校数据正忙，请再输一次。";
    if (result < 0)
        return "现在不能核对密码：本校数据读写不了。";
    return wait > 0 ? "输错太多次了。" : "密码不对。";
}

int staff_slip(struct document **out, time_t now)
{
    struct document *document;
    char words[64];
    struct tm tm;
    int error = document_new(&document, "一本通 测试");
    if (error)
        return error;
    localtime_r(&now, &tm);
    snprintf(words, sizeof(words), "%d年%d月%d日 %02d:%02d 打印", tm.tm_year + 1900, tm.tm_mon + 1,
             tm.tm_mday, tm.tm_hour, tm.tm_min);
    document_add(document, PIECE_TITLE, "测试纸条");
    document_add(document, PIECE_PARAGRAPH, "学籍 学历 毕业证 ABC abc 0123456789，。“”（）");
    document_add_labelled(document, PIECE_TICK, "1", "这一行的前面有一个方框");
    document_add(document, PIECE_QUOTE, "这一行是引用");
    document_add(document, PIECE_SMALL, words);
    error = document_error(document);
    if (error)
        document_free(document);
    else
        *out = document;
    return error;
}
