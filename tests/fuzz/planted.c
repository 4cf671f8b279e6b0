/* SPDX-License-Identifier: MIT */
/*
 * The negative control: a mistake of the kind that fuzzing is for, one word past the end of a copy, put
 * behind the real decoder by the linker (--wrap). It takes a paste that fills its room, which no file of the
 * corpus does.
 * `./torture fuzz --planted` must find it, or the fuzzing proves nothing.
 */
#include "ui/input.h"

#include <stdlib.h>

#define ROOM 24

int __real_input_next(struct key *out, struct input *input, int64_t now_ms);
int __wrap_input_next(struct key *out, struct input *input, int64_t now_ms);

static void copy_text(volatile char32_t *copy, const char32_t *text)
{
    do
        *copy++ = *text; /* whether there is room or not */
    while (*text++);
}

int __wrap_input_next(struct key *out, struct input *input, int64_t now_ms)
{
    int r = __real_input_next(out, input, now_ms);
    if (r == 1 && out->type == KEY_PASTE) {
        char32_t *copy = malloc(ROOM * sizeof(*copy));
        if (copy)
            copy_text(copy, out->text);
        free(copy);
    }
    return r;
}
