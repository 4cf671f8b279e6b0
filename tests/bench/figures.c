/* SPDX-License-Identifier: MIT */
#include "tests/bench/figures.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

void figures_add(struct figures *figures, enum figure figure, double value)
{
    struct samples *samples = &figures->of[figure];
    if (samples->n < SAMPLES_MAX)
        samples->values[samples->n++] = value;
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* The value at a place between the smallest (0) and the largest (1). */
static double at(const struct figures *figures, enum figure figure, double place)
{
    const struct samples *samples = &figures->of[figure];
    double sorted[SAMPLES_MAX];
    if (!samples->n)
        return NAN;
    memcpy(sorted, samples->values, samples->n * sizeof(*sorted));
    qsort(sorted, samples->n, sizeof(*sorted), compare);
    double index = place * (double)(samples->n - 1);
    return (sorted[(size_t)floor(index)] + sorted[(size_t)ceil(index)]) / 2;
}

double figures_median(const struct figures *figures, enum figure figure)
{
    return at(figures, figure, 0.5);
}

double figures_minimum(const struct figures *figures, enum figure figure)
{
    return at(figures, figure, 0);
}

double figures_maximum(const struct figures *figures, enum figure figure)
{
    return at(figures, figure, 1);
}
