/* SPDX-License-Identifier: MIT */
/*
 * Bundles are made, read, looked at, installed and taken back, content's and a school's, while each k-th
 * allocation, call of SQLite or of the system fails. Each time it is told, what was in use still is or what
 * is new, and it works when it is done again.
 */
#include "base/error.h"
#include "db/depot.h"
#include "db/site/addenda.h"
#include "db/site/profile.h"
#include "db/site_update.h"
#include "tests/faults/calls.h"
#include "tests/faults/engine.h"
#include "tests/faults/failures.h"
#include "tests/unit/bundle_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#define SCHOOL "4122010183"

/* A machine with content 1 and 2 installed, and on its stick content 3 and a school's data 1. */
struct world {
    struct machine *machine;
    struct site *site;
    struct update *update; /* content 3, looked at */
    char content[160], school[160];
};

static char none[] = "", code[] = SCHOOL, name[] = "吉林大学";

/* In the machine's folder. */
static void shell(const struct world *world, const char *what)
{
    char command[256];

    snprintf(command, sizeof(command), "cd %s && %s", world->machine->root, what);
    assert_int_equal(system(command), 0);
}

static void open_site(struct world *world)
{
    char path[160];

    snprintf(path, sizeof(path), "%s/state/site.db", world->machine->root);
    assert_int_equal(site_open(&world->site, path, SITE_CREATE, clock_system()), 0);
}

static void reset(void *context)
{
    struct world *world = context;

    site_close(world->site);
    shell(world, "rm -rf state && cp -a kept state");
    open_site(world);
    world->machine->place.site = world->site;
}

/* For what is installed: looked at already, once for all. */
static void reset_and_look(void *context)
{
    struct world *world = context;

    reset(world);
    if (world->update)
        return;
    assert_int_equal(update_open(&world->update, &world->machine->place, world->content), 0);
    assert_int_equal(update_review(world->update, NULL), 0);
}

static struct bytes school_bundle(const struct world *world)
{
    struct profile profile = {code, name, none, none, none, none, none};
    struct site_payload payload = {.profile = profile, .addenda = {[5] = name}};
    struct bundle_header header = machine_header(1);
    char *text = NULL;
    size_t n = 0;

    header.kind = BUNDLE_SITE;
    strcpy(header.school, SCHOOL);
    assert_int_equal(site_payload_write(&text, &n, &payload), 0);
    struct bytes bundle = machine_bundle(&header, text, n, &world->machine->current);
    free(text);
    return bundle;
}

static int set_up(void **state)
{
    struct world *world = calloc(1, sizeof(*world));
    void *machine = NULL;
    int version;

    assert_non_null(world);
    assert_int_equal(machine_setup(&machine), 0);
    world->machine = machine;
    for (uint32_t sequence = 1; sequence <= 2; sequence++)
        assert_int_equal(machine_install(machine, machine_content(sequence, "", &world->machine->current)),
                         0);
    strcpy(world->content, machine_put(machine, "3.ybt", machine_content(3, "", &world->machine->next)));
    strcpy(world->school, machine_put(machine, "school.ybt", school_bundle(world)));
    open_site(world);
    assert_int_equal(site_addendum_publish(&version, world->site, NULL, 7, 0, "旧的。"), 0);
    site_close(world->site);
    world->site = NULL;
    shell(world, "cp -a state kept");
    *state = world;
    return 0;
}

static int tear_down(void **state)
{
    struct world *world = *state;
    void *machine = world->machine;

    update_free(world->update);
    site_close(world->site);
    free(world);
    return machine_teardown(&machine);
}

/* ---- one bundle ---- */

static int make(void *context)
{
    struct world *world = context;
    struct bundle_header header = machine_header(9);
    char *bytes = NULL;
    size_t n = 0;
    int r = bundle_make(&bytes, &n, &header, "payload", 7, &world->machine->current);

    if (r == 0)
        free(bytes);
    return r;
}

static int write_keys(void *context)
{
    struct world *world = context;
    struct minisign_public public;
    char *text = NULL;
    int r = minisign_write_secret(&text, &world->machine->current, NULL);

    if (r < 0)
        return r;
    free(text);
    minisign_public_of(&public, &world->machine->current);
    r = minisign_write_public(&text, &public);
    if (r == 0)
        free(text);
    return r;
}

static int read_bundle(void *context)
{
    struct world *world = context;
    struct bundle *bundle = NULL;
    struct keyring keyring;

    keyring_load(&keyring, world->machine->keys);
    int r = bundle_read(&bundle, AT_FDCWD, world->content, &keyring, NULL);
    if (r == 0)
        bundle_free(bundle);
    if (keyring_count(&keyring) < KEYRING_KEYS) /* a key that cannot be read is nobody's */
        return r < 0 || r == BUNDLE_NO_KEY || r == BUNDLE_WRONG_KEY ? -EIO : 0;
    return r;
}

/* ---- content ---- */

static int look(void *context)
{
    struct world *world = context;
    struct update *update = NULL;
    int r = update_open(&update, &world->machine->place, world->content);

    if (r == 0)
        r = update_review(update, NULL);
    if (r == 0)
        r = update->refusal;
    update_free(update);
    return r > 0 ? -EBADMSG : r; /* what cannot be read is not shown */
}

static int review(void *context)
{
    struct world *world = context;
    return update_review(world->update, NULL);
}

/* If the disk fails in the very last step, behind the rename, what is new is in use already. */
static int unless_done(int r, struct world *world, uint32_t current)
{
    if (r != 0 && machine_in_use(world->machine) == current)
        reset(world);
    return r;
}

static int install(void *context)
{
    struct world *world = context;

    return unless_done(update_install(world->update, &world->machine->place), world, 3);
}

/* In a hurry: nobody has looked at it before. */
static int install_unseen(void *context)
{
    struct world *world = context;
    struct update *update = NULL;
    int r = update_open(&update, &world->machine->place, world->content);

    if (r == 0)
        r = update_install(update, &world->machine->place);
    update_free(update);
    return unless_done(r, world, 3);
}

static int roll_back(void *context)
{
    struct world *world = context;
    uint32_t now;

    return unless_done(update_rollback(&now, &world->machine->place), world, 1);
}

static int ask_status(void *context)
{
    struct world *world = context;
    struct update_status status;

    return update_status(&status, &world->machine->place);
}

/* Content 2; what is passed over is told. */
static int open_in_use(void *context)
{
    struct world *world = context;
    struct update_in_use in_use = {0};
    int r = update_in_use_open(&in_use, &world->machine->place);

    if (r == 0 && in_use.n_faults > 0)
        r = in_use.faults[0].reason == -ENOMEM ? -ENOMEM : -EIO;
    assert_true(r != 0 || !in_use.bundle || in_use.bundle->header.sequence == 2);
    update_in_use_fini(&in_use);
    return r;
}

/* What cannot be read is left out, or listed with the reason. */
static int find(void *context)
{
    struct world *world = context;
    const char *const roots[] = {world->machine->stick, NULL};
    struct update_found *found = NULL;
    size_t n = 0;
    int r = update_find(&found, &n, &world->machine->place, roots);

    update_found_free(found, n);
    return r;
}

/* ---- a school's ---- */

static int look_at_school(void *context)
{
    struct world *world = context;
    struct site_update *update = NULL;
    int r = site_update_open(&update, &world->machine->place, world->site, world->school);

    if (r == 0)
        r = update->refusal;
    site_update_free(update);
    return r;
}

static int import(void *context)
{
    struct world *world = context;
    struct site_update *update = NULL;
    bool noted;
    int r = site_update_open(&update, &world->machine->place, world->site, world->school);

    if (r == 0)
        r = update->refusal;
    if (r == 0)
        r = site_update_import(&noted, update, &world->machine->place, world->site, NULL);
    site_update_free(update);
    return r;
}

static int collect(void *context)
{
    struct world *world = context;
    struct site_payload payload = {0};
    uint32_t next;
    char *text = NULL;
    size_t n = 0;
    int r = site_update_next(&next, &world->machine->place, world->site, SCHOOL);

    if (r == 0)
        r = site_payload_collect(&payload, world->site);
    if (r == 0)
        r = site_payload_write(&text, &n, &payload);
    site_payload_fini(&payload);
    free(text);
    return r;
}

/* ---- what is tried ---- */

static const struct failure failures[] = {
    {.layer = FAILURE_MEMORY, .told = -ENOMEM, .harmless = true},
    {.layer = FAILURE_ENGINE, .code = SQLITE_NOMEM, .told = -ENOMEM},
};
/* One key is enough; what is only tidied up may stay. */
static const struct failure calls[] = {
    {.layer = FAILURE_CALLS, .code = EIO, .harmless = true},
    {.layer = FAILURE_CALLS, .code = EINTR, .harmless = true},
    {.layer = FAILURE_CALLS, .code = ENOENT, .harmless = true},
    {.layer = FAILURE_CALLS, .code = ENOMEM, .harmless = true},
    {.layer = FAILURE_CALLS, .code = CALLS_END, .harmless = true},
};

static void try_deeds(void *context, const struct deed *deeds, size_t n, void (*put_back)(void *))
{
    failures_try_all(deeds, n, failures, ARRAY_SIZE(failures), context, put_back);
    failures_try_all(deeds, n, calls, ARRAY_SIZE(calls), context, put_back);
}

static void a_bundle_that_cannot_be_made_or_read_is_told(void **state)
{
    static const struct deed deeds[] = {
        {.name = "make a bundle", .run = make, .reads = true},
        {.name = "write keys", .run = write_keys, .reads = true},
        {.name = "read a bundle", .run = read_bundle, .reads = true},
        {.name = "look at content", .run = look, .tolerant = true, .reads = true, .sparse = 10},
        {.name = "find on a stick", .run = find, .tolerant = true, .reads = true},
    };

    try_deeds(*state, deeds, ARRAY_SIZE(deeds), reset);
}

static void an_installation_that_fails_is_told_and_can_be_made_again(void **state)
{
    static const struct deed reviewing = {.name = "compare with what is built in",
                                          .run = review,
                                          .tolerant = true,
                                          .reads = true,
                                          .sparse = 20};
    static const struct deed installing = {.name = "install", .run = install, .tolerant = true};
    static const struct deed deeds[] = {
        {.name = "roll back", .run = roll_back, .tolerant = true},
        {.name = "ask for the status", .run = ask_status, .reads = true},
        {.name = "open what is in use", .run = open_in_use, .also = -EIO, .tolerant = true, .reads = true},
    };

    static const struct deed unseen = {
        .name = "install unseen", .run = install_unseen, .tolerant = true, .sparse = 5};

    try_deeds(*state, &reviewing, 1, reset_and_look);
    try_deeds(*state, &installing, 1, reset_and_look);
    failures_try(&unseen, &failures[0], *state, reset);
    try_deeds(*state, deeds, ARRAY_SIZE(deeds), reset);
}

static void a_school_s_data_arrives_whole_or_not_at_all(void **state)
{
    static const struct failure full = {.layer = FAILURE_ENGINE, .code = SQLITE_FULL, .told = -ENOSPC};
    static const struct deed deeds[] = {
        {.name = "look at a school's", .run = look_at_school, .reads = true},
        {.name = "import", .run = import, .tolerant = true},
        {.name = "collect a school's", .run = collect, .reads = true},
    };

    try_deeds(*state, deeds, ARRAY_SIZE(deeds), reset);
    failures_try_all(deeds, ARRAY_SIZE(deeds), &full, 1, *state, reset);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_bundle_that_cannot_be_made_or_read_is_told),
        TEST(an_installation_that_fails_is_told_and_can_be_made_again),
        TEST(a_school_s_data_arrives_whole_or_not_at_all),
    };

    engine_spare_allocations();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
