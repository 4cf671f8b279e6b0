/* SPDX-License-Identifier: MIT */
#include "kiosk/config.h"

#include "base/error.h"
#include "base/sanitize.h"
#include "kiosk/config_keys.h"

#include <fcntl.h>
#include <ini.h>
#include <stdarg.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define BOM "\xEF\xBB\xBF"
#define BLANKS " \t\r\v\f"

/* One printer as it is read, and what of it was written already. */
struct draft {
    struct printer printer;
    int line;
    unsigned seen; /* 1 << index of the key */
    bool is_unfit; /* its paper is not known: what is sent could be none of its business */
};

struct reading {
    struct config *config;
    const char *rest, *end;
    int line;
    enum config_section section;
    bool kiosk_seen, speech_seen;
    unsigned keys;    /* of [kiosk] and [speech], 1 << index */
    int printer_line; /* of [kiosk] printer */
    struct draft drafts[CONFIG_PRINTERS_MAX];
    size_t n;
    int error;
};

__attribute__((format(printf, 3, 4))) static void tell(struct reading *reading, int line, const char *format,
                                                       ...)
{
    struct config *config = reading->config;
    char *words;
    if (config->n_problems == CONFIG_PROBLEMS_MAX)
        return;
    va_list arguments;
    va_start(arguments, format);
    int n = vasprintf(&words, format, arguments);
    va_end(arguments);
    if (n < 0)
        reading->error = -ENOMEM;
    else
        config->problems[config->n_problems++] = (struct config_problem){.line = line, .words = words};
}

static bool was_written(const struct draft *draft, enum config_key key)
{
    return draft->seen & 1u << key;
}

static void begin_printer(struct reading *reading, const char *name)
{
    size_t n = strlen(name);
    if (n == 0 || n >= PRINTER_NAME_MAX || !sanitize_is_clean(name, n)) {
        tell(reading, reading->line,
             "[printer 名称] 里的名称要有 1 到 %d 个字节，不能有看不见的字符；这一段不用",
             PRINTER_NAME_MAX - 1);
        return;
    }
    for (size_t i = 0; i < reading->n; i++) {
        if (!strcmp(reading->drafts[i].printer.name, name)) {
            tell(reading, reading->line, "打印机“%s”在第 %d 行已经写过，这一段不用", name,
                 reading->drafts[i].line);
            return;
        }
    }
    if (reading->n == CONFIG_PRINTERS_MAX) {
        tell(reading, reading->line, "打印机最多 %d 台，这一台不用", CONFIG_PRINTERS_MAX);
        return;
    }
    struct draft *draft = &reading->drafts[reading->n++];
    *draft = (struct draft){.printer = {.paper = PAPER_58, .charset = "GB18030", .status = true},
                            .line = reading->line};
    strcpy(draft->printer.name, name);
    reading->section = SECTION_PRINTER;
}

/* A section that stands in the file once. */
static void begin_single(struct reading *reading, const char *title, enum config_section section, bool *seen)
{
    if (*seen)
        tell(reading, reading->line, "[%s] 写了两次，这一段不用", title);
    else
        reading->section = section;
    *seen = true;
}

static void begin_section(struct reading *reading, const char *title)
{
    size_t word = strcspn(title, BLANKS);
    reading->section = SECTION_REFUSED;
    if (word == strlen("printer") && !strncasecmp(title, "printer", word))
        begin_printer(reading, title + word + strspn(title + word, BLANKS));
    else if (strcasecmp(title, "kiosk") == 0)
        begin_single(reading, title, SECTION_KIOSK, &reading->kiosk_seen);
    else if (strcasecmp(title, "speech") == 0)
        begin_single(reading, title, SECTION_SPEECH, &reading->speech_seen);
    else
        tell(reading, reading->line, "不认识 [%s]，只有 [kiosk]、[speech] 和 [printer 名称]；这一段不用",
             title);
}

static void trim_end(char *text)
{
    size_t n = strlen(text);
    while (n > 0 && strchr(BLANKS, text[n - 1]))
        n--;
    text[n] = '\0';
}

static void begin_titled(struct reading *reading, char *line)
{
    size_t last = strlen(line) - 1;
    reading->section = SECTION_REFUSED;
    if (line[last] != ']') {
        tell(reading, reading->line, "方括号没有写完；这一段不用");
        return;
    }
    line[last] = '\0';
    trim_end(line);
    begin_section(reading, line + 1 + strspn(line + 1, BLANKS));
}

/* The line without the blanks around it; tabs are spaces. NULL, or why it cannot be read. */
static const char *clean_line(char *out, size_t room, const char *start, size_t n)
{
    if (n >= room)
        return "这一行太长";
    for (size_t i = 0; i < n; i++)
        out[i] = memchr(BLANKS, start[i], strlen(BLANKS)) ? ' ' : start[i];
    out[n] = '\0';
    if (!sanitize_is_clean(out, n))
        return "有不能用的字符；文件要存为 UTF-8";
    trim_end(out);
    return NULL;
}

/*
 * inih's reader of lines. Sections are ours: inih would cut long names, and tells neither of an empty section
 * nor of one that is written twice. A line that is none of settings becomes an empty one.
 */
static char *next_line(char *out, int room, void *stream)
{
    struct reading *reading = stream;
    if (reading->rest == reading->end || room < 3)
        return NULL;
    const char *start = reading->rest, *stop = memchr(start, '\n', (size_t)(reading->end - start));
    reading->rest = stop ? stop + 1 : reading->end;
    if (!stop)
        stop = reading->end;
    reading->line++;
    while (start < stop &&
           memchr(BLANKS, *start, strlen(BLANKS))) /* else inih would take it for more of the last value */
        start++;
    strcpy(out, "\n");
    if (start == stop || *start == '#' || *start == ';')
        return out;
    const char *why = clean_line(out, (size_t)room - 1, start, (size_t)(stop - start));
    if (!why && *out != '[' && !strpbrk(out, "=:"))
        why = "要写成 名称 = 值";
    if (!why && *out != '[') {
        strcat(out, "\n");
        return out;
    }
    if (why) {
        tell(reading, reading->line, "%s", why);
        reading->section = *start == '[' ? SECTION_REFUSED : reading->section;
    } else {
        begin_titled(reading, out);
    }
    strcpy(out, "\n");
    return out;
}

/* " # …" behind a value is a remark, as " ; …" is for inih. */
static void cut_remark(char *value)
{
    for (char *hash = strchr(value, '#'); hash; hash = strchr(hash + 1, '#')) {
        if (hash == value || hash[-1] == ' ') {
            *hash = '\0';
            trim_end(value);
            return;
        }
    }
}

static const char *why_no_value(const char *value)
{
    if (!*value)
        return "后面是空的";
    return strchr("\"'", *value) ? "不要写引号" : NULL;
}

/* inih's handler; 1: goes on. */
static int take_value(void *user, const char *inih_section, const char *name, const char *given)
{
    struct reading *reading = user;
    (void)inih_section;
    if (reading->section == SECTION_REFUSED)
        return 1;
    int key = config_key_find(reading->section, name);
    if (key < 0) {
        tell(reading, reading->line,
             reading->section == SECTION_NONE
                 ? "“%s”不在任何一段里；前面要有 [kiosk]、[speech] 或 [printer 名称]"
                 : "不认识“%s”；能写的见 man yibentong.conf",
             name);
        return 1;
    }
    struct draft *draft = reading->section == SECTION_PRINTER ? &reading->drafts[reading->n - 1] : NULL;
    unsigned *seen = draft ? &draft->seen : &reading->keys;
    if (*seen & 1u << key && !config_key_repeats(key)) {
        tell(reading, reading->line, "“%s”写了两次，用前面的", name);
        return 1;
    }
    *seen |= 1u << key;
    char value[512];
    snprintf(value, sizeof(value), "%s", given);
    cut_remark(value);
    if (key == CONFIG_KEY_KIOSK_PRINTER)
        reading->printer_line = reading->line;
    const char *why = why_no_value(value);
    if (!why)
        why = config_key_take(key, reading->config, draft ? &draft->printer : NULL, value);
    bool unfit = why && key == CONFIG_KEY_PAPER;
    if (unfit)
        draft->is_unfit = true;
    if (why)
        tell(reading, reading->line, "%s = %s：%s%s", name, value, why, unfit ? "；这一台不用" : "");
    return 1;
}

/* What only the whole section tells. */
static bool is_complete(struct reading *reading, struct draft *draft)
{
    struct printer *printer = &draft->printer;
    if (!*printer->where) {
        if (!was_written(draft, CONFIG_KEY_WHERE))
            tell(reading, draft->line, "打印机“%s”没有写 where，这一台不用", printer->name);
        return false;
    }
    if (draft->is_unfit)
        return false;
    if (printer->kind == PRINTER_QUEUE && !was_written(draft, CONFIG_KEY_PAPER)) {
        tell(reading, draft->line, "打印机“%s”没有写 paper；cups: 要写明是 a4、80 还是 58，这一台不用",
             printer->name);
        return false;
    }
    if (!printer_takes(printer->kind, printer->paper)) {
        tell(reading, draft->line, "打印机“%s”：" PRINTER_TAKES_WORDS "，这一台不用", printer->name);
        return false;
    }
    if (printer->kind != PRINTER_QUEUE && *printer->server) {
        tell(reading, draft->line, "打印机“%s”：server 只和 cups: 一起用", printer->name);
        printer->server[0] = '\0';
    }
    bool serial = was_written(draft, CONFIG_KEY_SPEED) || was_written(draft, CONFIG_KEY_FLOW);
    if (printer->kind != PRINTER_DEVICE && serial)
        tell(reading, draft->line, "打印机“%s”：speed 和 flow 只和设备的路径一起用", printer->name);
    if (!was_written(draft, CONFIG_KEY_CUT))
        printer->cut = printer->paper == PAPER_80;
    return true;
}

static void finish(struct reading *reading)
{
    struct config *config = reading->config;
    bool named = !*config->printer;
    for (size_t i = 0; i < reading->n; i++) {
        struct draft *draft = &reading->drafts[i];
        named |= !strcmp(draft->printer.name, config->printer);
        if (is_complete(reading, draft))
            config->printers[config->n_printers++] = draft->printer;
    }
    if (!named) {
        tell(reading, reading->printer_line, "没有写过打印机“%s”", config->printer);
        config->printer[0] = '\0';
    }
}

int config_parse(struct config *out, const char *bytes, size_t n)
{
    *out = (struct config){.present = true};
    struct reading *reading = calloc(1, sizeof(*reading));
    if (!reading)
        return -ENOMEM;
    size_t bom = n >= strlen(BOM) && !memcmp(bytes, BOM, strlen(BOM)) ? strlen(BOM) : 0;
    reading->config = out;
    reading->rest = bytes + bom;
    reading->end = bytes + n;
    int line = ini_parse_stream(next_line, reading, take_value, reading);
    if (line < 0)
        reading->error = -ENOMEM;
    if (line > 0)
        tell(reading, line, "要写成 名称 = 值");
    finish(reading);
    int error = reading->error;
    free(reading);
    return error;
}

/* The whole file on the heap. */
static int read_whole(char **out, size_t *n, int fd)
{
    struct stat info;
    if (fstat(fd, &info) < 0)
        return -errno;
    if (!S_ISREG(info.st_mode))
        return S_ISDIR(info.st_mode) ? -EISDIR : -EINVAL;
    _cleanup_free_ char *bytes = malloc(CONFIG_BYTES_MAX + 1);
    if (!bytes)
        return -ENOMEM;
    size_t used = 0;
    for (ssize_t got = 1; got > 0 && used <= CONFIG_BYTES_MAX; used += (size_t)got) {
        got = read(fd, bytes + used, CONFIG_BYTES_MAX + 1 - used);
        if (got < 0)
            return -errno;
    }
    if (used > CONFIG_BYTES_MAX)
        return -EFBIG;
    *out = bytes;
    *n = used;
    bytes = NULL;
    return 0;
}

int config_load(struct config *out, const char *path)
{
    *out = (struct config){0};
    int fd = open(path ? path : CONFIG_DEFAULT_PATH, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    if (fd < 0)
        return !path && (errno == ENOENT || errno == ENOTDIR) ? 0 : -errno;
    _cleanup_free_ char *bytes = NULL;
    size_t n = 0;
    int error = read_whole(&bytes, &n, fd);
    close(fd);
    return error < 0 ? error : config_parse(out, bytes, n);
}

void config_fini(struct config *config)
{
    for (size_t i = 0; i < config->n_problems; i++)
        free(config->problems[i].words);
    *config = (struct config){0};
}

const struct printer *config_printer(const struct config *config, const char *name)
{
    if (!name && *config->printer)
        name = config->printer;
    for (size_t i = 0; i < config->n_printers; i++)
        if (!name || !strcmp(config->printers[i].name, name))
            return &config->printers[i];
    return NULL;
}
