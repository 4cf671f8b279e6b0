/* SPDX-License-Identifier: MIT */
/* What the module makes of every answer that a CUPS may give, and to whom it speaks. The server is played:
 * libcups builds the answers, and nothing is sent. */
#include "kiosk/printer/cups.h"

#include "base/error.h"

#include <cups/cups.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define HOSTS_MAX 4

/* How it answers, and what it was asked. */
static struct {
    bool absent; /* nobody listens */
    bool silent; /* no answer, and no reason for it */
    ipp_status_t status;
    http_status_t sending, writing; /* of a document */
    void (*fill)(ipp_t *answer);
    struct {
        char host[64];
        int port;
    } tried[HOSTS_MAX];
    size_t n_tried;
    cups_password_cb2_t password;
    http_timeout_cb_t timeout;
    int open; /* connections */
} server;

static int connection; /* its address stands for one */

http_t *__wrap_httpConnect2(const char *host, int port, http_addrlist_t *addresses, int family,
                            http_encryption_t encryption, int blocking, int ms, int *cancel);
http_t *__wrap_httpConnect2(const char *host, int port, http_addrlist_t *addresses, int family,
                            http_encryption_t encryption, int blocking, int ms, int *cancel)
{
    (void)addresses, (void)family, (void)encryption, (void)blocking, (void)cancel;
    assert_int_equal(ms, CUPS_CALL_MS);
    assert_in_range(server.n_tried, 0, HOSTS_MAX - 1);
    snprintf(server.tried[server.n_tried].host, sizeof(server.tried[0].host), "%s", host);
    server.tried[server.n_tried++].port = port;
    if (server.absent)
        return NULL;
    server.open++;
    return (http_t *)&connection;
}

void __wrap_httpClose(http_t *http);
void __wrap_httpClose(http_t *http)
{
    assert_ptr_equal(http, &connection);
    server.open--;
}

void __wrap_httpSetTimeout(http_t *http, double seconds, http_timeout_cb_t timeout, void *user);
void __wrap_httpSetTimeout(http_t *http, double seconds, http_timeout_cb_t timeout, void *user)
{
    (void)http, (void)user;
    assert_true(seconds * 1000 == CUPS_CALL_MS);
    server.timeout = timeout;
}

void __wrap_cupsSetPasswordCB2(cups_password_cb2_t password, void *user);
void __wrap_cupsSetPasswordCB2(cups_password_cb2_t password, void *user)
{
    (void)user;
    server.password = password;
}

static ipp_t *answer(void)
{
    if (server.silent)
        return NULL;
    ipp_t *response = ippNew();
    if (server.fill)
        server.fill(response);
    return response;
}

ipp_t *__wrap_cupsDoRequest(http_t *http, ipp_t *request, const char *resource);
ipp_t *__wrap_cupsDoRequest(http_t *http, ipp_t *request, const char *resource)
{
    (void)http, (void)resource;
    ippDelete(request);
    return answer();
}

ipp_t *__wrap_cupsGetResponse(http_t *http, const char *resource);
ipp_t *__wrap_cupsGetResponse(http_t *http, const char *resource)
{
    (void)http, (void)resource;
    return answer();
}

ipp_status_t __wrap_cupsLastError(void);
ipp_status_t __wrap_cupsLastError(void)
{
    return server.status;
}

http_status_t __wrap_cupsSendRequest(http_t *http, ipp_t *request, const char *resource, size_t n);
http_status_t __wrap_cupsSendRequest(http_t *http, ipp_t *request, const char *resource, size_t n)
{
    (void)http, (void)request, (void)n;
    assert_string_equal(resource, "/printers/office");
    return server.sending;
}

http_status_t __wrap_cupsWriteRequestData(http_t *http, const char *bytes, size_t n);
http_status_t __wrap_cupsWriteRequestData(http_t *http, const char *bytes, size_t n)
{
    (void)http;
    assert_memory_equal(bytes, "slip", n);
    return server.writing;
}

/* ---- the five calls ---- */

static const struct cups_queue queue = {.server = "/run/cups.sock", .name = "office"};
static const struct cups_job slip = {
    .title = "一本通", .format = CUPS_FORMAT_PDF, .bytes = "slip", .n = 4, .a4 = true};

static int ask(void)
{
    struct cups_state state;
    return CUPS_MODULE_ENTRY.ask(&state, &queue);
}

static int create(void)
{
    int job;
    return CUPS_MODULE_ENTRY.create(&job, &queue, &slip);
}

static int send_slip(void)
{
    enum cups_progress progress;
    return CUPS_MODULE_ENTRY.send(&progress, &queue, 7, &slip);
}

static int follow(void)
{
    enum cups_progress progress;
    return CUPS_MODULE_ENTRY.follow(&progress, &queue, 7);
}

static int cancel(void)
{
    return CUPS_MODULE_ENTRY.cancel(&queue, 7);
}

static int (*const calls[])(void) = {ask, create, send_slip, follow, cancel};

static void reset(void)
{
    memset(&server, 0, sizeof(server));
    server.sending = server.writing = HTTP_STATUS_CONTINUE;
}

static void every_call_is_told(int expected)
{
    for (size_t i = 0; i < ARRAY_SIZE(calls); i++) {
        assert_int_equal(calls[i](), expected);
        assert_int_equal(server.open, 0);
        server.n_tried = 0;
    }
}

/* ---- what is promised ---- */

static void every_refusal_is_told_as_what_it_is(void **state)
{
    static const struct {
        ipp_status_t status;
        int error;
    } rows[] = {{IPP_STATUS_ERROR_NOT_FOUND, -ENOENT},
                {IPP_STATUS_ERROR_GONE, -ENOENT},
                {IPP_STATUS_ERROR_FORBIDDEN, -EACCES},
                {IPP_STATUS_ERROR_NOT_AUTHENTICATED, -EACCES},
                {IPP_STATUS_ERROR_NOT_AUTHORIZED, -EACCES},
                {IPP_STATUS_ERROR_NOT_ACCEPTING_JOBS, -EBUSY},
                {IPP_STATUS_ERROR_SERVICE_UNAVAILABLE, -ECONNREFUSED},
                {IPP_STATUS_ERROR_INTERNAL, -EIO}};
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
        reset();
        server.status = rows[i].status;
        every_call_is_told(rows[i].error);
    }
}

static void a_server_that_says_nothing_has_done_nothing(void **state)
{
    (void)state;
    reset();
    server.silent = true;
    every_call_is_told(-EIO);
    reset();
    server.absent = true;
    every_call_is_told(-ECONNREFUSED);
}

static void no_other_machine_is_spoken_to(void **state)
{
    static const struct {
        const char *server, *host;
        int port;
    } rows[] = {{"/tmp/cups.sock", "/tmp/cups.sock", 0},
                {"localhost:8631", "127.0.0.1", 8631},
                {"localhost", "127.0.0.1", 631},
                {"", "/run/cups/cups.sock", 0}};
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
        struct cups_queue where = {.server = rows[i].server, .name = "office"};
        reset();
        assert_int_equal(CUPS_MODULE_ENTRY.cancel(&where, 7), 0);
        assert_int_equal(server.n_tried, 1);
        assert_string_equal(server.tried[0].host, rows[i].host);
        assert_int_equal(server.tried[0].port, rows[i].port);
    }
    reset();
    server.absent = true;
    assert_int_equal(CUPS_MODULE_ENTRY.cancel(&(struct cups_queue){.server = "", .name = "office"}, 7),
                     -ECONNREFUSED);
    assert_int_equal(server.n_tried, 2);
    assert_string_equal(server.tried[1].host, "127.0.0.1");
    assert_int_equal(server.tried[1].port, 631);
}

static void nothing_is_asked_of_the_user_and_nothing_waited_for(void **state)
{
    (void)state;
    reset();
    assert_int_equal(cancel(), 0);
    assert_null(server.password("?", NULL, "POST", "/", NULL));
    assert_int_equal(server.timeout(NULL, NULL), 0);
}

static const char *reason;
static int printer_state;
static bool accepts;

static void fill_printer(ipp_t *answer)
{
    const char *const given[] = {"none", reason};
    ippAddStrings(answer, IPP_TAG_PRINTER, IPP_TAG_KEYWORD, "printer-state-reasons", ARRAY_SIZE(given), NULL,
                  given);
    ippAddInteger(answer, IPP_TAG_PRINTER, IPP_TAG_ENUM, "printer-state", printer_state);
    ippAddBoolean(answer, IPP_TAG_PRINTER, "printer-is-accepting-jobs", accepts);
}

static void a_printer_is_what_its_queue_says(void **state)
{
    static const struct {
        const char *reason;
        int state;
        bool refuses, low;
        enum printer_condition condition;
    } rows[] = {{"none", IPP_PSTATE_IDLE, false, false, PRINTER_READY},
                {"media-empty", IPP_PSTATE_IDLE, false, false, PRINTER_OUT_OF_PAPER},
                {"media-empty-error", IPP_PSTATE_IDLE, false, false, PRINTER_OUT_OF_PAPER},
                {"cover-open-report", IPP_PSTATE_IDLE, false, false, PRINTER_COVER_OPEN},
                {"media-jam-warning", IPP_PSTATE_IDLE, false, false, PRINTER_FAULT},
                {"media-empty-soon", IPP_PSTATE_IDLE, false, false, PRINTER_READY}, /* is none of ours */
                {"media-low-warning", IPP_PSTATE_PROCESSING, false, true, PRINTER_READY},
                {"none", IPP_PSTATE_STOPPED, false, false, PRINTER_OFFLINE},
                {"none", IPP_PSTATE_IDLE, true, false, PRINTER_OFFLINE},
                {"timed-out", IPP_PSTATE_STOPPED, true, false, PRINTER_GONE}};
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
        struct cups_state found;
        reset();
        server.fill = fill_printer;
        reason = rows[i].reason;
        printer_state = rows[i].state;
        accepts = !rows[i].refuses;
        assert_int_equal(CUPS_MODULE_ENTRY.ask(&found, &queue), 0);
        assert_int_equal(found.condition, rows[i].condition);
        assert_int_equal(found.paper_low, rows[i].low);
    }
    struct cups_state found; /* a queue that says nothing of itself takes jobs */
    reset();
    assert_int_equal(CUPS_MODULE_ENTRY.ask(&found, &queue), 0);
    assert_int_equal(found.condition, PRINTER_READY);
}

static int job_state;

static void fill_job(ipp_t *answer)
{
    ippAddInteger(answer, IPP_TAG_JOB, IPP_TAG_ENUM, "job-state", job_state);
    ippAddInteger(answer, IPP_TAG_JOB, IPP_TAG_INTEGER, "job-id", 7);
}

static void a_job_is_done_only_when_it_is_completed(void **state)
{
    static const struct {
        int state;
        enum cups_progress progress;
    } rows[] = {{IPP_JSTATE_PENDING, CUPS_PENDING},       {IPP_JSTATE_HELD, CUPS_HELD},
                {IPP_JSTATE_PROCESSING, CUPS_PROCESSING}, {IPP_JSTATE_STOPPED, CUPS_PROCESSING},
                {IPP_JSTATE_COMPLETED, CUPS_DONE},        {IPP_JSTATE_CANCELED, CUPS_FAILED},
                {IPP_JSTATE_ABORTED, CUPS_FAILED}};
    enum cups_progress progress;
    (void)state;
    reset();
    server.fill = fill_job;
    for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
        job_state = rows[i].state;
        assert_int_equal(CUPS_MODULE_ENTRY.follow(&progress, &queue, 7), 0);
        assert_int_equal(progress, rows[i].progress);
        assert_int_equal(CUPS_MODULE_ENTRY.send(&progress, &queue, 7, &slip), 0);
        assert_int_equal(progress, rows[i].progress);
        server.n_tried = 0;
    }
    server.fill = NULL; /* nor is one of which nothing is said */
    assert_int_equal(CUPS_MODULE_ENTRY.follow(&progress, &queue, 7), 0);
    assert_int_equal(progress, CUPS_FAILED);
}

static void a_job_without_a_number_is_none(void **state)
{
    int job = 0;
    (void)state;
    reset();
    assert_int_equal(CUPS_MODULE_ENTRY.create(&job, &queue, &slip), -EIO);
    server.fill = fill_job;
    assert_int_equal(CUPS_MODULE_ENTRY.create(&job, &queue, &slip), 0);
    assert_int_equal(job, 7);
}

static void a_document_that_is_not_taken_is_told(void **state)
{
    static const struct {
        http_status_t sending, writing;
        int error;
    } rows[] = {{HTTP_STATUS_UNAUTHORIZED, HTTP_STATUS_CONTINUE, -EACCES},
                {HTTP_STATUS_ERROR, HTTP_STATUS_CONTINUE, -EIO},
                {HTTP_STATUS_CONTINUE, HTTP_STATUS_UNAUTHORIZED, -EACCES},
                {HTTP_STATUS_CONTINUE, HTTP_STATUS_ERROR, -EIO},
                {HTTP_STATUS_CONTINUE, HTTP_STATUS_CONTINUE, 0}};
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
        reset();
        server.sending = rows[i].sending;
        server.writing = rows[i].writing;
        assert_int_equal(send_slip(), rows[i].error);
        assert_int_equal(server.open, 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_refusal_is_told_as_what_it_is),
        cmocka_unit_test(a_server_that_says_nothing_has_done_nothing),
        cmocka_unit_test(no_other_machine_is_spoken_to),
        cmocka_unit_test(nothing_is_asked_of_the_user_and_nothing_waited_for),
        cmocka_unit_test(a_printer_is_what_its_queue_says),
        cmocka_unit_test(a_job_is_done_only_when_it_is_completed),
        cmocka_unit_test(a_job_without_a_number_is_none),
        cmocka_unit_test(a_document_that_is_not_taken_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
