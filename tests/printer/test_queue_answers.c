/* SPDX-License-Identifier: MIT */
/* What becomes of a slip in a queue, whatever the module says of its job: done only when it is, cancelled
 * whenever it is not. The module is played, and no time passes between two looks. */
#include "tests/printer/room.h"

#include "base/error.h"
#include "kiosk/printer/cups.h"

#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define LOOKS_MAX 8
#define LIMIT_MS 20000

/* What each look at the job finds; the last one for ever. */
struct look {
    int error;
    enum cups_progress progress;
};

static struct {
    bool absent; /* no module */
    int asking, creating, sending;
    struct cups_state state;
    struct look looks[LOOKS_MAX];
    int n_looks;
    int cancelling[LOOKS_MAX]; /* what each attempt to cancel answers */
    atomic_int looked, cancelled;
} played;

static int ask(struct cups_state *out, const struct cups_queue *queue)
{
    assert_string_equal(queue->name, "office");
    *out = played.state;
    return played.asking;
}

static int create(int *job, const struct cups_queue *queue, const struct cups_job *what)
{
    (void)queue;
    assert_string_equal(what->format, CUPS_FORMAT_RAW);
    *job = 7;
    return played.creating;
}

static int send_document(enum cups_progress *out, const struct cups_queue *queue, int job,
                         const struct cups_job *what)
{
    (void)queue, (void)what;
    assert_int_equal(job, 7);
    *out = CUPS_PENDING;
    return played.sending;
}

static int follow(enum cups_progress *out, const struct cups_queue *queue, int job)
{
    (void)queue, (void)job;
    int at = atomic_fetch_add(&played.looked, 1);
    const struct look *look = &played.looks[at < played.n_looks ? at : played.n_looks - 1];
    *out = look->progress;
    return look->error;
}

static int cancel(const struct cups_queue *queue, int job)
{
    (void)queue, (void)job;
    int at = atomic_fetch_add(&played.cancelled, 1);
    return at < LOOKS_MAX ? played.cancelling[at] : 0;
}

const struct cups_module CUPS_MODULE_ENTRY = {
    .ask = ask, .create = create, .send = send_document, .follow = follow, .cancel = cancel};

void *__wrap_module_entry(const char *folder, const char *file, const char *name);
void *__wrap_module_entry(const char *folder, const char *file, const char *name)
{
    (void)folder;
    assert_string_equal(file, CUPS_MODULE_FILE);
    assert_string_equal(name, CUPS_MODULE_ENTRY_NAME);
    return played.absent ? NULL : (void *)&CUPS_MODULE_ENTRY;
}

struct errand;
bool __wrap_errand_sleep(struct errand *errand, int ms);
bool __wrap_errand_sleep(struct errand *errand, int ms)
{
    (void)errand, (void)ms;
    return false;
}

/* Between two attempts to cancel nobody waits either; with descriptors it is the real one. */
int __real_poll(struct pollfd *fds, nfds_t n, int ms);
int __wrap_poll(struct pollfd *fds, nfds_t n, int ms);
int __wrap_poll(struct pollfd *fds, nfds_t n, int ms)
{
    return __real_poll(fds, n, n ? ms : 0);
}

static void open_queue(struct room *room)
{
    memset(&played, 0, sizeof(played));
    played.state.condition = PRINTER_READY;
    played.looks[0].progress = CUPS_DONE;
    played.n_looks = 1;
    room_open_without_fake(room, PRINTER_QUEUE, "office", PAPER_80);
}

static void what_cups_says_of_a_job_is_what_becomes_of_the_slip(void **state)
{
    static const struct {
        int creating, sending;
        struct look looks[LOOKS_MAX];
        int n_looks;
        int told; /* 0: it is printed */
        int cancelled;
    } rows[] = {
        {0, 0, {{0, CUPS_DONE}}, 1, 0, 0},
        {0, 0, {{0, CUPS_PENDING}, {0, CUPS_PROCESSING}, {0, CUPS_DONE}}, 3, 0, 0},
        {0, 0, {{0, CUPS_FAILED}}, 1, -EIO, 1},
        {0, 0, {{0, CUPS_PROCESSING}, {0, CUPS_HELD}}, 2, -EIO, 1},
        {0, 0, {{0, CUPS_PROCESSING}, {-EIO, CUPS_PENDING}}, 2, -EIO, 1},
        /* silent for a while, then done; silent for good */
        {0, 0, {{-ECONNREFUSED, 0}, {-ECONNREFUSED, 0}, {0, CUPS_DONE}}, 3, 0, 0},
        {0, 0, {{-ECONNREFUSED, 0}}, 1, -ECONNREFUSED, 1},
        {-EACCES, 0, {{0, CUPS_DONE}}, 1, -EACCES, 0},
        {0, -EACCES, {{0, CUPS_DONE}}, 1, -EACCES, 1},
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
        struct room room;
        open_queue(&room);
        played.creating = rows[i].creating;
        played.sending = rows[i].sending;
        memcpy(played.looks, rows[i].looks, sizeof(played.looks));
        played.n_looks = rows[i].n_looks;
        room_watch(&room, true);
        room_wait_until(&room, room_has_answer, LIMIT_MS);
        assert_int_equal(room_start(&room), 0);
        room_wait_until(&room, room_has_result, LIMIT_MS);
        if (room_state(&room)->progress != (rows[i].told ? PRINT_FAILED : PRINT_DONE) ||
            room_state(&room)->error != rows[i].told || played.cancelled != rows[i].cancelled)
            fail_msg("row %zu: %d, error %d, cancelled %d times", i, room_state(&room)->progress,
                     room_state(&room)->error, played.cancelled);
        room_close(&room);
    }
}

static void a_job_is_cancelled_until_cups_has_heard_it(void **state)
{
    static const struct {
        int answers[LOOKS_MAX];
        int times;
    } rows[] = {
        {{0}, 1}, {{-ENOENT}, 1}, {{-ECONNREFUSED, -EIO, 0}, 3}, {{-EIO, -EIO, -EIO, -EIO, -EIO, -EIO}, 5}};
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
        struct room room;
        open_queue(&room);
        played.looks[0].progress = CUPS_FAILED;
        memcpy(played.cancelling, rows[i].answers, sizeof(played.cancelling));
        room_watch(&room, true);
        room_wait_until(&room, room_has_answer, LIMIT_MS);
        assert_int_equal(room_start(&room), 0);
        room_wait_until(&room, room_has_result, LIMIT_MS);
        assert_int_equal(played.cancelled, rows[i].times);
        room_close(&room);
    }
}

static void a_queue_is_what_its_printer_is(void **state)
{
    static const struct {
        int error;
        struct cups_state found;
        enum printer_condition condition;
        bool low;
    } rows[] = {{0, {.condition = PRINTER_READY}, PRINTER_READY, false},
                {0, {.condition = PRINTER_READY, .paper_low = true}, PRINTER_READY, true},
                {0, {.condition = PRINTER_COVER_OPEN}, PRINTER_COVER_OPEN, false},
                {-ENOENT, {.condition = PRINTER_READY, .paper_low = true}, PRINTER_GONE, false},
                {-ECONNREFUSED, {.condition = PRINTER_READY}, PRINTER_GONE, false},
                {-EACCES, {.condition = PRINTER_READY}, PRINTER_FAULT, false}};
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
        struct room room;
        open_queue(&room);
        played.asking = rows[i].error;
        played.state = rows[i].found;
        room_watch(&room, true);
        room_wait_until(&room, room_has_answer, LIMIT_MS);
        assert_int_equal(room_state(&room)->condition, rows[i].condition);
        assert_int_equal(room_state(&room)->paper_low, rows[i].low);
        assert_int_equal(printing_trouble(room.printing), rows[i].error);
        room_close(&room);
    }
}

static void without_the_module_there_is_no_queue(void **state)
{
    struct room room;
    (void)state;
    open_queue(&room);
    played.absent = true;
    room_watch(&room, true);
    room_wait_until(&room, room_has_answer, LIMIT_MS);
    assert_int_equal(room_state(&room)->condition, PRINTER_FAULT);
    assert_int_equal(printing_trouble(room.printing), -ENOSYS);
    room_close(&room);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_cups_says_of_a_job_is_what_becomes_of_the_slip),
        cmocka_unit_test(a_job_is_cancelled_until_cups_has_heard_it),
        cmocka_unit_test(a_queue_is_what_its_printer_is),
        cmocka_unit_test(without_the_module_there_is_no_queue),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
