/* SPDX-License-Identifier: MIT */
/* The search of the embedded handbook, one form of typing after the other. */
#include "base/error.h"
#include "base/sanitize.h"
#include "base/utf8.h"
#include "db/search.h"
#include "db/search_query.h"
#include "db/statements.h"

#include <setjmp.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cmocka.h>

static struct search_result *find(struct handbook *handbook, const char *typed)
{
    struct search_result *result = NULL;

    assert_int_equal(search_find(&result, handbook, typed, 12), 0);
    return result;
}

static void first_is(void **state, const char *typed, int question)
{
    struct search_result *result = find(*state, typed);

    if (result->n == 0 || result->hits[0].kind != SEARCH_QUESTION || result->hits[0].question != question)
        fail_msg("“%s”: %d, not %d", typed, result->n ? result->hits[0].question : 0, question);
    assert_false(result->nearest);
    search_free(result);
}

static void what_people_say_finds_the_question(void **state)
{
    first_is(state, "毕业证丢了", 6);
    first_is(state, "当兵", 5);
    first_is(state, "学历认证", 8);
    first_is(state, "曾用名", 10);
    first_is(state, "2000年以前", 8);
    first_is(state, "98年毕业", 8);
}

static void pinyin_finds_with_and_without_spaces(void **state)
{
    first_is(state, "biyezheng", 6);
    first_is(state, "bi ye zheng diu le", 6);
    first_is(state, "BIYEZHENG DIU", 6);
    first_is(state, "ｂｉｙｅｚｈｅｎｇ", 6);
    first_is(state, "bizhengdiu", 6);
    first_is(state, "xuelirenzheng", 8);
    first_is(state, "lingsan chaxun", 7);
    first_is(state, "lishi chaxun", 7);
}

static void initials_find(void **state)
{
    first_is(state, "xjcx", 1);
    first_is(state, "xlrz", 8);
    first_is(state, "byzdl", 6);
    first_is(state, "rxbd", 12);
}

static void a_mix_of_characters_and_letters_finds(void **state)
{
    first_is(state, "xuexin网zhuce", 1);
    first_is(state, "毕业证diule", 6);
    first_is(state, "byz丢了", 6);
}

static void an_unfinished_syllable_finds(void **state)
{
    first_is(state, "biyez", 6);
    first_is(state, "biyezhengd", 6);
    first_is(state, "xuelirenz", 8);
    first_is(state, "cengyongm", 10);
}

static void one_slip_does_no_harm(void **state)
{
    first_is(state, "biyezhnegdiule", 6); /* swapped */
    first_is(state, "biyezengdiule", 6);  /* missing */
    first_is(state, "biyezhemgdiule", 6); /* another */
    first_is(state, "毕业正丢了", 6);     /* same sound */
    first_is(state, "毕证业丢了", 6);
    first_is(state, "xueli renzhen", 8);
}

static void traditional_characters_find(void **state)
{
    first_is(state, "畢業證丟了", 6);
    first_is(state, "學歷認證", 8);
    first_is(state, "當兵", 5);
}

static void in_a_sentence_the_words_that_matter_decide(void **state)
{
    first_is(state, "我孩子的毕业证书找不到了怎么补办", 6);
    first_is(state, "请问我想问一下大学生当兵的话学籍怎么办呢", 5);
    first_is(state, "老师您好，我毕业以后改了名字，学历怎么办？", 10);
}

static void the_number_of_a_question_finds_it(void **state)
{
    static const struct {
        const char *before, *behind;
    } forms[] = {
        {"", ""},           {"问题", ""}, {"第", "题"}, {" ", " "},
        {"第 ", " 个问题"}, {"Q", ""},    {"", "题"},   {"wenti", ""},
    };
    char typed[40];

    for (int number = 1; number <= CONTENT_QUESTIONS; number++)
        for (size_t i = 0; i < ARRAY_SIZE(forms); i++) {
            snprintf(typed, sizeof(typed), "%s%d%s", forms[i].before, number, forms[i].behind);
            first_is(state, typed, number);
        }
    first_is(state, "第六题", 6);
    first_is(state, "第十二题", 12);
    first_is(state, "问题十", 10);
    first_is(state, "６", 6);
}

static void no_question_stands_twice_and_the_limit_is_kept(void **state)
{
    static const char *const typed[] = {"学籍", "毕业证", "xjcx", "学历查不到", "6", "怎么办"};

    for (size_t i = 0; i < ARRAY_SIZE(typed); i++)
        for (size_t limit = 1; limit < 20; limit += 6) {
            struct search_result *result = NULL;
            unsigned seen = 0;
            assert_int_equal(search_find(&result, *state, typed[i], limit), 0);
            assert_in_range(result->n, 1, limit);
            for (size_t k = 0; k < result->n; k++) {
                unsigned here = 1u << result->hits[k].question;
                if (result->hits[k].kind == SEARCH_QUESTION) {
                    assert_false(seen & here);
                    seen |= here;
                }
            }
            search_free(result);
        }
}

static void check_marks(const char *text, const struct search_mark *marks, size_t n)
{
    size_t end = 0;

    assert_true(n <= SEARCH_MARKS_MAX);
    for (size_t i = 0; i < n; i++) {
        assert_true(marks[i].start >= end && marks[i].n > 0);
        end = marks[i].start + marks[i].n;
        assert_true(end <= strlen(text));
        assert_int_not_equal((unsigned char)text[marks[i].start] & 0xc0, 0x80);
        assert_int_not_equal((unsigned char)text[end] & 0xc0, 0x80);
    }
}

static void check_result(const struct search_result *result)
{
    for (size_t i = 0; i < result->n; i++) {
        const struct search_hit *hit = &result->hits[i];
        assert_non_null(search_kind_name(hit->kind));
        assert_true(*hit->title && sanitize_is_clean(hit->title, strlen(hit->title)));
        assert_true(sanitize_is_clean(hit->text, strlen(hit->text)));
        assert_true(hit->kind == SEARCH_LINK || (hit->question == 0) == (hit->kind == SEARCH_INSTITUTION));
        check_marks(hit->title, hit->title_marks, hit->n_title_marks);
        check_marks(hit->text, hit->text_marks, hit->n_text_marks);
    }
}

static const struct search_hit *hit_of(const struct search_result *result, enum search_kind kind)
{
    for (size_t i = 0; i < result->n; i++)
        if (result->hits[i].kind == kind)
            return &result->hits[i];
    fail_msg("no %s", search_kind_name(kind));
    abort();
}

static void what_matched_is_marked(void **state)
{
    struct search_result *result = find(*state, "biyezheng diu");
    const struct search_hit *hit = &result->hits[0];

    check_result(result);
    assert_int_equal(hit->n_text_marks, 1);
    assert_memory_equal(hit->text + hit->text_marks[0].start, "毕业证丢", strlen("毕业证丢"));
    assert_int_equal(hit->text_marks[0].n, strlen("毕业证丢"));
    search_free(result);
}

static void passages_outcomes_and_links_are_told_apart(void **state)
{
    struct search_result *result = find(*state, "县级征兵办汇总");
    const struct search_hit *hit = hit_of(result, SEARCH_PASSAGE);

    assert_int_equal(hit->question, 5);
    assert_true(hit->block >= 0 && strstr(hit->text, "县级征兵办汇总"));
    search_free(result);
    result = find(*state, "全国征兵网");
    hit = hit_of(result, SEARCH_LINK);
    assert_string_equal(hit->target, "enlist");
    assert_string_equal(hit->text, "www.gfbzb.gov.cn");
    search_free(result);
    result = find(*state, "准予毕业 离校前发给毕业证书");
    hit = hit_of(result, SEARCH_OUTCOME);
    assert_int_equal(hit->question, 6);
    assert_string_equal(hit->target, "graduate");
    search_free(result);
}

static void a_school_is_found_by_name_short_form_initials_and_code(void **state)
{
    static const char *const typed[] = {"吉林大学", "吉大", "jilindaxue", "4122010183", "吉林大學"};

    for (size_t i = 0; i < ARRAY_SIZE(typed); i++) {
        struct search_result *result = find(*state, typed[i]);
        const struct search_hit *hit = hit_of(result, SEARCH_INSTITUTION);
        assert_string_equal(hit->target, "4122010183");
        search_free(result);
    }
}

static void where_nothing_fits_the_nearest_are_said_to_be_that(void **state)
{
    static const char *const typed[] = {"今天天气", "qqqqqq", "红烧肉怎么炖", "hello world", "Ω"};

    for (size_t i = 0; i < ARRAY_SIZE(typed); i++) {
        struct search_result *result = find(*state, typed[i]);
        assert_true(result->nearest);
        assert_int_equal(result->n, 3);
        assert_int_equal(result->hits[0].kind, SEARCH_QUESTION);
        search_free(result);
    }
}

static void nothing_typed_finds_nothing(void **state)
{
    static const char *const typed[] = {"", " ", "。。。", "\"\"", "😀😀", "\xe2\x80\xae", "\x01\x02", "*()^:"};

    for (size_t i = 0; i < ARRAY_SIZE(typed); i++) {
        struct search_result *result = find(*state, typed[i]);
        assert_int_equal(result->n, 0);
        search_free(result);
    }
}

static void nothing_that_is_typed_is_syntax(void **state)
{
    static const char *const typed[] = {"\"",
                                        "毕业证\"丢了",
                                        "毕业证* (丢了)",
                                        "NEAR(毕业证 丢了)",
                                        "text : 毕业证",
                                        "^毕业证",
                                        "毕业证 AND",
                                        "OR OR NOT",
                                        "-毕业证",
                                        "毕业证\\",
                                        "'; DROP TABLE x",
                                        "\xff\xfe毕业证",
                                        "毕业证\xe6",
                                        "{毕业证}",
                                        "毕\xe2\x80\xae业证\xf0\x9f\x98\x80"};

    for (size_t i = 0; i < ARRAY_SIZE(typed); i++) {
        struct search_result *result = find(*state, typed[i]);
        check_result(result);
        search_free(result);
    }
    first_is(state, "毕业证* (丢了)", 6);
    first_is(state, "\"毕业证丢了\"", 6);
}

static void ten_thousand_characters_are_looked_at_as_far_as_they_count(void **state)
{
    static const char *const units[] = {"毕业证丢了", "biyezheng", "x", "zh", "1", "\xff", "a b "};

    for (size_t i = 0; i < ARRAY_SIZE(units); i++) {
        char *text = calloc(10000, strlen(units[i]) + 1);
        assert_non_null(text);
        for (char *p = text; p < text + 10000 - strlen(units[i]); p += strlen(units[i]))
            memcpy(p, units[i], strlen(units[i]));
        struct search_result *result = find(*state, text);
        check_result(result);
        search_free(result);
        free(text);
    }
}

/* Each beginning of what is typed is a search of its own. */
static void every_key_on_the_way_has_results(void **state)
{
    static const char *const typed[] = {"biyezhengdiule", "毕业证丢了怎么办", "xuexinwang zhuce"};

    for (size_t i = 0; i < ARRAY_SIZE(typed); i++)
        for (size_t n = 1; n <= strlen(typed[i]); n++) {
            _cleanup_free_ char *part = strndup(typed[i], n);
            struct search_result *result;
            assert_non_null(part);
            result = find(*state, part);
            check_result(result);
            assert_true(result->n > 0 || !utf8_is_valid(part, n));
            search_free(result);
        }
}

static int out_of_steps(void *context)
{
    (void)context;
    return 1;
}

/* The limit of steps is for one run of a statement. FTS5's own run on and on, and were told after 2,000,000
 * steps (some 40,000 searches; here it is 20,000) that it is too long. */
static void a_terminal_that_was_searched_all_year_still_finds(void **state)
{
    struct handbook *handbook = NULL;

    (void)state;
    assert_int_equal(handbook_open_embedded(&handbook), 0);
    search_free(find(handbook, "学籍")); /* what is made once may take longer */
    sqlite3_progress_handler(handbook->db, 20000, out_of_steps, NULL);
    for (int i = 0; i < 200; i++)
        search_free(find(handbook, "没有毕业证书丢失补办证明书学信网注册信息学历查询认证档案"));
    handbook_close(handbook);
}

/* Looking for a vowel once went on behind them; nothing can be read there now. */
static void letters_end_where_they_end(void **state)
{
    static const char *const spelt[] = {"r", "m", "n", "ng", "jjjjr", "zhng"};
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    char *pages = mmap(NULL, 2 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    struct search_item items[SEARCH_QUERY_MAX];
    struct search_shelf *shelf = NULL;

    assert_ptr_not_equal(pages, MAP_FAILED);
    assert_int_equal(mprotect(pages + page, page, PROT_NONE), 0);
    assert_int_equal(search_shelf_get(&shelf, *state), 0);
    for (size_t i = 0; i < ARRAY_SIZE(spelt); i++) {
        size_t n = strlen(spelt[i]);
        char *letters = pages + page - n;
        memcpy(letters, spelt[i], n);
        size_t count = search_letters(items, SEARCH_QUERY_MAX, shelf, letters, n, NULL, false);
        assert_in_range(count, 1, n);
        for (size_t k = 0; k < count; k++)
            assert_int_not_equal(items[k].kind, ITEM_SYLLABLE);
    }
    munmap(pages, 2 * page);
}

static void checking_reads_everything(void **state)
{
    assert_int_equal(search_check(*state), 0);
}

static int open_handbook(void **state)
{
    return handbook_open_embedded((struct handbook **)state);
}

static int close_handbook(void **state)
{
    handbook_close(*state);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_people_say_finds_the_question),
        cmocka_unit_test(pinyin_finds_with_and_without_spaces),
        cmocka_unit_test(initials_find),
        cmocka_unit_test(a_mix_of_characters_and_letters_finds),
        cmocka_unit_test(an_unfinished_syllable_finds),
        cmocka_unit_test(one_slip_does_no_harm),
        cmocka_unit_test(traditional_characters_find),
        cmocka_unit_test(in_a_sentence_the_words_that_matter_decide),
        cmocka_unit_test(the_number_of_a_question_finds_it),
        cmocka_unit_test(no_question_stands_twice_and_the_limit_is_kept),
        cmocka_unit_test(what_matched_is_marked),
        cmocka_unit_test(passages_outcomes_and_links_are_told_apart),
        cmocka_unit_test(a_school_is_found_by_name_short_form_initials_and_code),
        cmocka_unit_test(where_nothing_fits_the_nearest_are_said_to_be_that),
        cmocka_unit_test(nothing_typed_finds_nothing),
        cmocka_unit_test(nothing_that_is_typed_is_syntax),
        cmocka_unit_test(ten_thousand_characters_are_looked_at_as_far_as_they_count),
        cmocka_unit_test(every_key_on_the_way_has_results),
        cmocka_unit_test(a_terminal_that_was_searched_all_year_still_finds),
        cmocka_unit_test(letters_end_where_they_end),
        cmocka_unit_test(checking_reads_everything),
    };

    return cmocka_run_group_tests(tests, open_handbook, close_handbook);
}
