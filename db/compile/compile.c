/* SPDX-License-Identifier: MIT */
#include "db/compile/compile.h"

#include "base/durable.h"
#include "base/error.h"
#include "db/compile/check.h"
#include "db/compile/database.h"
#include "db/compile/guides.h"
#include "db/compile/institutions.h"
#include "db/compile/pages.h"
#include "db/compile/readings.h"
#include "db/handbook.h"

#include <dirent.h>
#include <string.h>

static bool is_named(const struct dirent *entry, const char *suffix)
{
    size_t n = strlen(entry->d_name), m = strlen(suffix);

    return entry->d_name[0] != '.' && n > m && strcmp(entry->d_name + n - m, suffix) == 0;
}

static int is_page(const struct dirent *entry)
{
    return is_named(entry, ".md");
}

static int is_guide(const struct dirent *entry)
{
    return is_named(entry, ".yaml");
}

static int compare_names(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name); /* alphasort would follow the locale */
}

/* The files of a folder in the order of their names. Returns how many; 0 after reporting, or -ENOMEM. */
static int list_files(struct dirent ***out, struct report *report, const char *path,
                      int (*filter)(const struct dirent *))
{
    int n = scandir(path, out, filter, compare_names);

    if (n >= 0)
        return n;
    if (errno == ENOMEM)
        return -ENOMEM;
    report_add(report, path, 0, "无法打开：%s", errno == ENOENT ? "没有这个文件夹" : strerror(errno));
    *out = NULL;
    return 0;
}

static void free_names(struct dirent **names, int n)
{
    for (int i = 0; i < n; i++)
        free(names[i]);
    free(names);
}

/* q01 to q12 with this suffix. */
static bool is_numbered(const char *name, const char *suffix)
{
    char known[16];

    for (int number = 1; number <= CONTENT_QUESTIONS; number++) {
        snprintf(known, sizeof(known), "q%02d%s", number, suffix);
        if (strcmp(name, known) == 0)
            return true;
    }
    return false;
}

/* The files of a folder that belong to no question. Returns how many files there are, 0 or -ENOMEM. */
static int refuse_strays(struct draft_content *content, struct report *report, const char *path,
                         const char *suffix, int (*filter)(const struct dirent *))
{
    struct dirent **names = NULL;
    const char *stray = "";
    int n = list_files(&names, report, path, filter);

    for (int i = 0; i < n && stray; i++) {
        if (is_numbered(names[i]->d_name, suffix) || strcmp(names[i]->d_name, "ERRATA.md") == 0)
            continue;
        stray = pool_printf(&content->pool, "%s/%s", path, names[i]->d_name);
        if (stray)
            report_add(report, stray, 0, "多余的文件：只有 q01%s 到 q%02d%s", suffix, CONTENT_QUESTIONS,
                       suffix);
    }
    free_names(names, n);
    return stray ? n : -ENOMEM;
}

static int load_questions(struct draft_content *content, struct report *report, const char *folder)
{
    const char *path = pool_printf(&content->pool, "%s/handbook", folder);
    int r = path ? refuse_strays(content, report, path, ".md", is_page) : -ENOMEM;

    for (int number = 1; number <= CONTENT_QUESTIONS && r >= 0; number++)
        r = load_question(content, report, folder, number);
    return r < 0 ? r : 0;
}

static int load_guides(struct draft_content *content, struct report *report, const char *folder)
{
    const char *path = pool_printf(&content->pool, "%s/guides", folder);
    size_t before = report->n;
    int r = path ? refuse_strays(content, report, path, ".yaml", is_guide) : -ENOMEM;

    for (int number = 1; number <= CONTENT_QUESTIONS && r >= 0; number++)
        r = load_guide(content, report, folder, number);
    content->guides_complete = report->n == before && !report->out_of_memory;
    return r < 0 ? r : 0;
}

static int load_supplements(struct draft_content *content, struct report *report, const char *folder)
{
    const char *path = pool_printf(&content->pool, "%s/supplements", folder);
    struct dirent **names = NULL;
    int r = 0, n = path ? list_files(&names, report, path, is_page) : -ENOMEM;

    for (int i = 0; i < n && r == 0; i++)
        r = load_supplement(content, report, folder, names[i]->d_name);
    free_names(names, n);
    return n < 0 ? n : r;
}

static int load(struct draft_content *content, struct report *report, const char *folder)
{
    int r = load_edition(content, report, folder);

    if (r == 0)
        r = load_links(content, report, folder);
    if (r == 0)
        r = load_supplements(content, report, folder);
    if (r == 0)
        r = load_questions(content, report, folder);
    if (r == 0)
        r = load_guides(content, report, folder);
    if (r == 0)
        r = load_institutions(content, report, folder);
    if (r < 0)
        return r;
    check_content(content, report);
    return check_guides(content, report);
}

/* The reader has the last word: what it would refuse at a visitor's screen is refused here. */
static int try_reader(const unsigned char *bytes, size_t n)
{
    struct handbook *handbook = NULL;
    int r = handbook_open_bytes(&handbook, bytes, n);

    if (r == 0)
        r = handbook_check(handbook);
    handbook_close(handbook);
    return r;
}

static const char *words_of(int error)
{
    switch (-error) {
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
        return "磁盘已满 (no space left)";
    case EACCES:
    case EPERM:
        return "没有写入权限 (permission denied)";
    case EROFS:
        return "文件系统只读 (read-only)";
    case ENOENT:
    case ENOTDIR:
        return "没有这个文件夹 (no such directory)";
    case EISDIR:
        return "这是一个文件夹 (is a directory)";
    default:
        return strerror(-error);
    }
}

static int build_database(unsigned char **out, size_t *n, const struct draft_content *content,
                          struct report *report)
{
    unsigned char *bytes = NULL;
    int r = database_build(&bytes, n, content);

    if (r < 0)
        return r;
    r = try_reader(bytes, *n);
    if (r < 0 && r != -ENOMEM)
        report_add(report, "handbook.db", 0, "编译出的内容读不回来：%s", strerror(-r));
    if (r == 0)
        *out = bytes;
    else
        database_free(bytes);
    return r;
}

int compile_to_memory(unsigned char **out, size_t *n, const char *assets_dir, struct report *report)
{
    struct draft_content content = {0};
    size_t before = report->n;
    int r = load(&content, report, assets_dir);

    if (r == 0 && report->out_of_memory)
        r = -ENOMEM;
    if (r == 0 && report->n > before)
        r = COMPILE_REFUSED;
    if (r == 0)
        r = find_readings(&content);
    if (r == 0)
        r = build_database(out, n, &content, report);
    pool_fini(&content.pool);
    return r;
}

void compile_free(unsigned char *bytes)
{
    database_free(bytes);
}

int compile_assets(const char *assets_dir, const char *output, struct report *report)
{
    unsigned char *bytes = NULL;
    size_t n = 0;
    int r = compile_to_memory(&bytes, &n, assets_dir, report);

    if (r != 0)
        return r;
    r = durable_write(output, bytes, n, 0666);
    if (r < 0)
        report_add(report, output, 0, "无法写入：%s", words_of(r));
    compile_free(bytes);
    return r;
}
