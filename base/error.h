/* SPDX-License-Identifier: MIT */
/*
 * The law of errors, for the whole house.
 *
 *   0         fine
 *   negative  -E… of errno.h, passed up unchanged
 *   positive  an outcome that the function's own header names
 *
 * Output parameters come first and are written only on success. Nothing below kiosk/main.c exits the program
 * or chooses words for a visitor: words are chosen in ui/ (for visitors) and kiosk/ (for operators).
 *
 * Numbers with a meaning of their own here:
 *   -EBADMSG  stored content is damaged (truncated, bit-flipped, not ours)
 *   -EPROTO   stored content is of a version that this program does not read
 *   -ENOENT   no such question, link, file
 *   -EILSEQ   text is not in the charset it should be in
 *   -ETIME    a query ran over its time limit
 */
#ifndef BASE_ERROR_H
#define BASE_ERROR_H

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

/* Ownership: free what a variable owns when it leaves its scope. Freeing NULL is fine everywhere. */
#define _cleanup_(fn) __attribute__((cleanup(fn)))
#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))

static inline void base_free_pointer(void *pointer)
{
    free(*(void **)pointer);
}

static inline void base_close_stream(FILE **stream)
{
    if (*stream)
        fclose(*stream);
}

#define _cleanup_free_ _cleanup_(base_free_pointer)
#define _cleanup_fclose_ _cleanup_(base_close_stream)

#endif
