/* SPDX-License-Identifier: MIT */
/* What is on a slip, of the embedded handbook; how it looks on paper is tests/paper's. */
#include "tests/unit/slip_fixture.h"
#include "ui/paper/escpos.h"
#include "ui/wording.h"

#define T(text) ((char *)(text))

static struct document *slip_of(const struct hall *hall, int question, const char *said, int link)
{
    struct guide_answers answers;
    struct guide_place place;
    struct document *slip;
    assert_int_equal(guide_answers_parse(&answers, said), 0);
    assert_int_equal(guide_resolve(&place, hall->guides, question, &answers, hall->frame.today), 0);
    assert_int_equal(slip_from_outcome(&slip, &hall->frame, hall->handbook, &place, &answers, link), 0);
    return slip;
}

static struct document *slip_of_answer(const struct hall *hall, int question, int link)
{
    struct answer *answer;
    struct document *slip;
    assert_int_equal(handbook_answer(&answer, hall->handbook, question), 0);
    assert_int_equal(slip_from_answer(&slip, &hall->frame, answer, link), 0);
    answer_free(answer);
    return slip;
}

/* The slip as text, a piece a line: kind, label, text. The caller frees. */
static char *text_of(const struct document *slip)
{
    static const char *const marks[] = {
        [PIECE_TITLE] = "#",   [PIECE_HEADING] = "##", [PIECE_PARAGRAPH] = "",  [PIECE_NUMBERED] = "n",
        [PIECE_TICK] = "□",    [PIECE_QUOTE] = ">",    [PIECE_SOURCE] = "->",   [PIECE_SUPPLEMENT] = "|",
        [PIECE_CONTACT] = ":", [PIECE_CODE] = "code",  [PIECE_SMALL] = "small", [PIECE_RULE] = "rule"};
    char *text = NULL;
    size_t n = 0;
    FILE *stream = open_memstream(&text, &n);
    assert_non_null(stream);
    for (size_t i = 0; i < slip->n; i++) {
        const struct piece *piece = &slip->pieces[i];
        fprintf(stream, "%*s%s %s %s%s\n", piece->depth, "", marks[piece->kind], piece->label, piece->text,
                piece->link ? piece->link->url : "");
    }
    fclose(stream);
    return text;
}

static void assert_slip(struct document *slip, const char *expected)
{
    char *text = text_of(slip);
    assert_string_equal(text, expected);
    free(text);
    document_free(slip);
}

#define Q2_SAME "school-listed=found,admitted-by-rules=yes,admission-year=2026,account-details=same"
#define Q2_BEFORE_WHOM                                                                                                                                          \
    "#  请联系学校，核实您的学籍是否已注册\n"                                                                                                  \
    "  问题2：学信网上查询不到本人学籍信息怎么办？\n"                                                                                      \
    "##  依次办理\n"                                                                                                                                        \
    "□ 1 "                                                                                                                                                    \
    "联系本校学籍学历管理部门，请老师核实两件事：学籍是否已经注册；注册的姓名、身份证号与您的学信网账号是否" \
    "一致。\n"                                                                                                                                               \
    "□ 2 学校处理好、两边信息一致后，登录学信档案查询。\n"                                                                             \
    "□ 3 也可以在学信档案里用“找找看”自己绑定学籍，尝试次数有限。\n"                                                           \
    " small  （这一条来自补充说明，不是手册原文）\n"                                                                                          \
    "##  请带\n"                                                                                                                                              \
    "  手册没有列出材料，请先向学校问清楚。\n"                                                                                                \
    "##  找谁\n"
#define Q2_AFTER_WHOM                                                                                                                                              \
    "code  https://my.chsi.com.cn/archive/wap/gdjy/index.action\n"                                                                                                 \
    "##  其他官方页面\n"                                                                                                                                     \
    ": 登录（忘记用户名、密码也从这里进） account.chsi.com.cn\n"                                                                                  \
    "##  手册原文\n"                                                                                                                                           \
    ">  "                                                                                                                                                          \
    "这种情况，需先核实本人“学信档案”账号注册信息是否填写错误，若无误，可联系学校学籍学历管理部门核实处理。" \
    "\n"                                                                                                                                                           \
    "->  —— 一本通 问题2\n"                                                                                                                               \
    ">  学生“学信档案”账号注册信息和高校注册学籍信息一致后，即可实现信息绑定和查询。\n"                                   \
    "->  —— 一本通 问题2\n"                                                                                                                               \
    ">  高校未注册学生学籍信息。\n"                                                                                                                    \
    "->  —— 一本通 问题2\n"                                                                                                                               \
    "| 补充说明（不是手册原文） “找找看”：自己绑定学籍\n"                                                                                \
    "|  学信档案里有“找找看”，可以自己绑定学籍。要填：学号、院校名称、入学年份、层次。\n"                                \
    "|  尝试次数有限。\n"                                                                                                                                   \
    "->  来源：学信档案页面，2026-11-23 核对\n"                                                                                                        \
    "rule  \n"                                                                                                                                                     \
    "small  以学信网页面和学校规定为准。\n"                                                                                                          \
    "small  吉林省高校学籍学历管理高频事项速查“一本通”\n"                                                                                  \
    "small  2025 版 第 1 号，2026-11-23 打印\n"

static void an_outcome_says_what_to_do_what_to_bring_whom_to_see_and_why(void **state)
{
    const struct hall *hall = *state;
    assert_slip(slip_of(hall, 2, Q2_SAME, 0),
                Q2_BEFORE_WHOM "  请向本校学籍学历管理部门咨询。\n" Q2_AFTER_WHOM);
}

static void a_school_that_is_known_says_where_to_go_and_leaves_out_what_it_does_not_know(void **state)
{
    struct hall hall = *(struct hall *)*state;
    struct profile profile = {.code = T("4122010183"),
                              .school = T("某大学"),
                              .office = T("学籍科"),
                              .place = T("行政楼203"),
                              .hours = T(""),
                              .telephone = T("0431-1"),
                              .remarks = T("")};
    hall.frame.profile = &profile;
    assert_slip(slip_of(&hall, 2, Q2_SAME, 0), Q2_BEFORE_WHOM "  学校学籍学历管理部门（某大学）\n"
                                                              ": 部门 学籍科\n"
                                                              ": 地点 行政楼203\n"
                                                              ": 电话 0431-1\n" Q2_AFTER_WHOM);
    profile.office = profile.place = profile.telephone = T("");
    profile.remarks = T("备注不能当作地点");
    assert_slip(slip_of(&hall, 2, Q2_SAME, 0),
                Q2_BEFORE_WHOM "  请向本校学籍学历管理部门咨询。\n" Q2_AFTER_WHOM);
}

static void the_code_is_that_of_the_page_asked_for(void **state)
{
    const struct hall *hall = *state;
    for (int link = -1; link <= 2; link++) {
        struct document *slip = slip_of(hall, 2, Q2_SAME, link);
        size_t codes = 0, rows = 0;
        for (size_t i = 0; i < slip->n; i++) {
            const struct piece *piece = &slip->pieces[i];
            codes += piece->kind == PIECE_CODE;
            rows += piece->kind == PIECE_CONTACT;
            if (piece->kind == PIECE_CODE)
                assert_string_equal(piece->link->id, link == 0 ? "chsi-archive-phone" : "chsi-login");
        }
        assert_int_equal(codes, link == 0 || link == 1);
        assert_int_equal(rows + codes, 2);
        document_free(slip);
    }
}

/* A run of steps out of one supplement names its source behind the last of them, and the supplement is not
 * told twice. */
static void steps_out_of_a_supplement_say_so_once(void **state)
{
    const struct hall *hall = *state;
    struct document *slip = slip_of(hall, 8, "graduation-year=1999,bound-before=unsure", 0);
    char *text = text_of(slip);
    const char *source = strstr(text, " small  （第 ");
    assert_non_null(source);
    assert_non_null(
        strstr(source, "条来自补充说明“学历认证参考流程”，不是手册原文。来源：四个公开网页的共同部分"));
    assert_null(strstr(source + 1, " small  （第 "));
    assert_null(strstr(text, "| 补充说明（不是手册原文） 学历认证参考流程"));
    assert_non_null(strstr(text, "| 补充说明（不是手册原文） 学信网客服"));
    free(text);
    document_free(slip);
}

struct seen {
    const struct hall *hall;
    struct {
        const struct guide_node *node;
        char *text;
    } slips[256];
    size_t n, again;
};

static void assert_quotes(const struct document *slip, const struct guide_node *node)
{
    size_t quote = 0;
    for (size_t i = 0; i < slip->n; i++)
        if (slip->pieces[i].kind == PIECE_QUOTE) {
            char source[WORDING_QUOTE_SOURCE_MAX];
            wording_quote_source(source, &node->quotes[quote]);
            assert_string_equal(slip->pieces[i].text, node->quotes[quote++].text);
            assert_int_equal(slip->pieces[i + 1].kind, PIECE_SOURCE);
            assert_string_equal(slip->pieces[i + 1].text, source);
        }
    assert_int_equal(quote, node->n_quotes);
}

static void assert_all_steps(const struct document *slip, const struct guide_node *node)
{
    size_t numbered = 0, bare = 0;
    for (size_t i = 0; i < slip->n; i++)
        if (slip->pieces[i].kind == PIECE_TICK) {
            numbered += *slip->pieces[i].label != '\0';
            bare += *slip->pieces[i].label == '\0';
        }
    assert_int_equal(numbered, node->n_steps);
    assert_int_equal(bare, node->n_bring);
}

/* Supplements have a title that says what they are, a source and a day; nothing of them is outside of their
 * frame. */
static void assert_supplements_apart(const struct document *slip)
{
    for (size_t i = 0; i < slip->n; i++) {
        enum document_frame frame = document_frame(slip, i);
        if (frame == FRAME_FIRST)
            assert_string_equal(slip->pieces[i].label, WORDING_SUPPLEMENT);
        if (frame == FRAME_LAST)
            assert_non_null(strstr(slip->pieces[i].text, "核对"));
        if (frame == FRAME_FIRST || frame == FRAME_WITHIN)
            assert_true(i + 1 < slip->n && document_frame(slip, i + 1) != FRAME_NONE &&
                        document_frame(slip, i + 1) != FRAME_FIRST);
    }
}

static int look_at_path(void *context, const struct guide_answers *answers, const struct guide_place *place)
{
    struct seen *seen = context;
    struct document *slip;
    size_t at = 0;
    assert_int_equal(slip_from_outcome(&slip, &seen->hall->frame, seen->hall->handbook, place, answers, 0),
                     0);
    assert_quotes(slip, place->node);
    assert_all_steps(slip, place->node);
    assert_supplements_apart(slip);
    char *text = text_of(slip);
    assert_null(strchr(text, '{'));
    document_free(slip);
    while (at < seen->n && seen->slips[at].node != place->node)
        at++;
    if (at == seen->n) {
        assert_true(seen->n < ARRAY_SIZE(seen->slips));
        seen->slips[seen->n].node = place->node;
        seen->slips[seen->n++].text = text;
        return 0;
    }
    if (place->node->n_dates == 0)
        assert_string_equal(text, seen->slips[at].text);
    seen->again++;
    free(text);
    return 0;
}

/* Two ways to the same outcome give the same slip: what a visitor answered on the way leaves no trace. */
static void the_slip_of_an_outcome_is_the_same_whatever_was_answered_on_the_way(void **state)
{
    struct seen *seen = calloc(1, sizeof(*seen));
    assert_non_null(seen);
    seen->hall = *state;
    for (int question = 1; question <= CONTENT_QUESTIONS; question++)
        assert_int_equal(guide_paths(seen->hall->guides, question, today, look_at_path, seen), 0);
    assert_true(seen->n > 50 && seen->again > 50);
    for (size_t i = 0; i < seen->n; i++)
        free(seen->slips[i].text);
    free(seen);
}

static void a_school_that_was_looked_up_is_not_on_the_slip(void **state)
{
    const struct hall *hall = *state;
    struct document *found = slip_of(hall, 2, Q2_SAME, 0);
    char *text = text_of(found);
    document_free(found);
    assert_slip(
        slip_of(hall, 2,
                "school-listed=4122010183,admitted-by-rules=yes,admission-year=2026,account-details=same", 0),
        text);
    free(text);
}

/* Blocks in order, word for word: a step's own number as its label, everything else as it is. */
static void an_answer_is_the_official_text_word_for_word(void **state)
{
    const struct hall *hall = *state;
    for (int question = 1; question <= CONTENT_QUESTIONS; question++) {
        struct answer *answer;
        struct document *slip = slip_of_answer(hall, question, 0);
        size_t at = 0;
        assert_int_equal(handbook_answer(&answer, hall->handbook, question), 0);
        assert_string_equal(slip->pieces[at++].text, answer->question.title);
        for (size_t i = 0; i < answer->n_blocks; i++) {
            const char *words = answer->blocks[i].text + answer->blocks[i].label_bytes;
            while (at < slip->n && strcmp(slip->pieces[at].text, words) != 0)
                at++;
            assert_true(at < slip->n);
            assert_int_equal(slip->pieces[at].depth, answer->blocks[i].depth);
            if (answer->blocks[i].kind == BLOCK_STEP)
                assert_true(*slip->pieces[at].label);
            if (block_ends_quote(answer->blocks, answer->n_blocks, i))
                assert_non_null(strstr(slip->pieces[at + 1].text, answer->blocks[i].law));
        }
        assert_supplements_apart(slip);
        answer_free(answer);
        document_free(slip);
    }
}

static void an_answer_names_the_office_where_the_handbook_sends_there(void **state)
{
    struct hall hall = *(struct hall *)*state;
    const struct profile profile = {T(""), T("某大学"), T("学籍科"), T("行政楼203"), T(""), T(""), T("")};
    for (int question = 1; question <= CONTENT_QUESTIONS; question++) {
        struct document *slip = slip_of_answer(&hall, question, 0);
        char *text = text_of(slip);
        bool sends = strstr(text, "学籍学历管理部门") != NULL;
        free(text);
        document_free(slip);
        hall.frame.profile = &profile;
        slip = slip_of_answer(&hall, question, 0);
        text = text_of(slip);
        assert_int_equal(strstr(text, ": 地点 行政楼203\n") != NULL, sends);
        free(text);
        document_free(slip);
        hall.frame.profile = NULL;
    }
}

static void a_roll_is_set_only_for_what_a_printer_can_be(void **state)
{
    static const struct {
        enum paper paper;
        const char *charset;
        int expected;
        bool chinese;
    } rows[] = {
        {PAPER_80, "GB18030", 0, true},
        {PAPER_58, "gbk", 0, true},
        {PAPER_80, "EUC-CN", 0, true},
        {PAPER_80, "cp936", 0, true},
        {PAPER_80, "ISO-8859-1", 0, false},
        {PAPER_A4, "GB18030", -EINVAL},
        {PAPER_80, "GB18030//IGNORE", -EINVAL},
        {PAPER_80, "GB18030,x", -EINVAL},
        {PAPER_80, "UTF-16", -EINVAL}, /* bytes of it could be commands */
        {PAPER_80, "no such charset", -EINVAL},
        {PAPER_80, "a charset whose name is so long that no printer and no iconv can ever have heard of it",
         -EINVAL},
    };
    struct document *document;
    (void)state;
    assert_int_equal(document_new(&document, "一本通"), 0);
    document_add(document, PIECE_TITLE, "a");
    for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
        const struct escpos_options options = {.paper = rows[i].paper, .charset = rows[i].charset};
        char *bytes = NULL;
        size_t n = 0;
        int error = escpos_render(&bytes, &n, document, &options);
        if (error != rows[i].expected)
            fail_msg("%s: %d, not %d", rows[i].charset, error, rows[i].expected);
        if (!error)
            assert_int_equal(memmem(bytes, n, "\x1C&", 2) != NULL, rows[i].chinese);
        free(bytes);
    }
    document_free(document);
}

static void what_is_no_outcome_has_no_slip(void **state)
{
    const struct hall *hall = *state;
    struct guide_answers answers = {0};
    struct guide_place place;
    struct document *slip = NULL;
    assert_int_equal(guide_resolve(&place, hall->guides, 2, &answers, today), 0);
    assert_int_equal(slip_from_outcome(&slip, &hall->frame, hall->handbook, &place, &answers, 0), -EINVAL);
    assert_null(slip);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_outcome_says_what_to_do_what_to_bring_whom_to_see_and_why),
        cmocka_unit_test(a_school_that_is_known_says_where_to_go_and_leaves_out_what_it_does_not_know),
        cmocka_unit_test(the_code_is_that_of_the_page_asked_for),
        cmocka_unit_test(steps_out_of_a_supplement_say_so_once),
        cmocka_unit_test(the_slip_of_an_outcome_is_the_same_whatever_was_answered_on_the_way),
        cmocka_unit_test(a_school_that_was_looked_up_is_not_on_the_slip),
        cmocka_unit_test(an_answer_is_the_official_text_word_for_word),
        cmocka_unit_test(an_answer_names_the_office_where_the_handbook_sends_there),
        cmocka_unit_test(a_roll_is_set_only_for_what_a_printer_can_be),
        cmocka_unit_test(what_is_no_outcome_has_no_slip),
    };
    return cmocka_run_group_tests(tests, open_hall, close_hall);
}
