/* SPDX-License-Identifier: MIT */
/* Keys and signatures by themselves; tests/terminal/test_content.py holds them against the real minisign. */
#include "base/error.h"
#include "db/bundle/keyring.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

/* Made by minisign 0.11: `minisign -G -W`. */
static const char real_public[] = "untrusted comment: minisign public key C30406D131E8ED35\n"
                                  "RWQ17egx0QYEw9Ajs6TvEsuSSdU6mwPJvXq0errOdZ6Fa2G9NTntJw6v\n";
static const char real_secret[] =
    "untrusted comment: minisign encrypted secret key\n"
    "RWQAAEIyAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAANe3oMdEGBMO5wTvYvy4lpW4Oj11cSlZV"
    "kRwaM4RcJ9"
    "+/hzqpV3EmsdAjs6TvEsuSSdU6mwPJvXq0errOdZ6Fa2G9NTntJw6vAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n";

static void a_pair_of_minisign_is_read(void **state)
{
    struct minisign_public public, derived;
    struct minisign_secret secret;
    char id[MINISIGN_ID_HEX];
    bool locked = true;

    (void)state;
    assert_int_equal(minisign_read_public(&public, real_public, strlen(real_public)), 0);
    assert_int_equal(minisign_has_password(&locked, real_secret, strlen(real_secret)), 0);
    assert_false(locked);
    assert_int_equal(minisign_read_secret(&secret, real_secret, strlen(real_secret), NULL), 0);
    minisign_public_of(&derived, &secret);
    assert_memory_equal(&public, &derived, sizeof(public));
    minisign_id_text(id, public.id);
    assert_string_equal(id, "C30406D131E8ED35");
}

static void what_is_written_is_read_back(void **state)
{
    struct minisign_public public, read;
    struct minisign_secret secret, again;
    char *text = NULL;

    (void)state;
    minisign_generate(&public, &secret);
    assert_int_equal(minisign_write_public(&text, &public), 0);
    assert_int_equal(minisign_read_public(&read, text, strlen(text)), 0);
    assert_memory_equal(&public, &read, sizeof(public));
    free(text);
    assert_int_equal(minisign_write_secret(&text, &secret, NULL), 0);
    assert_int_equal(minisign_read_secret(&again, text, strlen(text), NULL), 0);
    assert_memory_equal(&secret, &again, sizeof(secret));
    free(text);
}

static void line_ends_behind_a_public_key_do_not_matter(void **state)
{
    struct minisign_public public;
    char text[256];

    (void)state;
    snprintf(text, sizeof(text), "%.*s \r\n\n", (int)strlen(real_public) - 1, real_public);
    assert_int_equal(minisign_read_public(&public, text, strlen(text)), 0);
    assert_int_equal(minisign_read_public(&public, text, strlen(real_public) - 1), 0);
}

/* Every byte of a key's second line, changed: another key or none, never an accident. */
static void a_damaged_key_is_refused(void **state)
{
    size_t line = (size_t)(strchr(real_secret, '\n') - real_secret) + 1;
    char text[sizeof(real_secret)];
    struct minisign_secret secret;

    (void)state;
    for (size_t i = line; i < strlen(real_secret) - 1; i++) {
        memcpy(text, real_secret, sizeof(text));
        text[i] = text[i] == 'A' ? 'B' : 'A';
        int r = minisign_read_secret(&secret, text, strlen(text), NULL);
        size_t byte = (i - line) * 3 / 4;
        if (byte >= 4 && byte < 53) /* salt and costs mean nothing without a password */
            continue;
        if (byte >= 53 && byte <= 61) /* the id may be any */
            continue;
        if (byte >= 126) /* so may the checksum, which minisign leaves empty */
            continue;
        if (r == 0)
            fail_msg("character %zu of the line", i - line);
    }
    for (size_t n = 0; n < strlen(real_secret) - 1; n++)
        assert_int_equal(minisign_read_secret(&secret, real_secret, n, NULL), -EBADMSG);
}

static void a_password_hides_the_key(void **state)
{
    struct minisign_public public;
    struct minisign_secret secret, read;
    char *text = NULL;
    bool locked = false;

    (void)state;
    minisign_generate(&public, &secret);
    assert_int_equal(minisign_write_secret(&text, &secret, "密码 password"), 0);
    assert_int_equal(minisign_has_password(&locked, text, strlen(text)), 0);
    assert_true(locked);
    assert_int_equal(minisign_read_secret(&read, text, strlen(text), NULL), -EKEYREJECTED);
    assert_int_equal(minisign_read_secret(&read, text, strlen(text), "密码 passworD"), -EKEYREJECTED);
    assert_int_equal(minisign_read_secret(&read, text, strlen(text), "密码 password"), 0);
    assert_memory_equal(&secret, &read, sizeof(secret));
    free(text);
}

static void a_signature_holds_for_these_bytes_this_comment_and_this_key_only(void **state)
{
    static const char message[] = "正文";
    struct minisign_public public, other;
    struct minisign_secret secret, stranger;
    struct minisign_signature signature;
    char *head = NULL;

    (void)state;
    minisign_generate(&public, &secret);
    minisign_generate(&other, &stranger);
    assert_int_equal(minisign_sign(&head, &secret, "说明", message, sizeof(message)), 0);
    assert_int_equal(minisign_take_apart(&signature, head, strlen(head)), 0);
    assert_int_equal(signature.head, strlen(head));
    assert_string_equal(signature.comment, "说明");
    assert_true(minisign_verify(&public, &signature, message, sizeof(message)));
    assert_false(minisign_verify(&public, &signature, message, sizeof(message) - 1));
    assert_false(minisign_verify(&other, &signature, message, sizeof(message)));
    memcpy(other.id, public.id, sizeof(other.id)); /* a stranger's key under our id */
    assert_false(minisign_verify(&other, &signature, message, sizeof(message)));
    strcpy(signature.comment, "说朋");
    assert_false(minisign_verify(&public, &signature, message, sizeof(message)));
    free(head);
}

static void a_comment_is_one_clean_line(void **state)
{
    static const char *const comments[] = {"", "a\nb", "a\033[2Jb", "a\xff"};
    struct minisign_public public;
    struct minisign_secret secret;
    char *head = NULL;

    (void)state;
    minisign_generate(&public, &secret);
    for (size_t i = 0; i < ARRAY_SIZE(comments); i++)
        assert_int_equal(minisign_sign(&head, &secret, comments[i], "x", 1), -EINVAL);
}

static void legacy_signatures_are_not_accepted(void **state)
{
    struct minisign_public public;
    struct minisign_secret secret;
    struct minisign_signature signature;
    char *head = NULL, *line;

    (void)state;
    minisign_generate(&public, &secret);
    assert_int_equal(minisign_sign(&head, &secret, "c", "x", 1), 0);
    line = strchr(head, '\n') + 1;
    assert_memory_equal(line, "RU", 2); /* "ED" in base64 */
    line[1] = 'W';                      /* "Ed" */
    assert_int_equal(minisign_take_apart(&signature, head, strlen(head)), -EBADMSG);
    free(head);
}

static void a_key_that_others_may_write_is_not_pinned(void **state)
{
    char folder[] = "/tmp/test_keyring.XXXXXX", path[64];
    struct keyring keyring;
    FILE *file;

    (void)state;
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof(path), "%s/current.pub", folder);
    file = fopen(path, "w");
    fputs(real_public, file);
    fclose(file);
    keyring_load(&keyring, folder);
    assert_int_equal(keyring_count(&keyring), 1);
    assert_int_equal(keyring.slots[1].error, -ENOENT);
    chmod(path, 0666);
    keyring_load(&keyring, folder);
    assert_int_equal(keyring.slots[0].error, -EPERM);
    chmod(path, 0644);
    assert_int_equal(truncate(path, 60), 0);
    keyring_load(&keyring, folder);
    assert_int_equal(keyring.slots[0].error, -EBADMSG);
    assert_int_equal(keyring_count(&keyring), 0);
    assert_int_equal(unlink(path) | rmdir(folder), 0);
}

static int start(void **state)
{
    (void)state;
    return minisign_init();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_pair_of_minisign_is_read),
        cmocka_unit_test(what_is_written_is_read_back),
        cmocka_unit_test(line_ends_behind_a_public_key_do_not_matter),
        cmocka_unit_test(a_damaged_key_is_refused),
        cmocka_unit_test(a_password_hides_the_key),
        cmocka_unit_test(a_signature_holds_for_these_bytes_this_comment_and_this_key_only),
        cmocka_unit_test(a_comment_is_one_clean_line),
        cmocka_unit_test(legacy_signatures_are_not_accepted),
        cmocka_unit_test(a_key_that_others_may_write_is_not_pinned),
    };

    return cmocka_run_group_tests(tests, start, NULL);
}
