/* SPDX-License-Identifier: MIT */
/* handbook-compiler --assets FOLDER --output FILE, or --edition-of FILE --output FILE */
#include "base/error.h"
#include "db/compile/compile.h"
#include "db/handbook.h"

#include <getopt.h>
#include <signal.h>
#include <string.h>
#include <sysexits.h>

static int usage(FILE *stream, int code)
{
    fputs("用法：handbook-compiler --assets 文件夹 --output 文件\n"
          "把内容文件编译成 handbook.db；内容有错时逐条列出，返回 65。格式见 docs/content-format.md。\n"
          "      handbook-compiler --edition-of handbook.db --output 文件\n"
          "写出它的版本：标题、版次、核对日期，各以零字节结尾。\n",
          stream);
    return code;
}

static int exit_code(int result)
{
    switch (result) {
    case 0:
        return EX_OK;
    case COMPILE_REFUSED:
        return EX_DATAERR;
    case -ENOMEM:
        return EX_OSERR;
    case -EBADMSG:
    case -EPROTO:
    case -ETIME:
        return EX_SOFTWARE;
    case -EACCES:
    case -ENOENT:
    case -ENOTDIR:
    case -EISDIR:
    case -EROFS:
        return EX_CANTCREAT;
    default:
        return EX_IOERR;
    }
}

static int compile(const char *assets, const char *output)
{
    struct report report = {0};
    int r = compile_assets(assets, output, &report);

    report_print(&report, stderr);
    if (r == COMPILE_REFUSED)
        fprintf(stderr, "内容有 %zu 处错误，没有编译。\n", report.n);
    else if (r == -ENOMEM && !report.out_of_memory)
        fputs("内存不足 (out of memory)\n", stderr);
    report_fini(&report);
    return exit_code(r);
}

/* As handbook_embedded_edition reads it. */
static int write_edition(const char *database, const char *output)
{
    struct handbook *handbook = NULL;
    int r = handbook_open_file(&handbook, database);
    FILE *file = r == 0 ? fopen(output, "wbe") : NULL;

    if (r == 0 && !file)
        r = -errno;
    if (file) {
        const struct edition *edition = handbook_edition(handbook);
        const char *const parts[] = {edition->title, edition->label, edition->compiled};
        for (size_t i = 0; i < ARRAY_SIZE(parts); i++)
            fwrite(parts[i], 1, strlen(parts[i]) + 1, file);
        bool failed = ferror(file);
        if (fclose(file) != 0 || failed)
            r = -EIO;
    }
    handbook_close(handbook);
    if (r < 0)
        fprintf(stderr, "handbook-compiler: 没有写出 %s 的版本（%d）\n", database, r);
    return exit_code(r);
}

int main(int argc, char **argv)
{
    static const struct option options[] = {
        {"assets", required_argument, NULL, 'a'},
        {"edition-of", required_argument, NULL, 'e'},
        {"output", required_argument, NULL, 'o'},
        {"help", no_argument, NULL, 'h'},
        {0},
    };
    const char *assets = NULL, *database = NULL, *output = NULL;
    int option;

    signal(SIGXFSZ, SIG_IGN); /* a limit of file sizes is to be an error of write, not the end */
    while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
        if (option == 'a')
            assets = optarg;
        else if (option == 'e')
            database = optarg;
        else if (option == 'o')
            output = optarg;
        else
            return usage(option == 'h' ? stdout : stderr, option == 'h' ? EX_OK : EX_USAGE);
    }
    if (!assets == !database || !output || optind < argc)
        return usage(stderr, EX_USAGE);
    return database ? write_edition(database, output) : compile(assets, output);
}
