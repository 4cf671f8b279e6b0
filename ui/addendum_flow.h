/* SPDX-License-Identifier: MIT */
/* 本校补充 as visitors see it: in a frame of its own, with whose it is and since when, and that it is not the
 * handbook's. */
#ifndef UI_ADDENDUM_FLOW_H
#define UI_ADDENDUM_FLOW_H

#include "db/site/addenda.h"
#include "ui/flow.h"
#include "ui/screen.h"

/* What is published for a question, or was when it could last be read; NULL: nothing. The caller frees. */
struct addendum_shown *addendum_for(const struct ui *ui, int question);

/* Frees what ui->addenda remembers. */
void addenda_forget(struct ui *ui);

/* 0 or -ENOMEM. */
int addendum_flow(struct flow *flow, const struct addendum_shown *addendum);

/* Its text alone, a paragraph for each line. 0 or -ENOMEM. */
int addendum_flow_text(struct flow *flow, struct style style, const char *text);

#endif
