/* SPDX-License-Identifier: MIT */
#include "ui/input_character.h"

#include "base/error.h"
#include "base/utf8.h"

#include <iconv.h>
#include <string.h>

int input_character_init(struct input_character *character, const struct charset *charset)
{
    iconv_t to_unicode = NULL;

    if (!charset->is_utf8) {
        /* WCHAR_T is UCS-4 in the machine's byte order, that is char32_t. */
        to_unicode = iconv_open("WCHAR_T", charset->name);
        if (to_unicode == (iconv_t)-1)
            return errno == ENOMEM ? -ENOMEM : -EINVAL;
    }
    *character = (struct input_character){.to_unicode = to_unicode};
    return 0;
}

void input_character_fini(struct input_character *character)
{
    if (character->to_unicode)
        iconv_close(character->to_unicode);
    *character = (struct input_character){.n = 0};
}

void input_character_forget(struct input_character *character)
{
    memset(character->bytes, 0, sizeof(character->bytes));
    character->n = 0;
}

static size_t utf8_length(unsigned char lead)
{
    if (lead < 0xC2 || lead > 0xF4)
        return 1;
    return lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
}

/* How many of the collected bytes are one character or ill-formed; 0 if more are needed to know. */
static size_t decode_utf8(char32_t *ch, const struct input_character *character)
{
    size_t used = utf8_decode(ch, character->bytes, character->n);
    bool unfinished = used == character->n && used < utf8_length((unsigned char)character->bytes[0]);

    return unfinished ? 0 : used;
}

static size_t decode_by_iconv(char32_t *ch, const struct input_character *character)
{
    char bytes[INPUT_CHARACTER_MAX], *in = bytes;
    char32_t decoded[INPUT_CHARACTER_MAX];
    char *out = (char *)decoded;
    size_t left = character->n, room = sizeof(decoded);

    memcpy(bytes, character->bytes, sizeof(bytes));
    iconv(character->to_unicode, NULL, NULL, NULL, NULL);
    size_t r = iconv(character->to_unicode, &in, &left, &out, &room);
    if (r != (size_t)-1 && out != (char *)decoded) {
        *ch = decoded[0];
        return character->n;
    }
    if ((r != (size_t)-1 || errno == EINVAL) && character->n < INPUT_CHARACTER_MAX)
        return 0;

    /* A pair that the charset does not assign is one character; what is ASCII stands for itself. */
    size_t used = 1;
    while (used < character->n && (unsigned char)character->bytes[used] >= 0x80)
        used++;
    *ch = UTF8_REPLACEMENT;
    return used;
}

bool input_character_add(char32_t *ch, size_t *unused, char rest[INPUT_CHARACTER_MAX],
                         struct input_character *character, unsigned char byte)
{
    character->bytes[character->n++] = (char)byte;
    size_t used = character->to_unicode ? decode_by_iconv(ch, character) : decode_utf8(ch, character);
    if (used == 0)
        return false;

    *unused = character->n - used;
    memcpy(rest, character->bytes + used, *unused);
    input_character_forget(character);
    return true;
}
