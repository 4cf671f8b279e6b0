/* SPDX-License-Identifier: MIT */
#include "tests/terminal/glass.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <utmp.h>

#include <cmocka.h>

const char *const glass_environment[] = {"TERM=xterm-256color", "LANG=C.UTF-8", "TZ=Asia/Shanghai",
                                         "HOME=/nonexistent", NULL};

int64_t glass_now_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * INT64_C(1000000) + now.tv_nsec / 1000;
}

static int set_property(VTermProp property, VTermValue *value, void *user)
{
    struct glass *glass = user;
    if (property == VTERM_PROP_ALTSCREEN)
        glass->alternate = value->boolean;
    if (property == VTERM_PROP_CURSORVISIBLE)
        glass->cursor_visible = value->boolean;
    if (property == VTERM_PROP_MOUSE)
        glass->mouse = value->number;
    return 1;
}

static int ring(void *user)
{
    struct glass *glass = user;
    glass->bells++;
    return 1;
}

static const VTermScreenCallbacks callbacks = {.settermprop = set_property, .bell = ring};

static void make_screen(struct glass *glass)
{
    glass->vt = vterm_new(glass->rows, glass->cols);
    assert_non_null(glass->vt);
    vterm_set_utf8(glass->vt, 1);
    glass->screen = vterm_obtain_screen(glass->vt);
    glass->cursor_visible = true;
    vterm_screen_set_callbacks(glass->screen, &callbacks, glass);
    vterm_screen_enable_altscreen(glass->screen, 1);
    vterm_screen_reset(glass->screen, 1);
}

void glass_start(struct glass *out, const struct glass_options *options)
{
    *out =
        (struct glass){.rows = options->rows, .cols = options->cols, .probe = options->probe, .pid_fd = -1};
    out->decoder = options->charset ? iconv_open("UTF-8", options->charset) : (iconv_t)-1;
    make_screen(out);
    struct winsize size = {.ws_row = (unsigned short)options->rows, .ws_col = (unsigned short)options->cols};
    int slave;
    assert_return_code(openpty(&out->master, &slave, NULL, NULL, &size), errno);
    assert_return_code(fcntl(out->master, F_SETFD, FD_CLOEXEC), errno);
    assert_return_code(tcgetattr(slave, &out->modes_before), errno);
    out->pid = fork();
    assert_true(out->pid >= 0);
    if (out->pid == 0) {
        login_tty(slave);
        const char *const *env = options->env ? options->env : glass_environment;
        execve(options->argv[0], (char *const *)options->argv, (char *const *)env);
        _exit(127);
    }
    close(slave);
    out->pid_fd = (int)syscall(SYS_pidfd_open, out->pid, 0);
    assert_true(out->pid_fd >= 0);
    assert_return_code(fcntl(out->master, F_SETFL, O_NONBLOCK), errno);
}

void glass_stop(struct glass *glass)
{
    if (glass->pid > 0) {
        kill(glass->pid, SIGKILL);
        waitpid(glass->pid, NULL, 0);
    }
    if (glass->master >= 0)
        close(glass->master);
    close(glass->pid_fd);
    if (glass->decoder != (iconv_t)-1)
        iconv_close(glass->decoder);
    vterm_free(glass->vt);
}

/* Bytes of another charset, as UTF-8, to the screen; a character cut at the end waits for its rest. */
static void feed_decoded(struct glass *glass, const char *bytes, size_t n)
{
    char in[sizeof glass->undecoded + 4096], out[4 * sizeof in];
    memcpy(in, glass->undecoded, glass->n_undecoded);
    memcpy(in + glass->n_undecoded, bytes, n);
    char *from = in, *to = out;
    size_t n_from = glass->n_undecoded + n, n_to = sizeof out;
    size_t r = iconv(glass->decoder, &from, &n_from, &to, &n_to);
    assert_true(r != (size_t)-1 || errno == EINVAL); /* every byte belongs to the charset */
    assert_true(n_from <= sizeof glass->undecoded);
    memcpy(glass->undecoded, from, n_from);
    glass->n_undecoded = n_from;
    vterm_input_write(glass->vt, out, sizeof out - n_to);
}

/* The terminal's own answers go back to the program, the one about the cursor as this terminal
 * would give it. */
static void answer(struct glass *glass)
{
    char reply[256];
    size_t n = vterm_output_read(glass->vt, reply, sizeof reply - 1);
    reply[n] = '\0';
    char *column = strstr(reply, "\033[1;2R");
    if (column && glass->probe == GLASS_WIDE)
        column[4] = '3';
    if (n > 0 && !(column && glass->probe == GLASS_SILENT))
        glass_send(glass, reply, n);
}

bool glass_pump(struct glass *glass, int timeout_ms)
{
    struct pollfd wait = {.fd = glass->master, .events = POLLIN};
    if (glass->ended || poll(&wait, 1, timeout_ms) <= 0)
        return !glass->ended;
    for (;;) {
        char bytes[4096];
        ssize_t n = read(glass->master, bytes, sizeof bytes);
        if (n < 0 && errno == EAGAIN)
            return true;
        if (n <= 0) {
            glass->ended = true;
            return false;
        }
        glass->received += (size_t)n;
        for (ssize_t i = 0; i < n; i++)
            glass->escapes += bytes[i] == '\033';
        if (glass->blind)
            continue;
        if (glass->decoder != (iconv_t)-1)
            feed_decoded(glass, bytes, (size_t)n);
        else
            vterm_input_write(glass->vt, bytes, (size_t)n);
        answer(glass);
    }
}

bool glass_wait(struct glass *glass, glass_predicate *holds, const void *context)
{
    int64_t end = glass_now_us() + GLASS_PATIENCE_MS * INT64_C(1000);
    for (;;) {
        if (holds(glass, context))
            return true;
        int left = (int)((end - glass_now_us()) / 1000);
        if (left <= 0 || glass->ended)
            return false;
        glass_pump(glass, left);
    }
}

/* A pty takes about 4 KiB that nobody has read; meanwhile the program's output has to be read. */
void glass_send(struct glass *glass, const char *bytes, size_t n)
{
    int64_t end = glass_now_us() + GLASS_PATIENCE_MS * INT64_C(1000);
    while (n > 0) {
        ssize_t sent = write(glass->master, bytes, n);
        if (sent < 0)
            assert_true(errno == EAGAIN || errno == EINTR);
        if (sent > 0) {
            bytes += sent;
            n -= (size_t)sent;
            continue;
        }
        assert_true(glass_now_us() < end);
        struct pollfd wait = {.fd = glass->master, .events = POLLIN | POLLOUT};
        poll(&wait, 1, 1000);
        if (wait.revents & POLLIN)
            glass_pump(glass, 0);
    }
}

void glass_type(struct glass *glass, const char *text)
{
    glass_send(glass, text, strlen(text));
}

void glass_resize(struct glass *glass, int rows, int cols)
{
    glass->rows = rows;
    glass->cols = cols;
    if (!glass->blind)
        vterm_set_size(glass->vt, rows, cols);
    struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)cols};
    assert_return_code(ioctl(glass->master, TIOCSWINSZ, &size), errno);
}

int glass_wait_end(struct glass *glass, int timeout_ms, bool deaf)
{
    int64_t end = glass_now_us() + timeout_ms * INT64_C(1000);
    for (;;) {
        struct pollfd waits[] = {{.fd = glass->pid_fd, .events = POLLIN},
                                 {.fd = deaf || glass->ended ? -1 : glass->master, .events = POLLIN}};
        int left = (int)((end - glass_now_us()) / 1000);
        if (poll(waits, 2, left > 0 ? left : 0) == 0)
            return -1;
        if (waits[1].revents)
            glass_pump(glass, 0);
        if (waits[0].revents & POLLIN)
            break;
    }
    int status;
    assert_int_equal(waitpid(glass->pid, &status, 0), glass->pid);
    glass->pid = 0;
    if (!deaf)
        glass_pump(glass, 0);
    return status;
}

static size_t put_utf8(char *out, uint32_t c)
{
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    size_t n = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    for (size_t i = n; i-- > 1; c >>= 6)
        out[i] = (char)(0x80 | (c & 0x3f));
    out[0] = (char)((n == 2 ? 0xc0 : n == 3 ? 0xe0 : 0xf0) | c);
    return n;
}

/* What curses clears has the ink that happened to be on; nobody sees that of a space, nor of a character's
 * tail. */
static bool has_ink(const VTermScreenCell *cell)
{
    bool blank = cell->chars[0] == ' ' || cell->chars[0] == (uint32_t)-1;
    return !blank || cell->attrs.underline || cell->attrs.reverse;
}

static VTermScreenCell cell_at(struct glass *glass, VTermPos at)
{
    VTermScreenCell cell = {0}; /* the library fills in characters up to the first 0 only */
    vterm_screen_get_cell(glass->screen, at, &cell);
    if (cell.chars[0] == 0)
        cell.chars[0] = ' ';
    return cell;
}

char *glass_row(struct glass *glass, int row)
{
    char *text = malloc((size_t)glass->cols * VTERM_MAX_CHARS_PER_CELL * 4 + 1);
    assert_non_null(text);
    size_t n = 0, end = 0;
    for (VTermPos at = {.row = row}; at.col < glass->cols;) {
        VTermScreenCell cell = cell_at(glass, at);
        for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL && cell.chars[i]; i++)
            if (cell.chars[i] != (uint32_t)-1)
                n += put_utf8(text + n, cell.chars[i]);
        if (cell.chars[0] != ' ')
            end = n;
        at.col += cell.width > 1 ? cell.width : 1;
    }
    text[end] = '\0';
    return text;
}

int glass_find(struct glass *glass, const char *text)
{
    for (int row = 0; row < glass->rows; row++) {
        char *line = glass_row(glass, row);
        bool found = strstr(line, text);
        free(line);
        if (found)
            return row;
    }
    return -1;
}

bool glass_shows(struct glass *glass, const char *text)
{
    return glass_find(glass, text) >= 0;
}

void glass_print(struct glass *glass)
{
    for (int row = 0; row < glass->rows; row++) {
        char *line = glass_row(glass, row);
        fprintf(stderr, "%3d|%s\n", row, line);
        free(line);
    }
}

static bool shows(struct glass *glass, const void *text)
{
    return glass_shows(glass, text);
}

static bool shows_not(struct glass *glass, const void *text)
{
    return !glass_shows(glass, text);
}

void glass_expect(struct glass *glass, const char *text)
{
    if (glass_wait(glass, shows, text))
        return;
    glass_print(glass);
    fail_msg("the glass never showed “%s”", text);
}

void glass_expect_gone(struct glass *glass, const char *text)
{
    if (glass_wait(glass, shows_not, text))
        return;
    glass_print(glass);
    fail_msg("the glass never lost “%s”", text);
}

static bool same_cell(struct glass *a, struct glass *b, VTermPos at)
{
    VTermScreenCell x = cell_at(a, at), y = cell_at(b, at);
    const uint32_t tail = (uint32_t)-1; /* of a wide character: the library leaves what it had before in it */
    if (x.chars[0] == tail && y.chars[0] == tail)
        return true;
    return memcmp(x.chars, y.chars, sizeof x.chars) == 0 && x.width == y.width &&
           x.attrs.underline == y.attrs.underline && x.attrs.reverse == y.attrs.reverse &&
           vterm_color_is_equal(&x.bg, &y.bg) &&
           (!has_ink(&x) || (x.attrs.bold == y.attrs.bold && vterm_color_is_equal(&x.fg, &y.fg)));
}

/* The first cell that differs; row -1 if none does. */
static VTermPos first_difference(struct glass *a, struct glass *b)
{
    for (VTermPos at = {0}; at.row < a->rows; at.row++)
        for (at.col = 0; at.col < a->cols; at.col++)
            if (!same_cell(a, b, at))
                return at;
    return (VTermPos){.row = -1};
}

bool glass_same(struct glass *a, struct glass *b)
{
    return a->rows == b->rows && a->cols == b->cols && first_difference(a, b).row < 0;
}

static void print_cell(struct glass *glass, VTermPos at)
{
    VTermScreenCell cell = cell_at(glass, at);
    fprintf(stderr, "  U+%04X, %d wide, ink %d.%d, ground %d.%d, bold %d\n", cell.chars[0], cell.width,
            cell.fg.type, cell.fg.indexed.idx, cell.bg.type, cell.bg.indexed.idx, cell.attrs.bold);
}

void glass_print_difference(struct glass *a, struct glass *b)
{
    fprintf(stderr, "%d rows of %d and %d rows of %d\n", a->rows, a->cols, b->rows, b->cols);
    VTermPos at = first_difference(a, b);
    if (at.row < 0)
        return;
    fprintf(stderr, "row %d column %d differ:\n", at.row, at.col);
    print_cell(a, at);
    print_cell(b, at);
}

void glass_assert_restored(struct glass *glass)
{
    struct termios now;
    assert_return_code(tcgetattr(glass->master, &now), errno);
    assert_int_equal(now.c_iflag, glass->modes_before.c_iflag);
    assert_int_equal(now.c_oflag, glass->modes_before.c_oflag);
    assert_int_equal(now.c_cflag, glass->modes_before.c_cflag);
    assert_int_equal(now.c_lflag, glass->modes_before.c_lflag);
    assert_false(glass->alternate);
    assert_true(glass->cursor_visible);
    assert_int_equal(glass->mouse, VTERM_PROP_MOUSE_NONE);
}
