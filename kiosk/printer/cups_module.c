/* SPDX-License-Identifier: MIT */
#include "kiosk/printer/cups.h"

#include "base/error.h"

#include <cups/cups.h>
#include <string.h>

#define DEFAULT_SOCKET "/run/cups/cups.sock"
#define DEFAULT_PORT 631
#define URI_MAX 1024

static void close_http(http_t **http)
{
    if (*http)
        httpClose(*http);
}

static void delete_ipp(ipp_t **ipp)
{
    if (*ipp)
        ippDelete(*ipp);
}

#define _cleanup_http_ _cleanup_(close_http)
#define _cleanup_ipp_ _cleanup_(delete_ipp)

/* 0: the call is given up. */
static int on_timeout(http_t *http, void *user)
{
    (void)http;
    (void)user;
    return 0;
}

/* Else libcups would ask on the terminal. */
static const char *no_password(const char *prompt, http_t *http, const char *method, const char *resource,
                               void *user)
{
    (void)prompt;
    (void)http;
    (void)method;
    (void)resource;
    (void)user;
    return NULL;
}

static http_t *connect_to(const char *host, int port)
{
    return httpConnect2(host, port, NULL, AF_UNSPEC, HTTP_ENCRYPTION_IF_REQUESTED, 1, CUPS_CALL_MS, NULL);
}

static int open_server(http_t **out, const char *server)
{
    http_t *http = NULL;
    const char *colon = strchr(server, ':');
    cupsSetPasswordCB2(no_password, NULL);
    if (server[0] == '/')
        http = connect_to(server, 0);
    else if (*server)
        http = connect_to("127.0.0.1", colon ? atoi(colon + 1) : DEFAULT_PORT);
    else if (!(http = connect_to(DEFAULT_SOCKET, 0)))
        http = connect_to("127.0.0.1", DEFAULT_PORT);
    if (!http)
        return -ECONNREFUSED;
    httpSetTimeout(http, CUPS_CALL_MS / 1000.0, on_timeout, NULL);
    *out = http;
    return 0;
}

static int error_of(ipp_status_t status)
{
    if (status < IPP_STATUS_REDIRECTION_OTHER_SITE)
        return 0;
    switch (status) {
    case IPP_STATUS_ERROR_NOT_FOUND:
    case IPP_STATUS_ERROR_GONE:
        return -ENOENT;
    case IPP_STATUS_ERROR_FORBIDDEN:
    case IPP_STATUS_ERROR_NOT_AUTHENTICATED:
    case IPP_STATUS_ERROR_NOT_AUTHORIZED:
        return -EACCES;
    case IPP_STATUS_ERROR_NOT_ACCEPTING_JOBS:
        return -EBUSY;
    case IPP_STATUS_ERROR_SERVICE_UNAVAILABLE:
        return -ECONNREFUSED;
    default:
        return -EIO;
    }
}

static ipp_t *new_request(ipp_op_t operation, const struct cups_queue *queue, int job)
{
    char uri[URI_MAX];
    ipp_t *request = ippNewRequest(operation);
    httpAssembleURIf(HTTP_URI_CODING_ALL, uri, sizeof(uri), "ipp", NULL, "localhost", 0, "/printers/%s",
                     queue->name);
    ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_URI, "printer-uri", NULL, uri);
    if (job)
        ippAddInteger(request, IPP_TAG_OPERATION, IPP_TAG_INTEGER, "job-id", job);
    ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_NAME, "requesting-user-name", NULL, cupsUser());
    return request;
}

/* Sends the request, which is freed. */
static int do_request(ipp_t **out, const struct cups_queue *queue, ipp_t *request, const char *resource)
{
    _cleanup_http_ http_t *http = NULL;
    int error = open_server(&http, queue->server);
    if (error) {
        ippDelete(request);
        return error;
    }
    ipp_t *response = cupsDoRequest(http, request, resource);
    error = error_of(cupsLastError());
    if (!error && !response)
        error = -EIO;
    if (error)
        ippDelete(response);
    else
        *out = response;
    return error;
}

/* printer-state-reasons (RFC 8011, 5.4.12; PWG 5100.9); a suffix -error, -warning or -report says how bad it
 * is. */
static const struct {
    const char *keyword;
    enum printer_condition condition;
} reasons[] = {
    {"cover-open", PRINTER_COVER_OPEN},
    {"door-open", PRINTER_COVER_OPEN},
    {"interlock-open", PRINTER_COVER_OPEN},
    {"media-empty", PRINTER_OUT_OF_PAPER},
    {"media-needed", PRINTER_OUT_OF_PAPER},
    {"input-tray-missing", PRINTER_OUT_OF_PAPER},
    {"media-jam", PRINTER_FAULT},
    {"cups-missing-filter", PRINTER_FAULT},
    {"toner-empty", PRINTER_FAULT},
    {"marker-supply-empty", PRINTER_FAULT},
    {"fuser-over-temp", PRINTER_FAULT},
    {"offline", PRINTER_OFFLINE},
    {"shutdown", PRINTER_OFFLINE},
    {"paused", PRINTER_OFFLINE},
    {"moving-to-paused", PRINTER_OFFLINE},
    {"stopped-partly", PRINTER_OFFLINE},
    {"timed-out", PRINTER_GONE},
};

static bool is_reason(const char *given, const char *keyword)
{
    size_t n = strlen(keyword);
    return !strncmp(given, keyword, n) && (!given[n] || !strcmp(given + n, "-error") ||
                                           !strcmp(given + n, "-report") || !strcmp(given + n, "-warning"));
}

/* The worst by the table's order; a door that is open hides that the paper is out. */
static enum printer_condition condition_of(ipp_attribute_t *given)
{
    for (size_t i = 0; i < ARRAY_SIZE(reasons); i++)
        for (int j = 0; j < ippGetCount(given); j++)
            if (is_reason(ippGetString(given, j, NULL), reasons[i].keyword))
                return reasons[i].condition;
    return PRINTER_READY;
}

static bool has_reason(ipp_attribute_t *given, const char *keyword)
{
    for (int i = 0; i < ippGetCount(given); i++)
        if (is_reason(ippGetString(given, i, NULL), keyword))
            return true;
    return false;
}

static int ask(struct cups_state *out, const struct cups_queue *queue)
{
    static const char *const wanted[] = {"printer-state", "printer-state-reasons",
                                         "printer-is-accepting-jobs", "queued-job-count"};
    ipp_t *request = new_request(IPP_OP_GET_PRINTER_ATTRIBUTES, queue, 0);
    ippAddStrings(request, IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "requested-attributes", ARRAY_SIZE(wanted),
                  NULL, wanted);
    _cleanup_ipp_ ipp_t *response = NULL;
    int error = do_request(&response, queue, request, "/");
    if (error)
        return error;
    ipp_attribute_t *given = ippFindAttribute(response, "printer-state-reasons", IPP_TAG_KEYWORD);
    ipp_attribute_t *state = ippFindAttribute(response, "printer-state", IPP_TAG_ENUM);
    ipp_attribute_t *accepts = ippFindAttribute(response, "printer-is-accepting-jobs", IPP_TAG_BOOLEAN);
    ipp_attribute_t *jobs = ippFindAttribute(response, "queued-job-count", IPP_TAG_INTEGER);
    out->condition = condition_of(given);
    out->jobs = jobs ? ippGetInteger(jobs, 0) : 0;
    out->paper_low = has_reason(given, "media-low");
    bool stopped = state && ippGetInteger(state, 0) == IPP_PSTATE_STOPPED;
    if (out->condition == PRINTER_READY && (stopped || (accepts && !ippGetBoolean(accepts, 0))))
        out->condition = PRINTER_OFFLINE;
    return 0;
}

static int send_job(http_t *http, ipp_t *request, const struct cups_queue *queue, const struct cups_job *what)
{
    char resource[URI_MAX];
    httpAssembleURIf(HTTP_URI_CODING_ALL, resource, sizeof(resource), "ipp", NULL, "localhost", 0,
                     "/printers/%s", queue->name);
    const char *path = strstr(resource, "/printers/");
    http_status_t status = cupsSendRequest(http, request, path, ippLength(request) + what->n);
    if (status == HTTP_STATUS_CONTINUE)
        status = cupsWriteRequestData(http, what->bytes, what->n);
    return status == HTTP_STATUS_CONTINUE ? 0 : status == HTTP_STATUS_UNAUTHORIZED ? -EACCES : -EIO;
}

static int create(int *job, const struct cups_queue *queue, const struct cups_job *what)
{
    ipp_t *request = new_request(IPP_OP_CREATE_JOB, queue, 0);
    ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_NAME, "job-name", NULL, what->title);
    if (what->a4)
        ippAddString(request, IPP_TAG_JOB, IPP_TAG_KEYWORD, "media", NULL, "iso_a4_210x297mm");
    _cleanup_ipp_ ipp_t *response = NULL;
    int error = do_request(&response, queue, request, "/");
    if (error)
        return error;
    ipp_attribute_t *id = ippFindAttribute(response, "job-id", IPP_TAG_INTEGER);
    if (!id)
        return -EIO;
    *job = ippGetInteger(id, 0);
    return 0;
}

static enum cups_progress progress_of(ipp_t *response)
{
    ipp_attribute_t *state = ippFindAttribute(response, "job-state", IPP_TAG_ENUM);
    switch (state ? ippGetInteger(state, 0) : IPP_JSTATE_ABORTED) {
    case IPP_JSTATE_PENDING:
        return CUPS_PENDING;
    case IPP_JSTATE_HELD:
        return CUPS_HELD;
    case IPP_JSTATE_PROCESSING:
    case IPP_JSTATE_STOPPED:
        return CUPS_PROCESSING;
    case IPP_JSTATE_COMPLETED:
        return CUPS_DONE;
    default:
        return CUPS_FAILED;
    }
}

static int send_document(enum cups_progress *out, const struct cups_queue *queue, int job,
                         const struct cups_job *what)
{
    _cleanup_http_ http_t *http = NULL;
    int error = open_server(&http, queue->server);
    if (error)
        return error;
    _cleanup_ipp_ ipp_t *request = new_request(IPP_OP_SEND_DOCUMENT, queue, job), *response = NULL;
    ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_MIMETYPE, "document-format", NULL, what->format);
    ippAddBoolean(request, IPP_TAG_OPERATION, "last-document", 1);
    error = send_job(http, request, queue, what);
    if (error)
        return error;
    response = cupsGetResponse(http, "/");
    error = error_of(cupsLastError());
    if (!error && !response)
        error = -EIO;
    if (!error)
        *out = progress_of(response);
    return error;
}

static int follow(enum cups_progress *out, const struct cups_queue *queue, int job)
{
    ipp_t *request = new_request(IPP_OP_GET_JOB_ATTRIBUTES, queue, job);
    ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "requested-attributes", NULL, "job-state");
    _cleanup_ipp_ ipp_t *response = NULL;
    int error = do_request(&response, queue, request, "/");
    if (!error)
        *out = progress_of(response);
    return error;
}

static int cancel(const struct cups_queue *queue, int job)
{
    ipp_t *response = NULL;
    int error = do_request(&response, queue, new_request(IPP_OP_CANCEL_JOB, queue, job), "/jobs/");
    if (!error)
        ippDelete(response);
    return error;
}

const struct cups_module CUPS_MODULE_ENTRY = {
    .ask = ask, .create = create, .send = send_document, .follow = follow, .cancel = cancel};
