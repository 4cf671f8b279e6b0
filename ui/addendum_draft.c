/* SPDX-License-Identifier: MIT */
#include "ui/addendum_draft.h"

#include "ui/desk.h"

#include "db/site/addenda.h"

#include "base/error.h"

#include <string.h>

static const char *name_of(const char *account)
{
    return *account ? account : "别人";
}

/* ---- reading versions ---- */

/* The newest that is no draft; version 0 if there is none. */
struct settled {
    int version;
    bool is_shown;
    char by[SITE_NAME_BYTES];
};

static int read_settled(struct settled *out, struct site *site, int question)
{
    struct addendum *newest;
    *out = (struct settled){0};
    int error = site_addendum_settled(&newest, site, question);
    if (error)
        return error == -ENOENT ? 0 : error;
    out->version = newest->version;
    out->is_shown = newest->state == ADDENDUM_PUBLISHED;
    snprintf(out->by, sizeof(out->by), "%s", newest->account);
    addenda_free(newest, 1);
    return 0;
}

/* The newest version; *out is NULL if there is none. */
static int read_latest(struct addendum **out, const struct ui *ui, int question)
{
    *out = NULL;
    int error = site_addendum_latest(out, ui->desk->site, question);
    return error == -ENOENT ? 0 : error;
}

/* The text as that version has it, in place of what stands here. */
static int take(struct addendum_draft *draft, const struct ui *ui, const struct addendum *latest)
{
    struct settled settled;
    int error = read_settled(&settled, ui->desk->site, draft->question);
    if (!error && latest)
        error = text_area_set(&draft->area, latest->text);
    if (error)
        return error;
    draft->base = latest ? latest->version : 0;
    draft->changed = false;
    draft->settled = settled.version;
    draft->is_shown = settled.is_shown;
    return 0;
}

int addendum_draft_open(struct addendum_draft *out, const struct ui *ui, int question)
{
    struct addendum *latest;
    *out = (struct addendum_draft){.question = question};
    text_area_init(&out->area, ADDENDUM_CHARACTERS);
    int error = read_latest(&latest, ui, question);
    if (!error)
        error = take(out, ui, latest);
    addenda_free(latest, 1);
    if (error)
        addendum_draft_fini(out);
    return error;
}

void addendum_draft_fini(struct addendum_draft *draft)
{
    text_area_fini(&draft->area);
}

static void tell_newer(const struct addendum_draft *draft, struct ui *ui, const struct addendum *latest)
{
    if (draft->changed)
        desk_warn(ui, "%s刚存了第 %d 版。您写的还在，没有存；请先看“历史”", name_of(latest->account),
                  latest->version);
    else if (strcmp(latest->account, ui->desk->session.name) == 0)
        desk_notice(ui, "现在是第 %d 版的文字", latest->version);
    else
        desk_warn(ui, "%s刚存了第 %d 版，这里换成了它的文字；您存过的都在“历史”里", name_of(latest->account),
                  latest->version);
}

void addendum_draft_resume(struct addendum_draft *draft, struct ui *ui)
{
    struct addendum *latest;
    int error = read_latest(&latest, ui, draft->question);
    if (!error && latest && latest->version != draft->base) {
        if (!draft->changed)
            error = take(draft, ui, latest);
        if (!error)
            tell_newer(draft, ui, latest);
    }
    addenda_free(latest, 1);
    if (error)
        desk_complain(ui, error);
}

/* ---- making versions ---- */

/* Somebody else has made a version meanwhile: ours stays, the next try goes on top of theirs. */
static void tell_conflict(struct addendum_draft *draft, struct ui *ui)
{
    struct addendum *latest;
    if (site_addendum_latest(&latest, ui->desk->site, draft->question) != 0)
        return;
    draft->base = latest->version;
    desk_warn(ui, "%s刚存了第 %d 版。您写的还在；请先看“历史”，再按一次就存在它后面",
              name_of(latest->account), latest->version);
    addenda_free(latest, 1);
}

typedef int change(int *version, struct site *site, const struct site_session *by, int question, int base,
                   const char *text);

static int retract(int *version, struct site *site, const struct site_session *by, int question, int base,
                   const char *text)
{
    (void)text;
    return site_addendum_retract(version, site, by, question, base);
}

/* 0: done, the draft is up to date. Else it has been told why not. */
static int make_version(struct addendum_draft *draft, struct ui *ui, change *make)
{
    _cleanup_free_ char *text = NULL;
    int version, result = edit_text(&text, &draft->area.edit);
    if (result == 0)
        result = make(&version, ui->desk->site, &ui->desk->session, draft->question, draft->base, text);
    if (result == 0) {
        draft->base = version;
        draft->changed = false;
        edit_move(&draft->area.edit, draft->area.edit.cursor); /* what is typed next is undone by itself */
        return 0;
    }
    if (result == ADDENDUM_CHANGED)
        tell_conflict(draft, ui);
    else if (result == ADDENDUM_LONG)
        desk_warn(ui, "太长了，最多 %d 个字", ADDENDUM_CHARACTERS);
    else if (result == ADDENDUM_EMPTY)
        desk_warn(ui, "没有内容，不能发布；不想再显示，请用“撤下”");
    else
        desk_complain(ui, result);
    return result;
}

/* A draft covers nothing up, every version stays: it goes on top of what somebody else has made meanwhile,
 * and the clerk is told of that instead of the success. */
static int save(struct addendum_draft *draft, struct ui *ui)
{
    int result = make_version(draft, ui, site_addendum_save), theirs = draft->base;
    if (result != ADDENDUM_CHANGED)
        return result;
    result = make_version(draft, ui, site_addendum_save);
    if (result == 0)
        desk_warn(ui, "别人刚存了第 %d 版；您写的存成了草稿，第 %d 版。发布前请看“历史”", theirs,
                  draft->base);
    return result;
}

int addendum_draft_save(struct addendum_draft *draft, struct ui *ui, const char *to_be_done)
{
    if (!draft->changed)
        return 0;
    int result = save(draft, ui);
    if (result == 0)
        desk_notice(ui, "已存成草稿，第 %d 版%s", draft->base, to_be_done);
    return result;
}

/* ---- what visitors see ---- */

/* What is settled now, and whether that is news to the clerk. */
static int look(struct settled *out, bool *news, struct addendum_draft *draft, struct ui *ui)
{
    int error = read_settled(out, ui->desk->site, draft->question);
    if (error) {
        desk_complain(ui, error);
        return error;
    }
    *news = out->version != draft->settled;
    draft->asked = out->version;
    draft->is_shown = out->is_shown;
    return 0;
}

int addendum_draft_ask_publish(char *words, size_t size, struct addendum_draft *draft, struct ui *ui)
{
    struct settled now;
    char instead[240] = "";
    bool news;
    int error = look(&now, &news, draft, ui);
    if (error)
        return error;
    if (news)
        snprintf(instead, sizeof(instead),
                 "注意：%s刚%s第 %d 版，您打开时还没有，会由这段文字代替。先看“历史”？", name_of(now.by),
                 now.is_shown ? "发布了" : "撤下了本校补充，", now.version);
    else if (now.is_shown)
        snprintf(instead, sizeof(instead), "现在显示的第 %d 版由它代替，历史里还找得到。", now.version);
    snprintf(words, size, "%s发布后，自助终端的第 %d 题马上显示这段文字，标明是本校补充。%s",
             news ? instead : "", draft->question, news ? "" : instead);
    return 0;
}

int addendum_draft_ask_retract(char *words, size_t size, struct addendum_draft *draft, struct ui *ui)
{
    struct settled now;
    char whose[160] = "";
    bool news;
    int error = look(&now, &news, draft, ui);
    if (error)
        return error;
    if (!now.is_shown) {
        desk_warn(ui, "这一题现在没有显示本校补充，不用撤下");
        return ADDENDUM_EMPTY;
    }
    if (news)
        snprintf(whose, sizeof(whose), "注意：撤下的是%s刚发布的第 %d 版。", name_of(now.by), now.version);
    snprintf(words, size, "%s撤下后，自助终端不再显示这一题的本校补充。文字留在历史里，随时可以恢复。",
             whose);
    return 0;
}

/* Makes the version, if what it takes the place of still is what the question told of. */
static int settle(struct addendum_draft *draft, struct ui *ui, change *make)
{
    struct settled now;
    struct site *site = ui->desk->site;
    int result = site_begin(site);
    if (result == 0) {
        result = read_settled(&now, site, draft->question);
        if (result == 0 && now.version != draft->asked) {
            tell_conflict(draft, ui);
            result = ADDENDUM_CHANGED;
        } else if (result == 0) {
            result = make_version(draft, ui, make);
        } else {
            desk_complain(ui, result);
        }
        int ended = site_end(site, result);
        if (ended < 0 && result >= 0)
            desk_complain(ui, ended);
        result = ended;
    } else {
        desk_complain(ui, result);
    }
    return result;
}

/* A transaction that is not committed has made no version. */
static int settle_and_note(struct addendum_draft *draft, struct ui *ui, change *make, bool is_shown)
{
    int base = draft->base;
    bool changed = draft->changed;
    int result = settle(draft, ui, make);
    if (result < 0) {
        draft->base = base;
        draft->changed = changed;
    }
    if (result == 0) {
        draft->settled = draft->base;
        draft->is_shown = is_shown;
    }
    return result;
}

void addendum_draft_publish(struct addendum_draft *draft, struct ui *ui)
{
    if (settle_and_note(draft, ui, site_addendum_publish, true) == 0)
        desk_notice(ui, "已发布，第 %d 版；自助终端正在显示", draft->base);
}

void addendum_draft_retract(struct addendum_draft *draft, struct ui *ui)
{
    int saved = 0;
    if (draft->changed) {
        if (save(draft, ui) != 0)
            return;
        saved = draft->base;
    }
    if (settle_and_note(draft, ui, retract, false) != 0)
        return;
    if (saved)
        desk_notice(ui, "已撤下；没发布的文字存成了草稿，第 %d 版，在“历史”里", saved);
    else
        desk_notice(ui, "已撤下；自助终端不再显示");
}
