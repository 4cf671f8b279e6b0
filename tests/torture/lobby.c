/* SPDX-License-Identifier: MIT */
#include "tests/torture/lobby.h"

#include "base/error.h"
#include "base/utf8.h"

#include <malloc.h>
#include <string.h>
#include <time.h>

#define ROWS 24
#define COLS 80

static void require(bool fine, const char *what)
{
    if (fine)
        return;
    fprintf(stderr, "cannot begin: %s\n", what);
    exit(EXIT_FAILURE);
}

static void begin(struct lobby *lobby, const struct app_options *content)
{
    struct app_options options = *content;

    options.clock = clock_from_manual(&lobby->time);
    options.locked = true;
    require(app_new(&lobby->app, &options) == 0, "the app");
    require(canvas_init(&lobby->canvas, ROWS, COLS, glyphs_for(GLYPHS_FULL)) == 0, "the canvas");
    require(lobby_draw(lobby), "the first frame");
}

void lobby_open(struct lobby *lobby, unsigned seed, int64_t wall)
{
    *lobby = (struct lobby){.time = {.ms = 1000000, .seconds = (time_t)wall}, .random = seed};
    require(handbook_open_embedded(&lobby->handbook) == 0, "the handbook");
    begin(lobby, &(struct app_options){.handbook = lobby->handbook});
}

void lobby_open_content(struct lobby *lobby, int64_t wall, struct handbook *handbook, int error,
                        const char *origin)
{
    *lobby = (struct lobby){.time = {.ms = 1000000, .seconds = (time_t)wall}};
    begin(lobby,
          &(struct app_options){.handbook = handbook, .handbook_error = error, .content_origin = origin});
}

void lobby_close(struct lobby *lobby)
{
    app_free(lobby->app);
    handbook_close(lobby->handbook);
    canvas_fini(&lobby->canvas);
}

unsigned lobby_random(struct lobby *lobby, unsigned limit)
{
    lobby->random = lobby->random * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(lobby->random >> 33) % limit;
}

bool lobby_draw(struct lobby *lobby)
{
    return !app_dirty(lobby->app) || app_draw(lobby->app, &lobby->canvas) == 0;
}

bool lobby_tick(struct lobby *lobby)
{
    lobby->ticks++;
    app_tick(lobby->app);
    if (!lobby_draw(lobby))
        return false;
    int64_t deadline = app_deadline(lobby->app);
    return deadline < 0 || deadline > lobby->time.ms;
}

bool lobby_pass(struct lobby *lobby, int64_t ms)
{
    int64_t end = lobby->time.ms + ms, began = lobby->time.ms;
    time_t wall = lobby->time.seconds;

    while (lobby->time.ms < end) {
        int64_t next = app_deadline(lobby->app);
        lobby->time.ms = next < 0 || next > end ? end : next;
        lobby->time.seconds = wall + (lobby->time.ms - began) / 1000;
        if (!lobby_tick(lobby))
            return false;
    }
    return true;
}

void lobby_key(struct lobby *lobby, enum key_type type, char32_t ch)
{
    struct key key = {
        .type = type, .ch = ch, .row = (int)lobby_random(lobby, ROWS), .col = (int)lobby_random(lobby, COLS)};
    lobby->keys++;
    app_key(lobby->app, &key);
}

void lobby_random_key(struct lobby *lobby)
{
    static const enum key_type types[] = {KEY_ENTER, KEY_ESCAPE, KEY_BACKSPACE,  KEY_TAB,     KEY_UP,
                                          KEY_DOWN,  KEY_LEFT,   KEY_RIGHT,      KEY_PAGE_UP, KEY_PAGE_DOWN,
                                          KEY_HOME,  KEY_END,    KEY_WHEEL_DOWN, KEY_PRESS,   KEY_RELEASE};
    static const char32_t letters[] = U"0123456789?/qcatsxpjldxbyz 吉林大学毕业证。";
    unsigned kind = lobby_random(lobby, 3);

    if (kind == 0)
        lobby_key(lobby, KEY_TEXT, letters[lobby_random(lobby, ARRAY_SIZE(letters) - 1)]);
    else
        lobby_key(lobby, types[lobby_random(lobby, ARRAY_SIZE(types))], 0);
}

_Static_assert(COLS *ARRAY_SIZE(((struct cell *)0)->ch) * 4 < LOBBY_LINE_MAX,
               "a row of the longest characters");

void lobby_line(char out[LOBBY_LINE_MAX], const struct lobby *lobby, int row)
{
    size_t n = 0;

    for (int col = 0; col < lobby->canvas.cols; col++) {
        const struct cell *cell = canvas_at(&lobby->canvas, row, col);
        for (size_t i = 0; i < ARRAY_SIZE(cell->ch) && cell->ch[i]; i++)
            n += utf8_encode(out + n, cell->ch[i]);
    }
    out[n] = '\0';
}

bool lobby_shows(const struct lobby *lobby, const char *words)
{
    char line[LOBBY_LINE_MAX];

    for (int row = 0; row < lobby->canvas.rows; row++) {
        lobby_line(line, lobby, row);
        if (strstr(line, words))
            return true;
    }
    return false;
}

size_t lobby_memory(void)
{
    return mallinfo2().uordblks;
}

long lobby_option(int argc, char **argv, const char *name, long otherwise)
{
    for (int i = 1; i + 1 < argc; i++)
        if (strcmp(argv[i], name) == 0)
            return strtol(argv[i + 1], NULL, 10);
    return otherwise;
}

static int64_t now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int64_t lobby_end(int argc, char **argv)
{
    long seconds = lobby_option(argc, argv, "--seconds", 0);

    return seconds > 0 ? now_ms() + seconds * 1000 : INT64_MAX;
}

bool lobby_is_over(int64_t end)
{
    return end != INT64_MAX && now_ms() >= end;
}
