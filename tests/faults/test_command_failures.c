/* SPDX-License-Identifier: MIT */
/*
 * Commands while something fails once, in every way in which it is reached: an allocation, a call of SQLite,
 * a call of the system. Each time there is an exit code with a meaning and, unless all is as usual, a word
 * about it; afterwards the command works as before.
 */
#include "kiosk/commands.h"
#include "tests/faults/allocator.h"
#include "tests/faults/calls.h"
#include "tests/faults/engine.h"
#include "tests/faults/ways.h"
#include "tests/screens/hall.h"
#include "tests/unit/bundle_fixture.h"

#include "base/error.h"

#include <ftw.h>
#include <getopt.h>
#include <pty.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sysexits.h>
#include <termios.h>

#include <cmocka.h>

#define WORDS_MAX 14
#define WORD_SIZE 160

struct world {
    struct clock_manual time;
    struct machine *machine;
    struct hall hall;
    int input, errors;    /* files in memory: standard input and standard error */
    int keyboard, screen; /* a terminal, from either side */
};

/* Words that begin with a % stand for places: %s the state, %k the keys, %d site.db, %u the stick. */
struct deed {
    const char *words[WORDS_MAX];
    const char *input; /* what is typed */
    bool at_terminal;  /* there, for what is asked of a person alone */
    bool reports;      /* what is wrong is its report */
    bool slow;         /* tried less */
    void (*reset)(const struct world *world);
};

static int remove_one(const char *path, const struct stat *status, int type, struct FTW *walk)
{
    (void)status, (void)type, (void)walk;
    return remove(path);
}

static void without_updates(const struct world *world)
{
    nftw(world->machine->state, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

static void with_an_update(const struct world *world)
{
    if (machine_in_use(world->machine) == 1)
        return;
    without_updates(world);
    assert_int_equal(machine_install(world->machine, machine_content(1, "", &world->machine->current)), 0);
}

static void without_files(const struct world *world)
{
    without_updates(world);
    static const char *const names[] = {"new.pub", "new.key", "out.ybt", "out.png", "out.csv", "new.db"};
    char path[WORD_SIZE];
    for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
        snprintf(path, sizeof(path), "%s/%s", world->machine->stick, names[i]);
        unlink(path);
    }
}

#define PLACE "--state", "%s", "--keys", "%k"

static const struct deed deeds[] = {
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
    {.words = {"qr", "chsi-home", "--png", "%u/out.png"}, .reset = without_files},
    {.words = {"print", "6", "--output", "-", "--site", "%d"}},
    {.words = {"check", "--content", "%u/small.db", "--site", "%d", PLACE}, .reports = true, .slow = true},
    {.words = {"content", "info", PLACE}, .reset = with_an_update, .slow = true},
    {.words = {"content", "info", "%u/2.ybt", "--format", "json", PLACE}},
    {.words = {"content", "verify", "%u/2.ybt", PLACE}},
    {.words = {"content", "install", "%u/2.ybt", "--yes", PLACE, "--site", "%d"},
     .reset = with_an_update,
     .slow = true},
    {.words = {"content", "rollback", "--yes", PLACE, "--site", "%d"}, .reset = with_an_update, .slow = true},
    {.words = {"content", "key", "%u/new", "--no-password"}, .reset = without_files},
    {.words = {"site", "init", "--site", "%u/new.db"}, .reset = without_files},
    {.words = {"site", "export", "%u/out.ybt", "--key", "%u/office.key", "--sequence", "3", "--site", "%d"},
     .reset = without_files},
    {.words = {"site", "import", "%u/school.ybt", "--yes", PLACE, "--site", "%u/new.db"},
     .reset = without_files},
    {.words = {"stats", "--site", "%d", "--today", "2026-11-23"}},
    {.words = {"stats", "--site", "%d", "--today", "2026-11-23", "--format", "json"}},
    {.words = {"stats", "--site", "%d", "--today", "2026-11-23", "--csv", "%u/out.csv"},
     .reset = without_files},
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
    {.words = {"content", "key", "%u/new", "--no-password", "--format", "json"}, .reset = without_files},
    {.words = {"content", "build", "--assets", "%u", "--key", "%u/office.key", "--sequence", "4", "--output",
               "%u/out.ybt"},
     .reset = without_files},
    {.words = {"site", "export", "%u/out.ybt", "--key", "%u/office.key", "--sequence", "3", "--format",
               "json", "--edition", "秋", "--site", "%d"},
     .reset = without_files},
    {.words = {"site", "import", "%u/school.ybt", PLACE, "--site", "%u/new.db"},
     .input = "n\n",
     .at_terminal = true,
     .reset = without_files},
    {.words = {"site", "import", "%u/school.ybt", "--yes", "--format", "json", PLACE, "--site", "%u/new.db"},
     .reset = without_files},
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

/* ---- one run ---- */

static void fill_in(char out[WORD_SIZE], const struct world *world, const char *word)
{
    const char *place = NULL;
    if (word[0] == '%')
        place = word[1] == 's'   ? world->machine->state
                : word[1] == 'k' ? world->machine->keys
                : word[1] == 'd' ? world->hall.path
                                 : world->machine->stick;
    snprintf(out, WORD_SIZE, "%s%s", place ? place : "", place ? word + 2 : word);
}

static int command(const struct world *world, const struct deed *deed)
{
    const struct environment environment = {.term = "xterm-256color"};
    char name[] = "yibentong", copies[WORDS_MAX][WORD_SIZE], *argv[WORDS_MAX + 2] = {name};
    int argc = 1;
    for (size_t i = 0; i < WORDS_MAX && deed->words[i]; i++) {
        fill_in(copies[i], world, deed->words[i]);
        argv[argc++] = copies[i];
    }
    optind = 0; /* getopt begins anew */
    return commands_main(argc, argv, &environment);
}

static void write_over(int file, const char *text)
{
    assert_int_equal(ftruncate(file, 0), 0);
    assert_int_equal(pwrite(file, text, strlen(text), 0), (ssize_t)strlen(text));
    assert_int_equal(lseek(file, 0, SEEK_SET), 0);
}

/* Then the end of input: nobody waits for a key that nobody presses. */
static void type(const struct world *world, const char *keys)
{
    tcflush(world->screen, TCIFLUSH);
    assert_int_equal(write(world->keyboard, keys, strlen(keys)), (ssize_t)strlen(keys));
    assert_int_equal(write(world->keyboard, "\4\4\4", 3), 3);
}

/* ---- what fails ---- */

struct failure {
    const char *name;
    enum { MEMORY, ENGINE, SYSTEM } layer;
    int code; /* of SQLite, an errno */
    bool for_ever;
    int depth; /* of the ways; what frees behind a failure is reached in few */
};

static void arm(const struct failure *failure)
{
    if (failure->layer == MEMORY)
        allocator_fail(WAYS_NEXT, failure->for_ever);
    else if (failure->layer == ENGINE)
        engine_fail(WAYS_NEXT, failure->code, failure->for_ever);
    else
        calls_fail(WAYS_NEXT, failure->code, failure->for_ever);
}

static bool heal(const struct failure *failure)
{
    if (failure->layer == MEMORY)
        return allocator_heal();
    return failure->layer == ENGINE ? engine_heal() : calls_heal();
}

static bool has_meaning(int code)
{
    return code == EX_OK || code == COMMAND_NOTHING_FOUND || (code >= EX__BASE && code <= EX__MAX);
}

static void be_silent(const struct world *world, bool at_terminal, int kept[3])
{
    int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
    fflush(stdout);
    for (int fd = 0; fd < 3; fd++)
        kept[fd] = dup(fd);
    dup2(at_terminal ? world->screen : world->input, STDIN_FILENO);
    dup2(nowhere, STDOUT_FILENO);
    dup2(world->errors, STDERR_FILENO);
    close(nowhere);
}

static void speak_again(int kept[3])
{
    fflush(stdout);
    for (int fd = 0; fd < 3; fd++) {
        dup2(kept[fd], fd);
        close(kept[fd]);
    }
}

/* What became of a command. */
struct result {
    int code;
    bool reached; /* what was to fail did */
    bool said;    /* it had something to say at standard error */
};

/* With everything as usual if failure is NULL. */
static struct result run(const struct world *world, const struct deed *deed, const struct failure *failure)
{
    struct result result = {0};
    struct stat status;
    if (deed->reset)
        deed->reset(world);
    if (deed->at_terminal)
        type(world, deed->input);
    else
        write_over(world->input, deed->input ? deed->input : "");
    write_over(world->errors, "");
    if (failure)
        arm(failure);
    result.code = command(world, deed);
    fflush(stdout);
    result.reached = failure && heal(failure);
    assert_int_equal(fstat(world->errors, &status), 0);
    result.said = status.st_size > 0;
    return result;
}

/* What is wrong with it; NULL: nothing. */
static const char *finding(const struct result *result, int right, const struct deed *deed)
{
    if (!has_meaning(result->code))
        return "an exit code without a meaning";
    if (!result->reached && result->code != right)
        return "another exit code, and nothing failed";
    if (result->code != right && result->code != COMMAND_NOTHING_FOUND && !result->said && !deed->reports)
        return "not a word";
    return NULL;
}

/* How many times something failed. */
static long fail_everywhere(const struct world *world, const struct deed *deed, const struct failure *failure)
{
    int kept[3];
    long failed = 0;
    const char *found = NULL;
    be_silent(world, deed->at_terminal, kept);
    int right = run(world, deed, NULL).code;
    struct result result = {.reached = true};
    for (; result.reached && !found; failed += result.reached) {
        result = run(world, deed, failure);
        found = finding(&result, right, deed);
    }
    speak_again(kept);
    if (found)
        fail_msg("%s %s, %s fails (%s), time %ld: %s (%d, usually %d)", deed->words[0],
                 deed->words[1] ? deed->words[1] : "", failure->name, calls_failed(), failed, found,
                 result.code, right);
    return failed;
}

static void try_all(const struct world *world, const struct failure *failure)
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
    try_all(*state, &(struct failure){"an allocation", MEMORY, 0, false, 10});
    try_all(*state, &(struct failure){"every allocation", MEMORY, 0, true, 7});
}

static void no_command_is_silent_when_a_database_fails(void **state)
{
    try_all(*state, &(struct failure){"SQLite", ENGINE, SQLITE_IOERR, false, 9});
}

static void no_command_is_silent_when_the_system_fails(void **state)
{
    try_all(*state, &(struct failure){"the system", SYSTEM, EIO, false, 9});
}

/* ---- the world ---- */

/* A printer that is a file, and some that are not there or do not listen. */
static void write_settings(const struct world *world)
{
    char *settings;
    int n = asprintf(&settings,
                     "[printer 大厅]\nwhere = file:%s/slip.prn\n"
                     "[printer 网络]\nwhere = tcp:127.0.0.1:1\n"
                     "[printer 队列]\nwhere = cups:没有\npaper = a4\n"
                     "[printer 设备]\nwhere = /dev/null/lp0\n"
                     "[speech]\nsocket = /dev/null/none\n"
                     "[kiosk]\nopen = 周一至周日 0:00-24:00\nnonsense = 1\n",
                     world->machine->stick);
    assert_true(n > 0);
    machine_put(world->machine, "hall.conf", (struct bytes){.bytes = settings, .n = (size_t)n});
}

static int make_world(void **state)
{
    struct world *world = calloc(1, sizeof(*world));
    assert_non_null(world);
    *world = (struct world){.time = {.ms = 1000000, .seconds = 1795413900},
                            .input = memfd_create("input", MFD_CLOEXEC),
                            .errors = memfd_create("errors", MFD_CLOEXEC)};
    assert_true(world->input >= 0 && world->errors >= 0);
    assert_int_equal(openpty(&world->keyboard, &world->screen, NULL, NULL, NULL), 0);
    assert_int_equal(machine_setup((void **)&world->machine), 0);
    hall_open(&world->hall, clock_from_manual(&world->time), false, TALLY_DESK);
    struct image small = fixture_build(""); /* read in no time, however often */
    machine_put(world->machine, "small.db", (struct bytes){.bytes = (char *)small.bytes, .n = small.n});
    write_settings(world);
    machine_put(world->machine, "2.ybt", machine_content(2, "", &world->machine->current));
    const struct deed preparations[] = {{.words = {"content", "key", "%u/office", "--no-password"}},
                                        {.words = {"site", "export", "%u/school.ybt", "--key",
                                                   "%u/office.key", "--sequence", "2", "--site", "%d"}}};
    int kept[3], codes[2];
    be_silent(world, false, kept);
    for (size_t i = 0; i < ARRAY_SIZE(preparations); i++)
        codes[i] = run(world, &preparations[i], NULL).code;
    speak_again(kept);
    assert_int_equal(codes[0], EX_OK);
    assert_int_equal(codes[1], EX_OK);
    char from[WORD_SIZE], to[WORD_SIZE];
    snprintf(from, sizeof(from), "%s/office.pub", world->machine->stick);
    snprintf(to, sizeof(to), "%s/next.pub", world->machine->keys);
    assert_int_equal(rename(from, to), 0);
    *state = world;
    return 0;
}

static int remove_world(void **state)
{
    struct world *world = *state;
    hall_close(&world->hall);
    assert_int_equal(machine_teardown((void **)&world->machine), 0);
    close(world->keyboard);
    close(world->screen);
    close(world->input);
    close(world->errors);
    free(world);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_command_is_silent_when_memory_runs_out),
        cmocka_unit_test(no_command_is_silent_when_a_database_fails),
        cmocka_unit_test(no_command_is_silent_when_the_system_fails),
    };
    engine_spare_allocations();
    return cmocka_run_group_tests_name("commands, when something fails", tests, make_world, remove_world);
}
