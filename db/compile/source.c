/* SPDX-License-Identifier: MIT */
#include "db/compile/source.h"

#include "base/error.h"
#include "base/sanitize.h"
#include "base/utf8.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <uninorm.h>
#include <unistd.h>

/* 1 it is, 0 it is not, -ENOMEM. */
static int is_nfc(const char *text, size_t n)
{
    size_t length = 0;
    uint8_t *normal = u8_normalize(UNINORM_NFC, (const uint8_t *)text, n, NULL, &length);
    int r = -ENOMEM;

    if (normal)
        r = length == n && memcmp(normal, text, n) == 0;
    free(normal);
    return r;
}

bool text_is_pure(struct report *report, const char *path, int line, const char *text, size_t n)
{
    int nfc;

    if (n == 0)
        return true;
    if (!utf8_is_valid(text, n)) {
        report_add(report, path, line, "不是 UTF-8 文本");
        return false;
    }
    if (!sanitize_is_clean(text, n)) {
        report_add(report, path, line, "含有不可显示的字符（控制符、制表符、零宽字符、私用区字符等）");
        return false;
    }
    nfc = is_nfc(text, n);
    if (nfc == 0)
        report_add(report, path, line, "不是 Unicode NFC 形式");
    report->out_of_memory |= nfc < 0;
    return nfc > 0;
}

bool text_is_line(struct report *report, const char *path, int line, const char *what, const char *text)
{
    size_t n = strlen(text);

    if (n == 0)
        report_add(report, path, line, "%s 是空的", what);
    else if (strpbrk(text, "\r\n"))
        report_add(report, path, line, "%s 必须是一行", what);
    else if (n > TEXT_BYTES_MAX)
        report_add(report, path, line, "%s 太长（%zu 字节，最多 %d）", what, n, TEXT_BYTES_MAX);
    else if (text[0] == ' ' || text[n - 1] == ' ')
        report_add(report, path, line, "%s 首尾不能有空格", what);
    else
        return text_is_pure(report, path, line, text, n);
    return false;
}

static int find_lines(struct source *source, struct pool *pool)
{
    size_t *starts = NULL, *start;

    for (const char *p = source->text; p; p = strchr(p, '\n'), p = p ? p + 1 : NULL) {
        start = pool_grow(pool, &starts, source->n_lines, sizeof(*starts));
        if (!start)
            return -ENOMEM;
        *start = (size_t)(p - source->text);
        source->n_lines++;
    }
    source->line_starts = starts;
    return 0;
}

int source_line_of(const struct source *source, size_t offset)
{
    size_t low = 0, high = source->n_lines;

    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (source->line_starts[middle] <= offset)
            low = middle;
        else
            high = middle;
    }
    return (int)low + 1;
}

/* In a table (.tsv) tabs part the cells; elsewhere they are refused. */
static bool is_pure_line(struct report *report, const struct source *source, int line, const char *text,
                         size_t n)
{
    size_t length = strlen(source->name);
    bool table = length > 4 && strcmp(source->name + length - 4, ".tsv") == 0;

    for (const char *tab; table && (tab = memchr(text, '\t', n)); text = tab + 1) {
        if (!text_is_pure(report, source->path, line, text, (size_t)(tab - text)))
            return false;
        n -= (size_t)(tab + 1 - text);
    }
    return text_is_pure(report, source->path, line, text, n);
}

/* 0, or 1 after reporting. */
static int check_lines(const struct source *source, struct report *report)
{
    bool pure = true;

    for (size_t i = 0; i < source->n_lines; i++) {
        size_t start = source->line_starts[i];
        size_t end = i + 1 < source->n_lines ? source->line_starts[i + 1] - 1 : source->n;
        pure &= is_pure_line(report, source, (int)i + 1, source->text + start, end - start);
    }
    return pure ? 0 : 1;
}

/* The size of what may be read; reports and returns -1 otherwise. */
static ssize_t size_of(struct report *report, const char *path, int fd)
{
    struct stat status;

    if (fstat(fd, &status) < 0)
        report_add(report, path, 0, "无法读取：%s", strerror(errno));
    else if (!S_ISREG(status.st_mode))
        report_add(report, path, 0, "不是普通文件");
    else if (status.st_size > SOURCE_BYTES_MAX)
        report_add(report, path, 0, "文件太大（最多 %d 字节）", SOURCE_BYTES_MAX);
    else
        return (ssize_t)status.st_size;
    return -1;
}

/* 0, or 1 after reporting. */
static int read_text(struct report *report, const char *path, int fd, char *text, size_t n)
{
    for (size_t done = 0; done < n;) {
        ssize_t got = read(fd, text + done, n - done);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0) {
            report_add(report, path, 0, "无法读取：%s", got < 0 ? strerror(errno) : "文件变短了");
            return 1;
        }
        done += (size_t)got;
    }
    return 0;
}

static int read_descriptor(struct source *source, struct pool *pool, struct report *report, int fd)
{
    ssize_t size = size_of(report, source->path, fd);
    char *text;

    if (size < 0)
        return 1;
    text = pool_alloc(pool, (size_t)size + 1);
    if (!text)
        return -ENOMEM;
    source->text = text;
    source->n = (size_t)size;
    return read_text(report, source->path, fd, text, source->n);
}

int source_of_text(struct source *out, struct pool *pool, struct report *report, const char *path,
                   const char *text, size_t n)
{
    struct source source = {.name = path, .path = path, .text = text, .n = n};
    int r;

    if (memchr(text, '\0', n)) {
        report_add(report, path, 0, "含有 NUL 字节，不是文本文件");
        return 1;
    }
    r = find_lines(&source, pool);
    if (r == 0)
        r = check_lines(&source, report);
    if (r == 0)
        *out = source;
    return r;
}

int source_read(struct source *out, struct pool *pool, struct report *report, const char *folder,
                const char *name)
{
    struct source source = {.name = pool_copy(pool, name, strlen(name)),
                            .path = pool_printf(pool, "%s/%s", folder, name)};
    int r, fd;

    if (!source.name || !source.path)
        return -ENOMEM;
    fd = open(source.path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (fd < 0) {
        report_add(report, source.path, 0, "无法打开：%s",
                   errno == ENOENT ? "没有这个文件" : strerror(errno));
        return 1;
    }
    r = read_descriptor(&source, pool, report, fd);
    close(fd);
    if (r == 0)
        r = source_of_text(out, pool, report, source.path, source.text, source.n);
    if (r == 0)
        out->name = source.name;
    return r;
}
