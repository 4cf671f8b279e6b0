/* SPDX-License-Identifier: MIT */
/*
 * A program in a pty and the glass it shows: bytes go in as keys, libvterm turns what comes out into cells.
 * Nothing here sleeps: every wait reads the pty until something holds, or fails when its deadline is over.
 */
#ifndef TESTS_TERMINAL_GLASS_H
#define TESTS_TERMINAL_GLASS_H

#include <iconv.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>
#include <termios.h>
#include <vterm.h>

#define GLASS_PATIENCE_MS 20000 /* only ever used up by a failure */

enum glass_probe { GLASS_NARROW, GLASS_WIDE, GLASS_SILENT }; /* how the terminal answers a cursor request */

struct glass_options {
    int rows, cols;
    const char *const *argv; /* NULL at the end; argv[0] is the path */
    const char *const *env;  /* all of the environment, NULL at the end; NULL: glass_environment */
    enum glass_probe probe;
    const char *charset; /* what the terminal speaks; NULL: UTF-8 */
};

struct glass {
    int master;
    pid_t pid;
    int pid_fd;
    bool ended; /* the pty has no other end any more */
    int rows, cols;
    VTerm *vt;
    VTermScreen *screen;
    enum glass_probe probe;
    iconv_t decoder; /* (iconv_t)-1: UTF-8 */
    char undecoded[8];
    size_t n_undecoded;
    struct termios modes_before;
    size_t received; /* bytes */
    bool alternate, cursor_visible;
    int mouse; /* VTERM_PROP_MOUSE_… */
    int bells;
    bool blind;     /* what comes is counted and not shown: libvterm 0.1 does not survive every size */
    size_t escapes; /* how many ESC bytes came */
};

extern const char *const glass_environment[];

void glass_start(struct glass *out, const struct glass_options *options);
void glass_stop(struct glass *glass); /* kills what still runs */

void glass_send(struct glass *glass, const char *bytes, size_t n);
void glass_type(struct glass *glass, const char *text);
void glass_resize(struct glass *glass, int rows, int cols);

/* Feeds what has come by now; waits for the first byte at most timeout_ms. False at the end of the pty. */
bool glass_pump(struct glass *glass, int timeout_ms);

typedef bool glass_predicate(struct glass *glass, const void *context);
bool glass_wait(struct glass *glass, glass_predicate *holds, const void *context);

/* Waits until text stands somewhere (or nowhere any more) in one row; fails the test otherwise, showing the
 * glass. */
void glass_expect(struct glass *glass, const char *text);
void glass_expect_gone(struct glass *glass, const char *text);
bool glass_shows(struct glass *glass, const char *text);
int glass_find(struct glass *glass, const char *text); /* the row, or -1 */

/* A row as UTF-8, trailing spaces cut; the caller frees. */
char *glass_row(struct glass *glass, int row);
void glass_print(struct glass *glass); /* to standard error */

/* Whether two glasses show the same: characters, widths, attributes, colours. */
bool glass_same(struct glass *a, struct glass *b);
void glass_print_difference(struct glass *a, struct glass *b); /* the first, to standard error */

/* The program's end within so many ms, as by waitpid, or -1; reads its output meanwhile, or (deaf) leaves it
 * lying. */
int glass_wait_end(struct glass *glass, int timeout_ms, bool deaf);

/* The terminal is as it was: modes, main screen, cursor, mouse. */
void glass_assert_restored(struct glass *glass);

int64_t glass_now_us(void);

#endif
