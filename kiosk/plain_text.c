/* SPDX-License-Identifier: MIT */
#include "kiosk/plain.h"

#include "base/error.h"

#include <string.h>

#define ROWS_WITHOUT_TERMINAL 24
#define ROWS_LEFT 4 /* for the prompt */
#define PAGE_LINES_MIN 4

static int page_lines(const struct output *out)
{
    int lines = (out->rows ? out->rows : ROWS_WITHOUT_TERMINAL) - ROWS_LEFT;
    return lines < PAGE_LINES_MIN ? PAGE_LINES_MIN : lines;
}

/* The paragraph at `at` as a heap text; *next is where the one behind it begins. */
static char *paragraph_at(size_t *next, const char *text, size_t at)
{
    size_t n = strcspn(text + at, "\n");
    *next = at + n + (text[at + n] == '\n');
    return strndup(text + at, n);
}

static void print_lines(const struct plain *plain, const char *text, size_t begin, size_t end)
{
    while (begin < end) {
        _cleanup_free_ char *paragraph = paragraph_at(&begin, text, begin);
        output_paragraph(plain->out, 0, 0, "%s", paragraph ? paragraph : "");
    }
}

void plain_tell(const struct plain *plain, const char *lines)
{
    print_lines(plain, lines, 0, strlen(lines));
}

static bool is_heading(const char *paragraph)
{
    static const char colon[] = "：";
    size_t n = strlen(paragraph), end = sizeof(colon) - 1;
    return n >= end && !strcmp(paragraph + n - end, colon);
}

/* Where the page from `at` ends: paragraphs as long as they fit, at least one; no heading without what it
 * heads. */
static size_t page_end(struct plain *plain, const struct plain_text *text, size_t at)
{
    int left = page_lines(plain->out);
    size_t begin = at, headings = at; /* where those begin that are the last before `at` */
    while (text->text[at]) {
        size_t next;
        _cleanup_free_ char *paragraph = paragraph_at(&next, text->text, at);
        int lines = paragraph ? output_lines(plain->out, 0, paragraph) : 1;
        if (at > begin && lines > left)
            return headings > begin ? headings : at;
        left -= lines;
        at = next;
        if (!paragraph || !is_heading(paragraph))
            headings = at;
    }
    return at;
}

static void print_page(struct plain *plain, struct plain_text *text)
{
    text->next = page_end(plain, text, text->at);
    print_lines(plain, text->text, text->at, text->next);
}

static size_t paragraphs_behind(const struct plain_text *text)
{
    size_t n = 0;
    for (const char *at = text->text + text->next; *at; at++)
        n += *at == '\n';
    return n;
}

/* Where the page before this one begins: pages are as they were read from the start. */
static size_t page_before(struct plain *plain, const struct plain_text *text)
{
    size_t begin = 0;
    for (size_t at = 0; at < text->at; at = page_end(plain, text, at))
        begin = at;
    return begin;
}

/*
 * At the foot of a full screen the cursor would stand, an Enter later, where it stood; brltty takes that for
 * no move and stays where the reader was in the old page. So what is asked is longer every other time.
 */
static void prompt_words(char *out, size_t size, const struct plain_text *text, const char *also)
{
    size_t behind = paragraphs_behind(text);
    const char *back = text->at ? "b 往回，" : "", *what = behind ? "往下读" : "回开头";
    int n = behind ? snprintf(out, size, "后面还有 %zu 段。", behind) : snprintf(out, size, "读完了。");
    snprintf(out + n, size - (size_t)n,
             text->odd ? "%s%s0 回开头。\n按回车%s：" : "%s%s0 回开头。\n%s，按回车：", back, also, what);
}

enum plain_next plain_read(bool *asked, struct plain *plain, struct plain_text *text, const char *also)
{
    char words[256];
    *asked = false;
    for (;;) {
        if (!text->told) {
            print_page(plain, text);
            text->odd = !text->odd;
        }
        text->told = true;
        if (text->open_end && !text->text[text->next])
            return PLAIN_ON;
        prompt_words(words, sizeof(words), text, also);
        if (!prompt_read(&plain->prompt, words))
            return PLAIN_GONE;
        if (prompt_is(&plain->prompt, "0") || prompt_is(&plain->prompt, "q"))
            return PLAIN_HOME;
        if (prompt_is(&plain->prompt, "b") && text->at) {
            text->at = page_before(plain, text);
            text->told = false;
        } else if (*plain->prompt.line) {
            *asked = true;
            return PLAIN_ON;
        } else if (!text->text[text->next]) {
            return PLAIN_ON;
        } else {
            text->at = text->next;
            text->told = false;
        }
    }
}
