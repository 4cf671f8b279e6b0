/* SPDX-License-Identifier: MIT */
#include "kiosk/activity.h"

#include "base/error.h"
#include "kiosk/burst.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void a_thing_on_the_keyboard_is_nobody(void **state)
{
    static const struct key stuck = {.type = KEY_TEXT, .ch = U'5'};
    struct activity activity = {0};

    (void)state;
    for (int i = 1; i <= 3 * ACTIVITY_STUCK; i++) {
        activity_note(&activity, &stuck, i);
        assert_int_equal(activity.at, i <= ACTIVITY_STUCK ? i : ACTIVITY_STUCK);
    }
}

static void any_other_key_is_somebody(void **state)
{
    static const struct key stuck = {.type = KEY_PRESS, .ch = 0, .row = 3, .col = 4};
    static const struct key others[] = {{.type = KEY_RELEASE, .row = 3, .col = 4},
                                        {.type = KEY_PRESS, .ch = U'x', .row = 3, .col = 4},
                                        {.type = KEY_PRESS, .row = 2, .col = 4},
                                        {.type = KEY_PRESS, .row = 3, .col = 5}};
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(others); i++) {
        struct activity activity = {0};
        for (int k = 0; k < 2 * ACTIVITY_STUCK; k++)
            activity_note(&activity, &stuck, k);
        activity_note(&activity, &others[i], 5000);
        assert_int_equal(activity.at, 5000);
        activity_note(&activity, &stuck, 6000); /* and so it counts again */
        assert_int_equal(activity.at, 6000);
    }
}

static void nothing_is_kept_of_the_last_visitor_s_key(void **state)
{
    struct activity activity = {0};
    const struct key none = {.type = KEY_NONE};

    (void)state;
    activity_note(&activity, &(struct key){.type = KEY_TEXT, .ch = U'7', .row = 1, .col = 1}, 10);
    activity_forget(&activity);
    assert_memory_equal(&activity.last, &none, sizeof(none));
    assert_int_equal(activity.same, 0);
    assert_int_equal(activity.at, 10);
}

/* Types characters so many ms apart; > is Enter, | Tab, a ^ before one says Alt. What comes out, in order. */
static void type(char *out, struct burst *burst, const char *keys, int64_t *now, int64_t gap)
{
    struct key key;
    size_t n = 0;

    for (const char *at = keys; *at; at++) {
        bool alt = *at == '^';
        at += alt;
        key = (struct key){.type = *at == '>'   ? KEY_ENTER
                                   : *at == '|' ? KEY_TAB
                                                : KEY_TEXT,
                           .ch = *at == '>' || *at == '|' ? 0 : (unsigned char)*at,
                           .alt = alt};
        *now += gap;
        if (burst_deadline(burst) >= 0 && *now >= burst_deadline(burst))
            for (struct key held; burst_take(&held, burst);)
                out[n++] = (char)held.ch;
        if (burst_offer(burst, &key, *now))
            continue;
        for (struct key held; burst_take(&held, burst);)
            out[n++] = (char)held.ch;
        out[n++] = *at;
    }
    for (struct key held; burst_take(&held, burst);)
        out[n++] = (char)held.ch;
    out[n] = '\0';
}

static void assert_comes_out(const char *keys, int64_t gap, const char *expected)
{
    struct burst burst = {0};
    int64_t now = 1000;
    char out[128];

    type(out, &burst, keys, &now, gap);
    assert_string_equal(out, expected);
    assert_int_equal(burst_deadline(&burst), -1);
}

static void what_a_reader_types_is_swallowed_with_its_end(void **state)
{
    (void)state;
    assert_comes_out("220102199001011234>", 2, "");
    assert_comes_out("22010219900101123X|", 2, "");
    assert_comes_out("22010219900101123x>a", 2, "a");
    assert_comes_out("220102>5", BURST_GAP_MS, "5"); /* the end is swallowed, and only one */
    assert_comes_out("220102>>", 2, ">");
    assert_comes_out("220102a3>", 2, "a"); /* what no reader sends passes, and ends nothing */
}

static void what_a_hand_types_comes_out_in_order(void **state)
{
    (void)state;
    assert_comes_out("2025", BURST_GAP_MS + 1, "2025");
    assert_comes_out("12345", 2, "12345"); /* fewer than a burst */
    assert_comes_out("12>", 2, "12>");
    assert_comes_out("1a2b", 2, "1a2b");
    assert_comes_out("^1^2^3^4^5^6^7", 2, "1234567"); /* no reader presses Alt */
    assert_comes_out("220102199>", BURST_GAP_MS + 1, "220102199>");
}

static void after_a_burst_a_hand_is_heard_again(void **state)
{
    struct burst burst = {0};
    int64_t now = 1000;
    char out[64];

    (void)state;
    type(out, &burst, "2201021990", &now, 2); /* without an end */
    assert_string_equal(out, "");
    type(out, &burst, "7", &now, BURST_GAP_MS + 1);
    assert_string_equal(out, "7");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_thing_on_the_keyboard_is_nobody),
        cmocka_unit_test(any_other_key_is_somebody),
        cmocka_unit_test(nothing_is_kept_of_the_last_visitor_s_key),
        cmocka_unit_test(what_a_reader_types_is_swallowed_with_its_end),
        cmocka_unit_test(what_a_hand_types_comes_out_in_order),
        cmocka_unit_test(after_a_burst_a_hand_is_heard_again),
    };
    return cmocka_run_group_tests_name("activity", tests, NULL, NULL);
}
