/* SPDX-License-Identifier: MIT */
#include "db/content_check.h"

#include "base/error.h"
#include "db/bundle/bundle.h"
#include "db/guide.h"
#include "db/handbook.h"

#include <string.h>

/* What a negative result of reading means here: this refusal, but for a lack of memory. */
static int refused_as(int r, enum bundle_refusal refusal)
{
    return r < 0 && r != -ENOMEM ? (int)refusal : r;
}

static bool has_quote(const struct answer *answer, const char *text)
{
    for (size_t i = 0; i < answer->n_blocks; i++)
        if (strstr(answer->blocks[i].text, text))
            return true;
    return false;
}

static int check_quote(struct answer *const answers[CONTENT_QUESTIONS], const struct guide_quote *quote)
{
    return quote->question >= 1 && quote->question <= CONTENT_QUESTIONS && *quote->text &&
                   has_quote(answers[quote->question - 1], quote->text)
               ? 0
               : BUNDLE_BAD_QUOTE;
}

static int check_guide(struct answer *const answers[CONTENT_QUESTIONS], const struct guide *guide)
{
    for (size_t i = 0; i < guide->n_nodes; i++)
        for (size_t k = 0; k < guide->nodes[i].n_quotes; k++)
            if (check_quote(answers, &guide->nodes[i].quotes[k]) != 0)
                return BUNDLE_BAD_QUOTE;
    return 0;
}

/* What an outcome rests on stands in the official text, word for word. */
static int check_quotes(struct handbook *handbook, const struct guides *guides)
{
    struct answer *answers[CONTENT_QUESTIONS] = {0};
    int r = 0;

    for (int number = 1; r == 0 && number <= CONTENT_QUESTIONS; number++)
        r = refused_as(handbook_answer(&answers[number - 1], handbook, number), BUNDLE_BAD_CONTENT);
    for (size_t i = 0; r == 0 && i < guides->n; i++)
        r = check_guide(answers, &guides->items[i]);
    for (size_t i = 0; i < CONTENT_QUESTIONS; i++)
        answer_free(answers[i]);
    return r;
}

static int check_links(struct handbook *handbook)
{
    struct link *links = NULL;
    size_t n = 0;
    int r = handbook_links(&links, &n, handbook);

    if (r == 0)
        links_free(links, n);
    return refused_as(r, BUNDLE_BAD_LINK);
}

static int check_guides(struct handbook *handbook)
{
    struct guides *guides = NULL;
    int r = refused_as(guides_load(&guides, handbook), BUNDLE_BAD_GUIDE);

    if (r != 0)
        return r;
    r = check_quotes(handbook, guides);
    guides_free(guides);
    return r;
}

int content_open_checked(struct handbook **out, const void *bytes, size_t n)
{
    struct handbook *handbook = NULL;
    int r = refused_as(handbook_open_bytes(&handbook, bytes, n), BUNDLE_BAD_SCHEMA);

    if (r != 0)
        return r;
    r = check_links(handbook);
    if (r == 0)
        r = check_guides(handbook);
    if (r == 0)
        r = refused_as(handbook_check(handbook), BUNDLE_BAD_CONTENT);
    if (r == 0)
        *out = handbook;
    else
        handbook_close(handbook);
    return r;
}
