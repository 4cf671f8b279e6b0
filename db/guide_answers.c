/* SPDX-License-Identifier: MIT */
#include "base/error.h"
#include "db/guide.h"

#include <string.h>

#define WORD "abcdefghijklmnopqrstuvwxyz0123456789-" /* of ids, dates and codes */

static size_t find(const struct guide_answers *answers, const char *node)
{
    size_t i = 0;

    while (i < answers->n && strcmp(answers->items[i].node, node) != 0)
        i++;
    return i;
}

int guide_answer_set(struct guide_answers *answers, const char *node, const char *value)
{
    size_t i = find(answers, node), node_bytes = strlen(node) + 1, value_bytes = strlen(value) + 1;

    if (node_bytes > GUIDE_ID_MAX || value_bytes > GUIDE_ID_MAX)
        return -ENAMETOOLONG;
    if (i == GUIDE_ANSWERS_MAX)
        return -ENOSPC;
    memmove(answers->items[i].value, value, value_bytes);
    if (i == answers->n) {
        memmove(answers->items[i].node, node, node_bytes);
        answers->n++;
    }
    return 0;
}

const char *guide_answer_get(const struct guide_answers *answers, const char *node)
{
    size_t i = find(answers, node);

    return i < answers->n ? answers->items[i].value : NULL;
}

void guide_answer_drop(struct guide_answers *answers, const char *node)
{
    size_t i = find(answers, node);

    if (i == answers->n)
        return;
    answers->n--;
    memmove(&answers->items[i], &answers->items[i + 1], (answers->n - i) * sizeof(answers->items[0]));
}

/* Takes a word of *text and the character behind it, which must be `end` or, if `last`, the end
 * of the text. */
static bool take_word(char out[GUIDE_ID_MAX], const char **text, char end, bool last)
{
    size_t n = strspn(*text, WORD);

    if (n == 0 || n >= GUIDE_ID_MAX || ((*text)[n] != end && !(last && (*text)[n] == '\0')))
        return false;
    memcpy(out, *text, n);
    out[n] = '\0';
    *text += n;
    return true;
}

void guide_answers_keep_way(struct guide_answers *answers, const struct guide_place *place)
{
    struct guide_answers kept = {0};

    for (size_t i = 0; i < place->n_path; i++)
        guide_answer_set(&kept, place->path[i].node->id, place->path[i].value);
    *answers = kept;
}

/* One "node=value" that was not answered before. */
static bool take_answer(struct guide_answers *answers, const char **text)
{
    struct guide_answer answer;

    if (!take_word(answer.node, text, '=', false))
        return false;
    ++*text;
    return take_word(answer.value, text, ',', true) && !guide_answer_get(answers, answer.node) &&
           guide_answer_set(answers, answer.node, answer.value) == 0;
}

int guide_answers_parse(struct guide_answers *out, const char *text)
{
    struct guide_answers answers = {0};
    bool more = text[0] != '\0';

    while (more) {
        if (!take_answer(&answers, &text))
            return -EINVAL;
        more = *text == ',';
        text += more;
    }
    *out = answers;
    return 0;
}
