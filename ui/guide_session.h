/* SPDX-License-Identifier: MIT */
/*
 * The way through a guide as the screens see it: where one stands follows from the answers (db/guide.h), each
 * kind of question has a screen of its own, and the next screen always takes the place of the one before, so
 * that Esc leaves the guide.
 */
#ifndef UI_GUIDE_SESSION_H
#define UI_GUIDE_SESSION_H

#include "ui/flow.h"
#include "ui/screen.h"

/* Forgets all answers and opens the guide of a question on top of this screen.
 * INTENT_STAY if there is none. */
struct intent guide_session_start(struct ui *ui, int question);

/* Where the answers lead, or the node that is asked again. 0 or as guide_resolve. */
int guide_session_place(struct guide_place *out, const struct ui *ui);

/* Takes the answer to the node that is asked now; the screen that comes next replaces this one. */
struct intent guide_session_answer(struct ui *ui, const char *value);

/* Takes back the last answer; at the first question, nothing. Gives up a change. */
struct intent guide_session_back(struct ui *ui);

/* Asks the index-th question of the way again; later answers stay. */
struct intent guide_session_edit(struct ui *ui, size_t index);

struct date guide_session_today(const struct ui *ui);

/* An answer that the node knows, in words: the option's label, 2026年6月30日, the school's name. The caller
 * frees. */
int guide_session_words(char **out, const struct ui *ui, const struct guide_node *node, const char *value);

/* The head of every step: 已选 … › …, the question, its hint. */
struct guide_head {
    struct flow *flow;
    struct rect text; /* within the body; what the step asks with begins below it */
};

/*
 * Sets the head in at most `measure` columns in the middle of `cols`, from the body's row `top` on. `tight`
 * leaves out the way so far and the blank lines. 0 or -ENOMEM.
 */
int guide_head_layout(struct guide_head *head, const struct ui *ui, const struct guide_place *place, int cols,
                      int measure, int top, bool tight);
void guide_head_draw(const struct guide_head *head, struct canvas *canvas, struct rect body,
                     struct hits *hits);
void guide_head_fini(struct guide_head *head);

/* 一本通 ‹ 2 ‹ 自助引导 */
void guide_session_title(const struct screen *screen, const struct ui *ui, char *out, size_t size);

/*
 * What can be done at every step, behind what the screen itself offers. `step_back` is the key for it here:
 * ACTION_ERASE, ACTION_LEFT where text is typed, ACTION_NONE where the screen told of it. Where digits are
 * typed 0 is no way home.
 */
void guide_session_footer(const struct ui *ui, struct footer *out, enum action step_back);

/* The question that is asked, for the voice: for a step's table as it is. */
int guide_session_aloud(char **out, const struct screen *screen, const struct ui *ui);

/* Erase, Esc and C mean the same at every step; INTENT_NONE for anything else. */
struct intent guide_session_act(struct ui *ui, struct event event);

#endif
