/* SPDX-License-Identifier: MIT */
/*
 * What is asked, counted as screens open and close (db/site/tally.h). Ids of the content only; of what was
 * typed nothing but a search that found nothing, by the rules of tally_miss. tally NULL: nothing is counted.
 */
#ifndef KIOSK_COUNTING_H
#define KIOSK_COUNTING_H

#include "db/site/tally.h"
#include "ui/screen.h"

/* A route was opened from a screen (NULL: none). */
void counting_opened(struct tally *tally, const struct ui *ui, const struct screen *from,
                     const struct route *route);

/* A screen is about to be closed. */
void counting_closed(struct tally *tally, const struct ui *ui, const struct screen *screen);

/* A slip of this screen came out of the printer. */
void counting_printed(struct tally *tally, const struct ui *ui, const struct screen *screen);

/* The visitor has left; going home is not leaving. */
void counting_left(struct tally *tally);

#endif
