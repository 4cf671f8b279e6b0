/* SPDX-License-Identifier: MIT */
/* A small handbook.db in memory, made with SQLite alone, and whatever damage a test wants done to it. */
#ifndef TESTS_UNIT_HANDBOOK_FIXTURE_H
#define TESTS_UNIT_HANDBOOK_FIXTURE_H

#include "db/content.h"
#include "db/schema.h"
#include "db/tokenizer.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct image {
    unsigned char *bytes; /* malloc */
    size_t n;
};

static const char fixture_rows[] =
    "INSERT INTO edition VALUES (1, '一本通', '2025 版 第 1 号', '2026-11-23', 'ab');"
    "INSERT INTO link VALUES ('home', 2, '首页', 'https://www.chsi.com.cn/', 'www.chsi.com.cn', 'A', "
    "'2026-11-23'),"
    " ('law', 1, '规定', 'http://www.moe.gov.cn/a.html', 'www.moe.gov.cn', 'B', '2025-02-28');"
    "WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 12)"
    " INSERT INTO question SELECT i, '问题' || i || '？', '短题' || i, 1 + i FROM n;"
    "INSERT INTO block SELECT number, 1, 1, 1, 0, '标题', '', 0, '正文。', '' FROM question;"
    "INSERT INTO block VALUES ('6', 2, 2, 1, 0, '', '（1）', 10, '（1）：第一条。', ''),"
    " ('6', 3, 3, 1, 1, '', '', 0, '“引文”。', '某法第一条'),"
    " ('tip', 1, 4, 2, 0, '', '', 0, '说明。', ''), ('tip', 2, 2, 2, 0, '', '1', 0, '步骤。', '');"
    "INSERT INTO supplement VALUES ('tip', '提示', '来源', '2021');"
    "INSERT INTO question_supplement VALUES (6, 1, 'tip');"
    "INSERT INTO question_link VALUES (6, 1, 'law'), (6, 2, 'home');"
    "INSERT INTO related VALUES (6, 1, 7), (6, 2, 2);"
    "INSERT INTO alias VALUES (6, 1, '毕业证丢了');"
    "INSERT INTO institution_list VALUES (1, '名单', 'law', '2026-06-17', 2);"
    "INSERT INTO institution VALUES"
    " ('4122010183', '吉林大学', '吉林省', '长春市', '本科', '普通', '教育部', ''),"
    " ('4211050001', '某职工大学', '北京市', '', '', '成人', '北京市', '备注');"
    "INSERT INTO former_name VALUES ('4122010183', 1, '吉林工业大学', '2000-06-12');"
    "INSERT INTO reading VALUES ('业', 'ye'), ('京', 'jing'), ('北', 'bei'), ('吉', 'ji'), ('大', 'da dai'),"
    " ('学', 'xue'), ('工', 'gong'), ('林', 'lin'), ('某', 'mou'), ('职', 'zhi');"
    /* Each guide asks for a year and a choice, which leads to its outcome;
     * that of question 6 has everything. */
    "INSERT INTO guide SELECT number, '引导', 'year' FROM question;"
    "INSERT INTO guide_node SELECT number, 1, 'year', 2, 1, '哪一年？', '提示。', '', '', 0 FROM question;"
    "INSERT INTO guide_node SELECT number, 2, 'way', 1, 0, '哪一种？', '', '', '', 0 FROM question;"
    "INSERT INTO guide_node SELECT number, 3, 'end', 4, 0, '', '', '到{day}为止', '', 1 FROM question;"
    "INSERT INTO guide_option SELECT number, 1, 1, '', '', '' FROM question;"
    "INSERT INTO guide_option SELECT number, 2, 1, 'one', '甲', '提示。' FROM question;"
    "INSERT INTO guide_option SELECT number, 2, 2, 'two', '乙', '' FROM question;"
    "INSERT INTO guide_edge SELECT number, 1, 1, 1, 0, 'end' FROM question;"
    "INSERT INTO guide_edge SELECT number, 1, 1, 2, 0, 'way' FROM question;"
    "INSERT INTO guide_edge SELECT number, 2, 1, 1, 0, 'end' FROM question;"
    "INSERT INTO guide_edge SELECT number, 2, 2, 1, 0, 'end' FROM question;"
    "INSERT INTO guide_condition SELECT number, 1, 1, 1, 1, 1, '', '', 'today', 0, 0, 0, 'year', 1, 10, 31"
    " FROM question;"
    "INSERT INTO guide_item SELECT number, 3, 1, 1, '先这样。', '' FROM question;"
    "INSERT INTO guide_quote SELECT number, 3, 1, number, '正文。' FROM question;"
    "INSERT INTO guide_date SELECT number, 3, 1, 'day', 'year', 1, 10, 31, 3 FROM question;"
    "UPDATE guide_node SET whom = '毕业高校' WHERE guide = 6 AND node = 3;"
    "INSERT INTO guide_edge VALUES (6, 2, 1, 2, 0, 'end');"
    "UPDATE guide_edge SET to_guide = 7, to_node = 'way' WHERE guide = 6 AND node = 2 AND edge = 1;"
    "INSERT INTO guide_edge VALUES (6, 2, 2, 2, 0, 'end');"
    "INSERT INTO guide_condition VALUES (6, 2, 1, 1, 1, 0, 'way', 'one', '', 0, 0, 0, '', 0, 0, 0),"
    " (6, 2, 2, 1, 1, 4, '', '', '2000-12-31', 0, 0, 0, 'year', 0, 0, 0);"
    "INSERT INTO guide_item VALUES (6, 3, 1, 2, '过了{day}再来。', 'tip'), (6, 3, 2, 1, '证书', '');"
    "INSERT INTO guide_link VALUES (6, 3, 1, 'law'), (6, 3, 2, 'home');"
    "INSERT INTO guide_supplement VALUES (6, 3, 1, 'tip');";

static inline void fixture_execute(sqlite3 *db, const char *sql)
{
    char *message = NULL;

    if (sqlite3_exec(db, sql, NULL, NULL, &message) != SQLITE_OK) {
        fprintf(stderr, "fixture: %s\n%s\n", message, sql);
        abort();
    }
}

/* The image after `damage`, SQL that is run on the sound one. */
static inline struct image fixture_build(const char *damage)
{
    sqlite3 *db = NULL;
    sqlite3_int64 n = 0;
    unsigned char *serialized;
    struct image image;
    char header[128];

    if (sqlite3_open(":memory:", &db) != SQLITE_OK || tokenizer_register(db, NULL) != SQLITE_OK)
        abort();
    snprintf(header, sizeof(header),
             "PRAGMA page_size = 1024; PRAGMA application_id = %d; PRAGMA user_version = %d",
             CONTENT_APPLICATION_ID, CONTENT_VERSION);
    fixture_execute(db, header);
    fixture_execute(db, handbook_schema);
    fixture_execute(db, fixture_rows);
    fixture_execute(db, damage);
    serialized = sqlite3_serialize(db, "main", &n, 0);
    image = (struct image){.bytes = malloc((size_t)n), .n = (size_t)n};
    if (!serialized || !image.bytes)
        abort();
    memcpy(image.bytes, serialized, image.n);
    sqlite3_free(serialized);
    sqlite3_close(db);
    return image;
}

/*
 * SQL that writes what the schema forbids (NULL, a number, a blob in a text column) and leaves the schema's
 * text as it was, as a hostile file may: `%s` a table, then a statement.
 */
static inline char *fixture_against_schema(const char *table, const char *statement)
{
    return sqlite3_mprintf(
        "CREATE TEMP TABLE kept AS SELECT sql FROM sqlite_schema WHERE name = %Q;"
        "PRAGMA writable_schema = ON;"
        "UPDATE sqlite_schema SET sql = replace(replace(replace(sql, ' NOT NULL', ''), ') STRICT,', ')'),"
        " ') STRICT', ')') WHERE name = %Q;"
        "PRAGMA writable_schema = RESET; %s; PRAGMA writable_schema = ON;"
        "UPDATE sqlite_schema SET sql = (SELECT sql FROM kept) WHERE name = %Q",
        table, table, statement, table);
}

#endif
