/* SPDX-License-Identifier: MIT */
/* What glass and paper say alike of answers, supplements and outcomes. */
#ifndef UI_WORDING_H
#define UI_WORDING_H

#include "db/guide.h"
#include "db/handbook.h"
#include "db/profile.h"
#include "db/site/addenda.h"

#include <stdbool.h>
#include <stddef.h>

/* For whom it speaks while the school is not known. */
#define WORDING_PROVINCE "吉林省高校"
#define WORDING_SUPPLEMENT "补充说明（不是手册原文）"
#define WORDING_OFFICE "学校学籍学历管理部门"
#define WORDING_OFFICE_UNKNOWN "请向本校学籍学历管理部门咨询。"
#define WORDING_ADDENDUM "本校补充（不是手册原文）"
#define WORDING_ONE_ITEM "（这一条来自补充说明，不是手册原文）"
#define WORDING_CLOSING "以学信网页面和学校规定为准。"

/* A step's number as it is shown: “（1）” as 1, “第一步” as it is. */
#define WORDING_LABEL_MAX 32
void wording_step_label(char out[WORDING_LABEL_MAX], const struct block *block);

/* “—— 一本通 问题6”, behind a sentence of the handbook. */
#define WORDING_QUOTE_SOURCE_MAX 64
void wording_quote_source(char out[WORDING_QUOTE_SOURCE_MAX], const struct guide_quote *quote);

/* “—— ” and the law that a quote is from; “来源：…，… 核对” of a supplement. The caller frees. -ENOMEM. */
int wording_law(char **out, const struct block *block);
int wording_supplement_source(char **out, const struct supplement *supplement);

/* How many items from the first one on rest on the same supplement; 0 if it rests on the handbook. */
size_t wording_run(const struct guide_item *items, size_t n);

/* Several steps in a row out of one supplement: its words are told by them, and its source
 * behind them, once. */
bool wording_is_told_by_steps(const struct guide_node *outcome, const char *supplement);

/*
 * What stands behind the last of a run of steps out of one supplement, the first of them at index `first`.
 * supplement: NULL if the outcome does not name it. The caller frees. -ENOMEM.
 */
int wording_run_source(char **out, size_t first, size_t length, const struct supplement *supplement);

/* Whether the handbook sends the visitor to the office whose contact a profile has. */
bool wording_names_office(const struct answer *answer);

/* Whom students of a school see: “吉林大学 学籍科”. The caller frees. -ENOMEM. */
int wording_office(char **out, const struct profile *profile);

/* What else its profile says of that, as far as it is filled in: “地点”, “行政楼203”. Returns how many. */
#define WORDING_CONTACT_MAX 4
struct wording_row {
    const char *label, *text; /* borrowed from the profile */
};
size_t wording_contact(struct wording_row out[WORDING_CONTACT_MAX], const struct profile *profile);

/* “吉林大学 学籍科，2026-11-23 发布” of an addendum. The caller frees. -ENOMEM. */
int wording_addendum_source(char **out, const struct addendum_shown *addendum);

/* What the staff calls a field of the profile, by its id (profile_field_id); NULL: there is none of that id.
 */
const char *wording_profile_field(const char *id);

/* What stands where an outcome lists nothing to bring. */
const char *wording_no_papers(const struct guide_node *outcome);

#endif
