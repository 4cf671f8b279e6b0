-- SPDX-License-Identifier: MIT
-- handbook.db: compiled from assets/ when the project is built, read-only ever after.
-- PRAGMA application_id = CONTENT_APPLICATION_ID, user_version = CONTENT_VERSION (db/content.h), page_size 4096.

-- One row: what this content is. fingerprint is the SHA-256 of all source files, hex.
CREATE TABLE edition (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    title TEXT NOT NULL,
    label TEXT NOT NULL,
    compiled TEXT NOT NULL,
    fingerprint TEXT NOT NULL
) STRICT;

-- The twelve. title is exactly that of the handbook's index; audience is a bit set (db/content.h).
CREATE TABLE question (
    number INTEGER PRIMARY KEY,
    title TEXT NOT NULL,
    short_title TEXT NOT NULL,
    audience INTEGER NOT NULL
) STRICT;

-- How people ask a question, in their own words; for search.
CREATE TABLE alias (
    question INTEGER NOT NULL REFERENCES question,
    ordinal INTEGER NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (question, ordinal)
) STRICT, WITHOUT ROWID;

-- What belongs together with a question.
CREATE TABLE related (
    question INTEGER NOT NULL REFERENCES question,
    ordinal INTEGER NOT NULL,
    other INTEGER NOT NULL REFERENCES question,
    PRIMARY KEY (question, ordinal)
) STRICT, WITHOUT ROWID;

-- 补充说明: never official wording; always shown with source and date.
CREATE TABLE supplement (
    id TEXT PRIMARY KEY,
    title TEXT NOT NULL,
    source TEXT NOT NULL,
    date TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE question_supplement (
    question INTEGER NOT NULL REFERENCES question,
    ordinal INTEGER NOT NULL,
    supplement TEXT NOT NULL REFERENCES supplement,
    PRIMARY KEY (question, ordinal)
) STRICT, WITHOUT ROWID;

-- The text, block by block. owner is a question's number ('6') or a supplement's id.
-- kind and source: enum block_kind, enum block_source. label_bytes: how much of text is the step's own number.
CREATE TABLE block (
    owner TEXT NOT NULL,
    ordinal INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    source INTEGER NOT NULL,
    depth INTEGER NOT NULL,
    heading TEXT NOT NULL,
    label TEXT NOT NULL,
    label_bytes INTEGER NOT NULL,
    text TEXT NOT NULL,
    law TEXT NOT NULL,
    PRIMARY KEY (owner, ordinal)
) STRICT, WITHOUT ROWID;

-- Every address that may be shown or become a QR code. ordinal: the order of assets/links.yaml.
CREATE TABLE link (
    id TEXT PRIMARY KEY,
    ordinal INTEGER NOT NULL,
    purpose TEXT NOT NULL,
    url TEXT NOT NULL,
    host TEXT NOT NULL,
    grade TEXT NOT NULL,
    checked TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE question_link (
    question INTEGER NOT NULL REFERENCES question,
    ordinal INTEGER NOT NULL,
    link TEXT NOT NULL REFERENCES link,
    PRIMARY KEY (question, ordinal)
) STRICT, WITHOUT ROWID;
