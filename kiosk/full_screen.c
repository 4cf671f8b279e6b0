/* SPDX-License-Identifier: MIT */
#include "kiosk/full_screen.h"

#include "base/error.h"
#include "kiosk/app.h"
#include "kiosk/config.h"
#include "kiosk/loop.h"

#include <string.h>
#include <sysexits.h>
#include <unistd.h>

/* What is shown, wherever it came from. */
struct content {
    struct handbook *handbook; /* NULL: nothing usable; error says why */
    int error;
    char *origin;
};

/* A file that is no good is told here and on the about screen; nothing else differs. */
static int refuse_file(struct content *out, struct invocation *invocation, const char *path, int error)
{
    const char *reason = output_reason(error);
    output_complain(&invocation->out, "读不了手册文件 %s：%s；改用内置的手册", path, reason);
    if (asprintf(&out->origin, "内置（%s 不能用：%s）", path, reason) >= 0)
        return 0;
    out->origin = NULL;
    return -ENOMEM;
}

/*
 * A kiosk in a hall starts in any case: with the embedded handbook if the file is no good, and with the
 * service screen if even that is not. -ENOMEM.
 */
static int open_content(struct content *out, struct invocation *invocation)
{
    const char *path = invocation->options.content;
    *out = (struct content){0};
    int refused = path ? handbook_open_file(&out->handbook, path) : 0;
    if (refused) {
        int error = refuse_file(out, invocation, path, refused);
        if (error < 0)
            return error;
    } else {
        out->origin = strdup(path ? path : "内置");
        if (!out->origin)
            return -ENOMEM;
    }
    if (!out->handbook)
        out->error = handbook_open_embedded(&out->handbook);
    return 0;
}

static void close_content(struct content *content)
{
    handbook_close(content->handbook);
    free(content->origin);
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

static void printing_free_pointer(struct printing **printing)
{
    printing_free(*printing);
}

static int run_app(struct invocation *invocation, const struct content *content,
                   const struct full_screen *screen)
{
    const struct options *options = &invocation->options;
    bool locked = options->given & 1u << OPTION_LOCKED;
    struct shifted_clock shifted;
    struct clock clock = options_clock(options, &shifted);
    _cleanup_(printing_free_pointer) struct printing *printing = NULL;
    _cleanup_(config_fini) struct config config;
    command_config(&config, invocation); /* what is wrong is told and counts as not written */
    int error = printing_new(&printing, config_printer(&config, NULL), clock);
    if (error < 0)
        return error;
    struct app_printer printer = {.state = printing_state(printing),
                                  .start = start_slip,
                                  .watch = watch_printer,
                                  .forget = forget_slips,
                                  .context = printing};
    struct app_options settings = {
        .handbook = content->handbook,
        .handbook_error = content->error,
        .content_origin = content->origin,
        .clock = clock,
        .printer = &printer,
        .hours = &config.hours,
        .site_db = screen->site,
        .tally = screen->tally,
        .desk = screen->desk,
        .theme = options->theme,
        .locked = locked,
    };
    struct app *app;
    error = app_new(&app, &settings);
    if (error < 0)
        return error;
    struct loop_options loop = {
        .in_fd = STDIN_FILENO,
        .out_fd = STDOUT_FILENO,
        .term = invocation->environment.term,
        .charset = &invocation->out.charset,
        .clock = clock,
        .printing = printing,
        .no_colour = invocation->environment.no_colour,
        .locked = locked,
    };
    error = loop_run(app, &loop);
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
    struct content content;
    int error = open_content(&content, invocation);
    if (!error)
        error = run_app(invocation, &content, screen);
    close_content(&content);
    return loop_code(invocation, error);
}
