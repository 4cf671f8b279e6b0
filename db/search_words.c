/* SPDX-License-Identifier: MIT */
/* What words mean without looking at the handbook: a question's number, and what everybody says. */
#include "db/search_query.h"

#include "base/error.h"

#include <string.h>

/* The longer first where one begins another. */
static const char32_t *const stops[] = {
    U"怎么办理", U"怎么办", U"怎么弄", U"怎么做", U"怎么样", U"怎么",   U"怎样", U"如何",   U"咋办",
    U"咋弄",     U"咋",     U"请问",   U"你好",   U"您好",   U"我想问", U"想问", U"问一下", U"我想",
    U"我要",     U"我的",   U"我家",   U"我们",   U"我",     U"你",     U"您",   U"他",     U"她",
    U"孩子的",   U"家孩子", U"孩子",   U"儿子",   U"女儿",   U"可以吗", U"可以", U"能不能", U"能否",
    U"是不是",   U"什么",   U"哪里",   U"哪儿",   U"为什么", U"为啥",   U"啥",   U"需要",   U"应该",
    U"想要",     U"一下",   U"有没有", U"了吗",   U"的话",   U"的",     U"了",   U"吗",     U"呢",
    U"啊",       U"吧",     U"呀",     U"么",     U"是",     U"在",     U"有",   U"就",     U"都",
    U"也",       U"还",     U"和",     U"跟",     U"去",     U"到底",   U"现在", U"这个",   U"那个",
    U"知道",     U"帮",     U"请",     U"要",     U"给",     U"把",     U"被",   U"个",     U"里",
    U"上",       U"办",
};

/* Words of ours are folded already, so a character that is typed is compared as it is. */
static bool fits(const struct search_item *item, const struct search_shelf *shelf, char32_t c)
{
    return item->kind == ITEM_CHARACTER ? item->unit && item->character == c
                                        : search_item_fits(item, shelf, search_unit(shelf, c));
}

/* One syllable alone says little: shi is 是, and also 失. */
static bool says_enough(const struct search_item *item)
{
    return item->kind == ITEM_CHARACTER || strcmp(item->letters, "de") == 0 ||
           strcmp(item->letters, "le") == 0 || strcmp(item->letters, "wo") == 0;
}

/* How many items from `at` on are this word: every character fits, and letters are more than initials. */
static size_t match_stop(const struct search_query *query, const struct search_shelf *shelf, size_t at,
                         const char32_t *word)
{
    size_t n = 0, initials = 0;

    for (; word[n]; n++) {
        if (at + n == query->n || !fits(&query->items[at + n], shelf, word[n]))
            return 0;
        initials += query->items[at + n].kind == ITEM_INITIAL;
    }
    return initials > 0 && (initials < n || n < 3) ? 0 : n;
}

void search_mark_stops(struct search_query *query, const struct search_shelf *shelf)
{
    size_t marked = 0;

    for (size_t at = 0; at < query->n;) {
        bool alone = says_enough(&query->items[at]);
        size_t n = 0;
        for (size_t i = 0; n == 0 && i < ARRAY_SIZE(stops); i++)
            if (alone || stops[i][1])
                n = match_stop(query, shelf, at, stops[i]);
        for (size_t i = 0; i < n; i++)
            query->items[at + i].stop = true;
        marked += n;
        at += n ? n : 1;
    }
    for (size_t i = 0; marked == query->n && i < query->n; i++)
        query->items[i].stop = false; /* nothing else was said */
}

static size_t skip(const char32_t *typed, size_t n, size_t at, const char32_t *word)
{
    size_t length = 0;

    while (word[length])
        length++;
    return n - at >= length && memcmp(typed + at, word, length * sizeof(*word)) == 0 ? at + length : at;
}

/* 1 to 99 in digits or Han; 0 if there is none. */
static int read_number(const char32_t *typed, size_t n, size_t *at)
{
    static const char32_t digits[] = U"〇一二三四五六七八九";
    int number = 0;

    for (; *at < n && number < 100; ++*at) {
        char32_t c = typed[*at];
        const char32_t *digit = digits;
        while (*digit && *digit != c)
            digit++;
        if (c >= U'0' && c <= U'9')
            number = 10 * number + (int)(c - U'0');
        else if (c == U'十')
            number = number ? 10 * number : 10;
        else if (*digit)
            number = number + (int)(digit - digits);
        else
            break;
    }
    return number;
}

int search_number(const char32_t *typed, size_t n)
{
    static const char32_t *const before[] = {U"第", U"问题", U"wenti", U"no.", U"no", U"q", U"di", U"第"};
    static const char32_t *const behind[] = {U"个", U"号", U"问题", U"题", U"问", U"条", U"ti", U"wen"};
    char32_t closed[SEARCH_QUERY_MAX];
    size_t at = 0, length = 0;
    int number;

    for (size_t i = 0; i < n && i < SEARCH_QUERY_MAX; i++)
        if (typed[i] != U' ' && typed[i] != U'.')
            closed[length++] = typed[i];
    for (size_t i = 0; i < ARRAY_SIZE(before); i++)
        at = skip(closed, length, at, before[i]);
    number = read_number(closed, length, &at);
    for (size_t i = 0; i < ARRAY_SIZE(behind); i++)
        at = skip(closed, length, at, behind[i]);
    explicit_bzero(closed, sizeof(closed));
    return at == length && number >= 1 && number <= CONTENT_QUESTIONS ? number : 0;
}
