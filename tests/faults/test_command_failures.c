/* SPDX-License-Identifier: MIT */
/*
 * Commands while something fails once, in every way in which it is reached: an allocation, a call of SQLite,
 * a call of the system. Each time there is an exit code with a meaning and, unless all is as usual, a word
 * about it; afterwards the command works as before.
 */
#include "kiosk/commands.h"
#include "tests/faults/calls.h"
#include "tests/faults/command_line.h"
#include "tests/faults/engine.h"
#include "tests/faults/ways.h"
#include "tests/unit/bundle_fixture.h"

#include "base/error.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <sysexits.h>

#include <cmocka.h>

static void with_an_update(const struct command_world *world)
{
    if (machine_in_use(world->machine) == 1)
        return;
    command_without_updates(world);
    assert_int_equal(machine_install(world->machine, machine_content(1, "", &world->machine->current)), 0);
}

#define PLACE "--state", "%s", "--keys", "%k"

static const struct command_deed deeds[] = {
    {.words = {"list"}},
    {.words = {"list", "--format", "json"}},
    {.words = {"show", "6"}},
    {.words = {"show", "2", "--format", "json", "--site", "%d"}},
    {.words = {"links"}},
    {.words = {"links", "--format", "json"}},
    {.words = {"guide", "7", "--answers", "issue-date=unsure"}},
    {.words = {"guide", "6", "--answers", "certificate-matter=lost", "--format", "json"}},
    {.words = {"guide", "3", "--graph"}},
    {.words = {"guide", "4", "--paths"}},
    {.words = {"guide", "6"}, .input = "3\n1\n"},
    {.words = {"search", "当兵"}},
    {.words = {"search", "byz", "--format", "json"}},
    {.words = {"school", "jlsf"}},
    {.words = {"school", "4122010183", "--format", "json"}},
    {.words = {"qr", "chsi-home"}},
    {.words = {"qr", "chsi-home", "--svg", "-"}},
    {.words = {"qr", "chsi-home", "--png", "%u/out.png"}, .reset = command_without_files},
    {.words = {"print", "6", "--output", "-", "--site", "%d"}},
    {.words = {"check", "--content", "%u/small.db", "--site", "%d", PLACE}, .reports = true, .slow = true},
    {.words = {"content", "info", PLACE}, .reset = with_an_update, .slow = true},
    {.words = {"content", "info", "%u/2.ybt", "--format", "json", PLACE}},
    {.words = {"content", "verify", "%u/2.ybt", PLACE}},
    {.words = {"content", "install", "%u/2.ybt", "--yes", PLACE, "--site", "%d"},
     .reset = with_an_update,
     .slow = true},
    {.words = {"content", "rollback", "--yes", PLACE, "--site", "%d"}, .reset = with_an_update, .slow = true},
    {.words = {"content", "key", "%u/new", "--no-password"}, .reset = command_without_files},
    {.words = {"site", "init", "--site", "%u/new.db"}, .reset = command_without_files},
    {.words = {"site", "export", "%u/out.ybt", "--key", "%u/office.key", "--sequence", "3", "--site", "%d"},
     .reset = command_without_files},
    {.words = {"site", "import", "%u/school.ybt", "--yes", PLACE, "--site", "%u/new.db"},
     .reset = command_without_files},
    {.words = {"stats", "--site", "%d", "--today", "2026-11-23"}},
    {.words = {"stats", "--site", "%d", "--today", "2026-11-23", "--format", "json"}},
    {.words = {"stats", "--site", "%d", "--today", "2026-11-23", "--csv", "%u/out.csv"},
     .reset = command_without_files},
    {.words = {"--plain", "--site", "%d"}, .input = "6\n\nw\n1\n0\nf\n4\nh\nl\nq\n"},
    {.words = {"--plain", "--site", "%d"}, .input = "10\n\ng\n3\n2\nw\n\n0\nq\n"},
    {.words = {"--plain"}, .input = "毕业证丢了\n1\n0\nq\n"},
    {.words = {"--plain"}, .input = "s\n吉大\n1\n0\nq\n"},
    {.words = {"school", "吉利", "--limit", "3"}}, /* has had other names */
    {.words = {"school", "吉利", "--limit", "1", "--format", "json"}},
    {.words = {"school", "xyzzyq"}},
    {.words = {"search", "xyzzyq", "--format", "json"}},
    {.words = {"search", "吉利", "--limit", "2", "--format", "json"}},
    {.words = {"guide", "2", "--graph"}},
    {.words = {"guide", "9", "--graph"}},
    {.words = {"guide", "2", "--answers", "school-listed=x"}},
    {.words = {"guide", "5", "--answers", "x=y", "--format", "json"}},
    {.words = {"qr", "chsi-home", "--png", "-", "--svg", "-"}},
    {.words = {"qr", "nichts"}},
    {.words = {"search", "学信网", "--format", "json"}},
    {.words = {"guide", "2"}, .input = "吉大\n1\n2\nc\n1\n?\n"},
    {.words = {"guide", "2", "--answers", "school-listed=4122010183,admitted-by-rules=yes"}},
    {.words = {"guide", "1", "--answers", "x"}},
    {.words = {"print", "1", "--config", "%u/hall.conf"}},
    {.words = {"print", "1", "--config", "%u/hall.conf", "--printer", "没有"}},
    {.words = {"print", "6", "--config", "%u/hall.conf", "--printer", "网络"}},
    {.words = {"check", "--content", "%u/small.db", "--config", "%u/hall.conf", "--site", "%u/none.db",
               PLACE},
     .reports = true,
     .slow = true},
    {.words = {"content", "info", "--format", "json", PLACE}, .reset = with_an_update},
    {.words = {"content", "info", "%u/out.png", PLACE}},
    {.words = {"content", "install", "%u/2.ybt", PLACE, "--site", "%d"},
     .input = "n\n",
     .at_terminal = true,
     .reset = with_an_update,
     .slow = true},
    {.words = {"content", "install", "%u/2.ybt", "--yes", "--format", "json", PLACE, "--site", "%d"},
     .reset = with_an_update,
     .slow = true},
    {.words = {"content", "rollback", PLACE, "--site", "%d"},
     .input = "n\n",
     .at_terminal = true,
     .reset = with_an_update,
     .slow = true},
    {.words = {"content", "rollback", "--yes", "--format", "json", PLACE, "--site", "%d"},
     .reset = with_an_update,
     .slow = true},
    {.words = {"content", "key", "%u/new"}, .input = "\n\n"},
    {.words = {"content", "key", "%u/new"}, .input = "eins\nzwei\n"},
    {.words = {"content", "key", "%u/new", "--no-password", "--format", "json"},
     .reset = command_without_files},
    {.words = {"content", "build", "--assets", "%u", "--key", "%u/office.key", "--sequence", "4", "--output",
               "%u/out.ybt"},
     .reset = command_without_files},
    {.words = {"site", "export", "%u/out.ybt", "--key", "%u/office.key", "--sequence", "3", "--format",
               "json", "--edition", "秋", "--site", "%d"},
     .reset = command_without_files},
    {.words = {"site", "import", "%u/school.ybt", PLACE, "--site", "%u/new.db"},
     .input = "n\n",
     .at_terminal = true,
     .reset = command_without_files},
    {.words = {"site", "import", "%u/school.ybt", "--yes", "--format", "json", PLACE, "--site", "%u/new.db"},
     .reset = command_without_files},
    {.words = {"site", "admin", HALL_ADMIN, "--site", "%d"}, .input = "kurz\nkurz\n"},
    {.words = {"site", "admin", HALL_ADMIN, "--site", "%d"}, .input = "mima2026\nmima2027\n"},
    {.words = {"pin", "set", "--site", "%d"}, .input = "123456\n"},
    {.words = {"pin", "set", "--site", "%d"}, .input = "204713\n204714\n"},
    {.words = {"pin", "remove", "--site", "%d"}},
    {.words = {"stats", "--site", "%d", "--today", "2026-11-23", "--csv", "-", "--encoding", "gb18030"}},
    {.words = {"--plain", "--site", "%d", "--config", "%u/hall.conf"},
     .input = "1\np\ny\np\nn\n0\n7\ng\n20250630\np\ny\nq\n"},
    {.words = {"--plain"}, .input = "s\n吉利\n1\n?\n99\n0\nh\n学信网\n1\nb\n0\nq\n"},
    {.words = {"--plain"}, .input = "吉利\n2\n0\n成都\n3\nq\n"},
    {.words = {"--plain"}, .input = "xyzzyq\n!!!\n0\ns\nxyzzyq\nb\n13\n8\nh\n?\nx\n0\n"},
    {.words = {"--plain"}, .input = "1\ng\n?\nb\nc\nh\nw\nq\n"},
    {.words = {"--plain"}, .input = "2\ng\n吉大\n1\n1\n2020\n1\nw\nx\nc\n1\n?\nq\n"},
    {.words = {"help"}},
    {.words = {"help", "content"}},
    {.words = {"nonsense"}},
};

/* ---- what fails ---- */

/* How many times something failed. */
static long fail_everywhere(const struct command_world *world, const struct command_deed *deed,
                            const struct command_failure *failure)
{
    long failed = 0;
    int right = command_run(world, deed, NULL).code;
    struct command_result result = {.reached = true};
    for (; result.reached; failed += result.reached) {
        result = command_run(world, deed, failure);
        const char *found = command_finding(&result, right, deed);
        if (found)
            fail_msg("%s %s, %s fails (%s), time %ld: %s (%d, usually %d)", deed->words[0],
                     deed->words[1] ? deed->words[1] : "", failure->name, calls_failed(), failed, found,
                     result.code, right);
    }
    return failed;
}

static void try_all(const struct command_world *world, const struct command_failure *failure)
{
    long failed = 0;
    ways_forget(failure->depth);
    for (size_t i = 0; i < ARRAY_SIZE(deeds); i++)
        if (!failure->for_ever || !deeds[i].slow)
            failed += fail_everywhere(world, &deeds[i], failure);
    assert_true(failed > 0);
}

static void no_command_is_silent_when_memory_runs_out(void **state)
{
    try_all(*state, &(struct command_failure){"an allocation", COMMAND_MEMORY, 0, false, 10});
    try_all(*state, &(struct command_failure){"every allocation", COMMAND_MEMORY, 0, true, 7});
}

static void no_command_is_silent_when_a_database_fails(void **state)
{
    try_all(*state, &(struct command_failure){"SQLite", COMMAND_ENGINE, SQLITE_IOERR, false, 9});
}

static void no_command_is_silent_when_the_system_fails(void **state)
{
    try_all(*state, &(struct command_failure){"the system", COMMAND_SYSTEM, EIO, false, 9});
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_command_is_silent_when_memory_runs_out),
        cmocka_unit_test(no_command_is_silent_when_a_database_fails),
        cmocka_unit_test(no_command_is_silent_when_the_system_fails),
    };
    engine_spare_allocations();
    return cmocka_run_group_tests_name("commands, when something fails", tests, command_world_setup,
                                       command_world_teardown);
}
