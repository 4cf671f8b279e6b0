/* SPDX-License-Identifier: MIT */
/* What slips of answers and of outcomes share. Failures stick to the document. */
#ifndef UI_PAPER_SLIP_COMMON_H
#define UI_PAPER_SLIP_COMMON_H

#include "ui/paper/slip.h"

#include <stdbool.h>

/* The document of a question, named for the print queue. -ENOMEM. */
int slip_new(struct document **out, int question);

/* Words that were made for it, and are freed; NULL: memory was short. */
void slip_add_words(struct document *document, enum piece_kind kind, char *words);

/* Whom students of this school see, as far as the profile knows it. */
void slip_add_contact(struct document *document, const struct profile *profile);

/* In one frame, with its source and date. */
void slip_add_supplement(struct document *document, const struct supplement *supplement);

/* The school's own addendum, in one frame, with whose it is and since when. */
void slip_add_addendum(struct document *document, const struct addendum_shown *addendum);

/* The code of links[link], if there is one, and behind it the other pages with their hosts. */
void slip_add_pages(struct document *document, const struct link *links, size_t n, int link);

/* Where all of it is from, and of which day. */
void slip_add_end(struct document *document, const struct slip_frame *frame);

/* What was made, or the first failure, after which nothing is left. */
int slip_finish(struct document **out, struct document *document, int error);

#endif
