/* SPDX-License-Identifier: MIT */
#include "ui/term_shortcuts.h"

void term_frame_end(void *screen)
{
    (void)screen;
}
