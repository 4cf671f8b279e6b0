/* SPDX-License-Identifier: MIT */
/* What a command says of something that goes wrong, and the exit code that goes with it. */
#include "tests/faults/calls.h"
#include "tests/faults/command_line.h"
#include "tests/faults/engine.h"
#include "tests/faults/ways.h"
#include "tests/unit/bundle_fixture.h"
#include "tests/unit/sql_fixture.h"

#include "base/error.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#include <cmocka.h>

#define LONG_LINE                                                                                            \
    "mima2026mima2026mima2026mima2026mima2026mima2026mima2026mima2026"                                       \
    "mima2026mima2026mima2026mima2026mima2026mima2026mima2026mima2026x"
#define TWICE(line) line "\n" line "\n"
#define EXPORT "site", "export", "%u/out.ybt", "--key"
#define NOBODY 65534

struct row {
    struct command_deed deed;
    int code;
    const char *says;
    const char *calls;              /* these fail, or */
    struct command_failure failure; /* .code 0: nothing does */
};

static void check(const struct command_world *world, const struct row *row)
{
    ways_forget(4);
    calls_choose(row->calls);
    struct command_result result = command_run(world, &row->deed, row->failure.code ? &row->failure : NULL);
    calls_choose(NULL);
    char *errors = command_errors(world), *output = command_output(world);
    if (result.code != row->code || !(strstr(errors, row->says) || strstr(output, row->says)))
        fail_msg("%s %s: %d, not %d, “%s”; %s%s", row->deed.words[0], row->deed.words[1], result.code,
                 row->code, row->says, errors, output);
    free(errors);
    free(output);
}

static void check_all(const struct command_world *world, const struct row *rows, size_t n)
{
    for (size_t i = 0; i < n; i++)
        check(world, &rows[i]);
}

/* ---- passwords and keys ---- */

static void a_password_that_is_none_is_refused_with_the_reason(void **state)
{
    static const struct row rows[] = {
        {{.words = {"site", "admin", HALL_ADMIN, "--site", "%d"}, .input = TWICE("kurz")},
         EX_DATAERR,
         "太短"},
        {{.words = {"site", "admin", "guanliyuan", "--site", "%d"}, .input = TWICE("guanliyuan")},
         EX_DATAERR,
         "不能就是姓名"},
        {{.words = {"site", "admin", HALL_ADMIN, "--site", "%d"}, .input = TWICE(LONG_LINE)},
         EX_DATAERR,
         "太长"},
        {{.words = {"site", "admin", HALL_ADMIN, "--site", "%d"}, .input = TWICE(LONG_LINE LONG_LINE)},
         EX_DATAERR,
         "太长"},
        {{.words = {"site", "admin", HALL_ADMIN, "--site", "%d"}, .input = TWICE("mima\tmima2026")},
         EX_DATAERR,
         "不能用的字符"},
        {{.words = {"site", "admin", HALL_ADMIN, "--site", "%d"}, .input = "mima2026\nmima2027\n"},
         EX_DATAERR,
         "不一样"},
        {{.words = {"site", "admin", HALL_ADMIN, "--site", "%d"}, .input = ""}, EX_DATAERR, "没有输入密码"},
        {{.words = {"site", "admin", " ", "--site", "%d"}}, EX_USAGE, "姓名要有"},
        {{.words = {"content", "key", "%u/another"},
          .input = TWICE(
              LONG_LINE LONG_LINE LONG_LINE LONG_LINE LONG_LINE LONG_LINE LONG_LINE LONG_LINE LONG_LINE)},
         EX_NOINPUT,
         "密码太长"},
        {{.words = {"content", "key", "%u/another"}, .input = ""}, EX_NOINPUT, "没有输入密码"},
    };
    check_all(*state, rows, ARRAY_SIZE(rows));
}

static void a_key_that_is_none_signs_nothing(void **state)
{
    static const struct row rows[] = {
        {{.words = {EXPORT, "%u/hall.conf", "--sequence", "3", "--site", "%d"}},
         EX_DATAERR,
         "不是 minisign 私钥"},
        {{.words = {EXPORT, "%u/none.key", "--sequence", "3", "--site", "%d"}}, EX_NOINPUT, "读不了私钥"},
        {{.words = {EXPORT, "%u", "--sequence", "3", "--site", "%d"}}, EX_NOINPUT, "读不了私钥"},
        {{.words = {"site", "export", "%u/out.ybt", "--sequence", "3", "--site", "%d"}}, EX_USAGE, "--key"},
        {{.words = {EXPORT, "%u/office.key", "--site", "%d"}}, EX_USAGE, "--sequence"},
        {{.words = {EXPORT, "%u/office.key", "--sequence", "3", "--site", "%d", "--valid-from", "2026-11-23",
                    "--valid-until", "2026-11-22"}},
         EX_USAGE,
         "早于"},
        {{.words = {EXPORT, "%u/office.key", "--sequence", "3", "--site", "%d", "--edition", LONG_LINE}},
         EX_USAGE,
         "--edition 太长"},
        {{.words = {EXPORT, "%u/office.key", "--sequence", "3", "--site", "%d", "--edition", "\a"}},
         EX_USAGE,
         "--edition 里有不能显示的字符，或是空的"},
        {{.words = {"site", "export", "/dev/null/out.ybt", "--key", "%u/office.key", "--sequence", "3",
                    "--site", "%d"}},
         EX_CANTCREAT,
         "写不了"},
    };
    check_all(*state, rows, ARRAY_SIZE(rows));
}

static void a_command_line_that_is_wrong_is_told_where(void **state)
{
    static const struct row rows[] = {
        {{.words = {"list", "--format", "text"}}, EX_OK, "1"},
        {{.words = {"list", "--format", "xml"}}, EX_USAGE, "只能是 text 或 json"},
        {{.words = {"list", "--format"}}, EX_USAGE, "--format 后面要写"},
        {{.words = {"guide", "2", "--paths=1"}}, EX_USAGE, "--paths 后面不写东西"},
        {{.words = {"list", "--nonsense"}}, EX_USAGE, "“--nonsense”"},
        {{.words = {"list", "-x"}}, EX_USAGE, "“-x”"},
        {{.words = {"list", "-\001"}}, EX_USAGE, "“-?”"},
        {{.words = {"list", "-\177"}}, EX_USAGE, "“-?”"},
        {{.words = {"list", "-3"}}, EX_USAGE, "如果是题号"},
        {{.words = {EXPORT, "x", "--sequence", "1000000"}}, EX_USAGE, "要写 1 到 999999 的整数"},
        {{.words = {EXPORT, "x", "--sequence", "12a"}}, EX_USAGE, "要写 1 到 999999 的整数"},
        {{.words = {EXPORT, "x", "--sequence", "012"}}, EX_USAGE, "要写 1 到 999999 的整数"},
        {{.words = {"search", "x", "--limit", "10000"}}, EX_USAGE, "要写 1 到 9999 的整数"},
        {{.words = {"search", "x", "--limit", "0"}}, EX_USAGE, "要写 1 到 9999 的整数"},
        {{.words = {"search", "x", "--limit", "1x"}}, EX_USAGE, "要写 1 到 9999 的整数"},
        {{.words = {"print", "6", "--paper", "58", "--output", "-"}}, EX_OK, ""},
        {{.words = {"print", "6", "--paper", "a3"}}, EX_USAGE, "只能是 58、80 或 a4"},
        {{.words = {"--theme", "pink"}}, EX_USAGE, "没有配色"},
    };
    check_all(*state, rows, ARRAY_SIZE(rows));
}

/* ---- the hall's own data ---- */

static void whatever_is_wrong_with_the_hall_s_data_has_its_exit_code(void **state)
{
    static const struct {
        int sqlite, code;
        const char *says;
    } cases[] = {
        {SQLITE_BUSY, EX_TEMPFAIL, "正被别的程序占用"}, {SQLITE_CORRUPT, EX_DATAERR, "文件已损坏"},
        {SQLITE_NOTADB, EX_DATAERR, "文件已损坏"},      {SQLITE_IOERR, EX_NOINPUT, "读写错误"},
        {SQLITE_NOMEM, EX_OSERR, "内存不足"},
    };
    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        const struct row row = {{.words = {"site", "init", "--site", "%d"}},
                                cases[i].code,
                                cases[i].says,
                                NULL,
                                {.layer = COMMAND_ENGINE, .code = cases[i].sqlite, .k = 1, .for_ever = true}};
        check(*state, &row);
    }
}

/* What is written there is noted where it can be: a disk that takes nothing is no reason not to hand out. */
static void what_can_only_be_read_is_still_handed_out(void **state)
{
    static const int codes[] = {SQLITE_READONLY, SQLITE_FULL};
    for (size_t i = 0; i < ARRAY_SIZE(codes); i++) {
        const struct row row = {{.words = {EXPORT, "%u/office.key", "--sequence", "4", "--site", "%d"},
                                 .reset = command_without_files},
                                EX_OK,
                                "已签名",
                                NULL,
                                {.layer = COMMAND_ENGINE, .code = codes[i], .k = 1}};
        check(*state, &row);
    }
}

static void without_a_school_there_is_nothing_to_hand_out(void **state)
{
    const struct command_world *world = *state;
    const struct row row = {{.words = {EXPORT, "%u/office.key", "--sequence", "4", "--site", "%u/new.db"}},
                            EX_DATAERR,
                            "还没有选定学校"};
    const struct command_deed init = {.words = {"site", "init", "--site", "%u/new.db"},
                                      .reset = command_without_files};
    assert_int_equal(command_run(world, &init, NULL).code, EX_OK);
    check(world, &row);
}

static void data_of_a_newer_program_are_left_alone(void **state)
{
    const struct command_world *world = *state;
    const struct command_deed init = {.words = {"site", "init", "--site", "%u/new.db"},
                                      .reset = command_without_files};
    const struct row row = {{.words = {"stats", "--site", "%u/new.db"}}, EX_DATAERR, "另一个版本的程序"};
    char path[COMMAND_WORD_SIZE];
    snprintf(path, sizeof(path), "%s/new.db", world->machine->stick);
    assert_int_equal(command_run(world, &init, NULL).code, EX_OK);
    run_sql(path, "PRAGMA user_version = 99");
    check(world, &row);
}

/* ---- content ---- */

#define PLACE "--state", "%s", "--keys", "%k"

static void what_is_in_use_is_told_with_what_is_wrong_about_it(void **state)
{
    static const struct row rows[] = {
        {{.words = {"content", "info", PLACE, "--site", "%d"}, .reset = command_without_updates},
         EX_OK,
         "程序内置的内容"},
        {{.words = {"content", "install", "%u/2.ybt", "--yes", PLACE, "--site", "%d"}}, EX_OK, "已安装"},
        {{.words = {"content", "info", PLACE, "--site", "%d"}}, EX_OK, "可以退回：程序内置的内容"},
        {{.words = {"content", "info", "%u/2.ybt", PLACE, "--site", "%d"}}, EX_OK, "本机不能安装"},
        {{.words = {"content", "install", "%u/3.ybt", "--yes", PLACE, "--site", "%d"}}, EX_OK, "已安装"},
        {{.words = {"content", "info", PLACE, "--site", "%d"}}, EX_OK, "可以退回：第 2 号"},
        {{.words = {"content", "info", PLACE, "--site", "%d", "--today", "2099-01-01"}}, EX_OK, "已过有效期"},
        {{.words = {"content", "rollback", "--yes", PLACE, "--site", "%d"}}, EX_OK, "已退回第 2 号"},
        {{.words = {"content", "rollback", "--yes", PLACE, "--site", "%d", "--format", "json"}},
         EX_OK,
         "embedded"},
        {{.words = {"content", "rollback", "--yes", PLACE, "--site", "%d"}}, EX_PROTOCOL, "退回"},
        {{.words = {"site", "import", "%u/2.ybt", "--yes", PLACE, "--site", "%d"}},
         EX_PROTOCOL,
         "这是手册内容包"},
        {{.words = {"site", "import", "%u/2.ybt", "--yes", PLACE, "--site", "%d", "--format", "json"}},
         EX_PROTOCOL,
         "wrong-kind"},
    };
    const struct command_world *world = *state;
    struct bundle_header header = machine_header(3);
    struct image image = fixture_build("");
    header.until = (struct date){2027, 12, 31};
    machine_put(world->machine, "3.ybt",
                machine_bundle(&header, image.bytes, image.n, &world->machine->current));
    free(image.bytes);
    check_all(world, rows, ARRAY_SIZE(rows));
}

/* ---- who may ---- */

static void give_away(const struct command_world *world, uid_t owner, gid_t group)
{
    char journal[COMMAND_WORD_SIZE];
    snprintf(journal, sizeof(journal), "%s-journal", world->hall.path);
    const char *const paths[] = {world->hall.folder, world->hall.path, journal};
    for (size_t i = 0; i < ARRAY_SIZE(paths); i++) {
        assert_int_equal(chown(paths[i], owner, group), 0);
        assert_int_equal(chmod(paths[i], i ? 0660 : 0770), 0);
    }
}

/* As somebody of the group NOBODY. */
static void check_as_nobody(const struct command_world *world, const struct row *row)
{
    assert_int_equal(setegid(NOBODY), 0);
    assert_int_equal(seteuid(NOBODY), 0);
    check(world, row);
    assert_int_equal(seteuid(0), 0);
    assert_int_equal(setegid(0), 0);
}

/* The group may write to it, for the desk; that makes nobody an administrator. */
static void only_the_owner_of_the_file_makes_an_administrator(void **state)
{
    const struct command_world *world = *state;
    const struct row refused = {
        {.words = {"site", "admin", HALL_ADMIN, "--site", "%d"}, .input = TWICE(HALL_PASSWORD)},
        EX_NOPERM,
        "只有 root 或"};
    const struct row done = {refused.deed, EX_OK, "设置新密码"};
    check(world, &done);
    if (geteuid() != 0) /* only root can be somebody else */
        return;
    give_away(world, 0, NOBODY);
    check_as_nobody(world, &refused);
    give_away(world, NOBODY, NOBODY);
    check_as_nobody(world, &done);
    give_away(world, 0, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_password_that_is_none_is_refused_with_the_reason),
        cmocka_unit_test(a_key_that_is_none_signs_nothing),
        cmocka_unit_test(a_command_line_that_is_wrong_is_told_where),
        cmocka_unit_test(whatever_is_wrong_with_the_hall_s_data_has_its_exit_code),
        cmocka_unit_test(what_can_only_be_read_is_still_handed_out),
        cmocka_unit_test(without_a_school_there_is_nothing_to_hand_out),
        cmocka_unit_test(data_of_a_newer_program_are_left_alone),
        cmocka_unit_test(what_is_in_use_is_told_with_what_is_wrong_about_it),
        cmocka_unit_test(only_the_owner_of_the_file_makes_an_administrator),
    };
    engine_spare_allocations();
    return cmocka_run_group_tests_name("what commands say", tests, command_world_setup,
                                       command_world_teardown);
}
