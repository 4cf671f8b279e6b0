/* SPDX-License-Identifier: MIT */
#include "kiosk/full_screen.h"

#include "base/error.h"
#include "kiosk/app.h"
#include "kiosk/command_check.h"
#include "kiosk/config.h"
#include "kiosk/content.h"
#include "kiosk/content_history.h"
#include "kiosk/lock_down.h"
#include "kiosk/loop.h"
#include "kiosk/voice/voice.h"

#include "ui/staff.h"

#include <string.h>
#include <sysexits.h>
#include <unistd.h>

/* What is shown, and how something newer is learnt of. */
struct shown {
    struct content content;
    struct content_source source;
    struct shifted_clock clock;
    const struct full_screen *screen;
};

/* A file that is no good is told here and on the about screen; nothing else differs. */
static int choose_content(struct shown *out, struct invocation *invocation)
{
    command_content_source(&out->source, invocation, &out->clock);
    int error = content_choose(&out->content, &out->source);
    if (!error && out->content.refused)
        output_complain(&invocation->out, "读不了手册文件 %s：%s；改用内置的手册", out->source.file,
                        output_reason(out->content.refused));
    if (!error) /* what cannot be noted is on the about screen all the same */
        (void)content_history_fall_back(invocation->options.site, &out->content);
    return error;
}

/* What was installed meanwhile takes the place of what is shown. */
static void take_newer(struct shown *shown, struct app *app)
{
    struct content newer;
    if (!content_is_superseded(&shown->content, &shown->source) || content_open(&newer, &shown->source) < 0)
        return;
    if (app_take_content(app, newer.handbook, newer.error, newer.origin) < 0) {
        content_close(&newer);
        return;
    }
    content_close(&shown->content);
    shown->content = newer;
}

/* The first frame is there: now for what it did not need. */
static void take_chosen(struct shown *shown, struct app *app)
{
    struct content *content = &shown->content;
    if (!content->waiting)
        return;
    (void)content_finish(content); /* without memory it is tried again in a minute */
    (void)app_take_content(app, content->handbook, content->error, content->origin); /* it rests */
}

static void rest(void *context, struct app *app)
{
    struct shown *shown = context;
    take_chosen(shown, app);
    take_newer(shown, app);
    if (shown->screen->look_again)
        shown->screen->look_again(shown->screen->context, app);
}

static int refuse_terminal(struct invocation *invocation, const char *what)
{
    output_complain(&invocation->out,
                    "%s，不能显示全屏界面；要文字请用 yibentong list 和 yibentong show 题号", what);
    return EX_UNAVAILABLE;
}

static int refuse_term(struct invocation *invocation)
{
    const char *term = invocation->environment.term;
    output_complain(&invocation->out,
                    "TERM%s%s，不能显示全屏界面；请设为终端的类型，如 TERM=xterm-256color，再试",
                    *term ? "=" : " 没有设置", term);
    return EX_UNAVAILABLE;
}

static int loop_code(struct invocation *invocation, int error)
{
    switch (error) {
    case 0:
        return EX_OK;
    case -ENOTTY:
        return refuse_terminal(invocation, "标准输入或标准输出不是终端");
    case -ENOENT:
        return refuse_term(invocation);
    case -ENOMEM:
        return command_memory_error(invocation);
    case -EIO:
        output_complain(&invocation->out, "终端断开了");
        return EX_IOERR;
    default:
        if (error > 0)
            return error;
        output_complain(&invocation->out, "全屏界面不能运行：%s", output_reason(error));
        return EX_OSERR;
    }
}

static int start_slip(void *context, const struct document *document)
{
    return printing_start(context, document);
}

static void watch_printer(void *context, bool watch)
{
    printing_watch(context, watch);
}

static void forget_slips(void *context)
{
    printing_forget(context);
}

static int say(void *context, const char *text)
{
    return voice_say(context, text);
}

static void fall_silent(void *context)
{
    voice_stop(context);
}

static bool is_speaking(void *context)
{
    return voice_is_speaking(context);
}

static int trouble(void *context)
{
    return voice_trouble(context);
}

static int report(char **out, void *context)
{
    return check_report(out, context);
}

/* What the settings ask for on this machine. */
struct devices {
    struct config config;
    struct printing *printing;
    struct voice *voice; /* NULL: there is none */
    struct app_printer printer;
    struct app_voice aloud;
};

static void close_devices(struct devices *devices)
{
    voice_free(devices->voice);
    printing_free(devices->printing);
    config_fini(&devices->config);
}

/* 0; negative: the caller closes them all the same. */
static int open_devices(struct devices *out, struct invocation *invocation, const struct full_screen *screen,
                        struct clock clock)
{
    *out = (struct devices){0};
    command_config(&out->config, invocation); /* what is wrong is told and counts as not written */
    int error = printing_new(&out->printing, config_printer(&out->config, NULL), clock);
    if (!error && out->config.speech.on && !screen->desk)
        error = voice_new(&out->voice, out->config.speech.socket, out->config.speech.rate);
    if (error)
        return error;
    out->printer = (struct app_printer){.state = printing_state(out->printing),
                                        .start = start_slip,
                                        .watch = watch_printer,
                                        .forget = forget_slips,
                                        .context = out->printing};
    out->aloud = (struct app_voice){.say = say,
                                    .stop = fall_silent,
                                    .is_speaking = is_speaking,
                                    .trouble = trouble,
                                    .context = out->voice};
    return 0;
}

/* Until somebody leaves. 0, an exit code that staff chose, or negative. */
static int run_loop(struct invocation *invocation, struct shown *shown, struct app *app,
                    struct printing *printing, struct clock clock)
{
    bool locked = invocation->options.given & OPTION_BIT(OPTION_LOCKED);
    struct notify notify = {.fd = -1};
    struct loop_options loop = {
        .in_fd = STDIN_FILENO,
        .out_fd = STDOUT_FILENO,
        .term = invocation->environment.term,
        .charset = &invocation->out.charset,
        .clock = clock,
        .printing = printing,
        .no_colour = invocation->environment.no_colour,
        .no_mouse = invocation->environment.gnu_screen, /* with a mouse it keeps Esc until the next key */
        .locked = locked,
        .rest = rest,
        .rest_context = shown,
        .notify = &notify,
    };
    if (locked)
        lock_down(&notify, invocation);
    int error = loop_run(app, &loop);
    if (locked)
        lock_down_end(&notify);
    return error ? error : app_exit_code(app);
}

static int run_app(struct invocation *invocation, struct shown *shown, const struct full_screen *screen)
{
    const struct options *options = &invocation->options;
    struct shifted_clock shifted;
    struct clock clock = options_clock(options, &shifted);
    struct staff staff = {.report = report, .context = invocation};
    _cleanup_(close_devices) struct devices devices;
    struct app *app;
    int error = open_devices(&devices, invocation, screen, clock);
    if (error)
        return error;
    struct app_options settings = {
        .handbook = shown->content.handbook,
        .handbook_error = shown->content.error,
        .edition = &shown->content.edition,
        .content_origin = shown->content.origin,
        .clock = clock,
        .printer = &devices.printer,
        .hours = &devices.config.hours,
        .voice = devices.voice ? &devices.aloud : NULL,
        .site_db = screen->site,
        .staff = &staff,
        .tally = screen->tally,
        .desk = screen->desk,
        .theme = options->theme,
        .locked = options->given & OPTION_BIT(OPTION_LOCKED),
    };
    error = app_new(&app, &settings);
    if (error)
        return error;
    error = run_loop(invocation, shown, app, devices.printing, clock);
    app_free(app);
    return error;
}

int full_screen_check(struct invocation *invocation)
{
    const char *term = invocation->environment.term;
    if (!isatty(STDIN_FILENO))
        return refuse_terminal(invocation, "标准输入不是终端");
    if (!isatty(STDOUT_FILENO))
        return refuse_terminal(invocation, "标准输出不是终端");
    if (!*term || !strcmp(term, "dumb"))
        return refuse_term(invocation);
    return EX_OK;
}

int full_screen_run(struct invocation *invocation, const struct full_screen *screen)
{
    struct shown shown = {.screen = screen};
    int error = choose_content(&shown, invocation);
    if (error < 0)
        return loop_code(invocation, error);
    error = run_app(invocation, &shown, screen);
    content_close(&shown.content);
    return loop_code(invocation, error);
}
