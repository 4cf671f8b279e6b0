/* SPDX-License-Identifier: MIT */
#include "ui/text_area.h"

#include "base/error.h"
#include "base/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct text_area area_with(const char *text, size_t max, int rows, int cols, enum glyph_level level)
{
    struct text_area area;
    text_area_init(&area, max);
    assert_int_equal(text_area_set(&area, text), 0);
    assert_int_equal(text_area_layout(&area, glyphs_for(level), rows, cols), 0);
    return area;
}

static int act(struct text_area *area, enum action action)
{
    return text_area_act(area, (struct event){.action = action});
}

static void type(struct text_area *area, const char *utf8)
{
    size_t n = strlen(utf8);
    for (size_t i = 0; i < n;) {
        char32_t ch;
        i += utf8_decode(&ch, utf8 + i, n - i);
        assert_int_equal(text_area_act(area, (struct event){.action = ACTION_TEXT, .ch = ch}),
                         TEXT_AREA_CHANGED);
    }
}

static void assert_cursor(struct text_area *area, size_t line, int col)
{
    size_t at_line;
    int at_col;
    text_area_layout(area, area->glyphs, area->rows + 2, area->cols + 4);
    text_area_cursor(area, &at_line, &at_col);
    assert_int_equal(at_line, line);
    assert_int_equal(at_col, col);
}

/* The text rows of a drawn area, "|" between them. */
static char *drawn(const struct text_area *area, struct canvas *canvas)
{
    static char out[2000];
    struct hits hits = {0};
    size_t n = 0;
    canvas_clear(canvas);
    text_area_draw(area, canvas, (struct rect){0, 0, area->rows + 2, area->cols + 4}, "内容", NULL, &hits);
    for (int row = 1; row <= area->rows; row++) {
        size_t start = n;
        for (int col = 2; col < 2 + area->cols; col++) {
            const struct cell *cell = canvas_at(canvas, row, col);
            for (size_t i = 0; i < ARRAY_SIZE(cell->ch) && cell->ch[i] && cell->width; i++)
                n += utf8_encode(out + n, cell->ch[i]);
        }
        while (n > start && out[n - 1] == ' ')
            n--;
        out[n++] = '|';
    }
    out[n] = '\0';
    return out;
}

static void lines_wrap_as_chinese_wants_it(void **state)
{
    struct canvas canvas;
    (void)state;
    struct text_area area = area_with("请带身份证原件，到学籍科。\n下午二点以后", 100, 7, 14, GLYPHS_FULL);
    assert_int_equal(canvas_init(&canvas, 7, 14, area.glyphs), 0);
    assert_string_equal(drawn(&area, &canvas), "请带身份证|原件，到学|籍科。|下午二点以|后|");
    text_area_fini(&area);
    canvas_fini(&canvas);
}

static void the_cursor_walks_over_wide_and_combined_characters(void **state)
{
    (void)state;
    struct text_area area = area_with("学e\u0301b", 100, 5, 20, GLYPHS_FULL);
    assert_cursor(&area, 0, 4);
    assert_int_equal(act(&area, ACTION_LEFT), TEXT_AREA_MOVED);
    assert_cursor(&area, 0, 3);
    assert_int_equal(act(&area, ACTION_LEFT), TEXT_AREA_MOVED);
    assert_cursor(&area, 0, 2);
    assert_int_equal(act(&area, ACTION_LEFT), TEXT_AREA_MOVED);
    assert_cursor(&area, 0, 0);
    assert_int_equal(act(&area, ACTION_LEFT), TEXT_AREA_STAYED);
    text_area_fini(&area);
}

static void up_and_down_keep_the_column(void **state)
{
    (void)state;
    struct text_area area = area_with("一二三四五\n六\n七八九十", 100, 6, 20, GLYPHS_FULL);
    assert_cursor(&area, 2, 8);
    act(&area, ACTION_UP);
    assert_cursor(&area, 1, 2);
    act(&area, ACTION_UP);
    assert_cursor(&area, 0, 8);
    act(&area, ACTION_DOWN);
    act(&area, ACTION_DOWN);
    assert_cursor(&area, 2, 8);
    act(&area, ACTION_TOP);
    assert_cursor(&area, 2, 0);
    act(&area, ACTION_BOTTOM);
    assert_cursor(&area, 2, 8);
    text_area_fini(&area);
}

static void end_stays_in_a_line_that_was_wrapped(void **state)
{
    (void)state;
    struct text_area area = area_with("一二三四五六七八", 100, 6, 12, GLYPHS_FULL); /* four Han a line */
    act(&area, ACTION_UP);
    act(&area, ACTION_TOP);
    assert_cursor(&area, 0, 0);
    act(&area, ACTION_BOTTOM);
    assert_cursor(&area, 0, 6);
    act(&area, ACTION_RIGHT);
    assert_cursor(&area, 1, 0);
    text_area_fini(&area);
}

static void stand_ins_take_the_cells_they_are_drawn_in(void **state)
{
    struct canvas canvas;
    (void)state;
    struct text_area area = area_with("①到……", 100, 4, 20, GLYPHS_PLAIN);
    assert_cursor(&area, 0, 11);
    assert_int_equal(canvas_init(&canvas, 4, 20, area.glyphs), 0);
    assert_string_equal(drawn(&area, &canvas), "(1)到......||");
    text_area_fini(&area);
    canvas_fini(&canvas);
}

static void a_tap_sets_the_cursor(void **state)
{
    (void)state;
    struct text_area area = area_with("一二三\n四五六", 100, 6, 20, GLYPHS_FULL);
    text_area_act(&area, (struct event){.action = ACTION_POINT, .value = 0, .col = 3});
    assert_cursor(&area, 0, 2);
    text_area_act(&area, (struct event){.action = ACTION_POINT, .value = 1, .col = 15});
    assert_cursor(&area, 1, 6);
    assert_int_equal(text_area_act(&area, (struct event){.action = ACTION_POINT, .value = 9}),
                     TEXT_AREA_STAYED);
    text_area_fini(&area);
}

static void the_cursor_is_always_in_view(void **state)
{
    (void)state;
    struct text_area area = area_with("", 1000, 5, 12, GLYPHS_FULL);
    for (int i = 0; i < 12; i++) {
        type(&area, "行");
        assert_int_equal(act(&area, ACTION_OPEN), TEXT_AREA_CHANGED);
        assert_int_equal(text_area_layout(&area, area.glyphs, 5, 12), 0);
        size_t line;
        int col;
        text_area_cursor(&area, &line, &col);
        assert_true(line >= area.first && line < area.first + 3);
    }
    act(&area, ACTION_PAGE_UP);
    act(&area, ACTION_PAGE_UP);
    assert_cursor(&area, 8, 0);
    text_area_fini(&area);
}

static void a_full_field_says_so_and_takes_no_more(void **state)
{
    (void)state;
    struct text_area area = area_with("一二三", 3, 5, 20, GLYPHS_FULL);
    assert_int_equal(text_area_act(&area, (struct event){.action = ACTION_TEXT, .ch = U'四'}),
                     TEXT_AREA_MOVED);
    assert_true(area.full);
    assert_int_equal(act(&area, ACTION_ERASE), TEXT_AREA_CHANGED);
    assert_false(area.full);
    text_area_fini(&area);
}

/* Blanks that a wrapped line swallows still hold the cursor. */
static void no_position_is_without_a_place(void **state)
{
    (void)state;
    for (int cols = 8; cols < 30; cols++) {
        struct text_area area =
            area_with("注册 时间   一般 为  录取 \n\n 当年的9月-10月底，abcdefghijklmnopqrs①②", 200, 9, cols,
                      GLYPHS_FULL);
        for (size_t at = 0; at <= area.edit.n; at++) {
            size_t line;
            int col;
            edit_move(&area.edit, at);
            text_area_cursor(&area, &line, &col);
            assert_true(line < area.n_lines && col >= 0 && col <= area.cols);
            assert_true(area.lines[line].start <= at);
        }
        for (size_t i = 1; i < area.n_lines; i++)
            assert_true(area.lines[i].start >= area.lines[i - 1].end &&
                        area.lines[i].start > area.lines[i - 1].start);
        text_area_fini(&area);
    }
}

static void random_keys_keep_text_and_cursor_together(void **state)
{
    static const enum action actions[] = {ACTION_OPEN,      ACTION_ERASE, ACTION_DELETE, ACTION_LEFT,
                                          ACTION_RIGHT,     ACTION_UP,    ACTION_DOWN,   ACTION_PAGE_UP,
                                          ACTION_PAGE_DOWN, ACTION_TOP,   ACTION_BOTTOM, ACTION_UNDO,
                                          ACTION_REDO,      ACTION_SCROLL};
    static const char32_t letters[] = {U'学', U'a', U' ', U'\u0301', U'“', U'。', U'…', U'①'};
    (void)state;
    unsigned seed = 3;
    struct canvas canvas;
    assert_int_equal(canvas_init(&canvas, 20, 60, glyphs_for(GLYPHS_FULL)), 0);
    struct text_area area = area_with("", 300, 6, 20, GLYPHS_FULL);
    for (int i = 0; i < 20000; i++) {
        seed = seed * 1664525u + 1013904223u;
        unsigned r = seed >> 9;
        struct event event = {.action = ACTION_TEXT, .ch = letters[(r >> 6) % ARRAY_SIZE(letters)]};
        if (r % 3 == 0)
            event = (struct event){.action = actions[(r >> 6) % ARRAY_SIZE(actions)], .value = 3};
        assert_true(text_area_act(&area, event) >= 0);
        if (r % 5 == 0) { /* not after every key: keys may come faster than frames */
            int rows = 3 + (int)(r >> 4) % 10, cols = 6 + (int)(r >> 8) % 50;
            struct hits hits = {0};
            assert_int_equal(text_area_layout(&area, glyphs_for((enum glyph_level)(r >> 12 & 1)), rows, cols),
                             0);
            canvas.glyphs = area.glyphs;
            text_area_draw(&area, &canvas, (struct rect){0, 0, rows, cols}, "内容", NULL, &hits);
            size_t line;
            int col;
            text_area_cursor(&area, &line, &col);
            assert_true(line >= area.first && line < area.first + (size_t)area.rows && col <= area.cols);
        }
    }
    text_area_fini(&area);
    canvas_fini(&canvas);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_wrap_as_chinese_wants_it),
        cmocka_unit_test(the_cursor_walks_over_wide_and_combined_characters),
        cmocka_unit_test(up_and_down_keep_the_column),
        cmocka_unit_test(end_stays_in_a_line_that_was_wrapped),
        cmocka_unit_test(stand_ins_take_the_cells_they_are_drawn_in),
        cmocka_unit_test(a_tap_sets_the_cursor),
        cmocka_unit_test(the_cursor_is_always_in_view),
        cmocka_unit_test(a_full_field_says_so_and_takes_no_more),
        cmocka_unit_test(no_position_is_without_a_place),
        cmocka_unit_test(random_keys_keep_text_and_cursor_together),
    };
    return cmocka_run_group_tests_name("text area", tests, NULL, NULL);
}
