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
    out[SUBJECT_TRUE] = (struct subject){
        .name = "底：true", .english = "floor: `true`", .argv = {"/bin/true"}, .in_self_test = true};
    out[SUBJECT_RAW] = (struct subject){
        .name = "底：转义序列",
        .english = "floor: raw escapes",
        .argv = {files->floor_raw},
        .steps = {MOVES(DOWN), TIMED(PAGE_DOWN, FIGURE_PAGE)},
        .in_self_test = true,
    };
    out[SUBJECT_CURSES] = (struct subject){
        .name = "底：ncursesw+SQLite",
        .english = "**floor: ncursesw + one SQLite row**",
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
        .english = "**yibentong**",
        .argv = {files->program},
        .home_key = "\r", /* a digit waits for more: a card reader may be typing */
        .steps = {MOVES(DOWN), UNCHANGED("\033[20~"), UNTIMED("6"), TIMED(PAGE_DOWN, FIGURE_PAGE),
                  UNTIMED("0"), TIMED("\r", FIGURE_OPEN), TIMED("q", FIGURE_CODE), UNTIMED("0"), UNTIMED("6"),
                  TIMED(" ", FIGURE_STEP), UNTIMED("0"), UNTIMED("/"), TIMED("b", FIGURE_SEARCH),
                  UNTIMED("\033")},
        .in_self_test = true,
    };
    out[SUBJECT_ATTRACT] = (struct subject){.name = "一本通（待机画面）",
                                            .english = "yibentong, left on its attract screen",
                                            .argv = {files->program},
                                            .steps = {UNCHANGED("\033[20~")},
                                            .only_idle = true,
                                            .in_self_test = true};
}

static struct subject peer(const char *name, const char *move)
{
    return (struct subject){.name = name, .english = name, .steps = {MOVES(move)}};
}

static void fill_menus(struct subject *out)
{
    static const char *const dialog[] = {"dialog", "--menu", TITLE, "30", "80", "12", MENU, NULL};
    static const char *const whiptail[] = {"whiptail", "--menu", TITLE, "30", "80", "12", MENU, NULL};
    out[SUBJECT_DIALOG] = peer("dialog --menu", DOWN_APPLICATION);
    out[SUBJECT_WHIPTAIL] = peer("whiptail --menu", DOWN);
    memcpy(out[SUBJECT_DIALOG].argv, dialog, sizeof(dialog));
    memcpy(out[SUBJECT_WHIPTAIL].argv, whiptail, sizeof(whiptail));
}

static void set_words(struct subject *subject, const char *program, const char *first, const char *second)
{
    subject->argv[0] = program;
    subject->argv[1] = first;
    subject->argv[2] = second;
}

static void fill_peers(struct subject *out, const struct subject_files *files)
{
    static const struct step page = TIMED(PAGE_DOWN, FIGURE_PAGE);
    fill_menus(out);
    out[SUBJECT_LESS] = peer("less", DOWN_APPLICATION);
    out[SUBJECT_LESS].steps[1] = page;
    set_words(&out[SUBJECT_LESS], "less", files->text, NULL);
    out[SUBJECT_W3M] = peer("w3m", DOWN);
    out[SUBJECT_W3M].steps[1] = page;
    set_words(&out[SUBJECT_W3M], "w3m", files->text, NULL);
    out[SUBJECT_TIG] = peer("tig", DOWN_APPLICATION);
    set_words(&out[SUBJECT_TIG], "tig", "-C", files->folder);
    out[SUBJECT_NCDU] = peer("ncdu", DOWN_APPLICATION);
    set_words(&out[SUBJECT_NCDU], "ncdu", files->folder, NULL);
    out[SUBJECT_MC] = peer("mc", DOWN_APPLICATION);
    set_words(&out[SUBJECT_MC], "mc", "-u", files->folder);
    out[SUBJECT_LYNX] = peer("lynx", DOWN_APPLICATION);
    set_words(&out[SUBJECT_LYNX], "lynx", files->text, NULL);
    out[SUBJECT_HTOP] = peer("htop", DOWN_APPLICATION);
    set_words(&out[SUBJECT_HTOP], "htop", NULL, NULL);
}

void subjects_fill(struct subject out[SUBJECT_COUNT], const struct subject_files *files)
{
    fill_floors(out, files);
    fill_ours(out, files);
    fill_peers(out, files);
    for (int id = 0; id < SUBJECT_COUNT; id++)
        out[id].installed = is_installed(out[id].argv[0]);
}
