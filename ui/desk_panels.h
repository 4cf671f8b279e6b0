/* SPDX-License-Identifier: MIT */
/* What stands beside an answer at the desk, each a text of its own. */
#ifndef UI_DESK_PANELS_H
#define UI_DESK_PANELS_H

#include "db/handbook.h"
#include "db/site/addenda.h"
#include "ui/flow.h"
#include "ui/screen.h"

enum desk_panel {
    PANEL_ANSWER,   /* 答复: the official text */
    PANEL_BASIS,    /* 依据: laws that it quotes, supplements with their sources, official pages */
    PANEL_BRING,    /* 应备材料: what the question's guide says is to be brought, with its source */
    PANEL_ADDENDUM, /* 本校补充 */
    PANEL_ASKED,    /* 常见追问: questions that belong with it, and how people put it */
    PANEL_COUNT
};

/* All that the panels are made of; borrowed by them. */
struct desk_sheet {
    struct answer *answer;
    struct addendum_shown *shown; /* NULL: nothing is published */
    struct addendum *latest;      /* NULL: nobody ever wrote one */
    char **aliases;
    size_t n_aliases;
};

int desk_sheet_open(struct desk_sheet *out, struct ui *ui, int question); /* 0, as handbook_answer */
void desk_sheet_fini(struct desk_sheet *sheet);
/* Reads the school's addendum again. What cannot be read counts as not written. */
void desk_sheet_refresh(struct desk_sheet *sheet, const struct ui *ui);

const char *desk_panel_title(enum desk_panel panel);
int desk_panel_compose(struct flow *flow, enum desk_panel panel, const struct desk_sheet *sheet,
                       const struct ui *ui);

#endif
