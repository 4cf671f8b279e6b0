/* SPDX-License-Identifier: MIT */
#include "tests/screens/player.h"

#include "base/error.h"
#include "base/utf8.h"
#include "base/width.h"
#include "kiosk/burst.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define WORD_MAX 4096

/* What the printer tells, as the loop would pass it on. */
static void play_printer(struct player *player, const char *word)
{
    static const struct {
        const char *word;
        enum printer_condition condition;
    } conditions[] = {{"ready", PRINTER_READY},      {"no-paper", PRINTER_OUT_OF_PAPER},
                      {"cover", PRINTER_COVER_OPEN}, {"offline", PRINTER_OFFLINE},
                      {"fault", PRINTER_FAULT},      {"gone", PRINTER_GONE},
                      {"asking", PRINTER_ASKING}};
    struct print_state *state = &player->printer_state;
    int percent;
    for (size_t i = 0; i < ARRAY_SIZE(conditions); i++)
        if (strcmp(word, conditions[i].word) == 0)
            state->condition = conditions[i].condition;
    if (sscanf(word, "sending:%d", &percent) == 1)
        *state = (struct print_state){state->condition, false, PRINT_SENDING, percent, 0, state->left, 0};
    else if (strcmp(word, "done") == 0)
        *state = (struct print_state){state->condition, false, PRINT_DONE, 100, 0, state->left - 1, 0};
    else if (strcmp(word, "failed") == 0)
        *state = (struct print_state){state->condition, false, PRINT_FAILED, 40, -ETIMEDOUT, state->left, 0};
    else if (strcmp(word, "broken") == 0)
        *state = (struct print_state){state->condition, false, PRINT_FAILED, 40, -EIO, state->left, 0};
    else if (sscanf(word, "wait:%d", &percent) == 1)
        state->wait_seconds = percent;
    state->paper_low = strcmp(word, "low") == 0;
    app_printer_changed(player->app);
}

/* Time passes as it does in the loop: from deadline to deadline. */
static void wait_ms(struct player *player, long ms)
{
    int64_t end = player->time.ms + ms;
    time_t start = player->time.seconds;
    int64_t began = player->time.ms;
    while (player->time.ms < end) {
        int64_t next = app_deadline(player->app);
        assert_true(next < 0 || next > player->time.ms); /* a deadline in the past would spin */
        player->time.ms = next < 0 || next > end ? end : next;
        player->time.seconds = start + (player->time.ms - began) / 1000;
        app_tick(player->app);
        if (!player->blind)
            player_draw(player);
    }
}

/* A key pressed by hand: the next one comes no sooner than a hand can. */
static void press(struct player *player, enum key_type type, char32_t ch, int row, int col)
{
    app_key(player->app, &(struct key){.type = type, .ch = ch, .row = row, .col = col});
    if (!player->blind)
        player_draw(player); /* taps depend on what is painted */
    if (type == KEY_TEXT)
        wait_ms(player, BURST_GAP_MS + 1);
}

static const struct {
    const char *word;
    enum key_type type;
    char32_t ch;
} named[] = {
    {"Enter", KEY_ENTER, 0},
    {"Esc", KEY_ESCAPE, 0},
    {"Up", KEY_UP, 0},
    {"Down", KEY_DOWN, 0},
    {"Left", KEY_LEFT, 0},
    {"Right", KEY_RIGHT, 0},
    {"PgUp", KEY_PAGE_UP, 0},
    {"PgDn", KEY_PAGE_DOWN, 0},
    {"Home", KEY_HOME, 0},
    {"End", KEY_END, 0},
    {"Tab", KEY_TAB, 0},
    {"BackTab", KEY_BACKTAB, 0},
    {"Backspace", KEY_BACKSPACE, 0},
    {"Delete", KEY_DELETE, 0},
    {"Ctrl-C", KEY_CONTROL, 'C'},
    {"Ctrl-L", KEY_CONTROL, 'L'},
    {"Ctrl-S", KEY_CONTROL, 'S'},
    {"Ctrl-U", KEY_CONTROL, 'U'},
    {"Ctrl-Y", KEY_CONTROL, 'Y'},
    {"Ctrl-Z", KEY_CONTROL, 'Z'},
    {"F2", KEY_FUNCTION, 2},
    {"F4", KEY_FUNCTION, 4},
    {"F6", KEY_FUNCTION, 6},
    {"F8", KEY_FUNCTION, 8},
    {"Space", KEY_TEXT, U' '},
    {"wheel:up", KEY_WHEEL_UP, 0},
    {"wheel:down", KEY_WHEEL_DOWN, 0},
};

static bool play_named(struct player *player, const char *word)
{
    for (size_t i = 0; i < ARRAY_SIZE(named); i++)
        if (strcmp(named[i].word, word) == 0) {
            press(player, named[i].type, named[i].ch, 0, 0);
            return true;
        }
    return false;
}

/* What a card reader types: characters and an Enter, 2 ms apart. */
static void play_burst(struct player *player, const char *characters)
{
    for (const char *at = characters; *at; at++) {
        app_key(player->app, &(struct key){.type = KEY_TEXT, .ch = (unsigned char)*at});
        player->time.ms += 2;
    }
    app_key(player->app, &(struct key){.type = KEY_ENTER});
    player_draw(player);
    wait_ms(player, 2 * BURST_GAP_MS);
}

static bool play_pointer(struct player *player, const char *word)
{
    int a, b, c, d;
    if (sscanf(word, "tap:%d,%d", &a, &b) == 2) {
        press(player, KEY_PRESS, 0, a, b);
        press(player, KEY_RELEASE, 0, a, b);
        return true;
    }
    if (sscanf(word, "drag:%d,%d,%d,%d", &a, &b, &c, &d) == 4) {
        press(player, KEY_PRESS, 0, a, b);
        for (int row = a; row != c; row += c > a ? 1 : -1)
            press(player, KEY_DRAG, 0, row + (c > a ? 1 : -1), b);
        press(player, KEY_RELEASE, 0, c, d);
        return true;
    }
    return false;
}

static void type(struct player *player, const char *text)
{
    for (size_t i = 0, n = strlen(text); i < n;) {
        char32_t ch;
        i += utf8_decode(&ch, text + i, n - i);
        press(player, KEY_TEXT, ch == U'_' ? U' ' : ch, 0, 0);
    }
}

static void paste(struct player *player, const char *text)
{
    struct key key = {.type = KEY_PASTE};
    size_t used = 0;
    for (size_t i = 0, n = strlen(text); i < n && used < INPUT_PASTE_MAX; used++) {
        i += utf8_decode(&key.text[used], text + i, n - i);
        if (key.text[used] == U'|')
            key.text[used] = U'\n';
    }
    app_key(player->app, &key);
    player_draw(player);
}

static bool play_text(struct player *player, const char *word)
{
    if (strncmp(word, "type:", strlen("type:")) == 0) {
        type(player, word + strlen("type:"));
    } else if (strncmp(word, "paste:", strlen("paste:")) == 0) {
        paste(player, word + strlen("paste:"));
    } else if (strncmp(word, "login:", strlen("login:")) == 0) {
        type(player, word + strlen("login:"));
        press(player, KEY_ENTER, 0, 0, 0);
        type(player, HALL_PASSWORD);
        press(player, KEY_ENTER, 0, 0, 0);
    } else {
        return false;
    }
    return true;
}

static void play_word(struct player *player, const char *word)
{
    long ms;
    int rows, cols;
    char32_t ch;
    if (play_named(player, word) || play_pointer(player, word) || play_text(player, word))
        return;
    if (sscanf(word, "wait:%ld", &ms) == 1) {
        wait_ms(player, ms);
    } else if (strncmp(word, "burst:", strlen("burst:")) == 0) {
        play_burst(player, word + strlen("burst:"));
    } else if (strncmp(word, "printer:", strlen("printer:")) == 0) {
        play_printer(player, word + strlen("printer:"));
    } else if (sscanf(word, "resize:%dx%d", &cols, &rows) == 2) {
        player_resize(player, rows, cols);
    } else {
        if (utf8_decode(&ch, word, strlen(word)) != strlen(word))
            fail_msg("unknown word in script: %s", word);
        press(player, KEY_TEXT, ch, 0, 0);
    }
}

/* As the loop does when no key has come for a moment. */
static void rest_a_moment(struct player *player)
{
    while (app_has_idle_work(player->app))
        app_do_idle_work(player->app);
    if (app_dirty(player->app))
        player_draw(player);
}

void player_play(struct player *player, const char *script)
{
    char word[WORD_MAX]; /* memory may have run out */
    for (size_t n; script += strspn(script, " "), (n = strcspn(script, " ")) > 0; script += n) {
        assert_true(n < sizeof(word));
        snprintf(word, sizeof(word), "%.*s", (int)n, script);
        play_word(player, word);
    }
    player_draw(player);
    if (!player->hasty)
        rest_a_moment(player);
}

void player_tap(struct player *player, const char *words)
{
    int row = player_find(player, words);
    if (row < 0)
        fail_msg("not there to be tapped: %s", words);
    _cleanup_free_ char *text = player_row(player, row);
    *strstr(text, words) = '\0';
    char script[32];
    snprintf(script, sizeof(script), "tap:%d,%d", row, width_of_text(text));
    player_play(player, script);
}

unsigned player_random(unsigned *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}
