/* SPDX-License-Identifier: MIT */
/*
 * Any bytes typed: what is found is of the list, clean, none twice, no more than asked for, and the same when
 * the text is typed again with spaces around it (which every fourth is).
 */
#include "base/error.h"
#include "base/sanitize.h"
#include "db/institution.h"

#include <stdint.h>
#include <string.h>

#define LIMIT 8
#define TYPED_MAX 4096

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool promise)
{
    if (!promise)
        abort();
}

static void check_school(const struct institution *school)
{
    check(strlen(school->code) == 10 && *school->name && *school->province);
    check(sanitize_is_clean(school->name, strlen(school->name)));
    for (size_t i = 0; i < school->n_former_names; i++)
        check(*school->former_names[i]);
}

static void check_found(struct institution *schools, size_t n, const char *typed)
{
    check(n <= LIMIT);
    check(n == 0 || !institution_query_is_blank(typed));
    for (size_t i = 0; i < n; i++) {
        check_school(&schools[i]);
        for (size_t k = 0; k < i; k++)
            check(strcmp(schools[i].code, schools[k].code) != 0);
    }
}

static void check_again(struct handbook *handbook, const struct institution *schools, size_t n,
                        const char *typed)
{
    struct institution *again;
    size_t n_again;
    char *spaced;

    check(asprintf(&spaced, "  %s ", typed) >= 0);
    check(institutions_find(&again, &n_again, handbook, spaced, LIMIT) == 0);
    check(n == n_again);
    for (size_t i = 0; i < n; i++)
        check(strcmp(schools[i].code, again[i].code) == 0);
    institutions_free(again, n_again);
    free(spaced);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct handbook *handbook; /* opened once: the list does not change */
    struct institution *schools;
    char typed[TYPED_MAX + 1];
    size_t n;

    if (size > TYPED_MAX)
        return 0;
    if (!handbook)
        check(handbook_open_embedded(&handbook) == 0);
    memcpy(typed, data, size);
    typed[size] = '\0';
    check(institutions_find(&schools, &n, handbook, typed, LIMIT) == 0);
    check_found(schools, n, typed);
    if (size % 4 == 0)
        check_again(handbook, schools, n, typed);
    institutions_free(schools, n);
    return 0;
}
