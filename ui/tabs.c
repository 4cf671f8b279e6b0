/* SPDX-License-Identifier: MIT */
#include "ui/tabs.h"

#include <stdio.h>

int tabs_put(struct canvas *canvas, int row, int col, int max_cols, const char *name, bool chosen)
{
    char words[64];
    snprintf(words, sizeof(words), chosen ? "[%s]" : " %s ", name);
    return canvas_put(canvas, row, col, max_cols,
                      chosen ? (struct style){ROLE_ACCENT, ATTR_BOLD} : (struct style){ROLE_TEXT, 0}, words);
}
