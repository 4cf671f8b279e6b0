/* SPDX-License-Identifier: MIT */
/* A school's own data goes from one terminal to another, signed, whole, and only if it is that school's. */
#include "base/error.h"
#include "db/site/addenda.h"
#include "db/site/audit.h"
#include "db/site/profile.h"
#include "db/site_update.h"
#include "tests/unit/bundle_fixture.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define CODE "4122010183"

static char empty[] = "";

static struct site *open_site(const struct machine *machine, const char *name)
{
    struct site *site = NULL;
    char path[160];
    snprintf(path, sizeof(path), "%s/%s.db", machine->root, name);
    assert_int_equal(site_open(&site, path, SITE_CREATE, clock_system()), 0);
    return site;
}

static void fill(struct site *site)
{
    char code[] = CODE, school[] = "吉林大学", office[] = "学籍科", place[] = "行政楼 204 室";
    struct profile profile = {code, school, office, place, empty, empty, empty};
    int version;
    assert_int_equal(site_profile_write(site, NULL, &profile), 0);
    assert_int_equal(
        site_addendum_publish(&version, site, NULL, 6, 0, "本校每周三发放。\n\n请带 \"学生证\"。"), 0);
}

static struct bytes export(const struct machine *machine, struct site *site, uint32_t sequence)
{
    struct bundle_header header = machine_header(sequence);
    struct site_payload payload;
    char *text = NULL;
    size_t n = 0;
    header.kind = BUNDLE_SITE;
    assert_int_equal(site_payload_collect(&payload, site), 0);
    snprintf(header.school, sizeof(header.school), "%s", payload.profile.code);
    assert_int_equal(site_payload_write(&text, &n, &payload), 0);
    struct bytes bundle = machine_bundle(&header, text, n, &machine->current);
    site_payload_fini(&payload);
    free(text);
    return bundle;
}

/* 0, the refusal, -errno; the changes that were shown before. */
static int import(const struct machine *machine, struct site *site, struct bytes bundle, size_t *changes)
{
    struct site_update *update = NULL;
    bool noted = false;
    int r = site_update_open(&update, &machine->place, site, machine_put(machine, "site.ybt", bundle));
    if (r == 0 && changes)
        *changes = update->changes ? update->changes->n : 0;
    if (r == 0)
        r = site_update_import(&noted, update, &machine->place, site, NULL);
    if (r == 0)
        assert_true(noted);
    site_update_free(update);
    return r;
}

static void a_school_s_data_arrives_as_it_left(void **state)
{
    const struct machine *machine = *state;
    struct site *here = open_site(machine, "here"), *there = open_site(machine, "there");
    struct addendum_shown *shown = NULL;
    struct profile *profile = NULL;
    size_t changes = 0;
    fill(here);
    assert_int_equal(import(machine, there, export(machine, here, 1), &changes), 0);
    assert_int_equal(changes, 5); /* four fields, one question */
    assert_int_equal(site_profile_read(&profile, there), 0);
    assert_string_equal(profile->code, CODE);
    assert_string_equal(profile->place, "行政楼 204 室");
    assert_string_equal(profile->telephone, "");
    site_profile_free(profile);
    assert_int_equal(site_addendum_shown(&shown, there, 6), 0);
    assert_string_equal(shown->text, "本校每周三发放。\n\n请带 \"学生证\"。");
    addendum_shown_free(shown);
    assert_int_equal(import(machine, there, export(machine, here, 2), &changes), 0);
    assert_int_equal(changes, 0);
    site_close(here);
    site_close(there);
}

static void what_is_no_longer_published_is_taken_back_there_too(void **state)
{
    const struct machine *machine = *state;
    struct site *here = open_site(machine, "here"), *there = open_site(machine, "there");
    struct addendum_shown *shown = NULL;
    struct addendum *latest = NULL;
    int version;
    fill(here);
    assert_int_equal(import(machine, there, export(machine, here, 1), NULL), 0);
    assert_int_equal(site_addendum_retract(&version, here, NULL, 6, 1), 0);
    assert_int_equal(site_addendum_publish(&version, here, NULL, 7, 0, "新的。"), 0);
    assert_int_equal(import(machine, there, export(machine, here, 2), NULL), 0);
    assert_int_equal(site_addendum_shown(&shown, there, 6), -ENOENT);
    assert_int_equal(site_addendum_shown(&shown, there, 7), 0);
    addendum_shown_free(shown);
    assert_int_equal(site_addendum_latest(&latest, there, 6), 0); /* its history stays */
    assert_int_equal(latest->state, ADDENDUM_RETRACTED);
    addenda_free(latest, 1);
    site_close(here);
    site_close(there);
}

static void older_data_another_school_s_and_content_are_refused(void **state)
{
    const struct machine *machine = *state;
    struct site *here = open_site(machine, "here"), *there = open_site(machine, "there");
    char code[] = "4122010184", school[] = "长春理工大学";
    struct profile other = {code, school, empty, empty, empty, empty, empty};
    fill(here);
    assert_int_equal(import(machine, there, export(machine, here, 2), NULL), 0);
    assert_int_equal(import(machine, there, export(machine, here, 2), NULL), BUNDLE_OLD);
    assert_int_equal(import(machine, there, export(machine, here, 1), NULL), BUNDLE_OLD);
    assert_int_equal(site_profile_write(here, NULL, &other), 0);
    assert_int_equal(import(machine, there, export(machine, here, 9), NULL), BUNDLE_WRONG_SCHOOL);
    assert_int_equal(import(machine, there, machine_content(9, "", &machine->current), NULL),
                     BUNDLE_WRONG_KIND);
    site_close(here);
    site_close(there);
}

#define FIELDS                                                                                               \
    "{\n  \"profile\":{\n    \"code\":\"" CODE "\",\n    \"school\":\"甲\",\n    \"office\":\"\",\n"        \
    "    \"place\":\"\",\n    \"hours\":\"\",\n    \"telephone\":\"\",\n    \"remarks\":\"\"\n  },\n"
#define ADDENDA "  \"addenda\":[\n    {\n      \"question\":3,\n      \"text\":\"乙\"\n    }\n  ]\n}"

static void data_that_the_editor_would_not_have_let_through_is_refused(void **state)
{
    static const struct {
        const char *from, *to;
        int refusal;
    } cases[] = {
        {"甲", "甲", 0},
        {"\"甲\"", "1", BUNDLE_BAD_SITE},
        {"\"甲\"", "null", BUNDLE_BAD_SITE},
        {"甲", "甲\\u001b[2J", BUNDLE_BAD_SITE},
        {"甲", "甲\\n", BUNDLE_BAD_SITE},
        {"甲", " 甲", BUNDLE_BAD_SITE},
        {"甲", "甲\\u0000", BUNDLE_BAD_SITE},
        {"甲", "\xff", BUNDLE_BAD_SITE},
        {"甲", "\\u7532", BUNDLE_BAD_SITE},    /* the same character, written otherwise */
        {CODE, "4122010184", BUNDLE_BAD_SITE}, /* not what the header says */
        {CODE, "", BUNDLE_BAD_SITE},
        {"\"question\":3", "\"question\":0", BUNDLE_BAD_SITE},
        {"\"question\":3", "\"question\":13", BUNDLE_BAD_SITE},
        {"\"question\":3", "\"question\":\"3\"", BUNDLE_BAD_SITE},
        {"乙", "", BUNDLE_BAD_SITE},
        {"乙", "乙\\u202e", BUNDLE_BAD_SITE},
        {"\"office\":\"\",", "\"office\":\"\", ", BUNDLE_BAD_SITE},
        {"\"office\":\"\",\n", "", BUNDLE_BAD_SITE},
        {"\"office\":\"\",\n", "\"office\":\"\",\n    \"office\":\"\",\n", BUNDLE_BAD_SITE},
        {"\"office\":\"\",\n", "\"office\":\"\",\n    \"more\":\"\",\n", BUNDLE_BAD_SITE},
        {"  ]\n}", "  ]\n} ", BUNDLE_BAD_SITE},
        {"  ]\n}", "  ]\n", BUNDLE_BAD_SITE},
        {"[\n", "[[[[[[[[[[[[\n", BUNDLE_BAD_SITE},
    };
    const struct machine *machine = *state;
    struct bundle_header header = machine_header(1);
    header.kind = BUNDLE_SITE;
    strcpy(header.school, CODE);
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        struct site *there = open_site(machine, "there");
        char text[1024] = FIELDS ADDENDA, changed[1100], *at = strstr(text, cases[i].from);
        assert_non_null(at);
        snprintf(changed, sizeof(changed), "%.*s%s%s", (int)(at - text), text, cases[i].to,
                 at + strlen(cases[i].from));
        header.sequence = (uint32_t)i + 1;
        int r = import(machine, there, machine_bundle(&header, changed, strlen(changed), &machine->current),
                       NULL);
        if (r != cases[i].refusal)
            fail_msg("%s: %d, not %d", cases[i].to, r, cases[i].refusal);
        site_close(there);
    }
}

static void an_import_stands_in_the_audit_log(void **state)
{
    const struct machine *machine = *state;
    struct site *here = open_site(machine, "here"), *there = open_site(machine, "there");
    struct audit_row *rows = NULL;
    size_t n = 0;
    fill(here);
    assert_int_equal(import(machine, there, export(machine, here, 3), NULL), 0);
    assert_int_equal(site_audit_list(&rows, &n, there, 0, 1), 0);
    assert_int_equal(n, 1);
    assert_int_equal(rows[0].action, AUDIT_IMPORTED);
    assert_string_equal(rows[0].detail, "site " CODE " 3");
    audit_free(rows, n);
    site_close(here);
    site_close(there);
}

/* Opened and agreed to while another one was imported; the number that counts stays the highest. */
static void what_was_imported_meanwhile_counts(void **state)
{
    const struct machine *machine = *state;
    struct site *here = open_site(machine, "here"), *there = open_site(machine, "there");
    struct site_update *update = NULL;
    bool noted = false;
    fill(here);
    const char *path = machine_put(machine, "old.ybt", export(machine, here, 1));
    assert_int_equal(site_update_open(&update, &machine->place, there, path), 0);
    assert_int_equal(update->refusal, 0);
    assert_int_equal(import(machine, there, export(machine, here, 2), NULL), 0);
    assert_int_equal(site_update_import(&noted, update, &machine->place, there, NULL), BUNDLE_OLD);
    assert_int_equal(update->highest, 2);
    assert_int_equal(import(machine, there, export(machine, here, 2), NULL), BUNDLE_OLD);
    site_update_free(update);
    site_close(here);
    site_close(there);
}

static time_t on_the_last_day(void *context)
{
    struct tm day = {.tm_year = 126, .tm_mon = 10, .tm_mday = *(int *)context, .tm_hour = 12};
    return mktime(&day);
}

static void key_school_and_day_are_looked_at_again(void **state)
{
    struct machine *machine = *state;
    struct site *here = open_site(machine, "here"), *there = open_site(machine, "there");
    char code[] = "4122010184", school[] = "长春理工大学", keys[80];
    struct profile other = {code, school, empty, empty, empty, empty, empty};
    struct site_update *update = NULL;
    bool noted = false;
    int day = 1;
    fill(here);
    const char *path = machine_put(machine, "1.ybt", export(machine, here, 1));
    assert_int_equal(site_update_open(&update, &machine->place, there, path), 0);
    machine->place.clock = (struct clock){.wall = on_the_last_day, .context = &day};
    update->bundle->header.from.day = 2;
    assert_int_equal(site_update_import(&noted, update, &machine->place, there, NULL), BUNDLE_EARLY);
    day = 2;
    snprintf(keys, sizeof(keys), "%s/none", machine->root);
    machine->place.keys = keys;
    assert_int_equal(site_update_import(&noted, update, &machine->place, there, NULL), BUNDLE_WRONG_KEY);
    machine->place.keys = machine->keys;
    assert_int_equal(site_profile_write(there, NULL, &other), 0);
    assert_int_equal(site_update_import(&noted, update, &machine->place, there, NULL), BUNDLE_WRONG_SCHOOL);
    assert_false(noted);
    site_update_free(update);
    site_close(here);
    site_close(there);
}

static void the_next_number_is_above_what_went_out_and_came_in(void **state)
{
    const struct machine *machine = *state;
    struct site *here = open_site(machine, "here"), *there = open_site(machine, "there");
    uint32_t next = 0;
    fill(here);
    assert_int_equal(site_update_next(&next, &machine->place, here, CODE), 0);
    assert_int_equal(next, 1);
    assert_int_equal(site_audit_note(here, NULL, AUDIT_EXPORTED, "site " CODE " 4"), 0);
    assert_int_equal(site_audit_note(here, NULL, AUDIT_EXPORTED, "site 4122010184 9"), 0);
    assert_int_equal(site_update_next(&next, &machine->place, here, CODE), 0);
    assert_int_equal(next, 5);
    assert_int_equal(import(machine, there, export(machine, here, 6), NULL), 0);
    assert_int_equal(site_update_next(&next, &machine->place, here, CODE), 0);
    assert_int_equal(next, 7);
    site_close(here);
    site_close(there);
}

/* More than one list of the log takes (10,000). */
static void a_number_that_went_out_long_ago_is_not_proposed_again(void **state)
{
    const struct machine *machine = *state;
    struct site *here = open_site(machine, "here");
    uint32_t next = 0;
    assert_int_equal(site_audit_note(here, NULL, AUDIT_EXPORTED, "site " CODE " 41"), 0);
    assert_int_equal(site_begin(here), 0);
    for (int i = 0; i < 10010; i++)
        assert_int_equal(site_audit_note(here, NULL, AUDIT_IMPORTED, "site 4122010184 7"), 0);
    assert_int_equal(site_end(here, 0), 0);
    assert_int_equal(site_update_next(&next, &machine->place, here, CODE), 0);
    assert_int_equal(next, 42);
    site_close(here);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, machine_setup, machine_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_school_s_data_arrives_as_it_left),
        TEST(what_is_no_longer_published_is_taken_back_there_too),
        TEST(older_data_another_school_s_and_content_are_refused),
        TEST(data_that_the_editor_would_not_have_let_through_is_refused),
        TEST(an_import_stands_in_the_audit_log),
        TEST(what_was_imported_meanwhile_counts),
        TEST(the_next_number_is_above_what_went_out_and_came_in),
        TEST(a_number_that_went_out_long_ago_is_not_proposed_again),
        TEST(key_school_and_day_are_looked_at_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
