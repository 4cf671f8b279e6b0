/* SPDX-License-Identifier: MIT */
/*
 * libnosync.so, for LD_PRELOAD: a program that never waits for the disk. The negative control of a rig that
 * cuts the power: with it, what was acknowledged must be seen to be lost.
 */
#include <unistd.h>

#define EXPORT __attribute__((visibility("default")))

EXPORT int fsync(int fd)
{
    (void)fd;
    return 0;
}

EXPORT int fdatasync(int fd)
{
    (void)fd;
    return 0;
}
