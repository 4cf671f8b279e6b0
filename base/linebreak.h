/* SPDX-License-Identifier: MIT */
/*
 * Where a line may end: UAX #14 by libunistring, tailored for Chinese as 避头尾 (GB/T 15834 and CLREQ 6.1)
 * wants it: “ and ‘ open and ” and ’ close (UAX #14 leaves quotation marks undecided and would glue Han on
 * both sides of them), no line starts with closing punctuation, · or ％, none ends with an opening mark, ……
 * and —— stay whole, and no break within a run of Latin letters and digits.
 */
#ifndef BASE_LINEBREAK_H
#define BASE_LINEBREAK_H

#include <stddef.h>
#include <uchar.h>

/*
 * One line of `text` (n code points) that starts at `start` and takes at most `columns` cells (columns >= 2).
 * Returns the index behind its last code point; *next is where the following line starts (white space at the
 * break is skipped). A word longer than a line is cut, but never between a base and its marks. start < n.
 * `breaks` are the opportunities that linebreak_find filled in for the whole text.
 */
size_t linebreak_line(size_t *next, const char32_t *text, const char *breaks, size_t n, size_t start,
                      int columns);

/*
 * The same where the line is not made of cells: width(context, i) tells how much of `measure` text[i] takes,
 * in the unit of the caller (columns of a printer, units of a font). The measure must hold any single
 * character with its marks.
 */
typedef int linebreak_width(const void *context, size_t i);
size_t linebreak_line_measured(size_t *next, const char32_t *text, const char *breaks, size_t n, size_t start,
                               int measure, linebreak_width *width, const void *context);

/* breaks[i] becomes 1 where a line may start at text[i], else 0. `breaks` has room for n. -ENOMEM. */
int linebreak_find(char *breaks, const char32_t *text, size_t n);

#endif
