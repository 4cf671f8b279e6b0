/* SPDX-License-Identifier: MIT */
/*
 * The charset of the terminal and of pipes, and the way from UTF-8 to it by iconv. Inside, all text is UTF-8.
 *
 * The program itself always runs in a UTF-8 locale (C.UTF-8 if the user's is none), so that wide characters
 * and ncurses work in every environment; what the *user's* locale names decides only how bytes go out and
 * come in.
 */
#ifndef BASE_CHARSET_H
#define BASE_CHARSET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <uchar.h>

struct charset {
    char name[32]; /* for iconv: "UTF-8", "GB18030", "GBK" … */
    bool is_utf8;
    bool locale_missing; /* the environment names a locale that is not installed */
    bool assumed;        /* the environment names no charset (LANG=C, POSIX, unset): UTF-8 is assumed */
    char asked[64];      /* what the environment asked for, clean, for `check`; "" if nothing */
};

/*
 * Sets LC_CTYPE to a UTF-8 locale and finds out the charset of the outside. Reads LC_ALL, LC_CTYPE, LANG in
 * this order. A locale that is not installed still tells its charset by its suffix (zh_CN.GB18030), if iconv
 * knows it. -ENOENT if the machine has no UTF-8 locale at all.
 */
int charset_setup(struct charset *out);

/* A stream of bytes in the charset, made of UTF-8 text. What the charset lacks becomes 〓 or, failing that,
 * "?". */
struct charset_writer;
int charset_writer_new(struct charset_writer **out, const struct charset *charset);
void charset_writer_free(struct charset_writer *writer);

/* Converts n bytes of UTF-8; a heap copy of *out_n bytes that the caller frees. Whole characters only.
 * -ENOMEM. */
int charset_convert(struct charset_writer *writer, char **out, size_t *out_n, const char *utf8, size_t n);

/*
 * One code point as charset_convert would write it; returns its bytes, 1 to CHARSET_CHAR_MAX. For whoever has
 * to know how many bytes each character takes.
 */
#define CHARSET_CHAR_MAX 8
size_t charset_convert_char(struct charset_writer *writer, char out[CHARSET_CHAR_MAX], char32_t code_point);

/* Whether iconv knows the charset, ASCII is itself in it, and no other character uses control bytes. */
bool charset_is_safe(const char *name);

/* Writes UTF-8 text to a stream in the charset. 0, or -errno of the failed write (-EPIPE, -ENOSPC …). */
int charset_print(struct charset_writer *writer, FILE *stream, const char *utf8);

#endif
