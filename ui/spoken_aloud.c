/* SPDX-License-Identifier: MIT */
#include "ui/spoken.h"

#include "base/error.h"

#include <ctype.h>
#include <string.h>

#define TELEPHONE_DIGITS 7 /* as many or more in a row are said one by one */

static const struct {
    const char *mark, *said;
} marks[] = {
    {"（1）", "第一，"}, {"（2）", "第二，"}, {"（3）", "第三，"}, {"（4）", "第四，"}, {"（5）", "第五，"},
    {"（6）", "第六，"}, {"①", "第一，"},     {"②", "第二，"},     {"③", "第三，"},     {"④", "第四，"},
    {"⑤", "第五，"},     {"⑥", "第六，"},     {"“", ""},           {"”", ""},           {"‘", ""},
    {"’", ""},           {"《", ""},          {"》", ""},          {"【", ""},          {"】", "，"},
    {"（", "，"},        {"）", "，"},        {"(", "，"},         {")", "，"},         {"——", "，"},
    {"……", "，等等，"},  {"·", "，"},         {"/", "或"},         {"〔", "，"},        {"〕", "，"},
};

static size_t starts_with(const char *text, const char *word)
{
    size_t n = strlen(word);
    return strncmp(text, word, n) == 0 ? n : 0;
}

/* Behind the letters, digits, dots, hyphens and @ of a host or an address of mail; 0 bytes if there is no dot
 * in it. */
static size_t address_bytes(const char *text)
{
    size_t n = 0;
    bool letters = false, dots = false;
    for (; isalnum((unsigned char)text[n]) || strchr("-@", text[n] ? text[n] : ' ') ||
           (text[n] == '.' && isalnum((unsigned char)text[n + 1]));
         n++) {
        letters |= isalpha((unsigned char)text[n]) != 0;
        dots |= text[n] == '.';
    }
    return letters && dots ? n : 0;
}

/* Letter by letter: a Chinese voice would take chsi for a syllable. */
static void say_address(FILE *stream, const char *text, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (text[i] == '.')
            fputs(" 点 ", stream);
        else if (text[i] == '@')
            fputs(" at ", stream);
        else
            fprintf(stream, "%s%c", i && isalnum((unsigned char)text[i - 1]) ? " " : "", text[i]);
}

static void say_digits(FILE *stream, const char *text, size_t n)
{
    static const char *const names[] = {"零", "一", "二", "三", "四", "五", "六", "七", "八", "九"};
    for (size_t i = 0; i < n; i++)
        fputs(names[text[i] - '0'], stream);
}

/* 一 is 幺 there, so that nobody hears 七; the code of an area stands apart. */
static void say_telephone(FILE *stream, const char *text, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (text[i] == '1')
            fputs("幺", stream);
        else if (text[i] == '-')
            fputs("，", stream);
        else
            say_digits(stream, text + i, 1);
}

/* “0431-85160000”: digits with one hyphen in them, seven or more in all. */
static size_t telephone_bytes(const char *text)
{
    size_t first = strspn(text, "0123456789"), second = 0;
    if (first >= 3 && text[first] == '-')
        second = strspn(text + first + 1, "0123456789");
    if (second >= TELEPHONE_DIGITS)
        return first + 1 + second;
    return first >= TELEPHONE_DIGITS ? first : 0;
}

/* The bytes of what stands between the ends of a range. */
static size_t range_bytes(const char *text)
{
    return starts_with(text, "至") + starts_with(text, "-") + starts_with(text, "—") +
           starts_with(text, "～");
}

/* Also the first of “2021至2022年”, and that of a document's number, “〔2018〕”. */
static bool is_year(const char *text, size_t digits)
{
    const char *behind = text + digits + strspn(text + digits, " ");
    size_t range = range_bytes(behind), more = range ? strspn(behind + range, "0123456789") : 0;
    if (digits != 4)
        return false;
    return starts_with(behind, "年") || starts_with(behind, "届") || starts_with(behind, "级") ||
           starts_with(behind, "〕") || (more == 4 && is_year(behind + range, more));
}

/* “2026-11-23”: its bytes, or 0. */
static size_t date_bytes(const char *text)
{
    static const char shape[] = "dddd-dd-dd";
    size_t n = sizeof(shape) - 1;
    for (size_t i = 0; i < n; i++)
        if (shape[i] == 'd' ? !isdigit((unsigned char)text[i]) : text[i] != shape[i])
            return 0;
    return isdigit((unsigned char)text[n]) ? 0 : n;
}

static void say_date(FILE *stream, const char *text)
{
    say_digits(stream, text, 4);
    fprintf(stream, "年%d月%d日", atoi(text + 5), atoi(text + 8));
}

/* A number at the front; its bytes. */
static size_t say_number(FILE *stream, const char *text)
{
    size_t digits = strspn(text, "0123456789"), date = date_bytes(text), telephone = telephone_bytes(text);
    if (date) {
        say_date(stream, text);
        return date;
    }
    if (telephone) {
        say_telephone(stream, text, telephone);
        return telephone;
    }
    if (is_year(text, digits))
        say_digits(stream, text, digits);
    else
        fwrite(text, 1, digits, stream);
    return digits;
}

/* A hyphen between two numbers, or their units: from one to the other. */
static size_t say_range(FILE *stream, const char *line, const char *text)
{
    static const char *const units[] = {"年", "月", "日"};
    size_t n = range_bytes(text);
    bool before = text > line && isdigit((unsigned char)text[-1]);
    for (size_t i = 0; i < ARRAY_SIZE(units); i++) {
        size_t length = strlen(units[i]);
        before |= (size_t)(text - line) >= length && starts_with(text - length, units[i]);
    }
    if (!n || !before || !isdigit((unsigned char)text[n]))
        return 0;
    fputs("至", stream);
    return n;
}

/* A pause, or the end of the line; also of a mark that becomes one. */
static bool is_pause(const char *text)
{
    static const char *const pauses[] = {"，", "。", "：", "；", "、", "！", "？", "）", ")", "】", "〕"};
    for (size_t i = 0; i < ARRAY_SIZE(pauses); i++)
        if (starts_with(text, pauses[i]))
            return true;
    return !*text;
}

static size_t say_mark(FILE *stream, const char *text)
{
    for (size_t i = 0; i < ARRAY_SIZE(marks); i++) {
        size_t n = starts_with(text, marks[i].mark);
        bool silent = n && is_pause(text + n) && (!strcmp(marks[i].said, "，") || *text == '/');
        if (n && !silent)
            fputs(marks[i].said, stream);
        if (n)
            return n;
    }
    return 0;
}

static size_t say_next(FILE *stream, const char *line, const char *text)
{
    size_t n = starts_with(text, "https://");
    if (n)
        return n;
    n = address_bytes(text);
    if (n) {
        say_address(stream, text, n);
        return n;
    }
    if (isdigit((unsigned char)*text))
        return say_number(stream, text);
    n = say_range(stream, line, text);
    if (!n)
        n = say_mark(stream, text);
    if (n)
        return n;
    fputc(*text, stream);
    return 1;
}

int spoken_aloud(char **out, const char *line)
{
    char *text = NULL;
    size_t n = 0;
    FILE *stream = open_memstream(&text, &n);
    if (!stream)
        return -ENOMEM;
    for (const char *at = line; *at;)
        at += say_next(stream, line, at);
    if (fclose(stream) != 0) {
        free(text);
        return -ENOMEM;
    }
    *out = text;
    return 0;
}
