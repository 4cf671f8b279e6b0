/* SPDX-License-Identifier: MIT */
#include "db/fold.h"

#include "base/error.h"

#include <stdint.h>
#include <unicase.h>
#include <unictype.h>
#include <uninorm.h>

#define VARIANTS_MAX 20000

int variants_add(struct variants *variants, char32_t traditional, char32_t simplified)
{
    size_t n = variants->n;
    struct variant *items = variants->items;

    if (n == VARIANTS_MAX || (n && items[n - 1].traditional >= traditional))
        return -EBADMSG;
    if ((n & (n - 1)) == 0) {
        items = reallocarray(items, n ? 2 * n : 1, sizeof(*items));
        if (!items)
            return -ENOMEM;
        variants->items = items;
    }
    items[variants->n++] = (struct variant){traditional, simplified};
    return 0;
}

void variants_fini(struct variants *variants)
{
    free(variants->items);
    *variants = (struct variants){0};
}

static char32_t simplify(char32_t c, const struct variants *variants)
{
    size_t low = 0, high = variants ? variants->n : 0;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (variants->items[middle].traditional < c)
            low = middle + 1;
        else
            high = middle;
    }
    if (variants && low < variants->n && variants->items[low].traditional == c)
        return variants->items[low].simplified;
    return c;
}

bool fold_is_han(char32_t c)
{
    return c == U'〇' || (c >= 0x3400 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF) ||
           (c >= 0x20000 && c <= 0x3FFFF);
}

bool fold_is_word(char32_t c)
{
    if (c < 0x80)
        return (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z') || (c >= U'0' && c <= U'9');
    return !fold_is_han(c) && uc_is_property(c, UC_PROPERTY_ALPHABETIC);
}

bool fold_is_transparent(char32_t c)
{
    return c == U' ' || c == U'　' ||
           uc_is_general_category_withtable(c, UC_CATEGORY_MASK_Ps | UC_CATEGORY_MASK_Pe |
                                                   UC_CATEGORY_MASK_Pi | UC_CATEGORY_MASK_Pf);
}

size_t fold_character(char32_t out[FOLD_MAX], char32_t c, const struct variants *variants)
{
    uint32_t normal[FOLD_MAX];
    uint32_t one = c;
    size_t n = FOLD_MAX;

    if (c < 0x80 || (c >= 0x4E00 && c <= 0x9FFF)) { /* nearly everything; NFKC leaves it as it is */
        out[0] = c >= U'A' && c <= U'Z' ? c + (U'a' - U'A') : simplify(c, variants);
        return 1;
    }
    if (u32_normalize(UNINORM_NFKC, &one, 1, normal, &n) != normal || n == 0) {
        normal[0] = one; /* it always has room; a character is better than none */
        n = 1;
    }
    for (size_t i = 0; i < n; i++) {
        c = simplify(uc_tolower(normal[i]), variants);
        out[i] = c == U'ü' ? U'v' : c;
    }
    return n;
}
