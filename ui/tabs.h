/* SPDX-License-Identifier: MIT */
/* Names of things of which one shows, in a row: [this one]  that one. */
#ifndef UI_TABS_H
#define UI_TABS_H

#include "ui/canvas.h"

#include <stdbool.h>

/* One of them, within max_cols cells. The cells used. */
int tabs_put(struct canvas *canvas, int row, int col, int max_cols, const char *name, bool chosen);

#endif
