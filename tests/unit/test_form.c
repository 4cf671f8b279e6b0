/* SPDX-License-Identifier: MIT */
#include "ui/form.h"

#include "base/error.h"
#include "base/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const char *const roles[] = {"前台", "编辑", "管理员"};

static void set_up(struct form *form)
{
    *form = (struct form){0};
    form_add(form, FORM_TEXT, "姓名", "登录时用", 6);
    form_add(form, FORM_PASSWORD, "密码", NULL, 20);
    form_add_choice(form, "角色", roles, 3);
}

static int act(struct form *form, enum action action)
{
    return form_act(form, (struct event){.action = action});
}

static void type(struct form *form, const char *utf8)
{
    size_t n = strlen(utf8);
    for (size_t i = 0; i < n;) {
        char32_t ch;
        i += utf8_decode(&ch, utf8 + i, n - i);
        assert_int_equal(form_act(form, (struct event){.action = ACTION_TEXT, .ch = ch}), FORM_CHANGED);
    }
}

static void row_of(char out[400], const struct canvas *canvas, int row)
{
    size_t n = 0;
    for (int col = 0; col < canvas->cols; col++) {
        const struct cell *cell = canvas_at(canvas, row, col);
        if (cell->width)
            n += utf8_encode(out + n, cell->ch[0]);
    }
    out[n] = '\0';
}

static void enter_goes_from_field_to_field_and_submits_on_the_last(void **state)
{
    struct form form;
    (void)state;
    set_up(&form);
    assert_int_equal(act(&form, ACTION_OPEN), FORM_MOVED);
    assert_int_equal(act(&form, ACTION_OPEN), FORM_MOVED);
    assert_int_equal(form.focus, 2);
    assert_int_equal(act(&form, ACTION_OPEN), FORM_SUBMIT);
    assert_int_equal(act(&form, ACTION_NEXT), FORM_MOVED);
    assert_int_equal(form.focus, 0);
    assert_int_equal(act(&form, ACTION_PREVIOUS), FORM_MOVED);
    assert_int_equal(form.focus, 2);
    assert_int_equal(act(&form, ACTION_SAVE), FORM_SUBMIT);
    form_fini(&form);
}

static void a_choice_goes_round(void **state)
{
    struct form form;
    (void)state;
    set_up(&form);
    form.focus = 2;
    assert_int_equal(act(&form, ACTION_LEFT), FORM_CHANGED);
    assert_int_equal(form.fields[2].choice, 2);
    assert_int_equal(form_act(&form, (struct event){.action = ACTION_TEXT, .ch = U' '}), FORM_CHANGED);
    assert_int_equal(form.fields[2].choice, 0);
    form_fini(&form);
}

static void a_tap_on_the_field_with_the_keys_does_what_enter_would(void **state)
{
    static const char *const only[] = {"前台"};
    struct form form;
    (void)state;
    set_up(&form);
    int lookup = form_add(&form, FORM_LOOKUP, "学校", NULL, 20),
        one = form_add_choice(&form, "角色", only, 1);
    for (int i = 0; i < form.n; i++)
        assert_int_equal(form_act(&form, (struct event){.action = ACTION_SELECT, .value = i}),
                         i == 0 ? FORM_STAYED : FORM_MOVED);
    assert_int_equal(form_act(&form, (struct event){.action = ACTION_SELECT, .value = form.n}), FORM_STAYED);
    assert_int_equal(form_act(&form, (struct event){.action = ACTION_SELECT, .value = -1}), FORM_STAYED);
    assert_int_equal(form.focus, one);
    assert_int_equal(form_act(&form, (struct event){.action = ACTION_SELECT, .value = one}), FORM_STAYED);
    form.focus = 2;
    assert_int_equal(form_act(&form, (struct event){.action = ACTION_SELECT, .value = 2}), FORM_CHANGED);
    assert_int_equal(form_act(&form, (struct event){.action = ACTION_TEXT, .ch = U'　'}), FORM_CHANGED);
    assert_int_equal(form_act(&form, (struct event){.action = ACTION_TEXT, .ch = U'x'}), FORM_STAYED);
    form.focus = lookup;
    assert_int_equal(form_act(&form, (struct event){.action = ACTION_SELECT, .value = lookup}), FORM_OPEN);
    form_fini(&form);
}

static void as_many_fields_show_as_there_is_room_for(void **state)
{
    struct form form;
    (void)state;
    set_up(&form);
    form.focus = 2;
    form_layout(&form, 1);
    assert_int_equal(form.first, 2);
    form.focus = 0;
    form_layout(&form, 1);
    assert_int_equal(form.first, 0);
    form.focus = 2;
    form_layout(&form, 1);
    form_layout(&form, 2); /* none is left out at the end while there is room */
    assert_int_equal(form.first, 1);
    form_layout(&form, 20);
    assert_int_equal(form.first, 0);
    assert_int_equal(form_rows(&form), 6);
    form_fini(&form);
}

static void what_is_typed_is_edited_in_place(void **state)
{
    struct form form;
    (void)state;
    set_up(&form);
    type(&form, "李老师");
    act(&form, ACTION_LEFT);
    assert_int_equal(act(&form, ACTION_ERASE), FORM_CHANGED);
    type(&form, "主");
    assert_int_equal(act(&form, ACTION_UNDO), FORM_CHANGED);
    assert_int_equal(act(&form, ACTION_REDO), FORM_CHANGED);
    _cleanup_free_ char *text = NULL;
    assert_int_equal(form_text(&text, &form, 0), 0);
    assert_string_equal(text, "李主师");
    form_fini(&form);
}

static void the_only_field_keeps_the_keys(void **state)
{
    struct form form;
    (void)state;
    set_up(&form);
    form.n = 1;
    assert_int_equal(act(&form, ACTION_NEXT), FORM_STAYED);
    assert_int_equal(act(&form, ACTION_PREVIOUS), FORM_STAYED);
    assert_int_equal(form.focus, 0);
    form.n = 3;
    form_fini(&form);
}

static void what_was_typed_is_cleared_at_once_wherever_the_cursor_is_and_comes_back(void **state)
{
    struct form form;
    (void)state;
    set_up(&form);
    assert_int_equal(act(&form, ACTION_CLEAR), FORM_STAYED);
    type(&form, "李老师");
    act(&form, ACTION_LEFT);
    assert_int_equal(act(&form, ACTION_CLEAR), FORM_CHANGED);
    assert_int_equal(form.fields[0].edit.n, 0);
    assert_int_equal(act(&form, ACTION_UNDO), FORM_CHANGED);
    _cleanup_free_ char *text = NULL;
    assert_int_equal(form_text(&text, &form, 0), 0);
    assert_string_equal(text, "李老师");
    form_fini(&form);
}

static void a_password_is_never_painted(void **state)
{
    struct form form;
    struct canvas canvas;
    struct hits hits = {0};
    char row[400];
    (void)state;
    set_up(&form);
    form.focus = 1;
    type(&form, "geheim密");
    assert_int_equal(canvas_init(&canvas, 8, 80, glyphs_for(GLYPHS_FULL)), 0);
    form_layout(&form, 8);
    form_draw(&form, &canvas, (struct rect){0, 0, 8, 80}, &hits);
    for (int i = 0; i < 8; i++) {
        row_of(row, &canvas, i);
        assert_null(strstr(row, "g"));
        assert_null(strstr(row, "密 "));
    }
    row_of(row, &canvas, 2);
    assert_non_null(strstr(row, "[*******"));
    form_fini(&form);
    canvas_fini(&canvas);
}

static void the_focus_is_seen_without_colour(void **state)
{
    struct form form;
    struct canvas canvas;
    struct hits hits = {0};
    (void)state;
    set_up(&form);
    form.focus = 1;
    assert_int_equal(canvas_init(&canvas, 8, 80, glyphs_for(GLYPHS_FULL)), 0);
    form_layout(&form, 8);
    form_draw(&form, &canvas, (struct rect){0, 0, 8, 80}, &hits);
    assert_int_equal(canvas_at(&canvas, 0, 0)->ch[0], U' ');
    assert_int_equal(canvas_at(&canvas, 2, 0)->ch[0], U'▐');
    assert_true(canvas_at(&canvas, 2, 2)->attrs & ATTR_BOLD);
    assert_false(canvas_at(&canvas, 0, 2)->attrs & ATTR_BOLD);
    form_fini(&form);
    canvas_fini(&canvas);
}

static void an_error_stands_at_its_field_until_it_changes(void **state)
{
    struct form form;
    struct canvas canvas;
    struct hits hits = {0};
    char row[400];
    (void)state;
    set_up(&form);
    form.focus = 2;
    form_refuse(&form, 0, "这个名字已经有人用了");
    assert_int_equal(form.focus, 0);
    assert_int_equal(canvas_init(&canvas, 8, 80, glyphs_for(GLYPHS_FULL)), 0);
    for (int rows = 3; rows <= 6; rows += 3) { /* beside the field, and under it */
        canvas_clear(&canvas);
        form_layout(&form, rows);
        form_draw(&form, &canvas, (struct rect){0, 0, rows, 80}, &hits);
        row_of(row, &canvas, rows == 6 ? 1 : 0);
        assert_non_null(strstr(row, "✘ 这个名字已经有人用了"));
    }
    type(&form, "王");
    assert_string_equal(form.fields[0].error, "");
    form_fini(&form);
    canvas_fini(&canvas);
}

static void a_field_takes_no_more_than_its_limit(void **state)
{
    struct form form;
    (void)state;
    set_up(&form);
    type(&form, "一二三四五六");
    assert_int_equal(form_act(&form, (struct event){.action = ACTION_TEXT, .ch = U'七'}), FORM_MOVED);
    assert_string_equal(form.fields[0].error, "最多 6 个字");
    assert_int_equal(form_act(&form, (struct event){.action = ACTION_TEXT, .ch = U'\n'}), FORM_STAYED);
    form_fini(&form);
}

static void the_field_with_the_keys_is_in_view(void **state)
{
    struct form form = {0};
    (void)state;
    for (int i = 0; i < FORM_FIELDS; i++)
        form_add(&form, FORM_TEXT, "字段", NULL, 10);
    for (int i = 0; i < FORM_FIELDS; i++, act(&form, ACTION_DOWN)) {
        form_layout(&form, 3);
        assert_true(form.focus >= form.first && form.focus < form.first + form.shown);
    }
    form_fini(&form);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(enter_goes_from_field_to_field_and_submits_on_the_last),
        cmocka_unit_test(a_choice_goes_round),
        cmocka_unit_test(a_tap_on_the_field_with_the_keys_does_what_enter_would),
        cmocka_unit_test(as_many_fields_show_as_there_is_room_for),
        cmocka_unit_test(what_is_typed_is_edited_in_place),
        cmocka_unit_test(the_only_field_keeps_the_keys),
        cmocka_unit_test(what_was_typed_is_cleared_at_once_wherever_the_cursor_is_and_comes_back),
        cmocka_unit_test(a_password_is_never_painted),
        cmocka_unit_test(the_focus_is_seen_without_colour),
        cmocka_unit_test(an_error_stands_at_its_field_until_it_changes),
        cmocka_unit_test(a_field_takes_no_more_than_its_limit),
        cmocka_unit_test(the_field_with_the_keys_is_in_view),
    };
    return cmocka_run_group_tests_name("form", tests, NULL, NULL);
}
