/* SPDX-License-Identifier: MIT */
/*
 * What the kiosk gives up for good before it meets its first visitor, so that whoever should ever get code to
 * run in it has little of it. Threads, files, sockets and libraries loaded later stay possible.
 */
#ifndef KIOSK_CONFINE_H
#define KIOSK_CONFINE_H

/*
 * For this process and all of its threads to come:
 *   - no new privileges (PR_SET_NO_NEW_PRIVS);
 *   - no core file, and nobody of the same user looks into its memory (PR_SET_DUMPABLE 0, RLIMIT_CORE 0);
 *   - refused by the kernel with EPERM: starting a program or a process (execve, execveat, fork, vfork, clone
 * without CLONE_THREAD; clone3 does not exist, so that the C library uses clone), looking into other
 * processes (ptrace, process_vm_*), typing for the user (the ioctls TIOCSTI and TIOCLINUX), io_uring, which
 * goes past such filters.
 *
 * 0; -ENOMEM; -errno where the kernel has no such filters: the rest holds all the same. Not to be called
 * twice.
 */
int confine_kiosk(void);

#endif
