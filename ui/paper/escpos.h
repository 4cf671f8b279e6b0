/* SPDX-License-Identifier: MIT */
/*
 * A document as bytes for a receipt printer: ESC/POS (facts of 2026-11-23: init 1B 40, Chinese on 1C 26,
 * align 1B 61 n, size 1D 21 n and 1C 21 n, raster 1D 76 30, native code 1D 28 6B, feed 1B 64 n, cut 1D 56 42
 * n; emphasis 1B 45 n, line spacing 1B 33 n and 1B 32, paper on by dots 1B 4A n are as common, and where a
 * printer lacks them nothing is lost).
 *
 * Text goes out in the printer's charset by iconv, whole characters only, and what the charset lacks becomes
 * 〓. Only ui/paper/escpos_command.c emits commands: no text can (base/sanitize.h). Lines are broken by
 * base/linebreak.h; a character of two or four bytes takes two columns, one of one byte takes one, as the
 * printer has it.
 */
#ifndef UI_PAPER_ESCPOS_H
#define UI_PAPER_ESCPOS_H

#include "ui/paper/document.h"

#include <stdbool.h>
#include <stddef.h>

enum paper { PAPER_58, PAPER_80, PAPER_A4 };

#define ESCPOS_CHARSET "GB18030"

struct escpos_options {
    enum paper paper;    /* PAPER_58: 384 dots, 32 columns; PAPER_80: 576 dots, 48 columns */
    const char *charset; /* ESCPOS_CHARSET, as most have it, "GBK" or "GB2312" for older printers */
    bool native_code;    /* the printer makes the code itself; else it is sent as a picture */
    bool cut;            /* the printer has a cutter */
};

/* Heap bytes that the caller frees. -ENOMEM, -EINVAL: iconv does not know the charset, it is none for a
 * printer (charset_is_safe), or the paper is no roll. */
int escpos_render(char **out, size_t *n, const struct document *document,
                  const struct escpos_options *options);

#endif
