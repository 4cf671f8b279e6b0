/* SPDX-License-Identifier: MIT */
/* What is timed on a machine that has other work. */
#ifndef BENCH_REALTIME_H
#define BENCH_REALTIME_H

#include <sched.h>
#include <stdbool.h>

/* From here on before all others on this machine; what is started follows. Whether that was allowed. */
static inline bool realtime_begin(void)
{
    return sched_setscheduler(0, SCHED_FIFO, &(struct sched_param){.sched_priority = 10}) == 0;
}

#endif
