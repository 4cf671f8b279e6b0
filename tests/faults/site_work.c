/* SPDX-License-Identifier: MIT */
#include "tests/faults/site_work.h"

#include "base/error.h"
#include "db/site/accounts.h"
#include "db/site/addenda.h"
#include "db/site/audit.h"
#include "db/site/history.h"
#include "db/site/profile.h"
#include "db/site/stats.h"

#include <fcntl.h>
#include <ftw.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define START 1795413900
#define PASSWORD "正确的密码123"
#define PER_FLUSH 4 /* counted by one piece of work */

static char none[] = "", fine[] = "ok", edition[] = "版";

void work_folder(char out[64])
{
    strcpy(out, access("/dev/shm", W_OK) == 0 ? "/dev/shm/test_site.XXXXXX" : "/tmp/test_site.XXXXXX");
    if (!mkdtemp(out))
        abort();
}

static int remove_one(const char *path, const struct stat *status, int type, struct FTW *walk)
{
    (void)status, (void)type, (void)walk;
    return remove(path);
}

void work_remove_folder(const char *folder)
{
    nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

uint64_t work_random(uint64_t *state)
{
    uint64_t z = (*state += 0x9e3779b97f4a7c15);

    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
    z = (z ^ z >> 27) * 0x94d049bb133111eb;
    return z ^ z >> 31;
}

int work_copy(const char *to, const char *from)
{
    char bytes[65536];
    int in = open(from, O_RDONLY | O_CLOEXEC);

    unlink(to);
    if (in < 0)
        return errno == ENOENT ? 0 : -errno;
    int out = open(to, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0660), r = out < 0 ? -errno : 0;
    for (ssize_t n; r == 0 && (n = read(in, bytes, sizeof(bytes))) != 0;)
        if (n < 0 || write(out, bytes, (size_t)n) != n)
            r = -EIO;
    close(in);
    close(out);
    return r;
}

/* Stands still: what a piece of work writes does not depend on when. */
static time_t wall(void *context)
{
    (void)context;
    return START;
}

static int64_t monotonic(void *context)
{
    (void)context;
    return 0;
}

static struct clock still(void)
{
    return (struct clock){.monotonic_ms = monotonic, .wall = wall};
}

int work_open(struct site **out, const char *path, enum site_mode mode)
{
    int r = site_open(out, path, mode, still());

    if (r == 0)
        site_set_cost(*out, (struct site_cost){.passes = 1, .memory = 8192});
    return r;
}

static int do_profile(struct site *site, int i)
{
    char text[16];
    struct profile profile = {.code = none, .remarks = text};

    snprintf(text, sizeof(text), "%d", i);
    return site_profile_write(site, NULL, &profile);
}

static int newest(struct site *site, int question)
{
    struct addendum *latest = NULL;
    int r = site_addendum_latest(&latest, site, question);

    r = r == 0 ? latest->version : r == -ENOENT ? 0 : r;
    addenda_free(latest, 1);
    return r;
}

/* Of question 1; long enough to need pages of its own. */
static int do_addendum(struct site *site, int i)
{
    char text[3200];
    int version, base = newest(site, 1), n = snprintf(text, sizeof(text), "%d", i);

    memset(text + n, 'x', sizeof(text) - 1 - (size_t)n);
    text[sizeof(text) - 1] = '\0';
    return base < 0 ? base : site_addendum_publish(&version, site, NULL, 1, base, text);
}

static int do_role(struct site *site, int i)
{
    return site_account_set_role(site, NULL, 2, i / WORK_KINDS % 2 ? SITE_ROLE_EDITOR : SITE_ROLE_DESK);
}

static int do_flush(struct site *site, int i)
{
    struct tally tally;

    tally_init(&tally, TALLY_KIOSK);
    tally_add(&tally, START, TALLY_QUESTION, "6");
    tally_add(&tally, START, TALLY_QUESTION, "6");
    tally_add(&tally, START, TALLY_LINK, "chsi-home");
    tally_miss(&tally, START, i % 2 ? "找不到" : "也找不到");
    return site_tally_flush(site, &tally);
}

static int do_history(struct site *site, int i)
{
    struct history_row row = {.action = HISTORY_INSTALL, .edition = edition, .sequence = i, .result = fine};

    return site_content_record(site, NULL, &row);
}

static int do_login(struct site *site, int i)
{
    struct site_session session;

    (void)i;
    int r = site_login(&session, NULL, site, "前台", "不对的密码");
    if (r != SITE_LOGIN_REFUSED)
        return r < 0 ? r : -EINVAL;
    r = site_login(&session, NULL, site, "前台", PASSWORD);
    return r > 0 ? -EINVAL : r;
}

static int do_draft(struct site *site, int i)
{
    char text[16];
    int version, base = newest(site, 12);

    snprintf(text, sizeof(text), "%d", i);
    return base < 0 ? base : site_addendum_save(&version, site, NULL, 12, base, text);
}

static int (*const kinds[WORK_KINDS])(struct site *, int) = {do_profile, do_addendum, do_role, do_flush,
                                                             do_history, do_login,    do_draft};

int work_begin(struct site *site, int i)
{
    char text[16];
    int r = site_begin(site);

    if (r < 0)
        return r;
    r = kinds[i % WORK_KINDS](site, i);
    snprintf(text, sizeof(text), "%d", i);
    if (r == 0)
        r = site_audit_note(site, NULL, AUDIT_IMPORTED, text);
    return r == 0 ? 0 : site_end(site, r < 0 ? r : -EINVAL);
}

int work_do(struct site *site, int i)
{
    int r = work_begin(site, i);

    return r < 0 ? r : site_end(site, 0);
}

int work_create(const char *path, int n)
{
    struct site_session admin;
    struct site *site = NULL;
    int r = work_open(&site, path, SITE_CREATE);

    if (r == 0)
        r = site_first_admin(&admin, site, "王老师", PASSWORD);
    if (r == 0)
        r = site_account_add(site, &admin, "前台", SITE_ROLE_DESK, PASSWORD);
    for (int i = 1; r == 0 && i <= n; i++)
        r = work_do(site, i);
    site_close(site);
    return r;
}

/* The last piece of a kind up to n; 0 if there was none. */
static int last_of(int n, int kind)
{
    for (; n > 0; n--)
        if (n % WORK_KINDS == kind)
            return n;
    return 0;
}

static int times_of(int n, int kind)
{
    return n / WORK_KINDS + (kind > 0 && n % WORK_KINDS >= kind);
}

static const char *verify_profile(struct site *site, int n)
{
    struct profile *profile = NULL;
    int r = site_profile_read(&profile, site), last = last_of(n, 0);
    bool same = r == 0 && atoi(profile->remarks) == last;

    site_profile_free(profile);
    return same ? NULL : "the profile is of another moment";
}

/* All versions of question 1 are there, the newest shown; and the newest draft of question 12. */
static const char *verify_addenda(struct site *site, int n)
{
    struct addendum *list = NULL, *draft = NULL;
    size_t count = 0;
    int r = site_addendum_history(&list, &count, site, 1);
    bool same =
        r == 0 && count == (size_t)times_of(n, 1) && (count == 0 || atoi(list[0].text) == last_of(n, 1));

    for (size_t i = 0; same && i < count; i++)
        same = list[i].version == (int)(count - i) && strlen(list[i].text) == 3199;
    addenda_free(list, count);
    r = site_addendum_latest(&draft, site, 12);
    same = same && (r == 0 ? draft->version == times_of(n, 6) && atoi(draft->text) == last_of(n, 6)
                           : r == -ENOENT && times_of(n, 6) == 0);
    addenda_free(draft, 1);
    return same ? NULL : "the addenda are of another moment";
}

static const char *verify_accounts(struct site *site, int n)
{
    struct site_account *accounts = NULL;
    size_t count = 0;
    int last = last_of(n, 2);
    enum site_role role = last && last / WORK_KINDS % 2 ? SITE_ROLE_EDITOR : SITE_ROLE_DESK;
    bool same = site_accounts(&accounts, &count, site) == 0 && count == 2 && accounts[1].role == role &&
                accounts[1].failures == 0 && accounts[1].last_login == (last_of(n, 5) ? START : 0);

    free(accounts);
    return same ? NULL : "the accounts are of another moment";
}

static const char *verify_counters(struct site *site, int n)
{
    const struct stats_query all = {.from = {2000, 1, 1}, .to = {2099, 12, 31}};
    int64_t total = -1;

    if (site_stats_total(&total, site, &all) < 0 || total != (int64_t)PER_FLUSH * times_of(n, 3))
        return "the counters are of another moment";
    return NULL;
}

static const char *verify_history(struct site *site, int n)
{
    struct history_row *rows = NULL;
    size_t count = 0;
    int last = last_of(n, 4);
    bool same = site_content_list(&rows, &count, site, 1) == 0 && count == (last > 0) &&
                (!last || rows[0].sequence == last);

    history_free(rows, count);
    return same ? NULL : "the history is of another moment";
}

static int read_last(int *last, struct site *site)
{
    struct audit_row *rows = NULL;
    size_t n = 0;
    int r = site_audit_list(&rows, &n, site, 0, 1);

    if (r == 0)
        *last = n == 1 && rows[0].action == AUDIT_IMPORTED ? atoi(rows[0].detail) : 0;
    audit_free(rows, n);
    return r;
}

static const char *verify(int *last, struct site *site)
{
    static const char *(*const checks[])(struct site *, int) = {
        verify_profile, verify_addenda, verify_accounts, verify_counters, verify_history};
    struct audit_verdict verdict;
    const char *wrong = NULL;

    if (site_audit_verify(&verdict, site) != 0)
        return "the audit log's chain is broken";
    if (site_check(site) != 0)
        return "the database is damaged";
    if (read_last(last, site) != 0)
        return "the audit log cannot be read";
    for (size_t i = 0; !wrong && i < ARRAY_SIZE(checks); i++)
        wrong = checks[i](site, *last);
    return wrong;
}

const char *work_verify(int *last, const char *path)
{
    struct site *site = NULL;

    *last = 0;
    if (work_open(&site, path, SITE_WRITE) != 0)
        return "the database does not open";
    const char *wrong = verify(last, site);
    site_close(site);
    return wrong;
}
