-- SPDX-License-Identifier: MIT
-- site.db: the hall's own data, written by the desk and the kiosk (db/site/). Times are seconds since the epoch.
-- PRAGMA application_id = SITE_APPLICATION_ID, user_version = SITE_VERSION (db/site/site.h), page_size 4096,
-- journal_mode TRUNCATE. How it may change: docs/decisions/0015-site-db-migrates-forward.md.

-- One row. secret: the key of the hashes in attempt and term, random, never shown. revision: goes up with every change of
-- profile and addenda. audit_seq, audit_hash: the last row of audit. decoy: the hash that a name without account is checked
-- against, so that it costs the same; '' until there is an account.
CREATE TABLE state (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    secret BLOB NOT NULL,
    revision INTEGER NOT NULL,
    audit_seq INTEGER NOT NULL,
    audit_hash BLOB NOT NULL,
    decoy TEXT NOT NULL
) STRICT;

-- The school's profile, one row; '' is what nobody filled in (db/profile.h).
CREATE TABLE profile (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    code TEXT NOT NULL,
    school TEXT NOT NULL,
    office TEXT NOT NULL,
    place TEXT NOT NULL,
    hours TEXT NOT NULL,
    telephone TEXT NOT NULL,
    remarks TEXT NOT NULL
) STRICT;

-- 本校补充: every version of every question's (db/site/addenda.h). state: enum addendum_state. restored: the version that it
-- is a copy of, 0 none. account: the name of who made it, '' the operator.
CREATE TABLE addendum (
    question INTEGER NOT NULL,
    version INTEGER NOT NULL,
    state INTEGER NOT NULL,
    restored INTEGER NOT NULL,
    text TEXT NOT NULL,
    account TEXT NOT NULL,
    time INTEGER NOT NULL,
    PRIMARY KEY (question, version)
) STRICT, WITHOUT ROWID;

-- The staff (db/site/accounts.h). role: enum site_role. password: crypto_pwhash_str's text. Never removed.
CREATE TABLE account (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    role INTEGER NOT NULL,
    enabled INTEGER NOT NULL,
    password TEXT NOT NULL,
    created INTEGER NOT NULL,
    last_login INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX account_name ON account (name);

-- Tries since the last success, for each name that was tried: name is its keyed hash, account 0 if nobody is called that,
-- less than 0 (-id) for tries to unlock a session.
-- wait: seconds that the next try has to wait from `since` on. seen: the latest wall time at which anybody tried.
CREATE TABLE attempt (
    name BLOB PRIMARY KEY,
    account INTEGER NOT NULL,
    tries INTEGER NOT NULL,
    wait INTEGER NOT NULL,
    since INTEGER NOT NULL,
    seen INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What was asked (db/site/tally.h). day: YYYYMMDD, local time. place: enum tally_where. kind: enum tally_kind.
CREATE TABLE counter (
    day INTEGER NOT NULL,
    hour INTEGER NOT NULL,
    place INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    item TEXT NOT NULL,
    n INTEGER NOT NULL,
    PRIMARY KEY (day, hour, place, kind, item)
) STRICT, WITHOUT ROWID;

-- Terms of searches that found nothing, as keyed hashes, and how often they were seen. touched: goes up by one with every
-- term that is seen, so that the lowest is the one longest not seen.
CREATE TABLE term (
    hash BLOB PRIMARY KEY,
    n INTEGER NOT NULL,
    touched INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The audit log, only ever added to. hash covers the row and the hash before it (db/site/audit.h).
CREATE TABLE audit (
    seq INTEGER PRIMARY KEY,
    time INTEGER NOT NULL,
    account TEXT NOT NULL,
    action INTEGER NOT NULL,
    detail TEXT NOT NULL,
    previous BLOB NOT NULL,
    hash BLOB NOT NULL
) STRICT;

-- Which content was installed here (db/site/history.h). action: enum history_action.
CREATE TABLE history (
    seq INTEGER PRIMARY KEY,
    time INTEGER NOT NULL,
    account TEXT NOT NULL,
    action INTEGER NOT NULL,
    edition TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    result TEXT NOT NULL
) STRICT;
