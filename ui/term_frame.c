/* SPDX-License-Identifier: MIT */
#include "ui/term_frame.h"

void __wrap__nc_flush_sp(void *screen); /* instead of curses' own calls of it */
void __real__nc_flush_sp(void *screen); /* ncurses' _nc_flush_sp */

void __wrap__nc_flush_sp(void *screen)
{
    (void)screen;
}

void term_frame_end(void *screen)
{
    __real__nc_flush_sp(screen);
}
