/* SPDX-License-Identifier: MIT */
#include "db/store.h"

#include "base/error.h"
#include "db/harden.h"
#include "db/tokenizer.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define HEADER_BYTES 100
#define FILE_MAX (64L * 1024 * 1024)

int store_error(int code)
{
    if (code == SQLITE_IOERR_NOMEM)
        return -ENOMEM;
    switch (code & 0xff) {
    case SQLITE_OK:
    case SQLITE_ROW:
    case SQLITE_DONE:
        return 0;
    case SQLITE_NOMEM:
        return -ENOMEM;
    case SQLITE_INTERRUPT:
        return -ETIME;
    case SQLITE_IOERR:
        return -EIO;
    default:
        return -EBADMSG;
    }
}

/* In the words of base/error.h. */
static int system_error(int number)
{
    switch (number) {
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
        return -ENOSPC;
    case EROFS:
    case EACCES:
    case ENOENT:
    case ENOMEM:
        return -number;
    case EPERM:
        return -EACCES;
    default:
        return -EIO;
    }
}

/*
 * What the system said. Of a COMMIT that fails sqlite3_system_errno does not know it: errno does, if it still
 * is one of those that only a write has.
 */
static int file_error(sqlite3 *db)
{
    int last = system_error(errno), r = system_error(sqlite3_system_errno(db));

    return r == -EIO && (last == -ENOSPC || last == -EROFS) ? last : r;
}

int store_db_error(struct sqlite3 *db, int code)
{
    if ((code & 0xff) == SQLITE_IOERR && sqlite3_extended_errcode(db) == SQLITE_IOERR_NOMEM)
        return -ENOMEM;
    switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return -EBUSY;
    case SQLITE_FULL:
        return -ENOSPC;
    case SQLITE_READONLY:
        return -EROFS;
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
        return file_error(db);
    case SQLITE_PERM:
        return -EACCES;
    default:
        return store_error(code);
    }
}

static uint32_t big_endian(const unsigned char *p, int bytes)
{
    uint32_t value = 0;

    for (int i = 0; i < bytes; i++)
        value = value << 8 | p[i];
    return value;
}

/*
 * The 100 bytes in front (sqlite.org/fileformat2.html#the_database_header) say most of what we want to know,
 * before SQLite looks at anything. Versions 1/1 are the rollback journal: a WAL image (2/2) cannot be read
 * from memory.
 */
static int check_header(const struct store_format *format, const unsigned char *bytes, size_t n)
{
    uint32_t page_size, pages;

    if (n < HEADER_BYTES || memcmp(bytes, "SQLite format 3", 16) != 0)
        return -EBADMSG;
    if (big_endian(bytes + 68, 4) != (uint32_t)format->application_id)
        return -EBADMSG;
    if (big_endian(bytes + 60, 4) != (uint32_t)format->user_version)
        return -EPROTO;
    page_size = big_endian(bytes + 16, 2);
    pages = big_endian(bytes + 28, 4);
    if (page_size < 512 || (page_size & (page_size - 1)) || pages == 0 || (uint64_t)page_size * pages != n)
        return -EBADMSG;
    if (bytes[18] != 1 || bytes[19] != 1 || bytes[20] != 0 || big_endian(bytes + 56, 4) != SQLITE_UTF8)
        return -EBADMSG;
    return 0;
}

static int open_image(sqlite3 **out, const void *bytes, size_t n)
{
    int code = sqlite3_open_v2(":memory:", out, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);

    if (code != SQLITE_OK)
        return store_error(code);
    /* READONLY: SQLite never writes to the bytes, whatever its prototype says. */
    code = sqlite3_deserialize(*out, "main", (unsigned char *)(uintptr_t)bytes, (sqlite3_int64)n,
                               (sqlite3_int64)n, SQLITE_DESERIALIZE_READONLY);
    /* It does not look at the bytes yet: what fails is memory, and it says SQLITE_ERROR for that. */
    return code == SQLITE_OK ? 0 : -ENOMEM;
}

/*
 * Selecting and reading, nothing else: no function, no attach, no write, and of pragmas the one that FTS5
 * asks to see whether somebody else has written.
 */
static int authorize(void *context, int action, const char *a, const char *b, const char *c, const char *d)
{
    (void)context, (void)b, (void)c, (void)d;
    if (action == SQLITE_PRAGMA)
        return strcmp(a, "data_version") == 0 ? SQLITE_OK : SQLITE_DENY;
    return action == SQLITE_SELECT || action == SQLITE_READ ? SQLITE_OK : SQLITE_DENY;
}

/* The tables that FTS5 makes for its own; DEFENSIVE keeps everybody else from writing to them. */
static const char *const shadows[] = {
    "CREATE TABLE 'search_index_data'(id INTEGER PRIMARY KEY, block BLOB)",
    "CREATE TABLE 'search_index_idx'(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT ROWID",
    "CREATE TABLE 'search_index_config'(k PRIMARY KEY, v) WITHOUT ROWID",
};

int store_open_bytes(struct sqlite3 **out, const struct store_format *format, const void *bytes, size_t n)
{
    sqlite3 *db = NULL;
    int r = check_header(format, bytes, n);

    if (r == 0)
        r = open_image(&db, bytes, n);
    if (r == 0)
        r = harden_switches(db);
    if (r == 0)
        r = harden_lock(db, authorize, STORE_STEPS_MAX);
    if (r == 0)
        r = harden_schema(db, format->schema, shadows, ARRAY_SIZE(shadows));
    if (r == 0)
        r = harden_probe(db, format->probe);
    if (r == 0)
        *out = db;
    else
        sqlite3_close(db);
    return r;
}

/* The size of a regular file that we are willing to read, or an error. */
static off_t size_of(int fd)
{
    struct stat status;

    if (fstat(fd, &status) < 0)
        return -errno;
    if (S_ISDIR(status.st_mode))
        return -EISDIR;
    if (!S_ISREG(status.st_mode) || status.st_size == 0)
        return -EBADMSG;
    return status.st_size > FILE_MAX ? -EFBIG : status.st_size;
}

static int read_whole(void *buffer, size_t n, int fd)
{
    size_t done = 0;

    while (done < n) {
        ssize_t got = read(fd, (char *)buffer + done, n - done);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return -errno;
        if (got == 0) /* shorter than it was a moment ago */
            return -EBADMSG;
        done += (size_t)got;
    }
    return 0;
}

static int read_file(void **out, size_t *n, int fd)
{
    _cleanup_free_ void *buffer = NULL;
    off_t size = size_of(fd);
    int r;

    if (size < 0)
        return (int)size;
    buffer = malloc((size_t)size);
    if (!buffer)
        return -ENOMEM;
    r = read_whole(buffer, (size_t)size, fd);
    if (r < 0)
        return r;
    *out = buffer;
    *n = (size_t)size;
    buffer = NULL;
    return 0;
}

int store_open_file(struct sqlite3 **out, void **bytes, const struct store_format *format, const char *path)
{
    _cleanup_free_ void *buffer = NULL;
    size_t n = 0;
    int r, fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY); /* a FIFO must not hold us */

    if (fd < 0)
        return -errno;
    r = read_file(&buffer, &n, fd);
    close(fd);
    if (r == 0)
        r = store_open_bytes(out, format, buffer, n);
    if (r < 0)
        return r;
    *bytes = buffer;
    buffer = NULL;
    return 0;
}

int store_connect(struct sqlite3 *db, const char *table)
{
    sqlite3_stmt *statement = NULL;
    char sql[80];
    int code, locked;

    snprintf(sql, sizeof(sql), "SELECT 1 FROM %s", table);
    code = sqlite3_set_authorizer(db, NULL, NULL);
    if (code == SQLITE_OK)
        code = tokenizer_register(db, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_prepare_v2(db, sql, -1, &statement, NULL); /* that is enough, it is not run */
    sqlite3_finalize(statement);
    locked = sqlite3_set_authorizer(db, authorize, NULL);
    return store_error(code == SQLITE_OK ? locked : code);
}

void store_reset(struct sqlite3_stmt *statement)
{
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
    sqlite3_stmt_status(statement, SQLITE_STMTSTATUS_VM_STEP, 1); /* the limit of steps is for one run */
}

/* FTS5 keeps statements of its own until the database is closed; they name it, which ours never do. */
static bool is_of_fts5(sqlite3_stmt *statement)
{
    return strstr(sqlite3_sql(statement), "'main'.") != NULL;
}

void store_close(struct sqlite3 *db)
{
    sqlite3_stmt *statement, *next;

    for (statement = db ? sqlite3_next_stmt(db, NULL) : NULL; statement; statement = next) {
        next = sqlite3_next_stmt(db, statement);
        if (is_of_fts5(statement))
            continue;
#ifndef NDEBUG
        fprintf(stderr, "store: 未释放的语句 (leaked statement)：%s\n", sqlite3_sql(statement));
#endif
        sqlite3_finalize(statement);
    }
    sqlite3_close(db);
}
