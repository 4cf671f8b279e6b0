/* SPDX-License-Identifier: MIT */
#include "kiosk/environment.h"

#include "base/error.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static size_t count_variables(void)
{
    size_t n = 0;

    while (environ && environ[n])
        n++;
    return n;
}

/* What environment_clean makes of one variable; NULL if it vanishes. */
static const char *kept(const char *name, const char *value)
{
    struct environment environment;

    clearenv();
    setenv(name, value, 1);
    assert_int_equal(environment_clean(&environment), 0);
    const char *after = getenv(name);
    assert_int_equal(environment.dropped, after == NULL);
    assert_int_equal(count_variables(), after ? 2 : 1);
    return after;
}

static void dangerous_variables_vanish(void **state)
{
    static const char *const names[] = {
        "TERMINFO",   "TERMINFO_DIRS", "TERMCAP",       "LINES",
        "COLUMNS",    "ESCDELAY",      "NCURSES_TRACE", "NCURSES_NO_PADDING",
        "LOCPATH",    "NLSPATH",       "LD_PRELOAD",    "LD_LIBRARY_PATH",
        "GCONV_PATH", "TZDIR",         "LANGUAGE",      "LC_MESSAGES",
        "PATH",       "SHELL",         "EDITOR",        "MALLOC_TRACE",
        "DISPLAY",    "RES_OPTIONS",   "TMPDIR",        "SQLITE_TMPDIR",
        "IFS",        "BASH_ENV",
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(names); i++)
        assert_null(kept(names[i], "xterm"));
}

static void good_values_stay(void **state)
{
    static const char *const variables[][2] = {
        {"TERM", "xterm-256color"},
        {"TERM", "screen.xterm+x_1"},
        {"LANG", "zh_CN.GB18030"},
        {"LC_ALL", "C.UTF-8"},
        {"LC_CTYPE", "de_DE@euro"},
        {"TZ", "Asia/Shanghai"},
        {"TZ", "CST-8"},
        {"HOME", "/home/大厅"},
        {"HOME", "/"},
        {"COLORTERM", "truecolor"},
        {"NO_COLOR", "1"},
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(variables); i++) {
        const char *after = kept(variables[i][0], variables[i][1]);
        assert_non_null(after);
        assert_string_equal(after, variables[i][1]);
    }
}

static void bad_values_vanish(void **state)
{
    static const char *const variables[][2] = {
        {"TERM", ""},
        {"TERM", "../xterm"},
        {"TERM", ".."},
        {"TERM", "/tmp/x"},
        {"TERM", "xterm\x1b[2J"},
        {"TERM", "x term"},
        {"TERM", "0123456789012345678901234567890123456789012345678901234567890123"},
        {"LANG", "/tmp/locale"},
        {"LC_ALL", "zh_CN.GBK//TRANSLIT"},
        {"LC_CTYPE", "a;b"},
        {"TZ", ":/etc/passwd"},
        {"TZ", ":Asia/Shanghai"},
        {"TZ", "/etc/localtime"},
        {"TZ", "Asia/../../../tmp/x"},
        {"TZ", "<x>-8,M3.2.0"},
        {"HOME", "tmp"},
        {"HOME", ""},
        {"HOME", "/home/\x1b[2J"},
        {"HOME", "/home/\xFF"},
        {"COLORTERM", "true/color"},
        {"NO_COLOR", ""},
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(variables); i++)
        assert_null(kept(variables[i][0], variables[i][1]));
}

static struct environment cleaned_with(const char *name, const char *value)
{
    struct environment environment;

    clearenv();
    setenv(name, value, 1);
    assert_int_equal(environment_clean(&environment), 0);
    assert_null(getenv(name));
    return environment;
}

static void the_service_managers_variables_are_taken_and_not_left(void **state)
{
    (void)state;
    assert_string_equal(cleaned_with("NOTIFY_SOCKET", "/run/systemd/notify").notify_socket,
                        "/run/systemd/notify");
    assert_string_equal(cleaned_with("NOTIFY_SOCKET", "@notify").notify_socket, "@notify");
    assert_true(cleaned_with("WATCHDOG_USEC", "90000000").watchdog_us == 90000000);
}

static void bad_values_of_the_service_managers_variables_are_none(void **state)
{
    char long_name[109];

    (void)state;
    memset(long_name, '/', sizeof long_name);
    long_name[sizeof long_name - 1] = '\0';
    const char *const names[] = {"", "/", "run/notify", "vsock:2:1", "/run/\x1b[2J", long_name};
    for (size_t i = 0; i < ARRAY_SIZE(names); i++)
        assert_string_equal(cleaned_with("NOTIFY_SOCKET", names[i]).notify_socket, "");
    static const char *const times[] = {"", "-1", "9e9", "0x10", "1234567890123456789"};
    for (size_t i = 0; i < ARRAY_SIZE(times); i++)
        assert_true(cleaned_with("WATCHDOG_USEC", times[i]).watchdog_us == 0);
}

static void a_home_too_long_vanishes(void **state)
{
    char home[1200];

    (void)state;
    memset(home, '/', sizeof(home));
    home[1023] = '\0';
    assert_non_null(kept("HOME", home));
    home[1023] = '/';
    home[1024] = '\0';
    assert_null(kept("HOME", home));
}

static void lines_are_drawn_by_characters_whatever_was_set(void **state)
{
    struct environment environment;

    (void)state;
    clearenv();
    setenv("NCURSES_NO_UTF8_ACS", "0", 1);
    assert_int_equal(environment_clean(&environment), 0);
    assert_string_equal(getenv("NCURSES_NO_UTF8_ACS"), "1");
}

static void the_caller_is_told_what_was_kept(void **state)
{
    struct environment environment;

    (void)state;
    clearenv();
    setenv("TERM", "foot", 1);
    setenv("COLORTERM", "24bit", 1);
    setenv("NO_COLOR", "yes", 1);
    setenv("PATH", "/bin", 1);
    setenv("LINES", "1", 1);
    assert_int_equal(environment_clean(&environment), 0);
    assert_string_equal(environment.term, "foot");
    assert_true(environment.no_colour && environment.true_colour);
    assert_int_equal(environment.dropped, 2);
    assert_string_equal(getenv("NO_COLOR"), "1");

    clearenv();
    setenv("COLORTERM", "yes", 1);
    assert_int_equal(environment_clean(&environment), 0);
    assert_string_equal(environment.term, "");
    assert_false(environment.no_colour || environment.true_colour);
}

static void gnu_screen_is_told_from_tmux(void **state)
{
    static const struct {
        const char *term, *screen, *tmux;
        bool told;
    } cases[] = {
        {"screen-256color", NULL, NULL, true}, /* over ssh, which carries TERM only */
        {"xterm-256color", "1234.pts-0", NULL, true}, {"screen", NULL, "/tmp/tmux-0/default,1,0", false},
        {"tmux-256color", NULL, NULL, false},         {"xterm-256color", NULL, NULL, false},
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        struct environment environment;
        clearenv();
        setenv("TERM", cases[i].term, 1);
        if (cases[i].screen)
            setenv("STY", cases[i].screen, 1);
        if (cases[i].tmux)
            setenv("TMUX", cases[i].tmux, 1);
        assert_int_equal(environment_clean(&environment), 0);
        assert_int_equal(environment.gnu_screen, cases[i].told);
        assert_null(getenv("STY"));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gnu_screen_is_told_from_tmux),
        cmocka_unit_test(dangerous_variables_vanish),
        cmocka_unit_test(good_values_stay),
        cmocka_unit_test(bad_values_vanish),
        cmocka_unit_test(the_service_managers_variables_are_taken_and_not_left),
        cmocka_unit_test(bad_values_of_the_service_managers_variables_are_none),
        cmocka_unit_test(a_home_too_long_vanishes),
        cmocka_unit_test(lines_are_drawn_by_characters_whatever_was_set),
        cmocka_unit_test(the_caller_is_told_what_was_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
