/* SPDX-License-Identifier: MIT */
#include "db/content_changes.h"

#include "base/error.h"
#include "db/content_lists.h"

#include <string.h>

#define BLOCKS_ALIGNED 400 /* of each side; longer ones are compared place by place */

/* What is being compared; the first error sticks. */
struct comparison {
    struct content_changes *out;
    int question;
    enum change_subject subject;
    int error;
};

/* NULL for NULL; *error if there is no memory. */
static char *copy_of(int *error, const char *text)
{
    char *copy = text ? strdup(text) : NULL;

    if (text && !copy)
        *error = -ENOMEM;
    return copy;
}

int content_changes_add(struct content_changes *changes, int question, enum change_subject subject,
                        const char *name, const char *before, const char *after)
{
    struct content_change *items = realloc(changes->items, (changes->n + 1) * sizeof(*items));
    int error = 0;

    if (!items)
        return -ENOMEM;
    changes->items = items;
    items[changes->n++] = (struct content_change){.question = question,
                                                  .subject = subject,
                                                  .name = copy_of(&error, name),
                                                  .before = copy_of(&error, before),
                                                  .after = copy_of(&error, after)};
    return error;
}

static void note(struct comparison *comparison, const char *name, const char *before, const char *after)
{
    int error =
        content_changes_add(comparison->out, comparison->question, comparison->subject, name, before, after);

    if (error)
        comparison->error = error;
}

/* ---- by name ---- */

static const struct content_entry *find(const struct content_list *list, const char *name)
{
    for (size_t i = 0; i < list->n; i++)
        if (strcmp(list->items[i].name, name) == 0)
            return &list->items[i];
    return NULL;
}

static void compare_by_name(struct comparison *comparison, const struct content_list *before,
                            const struct content_list *after)
{
    for (size_t i = 0; i < after->n; i++) {
        const struct content_entry *new = &after->items[i], *old = find(before, new->name);
        if (!old || strcmp(old->text, new->text) != 0)
            note(comparison, new->name, old ? old->text : NULL, new->text);
    }
    for (size_t i = 0; i < before->n; i++)
        if (!find(after, before->items[i].name))
            note(comparison, before->items[i].name, before->items[i].text, NULL);
}

/* ---- by place ---- */

static const char *text_at(const struct content_list *list, size_t index, size_t end)
{
    return index < end ? list->items[index].text : NULL;
}

/* Between two places where both agree: one by one as far as both go, then what one has more. */
static void note_run(struct comparison *comparison, const struct content_list *before, size_t *from,
                     size_t old_end, const struct content_list *after, size_t *to, size_t new_end)
{
    while (*from < old_end || *to < new_end) {
        const char *old = text_at(before, *from, old_end), *new = text_at(after, *to, new_end);
        if (!old || !new || strcmp(old, new) != 0)
            note(comparison, new ? after->items[*to].name : before->items[*from].name, old, new);
        *from += old != NULL;
        *to += new != NULL;
    }
}

/* lengths[i][j]: of the longest common subsequence behind block i of the one and block j of the other. */
static unsigned short *align(const struct content_list *before, const struct content_list *after)
{
    size_t n = before->n, m = after->n, width = m + 1;
    unsigned short *lengths = calloc((n + 1) * width, sizeof(*lengths));

    for (size_t i = n; lengths && i-- > 0;) {
        for (size_t j = m; j-- > 0;) {
            unsigned short down = lengths[(i + 1) * width + j], right = lengths[i * width + j + 1];
            if (strcmp(before->items[i].text, after->items[j].text) == 0)
                lengths[i * width + j] = (unsigned short)(lengths[(i + 1) * width + j + 1] + 1);
            else
                lengths[i * width + j] = down > right ? down : right;
        }
    }
    return lengths;
}

static void compare_by_place(struct comparison *comparison, const struct content_list *before,
                             const struct content_list *after)
{
    size_t i = 0, j = 0, from = 0, to = 0, width = after->n + 1;
    _cleanup_free_ unsigned short *lengths =
        before->n <= BLOCKS_ALIGNED && after->n <= BLOCKS_ALIGNED ? align(before, after) : NULL;

    while (lengths && i < before->n && j < after->n) {
        if (strcmp(before->items[i].text, after->items[j].text) == 0) {
            note_run(comparison, before, &from, i, after, &to, j);
            from = ++i;
            to = ++j;
        } else if (lengths[(i + 1) * width + j] >= lengths[i * width + j + 1]) {
            i++;
        } else {
            j++;
        }
    }
    note_run(comparison, before, &from, before->n, after, &to, after->n);
}

/* ---- subjects ---- */

static void compare_lists(struct comparison *comparison, struct content_list *before,
                          struct content_list *after)
{
    if (!comparison->error)
        comparison->error = before->error ? before->error : after->error;
    if (!comparison->error && comparison->subject == CHANGE_BLOCK)
        compare_by_place(comparison, before, after);
    else if (!comparison->error)
        compare_by_name(comparison, before, after);
    content_list_fini(before);
    content_list_fini(after);
}

static void compare_whole(struct comparison *comparison, struct handbook *before, struct handbook *after)
{
    static const enum change_subject subjects[] = {CHANGE_EDITION, CHANGE_LINK, CHANGE_SCHOOLS};

    comparison->question = 0;
    for (size_t i = 0; i < ARRAY_SIZE(subjects) && !comparison->error; i++) {
        struct content_list old = {0}, new = {0};
        comparison->subject = subjects[i];
        comparison->error = content_list_whole(&old, before, subjects[i]);
        if (!comparison->error)
            comparison->error = content_list_whole(&new, after, subjects[i]);
        compare_lists(comparison, &old, &new);
    }
}

static void compare_answers(struct comparison *comparison, const struct answer *before,
                            const struct answer *after, const struct guide *old_guide,
                            const struct guide *new_guide)
{
    for (int subject = CHANGE_TITLE; subject <= CHANGE_RELATED && !comparison->error; subject++) {
        struct content_list old = {0}, new = {0};
        comparison->subject = (enum change_subject)subject;
        if (subject == CHANGE_GUIDE) {
            content_list_guide(&old, old_guide);
            content_list_guide(&new, new_guide);
        } else {
            content_list_answer(&old, before, comparison->subject);
            content_list_answer(&new, after, comparison->subject);
        }
        compare_lists(comparison, &old, &new);
    }
}

struct side {
    struct handbook *handbook;
    struct guides *guides;
    struct answer *answer;
};

static void compare_question(struct comparison *comparison, struct side *before, struct side *after,
                             int number)
{
    comparison->question = number;
    comparison->error = handbook_answer(&before->answer, before->handbook, number);
    if (!comparison->error)
        comparison->error = handbook_answer(&after->answer, after->handbook, number);
    if (!comparison->error)
        compare_answers(comparison, before->answer, after->answer, guides_find(before->guides, number),
                        guides_find(after->guides, number));
    answer_free(before->answer);
    answer_free(after->answer);
    before->answer = after->answer = NULL;
}

static void compare(struct comparison *comparison, struct side *before, struct side *after)
{
    comparison->error = guides_load(&before->guides, before->handbook);
    if (!comparison->error)
        comparison->error = guides_load(&after->guides, after->handbook);
    if (!comparison->error)
        compare_whole(comparison, before->handbook, after->handbook);
    for (int number = 1; number <= CONTENT_QUESTIONS && !comparison->error; number++)
        compare_question(comparison, before, after, number);
    guides_free(before->guides);
    guides_free(after->guides);
}

int content_compare(struct content_changes **out, struct handbook *before, struct handbook *after)
{
    struct content_changes *changes = calloc(1, sizeof(*changes));
    struct comparison comparison = {.out = changes};
    struct side old = {.handbook = before}, new = {.handbook = after};

    if (!changes)
        return -ENOMEM;
    compare(&comparison, &old, &new);
    if (comparison.error)
        content_changes_free(changes);
    else
        *out = changes;
    return comparison.error;
}

void content_changes_free(struct content_changes *changes)
{
    if (!changes)
        return;
    for (size_t i = 0; i < changes->n; i++) {
        free(changes->items[i].name);
        free(changes->items[i].before);
        free(changes->items[i].after);
    }
    free(changes->items);
    free(changes);
}
