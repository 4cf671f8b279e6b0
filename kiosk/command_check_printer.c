/* SPDX-License-Identifier: MIT */
/* check: the settings and the printers. */
#include "kiosk/command_check.h"

#include "base/error.h"
#include "kiosk/printer/wait.h"
#include "kiosk/printer_words.h"
#include "kiosk/voice/voice.h"
#include "ui/hours_words.h"

#include <sys/socket.h>
#include <sys/un.h>
#include <sysexits.h>
#include <unistd.h>

static void tell_problems(struct check *check, const char *path, const struct config *config)
{
    for (size_t i = 0; i < config->n_problems; i++)
        check_say(check, "settings", "设置", CHECK_NOTICE, EX_OK, "%s 第 %d 行：%s", path,
                  config->problems[i].line, config->problems[i].words);
}

static void say_printer(struct check *check, const struct printer *printer, const struct printing *printing,
                        bool chosen)
{
    static const char *const papers[] = {[PAPER_58] = "58 毫米", [PAPER_80] = "80 毫米", [PAPER_A4] = "A4"};
    char where[PRINTER_WHERE_MAX + 32], words[PRINTER_WORDS_MAX];
    const struct print_state *state = printing_state(printing);
    bool roll = printer->paper != PAPER_A4;
    printer_describe_where(where, sizeof(where), printer);
    printer_words(words, printer, printing);
    check_say(check, "printer", "打印机", state->condition == PRINTER_READY ? CHECK_OK : CHECK_NOTICE, EX_OK,
              "%s，%s，%s%s%s%s：%s", printer->name, where, papers[printer->paper], roll ? "，" : "",
              roll ? printer->charset : "", chosen ? "，全屏界面用这一台" : "", words);
    if (state->paper_low)
        check_say(check, "paper", "纸卷", CHECK_NOTICE, EX_OK, "%s 的纸快用完了；请备好新纸", printer->name);
}

/* One after the other: a device and many an address let nobody else in meanwhile. */
static void check_printer(struct check *check, const struct printer *printer, bool chosen)
{
    struct clock clock = clock_system();
    struct printing *printing;
    int error = printing_new(&printing, printer, clock);
    if (error < 0) {
        check_say(check, "printer", "打印机", CHECK_NOTICE, EX_OK, "%s 试不了：%s", printer->name,
                  output_reason(error));
        return;
    }
    wait_for_answer(printing, &clock, (struct wait_aside){0});
    say_printer(check, printer, printing, chosen);
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

static void check_printers(struct check *check, const struct config *config)
{
    const struct printer *own = config_printer(config, NULL);
    for (size_t i = 0; i < config->n_printers; i++)
        check_printer(check, &config->printers[i], config->n_printers > 1 && &config->printers[i] == own);
    if (!own && config->n_printers)
        check_say(check, "printer", "打印机", CHECK_NOTICE, EX_OK,
                  "全屏界面要用的“%s”不能用，所以不打印；请看上面哪一行写错了", config->printer);
    else if (!own)
        check_say(check, "printer", "打印机", CHECK_OK, EX_OK, "没有设置，不打印；二维码照样可以扫");
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
    check_printers(check, &config);
    struct shifted_clock shifted;
    struct clock clock = options_clock(&invocation->options, &shifted);
    check_hours(check, &config, clock.wall(clock.context));
    check_speech(check, &config.speech);
    config_fini(&config);
}
