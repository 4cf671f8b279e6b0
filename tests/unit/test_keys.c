/* SPDX-License-Identifier: MIT */
/*
 * Keys that are refused, one reason after the other, and a machine without the memory that a password costs:
 * libsodium's scrypt is wrapped and has as much as the test says.
 */
#include "base/error.h"
#include "db/bundle/keyring.h"

#include <setjmp.h>
#include <sodium.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#define COMMENT "untrusted comment: \n"
#define LINE_BYTES 158 /* of a secret key in its file */
#define KDF_AT 2       /* where in it what stands: minisign's own layout */
#define CHECK_AT 4
#define OPS_AT 38
#define MEMORY_AT 46

/* Of --wrap: what a password may cost at most, and what that was the last time. */
static struct {
    size_t memory, asked;
} machine = {.memory = SIZE_MAX};

int __real_crypto_pwhash_scryptsalsa208sha256(unsigned char *out, unsigned long long n, const char *password,
                                              unsigned long long length, const unsigned char *salt,
                                              unsigned long long ops, size_t memory);
int __wrap_crypto_pwhash_scryptsalsa208sha256(unsigned char *out, unsigned long long n, const char *password,
                                              unsigned long long length, const unsigned char *salt,
                                              unsigned long long ops, size_t memory);
int __wrap_crypto_pwhash_scryptsalsa208sha256(unsigned char *out, unsigned long long n, const char *password,
                                              unsigned long long length, const unsigned char *salt,
                                              unsigned long long ops, size_t memory)
{
    machine.asked = memory;
    if (memory > machine.memory)
        return -1;
    return __real_crypto_pwhash_scryptsalsa208sha256(out, n, password, length, salt, ops, memory);
}

static int set_up(void **state)
{
    (void)state;
    machine.memory = SIZE_MAX;
    return minisign_init();
}

/* The second line of a key's file as bytes, and back. */
static void take(unsigned char bytes[LINE_BYTES], const char *text)
{
    const char *line = strchr(text, '\n') + 1;
    size_t n = 0;

    assert_int_equal(sodium_base642bin(bytes, LINE_BYTES, line, strcspn(line, "\n"), NULL, &n, NULL,
                                       sodium_base64_VARIANT_ORIGINAL),
                     0);
    assert_int_equal(n, LINE_BYTES);
}

static int read_line(const unsigned char bytes[LINE_BYTES], const char *password)
{
    char text[512];
    struct minisign_secret secret;

    strcpy(text, COMMENT);
    sodium_bin2base64(text + strlen(COMMENT), sizeof(text) - strlen(COMMENT), bytes, LINE_BYTES,
                      sodium_base64_VARIANT_ORIGINAL);
    strcat(text, "\n");
    return minisign_read_secret(&secret, text, strlen(text), password);
}

static void make(unsigned char bytes[LINE_BYTES])
{
    struct minisign_public public;
    struct minisign_secret secret;
    char *text = NULL;

    minisign_generate(&public, &secret);
    assert_int_equal(minisign_write_secret(&text, &secret, ""), 0);
    take(bytes, text);
    free(text);
    assert_int_equal(read_line(bytes, NULL), 0);
}

static void a_secret_key_of_another_kind_is_refused(void **state)
{
    static const size_t places[] = {0, KDF_AT, CHECK_AT};
    unsigned char bytes[LINE_BYTES];
    bool locked;

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(places); i++) {
        make(bytes);
        bytes[places[i]] ^= 1;
        assert_int_equal(read_line(bytes, NULL), -EBADMSG);
    }
    assert_int_equal(minisign_has_password(&locked, "untrusted comment: \nRWQ=\n", 25), -EBADMSG);
}

static void a_public_key_of_another_kind_is_refused(void **state)
{
    unsigned char bytes[42] = "Ed";
    struct minisign_public public;
    char text[128];

    (void)state;
    for (int kind = 0; kind < 2; kind++) {
        bytes[1] = kind == 0 ? 'd' : 'D';
        strcpy(text, COMMENT);
        sodium_bin2base64(text + strlen(COMMENT), sizeof(text) - strlen(COMMENT), bytes, sizeof(bytes),
                          sodium_base64_VARIANT_ORIGINAL);
        assert_int_equal(minisign_read_public(&public, text, strlen(text)), kind == 0 ? 0 : -EBADMSG);
    }
    text[strlen(text) - 1] = '='; /* a byte less, in as many letters */
    assert_int_equal(minisign_read_public(&public, text, strlen(text)), -EBADMSG);
    assert_int_equal(minisign_read_public(&public, "no comment\n", 11), -EBADMSG);
    assert_int_equal(minisign_read_public(&public, "no line", 7), -EBADMSG);
    assert_int_equal(minisign_read_public(&public, COMMENT, strlen(COMMENT)), -EBADMSG);
    assert_int_equal(minisign_read_public(&public, COMMENT "\0", strlen(COMMENT) + 1), -EBADMSG);
}

/* A file that asks for hours or for all the memory there is. */
static void a_key_that_would_cost_too_much_is_refused(void **state)
{
    unsigned char bytes[LINE_BYTES];

    (void)state;
    make(bytes);
    memcpy(bytes + KDF_AT, "Sc", 2);
    bytes[OPS_AT + 6] = 1;
    machine.asked = 0;
    assert_int_equal(read_line(bytes, "password"), -EBADMSG);
    bytes[OPS_AT + 6] = 0;
    bytes[MEMORY_AT + 6] = 1;
    assert_int_equal(read_line(bytes, "password"), -EBADMSG);
    assert_int_equal(machine.asked, 0); /* nothing was tried */
}

static void a_password_costs_what_the_machine_has(void **state)
{
    struct minisign_public public;
    struct minisign_secret secret, read;
    unsigned char bytes[LINE_BYTES];
    char *text = NULL;

    (void)state;
    minisign_generate(&public, &secret);
    machine.memory = (size_t)crypto_pwhash_scryptsalsa208sha256_MEMLIMIT_INTERACTIVE;
    assert_int_equal(minisign_write_secret(&text, &secret, "password"), 0);
    assert_true(machine.asked <= machine.memory);
    assert_int_equal(minisign_read_secret(&read, text, strlen(text), "password"), 0);
    assert_memory_equal(&read, &secret, sizeof(secret));
    assert_int_equal(minisign_read_secret(&read, text, strlen(text), ""), -EKEYREJECTED);
    machine.memory = 0; /* it was made on a larger machine */
    assert_int_equal(minisign_read_secret(&read, text, strlen(text), "password"), -ENOMEM);
    take(bytes, text);
    free(text);
    text = NULL;
    assert_int_equal(minisign_write_secret(&text, &secret, "password"), -ENOMEM);
    assert_null(text);
}

/* The checksum is right, and yet the two halves do not belong together: whoever wrote it made them up. */
static void a_locked_key_of_two_keys_is_refused(void **state)
{
    struct minisign_public public;
    struct minisign_secret secret, other;
    char *text = NULL;

    (void)state;
    machine.memory = (size_t)crypto_pwhash_scryptsalsa208sha256_MEMLIMIT_INTERACTIVE;
    minisign_generate(&public, &secret);
    minisign_generate(&public, &other);
    memcpy(secret.key + 32, other.key + 32, 32);
    assert_int_equal(minisign_write_secret(&text, &secret, "password"), 0);
    assert_int_equal(minisign_read_secret(&other, text, strlen(text), "password"), -EBADMSG);
    free(text);
}

static void a_signature_s_comment_has_an_end(void **state)
{
    struct minisign_public public;
    struct minisign_secret secret;
    struct minisign_signature signature;
    char comment[2 * MINISIGN_COMMENT_MAX], *head = NULL, longer[2048];

    (void)state;
    minisign_generate(&public, &secret);
    memset(comment, 'x', sizeof(comment));
    comment[MINISIGN_COMMENT_MAX] = '\0';
    assert_int_equal(minisign_sign(&head, &secret, comment, "x", 1), -EINVAL);
    comment[MINISIGN_COMMENT_MAX - 1] = '\0';
    assert_int_equal(minisign_sign(&head, &secret, comment, "x", 1), 0);
    assert_int_equal(minisign_take_apart(&signature, head, strlen(head)), 0);
    char *end = strstr(head, "xx\n");
    assert_non_null(end);
    snprintf(longer, sizeof(longer), "%.*sx%s", (int)(end - head), head, end);
    assert_int_equal(minisign_take_apart(&signature, longer, strlen(longer)), -EBADMSG);
    char *start = strstr(head, "trusted comment: x");
    snprintf(longer, sizeof(longer), "%.*s%s", (int)(start - head + 17), head, end + 2); /* none at all */
    assert_int_equal(minisign_take_apart(&signature, longer, strlen(longer)), -EBADMSG);
    free(head);
}

static void what_is_no_key_s_file_is_not_pinned(void **state)
{
    char folder[] = "/tmp/test_keys.XXXXXX", path[64], far[5000];
    struct keyring keyring;

    (void)state;
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof(path), "%s/current.pub", folder);
    assert_int_equal(mkdir(path, 0755), 0);
    keyring_load(&keyring, folder);
    assert_int_equal(keyring.slots[0].error, -EBADMSG);
    assert_int_equal(rmdir(path), 0);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    for (int i = 0; i < MINISIGN_KEY_MAX; i++)
        fputc('x', file);
    fclose(file);
    keyring_load(&keyring, folder);
    assert_int_equal(keyring.slots[0].error, -EBADMSG);
    assert_int_equal(unlink(path) | rmdir(folder), 0);
    memset(far, '/', sizeof(far) - 1);
    far[sizeof(far) - 1] = '\0';
    keyring_load(&keyring, far);
    assert_int_equal(keyring.slots[0].error, -ENAMETOOLONG);
    assert_int_equal(keyring_count(&keyring), 0);
}

#define TEST(name) cmocka_unit_test_setup(name, set_up)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_secret_key_of_another_kind_is_refused),   TEST(a_public_key_of_another_kind_is_refused),
        TEST(a_key_that_would_cost_too_much_is_refused), TEST(a_password_costs_what_the_machine_has),
        TEST(a_locked_key_of_two_keys_is_refused),       TEST(a_signature_s_comment_has_an_end),
        TEST(what_is_no_key_s_file_is_not_pinned),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
