/* SPDX-License-Identifier: MIT */
/*
 * The real handbook, damaged: it is refused with the error for damage, or read as clean structs
 * (handbook_check), and nothing else happens. Without arguments a sample that takes seconds; with `full`
 * every bit of every byte.
 */
#include "base/error.h"
#include "db/handbook.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define PAGE 4096
#define FLIPS 300 /* of a sample */
#define PAGES 6

extern const char handbook_db_start[] __attribute__((visibility("hidden")));
extern const char handbook_db_end[] __attribute__((visibility("hidden")));

struct copy {
    unsigned char *bytes;
    size_t n;
    bool full;
};

static int read_all(const void *bytes, size_t n)
{
    struct handbook *handbook = NULL;
    int r = handbook_open_bytes(&handbook, bytes, n);

    if (r == 0)
        r = handbook_check(handbook);
    handbook_close(handbook);
    return r;
}

/* Damage is damage, never a lack of memory or an error of reading; a loop of pages may run into the limit of
 * steps. */
static bool is_told_as_damage(int r)
{
    return r == 0 || r == -EBADMSG || r == -EPROTO || r == -ETIME;
}

static void reset(struct copy *copy)
{
    memcpy(copy->bytes, handbook_db_start, copy->n);
}

/* The step between samples: about `count` of n. */
static size_t step_of(const struct copy *copy, size_t n, size_t count)
{
    return copy->full || n < count ? 1 : n / count;
}

static size_t page_step(const struct copy *copy)
{
    return PAGE * step_of(copy, copy->n / PAGE, PAGES);
}

static void the_undamaged_handbook_is_whole(void **state)
{
    const struct copy *copy = *state;

    assert_int_equal(read_all(copy->bytes, copy->n), 0);
    assert_int_equal(copy->n % PAGE, 0);
}

static void any_flipped_bit_is_damage_or_harmless(void **state)
{
    struct copy *copy = *state;
    unsigned refused = 0;

    for (size_t i = 0; i < copy->n; i += i < 200 ? 1 : step_of(copy, copy->n, FLIPS)) {
        for (unsigned bit = copy->full ? 0 : i * 5 % 8; bit < 8; bit += copy->full ? 1 : 8) {
            copy->bytes[i] ^= (unsigned char)(1u << bit);
            int r = read_all(copy->bytes, copy->n);
            if (!is_told_as_damage(r))
                fail_msg("byte %zu, bit %u: %d", i, bit, r);
            refused += r != 0;
            copy->bytes[i] ^= (unsigned char)(1u << bit);
        }
    }
    assert_true(refused > 20);
}

static void any_byte_at_its_extremes_is_damage_or_harmless(void **state)
{
    static const unsigned char values[] = {0x00, 0x7f, 0x80, 0xff};
    struct copy *copy = *state;

    /* The heads of pages and their lists of cells: the numbers that a parser trusts. */
    for (size_t page = 0; page < copy->n; page += page_step(copy)) {
        for (size_t i = page; i < page + (copy->full ? 512 : 24); i++) {
            unsigned char before = copy->bytes[i];
            for (size_t v = 0; v < ARRAY_SIZE(values); v++) {
                copy->bytes[i] = values[v];
                int r = read_all(copy->bytes, copy->n);
                if (!is_told_as_damage(r))
                    fail_msg("byte %zu = %u: %d", i, values[v], r);
            }
            copy->bytes[i] = before;
        }
    }
}

static void a_lost_page_is_damage_or_harmless(void **state)
{
    struct copy *copy = *state;

    for (size_t page = 0; page < copy->n; page += PAGE * step_of(copy, copy->n / PAGE, 8 * PAGES)) {
        memset(copy->bytes + page, 0, PAGE);
        assert_true(is_told_as_damage(read_all(copy->bytes, copy->n)));
        memset(copy->bytes + page, 0xff, PAGE);
        assert_true(is_told_as_damage(read_all(copy->bytes, copy->n)));
        reset(copy);
    }
}

static void a_page_in_the_place_of_another_is_damage_or_harmless(void **state)
{
    struct copy *copy = *state;

    for (size_t to = PAGE; to < copy->n; to += page_step(copy)) {
        for (size_t from = PAGE; from < copy->n; from += page_step(copy)) {
            memcpy(copy->bytes + to, handbook_db_start + from, PAGE);
            assert_true(is_told_as_damage(read_all(copy->bytes, copy->n)));
        }
        memcpy(copy->bytes + to, handbook_db_start + to, PAGE);
    }
}

static void any_truncation_is_refused_or_harmless(void **state)
{
    struct copy *copy = *state;

    for (size_t n = 0; n < copy->n; n += copy->full ? 61 : 977)
        assert_int_equal(read_all(copy->bytes, n), -EBADMSG);
    /* The same with a header that says so: what is cut off may be what nobody reads. */
    for (size_t pages = 1; pages < copy->n / PAGE; pages += step_of(copy, copy->n / PAGE, 8 * PAGES)) {
        copy->bytes[30] = (unsigned char)(pages >> 8);
        copy->bytes[31] = (unsigned char)pages;
        assert_true(is_told_as_damage(read_all(copy->bytes, pages * PAGE)));
    }
    reset(copy);
}

static void a_truncated_file_is_refused(void **state)
{
    const struct copy *copy = *state;
    char path[] = "/tmp/test_content_damage.XXXXXX";
    int fd = mkstemp(path);

    assert_true(fd >= 0);
    assert_int_equal(write(fd, copy->bytes, copy->n), copy->n);
    for (size_t i = 1; i <= 24; i++) {
        struct handbook *handbook = NULL;
        assert_int_equal(ftruncate(fd, (off_t)(copy->n - copy->n * i / 24)), 0);
        assert_int_equal(handbook_open_file(&handbook, path), -EBADMSG);
        assert_null(handbook);
    }
    close(fd);
    unlink(path);
}

int main(int argc, char **argv)
{
    struct copy copy = {.n = (size_t)(handbook_db_end - handbook_db_start)};
    void *state = &copy;
    int failed;

    copy.full = argc > 1 && strcmp(argv[1], "full") == 0;
    copy.bytes = malloc(copy.n);
    if (!copy.bytes)
        return EXIT_FAILURE;
    reset(&copy);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_prestate(the_undamaged_handbook_is_whole, state),
        cmocka_unit_test_prestate(any_flipped_bit_is_damage_or_harmless, state),
        cmocka_unit_test_prestate(any_byte_at_its_extremes_is_damage_or_harmless, state),
        cmocka_unit_test_prestate(a_lost_page_is_damage_or_harmless, state),
        cmocka_unit_test_prestate(a_page_in_the_place_of_another_is_damage_or_harmless, state),
        cmocka_unit_test_prestate(any_truncation_is_refused_or_harmless, state),
        cmocka_unit_test_prestate(a_truncated_file_is_refused, state),
    };
    failed = cmocka_run_group_tests(tests, NULL, NULL);
    free(copy.bytes);
    return failed;
}
