/* SPDX-License-Identifier: MIT */
#include "kiosk/commands.h"

#include "base/error.h"
#include "kiosk/result_file.h"
#include "ui/qr.h"

#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#define PNG_SCALE 8
#define LINES_BELOW 2 /* the host, which must be seen together with the code, and the prompt that follows */
#define WORD_MAX 32
#define NEAR_MAX 3

struct picture {
    const struct qr *qr;
    const struct link *link;
};

static int write_png(FILE *stream, const void *context)
{
    const struct picture *picture = context;
    return qr_write_png(picture->qr, stream, PNG_SCALE);
}

static int write_svg(FILE *stream, const void *context)
{
    const struct picture *picture = context;
    return qr_write_svg(picture->qr, stream, picture->link->url);
}

static int smallest(int a, int b, int c)
{
    int low = a < b ? a : b;
    return low < c ? low : c;
}

/* Levenshtein's distance; ids are short, and what is not is far from all of them. */
static int distance(const char *a, const char *b)
{
    size_t n = strlen(a), m = strlen(b);
    int row[WORD_MAX + 1];
    if (n > WORD_MAX || m > WORD_MAX)
        return WORD_MAX;
    for (size_t j = 0; j <= m; j++)
        row[j] = (int)j;
    for (size_t i = 1; i <= n; i++) {
        int diagonal = row[0];
        row[0] = (int)i;
        for (size_t j = 1; j <= m; j++) {
            int above = row[j];
            row[j] = smallest(row[j - 1] + 1, above + 1, diagonal + (a[i - 1] != b[j - 1]));
            diagonal = above;
        }
    }
    return row[m];
}

/* What was typed is part of the id, or a few letters away from it. */
static bool is_near(const char *id, const char *word)
{
    return strstr(id, word) || distance(id, word) <= 1 + (int)strlen(word) / 4;
}

static int refuse_unknown(struct invocation *invocation, struct handbook *handbook, const char *word)
{
    struct link *links;
    size_t n, found = 0;
    char near[256] = "";
    int error = handbook_links(&links, &n, handbook);
    if (error < 0)
        return command_content_error(invocation, error);
    for (size_t i = 0; i < n && found < NEAR_MAX; i++)
        if (is_near(links[i].id, word)) {
            size_t used = strlen(near);
            snprintf(near + used, sizeof(near) - used, "%s%s", found++ ? "、" : "；相近的有 ", links[i].id);
        }
    links_free(links, n);
    output_complain(&invocation->out, "没有链接“%s”%s；全部见 yibentong links", word, near);
    return EX_USAGE;
}

static int make_code(struct qr *out, struct invocation *invocation, const struct link *link)
{
    int error = qr_encode(out, link, false);
    if (error == -ERANGE)
        error = qr_encode(out, link, true);
    if (error == 0)
        return EX_OK;
    output_complain(&invocation->out, "链接“%s”做不成二维码：%s", link->id, output_reason(error));
    return error == -ENOMEM ? EX_OSERR : EX_DATAERR;
}

static int write_pictures(struct invocation *invocation, const struct link *link)
{
    const struct options *options = &invocation->options;
    if (options->png && options->svg && !strcmp(options->png, "-") && !strcmp(options->svg, "-")) {
        output_complain(&invocation->out, "--png 和 --svg 不能都写到标准输出");
        return EX_USAGE;
    }
    struct qr qr;
    const struct picture picture = {.qr = &qr, .link = link};
    const struct result_file files[] = {
        {.option = "--png", .path = options->png, .write = write_png, .context = &picture},
        {.option = "--svg", .path = options->svg, .write = write_svg, .context = &picture, .text = true},
    };
    int code = make_code(&qr, invocation, link);
    for (size_t i = 0; i < ARRAY_SIZE(files) && code == EX_OK; i++)
        if (files[i].path)
            code = result_file_write(invocation, &files[i]);
    return code;
}

/* Half blocks only where they surely take one cell each; the bare console's fonts often lack them. */
static const struct glyphs *glyphs_of(const struct invocation *invocation)
{
    bool half_blocks = invocation->out.charset.is_utf8 && strcmp(invocation->environment.term, "linux") != 0;
    return glyphs_for(half_blocks ? GLYPHS_FULL : GLYPHS_PLAIN);
}

static bool can_colour(const struct invocation *invocation)
{
    const char *term = invocation->environment.term;
    return invocation->out.cols && *term && strcmp(term, "dumb") != 0;
}

static void print_text(struct output *out, const struct link *link)
{
    output_printf(out, "%s\n%s\n网站：%s\n", link->purpose, link->url, link->host);
}

static int print_code(struct invocation *invocation, const struct link *link)
{
    struct output *out = &invocation->out;
    const struct glyphs *glyphs = glyphs_of(invocation);
    struct qr qr;
    int error = qr_fit(&qr, link, glyphs, out->rows - LINES_BELOW, out->cols);
    if (error == 1) {
        print_text(out, link);
        output_printf(out, "终端只有 %d 行 %d 列，放不下二维码；请放大窗口，或用 --png 存成图片\n", out->rows,
                      out->cols);
        return 0;
    }
    _cleanup_free_ char *text = NULL;
    if (!error)
        error = qr_to_ansi(&text, &qr, glyphs);
    if (error < 0)
        return error;
    output_printf(out, "%s\n%s\n", link->purpose, link->url);
    output_raw(out, text);
    output_printf(out, "网站：%s（扫码前请核对网址）\n", link->host);
    return 0;
}

static int print_link(struct invocation *invocation, const struct link *link)
{
    if (!can_colour(invocation)) {
        print_text(&invocation->out, link);
        output_print(&invocation->out, "二维码只画在终端上；要图片请用 --png 文件 或 --svg 文件\n");
        return EX_OK;
    }
    int error = print_code(invocation, link);
    return error < 0 ? command_content_error(invocation, error) : EX_OK;
}

int command_qr(struct invocation *invocation)
{
    _cleanup_handbook_ struct handbook *handbook = NULL;
    int code = command_open_handbook(&handbook, invocation);
    if (code != EX_OK)
        return code;
    struct link *link;
    int error = handbook_link(&link, handbook, invocation->arguments[0]);
    if (error == -ENOENT)
        return refuse_unknown(invocation, handbook, invocation->arguments[0]);
    if (error < 0)
        return command_content_error(invocation, error);
    if (invocation->options.png || invocation->options.svg)
        code = write_pictures(invocation, link);
    else
        code = print_link(invocation, link);
    links_free(link, 1);
    return code;
}
