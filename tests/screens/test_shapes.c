/* SPDX-License-Identifier: MIT */
/* Handbooks of other shapes than ours on the screen: what they do not have leaves no heading behind, and what
 * contradicts itself is said, not shown. */
#include "tests/screens/player.h"
#include "tests/unit/handbook_fixture.h"
#include "tests/unit/handbook_shapes.h"

#include "base/error.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#define TIP_PAPERS                                                                                           \
    "UPDATE guide_item SET supplement = 'tip' WHERE list = 2;"                                               \
    "INSERT INTO guide_item VALUES (6, 3, 2, 2, '照片', '');"

struct row {
    const char *damage; /* SQL, on the small handbook */
    bool desk;
    const char *script, *screen;
    const char *shows, *hides; /* NULL: nothing in particular */
};

static void check(const struct row *row)
{
    struct image image = fixture_build(row->damage);
    struct handbook *handbook;
    struct player player;
    assert_int_equal(handbook_open_bytes(&handbook, image.bytes, image.n), 0);
    handbook_own_bytes(handbook, image.bytes);
    player_open(&player, &(struct player_options){.rows = row->desk ? 40 : 30,
                                                  .cols = row->desk ? 132 : 100,
                                                  .hall = row->desk ? PLAYER_DESK : PLAYER_KIOSK,
                                                  .printer = true,
                                                  .handbook = handbook});
    player_play(&player, row->script);
    assert_screen(&player, row->screen);
    if (row->shows)
        assert_shows(&player, row->shows);
    if (row->hides)
        assert_hidden(&player, row->hides);
    player_close(&player);
}

static void check_all(const struct row *rows, size_t n)
{
    for (size_t i = 0; i < n; i++)
        check(&rows[i]);
}

/* ---- what is not there is left out ---- */

static const struct row sparse[] = {
    {"", false, "Enter 2 wait:900", "answer", "正文。", "官方页面"},
    {"", false, "Enter 3 Q", "answer", NULL, NULL},
    {"UPDATE question SET audience = 1;", false, "Enter Right Right Down PgDn End Up Home Enter", "home",
     NULL, "问题1？"},
    {"", false, "Enter 3 P", "print", "正文。", NULL},
    {"", false, "Enter 3 Space type:1999 Enter 2", "outcome", "手册没有列出材料", "官方页面"},
    {"", false, "Enter 3 Space type:1999 Enter 2 Q P", "print", "先这样。", NULL},
    {NO_HAND_OVER, false, "Enter 6 Space type:1999 Enter 2", "outcome", "毕业高校", NULL},
    {NO_HAND_OVER "UPDATE guide_node SET office = 0 WHERE guide = 6;", false,
     "Enter 6 Space type:1999 Enter 2", "outcome", "毕业高校", "请向本校"},
    {UNSURE_YEAR "UPDATE guide_node SET title = '结果'; UPDATE guide_item SET text = '先这样。';", false,
     "Enter 3 Space Down Down Down Enter", "outcome", "记不清", NULL},
    {"DELETE FROM former_name;", false, "Enter s type:4211050001 Down Enter", "school-card", "某职工大学",
     "曾用名"},
    {"INSERT INTO former_name VALUES ('4122010183', 2, '某医科大学', '2000-06-12');", false,
     "Enter s type:吉林 Down Enter", "school-card", "某医科大学", NULL},
    {"", true, "login:李老师 1 wait:900", "desk-question", "手册和补充说明都没有列出", "官方页面"},
    {"", true, "login:李老师 1 wait:900 F", "desk-question", NULL, NULL},
    {"", true, "login:李老师 6", "desk-question", "到某日为止", NULL},
    {TIP_PAPERS, true, "login:李老师 6", "desk-question", "照片", NULL},
    {"", true, "login:王老师 j Tab Right", "desk-stats", NULL, NULL},
};

static void what_a_handbook_does_not_have_leaves_no_heading(void **state)
{
    (void)state;
    check_all(sparse, ARRAY_SIZE(sparse));
}

/* ---- what contradicts itself is said ---- */

static const struct row torn[] = {
    {NO_HAND_OVER NO_TIP, false, "Enter 6 Space type:1999 Enter 2", "service", "内容数据库损坏", NULL},
    {NO_HAND_OVER NO_LINK_HOME, false, "Enter 6 Space type:1999 Enter 2", "service", "内容数据库损坏", NULL},
    {UNSURE_YEAR, false, "Enter 3 Space Down Down Down Enter", "service", "内容数据库损坏", NULL},
    {"DELETE FROM guide_edge;", false, "Enter 3 Space", "service", "内容数据库损坏", NULL},
    {CIRCLE, false, "Enter 3 Space type:1999 Enter 1 1 1", "service", "内容数据库损坏", NULL},
    {"DELETE FROM institution;", false, "Enter s type:吉林", "school", "名单暂时读不出来", NULL},
    {NO_TIP TIP_PAPERS, true, "login:李老师 6", "service", "内容数据库损坏", NULL},
    {"DELETE FROM guide_edge;", true, "login:李老师 6", "service", "内容数据库损坏", NULL},
};

static void what_contradicts_itself_is_said_and_there_is_a_way_home(void **state)
{
    (void)state;
    check_all(torn, ARRAY_SIZE(torn));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_a_handbook_does_not_have_leaves_no_heading),
        cmocka_unit_test(what_contradicts_itself_is_said_and_there_is_a_way_home),
    };
    return cmocka_run_group_tests_name("handbooks of other shapes", tests, NULL, NULL);
}
