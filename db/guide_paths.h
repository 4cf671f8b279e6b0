/* SPDX-License-Identifier: MIT */
/*
 * Every way through a guide that a visitor of one day can take, hand-overs included: for `yibentong guide
 * --paths`, the tests and the counts. Pure, like guide_resolve.
 *
 * A date is tried with days that between them take every edge: today, its anniversaries, the borders of
 * years, the days of a year that conditions name and the days that they name outright, each with the day
 * before and behind. Answers that take the same edges are one path; of their dates the one nearest to today
 * stands for all. A school that is found is GUIDE_FOUND.
 */
#ifndef DB_GUIDE_PATHS_H
#define DB_GUIDE_PATHS_H

#include "db/guide.h"

/* Called with each path; place stands at the outcome. Both only live during the call. Not 0 ends the walk. */
typedef int (*guide_path_fn)(void *context, const struct guide_answers *answers,
                             const struct guide_place *place);

/*
 * In the order of the options; the same guides and the same day give the same paths. 0, or what `each`
 * returned; -ENOENT no such guide, -ENOMEM, -EBADMSG as guide_resolve.
 */
int guide_paths(const struct guides *guides, int question, struct date today, guide_path_fn each,
                void *context);

#endif
