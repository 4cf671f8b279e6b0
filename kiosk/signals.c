/* SPDX-License-Identifier: MIT */
#include "kiosk/signals.h"

#include "base/error.h"
#include "ui/term.h"

#include <sys/signalfd.h>
#include <unistd.h>

#define STACK_SIZE (64 * 1024)

enum treatment { IGNORE, IGNORE_IF_LOCKED, RESTORE };

/* Signals whose action changes while the loop runs. */
static const struct {
    int number;
    enum treatment treatment;
} changes[] = {
    {SIGPIPE, IGNORE},
    {SIGXFSZ, IGNORE},
    {SIGINT, IGNORE_IF_LOCKED},
    {SIGQUIT, IGNORE_IF_LOCKED},
    {SIGTSTP, IGNORE_IF_LOCKED},
    {SIGTTIN, IGNORE_IF_LOCKED},
    {SIGTTOU, IGNORE_IF_LOCKED},
    {SIGSEGV, RESTORE},
    {SIGBUS, RESTORE},
    {SIGFPE, RESTORE},
    {SIGILL, RESTORE},
    {SIGABRT, RESTORE},
    {SIGSYS, RESTORE},
    {SIGTRAP, RESTORE},
    {SIGXCPU, RESTORE},
    {SIGUSR1, IGNORE},
    {SIGUSR2, IGNORE},
    {SIGALRM, IGNORE},
    {SIGVTALRM, IGNORE},
    {SIGPROF, IGNORE},
    {SIGIO, IGNORE},
    {SIGPWR, IGNORE},
    {SIGSTKFLT, RESTORE},
};
_Static_assert(ARRAY_SIZE(changes) <= SIGNALS_CHANGED_MAX, "a place for each");

/* SA_RESETHAND made the default action the signal's again; it strikes when the handler returns. */
static void restore_and_die(int number)
{
    term_restore_async();
    raise(number);
}

static bool action_for(struct sigaction *out, enum treatment treatment, bool locked)
{
    *out = (struct sigaction){.sa_handler = SIG_IGN};
    if (treatment == RESTORE) {
        out->sa_handler = restore_and_die;
        out->sa_flags = (int)SA_RESETHAND | SA_ONSTACK;
    }
    return treatment != IGNORE_IF_LOCKED || locked;
}

static void change_actions(struct signals *signals, bool locked)
{
    for (size_t i = 0; i < ARRAY_SIZE(changes); i++) {
        struct sigaction action, before;
        if (!action_for(&action, changes[i].treatment, locked) ||
            sigaction(changes[i].number, NULL, &before) != 0)
            continue;
        /* A handler of a sanitizer or a debugger knows more than ours. */
        if (changes[i].treatment == RESTORE && before.sa_handler != SIG_DFL)
            continue;
        signals->before[i] = before;
        signals->changed |= 1U << i;
        sigaction(changes[i].number, &action, NULL);
    }
}

static void restore_actions(const struct signals *signals)
{
    for (size_t i = 0; i < ARRAY_SIZE(changes); i++)
        if (signals->changed & 1U << i)
            sigaction(changes[i].number, &signals->before[i], NULL);
}

static sigset_t served(bool locked)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGHUP);
    sigaddset(&set, SIGWINCH);
    sigaddset(&set, SIGCONT);
    if (!locked) {
        sigaddset(&set, SIGINT);
        sigaddset(&set, SIGQUIT);
        sigaddset(&set, SIGTSTP);
    }
    return set;
}

static int use_own_stack(struct signals *signals)
{
    stack_t now;
    if (sigaltstack(NULL, &now) == 0 && !(now.ss_flags & SS_DISABLE))
        return 0;
    signals->stack = malloc(STACK_SIZE);
    if (!signals->stack)
        return -ENOMEM;
    stack_t own = {.ss_sp = signals->stack, .ss_size = STACK_SIZE};
    sigaltstack(&own, NULL);
    return 0;
}

int signals_open(struct signals *out, bool locked)
{
    struct signals signals = {0};
    sigset_t set = served(locked);
    signals.fd = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
    if (signals.fd < 0)
        return -errno;
    if (use_own_stack(&signals) < 0) {
        close(signals.fd);
        return -ENOMEM;
    }
    change_actions(&signals, locked);
    sigprocmask(SIG_BLOCK, &set, &signals.mask_before);
    *out = signals;
    return 0;
}

void signals_close(struct signals *signals)
{
    signals_read(signals); /* they have been served; unblocking must not serve them again */
    sigprocmask(SIG_SETMASK, &signals->mask_before, NULL);
    restore_actions(signals);
    if (signals->stack) {
        stack_t none = {.ss_flags = SS_DISABLE};
        sigaltstack(&none, NULL);
        free(signals->stack);
    }
    close(signals->fd);
}

static unsigned meaning(uint32_t number)
{
    switch (number) {
    case SIGWINCH:
        return SIGNALS_RESIZE;
    case SIGTSTP:
        return SIGNALS_STOP;
    case SIGCONT:
        return SIGNALS_CONTINUE;
    default:
        return SIGNALS_LEAVE;
    }
}

unsigned signals_read(struct signals *signals)
{
    unsigned events = 0;
    struct signalfd_siginfo info[8];
    ssize_t n;
    while ((n = read(signals->fd, info, sizeof info)) > 0)
        for (size_t i = 0; i < (size_t)n / sizeof *info; i++)
            events |= meaning(info[i].ssi_signo);
    return events;
}

void signals_stop(void)
{
    sigset_t stop, before;
    sigemptyset(&stop);
    sigaddset(&stop, SIGTSTP);
    raise(SIGTSTP); /* blocked, so it waits for the next line, which returns when the process goes on */
    sigprocmask(SIG_UNBLOCK, &stop, &before);
    sigprocmask(SIG_SETMASK, &before, NULL);
}
