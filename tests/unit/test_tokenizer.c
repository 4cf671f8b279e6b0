/* SPDX-License-Identifier: MIT */
#include "base/error.h"
#include "db/fold.h"
#include "db/pinyin.h"
#include "db/tokenizer.h"

#include <setjmp.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

struct tokens {
    char text[4096];
    size_t n, stop_at;
};

static int take(void *context, const char *token, size_t n)
{
    struct tokens *tokens = context;

    if (tokens->stop_at && ++tokens->n == tokens->stop_at)
        return 7;
    assert_true(strlen(tokens->text) + n + 2 < sizeof(tokens->text));
    strncat(tokens->text, token, n);
    strcat(tokens->text, " ");
    return 0;
}

static struct pinyin *readings(void)
{
    struct pinyin *pinyin = NULL;

    assert_int_equal(pinyin_new(&pinyin), 0);
    assert_int_equal(pinyin_add(pinyin, U'业', "ye"), 0);
    assert_int_equal(pinyin_add(pinyin, U'毕', "bi"), 0);
    assert_int_equal(pinyin_add(pinyin, U'长', "zhang chang"), 0);
    return pinyin;
}

static void expect(const struct tokenizer *tokenizer, const char *text, const char *tokens)
{
    struct tokens got = {0};

    assert_int_equal(tokenizer_cut(tokenizer, text, strlen(text), take, &got), 0);
    assert_string_equal(got.text, tokens);
}

static void characters_and_their_phrases_are_tokens(void **state)
{
    const struct tokenizer plain = {0};

    (void)state;
    expect(&plain, "学历", "h学 h历 h学历 ");
    expect(&plain, "毕业证丢了",
           "h毕 h业 h毕业 h证 h业证 h毕业证 h丢 h证丢 h业证丢 h毕业证丢 h了 h丢了 h证丢了 h业证丢了 ");
    expect(&plain, "", "");
    expect(&plain, "。，！", "");
}

static void a_run_of_letters_or_digits_is_one_character(void **state)
{
    const struct tokenizer plain = {0};

    (void)state;
    expect(&plain, "2000年", "h2000 h年 h2000年 ");
    expect(&plain, "PDF2", "hpdf h2 hpdf2 ");
}

static void phrases_end_at_punctuation_but_not_at_brackets(void **state)
{
    const struct tokenizer plain = {0};

    (void)state;
    expect(&plain, "学，历", "h学 h历 ");
    expect(&plain, "“学”（历）", "h学 h历 h学历 ");
}

static void width_and_case_do_not_matter(void **state)
{
    const struct tokenizer plain = {0};

    (void)state;
    expect(&plain, "ＰＤＦ", "hpdf ");
    expect(&plain, "１２", "h12 ");
    expect(&plain, "①", "h1 ");
}

static void every_reading_is_a_token_and_so_are_initials(void **state)
{
    struct pinyin *pinyin = readings();
    const struct tokenizer spelt = {.pinyin = pinyin};

    (void)state;
    expect(&spelt, "毕业", "h毕 pbi ib h业 pye iy h毕业 pbiye iby ");
    expect(&spelt, "长", "h长 pzhang iz pchang ic ");
    expect(&spelt, "不", "h不 "); /* nobody knows how it is read */
    pinyin_free(pinyin);
}

static void long_texts_have_tokens_of_their_own(void **state)
{
    struct pinyin *pinyin = readings();
    const struct tokenizer spelt = {.pinyin = pinyin, .is_long = true};

    (void)state;
    expect(&spelt, "毕", "H毕 Pbi Ib ");
    pinyin_free(pinyin);
}

static void cutting_ends_when_it_is_told_to(void **state)
{
    const struct tokenizer plain = {0};
    struct tokens tokens = {.stop_at = 2};

    (void)state;
    assert_int_equal(tokenizer_cut(&plain, "学历认证", strlen("学历认证"), take, &tokens), 7);
    assert_string_equal(tokens.text, "h学 ");
}

static int count_rows(sqlite3 *db, const char *query)
{
    sqlite3_stmt *statement = NULL;
    int n = 0;

    assert_int_equal(sqlite3_prepare_v2(db, "SELECT rowid FROM f(?)", -1, &statement, NULL), SQLITE_OK);
    sqlite3_bind_text(statement, 1, query, -1, SQLITE_STATIC);
    while (sqlite3_step(statement) == SQLITE_ROW)
        n++;
    sqlite3_finalize(statement);
    return n;
}

static void fts5_finds_whole_tokens_and_their_beginnings(void **state)
{
    struct tokenizer tokenizer = {.pinyin = readings()};
    sqlite3 *db = NULL;

    (void)state;
    assert_int_equal(sqlite3_open(":memory:", &db), SQLITE_OK);
    assert_int_equal(tokenizer_register(db, &tokenizer), SQLITE_OK);
    assert_int_equal(
        sqlite3_exec(db,
                     "CREATE VIRTUAL TABLE f USING fts5(a, content='', columnsize=0, detail=none,"
                     " tokenize=" TOKENIZER_NAME ");"
                     "INSERT INTO f (rowid, a) VALUES (1, '毕业证'), (2, '学业')",
                     NULL, NULL, NULL),
        SQLITE_OK);
    assert_int_equal(count_rows(db, "\"h业\""), 2);
    assert_int_equal(count_rows(db, "\"h毕业证\""), 1);
    assert_int_equal(count_rows(db, "\"pbiy\" *"), 1);
    assert_int_equal(count_rows(db, "\"iby\""), 1);
    assert_int_equal(count_rows(db, "\"h毕业证\" AND \"h学业\""), 0);
    assert_int_equal(count_rows(db, "\"h毕业证\" OR \"h学业\""), 2);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    pinyin_free((struct pinyin *)(uintptr_t)tokenizer.pinyin);
}

static void traditional_characters_are_folded_by_the_table_alone(void **state)
{
    struct variants variants = {0};
    char32_t out[FOLD_MAX];

    (void)state;
    assert_int_equal(variants_add(&variants, U'畢', U'毕'), 0);
    assert_int_equal(variants_add(&variants, U'證', U'证'), 0);
    assert_int_equal(variants_add(&variants, U'證', U'证'), -EBADMSG);
    assert_int_equal(fold_character(out, U'畢', &variants), 1);
    assert_int_equal(out[0], U'毕');
    assert_int_equal(fold_character(out, U'書', &variants), 1);
    assert_int_equal(out[0], U'書');
    assert_int_equal(fold_character(out, U'ﷺ', NULL), FOLD_MAX); /* the longest there is */
    assert_int_equal(fold_character(out, U'Ü', NULL), 1);
    assert_int_equal(out[0], U'v');
    variants_fini(&variants);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(characters_and_their_phrases_are_tokens),
        cmocka_unit_test(a_run_of_letters_or_digits_is_one_character),
        cmocka_unit_test(phrases_end_at_punctuation_but_not_at_brackets),
        cmocka_unit_test(width_and_case_do_not_matter),
        cmocka_unit_test(every_reading_is_a_token_and_so_are_initials),
        cmocka_unit_test(long_texts_have_tokens_of_their_own),
        cmocka_unit_test(cutting_ends_when_it_is_told_to),
        cmocka_unit_test(fts5_finds_whole_tokens_and_their_beginnings),
        cmocka_unit_test(traditional_characters_are_folded_by_the_table_alone),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
