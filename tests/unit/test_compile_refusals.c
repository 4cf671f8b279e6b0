/* SPDX-License-Identifier: MIT */
/* Each row: one file of sound content is spoilt, and exactly these problems are reported, at these places. */
#include "base/error.h"
#include "compile_fixture.h"
#include "db/compile/source.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#define PROBLEMS_MAX 10

struct row {
    const char *file;
    const char *text; /* NULL: the file is removed */
    /* "file:line:a piece of the reason" or "line:a piece" of the same file. */
    const char *problems[PROBLEMS_MAX];
};

static bool is_expected(const struct assets *assets, const struct row *row, const char *expected,
                        const struct problem *problem)
{
    const char *colon = strchr(expected, ':');
    char found[200], wanted[200];

    snprintf(found, sizeof(found), "%s:%d:", problem->file, problem->line);
    if (expected[0] >= '0' && expected[0] <= '9') {
        snprintf(wanted, sizeof(wanted), "%s/%s:%.*s", assets->path, row->file, (int)(colon - expected + 1),
                 expected);
    } else {
        colon = strchr(colon + 1, ':');
        snprintf(wanted, sizeof(wanted), "%s/%.*s", assets->path, (int)(colon - expected + 1), expected);
    }
    return strcmp(found, wanted) == 0 && strstr(problem->reason, colon + 1);
}

static void check_row(void **state, const struct row *row)
{
    const struct assets *assets = *state;
    struct report report = {0};
    size_t n = 0;
    bool fine;

    if (row->text)
        assets_write(assets, row->file, row->text, strlen(row->text));
    else
        assets_remove(assets, row->file);
    assert_int_equal(compile_assets(assets->path, assets->output, &report), COMPILE_REFUSED);
    while (n < PROBLEMS_MAX && row->problems[n])
        n++;
    fine = n == report.n;
    for (size_t i = 0; fine && i < n; i++)
        fine = is_expected(assets, row, row->problems[i], &report.problems[i]);
    if (!fine) {
        fprintf(stderr, "%s\n", row->text ? row->text : row->file);
        report_print(&report, stderr);
    }
    report_fini(&report);
    assert_true(fine);
}

static void check_rows(void **state, const struct row *rows, size_t n)
{
    (void)state;
    for (size_t i = 0; i < n; i++) {
        void *assets = NULL;
        assert_int_equal(assets_setup(&assets), 0);
        check_row(&assets, &rows[i]);
        assert_int_equal(assets_teardown(&assets), 0);
    }
}

/* A body of question 6: it starts in line 11. */
#define BODY(body) .file = "handbook/q06.md", .text = FRONT body
#define LOST "这一行不成为正文"

static void spans_and_blocks_that_are_not_allowed(void **state)
{
    static const struct row rows[] = {
        {BODY("*强调*文字\n"), {"11:不允许强调"}},
        {BODY("第一行\n**重**的\n"), {"12:不允许强调"}},
        {BODY("**“重”**后\n"), {"11:不允许强调"}}, /* which CommonMark itself leaves as it stands */
        {BODY("“重”__甲__\n"), {"11:不允许强调"}},
        {BODY("甲\n\n[字](http://x.cn)\n"), {"13:不允许链接"}},
        {BODY("甲\n\n[](http://x.cn)乙\n"), {"13:不允许链接"}},
        {BODY("甲<https://x.cn>\n"), {"11:不允许链接"}},
        {BODY("甲\n乙[字][a]\n\n[a]: http://x.cn\n"), {"12:不允许链接", "14:" LOST}},
        {BODY("[a]: http://x.cn\n\n文\n"), {"11:" LOST}},
        {BODY("甲\n<b>乙</b>\n"), {"12:不允许 HTML"}},
        {BODY("甲\n\n<div>\n乙\n</div>\n"), {"13:不允许 HTML"}},
        {BODY("甲\n\n<!-- 注 -->\n"), {"13:不允许 HTML"}},
        {BODY("甲`码`\n"), {"11:不允许代码"}},
        {BODY("甲\n\n    码\n"), {"13:不允许代码块"}},
        {BODY("甲\n\n```\n码\n```\n"), {"13:" LOST, "15:" LOST}},
        {BODY("甲\n\n~~~\n"), {"13:" LOST}},
        {BODY("| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n"), {"11:不允许表格", "12:不允许表格", "13:不允许表格"}},
        {BODY("甲\n![图](x.png)\n"), {"12:不允许图片"}},
        {BODY("甲\n乙![](x.png)\n"), {"12:不允许图片"}},
        {BODY("甲\n\n![](x.png)乙\n"), {"13:不允许图片"}},
        {BODY("甲\n\n![](x.png)\n"), {"13:" LOST}},
        {BODY("甲\n![](x.png)\n乙\n"), {"12:不允许图片", "12:" LOST}},
        {BODY("- 甲\n"), {"11:不允许无序列表"}},
        {BODY("甲\n\n* 乙\n"), {"13:不允许无序列表"}},
        {BODY("甲\n\n* * *\n"), {"13:" LOST}},
        {BODY("甲&copy;\n"), {"11:不允许字符实体"}},
        {BODY("甲\n乙&#x4e00;\n"), {"12:不允许字符实体"}},
        {BODY("甲  \n乙\n"), {"11:不允许强制换行"}},
        {BODY("甲\n乙\\\n丙\n"), {"12:不允许强制换行"}},
    };

    check_rows(state, rows, ARRAY_SIZE(rows));
}

static void headings_out_of_place(void **state)
{
    static const struct row rows[] = {
        {BODY("# 大\n\n文\n"), {"11:标题只能用"}},
        {BODY("文\n\n### 小\n\n文\n"), {"13:标题只能用"}},
        {BODY("标题\n---\n\n文\n"), {"11:标题必须写成", "12:" LOST}},
        {BODY("1. （1）甲\n\n   ## 标题\n\n   文\n"), {"13:标题必须写成"}},
        {BODY("文\n\n## 尾\n"), {"13:标题下面没有内容"}},
        {BODY("## 甲\n\n## 乙\n\n文\n"), {"11:标题下面没有内容"}},
        {BODY("##\n\n文\n"), {"11:" LOST}},
    };

    check_rows(state, rows, ARRAY_SIZE(rows));
}

static void lists_that_are_no_steps(void **state)
{
    static const struct row rows[] = {
        {BODY("1. （1）甲\n   1. （1）乙\n"), {"12:不允许嵌套列表"}},
        {BODY("1. （1）甲\n\n   - 乙\n"), {"13:不允许嵌套列表"}},
        {BODY("1. 甲\n"), {"11:条目必须以手册自己的"}},
        {BODY("1. (1)甲\n"), {"11:条目必须以手册自己的"}},
        {BODY("1. 第一步 甲\n"), {"11:条目必须以手册自己的"}},
        {BODY("1. （1）甲\n\n2. （3）乙\n"), {"13:条目的编号是 3，列表的编号是 2"}},
        {BODY("2. （1）甲\n"), {"11:条目的编号是 1，列表的编号是 2"}},
        {BODY("1. （1）\n"), {"11:条目没有正文"}},
        {BODY("1.\n\n文\n"), {"11:" LOST}},
        {BODY("1. > 引文\n   >\n   > —— 引文\n"), {"11:条目必须以文字开头"}},
        {.file = "supplements/tip.md",
         .text = "---\nid: tip\ntitle: 提示\nsource: 来源\ndate: 2021\n---\n0. 甲\n",
         .problems = {"7:列表的编号应在"}},
    };

    check_rows(state, rows, ARRAY_SIZE(rows));
}

static void quotes_without_their_law(void **state)
{
    static const struct row rows[] = {
        {BODY("甲\n\n> 引文\n"), {"13:引文的最后一段必须以"}},
        {BODY("甲\n\n> 引文\n>\n> 后文\n"), {"15:引文的最后一段必须以"}},
        {BODY("甲\n\n> 引文\n>\n> ——甲\n"), {"15:引文的最后一段必须以"}},
        {BODY("甲\n\n> —— 甲\n"), {"13:引文只有出处"}},
        {BODY("甲\n\n> 引文\n>\n> —— 某法\n"), {"15:引文的出处不是这一题正文里的字样：某法"}},
        {BODY("甲\n\n> 引文\n>\n> —— 甲\n>\n> —— 甲\n"), {"15:出处只能是引文的最后一段"}},
        {BODY("甲\n\n>\n\n乙\n"), {"13:引文是空的"}},
        {BODY("甲\n\n> > 引文\n>\n> —— 甲\n"), {"13:不允许引文套引文"}},
        {BODY("甲\n\n> 1. （1）引文\n>\n> —— 甲\n"), {"13:引文里不允许列表"}},
    };

    check_rows(state, rows, ARRAY_SIZE(rows));
}

static void text_that_is_not_pure(void **state)
{
    static const struct row rows[] = {
        {BODY("甲\n乙\xff\n"), {"12:不是 UTF-8"}},
        {BODY("甲\xe4\xbd\n"), {"11:不是 UTF-8"}},
        {BODY("甲\n\n\t乙\n"), {"13:不可显示的字符"}},
        {BODY("甲\r\n"), {"11:不可显示的字符"}},
        {BODY("甲\xe2\x80\x8b乙\n"), {"11:不可显示的字符"}},
        {BODY("甲\x1b[31m\n"), {"11:不可显示的字符"}},
        {BODY("甲 e\xcc\x81\n"), {"11:不是 Unicode NFC"}},
        {BODY("甲\n\xef\xa4\x80\n"), {"12:不是 Unicode NFC"}}, /* U+F900 */
        {.file = "links.yaml", .text = "\xef\xbb\xbf- id: home\n", .problems = {"1:不可显示的字符"}},
    };

    check_rows(state, rows, ARRAY_SIZE(rows));
}

static void escapes_of_yaml_that_make_text_impure(void **state)
{
    static const struct row rows[] = {
        {.file = "edition.yaml",
         .text = "title: \"\\e[31m红\"\nlabel: \"a\\u200bb\"\ncompiled: 2026-11-23\n",
         .problems = {"1:不可显示的字符", "2:不可显示的字符"}},
        {.file = "edition.yaml",
         .text = "title: \"a\\0b\"\nlabel: x\ncompiled: 2026-11-23\n",
         .problems = {"1:NUL"}},
        {.file = "edition.yaml",
         .text = "title: \"e\\u0301\"\nlabel: x\ncompiled: 2026-11-23\n",
         .problems = {"1:不是 Unicode NFC"}},
        {.file = "edition.yaml",
         .text = "\"\\e[0m\": x\ntitle: x\nlabel: x\ncompiled: 2026-11-23\n",
         .problems = {"1:不认识的键 [0m"}}, /* and the message itself is clean */
    };

    check_rows(state, rows, ARRAY_SIZE(rows));
}

/* The front matter of question 6, line by line. */
#define PAGE(front) .file = "handbook/q06.md", .text = "---\n" front "---\n正文。\n"
#define NUMBER "number: 6\n"
#define TITLES "title: 问题六？\nshort_title: 短题六\n"
#define LISTS "audience: [毕业生]\naliases: [说法六]\nlinks: [home]\n"

static void keys_of_front_matter(void **state)
{
    static const struct row rows[] = {
        {PAGE(NUMBER TITLES LISTS "colour: red\n"), {"8:不认识的键 colour"}},
        {PAGE(NUMBER TITLES LISTS "links: [law]\n"), {"8:键 links 重复"}},
        {PAGE(TITLES LISTS), {"2:缺少 number"}},
        {PAGE(NUMBER LISTS), {"2:缺少 title", "2:缺少 short_title"}},
        {PAGE(NUMBER TITLES), {"2:缺少 audience", "2:缺少 aliases", "2:缺少 links"}},
        {PAGE("number: 7\n" TITLES LISTS), {"2:number 是 7，与文件名 q06.md 不符"}},
        {PAGE("number: 13\n" TITLES LISTS), {"2:number 应该是 1 到 12 的整数"}},
        {PAGE("number: 06\n" TITLES LISTS), {"2:number 应该是 1 到 12 的整数"}},
        {PAGE("number: 六\n" TITLES LISTS), {"2:number 应该是 1 到 12 的整数"}},
        {PAGE("number: [6]\n" TITLES LISTS), {"2:number 应该是一个值"}},
        {PAGE(NUMBER "title:\nshort_title: 短\n" LISTS), {"3:title 是空的"}},
        {PAGE(NUMBER "title: |\n  一\n  二\nshort_title: 短\n" LISTS), {"3:title 必须是一行"}},
        {PAGE(NUMBER "title: ' 一'\nshort_title: 短\n" LISTS), {"3:title 首尾不能有空格"}},
        {PAGE(NUMBER "title: 一\nshort_title: 一二三四五六七八九十一二三\n" LISTS),
         {"4:占 26 格，最多 24 格"}},
        {PAGE(NUMBER "title: 一\nshort_title: 一二三四五六七八九十一二a\n" LISTS),
         {"4:占 25 格，最多 24 格"}},
        {PAGE(NUMBER TITLES "audience: [老师]\naliases: [x]\nlinks: [home]\n"), {"5:没有 老师 这一类人"}},
        {PAGE(NUMBER TITLES "audience: []\naliases: [x]\nlinks: [home]\n"), {"5:audience 是空的"}},
        {PAGE(NUMBER TITLES "audience: 毕业生\naliases: [x]\nlinks: [home]\n"),
         {"5:audience 应该是一个列表"}},
        {PAGE(NUMBER TITLES "audience: [毕业生, 毕业生]\naliases: [x]\nlinks: []\n"), {"5:毕业生 重复"}},
    };

    check_rows(state, rows, ARRAY_SIZE(rows));
}

static void names_that_lead_nowhere(void **state)
{
    static const struct row rows[] = {
        {PAGE(NUMBER TITLES "audience: [毕业生]\naliases: [x]\nlinks: [home, homes]\n"),
         {"7:links.yaml 里没有 homes"}},
        {PAGE(NUMBER TITLES "audience: [毕业生]\naliases: [x]\nlinks:\n  - home\n  - home\n"),
         {"9:home 重复"}},
        {PAGE(NUMBER TITLES LISTS "supplements: [tap]\n"), {"8:没有 tap.md"}},
        {PAGE(NUMBER TITLES LISTS "related: [6]\n"), {"8:6 不是另一个问题"}},
        {PAGE(NUMBER TITLES LISTS "related: [0]\n"), {"8:0 不是另一个问题"}},
        {PAGE(NUMBER TITLES LISTS "related: [13]\n"), {"8:13 不是另一个问题"}},
        {PAGE(NUMBER TITLES LISTS "related: [七]\n"), {"8:七 不是另一个问题"}},
        {PAGE(NUMBER TITLES LISTS "related: [7]\n"), {"8:问题 7 的 related 里没有 6"}},
        {PAGE(NUMBER TITLES "audience: [毕业生]\naliases: [a, b, a]\nlinks: []\n"), {"6:aliases 里 a 重复"}},
        {PAGE(NUMBER TITLES "audience: [毕业生]\naliases: [说法2]\nlinks: []\n"), {"6:说法2 已归问题 2"}},
        {PAGE(NUMBER TITLES "audience: [毕业生]\naliases: [[a]]\nlinks: []\n"), {"6:aliases 只能列出文字"}},
        {.file = "handbook/q01.md",
         .text = "---\nnumber: 1\ntitle: 一？\nshort_title: 一\naudience: [在校生]\naliases: [一]\nlinks: "
                 "[]\n---\n正文1。\n",
         .problems = {"supplements/tip.md:0:没有一题的 supplements 写了 tip"}},
    };

    check_rows(state, rows, ARRAY_SIZE(rows));
}

static void pages_without_front_or_body(void **state)
{
    static const struct row rows[] = {
        {.file = "handbook/q06.md", .text = "", .problems = {"1:两行 ---"}},
        {.file = "handbook/q06.md", .text = "正文。\n", .problems = {"1:两行 ---"}},
        {.file = "handbook/q06.md", .text = "---\nnumber: 6\n", .problems = {"1:两行 ---"}},
        {.file = "handbook/q06.md", .text = "---\n---\n正文。\n", .problems = {"1:没有内容"}},
        {.file = "handbook/q06.md", .text = "---\n# 空\n---\n正文。\n", .problems = {"3:没有 YAML 内容"}},
        {.file = "handbook/q06.md", .text = "---\n- 6\n---\n正文。\n", .problems = {"2:应该是“键"}},
        {BODY(""), {"11:没有正文"}},
        {BODY("\n\n"), {"11:没有正文"}},
        /* front matter and body are checked together */
        {PAGE(NUMBER TITLES LISTS "x: y\n") "*强调*\n", .problems = {"8:不认识的键 x", "11:不允许强调"}},
    };

    check_rows(state, rows, ARRAY_SIZE(rows));
}

static void yaml_that_is_more_than_content_needs(void **state)
{
    static const struct row rows[] = {
        {.file = "links.yaml", .text = "- &a x\n", .problems = {"1:锚点"}},
        {.file = "links.yaml", .text = "- x\n- *a\n", .problems = {"2:锚点"}},
        {.file = "links.yaml", .text = "- !!str x\n", .problems = {"1:标签"}},
        {.file = "links.yaml", .text = "- [[[[[[[[[[x]]]]]]]]]]\n", .problems = {"1:嵌套太深"}},
        {.file = "links.yaml", .text = "- x: {y: [\n", .problems = {"2:YAML 语法错误"}},
        {.file = "links.yaml",
         .text = "- x: |\n    y\nz\n",
         .problems = {"4:YAML 语法错误"}}, /* at the end, not behind */
        {.file = "links.yaml", .text = "- x\n--- \n- y\n", .problems = {"2:只能有一份"}},
        {.file = "links.yaml", .text = "x: y\n", .problems = {"1:应该是一个列表"}},
        {.file = "links.yaml", .text = "- ? [a]\n  : b\n", .problems = {"1:键必须是文字"}},
        {.file = "links.yaml", .text = "", .problems = {"1:没有 YAML 内容"}},
    };

    check_rows(state, rows, ARRAY_SIZE(rows));
}

#define LINK(id, url) "- id: " id "\n  purpose: 用途\n  url: " url "\n  grade: A\n  checked: 2026-11-23\n"
#define LINKS LINK("home", "https://www.chsi.com.cn/") LINK("law", "https://www.moe.gov.cn/")

static void links_that_may_not_be_shown(void **state)
{
    static const struct row rows[] = {
        {.file = "links.yaml",
         .text = LINKS LINK("x", "https://evil.cn/"),
         .problems = {"13:不在允许的网站"}},
        {.file = "links.yaml",
         .text = LINKS LINK("x", "http://my.chsi.com.cn/"),
         .problems = {"13:不在允许的网站"}},
        {.file = "links.yaml",
         .text = LINKS LINK("x", "https://a@my.chsi.com.cn/"),
         .problems = {"13:不在允许的网站"}},
        {.file = "links.yaml",
         .text = LINKS LINK("x", "https://my.chsi.com.cn:8/"),
         .problems = {"13:不在允许的网站"}},
        {.file = "links.yaml",
         .text = LINKS LINK("x", "https://my.chsi.com.cn/学"),
         .problems = {"13:不在允许的网站"}},
        {.file = "links.yaml", .text = LINKS LINK("x", ""), .problems = {"13:url 是空的"}},
        {.file = "links.yaml",
         .text = LINKS LINK("law", "https://my.chsi.com.cn/"),
         .problems = {"11:id law 重复（第 6 行已有）"}},
        {.file = "links.yaml",
         .text = LINKS LINK("X_y", "https://my.chsi.com.cn/"),
         .problems = {"11:id 只能用小写"}},
        {.file = "links.yaml",
         .text = LINKS
         "- id: x\n  purpose: 用途\n  url: https://my.chsi.com.cn/\n  grade: C\n  checked: 2026-02-29\n",
         .problems = {"14:grade 只能是", "15:checked 应该是真实的日期"}},
        {.file = "links.yaml",
         .text = LINKS "- id: x\n",
         .problems = {"11:缺少 purpose", "11:缺少 url", "11:缺少 grade", "11:缺少 checked"}},
        {.file = "links.yaml", .text = LINKS "- x\n", .problems = {"11:应该是“键"}},
    };

    check_rows(state, rows, ARRAY_SIZE(rows));
}

static void supplements_and_the_edition(void **state)
{
#define TIP(front, body) .file = "supplements/tip.md", .text = "---\n" front "---\n" body
#define TIP_FRONT "id: tip\ntitle: 提示\nsource: 来源\ndate: 2021-05-19\n"
    static const struct row rows[] = {
        {TIP("id: tap\ntitle: 提示\nsource: 来源\ndate: 2021\n", "文\n"),
         {"2:id 是 tap，与文件名 tip.md 不符"}},
        {TIP("id: tip\ntitle: 提示\ndate: 2021\n", "文\n"), {"2:缺少 source"}},
        {TIP("id: tip\ntitle: 提示\nsource: 来源\ndate: 5月\n", "文\n"), {"5:date 应该是真实的日期"}},
        {TIP("id: tip\ntitle: 提示\nsource: 来源\ndate: 2021-05\n", "文\n"), {"5:date 应该是真实的日期"}},
        {TIP(TIP_FRONT, "## 标题\n\n文\n"), {"7:补充说明里不允许标题"}},
        {TIP(TIP_FRONT, "文\n\n> 引文\n>\n> —— 文\n"), {"9:补充说明里不允许引文"}},
        {.file = "supplements/none.md",
         .text = "---\nid: none\ntitle: x\nsource: x\ndate: 2021\n---\n文\n",
         .problems = {"0:没有一题的 supplements 写了 none"}},
        {.file = "edition.yaml", .text = "title: 书\nlabel: 版\n", .problems = {"1:缺少 compiled"}},
        {.file = "edition.yaml",
         .text = "title: 书\nlabel: 版\ncompiled: 2026\n",
         .problems = {"3:compiled 应该是"}},
        {.file = "edition.yaml",
         .text = "title: 书\nlabel: 版\ncompiled: 2026-11-31\n",
         .problems = {"3:compiled 应该是"}},
    };

    check_rows(state, rows, ARRAY_SIZE(rows));
}

static void files_missing_or_too_many(void **state)
{
    static const struct row rows[] = {
        {.file = "handbook/q07.md", .problems = {"0:没有这个文件"}},
        {.file = "edition.yaml", .problems = {"0:没有这个文件"}},
        {.file = "links.yaml", .problems = {"0:没有这个文件"}},
        {.file = "handbook/q13.md", .text = "x", .problems = {"0:多余的文件"}},
        {.file = "handbook/q1.md", .text = "x", .problems = {"0:多余的文件"}},
        {.file = "supplements/tip.md", .problems = {"handbook/q01.md:8:没有 tip.md"}},
    };

    check_rows(state, rows, ARRAY_SIZE(rows));
}

static void a_yaml_bomb_is_refused_before_it_bursts(void **state)
{
    const struct row row = {.file = "links.yaml", .problems = {"1:YAML 内容太多"}};
    const struct assets *assets = *state;
    char *text = malloc(60000);
    size_t n = 0;

    assert_non_null(text);
    text[n++] = '[';
    while (n < 50000)
        n += (size_t)sprintf(text + n, "x, ");
    n += (size_t)sprintf(text + n, "x]\n");
    check_row(state, &(struct row){.file = row.file, .text = text, .problems = {row.problems[0]}});
    memset(text, '[', 50000);
    text[50000] = '\0';
    check_row(state, &(struct row){.file = row.file, .text = text, .problems = {"1:嵌套太深"}});
    free(text);
    assert_non_null(assets);
}

static void a_file_too_large_is_not_read(void **state)
{
    const struct assets *assets = *state;
    char *text = calloc(1, SOURCE_BYTES_MAX + 2);

    assert_non_null(text);
    memset(text, '#', SOURCE_BYTES_MAX + 1);
    assert_non_null(assets);
    check_row(state, &(struct row){.file = "edition.yaml", .text = text, .problems = {"0:文件太大"}});
    free(text);
}

static void a_paragraph_too_long_is_refused(void **state)
{
    char *text = calloc(1, 20000);

    assert_non_null(text);
    strcpy(text, FRONT);
    memset(text + strlen(FRONT), 'x', 17000);
    check_row(state, &(struct row){.file = "handbook/q06.md", .text = text, .problems = {"11:一段太长"}});
    free(text);
}

static void all_problems_of_a_run_are_listed(void **state)
{
    const struct assets *assets = *state;
    struct report report = {0};

    assets_write(assets, "edition.yaml", "title: x\n", 9);
    assets_write(assets, "handbook/q02.md", "x", 1);
    assets_remove(assets, "handbook/q03.md");
    assert_int_equal(compile_assets(assets->path, assets->output, &report), COMPILE_REFUSED);
    assert_int_equal(report.n, 4); /* label, compiled; q02; q03 */
    assert_non_null(strstr(report.problems[3].file, "handbook/q03.md"));
    report_fini(&report);
}

static void a_report_reads_as_editors_want_it(void **state)
{
    struct report report = {0};
    char *text = NULL;
    size_t n = 0;
    FILE *stream = open_memstream(&text, &n);

    (void)state;
    assert_non_null(stream);
    report_add(&report, "a.md", 3, "坏%s", "\x1b[31m了");
    report_add(&report, "a.md", 3, "坏[31m了"); /* the same once more */
    report_add(&report, "b.md", 0, "缺");
    report_print(&report, stream);
    fclose(stream);
    assert_string_equal(text, "a.md:3: 坏[31m了\nb.md: 缺\n");
    free(text);
    report_fini(&report);
}

int main(void)
{
#define WITH_ASSETS(name) cmocka_unit_test_setup_teardown(name, assets_setup, assets_teardown)
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(spans_and_blocks_that_are_not_allowed),
        cmocka_unit_test(headings_out_of_place),
        cmocka_unit_test(lists_that_are_no_steps),
        cmocka_unit_test(quotes_without_their_law),
        cmocka_unit_test(text_that_is_not_pure),
        cmocka_unit_test(escapes_of_yaml_that_make_text_impure),
        cmocka_unit_test(keys_of_front_matter),
        cmocka_unit_test(names_that_lead_nowhere),
        cmocka_unit_test(pages_without_front_or_body),
        cmocka_unit_test(yaml_that_is_more_than_content_needs),
        cmocka_unit_test(links_that_may_not_be_shown),
        cmocka_unit_test(supplements_and_the_edition),
        cmocka_unit_test(files_missing_or_too_many),
        WITH_ASSETS(a_yaml_bomb_is_refused_before_it_bursts),
        WITH_ASSETS(a_file_too_large_is_not_read),
        WITH_ASSETS(a_paragraph_too_long_is_refused),
        WITH_ASSETS(all_problems_of_a_run_are_listed),
        cmocka_unit_test(a_report_reads_as_editors_want_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
