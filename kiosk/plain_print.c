/* SPDX-License-Identifier: MIT */
#include "kiosk/plain.h"

#include "base/error.h"
#include "kiosk/plain_lock.h"
#include "kiosk/printer/wait.h"
#include "ui/print_words.h"

static void say(struct plain *plain, const char *words)
{
    if (*words)
        output_paragraph(plain->out, 0, 0, "%s", words);
}

/* A locked one has somebody else to serve while the printer works. */
static struct wait_aside meanwhile(struct plain *plain)
{
    return plain->lock ? (struct wait_aside){plain_lock_meanwhile, plain->lock} : (struct wait_aside){0};
}

/* Whether it can print; else why not. */
static bool tell_state(struct plain *plain)
{
    const struct print_state *state = printing_state(plain->printing);
    char words[128], wait[PRINT_WAIT_MAX];
    wait_for_answer(plain->printing, &plain->clock, meanwhile(plain));
    say(plain, print_condition_words(state->condition));
    say(plain, print_condition_remedy(state->condition));
    if (!print_is_ready(state))
        return false;
    if (state->left <= 0) {
        say(plain, "这一次打印的张数已经用完。");
        return false;
    }
    print_wait_words(wait, state->wait_seconds);
    if (state->wait_seconds > 0)
        snprintf(words, sizeof(words), "刚才打印得很多，请等 %s再打。", wait);
    else
        snprintf(words, sizeof(words), "%s这一次还可以打印 %d 张。", state->paper_low ? "纸快用完了。" : "",
                 state->left);
    say(plain, words);
    return state->wait_seconds <= 0;
}

static void print_slip(struct plain *plain, const struct document *document, const char *item)
{
    const struct print_state *state = printing_state(plain->printing);
    say(plain, "正在打印，请稍等。");
    output_flush(plain->out);
    int error = printing_start(plain->printing, document);
    if (!error)
        wait_for_slip(plain->printing, &plain->clock, meanwhile(plain));
    if (!error && state->progress == PRINT_DONE) {
        if (item)
            plain_count(plain, TALLY_SLIP, item);
        say(plain, item ? "已经打印，请取走纸条；上面有二维码。" : "已经打印。");
        return;
    }
    say(plain, "没有打印好。");
    say(plain, print_failure_words(state, error));
    say(plain, print_failure_remedy(state));
}

int plain_print(struct plain *plain, const struct document *document, const char *item)
{
    bool ready = tell_state(plain);
    bool there = !ready || prompt_read(&plain->prompt, "不打印，按回车。\n要打印，输入 y：");
    if (ready && there && prompt_is(&plain->prompt, "y"))
        print_slip(plain, document, item);
    else if (ready && there)
        say(plain, "没有打印。");
    printing_watch(plain->printing, false);
    return there ? PLAIN_ON : PLAIN_GONE;
}
