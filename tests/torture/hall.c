/* SPDX-License-Identifier: MIT */
#include "tests/torture/hall.h"

#include "base/error.h"
#include "base/utf8.h"

#include <malloc.h>
#include <string.h>

#define ROWS 24
#define COLS 80

static void require(bool fine, const char *what)
{
    if (fine)
        return;
    fprintf(stderr, "cannot begin: %s\n", what);
    exit(EXIT_FAILURE);
}

void hall_open(struct hall *hall, unsigned seed, int64_t wall)
{
    *hall = (struct hall){.time = {.ms = 1000000, .seconds = (time_t)wall}, .random = seed};
    require(handbook_open_embedded(&hall->handbook) == 0, "the handbook");
    struct app_options options = {
        .handbook = hall->handbook, .clock = clock_from_manual(&hall->time), .locked = true};
    require(app_new(&hall->app, &options) == 0, "the app");
    require(canvas_init(&hall->canvas, ROWS, COLS, glyphs_for(GLYPHS_FULL)) == 0, "the canvas");
    require(hall_draw(hall), "the first frame");
}

void hall_close(struct hall *hall)
{
    app_free(hall->app);
    handbook_close(hall->handbook);
    canvas_fini(&hall->canvas);
}

unsigned hall_random(struct hall *hall, unsigned limit)
{
    hall->random = hall->random * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(hall->random >> 33) % limit;
}

bool hall_draw(struct hall *hall)
{
    return !app_dirty(hall->app) || app_draw(hall->app, &hall->canvas) == 0;
}

bool hall_tick(struct hall *hall)
{
    hall->ticks++;
    app_tick(hall->app);
    if (!hall_draw(hall))
        return false;
    int64_t deadline = app_deadline(hall->app);
    return deadline < 0 || deadline > hall->time.ms;
}

bool hall_pass(struct hall *hall, int64_t ms)
{
    int64_t end = hall->time.ms + ms, began = hall->time.ms;
    time_t wall = hall->time.seconds;

    while (hall->time.ms < end) {
        int64_t next = app_deadline(hall->app);
        hall->time.ms = next < 0 || next > end ? end : next;
        hall->time.seconds = wall + (hall->time.ms - began) / 1000;
        if (!hall_tick(hall))
            return false;
    }
    return true;
}

void hall_key(struct hall *hall, enum key_type type, char32_t ch)
{
    struct key key = {
        .type = type, .ch = ch, .row = (int)hall_random(hall, ROWS), .col = (int)hall_random(hall, COLS)};
    hall->keys++;
    app_key(hall->app, &key);
}

void hall_random_key(struct hall *hall)
{
    static const enum key_type types[] = {KEY_ENTER, KEY_ESCAPE, KEY_BACKSPACE,  KEY_TAB,     KEY_UP,
                                          KEY_DOWN,  KEY_LEFT,   KEY_RIGHT,      KEY_PAGE_UP, KEY_PAGE_DOWN,
                                          KEY_HOME,  KEY_END,    KEY_WHEEL_DOWN, KEY_PRESS,   KEY_RELEASE};
    static const char32_t letters[] = U"0123456789?/qcatsxpjldxbyz 吉林大学毕业证。";
    unsigned kind = hall_random(hall, 3);

    if (kind == 0)
        hall_key(hall, KEY_TEXT, letters[hall_random(hall, ARRAY_SIZE(letters) - 1)]);
    else
        hall_key(hall, types[hall_random(hall, ARRAY_SIZE(types))], 0);
}

bool hall_shows(const struct hall *hall, const char *words)
{
    char line[COLS * 16];

    for (int row = 0; row < hall->canvas.rows; row++) {
        size_t n = 0;
        for (int col = 0; col < hall->canvas.cols; col++) {
            const struct cell *cell = canvas_at(&hall->canvas, row, col);
            for (size_t i = 0; i < ARRAY_SIZE(cell->ch) && cell->ch[i]; i++)
                n += utf8_encode(line + n, cell->ch[i]);
        }
        line[n] = '\0';
        if (strstr(line, words))
            return true;
    }
    return false;
}

size_t hall_memory(void)
{
    return mallinfo2().uordblks;
}

long hall_option(int argc, char **argv, const char *name, long otherwise)
{
    for (int i = 1; i + 1 < argc; i++)
        if (strcmp(argv[i], name) == 0)
            return strtol(argv[i + 1], NULL, 10);
    return otherwise;
}
