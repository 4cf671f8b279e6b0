/* SPDX-License-Identifier: MIT */
/*
 * A real site.db with flipped bits, lost pages and cut ends, or with a foreign journal beside it: refused
 * with a reason, or read as clean values; never a crash, never a question of trust for what the library says.
 * Without arguments a sample; with `full` every bit.
 */
#include "base/error.h"
#include "db/site/audit.h"
#include "tests/faults/site_work.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define PAGE 4096
#define FLIPS 250

static bool full;

struct rig {
    char folder[64], path[96], journal[112];
    unsigned char *bytes;
    size_t n;
    uint64_t random;
};

static int set_up(void **state)
{
    struct rig *rig = calloc(1, sizeof(*rig));

    assert_non_null(rig);
    work_folder(rig->folder);
    snprintf(rig->path, sizeof(rig->path), "%s/site.db", rig->folder);
    snprintf(rig->journal, sizeof(rig->journal), "%s-journal", rig->path);
    rig->random = 20261123;
    assert_int_equal(work_create(rig->path, 3 * WORK_KINDS), 0);
    FILE *file = fopen(rig->path, "rb");
    assert_non_null(file);
    rig->bytes = malloc(1 << 20);
    assert_non_null(rig->bytes);
    rig->n = fread(rig->bytes, 1, 1 << 20, file);
    fclose(file);
    assert_int_equal(rig->n % PAGE, 0);
    *state = rig;
    return 0;
}

static int tear_down(void **state)
{
    struct rig *rig = *state;

    work_remove_folder(rig->folder);
    free(rig->bytes);
    free(rig);
    return 0;
}

static void put(const char *path, const void *bytes, size_t n)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0660);

    assert_true(fd >= 0);
    assert_int_equal(write(fd, bytes, n), n);
    close(fd);
}

static bool is_reason(int r)
{
    return r == 0 || r == -EBADMSG || r == -EPROTO || r == -ETIME || r == -ENOENT;
}

/* Reads all of it, then writes to it; whether anything was wrong. */
static bool try_file(struct rig *rig, const char *what, size_t at)
{
    struct audit_verdict verdict;
    struct site *site = NULL;
    int r = work_open(&site, rig->path, SITE_WRITE);

    if (!is_reason(r))
        fail_msg("%s at %zu: opening: %d", what, at, r);
    if (r < 0)
        return true;
    int check = site_check(site), chain = site_audit_verify(&verdict, site);
    if (!is_reason(check) || !(is_reason(chain) || chain == AUDIT_BROKEN))
        fail_msg("%s at %zu: reading: %d, %d", what, at, check, chain);
    for (int i = 0; i < WORK_KINDS; i++) {
        r = work_do(site, i + 100);
        if (r < 0 && !is_reason(r) && r != -EINVAL && r != -EPERM)
            fail_msg("%s at %zu: writing: %d", what, at, r);
    }
    site_close(site);
    return check != 0 || chain != 0;
}

static void any_flipped_bit_is_told_or_harmless(void **state)
{
    struct rig *rig = *state;
    size_t noticed = 0, tried = 0;

    for (size_t i = 0; i < rig->n; i += full || i < 100 ? 1 : rig->n / FLIPS) {
        for (unsigned bit = full ? 0 : (unsigned)(i * 5 % 8); bit < 8; bit += full ? 1 : 8) {
            rig->bytes[i] ^= (unsigned char)(1u << bit);
            put(rig->path, rig->bytes, rig->n);
            unlink(rig->journal);
            noticed += try_file(rig, "flip", i);
            rig->bytes[i] ^= (unsigned char)(1u << bit);
            tried++;
        }
    }
    print_message("%zu of %zu flips noticed\n", noticed, tried);
    assert_true(noticed > 40);
}

static void a_lost_or_exchanged_page_is_told_or_harmless(void **state)
{
    struct rig *rig = *state;
    unsigned char kept[PAGE];

    for (size_t page = 0; page < rig->n; page += PAGE) {
        memcpy(kept, rig->bytes + page, PAGE);
        for (int what = 0; what < 3; what++) {
            if (what < 2)
                memset(rig->bytes + page, what ? 0xff : 0, PAGE);
            else
                memcpy(rig->bytes + page, rig->bytes + rig->n - PAGE, PAGE);
            put(rig->path, rig->bytes, rig->n);
            unlink(rig->journal);
            try_file(rig, "page", page);
            memcpy(rig->bytes + page, kept, PAGE);
        }
    }
}

static void a_cut_end_is_told_or_harmless(void **state)
{
    struct rig *rig = *state;
    size_t noticed = 0, tried = 0;

    for (size_t n = 1; n < rig->n; n += full ? 97 : rig->n / 60) {
        put(rig->path, rig->bytes, n);
        unlink(rig->journal);
        noticed += try_file(rig, "cut", n);
        tried++;
    }
    assert_true(noticed + tried / 10 > tried); /* the last pages may be nobody's */
}

static void a_foreign_journal_is_told_or_harmless(void **state)
{
    static const unsigned char magic[8] = {0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7};
    struct rig *rig = *state;
    unsigned char journal[2 * PAGE];

    for (int i = 0; i < 60; i++) {
        for (size_t at = 0; at < sizeof(journal); at++)
            journal[at] = (unsigned char)work_random(&rig->random);
        if (i % 2) {
            memcpy(journal, magic, sizeof(magic));
            memset(journal + 8, 0, 3);
            journal[11] = 1; /* one page */
            memset(journal + 16, 0, 3);
            journal[19] = (unsigned char)(i % 30); /* the database had so many pages */
            memcpy(journal + 20, "\0\0\2\0\0\0\x10\0", 8);
        }
        put(rig->path, rig->bytes, rig->n);
        put(rig->journal, journal, sizeof(journal));
        try_file(rig, "journal", (size_t)i);
    }
}

int main(int argc, char **argv)
{
    full = argc > 1 && strcmp(argv[1], "full") == 0;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(any_flipped_bit_is_told_or_harmless, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_lost_or_exchanged_page_is_told_or_harmless, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_cut_end_is_told_or_harmless, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_foreign_journal_is_told_or_harmless, set_up, tear_down),
    };
    return cmocka_run_group_tests_name("damage in site.db", tests, NULL, NULL);
}
