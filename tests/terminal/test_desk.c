/* SPDX-License-Identifier: MIT */
/* The real desk in a terminal, with a site.db on a disk. */
#include "tests/terminal/kiosk.h"

#include <ftw.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include <cmocka.h>

#define BENCH "数字 选题"
#define PASSWORD "geheim-2026"

struct folder {
    char path[64], site[96];
};

static int set_up(void **state)
{
    struct folder *folder = calloc(1, sizeof(*folder));
    assert_non_null(folder);
    strcpy(folder->path, "/tmp/yibentong-desk.XXXXXX");
    assert_non_null(mkdtemp(folder->path));
    snprintf(folder->site, sizeof(folder->site), "%s/site.db", folder->path);
    *state = folder;
    return 0;
}

static int remove_one(const char *path, const struct stat *status, int type, struct FTW *walk)
{
    (void)status, (void)type, (void)walk;
    return remove(path);
}

static int tear_down(void **state)
{
    struct folder *folder = *state;
    nftw(folder->path, remove_one, 8, FTW_DEPTH | FTW_PHYS);
    free(folder);
    return 0;
}

static const char *const gb_environment[] = {"TERM=xterm-256color", "LANG=zh_CN.GB18030",
                                             "LOCPATH=/nonexistent", "TZ=Asia/Shanghai", NULL};

static void start(struct glass *out, const struct folder *folder, const char *command, bool gb18030)
{
    struct glass_options options = kiosk_usual;
    if (gb18030) {
        options.env = gb_environment;
        options.charset = "GB18030";
    }
    kiosk_start_with(out, &options, (const char *const[]){"--site", folder->site, command, NULL});
}

/* The very first start, up to the workbench. */
static void start_first(struct glass *out, const struct folder *folder)
{
    start(out, folder, "desk", false);
    glass_expect(out, "第一次使用");
    glass_type(out, "chen\r");
    glass_type(out, PASSWORD "\r" PASSWORD "\r");
    glass_expect(out, BENCH);
}

static void log_in(struct glass *out, const struct folder *folder, bool gb18030)
{
    start(out, folder, "desk", gb18030);
    glass_expect(out, "工作台登录");
    glass_type(out, "chen\r" PASSWORD "\r");
    glass_expect(out, BENCH);
}

static void the_first_administrator_comes_to_the_workbench(void **state)
{
    struct glass glass;
    start_first(&glass, *state);
    glass_expect(&glass, "chen（管理员）");
    kiosk_leave(&glass);
    log_in(&glass, *state, false);
    glass_type(&glass, "\003");
    assert_int_equal(glass_wait_end(&glass, GLASS_PATIENCE_MS, false), 0);
    glass_assert_restored(&glass);
    glass_stop(&glass);
}

static void what_is_being_written_survives_the_end_of_the_terminal(void **state)
{
    struct glass glass;
    start_first(&glass, *state);
    glass_type(&glass, "b");
    glass_expect(&glass, "正在显示");
    glass_type(&glass, "3");
    glass_expect(&glass, "0/4000");
    glass_type(&glass, "\033[200~第一行\r第二行\033[201~");
    glass_expect(&glass, "第二行");
    kiosk_leave(&glass);
    log_in(&glass, *state, false);
    glass_type(&glass, "b3");
    glass_expect(&glass, "第二行");
    assert_int_equal(glass_find(&glass, "第二行"), glass_find(&glass, "第一行") + 1);
    kiosk_leave(&glass);
}

static void ctrl_l_hides_everything_until_the_password_comes(void **state)
{
    struct glass glass;
    start_first(&glass, *state);
    glass_type(&glass, "2");
    glass_expect(&glass, "首先确认");
    glass_type(&glass, "\014");
    glass_expect(&glass, "已锁定：chen");
    glass_expect_gone(&glass, "首先确认");
    glass_type(&glass, PASSWORD "\r");
    glass_expect(&glass, "首先确认");
    kiosk_leave(&glass);
}

static void a_GB18030_terminal_types_into_the_text(void **state)
{
    static const char hanzi[] = "\xd1\xa7\xbc\xae"; /* 学籍 */
    struct glass glass;
    start_first(&glass, *state);
    kiosk_leave(&glass);
    log_in(&glass, *state, true);
    glass_type(&glass, "b");
    glass_expect(&glass, "正在显示");
    glass_type(&glass, "3");
    glass_expect(&glass, "0/4000");
    glass_send(&glass, hanzi, sizeof(hanzi) - 1);
    glass_expect(&glass, "学籍");
    glass_expect(&glass, "2/4000");
    glass_type(&glass, "\177");
    glass_expect(&glass, "1/4000");
    glass_type(&glass, "\032"); /* Ctrl-Z */
    glass_expect(&glass, "2/4000");
    kiosk_leave(&glass);
}

static void what_the_desk_publishes_the_kiosk_beside_it_shows(void **state)
{
    struct glass desk, kiosk;
    start_first(&desk, *state);
    start(&kiosk, *state, NULL, false);
    glass_expect(&kiosk, KIOSK_ATTRACT);
    glass_type(&desk, "b");
    glass_expect(&desk, "正在显示");
    glass_type(&desk, "4");
    glass_expect(&desk, "0/4000");
    glass_type(&desk, "zhangsan yao dengji");
    glass_expect(&desk, "dengji");
    glass_type(&desk, "\t");
    glass_type(&desk, "\033[C\033[C\r");
    glass_expect(&desk, "发布这段文字吗");
    glass_type(&desk, "y");
    glass_expect(&desk, "已发布");
    glass_type(&kiosk, "\r");
    glass_expect(&kiosk, KIOSK_HOME);
    glass_type(&kiosk, "4");
    glass_expect(&kiosk, "理由和材料");
    glass_type(&kiosk, "\033[6~");
    glass_expect(&kiosk, "本校补充（不是手册原文）");
    glass_expect(&kiosk, "zhangsan yao dengji");
    kiosk_leave(&kiosk);
    kiosk_leave(&desk);
}

static void without_its_folder_it_says_what_to_do(void **state)
{
    struct folder *folder = *state;
    struct folder nowhere = *folder;
    struct glass glass;
    snprintf(nowhere.site, sizeof(nowhere.site), "%s/no/site.db", folder->path);
    start(&glass, &nowhere, "desk", false);
    glass_expect(&glass, "没有文件夹来放本校数据");
    assert_int_equal(glass_wait_end(&glass, GLASS_PATIENCE_MS, false), EX_NOINPUT << 8);
    glass_stop(&glass);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(int argc, char **argv)
{
    if (!kiosk_take_program(argc, argv))
        return EX_USAGE;
    const struct CMUnitTest tests[] = {
        TEST(the_first_administrator_comes_to_the_workbench),
        TEST(what_is_being_written_survives_the_end_of_the_terminal),
        TEST(ctrl_l_hides_everything_until_the_password_comes),
        TEST(a_GB18030_terminal_types_into_the_text),
        TEST(what_the_desk_publishes_the_kiosk_beside_it_shows),
        TEST(without_its_folder_it_says_what_to_do),
    };
    return cmocka_run_group_tests_name("the desk in a terminal", tests, NULL, NULL);
}
