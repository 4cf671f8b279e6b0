/* SPDX-License-Identifier: MIT */
/*
 * The one text sink: what may reach glass, paper or a file out of any text, whoever wrote it.
 *
 * Allowed: printable Unicode of the classes letter, number, punctuation, symbol, space separator, and up to
 * three combining marks on a base. Dropped: C0, C1, DEL, bidi controls, zero-width and other format
 * characters, variation selectors, tags, private use, surrogates, unassigned, line and paragraph separators,
 * marks beyond three or without a base. "\n" and "\t" are dropped too: whoever keeps lines splits them first.
 * So no stored text can write an escape sequence to a terminal or a command to a printer.
 */
#ifndef BASE_SANITIZE_H
#define BASE_SANITIZE_H

#include <stdbool.h>
#include <stddef.h>
#include <uchar.h>

#define SANITIZE_MARKS_MAX 3

enum sanitize_class {
    SANITIZE_DROP, /* never shown */
    SANITIZE_BASE, /* takes cells of its own */
    SANITIZE_MARK, /* joins the base before it */
};

enum sanitize_class sanitize_class_of(char32_t code_point);

/* A clean heap copy of n bytes of UTF-8; ill-formed bytes become U+FFFD. The caller frees. -ENOMEM. */
int sanitize_text(char **out, const char *s, size_t n);

/* Whether sanitize_text would leave the text as it is. */
bool sanitize_is_clean(const char *s, size_t n);

#endif
