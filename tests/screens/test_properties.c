/* SPDX-License-Identifier: MIT */
/* What holds on every screen at every size: whole characters, closed rows, Chinese
 * typography, the measure. */
#include "tests/screens/player.h"

#include "base/error.h"
#include "base/utf8.h"
#include "base/width.h"
#include "ui/flow.h"

#include <iconv.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <wchar.h>

#include <cmocka.h>

static const struct {
    int cols, rows;
} sizes[] = {{40, 12},  {41, 13},  {57, 17},  {64, 20},  {79, 23},  {80, 24},  {81, 25}, {99, 29},
             {100, 30}, {101, 31}, {120, 35}, {132, 43}, {160, 50}, {200, 60}, {240, 70}};

static void assert_cells_are_whole(const struct canvas *canvas, const char *where)
{
    for (int row = 0; row < canvas->rows; row++)
        for (int col = 0; col < canvas->cols; col++) {
            const struct cell *cell = canvas_at(canvas, row, col);
            if (cell->width == 2)
                assert_int_equal(canvas_at(canvas, row, col + 1)->width, 0);
            else if (cell->width == 0)
                assert_int_equal(canvas_at(canvas, row, col - 1)->width, 2);
            if (cell->width && width_of(cell->ch[0]) != cell->width)
                fail_msg("%s: a cell of width %d holds U+%04X", where, cell->width, (unsigned)cell->ch[0]);
        }
}

/* The cells of the last corner are narrow, see draw_footer in ui/frame.c. */
static void assert_the_last_corner_is_narrow(const struct canvas *canvas, const char *where)
{
    for (int col = canvas->cols - 2; col < canvas->cols; col++)
        if (canvas_at(canvas, canvas->rows - 1, col)->width != 1)
            fail_msg("%s: half a wide character in the last corner", where);
}

/* Between the words of one entry of the footer and the key of the next. */
static void assert_footer_gaps_are_equal(const struct canvas *canvas, const char *where)
{
    int last = canvas->rows - 1, first_gap = 0, gap = 0;
    bool after_words = false, has_footer = canvas_at(canvas, last - 1, 0)->role == ROLE_LINE;
    for (int col = 0; has_footer && col < canvas->cols; col++) {
        enum role role = canvas_at(canvas, last, col)->role;
        if (role == ROLE_KEY && after_words && gap) {
            first_gap = first_gap ? first_gap : gap;
            if (gap != first_gap)
                fail_msg("%s: a gap of %d in the footer, others of %d", where, gap, first_gap);
        }
        after_words = role == ROLE_TEXT || (after_words && role == ROLE_GROUND);
        gap = role == ROLE_GROUND ? gap + 1 : 0;
    }
}

/* Closing punctuation never starts a line of text (GB/T 15834, 避头尾). */
static void assert_no_line_starts_badly(const struct player *player, const char *where)
{
    static const char *const closing[] = {"，", "。", "、", "；", "：", "！", "？",
                                          "）", "》", "”",  "’",  "】", "%",  "〞"};
    for (int row = 2; row < player->canvas.rows - 2; row++) {
        _cleanup_free_ char *text = player_row(player, row);
        const char *start = text + strspn(text, " ");
        if (strncmp(start, "│", strlen("│")) == 0)
            start += strlen("│") + strspn(start + strlen("│"), " ");
        for (size_t i = 0; i < ARRAY_SIZE(closing); i++)
            if (strncmp(start, closing[i], strlen(closing[i])) == 0)
                fail_msg("%s row %d starts with %s: %s", where, row, closing[i], text);
    }
}

/* Frames close: as many corners on the left as on the right, each row's sides in two columns. */
static void assert_frames_close(const struct player *player, const char *where)
{
    const struct canvas *canvas = &player->canvas;
    for (int row = 0; row < canvas->rows; row++)
        for (int col = 0; col < canvas->cols; col++) {
            char32_t ch = canvas_at(canvas, row, col)->ch[0];
            if (ch != U'┌' && ch != U'└')
                continue;
            char32_t other = ch == U'┌' ? U'┐' : U'┘';
            bool closed = false;
            for (int right = col + 1; right < canvas->cols && !closed; right++)
                closed = canvas_at(canvas, row, right)->ch[0] == other;
            if (!closed)
                fail_msg("%s: the frame at row %d does not close", where, row);
        }
}

/* Every entry of the footer is written, and a finger finds all that can be tapped. */
static void assert_nothing_is_lost(const struct player *player, const char *where)
{
    if (app_hits(player->app)->lost)
        fail_msg("%s: %zu more than there is room for can be tapped", where, app_hits(player->app)->lost);
}

/* Whoever has come here sees how to go back, on the smallest screen too. */
static void assert_the_way_back_is_named(const struct player *player, const char *where)
{
    static const char *const ends[] = {"attract", "code",
                                       "desk-login"}; /* without a footer; with nothing behind */
    const struct hits *hits = app_hits(player->app);
    for (size_t i = 0; i < ARRAY_SIZE(ends); i++)
        if (strcmp(app_screen_name(player->app), ends[i]) == 0)
            return;
    for (size_t i = 0; i < hits->n; i++)
        if (hits->items[i].event.action == ACTION_BACK && hits->items[i].rect.row == player->canvas.rows - 2)
            return;
    fail_msg("%s: the footer does not say how to go back", where);
}

static void check(const struct player *player, const char *script)
{
    char where[128];
    snprintf(where, sizeof(where), "%dx%d “%s”", player->canvas.cols, player->canvas.rows, script);
    assert_cells_are_whole(&player->canvas, where);
    assert_the_last_corner_is_narrow(&player->canvas, where);
    assert_footer_gaps_are_equal(&player->canvas, where);
    assert_nothing_is_lost(player, where);
    assert_the_way_back_is_named(player, where);
    if (player_find(player, "窗口太小") < 0) {
        assert_no_line_starts_badly(player, where);
        assert_frames_close(player, where);
    }
}

static const struct hours nights = {.open = {{.days = 0x1F, .from = 0, .to = 60}}, .n_open = 1};

/* Scripts that begin with a log-in are for the desk, those with the staff's keys for a locked kiosk. */
static struct player_options options_for(const char *script, int rows, int cols, bool plain)
{
    bool desk = strncmp(script, "login:", strlen("login:")) == 0;
    bool staff = strncmp(script, "F2 ", strlen("F2 ")) == 0;
    return (struct player_options){.rows = rows,
                                   .cols = cols,
                                   .plain = plain,
                                   .printer = true,
                                   .hours = &nights,
                                   .locked = staff,
                                   .pin = staff ? "204713" : NULL,
                                   .hall = desk    ? PLAYER_DESK
                                           : staff ? PLAYER_KIOSK
                                                   : PLAYER_ALONE};
}

static void check_at_sizes(const char *script, bool plain, size_t step)
{
    for (size_t i = 0; i < ARRAY_SIZE(sizes); i += step) {
        struct player_options options = options_for(script, sizes[i].rows, sizes[i].cols, plain);
        struct player player;
        player_open(&player, &options);
        player_play(&player, script);
        check(&player, script);
        for (int page = 0; page < 40 && player_find(&player, "100%") < 0; page++) {
            player_play(&player, "PgDn");
            check(&player, script);
        }
        player_close(&player);
    }
}

static const char *const scripts[] = {"",
                                      "Enter",
                                      "Enter Left",
                                      "Enter ?",
                                      "Enter a",
                                      "Enter 2 Q",
                                      "Enter 7 Q",
                                      "1 Enter",
                                      "2",
                                      "3",
                                      "4",
                                      "5",
                                      "6",
                                      "7",
                                      "8",
                                      "9",
                                      "1 0",
                                      "1 1",
                                      "1 2",
                                      "Enter 4 Q",
                                      "Enter 1 2 Q",
                                      "Enter 5 Space",
                                      "Enter 5 Space 2 1 1",
                                      "Enter 1 0 Space 3 2 C",
                                      "Enter 7 Space",
                                      "Enter 7 Space 2 0 2 4 1 2",
                                      "Enter 2 Space j l",
                                      "Enter s c h a n g",
                                      "Enter / b y z",
                                      "Enter / 当 兵 Enter",
                                      "Enter s j l d x Enter",
                                      "Enter 5 Space 2 1 1 P",
                                      "Enter 6 P Enter printer:done",
                                      "Enter 6 P printer:no-paper",
                                      "F2 F4 F6 F8",
                                      "F2 F4 F6 F8 2 0 4 7 1 4 Enter 2 0 4",
                                      "F2 F4 F6 F8 2 0 4 7 1 3 Enter",
                                      "F2 F4 F6 F8 2 0 4 7 1 3 Enter 1",
                                      "F2 F4 F6 F8 2 0 4 7 1 3 Enter 2",
                                      "login:王老师",
                                      "login:王老师 Esc",
                                      "login:王老师 Ctrl-L",
                                      "login:王老师 ?",
                                      "login:小张 2",
                                      "login:小张 5 Right Right",
                                      "login:李老师 8 Right",
                                      "login:李老师 x Down type:、，。",
                                      "login:李老师 x Enter type:jl",
                                      "login:李老师 b",
                                      "login:李老师 b 6 type:，办理时间。（周一）……——",
                                      "login:李老师 b 6 Tab Right Enter",
                                      "login:李老师 b 6 Tab Right Right Enter",
                                      "login:李老师 b 6 Tab Left Enter Enter",
                                      "login:小张 j Tab 8",
                                      "login:小张 j e",
                                      "login:小张 m",
                                      "login:王老师 z d",
                                      "login:王老师 z n",
                                      "login:王老师 r"};

static void screens_are_whole_at_every_size(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(scripts); i++)
        check_at_sizes(scripts[i], false, 1);
}

static void screens_are_whole_with_plain_glyphs(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(scripts); i++)
        check_at_sizes(scripts[i], true, 5);
}

/*
 * Where the terminal may draw ambiguous characters in two cells, what is left is ASCII or one of GBK's wide
 * characters: those have one width in UTF-8, GBK and GB18030, in every terminal.
 */
static bool has_one_width(iconv_t to_gbk, const struct cell *cell)
{
    char utf8[4], gbk[8], *in = utf8, *out = gbk;
    size_t n = utf8_encode(utf8, cell->ch[0]), room = sizeof(gbk);
    iconv(to_gbk, NULL, NULL, NULL, NULL);
    return iconv(to_gbk, &in, &n, &out, &room) == 0 && out - gbk == cell->width;
}

static void plain_glyphs_have_one_width_everywhere(void **state)
{
    (void)state;
    iconv_t to_gbk = iconv_open("GBK", "UTF-8");
    assert_true(to_gbk != (iconv_t)-1);
    for (size_t i = 0; i < ARRAY_SIZE(scripts); i++) {
        struct player_options options = options_for(scripts[i], 43, 132, true);
        struct player player;
        player_open(&player, &options);
        player_play(&player, scripts[i]);
        for (int row = 0; row < 43; row++)
            for (int col = 0; col < 132; col++) {
                const struct cell *cell = canvas_at(&player.canvas, row, col);
                if (cell->width && !has_one_width(to_gbk, cell))
                    fail_msg("“%s”: U+%04X at row %d", scripts[i], (unsigned)cell->ch[0], row);
            }
        player_close(&player);
    }
    iconv_close(to_gbk);
}

/* Keys that come before the screen they are for was ever laid out, in a window that is too small
 * for it too. */
static void keys_faster_than_frames_break_nothing(void **state)
{
    static const char *const after[] = {
        " Down Down Enter", " End Up",        " Right Left",
        " PgDn PgUp",       " Tab Backspace", " Right Right Right Right Right Right Right Down"};
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(scripts); i++)
        for (size_t k = 0; k < ARRAY_SIZE(after); k++)
            for (int rows = 11; rows <= 24; rows += 13) {
                char script[128];
                struct player player;
                struct player_options options = options_for(scripts[i], rows, 80, false);
                player_open(&player, &options);
                player.blind = true;
                snprintf(script, sizeof(script), "%s%s", scripts[i], after[k]);
                player_play(&player, script);
                assert_cells_are_whole(&player.canvas, script);
                player_close(&player);
            }
}

/* Random keys, taps, drags and sizes: the screen stays whole, and there is always a way home. */
static void random_visitors_break_nothing(void **state)
{
    static const char *const words[] = {
        "Enter", "Esc", "Up", "Down", "Left", "Right", "PgUp",     "PgDn",       "Home",  "End", "Tab",
        "0",     "1",   "2",  "3",    "8",    "9",     "q",        "?",          "a",     "t",   "x",
        "Space", "C",   "s",  "/",    "p",    "。",    "wheel:up", "wheel:down", "Ctrl-C"};
    (void)state;
    unsigned seed = 20261123;
    struct player player;
    player_open(&player, &(struct player_options){.rows = 24, .cols = 80, .locked = true, .printer = true});
    for (int i = 0; i < 6000; i++) {
        char word[48];
        unsigned kind = player_random(&seed) % 40;
        int row = (int)(player_random(&seed) % 80), col = (int)(player_random(&seed) % 250);
        if (kind == 0)
            snprintf(word, sizeof(word), "resize:%dx%d", col + 1, row + 1);
        else if (kind < 8)
            snprintf(word, sizeof(word), "tap:%d,%d", row % player.canvas.rows, col % player.canvas.cols);
        else if (kind == 8)
            snprintf(word, sizeof(word), "drag:%d,%d,%d,%d", row, col, (int)(player_random(&seed) % 80), col);
        else if (kind == 9)
            snprintf(word, sizeof(word), "wait:%u", player_random(&seed) % 30000);
        else
            snprintf(word, sizeof(word), "%s", words[player_random(&seed) % ARRAY_SIZE(words)]);
        player_play(&player, word);
        if (i % 16 == 0)
            assert_cells_are_whole(&player.canvas, word);
    }
    player_play(&player, "x resize:80x24");
    for (int i = 0; i < 16 && strcmp(app_screen_name(player.app), "home") != 0; i++)
        player_play(&player, "Esc");
    assert_screen(&player, "home");
    player_close(&player);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(screens_are_whole_at_every_size),
        cmocka_unit_test(screens_are_whole_with_plain_glyphs),
        cmocka_unit_test(plain_glyphs_have_one_width_everywhere),
        cmocka_unit_test(keys_faster_than_frames_break_nothing),
        cmocka_unit_test(random_visitors_break_nothing),
    };
    return cmocka_run_group_tests_name("properties of the screens", tests, NULL, NULL);
}
