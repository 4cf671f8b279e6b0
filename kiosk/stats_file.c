/* SPDX-License-Identifier: MIT */
#include "kiosk/stats_file.h"

#include "kiosk/save_file.h"

#include "base/charset.h"
#include "base/error.h"

#include <string.h>
#include <sys/stat.h>

#define BYTE_ORDER_MARK "\xEF\xBB\xBF"

struct sheet {
    FILE *stream;
    struct charset_writer *writer;
};

static const char *kind_words(enum tally_kind kind)
{
    static const char *const words[] = {
        [TALLY_QUESTION] = "打开答复", [TALLY_GUIDE] = "开始引导", [TALLY_OUTCOME] = "引导结果",
        [TALLY_LINK] = "放大二维码",   [TALLY_SLIP] = "打印",      [TALLY_SEARCH] = "搜索打开",
        [TALLY_MISS] = "没有搜到",
    };
    return kind >= TALLY_QUESTION && kind <= TALLY_MISS ? words[kind] : "";
}

/*
 * A field in quotes. What a spreadsheet would take for a formula gets an apostrophe in front: a search's term
 * is the one text here that a visitor has typed.
 */
static void quote(char *out, size_t size, const char *text)
{
    size_t used = 0;
    out[used++] = '"';
    if (*text && strchr("=+-@", *text))
        out[used++] = '\'';
    for (; *text && used + 3 < size; text++) {
        if (*text == '"')
            out[used++] = '"';
        out[used++] = *text;
    }
    out[used++] = '"';
    out[used] = '\0';
}

static int write_cell(void *context, const struct stats_cell *cell)
{
    const struct sheet *sheet = context;
    char item[2 * STATS_KEY_BYTES + 8], number[STATS_WORDS_BYTES], line[512];
    quote(item, sizeof(item), cell->item);
    snprintf(line, sizeof(line), "%s,%02d,%s,%s,%s,%s\r\n", cell->day, cell->hour,
             cell->where == TALLY_DESK ? "工作台" : "自助终端", kind_words(cell->kind), item,
             stats_words(number, cell->n));
    return charset_print(sheet->writer, sheet->stream, line);
}

int stats_file_write(FILE *stream, bool gb18030, struct site *site, const struct stats_query *query)
{
    struct charset charset = {.name = "UTF-8", .is_utf8 = true};
    struct sheet sheet = {.stream = stream};
    if (gb18030)
        charset = (struct charset){.name = "GB18030"};
    int error = charset_writer_new(&sheet.writer, &charset);
    if (error)
        return error;
    if (!gb18030 && fputs(BYTE_ORDER_MARK, stream) < 0)
        error = -errno;
    if (!error)
        error = charset_print(sheet.writer, stream, "日期,钟点,地方,做了什么,哪一个,次数\r\n");
    if (!error)
        error = site_stats_each(site, query, write_cell, &sheet);
    charset_writer_free(sheet.writer);
    return error;
}

int stats_file_save(const char *path, bool gb18030, struct site *site, const struct stats_query *query)
{
    struct save_file save;
    struct stat info;
    if (lstat(path, &info) == 0)
        return -EEXIST;
    int error = save_begin(&save, path);
    if (error)
        return error;
    error = stats_file_write(save.stream, gb18030, site, query);
    if (!error)
        return save_commit(&save);
    save_abort(&save);
    return error;
}
