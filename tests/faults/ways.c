/* SPDX-License-Identifier: MIT */
#include "tests/faults/ways.h"

#include <execinfo.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define WAYS (1 << 16) /* a power of two, far more than there are */
#define DEPTH_MAX 64

static struct {
    uint64_t taken[WAYS]; /* 0: free */
    size_t n;
    int depth;
} ways = {.depth = DEPTH_MAX};

/* FNV-1a, of the addresses that the calls return to. */
static uint64_t way_here(void)
{
    void *calls[DEPTH_MAX];
    uint64_t way = 0xcbf29ce484222325;
    for (int i = 0, n = backtrace(calls, ways.depth); i < n; i++)
        for (uintptr_t rest = (uintptr_t)calls[i]; rest; rest >>= 8)
            way = (way ^ (rest & 0xff)) * 0x100000001b3;
    return way ? way : 1;
}

static bool take(uint64_t way)
{
    size_t at = way % WAYS;
    for (; ways.taken[at]; at = (at + 1) % WAYS)
        if (ways.taken[at] == way)
            return false;
    ways.taken[at] = way;
    if (++ways.n > WAYS / 2)
        abort();
    return true;
}

/* The threads of a printer ask, too. */
bool ways_is_new(void)
{
    static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
    uint64_t way = way_here();
    pthread_mutex_lock(&mutex);
    bool is_new = take(way);
    pthread_mutex_unlock(&mutex);
    return is_new;
}

void ways_forget(int depth)
{
    memset(&ways, 0, sizeof(ways));
    ways.depth = depth < DEPTH_MAX ? depth : DEPTH_MAX;
}
