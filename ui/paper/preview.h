/* SPDX-License-Identifier: MIT */
/* A document as it is shown before it is printed: every word that will be on paper; a code as 〔二维码〕 with
 * its host. */
#ifndef UI_PAPER_PREVIEW_H
#define UI_PAPER_PREVIEW_H

#include "ui/flow.h"
#include "ui/paper/document.h"

/* Sets the document into the flow. 0, -ENOMEM, or the document's own failure. */
int paper_preview(struct flow *flow, const struct document *document);

#endif
