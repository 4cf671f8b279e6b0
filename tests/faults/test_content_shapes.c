/* SPDX-License-Identifier: MIT */
/*
 * Handbooks of other shapes than ours, at the command line: what they do not have is left out or said, and
 * one that names what it does not have is refused in words, never half shown as if it were whole.
 */
#include "kiosk/commands.h"
#include "tests/faults/command_line.h"
#include "tests/faults/engine.h"
#include "tests/unit/bundle_fixture.h"
#include "tests/unit/handbook_shapes.h"

#include "base/error.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <sysexits.h>

#include <cmocka.h>

#define HOME_IS_FOUND "INSERT INTO search_entry VALUES (1, 6, 0, 'home', -1, 'www.chsi.com.cn', '大学工业');"
#define SCHOOL_ASKED                                                                                                   \
    "INSERT INTO guide_node VALUES (5, 4, 'school', 3, 0, '哪所学校？', '', '', '', 0);"                          \
    "INSERT INTO guide_option VALUES (5, 4, 1, '', '在名单里', '写校名。'), (5, 4, 2, 'not-found', '没有', " \
    "''),"                                                                                                             \
    " (5, 4, 3, 'unsure', '不清楚', '');"                                                                           \
    "INSERT INTO guide_edge VALUES (5, 4, 1, 1, 0, 'end'), (5, 4, 2, 1, 0, 'end'), (5, 4, 3, 1, 0, 'end');"            \
    "UPDATE guide_edge SET to_node = 'school' WHERE guide = 5 AND node = 2;"
/* Longer than a code of middle correction takes, and than any. */
#define LONG_ADDRESS                                                                                         \
    "UPDATE link SET url = 'https://www.chsi.com.cn/' || hex(zeroblob(115)) WHERE id = 'home';"
#define ENDLESS_ADDRESS                                                                                      \
    "UPDATE link SET url = 'https://www.chsi.com.cn/' || hex(zeroblob(130)) WHERE id = 'home';"
#define LONG_WORD                                                                                            \
    "很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长"
#define TO_THE_END "year=1999,way=two"
#define SMALL "--content", "%u/shape.db"

struct row {
    const char *damage; /* SQL, on the small handbook */
    struct command_deed deed;
    int code;
    const char *shows, *hides; /* at standard output or error; NULL: nothing in particular */
};

static void check(const struct command_world *world, const struct row *row)
{
    struct image image = fixture_build(row->damage);
    machine_put(world->machine, "shape.db", (struct bytes){.bytes = (char *)image.bytes, .n = image.n});
    struct command_result result = command_run(world, &row->deed, NULL);
    char *output = command_output(world), *errors = command_errors(world);
    bool shown = !row->shows || strstr(output, row->shows) || strstr(errors, row->shows);
    bool hidden = !row->hides || !(strstr(output, row->hides) || strstr(errors, row->hides));
    if (result.code != row->code || !shown || !hidden)
        fail_msg("“%s”, %s %s: %d, not %d; %s%s\n%s%s", row->damage, row->deed.words[0], row->deed.words[1],
                 result.code, row->code, shown ? "" : "it does not show ", shown ? "" : row->shows, output,
                 errors);
    free(output);
    free(errors);
}

static void check_all(const struct command_world *world, const struct row *rows, size_t n)
{
    for (size_t i = 0; i < n; i++)
        check(world, &rows[i]);
}

/* ---- what is not there is left out ---- */

static const struct row sparse[] = {
    {"", {.words = {"show", "1", SMALL}}, EX_OK, "正文。", "官方页面"},
    {"", {.words = {"show", "6", SMALL, "--site", "%d"}}, EX_OK, "某法第一条", NULL},
    {"", {.words = {"guide", "1", "--answers", TO_THE_END, SMALL}}, EX_OK, "手册没有列出材料", "官方页面"},
    {"", {.words = {"guide", "6", "--answers", TO_THE_END, SMALL}}, EX_OK, "问题 7：引导", NULL},
    {NO_HAND_OVER, {.words = {"guide", "6", "--answers", TO_THE_END, SMALL}}, EX_OK, "毕业高校", NULL},
    {NO_HAND_OVER "UPDATE guide_node SET office = 0 WHERE guide = 6;",
     {.words = {"guide", "6", "--answers", TO_THE_END, SMALL}},
     EX_OK,
     "毕业高校",
     "请向本校"},
    {UNSURE_YEAR "UPDATE guide_node SET title = '结果'; UPDATE guide_item SET text = '先这样。';",
     {.words = {"guide", "1", SMALL}, .input = "0\n"},
     EX_OK,
     "1. 哪一年？　记不清",
     NULL},
    {UNSURE_YEAR, {.words = {"guide", "1", "--answers", "way=one", SMALL}}, EX_OK, "大概也行", NULL},
    {NO_HAND_OVER "UPDATE guide_node SET office = 0, whom = '' WHERE guide = 6;"
                  "DELETE FROM guide_item WHERE list = 2;",
     {.words = {"guide", "6", "--answers", TO_THE_END, SMALL}},
     EX_OK,
     "手册没有列出要带的材料。",
     "找谁"},
    {SCHOOL_ASKED,
     {.words = {"guide", "5", "--answers", TO_THE_END, SMALL}},
     EX_OK,
     "found  在名单里；或者写学校标识码，十位数字",
     NULL},
    {SCHOOL_ASKED,
     {.words = {"guide", "5", "--answers", TO_THE_END ",school=found", SMALL}},
     EX_OK,
     "哪所学校？　在名单里",
     NULL},
    {SCHOOL_ASKED,
     {.words = {"guide", "5", "--answers", TO_THE_END ",school=1234567890", SMALL}},
     EX_USAGE,
     "school 不能是“1234567890”",
     NULL},
    {SCHOOL_ASKED,
     {.words = {"guide", "5", SMALL}, .input = "1999\n2\n!!!\n\n7\n吉林\n7\n1\n\n"},
     EX_OK,
     "哪所学校？　吉林大学",
     NULL},
    {SCHOOL_ASKED, {.words = {"guide", "5", SMALL}, .input = "1999\n2\n0\n\n"}, EX_OK, "　没有", NULL},
    {"", {.words = {"guide", "1", SMALL}, .input = "1999\n2\n9\nb\n2\n1\nq\n"}, EX_OK, "没有这个回答", NULL},
    {LONG_ADDRESS, {.words = {"qr", "home", "--svg", "-", SMALL}}, EX_OK, "<svg", NULL},
    {"", {.words = {"qr", "home", "--svg", "-", "--png", "%u/out.png", SMALL}}, EX_OK, "<svg", NULL},
    {"", {.words = {"qr", "home", "--svg", "%u/out.svg", "--png", "-", SMALL}}, EX_OK, "PNG", NULL},
    {LONG_ADDRESS, {.words = {"check", SMALL, "--site", "%u/none.db"}}, EX_OK, "长的用低纠错", NULL},
    {"", {.words = {"school", "某职工大学", SMALL}}, EX_OK, "备注", NULL},
    {"", {.words = {"school", "某职工大学", "--format", "json", SMALL}}, EX_OK, "\"city\": \"\"", NULL},
    {"INSERT INTO former_name VALUES ('4122010183', 2, '某医科大学', '2000-06-12');",
     {.words = {"school", "吉林", SMALL}},
     EX_OK,
     "吉林工业大学、某医科大学",
     NULL},
    {"INSERT INTO former_name VALUES ('4122010183', 2, '某医科大学', '2000-06-12');",
     {.words = {"guide", "1", SMALL}, .input = "q\n"},
     EX_OK,
     NULL,
     NULL},
    {"DELETE FROM link;", {.words = {"links", SMALL}}, EX_OK, NULL, "http"},
    {"", {.words = {"print", "1", "--output", "-", SMALL}}, EX_OK, NULL, NULL},
    {"",
     {.words = {"print", "1", "--answers", TO_THE_END, "--output", "-", SMALL, "--site", "%d"}},
     EX_OK,
     NULL,
     NULL},
    {"", {.words = {"--plain", SMALL}, .input = "1\nw\nr\n0\nq\n"}, EX_OK, "没有官方网页。", NULL},
    {"", {.words = {"--plain", SMALL}, .input = "1\nr\n0\nq\n"}, EX_OK, "没有相关问题。", NULL},
    {"",
     {.words = {"--plain", SMALL}, .input = LONG_WORD LONG_WORD LONG_WORD "\n0\n?\n13\nq\n"},
     EX_OK,
     "没有第 13 题",
     NULL},
    {"",
     {.words = {"--plain", SMALL}, .input = "f\n9\n0\nf\n\nf\n5\nh\nq\n"},
     EX_OK,
     "只能输入 1 到 5",
     NULL},
    {NO_HAND_OVER,
     {.words = {"--plain", SMALL}, .input = "6\ng\n1999\n2\n\nw\nx\n9\n\nq\n"},
     EX_OK,
     "官方网页一共 2 个",
     NULL},
    {NO_HAND_OVER,
     {.words = {"--plain", SMALL, "--config", "%u/hall.conf"},
      .input = "6\nw\ng\n1999\n2\n\np\nj\n\n\n\nq\n"},
     EX_OK,
     "可以用手机扫",
     NULL},
    {"", {.words = {"--plain", SMALL}, .input = "s\n某职工\n1\nb\nq\n"}, EX_OK, "所在地：北京市。", NULL},
    {"", {.words = {"--plain", SMALL}, .input = "s\n吉林\n1\n0\nq\n"}, EX_OK, "所在地：吉林省长春市。", NULL},
    {"UPDATE institution SET province = '北京市', city = '北京市', kind = '普通', level = '本科' WHERE city "
     "= '';",
     {.words = {"--plain", SMALL}, .input = "s\n某职工\n1\nq\nq\n"},
     EX_OK,
     "所在地：北京市。",
     NULL},
    {HOME_IS_FOUND,
     {.words = {"--plain", SMALL}, .input = "大学工业\n4\nq\n"},
     EX_OK,
     "https://www.chsi.com.cn/",
     NULL},
};

static void what_a_handbook_does_not_have_is_left_out(void **state)
{
    check_all(*state, sparse, ARRAY_SIZE(sparse));
}

/* ---- what contradicts itself is refused ---- */

#define REFUSED EX_DATAERR, "内容已损坏", NULL

static const struct row torn[] = {
    {NO_HAND_OVER NO_LINK_HOME, {.words = {"guide", "6", "--answers", TO_THE_END, SMALL}}, REFUSED},
    {NO_HAND_OVER NO_LINK_HOME, {.words = {"guide", "6", SMALL}, .input = "1999\n2\n"}, REFUSED},
    {NO_HAND_OVER NO_LINK_HOME,
     {.words = {"print", "6", "--answers", TO_THE_END, "--output", "-", SMALL}},
     REFUSED},
    {NO_HAND_OVER NO_LINK_HOME, {.words = {"--plain", SMALL}, .input = "6\ng\n1999\n2\nw\n"}, REFUSED},
    {HOME_IS_FOUND NO_LINK_HOME, {.words = {"--plain", SMALL}, .input = "大学工业\n4\n"}, REFUSED},
    {UNSURE_YEAR, {.words = {"guide", "1", SMALL}, .input = "0\n"}, REFUSED}, /* until which day? */
    {UNSURE_YEAR, {.words = {"guide", "1", "--answers", "year=unsure", "--format", "json", SMALL}}, REFUSED},
    {UNSURE_YEAR, {.words = {"print", "1", "--answers", "year=unsure", "--output", "-", SMALL}}, REFUSED},
    {ENDLESS_ADDRESS, {.words = {"qr", "home", "--svg", "-", SMALL}}, EX_DATAERR, "做不成二维码", NULL},
    {ENDLESS_ADDRESS, {.words = {"check", SMALL, "--site", "%u/none.db"}}, EX_DATAERR, "做不成二维码", NULL},
    {SCHOOL_ASKED "DELETE FROM institution;",
     {.words = {"guide", "5", SMALL}, .input = "1999\n2\n吉林\n"},
     REFUSED},
    {NO_HAND_OVER NO_TIP, {.words = {"guide", "6", "--answers", TO_THE_END, SMALL}}, REFUSED},
    {NO_HAND_OVER NO_TIP,
     {.words = {"guide", "6", "--answers", TO_THE_END, "--format", "json", SMALL}},
     REFUSED},
    {NO_HAND_OVER NO_TIP,
     {.words = {"print", "6", "--answers", TO_THE_END, "--output", "-", SMALL}},
     REFUSED},
    {NO_HAND_OVER NO_TIP, {.words = {"--plain", SMALL}, .input = "6\ng\n1999\n2\n"}, REFUSED},
    {"DELETE FROM guide_edge;", {.words = {"--plain", SMALL}, .input = "6\ng\n1999\n"}, REFUSED},
    {"DELETE FROM guide_edge;", {.words = {"guide", "6", SMALL}}, REFUSED},
    {CIRCLE, {.words = {"guide", "3", SMALL}, .input = "1999\n1\n1\n1\n"}, REFUSED},
    {CIRCLE, {.words = {"guide", "3", "--paths", SMALL}}, REFUSED},
    {CIRCLE, {.words = {"guide", "3", "--answers", TO_THE_END ",again=one", SMALL}}, REFUSED},
    {CIRCLE, {.words = {"--plain", SMALL}, .input = "3\ng\n1999\n1\n1\n1\n"}, REFUSED},
    {"DELETE FROM guide_edge;",
     {.words = {"print", "6", "--answers", TO_THE_END, "--output", "-", SMALL}},
     REFUSED},
    {"DELETE FROM institution;", {.words = {"--plain", SMALL}, .input = "s\n吉林\n"}, REFUSED},
    {"DELETE FROM institution;", {.words = {"school", "吉林", SMALL}}, REFUSED},
    {"DELETE FROM institution_list;", {.words = {"--plain", SMALL}, .input = "s\n吉林\n"}, REFUSED},
    {"UPDATE institution_list SET date = 'x';", {.words = {"school", "吉林", SMALL}}, REFUSED},
};

static void a_handbook_that_names_what_it_does_not_have_is_refused(void **state)
{
    check_all(*state, torn, ARRAY_SIZE(torn));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_a_handbook_does_not_have_is_left_out),
        cmocka_unit_test(a_handbook_that_names_what_it_does_not_have_is_refused),
    };
    engine_spare_allocations();
    return cmocka_run_group_tests_name("handbooks of other shapes", tests, command_world_setup,
                                       command_world_teardown);
}
