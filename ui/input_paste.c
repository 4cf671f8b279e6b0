/* SPDX-License-Identifier: MIT */
#include "ui/input_paste.h"

#include "base/sanitize.h"

#include <string.h>

/* Line ends and tabs of a paste that is wanted; whether it was one. */
static bool add_space(struct input_paste *paste, char32_t ch)
{
    bool carriage = paste->carriage;

    paste->carriage = ch == U'\r';
    if (!paste->wanted || (ch != U'\r' && ch != U'\n' && ch != U'\t'))
        return false;
    if (ch == U'\n' && carriage)
        return true;
    paste->marks = 0;
    if (paste->n < INPUT_PASTE_MAX)
        paste->text[paste->n++] = ch == U'\t' ? U' ' : U'\n';
    return true;
}

void input_paste_add(struct input_paste *paste, char32_t ch)
{
    enum sanitize_class class = sanitize_class_of(ch);

    if (add_space(paste, ch))
        return;
    if (class == SANITIZE_DROP || (class == SANITIZE_MARK && paste->marks == 0))
        return;
    paste->marks = class == SANITIZE_BASE ? SANITIZE_MARKS_MAX : paste->marks - 1;
    if (paste->n < INPUT_PASTE_MAX)
        paste->text[paste->n++] = ch;
}

bool input_paste_key(struct key *key, struct input_paste *paste)
{
    bool over = paste->handed_on >= INPUT_PASTE_TOTAL;

    *key = (struct key){.type = KEY_PASTE};
    if (!over)
        memcpy(key->text, paste->text, sizeof(key->text));
    memset(paste->text, 0, sizeof(paste->text));
    paste->handed_on += paste->n;
    paste->n = 0;
    return !over;
}

void input_paste_end(struct key *key, struct input_paste *paste)
{
    input_paste_key(key, paste);
    *paste = (struct input_paste){.wanted = paste->wanted};
}
