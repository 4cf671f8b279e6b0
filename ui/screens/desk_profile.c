/* SPDX-License-Identifier: MIT */
/* What the school says of itself: whom its students see. Beside it, how the kiosk will say it. */
#include "db/institution.h"
#include "db/site/profile.h"
#include "ui/confirm.h"
#include "ui/desk.h"
#include "ui/form.h"
#include "ui/office_flow.h"
#include "ui/page.h"
#include "ui/screens/screens.h"
#include "ui/wording.h"

#include "base/error.h"

#include <string.h>

#define MARGIN 2
#define FORM_COLS 68
#define PREVIEW_COLS 44
#define WIDE (FORM_COLS + PREVIEW_COLS + 3 * MARGIN)

/* The fields of the form; those behind the first are enum profile_field from PROFILE_OFFICE on. */
enum { FIELD_SCHOOL, FIELD_OFFICE, FIELD_PLACE, FIELD_HOURS, FIELD_TELEPHONE, FIELD_REMARKS, FIELDS };

enum { PURPOSE_BACK, PURPOSE_QUIT };

struct profile_screen {
    struct form form;
    struct confirm confirm;
    char code[16];       /* of the school */
    struct profile *was; /* as it was read: what differs from it was changed here */
    bool changed;
    struct rect fields, preview; /* within the body; no rows: no room for one */
};

static enum profile_field profile_field_of(int field)
{
    return field == FIELD_SCHOOL ? PROFILE_SCHOOL
                                 : (enum profile_field)(PROFILE_OFFICE + field - FIELD_OFFICE);
}

static const char *const hints[FIELDS] = {
    [FIELD_SCHOOL] = "按 Enter，从教育部名单里选",
    [FIELD_OFFICE] = "学籍学历管理部门在本校叫什么",
    [FIELD_PLACE] = "楼名、房间号",
    [FIELD_HOURS] = "星期几、几点到几点",
    [FIELD_TELEPHONE] = "学生可以打的号码",
    [FIELD_REMARKS] = "要提前告诉学生的话",
};

/* What is stored into the fields, where it is another text than stands there. Takes the profile. */
static int fill(struct profile_screen *s, struct profile *profile)
{
    int error = 0;
    site_profile_free(s->was);
    s->was = profile;
    for (int i = 0; !error && i < FIELDS; i++) {
        const char *stored = profile_field_text(profile, profile_field_of(i));
        _cleanup_free_ char *text = NULL;
        error = form_text(&text, &s->form, i);
        if (!error && strcmp(text, stored) != 0)
            error = form_set(&s->form, i, stored);
    }
    snprintf(s->code, sizeof(s->code), "%s", profile->code);
    return error;
}

static int set_up(struct profile_screen *s, const struct ui *ui)
{
    struct profile *profile;
    int error = site_profile_read(&profile, ui->desk->site);
    if (error)
        return error;
    for (int i = 0; i < FIELDS; i++)
        form_add(&s->form, i == FIELD_SCHOOL ? FORM_LOOKUP : FORM_TEXT,
                 wording_profile_field(profile_field_id(profile_field_of(i))), hints[i],
                 profile_field_max(profile_field_of(i)));
    return fill(s, profile);
}

static void close_profile(struct screen *screen)
{
    struct profile_screen *s = screen->state;
    form_fini(&s->form);
    site_profile_free(s->was);
    free(s);
}

static int open_profile(struct screen *screen, struct ui *ui)
{
    struct profile_screen *s = calloc(1, sizeof(*s));
    if (!s)
        return -ENOMEM;
    screen->state = s;
    ui->desk->code[0] = '\0';
    int error = set_up(s, ui);
    if (error)
        close_profile(screen);
    return error;
}

/* Back from the list of schools. */
static void resume(struct screen *screen, struct ui *ui)
{
    struct profile_screen *s = screen->state;
    struct institution *school;
    if (!*ui->desk->code)
        return;
    int error = institution_by_code(&school, ui->handbook, ui->desk->code);
    if (!error) {
        error = form_set(&s->form, FIELD_SCHOOL, school->name);
        institutions_free(school, 1);
    }
    if (error) {
        desk_complain(ui, error);
    } else {
        snprintf(s->code, sizeof(s->code), "%s", ui->desk->code);
        s->changed = true;
        s->form.focus = FIELD_OFFICE;
    }
    ui->desk->code[0] = '\0';
}

/* ---- saving ---- */

/* What the fields hold now; site_profile_free gives it back. */
static int read_form(struct profile **out, const struct profile_screen *s)
{
    struct profile *profile = calloc(1, sizeof(*profile));
    if (!profile)
        return -ENOMEM;
    int error = 0;
    for (int i = 0; !error && i < FIELDS; i++)
        error = form_text(profile_field_slot(profile, profile_field_of(i)), &s->form, i);
    profile->code = error ? NULL : strdup(s->code);
    if (error || !profile->code) {
        site_profile_free(profile);
        return -ENOMEM;
    }
    *out = profile;
    return 0;
}

static void refuse_field(struct profile_screen *s, int refused, const char *why)
{
    for (int i = 0; i < FIELDS; i++)
        if ((int)profile_field_of(i) == refused || (i == FIELD_SCHOOL && refused == PROFILE_CODE))
            form_refuse(&s->form, i, why);
}

static bool same(const struct profile *a, const struct profile *b, enum profile_field field)
{
    return strcmp(profile_field_text(a, field), profile_field_text(b, field)) == 0;
}

/* Where nothing was changed here, what another has stored now. */
static int adopt(struct profile_screen *s, const struct ui *ui, const struct profile *ours)
{
    struct profile *stored;
    int error = site_profile_read(&stored, ui->desk->site);
    if (error)
        return error;
    for (int i = 0; !error && i < FIELDS; i++) {
        enum profile_field field = profile_field_of(i);
        if (same(s->was, ours, field) && !same(s->was, stored, field))
            error = form_set(&s->form, i, profile_field_text(stored, field));
    }
    if (same(s->was, ours, PROFILE_CODE))
        snprintf(s->code, sizeof(s->code), "%s", stored->code);
    site_profile_free(s->was);
    s->was = stored;
    return error;
}

/* What somebody else wrote stands in the notice; the next try takes its place. */
static void tell_contested(struct profile_screen *s, struct ui *ui, int field)
{
    const char *theirs = profile_field_text(s->was, field == PROFILE_CODE ? PROFILE_SCHOOL : field);
    refuse_field(s, field, "别人刚改过这一项；再按 Ctrl-S 就用您写的");
    if (*theirs)
        desk_warn(ui, "没有保存：别人刚把这一项改成了“%s”", theirs);
    else
        desk_warn(ui, "没有保存：别人刚清空了这一项");
}

static void tell_saved(struct profile_screen *s, struct ui *ui)
{
    struct profile *stored;
    s->changed = false;
    ui->desk->profile_changed = true;
    int error = site_profile_read(&stored, ui->desk->site); /* also what another wrote, as it was cleaned */
    if (!error)
        error = fill(s, stored);
    if (error)
        desk_complain(ui, error);
    desk_notice(ui, "已保存；自助终端回到首页时就用新的");
}

static struct intent save(struct profile_screen *s, struct ui *ui)
{
    struct profile *ours = NULL;
    int result = read_form(&ours, s), contested = 0;
    if (result == 0)
        result = site_profile_change(ui->desk->site, &ui->desk->session, s->was, ours);
    if (result > PROFILE_CHANGED) {
        contested = result - PROFILE_CHANGED;
        result = adopt(s, ui, ours);
    }
    if (result < 0)
        desk_complain(ui, result);
    else if (contested)
        tell_contested(s, ui, contested);
    else if (result > 0)
        refuse_field(s, result, result <= PROFILE_SCHOOL ? "请重新选学校" : "太长了，请写短一些");
    else
        tell_saved(s, ui);
    site_profile_free(ours);
    return intent_of(INTENT_REDRAW);
}

/* ---- what a clerk does ---- */

static struct intent leave(struct profile_screen *s)
{
    if (!s->changed)
        return intent_of(INTENT_BACK);
    confirm_ask(&s->confirm, PURPOSE_BACK, "不保存，返回", "接着填", "改动还没有保存",
                "返回就不保存这次的改动。要保存请按 Ctrl-S。");
    return intent_of(INTENT_REDRAW);
}

static struct intent quit(struct profile_screen *s)
{
    if (!s->changed)
        return intent_of(INTENT_NONE);
    confirm_ask(&s->confirm, PURPOSE_QUIT, "不保存，退出", "接着填", "改动还没有保存",
                "退出就不保存这次的改动。要保存请先按 Ctrl-S。");
    return intent_of(INTENT_REDRAW);
}

static struct intent act_confirm(struct profile_screen *s, struct event event)
{
    int answer = confirm_act(&s->confirm, event);
    if (answer != CONFIRM_YES)
        return intent_of_confirm(answer);
    s->changed = false;
    return intent_of(s->confirm.purpose == PURPOSE_QUIT ? INTENT_QUIT : INTENT_BACK);
}

static struct intent act(struct screen *screen, struct ui *ui, struct event event)
{
    struct profile_screen *s = screen->state;
    if (s->confirm.open)
        return act_confirm(s, event);
    if (event.action == ACTION_BACK)
        return leave(s);
    if (event.action == ACTION_QUIT)
        return quit(s);
    int result = form_act(&s->form, event);
    if (result == FORM_SUBMIT)
        return save(s, ui);
    if (result == FORM_OPEN)
        return (struct intent){.kind = INTENT_GO, .route = {.screen = SCREEN_DESK_SCHOOL}};
    s->changed |= result == FORM_CHANGED;
    return form_intent(result);
}

/* Nothing else keeps a half-written form; it stays in memory under the lock. */
static int keep(struct screen *screen, struct ui *ui)
{
    const struct profile_screen *s = screen->state;
    (void)ui;
    return s->changed ? -EAGAIN : 0;
}

/* ---- painting ---- */

static int layout(struct screen *screen, const struct ui *ui, int rows, int cols)
{
    struct profile_screen *s = screen->state;
    (void)ui;
    int top = rows >= 16 ? 1 : 0;
    bool wide = cols >= WIDE;
    int used = wide                            ? FORM_COLS + PREVIEW_COLS + MARGIN
               : cols - 2 * MARGIN < FORM_COLS ? cols - 2 * MARGIN
                                               : FORM_COLS;
    int left = (cols - used) / 2;
    form_layout(&s->form, rows - top);
    int fields = form_rows(&s->form);
    s->fields = (struct rect){top, left, fields, wide ? FORM_COLS : used};
    if (wide)
        s->preview = (struct rect){top, left + FORM_COLS + MARGIN, rows - top, PREVIEW_COLS};
    else
        s->preview = (struct rect){top + fields, left, rows - top - fields, used};
    if (s->preview.rows < 5)
        s->preview.rows = 0;
    return 0;
}

static void draw_preview(const struct profile_screen *s, const struct ui *ui, struct canvas *canvas,
                         struct rect at)
{
    struct profile *profile;
    struct flow *flow;
    if (read_form(&profile, s) != 0)
        return; /* out of memory: no preview in this frame */
    if (flow_new(&flow, ui->glyphs, at.cols) == 0) {
        flow_frame_begin(flow, (struct style){ROLE_LINE, 0}, "学生会看到");
        page_heading(flow, "找谁");
        office_flow(flow, profile);
        if (flow_frame_end(flow, "") == 0)
            flow_draw(flow, canvas, NULL, at, 0);
        flow_free(flow);
    }
    site_profile_free(profile);
}

static void draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas, struct rect body,
                 struct hits *hits)
{
    const struct profile_screen *s = screen->state;
    struct rect fields = s->fields, preview = s->preview;
    fields.row += body.row;
    preview.row += body.row;
    form_draw(&s->form, canvas, fields, hits);
    if (preview.rows)
        draw_preview(s, ui, canvas, preview);
    confirm_draw(&s->confirm, canvas, body, hits);
}

static void title(const struct screen *screen, const struct ui *ui, char *out, size_t size)
{
    const struct profile_screen *s = screen->state;
    snprintf(out, size, "工作台 %s 学校信息%s", ui->glyphs->trail, s->changed ? "（没有保存）" : "");
}

static void footer(const struct screen *screen, const struct ui *ui, struct footer *out)
{
    const struct profile_screen *s = screen->state;
    (void)ui;
    if (s->confirm.open) {
        confirm_footer(&s->confirm, out);
        return;
    }
    bool lookup = s->form.fields[s->form.focus].kind == FORM_LOOKUP;
    footer_add(out, ACTION_SAVE, NULL, NULL);
    footer_add(out, ACTION_OPEN, "Enter",
               lookup                          ? "选学校"
               : s->form.focus + 1 < s->form.n ? "下一项"
                                               : "保存");
    footer_add(out, ACTION_NEXT, "↑↓", "换一项");
    footer_add(out, ACTION_UNDO, NULL, NULL);
    footer_add(out, ACTION_BACK, NULL, NULL);
}

const struct screen_ops screen_desk_profile = {
    .name = "desk-profile",
    .right = SITE_MAY_EDIT,
    .typing = true,
    .pastes = true,
    .idle_seconds = IDLE_SHORT,
    .open = open_profile,
    .close = close_profile,
    .act = act,
    .layout = layout,
    .draw = draw,
    .title = title,
    .footer = footer,
    .resume = resume,
    .keep = keep,
};
