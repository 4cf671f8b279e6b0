/* SPDX-License-Identifier: MIT */
#include "kiosk/plain_lock.h"

#include "base/error.h"
#include "kiosk/lock_down.h"

#include <limits.h>
#include <poll.h>
#include <unistd.h>

/* Ctrl-S would stop what is said until somebody who knows presses Ctrl-Q. */
static void take_stop_keys_away(struct plain_lock *lock)
{
    lock->is_terminal = tcgetattr(STDIN_FILENO, &lock->before) == 0;
    if (!lock->is_terminal)
        return;
    struct termios mode = lock->before;
    mode.c_iflag &= ~(tcflag_t)(IXON | IXOFF | IXANY);
    tcsetattr(STDIN_FILENO, TCSANOW, &mode);
}

int plain_lock(struct plain_lock *out, struct invocation *invocation, struct clock clock)
{
    *out = (struct plain_lock){.notify = {.fd = -1}, .clock = clock};
    int error = signals_open(&out->signals, true);
    if (error)
        return error;
    take_stop_keys_away(out);
    lock_down(&out->notify, invocation);
    return 0;
}

void plain_unlock(struct plain_lock *lock)
{
    lock_down_end(&lock->notify);
    if (lock->is_terminal)
        tcsetattr(STDIN_FILENO, TCSANOW, &lock->before);
    signals_close(&lock->signals);
}

static int64_t now_ms(const struct plain_lock *lock)
{
    return lock->clock.monotonic_ms(lock->clock.context);
}

static int time_to_wait(const struct plain_lock *lock, int64_t end)
{
    int64_t alive = notify_deadline(&lock->notify), first = alive >= 0 && alive < end ? alive : end;
    int64_t left = first == INT64_MAX ? -1 : first - now_ms(lock);
    if (first != INT64_MAX && left < 0)
        return 0;
    return left > INT_MAX ? INT_MAX : (int)left;
}

bool plain_lock_meanwhile(void *context)
{
    struct plain_lock *lock = context;
    if (signals_read(&lock->signals) & SIGNALS_LEAVE)
        lock->leaving = true;
    notify_serve(&lock->notify, now_ms(lock), true);
    return !lock->leaving;
}

int plain_lock_wait(void *context, int ms)
{
    struct plain_lock *lock = context;
    int64_t end = ms < 0 ? INT64_MAX : now_ms(lock) + ms;
    notify_ready(&lock->notify, now_ms(lock));
    while (plain_lock_meanwhile(lock)) {
        struct pollfd fds[] = {{.fd = STDIN_FILENO, .events = POLLIN},
                               {.fd = lock->signals.fd, .events = POLLIN}};
        int came = poll(fds, ARRAY_SIZE(fds), time_to_wait(lock, end));
        if (came < 0 && errno != EINTR)
            return -errno;
        if (came > 0 && fds[0].revents)
            return 1;
        if (came == 0 && now_ms(lock) >= end)
            return 0;
    }
    return -ECANCELED;
}
