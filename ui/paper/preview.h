/* SPDX-License-Identifier: MIT */
/* A document on the screen, as it will be on paper: for the print screen. */
#ifndef UI_PAPER_PREVIEW_H
#define UI_PAPER_PREVIEW_H

#include "ui/flow.h"
#include "ui/paper/document.h"

/* Sets all of it into the flow. 0 or -ENOMEM. */
int paper_preview(struct flow *flow, const struct document *document);

#endif
