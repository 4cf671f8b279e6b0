/* SPDX-License-Identifier: MIT */
/*
 * Characters of more than one byte, collected byte by byte in the terminal's charset. Bounded: four bytes.
 */
#ifndef UI_INPUT_CHARACTER_H
#define UI_INPUT_CHARACTER_H

#include "base/charset.h"

#include <stdbool.h>
#include <stddef.h>
#include <uchar.h>

#define INPUT_CHARACTER_MAX 4 /* UTF-8, GB18030 and the EUC family need no more */

struct input_character {
    void *to_unicode; /* iconv_t; NULL for UTF-8 */
    size_t n;         /* bytes collected; 0 between characters */
    char bytes[INPUT_CHARACTER_MAX];
};

int input_character_init(struct input_character *character,
                         const struct charset *charset); /* -ENOMEM, -EINVAL */
void input_character_fini(struct input_character *character);
void input_character_forget(struct input_character *character);

/*
 * Adds a byte. True: *ch is a character, U+FFFD for ill-formed bytes, and nothing is collected any more; the
 * last *unused bytes that were added (fewer than INPUT_CHARACTER_MAX) are no part of it and are to be read
 * again, from `rest`. False: more bytes are needed.
 */
bool input_character_add(char32_t *ch, size_t *unused, char rest[INPUT_CHARACTER_MAX],
                         struct input_character *character, unsigned char byte);

#endif
