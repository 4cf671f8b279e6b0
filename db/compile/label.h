/* SPDX-License-Identifier: MIT */
/* The handbook's own numbers at the start of a step: “（1）” and “第一步：”. */
#ifndef DB_COMPILE_LABEL_H
#define DB_COMPILE_LABEL_H

#include <stddef.h>

/*
 * The number that the text starts with, 1 to 20; 0 if there is none. *label: bytes of the label itself
 * ("（1）", "第一步"); *whole: bytes up to the first character behind it, the “：” and spaces included.
 */
int label_find(const char *text, size_t *label, size_t *whole);

#endif
