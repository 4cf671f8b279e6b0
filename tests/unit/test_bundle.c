/* SPDX-License-Identifier: MIT */
/*
 * A bundle is taken whole or not at all. `test_bundle N` changes N bundles at random instead of some
 * hundreds.
 */
#include "base/error.h"
#include "tests/unit/bundle_fixture.h"

#include <setjmp.h>
#include <sodium.h>
#include <stdarg.h>

#include <cmocka.h>

static unsigned long mutations = 500;

/* Takes the bytes over. 0, or why it is refused. */
static int verify(const struct machine *machine, struct bytes bytes)
{
    struct bundle *bundle = NULL;
    struct keyring keyring;
    keyring_load(&keyring, machine->keys);
    int r = bundle_verify(&bundle, bytes.bytes, bytes.n, &keyring);
    if (r == 0)
        bundle_free(bundle);
    else
        free(bytes.bytes);
    return r;
}

static struct bytes copy_of(const struct bytes *bytes, size_t room)
{
    struct bytes copy = {.bytes = malloc(bytes->n + room), .n = bytes->n};
    assert_non_null(copy.bytes);
    memcpy(copy.bytes, bytes->bytes, bytes->n);
    return copy;
}

static struct bytes small(const struct machine *machine)
{
    struct bundle_header header = machine_header(7);
    return machine_bundle(&header, "payload", 7, &machine->current);
}

static void what_is_made_is_read_back(void **state)
{
    const struct machine *machine = *state;
    struct bytes bytes = small(machine);
    struct bundle *bundle = NULL;
    struct keyring keyring;
    keyring_load(&keyring, machine->keys);
    assert_int_equal(bundle_verify(&bundle, bytes.bytes, bytes.n, &keyring), 0);
    assert_int_equal(bundle->header.sequence, 7);
    assert_string_equal(bundle->header.edition, "2025 版");
    assert_string_equal(bundle->header.school, "*");
    assert_int_equal(bundle->header.until.year, 0);
    assert_int_equal(bundle->header.length, 7);
    assert_memory_equal(bundle->payload, "payload", 7);
    assert_string_equal(bundle->slot, "current");
    assert_memory_equal(bundle->signer, machine->current.id, sizeof(bundle->signer));
    bundle_free(bundle);
}

static void any_other_value_of_any_byte_is_refused(void **state)
{
    const struct machine *machine = *state;
    struct bytes whole = small(machine);
    for (size_t i = 0; i < whole.n; i++) {
        for (unsigned change = 1; change < 256; change += i % 3 ? 37 : 1) {
            struct bytes changed = copy_of(&whole, 0);
            changed.bytes[i] = (char)(changed.bytes[i] ^ (int)change);
            if (verify(machine, changed) == 0)
                fail_msg("byte %zu changed by %u was accepted", i, change);
        }
    }
    free(whole.bytes);
}

static void a_part_or_more_than_the_whole_is_refused(void **state)
{
    const struct machine *machine = *state;
    struct bytes whole = small(machine);
    for (size_t n = 0; n < whole.n; n++) {
        struct bytes part = copy_of(&whole, 1);
        part.n = n;
        assert_int_not_equal(verify(machine, part), 0);
    }
    struct bytes more = copy_of(&whole, 1);
    more.bytes[more.n++] = '\n';
    assert_int_equal(verify(machine, more), BUNDLE_TAMPERED);
    free(whole.bytes);
}

/* Changes that a copier, a disk or somebody with an editor makes. */
static struct bytes mutate(const struct bytes *whole, const struct bytes *other)
{
    struct bytes bytes = copy_of(whole, 64);
    for (unsigned times = 1 + randombytes_uniform(4); times > 0; times--) {
        size_t at = randombytes_uniform((uint32_t)bytes.n), n = 1 + randombytes_uniform(32);
        switch (randombytes_uniform(6)) {
        case 0:
            bytes.bytes[at] = (char)(bytes.bytes[at] ^ (1 << randombytes_uniform(8)));
            break;
        case 1:
            bytes.bytes[at] = (char)randombytes_uniform(256);
            break;
        case 2: /* cut off */
            bytes.n = at + 1;
            break;
        case 3: /* cut out */
            n = n < bytes.n - at ? n : bytes.n - at - 1;
            memmove(bytes.bytes + at, bytes.bytes + at + n, bytes.n - at - n);
            bytes.n -= n;
            break;
        case 4: /* of another bundle that is signed as well */
            n = n < bytes.n - at ? n : bytes.n - at;
            if (at + n <= other->n)
                memcpy(bytes.bytes + at, other->bytes + at, n);
            break;
        default: /* added */
            if (bytes.n < whole->n + 60)
                bytes.bytes[bytes.n++] = (char)randombytes_uniform(256);
            break;
        }
    }
    return bytes;
}

static void bundles_changed_at_random_are_refused(void **state)
{
    const struct machine *machine = *state;
    struct bytes whole = machine_content(7, "", &machine->current);
    struct bytes other =
        machine_content(8, "UPDATE block SET text = '别的。' WHERE owner = '3'", &machine->current);
    unsigned long changed = 0, accepted = 0;
    while (changed < mutations) {
        struct bytes bytes = mutate(&whole, &other);
        if (bytes.n == whole.n && memcmp(bytes.bytes, whole.bytes, whole.n) == 0) {
            free(bytes.bytes);
            continue;
        }
        changed++;
        accepted += verify(machine, bytes) == 0;
    }
    printf("%lu changed bundles, %lu accepted\n", changed, accepted);
    assert_int_equal(accepted, 0);
    assert_int_equal(verify(machine, copy_of(&whole, 0)), 0); /* and the good one is */
    free(whole.bytes);
    free(other.bytes);
}

static void parts_of_two_bundles_make_no_third(void **state)
{
    const struct machine *machine = *state;
    struct bytes one = machine_content(7, "", &machine->current);
    struct bytes two =
        machine_content(8, "UPDATE block SET text = '别的。' WHERE owner = '3'", &machine->current);
    struct minisign_signature first, second;
    assert_int_equal(minisign_take_apart(&first, one.bytes, one.n), 0);
    assert_int_equal(minisign_take_apart(&second, two.bytes, two.n), 0);
    assert_int_equal(first.head, second.head);
    assert_int_equal(one.n, two.n);
    struct bytes mixed = copy_of(&one, 0);
    memcpy(mixed.bytes, two.bytes, two.n);
    memcpy(mixed.bytes, one.bytes, first.head); /* the signature of the one, the rest of the other */
    assert_int_equal(verify(machine, mixed), BUNDLE_TAMPERED);
    mixed = copy_of(&one, 0);
    memcpy(mixed.bytes + mixed.n - 4096, two.bytes + two.n - 4096, 4096);
    int same = memcmp(mixed.bytes, one.bytes, one.n);
    assert_int_equal(verify(machine, mixed), same == 0 ? 0 : BUNDLE_TAMPERED);
    /* the comment of the one on the signature of the other */
    mixed = copy_of(&two, 0);
    char *line = strstr(mixed.bytes, "content * 8");
    assert_non_null(line);
    line[10] = '7';
    assert_int_equal(verify(machine, mixed), BUNDLE_TAMPERED);
    free(one.bytes);
    free(two.bytes);
}

static void keys_decide_who_is_believed(void **state)
{
    struct machine *machine = *state;
    char path[128];
    struct bundle_header header = machine_header(7);
    assert_int_equal(verify(machine, machine_bundle(&header, "x", 1, &machine->current)), 0);
    assert_int_equal(verify(machine, machine_bundle(&header, "x", 1, &machine->next)), 0);
    assert_int_equal(verify(machine, machine_bundle(&header, "x", 1, &machine->stranger)), BUNDLE_WRONG_KEY);
    struct minisign_secret forged = machine->stranger;
    memcpy(forged.id, machine->current.id, sizeof(forged.id));
    assert_int_equal(verify(machine, machine_bundle(&header, "x", 1, &forged)), BUNDLE_TAMPERED);
    snprintf(path, sizeof(path), "%s/current.pub", machine->keys);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(verify(machine, machine_bundle(&header, "x", 1, &machine->current)), BUNDLE_WRONG_KEY);
    assert_int_equal(verify(machine, machine_bundle(&header, "x", 1, &machine->next)), 0);
    snprintf(path, sizeof(path), "%s/next.pub", machine->keys);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(verify(machine, machine_bundle(&header, "x", 1, &machine->next)), BUNDLE_NO_KEY);
}

#define HEADER                                                                                               \
    "yibentong-bundle 1\nkind content\nschool *\nedition 版\nsequence 7\nprogram 0.1.0\nvalid-from "        \
    "2026-11-01\n"                                                                                           \
    "valid-until none\nlength 1\nsha512 "
#define DIGEST                                                                                               \
    "a4abd4448c49562d828115d13a1fccea927f52b4d5459297f8b43e42da89238bc13626e43dcb38ddb082488927ec904fb42057" \
    "443983e88585"                                                                                           \
    "179d50551afe62"

/* A signature proves who made it, not that it was made well. */
static void a_header_is_written_in_one_way_only(void **state)
{
    static const struct {
        const char *from, *to;
        int refusal;
    } cases[] = {
        {"yibentong-bundle 1", "yibentong-bundle 1", 0},
        {"yibentong-bundle 1", "yibentong-bundle 2", BUNDLE_NEW_FORMAT},
        {"yibentong-bundle 1", "yibentong-bundle 01", BUNDLE_NOT_OURS},
        {"yibentong-bundle 1", "otherprog-bundle 1", BUNDLE_NOT_OURS},
        {"kind content", "kind contents", BUNDLE_NOT_OURS},
        {"kind content", "kind site", BUNDLE_NOT_OURS}, /* a school's data is of one school */
        {"school *", "school 412201018", BUNDLE_NOT_OURS},
        {"school *", "school ", BUNDLE_NOT_OURS},
        {"edition 版", "edition ", BUNDLE_NOT_OURS},
        {"edition 版", "edition 版\033[2J", BUNDLE_NOT_OURS},
        {"edition 版", "edition 版\xff", BUNDLE_NOT_OURS},
        {"sequence 7", "sequence 07", BUNDLE_NOT_OURS},
        {"sequence 7", "sequence 0", BUNDLE_NOT_OURS},
        {"sequence 7", "sequence -7", BUNDLE_NOT_OURS},
        {"sequence 7", "sequence 1000000", BUNDLE_NOT_OURS},
        {"sequence 7", "sequence 4294967303", BUNDLE_NOT_OURS}, /* 7 modulo 2^32 */
        {"program 0.1.0", "program 0.1", BUNDLE_NOT_OURS},
        {"program 0.1.0", "program 0.1.0.0", BUNDLE_NOT_OURS},
        {"valid-from 2026-11-01", "valid-from 2026-11-31", BUNDLE_NOT_OURS},
        {"valid-until none", "valid-until 2026-10-31", BUNDLE_NOT_OURS}, /* before it begins */
        {"valid-until none", "valid-until 2026-11-01", 0},
        {"length 1", "length 01", BUNDLE_NOT_OURS},
        {"length 1", "length 2", BUNDLE_WRONG_LENGTH},
        {"length 1", "length 99999999", BUNDLE_NOT_OURS},
        {"sha512 a4", "sha512 A4", BUNDLE_NOT_OURS},
        {"sha512 a4", "sha512 b4", BUNDLE_WRONG_DIGEST},
        {"kind content\nschool *\n", "school *\nkind content\n", BUNDLE_NOT_OURS},
        {"kind content\n", "kind content\nkind content\n", BUNDLE_NOT_OURS},
        {"kind content\n", "kind content\r\n", BUNDLE_NOT_OURS},
        {"\n\nx", "\nx", BUNDLE_NOT_OURS},
        {"\n\nx", "\nextra 1\n\nx", BUNDLE_NOT_OURS},
    };
    const struct machine *machine = *state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        char text[2048] = HEADER DIGEST "\n\nx", changed[2048];
        char *at = strstr(text, cases[i].from);
        assert_non_null(at);
        snprintf(changed, sizeof(changed), "%.*s%s%s", (int)(at - text), text, cases[i].to,
                 at + strlen(cases[i].from));
        int r = verify(machine,
                       machine_sign(&machine->current, "yibentong content * 7", changed, strlen(changed)));
        if (r != cases[i].refusal)
            fail_msg("%s: %d, not %d", cases[i].to, r, cases[i].refusal);
    }
}

static void the_comment_says_what_the_header_says(void **state)
{
    static const char text[] = HEADER DIGEST "\n\nx";
    const struct machine *machine = *state;
    assert_int_equal(
        verify(machine, machine_sign(&machine->current, "yibentong content * 8", text, strlen(text))),
        BUNDLE_NOT_OURS);
}

static void a_bundle_is_for_somebody(void **state)
{
    const struct date today = {2026, 11, 25};
    struct bundle_header header = machine_header(7);
    (void)state;
    assert_int_equal(bundle_applies(&header, BUNDLE_CONTENT, NULL, "0.1.0", today), 0);
    assert_int_equal(bundle_applies(&header, BUNDLE_SITE, NULL, "0.1.0", today), BUNDLE_WRONG_KIND);
    strcpy(header.school, "4122010183");
    assert_int_equal(bundle_applies(&header, BUNDLE_CONTENT, "4122010183", "0.1.0", today), 0);
    assert_int_equal(bundle_applies(&header, BUNDLE_CONTENT, "4122010184", "0.1.0", today),
                     BUNDLE_WRONG_SCHOOL);
    assert_int_equal(bundle_applies(&header, BUNDLE_CONTENT, NULL, "0.1.0", today), BUNDLE_WRONG_SCHOOL);
    strcpy(header.program, "0.2.0");
    assert_int_equal(bundle_applies(&header, BUNDLE_CONTENT, "4122010183", "0.1.9", today),
                     BUNDLE_NEW_PROGRAM);
    assert_int_equal(bundle_applies(&header, BUNDLE_CONTENT, "4122010183", "0.10.0", today), 0);
    header.from = (struct date){2026, 11, 26};
    assert_int_equal(bundle_applies(&header, BUNDLE_CONTENT, "4122010183", "0.2.0", today), BUNDLE_EARLY);
    header.from = today;
    header.until = today;
    assert_int_equal(bundle_applies(&header, BUNDLE_CONTENT, "4122010183", "0.2.0", today), 0);
    header.from = header.until = (struct date){2026, 11, 24};
    assert_int_equal(bundle_applies(&header, BUNDLE_CONTENT, "4122010183", "0.2.0", today), BUNDLE_EXPIRED);
}

static int read_at(const struct machine *machine, const char *name, const struct clock *clock)
{
    struct bundle *bundle = NULL;
    struct keyring keyring;
    char path[160];
    snprintf(path, sizeof(path), "%s/%s", machine->stick, name);
    keyring_load(&keyring, machine->keys);
    int r = bundle_read(&bundle, AT_FDCWD, path, &keyring, clock);
    if (r == 0)
        bundle_free(bundle);
    return r;
}

static void only_a_plain_file_is_read(void **state)
{
    const struct machine *machine = *state;
    char path[160], link[160];
    machine_put(machine, "good.ybt", small(machine));
    assert_int_equal(read_at(machine, "good.ybt", NULL), 0);
    assert_int_equal(read_at(machine, "none.ybt", NULL), -ENOENT);
    snprintf(path, sizeof(path), "%s/good.ybt", machine->stick);
    snprintf(link, sizeof(link), "%s/link.ybt", machine->stick);
    assert_int_equal(symlink(path, link), 0);
    assert_int_equal(read_at(machine, "link.ybt", NULL), -ELOOP);
    snprintf(path, sizeof(path), "%s/fifo.ybt", machine->stick);
    assert_int_equal(mkfifo(path, 0600), 0); /* would block for ever */
    assert_int_equal(read_at(machine, "fifo.ybt", NULL), -EINVAL);
    snprintf(path, sizeof(path), "%s/folder.ybt", machine->stick);
    assert_int_equal(mkdir(path, 0700), 0);
    assert_int_equal(read_at(machine, "folder.ybt", NULL), -EINVAL);
    machine_put(machine, "empty.ybt", (struct bytes){.bytes = calloc(1, 1), .n = 0});
    assert_int_equal(read_at(machine, "empty.ybt", NULL), BUNDLE_UNSIGNED);
    assert_int_equal(read_at(machine, "../keys/current.pub", NULL), BUNDLE_UNSIGNED);
}

static void endless_data_is_not_read(void **state)
{
    const struct machine *machine = *state;
    char path[160];
    machine_put(machine, "endless.ybt", small(machine));
    snprintf(path, sizeof(path), "%s/endless.ybt", machine->stick);
    assert_int_equal(truncate(path, (off_t)BUNDLE_FILE_MAX + 1), 0); /* sparse */
    assert_int_equal(read_at(machine, "endless.ybt", NULL), BUNDLE_TOO_LARGE);
}

/* Each look at the clock is three seconds later: a stick that gives 20 kB a second. */
static int64_t slow_ms(void *context)
{
    int64_t *ms = context;
    return *ms += 3000;
}

static void a_stick_that_is_too_slow_is_given_up(void **state)
{
    const struct machine *machine = *state;
    int64_t ms = 0;
    struct clock clock = {.monotonic_ms = slow_ms, .context = &ms};
    struct bundle_header header = machine_header(7);
    char *payload = calloc(1, 1 << 20);
    assert_non_null(payload);
    machine_put(machine, "small.ybt", small(machine));
    assert_int_equal(read_at(machine, "small.ybt", &clock), 0);
    machine_put(machine, "slow.ybt", machine_bundle(&header, payload, 1 << 20, &machine->current));
    assert_int_equal(read_at(machine, "slow.ybt", &clock), -ETIMEDOUT);
    free(payload);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, machine_setup, machine_teardown)

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST(what_is_made_is_read_back),
        TEST(any_other_value_of_any_byte_is_refused),
        TEST(a_part_or_more_than_the_whole_is_refused),
        TEST(bundles_changed_at_random_are_refused),
        TEST(parts_of_two_bundles_make_no_third),
        TEST(keys_decide_who_is_believed),
        TEST(a_header_is_written_in_one_way_only),
        TEST(the_comment_says_what_the_header_says),
        TEST(a_bundle_is_for_somebody),
        TEST(only_a_plain_file_is_read),
        TEST(endless_data_is_not_read),
        TEST(a_stick_that_is_too_slow_is_given_up),
    };
    if (argc > 1)
        mutations = strtoul(argv[1], NULL, 10);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
