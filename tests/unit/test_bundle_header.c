/* SPDX-License-Identifier: MIT */
/* Every header that is refused, for each reason by itself: what is written, what is read. */
#include "base/error.h"
#include "tests/unit/bundle_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

/* All that a header may say. */
static struct bundle_header fine(void)
{
    struct bundle_header header = machine_header(7);

    header.length = 1;
    header.until = (struct date){2027, 2, 28};
    return header;
}

static int write_header(const struct bundle_header *header)
{
    char text[BUNDLE_HEADER_MAX];

    return bundle_header_write(text, header);
}

static void a_header_that_would_not_be_read_back_is_not_written(void **state)
{
    struct bundle_header header = fine();

    (void)state;
    assert_int_equal(write_header(&header), 0);
#define REFUSED(change)                                                                                      \
    do {                                                                                                     \
        header = fine();                                                                                     \
        change;                                                                                              \
        if (write_header(&header) != -EINVAL)                                                                \
            fail_msg("%s", #change);                                                                         \
    } while (0)
    REFUSED(header.kind = (enum bundle_kind)0);
    REFUSED(header.kind = (enum bundle_kind)3);
    REFUSED(header.kind = BUNDLE_SITE); /* of every school */
    REFUSED(strcpy(header.school, ""));
    REFUSED(strcpy(header.school, "412201018"));
    REFUSED(strcpy(header.school, "412201018x"));
    REFUSED(strcpy(header.edition, ""));
    REFUSED(strcpy(header.edition, " 版"));
    REFUSED(strcpy(header.edition, "版\n"));
    REFUSED(header.sequence = 0);
    REFUSED(header.sequence = BUNDLE_SEQUENCE_MAX + 1);
    REFUSED(strcpy(header.program, "0.1"));
    REFUSED(header.from.year = 1899);
    REFUSED(header.from.year = 3000);
    REFUSED(header.from.month = 0);
    REFUSED(header.from.month = 13);
    REFUSED(header.from.day = 0);
    REFUSED(header.from.day = 31); /* of November */
    REFUSED(header.until.day = 29);
    REFUSED(header.until = ((struct date){2026, 10, 31})); /* before it begins */
    REFUSED(header.length = 0);
    REFUSED(header.length = BUNDLE_CONTENT_MAX + 1);
#undef REFUSED
    header = fine();
    header.until.year = 0; /* no end */
    assert_int_equal(write_header(&header), 0);
}

static void a_version_is_three_short_numbers(void **state)
{
    static const char *const wrong[] = {"",      "1",      "1.2",    "1.2.",       "1.2.3.4", "1.2.3 ",
                                        "a.2.3", "1.2.03", "01.2.3", "1.123456.3", ".1.2",    "1..2"};
    uint64_t low = 0, high = 0;

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(wrong); i++)
        if (bundle_version(&low, wrong[i]) != -EINVAL)
            fail_msg("“%s”", wrong[i]);
    assert_int_equal(bundle_version(&low, "0.99999.0"), 0);
    assert_int_equal(bundle_version(&high, "1.0.0"), 0);
    assert_true(low < high);
}

static void a_program_whose_version_is_none_takes_nothing(void **state)
{
    const struct date today = {2026, 11, 25};
    struct bundle_header header = fine();

    (void)state;
    assert_int_equal(bundle_applies(&header, BUNDLE_CONTENT, NULL, "development", today), BUNDLE_NEW_PROGRAM);
    strcpy(header.program, "newest");
    assert_int_equal(bundle_applies(&header, BUNDLE_CONTENT, NULL, "0.1.0", today), BUNDLE_NEW_PROGRAM);
}

/* A header's text with the first `from` in it changed, read. */
static int read_changed(const char *from, const char *to, size_t to_bytes)
{
    struct bundle_header header = fine(), read;
    char text[BUNDLE_HEADER_MAX], changed[3 * BUNDLE_HEADER_MAX];
    size_t used;

    assert_int_equal(bundle_header_write(text, &header), 0);
    const char *at = strstr(text, from);
    assert_non_null(at);
    size_t before = (size_t)(at - text), after = strlen(at) - strlen(from);
    memcpy(changed, text, before);
    memcpy(changed + before, to, to_bytes);
    memcpy(changed + before + to_bytes, at + strlen(from), after);
    return bundle_header_read(&read, &used, changed, before + to_bytes + after);
}

static void a_line_that_is_not_the_one_expected_is_refused(void **state)
{
    char longest[BUNDLE_EDITION_MAX + 16];

    (void)state;
    assert_int_equal(read_changed("kind", "kind", 4), 0);
    assert_int_equal(read_changed("yibentong-bundle 1", "yibentong-bundle 0", 18), BUNDLE_NOT_OURS);
    assert_int_equal(read_changed("yibentong-bundle 1", "yibentong-bundle", 16), BUNDLE_NOT_OURS);
    assert_int_equal(read_changed("yibentong-bundle 1", "yibentong-bundle x", 18), BUNDLE_NOT_OURS);
    assert_int_equal(read_changed("school *", "school:*", 8), BUNDLE_NOT_OURS);
    assert_int_equal(read_changed("school *", "school *\0", 9), BUNDLE_NOT_OURS);
    assert_int_equal(read_changed("school *", "school 41220101831", 18), BUNDLE_NOT_OURS);
    memset(longest, 'x', sizeof(longest));
    assert_int_equal(read_changed("2025", longest, sizeof(longest)), BUNDLE_NOT_OURS);
    assert_int_equal(read_changed("sequence 7", "sequence seven", 14), BUNDLE_NOT_OURS);
    assert_int_equal(read_changed("2027-02-28", "2027-02-30", 10), BUNDLE_NOT_OURS);
}

/* All lines are there, and where the empty one should be the bytes end. */
static void a_header_that_is_cut_off_is_refused(void **state)
{
    struct bundle_header header = fine(), read;
    char text[BUNDLE_HEADER_MAX];
    size_t used = 0;

    (void)state;
    assert_int_equal(bundle_header_write(text, &header), 0);
    for (size_t n = 0; n < strlen(text); n++)
        assert_int_equal(bundle_header_read(&read, &used, text, n), BUNDLE_NOT_OURS);
    assert_int_equal(bundle_header_read(&read, &used, text, strlen(text)), 0);
    assert_int_equal(used, strlen(text));
}

static void what_is_too_large_or_wrong_is_not_made(void **state)
{
    const struct machine *machine = *state;
    struct bundle_header header = fine();
    char *bytes = NULL, *large = calloc(1, BUNDLE_CONTENT_MAX + 1);
    size_t n;

    assert_non_null(large);
    assert_int_equal(bundle_make(&bytes, &n, &header, large, BUNDLE_CONTENT_MAX + 1, &machine->current),
                     -EFBIG);
    header.kind = BUNDLE_SITE;
    strcpy(header.school, "4122010183");
    assert_int_equal(bundle_make(&bytes, &n, &header, large, BUNDLE_SITE_MAX + 1, &machine->current), -EFBIG);
    assert_int_equal(bundle_make(&bytes, &n, &header, large, 0, &machine->current), -EINVAL);
    free(large);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, machine_setup, machine_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_header_that_would_not_be_read_back_is_not_written),
        cmocka_unit_test(a_version_is_three_short_numbers),
        cmocka_unit_test(a_program_whose_version_is_none_takes_nothing),
        cmocka_unit_test(a_line_that_is_not_the_one_expected_is_refused),
        cmocka_unit_test(a_header_that_is_cut_off_is_refused),
        TEST(what_is_too_large_or_wrong_is_not_made),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
