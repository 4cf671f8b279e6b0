/* SPDX-License-Identifier: MIT */
#include "kiosk/output.h"

#include "base/error.h"
#include "base/linebreak.h"
#include "base/sanitize.h"
#include "base/utf8.h"
#include "base/width.h"

#include <json-c/json.h>
#include <stdarg.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sysexits.h>
#include <unistd.h>

#define MEASURE_MAX 80
#define MEASURE_MIN 20

static void find_size(struct output *out)
{
    out->rows = out->cols = 0;
    if (!isatty(STDOUT_FILENO))
        return;
    struct winsize size = {0};
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) < 0)
        size = (struct winsize){0};
    out->rows = size.ws_row ? size.ws_row : 24;
    out->cols = size.ws_col ? size.ws_col : 80;
}

int output_init(struct output *out, const struct charset *charset)
{
    *out = (struct output){.charset = *charset};
    find_size(out);
    return charset_writer_new(&out->writer, charset);
}

void output_fini(struct output *out)
{
    charset_writer_free(out->writer);
    out->writer = NULL;
}

static void remember(struct output *out, int error)
{
    if (error < 0 && !out->error)
        out->error = error;
}

/* A heap copy with nothing but clean text, line ends and tabs; NULL when out of memory. */
static char *clean_copy(const char *utf8)
{
    char *text = NULL;
    size_t size = 0;
    FILE *stream = open_memstream(&text, &size);
    if (!stream)
        return NULL;
    bool failed = false;
    while (*utf8 && !failed) {
        size_t n = strcspn(utf8, "\n\t");
        _cleanup_free_ char *piece = NULL;
        failed = sanitize_text(&piece, utf8, n) < 0 || fputs(piece, stream) < 0;
        utf8 += n;
        if (*utf8)
            failed |= fputc(*utf8++, stream) < 0;
    }
    failed |= fclose(stream) != 0;
    if (failed) {
        free(text);
        return NULL;
    }
    return text;
}

void output_raw(struct output *out, const char *utf8)
{
    if (out->gap)
        remember(out, charset_print(out->writer, stdout, "\n"));
    out->gap = false;
    remember(out, charset_print(out->writer, stdout, utf8));
}

void output_print(struct output *out, const char *utf8)
{
    _cleanup_free_ char *text = clean_copy(utf8);
    if (!text)
        remember(out, -ENOMEM);
    else
        output_raw(out, text);
}

void output_gap(struct output *out)
{
    out->gap = true;
}

/* NULL when out of memory, which is remembered. */
__attribute__((format(printf, 2, 0))) static char *format_text(struct output *out, const char *format,
                                                               va_list arguments)
{
    char *text;
    if (vasprintf(&text, format, arguments) >= 0)
        return text;
    remember(out, -ENOMEM);
    return NULL;
}

void output_printf(struct output *out, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    _cleanup_free_ char *text = format_text(out, format, arguments);
    va_end(arguments);
    if (text)
        output_print(out, text);
}

/* One line of the paragraph: code points first … end. The last one of a question stays open. */
static void print_line(struct output *out, int indent, const char32_t *text, size_t first, size_t end,
                       bool open)
{
    char *line = malloc((size_t)indent + (end - first) * 4 + 2);
    if (!line) {
        remember(out, -ENOMEM);
        return;
    }
    memset(line, ' ', (size_t)indent);
    size_t n = (size_t)indent;
    for (size_t i = first; i < end; i++)
        n += utf8_encode(line + n, text[i]);
    line[n] = open ? '\0' : '\n';
    line[n + 1] = '\0';
    output_print(out, line);
    free(line);
}

static int measure_of(const struct output *out, int indent)
{
    int width = (out->cols < MEASURE_MAX ? out->cols : MEASURE_MAX) - 2 - indent;
    return width < MEASURE_MIN ? MEASURE_MIN : width;
}

enum breaking { BREAK_COUNT, BREAK_PRINT, BREAK_PRINT_OPEN };

/* The number of lines, or negative. */
static int break_paragraph(struct output *out, int indent, int hang, const char *utf8, enum breaking how)
{
    int lines = 0;
    _cleanup_free_ char32_t *text = NULL;
    _cleanup_free_ char *breaks = NULL;
    size_t n;
    int error = utf8_to_utf32(&text, &n, utf8);
    if (error < 0)
        return error;
    breaks = malloc(n + 1);
    if (!breaks)
        return -ENOMEM;
    error = linebreak_find(breaks, text, n);
    if (error < 0)
        return error;
    for (size_t start = 0, next; start < n; start = next, lines++) {
        int in = start ? indent + hang : indent;
        size_t end = linebreak_line(&next, text, breaks, n, start, measure_of(out, in));
        if (how != BREAK_COUNT)
            print_line(out, in, text, start, end, how == BREAK_PRINT_OPEN && next >= n);
    }
    return lines;
}

void output_paragraph(struct output *out, int indent, int hang, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    _cleanup_free_ char *text = format_text(out, format, arguments);
    va_end(arguments);
    if (!text)
        return;
    if (!out->cols) {
        output_printf(out, "%*s%s\n", indent, "", text);
        return;
    }
    _cleanup_free_ char *clean = clean_copy(text);
    remember(out, clean ? break_paragraph(out, indent, hang, clean, BREAK_PRINT) : -ENOMEM);
}

void output_question(struct output *out, const char *words)
{
    for (const char *end; (end = strchr(words, '\n')); words = end + 1)
        output_paragraph(out, 0, 0, "%.*s", (int)(end - words), words);
    if (out->cols)
        remember(out, break_paragraph(out, 0, 0, words, BREAK_PRINT_OPEN));
    else
        output_print(out, words);
}

int output_lines(const struct output *out, int indent, const char *text)
{
    struct output glass = {.cols = out->cols ? out->cols : MEASURE_MAX};
    int lines = break_paragraph(&glass, indent, 0, text, BREAK_COUNT);
    return lines > 0 ? lines : 1;
}

void output_json(struct output *out, struct json_object *object)
{
    const char *text =
        object ? json_object_to_json_string_ext(object, JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_SPACED |
                                                            JSON_C_TO_STRING_NOSLASHESCAPE)
               : NULL;
    errno = 0;
    if (!text)
        remember(out, -ENOMEM);
    else if (fputs(text, stdout) < 0 || fputc('\n', stdout) < 0)
        remember(out, errno ? -errno : -EIO);
    json_object_put(object);
}

int json_add(struct json_object *container, const char *key, struct json_object *value)
{
    if (!container || !value) {
        json_object_put(value);
        return -ENOMEM;
    }
    int failed =
        key ? json_object_object_add(container, key, value) : json_object_array_add(container, value);
    if (!failed)
        return 0;
    json_object_put(value);
    return -ENOMEM;
}

int json_add_text(struct json_object *container, const char *key, const char *text)
{
    return json_add(container, key, json_object_new_string(text));
}

int json_add_int(struct json_object *container, const char *key, int number)
{
    return json_add(container, key, json_object_new_int(number));
}

int output_flush(struct output *out)
{
    errno = 0;
    if (fflush(stdout) != 0)
        remember(out, errno ? -errno : -EIO);
    return out->error;
}

int output_finish(struct output *out)
{
    output_flush(out);
    if (out->error == -EPIPE)
        return EX_IOERR; /* the reader has seen enough: head, less */
    if (out->error == -ENOMEM) {
        output_complain(out, "内存不足");
        return EX_OSERR;
    }
    if (out->error)
        output_complain(out, "结果没有写完：%s；请检查标准输出写到了哪里", output_reason(out->error));
    return out->error ? EX_IOERR : EX_OK;
}

/* One clean line, whatever the text. 0, or -ENOMEM. */
static int print_line_on_stderr(struct output *out, const char *prefix, const char *text)
{
    _cleanup_free_ char *clean = NULL, *line = NULL;
    if (!text || sanitize_text(&clean, text, strlen(text)) < 0)
        return -ENOMEM;
    if (asprintf(&line, "%s%s\n", prefix, clean) < 0) {
        line = NULL;
        return -ENOMEM;
    }
    fflush(stdout); /* so that what was said before stands before it */
    return charset_print(out->writer, stderr, line);
}

/* Without memory at least that is said, which takes none. */
static void print_on_stderr(struct output *out, const char *prefix, const char *text)
{
    if (print_line_on_stderr(out, prefix, text) == -ENOMEM)
        fputs(out->charset.is_utf8 ? "yibentong: 内存不足\n" : "yibentong: out of memory\n", stderr);
}

void output_complain(struct output *out, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    _cleanup_free_ char *text = format_text(out, format, arguments);
    va_end(arguments);
    print_on_stderr(out, "yibentong: ", text);
}

void output_remark(struct output *out, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    _cleanup_free_ char *text = format_text(out, format, arguments);
    va_end(arguments);
    print_on_stderr(out, "", text);
}

const char *output_reason(int error)
{
    static const struct {
        int number;
        const char *words;
    } reasons[] = {
        {ENOENT, "没有这个文件或文件夹"},
        {EACCES, "没有权限"},
        {EPERM, "没有权限"},
        {ENOTDIR, "路径里有一段不是文件夹"},
        {EISDIR, "那是文件夹，不是文件"},
        {EINVAL, "那不是普通文件"},
        {ENOSPC, "磁盘已满（ENOSPC）"},
        {EDQUOT, "磁盘配额已满（EDQUOT）"},
        {EFBIG, "文件太大（EFBIG）"},
        {EROFS, "磁盘是只读的（EROFS）"},
        {EIO, "读写错误（EIO）"},
        {EBADF, "没有打开（EBADF）"},
        {EPIPE, "对方已关闭（EPIPE）"},
        {ENOMEM, "内存不足"},
        {EBADMSG, "内容已损坏，或不是一本通的手册"},
        {EPROTO, "手册的格式版本与本程序不符"},
        {ETIME, "查询超时"},
        {ELOOP, "符号链接绕成了圈"},
        {ENAMETOOLONG, "文件名太长"},
        {EMFILE, "打开的文件太多（EMFILE）"},
        {ENFILE, "打开的文件太多（ENFILE）"},
    };
    for (size_t i = 0; i < ARRAY_SIZE(reasons); i++)
        if (reasons[i].number == -error)
            return reasons[i].words;
    const char *name = strerrorname_np(-error);
    return name ? name : "原因不明";
}
