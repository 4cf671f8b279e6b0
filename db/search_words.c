/* SPDX-License-Identifier: MIT */
/* What words mean without looking at the handbook: a question's number, and what everybody says. */
#include "db/search_query.h"

#include "base/error.h"
#include "base/utf8.h"

#include <string.h>

/* The longer first where one begins another. */
static const char *const stops[] = {
    "怎么办理", "怎么办", "怎么弄", "怎么做", "怎么样", "怎么", "怎样",   "如何",   "咋办",   "咋弄",
    "咋",       "请问",   "你好",   "您好",   "我想问", "想问", "问一下", "我想",   "我要",   "我的",
    "我家",     "我们",   "我",     "你",     "您",     "他",   "她",     "孩子的", "家孩子", "孩子",
    "儿子",     "女儿",   "可以吗", "可以",   "能不能", "能否", "是不是", "什么",   "哪里",   "哪儿",
    "为什么",   "为啥",   "啥",     "需要",   "应该",   "想要", "一下",   "有没有", "了吗",   "的话",
    "的",       "了",     "吗",     "呢",     "啊",     "吧",   "呀",     "么",     "是",     "在",
    "有",       "就",     "都",     "也",     "还",     "和",   "跟",     "去",     "到底",   "现在",
    "这个",     "那个",   "知道",   "帮",     "请",     "要",   "给",     "把",     "被",     "个",
    "里",       "上",     "办",
};

/* Words of ours are folded already, so a character that is typed is compared as it is. */
static bool fits(const struct search_item *item, const struct search_shelf *shelf, char32_t c)
{
    return item->kind == ITEM_CHARACTER ? item->unit && item->character == c
                                        : search_item_fits(item, shelf, pinyin_unit(shelf->pinyin, c));
}

/* How many items from `at` on are this word: every character fits, and letters are more than initials. */
static size_t match_stop(const struct search_query *query, const struct search_shelf *shelf, size_t at,
                         const char *word)
{
    size_t left = strlen(word), n = 0, initials = 0;
    char32_t c;

    for (size_t used; left > 0; word += used, left -= used, n++) {
        used = utf8_decode(&c, word, left);
        if (at + n == query->n || !fits(&query->items[at + n], shelf, c))
            return 0;
        initials += query->items[at + n].kind == ITEM_INITIAL;
        /* One syllable alone says little: shi is 是, and also 失. */
        if (query->items[at + n].kind != ITEM_CHARACTER && n == 0 && left == used &&
            strcmp(query->items[at].letters, "de") != 0 && strcmp(query->items[at].letters, "le") != 0 &&
            strcmp(query->items[at].letters, "wo") != 0)
            return 0;
    }
    return initials > 0 && (initials < n || n < 3) ? 0 : n;
}

void search_mark_stops(struct search_query *query, const struct search_shelf *shelf)
{
    size_t marked = 0;

    for (size_t at = 0; at < query->n;) {
        size_t n = 0;
        for (size_t i = 0; n == 0 && i < ARRAY_SIZE(stops); i++)
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
