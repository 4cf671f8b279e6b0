/* SPDX-License-Identifier: MIT */
/* What an operator is told of a printer: what is wrong, and where to put it right. Visitors:
 * ui/print_words.h. */
#ifndef KIOSK_PRINTER_WORDS_H
#define KIOSK_PRINTER_WORDS_H

#include "kiosk/printer/printing.h"

#define PRINTER_WORDS_MAX 640 /* a queue's name is in it twice */

/* How it is, and what to do about it; a sentence without its full stop. printing has been watched. */
void printer_words(char out[PRINTER_WORDS_MAX], const struct printer *printer,
                   const struct printing *printing);

#endif
