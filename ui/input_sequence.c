/* SPDX-License-Identifier: MIT */
#include "ui/input_sequence.h"

#include "base/error.h"

#include <string.h>

#define PARAMETERS_MAX 4
#define COORDINATE_MAX 32768 /* 1-based, on the wire */

/* ECMA-48 5.4: private marker, parameters, intermediates (we know no sequence that has them), final byte. */
struct sequence {
    char marker;
    bool strange; /* sub-parameters, intermediates, bytes that do not belong here */
    int count; /* parameters that were written, also empty ones; those above PARAMETERS_MAX are counted only
                */
    int parameters[PARAMETERS_MAX];
    char final;
};

struct meaning {
    int code;
    enum key_type type;
    char32_t ch;
};

/* ESC [ … final and ESC O … final */
static const struct meaning by_final[] = {
    {'A', KEY_UP, 0},       {'B', KEY_DOWN, 0},     {'C', KEY_RIGHT, 0},
    {'D', KEY_LEFT, 0},     {'F', KEY_END, 0},      {'H', KEY_HOME, 0},
    {'P', KEY_FUNCTION, 1}, {'Q', KEY_FUNCTION, 2}, {'S', KEY_FUNCTION, 4},
};

/* ESC O … final only: F3 (with ESC [ it is a cursor report) and the number pad in application mode. */
static const struct meaning by_pad_final[] = {
    {'R', KEY_FUNCTION, 3}, {'M', KEY_ENTER, 0},   {'I', KEY_TAB, 0},
    {' ', KEY_TEXT, U' '},  {'X', KEY_TEXT, U'='},
};

/* ESC [ code ~; 1 to 8 are those of VT220, rxvt and the Linux console. */
static const struct meaning by_code[] = {
    {1, KEY_HOME, 0},      {2, KEY_INSERT, 0},     {3, KEY_DELETE, 0},     {4, KEY_END, 0},
    {5, KEY_PAGE_UP, 0},   {6, KEY_PAGE_DOWN, 0},  {7, KEY_HOME, 0},       {8, KEY_END, 0},
    {11, KEY_FUNCTION, 1}, {12, KEY_FUNCTION, 2},  {13, KEY_FUNCTION, 3},  {14, KEY_FUNCTION, 4},
    {15, KEY_FUNCTION, 5}, {17, KEY_FUNCTION, 6},  {18, KEY_FUNCTION, 7},  {19, KEY_FUNCTION, 8},
    {20, KEY_FUNCTION, 9}, {21, KEY_FUNCTION, 10}, {23, KEY_FUNCTION, 11}, {24, KEY_FUNCTION, 12},
};

static void read_digit(struct sequence *sequence, int digit)
{
    if (sequence->count == 0)
        sequence->count = 1;
    if (sequence->count > PARAMETERS_MAX)
        return;
    int *parameter = &sequence->parameters[sequence->count - 1];
    if (*parameter <= COORDINATE_MAX) /* larger ones mean nothing; stop before they overflow */
        *parameter = *parameter * 10 + digit;
}

/* The bytes between the introducer and the final byte. */
static struct sequence parse(const char *bytes, size_t n)
{
    struct sequence sequence = {.final = bytes[n - 1]};
    size_t i = 0;

    if (n > 1 && bytes[0] >= '<' && bytes[0] <= '?')
        sequence.marker = bytes[i++];
    for (; i < n - 1; i++) {
        if (bytes[i] >= '0' && bytes[i] <= '9')
            read_digit(&sequence, bytes[i] - '0');
        else if (bytes[i] == ';')
            sequence.count = sequence.count == 0 ? 2 : sequence.count + 1;
        else
            sequence.strange = true;
    }
    return sequence;
}

static enum sequence_meaning found(struct key *key, const struct meaning *table, size_t n, int code)
{
    for (size_t i = 0; i < n; i++) {
        if (table[i].code != code)
            continue;
        key->type = table[i].type;
        key->ch = table[i].ch;
        return SEQUENCE_KEY;
    }
    return SEQUENCE_NOTHING;
}

/* xterm's modifier is 1 plus bits: 2 Alt, 8 Meta. */
static bool modifier_has_alt(int modifier)
{
    return modifier > 1 && modifier <= 16 && ((modifier - 1) & (2 | 8)) != 0;
}

static bool is_position(int first, int second)
{
    return first >= 1 && first <= COORDINATE_MAX && second >= 1 && second <= COORDINATE_MAX;
}

/* SGR mouse (1006). The button's bits: 4 Shift, 8 Meta, 16 Ctrl, 32 moved, 64 wheel. */
static enum sequence_meaning mouse(struct key *key, const struct sequence *sequence)
{
    int button = sequence->parameters[0];
    bool down = sequence->final == 'M';

    if (sequence->count != 3 || !is_position(sequence->parameters[1], sequence->parameters[2]))
        return SEQUENCE_NOTHING;
    switch (button & ~(4 | 8 | 16)) {
    case 0:
        key->type = down ? KEY_PRESS : KEY_RELEASE;
        break;
    case 32:
        key->type = KEY_DRAG;
        break;
    case 64:
        key->type = KEY_WHEEL_UP;
        break;
    case 65:
        key->type = KEY_WHEEL_DOWN;
        break;
    default:
        return SEQUENCE_NOTHING;
    }
    if (key->type >= KEY_DRAG && !down)
        return SEQUENCE_NOTHING;
    key->alt = (button & 8) != 0;
    key->col = sequence->parameters[1] - 1;
    key->row = sequence->parameters[2] - 1;
    return SEQUENCE_KEY;
}

static enum sequence_meaning cursor_report(struct key *key, const struct sequence *sequence)
{
    if (sequence->count != 2 || !is_position(sequence->parameters[0], sequence->parameters[1]))
        return SEQUENCE_NOTHING;
    key->type = KEY_CURSOR_REPORT;
    key->row = sequence->parameters[0] - 1;
    key->col = sequence->parameters[1] - 1;
    return SEQUENCE_KEY;
}

static enum sequence_meaning control_sequence(struct key *key, const struct sequence *sequence)
{
    switch (sequence->final) {
    case 'M':
        return sequence->count == 0 ? SEQUENCE_MOUSE_BEGIN : SEQUENCE_NOTHING;
    case 'R':
        return cursor_report(key, sequence);
    case 'Z':
        key->type = KEY_BACKTAB;
        return SEQUENCE_KEY;
    case '~':
        if (sequence->parameters[0] == 200)
            return SEQUENCE_PASTE_BEGIN;
        key->alt = modifier_has_alt(sequence->parameters[1]);
        return found(key, by_code, ARRAY_SIZE(by_code), sequence->parameters[0]);
    default:
        key->alt = modifier_has_alt(sequence->parameters[1]);
        return found(key, by_final, ARRAY_SIZE(by_final), sequence->final);
    }
}

/* ESC O: keys without a modifier, or with it alone (ESC O 3 P) or as the second parameter. */
static enum sequence_meaning single_shift(struct key *key, const struct sequence *sequence)
{
    static const char pad[] = "*+,-./0123456789"; /* finals j to y */
    char final = sequence->final;

    key->alt = modifier_has_alt(sequence->count == 1 ? sequence->parameters[0] : sequence->parameters[1]);
    if (final >= 'j' && final <= 'y') {
        key->type = KEY_TEXT;
        key->ch = (char32_t)pad[final - 'j'];
        return SEQUENCE_KEY;
    }
    if (found(key, by_pad_final, ARRAY_SIZE(by_pad_final), final) == SEQUENCE_KEY)
        return SEQUENCE_KEY;
    return found(key, by_final, ARRAY_SIZE(by_final), final);
}

enum sequence_meaning input_sequence(struct key *key, const char *bytes, size_t n)
{
    if (n < 2)
        return SEQUENCE_NOTHING;
    /* The Linux console's F1 to F5. */
    if (n == 3 && memcmp(bytes, "[[", 2) == 0) {
        key->type = KEY_FUNCTION;
        key->ch = (char32_t)(bytes[2] - 'A' + 1);
        return bytes[2] >= 'A' && bytes[2] <= 'E' ? SEQUENCE_KEY : SEQUENCE_NOTHING;
    }

    struct sequence sequence = parse(bytes + 1, n - 1);
    if (sequence.strange)
        return SEQUENCE_NOTHING;
    if (sequence.marker == '<' && bytes[0] == '[' && (sequence.final == 'M' || sequence.final == 'm'))
        return mouse(key, &sequence);
    if (sequence.marker)
        return SEQUENCE_NOTHING;
    return bytes[0] == '[' ? control_sequence(key, &sequence) : single_shift(key, &sequence);
}
