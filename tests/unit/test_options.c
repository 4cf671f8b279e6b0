/* SPDX-License-Identifier: MIT */
/* A few large options: what a key, a digit, the wheel and a finger mean, and that the one that is selected
 * shows. */
#include "ui/options.h"

#include "base/error.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#define N 5

static struct options five(int selected)
{
    return (struct options){.n = N,
                            .labels = {"一", "二", "三", "四", "五"},
                            .hints = {NULL, "", "有的话", NULL, NULL},
                            .selected = selected};
}

static void each_event_means_what_it_says(void **state)
{
    static const struct {
        struct event event;
        int selected, result, then;
    } rows[] = {
        {{.action = ACTION_UP}, 0, LIST_STAYED, 0},
        {{.action = ACTION_UP}, 2, LIST_MOVED, 1},
        {{.action = ACTION_DOWN}, 2, LIST_MOVED, 3},
        {{.action = ACTION_DOWN}, 4, LIST_STAYED, 4},
        {{.action = ACTION_TOP}, 3, LIST_MOVED, 0},
        {{.action = ACTION_BOTTOM}, 0, LIST_MOVED, 4},
        {{.action = ACTION_BOTTOM}, 4, LIST_STAYED, 4},
        {{.action = ACTION_SCROLL, .value = 3}, 1, LIST_MOVED, 2},
        {{.action = ACTION_SCROLL, .value = -3}, 1, LIST_MOVED, 0},
        {{.action = ACTION_OPEN}, 3, 3, 3},
        {{.action = ACTION_SELECT, .value = 1}, 3, 1, 3},
        {{.action = ACTION_SELECT, .value = N}, 3, LIST_STAYED, 3},
        {{.action = ACTION_SELECT, .value = -1}, 3, LIST_STAYED, 3},
        {{.action = ACTION_DIGIT, .value = 2}, 3, 1, 3},
        {{.action = ACTION_DIGIT, .value = 9}, 3, LIST_STAYED, 3},
        {{.action = ACTION_DIGIT, .value = 0}, 3, LIST_UNKNOWN, 3}, /* is the way home */
        {{.action = ACTION_HELP}, 3, LIST_UNKNOWN, 3},
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
        struct options options = five(rows[i].selected);
        assert_int_equal(options_act(&options, rows[i].event), rows[i].result);
        assert_int_equal(options.selected, rows[i].then);
    }
    struct options none = {.n = 0};
    assert_int_equal(options_act(&none, (struct event){.action = ACTION_OPEN}), LIST_STAYED);
}

static void the_selected_one_shows_however_little_room_there_is(void **state)
{
    (void)state;
    for (int rows = 1; rows < 20; rows++)
        for (int selected = 0; selected < N; selected++) {
            struct options options = five(selected);
            assert_int_equal(options_layout(&options, glyphs_for(GLYPHS_FULL), rows, 40), 0);
            assert_in_range(options.first, 0, selected);
            int used = 0;
            for (int i = options.first; i <= selected; i++)
                used += flow_lines(options.texts[i]) + (options.boxed ? 2 : options.gap);
            assert_true(used <= rows || options.first == selected);
            options_fini(&options);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_event_means_what_it_says),
        cmocka_unit_test(the_selected_one_shows_however_little_room_there_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
