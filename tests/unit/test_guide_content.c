/* SPDX-License-Identifier: MIT */
/*
 * The twelve guides as they are embedded: where every option leads (kept in guide_edges.txt), the borders of
 * every window, and that whatever an outcome says can be shown.
 *
 *   test_guide_content FILE [--record]
 */
#include "base/error.h"
#include "db/guide.h"
#include "db/guide_paths.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define QUESTIONS_MAX 6
#define ORDINARY "2026-11-23"

struct world {
    const char *edges_file;
    struct handbook *handbook;
    struct guides *guides;
};

/* --- where every option leads --- */

static void write_day(FILE *out, const struct guide_day *day)
{
    if (day->from[0])
        fputs(day->from, out);
    else
        fprintf(out, "%04d-%02d-%02d", day->literal.year, day->literal.month, day->literal.day);
    if (day->add_years)
        fprintf(out, "+%d", day->add_years);
    if (day->month)
        fprintf(out, "@%02d-%02d", day->month, day->day);
}

static void write_condition(FILE *out, const struct guide_condition *condition)
{
    static const char *const signs[] = {
        [GUIDE_BEFORE] = "<", [GUIDE_ON_OR_BEFORE] = "<=", [GUIDE_AFTER] = ">", [GUIDE_ON_OR_AFTER] = ">="};

    if (condition->is_answer) {
        fprintf(out, " [%s=%s]", condition->node, condition->option);
        return;
    }
    fputs(" [", out);
    write_day(out, &condition->left);
    fprintf(out, " %s ", signs[condition->comparison]);
    write_day(out, &condition->right);
    fputs("]", out);
}

static void write_node(FILE *out, const struct guide *guide, const struct guide_node *node)
{
    for (size_t o = 0; o < node->n_options; o++) {
        const struct guide_option *option = &node->options[o];
        for (size_t e = 0; e < option->n_edges; e++) {
            const struct guide_edge *edge = &option->edges[e];
            fprintf(out, "%d %s %s", guide->question, node->id, option->id[0] ? option->id : "*");
            for (size_t c = 0; c < edge->n_conditions; c++)
                write_condition(out, &edge->conditions[c]);
            fprintf(out, " -> %d %s\n", edge->guide ? edge->guide : guide->question, edge->node);
        }
    }
}

/* "question node option [conditions] -> question node", a line an edge; * is any date, or any school of the
 * list. */
static char *edges_of(const struct guides *guides)
{
    char *text = NULL;
    size_t n = 0;
    FILE *out = open_memstream(&text, &n);

    assert_non_null(out);
    for (size_t g = 0; g < guides->n; g++)
        for (size_t i = 0; i < guides->items[g].n_nodes; i++)
            write_node(out, &guides->items[g], &guides->items[g].nodes[i]);
    assert_int_equal(fclose(out), 0);
    return text;
}

static int record(const char *file, const struct guides *guides)
{
    char *text = edges_of(guides);
    FILE *out = fopen(file, "w");
    bool written = out && fputs(text, out) >= 0;

    free(text);
    return out && fclose(out) == 0 && written ? EXIT_SUCCESS : EXIT_FAILURE;
}

static void every_option_leads_where_it_was_recorded(void **state)
{
    const struct world *world = *state;
    char *found = edges_of(world->guides), *line, *rest = found, expected[512];
    FILE *file = fopen(world->edges_file, "r");

    assert_non_null(file);
    while ((line = strsep(&rest, "\n")) && rest) {
        assert_non_null(fgets(expected, sizeof(expected), file));
        expected[strcspn(expected, "\n")] = '\0';
        assert_string_equal(line, expected);
    }
    assert_null(fgets(expected, sizeof(expected), file));
    fclose(file);
    free(found);
}

/* --- visitors at the borders --- */

static struct guide_place follow(const struct world *world, struct guide_answers *answers, int question,
                                 const char *line, const char *day)
{
    struct guide_place place;
    struct date today;

    assert_int_equal(date_parse(&today, day), 0);
    if (guide_answers_parse(answers, line) < 0)
        fail_msg("no answers: %s", line);
    assert_int_equal(guide_resolve(&place, world->guides, question, answers, today), 0);
    return place;
}

#define LISTED "school-listed=found,admitted-by-rules=yes,admission-year="
#define SERVED "army-progress=discharged,discharge-date="

static void borders_fall_on_the_very_day(void **state)
{
    static const struct {
        int question;
        const char *today, *answers, *node;
    } cases[] = {
        /* 1 September and 31 October of the admission year */
        {2, "2026-08-31", LISTED "2026", "registration-not-begun"},
        {2, "2026-09-01", LISTED "2026", "registration-under-way"},
        {2, "2026-10-31", LISTED "2026", "registration-under-way"},
        {2, "2026-11-01", LISTED "2026", "account-details"},
        {2, "2026-10-31", LISTED "2025", "account-details"},
        {2, "2026-12-31", LISTED "2027", "registration-not-begun"},
        {2, "2027-01-01", LISTED "2027", "registration-not-begun"},
        /* 2000-12-31 and 2001-01-01 */
        {7, ORDINARY, "issue-date=2000-12-31", "bound-before"},
        {7, ORDINARY, "issue-date=2001-01-01", "at-hand"},
        {8, ORDINARY, "graduation-year=2000", "bound-before"},
        {8, ORDINARY, "graduation-year=2001", "at-hand"},
        {9, ORDINARY, "graduation-year=2000", "bound-before"},
        {9, ORDINARY, "graduation-year=2001", "account-details"},
        {12, ORDINARY, "stage=graduate,graduation-year=2000", "bound-before"},
        {12, ORDINARY, "stage=graduate,graduation-year=2001", "changed-since"},
        /* 0:00 of the date of issue: today and tomorrow */
        {7, "2025-06-29", "issue-date=2025-06-30", "not-yet-searchable"},
        {7, "2025-06-30", "issue-date=2025-06-30", "at-hand"},
        {7, "2025-07-01", "issue-date=2025-06-30", "at-hand"},
        {7, "2027-12-31", "issue-date=2028-01-01", "not-yet-searchable"},
        {7, "2028-01-01", "issue-date=2028-01-01", "at-hand"},
        {7, "2028-02-28", "issue-date=2028-02-29", "not-yet-searchable"},
        {7, "2028-02-29", "issue-date=2028-02-29", "at-hand"},
        {9, "2026-12-31", "graduation-year=2026", "issue-date"},
        {9, "2027-01-01", "graduation-year=2026", "account-details"},
        {9, "2026-06-30", "graduation-year=2026,issue-date=2026-06-30", "account-details"},
        {9, "2026-06-29", "graduation-year=2026,issue-date=2026-06-30", "not-yet-searchable"},
        /* discharge: the day itself, the borders of two years, two years to the day */
        {5, "2026-08-31", SERVED "2026-09-01", "return-not-yet"},
        {5, "2026-09-01", SERVED "2026-09-01", "return-this-year-or-next"},
        {5, "2026-12-31", SERVED "2026-09-01", "return-this-year-or-next"},
        {5, "2027-01-01", SERVED "2026-09-01", "return-last-intake"},
        {5, "2027-12-31", SERVED "2026-09-01", "return-last-intake"},
        {5, "2028-01-01", SERVED "2026-09-01", "return-before-limit"},
        {5, "2028-09-01", SERVED "2026-09-01", "return-before-limit"},
        {5, "2028-09-02", SERVED "2026-09-01", "return-expired"},
        {5, "2026-12-31", SERVED "2026-12-31", "return-this-year-or-next"},
        {5, "2027-01-01", SERVED "2026-12-31", "return-last-intake"},
        {5, "2028-12-31", SERVED "2026-12-31", "return-before-limit"},
        {5, "2029-01-01", SERVED "2026-12-31", "return-expired"},
        {5, "2027-12-31", SERVED "2026-01-01", "return-last-intake"},
        {5, "2028-01-01", SERVED "2026-01-01", "return-before-limit"},
        {5, "2028-01-02", SERVED "2026-01-01", "return-expired"},
        {5, "2028-01-01", SERVED "2025-12-31", "return-expired"},
        {5, "2026-02-28", SERVED "2024-02-29", "return-before-limit"},
        {5, "2026-03-01", SERVED "2024-02-29", "return-expired"},
        {5, "2028-02-28", SERVED "2026-02-28", "return-before-limit"},
        {5, "2028-02-29", SERVED "2026-02-28", "return-expired"},
        {5, ORDINARY, SERVED "unsure", "return-date-unknown"},
    };
    struct guide_answers answers;

    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        const char *id =
            follow(*state, &answers, cases[i].question, cases[i].answers, cases[i].today).node->id;
        if (strcmp(id, cases[i].node) != 0)
            fail_msg("%s of %s leads to %s, not %s", cases[i].answers, cases[i].today, id, cases[i].node);
    }
}

static void one_answer_can_be_changed_and_the_rest_stays(void **state)
{
    const char *line = "graduation-year=2020,account-details=same,seen-before=no";
    const struct world *world = *state;
    struct guide_answers answers;
    struct guide_place place = follow(world, &answers, 9, line, ORDINARY);
    const struct date today = {.year = 2026, .month = 11, .day = 23};

    assert_string_equal(place.node->id, "ask-school-about-degree");
    assert_int_equal(guide_answer_set(&answers, "account-details", "different"), 0);
    assert_int_equal(guide_resolve(&place, world->guides, 9, &answers, today), 0);
    assert_string_equal(place.node->id, "correct-account-for-degree");
    assert_int_equal(place.n_path, 2);
    assert_int_equal(guide_answer_set(&answers, "account-details", "same"), 0);
    assert_int_equal(guide_resolve(&place, world->guides, 9, &answers, today), 0);
    assert_string_equal(place.node->id, "ask-school-about-degree");
    assert_int_equal(guide_answer_set(&answers, "graduation-year", "2019"), 0);
    assert_int_equal(guide_resolve(&place, world->guides, 9, &answers, today), 0);
    assert_string_equal(place.node->id, "ask-school-about-degree");
}

static void a_hand_over_keeps_the_answers(void **state)
{
    struct guide_answers answers;
    struct guide_place place = follow(*state, &answers, 9, "graduation-year=1990,bound-before=no", ORDINARY);

    assert_int_equal(place.guide->question, 8);
    assert_string_equal(place.node->id, "certify");
    assert_int_equal(place.n_path, 2);
    place =
        follow(*state, &answers, 8,
               "graduation-year=2026,issue-date=2026-07-01,at-hand=tried,account-details=unknown", ORDINARY);
    assert_int_equal(place.guide->question, 9);
    assert_string_equal(place.node->id, "check-account-for-degree");
    assert_int_equal(place.n_path, 4);
}

static void dates_in_an_outcome_are_reckoned_from_the_answer(void **state)
{
    static const struct {
        int question;
        const char *answers, *text, *filled;
    } cases[] = {
        {5, SERVED "2024-02-29", "{first} {second} {limit}", "2024年 2025年 2026年2月28日"},
        {7, "issue-date=2027-06-30", "{open}", "2027年6月30日"},
        {2, LISTED "2027", "{begin}-{deadline}", "2027年9月-2027年10月31日"},
    };
    static const char *const days[] = {"2024-01-01", ORDINARY, ORDINARY};
    struct guide_answers answers;
    struct date today;
    char *text = NULL;

    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        struct guide_place place = follow(*state, &answers, cases[i].question, cases[i].answers, days[i]);
        assert_int_equal(date_parse(&today, days[i]), 0);
        assert_int_equal(guide_fill(&text, place.node, cases[i].text, &answers, today), 0);
        assert_string_equal(text, cases[i].filled);
        free(text);
    }
}

/* --- every way --- */

struct walk {
    const struct world *world;
    struct date today;
    size_t paths, longest;
};

static void assert_filled(const struct walk *walk, const struct guide_answers *answers,
                          const struct guide_node *node, const char *text)
{
    char *filled = NULL;

    if (guide_fill(&filled, node, text, answers, walk->today) < 0)
        fail_msg("%s: %s", node->id, text);
    assert_null(strpbrk(filled, "{}"));
    free(filled);
}

static int check_path(void *context, const struct guide_answers *answers, const struct guide_place *place)
{
    struct walk *walk = context;
    const struct guide_node *node = place->node;

    walk->paths++;
    if (place->n_path > walk->longest)
        walk->longest = place->n_path;
    assert_filled(walk, answers, node, node->title);
    for (size_t i = 0; i < node->n_steps; i++)
        assert_filled(walk, answers, node, node->steps[i].text);
    for (size_t i = 0; i < node->n_bring; i++)
        assert_filled(walk, answers, node, node->bring[i].text);
    return 0;
}

static void every_way_ends_within_six_questions_at_an_outcome_that_can_be_shown(void **state)
{
    static const struct date days[] = {{2026, 11, 23}, {2026, 9, 1}, {2028, 2, 29}};
    struct walk walk = {.world = *state};

    for (size_t d = 0; d < ARRAY_SIZE(days); d++) {
        walk.today = days[d];
        for (int question = 1; question <= CONTENT_QUESTIONS; question++)
            assert_int_equal(guide_paths(walk.world->guides, question, days[d], check_path, &walk), 0);
    }
    assert_true(walk.paths > 300);
    assert_in_range(walk.longest, 2, QUESTIONS_MAX);
}

/* Behind one start, whatever is answered and changed, answers are never refused for want of room. */
static size_t count_questions(const struct guides *guides, const struct guide *guide,
                              const struct guide_node *node, const char **seen, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(seen[i], node->id) == 0)
            return n;
    if (node->kind == GUIDE_OUTCOME)
        return n;
    seen[n++] = node->id;
    for (size_t o = 0; o < node->n_options; o++) {
        for (size_t e = 0; e < node->options[o].n_edges; e++) {
            const struct guide_edge *edge = &node->options[o].edges[e];
            const struct guide *other = edge->guide ? guides_find(guides, edge->guide) : guide;
            n = count_questions(guides, other, guide_find_node(other, edge->node), seen, n);
        }
    }
    return n;
}

static void all_that_a_visitor_can_answer_has_room(void **state)
{
    const struct guides *guides = ((const struct world *)*state)->guides;
    const char *seen[64];

    for (size_t i = 0; i < guides->n; i++) {
        const struct guide *guide = &guides->items[i];
        size_t n = count_questions(guides, guide, guide_find_node(guide, guide->start), seen, 0);
        assert_in_range(n, 1, GUIDE_ANSWERS_MAX);
    }
}

/* --- what outcomes rest on --- */

static bool says(const struct answer *answer, const char *quote)
{
    for (size_t i = 0; i < answer->n_blocks; i++)
        if (strstr(answer->blocks[i].text, quote))
            return true;
    return false;
}

static void every_outcome_quotes_the_handbook_verbatim(void **state)
{
    const struct world *world = *state;
    size_t quotes = 0;

    for (int question = 1; question <= CONTENT_QUESTIONS; question++) {
        struct answer *answer = NULL;
        assert_int_equal(handbook_answer(&answer, world->handbook, question), 0);
        for (size_t g = 0; g < world->guides->n; g++) {
            const struct guide *guide = &world->guides->items[g];
            for (size_t i = 0; i < guide->n_nodes; i++) {
                const struct guide_node *node = &guide->nodes[i];
                assert_true(node->kind != GUIDE_OUTCOME || node->quotes[0].question == guide->question);
                for (size_t q = 0; q < node->n_quotes; q++) {
                    if (node->quotes[q].question != question)
                        continue;
                    quotes++;
                    assert_true(says(answer, node->quotes[q].text));
                }
            }
        }
        answer_free(answer);
    }
    assert_true(quotes >= 61);
}

static void every_outcome_has_a_page_or_the_office(void **state)
{
    const struct world *world = *state;
    size_t outcomes = 0;

    for (size_t g = 0; g < world->guides->n; g++) {
        for (size_t i = 0; i < world->guides->items[g].n_nodes; i++) {
            const struct guide_node *node = &world->guides->items[g].nodes[i];
            if (node->kind != GUIDE_OUTCOME)
                continue;
            outcomes++;
            assert_true(node->office || node->n_links > 0);
            for (size_t k = 0; k < node->n_links; k++) {
                struct link *link = NULL;
                assert_int_equal(handbook_link(&link, world->handbook, node->links[k]), 0);
                links_free(link, 1);
            }
        }
    }
    assert_true(outcomes >= 50);
}

static int open_world(struct world *world)
{
    int r = handbook_open_embedded(&world->handbook);

    return r < 0 ? r : guides_load(&world->guides, world->handbook);
}

/* cmocka starts each test with the group's state. */
static struct world *the_world(struct world *set)
{
    static struct world *world;

    if (set)
        world = set;
    return world;
}

static int give_world(void **state)
{
    *state = the_world(NULL);
    return 0;
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_option_leads_where_it_was_recorded),
        cmocka_unit_test(borders_fall_on_the_very_day),
        cmocka_unit_test(one_answer_can_be_changed_and_the_rest_stays),
        cmocka_unit_test(a_hand_over_keeps_the_answers),
        cmocka_unit_test(dates_in_an_outcome_are_reckoned_from_the_answer),
        cmocka_unit_test(every_way_ends_within_six_questions_at_an_outcome_that_can_be_shown),
        cmocka_unit_test(all_that_a_visitor_can_answer_has_room),
        cmocka_unit_test(every_outcome_quotes_the_handbook_verbatim),
        cmocka_unit_test(every_outcome_has_a_page_or_the_office),
    };
    struct world world = {.edges_file = argc > 1 ? argv[1] : ""};
    int r = open_world(&world);

    if (argc < 2 || r < 0) {
        fprintf(stderr, "用法：test_guide_content 文件 [--record]（%d）\n", r);
        return EXIT_FAILURE;
    }
    the_world(&world);
    if (argc > 2 && strcmp(argv[2], "--record") == 0)
        r = record(world.edges_file, world.guides);
    else
        r = cmocka_run_group_tests(tests, give_world, NULL);
    guides_free(world.guides);
    handbook_close(world.handbook);
    return r;
}
