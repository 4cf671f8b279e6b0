/* SPDX-License-Identifier: MIT */
#include "db/site/handle.h"

#define COUNTED                                                                                              \
    " FROM counter WHERE day BETWEEN ?1 AND ?2 AND (?3 = 0 OR (?3 >> kind) & 1) AND (?4 = 0 OR place = ?4)"
#define ADDENDUM                                                                                             \
    "SELECT question, version, state, restored, text, account, time FROM addendum WHERE question = ?1"

/* Rows come in the order of a primary key wherever there is one, so that nothing is sorted. */
static const char *const statements[SITE_STATEMENT_COUNT] = {
    [SITE_STATE_CREATE] = "INSERT INTO state (id, secret, revision, audit_seq, audit_hash, decoy)"
                          " VALUES (1, ?1, 0, 0, ?2, '')",
    [SITE_STATE_SECRET] = "SELECT secret FROM state",
    [SITE_REVISION] = "SELECT revision FROM state",
    [SITE_REVISION_RAISE] = "UPDATE state SET revision = revision + 1",
    [SITE_HEAD] = "SELECT audit_seq, audit_hash FROM state",
    [SITE_HEAD_SET] = "UPDATE state SET audit_seq = ?1, audit_hash = ?2",
    [SITE_DECOY] = "SELECT decoy FROM state",
    [SITE_DECOY_SET] = "UPDATE state SET decoy = ?1",
    [SITE_PROFILE_CREATE] = "INSERT INTO profile (id, code, school, office, place, hours, telephone, remarks)"
                            " VALUES (1, '', '', '', '', '', '', '')",
    [SITE_PROFILE_READ] = "SELECT code, school, office, place, hours, telephone, remarks FROM profile",
    [SITE_PROFILE_WRITE] = "UPDATE profile SET code = ?1, school = ?2, office = ?3, place = ?4, hours = ?5,"
                           " telephone = ?6, remarks = ?7",
    [SITE_ADDENDUM_LATEST] = ADDENDUM " ORDER BY version DESC LIMIT 1",
    [SITE_ADDENDUM_ONE] = ADDENDUM " AND version = ?2",
    [SITE_ADDENDUM_ALL] = ADDENDUM " ORDER BY version DESC",
    [SITE_ADDENDUM_SHOWN] = ADDENDUM " AND state <> 1 ORDER BY version DESC LIMIT 1",
    [SITE_ADDENDUM_ADD] = "INSERT INTO addendum (question, version, state, restored, text, account, time)"
                          " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    [SITE_ADDENDUM_PRUNE] = "DELETE FROM addendum WHERE question = ?1 AND state = 1 AND account = ?3 AND"
                            " version NOT IN (SELECT version FROM addendum"
                            " WHERE question = ?1 AND state = 1 AND account = ?3"
                            " ORDER BY version DESC LIMIT ?2)",
    [SITE_ACCOUNT_COUNT] = "SELECT count(*) FROM account",
    [SITE_ACCOUNT_BY_ID] = "SELECT id, name, role, enabled, password FROM account WHERE id = ?1",
    [SITE_ACCOUNT_BY_NAME] = "SELECT id, name, role, enabled, password FROM account WHERE name = ?1",
    [SITE_ACCOUNT_ALL] =
        "SELECT a.id, a.name, a.role, a.enabled, a.created, a.last_login, coalesce(t.tries, 0),"
        " coalesce(t.wait, 0), coalesce(t.since, 0), coalesce(t.seen, 0)"
        " FROM account AS a LEFT JOIN attempt AS t ON t.account = a.id ORDER BY a.id",
    [SITE_ACCOUNT_ADMINS] = "SELECT count(*) FROM account WHERE role = 3 AND enabled = 1 AND id <> ?1",
    [SITE_ACCOUNT_ADD] = "INSERT INTO account (name, role, enabled, password, created, last_login)"
                         " VALUES (?1, ?2, 1, ?3, ?4, 0)",
    [SITE_ACCOUNT_ROLE] = "UPDATE account SET role = ?2 WHERE id = ?1",
    [SITE_ACCOUNT_ENABLE] = "UPDATE account SET enabled = ?2 WHERE id = ?1",
    [SITE_ACCOUNT_PASSWORD] = "UPDATE account SET password = ?2 WHERE id = ?1",
    [SITE_ACCOUNT_LOGIN] = "UPDATE account SET last_login = ?2 WHERE id = ?1",
    [SITE_ATTEMPT_READ] = "SELECT tries, wait, since, seen FROM attempt WHERE name = ?1",
    [SITE_ATTEMPT_WRITE] =
        "INSERT INTO attempt (name, account, tries, wait, since, seen) VALUES (?1, ?2, ?3, ?4, ?5, ?6)"
        " ON CONFLICT (name) DO UPDATE SET account = excluded.account, tries = excluded.tries,"
        " wait = excluded.wait, since = excluded.since, seen = excluded.seen",
    [SITE_ATTEMPT_REMOVE] = "DELETE FROM attempt WHERE name = ?1",
    [SITE_ATTEMPT_PRUNE] =
        "DELETE FROM attempt WHERE account = 0 AND name IN"
        " (SELECT name FROM attempt WHERE account = 0 ORDER BY seen DESC, name LIMIT -1 OFFSET ?1)",
    [SITE_PIN_READ] = "SELECT password, tries, wait, since, seen FROM pin",
    [SITE_PIN_SET] =
        "INSERT INTO pin (id, password, tries, wait, since, seen) VALUES (1, ?1, 0, 0, 0, 0)"
        " ON CONFLICT (id) DO UPDATE SET password = ?1, tries = 0, wait = 0, since = 0, seen = 0",
    [SITE_PIN_TRIED] = "UPDATE pin SET tries = ?1, wait = ?2, since = ?3, seen = ?4",
    [SITE_PIN_REMOVE] = "DELETE FROM pin",
    [SITE_COUNTER_ADD] =
        "INSERT INTO counter (day, hour, place, kind, item, n) VALUES (?1, ?2, ?3, ?4, ?5, ?6)"
        " ON CONFLICT (day, hour, place, kind, item) DO UPDATE SET n = n + excluded.n",
    [SITE_TERM_READ] = "SELECT n FROM term WHERE hash = ?1",
    [SITE_TERM_WRITE] = "INSERT INTO term (hash, n, touched) VALUES"
                        " (?1, ?2, (SELECT coalesce(max(touched), 0) + 1 FROM term))"
                        " ON CONFLICT (hash) DO UPDATE SET n = excluded.n, touched = excluded.touched",
    [SITE_TERM_PRUNE] = "DELETE FROM term WHERE hash IN"
                        " (SELECT hash FROM term ORDER BY touched DESC LIMIT -1 OFFSET ?1)",
    [SITE_STATS_ITEMS] = "SELECT item, kind, sum(n)" COUNTED
                         " AND (kind <> 7 OR item <> '') GROUP BY kind, item ORDER BY 3 DESC, kind, item",
    [SITE_STATS_KINDS] = "SELECT kind, sum(n)" COUNTED " GROUP BY kind ORDER BY kind",
    [SITE_STATS_HOURS] = "SELECT hour, sum(n)" COUNTED " GROUP BY hour ORDER BY hour",
    [SITE_STATS_DAYS] = "SELECT day, sum(n)" COUNTED " GROUP BY day ORDER BY day",
    [SITE_STATS_MONTHS] = "SELECT day / 100, sum(n)" COUNTED " GROUP BY 1 ORDER BY 1",
    [SITE_STATS_PLACES] = "SELECT place, sum(n)" COUNTED " GROUP BY place ORDER BY place",
    [SITE_STATS_TOTAL] = "SELECT coalesce(sum(n), 0)" COUNTED,
    [SITE_STATS_CELLS] =
        "SELECT day, hour, place, kind, item, n" COUNTED " ORDER BY day, hour, place, kind, item",
    [SITE_AUDIT_ADD] = "INSERT INTO audit (seq, time, account, action, detail, previous, hash)"
                       " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    [SITE_AUDIT_LIST] = "SELECT seq, time, account, action, detail FROM audit WHERE seq < ?1"
                        " ORDER BY seq DESC LIMIT ?2",
    [SITE_AUDIT_MOVED] = "SELECT detail FROM audit WHERE action IN (52, 53) ORDER BY seq",
    [SITE_AUDIT_ALL] = "SELECT seq, time, account, action, detail, previous, hash FROM audit ORDER BY seq",
    [SITE_HISTORY_ADD] = "INSERT INTO history (time, account, action, edition, sequence, result)"
                         " VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    [SITE_HISTORY_LIST] = "SELECT time, account, action, edition, sequence, result FROM history"
                          " ORDER BY seq DESC LIMIT ?1",
    [SITE_QUICK_CHECK] = "PRAGMA quick_check(1)",
};

const char *site_statement_sql(enum site_statement which)
{
    return statements[which];
}
