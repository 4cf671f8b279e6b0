/* SPDX-License-Identifier: MIT */
#ifndef DB_COMPILE_OUTPUT_H
#define DB_COMPILE_OUTPUT_H

#include <stddef.h>

/*
 * Writes a file whole or not at all: to a temporary name beside it, to the disk, then renamed. A file that
 * was there before stays until then, and stays for good if anything fails. 0 or -errno.
 */
int output_write(const char *path, const void *bytes, size_t n);

#endif
