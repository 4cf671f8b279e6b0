/* SPDX-License-Identifier: MIT */
/*
 * Any bytes as a site.db: it is refused, or everything that comes out may be shown. 'P' and then groups of
 * four bytes (offset of three, value) change a sound one that holds something of everything; 'J' and the rest
 * is a journal beside the sound one; anything else is the file itself. The last byte chooses what is read
 * of it, and whether it is opened for writing.
 */
#include "base/error.h"
#include "base/sanitize.h"
#include "db/site/accounts.h"
#include "db/site/addenda.h"
#include "db/site/audit.h"
#include "db/site/history.h"
#include "db/site/profile.h"
#include "db/site/stats.h"

#include <dirent.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool promise)
{
    if (!promise)
        abort();
}

static void check_text(const char *text)
{
    check(text && sanitize_is_clean(text, strlen(text)));
}

static void check_lines(const char *text)
{
    for (const char *end; text; text = *end ? end + 1 : NULL) {
        end = strchrnul(text, '\n');
        check(sanitize_is_clean(text, (size_t)(end - text)));
    }
}

/* A sound database, made once, and where each input is put: the file stays open, which spares making it. */
struct sound {
    char folder[32], path[64], journal[80];
    uint8_t *bytes;
    size_t n;
    int fd;
    bool intact; /* the file holds just these bytes */
};

static struct sound the_sound; /* libFuzzer hands no context in */

static struct clock still(struct clock_manual *time)
{
    *time = (struct clock_manual){.seconds = 1795413900};
    return clock_from_manual(time);
}

static void fill(struct site *site)
{
    char school[] = "吉林大学", edition[] = "版", fine[] = "ok";
    struct profile profile = {.school = school};
    struct history_row row = {.action = HISTORY_INSTALL, .edition = edition, .sequence = 1, .result = fine};
    struct site_session session;
    struct tally tally;
    int version;

    site_set_cost(site, (struct site_cost){.passes = 1, .memory = 8192});
    check(site_first_admin(&session, site, "王老师", "正确的密码123") == 0);
    check(site_login(&session, NULL, site, "没有的", "x") == SITE_LOGIN_REFUSED);
    check(site_profile_write(site, NULL, &profile) == 0);
    check(site_addendum_publish(&version, site, NULL, 6, 0, "一\n二") == 0);
    check(site_addendum_save(&version, site, NULL, 6, 1, "三") == 0);
    check(site_content_record(site, NULL, &row) == 0);
    tally_init(&tally, TALLY_KIOSK);
    tally_add(&tally, 1795413900, TALLY_QUESTION, "6");
    tally_miss(&tally, 1795413900, "食堂");
    check(site_tally_flush(site, &tally) == 0);
}

/* One thread of one process, whose locks are a third of the time. */
static void spare_locks(void)
{
    check(sqlite3_shutdown() == SQLITE_OK && sqlite3_config(SQLITE_CONFIG_SINGLETHREAD) == SQLITE_OK &&
          sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0) == SQLITE_OK && sqlite3_initialize() == SQLITE_OK);
    check(sqlite3_vfs_register(sqlite3_vfs_find("unix-none"), 1) == SQLITE_OK);
}

static void make_sound(struct sound *sound)
{
    struct clock_manual time;
    struct site *site = NULL;

    strcpy(sound->folder,
           access("/dev/shm", W_OK) == 0 ? "/dev/shm/fuzz_site.XXXXXX" : "/tmp/fuzz_site.XXXXXX");
    check(mkdtemp(sound->folder) != NULL);
    snprintf(sound->path, sizeof(sound->path), "%s/site.db", sound->folder);
    snprintf(sound->journal, sizeof(sound->journal), "%s-journal", sound->path);
    check(site_open(&site, sound->path, SITE_CREATE, still(&time)) == 0);
    fill(site);
    site_close(site);
    sound->fd = open(sound->path, O_RDWR | O_CLOEXEC);
    sound->bytes = malloc(1 << 20);
    check(sound->fd >= 0 && sound->bytes);
    ssize_t n = read(sound->fd, sound->bytes, 1 << 20);
    check(n > 0);
    sound->n = (size_t)n;
    sound->intact = true;
    check(unlink(sound->journal) == 0);
}

static void put(struct sound *sound, const void *bytes, size_t n)
{
    check(n == 0 || pwrite(sound->fd, bytes, n, 0) == (ssize_t)n);
    check(ftruncate(sound->fd, (off_t)n) == 0);
    sound->intact = bytes == sound->bytes;
}

static void put_journal(const struct sound *sound, const void *bytes, size_t n)
{
    int fd = open(sound->journal, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0660);

    check(fd >= 0 && (n == 0 || write(fd, bytes, n) == (ssize_t)n));
    close(fd);
}

static void read_profile(struct site *site)
{
    struct profile *profile = NULL;

    if (site_profile_read(&profile, site) < 0)
        return;
    for (int field = PROFILE_CODE; field <= PROFILE_FIELDS; field++)
        check_text(profile_field_text(profile, (enum profile_field)field));
    site_profile_free(profile);
}

static void read_addenda(struct site *site)
{
    for (int question = 1; question <= 12; question++) {
        struct addendum_shown *shown = NULL;
        struct addendum *list = NULL;
        size_t n = 0;
        if (site_addendum_shown(&shown, site, question) == 0) {
            check(*shown->text && strlen(shown->date) == 10);
            check_lines(shown->text);
            check_text(shown->source);
        }
        addendum_shown_free(shown);
        if (site_addendum_history(&list, &n, site, question) < 0)
            continue;
        for (size_t i = 0; i < n; i++) {
            check_lines(list[i].text);
            check_text(list[i].account);
        }
        addenda_free(list, n);
    }
}

static void read_accounts(struct site *site)
{
    struct site_account *accounts = NULL;
    size_t n = 0;

    if (site_accounts(&accounts, &n, site) < 0)
        return;
    for (size_t i = 0; i < n; i++) {
        check_text(accounts[i].name);
        check(site_role_id(accounts[i].role) && accounts[i].wait >= 0 && accounts[i].wait <= SITE_WAIT_MAX);
    }
    free(accounts);
}

static void read_stats(struct site *site)
{
    for (int by = STATS_BY_KIND; by <= STATS_BY_WHERE; by++) {
        struct stats_query query = {.from = {2000, 1, 1}, .to = {2099, 12, 31}, .by = (enum stats_by)by};
        struct stats_row *rows = NULL;
        size_t n = 0;
        if (site_stats(&rows, &n, site, &query) < 0)
            continue;
        for (size_t i = 0; i < n; i++) {
            check_text(rows[i].key);
            check(rows[i].n >= 0);
        }
        free(rows);
    }
}

static void read_logs(struct site *site)
{
    struct audit_verdict verdict;
    struct audit_row *audit = NULL;
    struct history_row *history = NULL;
    size_t n = 0;

    (void)site_audit_verify(&verdict, site);
    if (site_audit_list(&audit, &n, site, 0, 100) == 0) {
        for (size_t i = 0; i < n; i++) {
            check_text(audit[i].account);
            check_text(audit[i].detail);
            check(audit_action_id(audit[i].action) != NULL);
        }
        audit_free(audit, n);
    }
    if (site_content_list(&history, &n, site, 100) < 0)
        return;
    for (size_t i = 0; i < n; i++)
        check_text(history[i].edition);
    history_free(history, n);
}

static void read_some(struct site *site, unsigned choice)
{
    static void (*const readers[])(struct site *) = {read_profile, read_addenda, read_accounts, read_stats,
                                                     read_logs};

    if (choice % 8 < ARRAY_SIZE(readers)) {
        readers[choice % 8](site);
        return;
    }
    (void)site_check(site);
    for (size_t i = 0; i < ARRAY_SIZE(readers) && choice % 8 == 7; i++)
        readers[i](site);
}

static void try_open(struct sound *sound, enum site_mode mode, unsigned choice)
{
    struct clock_manual time;
    struct site *site = NULL;
    int r = site_open(&site, sound->path, mode, still(&time));

    check(r <= 0 && (r < 0) == (site == NULL));
    if (r < 0)
        return;
    read_some(site, choice);
    if (mode != SITE_READ)
        (void)site_audit_note(site, NULL, AUDIT_EXPORTED, "x");
    site_close(site);
}

/* True: with place and byte of the patch. */
static bool read_patch(off_t *place, const struct sound *sound, const uint8_t *patches, size_t size, size_t i)
{
    if (i + 4 > size)
        return false;
    *place = (off_t)(((size_t)patches[i] << 16 | (size_t)patches[i + 1] << 8 | patches[i + 2]) % sound->n);
    return true;
}

/* What is changed is put back, unless the database has been written to. */
static void try_patched(struct sound *sound, const uint8_t *patches, size_t size, enum site_mode mode,
                        unsigned choice)
{
    off_t at;

    if (!sound->intact)
        put(sound, sound->bytes, sound->n);
    for (size_t i = 0; read_patch(&at, sound, patches, size, i); i += 4)
        check(pwrite(sound->fd, patches + i + 3, 1, at) == 1);
    try_open(sound, mode, choice);
    sound->intact = mode == SITE_READ;
    for (size_t i = 0; sound->intact && read_patch(&at, sound, patches, size, i); i += 4)
        check(pwrite(sound->fd, sound->bytes + at, 1, at) == 1);
}

/* Nothing but database and journal was made there; the journal is gone afterwards. */
static void tidy(const struct sound *sound)
{
    DIR *folder = opendir(sound->folder);

    check(folder != NULL);
    for (const struct dirent *entry; (entry = readdir(folder));)
        check(entry->d_name[0] == '.' || strcmp(entry->d_name, "site.db") == 0 ||
              (strcmp(entry->d_name, "site.db-journal") == 0 && unlink(sound->journal) == 0));
    closedir(folder);
}

static void remove_sound(void)
{
    unlink(the_sound.path);
    rmdir(the_sound.folder);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char kind = size > 0 ? (char)data[0] : '\0';
    unsigned choice = size > 1 ? data[size - 1] : 0;
    enum site_mode mode = kind == 'J' || choice & 0x80 ? SITE_WRITE : SITE_READ;

    if (!the_sound.bytes) {
        spare_locks();
        make_sound(&the_sound);
        check(atexit(remove_sound) == 0);
    }
    if (kind == 'P') {
        try_patched(&the_sound, data + 1, size - 1, mode, choice);
    } else if (kind == 'J') {
        put(&the_sound, the_sound.bytes, the_sound.n);
        put_journal(&the_sound, data + 1, size - 1);
        try_open(&the_sound, mode, choice);
        the_sound.intact = false;
    } else {
        put(&the_sound, data, size);
        try_open(&the_sound, mode, choice);
    }
    tidy(&the_sound);
    return 0;
}
