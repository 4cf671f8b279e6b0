/* SPDX-License-Identifier: MIT */
/* Any bytes as a search: no error, clean results, marks on whole characters, and no question twice. */
#include "base/error.h"
#include "base/sanitize.h"
#include "db/search.h"

#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool promise)
{
    if (!promise)
        abort();
}

static void check_text(const char *text, const struct search_mark *marks, size_t n)
{
    size_t end = 0, length = strlen(text);

    check(sanitize_is_clean(text, length) && n <= SEARCH_MARKS_MAX);
    for (size_t i = 0; i < n; i++) {
        check(marks[i].start >= end && marks[i].n > 0 && marks[i].n <= length - marks[i].start);
        end = marks[i].start + marks[i].n;
        check(((unsigned char)text[marks[i].start] & 0xc0) != 0x80 &&
              ((unsigned char)text[end] & 0xc0) != 0x80);
    }
}

static void check_result(const struct search_result *result, size_t limit)
{
    unsigned seen = 0;

    check(result->n <= limit);
    for (size_t i = 0; i < result->n; i++) {
        const struct search_hit *hit = &result->hits[i];
        check(search_kind_name(hit->kind) && hit->question >= 0 && hit->question <= CONTENT_QUESTIONS);
        check_text(hit->title, hit->title_marks, hit->n_title_marks);
        check_text(hit->text, hit->text_marks, hit->n_text_marks);
        if (hit->kind == SEARCH_QUESTION) {
            check(!(seen & 1u << hit->question));
            seen |= 1u << hit->question;
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct handbook *handbook; /* opened once for all runs; reachable to the end */
    struct search_result *result = NULL;
    _cleanup_free_ char *typed = strndup((const char *)data, size);

    if (!handbook)
        check(handbook_open_embedded(&handbook) == 0);
    check(typed && search_find(&result, handbook, typed, 10) == 0);
    check_result(result, 10);
    search_free(result);
    return 0;
}
