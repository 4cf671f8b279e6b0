/* SPDX-License-Identifier: MIT */
/*
 * Memory runs out at every k-th allocation of the interface, once and for ever. Each time: no crash, no leak
 * (under the sanitizers), and when there is memory again the visitor gets home. As a test it takes some of
 * the k (test_screen_failures.c takes every way in which our own code allocates); `test_memory full`
 * (./torture memory) takes each and says how many.
 */
#include "kiosk/app.h"

#include "base/error.h"
#include "tests/faults/allocator.h"
#include "ui/paper/escpos.h"
#include "ui/paper/slip.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct {
    long failed; /* in how many runs an allocation did */
    bool full;
} figures;

struct stage {
    struct clock_manual time;
    struct handbook *handbook;
    struct app *app;
    struct canvas canvas;
};

static void press(struct stage *stage, enum key_type type, char32_t ch)
{
    app_key(stage->app, &(struct key){.type = type, .ch = ch});
    stage->time.ms += 1000; /* digits are due, a 1 is whole */
    app_tick(stage->app);
    (void)app_draw(stage->app, &stage->canvas);
}

/* Letters and digits are themselves; > Enter, ^ Escape, v Down, } PgDn. */
static void play(struct stage *stage, const char *keys)
{
    for (const char *at = keys; *at; at++)
        switch (*at) {
        case '>':
            press(stage, KEY_ENTER, 0);
            break;
        case '^':
            press(stage, KEY_ESCAPE, 0);
            break;
        case 'v':
            press(stage, KEY_DOWN, 0);
            break;
        case '}':
            press(stage, KEY_PAGE_DOWN, 0);
            break;
        default:
            press(stage, KEY_TEXT, (unsigned char)*at);
            break;
        }
}

static bool open_stage(struct stage *stage)
{
    *stage = (struct stage){.time = {.ms = 1000000, .seconds = 1795413900}};
    if (handbook_open_embedded(&stage->handbook) != 0)
        return false;
    struct app_options options = {.handbook = stage->handbook, .clock = clock_from_manual(&stage->time)};
    return app_new(&stage->app, &options) == 0 &&
           canvas_init(&stage->canvas, 30, 100, glyphs_for(GLYPHS_FULL)) == 0;
}

static void close_stage(struct stage *stage)
{
    app_free(stage->app);
    handbook_close(stage->handbook);
    canvas_fini(&stage->canvas);
}

/* Whether the k-th allocation was reached. */
static bool fail_at(const char *keys, long k, bool for_ever)
{
    struct stage stage;
    assert_true(open_stage(&stage));
    allocator_fail(k, for_ever);
    play(&stage, keys);
    bool reached = allocator_heal();
    figures.failed += reached;
    for (int i = 0; i < 12 && strcmp(app_screen_name(stage.app), "home") != 0; i++)
        play(&stage, "^");
    assert_int_equal(app_draw(stage.app, &stage.canvas), 0);
    if (strcmp(app_screen_name(stage.app), "home") != 0)
        fail_msg("“%s”, allocation %ld: the visitor is left on %s", keys, k, app_screen_name(stage.app));
    close_stage(&stage);
    return reached;
}

/* Steps that stay coprime to the loops of the program, so that in time each kind of allocation is met. */
static void fail_everywhere(const char *keys, long some)
{
    long k = 1, step = figures.full ? 1 : some;
    while (fail_at(keys, k, false))
        k += step;
    assert_true(k > 1);
    for (k = 1; fail_at(keys, k, true); k += step)
        ;
}

static void walks_survive_memory_running_out(void **state)
{
    static const struct {
        const char *keys;
        long step;
    } walks[] = {{"2}}q^", 37},         {">v>^", 17}, {">6 3c1", 157},
                 {">7 20250630>", 157}, {"?^a^", 17}, {">sjldx>", 307}};
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(walks); i++)
        fail_everywhere(walks[i].keys, walks[i].step);
}

static void opening_survives_memory_running_out(void **state)
{
    (void)state;
    for (long k = 1;; k++) {
        struct stage stage;
        allocator_fail(k, k % 2);
        bool open = open_stage(&stage);
        bool reached = allocator_heal();
        figures.failed += reached;
        close_stage(&stage);
        if (!reached) {
            assert_true(open);
            break;
        }
    }
}

/* From the handbook to the bytes for the printer; -ENOMEM or a slip, and nothing in between. */
static int make_slip(struct handbook *handbook)
{
    const struct slip_frame frame = {.edition = handbook_edition(handbook), .today = {2026, 11, 23}};
    const struct escpos_options options = {.paper = PAPER_58, .charset = ESCPOS_CHARSET, .cut = true};
    struct answer *answer = NULL;
    struct document *slip = NULL;
    char *bytes = NULL;
    size_t n;
    int error = handbook_answer(&answer, handbook, 8);
    if (!error)
        error = slip_from_answer(&slip, &frame, answer, 0);
    if (!error)
        error = escpos_render(&bytes, &n, slip, &options);
    free(bytes);
    document_free(slip);
    answer_free(answer);
    return error;
}

static void a_slip_is_made_whole_or_not_at_all(void **state)
{
    struct handbook *handbook;
    (void)state;
    assert_int_equal(handbook_open_embedded(&handbook), 0);
    assert_int_equal(make_slip(handbook), 0);
    for (long k = 1;; k++) {
        allocator_fail(k, k % 2);
        int error = make_slip(handbook);
        bool reached = allocator_heal();
        assert_int_equal(error, reached ? -ENOMEM : 0);
        if (!reached)
            break;
    }
    handbook_close(handbook);
}

int main(int argc, char **argv)
{
    figures.full = argc > 1 && strcmp(argv[1], "full") == 0;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(opening_survives_memory_running_out),
        cmocka_unit_test(a_slip_is_made_whole_or_not_at_all),
        cmocka_unit_test(walks_survive_memory_running_out),
    };
    int failed = cmocka_run_group_tests_name("memory running out", tests, NULL, NULL);
    printf("memory of the interface: allocations failed %ld, findings %d\n", figures.failed, failed);
    return failed;
}
