/* SPDX-License-Identifier: MIT */
/* A terminal in memory (libvterm): answers what a program asks of a terminal, and tells whether two screens
 * are alike. */
#ifndef BENCH_GLASS_H
#define BENCH_GLASS_H

#include "tests/bench/pty_child.h"

struct glass;

struct glass *glass_new(struct pty *pty, int rows,
                        int cols);    /* exits when out of memory: a benchmark is of no use then */
void glass_free(struct glass *glass); /* NULL is fine */

struct pty_sink glass_sink(struct glass *glass);
void glass_resize(struct glass *glass, int rows, int cols);

/* Characters, colours and attributes of every cell are the same. */
bool glass_same(const struct glass *a, const struct glass *b);

#endif
