/* SPDX-License-Identifier: MIT */
/* What every screen has around it: title bar, rules, footer of actions, and the notices that lie over it. */
#ifndef UI_FRAME_H
#define UI_FRAME_H

#include "ui/screen.h"

#define FRAME_COLS_MIN 40
#define FRAME_ROWS_MIN 12
#define FRAME_HEAD_ROWS 2 /* title and rule */
#define FRAME_FOOT_ROWS 2 /* rule and actions */
/* Of the body, on a screen of 30 rows: from then on a row for a finger takes two lines. */
#define FRAME_BODY_TALL (30 - FRAME_HEAD_ROWS - FRAME_FOOT_ROWS)

/* Where a text or a list stands within a body of such a size: at most `measure` wide, from 16 rows on with an
 * empty one above. */
struct rect frame_column(int rows, int cols, int measure);

/* Lays out and paints the whole screen. hits is emptied first; entries that the footer lost
 * count among those lost there: nobody can tap them. 0 or -ENOMEM. */
int frame_draw(struct screen *screen, const struct ui *ui, struct canvas *canvas, struct hits *hits);

/* What to say while the first digit of a question's number waits for the second. */
void frame_number_words(const struct ui *ui, char *out, size_t size);

/* Over the footer: 20 秒后回到开始画面; at the desk 10 秒后锁定. */
void frame_draw_countdown(struct canvas *canvas, const struct ui *ui, int seconds);

#endif
