/* SPDX-License-Identifier: MIT */
/* check: what works and what does not on this machine. */
#include "kiosk/command_check.h"

#include "base/error.h"
#include "ui/frame.h"
#include "ui/term_curses.h"

#include <json-c/json.h>
#include <stdarg.h>
#include <string.h>
#include <sys/mman.h>
#include <sysexits.h>
#include <unistd.h>

static const struct {
    const char *id;
    const char *words;
} states[] = {
    [CHECK_OK] = {"ok", "正常"},
    [CHECK_NOTICE] = {"notice", "注意"},
    [CHECK_ERROR] = {"error", "错误"},
};

void check_say(struct check *check, const char *id, const char *label, enum check_state state, int code,
               const char *format, ...)
{
    if (check->n == CHECK_ITEMS_MAX)
        return;
    struct check_item *item = &check->items[check->n++];
    *item = (struct check_item){.id = id, .label = label, .state = state};
    va_list arguments;
    va_start(arguments, format);
    if (vasprintf(&item->detail, format, arguments) < 0)
        item->detail = NULL;
    va_end(arguments);
    if (state == CHECK_ERROR && check->code == EX_OK)
        check->code = code;
}

/* What the terminal's description says, asked as the full screen would, without touching the terminal. */
static int find_depth(enum colour_depth *out, const struct invocation *invocation)
{
    int memory = memfd_create("check", MFD_CLOEXEC);
    if (memory < 0)
        return -errno;
    struct term_curses *curses;
    int error = term_curses_open(&curses, invocation->environment.term, memory, invocation->out.rows,
                                 invocation->out.cols);
    if (!error) {
        *out = term_curses_entry(curses)->depth;
        term_curses_close(curses);
    }
    close(memory);
    return error;
}

static void check_term(struct check *check, const struct invocation *invocation)
{
    static const char *const depths[] = {
        [DEPTH_MONO] = "没有颜色", [DEPTH_8] = "8 色", [DEPTH_16] = "16 色", [DEPTH_256] = "256 色"};
    const char *term = invocation->environment.term;
    enum colour_depth depth = DEPTH_MONO;
    int error = *term && strcmp(term, "dumb") != 0 ? find_depth(&depth, invocation) : -ENOENT;
    if (error == -ENOENT)
        check_say(check, "terminal", "终端", CHECK_ERROR, EX_CONFIG,
                  "TERM%s%s，全屏界面不能运行；请设为终端的类型，如 xterm-256color",
                  *term ? "=" : " 没有设置", term);
    else if (error)
        check_say(check, "terminal", "终端", CHECK_ERROR, EX_OSERR, "TERM=%s，试不了：%s", term,
                  output_reason(error));
    else
        check_say(check, "terminal", "终端", CHECK_OK, EX_OK, "TERM=%s，%s%s", term, depths[depth],
                  invocation->environment.no_colour ? "；NO_COLOR 已设，不用颜色" : "");
}

static void check_terminal(struct check *check, const struct invocation *invocation)
{
    const struct output *out = &invocation->out;
    if (!out->cols || !isatty(STDIN_FILENO))
        check_say(check, "terminal", "终端", CHECK_NOTICE, EX_OK,
                  "现在不在终端里，全屏界面这样不能运行；其他命令可以");
    else
        check_term(check, invocation);
    if (!out->cols)
        return;
    bool small = out->cols < FRAME_COLS_MIN || out->rows < FRAME_ROWS_MIN;
    check_say(check, "size", "屏幕大小", small ? CHECK_NOTICE : CHECK_OK, EX_OK, "%d 列 × %d 行%s", out->cols,
              out->rows, small ? "，太小；全屏界面至少要 40 × 12" : "");
}

static void check_charset(struct check *check, const struct charset *charset)
{
    const char *asked = *charset->asked ? charset->asked : "没有设置";
    if (charset->locale_missing)
        check_say(check, "charset", "字符集", CHECK_NOTICE, EX_OK,
                  "环境要求 %s，但本机没有安装这个区域设置；按 %s 输入输出", asked, charset->name);
    else if (charset->assumed)
        check_say(check, "charset", "字符集", CHECK_NOTICE, EX_OK,
                  "环境（%s）没有指明字符集，按 UTF-8 输入输出；如有乱码，请设置 LANG=C.UTF-8", asked);
    else
        check_say(check, "charset", "字符集", CHECK_OK, EX_OK, "%s（%s）", charset->name, asked);
}

static void check_clock(struct check *check, const struct invocation *invocation,
                        const struct handbook *handbook)
{
    struct shifted_clock shifted;
    struct clock clock = options_clock(&invocation->options, &shifted);
    time_t now = clock.wall(clock.context);
    struct date today = date_of(now), compiled;
    struct tm local;
    char text[64];
    localtime_r(&now, &local);
    strftime(text, sizeof(text), "%Y-%m-%d %H:%M %Z（UTC%z）", &local);
    const char *edition = handbook ? handbook_edition(handbook)->compiled : "";
    bool early = handbook && date_parse(&compiled, edition) == 0 && date_compare(today, compiled) < 0;
    if (early)
        check_say(check, "clock", "时钟", CHECK_NOTICE, EX_OK, "%s，早于手册核对的日期 %s；请校准", text,
                  edition);
    else if (today.year >= 2100)
        check_say(check, "clock", "时钟", CHECK_NOTICE, EX_OK, "%s，年份不对；请校准", text);
    else
        check_say(check, "clock", "时钟", CHECK_OK, EX_OK, "%s", text);
    if (local.tm_gmtoff != 8 * 3600)
        check_say(check, "timezone", "时区", CHECK_NOTICE, EX_OK, "%s 不是北京时间；请设为 Asia/Shanghai",
                  local.tm_zone);
}

static struct json_object *items_json(const struct check *check)
{
    struct json_object *array = json_object_new_array();
    int error = 0;
    for (size_t i = 0; i < check->n && !error; i++) {
        const struct check_item *item = &check->items[i];
        struct json_object *object = json_object_new_object();
        error = json_add_text(object, "item", item->id) | json_add_text(object, "label", item->label) |
                json_add_text(object, "state", states[item->state].id) |
                json_add_text(object, "detail", item->detail ? item->detail : "");
        error |= json_add(array, NULL, object);
    }
    if (!error)
        return array;
    json_object_put(array);
    return NULL;
}

static struct json_object *check_json(const struct check *check)
{
    struct json_object *object = json_object_new_object();
    if (json_add(object, "usable", json_object_new_boolean(check->code == EX_OK)) |
        json_add(object, "items", items_json(check))) {
        json_object_put(object);
        return NULL;
    }
    return object;
}

static void print_check(struct output *out, const struct check *check)
{
    for (size_t i = 0; i < check->n; i++) {
        const struct check_item *item = &check->items[i];
        output_printf(out, "%s  %s：%s\n", states[item->state].words, item->label,
                      item->detail ? item->detail : "");
    }
    output_print(out, check->code == EX_OK ? "可以使用\n" : "有错误，不能正常使用\n");
}

static void forget(struct check *check)
{
    for (size_t i = 0; i < check->n; i++)
        free(check->items[i].detail);
}

int check_report(char **out, struct invocation *invocation)
{
    struct check check = {.code = EX_OK};
    _cleanup_handbook_ struct handbook *handbook = NULL;
    char *text = NULL;
    size_t n;
    FILE *stream = open_memstream(&text, &n);
    if (!stream)
        return -ENOMEM;
    check_charset(&check, &invocation->out.charset);
    check_content(&check, &handbook, invocation);
    check_site(&check, invocation);
    check_clock(&check, invocation, handbook);
    for (size_t i = 0; i < check.n; i++)
        fprintf(stream, "%s  %s：%s\n", states[check.items[i].state].words, check.items[i].label,
                check.items[i].detail ? check.items[i].detail : "");
    forget(&check);
    if (fclose(stream) != 0) {
        free(text);
        return -ENOMEM;
    }
    *out = text;
    return 0;
}

int command_check(struct invocation *invocation)
{
    struct check check = {.code = EX_OK};
    _cleanup_handbook_ struct handbook *handbook = NULL;
    check_terminal(&check, invocation);
    check_charset(&check, &invocation->out.charset);
    check_settings(&check, invocation);
    check_content(&check, &handbook, invocation);
    check_site(&check, invocation);
    check_clock(&check, invocation, handbook);
    if (invocation->options.json)
        output_json(&invocation->out, check_json(&check));
    else
        print_check(&invocation->out, &check);
    forget(&check);
    return check.code;
}
