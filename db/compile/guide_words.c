/* SPDX-License-Identifier: MIT */
#include "base/error.h"
#include "base/utf8.h"
#include "base/width.h"
#include "db/compile/guide_read.h"

#include <iconv.h>
#include <string.h>

#define NEAR_CHARACTERS 8

static bool is_han(char32_t c)
{
    return c >= 0x3400 && c <= 0x9FFF;
}

/* Twice the width in Han. An ambiguous character (“, ①) is set full width where Chinese is printed. */
static int halves_of(const char *text)
{
    size_t n = strlen(text);
    int halves = 0;

    for (size_t i = 0; i < n;) {
        char32_t c;
        i += utf8_decode(&c, text + i, n - i);
        halves += width_of(c) == 2 || width_is_ambiguous(c) ? 2 : 1;
    }
    return halves;
}

static bool ends_with(const char *text, const char *end)
{
    size_t n = strlen(text), m = strlen(end);

    return n >= m && strcmp(text + n - m, end) == 0;
}

/* Han, spaces, Han: a line that was folded, or a slip. Han and half-width punctuation: the wrong keyboard. */
static const char *slip_of(const char *text)
{
    size_t n = strlen(text);
    bool behind_han = false, spaces = false;

    for (size_t i = 0; i < n;) {
        char32_t c;
        i += utf8_decode(&c, text + i, n - i);
        if (behind_han && spaces && is_han(c))
            return "汉字之间有多余的空格（一段话要写在一行里）";
        if (behind_han && !spaces && c < 0x80 && c != 0 && strchr(",;:?!()", (int)c))
            return "汉字后面要用全角标点";
        spaces = c == U' ' && behind_han;
        behind_han = spaces || is_han(c);
    }
    return strstr(text, "你") ? "称“您”，不用“你”" : NULL;
}

/* Whether a printer of the hall has every character: they print GBK. */
static bool is_printable(const char *text)
{
    iconv_t converter = iconv_open("GBK", "UTF-8");
    char *in = guide_borrow(text), buffer[1024], *out;
    size_t left = strlen(text), room, r = 0;

    if (converter == (iconv_t)-1)
        return true; /* an unusual C library; the content tests look again */
    do {
        out = buffer;
        room = sizeof(buffer);
        r = iconv(converter, &in, &left, &out, &room);
    } while (r == (size_t)-1 && errno == E2BIG);
    iconv_close(converter);
    return r != (size_t)-1;
}

bool guide_words_are_fine(const struct guide_reading *reading, const struct node *node, const char *what,
                          const struct wording *wording)
{
    const char *text = node->text, *slip;
    int halves;

    if (!text_is_line(reading->report, reading->path, node->line, what, text))
        return false;
    slip = slip_of(text);
    halves = halves_of(text);
    if (slip)
        report_add(reading->report, reading->path, node->line, "%s %s", what, slip);
    else if (halves > 2 * wording->han)
        report_add(reading->report, reading->path, node->line, "%s 太长：%d.%d 字，最多 %d 字", what,
                   halves / 2, halves % 2 * 5, wording->han);
    else if (wording->end && !ends_with(text, wording->end))
        report_add(reading->report, reading->path, node->line, "%s 要用“%s”结尾", what, wording->end);
    else if (!wording->end && (ends_with(text, "。") || ends_with(text, "；") || ends_with(text, "，")))
        report_add(reading->report, reading->path, node->line, "%s 不用标点结尾", what);
    else if (!is_printable(text))
        report_add(reading->report, reading->path, node->line, "%s 里有 GBK 没有的字，打印不出", what);
    else
        return true;
    return false;
}

/* The word of a list (NULL at its end) that the text starts with; NULL if there is none. */
static const char *word_at(const char *text, const char *const *words)
{
    for (; *words; words++)
        if (strncmp(text, *words, strlen(*words)) == 0)
            return *words;
    return NULL;
}

/* A thing within a few characters and the same clause. */
static bool is_near(const char *text, const char *const *things)
{
    size_t n = strlen(text);

    for (int i = 0; i <= NEAR_CHARACTERS && n > 0; i++) {
        char32_t c;
        size_t bytes = utf8_decode(&c, text, n);
        if (word_at(text, things))
            return true;
        if (c == U'，' || c == U'。' || c == U'？')
            return false;
        text += bytes;
        n -= bytes;
    }
    return false;
}

bool guide_asks_for_a_person(const char *text)
{
    static const char *const verbs[] = {"输入", "填写", "填上", "填入", "告诉", "写下", "提供", NULL};
    static const char *const things[] = {"姓名", "名字", "身份证", "证件号", NULL};
    static const char *const asked[] = {"姓名是",   "名字是",     "身份证是", "身份证号是",
                                        "证件号是", "证件号码是", NULL};
    static const char *const what[] = {"什么", "多少", NULL};
    const char *word;

    for (; *text; text++) { /* no word begins within a character */
        word = word_at(text, verbs);
        if (word && is_near(text + strlen(word), things))
            return true;
        word = word_at(text, asked);
        if ((word && word_at(text + strlen(word), what)) || strncmp(text, "叫什么", strlen("叫什么")) == 0)
            return true;
    }
    return false;
}
