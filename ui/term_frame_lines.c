/* SPDX-License-Identifier: MIT */
#include "ui/term_frame.h"

void term_frame_end(void *screen)
{
    (void)screen;
}
