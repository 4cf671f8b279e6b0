/* SPDX-License-Identifier: MIT */
#include "ui/form.h"

#include "base/error.h"
#include "base/utf8.h"
#include "base/width.h"

#include <string.h>

#define MARK_COLS 2 /* ▐ and a blank before the label */
#define GAP 2       /* between label and field */
#define FIELD_MAX 52

int form_add(struct form *form, enum form_kind kind, const char *label, const char *hint, size_t max)
{
    struct form_field *field = &form->fields[form->n];
    *field = (struct form_field){.kind = kind, .label = label, .hint = hint};
    edit_init(&field->edit, max);
    int width = width_of_text(label);
    if (width > form->label_cols)
        form->label_cols = width;
    return form->n++;
}

int form_add_choice(struct form *form, const char *label, const char *const *choices, int n)
{
    int field = form_add(form, FORM_CHOICE, label, NULL, 0);
    form->fields[field].choices = choices;
    form->fields[field].n_choices = n;
    return field;
}

void form_fini(struct form *form)
{
    for (int i = 0; i < form->n; i++)
        edit_fini(&form->fields[i].edit);
    form->n = 0;
}

int form_text(char **out, const struct form *form, int field)
{
    return edit_text(out, &form->fields[field].edit);
}

int form_set(struct form *form, int field, const char *text)
{
    int result = edit_set(&form->fields[field].edit, text);
    form->fields[field].error[0] = '\0';
    return result < 0 ? result : 0;
}

void form_wipe(struct form *form, int field)
{
    edit_fini(&form->fields[field].edit);
}

struct intent form_refuse(struct form *form, int field, const char *words)
{
    snprintf(form->fields[field].error, FORM_ERROR, "%s", words ? words : "");
    if (words)
        form->focus = field;
    return (struct intent){.kind = INTENT_REDRAW};
}

/* ---- keys ---- */

static int focus_on(struct form *form, int field)
{
    if ((unsigned)field >= (unsigned)form->n || field == form->focus)
        return FORM_STAYED;
    form->focus = field;
    edit_move(&form->fields[field].edit, form->fields[field].edit.n);
    return FORM_MOVED;
}

static int change_choice(struct form_field *field, int by)
{
    if (field->n_choices < 2)
        return FORM_STAYED;
    field->choice = (field->choice + by + field->n_choices) % field->n_choices;
    field->error[0] = '\0';
    return FORM_CHANGED;
}

static int changed(struct form_field *field, int result)
{
    if (result < 0)
        return result;
    if (result != 1)
        return FORM_STAYED;
    field->error[0] = '\0';
    return FORM_CHANGED;
}

static int type(struct form_field *field, char32_t ch)
{
    size_t before = field->edit.n;
    int result = edit_insert(&field->edit, &ch, 1);
    if (result == EDIT_FULL) {
        snprintf(field->error, FORM_ERROR, "最多 %zu 个字", field->edit.max);
        return FORM_MOVED;
    }
    return changed(field, result < 0 ? result : field->edit.n != before);
}

static int move_cursor(struct form_field *field, size_t position)
{
    size_t before = field->edit.cursor;
    edit_move(&field->edit, position);
    return field->edit.cursor == before ? FORM_STAYED : FORM_MOVED;
}

/* Keys of the one field that has them. */
static int act_in_field(struct form_field *field, struct event event)
{
    struct edit *edit = &field->edit;
    switch (event.action) {
    case ACTION_TEXT:
        return event.ch == U'\n' ? FORM_STAYED : type(field, event.ch);
    case ACTION_ERASE:
        return changed(field, edit_erase_before(edit));
    case ACTION_DELETE:
        return changed(field, edit_erase_after(edit));
    case ACTION_CLEAR:
        return changed(field, edit_clear(edit));
    case ACTION_UNDO:
        return changed(field, edit_undo(edit));
    case ACTION_REDO:
        return changed(field, edit_redo(edit));
    case ACTION_LEFT:
        return move_cursor(field, edit_before(edit, edit->cursor));
    case ACTION_RIGHT:
        return move_cursor(field, edit_after(edit, edit->cursor));
    case ACTION_TOP:
        return move_cursor(field, 0);
    case ACTION_BOTTOM:
        return move_cursor(field, edit->n);
    default:
        return FORM_UNKNOWN;
    }
}

static int act_in_choice(struct form_field *field, struct event event)
{
    switch (event.action) {
    case ACTION_LEFT:
        return change_choice(field, -1);
    case ACTION_RIGHT:
        return change_choice(field, 1);
    case ACTION_TEXT:
        return event.ch == U' ' || event.ch == U'　' ? change_choice(field, 1) : FORM_STAYED;
    case ACTION_ERASE:
        return FORM_STAYED;
    default:
        return FORM_UNKNOWN;
    }
}

static int act_in_lookup(struct event event)
{
    switch (event.action) {
    case ACTION_TEXT:
    case ACTION_ERASE:
    case ACTION_RIGHT:
        return FORM_OPEN;
    default:
        return FORM_UNKNOWN;
    }
}

/* A tap goes to the field; on the one that has the keys already it does what Enter or → would. */
static int tap(struct form *form, int index)
{
    if (index != form->focus)
        return focus_on(form, index);
    struct form_field *field = &form->fields[index];
    return field->kind == FORM_CHOICE   ? change_choice(field, 1)
           : field->kind == FORM_LOOKUP ? FORM_OPEN
                                        : FORM_STAYED;
}

int form_act(struct form *form, struct event event)
{
    struct form_field *field = &form->fields[form->focus];
    switch (event.action) {
    case ACTION_SAVE:
        return FORM_SUBMIT;
    case ACTION_OPEN:
        if (field->kind == FORM_LOOKUP)
            return FORM_OPEN;
        return form->focus + 1 < form->n ? focus_on(form, form->focus + 1) : FORM_SUBMIT;
    case ACTION_NEXT:
        return focus_on(form, (form->focus + 1) % form->n);
    case ACTION_PREVIOUS:
        return focus_on(form, (form->focus + form->n - 1) % form->n);
    case ACTION_DOWN:
        return focus_on(form, form->focus + 1);
    case ACTION_UP:
        return focus_on(form, form->focus - 1);
    case ACTION_SELECT:
        return tap(form, event.value);
    default:
        return field->kind == FORM_CHOICE   ? act_in_choice(field, event)
               : field->kind == FORM_LOOKUP ? act_in_lookup(event)
                                            : act_in_field(field, event);
    }
}

struct intent form_intent(int result)
{
    return (struct intent){.kind = result == FORM_UNKNOWN                           ? INTENT_NONE
                                   : result == FORM_MOVED || result == FORM_CHANGED ? INTENT_REDRAW
                                                                                    : INTENT_STAY};
}

/* ---- painting ---- */

void form_layout(struct form *form, int rows)
{
    form->rows_each = rows >= 2 * form->n ? 2 : 1;
    form->shown = rows / form->rows_each;
    if (form->shown > form->n)
        form->shown = form->n;
    if (form->focus < form->first)
        form->first = form->focus;
    if (form->focus >= form->first + form->shown)
        form->first = form->focus - form->shown + 1;
    if (form->first > form->n - form->shown)
        form->first = form->n - form->shown;
}

int form_rows(const struct form *form)
{
    return form->shown * form->rows_each;
}

/* One code point as it is seen in the field. */
static void seen(const struct form_field *field, char out[5], char32_t ch)
{
    size_t n = field->kind == FORM_PASSWORD ? utf8_encode(out, U'*') : utf8_encode(out, ch);
    out[n] = '\0';
}

static int width_between(const struct form_field *field, const struct canvas *canvas, size_t from, size_t to)
{
    int width = 0;
    for (size_t i = from; i < to; i++) {
        char one[5];
        seen(field, one, field->edit.text[i]);
        width += canvas_measure(canvas, one);
    }
    return width;
}

/* Text with its cursor in view; a field without the keys shows its beginning. */
static void draw_typed(const struct form_field *field, struct canvas *canvas, struct rect at, bool focused)
{
    const struct edit *edit = &field->edit;
    size_t first = 0;
    while (focused && width_between(field, canvas, first, edit->cursor) >= at.cols)
        first = edit_after(edit, first);
    int col = 0, cursor_col = -1;
    struct style style = {ROLE_TEXT, focused ? ATTR_BOLD : 0};
    for (size_t i = first; i < edit->n && col < at.cols; i = edit_after(edit, i)) {
        char cluster[64] = "", one[5];
        for (size_t k = i; k < edit_after(edit, i); k++) {
            seen(field, one, edit->text[k]);
            strncat(cluster, one, sizeof(cluster) - strlen(cluster) - 1);
        }
        bool cursor = focused && i == edit->cursor;
        struct style own = cursor ? (struct style){ROLE_SELECTED, ATTR_BOLD} : style;
        int used = canvas_put(canvas, at.row, at.col + col, at.cols - col, own, cluster);
        if (cursor)
            cursor_col = col;
        if (!used)
            break;
        col += used;
    }
    if (focused && cursor_col < 0 && edit->cursor == edit->n)
        canvas_put_char(canvas, at.row, at.col + col, (struct style){ROLE_SELECTED, 0}, U' ');
    if (!edit->n && field->hint)
        canvas_put_cut(canvas, at.row, at.col + 2, at.cols - 2, (struct style){ROLE_MUTED, 0}, field->hint);
}

static void draw_choice(const struct form_field *field, struct canvas *canvas, struct rect at, bool focused)
{
    int col = at.col;
    for (int i = 0; i < field->n_choices; i++) {
        char words[64];
        bool chosen = i == field->choice;
        snprintf(words, sizeof(words), chosen ? "[%s]" : " %s ", field->choices[i]);
        struct style style = chosen ? (struct style){focused ? ROLE_SELECTED : ROLE_ACCENT, ATTR_BOLD}
                                    : (struct style){ROLE_TEXT, 0};
        col += canvas_put(canvas, at.row, col, at.col + at.cols - col, style, words) + 1;
    }
}

static void draw_brackets(struct canvas *canvas, struct rect at, bool focused)
{
    struct style style = {focused ? ROLE_KEY : ROLE_LINE, focused ? ATTR_BOLD : 0};
    canvas_put_char(canvas, at.row, at.col, style, U'[');
    canvas_put_char(canvas, at.row, at.col + at.cols - 1, style, U']');
}

static void draw_error(const struct form_field *field, struct canvas *canvas, struct rect at, int rows_each)
{
    char words[FORM_ERROR + 8];
    if (!*field->error)
        return;
    snprintf(words, sizeof(words), "✘ %s", field->error);
    int col = rows_each > 1 ? at.col : at.col + at.cols + 1;
    canvas_put_cut(canvas, at.row + rows_each - 1, col, canvas->cols - col - 1,
                   (struct style){ROLE_WARNING, ATTR_BOLD}, words);
}

static void draw_field(const struct form *form, struct canvas *canvas, struct rect at, int index)
{
    const struct form_field *field = &form->fields[index];
    bool focused = index == form->focus;
    if (focused)
        canvas_put_char(canvas, at.row, at.col, (struct style){ROLE_KEY, ATTR_BOLD},
                        canvas->glyphs->selected);
    canvas_put(canvas, at.row, at.col + MARK_COLS, form->label_cols,
               (struct style){focused ? ROLE_HEADING : ROLE_TEXT, focused ? ATTR_BOLD : 0}, field->label);
    int left = MARK_COLS + form->label_cols + GAP;
    struct rect box = {at.row, at.col + left, 1, at.cols - left < FIELD_MAX ? at.cols - left : FIELD_MAX};
    bool beside = form->rows_each == 1 && *field->error && field->kind != FORM_CHOICE;
    if (beside && box.cols > 24)
        box.cols = box.cols / 2;
    struct rect inner = {box.row, box.col + 1, 1, box.cols - 2};
    if (field->kind == FORM_CHOICE) {
        draw_choice(field, canvas, inner, focused);
    } else {
        draw_brackets(canvas, box, focused);
        draw_typed(field, canvas, inner, focused);
    }
    draw_error(field, canvas, box, form->rows_each);
}

void form_draw(const struct form *form, struct canvas *canvas, struct rect rect, struct hits *hits)
{
    for (int i = 0; i < form->shown; i++) {
        struct rect at = {rect.row + i * form->rows_each, rect.col, form->rows_each, rect.cols};
        draw_field(form, canvas, at, form->first + i);
        hits_add(hits, at, (struct event){.action = ACTION_SELECT, .value = form->first + i});
    }
}
