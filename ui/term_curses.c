/* SPDX-License-Identifier: MIT */
#define NCURSES_WIDECHAR 1
#include "ui/term_curses.h"

#include "base/error.h"
#include "ui/term_shortcuts.h"

#include <curses.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <term.h>
#include <unistd.h>
#include <wchar.h>

#define FALLBACK "xterm-256color"
#define GETA L'\u3013' /* 〓, where a wide character cannot be shown */
#define CELL_ATTRS (ATTR_BOLD | ATTR_UNDERLINE | ATTR_REVERSE | ATTR_DIM)

_Static_assert(ROLE_COUNT *(CELL_ATTRS + 1) <= TERM_SGR_STYLES, "a mark for each style");
_Static_assert(2 + SANITIZE_MARKS_MAX <= CCHARW_MAX, "a character, its marks and ours");

struct term_curses {
    SCREEN *screen;
    FILE *memory;
    struct term_entry entry;
    bool direct; /* colour numbers above 7 are 0xrrggbb */
    attr_t attrs[ROLE_COUNT], never[ROLE_COUNT];
    int pairs[ROLE_COUNT];
    struct term_sgr_state styles[TERM_SGR_STYLES]; /* by style_of */
    cchar_t ground;                                /* a space of ROLE_GROUND */
    cchar_t line[CANVAS_COLS_MAX];
};

/* newterm takes the size from these, and from a terminal that it does not have here. */
static int set_size_variables(int rows, int cols)
{
    char text[2][12];
    snprintf(text[0], sizeof text[0], "%d", rows);
    snprintf(text[1], sizeof text[1], "%d", cols);
    return setenv("LINES", text[0], 1) || setenv("COLUMNS", text[1], 1) ? -ENOMEM : 0;
}

/* newterm, without the handlers that it installs for signals: those belong to the loop. */
static SCREEN *newterm_quietly(const char *name, FILE *memory)
{
    static const int caught[] = {SIGINT, SIGTERM, SIGTSTP, SIGWINCH};
    struct sigaction before[ARRAY_SIZE(caught)];
    for (size_t i = 0; i < ARRAY_SIZE(caught); i++)
        sigaction(caught[i], NULL, &before[i]);
    SCREEN *screen = newterm(name, memory, memory);
    for (size_t i = 0; i < ARRAY_SIZE(caught); i++)
        sigaction(caught[i], &before[i], NULL);
    return screen;
}

static int set_up(struct term_curses *curses)
{
    wresize(stdscr, 1, 1); /* nothing is put there, and its cells are a hundred kilobytes */
    nonl();                /* we turn off the line discipline's translation, so a line feed only moves down */
    typeahead(-1);
    leaveok(newscr, TRUE);
    idcok(newscr, FALSE);
    idlok(newscr, FALSE);
    curs_set(0);
    bool colours = start_color() == OK;
    int r = term_entry_read(&curses->entry);
    curses->direct = colours && COLORS > 256;
    if (colours && !curses->entry.styled) /* else see assume_ground */
        use_default_colors();
    return r;
}

static int start(struct term_curses *curses, const char *name, int memory_fd, int rows, int cols)
{
    int fd = fcntl(memory_fd, F_DUPFD_CLOEXEC, 3);
    if (fd < 0)
        return -errno;
    curses->memory = fdopen(fd, "w+");
    if (!curses->memory) {
        close(fd);
        return -ENOMEM;
    }
    int r = set_size_variables(rows, cols);
    if (r < 0)
        return r;
    curses->screen = newterm_quietly(name, curses->memory);
    unsetenv("LINES");
    unsetenv("COLUMNS");
    return curses->screen ? set_up(curses) : -ENOMEM;
}

int term_curses_open(struct term_curses **out, const char *name, int memory_fd, int rows, int cols)
{
    if (!name || !*name)
        return -ENOENT;
    use_extended_names(
        FALSE); /* a damaged entry may have some without a name, which curses does not expect */
    int r = term_entry_check(name, memory_fd);
    if (r > 0) {
        name = FALLBACK;
        r = term_entry_check(name, memory_fd) == 0 ? 0 : -ENOENT;
    }
    if (r < 0)
        return r;
    struct term_curses *curses = calloc(1, sizeof *curses);
    if (!curses)
        return -ENOMEM;
    r = start(curses, name, memory_fd, rows, cols);
    if (r < 0)
        term_curses_close(curses);
    else
        *out = curses;
    return r;
}

void term_curses_close(struct term_curses *curses)
{
    if (!curses)
        return;
    if (curses->screen) {
        endwin();
        delscreen(curses->screen);
    }
    if (curses->memory)
        fclose(curses->memory);
    term_entry_fini(&curses->entry);
    free(curses);
}

const struct term_entry *term_curses_entry(const struct term_curses *curses)
{
    return &curses->entry;
}

int term_curses_resize(struct term_curses *curses, int rows, int cols)
{
    if (resize_term(rows, cols) != OK)
        return -ENOMEM;
    werase(newscr);
    term_curses_repaint(curses);
    return 0;
}

void term_curses_repaint(struct term_curses *curses)
{
    (void)curses;
    clearok(curscr, TRUE);
}

const struct term_sgr_state *term_curses_styles(const struct term_curses *curses)
{
    return curses->entry.styled ? curses->styles : NULL;
}

static attr_t attributes(unsigned attrs)
{
    return (attrs & ATTR_BOLD ? A_BOLD : 0) | (attrs & ATTR_UNDERLINE ? A_UNDERLINE : 0) |
           (attrs & ATTR_REVERSE ? A_REVERSE : 0) | (attrs & ATTR_DIM ? A_DIM : 0);
}

/* A colour of xterm's 256 as 0xrrggbb, for terminals whose colour numbers mean that. No theme has one of the
 * first sixteen there. */
static int direct_colour(int colour)
{
    static const int steps[] = {0, 95, 135, 175, 215, 255};
    if (colour >= 232)
        return (8 + 10 * (colour - 232)) * 0x010101;
    int cube = colour - 16;
    return steps[cube / 36] << 16 | steps[cube / 6 % 6] << 8 | steps[cube % 6];
}

static int colour_of(const struct term_curses *curses, int colour)
{
    return curses->direct ? direct_colour(colour) : colour;
}

/* Roles of the same colours share a pair: curses sends both colours anew wherever the pair changes. */
static enum role first_alike(const struct paint paints[ROLE_COUNT], enum role role)
{
    enum role first = ROLE_GROUND;
    while (paints[first].fg != paints[role].fg || paints[first].bg != paints[role].bg)
        first++;
    return first;
}

/*
 * Where cells have marks, all of them are of the ground, and the ground is what curses takes the terminal's
 * own colours for: then a cell that it has cleared is to it what we ask for, and needs no second look. With a
 * pair it would not be, because what it clears with has the pair's number in one place and not in the other
 * (ncurses 6.4, ClrBlank).
 */
static bool assume_ground(const struct term_curses *curses, const struct paint *paint, bool colours)
{
    return curses->entry.styled &&
           assume_default_colors(colours ? paint->fg : -1, colours ? paint->bg : -1) == OK;
}

static void paint_role(struct term_curses *curses, enum role role, const struct paint paints[ROLE_COUNT],
                       bool colours)
{
    const struct paint *paint = &paints[role];
    enum role pair = first_alike(paints, role);
    curses->attrs[role] = attributes(paint->attrs);
    curses->never[role] = paint->attrs & ATTR_NEVER_BOLD ? A_BOLD : 0;
    curses->pairs[role] = colours ? (int)pair + 1 : 0;
    if (role == ROLE_GROUND && assume_ground(curses, paint, colours))
        curses->pairs[role] = 0;
    else if (colours && (role == ROLE_GROUND || !curses->entry.styled))
        init_extended_pair((int)pair + 1, colour_of(curses, paint->fg), colour_of(curses, paint->bg));
}

static unsigned style_of(enum role role, unsigned attrs)
{
    return (unsigned)role * (CELL_ATTRS + 1) + (attrs & CELL_ATTRS);
}

/* The numbers of ECMA-48, 8.3.117, as bits. */
static unsigned sgr_of(unsigned attrs)
{
    return (attrs & ATTR_BOLD ? 1 << 1 : 0) | (attrs & ATTR_DIM ? 1 << 2 : 0) |
           (attrs & ATTR_UNDERLINE ? 1 << 4 : 0) | (attrs & ATTR_REVERSE ? 1 << 7 : 0);
}

static void style_role(struct term_curses *curses, enum role role, const struct paint *paint, bool colours)
{
    unsigned shown = term_entry_attributes(colours), never = paint->attrs & ATTR_NEVER_BOLD ? ATTR_BOLD : 0;
    struct term_sgr_state state = {0};
    if (colours) {
        state.ink = (uint32_t)(paint->fg + 1);
        state.ground = (uint32_t)(paint->bg + 1);
    }
    for (unsigned attrs = 0; attrs <= CELL_ATTRS; attrs++) {
        state.attrs = sgr_of((paint->attrs | attrs) & shown & ~never);
        curses->styles[style_of(role, attrs)] = state;
    }
}

void term_curses_paint(struct term_curses *curses, const struct theme *theme, bool no_colour)
{
    enum colour_depth can = curses->entry.depth;
    for (int role = 0; role < ROLE_COUNT; role++) {
        enum colour_depth depth = no_colour && role < ROLE_CODE_LIGHT ? DEPTH_MONO : can;
        paint_role(curses, (enum role)role, theme->paint[depth], depth != DEPTH_MONO);
        style_role(curses, (enum role)role, &theme->paint[depth][role], depth != DEPTH_MONO);
    }
    if (curses->entry.styled)
        term_curses_repaint(curses); /* it does not know that the marks mean something else now */
    cchar_t cleared;                 /* what curses clears with, where clearing takes the colour */
    setcchar(&cleared, L" ", 0, 0, &curses->pairs[ROLE_GROUND]);
    wbkgrndset(stdscr, &cleared);
    wbkgrndset(newscr, &cleared);
    setcchar(&curses->ground, L" ", curses->attrs[ROLE_GROUND], 0, &curses->pairs[ROLE_GROUND]);
    werase(newscr);
}

/*
 * libc and the canvas may differ about a width (another Unicode version); then the character would shift the
 * row.
 */
static wchar_t shown_character(const struct cell *cell, bool whole)
{
    wchar_t ch = (wchar_t)cell->ch[0];
    if (cell->width == 0 || !whole)
        return L' ';
    bool ascii = ch >= L' ' && ch <= L'~' && cell->width == 1;
    bool han = ch >= 0x4e00 && ch <= 0x9fff && cell->width == 2;
    if (ascii || han || wcwidth(ch) == cell->width)
        return ch;
    return cell->width == 2 ? GETA : L'?';
}

/* As the ground has it, with a mark behind it where it looks otherwise. setcchar would look up the width of
 * each, which is known, and takes longer than all the rest. */
static void put_styled(const struct term_curses *curses, cchar_t *out, const wchar_t text[CCHARW_MAX + 1],
                       unsigned style)
{
    wchar_t *to = out->chars;

    *out = curses->ground;
    *to++ = *text;
    if (!term_sgr_alike(&curses->styles[style], &curses->styles[0], *text == L' '))
        *to++ = (wchar_t)(TERM_SGR_MARK + style);
    while (*++text)
        *to++ = *text;
}

static void to_curses(const struct term_curses *curses, cchar_t *out, const struct cell *cell, bool whole)
{
    wchar_t text[CCHARW_MAX + 1] = {shown_character(cell, whole)};
    if (text[0] == (wchar_t)cell->ch[0])
        for (size_t i = 1; i < ARRAY_SIZE(cell->ch) && cell->ch[i]; i++)
            text[i] = (wchar_t)cell->ch[i];
    enum role role = cell->role < ROLE_COUNT ? cell->role : ROLE_TEXT;
    if (curses->entry.styled) {
        put_styled(curses, out, text, style_of(role, cell->attrs));
        return;
    }
    attr_t attrs = (curses->attrs[role] | attributes(cell->attrs)) & ~curses->never[role];
    setcchar(out, text, attrs, 0, &curses->pairs[role]);
}

void term_curses_put(struct term_curses *curses, int row, const struct cell *cells, int first, int last)
{
    int n = 0;
    for (int col = first; col <= last; col += cells[col].width == 2 && col < last ? 2 : 1)
        to_curses(curses, &curses->line[n++], &cells[col], cells[col].width < 2 || col < last);
    mvwadd_wchnstr(newscr, row, first, curses->line, n);
}

/* How ncurses makes up a cell of what is put and the window's own attributes and background: what we put is
 * whole. See term_shortcuts.h. */
cchar_t __wrap__nc_render(WINDOW *window, cchar_t cell);
cchar_t __wrap__nc_render(WINDOW *window, cchar_t cell)
{
    (void)window;
    return cell;
}

void term_curses_update(struct term_curses *curses)
{
    doupdate();
    term_frame_end(curses->screen);
}
