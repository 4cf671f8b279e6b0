/* SPDX-License-Identifier: MIT */
#include "ui/edit.h"

#include "base/error.h"
#include "base/sanitize.h"
#include "base/utf8.h"

#include <string.h>

/* At `at`, `removed` gave way to `inserted`; both lie in text, one behind the other. */
struct edit_change {
    size_t at, n_removed, n_inserted;
    char32_t *text;
    enum kind { KIND_TYPED, KIND_ERASED_BEFORE, KIND_ERASED_AFTER } kind;
};

static bool is_mark(char32_t ch)
{
    return sanitize_class_of(ch) == SANITIZE_MARK;
}

void edit_init(struct edit *edit, size_t max)
{
    *edit = (struct edit){.max = max};
}

static size_t bytes_of(const struct edit_change *change)
{
    return (change->n_removed + change->n_inserted) * sizeof(char32_t) + sizeof(*change);
}

static void drop_change(struct edit *edit, struct edit_change *change)
{
    edit->history_bytes -= bytes_of(change);
    explicit_bzero(change->text, (change->n_removed + change->n_inserted) * sizeof(char32_t));
    free(change->text);
}

static void forget_undone(struct edit *edit)
{
    while (edit->n_changes > edit->done)
        drop_change(edit, &edit->changes[--edit->n_changes]);
}

static void forget_all(struct edit *edit)
{
    edit->done = 0;
    forget_undone(edit);
    edit->in_run = false;
}

void edit_fini(struct edit *edit)
{
    forget_all(edit);
    free(edit->changes);
    if (edit->text)
        explicit_bzero(edit->text, edit->room * sizeof(*edit->text));
    free(edit->text);
    *edit = (struct edit){.max = edit->max};
}

/* Room for so many; what is left behind is wiped. */
static int reserve(struct edit *edit, size_t n)
{
    if (n <= edit->room)
        return 0;
    size_t room = n + n / 2 + 64;
    char32_t *text = malloc(room * sizeof(*text));
    if (!text)
        return -ENOMEM;
    if (edit->text) {
        memcpy(text, edit->text, edit->n * sizeof(*text));
        explicit_bzero(edit->text, edit->room * sizeof(*text));
    }
    free(edit->text);
    edit->text = text;
    edit->room = room;
    return 0;
}

/* n_removed at `at` give way to the inserted; there is room. */
static void replace(struct edit *edit, size_t at, size_t n_removed, const char32_t *inserted,
                    size_t n_inserted)
{
    memmove(edit->text + at + n_inserted, edit->text + at + n_removed,
            (edit->n - at - n_removed) * sizeof(*edit->text));
    if (n_inserted)
        memcpy(edit->text + at, inserted, n_inserted * sizeof(*edit->text));
    edit->n = edit->n - n_removed + n_inserted;
}

/* ---- the history ---- */

static void forget_oldest(struct edit *edit)
{
    size_t n = 0;
    while (n + 1 < edit->n_changes && edit->history_bytes > EDIT_HISTORY_BYTES)
        drop_change(edit, &edit->changes[n++]);
    if (!n)
        return;
    memmove(edit->changes, edit->changes + n, (edit->n_changes - n) * sizeof(*edit->changes));
    edit->n_changes -= n;
    edit->done -= n;
}

/* A change of its own, not yet carried out. */
static int note(struct edit *edit, enum kind kind, size_t at, size_t n_removed, const char32_t *inserted,
                size_t n_inserted)
{
    if (edit->done == edit->changes_room) {
        size_t room = edit->changes_room * 2 + 16;
        struct edit_change *changes = realloc(edit->changes, room * sizeof(*changes));
        if (!changes)
            return -ENOMEM;
        edit->changes = changes;
        edit->changes_room = room;
    }
    char32_t *text = malloc((n_removed + n_inserted) * sizeof(*text));
    if (!text)
        return -ENOMEM;
    memcpy(text, edit->text + at, n_removed * sizeof(*text));
    if (n_inserted)
        memcpy(text + n_removed, inserted, n_inserted * sizeof(*text));
    forget_undone(edit);
    edit->changes[edit->n_changes++] = (struct edit_change){
        .at = at, .n_removed = n_removed, .n_inserted = n_inserted, .text = text, .kind = kind};
    edit->done = edit->n_changes;
    edit->history_bytes += bytes_of(&edit->changes[edit->n_changes - 1]);
    return 0;
}

/* The same run goes on: the last change grows, in front for what is erased backwards. 1; 0 it does not;
 * -ENOMEM. */
static int grow(struct edit *edit, enum kind kind, size_t at, const char32_t *added, size_t n)
{
    struct edit_change *last = edit->in_run && edit->done ? &edit->changes[edit->done - 1] : NULL;
    if (!last || edit->done != edit->n_changes || last->kind != kind)
        return 0;
    bool in_front = kind == KIND_ERASED_BEFORE;
    size_t end = kind == KIND_TYPED ? last->at + last->n_inserted : in_front ? at + n : at;
    if (end != (kind == KIND_TYPED ? at : last->at))
        return 0;
    size_t old = last->n_removed + last->n_inserted;
    char32_t *text = malloc((old + n) * sizeof(*text));
    if (!text)
        return -ENOMEM;
    memcpy(text + (in_front ? n : 0), last->text, old * sizeof(*text));
    memcpy(text + (in_front ? 0 : old), added, n * sizeof(*text));
    explicit_bzero(last->text, old * sizeof(*text));
    free(last->text);
    last->text = text;
    *(kind == KIND_TYPED ? &last->n_inserted : &last->n_removed) += n;
    last->at = in_front ? at : last->at;
    edit->history_bytes += n * sizeof(*text);
    return 1;
}

static int remember(struct edit *edit, enum kind kind, size_t at, size_t n_removed, const char32_t *inserted,
                    size_t n_inserted)
{
    int grown = kind == KIND_TYPED ? grow(edit, kind, at, inserted, n_inserted)
                                   : grow(edit, kind, at, edit->text + at, n_removed);
    if (grown == 0)
        grown = note(edit, kind, at, n_removed, inserted, n_inserted);
    if (grown >= 0)
        forget_oldest(edit);
    return grown < 0 ? grown : 0;
}

int edit_undo(struct edit *edit)
{
    if (edit->done == 0)
        return 0;
    const struct edit_change *change = &edit->changes[edit->done - 1];
    int error = reserve(edit, edit->n - change->n_inserted + change->n_removed);
    if (error)
        return error;
    replace(edit, change->at, change->n_inserted, change->text, change->n_removed);
    edit->cursor = change->at + (change->kind == KIND_ERASED_AFTER ? 0 : change->n_removed);
    edit->done--;
    edit->in_run = false;
    return 1;
}

int edit_redo(struct edit *edit)
{
    if (edit->done == edit->n_changes)
        return 0;
    const struct edit_change *change = &edit->changes[edit->done];
    int error = reserve(edit, edit->n - change->n_removed + change->n_inserted);
    if (error)
        return error;
    replace(edit, change->at, change->n_removed, change->text + change->n_removed, change->n_inserted);
    edit->cursor = change->at + change->n_inserted;
    edit->done++;
    edit->in_run = false;
    return 1;
}

/* ---- the cursor ---- */

size_t edit_before(const struct edit *edit, size_t position)
{
    if (position > edit->n)
        position = edit->n;
    while (position > 0 && is_mark(edit->text[--position]))
        ;
    return position;
}

size_t edit_after(const struct edit *edit, size_t position)
{
    if (position >= edit->n)
        return edit->n;
    while (++position < edit->n && is_mark(edit->text[position]))
        ;
    return position;
}

void edit_move(struct edit *edit, size_t position)
{
    if (position > edit->n)
        position = edit->n;
    while (position > 0 && position < edit->n && is_mark(edit->text[position]))
        position--;
    edit->cursor = position;
    edit->in_run = false;
}

/* ---- edits ---- */

/* How many marks stand before the end of a text; -1 if nothing is there to carry one. */
static int marks_at_end(const char32_t *text, size_t n)
{
    int marks = 0;
    while (n > 0 && is_mark(text[n - 1])) {
        marks++;
        n--;
    }
    return n == 0 || text[n - 1] == U'\n' ? -1 : marks;
}

/* What may come in, into out (room for n); `marks` as above of what stands before. */
static size_t clean(char32_t *out, const char32_t *text, size_t n, int marks)
{
    size_t used = 0;
    for (size_t i = 0; i < n; i++) {
        char32_t ch = text[i];
        if (ch == U'\n' && i > 0 && text[i - 1] == U'\r')
            continue;
        ch = ch == U'\r' ? U'\n' : ch == U'\t' ? U' ' : ch;
        enum sanitize_class class = ch == U'\n' ? SANITIZE_BASE : sanitize_class_of(ch);
        if (class == SANITIZE_DROP || (class == SANITIZE_MARK && (marks < 0 || marks >= SANITIZE_MARKS_MAX)))
            continue;
        marks = class == SANITIZE_MARK ? marks + 1 : ch == U'\n' ? -1 : 0;
        out[used++] = ch;
    }
    return used;
}

int edit_insert(struct edit *edit, const char32_t *text, size_t n)
{
    _cleanup_free_ char32_t *in = calloc(n ? n : 1, sizeof(*in));
    if (!in)
        return -ENOMEM;
    size_t length = clean(in, text, n, marks_at_end(edit->text, edit->cursor));
    size_t room = edit->max > edit->n ? edit->max - edit->n : 0, taken = length < room ? length : room;
    while (taken > 0 && taken < length &&
           is_mark(in[taken])) /* a base with half its marks is another character */
        taken--;
    int error = reserve(edit, edit->n + taken);
    if (!error && taken)
        error = remember(edit, KIND_TYPED, edit->cursor, 0, in, taken);
    if (error)
        return error;
    if (taken) {
        replace(edit, edit->cursor, 0, in, taken);
        edit->cursor += taken;
        edit->in_run = taken == 1 && in[0] != U'\n';
    }
    explicit_bzero(in, n * sizeof(*in));
    return taken < length ? EDIT_FULL : 0;
}

static int erase(struct edit *edit, enum kind kind, size_t from, size_t to)
{
    if (from == to)
        return 0;
    bool line = edit->text[from] == U'\n';
    int error = remember(edit, kind, from, to - from, NULL, 0);
    if (error)
        return error;
    replace(edit, from, to - from, NULL, 0);
    edit->cursor = from;
    edit->in_run = !line;
    return 1;
}

int edit_erase_before(struct edit *edit)
{
    return erase(edit, KIND_ERASED_BEFORE, edit_before(edit, edit->cursor), edit->cursor);
}

int edit_erase_after(struct edit *edit)
{
    return erase(edit, KIND_ERASED_AFTER, edit->cursor, edit_after(edit, edit->cursor));
}

int edit_clear(struct edit *edit)
{
    edit->in_run = false;
    int result = erase(edit, KIND_ERASED_BEFORE, 0, edit->n);
    edit->in_run = false;
    return result;
}

int edit_set(struct edit *edit, const char *utf8)
{
    struct edit fresh;
    _cleanup_free_ char32_t *text = NULL;
    size_t n;
    edit_init(&fresh, edit->max);
    int result = utf8_to_utf32(&text, &n, utf8);
    if (result == 0)
        result = edit_insert(&fresh, text, n);
    if (result < 0) {
        edit_fini(&fresh);
        return result;
    }
    forget_all(&fresh);
    edit_fini(edit);
    *edit = fresh;
    return result;
}

int edit_text(char **out, const struct edit *edit)
{
    char *text = malloc(edit->n * 4 + 1);
    if (!text)
        return -ENOMEM;
    size_t used = 0;
    for (size_t i = 0; i < edit->n; i++)
        used += utf8_encode(text + used, edit->text[i]);
    text[used] = '\0';
    *out = text;
    return 0;
}
