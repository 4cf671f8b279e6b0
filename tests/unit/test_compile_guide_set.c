/* SPDX-License-Identifier: MIT */
/* Guides beside each other: what is shared, handed over, missing or too many. */
#include "tests/unit/guide_text_fixture.h"

#define ASK(number, id, ask, label)                                                                          \
    "question: " number "\ntitle: 引导\nstart: " id "\nnodes:\n  - id: " id "\n    kind: choice\n"           \
    "    ask: " ask "\n    options:\n      - id: a\n        label: " label "\n        next: {guide: 1}\n"    \
    "      - id: b\n        label: 乙\n        next: {guide: 1, node: end}\n"

static void a_shared_question_looks_the_same_everywhere(void **state)
{
    static const char same[] = ASK("7", "ask-2", "问题2？", "甲");
    static const char other_ask[] = ASK("7", "ask-2", "问题二？", "甲");
    static const char other_label[] = ASK("7", "ask-2", "问题2？", "丙");
    static const char *const problems[PROBLEMS_MAX] = {"q07.yaml:5:ask-2 和第 2 题的同名问题不一样"};
    const struct assets *assets = *state;

    assets_write(assets, "guides/q07.yaml", same, strlen(same));
    guides_free(compile_and_load(assets));
    assets_write(assets, "guides/q07.yaml", other_ask, strlen(other_ask));
    check_text(assets, whole, problems);
    assets_write(assets, "guides/q07.yaml", other_label, strlen(other_label));
    check_text(assets, whole, problems);
}

static void an_outcome_has_its_id_alone(void **state)
{
    static const struct row rows[] = {
        {"- id: wait-here", "- id: end", {"41:没有的节点 wait-here", "67:编号 end 在第 1 题用过了"}},
        {"- id: way", "- id: end", {"25:没有的节点 way", "28:没有的节点 way", "32:编号 end 在第 1 题用过了"}},
    };

    check_rows(state, rows, ARRAY_SIZE(rows));
}

/* Question n asks and hands over to n - 1, down to question 1. */
static void a_seventh_question_is_too_many(void **state)
{
    const struct assets *assets = *state;
    static const char *const problems[PROBLEMS_MAX] = {
        "q01.yaml:15:从第 7 题到 end 要答 7 个问题，最多 6 个"};
    char text[512], name[32];

    for (int number = 2; number <= 7; number++) {
        int n =
            snprintf(text, sizeof(text),
                     "question: %d\ntitle: 引导\nstart: ask-%d\nnodes:\n  - id: ask-%d\n    kind: choice\n"
                     "    ask: 问题？\n    options:\n      - {id: a, label: 甲, next: {guide: %d}}\n"
                     "      - {id: b, label: 乙, next: {guide: 1, node: end}}\n",
                     number, number, number, number - 1);
        snprintf(name, sizeof(name), "guides/q%02d.yaml", number);
        assets_write(assets, name, text, (size_t)n);
        if (number == 5) /* five and what question 1 asks */
            guides_free(compile_and_load(assets));
    }
    struct report report = {0};
    assert_int_equal(compile_assets(assets->path, assets->output, &report), COMPILE_REFUSED);
    assert_int_equal(report.n, 1);
    assert_true(is_expected(problems[0], &report.problems[0]));
    report_fini(&report);
}

static void files_missing_or_too_many(void **state)
{
    const struct assets *assets = *state;

    assets_write(assets, "guides/q13.yaml", "x", 1);
    check_text(assets, whole, (const char *const[PROBLEMS_MAX]){"q13.yaml:0:多余的文件"});
    assets_remove(assets, "guides/q13.yaml");
    assets_remove(assets, "guides/q12.yaml");
    check_text(assets, whole, (const char *const[PROBLEMS_MAX]){"q12.yaml:0:没有这个文件"});
}

static void any_change_of_a_guide_changes_the_fingerprint(void **state)
{
    const struct assets *assets = *state;
    struct guides *guides;
    char *files[2] = {NULL, NULL};
    size_t n[2];

    for (int i = 0; i < 2; i++) {
        char *text = spoil("nodes:\n", i ? "# 注\nnodes:\n" : "nodes:\n");
        assets_write(assets, "guides/q06.yaml", text, strlen(text));
        free(text);
        guides = compile_and_load(assets);
        guides_free(guides);
        FILE *file = fopen(assets->output, "r");
        files[i] = malloc(1 << 20);
        assert_true(file && files[i]);
        n[i] = fread(files[i], 1, 1 << 20, file);
        fclose(file);
    }
    assert_int_equal(n[0], n[1]);
    assert_memory_not_equal(files[0], files[1], n[0]);
    free(files[0]);
    free(files[1]);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, assets_setup, assets_teardown)
    const struct CMUnitTest tests[] = {
        TEST(a_shared_question_looks_the_same_everywhere),
        TEST(an_outcome_has_its_id_alone),
        TEST(a_seventh_question_is_too_many),
        TEST(files_missing_or_too_many),
        TEST(any_change_of_a_guide_changes_the_fingerprint),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
