/* SPDX-License-Identifier: MIT */
/* A small assets folder that compiles without a complaint, for tests to spoil one file of. */
#ifndef TESTS_UNIT_COMPILE_FIXTURE_H
#define TESTS_UNIT_COMPILE_FIXTURE_H

#include "db/compile/compile.h"
#include "db/content.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct assets {
    char path[64];
    char output[80];
};

/* The front matter of question 6 has ten lines; its body starts in line 11. */
#define FRONT                                                                                                           \
    "---\nnumber: 6\ntitle: 问题六？\nshort_title: 短题六\naudience: [毕业生]\naliases: [说法六]\nlinks: " \
    "[home]\n"                                                                                                          \
    "related: []\nsupplements: []\n---\n"

static const char edition_yaml[] = "title: 一本通\nlabel: 2025 版 第 1 号\ncompiled: 2026-11-23\n";
static const char links_yaml[] =
    "# 两个\n- id: home\n  purpose: 首页\n  url: https://www.chsi.com.cn/\n  grade: A\n  checked: "
    "2026-11-23\n"
    "- id: law\n  purpose: 规定\n  url: http://www.moe.gov.cn/a.html\n  grade: B\n  checked: 2026-11-23\n";
static const char institutions_yaml[] = "source: 名单\nlink: law\ndate: 2026-06-17\n";
static const char institutions_tsv[] = "code\tname\tprovince\tcity\tlevel\tkind\tauthority\tremark\n"
                                       "4122010183\t吉林大学\t吉林省\t长春市\t本科\t普通\t教育部\t\n"
                                       "4211050001\t某职工大学\t北京市\t\t\t成人\t北京市\t备注\n";
static const char former_names_tsv[] =
    "code\tformer_name\tformer_name_as_of\n4122010183\t吉林工业大学\t2000-06-12\n";
static const char tip_md[] =
    "---\nid: tip\ntitle: 提示\nsource: 来源\ndate: 2021\n---\n说明。\n\n1. 甲\n2. 乙\n";

static inline void assets_write(const struct assets *assets, const char *name, const char *text, size_t n)
{
    char path[160];
    FILE *file;

    snprintf(path, sizeof(path), "%s/%s", assets->path, name);
    file = fopen(path, "w");
    if (!file || fwrite(text, 1, n, file) != n || fclose(file) != 0)
        abort();
}

static inline void assets_remove(const struct assets *assets, const char *name)
{
    char path[160];

    snprintf(path, sizeof(path), "%s/%s", assets->path, name);
    if (remove(path) != 0)
        abort();
}

static inline void assets_write_question(const struct assets *assets, int number)
{
    char name[32], text[512];
    int n;

    snprintf(name, sizeof(name), "handbook/q%02d.md", number);
    n = snprintf(
        text, sizeof(text),
        "---\nnumber: %d\ntitle: 问题%d？\nshort_title: 短题%d\naudience: [在校生]\naliases: [说法%d]\n"
        "links: [law]\nsupplements: [%s]\n---\n正文%d。\n",
        number, number, number, number, number == 1 ? "tip" : "", number);
    assets_write(assets, name, text, (size_t)n);
}

/* Question 1 has an outcome; the others ask and hand over to it, so that their pages may say
 * what they like. */
static const char guide_1[] =
    "question: 1\ntitle: 引导1\nstart: ask-1\nnodes:\n"
    "  - id: ask-1\n    kind: choice\n    ask: 问题1？\n    options:\n"
    "      - id: a\n        label: 甲\n        next: end\n"
    "      - id: b\n        label: 乙\n        next: end\n"
    "  - id: end\n    kind: outcome\n    title: 结果\n    steps:\n      - 先这样。\n"
    "    office: true\n    quotes:\n      - 正文1。\n";

static inline void assets_write_guide(const struct assets *assets, int number)
{
    char name[32], text[512];
    int n;

    if (number == 1) {
        assets_write(assets, "guides/q01.yaml", guide_1, strlen(guide_1));
        return;
    }
    snprintf(name, sizeof(name), "guides/q%02d.yaml", number);
    n = snprintf(text, sizeof(text),
                 "question: %d\ntitle: 引导%d\nstart: ask-%d\nnodes:\n"
                 "  - id: ask-%d\n    kind: choice\n    ask: 问题%d？\n    options:\n"
                 "      - id: a\n        label: 甲\n        next: {guide: 1}\n"
                 "      - id: b\n        label: 乙\n        next: {guide: 1, node: end}\n",
                 number, number, number, number, number);
    assets_write(assets, name, text, (size_t)n);
}

static inline int assets_setup(void **state)
{
    struct assets *assets = calloc(1, sizeof(*assets));
    char path[96];

    if (!assets)
        return -1;
    strcpy(assets->path, "/tmp/test_compile.XXXXXX");
    if (!mkdtemp(assets->path))
        return -1;
    snprintf(assets->output, sizeof(assets->output), "%s/out.db", assets->path);
    snprintf(path, sizeof(path), "%s/handbook", assets->path);
    mkdir(path, 0755);
    snprintf(path, sizeof(path), "%s/supplements", assets->path);
    mkdir(path, 0755);
    snprintf(path, sizeof(path), "%s/guides", assets->path);
    mkdir(path, 0755);
    assets_write(assets, "edition.yaml", edition_yaml, strlen(edition_yaml));
    assets_write(assets, "links.yaml", links_yaml, strlen(links_yaml));
    assets_write(assets, "institutions.yaml", institutions_yaml, strlen(institutions_yaml));
    assets_write(assets, "institutions.tsv", institutions_tsv, strlen(institutions_tsv));
    assets_write(assets, "former_names.tsv", former_names_tsv, strlen(former_names_tsv));
    assets_write(assets, "supplements/tip.md", tip_md, strlen(tip_md));
    for (int number = 1; number <= CONTENT_QUESTIONS; number++) {
        assets_write_question(assets, number);
        assets_write_guide(assets, number);
    }
    *state = assets;
    return 0;
}

static inline int assets_teardown(void **state)
{
    struct assets *assets = *state;
    char command[96];

    snprintf(command, sizeof(command), "rm -rf %s", assets->path);
    free(assets);
    return system(command);
}

#endif
