/* SPDX-License-Identifier: MIT */
/*
 * Memory runs out at every k-th allocation of every command, once and for ever, in this process: no crash, no
 * leak (under the sanitizers), an exit code with a meaning, and with memory again the command works as
 * before. As a test it takes some of the k, for what allocates in libraries, too (test_command_failures.c
 * takes every way in which our own code allocates); `test_memory_commands full` (./torture memory) takes
 * each.
 */
#include "kiosk/commands.h"

#include "base/error.h"
#include "tests/faults/allocator.h"

#include <fcntl.h>
#include <getopt.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include <cmocka.h>

#define WORDS_MAX 12

static const struct {
    const char *words[WORDS_MAX];
    long step; /* coprime to the program's loops, so that in time each kind of allocation is met */
} commands[] = {
    {{"list"}, 197},
    {{"list", "--format", "json"}, 449},
    {{"show", "6"}, 449},
    {{"show", "2", "--format", "json"}, 787},
    {{"links"}, 307},
    {{"links", "--format", "json"}, 653},
    {{"guide", "7", "--answers", "issue-date=unsure"}, 3989},
    {{"guide", "6", "--answers", "certificate-matter=lost", "--format", "json"}, 3989},
    {{"guide", "3", "--graph"}, 7919},
    {{"guide", "4", "--paths"}, 15991},
    {{"guide", "4", "--paths", "--format", "json"}, 31769},
    {{"search", "当兵"}, 3989},
    {{"search", "byz", "--format", "json"}, 3989},
    {{"school", "jlsf"}, 3989},
    {{"school", "4122010183", "--format", "json"}, 1987},
    {{"qr", "chsi-home"}, 449},
    {{"qr", "chsi-home", "--svg", "-"}, 307},
    {{"qr", "chsi-home", "--png", "-"}, 307},
    {{"print", "6", "--output", "-"}, 1987},
    {{"check"}, 1987},
    {{"check", "--format", "json"}, 3989},
    {{"help"}, 1},
    {{"nonsense"}, 1},
};

static bool full;

/* What is said is of no interest here, and the descriptors are put back before cmocka speaks. */
struct silence {
    int out, err;
};

static struct silence be_silent(void)
{
    struct silence kept = {dup(STDOUT_FILENO), dup(STDERR_FILENO)};
    int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);

    fflush(stdout);
    dup2(nowhere, STDOUT_FILENO);
    dup2(nowhere, STDERR_FILENO);
    close(nowhere);
    return kept;
}

static void speak_again(struct silence kept)
{
    fflush(stdout);
    dup2(kept.out, STDOUT_FILENO);
    dup2(kept.err, STDERR_FILENO);
    close(kept.out);
    close(kept.err);
}

static int run(const char *const words[WORDS_MAX])
{
    const struct environment environment = {.term = "xterm-256color"};
    char name[] = "yibentong", copies[WORDS_MAX][64], *argv[WORDS_MAX + 2] = {name};
    int argc = 1;

    for (size_t i = 0; i < WORDS_MAX && words[i]; i++) {
        snprintf(copies[i], sizeof(copies[i]), "%s", words[i]);
        argv[argc++] = copies[i];
    }
    optind = 0; /* getopt begins anew */
    return commands_main(argc, argv, &environment);
}

static bool has_meaning(int code)
{
    return code == EX_OK || code == COMMAND_NOTHING_FOUND || (code >= EX__BASE && code <= EX__MAX);
}

/* How many allocations have failed. */
static long fail_everywhere(size_t index, long step, bool for_ever)
{
    const char *const *words = commands[index].words;
    int right = run(words);
    long failed = 0;

    for (long k = 1;; k += step) {
        allocator_fail(k, for_ever);
        int code = run(words);
        bool reached = allocator_heal();
        if (!reached && code != right)
            fail_msg("%s: %d, and %d with all the memory", words[0], right, code);
        if (!has_meaning(code))
            fail_msg("%s, allocation %ld: %d", words[0], k, code);
        if (!reached)
            break;
        failed++;
    }
    assert_int_equal(run(words), right);
    return failed;
}

static void commands_survive_memory_running_out(void **state)
{
    long *failed = *state;

    for (size_t i = 0; i < ARRAY_SIZE(commands); i++)
        for (int for_ever = 0; for_ever < 2; for_ever++) {
            struct silence kept = be_silent();
            long n = fail_everywhere(i, full ? 1 : commands[i].step, for_ever);
            speak_again(kept);
            assert_true(n > 0);
            *failed += n;
        }
}

int main(int argc, char **argv)
{
    long failed = 0;
    full = argc > 1 && strcmp(argv[1], "full") == 0;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_prestate(commands_survive_memory_running_out, &failed),
    };
    int r = cmocka_run_group_tests_name("commands without memory", tests, NULL, NULL);
    printf("memory of the commands: allocations failed %ld, findings %d\n", failed, r);
    return r;
}
