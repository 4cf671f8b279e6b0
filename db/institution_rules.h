/* SPDX-License-Identifier: MIT */
/* What an institution's values may be: the compiler and the reader are held to the same. */
#ifndef DB_INSTITUTION_RULES_H
#define DB_INSTITUTION_RULES_H

#include <stdbool.h>
#include <string.h>

#define INSTITUTION_CODE_DIGITS 10
#define INSTITUTIONS_MAX 8192      /* on the list; it has 3,196 */
#define INSTITUTION_NAMES_MAX 32   /* former names of one */
#define INSTITUTION_LETTERS_MAX 64 /* of a name; the longest has 18 */

static inline bool institution_code_is_sound(const char *code)
{
    return strlen(code) == INSTITUTION_CODE_DIGITS && strspn(code, "0123456789") == INSTITUTION_CODE_DIGITS;
}

static inline bool institution_kind_is_sound(const char *kind)
{
    return strcmp(kind, "普通") == 0 || strcmp(kind, "成人") == 0;
}

/* The list states no level for adult institutions. */
static inline bool institution_level_is_sound(const char *level, const char *kind)
{
    if (strcmp(kind, "成人") == 0)
        return !*level;
    return strcmp(level, "本科") == 0 || strcmp(level, "专科") == 0;
}

#endif
