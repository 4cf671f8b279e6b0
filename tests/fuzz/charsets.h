/* SPDX-License-Identifier: MIT */
/* For targets that open charsets again and again: glibc loads a module for each, and unloads it with its last
 * user. */
#ifndef TESTS_FUZZ_CHARSETS_H
#define TESTS_FUZZ_CHARSETS_H

#include <iconv.h>
#include <stddef.h>

/* Keeps the modules of these charsets loaded to the end of the process, from the first call on. */
static inline void charsets_keep(const char *const *names, size_t n)
{
    static iconv_t kept[8];

    for (size_t i = 0; i < n && i < sizeof(kept) / sizeof(kept[0]); i++)
        if (!kept[i])
            kept[i] = iconv_open(names[i], "UTF-8");
}

#endif
