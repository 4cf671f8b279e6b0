/* SPDX-License-Identifier: MIT */
/* What is said of what goes wrong: every reason has words of its own, and none is left without. */
#include "base/error.h"
#include "base/utf8.h"
#include "ui/desk.h"
#include "ui/print_words.h"
#include "ui/recording_words.h"
#include "ui/update_words.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define WORDS 400

static const struct bundle_header header = {.kind = BUNDLE_SITE,
                                            .school = "4122010183",
                                            .program = "0.9.0",
                                            .sequence = 3,
                                            .from = {2026, 12, 1},
                                            .until = {2026, 12, 31}};

static void every_refusal_of_a_bundle_has_words_and_an_id_of_its_own(void **state)
{
    char words[BUNDLE_REFUSALS][WORDS];
    (void)state;
    for (int i = 1; i < BUNDLE_REFUSALS; i++) {
        update_refusal_words(words[i], WORDS, i, &header, 7);
        assert_true(strlen(words[i]) > strlen("不能安装"));
        for (int k = 1; k < i; k++) {
            assert_string_not_equal(words[i], words[k]);
            assert_string_not_equal(update_refusal_id(i), update_refusal_id(k));
        }
    }
    assert_string_equal(update_refusal_id(0), "");
    assert_string_equal(update_refusal_id(-EIO), "error");
    assert_string_equal(update_refusal_id(BUNDLE_REFUSALS), "error");
}

static void a_refusal_names_what_the_header_says(void **state)
{
    static const struct {
        int refusal;
        const char *says;
    } rows[] = {{BUNDLE_WRONG_KIND, "site import"}, {BUNDLE_WRONG_SCHOOL, "4122010183"},
                {BUNDLE_NEW_PROGRAM, "0.9.0"},      {BUNDLE_EARLY, "2026-12-01"},
                {BUNDLE_EXPIRED, "2026-12-31"},     {BUNDLE_OLD, "序号 3 不高于本机装过的 7"}};
    char words[WORDS];
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
        update_refusal_words(words, sizeof(words), rows[i].refusal, &header, 7);
        assert_non_null(strstr(words, rows[i].says));
        update_refusal_words(words, sizeof(words), rows[i].refusal, NULL, 7); /* where nothing is believed */
        assert_non_null(strstr(words, update_refusal_id(rows[i].refusal)));
    }
    struct bundle_header content = header;
    content.kind = BUNDLE_CONTENT;
    update_refusal_words(words, sizeof(words), BUNDLE_WRONG_KIND, &content, 7);
    assert_non_null(strstr(words, "content install"));
}

static void an_error_while_reading_a_bundle_says_what_to_do(void **state)
{
    static const int errors[] = {ENOENT, ELOOP, EINVAL, EACCES, EPERM,  ENOSPC, EDQUOT,
                                 EFBIG,  EROFS, EIO,    ENOMEM, EMFILE, ENFILE, ETIMEDOUT};
    char words[WORDS];
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(errors); i++) {
        update_refusal_words(words, sizeof(words), -errors[i], NULL, 0);
        assert_true((unsigned char)words[0] >= 0x80); /* Chinese, not the name of a constant */
    }
    update_refusal_words(words, sizeof(words), -EXDEV, NULL, 0);
    assert_string_equal(words, "EXDEV");
    update_refusal_words(words, sizeof(words), -4000, NULL, 0);
    assert_string_equal(words, "原因不明");
    update_refusal_words(words, sizeof(words), 0, NULL, 0);
    assert_string_equal(words, "");
}

static void every_change_of_content_is_named(void **state)
{
    static const struct {
        enum change_subject subject;
        int question;
        char name[16];
        const char *words;
    } rows[] = {
        {CHANGE_EDITION, 0, "label", "版本"},
        {CHANGE_EDITION, 0, "mystery", "mystery"},
        {CHANGE_MENU, 3, "short_title", "第 3 题　菜单里的短标题"},
        {CHANGE_TITLE, 12, "", "第 12 题　标题"},
        {CHANGE_BLOCK, 1, "4", "第 1 题　正文第 4 段"},
        {CHANGE_GUIDE, 1, "", "第 1 题　自助引导"},
        {CHANGE_GUIDE, 1, "start", "第 1 题　自助引导 start"},
        {CHANGE_LINK, 0, "chsi-home", "官方页面 chsi-home"},
        {CHANGE_SUPPLEMENT, 0, "x", "补充说明 x"},
        {CHANGE_RELATED, 2, "5", "第 2 题　相关问题 5"},
        {CHANGE_SCHOOLS, 0, "", "学校名单"},
        {CHANGE_PROFILE, 0, "telephone", "电话"},
        {CHANGE_ADDENDUM, 6, "", "第 6 题　本校补充"},
    };
    char words[WORDS], name[16];
    struct content_change change = {.name = name};
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
        change.subject = rows[i].subject;
        change.question = rows[i].question;
        strcpy(name, rows[i].name);
        update_change_words(words, sizeof(words), &change);
        assert_string_equal(words, rows[i].words);
    }
    update_change_words(words, 4, &change); /* no room: cut, and nothing behind the end */
    assert_true(strlen(words) < 4);
}

static void a_pause_of_recording_says_why(void **state)
{
    static const struct {
        int error;
        const char *says;
    } rows[] = {{-ENOSPC, "磁盘已满"}, {-EROFS, "不能写入"}, {-EACCES, "不能写入"}, {-EPERM, "不能写入"},
                {-EBUSY, "占用"},      {-EBADMSG, "读不了"}, {-EPROTO, "读不了"},   {-EIO, "写不进磁盘"}};
    char words[WORDS];
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
        assert_true(recording_words(words, sizeof(words), rows[i].error));
        assert_non_null(strstr(words, rows[i].says));
    }
    assert_false(recording_words(words, sizeof(words), 0));
}

static void a_slip_that_failed_says_why(void **state)
{
    static const int errors[] = {-EIO, -ECANCELED, -ETIMEDOUT, -ENOSPC, -ENOSYS, -ENOPKG, -ENOMEM, -EXDEV};
    (void)state;
    assert_string_equal(print_error_words(0), "");
    for (size_t i = 0; i < ARRAY_SIZE(errors); i++)
        for (size_t k = 0; k < i; k++)
            assert_string_not_equal(print_error_words(errors[i]), print_error_words(errors[k]));
}

static void the_desk_says_what_was_not_stored_and_why(void **state)
{
    static const int errors[] = {-EPERM, -ENOSPC,  -EROFS,  -EACCES, -EIO,
                                 -EBUSY, -EBADMSG, -EPROTO, -ENOENT, -ENOMEM};
    char words[DESK_WORDS];
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(errors); i++) {
        desk_error_words(words, errors[i]);
        assert_null(strstr(words, "错误"));
    }
    desk_error_words(words, -EXDEV);
    assert_non_null(strstr(words, "错误 18"));
}

static void a_notice_that_is_too_long_ends_with_a_whole_character_and_a_mark(void **state)
{
    char whole[199 + 1], long_one[3 * 80 + 1] = "";
    struct ui ui = {0};
    (void)state;
    while (strlen(long_one) + 3 < sizeof(long_one))
        strcat(long_one, "学");
    for (int ahead = 0; ahead < 3; ahead++) { /* the cut at every place in a character */
        desk_warn(&ui, "%.*s%s", ahead, "abc", long_one);
        size_t length = strlen(ui.notice);
        assert_true(utf8_is_valid(ui.notice, length));
        assert_in_range(length, sizeof(ui.notice) - 4, sizeof(ui.notice) - 1);
        assert_string_equal(ui.notice + length - strlen("…"), "…");
    }
    memset(whole, 'a', sizeof(whole) - 1);
    whole[sizeof(whole) - 1] = '\0';
    desk_warn(&ui, "%s", whole);
    assert_string_equal(ui.notice, whole);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_refusal_of_a_bundle_has_words_and_an_id_of_its_own),
        cmocka_unit_test(a_refusal_names_what_the_header_says),
        cmocka_unit_test(an_error_while_reading_a_bundle_says_what_to_do),
        cmocka_unit_test(every_change_of_content_is_named),
        cmocka_unit_test(a_pause_of_recording_says_why),
        cmocka_unit_test(a_slip_that_failed_says_why),
        cmocka_unit_test(a_notice_that_is_too_long_ends_with_a_whole_character_and_a_mark),
        cmocka_unit_test(the_desk_says_what_was_not_stored_and_why),
    };
    return cmocka_run_group_tests_name("words for what goes wrong", tests, NULL, NULL);
}
