/* SPDX-License-Identifier: MIT */
/* The plain kiosk and time: who goes away without a word is asked, then forgotten. Standard input is a pipe,
 * the waiting is played; what can be typed is tests/terminal/test_plain.py's. */
#include "kiosk/plain.h"

#include "base/error.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

struct room {
    struct plain plain;
    struct invocation invocation;
    struct clock_manual time;
    int keys;                /* where the visitor types */
    const char *const *acts; /* typed lines; NULL: nothing comes in time */
    size_t n, at;
    int waits[64];
    size_t n_waits;
};

/* One act after the other; at their end the input ends. */
static int wait_for(void *context, int ms)
{
    struct room *room = context;
    assert_true(room->n_waits < ARRAY_SIZE(room->waits));
    room->waits[room->n_waits++] = ms;
    if (room->at == room->n) {
        if (room->keys >= 0)
            close(room->keys);
        room->keys = -1;
        return 1;
    }
    const char *line = room->acts[room->at++];
    if (!line)
        return 0;
    assert_int_equal(write(room->keys, line, strlen(line)), (ssize_t)strlen(line));
    return 1;
}

/* What is printed while these things happen; the caller frees. */
static char *play(struct room *room, const char *const *acts, size_t n, bool locked)
{
    int pipes[2], in = dup(STDIN_FILENO), out = dup(STDOUT_FILENO);
    char name[] = "/tmp/test_plain.XXXXXX", *text = calloc(1, 256 * 1024);
    int file = mkstemp(name);
    assert_true(file >= 0 && text && pipe(pipes) == 0);
    unlink(name);
    fflush(stdout);
    dup2(pipes[0], STDIN_FILENO);
    dup2(file, STDOUT_FILENO);
    *room = (struct room){.keys = pipes[1], .acts = acts, .n = n, .time = {.seconds = 1795413900}};
    struct charset charset = {.name = "UTF-8", .is_utf8 = true};
    assert_int_equal(output_init(&room->invocation.out, &charset), 0);
    room->plain = (struct plain){
        .invocation = &room->invocation,
        .out = &room->invocation.out,
        .clock = clock_from_manual(&room->time),
        .locked = locked,
        .prompt = {
            .out = &room->invocation.out, .idle_ms = PLAIN_IDLE_MS, .wait = wait_for, .wait_context = room}};
    tally_init(&room->plain.tally, TALLY_KIOSK);
    assert_int_equal(handbook_open_embedded(&room->plain.handbook), 0);
    assert_int_equal(printing_new(&room->plain.printing, NULL, room->plain.clock), 0);
    assert_int_equal(plain_run(&room->plain), 0);
    fflush(stdout);
    printing_free(room->plain.printing);
    guides_free(room->plain.guides);
    handbook_close(room->plain.handbook);
    output_fini(&room->invocation.out);
    dup2(in, STDIN_FILENO);
    dup2(out, STDOUT_FILENO);
    ssize_t length = pread(file, text, 256 * 1024 - 1, 0);
    assert_true(length > 0);
    close(in), close(out), close(file), close(pipes[0]);
    if (room->keys >= 0)
        close(room->keys);
    return text;
}

static size_t count(const char *text, const char *words)
{
    size_t n = 0;
    for (const char *at = text; (at = strstr(at, words)); at += strlen(words))
        n++;
    return n;
}

#define WELCOME "一本通，学籍学历速查。"
#define STILL_THERE "您还在吗？"

static void who_says_nothing_is_asked_then_forgotten_and_the_next_is_greeted(void **state)
{
    static const char *const acts[] = {"f\n", "3\n", "6\n", NULL, NULL, "q\n"};
    struct room room;

    (void)state;
    char *text = play(&room, acts, ARRAY_SIZE(acts), false);
    assert_int_equal(count(text, STILL_THERE), 1);
    assert_int_equal(count(text, WELCOME), 2);
    assert_int_equal(count(text, "一共 12 个问题："), 2); /* the filter is forgotten too */
    assert_int_equal(room.waits[3], PLAIN_IDLE_MS);
    assert_int_equal(room.waits[4], PROMPT_LAST_WARNING_MS);
    free(text);
}

static void an_enter_says_that_one_is_still_there_and_nothing_else(void **state)
{
    static const char *const acts[] = {"2\n", NULL, "\n", "\n", "0\n", "q\n"};
    struct room room;

    (void)state;
    char *text = play(&room, acts, ARRAY_SIZE(acts), false);
    assert_int_equal(count(text, STILL_THERE), 1);
    assert_int_equal(count(text, "\n还在的话，请按回车："), 1); /* the display shows where the cursor is */
    assert_int_equal(count(text, WELCOME), 1);
    assert_int_equal(count(text, "\n首先确认：\n"), 1);
    assert_int_equal(count(text, "读完了。"), 1); /* the second Enter has turned the page */
    free(text);
}

static void what_one_types_when_asked_counts(void **state)
{
    static const char *const acts[] = {NULL, "6\n", "0\n", "q\n"};
    struct room room;

    (void)state;
    char *text = play(&room, acts, ARRAY_SIZE(acts), false);
    assert_int_equal(count(text, "一本通 问题6 手册原文。"), 1);
    assert_int_equal(count(text, WELCOME), 1);
    free(text);
}

static void answers_of_a_guide_are_forgotten_too(void **state)
{
    static const char *const acts[] = {"6\n", "g\n", "1\n", NULL, NULL, "6\n", "g\n", "q\n", "0\n", "q\n"};
    struct room room;

    (void)state;
    char *text = play(&room, acts, ARRAY_SIZE(acts), false);
    assert_int_equal(count(text, WELCOME), 2);
    assert_int_equal(count(text, "学历证书，您遇到的是哪一种情况？"), 2); /* asked from the beginning again */
    assert_int_equal(count(text, "规定的学习年限内，学得怎么样？"), 1);
    free(text);
}

static void a_locked_one_greets_the_next_whoever_leaves(void **state)
{
    static const char *const acts[] = {"q\n", "6\n", "q\n", "q\n", NULL, NULL};
    struct room room;

    (void)state;
    char *text = play(&room, acts, ARRAY_SIZE(acts), true);
    assert_int_equal(count(text, WELCOME), 4);
    free(text);
}

static void what_was_typed_does_not_stay_in_memory(void **state)
{
    static const char *const acts[] = {"一个谁也不会问的问题\n", "0\n", NULL, NULL, "q\n"};
    struct room room;

    (void)state;
    free(play(&room, acts, ARRAY_SIZE(acts), false));
    assert_null(memmem(&room.plain.prompt, sizeof(room.plain.prompt), "谁也不会", strlen("谁也不会")));
}

static int nothing_comes(void *context, int ms)
{
    (void)ms;
    ++*(int *)context;
    return 0;
}

/* Whoever went away while they were asked whether to print was asked on, and waited for twice as long. */
static void who_has_gone_is_not_waited_for_again(void **state)
{
    struct charset charset = {.name = "UTF-8", .is_utf8 = true};
    struct output out;
    int waits = 0;

    (void)state;
    assert_int_equal(output_init(&out, &charset), 0);
    struct prompt prompt = {
        .out = &out, .idle_ms = PLAIN_IDLE_MS, .wait = nothing_comes, .wait_context = &waits};
    assert_false(prompt_read(&prompt, "打印请输入 y："));
    assert_true(prompt.idle);
    assert_int_equal(waits, 2);
    assert_false(prompt_read(&prompt, "回车往下读："));
    assert_int_equal(waits, 2);
    output_fini(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_says_nothing_is_asked_then_forgotten_and_the_next_is_greeted),
        cmocka_unit_test(an_enter_says_that_one_is_still_there_and_nothing_else),
        cmocka_unit_test(what_one_types_when_asked_counts),
        cmocka_unit_test(answers_of_a_guide_are_forgotten_too),
        cmocka_unit_test(a_locked_one_greets_the_next_whoever_leaves),
        cmocka_unit_test(who_has_gone_is_not_waited_for_again),
        cmocka_unit_test(what_was_typed_does_not_stay_in_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
