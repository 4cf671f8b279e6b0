/* SPDX-License-Identifier: MIT */
/*
 * Where a question may stand between the bytes of a slip: not inside a command's parameters, a picture or a
 * character of two or four bytes, where a printer would take it for data. Knows the commands that
 * ui/paper/escpos.h emits.
 */
#ifndef KIOSK_PRINTER_BOUNDARY_H
#define KIOSK_PRINTER_BOUNDARY_H

#include <stddef.h>

/* The end of the command or character that begins at `at`; n at most. n also where a command is not known:
 * then no place behind it is safe. */
size_t boundary_next(const char *bytes, size_t n, size_t at);

/*
 * A printer that was left in the middle waits for the rest of a command or character. How many bytes that is
 * at most, wherever before `sent` it has stopped: nobody can tell exactly what has reached it.
 */
size_t boundary_wanted(const char *bytes, size_t n, size_t sent);

#endif
