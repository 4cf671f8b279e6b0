/* SPDX-License-Identifier: MIT */
/*
 * How many cells of a terminal a character takes: 0 (combining mark), 1 or 2 (UAX #11 wide and full-width, by
 * libunistring). Ambiguous characters count as 1; whether a terminal agrees is found out by the probe
 * (ui/term.h) and dealt with by ui/glyphs.h, which replaces them where it does not.
 */
#ifndef BASE_WIDTH_H
#define BASE_WIDTH_H

#include <stdbool.h>
#include <uchar.h>

int width_of(char32_t code_point);
int width_of_text(const char *utf8);
bool width_is_ambiguous(char32_t code_point);

#endif
