/* SPDX-License-Identifier: MIT */
#include "kiosk/plain.h"

#include "base/error.h"
#include "kiosk/config.h"
#include "kiosk/plain_lock.h"
#include "ui/hours_words.h"
#include "ui/wording.h"

#include <string.h>
#include <sysexits.h>
#include <termios.h>
#include <unistd.h>

#define WRITE_MS 500 /* for another program that writes */
#define FILTERS (AUDIENCE_COUNT + 1)
#define BEGINNING "想问的事可以写拼音。l 读题目，h 帮助，q 结束。\n请输入题号，或想问的事："

void plain_count(struct plain *plain, enum tally_kind kind, const char *item)
{
    tally_add(&plain->tally, plain->clock.wall(plain->clock.context), kind, item);
}

struct slip_frame plain_frame(const struct plain *plain)
{
    return (struct slip_frame){.edition = handbook_edition(plain->handbook),
                               .profile = plain->profile,
                               .today = date_of(plain->clock.wall(plain->clock.context))};
}

void plain_ask_number(char out[PLAIN_WORDS], const char *also, size_t n)
{
    if (n > 1)
        snprintf(out, PLAIN_WORDS, "%s。\n请输入编号，1 到 %zu：", also, n);
    else
        snprintf(out, PLAIN_WORDS, "%s。\n请输入编号 1：", also);
}

bool plain_is_over(const struct plain *plain)
{
    return plain->prompt.idle || plain->prompt.ended || plain->prompt.error < 0 || plain->out->error < 0;
}

/* ---- the list ---- */

static bool is_shown(const struct plain *plain, const struct question *question)
{
    return !plain->audience || question->audience & plain->audience;
}

static void print_list(struct plain *plain)
{
    size_t n, shown = 0;
    const struct question *questions = handbook_questions(plain->handbook, &n);
    for (size_t i = 0; i < n; i++)
        shown += is_shown(plain, &questions[i]);
    output_gap(plain->out);
    if (plain->audience)
        output_paragraph(plain->out, 0, 0, "和%s有关的问题，%zu 个：", content_audience_name(plain->audience),
                         shown);
    else
        output_paragraph(plain->out, 0, 0, "一共 %zu 个问题：", shown);
    for (size_t i = 0; i < n; i++)
        if (is_shown(plain, &questions[i]))
            output_paragraph(plain->out, 0, 0, "%d、%s", questions[i].number, questions[i].title);
}

static void print_welcome(struct plain *plain)
{
    char words[HOURS_WORDS];
    bool known = plain->profile && *plain->profile->school;
    output_paragraph(plain->out, 0, 0, "一本通，学籍学历速查。%s，纯文字方式。",
                     known ? plain->profile->school : WORDING_PROVINCE);
    if (hours_words(words, plain->hours, moment_of(plain->clock.wall(plain->clock.context))))
        output_paragraph(plain->out, 0, 0, "%s。%s。", words, HOURS_STILL);
    output_paragraph(plain->out, 0, 0, "不用登录，不需要输入姓名和证件号码。每输入一行，按一次回车。");
}

static void print_help(struct plain *plain)
{
    const struct edition *edition = handbook_edition(plain->handbook);
    output_paragraph(plain->out, 0, 0,
                     "输入题号，读这个问题的答复。直接写想问的事，拼音、首字母也可以，就找对得上的问题。");
    output_paragraph(plain->out, 0, 0, "s 在教育部名单里查学校。f 只看和自己有关的问题。l 把题目再读一遍。");
    output_paragraph(plain->out, 0, 0,
                     "在答复里，g 开始自助引导，问几个小问题，直接说您该怎么办；p 打印；w 读出网址。");
    output_paragraph(plain->out, 0, 0, "在引导里，b 上一步，q 退出引导。别处都一样：0 回开头，h 帮助。q %s。",
                     plain->locked ? "结束，忘掉刚才的内容" : "结束");
    output_paragraph(plain->out, 0, 0, "内容：%s，%s，核对到 %s。", edition->title, edition->label,
                     edition->compiled);
}

static enum plain_next choose_filter(struct plain *plain)
{
    output_paragraph(plain->out, 0, 0, "您是哪一种？");
    output_paragraph(plain->out, 0, 0, "1、全部都看");
    for (int i = 1; i < FILTERS; i++)
        output_paragraph(plain->out, 0, 0, "%d、%s", i + 1, content_audience_name(1u << (i - 1)));
    for (;;) {
        if (!prompt_read(&plain->prompt, "不改，按回车。\n请输入编号，1 到 5："))
            return PLAIN_GONE;
        int number = prompt_number(&plain->prompt);
        if (!*plain->prompt.line || number == 0)
            return PLAIN_HOME;
        if (number >= 1 && number <= FILTERS) {
            plain->audience = number == 1 ? 0 : 1u << (number - 2);
            print_list(plain);
            return PLAIN_HOME;
        }
        output_paragraph(plain->out, 0, 0, "只能输入 1 到 5 中的一个编号。");
    }
}
_Static_assert(FILTERS == 5, "the prompt counts to five");

/* What stands behind a leading “/”, as on the full screen; the whole line without one. */
static const char *query_of(const char *line)
{
    line += *line == '/';
    return line + strspn(line, " ");
}

/* Whether it only makes sense in an answer: then where that is. */
static bool is_of_an_answer(struct plain *plain)
{
    static const char *const letters[] = {"g", "p", "w", "r", "b"};
    for (size_t i = 0; i < ARRAY_SIZE(letters); i++)
        if (prompt_is(&plain->prompt, letters[i])) {
            output_paragraph(plain->out, 0, 0, "%s 要在答复里用：先输入题号，打开一个问题。", letters[i]);
            return true;
        }
    return false;
}

/* What was typed at the beginning. */
static int serve(struct plain *plain)
{
    int number = prompt_number(&plain->prompt);
    if (!*plain->prompt.line || prompt_is(&plain->prompt, "l")) {
        print_list(plain);
        return PLAIN_HOME;
    }
    if (number >= 1 && number <= CONTENT_QUESTIONS)
        return plain_answer(plain, number);
    if (prompt_is(&plain->prompt, PLAIN_STAFF) && plain_has_staff(plain))
        return plain_staff(plain);
    if (number >= 0) {
        if (number)
            output_paragraph(plain->out, 0, 0, "没有第 %d 题，题号从 1 到 %d。", number, CONTENT_QUESTIONS);
        else
            output_paragraph(plain->out, 0, 0, "已经在开头了。题号从 1 到 %d。", CONTENT_QUESTIONS);
        return PLAIN_ON;
    }
    if (prompt_is(&plain->prompt, "h") || prompt_is(&plain->prompt, "?")) {
        print_help(plain);
        return PLAIN_ON;
    }
    if (prompt_is(&plain->prompt, "s"))
        return plain_school(plain);
    if (prompt_is(&plain->prompt, "f"))
        return choose_filter(plain);
    if (is_of_an_answer(plain))
        return PLAIN_ON;
    return plain_search(plain, query_of(plain->prompt.line));
}

/* One visitor, until they leave. 0, or negative. */
static int converse(struct plain *plain)
{
    plain->audience = 0;
    tally_visitor(&plain->tally);
    print_welcome(plain);
    print_list(plain);
    int next = PLAIN_HOME;
    do {
        if (next != PLAIN_ASKED &&
            (!prompt_read(&plain->prompt, BEGINNING) || prompt_is(&plain->prompt, "q")))
            return 0;
        next = serve(plain);
    } while (next >= 0 && next != PLAIN_GONE);
    return next < 0 ? next : 0;
}

/* ---- one after the other ---- */

/* What was read is pushed off the screen, what was half typed is dropped. */
static void forget(struct plain *plain)
{
    for (int i = 0; i < plain->out->rows; i++)
        output_print(plain->out, "\n");
    if (isatty(STDIN_FILENO))
        tcflush(STDIN_FILENO, TCIFLUSH);
    prompt_wipe(&plain->prompt);
    printing_forget(plain->printing);
    if (!plain->site)
        return;
    site_set_busy(plain->site, WRITE_MS);               /* nobody waits just now */
    (void)site_tally_flush(plain->site, &plain->tally); /* what is not written stays for the next time */
    site_set_busy(plain->site, 0);
}

/* Whether another visitor may come: a locked kiosk ends with its terminal only. */
static bool goes_on(struct plain *plain)
{
    bool over =
        plain->prompt.error < 0 || plain->out->error < 0 || (plain->prompt.ended && !isatty(STDIN_FILENO));
    if (over || plain->ended_by_staff)
        return false;
    return plain->locked || plain->prompt.idle;
}

int plain_run(struct plain *plain)
{
    int error;
    do {
        plain->prompt.idle = plain->prompt.ended = false;
        if (plain->hall)
            plain_hall_look_again(plain);
        error = converse(plain);
        bool more = !error && goes_on(plain);
        forget(plain);
        if (!more)
            break;
    } while (true);
    return error;
}

/* ---- the command ---- */

static int run_locked(struct plain *plain)
{
    struct plain_lock lock;
    int error = plain_lock(&lock, plain->invocation, plain->clock);
    if (error)
        return error;
    plain->lock = &lock;
    plain->prompt.wait = plain_lock_wait;
    plain->prompt.wait_context = &lock;
    error = plain_run(plain);
    plain_unlock(&lock);
    return error;
}

static int run(struct plain *plain, const struct config *config)
{
    _cleanup_printing_ struct printing *printing = NULL;
    struct plain_hall hall;
    int error = printing_new(&printing, config_printer(config, NULL), plain->clock);
    if (error)
        return command_memory_error(plain->invocation);
    plain->printing = printing;
    plain->hours = &config->hours;
    tally_init(&plain->tally, TALLY_KIOSK);
    error = plain_hall_open(&hall, plain);
    if (!error)
        error = plain->locked ? run_locked(plain) : plain_run(plain);
    plain_hall_close(plain);
    if (!error && plain->ended_by_staff)
        return plain->code;
    return command_conversation_code(plain->invocation, &plain->prompt, error);
}

int command_plain(struct invocation *invocation)
{
    struct shifted_clock shifted;
    _cleanup_free_ struct plain *plain = calloc(1, sizeof(*plain));
    struct config config;
    if (!plain)
        return command_memory_error(invocation);
    command_config(&config, invocation); /* what is wrong is told and counts as not written */
    plain->invocation = invocation;
    plain->out = &invocation->out;
    plain->clock = options_clock(&invocation->options, &shifted);
    plain->locked = invocation->options.given & OPTION_BIT(OPTION_LOCKED);
    plain->prompt = (struct prompt){.out = plain->out, .idle_ms = PLAIN_IDLE_MS, .apart = true};
    int code = run(plain, &config);
    config_fini(&config);
    return code;
}
