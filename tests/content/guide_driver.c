/* SPDX-License-Identifier: MIT */
/*
 * The program's own resolver as a filter, for test_guides_agree.py. Each line "question today answers"
 * (answers as of
 * --answers) becomes "result question node path dates": path as node=value,…, dates as name=words,….
 */
#include "base/error.h"
#include "db/guide.h"

#include <string.h>

static void print_path(const struct guide_place *place)
{
    for (size_t i = 0; i < place->n_path; i++)
        printf("%s%s=%s", i ? "," : "", place->path[i].node->id, place->path[i].value);
}

static void print_dates(const struct guide_place *place, const struct guide_answers *answers,
                        struct date today)
{
    char name[GUIDE_ID_MAX + 2];

    for (size_t i = 0; i < place->node->n_dates; i++) {
        _cleanup_free_ char *words = NULL;
        snprintf(name, sizeof(name), "{%s}", place->node->dates[i].name);
        if (guide_fill(&words, place->node, name, answers, today) < 0)
            exit(EXIT_FAILURE);
        printf("%s%s=%s", i ? "," : "", place->node->dates[i].name, words);
    }
}

static void answer_line(const struct guides *guides, char *line)
{
    const char *question = strtok(line, " \n"), *day = strtok(NULL, " \n"), *said = strtok(NULL, " \n");
    struct guide_answers answers;
    struct guide_place place;
    struct date today;
    int r;

    if (!question || !day || date_parse(&today, day) < 0 ||
        guide_answers_parse(&answers, said ? said : "") < 0)
        exit(EXIT_FAILURE);
    r = guide_resolve(&place, guides, atoi(question), &answers, today);
    if (r < 0 && r != -EINVAL)
        exit(EXIT_FAILURE);
    printf("%d %d %s ", r, place.guide->question, place.node->id);
    print_path(&place);
    putchar(' ');
    print_dates(&place, &answers, today);
    putchar('\n');
}

int main(void)
{
    struct handbook *handbook = NULL;
    struct guides *guides = NULL;
    char line[1024];

    if (handbook_open_embedded(&handbook) < 0 || guides_load(&guides, handbook) < 0)
        return EXIT_FAILURE;
    while (fgets(line, sizeof(line), stdin))
        answer_line(guides, line);
    guides_free(guides);
    handbook_close(handbook);
    return EXIT_SUCCESS;
}
