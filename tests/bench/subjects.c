/* SPDX-License-Identifier: MIT */
#include "tests/bench/subjects.h"
#include "base/error.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define DOWN "\033[B"
#define DOWN_APPLICATION "\033OB" /* where the program has switched the keypad on */
#define PAGE_DOWN "\033[6~"

#define MOVES(sequence)                                                                                      \
    {                                                                                                        \
        .key = (sequence), .times = 10, .first = FIGURE_MOVE_FIRST, .last = FIGURE_MOVE,                     \
        .bytes = FIGURE_MOVE_BYTES, .reads = FIGURE_MOVE_READS                                               \
    }
#define TIMED(sequence, figure)                                                                              \
    {                                                                                                        \
        .key = (sequence), .times = 1, .first = FIGURE_COUNT, .last = (figure), .bytes = FIGURE_COUNT,       \
        .reads = FIGURE_COUNT                                                                                \
    }
#define UNTIMED(sequence) TIMED(sequence, FIGURE_COUNT)
#define UNCHANGED(sequence)                                                                                  \
    {                                                                                                        \
        .key = (sequence), .times = 1, .first = FIGURE_COUNT, .last = FIGURE_COUNT,                          \
        .bytes = FIGURE_UNCHANGED_BYTES, .reads = FIGURE_COUNT                                               \
    }

#define TITLE "学信网上查询不到本人学籍信息怎么办？"
#define MENU                                                                                                 \
    "1", TITLE, "2", TITLE, "3", TITLE, "4", TITLE, "5", TITLE, "6", TITLE, "7", TITLE, "8", TITLE, "9",     \
        TITLE, "10", TITLE, "11", TITLE, "12", TITLE

static bool is_installed(const char *command)
{
    static const char *const folders[] = {"/usr/local/bin", "/usr/bin", "/bin"};
    char path[256];
    if (strchr(command, '/'))
        return access(command, X_OK) == 0;
    for (size_t i = 0; i < ARRAY_SIZE(folders); i++) {
        snprintf(path, sizeof(path), "%s/%s", folders[i], command);
        if (access(path, X_OK) == 0)
            return true;
    }
    return false;
}

static void fill_floors(struct subject *out, const struct subject_files *files)
{
    out[SUBJECT_TRUE] = (struct subject){.name = "底：true", .argv = {"/bin/true"}, .in_self_test = true};
    out[SUBJECT_RAW] = (struct subject){
        .name = "底：转义序列",
        .argv = {files->floor_raw},
        .steps = {MOVES(DOWN), TIMED(PAGE_DOWN, FIGURE_PAGE)},
        .in_self_test = true,
    };
    out[SUBJECT_CURSES] = (struct subject){
        .name = "底：ncursesw+SQLite",
        .argv = {files->floor_curses, files->database},
        .steps = {MOVES(DOWN_APPLICATION), UNCHANGED("x"), TIMED(PAGE_DOWN, FIGURE_PAGE)},
        .in_self_test = true,
    };
}

/* From the list: ten moves, an answer, a page of it, its code, a guide, a search, and back to the list. */
static void fill_ours(struct subject *out, const struct subject_files *files)
{
    out[SUBJECT_OURS] = (struct subject){
        .name = "一本通",
        .argv = {files->program},
        .home_key = "\r", /* a digit waits for more: a card reader may be typing */
        .steps = {MOVES(DOWN), UNCHANGED("\033[20~"), UNTIMED("6"), TIMED(PAGE_DOWN, FIGURE_PAGE),
                  UNTIMED("0"), TIMED("\r", FIGURE_OPEN), TIMED("q", FIGURE_CODE), UNTIMED("0"), UNTIMED("6"),
                  TIMED(" ", FIGURE_STEP), UNTIMED("0"), UNTIMED("/"), TIMED("b", FIGURE_SEARCH),
                  UNTIMED("\033")},
        .in_self_test = true,
    };
    out[SUBJECT_ATTRACT] = (struct subject){.name = "一本通（待机画面）",
                                            .argv = {files->program},
                                            .steps = {UNCHANGED("\033[20~")},
                                            .only_idle = true,
                                            .in_self_test = true};
}

static void fill_peers(struct subject *out, const struct subject_files *files)
{
    out[SUBJECT_LESS] = (struct subject){.name = "less",
                                         .argv = {"less", files->text},
                                         .steps = {MOVES(DOWN_APPLICATION), TIMED(PAGE_DOWN, FIGURE_PAGE)}};
    out[SUBJECT_DIALOG] = (struct subject){
        .name = "dialog --menu",
        .argv = {"dialog", "--menu", TITLE, "30", "80", "12", MENU},
        .steps = {MOVES(DOWN_APPLICATION)},
    };
    out[SUBJECT_WHIPTAIL] = (struct subject){
        .name = "whiptail --menu",
        .argv = {"whiptail", "--menu", TITLE, "30", "80", "12", MENU},
        .steps = {MOVES(DOWN)},
    };
    out[SUBJECT_W3M] = (struct subject){
        .name = "w3m", .argv = {"w3m", files->text}, .steps = {MOVES(DOWN), TIMED(PAGE_DOWN, FIGURE_PAGE)}};
    out[SUBJECT_TIG] = (struct subject){
        .name = "tig", .argv = {"tig", "-C", files->folder}, .steps = {MOVES(DOWN_APPLICATION)}};
    out[SUBJECT_NCDU] =
        (struct subject){.name = "ncdu", .argv = {"ncdu", files->folder}, .steps = {MOVES(DOWN_APPLICATION)}};
}

void subjects_fill(struct subject out[SUBJECT_COUNT], const struct subject_files *files)
{
    fill_floors(out, files);
    fill_ours(out, files);
    fill_peers(out, files);
    for (int id = 0; id < SUBJECT_COUNT; id++)
        out[id].installed = is_installed(out[id].argv[0]);
}
