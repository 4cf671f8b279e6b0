/* SPDX-License-Identifier: MIT */
/*
 * Commands and dialogues on a handbook so small that each k-th thing can fail: an allocation, a call of
 * SQLite in each of the ways in which one fails, a call of the system. Each time there is an exit code with a
 * meaning and, unless all is as usual, a word about it.
 */
#include "tests/faults/calls.h"
#include "tests/faults/command_line.h"
#include "tests/faults/engine.h"
#include "tests/unit/bundle_fixture.h"

#include "base/error.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define SMALL "--content", "%u/all.db"
#define PLACE "--state", "%s", "--keys", "%k"

/* Guide 5 asks for a school, too; guide 6 stays at home; the search finds a link; a school has had two names.
 */
static const char all[] =
    "INSERT INTO guide_node VALUES (5, 4, 'school', 3, 0, '哪所学校？', '', '', '', 0);"
    "INSERT INTO guide_option VALUES (5, 4, 1, '', '在名单里', ''), (5, 4, 2, 'not-found', '没有', ''),"
    " (5, 4, 3, 'unsure', '不清楚', '');"
    "INSERT INTO guide_edge VALUES (5, 4, 1, 1, 0, 'end'), (5, 4, 2, 1, 0, 'end'), (5, 4, 3, 1, 0, 'end');"
    "UPDATE guide_edge SET to_node = 'school' WHERE guide = 5 AND node = 2;"
    "UPDATE guide_edge SET to_guide = 0, to_node = 'end' WHERE to_guide = 7;"
    "INSERT INTO search_entry VALUES (1, 6, 0, 'home', -1, 'www.chsi.com.cn', '大学工业'),"
    " (2, 7, 6, '', 1, '', '工学职业');"
    "INSERT INTO former_name VALUES ('4122010183', 2, '某医科大学', '2000-06-12');";

static const struct command_deed deeds[] = {
    {.words = {"show", "6", SMALL, "--site", "%d"}},
    {.words = {"show", "6", SMALL, "--site", "%d", "--format", "json"}},
    {.words = {"list", SMALL, "--format", "json"}},
    {.words = {"list", SMALL}, .shown = true},
    {.words = {"show", "6", SMALL, "--site", "%d"}, .shown = true},
    {.words = {"search", "大学工业", SMALL}, .shown = true},
    {.words = {"search", "xyzzyq", SMALL}, .shown = true},
    {.words = {"school", "吉林", SMALL}, .shown = true},
    {.words = {"school", "某", SMALL}, .shown = true},
    {.words = {"qr", "home", SMALL}, .shown = true},
    {.words = {"links", SMALL}, .shown = true},
    {.words = {"check", SMALL, "--site", "%d", "--config", "%u/hall.conf", PLACE},
     .reports = true,
     .shown = true},
    {.words = {"stats", "--site", "%d", "--today", "2026-11-23"}, .shown = true},
    {.words = {"--plain", SMALL}, .input = "6\n\nq\n", .at_terminal = true, .shown = true},
    {.words = {"links", SMALL, "--format", "json"}},
    {.words = {"search", "大学工业", SMALL}},
    {.words = {"search", "大学工业", SMALL, "--format", "json"}},
    {.words = {"school", "吉林", SMALL}},
    {.words = {"school", "吉林", SMALL, "--format", "json"}},
    {.words = {"guide", "6", SMALL, "--answers", "year=1999,way=two", "--site", "%d"}},
    {.words = {"guide", "6", SMALL, "--answers", "year=1999,way=two", "--format", "json"}},
    {.words = {"guide", "5", SMALL, "--answers", "year=1999,way=two,school=4122010183"}},
    {.words = {"guide", "5", SMALL, "--answers", "year=1999,way=two", "--format", "json"}},
    {.words = {"guide", "6", SMALL, "--graph"}},
    {.words = {"guide", "6", SMALL, "--paths", "--format", "json"}},
    {.words = {"guide", "5", SMALL}, .input = "1999\n1\n吉林\n1\n1\n1998\nb\n?\n\n"},
    {.words = {"print", "6", SMALL, "--output", "-", "--site", "%d"}},
    {.words = {"print", "6", SMALL, "--answers", "year=1999,way=two", "--output", "-", "--site", "%d"}},
    {.words = {"print", "6", SMALL, "--config", "%u/hall.conf"}},
    {.words = {"qr", "home", SMALL}},
    {.words = {"qr", "home", SMALL, "--svg", "-"}},
    {.words = {"check", SMALL, "--site", "%d", "--config", "%u/hall.conf", PLACE, "--format", "json"},
     .reports = true},
    {.words = {"--plain", SMALL, "--site", "%d"}, .input = "6\nw\nr\ng\n1999\n2\n\nw\n1\n2001\n2\n\nq\n"},
    {.words = {"--plain", SMALL, "--site", "%d"}, .input = "大学工业\n4\n大学工业\n5\n0\nq\n"},
    {.words = {"--plain", SMALL}, .input = "s\n吉林\n1\n某职工\n0\nf\n2\nl\nq\n"},
    {.words = {"--plain", SMALL, "--config", "%u/hall.conf"}, .input = "6\np\nj\n0\nq\n"},
    {.words = {"site", "export", "%u/out.ybt", "--key", "%u/office.key", "--sequence", "3", "--site", "%d"}},
    {.words = {"site", "export", "%u/out.ybt", "--key", "%u/office.key", "--site", "%d"}},
    {.words = {"site", "import", "%u/school.ybt", "--yes", PLACE, "--site", "%u/new.db"},
     .reset = command_without_files},
    {.words = {"content", "info", "%u/2.ybt", PLACE, "--site", "%d"}},
    {.words = {"content", "info", PLACE, "--site", "%d"}},
    {.words = {"stats", "--site", "%d", "--today", "2026-11-23", "--csv", "-"}},
};

/* One after the other, and further apart the more there are. */
static long next(long k)
{
    return k + 1 + k / 80;
}

static void fail_each(const struct command_world *world, const struct command_deed *deed,
                      struct command_failure failure, const int *codes, size_t n_codes)
{
    int right = command_run(world, deed, NULL).code;
    struct command_result result = {.reached = true};
    for (failure.k = 1; result.reached; failure.k = next(failure.k)) {
        failure.code = n_codes ? codes[(size_t)failure.k % n_codes] : 0;
        result = command_run(world, deed, &failure);
        const char *found = command_finding(&result, right, deed);
        if (found)
            fail_msg("%s %s, %s %ld fails (%s, %d): %s (%d, usually %d)", deed->words[0], deed->words[1],
                     failure.name, failure.k, calls_failed(), failure.code, found, result.code, right);
    }
}

static void try_all(const struct command_world *world, struct command_failure failure, const int *codes,
                    size_t n_codes)
{
    for (size_t i = 0; i < ARRAY_SIZE(deeds); i++)
        fail_each(world, &deeds[i], failure, codes, n_codes);
}

static void no_command_is_silent_without_a_piece_of_memory(void **state)
{
    try_all(*state, (struct command_failure){.name = "allocation", .layer = COMMAND_MEMORY}, NULL, 0);
}

static void no_command_is_silent_whatever_a_database_says(void **state)
{
    static const int codes[] = {SQLITE_IOERR, SQLITE_BUSY, SQLITE_CORRUPT, SQLITE_READONLY, SQLITE_FULL};
    try_all(*state, (struct command_failure){.name = "SQLite", .layer = COMMAND_ENGINE}, codes,
            ARRAY_SIZE(codes));
}

static void no_command_is_silent_whatever_the_system_says(void **state)
{
    static const int codes[] = {EIO, EACCES, ENOSPC, EMFILE};
    try_all(*state, (struct command_failure){.name = "call", .layer = COMMAND_SYSTEM}, codes,
            ARRAY_SIZE(codes));
}

static int setup(void **state)
{
    command_world_setup(state);
    const struct command_world *world = *state;
    struct image image = fixture_build(all);
    machine_put(world->machine, "all.db", (struct bytes){.bytes = (char *)image.bytes, .n = image.n});
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_command_is_silent_without_a_piece_of_memory),
        cmocka_unit_test(no_command_is_silent_whatever_a_database_says),
        cmocka_unit_test(no_command_is_silent_whatever_the_system_says),
    };
    engine_spare_allocations();
    return cmocka_run_group_tests_name("commands on a small handbook, when something fails", tests, setup,
                                       command_world_teardown);
}
