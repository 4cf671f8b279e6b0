/* SPDX-License-Identifier: MIT */
#include "kiosk/printer/wait.h"

static int64_t now_of(const struct clock *clock)
{
    return clock->monotonic_ms(clock->context);
}

/* Waits for whatever comes first: something from the printer, its own time, `until` (-1: none). */
static void turn(struct printing *printing, const struct clock *clock, int64_t until)
{
    struct pollfd fds[PRINTING_FDS];
    int n = printing_fds(printing, fds);
    int64_t deadline = printing_deadline(printing), first = deadline < 0 ? until : deadline;
    if (until >= 0 && until < first)
        first = until;
    int64_t left = first - now_of(clock);
    poll(fds, (nfds_t)n, first < 0 ? -1 : left < 0 ? 0 : left > INT32_MAX ? INT32_MAX : (int)left);
    printing_serve(printing);
}

void wait_for_answer(struct printing *printing, const struct clock *clock)
{
    int64_t end = now_of(clock) + WAIT_ANSWER_MS;
    printing_watch(printing, true);
    while (printing_state(printing)->condition == PRINTER_ASKING && now_of(clock) < end)
        turn(printing, clock, end);
}

void wait_for_slip(struct printing *printing, const struct clock *clock)
{
    while (printing_state(printing)->progress == PRINT_SENDING)
        turn(printing, clock, -1);
}
