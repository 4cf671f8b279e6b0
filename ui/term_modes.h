/* SPDX-License-Identifier: MIT */
/*
 * The line discipline of the terminal: raw while the kiosk runs, as it was afterwards, also when the program
 * dies. Without curses, whose own modes would act on its memory and not on the terminal.
 */
#ifndef UI_TERM_MODES_H
#define UI_TERM_MODES_H

#include <stddef.h>
#include <termios.h>

struct term_modes {
    int in_fd, out_fd; /* borrowed */
    struct termios in_saved, out_saved;
};

/* Remembers the modes as they are. -ENOTTY, -EIO. */
int term_modes_save(struct term_modes *out, int in_fd, int out_fd);

/* No key makes a signal, nothing is echoed, held back or translated, in either direction. -EIO. */
int term_modes_raw(const struct term_modes *modes);

/* As saved. What was typed and not read is dropped, so that late mouse reports do not end in the shell. */
void term_modes_restore(const struct term_modes *modes);

/*
 * What term_restore_async (ui/term.h) is to do: these modes, after writing n bytes of `leave` to fd. Both are
 * borrowed until disarmed. There is one terminal to a process, so there is one such state.
 */
void term_modes_arm(const struct term_modes *modes, int fd, const char *leave, size_t n);
void term_modes_disarm(void);

#endif
