/* SPDX-License-Identifier: MIT */
/* The running kiosk takes what is installed as soon as nobody is there, and not before. */
#include "base/error.h"
#include "db/site/profile.h"
#include "db/site/stats.h"
#include "tests/terminal/kiosk.h"
#include "tests/unit/bundle_fixture.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <sysexits.h>

#include <cmocka.h>

#define EMBEDDED "2025 版 第 1 号"
#define NEWER "2026 版 第 9 号"
#define MINUTE_MS 70000 /* it looks once a minute */

static void start(struct glass *out, const struct machine *machine)
{
    const char *const words[] = {"--state", machine->state, "--keys", machine->keys, NULL};
    kiosk_start_with(out, &kiosk_usual, words);
    glass_expect(out, KIOSK_ATTRACT);
}

static struct bytes newer(const struct machine *machine, uint32_t sequence)
{
    return machine_content(sequence, "UPDATE edition SET label = '" NEWER "'", &machine->current);
}

static void expect_within_a_minute(struct glass *glass, const char *text)
{
    int64_t end = glass_now_us() + (int64_t)MINUTE_MS * 1000;
    while (!glass_shows(glass, text) && glass_now_us() < end)
        glass_pump(glass, 100);
    if (!glass_shows(glass, text)) {
        glass_print(glass);
        fail_msg("“%s” did not come within a minute", text);
    }
}

static void what_is_installed_while_somebody_is_there_waits_until_they_leave(void **state)
{
    const struct machine *machine = *state;
    struct glass glass;
    start(&glass, machine);
    glass_expect(&glass, EMBEDDED);
    glass_type(&glass, "\r");
    glass_expect(&glass, KIOSK_HOME);
    assert_int_equal(machine_install(machine, newer(machine, 9)), 0);
    glass_type(&glass, KEY_DOWN "\r");
    glass_expect(&glass, "首先确认"); /* of the embedded handbook */
    glass_type(&glass, "0");
    glass_expect(&glass, KIOSK_HOME);
    glass_expect(&glass, "实际信息不符");
    glass_type(&glass, "\033");
    glass_expect(&glass, NEWER);
    glass_type(&glass, "\r");
    glass_expect(&glass, "问题2？");
    glass_type(&glass, "2");
    glass_expect(&glass, "正文。");
    glass_type(&glass, " "); /* its guide is the new content's, too */
    glass_expect(&glass, "哪一年？");
    kiosk_leave(&glass);
}

static void what_is_installed_while_nobody_is_there_is_taken_within_a_minute(void **state)
{
    const struct machine *machine = *state;
    struct glass glass;
    uint32_t now;
    assert_int_equal(machine_install(machine, newer(machine, 9)), 0);
    start(&glass, machine);
    glass_type(&glass, "\r");
    glass_expect(&glass, KIOSK_HOME);
    glass_type(&glass, "\033");
    glass_expect(&glass, NEWER); /* by then it has looked, and found nothing */
    assert_int_equal(update_rollback(&now, &machine->place), 0);
    expect_within_a_minute(&glass, EMBEDDED);
    kiosk_leave(&glass);
}

static void content_that_fails_its_test_gives_way_and_is_told_on_about(void **state)
{
    const struct machine *machine = *state;
    struct glass glass;
    char path[160];
    assert_int_equal(machine_install(machine, newer(machine, 9)), 0);
    snprintf(path, sizeof(path), "%s/content/000009.ybt", machine->state);
    assert_int_equal(truncate(path, 5000), 0);
    start(&glass, machine);
    glass_expect(&glass, EMBEDDED);
    glass_type(&glass, "\r");
    glass_expect(&glass, KIOSK_HOME);
    glass_type(&glass, "a");
    glass_expect(&glass, "第 9 号不能用");
    kiosk_leave(&glass);
}

static void the_hall_s_data_that_come_after_the_start_are_taken(void **state)
{
    const struct machine *machine = *state;
    char path[160], code[] = "4122010183", school[] = "吉林大学", none[] = "";
    struct profile profile = {code, school, none, none, none, none, none};
    struct site *site = NULL;
    struct glass glass;
    snprintf(path, sizeof(path), "%s/site.db", machine->root);
    kiosk_start_with(&glass, &kiosk_usual, (const char *const[]){"--site", path, NULL});
    glass_expect(&glass, KIOSK_ATTRACT);
    glass_type(&glass, "\r");
    glass_expect(&glass, KIOSK_HOME);
    assert_false(glass_shows(&glass, "吉林大学"));
    assert_int_equal(site_open(&site, path, SITE_CREATE, clock_system()), 0);
    assert_int_equal(site_profile_write(site, NULL, &profile), 0);
    glass_type(&glass, "\033");
    glass_expect(&glass, KIOSK_ATTRACT);
    glass_type(&glass, "\r");
    glass_expect(&glass, KIOSK_HOME);
    glass_expect(&glass, "吉林大学");
    glass_type(&glass, "2");
    glass_expect(&glass, "首先确认");
    kiosk_leave(&glass);
    struct stats_query query = {.from = {2000, 1, 1}, .to = {2999, 1, 1}, .by = STATS_BY_KIND};
    int64_t n = 0;
    assert_int_equal(site_stats_total(&n, site, &query), 0);
    assert_true(n > 0); /* and it counts there */
    site_close(site);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, machine_setup, machine_teardown)

int main(int argc, char **argv)
{
    if (!kiosk_take_program(argc, argv))
        return EX_USAGE;
    const struct CMUnitTest tests[] = {
        TEST(what_is_installed_while_somebody_is_there_waits_until_they_leave),
        TEST(what_is_installed_while_nobody_is_there_is_taken_within_a_minute),
        TEST(content_that_fails_its_test_gives_way_and_is_told_on_about),
        TEST(the_hall_s_data_that_come_after_the_start_are_taken),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
