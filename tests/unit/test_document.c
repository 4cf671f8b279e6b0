/* SPDX-License-Identifier: MIT */
#include "base/error.h"
#include "ui/paper/document.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define T(text) ((char *)(text))

static int open_document(void **state)
{
    struct document *document;
    int error = document_new(&document, "一本通 问题6");
    *state = document;
    return error;
}

static int close_document(void **state)
{
    document_free(*state);
    return 0;
}

static void assert_piece(const struct document *document, size_t index, enum piece_kind kind,
                         const char *label, const char *text)
{
    assert_true(index < document->n);
    assert_int_equal(document->pieces[index].kind, kind);
    assert_string_equal(document->pieces[index].label, label);
    assert_string_equal(document->pieces[index].text, text);
}

static void pieces_stay_as_they_were_added(void **state)
{
    struct document *document = *state;
    document_add(document, PIECE_TITLE, "标题");
    document_add_labelled(document, PIECE_TICK, "1", "第一步");
    document_set_depth(document, 1);
    document_add(document, PIECE_QUOTE, "引文");
    document_set_depth(document, 0);
    document_add(document, PIECE_RULE, "");
    assert_int_equal(document_error(document), 0);
    assert_string_equal(document->name, "一本通 问题6");
    assert_int_equal(document->n, 4);
    assert_piece(document, 0, PIECE_TITLE, "", "标题");
    assert_piece(document, 1, PIECE_TICK, "1", "第一步");
    assert_piece(document, 2, PIECE_QUOTE, "", "引文");
    assert_piece(document, 3, PIECE_RULE, "", "");
    assert_int_equal(document->pieces[1].depth, 0);
    assert_int_equal(document->pieces[2].depth, 1);
    assert_int_equal(document->pieces[3].depth, 0);
    assert_null(document->pieces[1].link);
}

static void no_text_brings_a_command_along(void **state)
{
    struct document *document = *state;
    document_add_labelled(document, PIECE_CONTACT, "电\033@话", "0431\x1dV\x42\n\x07-1\x7f\xc2\x9b，\xff");
    assert_piece(document, 0, PIECE_CONTACT, "电@话", "0431VB-1，\uFFFD");
}

static void a_code_is_a_copy_of_its_row(void **state)
{
    struct document *document = *state;
    char url[] = "https://www.chsi.com.cn/", host[] = "www.chsi.com.cn";
    struct link link = {T("home"), T("首页"), url, host, T("A"), T("2026-11-23")};
    document_add_code(document, &link);
    memset(url, 'x', strlen(url));
    memset(host, 'x', strlen(host));
    assert_int_equal(document_error(document), 0);
    assert_piece(document, 0, PIECE_CODE, "", "");
    assert_string_equal(document->pieces[0].link->url, "https://www.chsi.com.cn/");
    assert_string_equal(document->pieces[0].link->host, "www.chsi.com.cn");
    assert_string_equal(document->pieces[0].link->purpose, "首页");
}

static void a_failure_sticks(void **state)
{
    struct document *document = *state;
    document->error = -ENOMEM;
    document_add(document, PIECE_TITLE, "标题");
    document_add_code(document, &(struct link){T(""), T(""), T(""), T(""), T(""), T("")});
    assert_int_equal(document->n, 0);
    assert_int_equal(document_error(document), -ENOMEM);
}

static void a_supplement_is_one_frame_up_to_its_source(void **state)
{
    static const enum document_frame frames[] = {FRAME_NONE,  FRAME_FIRST, FRAME_WITHIN, FRAME_LAST,
                                                 FRAME_FIRST, FRAME_LAST,  FRAME_NONE,   FRAME_NONE};
    struct document *document = *state;
    document_add(document, PIECE_PARAGRAPH, "正文");
    document_add_labelled(document, PIECE_SUPPLEMENT, "补充说明", "标题");
    document_add(document, PIECE_SUPPLEMENT, "说明");
    document_add(document, PIECE_SOURCE, "来源");
    document_add_labelled(document, PIECE_SUPPLEMENT, "补充说明", "又一个");
    document_add(document, PIECE_SOURCE, "来源");
    document_add(document, PIECE_QUOTE, "引文");
    document_add(document, PIECE_SOURCE, "出处");
    for (size_t i = 0; i < ARRAY_SIZE(frames); i++)
        assert_int_equal(document_frame(document, i), frames[i]);
}

static void assert_list(const struct document *document, size_t index, size_t from, size_t to)
{
    size_t first, end;
    document_list(&first, &end, document, index);
    assert_int_equal(first, from);
    assert_int_equal(end, to);
}

static void a_list_is_what_stands_together(void **state)
{
    struct document *document = *state;
    document_add_labelled(document, PIECE_TICK, "1", "一");
    document_add_labelled(document, PIECE_TICK, "2", "二");
    document_add(document, PIECE_HEADING, "请带");
    document_add(document, PIECE_TICK, "证件");
    document_add_labelled(document, PIECE_SUPPLEMENT, "补充说明（不是手册原文）", "标题");
    document_add_labelled(document, PIECE_SUPPLEMENT, "1", "一");
    document_add_labelled(document, PIECE_SUPPLEMENT, "2", "二");
    assert_list(document, 0, 0, 2);
    assert_list(document, 1, 0, 2);
    assert_list(document, 2, 2, 3);
    assert_list(document, 3, 3, 4);
    assert_list(document, 4, 4, 5); /* its long label widens no list */
    assert_list(document, 6, 5, 7);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(pieces_stay_as_they_were_added, open_document, close_document),
        cmocka_unit_test_setup_teardown(no_text_brings_a_command_along, open_document, close_document),
        cmocka_unit_test_setup_teardown(a_code_is_a_copy_of_its_row, open_document, close_document),
        cmocka_unit_test_setup_teardown(a_failure_sticks, open_document, close_document),
        cmocka_unit_test_setup_teardown(a_supplement_is_one_frame_up_to_its_source, open_document,
                                        close_document),
        cmocka_unit_test_setup_teardown(a_list_is_what_stands_together, open_document, close_document),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
