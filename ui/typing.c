/* SPDX-License-Identifier: MIT */
#include "ui/typing.h"

#include "base/error.h"
#include "base/sanitize.h"
#include "base/utf8.h"

#include <string.h>

#define KEY_COLS 5             /* columns of a letter's key */
#define ACROSS (10 * KEY_COLS) /* the longest row of keys */
#define DIGITS_GAP 6           /* between letters and digits */
/* So wide, the digits stand beside the letters, else above them. */
#define BESIDE (ACROSS + DIGITS_GAP + 4 * KEY_COLS)

bool typing_act(struct typing *typing, struct event event)
{
    if (event.action == ACTION_ERASE && typing->n > 0) {
        typing->text[--typing->n] = 0;
        return true;
    }
    if (event.action == ACTION_CLEAR && typing->n > 0) {
        typing_wipe(typing);
        return true;
    }
    if (event.action != ACTION_TEXT || typing->n == TYPING_MAX ||
        sanitize_class_of(event.ch) != SANITIZE_BASE)
        return false;
    typing->text[typing->n++] = event.ch;
    return true;
}

void typing_append(struct typing *typing, const char *utf8)
{
    size_t n = strlen(utf8);
    for (size_t i = 0; i < n;) {
        char32_t ch;
        i += utf8_decode(&ch, utf8 + i, n - i);
        typing_act(typing, (struct event){.action = ACTION_TEXT, .ch = ch});
    }
}

void typing_wipe(struct typing *typing)
{
    explicit_bzero(typing, sizeof(*typing));
}

static size_t to_utf8(char *out, const char32_t *text, size_t n)
{
    size_t used = 0;
    for (size_t i = 0; i < n; i++)
        used += utf8_encode(out + used, text[i]);
    out[used] = '\0';
    return used;
}

void typing_text(const struct typing *typing, char out[TYPING_MAX * 4 + 1])
{
    to_utf8(out, typing->text, typing->n);
}

void typing_draw(const struct typing *typing, struct canvas *canvas, struct rect rect, const char *hint)
{
    if (rect.rows >= 3) {
        canvas_frame(canvas, (struct rect){rect.row, rect.col, 3, rect.cols}, (struct style){ROLE_ACCENT, 0});
        rect = (struct rect){rect.row + 1, rect.col + 2, 1, rect.cols - 4};
    }
    char text[TYPING_MAX * 4 + 1];
    size_t first = 0; /* a long text shows its end */
    do {
        to_utf8(text, typing->text + first, typing->n - first);
    } while (canvas_measure(canvas, text) >= rect.cols && ++first < typing->n);
    int used =
        canvas_put(canvas, rect.row, rect.col, rect.cols - 1, (struct style){ROLE_TEXT, ATTR_BOLD}, text);
    canvas_put_char(canvas, rect.row, rect.col + used, (struct style){ROLE_SELECTED, 0}, U' ');
    if (!typing->n)
        canvas_put_cut(canvas, rect.row, rect.col + 2, rect.cols - 2, (struct style){ROLE_MUTED, 0}, hint);
}

void typing_count(struct canvas *canvas, struct rect rect, int index, int total, bool more, struct hits *hits)
{
    char words[64];
    snprintf(words, sizeof(words), "%d/%d，%s ▾", index < total ? index : total, total,
             more ? "还有更多，接着打字" : "点这里或按 ↓");
    int width = canvas_measure(canvas, words), inset = rect.rows >= 3 ? 2 : 0;
    int col = rect.col + rect.cols - width - inset;
    canvas_put(canvas, rect.row + rect.rows / 2, col, width, (struct style){ROLE_ACCENT, 0}, words);
    hits_add(hits, (struct rect){rect.row, col, rect.rows, width},
             (struct event){.action = ACTION_PAGE_DOWN});
}

/* Rows of words, letters and, where they need one of their own, digits. */
static int key_lines(int cols)
{
    return cols >= BESIDE ? 4 : 5;
}

int keyboard_rows(int room_rows, int room_cols)
{
    int tight = 1 + key_lines(room_cols);    /* with a rule above */
    int tall = 1 + 2 * key_lines(room_cols); /* the same with a blank row between: two rows for a finger */
    if (room_cols < ACROSS)
        return 0;
    return room_rows >= tall + 14 ? tall : room_rows >= tight + 10 ? tight : 0;
}

static void draw_words(const struct keyboard *keyboard, struct canvas *canvas, struct rect at,
                       struct hits *hits)
{
    int col = at.col;
    for (int i = 0; keyboard->words[i]; i++) {
        int width = canvas_measure(canvas, keyboard->words[i]) + 2;
        if (col + width > at.col + at.cols)
            break;
        canvas_put(canvas, at.row, col + 1, width, (struct style){ROLE_ACCENT, 0}, keyboard->words[i]);
        hits_add(hits, (struct rect){at.row, col, at.rows, width},
                 (struct event){.action = ACTION_WORD, .value = i});
        col += width + 1;
    }
}

static void draw_key(struct canvas *canvas, struct hits *hits, struct rect at, char key)
{
    char text[2] = {key, '\0'};
    canvas_put(canvas, at.row, at.col + KEY_COLS / 2, 1, (struct style){ROLE_TEXT, ATTR_BOLD}, text);
    hits_add(hits, at, (struct event){.action = ACTION_TEXT, .ch = (unsigned char)key});
}

/* Returns the column behind the last one. */
static int draw_keys(struct canvas *canvas, struct hits *hits, struct rect at, const char *keys)
{
    for (const char *key = keys; *key; key++, at.col += KEY_COLS)
        draw_key(canvas, hits, at, *key);
    return at.col;
}

static void draw_erase(struct canvas *canvas, struct hits *hits, struct rect at)
{
    canvas_put(canvas, at.row, at.col + 1, at.cols, (struct style){ROLE_KEY, 0}, "退格");
    hits_add(hits, at, (struct event){.action = ACTION_ERASE});
}

void keyboard_draw(const struct keyboard *keyboard, struct canvas *canvas, struct rect rect,
                   struct hits *hits)
{
    static const struct {
        int indent;
        const char *letters, *digits;
    } rows[] = {{0, "qwertyuiop", "123"}, {2, "asdfghjkl", "456"}, {4, "zxcvbnm", "7890"}};
    bool beside = rect.cols >= BESIDE;
    int step = rect.rows > 1 + key_lines(rect.cols) ? 2 : 1;
    struct rect at = {rect.row + 1, rect.col, step, KEY_COLS};
    canvas_rule(canvas, rect.row, rect.col, rect.cols, (struct style){ROLE_LINE, 0});
    draw_words(keyboard, canvas, (struct rect){at.row, rect.col, step, rect.cols}, hits);
    at.row += step;
    if (!beside) {
        draw_keys(canvas, hits, at, "1234567890");
        at.row += step;
    }
    for (size_t i = 0; i < ARRAY_SIZE(rows); i++, at.row += step) {
        at.col = rect.col + rows[i].indent;
        at.col = draw_keys(canvas, hits, at, rows[i].letters);
        if (i + 1 == ARRAY_SIZE(rows))
            draw_erase(canvas, hits, (struct rect){at.row, at.col, step, 2 * KEY_COLS});
        at.col = rect.col + ACROSS + DIGITS_GAP;
        if (beside)
            draw_keys(canvas, hits, at, rows[i].digits);
    }
}
