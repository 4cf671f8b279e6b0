/* SPDX-License-Identifier: MIT */
/* Bars, tables, confirmations, footers, what can be tapped, how wide texts are, those that memory was short
 * for. */
#include "ui/bars.h"
#include "ui/confirm.h"
#include "ui/flow.h"
#include "ui/footer.h"
#include "ui/hits.h"
#include "ui/page.h"
#include "ui/scroll.h"
#include "ui/table.h"

#include "base/error.h"
#include "base/utf8.h"
#include "base/width.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void row_of(char out[800], const struct canvas *canvas, int row)
{
    size_t n = 0;
    for (int col = 0; col < canvas->cols; col++) {
        const struct cell *cell = canvas_at(canvas, row, col);
        if (cell->width)
            n += utf8_encode(out + n, cell->ch[0]);
    }
    while (n > 0 && out[n - 1] == ' ')
        n--;
    out[n] = '\0';
}

static void nothing_is_painted_outside_of_the_canvas(void **state)
{
    static const struct {
        int row, col;
    } outside[] = {{-1, 0}, {0, -1}, {3, 0}, {0, 10}, {-1, -1}, {3, 10}};
    struct canvas canvas;
    char row[800];
    (void)state;
    assert_int_equal(canvas_init(&canvas, 3, 10, glyphs_for(GLYPHS_FULL)), 0);
    for (size_t i = 0; i < ARRAY_SIZE(outside); i++) {
        assert_null(canvas_at(&canvas, outside[i].row, outside[i].col));
        canvas_put_char(&canvas, outside[i].row, outside[i].col, (struct style){0}, U'x');
        canvas_put(&canvas, outside[i].row, outside[i].col, 1, (struct style){0}, "x");
    }
    for (int i = 0; i < 3; i++) {
        row_of(row, &canvas, i);
        assert_string_equal(row, "");
    }
    canvas_fill(&canvas, (struct rect){-5, -5, 20, 40}, (struct style){ROLE_LINE, 0});
    assert_int_equal(canvas_at(&canvas, 2, 9)->role, ROLE_LINE);
    assert_int_equal(canvas_put(&canvas, 1, 8, 10, (struct style){0}, "甲乙"), 4); /* the second is outside */
    row_of(row, &canvas, 1);
    assert_string_equal(row, "        甲");
    assert_int_equal(canvas_resize(&canvas, -3, CANVAS_COLS_MAX + 7), 0);
    assert_int_equal(canvas.rows, 1);
    assert_int_equal(canvas.cols, CANVAS_COLS_MAX);
    assert_int_equal(canvas_resize(&canvas, CANVAS_ROWS_MAX + 7, 0), 0);
    assert_int_equal(canvas.rows, CANVAS_ROWS_MAX);
    assert_int_equal(canvas.cols, 1);
    canvas_fini(&canvas);
}

static void half_a_wide_character_never_stays(void **state)
{
    static const struct {
        int col;
        const char *text, *row;
    } rows[] = {{0, "x", "x 乙丙"},  {1, "x", " x乙丙"}, {1, "丁", " 丁 丙"}, {3, "丁", "甲 丁"},
                {2, "丁", "甲丁丙"}, {4, "x", "甲乙x"},  {0, "xy", "xy乙丙"}};
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
        struct canvas canvas;
        char row[800];
        assert_int_equal(canvas_init(&canvas, 1, 6, glyphs_for(GLYPHS_FULL)), 0);
        canvas_put(&canvas, 0, 0, 6, (struct style){0}, "甲乙丙");
        canvas_put(&canvas, 0, rows[i].col, 6, (struct style){0}, rows[i].text);
        row_of(row, &canvas, 0);
        assert_string_equal(row, rows[i].row);
        canvas_fini(&canvas);
    }
}

static void marks_stand_on_a_character_and_not_more_than_there_is_room_for(void **state)
{
    struct canvas canvas;
    (void)state;
    assert_int_equal(canvas_init(&canvas, 1, 6, glyphs_for(GLYPHS_FULL)), 0);
    assert_int_equal(canvas_put(&canvas, 0, 0, 6, (struct style){0}, "\u0301e\u0301\u0302\u0303\u0304x"), 2);
    const struct cell *cell = canvas_at(&canvas, 0, 0);
    assert_int_equal(cell->ch[0], U'e');
    assert_int_equal(cell->ch[1], 0x301);
    assert_int_equal(cell->ch[SANITIZE_MARKS_MAX], 0x300 + SANITIZE_MARKS_MAX);
    assert_int_equal(canvas_at(&canvas, 0, 1)->ch[0], U'x');
    canvas_fini(&canvas);
}

static void a_bar_has_a_number_and_room_or_is_none(void **state)
{
    static const struct {
        int64_t value, scale;
        int cols, halves;
    } rows[] = {{0, 10, 20, 0},      {-3, 10, 20, 0},   {50, 100, 0, 0},    {4, 10, 20, 1},
                {5, 1000000, 20, 2}, {50, 100, 20, 20}, {100, 100, 20, 40}, {200, 100, 20, 40}};
    struct canvas canvas;
    char row[800];
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
        assert_int_equal(bars_halves(rows[i].value, rows[i].scale, rows[i].cols), rows[i].halves);
    assert_int_equal(canvas_init(&canvas, 4, 60, glyphs_for(GLYPHS_FULL)), 0);
    struct bar bars[] = {{"学籍", 40}, {"学历", 20}};
    bars_draw(&canvas, (struct rect){0, 0, 4, 60}, bars, 0, 0, 8);
    bars_draw(&canvas, (struct rect){0, 0, 1, 60}, bars, 2, 0, 8);
    row_of(row, &canvas, 0);
    assert_string_equal(row, "");
    bars_draw(&canvas, (struct rect){0, 0, 4, 20}, bars, 2, 0, 8); /* the numbers alone */
    row_of(row, &canvas, 0);
    assert_string_equal(row, "学籍      40");
    row_of(row, &canvas, 2);
    assert_string_equal(row, "");
    canvas_fini(&canvas);
}

static void a_scale_ends_at_a_round_number(void **state)
{
    static const struct {
        int64_t most, scale;
    } cases[] = {{0, 5}, {3, 5}, {5, 5}, {6, 10}, {11, 20}, {21, 50}, {51, 100}, {100, 100}, {1234, 2000}};
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        struct bar bars[] = {{.value = 1}, {.value = cases[i].most}};
        assert_int_equal(bars_scale(bars, 2), cases[i].scale);
    }
    struct bar huge = {.value = INT64_MAX};
    assert_true(bars_scale(&huge, 1) > INT64_MAX / 1000);
}

static void small_numbers_cannot_be_told_apart(void **state)
{
    struct canvas canvas;
    char one[800], four[800], none[800];
    (void)state;
    assert_int_equal(canvas_init(&canvas, 5, 60, glyphs_for(GLYPHS_FULL)), 0);
    struct bar bars[] = {{"学籍", 1}, {"学籍", 4}, {"学籍", 0}, {"学籍", 40}};
    bars_draw(&canvas, (struct rect){0, 0, 5, 60}, bars, 4, 0, 8);
    row_of(one, &canvas, 0);
    row_of(four, &canvas, 1);
    row_of(none, &canvas, 2);
    assert_string_equal(one, four);
    assert_non_null(strstr(one, "<5"));
    assert_null(strstr(none, "<5"));
    canvas_fini(&canvas);
}

static void bars_are_as_long_as_their_numbers(void **state)
{
    (void)state;
    assert_int_equal(bars_halves(0, 100, 40), 0);
    assert_int_equal(bars_halves(50, 100, 40), 40);
    assert_int_equal(bars_halves(100, 100, 40), 80);
    for (int64_t value = 5; value < 100; value++)
        assert_true(bars_halves(value, 100, 40) <= bars_halves(value + 1, 100, 40));
    assert_true(bars_halves(5, 1000000, 10) > bars_halves(4, 1000000, 10));
}

static void plain_terminals_get_plain_bars(void **state)
{
    struct canvas canvas;
    char row[800];
    (void)state;
    assert_int_equal(canvas_init(&canvas, 3, 60, glyphs_for(GLYPHS_PLAIN)), 0);
    struct bar bars[] = {{"1", 41}};
    bars_draw(&canvas, (struct rect){0, 0, 3, 60}, bars, 1, 0, 4);
    row_of(row, &canvas, 0);
    assert_non_null(strstr(row, "==="));
    assert_null(strstr(row, "█"));
    canvas_fini(&canvas);
}

static void fill(struct table_cell *cell, const void *context, const struct ui *ui, int row, int column)
{
    (void)ui;
    (void)context;
    snprintf(cell->text, sizeof(cell->text), "%c%d", 'a' + column, row);
}

static const struct table_column columns[] = {{.title = "题", .cols = 4, .right = true},
                                              {.title = "标题", .cols = 0},
                                              {.title = "日期", .cols = 10, .from = 50}};

static void the_selected_row_is_in_view_and_marked(void **state)
{
    struct canvas canvas;
    struct hits hits = {0};
    char row[800];
    (void)state;
    struct table table = {.columns = columns, .n_columns = 3, .n_rows = 20};
    assert_int_equal(canvas_init(&canvas, 6, 60, glyphs_for(GLYPHS_FULL)), 0);
    table_layout(&table, 6, 60);
    for (int i = 0; i < 12; i++)
        table_act(&table, (struct event){.action = ACTION_DOWN});
    table_layout(&table, 6, 60);
    table_draw(&table, NULL, &canvas, (struct rect){0, 0, 6, 60}, fill, NULL, &hits);
    row_of(row, &canvas, 5);
    assert_string_equal(row, "▐  a12  b12                                       c12");
    assert_int_equal(hits.n, 5);
    assert_int_equal(table_act(&table, (struct event){.action = ACTION_OPEN}), 12);
    assert_int_equal(table_act(&table, (struct event){.action = ACTION_SELECT, .value = 9}), 9);
    assert_int_equal(table_act(&table, (struct event){.action = ACTION_SELECT, .value = 99}), LIST_STAYED);
    canvas_fini(&canvas);
}

static void a_table_without_rows_stays_where_it_is(void **state)
{
    static const enum action actions[] = {ACTION_UP,        ACTION_DOWN, ACTION_PAGE_UP,
                                          ACTION_PAGE_DOWN, ACTION_TOP,  ACTION_BOTTOM,
                                          ACTION_SCROLL,    ACTION_OPEN, ACTION_SELECT};
    struct table table = {.columns = columns, .n_columns = 3};
    (void)state;
    table_layout(&table, 6, 60);
    for (size_t i = 0; i < ARRAY_SIZE(actions); i++)
        assert_int_equal(table_act(&table, (struct event){.action = actions[i]}), LIST_STAYED);
    assert_int_equal(table_act(&table, (struct event){.action = ACTION_SELECT, .value = -1}), LIST_STAYED);
    assert_int_equal(table_act(&table, (struct event){.action = ACTION_HELP}), LIST_UNKNOWN);
}

static void rows_that_have_gone_leave_no_gap_at_the_end(void **state)
{
    struct table table = {.columns = columns, .n_columns = 3, .n_rows = 20, .selected = 19};
    (void)state;
    table_layout(&table, 6, 60);
    assert_int_equal(table.first, 15);
    table.n_rows = 17;
    table.selected = 15;
    table_layout(&table, 6, 60);
    assert_int_equal(table.first, 12);
}

static void a_narrow_table_leaves_columns_out(void **state)
{
    struct table table = {.columns = columns, .n_columns = 3, .n_rows = 2};
    (void)state;
    table_layout(&table, 6, 40);
    assert_int_equal(table.widths[2], 0);
    assert_true(table.widths[1] > 20);
    table.n_rows = 0;
    table_layout(&table, 6, 40);
    assert_int_equal(table_act(&table, (struct event){.action = ACTION_OPEN}), LIST_STAYED);
    assert_int_equal(table_act(&table, (struct event){.action = ACTION_DOWN}), LIST_STAYED);
}

static int answer(const enum action *actions, size_t n)
{
    struct confirm confirm;
    confirm_ask(&confirm, 0, "发布", "不发布", "发布吗？", "发布后自助终端马上显示。");
    int result = CONFIRM_STAYED;
    for (size_t i = 0; i < n; i++)
        result = confirm_act(&confirm, (struct event){.action = actions[i]});
    return confirm.open ? CONFIRM_STAYED : result;
}

static void no_is_the_answer_until_somebody_moves(void **state)
{
    (void)state;
    assert_int_equal(answer((enum action[]){ACTION_OPEN}, 1), CONFIRM_NO);
    assert_int_equal(answer((enum action[]){ACTION_RIGHT, ACTION_BACK}, 2), CONFIRM_NO);
    assert_int_equal(answer((enum action[]){ACTION_RIGHT, ACTION_OPEN}, 2), CONFIRM_YES);
    assert_int_equal(answer((enum action[]){ACTION_RIGHT, ACTION_LEFT, ACTION_OPEN}, 3), CONFIRM_NO);
    assert_int_equal(answer((enum action[]){ACTION_DIGIT, ACTION_SAVE, ACTION_HOME}, 3), CONFIRM_STAYED);
}

static void long_answers_stay_within_the_box(void **state)
{
    struct canvas canvas;
    struct hits hits = {0};
    struct confirm confirm;
    char row[800];
    (void)state;
    assert_int_equal(canvas_init(&canvas, 8, 40, glyphs_for(GLYPHS_PLAIN)), 0);
    confirm_ask(&confirm, 0, "不要了，返回", "接着写", "没能存成草稿", "磁盘满了。");
    confirm_act(&confirm, (struct event){.action = ACTION_RIGHT});
    confirm_draw(&confirm, &canvas, (struct rect){0, 0, 8, 40}, &hits);
    row_of(row, &canvas, 5);
    assert_string_equal(row, "   |    N 接着写  > Y 不要了，返回  |");
    canvas_fini(&canvas);
}

static void a_footer_tells_what_it_has_no_room_for(void **state)
{
    struct footer footer = {.percent = 37};
    (void)state;
    for (int i = 0; i < FOOTER_MAX; i++)
        footer_add(&footer, ACTION_HOME, "0", "首页");
    assert_int_equal(footer.n, FOOTER_MAX);
    assert_int_equal(footer.lost, 0);
    footer_add(&footer, ACTION_HELP, "?", "帮助");
    footer_add_letter(&footer, U'E', "E", "补充");
    assert_int_equal(footer.n, FOOTER_MAX);
    assert_int_equal(footer.lost, 2);
    assert_int_equal(footer.percent, 37);
    assert_int_equal(footer.items[FOOTER_MAX - 1].event.action, ACTION_HOME);
}

static void a_letter_in_the_footer_is_that_key(void **state)
{
    struct footer footer = {.percent = -1};
    (void)state;
    footer_add_letter(&footer, U'E', "E", "补充");
    assert_int_equal(footer.items[0].event.action, ACTION_TEXT);
    assert_int_equal(footer.items[0].event.ch, U'E');
}

static void what_a_finger_cannot_find_is_counted(void **state)
{
    static struct hits hits;
    (void)state;
    hits.n = hits.lost = 0;
    hits_add(&hits, (struct rect){0, 0, 0, 4}, (struct event){.action = ACTION_HOME});
    assert_int_equal(hits.n + hits.lost, 0);
    for (int i = 0; i <= HITS_MAX; i++)
        hits_add(&hits, (struct rect){i, 0, 1, 4}, (struct event){.action = ACTION_SELECT, .value = i});
    assert_int_equal(hits.n, HITS_MAX);
    assert_int_equal(hits.lost, 1);
    assert_int_equal(hits_find(&hits, HITS_MAX - 1, 3).value, HITS_MAX - 1);
    assert_int_equal(hits_find(&hits, HITS_MAX, 3).action, ACTION_NONE);
}

static void a_text_that_is_not_whole_says_so_at_its_end(void **state)
{
    struct flow *flow;
    (void)state;
    assert_int_equal(flow_new(&flow, glyphs_for(GLYPHS_FULL), 40), 0);
    struct flow_paragraph line = {.text = "一行"};
    assert_int_equal(flow_paragraph(flow, &line), 0);
    assert_int_equal(flow_fail(flow, 0), 0);
    assert_int_equal(flow_fail(flow, -ENOENT), -ENOENT);
    assert_int_equal(flow_fail(flow, -ENOMEM), -ENOENT);
    assert_int_equal(flow_paragraph(flow, &line), -ENOENT);
    assert_int_equal(flow_gap(flow), -ENOENT);
    assert_int_equal(flow_frame_begin(flow, line.style, "框"), -ENOENT);
    assert_int_equal(flow_frame_end(flow, ""), -ENOENT);
    assert_int_equal(flow_button(flow, "按", (struct event){.action = ACTION_OPEN}), -ENOENT);
    assert_int_equal(flow_rule(flow, line.style, ""), -ENOENT);
    assert_int_equal(flow_lines(flow), 1);
    assert_int_equal(flow_error(flow), -ENOENT);
    flow_free(flow);
}

/* Ten headings of two lines each, with a framed text between them. */
static struct flow *text_with_headings(void)
{
    struct flow *flow;
    assert_int_equal(flow_new(&flow, glyphs_for(GLYPHS_FULL), 20), 0);
    for (int i = 0; i < 10; i++) {
        page_heading(flow, "一个标题长到要占两行的样子");
        page_text(flow, i % 3 ? "一行" : "正文正文正文正文正文正文正文正文");
        flow_frame_begin(flow, (struct style){ROLE_SUPPLEMENT, 0}, "框");
        page_text(flow, "框里");
        flow_frame_end(flow, "");
    }
    assert_int_equal(flow_error(flow), 0);
    return flow;
}

static bool begins_something(const char *row)
{
    return strstr(row, "┌") || strstr(row, "标题") || strstr(row, "样子");
}

static void no_window_ends_with_a_heading_and_no_line_is_passed_over(void **state)
{
    struct canvas canvas;
    char row[800];
    (void)state;
    struct flow *flow = text_with_headings();
    for (int rows = 4; rows <= 24; rows++) {
        struct scroll scroll = {0};
        int reached = 0, lines = flow_lines(flow);
        scroll_fit_flow(&scroll, flow, rows);
        do {
            int shown = flow_shown(flow, scroll.first, rows);
            assert_true(scroll.first <= reached);
            reached = scroll.first + shown;
            assert_int_equal(scroll_below(&scroll), lines - reached);
            assert_int_equal(canvas_init(&canvas, rows, 20, glyphs_for(GLYPHS_FULL)), 0);
            flow_draw(flow, &canvas, NULL, (struct rect){0, 0, rows, 20}, scroll.first);
            row_of(row, &canvas, shown - 1);
            assert_false(begins_something(row));
            for (int i = shown; i < rows; i++) {
                row_of(row, &canvas, i);
                assert_string_equal(row, "");
            }
            canvas_fini(&canvas);
        } while (scroll_act(&scroll, (struct event){.action = ACTION_PAGE_DOWN}) == LIST_MOVED);
        assert_int_equal(reached, lines);
    }
    flow_free(flow);
}

static void a_window_of_headings_alone_shows_them(void **state)
{
    (void)state;
    struct flow *flow = text_with_headings();
    assert_int_equal(flow_shown(flow, 0, 1), 1);
    assert_int_equal(flow_shown(flow, 0, 2), 2);
    assert_int_equal(flow_shown(flow, 0, 3), 3);
    assert_int_equal(flow_shown(flow, flow_lines(flow) - 2, 5), 2);
    flow_free(flow);
}

/* At both levels, which differ in everything but that. */
static void plain_text_is_drawn_as_it_is_and_as_wide_as_told(void **state)
{
    int plain = 0;
    (void)state;
    for (char32_t ch = 1; ch < 0x110000; ch++) {
        char text[5] = "";
        if (ch >= 0xd800 && ch < 0xe000)
            continue;
        utf8_encode(text, ch);
        int width = glyphs_plain_width(text);
        assert_int_equal(width >= 0, glyphs_is_plain(ch));
        if (width < 0)
            continue;
        assert_int_equal(width, width_of_text(text));
        for (enum glyph_level level = GLYPHS_FULL; level <= GLYPHS_PLAIN; level++) {
            _cleanup_free_ char *shown = glyphs_display(glyphs_for(level), text);
            assert_string_equal(shown, text);
        }
        plain++;
    }
    assert_true(plain > 20000);
    assert_int_equal(glyphs_plain_width("第 6 题、毕业证"), 15);
    assert_int_equal(glyphs_plain_width("第 6 题…"), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_is_painted_outside_of_the_canvas),
        cmocka_unit_test(half_a_wide_character_never_stays),
        cmocka_unit_test(marks_stand_on_a_character_and_not_more_than_there_is_room_for),
        cmocka_unit_test(a_bar_has_a_number_and_room_or_is_none),
        cmocka_unit_test(a_table_without_rows_stays_where_it_is),
        cmocka_unit_test(rows_that_have_gone_leave_no_gap_at_the_end),
        cmocka_unit_test(a_scale_ends_at_a_round_number),
        cmocka_unit_test(small_numbers_cannot_be_told_apart),
        cmocka_unit_test(bars_are_as_long_as_their_numbers),
        cmocka_unit_test(plain_terminals_get_plain_bars),
        cmocka_unit_test(the_selected_row_is_in_view_and_marked),
        cmocka_unit_test(a_narrow_table_leaves_columns_out),
        cmocka_unit_test(long_answers_stay_within_the_box),
        cmocka_unit_test(no_is_the_answer_until_somebody_moves),
        cmocka_unit_test(a_footer_tells_what_it_has_no_room_for),
        cmocka_unit_test(a_letter_in_the_footer_is_that_key),
        cmocka_unit_test(what_a_finger_cannot_find_is_counted),
        cmocka_unit_test(a_text_that_is_not_whole_says_so_at_its_end),
        cmocka_unit_test(no_window_ends_with_a_heading_and_no_line_is_passed_over),
        cmocka_unit_test(a_window_of_headings_alone_shows_them),
        cmocka_unit_test(plain_text_is_drawn_as_it_is_and_as_wide_as_told),
    };
    return cmocka_run_group_tests_name("bars, tables, confirmations", tests, NULL, NULL);
}
