/* SPDX-License-Identifier: MIT */
/* Where the kiosk runs on a console of Linux itself and not in a terminal emulator: nobody changes to another
 * console. */
#ifndef KIOSK_CONSOLE_H
#define KIOSK_CONSOLE_H

/*
 * Locks the switching of consoles, of all of them at once (VT_LOCKSWITCH), if fd is one. 0 locked; 1 fd is no
 * console, there is nothing to do; -EPERM without CAP_SYS_TTY_CONFIG.
 */
int console_lock(int fd);
void console_unlock(int fd);

#endif
