/* SPDX-License-Identifier: MIT */
/* check: the settings and the printer. */
#include "kiosk/command_check.h"

#include "base/error.h"
#include "kiosk/printer/printing.h"
#include "kiosk/voice/voice.h"
#include "ui/hours_words.h"

#include <grp.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sysexits.h>
#include <unistd.h>

#define ANSWER_MS 4000

static void tell_problems(struct check *check, const char *path, const struct config *config)
{
    for (size_t i = 0; i < config->n_problems; i++)
        check_say(check, "settings", "设置", CHECK_NOTICE, EX_OK, "%s 第 %d 行：%s", path,
                  config->problems[i].line, config->problems[i].words);
}

static int64_t now_of(const struct clock *clock)
{
    return clock->monotonic_ms(clock->context);
}

/* As the kiosk does when somebody looks at a slip; until there is an answer. */
static void wait_for_answer(struct printing *printing, const struct clock *clock)
{
    int64_t end = now_of(clock) + ANSWER_MS;
    printing_watch(printing, true);
    while (printing_state(printing)->condition == PRINTER_ASKING && now_of(clock) < end) {
        struct pollfd fds[PRINTING_FDS];
        int n = printing_fds(printing, fds);
        int64_t deadline = printing_deadline(printing), left = end - now_of(clock);
        if (deadline >= 0 && deadline - now_of(clock) < left)
            left = deadline - now_of(clock);
        poll(fds, (nfds_t)n, left > 0 ? (int)left : 0);
        printing_serve(printing, fds, n);
    }
    printing_watch(printing, false);
}

static const struct {
    enum check_state state;
    const char *words;
} conditions[PRINTER_CONDITIONS] = {
    [PRINTER_NONE] = {CHECK_OK, "没有设置"},
    [PRINTER_ASKING] = {CHECK_NOTICE, "没有回答"},
    [PRINTER_READY] = {CHECK_OK, "可以打印"},
    [PRINTER_OUT_OF_PAPER] = {CHECK_NOTICE, "缺纸；请换上新纸"},
    [PRINTER_COVER_OPEN] = {CHECK_NOTICE, "上盖开着；请合上"},
    [PRINTER_OFFLINE] = {CHECK_NOTICE, "不接收；请看电源、暂停键，或队列是不是停了"},
    [PRINTER_FAULT] = {CHECK_NOTICE, "有故障；请看打印机的指示灯"},
    [PRINTER_GONE] = {CHECK_NOTICE, "找不到；请看电源和连线，再看 where 写得对不对"},
};

static void name_group(char *out, size_t n, const char *path)
{
    struct stat info;
    struct group *group = stat(path, &info) == 0 ? getgrgid(info.st_gid) : NULL;
    snprintf(out, n, "%s", group ? group->gr_name : "lp");
}

/* What to do about it, where more is known than the condition. "" if not. */
static void advise(char *out, size_t n, const struct printer *printer, enum printer_condition condition,
                   int trouble)
{
    char group[64];
    *out = '\0';
    if (trouble == -EACCES && printer->kind == PRINTER_DEVICE) {
        name_group(group, sizeof(group), printer->where);
        snprintf(out, n, "没有权限打开；请把运行一本通的用户加入 %s 组，再重新登录", group);
    } else if (trouble == -EBUSY && printer->kind == PRINTER_DEVICE) {
        snprintf(out, n, "别的程序正占着它；如果是 CUPS，请改用 where = cups:队列");
    } else if (trouble == -ETIME) {
        snprintf(out, n,
                 "能打开，但不回答状态查询；请看电源；如果这台打印机本来就不会回答，请写 status = no");
    } else if (trouble == -ENOSYS && printer->kind == PRINTER_QUEUE) {
        snprintf(out, n, "用 CUPS 的模块没有装好，或缺 libcups2；请重新安装");
    } else if (trouble == -ECONNREFUSED && printer->kind == PRINTER_QUEUE) {
        snprintf(out, n, "CUPS 没有运行；请安装、启动 cups");
    } else if (trouble == -ENOENT && printer->kind == PRINTER_QUEUE) {
        snprintf(out, n, "CUPS 没有这个队列；用 lpstat -e 看本机有哪些队列");
    } else if (trouble == -ENOTTY) {
        snprintf(out, n, "那不是设备文件；要存成文件请写 file:路径");
    } else if (trouble && (condition == PRINTER_FAULT || printer->kind == PRINTER_FILE)) {
        snprintf(out, n, "不能用：%s", output_reason(trouble));
    }
}

static void say_printer(struct check *check, const struct printer *printer, const struct print_state *state,
                        int trouble)
{
    static const char *const papers[] = {[PAPER_58] = "58 毫米", [PAPER_80] = "80 毫米", [PAPER_A4] = "A4"};
    char where[PRINTER_WHERE_MAX + 32], advice[256];
    printer_describe_where(where, sizeof(where), printer);
    advise(advice, sizeof(advice), printer, state->condition, trouble);
    bool roll = printer->paper != PAPER_A4;
    check_say(check, "printer", "打印机", conditions[state->condition].state, EX_OK, "%s，%s，%s%s%s%s%s",
              printer->name, where, papers[printer->paper], roll ? "，" : "", roll ? printer->charset : "",
              "：", *advice ? advice : conditions[state->condition].words);
    if (state->paper_low)
        check_say(check, "paper", "纸卷", CHECK_NOTICE, EX_OK, "快用完了；请备好新纸");
}

static void check_printer(struct check *check, const struct config *config)
{
    const struct printer *printer = config_printer(config, NULL);
    struct clock clock = clock_system();
    struct printing *printing;
    if (!printer) {
        check_say(check, "printer", "打印机", CHECK_OK, EX_OK, "没有设置，不打印；二维码照样可以扫");
        return;
    }
    int error = printing_new(&printing, printer, clock);
    if (error < 0) {
        check_say(check, "printer", "打印机", CHECK_NOTICE, EX_OK, "试不了：%s", output_reason(error));
        return;
    }
    wait_for_answer(printing, &clock);
    say_printer(check, printer, printing_state(printing), printing_trouble(printing));
    printing_free(printing);
}

/* Whether somebody listens at the socket; nothing is said. 0, -errno. */
static int knock(const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0)
        return -errno;
    snprintf(address.sun_path, sizeof(address.sun_path), "%s", path);
    int error = connect(fd, (struct sockaddr *)&address, sizeof(address)) < 0 ? -errno : 0;
    close(fd);
    return error;
}

static void check_speech(struct check *check, const struct config_speech *speech)
{
    char path[sizeof(speech->socket)];
    if (!speech->on)
        return;
    if (*speech->socket)
        snprintf(path, sizeof(path), "%s", speech->socket);
    else
        voice_usual_socket(path, sizeof(path));
    int error = voice_can_load() ? knock(path) : -ENOSYS;
    if (error == -ENOSYS)
        check_say(check, "speech", "朗读", CHECK_NOTICE, EX_OK,
                  "朗读的模块没有装好，或缺 libspeechd2；不朗读，其余照常");
    else if (error)
        check_say(check, "speech", "朗读", CHECK_NOTICE, EX_OK,
                  "%s 没有 speech-dispatcher 在听（%s）；不朗读，其余照常", path, output_reason(error));
    else
        check_say(check, "speech", "朗读", CHECK_OK, EX_OK, "%s", path);
}

static void check_hours(struct check *check, const struct config *config, time_t now)
{
    char words[HOURS_WORDS];
    if (!hours_is_known(&config->hours))
        return;
    if (!hours_words(words, &config->hours, moment_of(now)))
        snprintf(words, sizeof(words), "现在开门");
    check_say(check, "hours", "开放时间", CHECK_OK, EX_OK, "%s", words);
}

void check_settings(struct check *check, const struct invocation *invocation)
{
    const char *given = invocation->options.config, *path = given ? given : CONFIG_DEFAULT_PATH;
    struct config config;
    int error = config_load(&config, given);
    if (error < 0)
        check_say(check, "settings", "设置", given ? CHECK_ERROR : CHECK_NOTICE, EX_NOINPUT, "读不了 %s：%s",
                  path, output_reason(error));
    else if (config.n_problems)
        tell_problems(check, path, &config);
    else
        check_say(check, "settings", "设置", CHECK_OK, EX_OK, "%s%s", path,
                  config.present ? "" : " 没有，按默认运行");
    check_printer(check, &config);
    struct shifted_clock shifted;
    struct clock clock = options_clock(&invocation->options, &shifted);
    check_hours(check, &config, clock.wall(clock.context));
    check_speech(check, &config.speech);
    config_fini(&config);
}
