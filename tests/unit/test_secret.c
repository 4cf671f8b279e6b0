/* SPDX-License-Identifier: MIT */
/* A password typed on a terminal: corrected, given up, too long; never shown, and the terminal is as before.
 */
#include "kiosk/secret.h"

#include "base/error.h"

#include <pthread.h>
#include <pty.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#define LIMIT_SECONDS 20

struct typist {
    int keyboard, line;
    const char *keys;
    size_t n;
    bool typed;
};

/* Types when nothing is shown any more: what was typed before is not taken. */
static void *type(void *context)
{
    struct typist *typist = context;
    struct termios now;
    time_t limit = time(NULL) + LIMIT_SECONDS;
    do
        if (tcgetattr(typist->line, &now) != 0 || time(NULL) > limit)
            return NULL;
    while (now.c_lflag & ECHO);
    typist->typed = write(typist->keyboard, typist->keys, typist->n) == (ssize_t)typist->n;
    return NULL;
}

/* What is asked for is in out. */
static int ask(char *out, size_t size, const char *keys, size_t n)
{
    struct typist typist = {.keys = keys, .n = n};
    struct termios before, after;
    struct output output;
    pthread_t thread;
    assert_int_equal(openpty(&typist.keyboard, &typist.line, NULL, NULL, NULL), 0);
    assert_int_equal(tcgetattr(typist.line, &before), 0);
    assert_int_equal(output_init(&output, &(struct charset){.name = "UTF-8", .is_utf8 = true}), 0);
    int kept[2] = {dup(STDIN_FILENO), dup(STDERR_FILENO)}, errors = memfd_create("errors", 0);
    dup2(typist.line, STDIN_FILENO);
    dup2(errors, STDERR_FILENO);
    int started = pthread_create(&thread, NULL, type, &typist);
    int r = secret_ask(out, size, &output, "密码：");
    pthread_join(thread, NULL);
    dup2(kept[0], STDIN_FILENO);
    dup2(kept[1], STDERR_FILENO);
    output_fini(&output);
    assert_int_equal(started, 0);
    assert_true(typist.typed);
    assert_int_equal(tcgetattr(typist.line, &after), 0);
    assert_int_equal(after.c_lflag, before.c_lflag);
    const int opened[] = {typist.keyboard, typist.line, kept[0], kept[1], errors};
    for (size_t i = 0; i < ARRAY_SIZE(opened); i++)
        close(opened[i]);
    return r;
}

static void what_is_typed_can_be_corrected(void **state)
{
    static const struct {
        const char *keys, *secret;
    } rows[] = {{"mima2026\r", "mima2026"},
                {"mima2027\x7f"
                 "6\n",
                 "mima2026"},
                {"ab\b\bmima\r", "mima"},
                {"学籍\x7f历\r", "学历"},
                {"\x7f\x7f"
                 "a\x7f\x7f"
                 "b\r",
                 "b"},
                {"falsch\x15richtig\r", "richtig"},
                {"\xbf\xbf\x7f"
                 "x\r",
                 "x"},
                {"\r", ""}};
    char secret[32];
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
        assert_int_equal(ask(secret, sizeof(secret), rows[i].keys, strlen(rows[i].keys)), 0);
        assert_string_equal(secret, rows[i].secret);
    }
    assert_int_equal(ask(secret, sizeof(secret), "a\0b\r", 4), 0); /* a byte of nothing is nothing */
    assert_string_equal(secret, "ab");
}

static void what_is_given_up_is_not_kept(void **state)
{
    static const struct {
        const char *keys;
        int error;
    } rows[] = {{"mima\x03", -ECANCELED}, {"mima\x04", -ECANCELED}, {"12345678", -E2BIG}};
    static const char nothing[8];
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
        char secret[8] = "xxxxxxx";
        assert_int_equal(ask(secret, sizeof(secret), rows[i].keys, strlen(rows[i].keys)), rows[i].error);
        assert_memory_equal(secret, nothing, sizeof(secret));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_typed_can_be_corrected),
        cmocka_unit_test(what_is_given_up_is_not_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
