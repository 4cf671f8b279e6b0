/* SPDX-License-Identifier: MIT */
/* Terminal descriptions that are damaged, poor or strange: what is trusted, and what is made of them. One
 * capability of xterm's is another each time. */
#include "ui/term_entry.h"

#include "base/error.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define NONE ""                /* it is not there */
#define CANCELLED ((char *)-1) /* as curses tells of a name that is none */
#define X50 "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"

/* Of curses. */
extern int COLORS, COLOR_PAIRS;
extern struct term *cur_term;
int del_curterm(struct term *terminal);

/* What stands in the place of one capability of the description. */
static struct {
    const char *name, *value;
    const char *number;
    int is;
    int found; /* of setupterm when it fails; -2: it does not */
} changed;

char *__real_tigetstr(const char *name);
char *__wrap_tigetstr(const char *name);
char *__wrap_tigetstr(const char *name)
{
    if (!changed.name || strcmp(changed.name, name) != 0)
        return __real_tigetstr(name);
    return strcmp(changed.value == CANCELLED ? "x" : changed.value, NONE) == 0 ? NULL : (char *)changed.value;
}

int __real_tigetnum(const char *name);
int __wrap_tigetnum(const char *name);
int __wrap_tigetnum(const char *name)
{
    return changed.number && strcmp(changed.number, name) == 0 ? changed.is : __real_tigetnum(name);
}

int __real_setupterm(const char *name, int fd, int *found);
int __wrap_setupterm(const char *name, int fd, int *found);
int __wrap_setupterm(const char *name, int fd, int *found)
{
    if (changed.found == -2)
        return __real_setupterm(name, fd, found);
    *found = changed.found;
    return -1;
}

static int change_nothing(void **state)
{
    (void)state;
    memset(&changed, 0, sizeof(changed));
    changed.found = -2;
    return 0;
}

static int check_with(const char *name, const char *value)
{
    changed.name = name;
    changed.value = value;
    return term_entry_check("xterm-256color", STDOUT_FILENO);
}

static void what_curses_would_stumble_over_is_not_trusted(void **state)
{
    static const struct {
        const char *name, *value;
        int expected;
    } rows[] = {
        {"smcup", "%s", 1},                                       /* a number read as a pointer */
        {"smcup", "%", 1},                                        /* cut off */
        {"smcup", "%\'", 1},                                      /* the same */
        {"smcup", "%\'a\'", 0},                                   /* a constant */
        {"cub", "\033[%:-3d", 0},                                 /* flags */
        {"cub", "\033[%2d", 0},                                   /* digits */
        {"cub", "\033[%p1%5lD", 1},                               /* none of its letters */
        {"clear", "x$<5>", 0},                                    /* a pause that ends */
        {"clear", "x$<5*>", 0},                                   /* longer with each line */
        {"clear", "x$<5000>", 1},                                 /* seconds */
        {"clear", "x$<5/>", 1},                                   /* one that must be kept */
        {"clear", "x$<5*/>", 1},                                  /* the same */
        {"bold", X50 X50 X50 X50 X50 X50 X50 X50 X50 X50 X50, 1}, /* endless */
        {"bold", NONE, 0},                                        /* what need not be there */
        {"bold", CANCELLED, 0},                                   /* the same */
        {"cup", NONE, -ENOENT},                                   /* what must */
        {"clear", NONE, -ENOENT},                                 /* the same */
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
        if (check_with(rows[i].name, rows[i].value) != rows[i].expected)
            fail_msg("%s, row %zu: not %d", rows[i].name, i, rows[i].expected);
}

static void numbers_that_no_terminal_has_are_not_trusted(void **state)
{
    static const struct {
        const char *name;
        int value, expected;
    } rows[] = {{"xmc", 1, 1}, {"xmc", 0, 0}, {"colors", 1 << 25, 1}, {"colors", 1 << 24, 0}};
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
        changed.number = rows[i].name;
        changed.is = rows[i].value;
        assert_int_equal(check_with(NULL, NULL), rows[i].expected);
    }
}

static void one_that_is_not_there_and_one_of_paper_are_told_apart(void **state)
{
    (void)state;
    changed.found = 0;
    assert_int_equal(check_with(NULL, NULL), 1);
    changed.found = -1;
    assert_int_equal(check_with(NULL, NULL), 1);
    changed.found = 1; /* generic or hard copy */
    assert_int_equal(check_with(NULL, NULL), -ENOENT);
}

/* ---- what is made of it ---- */

static void read_with(struct term_entry *out, const char *name, const char *value, int colours)
{
    int found;
    changed.name = NULL;
    assert_int_equal(__real_setupterm("xterm-256color", STDOUT_FILENO, &found), 0);
    changed.name = name;
    changed.value = value;
    COLORS = colours;
    COLOR_PAIRS = colours >= 8 ? 256 : 0;
    assert_int_equal(term_entry_read(out), 0);
}

static void let_go(struct term_entry *entry)
{
    term_entry_fini(entry);
    del_curterm(cur_term);
}

static void what_we_write_ourselves_has_no_padding(void **state)
{
    static const struct {
        const char *value, *copy;
    } rows[] = {{"a$<5>b$<1*>", "ab"}, {"$<5", "$<5"}, {"$<5>", ""}, {"plain", "plain"}, {NONE, ""}};
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
        struct term_entry entry;
        read_with(&entry, "smcup", rows[i].value, 256);
        assert_string_equal(entry.enter, rows[i].copy);
        let_go(&entry);
    }
}

static void cells_have_marks_only_where_every_colour_is_what_we_write(void **state)
{
    static const struct {
        const char *name, *value;
        int colours;
        bool styled;
        enum colour_depth depth;
    } rows[] = {
        {NULL, NULL, 256, true, DEPTH_256},
        {NULL, NULL, 16, true, DEPTH_16},
        {NULL, NULL, 8, true, DEPTH_8},
        {NULL, NULL, 0, true, DEPTH_MONO},
        {NULL, NULL, 512, false, DEPTH_256},
        {"setaf", NONE, 8, false, DEPTH_8},
        {"setab", NONE, 8, false, DEPTH_8},
        {"setaf", "\033[3%p1%dm", 8, true, DEPTH_8},
        {"setaf", "\033[3%p1%dm", 16, false, DEPTH_16},
        {"setab", "\033[4%p1%dm", 16, false, DEPTH_16},
        {"setaf", "\033[%?%p1%{8}%<%t3%p1%d%e9%p1%{8}%-%d%;m", 256, false, DEPTH_256},
        {"setab", "\033[%?%p1%{8}%<%t4%p1%d%e10%p1%{8}%-%d%;m", 256, false, DEPTH_256},
        {"sgr0", NONE, 256, false, DEPTH_256},
        {"sgr0", "\033[99m", 256, false, DEPTH_256},
        {"op", "\033[0m", 256, false, DEPTH_256},
        {"rmul", NONE, 256, false, DEPTH_256},
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
        struct term_entry entry;
        read_with(&entry, rows[i].name, rows[i].value, rows[i].colours);
        if (entry.styled != rows[i].styled || entry.depth != rows[i].depth)
            fail_msg("%s “%s” of %d colours: styled %d, depth %d",
                     rows[i].name ? rows[i].name : "all as it is", rows[i].value ? rows[i].value + 1 : "",
                     rows[i].colours, entry.styled, entry.depth);
        let_go(&entry);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(what_curses_would_stumble_over_is_not_trusted, change_nothing),
        cmocka_unit_test_setup(numbers_that_no_terminal_has_are_not_trusted, change_nothing),
        cmocka_unit_test_setup(one_that_is_not_there_and_one_of_paper_are_told_apart, change_nothing),
        cmocka_unit_test_setup(what_we_write_ourselves_has_no_padding, change_nothing),
        cmocka_unit_test_setup(cells_have_marks_only_where_every_colour_is_what_we_write, change_nothing),
    };
    setlocale(LC_CTYPE, "C.UTF-8");
    return cmocka_run_group_tests_name("terminal descriptions", tests, NULL, NULL);
}
