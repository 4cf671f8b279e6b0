/* SPDX-License-Identifier: MIT */
/*
 * What glass and paper show, as lines that make sense when they are heard or felt one after the other: for
 * the plain kiosk (braille, screen readers) and for the voice. Nothing but text: no boxes, rules, columns or
 * marks that only the eye takes in. Pure.
 */
#ifndef UI_SPOKEN_H
#define UI_SPOKEN_H

#include "db/guide.h"
#include "ui/paper/document.h"

/*
 * A slip's text, a line for each piece, each ended by "\n": headings end in “：”, a quote says that it is
 * one, a source whose, a supplement that it is no official wording; a code is a page with its host. What says
 * of which day the paper is is left out. The caller frees. -ENOMEM, or the document's error.
 */
int spoken_document(char **out, const struct document *document);

/* A guide's question with its hint and its numbered options, in the same form. The caller frees. -ENOMEM. */
int spoken_node(char **out, const struct guide_node *node);

/*
 * A line for the voice, which reads by rules of its own: years and telephone numbers digit by digit, 一 of
 * these as 幺, “9月-10月” with 至, addresses letter by letter with their dots, ①② and （1） as 第一、第二,
 * brackets and quotation marks as short pauses. The caller frees. -ENOMEM.
 */
int spoken_aloud(char **out, const char *line);

/* On the screen, when nothing was to be heard. */
#define SPOKEN_NOT_NOW "现在不能朗读，请看屏幕，或问工作人员"

#endif
