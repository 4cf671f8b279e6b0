/* SPDX-License-Identifier: MIT */
/*
 * Two small guides, made by hand:
 *
 *   1  kind: early → day | none → “无”
 *      day: by 2000-12-31 → old; today before it → later; within the two years after it → recent; else →
 * listed (guide 2) 记不清 → listed (guide 2) 2  listed: found → day (met again, not asked again) | not found
 * → outside | unsure → outside day: by 2000-12-31 → old-two; kind is early → early-two; else → late-two;
 * 记不清 → outside
 */
#ifndef TESTS_GUIDES_FIXTURE_H
#define TESTS_GUIDES_FIXTURE_H

#include "base/error.h"
#include "db/guide.h"

#define T(text) ((char *)(text))
#define TO(id)                                                                                               \
    {                                                                                                        \
        .node = T(id)                                                                                        \
    }
#define ONLY(edge_list) .edges = (edge_list), .n_edges = ARRAY_SIZE(edge_list)

#define DAY_OF(id)                                                                                           \
    {                                                                                                        \
        .from = T(id)                                                                                        \
    }
#define BY_2000                                                                                              \
    {                                                                                                        \
        .left = DAY_OF("day"), .comparison = GUIDE_ON_OR_BEFORE, .right = {                                  \
            .from = T(""),                                                                                   \
            .literal = {2000, 12, 31}                                                                        \
        }                                                                                                    \
    }

static struct guide_condition by_2000[] = {BY_2000};
static struct guide_condition in_future[] = {
    {.left = DAY_OF("today"), .comparison = GUIDE_BEFORE, .right = DAY_OF("day")}};
static struct guide_condition within_two[] = {
    {.left = DAY_OF("today"), .comparison = GUIDE_ON_OR_BEFORE, .right = {.from = T("day"), .add_years = 2}}};
static struct guide_condition is_early[] = {{.is_answer = true, .node = T("kind"), .option = T("early")}};

static struct guide_edge to_day[] = {TO("day")}, to_none[] = {TO("none")}, to_outside[] = {TO("outside")};
static struct guide_edge to_two[] = {{.guide = 2, .node = T("listed")}};
static struct guide_edge of_day[] = {
    {.conditions = by_2000, .n_conditions = 1, .node = T("old")},
    {.conditions = in_future, .n_conditions = 1, .node = T("later")},
    {.conditions = within_two, .n_conditions = 1, .node = T("recent")},
    {.guide = 2, .node = T("listed")},
};
static struct guide_edge of_day_two[] = {
    {.conditions = by_2000, .n_conditions = 1, .node = T("old-two")},
    {.conditions = is_early, .n_conditions = 1, .node = T("early-two")},
    TO("late-two"),
};

static struct guide_option kinds[] = {
    {.id = T("early"), .label = T("早"), .hint = T(""), ONLY(to_day)},
    {.id = T("none"), .label = T("没有“证书”"), .hint = T(""), ONLY(to_none)},
};
static struct guide_option days_one[] = {
    {.id = T(""), .label = T(""), .hint = T(""), ONLY(of_day)},
    {.id = T(GUIDE_UNSURE), .label = T("记不清"), .hint = T(""), ONLY(to_two)},
};
static struct guide_option days_two[] = {
    {.id = T(""), .label = T(""), .hint = T(""), ONLY(of_day_two)},
    {.id = T(GUIDE_UNSURE), .label = T("记不清"), .hint = T(""), ONLY(to_outside)},
};
static struct guide_option listings[] = {
    {.id = T(""), .label = T("在名单里"), .hint = T(""), ONLY(to_day)},
    {.id = T(GUIDE_NOT_FOUND), .label = T("名单里没有"), .hint = T(""), ONLY(to_outside)},
    {.id = T(GUIDE_UNSURE), .label = T("不清楚"), .hint = T(""), ONLY(to_outside)},
};
static struct guide_shown_date shown[] = {{.name = T("open"), .day = DAY_OF("day"), .show = GUIDE_DAY}};

#define ASKED(name, of_kind, words, option_list)                                                             \
    {                                                                                                        \
        .id = T(name), .kind = (of_kind), .ask = T(words), .hint = T(""), .precision = GUIDE_DAY,            \
        .options = (option_list), .n_options = ARRAY_SIZE(option_list)                                       \
    }
#define OUTCOME(name, words)                                                                                 \
    {                                                                                                        \
        .id = T(name), .kind = GUIDE_OUTCOME, .title = T(words), .whom = T("")                               \
    }

static struct guide_node nodes_one[] = {
    ASKED("kind", GUIDE_CHOICE, "哪一种情况？", kinds),
    ASKED("day", GUIDE_DATE, "是哪一天？", days_one),
    OUTCOME("old", "以前的"),
    {.id = T("later"),
     .kind = GUIDE_OUTCOME,
     .title = T("要等到{open}零点"),
     .whom = T(""),
     .dates = shown,
     .n_dates = 1},
    OUTCOME("recent", "不久前的"),
    OUTCOME("none", "无"),
};
static struct guide_node nodes_two[] = {
    ASKED("listed", GUIDE_INSTITUTION, "学校在名单里吗？", listings),
    ASKED("day", GUIDE_DATE, "是哪一天？", days_two),
    OUTCOME("outside", "不在名单中"),
    OUTCOME("old-two", "以前的"),
    OUTCOME("early-two", "早的"),
    OUTCOME("late-two", "晚的"),
};
static struct guide guide_items[] = {
    {.question = 1,
     .title = T("第一个"),
     .start = T("kind"),
     .nodes = nodes_one,
     .n_nodes = ARRAY_SIZE(nodes_one)},
    {.question = 2,
     .title = T("第二个"),
     .start = T("listed"),
     .nodes = nodes_two,
     .n_nodes = ARRAY_SIZE(nodes_two)},
};
static const struct guides small_guides = {.items = guide_items, .n = ARRAY_SIZE(guide_items)};

#endif
