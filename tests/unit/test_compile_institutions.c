/* SPDX-License-Identifier: MIT */
/* The list of institutions: what the compiler refuses, at which line and in which words, and
 * what it writes. */
#include "base/error.h"
#include "compile_fixture.h"
#include "db/handbook.h"
#include "db/institution.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#define PROBLEMS_MAX 4
#define LIST "institutions.tsv"
#define FORMER "former_names.tsv"
#define ORIGIN "institutions.yaml"
#define HEAD "code\tname\tprovince\tcity\tlevel\tkind\tauthority\tremark\n"
#define JILIN "4122010183\t吉林大学\t吉林省\t长春市\t本科\t普通\t教育部\t\n"
#define FORMER_HEAD "code\tformer_name\tformer_name_as_of\n"

struct row {
    const char *file;
    const char *text;                   /* NULL: the file is removed */
    const char *problems[PROBLEMS_MAX]; /* "line:a piece of the reason", of this file, in this order */
};

static bool is_expected(const struct row *row, const char *expected, const struct problem *problem)
{
    const char *colon = strchr(expected, ':'), *name = strrchr(problem->file, '/') + 1;

    return strcmp(name, row->file) == 0 && problem->line == atoi(expected) &&
           strstr(problem->reason, colon + 1);
}

static void check_row(const struct assets *assets, const struct row *row)
{
    struct report report = {0};
    size_t n = 0;
    bool fine;

    if (row->text)
        assets_write(assets, row->file, row->text, strlen(row->text));
    else
        assets_remove(assets, row->file);
    while (n < PROBLEMS_MAX && row->problems[n])
        n++;
    fine =
        compile_assets(assets->path, assets->output, &report) == (n ? COMPILE_REFUSED : 0) && report.n == n;
    for (size_t i = 0; fine && i < n; i++)
        fine = is_expected(row, row->problems[i], &report.problems[i]);
    if (!fine) {
        fprintf(stderr, "%s\n", row->text ? row->text : row->file);
        report_print(&report, stderr);
    }
    report_fini(&report);
    assert_true(fine);
}

static void check_rows(const struct row *rows, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        void *assets = NULL;
        assert_int_equal(assets_setup(&assets), 0);
        check_row(assets, &rows[i]);
        assert_int_equal(assets_teardown(&assets), 0);
    }
}

static void codes_are_ten_digits_and_one_institutions_own(void **state)
{
    static const struct row rows[] = {
        {LIST, HEAD "412201018\t吉\t吉\t长\t本科\t普通\t教\t\n" JILIN, {"2:code 应该是十位数字"}},
        {LIST, HEAD "41220101833\t吉\t吉\t长\t本科\t普通\t教\t\n" JILIN, {"2:code 应该是十位数字"}},
        {LIST, HEAD "412201018x\t吉\t吉\t长\t本科\t普通\t教\t\n" JILIN, {"2:code 应该是十位数字"}},
        {LIST, HEAD "４１２２０１０１８３\t吉\t吉\t长\t本科\t普通\t教\t\n" JILIN, {"2:code 应该是十位数字"}},
        {LIST, HEAD JILIN "\t吉\t吉\t长\t本科\t普通\t教\t\n", {"3:code 应该是十位数字", "3:code 是空的"}},
        {LIST,
         HEAD JILIN "4122010183\t他\t吉\t长\t本科\t普通\t教\t\n",
         {"3:code 4122010183 重复（第 2 行已有）"}},
        {LIST,
         HEAD JILIN "4122010184\t吉林大学\t吉\t长\t本科\t普通\t教\t\n",
         {"3:name 吉林大学 重复（第 2 行已有）"}},
    };

    (void)state;
    check_rows(rows, ARRAY_SIZE(rows));
}

static void values_are_those_of_the_list(void **state)
{
    static const struct row rows[] = {
        {LIST, HEAD JILIN "4122010184\t他\t吉\t长\t研究生\t普通\t教\t\n", {"3:level 只能是 本科 或 专科"}},
        {LIST, HEAD JILIN "4122010184\t他\t吉\t长\t\t普通\t教\t\n", {"3:level 是空的"}},
        {LIST,
         HEAD JILIN "4122010184\t他\t吉\t长\t本科\t成人\t教\t\n",
         {"3:level 只能是 本科 或 专科，成人高校不写"}},
        {LIST, HEAD JILIN "4122010184\t他\t吉\t长\t本科\t民办\t教\t\n", {"3:kind 只能是 普通 或 成人：民办"}},
        {LIST, HEAD JILIN "4122010184\t他\t吉\t长\t本科\t\t教\t\n", {"3:kind 是空的"}},
        {LIST,
         HEAD JILIN "4122010184\t\t\t\t本科\t普通\t\t\n",
         {"3:name 是空的", "3:province 是空的", "3:city 是空的", "3:authority 是空的"}},
        {LIST, HEAD JILIN "4222010184\t他\t吉\t\t\t成人\t教\t\n", {NULL}},
        {LIST, HEAD JILIN "4222010184\t他\t吉\t长\t\t成人\t教\t备注\n", {NULL}},
    };

    (void)state;
    check_rows(rows, ARRAY_SIZE(rows));
}

static void rows_have_the_columns_of_the_first_line(void **state)
{
    static const struct row rows[] = {
        {LIST, HEAD JILIN "4122010184\t他\t吉\t长\t本科\t普通\t教\n", {"3:有 7 栏，应该是 8 栏"}},
        {LIST, HEAD "4122010184\t他\t吉\t长\t本科\t普通\t教\t\t\t\n" JILIN, {"2:有 10 栏，应该是 8 栏"}},
        {LIST, HEAD JILIN "\n", {"3:有 1 栏，应该是 8 栏"}},
        {LIST, HEAD "4122010184 他 吉 长 本科 普通 教\n" JILIN, {"2:有 1 栏，应该是 8 栏"}},
        {LIST, JILIN, {"1:第一行应该是各栏的名称，以 code 开头", "0:有 0 所学校"}},
        {LIST, "code\tname\n" JILIN, {"1:第一行应该是各栏的名称"}},
        {LIST,
         "name\tcode\tprovince\tcity\tlevel\tkind\tauthority\tremark\n" JILIN,
         {"1:第一行应该是各栏的名称"}},
        {LIST, "", {"1:第一行应该是各栏的名称", "0:有 0 所学校"}},
        {LIST,
         "code\tname\tprovince\tcity\tlevel\tkind\tauthority\tremark\n4122010183\t吉林大学\t吉\t长\t本科\t普"
         "通\t教\t",
         {NULL}}, /* no line end behind the last */
    };

    (void)state;
    check_rows(rows, ARRAY_SIZE(rows));
}

static void cells_are_pure_text(void **state)
{
    static const struct row rows[] = {
        {LIST, HEAD JILIN "4122010184\t \t吉\t长\t本科\t普通\t教\t\n", {"3:name 首尾不能有空格"}},
        {LIST, HEAD JILIN "4122010184\t他 \t吉\t长\t本科\t普通\t教\t\n", {"3:name 首尾不能有空格"}},
        {LIST, HEAD JILIN "4122010184\t他\t吉\t长\t本科\t普通\t教\t 注\n", {"3:remark 首尾不能有空格"}},
        {LIST, HEAD JILIN "4122010184\te\xcc\x81\t吉\t长\t本科\t普通\t教\t\n", {"3:不是 Unicode NFC 形式"}},
        {LIST, HEAD JILIN "4122010184\t\xff\t吉\t长\t本科\t普通\t教\t\n", {"3:不是 UTF-8 文本"}},
        {LIST, HEAD JILIN "4122010184\t\x1b[2J\t吉\t长\t本科\t普通\t教\t\n", {"3:含有不可显示的字符"}},
        {LIST, HEAD JILIN "4122010184\t他\t吉\t长\t本科\t普通\t教\t\r\n", {"3:含有不可显示的字符"}},
        {LIST, HEAD JILIN "4122010184\t\xe2\x80\xae\t吉\t长\t本科\t普通\t教\t\n", {"3:含有不可显示的字符"}},
        {ORIGIN,
         "source:\t名单\nlink: law\ndate: 2026-06-17\n",
         {"1:含有不可显示的字符"}}, /* tabs are for tables */
    };

    (void)state;
    check_rows(rows, ARRAY_SIZE(rows));
}

static void former_names_belong_to_the_list(void **state)
{
    static const struct row rows[] = {
        {FORMER, FORMER_HEAD "4122010184\t吉工\t2000-06-12\n", {"2:institutions.tsv 里没有 code 4122010184"}},
        {FORMER, FORMER_HEAD "\t吉工\t2000-06-12\n", {"2:institutions.tsv 里没有 code"}},
        {FORMER, FORMER_HEAD "4122010183\t\t2000-06-12\n", {"2:former_name 是空的"}},
        {FORMER, FORMER_HEAD "4122010183\t吉林大学\t2000-06-12\n", {"2:former_name 就是现在的名称"}},
        {FORMER,
         FORMER_HEAD "4122010183\t甲\t2000-06-12\n4122010183\t乙\t2000-06-12\n4122010183\t甲\t2001-06-12\n",
         {"4:former_name 甲 重复"}},
        {FORMER,
         FORMER_HEAD "4122010183\t甲\t2000-02-30\n4211050001\t甲\t2000\n",
         {"2:former_name_as_of 应该是真实的日期", "3:former_name_as_of 应该是真实的日期"}},
        {FORMER, FORMER_HEAD "4122010183\t甲\n", {"2:有 2 栏，应该是 3 栏"}},
        {FORMER, HEAD JILIN, {"1:第一行应该是各栏的名称", "2:有 8 栏，应该是 3 栏"}},
        {FORMER, FORMER_HEAD, {NULL}},
    };

    (void)state;
    check_rows(rows, ARRAY_SIZE(rows));
}

static void the_origin_is_told(void **state)
{
    static const struct row rows[] = {
        {ORIGIN, "source: 名单\nlink: law\n", {"1:缺少 date"}},
        {ORIGIN, "source: 名单\nlink: law\ndate: 2026-06-31\n", {"3:date 应该是真实的日期"}},
        {ORIGIN, "source: 名单\nlink: moe\ndate: 2026-06-17\n", {"2:links.yaml 里没有 moe"}},
        {ORIGIN, "source: ''\nlink: law\ndate: 2026-06-17\n", {"1:source 是空的"}},
        {ORIGIN, "source: 名单\nlink: law\ndate: 2026-06-17\nurl: x\n", {"4:不认识的键 url"}},
    };

    (void)state;
    check_rows(rows, ARRAY_SIZE(rows));
}

static void none_of_the_files_may_be_missing(void **state)
{
    static const struct row rows[] = {
        {ORIGIN, NULL, {"0:没有这个文件"}},
        {LIST, NULL, {"0:没有这个文件"}}, /* and no former name is blamed for it */
        {FORMER, NULL, {"0:没有这个文件"}},
    };

    (void)state;
    check_rows(rows, ARRAY_SIZE(rows));
}

static struct handbook *compile_list(const struct assets *assets, const char *list, const char *former)
{
    struct report report = {0};
    struct handbook *handbook = NULL;

    assets_write(assets, LIST, list, strlen(list));
    assets_write(assets, FORMER, former, strlen(former));
    if (compile_assets(assets->path, assets->output, &report) != 0)
        report_print(&report, stderr);
    report_fini(&report);
    assert_int_equal(handbook_open_file(&handbook, assets->output), 0);
    return handbook;
}

static void assert_found(struct handbook *handbook, const char *typed, const char *name)
{
    struct institution *found;
    size_t n;

    assert_int_equal(institutions_find(&found, &n, handbook, typed, 1), 0);
    if (n == 0 || strcmp(found->name, name) != 0)
        fail_msg("%s finds %s, not %s", typed, n ? found->name : "nothing", name);
    institutions_free(found, n);
}

static void the_list_is_written_whole(void **state)
{
    struct handbook *handbook = compile_list(
        *state, HEAD "4222050001\t某职工大学\t北京市\t\t\t成人\t北京市\t备注\n" JILIN,
        FORMER_HEAD
        "4122010183\t乙校\t2000-06-12\n4222050001\t丙校\t2000-06-12\n4122010183\t甲校\t1999-01-01\n");
    struct institution *school;
    const char *date;
    size_t n;

    assert_int_equal(institutions_info(&n, &date, handbook), 0);
    assert_int_equal(n, 2);
    assert_string_equal(date, "2026-06-17");
    assert_int_equal(institution_by_code(&school, handbook, "4122010183"), 0);
    assert_string_equal(school->name, "吉林大学");
    assert_string_equal(school->level, "本科");
    assert_int_equal(school->n_former_names, 2);
    assert_string_equal(school->former_names[0], "乙校");
    assert_string_equal(school->former_names[1], "甲校");
    institutions_free(school, 1);
    assert_int_equal(institution_by_code(&school, handbook, "4222050001"), 0);
    assert_string_equal(school->city, "");
    assert_string_equal(school->kind, "成人");
    assert_string_equal(school->remark, "备注");
    institutions_free(school, 1);
    handbook_close(handbook);
}

/* Readings out of Unihan: the customary one, those in use, rare ones of common characters, and
 * one of ours. */
static void characters_have_all_their_readings(void **state)
{
    struct handbook *handbook = compile_list(
        *state,
        HEAD "4100000001\t长校\t省\t市\t本科\t普通\t省\t\n4100000002\t重校\t省\t市\t本科\t普通\t省\t\n"
             "4100000003\t绿林\t省\t市\t本科\t普通\t省\t\n4100000004\t蚌校\t省\t市\t本科\t普通\t省\t\n"
             "4100000005\t六校\t省\t市\t本科\t普通\t省\t\n4100000006\t㐀校\t省\t市\t本科\t普通\t省\t\n"
             "4100000007\t\xf0\xa0\x80\x82\t省\t市\t本科\t普通\t省\t\n",
        FORMER_HEAD);

    assert_found(handbook, "changxiao", "长校");
    assert_found(handbook, "zhangjiao", "长校");
    assert_found(handbook, "zhongxiao", "重校");
    assert_found(handbook, "chongxiao", "重校");
    assert_found(handbook, "lvlin", "绿林");
    assert_found(handbook, "lulin", "绿林");
    assert_found(handbook, "luxiao", "六校");
    assert_found(handbook, "liuxiao", "六校");
    assert_found(handbook, "bengxiao", "蚌校");
    assert_found(handbook, "bangxiao", "蚌校");
    assert_found(handbook, "qiuxiao", "㐀校");
    assert_found(handbook, "\xf0\xa0\x80\x82", "\xf0\xa0\x80\x82"); /* Unihan 15 has no reading of it */
    handbook_close(handbook);
}

static void the_same_list_in_another_order_is_the_same_list(void **state)
{
    struct handbook *handbook =
        compile_list(*state, HEAD "4100000002\t乙\t省\t市\t本科\t普通\t省\t\n" JILIN, FORMER_HEAD);

    assert_found(handbook, "410000", "乙");
    assert_found(handbook, "jldx", "吉林大学");
    assert_int_equal(institutions_check(handbook), 0);
    handbook_close(handbook);
}

#define WITH_ASSETS(test) cmocka_unit_test_setup_teardown(test, assets_setup, assets_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(codes_are_ten_digits_and_one_institutions_own),
        cmocka_unit_test(values_are_those_of_the_list),
        cmocka_unit_test(rows_have_the_columns_of_the_first_line),
        cmocka_unit_test(cells_are_pure_text),
        cmocka_unit_test(former_names_belong_to_the_list),
        cmocka_unit_test(the_origin_is_told),
        cmocka_unit_test(none_of_the_files_may_be_missing),
        WITH_ASSETS(the_list_is_written_whole),
        WITH_ASSETS(characters_have_all_their_readings),
        WITH_ASSETS(the_same_list_in_another_order_is_the_same_list),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
