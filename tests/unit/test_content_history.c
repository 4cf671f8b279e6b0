/* SPDX-License-Identifier: MIT */
/* That a kiosk shows something else than what was installed last is noted once, not at every start; and
 * nothing about it keeps a kiosk from starting. */
#include "kiosk/content_history.h"

#include "base/error.h"
#include "db/bundle/bundle.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

struct place {
    char folder[64], path[96];
};

static struct content fallen_back(uint32_t sequence, int reason)
{
    struct content content = {.in_use = {.fell_back = true, .n_faults = 1}};
    content.in_use.faults[0] = (struct update_fault){.sequence = sequence, .reason = reason};
    return content;
}

static size_t rows_of(const struct place *place)
{
    struct site *site = NULL;
    struct history_row *rows = NULL;
    size_t n = 0;
    assert_int_equal(content_history_open(&site, place->path), 0);
    assert_int_equal(site_content_list(&rows, &n, site, 100), 0);
    history_free(rows, n);
    site_close(site);
    return n;
}

static void a_fall_back_is_noted_once(void **state)
{
    const struct place *place = *state;
    struct content content = fallen_back(7, BUNDLE_WRONG_DIGEST);
    for (int start = 0; start < 3; start++)
        assert_int_equal(content_history_fall_back(place->path, &content), 0);
    assert_int_equal(rows_of(place), 1);
    content = fallen_back(7, BUNDLE_TAMPERED); /* for another reason */
    assert_int_equal(content_history_fall_back(place->path, &content), 0);
    assert_int_equal(rows_of(place), 2);
    content = fallen_back(8, BUNDLE_TAMPERED); /* of something else */
    assert_int_equal(content_history_fall_back(place->path, &content), 0);
    assert_int_equal(rows_of(place), 3);
}

static void what_happened_in_between_has_it_noted_again(void **state)
{
    const struct place *place = *state;
    struct content content = fallen_back(7, BUNDLE_WRONG_DIGEST);
    struct site *site = NULL;
    assert_int_equal(content_history_fall_back(place->path, &content), 0);
    assert_int_equal(content_history_open(&site, place->path), 0);
    assert_int_equal(content_history_add(site, NULL, HISTORY_INSTALL, "2025 版", 8, 0), 0);
    site_close(site);
    assert_int_equal(content_history_fall_back(place->path, &content), 0);
    assert_int_equal(rows_of(place), 3);
}

static void content_as_it_was_installed_needs_no_note(void **state)
{
    const struct place *place = *state;
    struct content content = {.error = 0};
    assert_int_equal(content_history_fall_back(place->path, &content), 0);
    assert_int_equal(rows_of(place), 0);
}

static void a_hall_without_data_has_nowhere_to_note_it(void **state)
{
    struct content content = fallen_back(7, BUNDLE_WRONG_DIGEST);
    (void)state;
    assert_int_equal(content_history_fall_back("/dev/null/site.db", &content), -ENOTDIR);
    assert_int_equal(content_history_fall_back("/tmp/no-such-folder/site.db", &content), 0);
}

static void a_database_that_is_none_is_told_and_left_as_it_is(void **state)
{
    const struct place *place = *state;
    struct content content = fallen_back(7, BUNDLE_WRONG_DIGEST);
    static const char text[] =
        "no database at all, but long enough to have had the header of one in front of "
        "it, which it has not";
    char now[sizeof(text)] = "";
    FILE *file = fopen(place->path, "w");
    assert_true(file && fputs(text, file) >= 0 && fclose(file) == 0);
    assert_true(content_history_fall_back(place->path, &content) < 0);
    file = fopen(place->path, "r");
    assert_true(file && fread(now, 1, sizeof(now), file) == sizeof(text) - 1 && fclose(file) == 0);
    assert_string_equal(now, text);
}

static int make_place(void **state)
{
    struct place *place = calloc(1, sizeof(*place));
    struct site *site = NULL;
    assert_non_null(place);
    snprintf(place->folder, sizeof(place->folder), "%s/yibentong-history.XXXXXX",
             access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
    assert_non_null(mkdtemp(place->folder));
    snprintf(place->path, sizeof(place->path), "%s/site.db", place->folder);
    assert_int_equal(site_open(&site, place->path, SITE_CREATE, clock_system()), 0);
    site_close(site);
    *state = place;
    return 0;
}

static int remove_place(void **state)
{
    struct place *place = *state;
    unlink(place->path);
    rmdir(place->folder);
    free(place);
    return 0;
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, make_place, remove_place)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_fall_back_is_noted_once),
        TEST(what_happened_in_between_has_it_noted_again),
        TEST(content_as_it_was_installed_needs_no_note),
        TEST(a_hall_without_data_has_nowhere_to_note_it),
        TEST(a_database_that_is_none_is_told_and_left_as_it_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
