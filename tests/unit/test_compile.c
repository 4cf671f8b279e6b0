/* SPDX-License-Identifier: MIT */
/* What the compiler makes of content that is right, and how it writes. What it refuses:
 * test_compile_refusals.c. */
#include "base/error.h"
#include "compile_fixture.h"
#include "db/handbook.h"

#include <dirent.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <sys/resource.h>

#include <cmocka.h>

/* Compiles question 6 with this body and reads it back. */
static struct answer *compile_body(const struct assets *assets, const char *body)
{
    struct report report = {0};
    struct handbook *handbook = NULL;
    struct answer *answer = NULL;
    char page[4096];
    int n = snprintf(page, sizeof(page), "%s%s", FRONT, body);

    assets_write(assets, "handbook/q06.md", page, (size_t)n);
    if (compile_assets(assets->path, assets->output, &report) != 0)
        report_print(&report, stderr);
    assert_int_equal(report.n, 0);
    assert_int_equal(handbook_open_file(&handbook, assets->output), 0);
    assert_int_equal(handbook_answer(&answer, handbook, 6), 0);
    handbook_close(handbook);
    return answer;
}

static void assert_block(const struct block *block, enum block_kind kind, int depth, const char *text)
{
    assert_int_equal(block->kind, kind);
    assert_int_equal(block->depth, depth);
    assert_string_equal(block->text, text);
}

static void paragraphs_take_the_heading_above_them(void **state)
{
    struct answer *answer = compile_body(*state, "开头。\n\n## 小标题\n\n第一段，\n接着。\n\n第二段。\n");

    assert_int_equal(answer->n_blocks, 3);
    assert_block(&answer->blocks[0], BLOCK_PARAGRAPH, 0, "开头。");
    assert_string_equal(answer->blocks[0].heading, "");
    assert_block(&answer->blocks[1], BLOCK_PARAGRAPH, 0, "第一段，接着。");
    assert_string_equal(answer->blocks[1].heading, "小标题");
    assert_block(&answer->blocks[2], BLOCK_PARAGRAPH, 0, "第二段。");
    assert_string_equal(answer->blocks[2].heading, "");
    answer_free(answer);
}

static void steps_keep_the_handbooks_own_number(void **state)
{
    struct answer *answer = compile_body(
        *state, "1. （1）甲。\n\n2. （2） 乙。\n\n## 再来\n\n1. 第一步：丙。\n2. 第二步： 丁。\n");
    const struct block *blocks = answer->blocks;

    assert_int_equal(answer->n_blocks, 4);
    assert_block(&blocks[0], BLOCK_STEP, 0, "（1）甲。");
    assert_string_equal(blocks[0].label, "（1）");
    assert_int_equal(blocks[0].label_bytes, strlen("（1）"));
    assert_block(&blocks[1], BLOCK_STEP, 0, "（2） 乙。");
    assert_int_equal(blocks[1].label_bytes, strlen("（2） "));
    assert_block(&blocks[2], BLOCK_STEP, 0, "第一步：丙。");
    assert_string_equal(blocks[2].label, "第一步");
    assert_string_equal(blocks[2].heading, "再来");
    assert_int_equal(blocks[2].label_bytes, strlen("第一步："));
    assert_string_equal(blocks[3].text + blocks[3].label_bytes, "丁。");
    answer_free(answer);
}

static void a_list_goes_on_behind_a_heading(void **state)
{
    struct answer *answer = compile_body(*state, "1. （1）甲。\n\n## 中间\n\n2. （2）乙。\n");

    assert_int_equal(answer->n_blocks, 2);
    assert_string_equal(answer->blocks[1].label, "（2）");
    assert_string_equal(answer->blocks[1].heading, "中间");
    answer_free(answer);
}

static void what_belongs_to_a_step_has_depth_one(void **state)
{
    struct answer *answer =
        compile_body(*state, "1. （1）某法第三条规定\n\n   > “引文。\n   >\n   > 第二段”。\n   >\n"
                             "   > —— 某法第三条\n\n   后文。\n\n尾。\n");
    const struct block *blocks = answer->blocks;

    assert_int_equal(answer->n_blocks, 5);
    assert_block(&blocks[0], BLOCK_STEP, 0, "（1）某法第三条规定");
    assert_block(&blocks[1], BLOCK_QUOTE, 1, "“引文。");
    assert_string_equal(blocks[1].law, "某法第三条");
    assert_block(&blocks[2], BLOCK_QUOTE, 1, "第二段”。");
    assert_string_equal(blocks[2].law, "某法第三条");
    assert_block(&blocks[3], BLOCK_PARAGRAPH, 1, "后文。");
    assert_block(&blocks[4], BLOCK_PARAGRAPH, 0, "尾。");
    answer_free(answer);
}

static void text_is_taken_as_it_stands(void **state)
{
    struct answer *answer =
        compile_body(*state, "\"引号\" -- ... 2 \\* 3，a_b，AT&T，1\\. 【栏目】①②“”……——\n");

    assert_int_equal(answer->n_blocks, 1);
    assert_string_equal(answer->blocks[0].text, "\"引号\" -- ... 2 * 3，a_b，AT&T，1. 【栏目】①②“”……——");
    answer_free(answer);
}

static void a_supplement_is_notes_and_numbered_steps(void **state)
{
    const struct assets *assets = *state;
    struct report report = {0};
    struct handbook *handbook = NULL;
    struct answer *answer = NULL;
    const struct supplement *tip;

    assert_int_equal(compile_assets(assets->path, assets->output, &report), 0);
    assert_int_equal(handbook_open_file(&handbook, assets->output), 0);
    assert_int_equal(handbook_answer(&answer, handbook, 1), 0);
    assert_int_equal(answer->n_supplements, 1);
    tip = &answer->supplements[0];
    assert_string_equal(tip->source, "来源");
    assert_string_equal(tip->date, "2021");
    assert_int_equal(tip->n_blocks, 3);
    assert_block(&tip->blocks[0], BLOCK_NOTE, 0, "说明。");
    assert_block(&tip->blocks[2], BLOCK_STEP, 0, "乙");
    assert_string_equal(tip->blocks[2].label, "2");
    assert_int_equal(tip->blocks[2].label_bytes, 0);
    answer_free(answer);
    handbook_close(handbook);
}

static void front_matter_and_links_arrive(void **state)
{
    const struct assets *assets = *state;
    struct report report = {0};
    struct handbook *handbook = NULL;
    struct link *links = NULL;
    size_t n = 0;
    const struct question *questions;

    assets_write(assets, "handbook/q06.md", FRONT "正文。\n", strlen(FRONT "正文。\n"));
    assert_int_equal(compile_assets(assets->path, assets->output, &report), 0);
    assert_int_equal(handbook_open_file(&handbook, assets->output), 0);
    questions = handbook_questions(handbook, &n);
    assert_string_equal(questions[5].title, "问题六？");
    assert_int_equal(questions[5].audience, AUDIENCE_GRADUATE);
    assert_string_equal(handbook_edition(handbook)->label, "2025 版 第 1 号");
    assert_int_equal(handbook_links(&links, &n, handbook), 0);
    assert_int_equal(n, 2);
    assert_string_equal(links[0].id, "home");
    assert_string_equal(links[1].host, "www.moe.gov.cn");
    links_free(links, n);
    handbook_close(handbook);
}

static char *read_all(const char *path, size_t *n)
{
    FILE *file = fopen(path, "r");
    char *bytes = malloc(1 << 20);

    assert_true(file && bytes);
    *n = fread(bytes, 1, 1 << 20, file);
    fclose(file);
    return bytes;
}

static void the_same_files_give_the_same_bytes(void **state)
{
    const struct assets *assets = *state;
    struct report report = {0};
    void *other = NULL;
    size_t n = 0, m = 0;
    char *first, *second;

    assert_int_equal(assets_setup(&other), 0); /* another folder, written at another time */
    assert_int_equal(compile_assets(assets->path, assets->output, &report), 0);
    assert_int_equal(
        compile_assets(((struct assets *)other)->path, ((struct assets *)other)->output, &report), 0);
    first = read_all(assets->output, &n);
    second = read_all(((struct assets *)other)->output, &m);
    assert_int_equal(n, m);
    assert_memory_equal(first, second, n);
    assert_int_equal(n % 4096, 0);
    free(first);
    free(second);
    assert_int_equal(assets_teardown(&other), 0);
}

static void any_change_of_a_source_changes_the_fingerprint(void **state)
{
    const struct assets *assets = *state;
    struct report report = {0};
    size_t n = 0, m = 0;
    char *first, *second;

    assert_int_equal(compile_assets(assets->path, assets->output, &report), 0);
    first = read_all(assets->output, &n);
    assets_write(assets, "links.yaml", "#\n", 2);
    assets_write(assets, "links.yaml", links_yaml + strlen("# 两个\n"),
                 strlen(links_yaml) - strlen("# 两个\n"));
    assert_int_equal(compile_assets(assets->path, assets->output, &report), 0);
    second = read_all(assets->output, &m);
    assert_int_equal(n, m);
    assert_memory_not_equal(first, second, n); /* a comment is gone: nothing differs but the fingerprint */
    free(first);
    free(second);
}

/* Files in the folder but for sources: the output and what was left behind. */
static int count_files(const struct assets *assets)
{
    DIR *folder = opendir(assets->path);
    int n = 0;

    assert_non_null(folder);
    for (struct dirent *entry; (entry = readdir(folder));)
        n += strstr(entry->d_name, "out.db") != NULL;
    closedir(folder);
    return n;
}

static void refused_content_leaves_the_old_file(void **state)
{
    const struct assets *assets = *state;
    struct report report = {0};
    size_t n = 0;
    char *bytes;

    assets_write(assets, "out.db", "old", 3);
    assets_write(assets, "edition.yaml", "x", 1);
    assert_int_equal(compile_assets(assets->path, assets->output, &report), COMPILE_REFUSED);
    bytes = read_all(assets->output, &n);
    assert_int_equal(n, 3);
    assert_int_equal(count_files(assets), 1);
    free(bytes);
    report_fini(&report);
}

static void a_full_disk_leaves_the_old_file_and_says_so(void **state)
{
    const struct assets *assets = *state;
    struct rlimit before, limit;
    struct report report = {0};
    size_t n = 0;
    char *bytes;
    int r;

    assets_write(assets, "out.db", "old", 3);
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    limit = before;
    limit.rlim_cur = 10000; /* half of the file can be written */
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
    r = compile_assets(assets->path, assets->output, &report);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    assert_int_equal(r, -EFBIG);
    assert_int_equal(report.n, 1);
    assert_non_null(strstr(report.problems[0].reason, "磁盘已满"));
    bytes = read_all(assets->output, &n);
    assert_int_equal(n, 3);
    assert_int_equal(count_files(assets), 1);
    free(bytes);
    report_fini(&report);
}

static void an_output_that_cannot_be_written_is_named(void **state)
{
    const struct assets *assets = *state;
    struct report report = {0};
    char missing[96];

    snprintf(missing, sizeof(missing), "%s/missing/out.db", assets->path);
    assert_int_equal(compile_assets(assets->path, missing, &report), -ENOENT);
    assert_int_equal(report.n, 1);
    assert_string_equal(report.problems[0].file, missing);
    assert_int_equal(report.problems[0].line, 0);
    assert_int_equal(compile_assets(assets->path, assets->path, &report), -EISDIR);
    report_fini(&report);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, assets_setup, assets_teardown)
    const struct CMUnitTest tests[] = {
        TEST(paragraphs_take_the_heading_above_them),
        TEST(steps_keep_the_handbooks_own_number),
        TEST(a_list_goes_on_behind_a_heading),
        TEST(what_belongs_to_a_step_has_depth_one),
        TEST(text_is_taken_as_it_stands),
        TEST(a_supplement_is_notes_and_numbered_steps),
        TEST(front_matter_and_links_arrive),
        TEST(the_same_files_give_the_same_bytes),
        TEST(any_change_of_a_source_changes_the_fingerprint),
        TEST(refused_content_leaves_the_old_file),
        TEST(a_full_disk_leaves_the_old_file_and_says_so),
        TEST(an_output_that_cannot_be_written_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
