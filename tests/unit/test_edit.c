/* SPDX-License-Identifier: MIT */
#include "ui/edit.h"

#include "base/error.h"
#include "base/sanitize.h"
#include "base/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define MAX 60
#define STEPS 2000

static void type(struct edit *edit, const char *utf8)
{
    _cleanup_free_ char32_t *text = NULL;
    size_t n;
    assert_int_equal(utf8_to_utf32(&text, &n, utf8), 0);
    for (size_t i = 0; i < n; i++)
        assert_int_equal(edit_insert(edit, &text[i], 1), 0);
}

static int paste(struct edit *edit, const char *utf8)
{
    _cleanup_free_ char32_t *text = NULL;
    size_t n;
    assert_int_equal(utf8_to_utf32(&text, &n, utf8), 0);
    return edit_insert(edit, text, n);
}

static void assert_text(const struct edit *edit, const char *expected)
{
    _cleanup_free_ char *text = NULL;
    assert_int_equal(edit_text(&text, edit), 0);
    assert_string_equal(text, expected);
}

static void what_is_typed_stands_at_the_cursor(void **state)
{
    struct edit edit;
    (void)state;
    edit_init(&edit, 100);
    type(&edit, "学历\n证书");
    edit_move(&edit, 2);
    type(&edit, "认证");
    assert_text(&edit, "学历认证\n证书");
    assert_int_equal(edit.cursor, 4);
    edit_fini(&edit);
}

static void a_base_and_its_marks_are_one_step(void **state)
{
    struct edit edit;
    (void)state;
    edit_init(&edit, 100);
    type(&edit, "ae\u0301\u0302b");
    assert_int_equal(edit_before(&edit, 5), 4);
    assert_int_equal(edit_before(&edit, 4), 1);
    assert_int_equal(edit_after(&edit, 1), 4);
    edit_move(&edit, 3);
    assert_int_equal(edit.cursor, 1);
    assert_int_equal(edit_erase_after(&edit), 1);
    assert_text(&edit, "ab");
    edit_fini(&edit);
}

static void marks_without_a_base_are_dropped(void **state)
{
    struct edit edit;
    (void)state;
    edit_init(&edit, 100);
    assert_int_equal(paste(&edit, "\u0301a\n\u0301b\u0301\u0301\u0301\u0301"), 0);
    assert_text(&edit, "a\nb\u0301\u0301\u0301");
    edit_fini(&edit);
}

static void what_comes_in_is_clean(void **state)
{
    struct edit edit;
    (void)state;
    edit_init(&edit, 100);
    assert_int_equal(paste(&edit, "一\r\n二\r三\t四\033[31m\u202e\u200b\x07"), 0);
    assert_text(&edit, "一\n二\n三 四[31m");
    edit_fini(&edit);
}

static void a_run_of_typing_is_undone_at_once(void **state)
{
    struct edit edit;
    (void)state;
    edit_init(&edit, 100);
    type(&edit, "请带身份证");
    edit_move(&edit, 0);
    type(&edit, "您");
    assert_int_equal(edit_undo(&edit), 1);
    assert_text(&edit, "请带身份证");
    assert_int_equal(edit_undo(&edit), 1);
    assert_text(&edit, "");
    assert_int_equal(edit_undo(&edit), 0);
    assert_int_equal(edit_redo(&edit), 1);
    assert_int_equal(edit_redo(&edit), 1);
    assert_text(&edit, "您请带身份证");
    assert_int_equal(edit_redo(&edit), 0);
    edit_fini(&edit);
}

static void erasing_in_a_row_is_undone_at_once(void **state)
{
    struct edit edit;
    (void)state;
    edit_init(&edit, 100);
    assert_int_equal(edit_set(&edit, "一二三四五"), 0);
    for (int i = 0; i < 3; i++)
        assert_int_equal(edit_erase_before(&edit), 1);
    assert_text(&edit, "一二");
    assert_int_equal(edit_undo(&edit), 1);
    assert_text(&edit, "一二三四五");
    assert_int_equal(edit.cursor, 5);
    edit_move(&edit, 1);
    for (int i = 0; i < 3; i++)
        assert_int_equal(edit_erase_after(&edit), 1);
    assert_text(&edit, "一五");
    assert_int_equal(edit_undo(&edit), 1);
    assert_text(&edit, "一二三四五");
    edit_fini(&edit);
}

static void what_was_undone_is_forgotten_by_typing(void **state)
{
    struct edit edit;
    (void)state;
    edit_init(&edit, 100);
    type(&edit, "甲");
    assert_int_equal(edit_undo(&edit), 1);
    type(&edit, "乙");
    assert_int_equal(edit_redo(&edit), 0);
    assert_text(&edit, "乙");
    edit_fini(&edit);
}

static void a_full_text_takes_the_beginning_of_a_paste(void **state)
{
    struct edit edit;
    (void)state;
    edit_init(&edit, 4);
    assert_int_equal(paste(&edit, "abcdef"), EDIT_FULL);
    assert_text(&edit, "abcd");
    assert_int_equal(paste(&edit, "x"), EDIT_FULL);
    assert_text(&edit, "abcd");
    assert_int_equal(edit_set(&edit, "abce\u0301"), EDIT_FULL); /* not an e that lost its accent */
    assert_text(&edit, "abc");
    edit_fini(&edit);
}

static void the_history_keeps_within_its_memory(void **state)
{
    struct edit edit;
    (void)state;
    edit_init(&edit, 200000);
    _cleanup_free_ char32_t *block = calloc(50000, sizeof(*block));
    assert_non_null(block);
    for (size_t i = 0; i < 50000; i++)
        block[i] = U'学';
    for (int i = 0; i < 12; i++) {
        assert_int_equal(edit_insert(&edit, block, 50000), 0);
        while (edit.n > 150000)
            assert_int_equal(edit_erase_before(&edit), 1);
        assert_true(edit.history_bytes <= EDIT_HISTORY_BYTES + 50000 * sizeof(char32_t) + 64);
    }
    assert_true(edit_undo(&edit) == 1);
    edit_fini(&edit);
}

/* ---- random edits against a string that is simply rebuilt each time ---- */

struct model {
    char32_t text[MAX + 1];
    size_t n, cursor;
};

static unsigned next_random(unsigned *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

static bool model_mark(char32_t ch)
{
    return ch == U'\u0301';
}

static size_t model_before(const struct model *m, size_t at)
{
    do
        at -= at > 0;
    while (at > 0 && model_mark(m->text[at]));
    return at;
}

static size_t model_after(const struct model *m, size_t at)
{
    do
        at += at < m->n;
    while (at < m->n && model_mark(m->text[at]));
    return at;
}

static void model_cut(struct model *m, size_t from, size_t to)
{
    for (size_t i = to; i < m->n; i++)
        m->text[from + i - to] = m->text[i];
    m->n -= to - from;
    m->cursor = from;
}

static void model_insert(struct model *m, char32_t ch)
{
    size_t marks = 0;
    if (m->n == MAX)
        return;
    while (model_mark(ch) && marks < m->cursor && model_mark(m->text[m->cursor - marks - 1]))
        marks++;
    if (model_mark(ch) && (marks == m->cursor || marks == 3 || m->text[m->cursor - marks - 1] == U'\n'))
        return;
    for (size_t i = m->n; i > m->cursor; i--)
        m->text[i] = m->text[i - 1];
    m->text[m->cursor++] = ch;
    m->n++;
}

static void random_edit(struct edit *edit, struct model *m, unsigned *seed)
{
    static const char32_t letters[] = {U'学', U'籍', U'a', U' ', U'\n', U'\u0301', U'，', U'①'};
    char32_t ch = letters[next_random(seed) % ARRAY_SIZE(letters)];
    switch (next_random(seed) % 8) {
    case 0:
        model_cut(m, model_before(m, m->cursor), m->cursor);
        edit_erase_before(edit);
        break;
    case 1:
        model_cut(m, m->cursor, model_after(m, m->cursor));
        edit_erase_after(edit);
        break;
    case 2:
        m->cursor = next_random(seed) % (m->n + 1);
        while (m->cursor > 0 && m->cursor < m->n && model_mark(m->text[m->cursor]))
            m->cursor--;
        edit_move(edit, m->cursor);
        break;
    default:
        model_insert(m, ch);
        edit_insert(edit, &ch, 1);
        break;
    }
}

static void assert_same(const struct edit *edit, const struct model *m)
{
    assert_int_equal(edit->n, m->n);
    assert_int_equal(edit->cursor, m->cursor);
    if (m->n)
        assert_memory_equal(edit->text, m->text, m->n * sizeof(char32_t));
}

static bool same_text(const struct edit *edit, const struct model *m)
{
    return edit->n == m->n && (m->n == 0 || memcmp(edit->text, m->text, m->n * sizeof(char32_t)) == 0);
}

static void random_edits_do_what_the_model_does(void **state)
{
    (void)state;
    unsigned seed = 20261123;
    for (int round = 0; round < 20; round++) {
        struct edit edit;
        struct model model = {0};
        edit_init(&edit, MAX);
        for (int i = 0; i < STEPS / 4; i++) {
            random_edit(&edit, &model, &seed);
            assert_same(&edit, &model);
        }
        edit_fini(&edit);
    }
}

/* With the run broken after each step, every single text comes back, and every one is done again. */
static void undo_returns_every_earlier_text(void **state)
{
    (void)state;
    unsigned seed = 7;
    struct model *history = calloc(STEPS, sizeof(*history));
    assert_non_null(history);
    struct edit edit;
    struct model model = {0};
    edit_init(&edit, MAX);
    size_t n = 0;
    history[n++] = model;
    for (int i = 0; i < STEPS - 1; i++) {
        random_edit(&edit, &model, &seed);
        edit_move(&edit, edit.cursor);
        if (!same_text(&edit, &history[n - 1]))
            history[n++] = model;
    }
    assert_true(n > STEPS / 4);
    for (size_t i = n - 1; i > 0; i--) {
        assert_int_equal(edit_undo(&edit), 1);
        assert_true(same_text(&edit, &history[i - 1]));
    }
    assert_int_equal(edit_undo(&edit), 0);
    for (size_t i = 1; i < n; i++) {
        assert_int_equal(edit_redo(&edit), 1);
        assert_true(same_text(&edit, &history[i]));
    }
    assert_int_equal(edit_redo(&edit), 0);
    edit_fini(&edit);
    free(history);
}

/* With runs, undo passes through earlier texts only, newest first, back to the first. */
static void undo_of_runs_passes_through_earlier_texts(void **state)
{
    (void)state;
    unsigned seed = 11;
    struct model *history = calloc(STEPS, sizeof(*history));
    assert_non_null(history);
    struct edit edit;
    struct model model = {0};
    edit_init(&edit, MAX);
    size_t n = 0;
    history[n++] = model;
    while (n < STEPS) {
        random_edit(&edit, &model, &seed);
        history[n++] = model;
    }
    size_t at = n - 1;
    while (edit_undo(&edit) == 1) {
        while (at > 0 && !same_text(&edit, &history[at]))
            at--;
        assert_true(same_text(&edit, &history[at]));
    }
    assert_int_equal(edit.n, 0);
    edit_fini(&edit);
    free(history);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_typed_stands_at_the_cursor),
        cmocka_unit_test(a_base_and_its_marks_are_one_step),
        cmocka_unit_test(marks_without_a_base_are_dropped),
        cmocka_unit_test(what_comes_in_is_clean),
        cmocka_unit_test(a_run_of_typing_is_undone_at_once),
        cmocka_unit_test(erasing_in_a_row_is_undone_at_once),
        cmocka_unit_test(what_was_undone_is_forgotten_by_typing),
        cmocka_unit_test(a_full_text_takes_the_beginning_of_a_paste),
        cmocka_unit_test(the_history_keeps_within_its_memory),
        cmocka_unit_test(random_edits_do_what_the_model_does),
        cmocka_unit_test(undo_returns_every_earlier_text),
        cmocka_unit_test(undo_of_runs_passes_through_earlier_texts),
    };
    return cmocka_run_group_tests_name("edit", tests, NULL, NULL);
}
