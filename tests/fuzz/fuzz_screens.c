/* SPDX-License-Identifier: MIT */
/*
 * Any bytes as the keys, fingers, sizes and clocks of a whole visit: from the decoder through the app to the
 * canvas. No screen shows a character that a terminal could take for a command or half of a wide one, no
 * deadline lies in the past, and whatever was done, the visitor who walks away leaves the attract screen
 * behind.
 *
 * The first byte chooses charset, theme and glyphs. Then groups: a byte that says what comes (its low three
 * bits) and how many bytes it takes (the rest). Every fourth visitor, told by the last byte, walks away at
 * the end; the others are not waited for, because that takes a hundred seconds of theirs.
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

/* What is found for any text is looked at by fuzz_search and fuzz_institution. Here each key would be a
 * search, so one of these is looked up in its place, once for all runs. */
static const char *const searched[] = {
    "毕业证书丢了怎么办", "学信网", "xjcx", "吉林大学", "jldx",   "4122010183", "问题6", "chsi",
    "档案在哪里",         "x",      "北",   "qqqq",     "xuewei", "大学",       "食堂",  "98年毕业",
};

static size_t stand_in(const char *typed)
{
    size_t sum = 0;

    for (; *typed; typed++)
        sum = sum * 31 + (unsigned char)*typed;
    return sum % ARRAY_SIZE(searched);
}

static char *copy(const char *text)
{
    char *made = strdup(text);

    check(made != NULL);
    return made;
}

static void *copy_array(const void *items, size_t n, size_t bytes)
{
    void *made = calloc(n ? n : 1, bytes);

    check(made != NULL);
    if (n > 0)
        memcpy(made, items, n * bytes);
    return made;
}

int __wrap_search_find(struct search_result **out, struct handbook *handbook, const char *typed, size_t limit)
{
    static struct search_result *found[ARRAY_SIZE(searched)];
    size_t which = stand_in(typed);

    if (institution_query_is_blank(typed))
        return __real_search_find(out, handbook, typed, limit);
    if (!found[which])
        check(__real_search_find(&found[which], handbook, searched[which], limit) == 0);
    *out = copy_array(found[which], 1, sizeof(**out));
    (*out)->hits = copy_array(found[which]->hits, (*out)->n, sizeof(*(*out)->hits));
    for (size_t i = 0; i < (*out)->n; i++) {
        struct search_hit *hit = &(*out)->hits[i];
        hit->title = copy(hit->title);
        hit->text = copy(hit->text);
        hit->target = copy(hit->target);
    }
    return 0;
}

static void copy_school(struct institution *school)
{
    char **texts[] = {&school->code,  &school->name, &school->province,  &school->city,
                      &school->level, &school->kind, &school->authority, &school->remark};

    for (size_t i = 0; i < ARRAY_SIZE(texts); i++)
        *texts[i] = copy(*texts[i]);
    school->former_names =
        copy_array(school->former_names, school->n_former_names, sizeof(*school->former_names));
    for (size_t i = 0; i < school->n_former_names; i++)
        school->former_names[i] = copy(school->former_names[i]);
}

int __wrap_institutions_find(struct institution **out, size_t *n, struct handbook *handbook,
                             const char *typed, size_t limit)
{
    static struct {
        struct institution *schools;
        size_t n;
    } found[ARRAY_SIZE(searched)];
    size_t which = stand_in(typed);

    if (institution_query_is_blank(typed))
        return __real_institutions_find(out, n, handbook, typed, limit);
    if (!found[which].schools)
        check(__real_institutions_find(&found[which].schools, &found[which].n, handbook, searched[which],
                                       limit) == 0);
    *n = found[which].n;
    *out = copy_array(found[which].schools, *n, sizeof(**out));
    for (size_t i = 0; i < *n; i++)
        copy_school(&(*out)[i]);
    return 0;
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

/* Rows that are as they were when they were last looked at, most of them in most frames, were sound then. */
static void check_canvas(const struct visit *visit)
{
    static struct canvas seen;
    const struct canvas *canvas = &visit->canvas;
    size_t bytes = (size_t)canvas->cols * sizeof(*canvas->cells);
    bool fresh = seen.rows != canvas->rows || seen.cols != canvas->cols;

    if (fresh) {
        free(seen.cells);
        seen = (struct canvas){.rows = canvas->rows, .cols = canvas->cols};
        check((seen.cells = calloc((size_t)canvas->rows, bytes)) != NULL);
    }
    for (int row = 0; row < canvas->rows; row++) {
        size_t first = (size_t)row * (size_t)canvas->cols;
        if (!fresh && memcmp(seen.cells + first, canvas->cells + first, bytes) == 0)
            continue;
        for (int col = 0; col < canvas->cols; col++)
            check_cell(canvas, row, col);
        memcpy(seen.cells + first, canvas->cells + first, bytes);
    }
}

static void draw(struct visit *visit)
{
    if (!app_dirty(visit->app))
        return;
    check(app_draw(visit->app, &visit->canvas) == 0);
    check(!app_dirty(visit->app));
    check_canvas(visit);
}

static void check_deadline(const struct visit *visit)
{
    int64_t deadline = app_deadline(visit->app);

    check(deadline < 0 || deadline > visit->time.ms); /* one in the past would spin */
}

static void tick(struct visit *visit)
{
    app_tick(visit->app);
    draw(visit);
    check_deadline(visit);
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
}

static void pass(struct visit *visit, int64_t ms)
{
    visit->time.ms += ms;
    visit->time.seconds += ms / 1000;
}

static void wait(struct visit *visit, int64_t ms)
{
    pass(visit, ms);
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
        if (group & 1)
            wait(visit, 25); /* a hand; a device types faster than frames are drawn */
        break;
    }
}

/* To the attract screen. Of the frames that count the seconds one in sixteen is drawn. */
static void walk_away(struct visit *visit)
{
    for (int i = 0; i < LEAVING_TICKS && strcmp(app_screen_name(visit->app), "attract") != 0; i++) {
        int64_t deadline = app_deadline(visit->app);
        check(deadline > visit->time.ms);
        pass(visit, deadline - visit->time.ms);
        app_tick(visit->app);
        if (i % 16 == 0)
            draw(visit);
        check_deadline(visit);
    }
    check(strcmp(app_screen_name(visit->app), "attract") == 0);
    draw(visit);
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
    if (!app_wants_to_quit(visit.app))
        tick(&visit);
    if (data[size - 1] % 4 == 0 && !app_wants_to_quit(visit.app))
        walk_away(&visit);
    close_visit(&visit);
    return 0;
}
