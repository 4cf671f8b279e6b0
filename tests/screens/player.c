/* SPDX-License-Identifier: MIT */
#include "tests/screens/player.h"

#include "base/error.h"
#include "base/utf8.h"
#include "db/site/pin.h"
#include "kiosk/burst.h"
#include "ui/staff.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define WORD_MAX 4096
#define MONDAY 1795413900 /* 2026-11-23 14:05:00 in Asia/Shanghai */

static int start_slip(void *context, const struct document *document)
{
    struct player *player = context;
    assert_int_equal(document_error(document), 0);
    if (player->print_error)
        return player->print_error;
    player->printed++;
    player->printer_state.progress = PRINT_SENDING;
    player->printer_state.percent = 0;
    return 0;
}

static void watch_printer(void *context, bool watch)
{
    struct player *player = context;
    assert_true(watch != player->watched);
    player->watched = watch;
}

static void forget_slips(void *context)
{
    struct player *player = context;
    player->printer_state.progress = PRINT_NOTHING;
    player->printer_state.left = 3;
}

static const struct app_printer *printer_of(struct player *player)
{
    player->printer_state = (struct print_state){.condition = PRINTER_READY, .left = 3};
    player->printer = (struct app_printer){.state = &player->printer_state,
                                           .start = start_slip,
                                           .watch = watch_printer,
                                           .forget = forget_slips,
                                           .context = player};
    return &player->printer;
}

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

static int say(void *context, const char *text)
{
    struct player *player = context;
    free(player->said);
    player->said = strdup(text);
    if (!player->said)
        return -ENOMEM;
    player->speaking = !player->voice_trouble;
    return 0;
}

static void fall_silent(void *context)
{
    struct player *player = context;
    assert_true(player->speaking); /* nobody is told to stop who is silent */
    player->speaking = false;
}

static bool is_speaking(void *context)
{
    const struct player *player = context;
    return player->speaking;
}

static int voice_trouble(void *context)
{
    const struct player *player = context;
    return player->voice_trouble;
}

static int report(char **out, void *context)
{
    (void)context;
    *out = strdup("正常  字符集：UTF-8（C.UTF-8）\n注意  时区：UTC 不是北京时间；请设为 Asia/Shanghai\n");
    return *out ? 0 : -ENOMEM;
}

void player_open(struct player *player, const struct player_options *options)
{
    *player = (struct player){.time = {.ms = 1000000, .seconds = options->wall ? options->wall : MONDAY}};
    if (!options->handbook_error)
        assert_int_equal(handbook_open_embedded(&player->handbook), 0);
    if (options->hall != PLAYER_ALONE) {
        player->hall = calloc(1, sizeof(*player->hall));
        assert_non_null(player->hall);
        hall_open(player->hall, clock_from_manual(&player->time), options->hall == PLAYER_EMPTY_DESK,
                  options->hall == PLAYER_KIOSK ? TALLY_KIOSK : TALLY_DESK);
    }
    static const struct staff staff = {.report = report};
    bool is_desk = options->hall == PLAYER_DESK || options->hall == PLAYER_EMPTY_DESK;
    player->voice = (struct app_voice){.say = say,
                                       .stop = fall_silent,
                                       .is_speaking = is_speaking,
                                       .trouble = voice_trouble,
                                       .context = player};
    struct app_options app = {.handbook = player->handbook,
                              .handbook_error = options->handbook_error,
                              .clock = clock_from_manual(&player->time),
                              .theme = options->theme,
                              .hours = options->hours,
                              .voice = options->voice ? &player->voice : NULL,
                              .printer = options->printer ? printer_of(player) : NULL,
                              .site_db = player->hall ? player->hall->site : NULL,
                              .tally = player->hall ? &player->hall->tally : NULL,
                              .staff = &staff,
                              .desk = is_desk ? &player->hall->desk : NULL,
                              .locked = options->locked};
    if (options->pin)
        assert_int_equal(site_pin_set(player->hall->site, NULL, options->pin), 0);
    assert_int_equal(app_new(&player->app, &app), 0);
    if (options->plain)
        app_set_glyphs(player->app, GLYPHS_PLAIN);
    assert_int_equal(canvas_init(&player->canvas, options->rows, options->cols, glyphs_for(GLYPHS_FULL)), 0);
    assert_int_equal(app_draw(player->app, &player->canvas), 0);
}

void player_close(struct player *player)
{
    app_free(player->app);
    if (player->hall)
        hall_close(player->hall);
    free(player->hall);
    handbook_close(player->handbook);
    canvas_fini(&player->canvas);
    free(player->said);
}

static void draw(struct player *player)
{
    int error = app_draw(player->app, &player->canvas);
    if (error != -ENOMEM || !player->poor)
        assert_int_equal(error, 0);
}

void player_resize(struct player *player, int rows, int cols)
{
    assert_true(canvas_resize(&player->canvas, rows, cols) == 0 || player->poor);
    app_invalidate(player->app);
    draw(player);
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
            draw(player);
    }
}

/* A key pressed by hand: the next one comes no sooner than a hand can. */
static void press(struct player *player, enum key_type type, char32_t ch, int row, int col)
{
    app_key(player->app, &(struct key){.type = type, .ch = ch, .row = row, .col = col});
    if (!player->blind)
        draw(player); /* taps depend on what is painted */
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
    draw(player);
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
    draw(player);
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
        draw(player);
}

void player_play(struct player *player, const char *script)
{
    char word[WORD_MAX]; /* memory may have run out */
    for (size_t n; script += strspn(script, " "), (n = strcspn(script, " ")) > 0; script += n) {
        assert_true(n < sizeof(word));
        snprintf(word, sizeof(word), "%.*s", (int)n, script);
        play_word(player, word);
    }
    draw(player);
    if (!player->hasty)
        rest_a_moment(player);
}

static void print_cell(FILE *stream, const struct cell *cell)
{
    for (size_t i = 0; i < ARRAY_SIZE(cell->ch) && cell->ch[i]; i++) {
        char bytes[4];
        fwrite(bytes, 1, utf8_encode(bytes, cell->ch[i]), stream);
    }
}

char *player_row(const struct player *player, int row)
{
    char *text = NULL;
    size_t n = 0;
    FILE *stream = open_memstream(&text, &n);
    assert_non_null(stream);
    for (int col = 0; col < player->canvas.cols; col++)
        print_cell(stream, canvas_at(&player->canvas, row, col));
    fclose(stream);
    while (n > 0 && text[n - 1] == ' ')
        text[--n] = '\0';
    return text;
}

int player_find(const struct player *player, const char *words)
{
    for (int row = 0; row < player->canvas.rows; row++) {
        _cleanup_free_ char *text = player_row(player, row);
        if (strstr(text, words))
            return row;
    }
    return -1;
}

/* A letter for each role; capital when bold. */
static char role_letter(const struct cell *cell)
{
    static const char letters[] = ".tmhakxqsw-0123";
    _Static_assert(sizeof(letters) == ROLE_COUNT + 1, "a letter for each role");
    char letter = letters[cell->role];
    return cell->attrs & ATTR_BOLD && letter >= 'a' && letter <= 'z' ? (char)(letter - 'a' + 'A') : letter;
}

void player_dump(const struct player *player, FILE *stream)
{
    const struct canvas *canvas = &player->canvas;
    fprintf(stream, "== %dx%d %s\n", canvas->cols, canvas->rows, app_screen_name(player->app));
    for (int row = 0; row < canvas->rows; row++) {
        _cleanup_free_ char *text = player_row(player, row);
        fprintf(stream, "%s\n", text);
    }
    fprintf(stream, "-- roles\n");
    for (int row = 0; row < canvas->rows; row++) {
        for (int col = 0; col < canvas->cols; col++)
            fputc(role_letter(canvas_at(canvas, row, col)), stream);
        fputc('\n', stream);
    }
}
