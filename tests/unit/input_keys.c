/* SPDX-License-Identifier: MIT */
#include "tests/unit/input_keys.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

struct input *input_for(const char *charset_name)
{
    struct charset charset = {.is_utf8 = strcmp(charset_name, "UTF-8") == 0};
    struct input *input = NULL;

    memcpy(charset.name, charset_name, strlen(charset_name) + 1);
    assert_int_equal(input_new(&input, &charset), 0);
    return input;
}

void drain(struct keys *keys, struct input *input, int64_t now_ms)
{
    struct key key;

    while (input_next(&key, input, now_ms) == 1) {
        assert_true(keys->n < KEYS_MAX);
        keys->items[keys->n++] = key;
    }
}

void wait_out(struct keys *keys, struct input *input)
{
    for (int64_t deadline; (deadline = input_deadline(input)) >= 0;)
        drain(keys, input, deadline);
}

static size_t describe_key(char *out, size_t size, const struct key *key)
{
    static const char *const names[] = {
        [KEY_ENTER] = "enter",
        [KEY_ESCAPE] = "esc",
        [KEY_BACKSPACE] = "backspace",
        [KEY_TAB] = "tab",
        [KEY_BACKTAB] = "backtab",
        [KEY_UP] = "up",
        [KEY_DOWN] = "down",
        [KEY_LEFT] = "left",
        [KEY_RIGHT] = "right",
        [KEY_HOME] = "home",
        [KEY_END] = "end",
        [KEY_PAGE_UP] = "pgup",
        [KEY_PAGE_DOWN] = "pgdn",
        [KEY_INSERT] = "insert",
        [KEY_DELETE] = "delete",
        [KEY_FUNCTION] = "f",
        [KEY_CONTROL] = "ctrl-",
        [KEY_PASTE] = "paste",
        [KEY_PRESS] = "press",
        [KEY_RELEASE] = "release",
        [KEY_DRAG] = "drag",
        [KEY_WHEEL_UP] = "wheel-up",
        [KEY_WHEEL_DOWN] = "wheel-down",
        [KEY_CURSOR_REPORT] = "report",
    };
    const char *alt = key->alt ? "alt-" : "";

    switch (key->type) {
    case KEY_TEXT:
        if (key->ch < 0x7F)
            return (size_t)snprintf(out, size, "%s%c", alt, (char)key->ch);
        return (size_t)snprintf(out, size, "%sU+%04X", alt, (unsigned)key->ch);
    case KEY_FUNCTION:
        return (size_t)snprintf(out, size, "%sf%u", alt, (unsigned)key->ch);
    case KEY_CONTROL:
        return (size_t)snprintf(out, size, "%sctrl-%c", alt, (char)key->ch);
    case KEY_PRESS:
    case KEY_RELEASE:
    case KEY_DRAG:
    case KEY_WHEEL_UP:
    case KEY_WHEEL_DOWN:
    case KEY_CURSOR_REPORT:
        return (size_t)snprintf(out, size, "%s%s@%d,%d", alt, names[key->type], key->row, key->col);
    default:
        return (size_t)snprintf(out, size, "%s%s", alt, names[key->type]);
    }
}

static size_t describe_paste(char *out, size_t size, const struct key *key)
{
    size_t length = (size_t)snprintf(out, size, "<");

    for (size_t i = 0; key->text[i]; i++) {
        struct key letter = {.type = KEY_TEXT, .ch = key->text[i]};
        length += describe_key(out + length, size - length, &letter);
    }
    return length + (size_t)snprintf(out + length, size - length, ">");
}

void describe(char *out, size_t size, const struct keys *keys)
{
    size_t length = 0;

    out[0] = '\0';
    for (size_t i = 0; i < keys->n; i++) {
        if (i > 0)
            length += (size_t)snprintf(out + length, size - length, " ");
        length += describe_key(out + length, size - length, &keys->items[i]);
        if (keys->items[i].type == KEY_PASTE)
            length += describe_paste(out + length, size - length, &keys->items[i]);
        assert_true(length < size);
    }
}

/* Fed in two pieces, the second 10 ms after the first; then nothing more comes. */
static void assert_keys_split(const char *charset, const char *bytes, size_t n, size_t at,
                              const char *expected)
{
    struct input *input = input_for(charset);
    struct keys keys = {0};
    char got[2048];

    input_expect_report(input, 2000);
    input_feed(input, bytes, at, 1000);
    drain(&keys, input, 1000);
    input_feed(input, bytes + at, n - at, 1010);
    drain(&keys, input, 1010);
    wait_out(&keys, input);
    describe(got, sizeof(got), &keys);
    assert_string_equal(got, expected);
    input_free(input);
}

static void assert_keys_bytewise(const char *charset, const char *bytes, size_t n, const char *expected)
{
    struct input *input = input_for(charset);
    struct keys keys = {0};
    char got[2048];

    input_expect_report(input, 2000000);
    for (size_t i = 0; i < n; i++) {
        int64_t now = 1000 + 20 * (int64_t)i;
        input_feed(input, bytes + i, 1, now);
        drain(&keys, input, now);
    }
    wait_out(&keys, input);
    describe(got, sizeof(got), &keys);
    assert_string_equal(got, expected);
    input_free(input);
}

void assert_keys(const char *charset, const char *bytes, size_t n, const char *expected)
{
    for (size_t at = 0; at <= n; at++)
        assert_keys_split(charset, bytes, n, at, expected);
    assert_keys_bytewise(charset, bytes, n, expected);
}
