/* SPDX-License-Identifier: MIT */
/*
 * A real CUPS with queues of its own, in a folder of its own: what is printed reaches the device byte for
 * byte, a stopped queue and an empty tray are told, and a job that gets nowhere is cancelled.
 */
#include "tests/printer/relay.h"
#include "tests/printer/room.h"

#include "base/error.h"

#include <dirent.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#define LIMIT_MS 30000
#define TOOL_OUTPUT_MAX 4096

static const char daemon_conf[] = "Listen %1$s/cups.sock\n"
                                  "LogLevel warn\n"
                                  "MaxLogSize 0\n"
                                  "Browsing No\n"
                                  "DefaultAuthType None\n"
                                  "WebInterface No\n"
                                  "<Location />\n  Order allow,deny\n  Allow all\n</Location>\n"
                                  "<Policy default>\n"
                                  "  <Limit All>\n    Order deny,allow\n    Allow all\n  </Limit>\n"
                                  "</Policy>\n";

static const char files_conf[] = "ServerRoot %1$s/root\n"
                                 "RequestRoot %1$s/spool\n"
                                 "CacheDir %1$s/cache\n"
                                 "StateDir %1$s/state\n"
                                 "TempDir %1$s/temp\n"
                                 "ServerBin %1$s/bin\n"
                                 "AccessLog %1$s/access_log\n"
                                 "ErrorLog %1$s/error_log\n"
                                 "PageLog %1$s/page_log\n"
                                 "SystemGroup root\n";

/* A printer that keeps what it is given. (A file: device gets nothing from a queue without filters.) */
static const char keeping_backend[] = "#!/bin/sh\n"
                                      "[ $# -eq 0 ] && exit 0\n"
                                      "cat -- \"${6:--}\" >'%1$s/device'\n";

/* A printer that never gets on, with an empty tray if the queue is so called. */
static const char stuck_backend[] =
    "#!/bin/sh\n"
    "[ $# -eq 0 ] && exit 0\n"
    "case \"$PRINTER\" in *empty*) echo 'STATE: +media-empty-error' >&2 ;; esac\n"
    "read -r never <'%1$s/never'\n";

struct server {
    char folder[32];
    char socket[64];
    pid_t pid;
};

static void write_text(const struct server *server, const char *name, mode_t mode, const char *format)
{
    char path[128];
    snprintf(path, sizeof(path), "%s/%s", server->folder, name);
    _cleanup_fclose_ FILE *file = fopen(path, "w");
    assert_non_null(file);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    assert_true(fprintf(file, format, server->folder) > 0);
#pragma GCC diagnostic pop
    assert_int_equal(fchmod(fileno(file), mode), 0);
}

static void make_folder(const struct server *server, const char *name, mode_t mode)
{
    char path[128];
    snprintf(path, sizeof(path), "%s/%s", server->folder, name);
    assert_int_equal(mkdir(path, mode), 0);
    assert_int_equal(chmod(path, mode), 0);
}

static pid_t start(const char *const *words, int out)
{
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        prctl(PR_SET_PDEATHSIG, SIGTERM); /* a test that fails stops no server */
        if (out >= 0)
            dup2(out, STDOUT_FILENO);
        setenv("PATH", "/usr/sbin:/usr/bin:/sbin:/bin", 1);
        execvp(words[0], (char *const *)words);
        _exit(127);
    }
    return pid;
}

/* Runs a program of CUPS; what it writes. */
static void run(char out[TOOL_OUTPUT_MAX], const char *const *words)
{
    int fds[2], status;
    assert_int_equal(pipe(fds), 0);
    pid_t pid = start(words, fds[1]);
    close(fds[1]);
    size_t n = 0;
    for (ssize_t got = 1; got > 0 && n < TOOL_OUTPUT_MAX - 1; n += (size_t)got)
        got = read(fds[0], out + n, TOOL_OUTPUT_MAX - 1 - n);
    out[n] = '\0';
    close(fds[0]);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

#define RUN(out, ...) run(out, (const char *const[]){__VA_ARGS__, NULL})

static bool answers(const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    strcpy(address.sun_path, path);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    bool connected = connect(fd, (struct sockaddr *)&address, sizeof(address)) == 0;
    close(fd);
    return connected;
}

static void add_queue(const struct server *server, const char *name, const char *device)
{
    char out[TOOL_OUTPUT_MAX];
    RUN(out, "lpadmin", "-h", server->socket, "-p", name, "-E", "-v", device, "-m", "raw");
}

static int start_server_with(void **state, const char *more)
{
    struct server *server = calloc(1, sizeof(*server));
    char path[128], conf[128], files[128];
    strcpy(server->folder, "/tmp/cups-XXXXXX");
    assert_non_null(mkdtemp(server->folder));
    assert_int_equal(chmod(server->folder, 0755), 0);
    snprintf(server->socket, sizeof(server->socket), "%s/cups.sock", server->folder);
    for (const char *const *name =
             (const char *const[]){"root", "spool", "cache", "state", "temp", "bin", "bin/backend", NULL};
         *name; name++)
        make_folder(server, *name, 0755);
    snprintf(path, sizeof(path), "%s/bin/daemon", server->folder);
    assert_int_equal(symlink("/usr/lib/cups/daemon", path), 0);
    snprintf(path, sizeof(path), "%s/never", server->folder);
    assert_int_equal(mkfifo(path, 0666), 0);
    assert_int_equal(chmod(path, 0666), 0);
    char text[1024];
    snprintf(text, sizeof(text), "%s%s", daemon_conf, more);
    write_text(server, "cupsd.conf", 0644, text);
    write_text(server, "cups-files.conf", 0644, files_conf);
    write_text(server, "device", 0666, "%1$s");
    write_text(server, "bin/backend/keep", 0755, keeping_backend);
    write_text(server, "bin/backend/stuck", 0755, stuck_backend);
    snprintf(conf, sizeof(conf), "%s/cupsd.conf", server->folder);
    snprintf(files, sizeof(files), "%s/cups-files.conf", server->folder);
    const char *const words[] = {"cupsd", "-f", "-c", conf, "-s", files, NULL};
    server->pid = start(words, -1);
    for (int i = 0; !answers(server->socket); i++) {
        assert_in_range(i, 0, LIMIT_MS / 10);
        assert_int_equal(waitpid(server->pid, NULL, WNOHANG), 0);
        poll(NULL, 0, 10);
    }
    add_queue(server, "roll", "keep://x");
    add_queue(server, "stuck", "stuck://x");
    add_queue(server, "empty", "stuck://x");
    *state = server;
    return 0;
}

static int start_server(void **state)
{
    return start_server_with(state, "");
}

static int stop_server(void **state)
{
    struct server *server = *state;
    int status;
    kill(server->pid, SIGTERM);
    assert_int_equal(waitpid(server->pid, &status, 0), server->pid);
    char out[TOOL_OUTPUT_MAX];
    RUN(out, "rm", "-r", server->folder);
    free(server);
    return 0;
}

static void open_queue(struct room *room, const struct server *server, const char *name, enum paper paper)
{
    room_open_without_fake(room, PRINTER_QUEUE, name, paper);
    strcpy(room->printer.server, server->socket);
    room_renew(room);
}

static size_t read_device(char *out, size_t room, const struct server *server)
{
    char path[64];
    snprintf(path, sizeof(path), "%s/device", server->folder);
    _cleanup_fclose_ FILE *file = fopen(path, "r");
    assert_non_null(file);
    return fread(out, 1, room, file);
}

static void print_one(struct room *room)
{
    assert_int_equal(room_start(room), 0);
    room_wait_until(room, room_has_result, LIMIT_MS);
    assert_int_equal(room_state(room)->error, 0);
    assert_int_equal(room_state(room)->progress, PRINT_DONE);
}

static void a_roll_gets_every_byte(void **state)
{
    static char bytes[1 << 20];
    struct room room;
    open_queue(&room, *state, "roll", PAPER_80);
    room_watch(&room, true);
    room_wait_until(&room, room_has_answer, LIMIT_MS);
    assert_int_equal(printing_trouble(room.printing), 0);
    assert_int_equal(room_state(&room)->condition, PRINTER_READY);
    print_one(&room);
    assert_int_equal(read_device(bytes, sizeof(bytes), *state), room.n);
    assert_memory_equal(bytes, room.bytes, room.n);
    room_close(&room);
}

static void an_a4_printer_gets_a_pdf(void **state)
{
    static char bytes[1 << 20];
    struct room room;
    open_queue(&room, *state, "roll", PAPER_A4);
    print_one(&room);
    size_t n = read_device(bytes, sizeof(bytes), *state);
    assert_memory_equal(bytes, "%PDF-", 5);
    assert_non_null(memmem(bytes + n - 16, 16, "%%EOF", 5));
    room_close(&room);
}

static bool is_offline(const struct room *room)
{
    return room_state(room)->condition == PRINTER_OFFLINE;
}

static void a_queue_that_is_stopped_is_offline(void **state)
{
    const struct server *server = *state;
    char out[TOOL_OUTPUT_MAX];
    struct room room;
    open_queue(&room, server, "roll", PAPER_80);
    room_watch(&room, true);
    room_wait_until(&room, room_is_ready, LIMIT_MS);
    RUN(out, "cupsdisable", "-h", server->socket, "roll");
    room_wait_until(&room, is_offline, LIMIT_MS);
    assert_int_equal(room_start(&room), -EIO);
    RUN(out, "cupsenable", "-h", server->socket, "roll");
    room_wait_until(&room, room_is_ready, LIMIT_MS);
    RUN(out, "cupsreject", "-h", server->socket, "roll");
    room_wait_until(&room, is_offline, LIMIT_MS);
    RUN(out, "cupsaccept", "-h", server->socket, "roll");
    room_wait_until(&room, room_is_ready, LIMIT_MS);
    room_close(&room);
}

static void no_such_queue_and_no_server_are_gone(void **state)
{
    struct room room;
    open_queue(&room, *state, "there-is-none", PAPER_80);
    room_watch(&room, true);
    room_wait_until(&room, room_has_answer, LIMIT_MS);
    assert_int_equal(room_state(&room)->condition, PRINTER_GONE);
    assert_int_equal(printing_trouble(room.printing), -ENOENT);
    strcat(room.printer.server, ".not");
    room_renew(&room);
    room_watch(&room, true);
    room_wait_until(&room, room_has_answer, LIMIT_MS);
    assert_int_equal(room_state(&room)->condition, PRINTER_GONE);
    assert_int_equal(printing_trouble(room.printing), -ECONNREFUSED);
    room_close(&room);
}

static void assert_no_jobs(const struct server *server, const char *queue)
{
    char out[TOOL_OUTPUT_MAX] = "x";
    for (int i = 0; *out; i++) {
        assert_in_range(i, 0, LIMIT_MS / 10);
        RUN(out, "lpstat", "-h", server->socket, "-o", queue);
    }
}

static bool is_half(const struct room *room)
{
    return room_state(room)->percent == 50;
}

static void a_job_that_gets_nowhere_is_cancelled(void **state)
{
    struct room room;
    open_queue(&room, *state, "stuck", PAPER_80);
    assert_int_equal(room_start(&room), 0);
    room_wait_until(&room, is_half, LIMIT_MS);
    room.clock.ms += 5 * 60000;
    room_wait_until(&room, room_has_result, LIMIT_MS);
    assert_int_equal(room_state(&room)->progress, PRINT_FAILED);
    assert_int_equal(room_state(&room)->error, -ETIMEDOUT);
    assert_int_equal(room_state(&room)->left, PRINTING_PER_SESSION - 1);
    assert_no_jobs(*state, "stuck");
    room_close(&room);
}

static bool is_out_of_paper(const struct room *room)
{
    return room_state(room)->condition == PRINTER_OUT_OF_PAPER;
}

static void an_empty_tray_is_told_while_printing(void **state)
{
    struct room room;
    open_queue(&room, *state, "empty", PAPER_80);
    assert_int_equal(room_start(&room), 0);
    room_wait_until(&room, is_out_of_paper, LIMIT_MS);
    room.clock.ms += PRINTING_TIMEOUT_MS + 5000;
    room_wait_for(&room, 1500);
    assert_int_equal(room_state(&room)->progress, PRINT_SENDING); /* somebody may put paper in */
    room.clock.ms += PRINTING_PAPER_MS;
    room_wait_until(&room, room_has_result, LIMIT_MS);
    assert_int_equal(room_state(&room)->progress, PRINT_FAILED);
    assert_no_jobs(*state, "empty");
    room_close(&room);
}

/* CUPS has taken the slip and says so too late: it would have been printed, and tried again. */
static void a_job_whose_answer_is_late_is_cancelled_and_counts(void **state)
{
    const struct server *server = *state;
    char path[80];
    struct room room;
    snprintf(path, sizeof(path), "%s.late", server->socket);
    pid_t relay = relay_start(path, server->socket, 4000);
    open_queue(&room, server, "stuck", PAPER_80);
    strcpy(room.printer.server, path);
    room_renew(&room);
    assert_int_equal(room_start(&room), 0);
    room_wait_until(&room, room_has_result, LIMIT_MS);
    assert_int_equal(room_state(&room)->progress, PRINT_FAILED);
    assert_int_equal(room_state(&room)->left, PRINTING_PER_SESSION - 1);
    assert_no_jobs(server, "stuck");
    room_close(&room);
    kill(relay, SIGKILL);
    waitpid(relay, NULL, 0);
}

/* It is in no list when it is looked for. */
static void a_job_that_is_forgotten_as_soon_as_it_is_done_is_done(void **unused)
{
    (void)unused;
    void *state;
    struct room room;
    start_server_with(&state, "PreserveJobHistory No\n");
    open_queue(&room, state, "roll", PAPER_80);
    for (int i = 0; i < PRINTING_PER_SESSION; i++)
        print_one(&room);
    room_close(&room);
    stop_server(&state);
}

static void a_job_that_is_taken_away_before_is_told(void **state)
{
    const struct server *server = *state;
    char out[TOOL_OUTPUT_MAX], file[64];
    struct room room;
    snprintf(file, sizeof(file), "%s/device", server->folder);
    RUN(out, "lp", "-h", server->socket, "-d", "stuck", "-o", "raw", file);
    open_queue(&room, server, "stuck", PAPER_80);
    assert_int_equal(room_start(&room), 0);
    for (int i = 0, jobs = 0; jobs < 2; i++, room_wait_for(&room, 50)) {
        assert_in_range(i, 0, LIMIT_MS / 50);
        RUN(out, "lpstat", "-h", server->socket, "-o", "stuck");
        jobs = strchr(out, '\n') && strchr(out, '\n') != strrchr(out, '\n') ? 2 : 0;
    }
    RUN(out, "cancel", "-h", server->socket, "-a", "-x", "stuck");
    room_wait_until(&room, room_has_result, LIMIT_MS);
    assert_int_equal(room_state(&room)->progress, PRINT_FAILED);
    assert_int_equal(room_state(&room)->error, -ECANCELED);
    room_close(&room);
}

static void leaving_waits_half_a_second_for_a_server_that_hangs(void **state)
{
    const struct server *server = *state;
    char path[80];
    struct room room;
    snprintf(path, sizeof(path), "%s.hung", server->socket);
    int hung = relay_hung(path);
    open_queue(&room, server, "roll", PAPER_80);
    strcpy(room.printer.server, path);
    room_renew(&room);
    room_watch(&room, true);
    assert_int_equal(room_start(&room), 0);
    room_wait_for(&room, 200);
    room_close(&room); /* measures it */
    close(hung);
}

static void giving_up_cancels_the_job(void **state)
{
    struct room room;
    open_queue(&room, *state, "stuck", PAPER_80);
    assert_int_equal(room_start(&room), 0);
    room_wait_until(&room, is_half, LIMIT_MS);
    room_close(&room);
    assert_no_jobs(*state, "stuck");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_roll_gets_every_byte),
        cmocka_unit_test(an_a4_printer_gets_a_pdf),
        cmocka_unit_test(a_queue_that_is_stopped_is_offline),
        cmocka_unit_test(no_such_queue_and_no_server_are_gone),
        cmocka_unit_test(a_job_that_gets_nowhere_is_cancelled),
        cmocka_unit_test(an_empty_tray_is_told_while_printing),
        cmocka_unit_test(a_job_whose_answer_is_late_is_cancelled_and_counts),
        cmocka_unit_test(a_job_that_is_forgotten_as_soon_as_it_is_done_is_done),
        cmocka_unit_test(a_job_that_is_taken_away_before_is_told),
        cmocka_unit_test(leaving_waits_half_a_second_for_a_server_that_hangs),
        cmocka_unit_test(giving_up_cancels_the_job),
    };
    return cmocka_run_group_tests(tests, start_server, stop_server);
}
