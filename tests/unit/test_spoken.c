/* SPDX-License-Identifier: MIT */
/* What is heard and felt is what is seen, without what only the eye takes in. */
#include "tests/unit/slip_fixture.h"
#include "ui/spoken.h"
#include "ui/wording.h"

static char *text_of(struct document *document)
{
    char *text;
    assert_int_equal(spoken_document(&text, document), 0);
    document_free(document);
    return text;
}

static char *answer_text(const struct hall *hall, const struct answer *answer, int link)
{
    struct document *document;
    assert_int_equal(slip_from_answer(&document, &hall->frame, answer, link), 0);
    return text_of(document);
}

static char *outcome_text(const struct hall *hall, int question, const char *said)
{
    struct guide_answers answers;
    struct guide_place place;
    struct document *document;
    assert_int_equal(guide_answers_parse(&answers, said), 0);
    assert_int_equal(guide_resolve(&place, hall->guides, question, &answers, today), 0);
    assert_int_equal(slip_from_outcome(&document, &hall->frame, hall->handbook, &place, &answers, -1), 0);
    return text_of(document);
}

static void assert_says(const char *text, const char *words)
{
    if (!strstr(text, words))
        fail_msg("“%s” is not said in:\n%s", words, text);
}

/* Every line says something, ends one way, and holds no mark that is only to be seen. */
static void assert_linear(const char *text)
{
    static const char *const drawn[] = {"□", "☐", "◆", "✔", "▪", "│", "─", "——", "----", "  ", "\t"};
    assert_true(*text && text[strlen(text) - 1] == '\n');
    assert_null(strstr(text, "\n\n"));
    for (size_t i = 0; i < ARRAY_SIZE(drawn); i++)
        if (strstr(text, drawn[i]))
            fail_msg("%s in:\n%s", drawn[i], text);
}

static void every_word_of_every_answer_is_said(void **state)
{
    const struct hall *hall = *state;
    for (int number = 1; number <= CONTENT_QUESTIONS; number++) {
        struct answer *answer;
        assert_int_equal(handbook_answer(&answer, hall->handbook, number), 0);
        char *text = answer_text(hall, answer, -1);
        assert_linear(text);
        assert_says(text, answer->question.title);
        for (size_t i = 0; i < answer->n_blocks; i++)
            assert_says(text, answer->blocks[i].text + answer->blocks[i].label_bytes);
        for (size_t i = 0; i < answer->n_supplements; i++)
            assert_says(text, answer->supplements[i].title);
        for (size_t i = 0; i < answer->n_links; i++)
            assert_says(text, answer->links[i].host);
        assert_says(text, WORDING_CLOSING);
        assert_null(strstr(text, "打印"));
        answer_free(answer);
        free(text);
    }
}

static void what_is_quoted_and_what_is_added_says_so(void **state)
{
    const struct hall *hall = *state;
    struct answer *answer;
    assert_int_equal(handbook_answer(&answer, hall->handbook, 6), 0);
    char *text = answer_text(hall, answer, -1);
    assert_says(text, "\n发放条件：\n1、《普通高等学校学生管理规定》");
    assert_says(text, "\n原文：“学生在学校规定学习年限内");
    assert_says(text, "。\n结业后是否可以补考"); /* the quotation goes on */
    assert_says(text, "\n以上引自《普通高等学校学生管理规定》（教育部令第41号）第三十二条、三十三条。\n");
    answer_free(answer);
    free(text);
    assert_int_equal(handbook_answer(&answer, hall->handbook, 2), 0);
    text = answer_text(hall, answer, -1);
    assert_says(text, "\n补充说明（不是手册原文）：“找找看”：自己绑定学籍。\n");
    assert_says(text, "\n来源：学信档案页面，2026-11-23 核对。补充说明到这里结束。\n");
    answer_free(answer);
    free(text);
}

static void a_code_is_a_page_with_its_host(void **state)
{
    const struct hall *hall = *state;
    struct answer *answer;
    assert_int_equal(handbook_answer(&answer, hall->handbook, 2), 0);
    char *text = answer_text(hall, answer, 0);
    assert_says(text, "\n官方页面：学信档案·高等教育信息（手机），网址 my.chsi.com.cn\n");
    answer_free(answer);
    free(text);
}

struct count {
    const struct hall *hall;
    int n;
};

static int say_outcome(void *context, const struct guide_answers *answers, const struct guide_place *place)
{
    struct count *count = context;
    struct document *document;
    assert_int_equal(
        slip_from_outcome(&document, &count->hall->frame, count->hall->handbook, place, answers, -1), 0);
    char *text = text_of(document);
    assert_linear(text);
    assert_says(text, "\n请带：\n");
    count->n++;
    free(text);
    return 0;
}

static void every_outcome_can_be_said(void **state)
{
    struct count count = {.hall = *state};
    for (int question = 1; question <= CONTENT_QUESTIONS; question++)
        assert_int_equal(guide_paths(count.hall->guides, question, today, say_outcome, &count), 0);
    assert_true(count.n > 50);
}

static void an_outcome_says_its_steps_by_number(void **state)
{
    const struct hall *hall = *state;
    const struct guide *guide = guides_find(hall->guides, 5);
    char said[4 * GUIDE_ID_MAX] = "";
    struct guide_answers answers = {.n = 0};
    struct guide_place place;
    /* the first option each time, until it ends */
    for (assert_int_equal(guide_resolve(&place, hall->guides, guide->question, &answers, today), 0);
         place.node->kind == GUIDE_CHOICE;
         assert_int_equal(guide_resolve(&place, hall->guides, guide->question, &answers, today), 0)) {
        snprintf(said + strlen(said), sizeof(said) - strlen(said), "%s%s=%s", *said ? "," : "",
                 place.node->id, place.node->options[0].id);
        assert_int_equal(guide_answer_set(&answers, place.node->id, place.node->options[0].id), 0);
    }
    char *text = outcome_text(hall, 5, said);
    assert_says(text, "\n依次办理：\n1、");
    assert_says(text, "\n手册原文：\n原文：");
    free(text);
}

static void every_question_of_the_guides_is_said_with_its_choices(void **state)
{
    const struct hall *hall = *state;
    for (int number = 1; number <= CONTENT_QUESTIONS; number++) {
        const struct guide *guide = guides_find(hall->guides, number);
        for (size_t i = 0; i < guide->n_nodes; i++) {
            const struct guide_node *node = &guide->nodes[i];
            char *text, first[512];
            if (node->kind == GUIDE_OUTCOME)
                continue;
            assert_int_equal(spoken_node(&text, node), 0);
            assert_linear(text);
            assert_says(text, node->ask);
            if (node->kind == GUIDE_CHOICE) {
                snprintf(first, sizeof(first), "\n1、%s", node->options[0].label);
                assert_says(text, first);
                assert_says(text, node->options[node->n_options - 1].label);
            }
            free(text);
        }
    }
}

static void the_voice_reads_numbers_and_marks_as_people_do(void **state)
{
    static const struct {
        const char *line, *said;
    } cases[] = {
        {"", ""},
        {"学籍", "学籍"},
        {"录取当年的9月-10月底", "录取当年的9月至10月底"},
        {"2000届（含）及以前", "二零零零届，含，及以前"},
        {"2000 届（含）", "二零零零 届，含"},
        {"2024年9月1日", "二零二四年9月1日"},
        {"2021至2022年的通知", "二零二一至二零二二年的通知"},
        {"2021-2022年，2021至2022人", "二零二一至二零二二年，2021至2022人"},
        {"教学〔2014〕11号", "教学，二零一四，11号"},
        {"电话 010-67410388", "电话 零幺零，六七四幺零三八八"},
        {"标识码 4122010183", "标识码 四幺二二零幺零幺八三"},
        {"截至2026-11-23。", "截至二零二六年11月23日。"},
        {"网址 my.chsi.com.cn", "网址 m y 点 c h s i 点 c o m 点 c n"},
        {"https://www.chsi.com.cn/", "w w w 点 c h s i 点 c o m 点 c n"},
        {"名单（截至2026-06-17）：见（上）。", "名单，截至二零二六年6月17日：见，上。"},
        {"邮箱 kefu@chsi.com.cn。", "邮箱 k e f u at c h s i 点 c o m 点 c n。"},
        {"条件：①学籍；②学历", "条件：第一，学籍；第二，学历"},
        {"（1）登录（2）绑定", "第一，登录第二，绑定"},
        {"《规定》（教育部令第41号）第三十二条", "规定，教育部令第41号，第三十二条"},
        {"“学信档案”", "学信档案"},
        {"普通/成人", "普通或成人"},
        {"3 个问题，1.5 倍", "3 个问题，1.5 倍"},
        {"A-B", "A-B"},
        {"5-", "5-"},
        {"-5", "-5"},
        {"12.", "12."},
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        char *said;
        assert_int_equal(spoken_aloud(&said, cases[i].line), 0);
        assert_string_equal(said, cases[i].said);
        free(said);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_word_of_every_answer_is_said),
        cmocka_unit_test(what_is_quoted_and_what_is_added_says_so),
        cmocka_unit_test(a_code_is_a_page_with_its_host),
        cmocka_unit_test(every_outcome_can_be_said),
        cmocka_unit_test(an_outcome_says_its_steps_by_number),
        cmocka_unit_test(every_question_of_the_guides_is_said_with_its_choices),
        cmocka_unit_test(the_voice_reads_numbers_and_marks_as_people_do),
    };
    return cmocka_run_group_tests(tests, open_hall, close_hall);
}
