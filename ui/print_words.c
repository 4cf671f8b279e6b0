/* SPDX-License-Identifier: MIT */
#include "ui/print_words.h"

#include "base/error.h"

#define WAIT_IN_MINUTES 90

static const struct {
    const char *label; /* in a footer */
    const char *sentence;
    const char *remedy;
} words[] = {
    [PRINTER_NONE] = {"没有打印机", "这台机器没有接打印机。", "用手机扫二维码，一样能办。"},
    [PRINTER_ASKING] = {"打印", "正在看打印机能不能用……", "请稍等一下。"},
    [PRINTER_READY] = {"打印", "打印机可以用。", ""},
    [PRINTER_OUT_OF_PAPER] = {"打印机缺纸", "打印机缺纸了。",
                              "请告诉工作人员装纸；装好以后，这里会自己变过来。"},
    [PRINTER_COVER_OPEN] = {"打印机盖开着", "打印机的盖子没有盖好。",
                            "请把盖子合上，或者告诉工作人员；合上以后，这里会自己变过来。"},
    [PRINTER_OFFLINE] = {"打印机停着", "打印机没有回应，或者停着不收。",
                         "请告诉工作人员看一看打印机；好了以后，这里会自己变过来。"},
    [PRINTER_FAULT] = {"打印机有故障", "打印机出了故障。", "请告诉工作人员看一看打印机。"},
    [PRINTER_GONE] = {"打印机未连", "找不到打印机：没有通电，或者线松了。",
                      "请告诉工作人员看一看电源和连线；接好以后，这里会自己变过来。"},
};
_Static_assert(ARRAY_SIZE(words) == PRINTER_CONDITIONS, "words for each condition");

bool print_is_offered(const struct print_state *state)
{
    return state && state->condition != PRINTER_NONE;
}

bool print_is_ready(const struct print_state *state)
{
    return state && (state->condition == PRINTER_READY || state->condition == PRINTER_ASKING);
}

const char *print_label(const struct print_state *state)
{
    if (state->progress == PRINT_SENDING)
        return "正在打印";
    if (!print_is_ready(state))
        return words[state->condition].label;
    if (state->left <= 0)
        return "张数已用完";
    return state->progress == PRINT_FAILED ? "刚才没打好" : words[state->condition].label;
}

const char *print_condition_words(enum printer_condition condition)
{
    return words[condition].sentence;
}

const char *print_condition_remedy(enum printer_condition condition)
{
    return words[condition].remedy;
}

const char *print_error_words(int error)
{
    switch (error) {
    case 0:
        return "";
    case -EIO:
        return "打印机中途报告出错，没有打完。";
    case -ECANCELED:
        return "打印队列里已经没有这一张，可能被取消了。";
    case -ETIMEDOUT:
        return "打印机太久没有收下去，已经停下。";
    case -ENOSPC:
        return "磁盘满了，写不下要打印的内容。";
    case -ENOSYS:
        return "这台机器没有装 A4 打印要用的部件。";
    case -ENOPKG:
        return "这台机器没有打印用的中文字体。";
    case -ENOMEM:
        return "机器的内存不够了。";
    default:
        return "打印没有成功。";
    }
}

const char *print_failure_words(const struct print_state *state, int error)
{
    if (!print_is_ready(state))
        return words[state->condition].sentence;
    return print_error_words(error ? error : state->error);
}

const char *print_failure_remedy(const struct print_state *state)
{
    return print_is_ready(state) ? "" : words[state->condition].remedy;
}

void print_wait_words(char out[PRINT_WAIT_MAX], int seconds)
{
    if (seconds < WAIT_IN_MINUTES)
        snprintf(out, PRINT_WAIT_MAX, "%d 秒", seconds);
    else
        snprintf(out, PRINT_WAIT_MAX, "%d 分钟", (seconds + 59) / 60);
}

bool print_is_noteworthy(const struct print_state *state)
{
    return state && (state->progress == PRINT_SENDING || state->progress == PRINT_FAILED);
}

const char *print_hint_instead(const struct print_state *state)
{
    if (state->progress == PRINT_SENDING)
        return print_is_ready(state) ? "正在打印上一张，请稍等。" : words[state->condition].sentence;
    if (!print_is_ready(state))
        return words[state->condition].sentence;
    if (state->left <= 0)
        return "这一次打印的张数已经用完，请用手机扫二维码。";
    return state->progress == PRINT_FAILED ? "刚才那一张没有打印好；再打一次：按 P 或点这里" : NULL;
}
