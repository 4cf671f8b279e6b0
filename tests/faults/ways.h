/* SPDX-License-Identifier: MIT */
/*
 * The ways in which something is reached, a way being all the calls on the stack. What fails once in each way
 * has failed everywhere, and a loop of a thousand turns is one way. Of the process.
 */
#ifndef TESTS_FAULTS_WAYS_H
#define TESTS_FAULTS_WAYS_H

#include <stdbool.h>

#define WAYS_NEXT 0 /* instead of the number of what is to fail: the first that is reached in a new way */

/* Whether nobody has come to where this is called in this way before; from now on somebody has. */
bool ways_is_new(void);

/* No way has been come yet; from now on the innermost `depth` calls make one (64 at most, as in the
 * beginning). */
void ways_forget(int depth);

#endif
