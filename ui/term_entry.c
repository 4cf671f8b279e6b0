/* SPDX-License-Identifier: MIT */
#define NCURSES_WIDECHAR 1
#include "ui/term_entry.h"

#include "base/error.h"
#include "ui/term_sgr.h"

#include <curses.h>
#include <string.h>
#include <term.h>
#include <wchar.h>

#define CAPABILITY_MAX 512 /* bytes; the longest sane one, a sgr, has about 80 */

/* What curses may send while it draws, and we beside it. */
static const char *const sent[] = {
    "bold", "cbt",  "civis", "clear", "cnorm", "cr",    "csr",  "cub",  "cub1", "cud",   "cud1",  "cuf",
    "cuf1", "cup",  "cuu",   "cuu1",  "dim",   "ech",   "ed",   "el",   "el1",  "enacs", "home",  "hpa",
    "ht",   "is1",  "is2",   "is3",   "ll",    "nel",   "op",   "rep",  "rev",  "rmacs", "rmcup", "rmir",
    "rmkx", "rmso", "rmul",  "sc",    "setab", "setaf", "setb", "setf", "sgr",  "sgr0",  "smacs", "smcup",
    "smso", "smul", "vpa",   "rs1",   "rs2",   "rs3",   "rc",   "smir", "ich",  "ich1",  "dch",   "dch1",
    "il",   "il1",  "dl",    "dl1",   "ind",   "indn",  "ri",   "rin",  "smam", "rmam",  "oc",    "initc",
};

static const char *capability(const char *name)
{
    const char *value = tigetstr(name);
    return value && value != (const char *)-1 ? value : NULL;
}

static bool capability_is(const char *name, const char *value)
{
    const char *found = capability(name);
    return found && strcmp(found, value) == 0;
}

/* terminfo(5): + and - are operators unless a colon says that they are flags of a number. */
static const char *skip_format(const char *p)
{
    return p + strspn(p, *p == ':' ? ":-+# 0123456789." : "# 0123456789.");
}

/* Damage shows as parameters that would be read as pointers, endless text, or pauses that would hold
 * everything up. */
static bool capability_is_sane(const char *value)
{
    if (strnlen(value, CAPABILITY_MAX) == CAPABILITY_MAX)
        return false;
    for (const char *p = value; (p = strchr(p, '%')); p++) {
        p = skip_format(p + 1);
        if (*p == '\0' || !strchr("%cdoxXpPg'{+-*/m&|^=<>AO!~i?te;", *p))
            return false;
        if (*p == '\'' && p[1] == '\0')
            return false;
    }
    for (const char *p = value; (p = strstr(p, "$<")); p++) {
        size_t digits = strspn(p + 2, "0123456789.");
        if (digits > 3 || memchr(p + 2 + digits, '/', strnlen(p + 2 + digits, 2)))
            return false;
    }
    return true;
}

static bool entry_is_sane(void)
{
    for (size_t i = 0; i < ARRAY_SIZE(sent); i++) {
        const char *value = capability(sent[i]);
        if (value && !capability_is_sane(value))
            return false;
    }
    return tigetnum("xmc") <= 0 && tigetnum("colors") <= 1 << 24;
}

int term_entry_check(const char *name, int fd)
{
    int found;
    if (setupterm(name, fd, &found) != OK) {
        bool known = found == 1; /* found, but generic or hard copy */
        return known ? -ENOENT : 1;
    }
    int r = entry_is_sane() ? 0 : 1;
    if (r == 0 && (!capability("cup") || !capability("clear")))
        r = -ENOENT;
    del_curterm(cur_term);
    return r;
}

/* A capability without its padding, for writing it ourselves. NULL when out of memory. */
static char *capability_copy(const char *name)
{
    const char *value = capability(name);
    char *copy = strdup(value ? value : "");
    for (char *p = copy; p && (p = strstr(p, "$<"));) {
        char *end = strchr(p, '>');
        if (!end)
            break;
        memmove(p, end + 1, strlen(end + 1) + 1);
    }
    return copy;
}

void term_entry_fini(struct term_entry *entry)
{
    free(entry->enter);
    free(entry->leave);
    free(entry->hide_cursor);
    free(entry->show_cursor);
    free(entry->plain);
    free(entry->clear);
}

static enum colour_depth depth_of(int colours)
{
    if (colours >= 256)
        return DEPTH_256;
    if (colours >= 16)
        return DEPTH_16;
    return colours >= 8 ? DEPTH_8 : DEPTH_MONO;
}

static bool colour_is(const char *name, int colour, const char *expected)
{
    const char *value = capability(name), *sequence = value ? tiparm(value, colour) : NULL;
    return sequence && strcmp(sequence, expected) == 0;
}

/* Whether what we write for a colour is what the entry has for it, and curses writes nothing else. */
static bool colours_are_known(void)
{
    bool eight = colour_is("setaf", 4, "\033[34m") && colour_is("setab", 7, "\033[47m");
    bool sixteen = COLORS < 16 || (colour_is("setaf", 9, "\033[91m") && colour_is("setab", 9, "\033[101m"));
    bool all = COLORS < 256 ||
               (colour_is("setaf", 235, "\033[38;5;235m") && colour_is("setab", 255, "\033[48;5;255m"));
    const char *plain = capability("sgr0");
    return eight && sixteen && all && plain && term_sgr_understands(plain) && wcwidth(TERM_SGR_MARK) == 0;
}

int term_entry_read(struct term_entry *entry)
{
    *entry = (struct term_entry){
        .enter = capability_copy("smcup"),
        .leave = capability_copy("rmcup"),
        .hide_cursor = capability_copy("civis"),
        .show_cursor = capability_copy("cnorm"),
        .plain = capability_copy("sgr0"),
        .clear = capability_copy("clear"),
        .mouse = capability("kmous"),
        .ansi = strncmp(capability("cup"), "\033[%i", 4) == 0,
        .sgr = capability_is("op", "\033[39;49m") && capability_is("rmul", "\033[24m") && COLORS <= 256,
        .depth = COLOR_PAIRS > ROLE_COUNT ? depth_of(COLORS) : DEPTH_MONO,
    };
    entry->styled = entry->sgr && colours_are_known();
    bool whole = entry->enter && entry->leave && entry->hide_cursor && entry->show_cursor && entry->plain;
    return whole && entry->clear ? 0 : -ENOMEM;
}

/* terminfo(5): of the attributes those that the entry has, and of ncv those that go together with colours. */
unsigned term_entry_attributes(bool colours)
{
    static const struct {
        const char *name;
        unsigned attr;
        int ncv;
    } all[] = {{"bold", ATTR_BOLD, 32},
               {"smul", ATTR_UNDERLINE, 2},
               {"rev", ATTR_REVERSE, 4},
               {"dim", ATTR_DIM, 16}};
    int ncv = colours ? tigetnum("ncv") : 0;
    unsigned shown = 0;
    for (size_t i = 0; i < ARRAY_SIZE(all); i++)
        if (capability(all[i].name) && (ncv <= 0 || !(ncv & all[i].ncv)))
            shown |= all[i].attr;
    return shown;
}
