/* SPDX-License-Identifier: MIT */
/* What is timed on a machine that has other work. */
#ifndef BENCH_REALTIME_H
#define BENCH_REALTIME_H

#include <sched.h>
#include <stdbool.h>

/* Before all others on this machine, or as everybody; what is started follows. Whether that was allowed. */
static inline bool realtime_set(bool on)
{
    struct sched_param priority = {.sched_priority = on ? 10 : 0};
    return sched_setscheduler(0, on ? SCHED_FIFO : SCHED_OTHER, &priority) == 0;
}

#endif
