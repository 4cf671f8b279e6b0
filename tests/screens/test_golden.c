/* SPDX-License-Identifier: MIT */
/*
 * Every main screen at four sizes, compared cell by cell with the files in golden/. With --record they are
 * written anew; `meson compile record-screens` does that, and the change is then read as a diff.
 */
#include "tests/screens/player.h"

#include "base/error.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

struct scenario {
    const char *name;
    const char *script;
    struct player_options options;
};

#define MONDAY_NOON 1795406400 /* 2026-11-23 12:00 in Asia/Shanghai */

static const struct hours hall_hours = {
    .open = {{.days = 0x1F, .from = 510, .to = 690}, {.days = 0x1F, .from = 780, .to = 990}}, .n_open = 2};

static const struct scenario scenarios[] = {
    {"attract", ""},
    {"home", "Enter"},
    {"home-selected", "Enter Down Down Down"},
    {"home-filter", "Enter Right Right"},
    {"home-number", "Enter 1"},
    {"home-plain", "Enter Down", {.plain = true}},
    {"answer-01", "Enter 1 wait:800"},
    {"answer-02", "Enter 2"},
    {"answer-03", "Enter 3"},
    {"answer-04", "Enter 4"},
    {"answer-05", "Enter 5"},
    {"answer-06", "Enter 6"},
    {"answer-07", "Enter 7"},
    {"answer-08", "Enter 8"},
    {"answer-09", "Enter 9"},
    {"answer-10", "Enter 1 0"},
    {"answer-11", "Enter 1 1"},
    {"answer-12", "Enter 1 2"},
    {"answer-page-down", "Enter 2 PgDn"},
    {"answer-end", "Enter 8 End"},
    {"answer-next-link", "Enter 2 Right"},
    {"answer-plain", "Enter 2", {.plain = true}},
    {"code", "Enter 2 Q"},
    {"code-plain", "Enter 2 Q", {.plain = true}},
    {"guide-choice", "Enter 6 Space"},
    {"guide-choice-later", "Enter 5 Space 2 Down"},
    {"guide-choice-plain", "Enter 6 Space", {.plain = true}},
    {"guide-date-year", "Enter 7 Space"},
    {"guide-date-day", "Enter 7 Space 2 0 2 4 2 Right"},
    {"guide-school", "Enter 2 Space"},
    {"guide-school-found", "Enter 2 Space j l d x Down"},
    {"guide-change", "Enter 1 0 Space 3 2 C"},
    {"outcome", "Enter 5 Space 2 1 1"},
    {"outcome-date", "Enter 7 Space 2 0 2 6 1 2 3 1 Enter"},
    {"outcome-end", "Enter 1 0 Space 3 2 End"},
    {"outcome-plain", "Enter 5 Space 2 1 1", {.plain = true}},
    {"search", "Enter /"},
    {"search-found", "Enter / b y z Down"},
    {"search-nearest", "Enter / 宇 宙 飞 船"},
    {"search-plain", "Enter / b y z", {.plain = true}},
    {"school", "Enter s"},
    {"school-found", "Enter s c h a n g c h u n l i"},
    {"school-none", "Enter s 不 存 在"},
    {"school-card", "Enter s j l d x Enter"},
    {"outcome-printer", "Enter 5 Space 2 1 1", {.printer = true}},
    {"answer-no-paper", "Enter 6 printer:no-paper", {.printer = true}},
    {"print", "Enter 5 Space 2 1 1 P", {.printer = true}},
    {"print-answer", "Enter 6 P", {.printer = true}},
    {"print-plain", "Enter 5 Space 2 1 1 P", {.printer = true, .plain = true}},
    {"print-sending", "Enter 5 Space 2 1 1 P Enter printer:sending:60", {.printer = true}},
    {"print-done", "Enter 5 Space 2 1 1 P Enter printer:done", {.printer = true}},
    {"print-no-paper", "Enter 5 Space 2 1 1 P printer:no-paper", {.printer = true}},
    {"print-failed", "Enter 5 Space 2 1 1 P Enter printer:gone printer:failed", {.printer = true}},
    {"hall-answer", "Enter 6 End", {.hall = PLAYER_KIOSK}},
    {"hall-answer-office", "Enter 3", {.hall = PLAYER_KIOSK}},
    {"hall-outcome", "Enter 5 Space 2 1 1", {.hall = PLAYER_KIOSK}},
    {"answer-voice", "Enter 6", {.voice = true}},
    {"guide-choice-voice", "Enter 6 Space", {.voice = true}},
    {"guide-school-voice", "Enter 2 Space", {.voice = true}},
    {"attract-closed", "", {.hours = &hall_hours, .wall = MONDAY_NOON}},
    {"attract-closed-plain", "", {.hours = &hall_hours, .wall = MONDAY_NOON, .plain = true}},
    {"staff-pin", "F2 F4 F6 F8", {.hall = PLAYER_KIOSK, .locked = true, .pin = "204713"}},
    {"staff-pin-wrong",
     "F2 F4 F6 F8 2 0 4 7 1 4 Enter 2 0",
     {.hall = PLAYER_KIOSK, .locked = true, .pin = "204713"}},
    {"staff-pin-refused",
     "F2 F4 F6 F8 2 0 4 7 1 4 Enter",
     {.hall = PLAYER_KIOSK, .locked = true, .pin = "204713"}},
    {"staff-pin-wait",
     "F2 F4 F6 F8 2 2 2 2 2 1 Enter 2 2 2 2 2 1 Enter 2 2 2 2 2 1 Enter 2 2 2 2 2 1 Enter 2 2 2 2 2 1 Enter",
     {.hall = PLAYER_KIOSK, .locked = true, .pin = "204713"}},
    {"staff",
     "F2 F4 F6 F8 2 0 4 7 1 3 Enter Down",
     {.hall = PLAYER_KIOSK, .locked = true, .pin = "204713", .printer = true}},
    {"staff-print",
     "F2 F4 F6 F8 2 0 4 7 1 3 Enter 1",
     {.hall = PLAYER_KIOSK, .locked = true, .pin = "204713", .printer = true}},
    {"staff-check",
     "F2 F4 F6 F8 2 0 4 7 1 3 Enter 2",
     {.hall = PLAYER_KIOSK, .locked = true, .pin = "204713"}},
    {"desk-first", "", {.hall = PLAYER_EMPTY_DESK}},
    {"desk-first-refused", "type:王老师 Enter type:123 Enter Enter", {.hall = PLAYER_EMPTY_DESK}},
    {"desk-login", "", {.hall = PLAYER_DESK}},
    {"desk-login-refused", "type:王老师 Enter type:wrong Enter", {.hall = PLAYER_DESK}},
    {"desk-login-wait",
     "type:王老师 Enter type:wrong1 Enter type:wrong2 Enter type:wrong3 Enter type:wrong4 Enter type:wrong5 "
     "Enter wait:11000",
     {.hall = PLAYER_DESK}},
    {"desk-bench", "login:王老师 Down", {.hall = PLAYER_DESK}},
    {"desk-bench-clerk", "login:小张", {.hall = PLAYER_DESK}},
    {"desk-bench-number", "login:小张 1", {.hall = PLAYER_DESK}},
    {"desk-bench-plain", "login:王老师", {.hall = PLAYER_DESK, .plain = true}},
    {"desk-bench-leave", "login:小张 Esc", {.hall = PLAYER_DESK}},
    {"desk-question", "login:李老师 6", {.hall = PLAYER_DESK, .printer = true}},
    {"desk-question-bring", "login:小张 5 Right Right", {.hall = PLAYER_DESK}},
    {"desk-question-addendum", "login:李老师 6 Right Right Right", {.hall = PLAYER_DESK}},
    {"desk-question-asked", "login:小张 2 Left", {.hall = PLAYER_DESK}},
    {"desk-question-plain", "login:小张 6", {.hall = PLAYER_DESK, .plain = true}},
    {"desk-locked", "login:李老师 6 Ctrl-L", {.hall = PLAYER_DESK}},
    {"desk-countdown", "login:李老师 6 wait:53000", {.hall = PLAYER_DESK}},
    {"desk-profile", "login:李老师 x", {.hall = PLAYER_DESK}},
    {"desk-profile-typed", "login:李老师 x Down Down Down Down type:电话待定", {.hall = PLAYER_DESK}},
    {"desk-profile-leave", "login:李老师 x Down type:x Esc", {.hall = PLAYER_DESK}},
    {"desk-school", "login:李老师 x Enter type:jldx", {.hall = PLAYER_DESK}},
    {"desk-addenda", "login:李老师 b", {.hall = PLAYER_DESK}},
    {"desk-edit", "login:李老师 b 6", {.hall = PLAYER_DESK}},
    {"desk-edit-typed",
     "login:李老师 b 3 paste:一、请带身份证原件。|二、到学籍科登记，三个工作日办完。 Tab Right Right",
     {.hall = PLAYER_DESK}},
    {"desk-edit-preview", "login:李老师 b 6 Tab Right Enter", {.hall = PLAYER_DESK}},
    {"desk-edit-publish", "login:李老师 b 2 Tab Right Right Enter", {.hall = PLAYER_DESK}},
    {"desk-edit-plain", "login:李老师 b 6", {.hall = PLAYER_DESK, .plain = true}},
    {"desk-history", "login:李老师 b 6 End type:又 Ctrl-S Tab Left Enter", {.hall = PLAYER_DESK}},
    {"desk-version", "login:李老师 b 6 Tab Left Enter Enter", {.hall = PLAYER_DESK}},
    {"desk-stats", "login:小张 j", {.hall = PLAYER_DESK}},
    {"desk-stats-week", "login:小张 j Tab 8", {.hall = PLAYER_DESK}},
    {"desk-stats-misses", "login:小张 j Tab Tab 6", {.hall = PLAYER_DESK}},
    {"desk-stats-none", "login:小张 j Left Left", {.hall = PLAYER_DESK}},
    {"desk-stats-plain", "login:小张 j", {.hall = PLAYER_DESK, .plain = true}},
    {"desk-export", "login:王老师 j e", {.hall = PLAYER_DESK}},
    {"desk-password", "login:小张 m", {.hall = PLAYER_DESK}},
    {"desk-accounts", "login:王老师 z Down", {.hall = PLAYER_DESK}},
    {"desk-account", "login:王老师 z Down Enter", {.hall = PLAYER_DESK}},
    {"desk-account-new", "login:王老师 z n type:小李 Tab Right", {.hall = PLAYER_DESK}},
    {"desk-audit", "login:王老师 r", {.hall = PLAYER_DESK}},
    {"desk-updates", "login:王老师 g", {.hall = PLAYER_DESK}},
    {"desk-help", "login:小张 ?", {.hall = PLAYER_DESK}},
    {"help", "Enter ?"},
    {"help-locked-end", "Enter ? End", {.locked = true}},
    {"about", "Enter a"},
    {"service", "Enter", {.handbook_error = -EBADMSG}},
    {"countdown", "Enter wait:65000"},
};

static const struct {
    int cols, rows;
} sizes[] = {{40, 12}, {80, 24}, {100, 30}, {132, 43}};

static const char *golden_folder;
static bool recording;

static char *play(const struct scenario *scenario)
{
    char *text = NULL;
    size_t n = 0;
    FILE *stream = open_memstream(&text, &n);
    assert_non_null(stream);
    for (size_t i = 0; i < ARRAY_SIZE(sizes); i++) {
        struct player player;
        struct player_options options = scenario->options;
        options.rows = sizes[i].rows;
        options.cols = sizes[i].cols;
        player_open(&player, &options);
        player_play(&player, scenario->script);
        player_dump(&player, stream);
        player_close(&player);
    }
    fclose(stream);
    return text;
}

static char *read_file(const char *path)
{
    _cleanup_fclose_ FILE *stream = fopen(path, "r");
    if (!stream)
        return NULL;
    char *text = NULL;
    size_t size = 0;
    if (getdelim(&text, &size, '\0', stream) < 0) {
        free(text);
        return NULL;
    }
    return text;
}

static void write_file(const char *path, const char *text)
{
    _cleanup_fclose_ FILE *stream = fopen(path, "w");
    assert_non_null(stream);
    assert_true(fputs(text, stream) >= 0);
}

/* Prints the lines where the two part. */
static void show_difference(const char *path, const char *expected, const char *actual)
{
    int line = 1;
    while (*expected && *expected == *actual) {
        line += *expected == '\n';
        expected++;
        actual++;
    }
    while (expected[-1] != '\n' && line > 1) {
        expected--;
        actual--;
    }
    fail_msg("%s:%d\n  expected: %.*s\n  now:      %.*s\nmeson compile record-screens, then read the diff",
             path, line, (int)strcspn(expected, "\n"), expected, (int)strcspn(actual, "\n"), actual);
}

static void looks_as_recorded(void **state)
{
    const struct scenario *scenario = *state;
    _cleanup_free_ char *actual = play(scenario);
    _cleanup_free_ char *path = NULL;
    assert_true(asprintf(&path, "%s/%s.txt", golden_folder, scenario->name) > 0);
    if (recording) {
        write_file(path, actual);
        return;
    }
    _cleanup_free_ char *expected = read_file(path);
    if (!expected)
        fail_msg("%s is missing", path);
    if (strcmp(expected, actual) != 0)
        show_difference(path, expected, actual);
}

int main(int argc, char **argv)
{
    struct CMUnitTest tests[ARRAY_SIZE(scenarios)];
    recording = argc > 2 && strcmp(argv[2], "--record") == 0;
    golden_folder = argc > 1 ? argv[1] : "golden";
    for (size_t i = 0; i < ARRAY_SIZE(scenarios); i++)
        tests[i] = (struct CMUnitTest){.name = scenarios[i].name,
                                       .test_func = looks_as_recorded,
                                       .initial_state = (void *)&scenarios[i]};
    return cmocka_run_group_tests_name("golden screens", tests, NULL, NULL);
}
