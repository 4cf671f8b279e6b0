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

-- Guides (docs/guide-format.md), one for each question. A node, option, edge … is known by its place: each number counts
-- from 1 within what holds it. start: the id of the node that is asked first.
CREATE TABLE guide (
    question INTEGER PRIMARY KEY REFERENCES question,
    title TEXT NOT NULL,
    start TEXT NOT NULL
) STRICT;

-- kind and precision: enum guide_node_kind, enum guide_precision (0 for what is no date). ask and hint belong to what is
-- asked, title, whom and office to an outcome; '' and 0 elsewhere.
CREATE TABLE guide_node (
    guide INTEGER NOT NULL REFERENCES guide,
    node INTEGER NOT NULL,
    id TEXT NOT NULL,
    kind INTEGER NOT NULL,
    precision INTEGER NOT NULL,
    ask TEXT NOT NULL,
    hint TEXT NOT NULL,
    title TEXT NOT NULL,
    whom TEXT NOT NULL,
    office INTEGER NOT NULL,
    PRIMARY KEY (guide, node)
) STRICT, WITHOUT ROWID;

-- id: '' stands for any date and for a school that was found (struct guide_node).
CREATE TABLE guide_option (
    guide INTEGER NOT NULL,
    node INTEGER NOT NULL,
    option INTEGER NOT NULL,
    id TEXT NOT NULL,
    label TEXT NOT NULL,
    hint TEXT NOT NULL,
    PRIMARY KEY (guide, node, option)
) STRICT, WITHOUT ROWID;

-- Where an option leads, the first that holds. to_guide: a question's number, 0 the same guide.
CREATE TABLE guide_edge (
    guide INTEGER NOT NULL,
    node INTEGER NOT NULL,
    option INTEGER NOT NULL,
    edge INTEGER NOT NULL,
    to_guide INTEGER NOT NULL,
    to_node TEXT NOT NULL,
    PRIMARY KEY (guide, node, option, edge)
) STRICT, WITHOUT ROWID;

-- comparison 0: the answer to asked is the option answered. Else enum guide_comparison of two days. A day is its base
-- ('today', a date node's id or YYYY-MM-DD), years later; month and day replace those of the base unless 0.
CREATE TABLE guide_condition (
    guide INTEGER NOT NULL,
    node INTEGER NOT NULL,
    option INTEGER NOT NULL,
    edge INTEGER NOT NULL,
    condition INTEGER NOT NULL,
    comparison INTEGER NOT NULL,
    asked TEXT NOT NULL,
    answered TEXT NOT NULL,
    left_base TEXT NOT NULL,
    left_years INTEGER NOT NULL,
    left_month INTEGER NOT NULL,
    left_day INTEGER NOT NULL,
    right_base TEXT NOT NULL,
    right_years INTEGER NOT NULL,
    right_month INTEGER NOT NULL,
    right_day INTEGER NOT NULL,
    PRIMARY KEY (guide, node, option, edge, condition)
) STRICT, WITHOUT ROWID;

-- What to do (list 1) and what to bring (list 2). supplement: whose word it is, '' the handbook's.
CREATE TABLE guide_item (
    guide INTEGER NOT NULL,
    node INTEGER NOT NULL,
    list INTEGER NOT NULL,
    ordinal INTEGER NOT NULL,
    text TEXT NOT NULL,
    supplement TEXT NOT NULL,
    PRIMARY KEY (guide, node, list, ordinal)
) STRICT, WITHOUT ROWID;

-- What an outcome rests on, verbatim from the official text of a question.
CREATE TABLE guide_quote (
    guide INTEGER NOT NULL,
    node INTEGER NOT NULL,
    ordinal INTEGER NOT NULL,
    question INTEGER NOT NULL REFERENCES question,
    text TEXT NOT NULL,
    PRIMARY KEY (guide, node, ordinal)
) STRICT, WITHOUT ROWID;

CREATE TABLE guide_link (
    guide INTEGER NOT NULL,
    node INTEGER NOT NULL,
    ordinal INTEGER NOT NULL,
    link TEXT NOT NULL REFERENCES link,
    PRIMARY KEY (guide, node, ordinal)
) STRICT, WITHOUT ROWID;

CREATE TABLE guide_supplement (
    guide INTEGER NOT NULL,
    node INTEGER NOT NULL,
    ordinal INTEGER NOT NULL,
    supplement TEXT NOT NULL REFERENCES supplement,
    PRIMARY KEY (guide, node, ordinal)
) STRICT, WITHOUT ROWID;

-- The {name}s in an outcome's texts. show: enum guide_precision.
CREATE TABLE guide_date (
    guide INTEGER NOT NULL,
    node INTEGER NOT NULL,
    ordinal INTEGER NOT NULL,
    name TEXT NOT NULL,
    base TEXT NOT NULL,
    years INTEGER NOT NULL,
    month INTEGER NOT NULL,
    day INTEGER NOT NULL,
    show INTEGER NOT NULL,
    PRIMARY KEY (guide, node, ordinal)
) STRICT, WITHOUT ROWID;

-- The Ministry's list of institutions. One row: where it is from (link), of which day, and how many there must be.
CREATE TABLE institution_list (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    source TEXT NOT NULL,
    link TEXT NOT NULL REFERENCES link,
    date TEXT NOT NULL,
    institutions INTEGER NOT NULL
) STRICT;

-- code: 学校标识码, ten digits, which stays when the name changes. city and level are '' for adult institutions.
CREATE TABLE institution (
    code TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    province TEXT NOT NULL,
    city TEXT NOT NULL,
    level TEXT NOT NULL,
    kind TEXT NOT NULL,
    authority TEXT NOT NULL,
    remark TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- date: of the list that still has the name.
CREATE TABLE former_name (
    code TEXT NOT NULL REFERENCES institution,
    ordinal INTEGER NOT NULL,
    name TEXT NOT NULL,
    date TEXT NOT NULL,
    PRIMARY KEY (code, ordinal)
) STRICT, WITHOUT ROWID;

-- How each Chinese character of the content is read, without tones: 'zhang chang'; '' if nobody knows.
CREATE TABLE reading (
    character TEXT PRIMARY KEY,
    readings TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- What a traditional character is searched as.
CREATE TABLE variant (
    character TEXT PRIMARY KEY,
    simplified TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- What search finds, the likeliest first, so that id is a rank: enum entry_kind (db/search_entry.h), whose it is (question
-- 0 and target '' nobody's), the index of its block (-1 none), what it is called and its text.
CREATE TABLE search_entry (
    id INTEGER PRIMARY KEY,
    kind INTEGER NOT NULL,
    question INTEGER NOT NULL,
    target TEXT NOT NULL,
    block INTEGER NOT NULL,
    title TEXT NOT NULL,
    text TEXT NOT NULL
) STRICT;

-- Which entries have a phrase: rowid is search_entry.id. Its words are cut by our own tokenizer (db/tokenizer.h). To be the
-- last statement, because VACUUM puts it behind all others (the three tables that FTS5 makes for it: db/store.c).
CREATE VIRTUAL TABLE search_index USING fts5(text, content='', columnsize=0, detail=none, tokenize=yibentong);
