/* SPDX-License-Identifier: MIT */
#include "kiosk/printer/wait.h"

static int64_t now_of(const struct clock *clock)
{
    return clock->monotonic_ms(clock->context);
}

/* Waits for whatever comes first: something from the printer, its own time, `until` (-1: none). False: it is
 * not to wait any longer. */
static bool turn(struct printing *printing, const struct clock *clock, int64_t until, struct wait_aside aside)
{
    struct pollfd fds[PRINTING_FDS];
    int n = printing_fds(printing, fds);
    int64_t deadline = printing_deadline(printing), first = deadline < 0 ? until : deadline;
    if (until >= 0 && until < first)
        first = until;
    if (aside.serve && (first < 0 || first > now_of(clock) + WAIT_ASIDE_MS))
        first = now_of(clock) + WAIT_ASIDE_MS;
    int64_t left = first - now_of(clock);
    poll(fds, (nfds_t)n, first < 0 ? -1 : left < 0 ? 0 : left > INT32_MAX ? INT32_MAX : (int)left);
    printing_serve(printing);
    return !aside.serve || aside.serve(aside.context);
}

void wait_for_answer(struct printing *printing, const struct clock *clock, struct wait_aside aside)
{
    int64_t end = now_of(clock) + WAIT_ANSWER_MS;
    printing_watch(printing, true);
    while (printing_state(printing)->condition == PRINTER_ASKING && now_of(clock) < end &&
           turn(printing, clock, end, aside))
        continue;
}

void wait_for_slip(struct printing *printing, const struct clock *clock, struct wait_aside aside)
{
    while (printing_state(printing)->progress == PRINT_SENDING && turn(printing, clock, -1, aside))
        continue;
}
