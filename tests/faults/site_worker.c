/* SPDX-License-Identifier: MIT */
/*
 * Does real work on a site.db without a terminal, and says “C i” after the commit of each piece: to be
 * killed, or to have the power cut under it.
 *
 *   site_worker create FILE        makes it
 *   site_worker work FILE FROM     pieces FROM, FROM + 1, … until it is killed
 *   site_worker hasty FILE FROM    the control: says “C i”, waits, then commits: a rig must notice
 *   site_worker verify FILE ACK    whether the database holds all up to ACK
 */
#include "tests/faults/site_work.h"

#include "base/error.h"

#include <string.h>
#include <time.h>

#define HASTE_NS (50 * 1000 * 1000) /* far longer than the rig waits before it kills */

static int acknowledge(int i)
{
    printf("C %d\n", i);
    return fflush(stdout) < 0 ? -errno : 0;
}

static int acknowledge_too_early(int i)
{
    int r = acknowledge(i);

    nanosleep(&(struct timespec){.tv_nsec = HASTE_NS}, NULL);
    return r;
}

static int work(const char *path, int from, bool hasty)
{
    struct site *site = NULL;
    int r = work_open(&site, path, SITE_WRITE);

    for (int i = from; r == 0; i++) {
        r = work_begin(site, i);
        if (r == 0 && hasty)
            r = acknowledge_too_early(i);
        if (r == 0)
            r = site_end(site, 0);
        if (r == 0 && !hasty)
            r = acknowledge(i);
    }
    site_close(site);
    return r;
}

static int verify(const char *path, int acknowledged)
{
    int last = 0;
    const char *wrong = work_verify(&last, path);

    if (!wrong && last < acknowledged)
        wrong = "acknowledged work is lost";
    printf("L %d\n%s", last, wrong ? "" : "whole\n");
    if (wrong)
        fprintf(stderr, "%s (acknowledged %d, found %d)\n", wrong, acknowledged, last);
    return wrong ? -EBADMSG : 0;
}

int main(int argc, char **argv)
{
    const char *what = argc >= 3 ? argv[1] : "";
    int number = argc == 4 ? atoi(argv[3]) : 1, r = -EINVAL;

    if (!strcmp(what, "create"))
        r = work_create(argv[2], 0);
    else if (!strcmp(what, "work") || !strcmp(what, "hasty"))
        r = work(argv[2], number, what[0] == 'h');
    else if (!strcmp(what, "verify"))
        r = verify(argv[2], number);
    if (r < 0)
        fprintf(stderr, "site_worker: %s\n", strerrorname_np(-r));
    return r < 0;
}
