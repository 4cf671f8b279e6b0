/* SPDX-License-Identifier: MIT */
#include "base/error.h"
#include "db/harden.h"
#include "db/site/handle.h"
#include "db/site/versions.h"
#include "db/store.h"

#include <fcntl.h>
#include <sodium.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define WAL_AT 18 /* two bytes of the header: 1 rollback journal, 2 WAL (sqlite.org/fileformat2.html) */

enum {
    MAY_ADD = 1,
    MAY_CHANGE = 2,
    MAY_REMOVE = 4,
};

/* What our own statements do to the tables; nothing else is prepared. */
static const struct {
    const char *table;
    int may;
} tables[] = {
    {"state", MAY_CHANGE},
    {"profile", MAY_CHANGE},
    {"addendum", MAY_ADD | MAY_REMOVE},
    {"account", MAY_ADD | MAY_CHANGE},
    {"attempt", MAY_ADD | MAY_CHANGE | MAY_REMOVE},
    {"pin", MAY_ADD | MAY_CHANGE | MAY_REMOVE},
    {"counter", MAY_ADD | MAY_CHANGE},
    {"term", MAY_ADD | MAY_CHANGE | MAY_REMOVE},
    {"audit", MAY_ADD},
    {"history", MAY_ADD},
};

static int may_write(const char *table, int what)
{
    for (size_t i = 0; i < ARRAY_SIZE(tables); i++)
        if (strcmp(tables[i].table, table) == 0 && tables[i].may & what)
            return SQLITE_OK;
    return SQLITE_DENY;
}

static int may_call(const char *function)
{
    static const char *const functions[] = {"sum", "max", "count", "coalesce"};

    for (size_t i = 0; i < ARRAY_SIZE(functions); i++)
        if (strcmp(functions[i], function) == 0)
            return SQLITE_OK;
    return SQLITE_DENY;
}

static int authorize(void *context, int action, const char *a, const char *b, const char *c, const char *d)
{
    (void)context, (void)c, (void)d;
    switch (action) {
    case SQLITE_SELECT:
    case SQLITE_READ:
    case SQLITE_TRANSACTION:
        return SQLITE_OK;
    case SQLITE_INSERT:
        return may_write(a, MAY_ADD);
    case SQLITE_UPDATE:
        return may_write(a, MAY_CHANGE);
    case SQLITE_DELETE:
        return may_write(a, MAY_REMOVE);
    case SQLITE_FUNCTION:
        return may_call(b);
    case SQLITE_PRAGMA:
        return strcmp(a, "quick_check") == 0 ? SQLITE_OK : SQLITE_DENY;
    default:
        return SQLITE_DENY;
    }
}

/*
 * Links in the folder's path are its owner's business, the file itself may be none. *out is the absolute
 * path.
 */
static int resolve(char **out, const char *path)
{
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
    _cleanup_free_ char *folder = slash ? strndup(path, (size_t)(slash - path + 1)) : strdup(".");
    char *real;

    if (!folder)
        return -ENOMEM;
    if (!*name)
        return -EISDIR;
    real = realpath(folder, NULL);
    if (!real)
        return -errno;
    int n = asprintf(out, "%s/%s", real[1] ? real : "", name);
    free(real);
    return n < 0 ? -ENOMEM : 0;
}

/* Nobody but those who keep the folder may have put it there. By name and not by descriptor: closing one
 * would drop the locks of another handle of this process (sqlite.org/howtocorrupt.html). */
static int check_file(const char *path)
{
    _cleanup_free_ char *folder = strndup(path, (size_t)(strrchr(path, '/') - path + 1));
    struct stat file, around;

    if (!folder)
        return -ENOMEM;
    if (stat(folder, &around) < 0 || lstat(path, &file) < 0)
        return -errno;
    if (S_ISDIR(file.st_mode))
        return -EISDIR;
    if (!S_ISREG(file.st_mode) || file.st_nlink != 1 || file.st_mode & S_IWOTH)
        return -EPERM;
    if (around.st_mode & S_IWOTH && !(around.st_mode & S_ISVTX))
        return -EPERM;
    bool ours = file.st_uid == geteuid() || file.st_uid == 0;
    return ours || (file.st_uid == around.st_uid && !(around.st_mode & S_IWOTH)) ? 0 : -EPERM;
}

/* An empty file, if there is none: readable and writable by owner and group, whatever the umask. */
static int make_file(const char *path)
{
    int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0660);

    if (fd < 0)
        return errno == EEXIST ? 0 : site_system_error(errno);
    int r = fchmod(fd, 0660) < 0 ? -errno : 0;
    close(fd);
    return r;
}

/*
 * Made by us and not by SQLite, which does not say why it cannot; and while there is room for it: what fails
 * later is a write, which does. Kept empty between transactions.
 */
static int make_journal(const char *path)
{
    _cleanup_free_ char *name = NULL;

    if (asprintf(&name, "%s-journal", path) < 0)
        return -ENOMEM;
    int r = make_file(name);
    return r < 0 || euidaccess(name, W_OK) == 0 ? r : -errno;
}

/* Before SQLite looks at it: it would make two more files beside one that says WAL. */
static int refuse_wal(sqlite3 *db)
{
    unsigned char bytes[2] = {0};
    sqlite3_file *file = NULL;
    int code = sqlite3_file_control(db, "main", SQLITE_FCNTL_FILE_POINTER, &file);

    if (code == SQLITE_OK)
        code = file->pMethods->xRead(file, bytes, sizeof(bytes), WAL_AT);
    if (code == SQLITE_IOERR_SHORT_READ)
        return 0; /* empty, or too short to be a database: that shows in a moment */
    if (code != SQLITE_OK)
        return store_db_error(db, code);
    return bytes[0] > 1 || bytes[1] > 1 ? -EBADMSG : 0;
}

static int open_database(struct site *site, const char *path)
{
    int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_EXRESCODE |
                (site->writable ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY);
    int code = sqlite3_open_v2(path, &site->db, flags, NULL);

    if (code != SQLITE_OK)
        return site->db ? store_db_error(site->db, code) : -ENOMEM;
    /* SQLite reads what it cannot write, and does not say why it cannot. */
    if (site->writable && sqlite3_db_readonly(site->db, "main") == 1)
        return euidaccess(path, W_OK) < 0 ? -errno : -EIO;
    site_set_busy(site, SITE_BUSY_MS);
    return refuse_wal(site->db);
}

/* secure_delete: what was taken out leaves the file, too. */
static int set_pragmas(struct site *site)
{
    static const char reading[] = "PRAGMA secure_delete=ON;PRAGMA synchronous=FULL";
    int r = store_db_error(site->db, sqlite3_exec(site->db, reading, NULL, NULL, NULL));

    if (r < 0 || !site->writable)
        return r;
    return store_db_error(site->db, sqlite3_exec(site->db, "PRAGMA journal_mode=TRUNCATE", NULL, NULL, NULL));
}

static int read_secret(struct site *site)
{
    struct rows rows = site_rows(site, SITE_STATE_SECRET);

    if (rows_next(&rows) > 0)
        rows_bytes(site->secret, &rows, 0, sizeof(site->secret));
    else
        rows_require(&rows, false);
    rows_end(&rows);
    return rows.error;
}

static int open_handle(struct site *site, const char *path, bool create)
{
    size_t n;
    const struct site_version *versions = site_versions(&n);
    int r = site->writable ? make_journal(path) : 0;

    if (r == 0)
        r = open_database(site, path);
    if (r == 0)
        r = harden_switches(site->db);
    if (r == 0)
        r = set_pragmas(site);
    if (r == 0)
        r = site_bring_up(site, path, create, versions, n);
    if (r == 0)
        r = harden_lock(site->db, authorize, SITE_STEPS_MAX);
    if (r == 0)
        r = harden_schema(site->db, versions[n - 1].schema, NULL, 0);
    return r < 0 ? r : read_secret(site);
}

int site_open(struct site **out, const char *path, enum site_mode mode, struct clock clock)
{
    _cleanup_free_ char *resolved = NULL;
    int r = resolve(&resolved, path);

    if (r < 0)
        return r;
    r = check_file(resolved);
    if (r == -ENOENT && mode == SITE_CREATE) {
        r = make_file(resolved);
        if (r == 0)
            r = check_file(resolved);
    }
    if (r == 0 && sodium_init() < 0)
        r = -EIO;
    if (r < 0)
        return r;
    struct site *site = calloc(1, sizeof(*site));
    if (!site)
        return -ENOMEM;
    site->clock = clock;
    site->writable = mode != SITE_READ;
    site->cost = (struct site_cost){crypto_pwhash_OPSLIMIT_INTERACTIVE, crypto_pwhash_MEMLIMIT_INTERACTIVE};
    r = open_handle(site, resolved, mode == SITE_CREATE);
    if (r == 0)
        *out = site;
    else
        site_close(site);
    return r;
}
