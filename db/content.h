/* SPDX-License-Identifier: MIT */
/*
 * What content is made of: the numbers that stand in handbook.db, shared by the compiler that writes it and
 * the reader. Never renumber; add behind. The tables are in db/schema/handbook.sql.
 */
#ifndef DB_CONTENT_H
#define DB_CONTENT_H

#include <stdbool.h>

#define CONTENT_APPLICATION_ID 0x59425431 /* "YBT1", SQLite's PRAGMA application_id */
#define CONTENT_VERSION 1                 /* PRAGMA user_version: the layout of the tables */
#define CONTENT_PROGRAM "0.1.0"           /* the first program that reads that layout */
#define CONTENT_QUESTIONS 12

/* Who asks; a question may serve several. In this order on the home screen. */
enum audience {
    AUDIENCE_NEW = 1 << 0,      /* 录取新生 */
    AUDIENCE_ENROLLED = 1 << 1, /* 在校生 */
    AUDIENCE_GRADUATE = 1 << 2, /* 毕业生 */
    AUDIENCE_PRE2001 = 1 << 3,  /* 2000届及以前 */
};
#define AUDIENCE_COUNT 4
#define AUDIENCE_ALL 0x0f

enum block_kind {
    BLOCK_PARAGRAPH = 1,
    BLOCK_STEP = 2,  /* an item of an ordered list */
    BLOCK_QUOTE = 3, /* a quoted article; block.law names the law */
    BLOCK_NOTE = 4,  /* a paragraph of a supplement */
};

enum block_source {
    SOURCE_HANDBOOK = 1,   /* the official wording, verbatim */
    SOURCE_SUPPLEMENT = 2, /* 补充说明, with source and date */
};

/* The hosts that a link and so a QR code may name, and no others (facts: official pages, 2026-11-23). */
bool content_host_allowed(const char *host);

/*
 * Whether an address may stand in the table: https (http for www.moe.gov.cn alone, which serves some pages
 * that way only), a host of the list, no user, no port, printable ASCII without space, quote, backslash or
 * bracket. Copies the host to host[64] if it is not NULL.
 */
bool content_url_allowed(const char *url, char host[64]);

/* The word for one audience bit ("录取新生"), as it stands in front matter and in JSON; NULL for anything
 * else. */
const char *content_audience_name(unsigned bit);
const char *content_block_kind_name(enum block_kind kind);       /* "paragraph", "step", "quote", "note" */
const char *content_block_source_name(enum block_source source); /* "handbook", "supplement" */

#endif
