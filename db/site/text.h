/* SPDX-License-Identifier: MIT */
/* What people type for site.db, made clean. */
#ifndef DB_SITE_TEXT_H
#define DB_SITE_TEXT_H

#include <stddef.h>

/*
 * A line: through the text sink, line ends and tabs as spaces, no spaces (also 　, U+3000) at its ends. A
 * heap copy, the caller frees. -ENOMEM.
 */
int text_clean_line(char **out, const char *text);

/* Lines, "\n" between them: each as above but for spaces in front (an indent), no empty lines
 * at both ends. */
int text_clean_lines(char **out, const char *text);

/* Code points. */
size_t text_length(const char *text);

/* The bytes of its first `characters` code points, or of all if there are fewer. */
size_t text_prefix(const char *text, size_t characters);

/* Overwrites it with zeros, whatever the compiler thinks of it. */
void text_wipe(char *text);

#endif
