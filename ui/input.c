/* SPDX-License-Identifier: MIT */
#include "ui/input.h"

#include "base/error.h"
#include "base/sanitize.h"
#include "base/utf8.h"
#include "ui/input_character.h"
#include "ui/input_paste.h"
#include "ui/input_queue.h"
#include "ui/input_sequence.h"

#include <string.h>

#define SEQUENCE_MS 50 /* an unfinished sequence or character ends this long after its last byte */
#define PASTE_MS 200   /* and so does a paste, which may come through a network in pieces */
#define ESC 0x1B

enum state {
    GROUND,
    ESCAPE,    /* ESC came, once or twice (escapes) */
    SEQUENCE,  /* ESC [ … or ESC O …, collected in bytes */
    STRING,    /* OSC, DCS, APC, PM, SOS: swallowed up to its end */
    MOUSE,     /* the three bytes of an X10 report */
    CHARACTER, /* of more than one byte */
    PASTE,     /* swallowed but for its first characters */
};

struct input {
    struct input_character character;
    enum state state;
    bool alt;
    int escapes;
    size_t n; /* in bytes; in a string or mouse report: how many came */
    char bytes[INPUT_BUFFER];
    bool too_long;   /* the sequence did not fit in bytes */
    size_t matched;  /* bytes of the end of a paste or string that just came */
    int64_t last_ms; /* when the last byte of an unfinished state came */
    int64_t report_until_ms;

    struct input_paste paste;

    int64_t fed_ms;
    struct input_queue queue;
};

int input_new(struct input **out, const struct charset *charset)
{
    struct input *input = calloc(1, sizeof(*input));
    if (!input)
        return -ENOMEM;

    int r = input_character_init(&input->character, charset);
    if (r < 0) {
        free(input);
        return r;
    }
    input->report_until_ms = INT64_MIN;
    input_queue_init(&input->queue);
    *out = input;
    return 0;
}

void input_free(struct input *input)
{
    if (!input)
        return;
    input_character_fini(&input->character);
    explicit_bzero(input, sizeof(*input));
    free(input);
}

void input_feed(struct input *input, const void *bytes, size_t n, int64_t now_ms)
{
    input_queue_add(&input->queue, bytes, n);
    input->fed_ms = now_ms;
}

void input_expect_report(struct input *input, int64_t until_ms)
{
    input->report_until_ms = until_ms;
}

static void unread_byte(struct input *input, unsigned char byte)
{
    input_queue_return(&input->queue, &byte, 1);
}

static void enter(struct input *input, enum state state)
{
    input_character_forget(&input->character);
    memset(input->bytes, 0, sizeof(input->bytes));
    input->n = 0;
    input->state = state;
    input->escapes = state == ESCAPE;
    input->alt = false;
    input->too_long = false;
    input->matched = 0;
}

/* Adds a byte to the character being collected. True: *ch is it; bytes that are no part of it are unread. */
static bool collect(char32_t *ch, struct input *input, unsigned char byte)
{
    char rest[INPUT_CHARACTER_MAX];
    size_t unused;

    if (!input_character_add(ch, &unused, rest, &input->character, byte))
        return false;
    input_queue_return(&input->queue, rest, unused);
    return true;
}

static bool text_key(struct key *key, struct input *input, char32_t ch)
{
    *key = (struct key){.type = KEY_TEXT, .ch = ch, .alt = input->alt};
    enter(input, GROUND);
    return sanitize_class_of(ch) == SANITIZE_BASE;
}

static bool control_key(struct key *key, struct input *input, unsigned char byte)
{
    *key = (struct key){.alt = input->alt};
    enter(input, GROUND);
    switch (byte) {
    case '\r':
    case '\n':
        key->type = KEY_ENTER;
        return true;
    case '\t':
        key->type = KEY_TAB;
        return true;
    case '\b':
    case 0x7F:
        key->type = KEY_BACKSPACE;
        return true;
    default:
        key->type = KEY_CONTROL;
        key->ch = U'A' + byte - 1;
        return byte >= 1 && byte <= 26;
    }
}

static bool character_byte(struct key *key, struct input *input, unsigned char byte)
{
    char32_t ch;

    input->state = CHARACTER;
    return collect(&ch, input, byte) && text_key(key, input, ch);
}

static bool ground_byte(struct key *key, struct input *input, unsigned char byte)
{
    if (byte == ESC) {
        enter(input, ESCAPE);
        return false;
    }
    if (byte < 0x20 || byte == 0x7F)
        return control_key(key, input, byte);
    if (byte < 0x80)
        return text_key(key, input, byte);
    return character_byte(key, input, byte);
}

static bool escape_key(struct key *key)
{
    *key = (struct key){.type = KEY_ESCAPE};
    return true;
}

/*
 * ESC ESC may be the key twice (it repeats faster than 50 ms when held), or rxvt's Alt before a sequence: the
 * first is told as soon as the third byte shows which.
 */
static bool escape_byte(struct key *key, struct input *input, unsigned char byte)
{
    bool twice = input->escapes == 2;

    if (byte == ESC) {
        input->escapes = 2;
        if (twice)
            escape_key(key);
        return twice;
    }
    if (twice && byte != '[' && byte != 'O') {
        input->escapes = 1;
        unread_byte(input, byte);
        return escape_key(key);
    }
    switch (byte) {
    case '[':
    case 'O':
        enter(input, SEQUENCE);
        break;
    case 'P':
    case 'X':
    case ']':
    case '^':
    case '_':
        enter(input, STRING);
        break;
    default:
        enter(input, GROUND);
        input->alt = true;
        return ground_byte(key, input, byte);
    }
    input->alt = twice;
    input->bytes[input->n++] = (char)byte;
    return false;
}

static bool is_final(const struct input *input, unsigned char byte)
{
    if (input->bytes[0] == 'O')
        return !(byte >= '0' && byte <= '9') && byte != ';';
    return byte >= 0x40 && !(input->n == 1 && byte == '[');
}

static bool sequence_end(struct key *key, struct input *input)
{
    struct key found = {0};
    enum sequence_meaning meaning =
        input->too_long ? SEQUENCE_NOTHING : input_sequence(&found, input->bytes, input->n);

    found.alt = found.alt || input->alt;
    enter(input, meaning == SEQUENCE_PASTE_BEGIN ? PASTE : meaning == SEQUENCE_MOUSE_BEGIN ? MOUSE : GROUND);
    if (meaning != SEQUENCE_KEY)
        return false;
    if (found.type == KEY_CURSOR_REPORT) {
        if (input->fed_ms > input->report_until_ms)
            return false;
        input->report_until_ms = INT64_MIN;
    }
    *key = found;
    return true;
}

static bool sequence_byte(struct key *key, struct input *input, unsigned char byte)
{
    /* Control characters and text break a sequence off. They count themselves: a key is not lost in what was
     * cut. */
    if (byte < 0x20 || byte >= 0x7F) {
        enter(input, GROUND);
        unread_byte(input, byte);
        return false;
    }
    bool final = is_final(input, byte);
    if (input->n < sizeof(input->bytes))
        input->bytes[input->n++] = (char)byte;
    else
        input->too_long = true;
    return final && sequence_end(key, input);
}

/* Ends with BEL or ST (ESC \), is broken off by CAN and SUB, and by an ESC that begins something else. */
static void string_byte(struct input *input, unsigned char byte)
{
    if (input->matched) {
        enter(input, byte == '\\' ? GROUND : ESCAPE);
        if (byte != '\\')
            unread_byte(input, byte);
        return;
    }
    input->n = 2;
    if (byte == ESC)
        input->matched = 1;
    else if (byte == '\a' || byte == 0x18 || byte == 0x1A)
        enter(input, GROUND);
}

static void mouse_byte(struct input *input, unsigned char byte)
{
    if (byte < 0x20) {
        enter(input, GROUND);
        unread_byte(input, byte);
    } else if (++input->n == 3) {
        enter(input, GROUND);
    }
}

static bool paste_end(struct key *key, struct input *input)
{
    if (input->character.n > 0)
        input_paste_add(&input->paste, UTF8_REPLACEMENT);
    input_paste_end(key, &input->paste);
    enter(input, GROUND);
    return true;
}

static bool paste_byte(struct key *key, struct input *input, unsigned char byte)
{
    static const char end[] = "\033[201~";
    char32_t ch = byte;

    if (byte == ESC) {
        if (input->character.n > 0)
            input_paste_add(&input->paste, UTF8_REPLACEMENT);
        input_character_forget(&input->character);
    }
    if (byte == (unsigned char)end[input->matched]) {
        if (++input->matched < sizeof(end) - 1)
            return false;
        return paste_end(key, input);
    }

    /* It was not the end: what looked like it is text, but for the ESC. */
    for (size_t i = 1; i < input->matched; i++)
        input_paste_add(&input->paste, (char32_t)end[i]);
    input->matched = byte == ESC;
    if ((input->character.n == 0 && byte < 0x80) || collect(&ch, input, byte))
        input_paste_add(&input->paste, ch);
    /* One byte may add as many characters as the end has; a key is made before they could be too many. */
    return input->paste.wanted && input->paste.n + sizeof(end) >= INPUT_PASTE_MAX &&
           input_paste_key(key, &input->paste);
}

static bool decode_byte(struct key *key, struct input *input, unsigned char byte)
{
    switch (input->state) {
    case ESCAPE:
        return escape_byte(key, input, byte);
    case SEQUENCE:
        return sequence_byte(key, input, byte);
    case STRING:
        string_byte(input, byte);
        return false;
    case MOUSE:
        mouse_byte(input, byte);
        return false;
    case CHARACTER:
        return character_byte(key, input, byte);
    case PASTE:
        return paste_byte(key, input, byte);
    case GROUND:
    default:
        return ground_byte(key, input, byte);
    }
}

/* The rest of an unfinished state will not come. */
static bool give_up(struct key *key, struct input *input)
{
    switch (input->state) {
    case ESCAPE:
        if (input->escapes == 2)
            input->escapes = 1;
        else
            enter(input, GROUND);
        return escape_key(key);
    case SEQUENCE:
    case STRING:
        if (input->n == 1) { /* a key with Alt that looked like a beginning */
            input->alt = true;
            return text_key(key, input, (unsigned char)input->bytes[0]);
        }
        break;
    case CHARACTER:
        return text_key(key, input, UTF8_REPLACEMENT);
    case PASTE:
        return paste_end(key, input);
    case MOUSE:
    case GROUND:
    default:
        break;
    }
    enter(input, GROUND);
    return false;
}

static int64_t patience_ms(const struct input *input)
{
    return input->state == PASTE ? PASTE_MS : SEQUENCE_MS;
}

int input_next(struct key *out, struct input *input, int64_t now_ms)
{
    struct key key;

    for (;;) {
        bool waiting = input_queue_waits(&input->queue);
        int64_t at = waiting ? input->fed_ms : now_ms;
        bool found;

        if (input->state != GROUND && at - input->last_ms >= patience_ms(input)) {
            found = give_up(&key, input);
        } else if (waiting) {
            input->last_ms = input->fed_ms;
            found = decode_byte(&key, input, input_queue_take(&input->queue));
        } else {
            return 0;
        }
        if (found) {
            *out = key;
            return 1;
        }
    }
}

void input_want_pastes(struct input *input, bool want)
{
    input->paste.wanted = want;
}

int64_t input_deadline(const struct input *input)
{
    if (input_queue_waits(&input->queue))
        return input->fed_ms;
    return input->state == GROUND ? -1 : input->last_ms + patience_ms(input);
}
