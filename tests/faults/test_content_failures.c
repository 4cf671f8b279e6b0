/* SPDX-License-Identifier: MIT */
/*
 * Everything that is read from a handbook, while each k-th allocation or call of SQLite fails: it is told as
 * what it is, and the same handle reads it when it is asked again.
 */
#include "base/error.h"
#include "base/linebreak.h"
#include "base/sanitize.h"
#include "db/content_changes.h"
#include "db/content_check.h"
#include "db/guide.h"
#include "db/guide_graph.h"
#include "db/guide_paths.h"
#include "db/handbook.h"
#include "db/institution.h"
#include "db/search.h"
#include "tests/faults/calls.h"
#include "tests/faults/engine.h"
#include "tests/faults/failures.h"
#include "tests/unit/handbook_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <unistd.h>

#include <cmocka.h>

struct world {
    struct image image, other; /* the small handbook, and an edition of it in which much has changed */
    struct handbook *handbook; /* small */
    struct handbook *real;
    struct guides *guides; /* of the real one */
    char path[64];         /* the image in a file */
};

/* What has been read stays read, so a new start is two new handles. */
static void reset(void *context)
{
    struct world *world = context;

    handbook_close(world->handbook);
    handbook_close(world->real);
    world->handbook = world->real = NULL;
    assert_int_equal(handbook_open_bytes(&world->handbook, world->image.bytes, world->image.n), 0);
    assert_int_equal(handbook_open_embedded(&world->real), 0);
}

/* The search has been used: what it keeps in memory is there. */
static void reset_warm(void *context)
{
    struct world *world = context;
    struct search_result *result = NULL;

    reset(world);
    assert_int_equal(search_find(&result, world->real, "毕业", 8), 0);
    search_free(result);
}

static const char changed[] = "UPDATE block SET text = '别的。', heading = '' WHERE owner = '3';"
                              "INSERT INTO block VALUES ('3', 2, 1, 1, 0, '', '', 0, '还有。', '');"
                              "UPDATE question SET title = '别的问题？', audience = 7 WHERE number = 4;"
                              "UPDATE link SET purpose = '别的' WHERE id = 'home';"
                              "DELETE FROM related WHERE question = 6 AND ordinal = 2;"
                              "UPDATE guide_node SET title = '别的' WHERE guide = 5 AND node = 3;"
                              "UPDATE institution_list SET date = '2026-06-18';";

static int set_up(void **state)
{
    struct world *world = calloc(1, sizeof(*world));

    assert_non_null(world);
    world->image = fixture_build("");
    world->other = fixture_build(changed);
    strcpy(world->path, "/tmp/test_content.XXXXXX");
    int fd = mkstemp(world->path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, world->image.bytes, world->image.n), world->image.n);
    close(fd);
    reset(world);
    assert_int_equal(guides_load(&world->guides, world->real), 0);
    *state = world;
    return 0;
}

static int tear_down(void **state)
{
    struct world *world = *state;

    handbook_close(world->handbook);
    handbook_close(world->real);
    guides_free(world->guides);
    unlink(world->path);
    free(world->image.bytes);
    free(world->other.bytes);
    free(world);
    return 0;
}

/* ---- opening ---- */

static int open_bytes(void *context)
{
    struct world *world = context;
    struct handbook *handbook = NULL;
    int r = handbook_open_bytes(&handbook, world->image.bytes, world->image.n);

    handbook_close(handbook);
    return r;
}

static int open_file(void *context)
{
    struct world *world = context;
    struct handbook *handbook = NULL;
    int r = handbook_open_file(&handbook, world->path);

    handbook_close(handbook);
    return r;
}

static int open_checked(void *context)
{
    struct world *world = context;
    struct handbook *handbook = NULL;
    int r = content_open_checked(&handbook, world->image.bytes, world->image.n);

    handbook_close(handbook);
    return r > 0 ? -EBADMSG : r; /* a refusal: what cannot be read is not shown */
}

static int check(void *context)
{
    struct world *world = context;

    return handbook_check(world->handbook);
}

static int compare(void *context)
{
    struct world *world = context;
    struct content_changes *changes = NULL;
    struct handbook *other = NULL;
    int r = handbook_open_bytes(&other, world->other.bytes, world->other.n);

    if (r == 0)
        r = content_compare(&changes, world->handbook, other);
    assert_true(r != 0 || changes->n > 5);
    content_changes_free(changes);
    handbook_close(other);
    return r;
}

/* ---- reading ---- */

static int read_answer(void *context)
{
    struct world *world = context;
    struct answer *answer = NULL;
    int r = handbook_answer(&answer, world->handbook, 6);

    answer_free(answer);
    return r;
}

static int read_parts(void *context)
{
    struct world *world = context;
    struct supplement *supplement = NULL;
    struct link *link = NULL, *links = NULL;
    char **aliases = NULL;
    size_t n_links = 0, n_aliases = 0;
    int r = handbook_supplement(&supplement, world->handbook, "tip");

    if (r == 0)
        r = handbook_link(&link, world->handbook, "law");
    if (r == 0)
        r = handbook_links(&links, &n_links, world->handbook);
    if (r == 0)
        r = handbook_aliases(&aliases, &n_aliases, world->handbook, 6);
    supplements_free(supplement, 1);
    links_free(link, 1);
    links_free(links, n_links);
    handbook_aliases_free(aliases, n_aliases);
    return r;
}

static int load_guides(void *context)
{
    struct world *world = context;
    struct guides *guides = NULL;
    int r = guides_load(&guides, world->handbook);

    guides_free(guides);
    return r;
}

static int find_institutions(void *context)
{
    struct world *world = context;
    struct institution *found = NULL, *one = NULL;
    const char *as_of;
    struct date date;
    size_t n = 0, all;
    int r = institutions_find(&found, &n, world->handbook, "jilin", 5);

    if (r == 0)
        r = institution_by_code(&one, world->handbook, "4122010183");
    if (r == 0)
        r = institutions_info(&all, &as_of, world->handbook);
    if (r == 0)
        r = institutions_date(&date, world->handbook);
    if (r == 0)
        r = institutions_check(world->handbook);
    institutions_free(found, n);
    institutions_free(one, 1);
    return r;
}

static int find(struct world *world, const char *typed)
{
    struct search_result *result = NULL;
    int r = search_find(&result, world->real, typed, 8);

    search_free(result);
    return r;
}

static int search_words(void *context)
{
    return find(context, "毕业证丢了 補辦");
}

static int search_letters(void *context)
{
    return find(context, "biye zheng");
}

static int check_search(void *context)
{
    struct world *world = context;

    return search_check(world->real);
}

/* ---- what is made of the guides ---- */

static int draw_guides(void *context)
{
    struct world *world = context;
    int r = 0;

    for (int question = 6; r == 0 && question <= 7; question++) {
        char *text = NULL;
        r = guide_graph(&text, world->guides, question);
        free(text);
    }
    return r;
}

static int take_way(void *context, const struct guide_answers *answers, const struct guide_place *place)
{
    const struct date today = {2026, 11, 25};
    char *text = NULL;
    int r = guide_fill(&text, place->node, place->node->title, answers, today);

    (void)context;
    free(text);
    return r;
}

static int walk_guide(void *context)
{
    struct world *world = context;
    struct guides *guides = NULL;
    int r = guides_load(&guides, world->handbook);

    if (r == 0)
        r = guide_paths(guides, 6, (struct date){2026, 11, 25}, take_way, NULL);
    guides_free(guides);
    return r;
}

/* ---- what is tried ---- */

static const struct failure failures[] = {
    {.layer = FAILURE_MEMORY, .told = -ENOMEM, .harmless = true},
    {.layer = FAILURE_ENGINE, .code = SQLITE_NOMEM, .told = -ENOMEM},
    {.layer = FAILURE_ENGINE, .code = SQLITE_CORRUPT, .told = -EBADMSG},
    {.layer = FAILURE_ENGINE, .code = SQLITE_INTERRUPT, .told = -ETIME},
};

static void reading_that_fails_is_told_and_can_be_done_again(void **state)
{
    static const struct deed deeds[] = {
        {.name = "open", .run = open_bytes, .reads = true, .also = -EBADMSG},
        {.name = "check", .run = check, .reads = true, .sparse = 10},
        {.name = "read an answer", .run = read_answer, .reads = true},
        {.name = "read its parts", .run = read_parts, .reads = true},
        {.name = "load the guides", .run = load_guides, .reads = true},
        {.name = "find institutions", .run = find_institutions, .reads = true},
    };

    failures_try_all(deeds, ARRAY_SIZE(deeds), failures, ARRAY_SIZE(failures), *state, reset);
}

static void looking_at_an_update_that_fails_is_told(void **state)
{
    static const struct deed deeds[] = {
        {.name = "open and check",
         .run = open_checked,
         .reads = true,
         .also = -EBADMSG,
         .tolerant = true,
         .sparse = 15} /* an empty page */,
        {.name = "compare", .run = compare, .reads = true, .also = -EBADMSG, .sparse = 10},
    };

    failures_try_all(deeds, ARRAY_SIZE(deeds), failures, ARRAY_SIZE(failures), *state, reset);
}

static void a_search_that_fails_is_told_and_can_be_made_again(void **state)
{
    static const struct deed deeds[] = {
        {.name = "search for words", .run = search_words, .reads = true, .sparse = 10},
        {.name = "search for letters", .run = search_letters, .reads = true, .sparse = 10},
        {.name = "check the search", .run = check_search, .reads = true, .sparse = 10},
    };
    static const struct deed warm[] = {
        {.name = "search for words again", .run = search_words, .reads = true},
        {.name = "search for letters again", .run = search_letters, .reads = true},
    };

    failures_try_all(deeds, ARRAY_SIZE(deeds), failures, ARRAY_SIZE(failures), *state, reset);
    failures_try_all(warm, ARRAY_SIZE(warm), failures, ARRAY_SIZE(failures), *state, reset_warm);
}

static void a_file_that_cannot_be_read_is_told(void **state)
{
    static const struct failure calls[] = {
        {.layer = FAILURE_CALLS, .code = EIO, .told = -EIO, .harmless = true}, /* closing it */
        {.layer = FAILURE_CALLS, .code = EINTR, .told = -EINTR, .harmless = true},
        {.layer = FAILURE_CALLS, .code = CALLS_END, .told = -EBADMSG},
    };
    static const struct deed deed = {
        .name = "open a file", .run = open_file, .also = -EBADMSG, .reads = true};

    failures_try_all(&deed, 1, calls, ARRAY_SIZE(calls), *state, reset);
    failures_try_all(&deed, 1, failures, ARRAY_SIZE(failures), *state, reset);
}

static void a_guide_that_cannot_be_walked_or_drawn_is_told(void **state)
{
    static const struct deed deeds[] = {
        {.name = "draw guides", .run = draw_guides, .reads = true},
        {.name = "walk a guide", .run = walk_guide, .reads = true},
    };

    failures_try_all(deeds, ARRAY_SIZE(deeds), failures, 1, *state, reset);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(reading_that_fails_is_told_and_can_be_done_again),
        TEST(looking_at_an_update_that_fails_is_told),
        TEST(a_search_that_fails_is_told_and_can_be_made_again),
        TEST(a_file_that_cannot_be_read_is_told),
        TEST(a_guide_that_cannot_be_walked_or_drawn_is_told),
    };

    engine_spare_allocations();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
