/* SPDX-License-Identifier: MIT */
/*
 * Any bytes as the keys, fingers, sizes and clocks of a whole visit: from the decoder through the app to the
 * canvas. No screen shows a character that a terminal could take for a command or half of a wide one, no
 * deadline lies in the past, and whatever was done, the visitor who walks away leaves the attract screen
 * behind.
 *
 * The first byte chooses charset, theme and glyphs. Then groups: a byte that says what comes (its low three
 * bits) and how many bytes it takes (the rest). Every fourth visitor, told by the last byte, walks away at
 * the end; the others are not waited for, because that draws a hundred frames.
 */
#include "base/error.h"
#include "base/sanitize.h"
#include "base/width.h"
#include "db/guide.h"
#include "db/institution.h"
#include "db/search.h"
#include "kiosk/app.h"
#include "ui/input.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define SIZE_BYTES_MAX 512
#define MONDAY 1795413900 /* 2026-11-23 14:05:00 in Asia/Shanghai */
#define LEAVING_TICKS 2000
#define SEARCHED_MAX 6 /* bytes */

enum group { GROUP_RESIZE, GROUP_WAIT, GROUP_WALL }; /* all others: bytes from the terminal */

struct visit {
    struct clock_manual time;
    struct app *app;
    struct input *input;
    struct canvas canvas;
};

static void check(bool promise)
{
    if (!promise)
        abort();
}

int __real_guides_load(struct guides **out, struct handbook *handbook);
int __wrap_guides_load(struct guides **out, struct handbook *handbook);
void __wrap_guides_free(struct guides *guides);

/* In the place of the real ones, put there by the linker: read once for all runs, and never freed. */
int __wrap_guides_load(struct guides **out, struct handbook *handbook)
{
    static struct guides *guides;
    int r = guides ? 0 : __real_guides_load(&guides, handbook);

    *out = guides;
    return r;
}

void __wrap_guides_free(struct guides *guides)
{
    (void)guides;
}

int __real_search_find(struct search_result **out, struct handbook *handbook, const char *typed,
                       size_t limit);
int __wrap_search_find(struct search_result **out, struct handbook *handbook, const char *typed,
                       size_t limit);
int __real_institutions_find(struct institution **out, size_t *n, struct handbook *handbook,
                             const char *typed, size_t limit);
int __wrap_institutions_find(struct institution **out, size_t *n, struct handbook *handbook,
                             const char *typed, size_t limit);

/* What is found for a long text is looked at by fuzz_search and fuzz_institution; here its beginning has to
 * do, because each key is a search. */
static void shorten(char out[SEARCHED_MAX + 1], const char *typed)
{
    size_t n = strnlen(typed, SEARCHED_MAX);

    while (typed[n] && n > 0 && ((unsigned char)typed[n] & 0xC0) == 0x80)
        n--;
    memcpy(out, typed, n);
    out[n] = '\0';
}

int __wrap_search_find(struct search_result **out, struct handbook *handbook, const char *typed, size_t limit)
{
    char text[SEARCHED_MAX + 1];

    shorten(text, typed);
    return __real_search_find(out, handbook, text, limit);
}

int __wrap_institutions_find(struct institution **out, size_t *n, struct handbook *handbook,
                             const char *typed, size_t limit)
{
    char text[SEARCHED_MAX + 1];

    shorten(text, typed);
    return __real_institutions_find(out, n, handbook, text, limit);
}

static void open_visit(struct visit *visit, uint8_t choice)
{
    static struct handbook *handbook; /* opened once for all runs; reachable to the end */
    static const struct charset charsets[] = {{.name = "UTF-8", .is_utf8 = true}, {.name = "GB18030"}};
    static const char *const themes[] = {NULL, "night", "contrast", "nosuch"};

    *visit = (struct visit){.time = {.ms = 1000000, .seconds = MONDAY}};
    if (!handbook)
        check(handbook_open_embedded(&handbook) == 0);
    struct app_options options = {.handbook = choice & 1 ? NULL : handbook,
                                  .handbook_error = choice & 1 ? -EBADMSG : 0,
                                  .clock = clock_from_manual(&visit->time),
                                  .theme = themes[choice >> 1 & 3],
                                  .locked = choice & 8,
                                  .start_at_home = choice & 16};
    check(app_new(&visit->app, &options) == 0);
    check(input_new(&visit->input, &charsets[choice >> 5 & 1]) == 0);
    if (choice & 64)
        app_set_glyphs(visit->app, GLYPHS_PLAIN);
    check(canvas_init(&visit->canvas, 24, 80, glyphs_for(GLYPHS_FULL)) == 0);
}

static void close_visit(struct visit *visit)
{
    app_free(visit->app);
    input_free(visit->input);
    canvas_fini(&visit->canvas);
}

static void check_cell(const struct canvas *canvas, int row, int col)
{
    const struct cell *cell = canvas_at(canvas, row, col);

    check(cell->width <= 2 && cell->role < ROLE_COUNT);
    if (cell->width == 0) {
        check(col > 0 && canvas_at(canvas, row, col - 1)->width == 2);
        return;
    }
    check(sanitize_class_of(cell->ch[0]) == SANITIZE_BASE && width_of(cell->ch[0]) == cell->width);
    check(cell->width == 1 || (col + 1 < canvas->cols && canvas_at(canvas, row, col + 1)->width == 0));
    for (size_t i = 1; i < ARRAY_SIZE(cell->ch) && cell->ch[i]; i++)
        check(sanitize_class_of(cell->ch[i]) == SANITIZE_MARK);
}

static void check_canvas(const struct visit *visit)
{
    for (int row = 0; row < visit->canvas.rows; row++)
        for (int col = 0; col < visit->canvas.cols; col++)
            check_cell(&visit->canvas, row, col);
}

static void draw(struct visit *visit)
{
    if (!app_dirty(visit->app))
        return;
    check(app_draw(visit->app, &visit->canvas) == 0);
    check(!app_dirty(visit->app));
    check_canvas(visit);
}

static void tick(struct visit *visit)
{
    app_tick(visit->app);
    draw(visit);
    int64_t deadline = app_deadline(visit->app);
    check(deadline < 0 || deadline > visit->time.ms); /* one in the past would spin */
}

/* As the loop does: keys at once, what waits at its deadline. */
static void type(struct visit *visit, const uint8_t *bytes, size_t n)
{
    struct key key;

    input_feed(visit->input, bytes, n, visit->time.ms);
    for (int64_t at = visit->time.ms; at >= 0; at = input_deadline(visit->input)) {
        if (at > visit->time.ms)
            visit->time.ms = at;
        while (input_next(&key, visit->input, visit->time.ms) == 1)
            if (key.type != KEY_CURSOR_REPORT)
                app_key(visit->app, &key);
    }
    draw(visit);
}

static void wait(struct visit *visit, int64_t ms)
{
    visit->time.ms += ms;
    visit->time.seconds += ms / 1000;
    tick(visit);
}

static void resize(struct visit *visit, const uint8_t *bytes, size_t n)
{
    check(canvas_resize(&visit->canvas, n > 0 ? 1 + bytes[0] % 64 : 24, n > 1 ? 1 + bytes[1] % 160 : 80) ==
          0);
    app_invalidate(visit->app);
    draw(visit);
}

static int64_t number_of(const uint8_t *bytes, size_t n)
{
    int64_t number = 0;

    for (size_t i = 0; i < n && i < 5; i++)
        number = number << 8 | bytes[i];
    return number;
}

static void serve(struct visit *visit, unsigned group, const uint8_t *bytes, size_t n)
{
    switch (group) {
    case GROUP_RESIZE:
        resize(visit, bytes, n);
        break;
    case GROUP_WAIT:
        wait(visit, number_of(bytes, n) & 0x3ffff);
        break;
    case GROUP_WALL: /* somebody sets the clock; before 1970 too */
        visit->time.seconds = number_of(bytes, n) - (n > 4 ? INT64_C(1) << 39 : 0);
        tick(visit);
        break;
    default:
        type(visit, bytes, n);
        wait(visit, (group & 1) * 25); /* a hand, or a device that types faster */
        break;
    }
}

static void walk_away(struct visit *visit)
{
    for (int i = 0; i < LEAVING_TICKS && strcmp(app_screen_name(visit->app), "attract") != 0; i++) {
        int64_t deadline = app_deadline(visit->app);
        check(deadline > visit->time.ms);
        wait(visit, deadline - visit->time.ms);
    }
    check(strcmp(app_screen_name(visit->app), "attract") == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct visit visit;

    if (size < 1 || size > SIZE_BYTES_MAX)
        return 0;
    open_visit(&visit, data[0]);
    draw(&visit);
    for (size_t i = 1; i < size && !app_wants_to_quit(visit.app);) {
        unsigned group = data[i] & 7;
        size_t n = data[i++] >> 3;
        if (n > size - i)
            n = size - i;
        serve(&visit, group, data + i, n);
        i += n;
    }
    if (data[size - 1] % 4 == 0 && !app_wants_to_quit(visit.app))
        walk_away(&visit);
    close_visit(&visit);
    return 0;
}
