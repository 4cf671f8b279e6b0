/* SPDX-License-Identifier: MIT */
#include "tests/faults/command_line.h"

#include "base/error.h"
#include "kiosk/commands.h"
#include "tests/faults/allocator.h"
#include "tests/faults/calls.h"
#include "tests/faults/engine.h"
#include "tests/faults/ways.h"
#include "tests/unit/bundle_fixture.h"

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

static int remove_one(const char *path, const struct stat *status, int type, struct FTW *walk)
{
    (void)status, (void)type, (void)walk;
    return remove(path);
}

void command_without_updates(const struct command_world *world)
{
    nftw(world->machine->state, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

void command_without_files(const struct command_world *world)
{
    command_without_updates(world);
    static const char *const names[] = {"new.pub", "new.key", "out.ybt", "out.png", "out.csv", "new.db"};
    char path[COMMAND_WORD_SIZE];
    for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
        snprintf(path, sizeof(path), "%s/%s", world->machine->stick, names[i]);
        unlink(path);
    }
}

static void fill_in(char out[COMMAND_WORD_SIZE], const struct command_world *world, const char *word)
{
    const char *place = NULL;
    if (word[0] == '%')
        place = word[1] == 's'   ? world->machine->state
                : word[1] == 'k' ? world->machine->keys
                : word[1] == 'd' ? world->hall.path
                                 : world->machine->stick;
    snprintf(out, COMMAND_WORD_SIZE, "%s%s", place ? place : "", place ? word + 2 : word);
}

static int start(const struct command_world *world, const struct command_deed *deed)
{
    const struct environment environment = {.term = "xterm-256color"};
    char name[] = "yibentong", copies[COMMAND_WORDS_MAX][COMMAND_WORD_SIZE],
         *argv[COMMAND_WORDS_MAX + 2] = {name};
    int argc = 1;
    for (size_t i = 0; i < COMMAND_WORDS_MAX && deed->words[i]; i++) {
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
static void type(const struct command_world *world, const char *keys)
{
    tcflush(world->screen, TCIFLUSH);
    assert_int_equal(write(world->keyboard, keys, strlen(keys)), (ssize_t)strlen(keys));
    assert_int_equal(write(world->keyboard, "\4\4\4", 3), 3);
}

static void arm(const struct command_failure *failure)
{
    if (failure->layer == COMMAND_MEMORY)
        allocator_fail(failure->k, failure->for_ever);
    else if (failure->layer == COMMAND_ENGINE)
        engine_fail(failure->k, failure->code, failure->for_ever);
    else
        calls_fail(failure->k, failure->code, failure->for_ever);
}

static bool heal(const struct command_failure *failure)
{
    if (failure->layer == COMMAND_MEMORY)
        return allocator_heal();
    return failure->layer == COMMAND_ENGINE ? engine_heal() : calls_heal();
}

static void be_silent(const struct command_world *world, const struct command_deed *deed, int kept[3])
{
    const int own[] = {deed->at_terminal ? world->screen : world->input,
                       deed->shown ? world->screen : world->output, world->errors};
    fflush(stdout);
    for (int fd = 0; fd < 3; fd++) {
        kept[fd] = dup(fd);
        dup2(own[fd], fd);
    }
}

static void speak_again(const int kept[3])
{
    fflush(stdout);
    for (int fd = 0; fd < 3; fd++) {
        dup2(kept[fd], fd);
        close(kept[fd]);
    }
}

/* What was shown is output like any other. */
static void take_from_glass(const struct command_world *world)
{
    char bytes[4096];
    calls_spare(true);
    for (ssize_t n; (n = read(world->keyboard, bytes, sizeof(bytes))) > 0;)
        assert_int_equal(write(world->output, bytes, (size_t)n), n);
    calls_spare(false);
}

struct command_result command_run(const struct command_world *world, const struct command_deed *deed,
                                  const struct command_failure *failure)
{
    struct command_result result = {0};
    int kept[3];
    if (deed->reset)
        deed->reset(world);
    if (deed->at_terminal)
        type(world, deed->input);
    else
        write_over(world->input, deed->input ? deed->input : "");
    write_over(world->output, "");
    write_over(world->errors, "");
    be_silent(world, deed, kept);
    if (failure)
        arm(failure);
    result.code = start(world, deed);
    fflush(stdout);
    result.reached = failure && heal(failure);
    speak_again(kept);
    if (deed->shown)
        take_from_glass(world);
    result.said = lseek(world->errors, 0, SEEK_END) > 0;
    return result;
}

static bool has_meaning(int code)
{
    return code == EX_OK || code == COMMAND_NOTHING_FOUND || (code >= EX__BASE && code <= EX__MAX);
}

const char *command_finding(const struct command_result *result, int right, const struct command_deed *deed)
{
    if (!has_meaning(result->code))
        return "an exit code without a meaning";
    if (!result->reached && result->code != right)
        return "another exit code, and nothing failed";
    if (result->code != right && result->code != COMMAND_NOTHING_FOUND && !result->said && !deed->reports)
        return "not a word";
    return NULL;
}

static char *read_all(int file)
{
    off_t n = lseek(file, 0, SEEK_END);
    char *text = calloc(1, (size_t)n + 1);
    assert_non_null(text);
    assert_int_equal(pread(file, text, (size_t)n, 0), n);
    return text;
}

char *command_output(const struct command_world *world)
{
    return read_all(world->output);
}

char *command_errors(const struct command_world *world)
{
    return read_all(world->errors);
}

/* A printer that is a file, and some that are not there or do not listen. */
static void write_settings(const struct command_world *world)
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

/* A key of the office, which this machine pins as its next, and what it has signed. */
static void sign_school(const struct command_world *world)
{
    static const struct command_deed commands[] = {
        {.words = {"content", "key", "%u/office", "--no-password"}},
        {.words = {"site", "export", "%u/school.ybt", "--key", "%u/office.key", "--sequence", "2", "--site",
                   "%d"}}};
    char from[COMMAND_WORD_SIZE], to[COMMAND_WORD_SIZE];
    for (size_t i = 0; i < ARRAY_SIZE(commands); i++)
        assert_int_equal(command_run(world, &commands[i], NULL).code, EX_OK);
    snprintf(from, sizeof(from), "%s/office.pub", world->machine->stick);
    snprintf(to, sizeof(to), "%s/next.pub", world->machine->keys);
    assert_int_equal(rename(from, to), 0);
}

int command_world_setup(void **state)
{
    struct command_world *world = calloc(1, sizeof(*world));
    assert_non_null(world);
    *world = (struct command_world){.time = {.ms = 1000000, .seconds = 1795413900},
                                    .input = memfd_create("input", MFD_CLOEXEC),
                                    .output = memfd_create("output", MFD_CLOEXEC),
                                    .errors = memfd_create("errors", MFD_CLOEXEC)};
    assert_true(world->input >= 0 && world->output >= 0 && world->errors >= 0);
    const struct winsize size = {.ws_row = 30, .ws_col = 90};
    assert_int_equal(openpty(&world->keyboard, &world->screen, NULL, NULL, &size), 0);
    assert_int_equal(fcntl(world->keyboard, F_SETFL, O_NONBLOCK), 0);
    assert_int_equal(machine_setup((void **)&world->machine), 0);
    hall_open(&world->hall, clock_from_manual(&world->time), false, TALLY_DESK);
    struct image small = fixture_build(""); /* read in no time, however often */
    machine_put(world->machine, "small.db", (struct bytes){.bytes = (char *)small.bytes, .n = small.n});
    write_settings(world);
    machine_put(world->machine, "2.ybt", machine_content(2, "", &world->machine->current));
    sign_school(world);
    *state = world;
    return 0;
}

int command_world_teardown(void **state)
{
    struct command_world *world = *state;
    hall_close(&world->hall);
    assert_int_equal(machine_teardown((void **)&world->machine), 0);
    close(world->keyboard);
    close(world->screen);
    close(world->input);
    close(world->output);
    close(world->errors);
    free(world);
    return 0;
}
