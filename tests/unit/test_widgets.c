/* SPDX-License-Identifier: MIT */
/* Bars, tables, confirmations, footers, what can be tapped, how wide texts are, those that memory was short
 * for. */
#include "ui/bars.h"
#include "ui/confirm.h"
#include "ui/flow.h"
#include "ui/footer.h"
#include "ui/hits.h"
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
        cmocka_unit_test(plain_text_is_drawn_as_it_is_and_as_wide_as_told),
    };
    return cmocka_run_group_tests_name("bars, tables, confirmations", tests, NULL, NULL);
}
