/* SPDX-License-Identifier: MIT */
/* One measurement of one program each; the figures are added to what is there. */
#ifndef BENCH_MEASURE_H
#define BENCH_MEASURE_H

#include "tests/bench/subjects.h"

/* Start, all steps of the subject, and the memory it then has. */
void measure_keys(struct figures *out, const struct subject *subject);

/* From the start to the list without a pause: the key that leads there is pressed before the first frame. */
void measure_at_once(struct figures *out, const struct subject *subject);

/* 60 resizes as fast as they can be given; the screen is then compared with that of a fresh start of the same
 * size. */
void measure_storm(struct figures *out, const struct subject *subject);

/* Context switches while nobody does anything; all subjects at the same time. */
void measure_idle(struct figures out[SUBJECT_COUNT], const struct subject subjects[SUBJECT_COUNT],
                  int idle_ms);

/* The same while the minute turns, of our own programs only: waits for that, half a minute on the average. */
void measure_minute(struct figures out[SUBJECT_COUNT], const struct subject subjects[SUBJECT_COUNT]);

/* Memory before and after so many keys of a visitor who opens, pages, looks at codes and goes home. */
void measure_growth(struct figures *out, const struct subject *subject, long keys);

#endif
