/* SPDX-License-Identifier: MIT */
#include "tests/screens/hall.h"

#include "base/error.h"
#include "db/site/addenda.h"
#include "db/site/profile.h"

#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static const struct site_cost cost = {.passes = 1, .memory = 8192}; /* as cheap as Argon2id gets */

static void count(struct hall *hall, time_t when, enum tally_kind kind, const char *item, int times)
{
    for (int i = 0; i < times; i++)
        tally_add(&hall->tally, when, kind, item);
}

static void count_some_days(struct hall *hall, time_t now)
{
    const time_t day = 86400;
    count(hall, now - 3600, TALLY_QUESTION, "6", 27);
    count(hall, now - 7200, TALLY_QUESTION, "2", 14);
    count(hall, now - 60, TALLY_QUESTION, "9", 3);
    count(hall, now - day, TALLY_QUESTION, "2", 8);
    count(hall, now - 3600, TALLY_GUIDE, "2", 9);
    count(hall, now - 3600, TALLY_OUTCOME, "6/certificate", 6);
    count(hall, now - 3600, TALLY_LINK, "chsi-verify", 12);
    count(hall, now - 3600, TALLY_SLIP, "6", 5);
    for (int i = 0; i < 4; i++) {
        tally_visitor(&hall->tally);
        tally_miss(&hall->tally, now, "宿舍");
    }
    assert_int_equal(site_tally_flush(hall->site, &hall->tally), 0);
}

static void fill(struct hall *hall, time_t now)
{
    struct site_session admin;
    int version;
    assert_int_equal(site_first_admin(&admin, hall->site, HALL_ADMIN, HALL_PASSWORD), 0);
    assert_int_equal(site_account_add(hall->site, &admin, HALL_EDITOR, SITE_ROLE_EDITOR, HALL_PASSWORD), 0);
    assert_int_equal(site_account_add(hall->site, &admin, HALL_CLERK, SITE_ROLE_DESK, HALL_PASSWORD), 0);
    struct profile profile = {.code = (char[]){"4122010183"},
                              .school = (char[]){"吉林大学"},
                              .office = (char[]){"学籍科"},
                              .place = (char[]){"测试楼一层"},
                              .hours = (char[]){"周一至周五 9:00-16:00"},
                              .telephone = (char[]){""},
                              .remarks = (char[]){""}};
    assert_int_equal(site_profile_write(hall->site, &admin, &profile), 0);
    assert_int_equal(
        site_addendum_publish(&version, hall->site, &admin, 6, 0,
                              "补办学历证明书，请先在学籍科登记。\n本人来不了的，可以写委托书。"),
        0);
    assert_int_equal(site_addendum_save(&version, hall->site, &admin, 2, 0, "草稿：九月底以前不用着急。"), 0);
    count_some_days(hall, now);
}

static int export(void *context, const struct desk_export *what)
{
    struct hall *hall = context;
    free(hall->exported_path);
    hall->exported_path = strdup(what->path);
    if (!hall->exported_path)
        return -ENOMEM;
    hall->exported = *what;
    hall->exported.path = hall->exported_path;
    return hall->export_error;
}

void hall_open(struct hall *hall, struct clock clock, bool empty, enum tally_where where)
{
    *hall = (struct hall){0};
    snprintf(hall->folder, sizeof(hall->folder), "%s/yibentong-hall.XXXXXX",
             access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp"); /* each change waits for its disk */
    assert_non_null(mkdtemp(hall->folder));
    snprintf(hall->path, sizeof(hall->path), "%s/site.db", hall->folder);
    assert_int_equal(site_open(&hall->site, hall->path, SITE_CREATE, clock), 0);
    site_set_cost(hall->site, cost);
    tally_init(&hall->tally, TALLY_KIOSK);
    if (!empty)
        fill(hall, clock.wall(clock.context));
    tally_init(&hall->tally, where);
    assert_int_equal(desk_open(&hall->desk, hall->site), 0);
    snprintf(hall->stick, sizeof(hall->stick), "%s/stick", hall->folder);
    hall->roots[0] = hall->stick;
    hall->place = (struct update_place){
        .state = hall->folder, .keys = hall->folder, .version = "0.1.0", .clock = clock};
    hall->desk.updates = &hall->place;
    hall->desk.update_roots = hall->roots;
    hall->desk.home = "/home/laoshi";
    hall->desk.export = export;
    hall->desk.export_context = hall;
}

static int remove_one(const char *path, const struct stat *status, int type, struct FTW *walk)
{
    (void)status, (void)type, (void)walk;
    return remove(path);
}

void hall_close(struct hall *hall)
{
    site_close(hall->site);
    nftw(hall->folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
    free(hall->exported_path);
}

struct site *hall_other(const struct hall *hall, struct clock clock)
{
    struct site *site;
    assert_int_equal(site_open(&site, hall->path, SITE_WRITE, clock), 0);
    site_set_cost(site, cost);
    return site;
}
