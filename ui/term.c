/* SPDX-License-Identifier: MIT */
#include "ui/term.h"

#include "base/error.h"
#include "ui/term_curses.h"
#include "ui/term_modes.h"
#include "ui/term_output.h"

#include <fcntl.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <wchar.h>

#define CLOSE_MS 200
#define MOUSE_ON "\033[?1002h\033[?1006h\033[?2004h"
#define MOUSE_OFF "\033[?2004l\033[?1006l\033[?1002l"
#define PROBE "\033[H\u2580\033[6n"
#define HALF_BLOCK L'\u2580'

struct term {
    struct term_modes modes;
    int in_fd,
        out_fd;    /* our own descriptions of the terminal: non-blocking, which is nobody else's business */
    int out_flags; /* where it is shared after all: the flags to give back, else -1 */
    struct term_output output;
    struct term_curses *curses;
    bool utf8, linux_console, no_colour, no_mouse;
    bool raw, started, probing;
    bool reenter;        /* the next frame first enters the screen again */
    char *enter, *leave; /* screen, cursor, mouse: in again after a suspension, and out */
    const struct theme *theme;
    struct canvas shown; /* what curses was last given; blank where that was nothing */
    bool repaint;        /* the next frame is sent even if nothing in it has changed */
};

/* Heap copy of all the parts. */
static char *join(const char *const parts[], size_t n)
{
    size_t size = 1;
    for (size_t i = 0; i < n; i++)
        size += strlen(parts[i]);
    char *joined = malloc(size), *end = joined;
    if (joined)
        *joined = '\0';
    for (size_t i = 0; joined && i < n; i++)
        end = stpcpy(end, parts[i]);
    return joined;
}

static int make_strings(struct term *term)
{
    const struct term_entry *entry = term_curses_entry(term->curses);
    bool mouse = entry->mouse && !term->no_mouse;
    const char *in[] = {entry->enter, entry->hide_cursor, mouse ? MOUSE_ON : ""};
    const char *out[] = {mouse ? MOUSE_OFF : "", entry->plain, entry->show_cursor,
                         *entry->leave ? entry->leave : entry->clear};
    term->output.sgr.enabled = entry->sgr;
    term->output.sgr.styles = term_curses_styles(term->curses);
    term->enter = join(in, ARRAY_SIZE(in));
    term->leave = join(out, ARRAY_SIZE(out));
    return term->enter && term->leave ? 0 : -ENOMEM;
}

/* A description of our own, so that O_NONBLOCK does not reach the shell's; where there cannot be one, the
 * same again. */
static int open_again(int fd, int flags)
{
    char path[32];
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    int own = open(path, flags | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (own < 0)
        own = fcntl(fd, F_DUPFD_CLOEXEC, 3);
    return own < 0 ? -errno : own;
}

static int open_descriptors(struct term *term, int in_fd, int out_fd)
{
    term->in_fd = open_again(in_fd, O_RDONLY);
    if (term->in_fd < 0)
        return term->in_fd;
    term->out_fd = open_again(out_fd, O_WRONLY);
    if (term->out_fd < 0)
        return term->out_fd;
    int flags = fcntl(term->out_fd, F_GETFL);
    if (flags & O_NONBLOCK)
        return 0;
    term->out_flags = flags;
    fcntl(term->out_fd, F_SETFL, flags | O_NONBLOCK);
    return 0;
}

static void close_descriptors(struct term *term)
{
    if (term->out_flags >= 0)
        fcntl(term->out_fd, F_SETFL, term->out_flags);
    if (term->in_fd >= 0)
        close(term->in_fd);
    if (term->out_fd >= 0)
        close(term->out_fd);
}

static int make_raw(struct term *term)
{
    int r = term_modes_raw(&term->modes);
    term->raw = true;
    term_modes_arm(&term->modes, term->out_fd, term->leave, term->started ? strlen(term->leave) : 0);
    return r;
}

static int set_up(struct term *term, const struct term_options *options)
{
    int r = term_modes_save(&term->modes, options->in_fd, options->out_fd);
    if (r == 0)
        r = open_descriptors(term, options->in_fd, options->out_fd);
    if (r == 0)
        r = term_output_init(&term->output, term->out_fd, options->charset);
    if (r < 0)
        return r;
    int rows, cols;
    term_size(term, &rows, &cols);
    r = canvas_init(&term->shown, rows, cols, NULL);
    if (r == 0)
        r = term_curses_open(&term->curses, options->name, term->output.memory_fd, rows, cols);
    if (r == 0)
        r = make_strings(term);
    return r < 0 ? r : make_raw(term);
}

int term_open(struct term **out, const struct term_options *options)
{
    struct term *term = calloc(1, sizeof *term);
    if (!term)
        return -ENOMEM;
    term->in_fd = term->out_fd = term->out_flags = term->output.memory_fd = -1;
    term->utf8 = options->charset->is_utf8;
    term->no_colour = options->no_colour;
    term->no_mouse = options->no_mouse;
    term->linux_console = options->name && strncmp(options->name, "linux", 5) == 0;
    int r = set_up(term, options);
    if (r < 0)
        term_close(term);
    else
        *out = term;
    return r;
}

/* Gives up what the terminal does not take in time; CAN ends the escape sequence that may be cut by that. */
static void say_goodbye(struct term *term)
{
    if (term_output_drain(&term->output, CLOSE_MS / 2) < 0) {
        term_output_drop(&term->output);
        term_output_add(&term->output, "\030", 1);
    }
    if (term_output_add(&term->output, term->leave, strlen(term->leave)) == 0)
        term_output_drain(&term->output, CLOSE_MS / 2);
    term_output_drop(&term->output);
}

void term_suspend(struct term *term)
{
    if (!term->raw)
        return;
    if (term->started)
        say_goodbye(term);
    term_modes_disarm();
    term_modes_restore(&term->modes);
    term->raw = false;
}

int term_resume(struct term *term)
{
    int r = make_raw(term);
    term->reenter = term->started;
    term_sgr_forget(&term->output.sgr);
    term_repaint(term);
    return r;
}

void term_repaint(struct term *term)
{
    term_curses_repaint(term->curses);
    term->repaint = true;
}

void term_close(struct term *term)
{
    if (!term)
        return;
    term_suspend(term);
    term_curses_close(term->curses);
    term_output_fini(&term->output);
    close_descriptors(term);
    free(term->enter);
    free(term->leave);
    canvas_fini(&term->shown);
    free(term);
}

int term_input_fd(const struct term *term)
{
    return term->in_fd;
}

int term_output_fd(const struct term *term)
{
    return term->out_fd;
}

ssize_t term_read(struct term *term, void *buffer, size_t size)
{
    ssize_t n = read(term->in_fd, buffer, size);
    if (n > 0)
        return n;
    bool nothing = n < 0 && (errno == EAGAIN || errno == EINTR);
    return nothing ? 0 : -EIO;
}

static int clamp(int value, int fallback, int most)
{
    if (value <= 0)
        return fallback;
    return value < most ? value : most;
}

void term_size(const struct term *term, int *rows, int *cols)
{
    struct winsize size = {0};
    if (ioctl(term->out_fd, TIOCGWINSZ, &size) != 0)
        size = (struct winsize){0};
    *rows = clamp(size.ws_row, 24, CANVAS_ROWS_MAX);
    *cols = clamp(size.ws_col, 80, CANVAS_COLS_MAX);
}

int term_resize(struct term *term, int rows, int cols)
{
    struct canvas shown;
    int r = canvas_init(&shown, rows, cols, NULL);
    if (r < 0)
        return r;
    r = term_curses_resize(term->curses, shown.rows, shown.cols);
    if (r < 0) {
        canvas_fini(&shown);
        return r;
    }
    canvas_fini(&term->shown);
    term->shown = shown;
    term->repaint = true;
    return 0;
}

/* Puts the cells of a row from the first that changed to the last, widened to whole characters,
 * old and new. */
static bool put_row(struct term *term, int row, const struct cell *now)
{
    int cols = term->shown.cols, first = 0, last = cols - 1;
    struct cell *before = term->shown.cells + (size_t)row * (size_t)cols;
    size_t size = (size_t)cols * sizeof *now;
    if (memcmp(now, before, size) == 0)
        return false;
    while (memcmp(&now[first], &before[first], sizeof *now) == 0)
        first++;
    while (memcmp(&now[last], &before[last], sizeof *now) == 0)
        last--;
    while (first > 0 && (now[first].width == 0 || before[first].width == 0))
        first--;
    while (last + 1 < cols && (now[last + 1].width == 0 || before[last + 1].width == 0))
        last++;
    term_curses_put(term->curses, row, now, first, last);
    memcpy(before, now, size);
    return true;
}

/* The very first frame enters the screen by itself; right behind that go the mouse and the probe. */
static int take_first_frame(struct term *term)
{
    const struct term_entry *entry = term_curses_entry(term->curses);
    const char *parts[] = {entry->mouse && !term->no_mouse ? MOUSE_ON : "", term->probing ? PROBE : ""};
    _cleanup_free_ char *inserted = join(parts, ARRAY_SIZE(parts));
    if (!inserted)
        return -ENOMEM;
    term->started = true;
    term_modes_arm(&term->modes, term->out_fd, term->leave, strlen(term->leave));
    return term_output_take(&term->output, entry->enter, inserted);
}

static int take_frame(struct term *term)
{
    if (!term->started)
        return take_first_frame(term);
    const char *inserted = term->reenter ? term->enter : "";
    term->reenter = false;
    return term_output_take(&term->output, "", inserted);
}

static int prepare(struct term *term, const struct canvas *canvas, const struct theme *theme)
{
    if (canvas->rows != term->shown.rows || canvas->cols != term->shown.cols) {
        int r = term_resize(term, canvas->rows, canvas->cols);
        if (r < 0)
            return r;
    }
    if (theme != term->theme) {
        term_curses_paint(term->curses, theme, term->no_colour);
        canvas_clear(&term->shown);
        term->theme = theme;
        term->repaint = true;
    }
    return 0;
}

int term_draw(struct term *term, const struct canvas *canvas, const struct theme *theme)
{
    if (!term->raw || term_pending(term))
        return 0;
    int r = prepare(term, canvas, theme);
    if (r < 0)
        return r;
    bool changed = term->repaint;
    for (int row = 0; row < canvas->rows; row++)
        changed |= put_row(term, row, canvas->cells + (size_t)row * (size_t)canvas->cols);
    if (!changed)
        return 0;
    term->repaint = false;
    term_curses_update(term->curses);
    r = take_frame(term);
    return r < 0 ? r : term_output_flush(&term->output);
}

bool term_pending(const struct term *term)
{
    return term_output_pending(&term->output);
}

int term_flush(struct term *term)
{
    return term_output_flush(&term->output);
}

enum colour_depth term_depth(const struct term *term)
{
    return term->no_colour ? DEPTH_MONO : term_curses_entry(term->curses)->depth;
}

enum glyph_level term_glyph_level(const struct term *term)
{
    bool full = term->utf8 && !term->linux_console && wcwidth(HALF_BLOCK) == 1;
    return full ? GLYPHS_FULL : GLYPHS_PLAIN;
}

bool term_probe_start(struct term *term)
{
    bool unknown = term_glyph_level(term) == GLYPHS_FULL && term_curses_entry(term->curses)->ansi;
    if (!unknown || term->started)
        return false;
    term->probing = true;
    return true;
}

enum glyph_level term_probe_answer(const struct term *term, int column)
{
    return column == 1 ? term_glyph_level(term) : GLYPHS_PLAIN;
}
