/* SPDX-License-Identifier: MIT */
/* print: a slip of an answer, or of a guide's outcome, to a printer or into a file. */
#include "kiosk/command_guide.h"
#include "kiosk/commands.h"

#include "base/error.h"
#include "kiosk/config.h"
#include "kiosk/printer/wait.h"
#include "kiosk/printer_words.h"
#include "kiosk/result_file.h"
#include "kiosk/school_data.h"
#include "ui/paper/render.h"
#include "ui/paper/slip.h"
#include "ui/print_words.h"

#include <string.h>
#include <sysexits.h>

/* ---- what is printed ---- */

static struct slip_frame frame_of(const struct guide_run *run, const struct school_data *school)
{
    return (struct slip_frame){.edition = handbook_edition(run->handbook),
                               .profile = school->profile,
                               .addendum = school->addendum,
                               .today = run->today};
}

static int answer_slip(struct document **out, const struct guide_run *run)
{
    _cleanup_(school_data_fini) struct school_data school;
    _cleanup_answer_ struct answer *answer = NULL;
    school_data_read(&school, run->invocation, run->question);
    struct slip_frame frame = frame_of(run, &school);
    int error = handbook_answer(&answer, run->handbook, run->question);
    if (!error)
        error = slip_from_answer(out, &frame, answer, 0);
    return error < 0 ? command_content_error(run->invocation, error) : EX_OK;
}

static int outcome_slip(struct document **out, struct guide_run *run)
{
    _cleanup_guides_ struct guides *guides = NULL;
    struct guide_answers answers;
    struct guide_place place;
    int error = guides_load(&guides, run->handbook);
    if (error < 0)
        return command_content_error(run->invocation, error);
    run->guides = guides;
    int code = guide_follow_answers(&place, &answers, run);
    if (code != EX_OK)
        return code;
    if (place.node->kind != GUIDE_OUTCOME) {
        output_complain(&run->invocation->out,
                        "--answers 还不够，还要回答 %s；先用 yibentong guide %d --answers … 看要回答什么",
                        place.node->id, run->question);
        return EX_USAGE;
    }
    _cleanup_(school_data_fini) struct school_data school;
    school_data_read(&school, run->invocation, place.guide->question);
    struct slip_frame frame = frame_of(run, &school);
    error = slip_from_outcome(out, &frame, run->handbook, &place, &answers, 0);
    return error < 0 ? command_content_error(run->invocation, error) : EX_OK;
}

static int make_slip(struct document **out, struct guide_run *run)
{
    return run->invocation->options.answers ? outcome_slip(out, run) : answer_slip(out, run);
}

/* ---- where to ---- */

/* The printer that was named, or the one that the configuration names; without any, a roll of 80 mm for
 * --output. */
static int choose_printer(struct printer *out, struct invocation *invocation)
{
    const struct options *options = &invocation->options;
    _cleanup_(config_fini) struct config config = {0};
    int code = command_config(&config, invocation);
    if (code != EX_OK)
        return code;
    const struct printer *found = config_printer(&config, options->printer);
    if (!found && options->printer) {
        output_complain(&invocation->out, "设置文件里没有打印机“%s”；有哪些见 yibentong check",
                        options->printer);
        return EX_USAGE;
    }
    if (!found && !options->output) {
        output_complain(&invocation->out, "没有设置打印机；请在 %s 里写上，或用 --output 文件",
                        options->config ? options->config : CONFIG_DEFAULT_PATH);
        return EX_UNAVAILABLE;
    }
    *out = found ? *found : (struct printer){.paper = PAPER_80, .charset = "GB18030", .cut = true};
    if (options->given & OPTION_BIT(OPTION_PAPER))
        out->paper = options->paper;
    if (options->output || printer_takes(out->kind, out->paper))
        return EX_OK;
    output_complain(&invocation->out,
                    "打印机 %s 打不了 A4：" PRINTER_TAKES_WORDS "；要存成 PDF 请用 --output 文件", out->name);
    return EX_USAGE;
}

struct bytes {
    char *start;
    size_t n;
};

static int write_bytes(FILE *stream, const void *context)
{
    const struct bytes *bytes = context;
    if (fwrite(bytes->start, 1, bytes->n, stream) != bytes->n || fflush(stream) != 0)
        return -errno;
    return 0;
}

/* Behind the words for visitors: what an operator does about it. */
static const char *remedy(int error)
{
    switch (error) {
    case -ENOPKG:
        return "请安装 fonts-noto-cjk";
    case -ENOSYS:
        return "请安装 libpangocairo-1.0-0 和 fonts-noto-cjk";
    default:
        return "";
    }
}

static int write_slip(struct invocation *invocation, const struct document *document,
                      const struct printer *printer)
{
    struct escpos_options options = printer_escpos(printer);
    struct bytes bytes;
    int error = paper_render(&bytes.start, &bytes.n, document, &options);
    if (error < 0) {
        output_complain(&invocation->out, "不能生成：%s%s", print_error_words(error), remedy(error));
        return error == -ENOMEM ? EX_OSERR : EX_UNAVAILABLE;
    }
    int code = result_file_write(invocation, &(struct result_file){.option = "--output",
                                                                   .path = invocation->options.output,
                                                                   .write = write_bytes,
                                                                   .context = &bytes});
    free(bytes.start);
    return code;
}

/* ---- to the printer ---- */

static int refuse(struct invocation *invocation, const struct printer *printer,
                  const struct printing *printing)
{
    const struct print_state *state = printing_state(printing);
    char words[PRINTER_WORDS_MAX];
    printer_words(words, printer, printing);
    bool ready = print_is_ready(state);
    output_complain(&invocation->out, "打印机 %s 没有打印：%s%s", printer->name,
                    ready ? print_error_words(state->error) : words, ready ? remedy(state->error) : "");
    return EX_TEMPFAIL;
}

static int print_slip(struct invocation *invocation, const struct document *document,
                      const struct printer *printer)
{
    struct clock clock = clock_system();
    _cleanup_printing_ struct printing *printing = NULL;
    int error = printing_new(&printing, printer, clock);
    if (error < 0)
        return command_memory_error(invocation);
    const struct print_state *state = printing_state(printing);
    wait_for_answer(printing, &clock, (struct wait_aside){0});
    error = printing_start(printing, document);
    if (error < 0 && print_is_ready(state)) {
        output_complain(&invocation->out, "不能打印：%s", output_reason(error));
        return EX_UNAVAILABLE;
    }
    if (error < 0)
        return refuse(invocation, printer, printing);
    wait_for_slip(printing, &clock, (struct wait_aside){0});
    return state->progress == PRINT_DONE ? EX_OK : refuse(invocation, printer, printing);
}

int command_print(struct invocation *invocation)
{
    _cleanup_handbook_ struct handbook *handbook = NULL;
    _cleanup_document_ struct document *document = NULL;
    struct shifted_clock shifted;
    struct clock clock = options_clock(&invocation->options, &shifted);
    struct guide_run run = {.invocation = invocation, .today = date_of(clock.wall(clock.context))};
    struct printer printer;
    int code = command_question(&run.question, invocation, invocation->arguments[0]);
    if (code == EX_OK)
        code = choose_printer(&printer, invocation);
    if (code == EX_OK)
        code = command_open_handbook(&handbook, invocation);
    run.handbook = handbook;
    if (code == EX_OK)
        code = make_slip(&document, &run);
    if (code != EX_OK)
        return code;
    return invocation->options.output ? write_slip(invocation, document, &printer)
                                      : print_slip(invocation, document, &printer);
}
