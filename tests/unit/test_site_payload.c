/* SPDX-License-Identifier: MIT */
/* A school's data that is refused for each reason by itself, and what counts when one is imported. */
#include "base/error.h"
#include "db/site/addenda.h"
#include "db/site/audit.h"
#include "db/site/profile.h"
#include "db/site_update.h"
#include "tests/unit/bundle_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#define CODE "4122010183"

static char none[] = "", code[] = CODE, name[] = "吉林大学", text[] = "正文。";

static struct site_payload sound(void)
{
    return (struct site_payload){.profile = {code, name, none, none, none, none, none},
                                 .addenda = {[2] = text}};
}

/* 0 or the refusal of what is written as it should be. */
static int read_back(const struct site_payload *payload)
{
    struct site_payload read;
    char *bytes = NULL;
    size_t n = 0;

    assert_int_equal(site_payload_write(&bytes, &n, payload), 0);
    int r = site_payload_read(&read, bytes, n);
    if (r == 0)
        site_payload_fini(&read);
    free(bytes);
    return r;
}

static void a_value_that_the_editor_would_not_take_is_refused(void **state)
{
    static char longer[ADDENDUM_CHARACTERS + 2], letters[] = "412201018x", shorter[] = "412201018",
                                                 lines[] = "a\nb", blank[] = " a", dirty[] = "a ";
    struct site_payload payload = sound();

    (void)state;
    memset(longer, 'x', sizeof(longer) - 1);
    assert_int_equal(read_back(&payload), 0);
#define REFUSED(change)                                                                                      \
    do {                                                                                                     \
        payload = sound();                                                                                   \
        change;                                                                                              \
        if (read_back(&payload) != BUNDLE_BAD_SITE)                                                          \
            fail_msg("%s", #change);                                                                         \
    } while (0)
    REFUSED(payload.profile.code = letters);
    REFUSED(payload.profile.code = shorter);
    REFUSED(payload.profile.school = longer);
    REFUSED(payload.profile.school = lines);
    REFUSED(payload.profile.school = blank);
    REFUSED(payload.profile.school = dirty);
    REFUSED(payload.addenda[0] = longer);
    REFUSED(payload.addenda[0] = none);
    REFUSED(payload.addenda[0] = dirty);
#undef REFUSED
}

static int read_text(const char *bytes)
{
    struct site_payload read;

    return site_payload_read(&read, bytes, strlen(bytes));
}

#define PROFILE                                                                                              \
    "\"profile\":{\"code\":\"" CODE "\",\"school\":\"\",\"office\":\"\",\"place\":\"\",\"hours\":\"\","      \
    "\"telephone\":\"\",\"remarks\":\"\"}"

static void what_is_not_put_together_so_is_refused(void **state)
{
    static const char *const texts[] = {
        "",
        "[]",
        "{}",
        "{\"profile\":1}",
        "{\"profile\":{\"code\":1}}",
        "{" PROFILE "}",
        "{" PROFILE ",\"addenda\":1}",
        "{" PROFILE ",\"addenda\":[{}]}",
        "{" PROFILE ",\"addenda\":[{\"question\":13,\"text\":\"a\"}]}",
        "{" PROFILE ",\"addenda\":[{\"question\":1}]}",
        "{" PROFILE ",\"addenda\":[{\"question\":1,\"text\":2}]}",
        "{" PROFILE ",\"addenda\":[{\"question\":1,\"text\":\"a\"},{\"question\":1,\"text\":\"b\"}]}",
        "{" PROFILE ",\"addenda\":[]}", /* only the spaces are missing */
    };
    char *large = calloc(1, BUNDLE_SITE_MAX + 1);

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(texts); i++)
        if (read_text(texts[i]) != BUNDLE_BAD_SITE)
            fail_msg("%s", texts[i]);
    assert_non_null(large);
    struct site_payload read;
    assert_int_equal(site_payload_read(&read, large, BUNDLE_SITE_MAX + 1), BUNDLE_BAD_SITE);
    free(large);
}

/* ---- importing ---- */

static struct site *open_site(const struct machine *machine)
{
    struct site *site = NULL;
    char path[160];

    snprintf(path, sizeof(path), "%s/site.db", machine->root);
    assert_int_equal(site_open(&site, path, SITE_CREATE, clock_system()), 0);
    return site;
}

static const char *put(const struct machine *machine, const struct site_payload *payload,
                       const struct bundle_header *header)
{
    char *bytes = NULL;
    size_t n = 0;

    assert_int_equal(site_payload_write(&bytes, &n, payload), 0);
    struct bytes bundle = machine_bundle(header, bytes, n, &machine->current);
    free(bytes);
    return machine_put(machine, "school.ybt", bundle);
}

static struct bundle_header header_of(uint32_t sequence)
{
    struct bundle_header header = machine_header(sequence);

    header.kind = BUNDLE_SITE;
    strcpy(header.school, CODE);
    return header;
}

static struct site_update *open_update(const struct machine *machine, struct site *site,
                                       const struct bundle_header *header)
{
    struct site_payload payload = sound();
    struct site_update *update = NULL;

    assert_int_equal(site_update_open(&update, &machine->place, site, put(machine, &payload, header)), 0);
    return update;
}

static void data_that_is_still_to_come_says_so_first(void **state)
{
    const struct machine *machine = *state;
    struct site *site = open_site(machine);
    struct bundle_header header = header_of(1);
    bool noted = false;

    header.from = (struct date){2026, 12, 1};
    struct site_update *update = open_update(machine, site, &header);
    assert_int_equal(update->refusal, BUNDLE_EARLY);
    assert_int_equal(site_update_import(&noted, update, &machine->place, site, NULL), BUNDLE_EARLY);
    site_update_free(update);
    site_close(site);
}

static void an_addendum_that_differs_is_replaced_and_shown_before(void **state)
{
    const struct machine *machine = *state;
    struct site *site = open_site(machine);
    struct bundle_header header = header_of(1);
    struct addendum_shown *shown = NULL;
    bool noted = false;
    int version;

    assert_int_equal(site_addendum_publish(&version, site, NULL, 3, 0, "旧的。"), 0);
    struct site_update *update = open_update(machine, site, &header);
    assert_int_equal(update->changes->n, 3); /* code, school, question 3 */
    assert_string_equal(update->changes->items[2].before, "旧的。");
    assert_int_equal(site_update_import(&noted, update, &machine->place, site, NULL), 0);
    assert_int_equal(site_addendum_shown(&shown, site, 3), 0);
    assert_string_equal(shown->text, text);
    addendum_shown_free(shown);
    site_update_free(update);
    site_close(site);
}

/* It was checked, and then somebody wrote over it in memory: nothing of it is kept. */
static void what_does_not_fit_after_all_is_undone(void **state)
{
    const struct machine *machine = *state;
    struct site *site = open_site(machine);
    struct bundle_header header = header_of(1);
    struct profile *profile = NULL;
    bool noted = false;
    struct site_update *update = open_update(machine, site, &header);

    update->payload.profile.code[0] = 'x';
    assert_int_equal(site_update_import(&noted, update, &machine->place, site, NULL), -EINVAL);
    assert_int_equal(site_profile_read(&profile, site), 0);
    assert_string_equal(profile->school, "");
    site_profile_free(profile);
    site_update_free(update);
    site_close(site);
}

static void only_this_school_s_numbers_count_and_the_highest(void **state)
{
    static const char *const details[] = {"site " CODE " 4", "site " CODE " 2", "statistics",
                                          "site 4122010184 9"};
    const struct machine *machine = *state;
    struct site *site = open_site(machine);
    uint32_t next = 0;

    for (size_t i = 0; i < ARRAY_SIZE(details); i++)
        assert_int_equal(site_audit_note(site, NULL, i % 2 ? AUDIT_IMPORTED : AUDIT_EXPORTED, details[i]), 0);
    assert_int_equal(site_update_next(&next, &machine->place, site, CODE), 0);
    assert_int_equal(next, 5);
    site_close(site);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, machine_setup, machine_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_value_that_the_editor_would_not_take_is_refused),
        cmocka_unit_test(what_is_not_put_together_so_is_refused),
        TEST(data_that_is_still_to_come_says_so_first),
        TEST(an_addendum_that_differs_is_replaced_and_shown_before),
        TEST(what_does_not_fit_after_all_is_undone),
        TEST(only_this_school_s_numbers_count_and_the_highest),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
