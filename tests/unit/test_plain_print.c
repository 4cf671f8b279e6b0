/* SPDX-License-Identifier: MIT */
/* Printing without the loop: what a visitor of the plain kiosk is told, what an operator is, and how long is
 * waited. The printer is played: what it says, and when, is the test's. */
#include "kiosk/plain.h"
#include "kiosk/printer/wait.h"
#include "kiosk/printer_words.h"

#include "base/error.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cmocka.h>

#define STEPS_MAX 4

/* The printer says the first state until it is served; each serve takes so long and brings the next. */
static struct {
    struct print_state states[STEPS_MAX], now;
    size_t n, at;
    int serve_ms; /* on the clock */
    int64_t due;  /* its own deadline, -1 none */
    int refuses;  /* what starting a slip answers */
    int trouble;  /* for operators */
    int started;  /* slips */
    bool watched;
    size_t serves;
    struct clock_manual time;
} played;

static void go_on(void)
{
    if (played.at + 1 < played.n)
        played.now = played.states[++played.at];
}

const struct print_state *__wrap_printing_state(const struct printing *printing);
const struct print_state *__wrap_printing_state(const struct printing *printing)
{
    (void)printing;
    return &played.now;
}

int __wrap_printing_trouble(const struct printing *printing);
int __wrap_printing_trouble(const struct printing *printing)
{
    (void)printing;
    return played.trouble;
}

void __wrap_printing_watch(struct printing *printing, bool watch);
void __wrap_printing_watch(struct printing *printing, bool watch)
{
    (void)printing;
    played.watched = watch;
}

int __wrap_printing_start(struct printing *printing, const struct document *document);
int __wrap_printing_start(struct printing *printing, const struct document *document)
{
    (void)printing, (void)document;
    if (played.refuses)
        return played.refuses;
    played.started++;
    go_on();
    return 0;
}

int __wrap_printing_fds(const struct printing *printing, struct pollfd out[PRINTING_FDS]);
int __wrap_printing_fds(const struct printing *printing, struct pollfd out[PRINTING_FDS])
{
    (void)printing, (void)out;
    return 0;
}

int64_t __wrap_printing_deadline(const struct printing *printing);
int64_t __wrap_printing_deadline(const struct printing *printing)
{
    (void)printing;
    return played.due;
}

bool __wrap_printing_serve(struct printing *printing);
bool __wrap_printing_serve(struct printing *printing)
{
    (void)printing;
    assert_in_range(++played.serves, 1, 1000);
    played.time.ms += played.serve_ms;
    go_on();
    return true;
}

/* How long poll would have waited. */
static int polled[1000];

int __wrap_poll(struct pollfd *fds, nfds_t n, int ms);
int __wrap_poll(struct pollfd *fds, nfds_t n, int ms)
{
    (void)fds, (void)n;
    polled[played.serves] = ms;
    return 0;
}

static void play(const struct print_state *states, size_t n)
{
    memset(&played, 0, sizeof(played));
    memcpy(played.states, states, n * sizeof(*states));
    played.now = *states;
    played.n = n;
    played.time.ms = 1000;
    played.due = -1;
}

/* ---- what a visitor is told ---- */

static int typed(void *context, int ms)
{
    (void)context, (void)ms;
    return 1;
}

static int print_in(struct plain *plain, char *said, size_t size, const char *input, const char *item)
{
    static struct invocation invocation;
    int in = memfd_create("in", 0), out = memfd_create("out", 0), kept_in = dup(STDIN_FILENO),
        kept_out = dup(STDOUT_FILENO);
    assert_int_equal(write(in, input, strlen(input)), (ssize_t)strlen(input));
    assert_int_equal(lseek(in, 0, SEEK_SET), 0);
    fflush(stdout);
    dup2(in, STDIN_FILENO);
    dup2(out, STDOUT_FILENO);
    assert_int_equal(output_init(&invocation.out, &(struct charset){.name = "UTF-8", .is_utf8 = true}), 0);
    *plain = (struct plain){.invocation = &invocation,
                            .out = &invocation.out,
                            .clock = clock_from_manual(&played.time),
                            .prompt = {.out = &invocation.out, .wait = typed}};
    tally_init(&plain->tally, TALLY_KIOSK);
    int result = plain_print(plain, NULL, item);
    fflush(stdout);
    output_fini(&invocation.out);
    dup2(kept_in, STDIN_FILENO);
    dup2(kept_out, STDOUT_FILENO);
    ssize_t n = pread(out, said, size - 1, 0);
    said[n > 0 ? n : 0] = '\0';
    close(in), close(out), close(kept_in), close(kept_out);
    return result;
}

#define READY                                                                                                \
    {                                                                                                        \
        .condition = PRINTER_READY, .left = 3                                                                \
    }

static void what_a_printer_does_is_said_in_words(void **state)
{
    static const struct {
        struct print_state states[STEPS_MAX];
        size_t n;
        const char *input, *says, *says_not;
        int refuses, started;
        enum plain_next next;
    } rows[] = {
        {{{.condition = PRINTER_OUT_OF_PAPER}}, 1, "y\n", "打印机缺纸了", "要打印，输入 y", 0, 0, PLAIN_ON},
        {{{.condition = PRINTER_ASKING}, READY}, 2, "\n", "没有打印。", "已经打印", 0, 0, PLAIN_ON},
        {{{.condition = PRINTER_READY}}, 1, "y\n", "张数已经用完", "要打印，输入 y", 0, 0, PLAIN_ON},
        {{{.condition = PRINTER_READY, .left = 2, .wait_seconds = 30}},
         1,
         "y\n",
         "请等 30 秒",
         "要打印，输入 y",
         0,
         0,
         PLAIN_ON},
        {{{.condition = PRINTER_READY, .left = 2, .paper_low = true}},
         1,
         "n\n",
         "纸快用完了",
         "已经打印",
         0,
         0,
         PLAIN_ON},
        {{READY,
          {.condition = PRINTER_READY, .progress = PRINT_SENDING},
          {.condition = PRINTER_READY, .progress = PRINT_DONE}},
         3,
         "y\n",
         "已经打印，请取走",
         "没有打印好",
         0,
         1,
         PLAIN_ON},
        {{READY,
          {.condition = PRINTER_READY, .progress = PRINT_SENDING},
          {.condition = PRINTER_READY, .progress = PRINT_FAILED, .error = -ETIMEDOUT}},
         3,
         "y\n",
         "打印机太久没有收下去",
         "已经打印",
         0,
         1,
         PLAIN_ON},
        {{READY,
          {.condition = PRINTER_READY, .progress = PRINT_SENDING},
          {.condition = PRINTER_OUT_OF_PAPER, .progress = PRINT_FAILED}},
         3,
         "y\n",
         "打印机缺纸了",
         "已经打印",
         0,
         1,
         PLAIN_ON},
        {{READY}, 1, "y\n", "没有打印好", "已经打印", -ENOMEM, 0, PLAIN_ON},
        {{READY}, 1, "", "要打印，输入 y", "没有打印", 0, 0, PLAIN_GONE},
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
        static struct plain plain;
        char said[4096];
        play(rows[i].states, rows[i].n);
        played.refuses = rows[i].refuses;
        assert_int_equal(print_in(&plain, said, sizeof(said), rows[i].input, "6"), rows[i].next);
        if (!strstr(said, rows[i].says) || strstr(said, rows[i].says_not))
            fail_msg("row %zu says “%s”", i, said);
        assert_int_equal(played.started, rows[i].started);
        assert_false(played.watched);
    }
}

/* It is nobody's question and has no code. */
static void the_staffs_slip_is_not_counted(void **state)
{
    static const struct print_state states[] = {
        READY,
        {.condition = PRINTER_READY, .progress = PRINT_SENDING},
        {.condition = PRINTER_READY, .progress = PRINT_DONE},
    };
    static struct plain plain;
    char said[4096];
    (void)state;
    play(states, ARRAY_SIZE(states));
    assert_int_equal(print_in(&plain, said, sizeof(said), "y\n", NULL), PLAIN_ON);
    assert_non_null(strstr(said, "已经打印。"));
    assert_null(strstr(said, "二维码"));
    assert_true(tally_is_empty(&plain.tally));
    play(states, ARRAY_SIZE(states));
    assert_int_equal(print_in(&plain, said, sizeof(said), "y\n", "6"), PLAIN_ON);
    assert_false(tally_is_empty(&plain.tally));
}

/* ---- how long is waited ---- */

static const struct print_state asking = {.condition = PRINTER_ASKING},
                                sending = {.condition = PRINTER_READY, .progress = PRINT_SENDING},
                                done = {.condition = PRINTER_READY, .progress = PRINT_DONE};

static void a_printer_that_never_answers_is_given_up(void **state)
{
    (void)state;
    play(&asking, 1);
    played.serve_ms = 900;
    struct clock clock = clock_from_manual(&played.time);
    wait_for_answer(NULL, &clock, (struct wait_aside){0});
    assert_true(played.watched);
    assert_in_range(played.time.ms, 1000 + WAIT_ANSWER_MS, 1000 + WAIT_ANSWER_MS + 900);
    assert_int_equal(polled[0], WAIT_ANSWER_MS);
    assert_in_range(polled[1], 1, WAIT_ANSWER_MS - 900);
}

static void a_printers_own_time_comes_first(void **state)
{
    (void)state;
    play((const struct print_state[]){sending, done}, 2);
    played.due = 1300;
    struct clock clock = clock_from_manual(&played.time);
    wait_for_slip(NULL, &clock, (struct wait_aside){0});
    assert_int_equal(played.serves, 1);
    assert_int_equal(polled[0], 300);
    play((const struct print_state[]){sending, done}, 2);
    played.due = 900; /* it is over */
    wait_for_slip(NULL, &clock, (struct wait_aside){0});
    assert_int_equal(polled[0], 0);
    play((const struct print_state[]){sending, done}, 2); /* it has none: until something comes */
    wait_for_slip(NULL, &clock, (struct wait_aside){0});
    assert_int_equal(polled[0], -1);
    play((const struct print_state[]){sending, done}, 2);
    played.due = INT64_MAX / 2;
    wait_for_slip(NULL, &clock, (struct wait_aside){0});
    assert_int_equal(polled[0], INT32_MAX);
    play((const struct print_state[]){asking, done}, 2); /* nor longer than the end */
    played.due = 900000;
    wait_for_answer(NULL, &clock, (struct wait_aside){0});
    assert_int_equal(polled[0], WAIT_ANSWER_MS);
}

static bool serve_twice(void *context)
{
    return ++*(int *)context < 2;
}

static void somebody_else_is_served_meanwhile_and_may_end_it(void **state)
{
    int served = 0;
    (void)state;
    play(&sending, 1);
    struct clock clock = clock_from_manual(&played.time);
    wait_for_slip(NULL, &clock, (struct wait_aside){serve_twice, &served});
    assert_int_equal(served, 2);
    assert_int_equal(polled[0], WAIT_ASIDE_MS);
    play(&asking, 1);
    played.due = 1100; /* earlier than that */
    served = 0;
    wait_for_answer(NULL, &clock, (struct wait_aside){serve_twice, &served});
    assert_int_equal(served, 2);
    assert_int_equal(polled[0], 100);
}

/* ---- what an operator is told ---- */

static void every_trouble_says_where_to_put_it_right(void **state)
{
    static const struct {
        enum printer_kind kind;
        enum printer_condition condition;
        int trouble;
        const char *where, *words;
    } rows[] = {
        {PRINTER_DEVICE, PRINTER_FAULT, -EACCES, "/dev/null", " root 组"},
        {PRINTER_DEVICE, PRINTER_FAULT, -EACCES, "/dev/null/none", " lp 组"},
        {PRINTER_DEVICE, PRINTER_GONE, -ENOENT, "/dev/usb/lp0", "ls /dev/usb"},
        {PRINTER_DEVICE, PRINTER_FAULT, -EBUSY, "/dev/usb/lp0", "cups:队列"},
        {PRINTER_DEVICE, PRINTER_FAULT, -EIO, "/dev/usb/lp0", "不能用："},
        {PRINTER_DEVICE, PRINTER_OUT_OF_PAPER, 0, "/dev/usb/lp0", "换上新纸"},
        {PRINTER_DEVICE, PRINTER_OFFLINE, 0, "/dev/usb/lp0", "暂停键"},
        {PRINTER_DEVICE, PRINTER_GONE, -EIO, "/dev/usb/lp0", "where 写得对不对"},
        {PRINTER_NETWORK, PRINTER_GONE, -ECONNREFUSED, "192.0.2.1", "9100"},
        {PRINTER_NETWORK, PRINTER_GONE, -ETIME, "192.0.2.1", "status = no"},
        {PRINTER_QUEUE, PRINTER_OFFLINE, 0, "office", "cupsenable office"},
        {PRINTER_QUEUE, PRINTER_FAULT, -EACCES, "office", "访问规则"},
        {PRINTER_FILE, PRINTER_GONE, -ENOENT, "/x", "请先建好"},
        {PRINTER_FILE, PRINTER_GONE, -ELOOP, "/x", "不能用："},
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
        struct printer printer = {.kind = rows[i].kind};
        char words[PRINTER_WORDS_MAX];
        play(&(struct print_state){.condition = rows[i].condition}, 1);
        played.trouble = rows[i].trouble;
        snprintf(printer.where, sizeof(printer.where), "%s", rows[i].where);
        printer_words(words, &printer, NULL);
        if (!strstr(words, rows[i].words))
            fail_msg("row %zu says “%s”", i, words);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_a_printer_does_is_said_in_words),
        cmocka_unit_test(the_staffs_slip_is_not_counted),
        cmocka_unit_test(a_printer_that_never_answers_is_given_up),
        cmocka_unit_test(a_printers_own_time_comes_first),
        cmocka_unit_test(somebody_else_is_served_meanwhile_and_may_end_it),
        cmocka_unit_test(every_trouble_says_where_to_put_it_right),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
