/* SPDX-License-Identifier: MIT */
/*
 * Writing 本校补充 for a question: the text, under it what can be done with it, and as it is written how
 * visitors will see it. Nothing written is lost: leaving, locking and quitting save a draft.
 */
#include "ui/addendum_draft.h"
#include "ui/addendum_flow.h"
#include "ui/confirm.h"
#include "ui/desk.h"
#include "ui/screens/screens.h"

#include "base/error.h"

#include <string.h>

#define MARGIN 2
#define GAP 3
#define PREVIEW_MIN 100 /* columns from which the preview stands beside the text */
#define PREVIEW_COLS 60
#define AREA_MAX 84

enum button { BUTTON_SAVE, BUTTON_PREVIEW, BUTTON_PUBLISH, BUTTON_RETRACT, BUTTON_HISTORY, BUTTONS };
enum purpose { PURPOSE_PUBLISH, PURPOSE_RETRACT, PURPOSE_THROW_AWAY, PURPOSE_QUIT };

static const char *const button_words[BUTTONS] = {
    [BUTTON_SAVE] = "存草稿",  [BUTTON_PREVIEW] = "预览", [BUTTON_PUBLISH] = "发布",
    [BUTTON_RETRACT] = "撤下", [BUTTON_HISTORY] = "历史",
};

struct edit_screen {
    struct addendum_draft draft;
    bool buttons; /* the keys go to the buttons, not to the text */
    enum button button;
    bool previewing; /* instead of the text, where both have no room */
    struct confirm confirm;
    struct rect text, preview, row; /* within the body; preview.rows 0: not beside it */
};

static void close_edit(struct screen *screen)
{
    struct edit_screen *s = screen->state;
    addendum_draft_fini(&s->draft);
    free(s);
}

static int open_edit(struct screen *screen, struct ui *ui)
{
    struct edit_screen *s = calloc(1, sizeof(*s));
    if (!s)
        return -ENOMEM;
    int error = addendum_draft_open(&s->draft, ui, screen->route.question);
    if (error)
        free(s);
    else
        screen->state = s;
    return error;
}

/* Back from the history, or unlocked: another version may be the newest now. */
static void resume(struct screen *screen, struct ui *ui)
{
    struct edit_screen *s = screen->state;
    addendum_draft_resume(&s->draft, ui);
}

static int keep(struct screen *screen, struct ui *ui)
{
    struct edit_screen *s = screen->state;
    int result = addendum_draft_save(&s->draft, ui, "");
    return result > 0 ? -EAGAIN : result;
}

/* ---- what a clerk does ---- */

static struct intent ask_to_publish(struct edit_screen *s, struct ui *ui)
{
    char words[CONFIRM_TEXT];
    if (addendum_draft_ask_publish(words, sizeof(words), &s->draft, ui) == 0)
        confirm_ask(&s->confirm, PURPOSE_PUBLISH, "发布", "先不发布", "发布这段文字吗？", words);
    return intent_of(INTENT_REDRAW);
}

static struct intent ask_to_retract(struct edit_screen *s, struct ui *ui)
{
    char words[CONFIRM_TEXT];
    if (addendum_draft_ask_retract(words, sizeof(words), &s->draft, ui) == 0)
        confirm_ask(&s->confirm, PURPOSE_RETRACT, "撤下", "不撤", "不再显示吗？", words);
    return intent_of(INTENT_REDRAW);
}

static struct intent save(struct edit_screen *s, struct ui *ui)
{
    if (s->draft.changed)
        addendum_draft_save(&s->draft, ui, "；学生还看不到");
    else
        desk_notice(ui, "没有改动，不用再存");
    return intent_of(INTENT_REDRAW);
}

static struct intent open_history(struct edit_screen *s, struct ui *ui)
{
    if (addendum_draft_save(&s->draft, ui, "") != 0)
        return intent_of(INTENT_REDRAW);
    return (struct intent){.kind = INTENT_GO,
                           .route = {.screen = SCREEN_DESK_HISTORY, .question = s->draft.question}};
}

static struct intent press(struct edit_screen *s, struct ui *ui, enum button button)
{
    switch (button) {
    case BUTTON_SAVE:
        return save(s, ui);
    case BUTTON_PREVIEW:
        s->previewing = !s->previewing && s->preview.rows == 0;
        return intent_of(INTENT_REDRAW);
    case BUTTON_PUBLISH:
        return ask_to_publish(s, ui);
    case BUTTON_RETRACT:
        return ask_to_retract(s, ui);
    default:
        return open_history(s, ui);
    }
}

static struct intent do_confirmed(struct edit_screen *s, struct ui *ui)
{
    switch ((enum purpose)s->confirm.purpose) {
    case PURPOSE_PUBLISH:
        addendum_draft_publish(&s->draft, ui);
        break;
    case PURPOSE_RETRACT:
        addendum_draft_retract(&s->draft, ui);
        break;
    case PURPOSE_THROW_AWAY:
        s->draft.changed = false;
        return intent_of(INTENT_BACK);
    case PURPOSE_QUIT:
        s->draft.changed = false;
        return intent_of(INTENT_QUIT);
    }
    return intent_of(INTENT_REDRAW);
}

static struct intent quit(struct edit_screen *s, struct ui *ui)
{
    if (addendum_draft_save(&s->draft, ui, "") == 0)
        return intent_of(INTENT_NONE);
    confirm_ask(&s->confirm, PURPOSE_QUIT, "不要了，退出", "接着写", "没能存成草稿", ui->notice);
    return intent_of(INTENT_REDRAW);
}

static struct intent leave(struct edit_screen *s, struct ui *ui)
{
    if (addendum_draft_save(&s->draft, ui, "；要让学生看到，还要发布") == 0)
        return intent_of(INTENT_BACK);
    confirm_ask(&s->confirm, PURPOSE_THROW_AWAY, "不要了，返回", "接着写", "没能存成草稿", ui->notice);
    return intent_of(INTENT_REDRAW);
}

static struct intent act_buttons(struct edit_screen *s, struct ui *ui, struct event event)
{
    switch (event.action) {
    case ACTION_LEFT:
        s->button = (s->button + BUTTONS - 1) % BUTTONS;
        return intent_of(INTENT_REDRAW);
    case ACTION_RIGHT:
        s->button = (s->button + 1) % BUTTONS;
        return intent_of(INTENT_REDRAW);
    case ACTION_OPEN:
        return press(s, ui, s->button);
    case ACTION_NEXT:
    case ACTION_PREVIOUS:
    case ACTION_UP:
    case ACTION_POINT:
        s->buttons = s->previewing = false;
        return intent_of(INTENT_REDRAW);
    default:
        return intent_of(INTENT_STAY);
    }
}

static struct intent act_text(struct edit_screen *s, struct ui *ui, struct event event)
{
    int result = text_area_act(&s->draft.area, event);
    if (result < 0) {
        desk_complain(ui, result);
        return intent_of(INTENT_REDRAW);
    }
    s->draft.changed |= result == TEXT_AREA_CHANGED;
    return intent_of(result == TEXT_AREA_UNKNOWN  ? INTENT_NONE
                     : result == TEXT_AREA_STAYED ? INTENT_STAY
                                                  : INTENT_REDRAW);
}

static struct intent act_confirm(struct edit_screen *s, struct ui *ui, struct event event)
{
    int answer = confirm_act(&s->confirm, event);
    return answer == CONFIRM_YES ? do_confirmed(s, ui) : intent_of_confirm(answer);
}

static struct intent act(struct screen *screen, struct ui *ui, struct event event)
{
    struct edit_screen *s = screen->state;
    if (s->confirm.open)
        return act_confirm(s, ui, event);
    switch (event.action) {
    case ACTION_SAVE:
        return press(s, ui, BUTTON_SAVE);
    case ACTION_WORD: /* a tap on a button */
        s->buttons = true;
        s->button = event.value >= 0 && event.value < BUTTONS ? (enum button)event.value : BUTTON_SAVE;
        return press(s, ui, s->button);
    case ACTION_BACK:
        if (!s->previewing)
            return leave(s, ui);
        s->previewing = false;
        return intent_of(INTENT_REDRAW);
    case ACTION_NEXT:
    case ACTION_PREVIOUS:
        s->buttons = !s->buttons;
        s->previewing = false;
        return intent_of(INTENT_REDRAW);
    case ACTION_QUIT:
        return quit(s, ui);
    default:
        return s->buttons ? act_buttons(s, ui, event) : act_text(s, ui, event);
    }
}

/* ---- painting ---- */

static int layout(struct screen *screen, const struct ui *ui, int rows, int cols)
{
    struct edit_screen *s = screen->state;
    bool beside = cols >= PREVIEW_MIN && rows >= 10;
    int room = cols - 2 * MARGIN, width = beside ? room - GAP - (room * 2 / 5) : room;
    if (width > AREA_MAX)
        width = AREA_MAX;
    int preview = beside ? room - GAP - width : 0;
    if (preview > PREVIEW_COLS)
        preview = PREVIEW_COLS;
    int left = (cols - width - (beside ? GAP + preview : 0)) / 2;
    s->text = (struct rect){0, left, rows - 1, width};
    s->preview = (struct rect){0, left + width + GAP, beside ? rows - 1 : 0, preview};
    s->row = (struct rect){rows - 1, left, 1, width};
    return text_area_layout(&s->draft.area, ui->glyphs, s->text.rows, s->text.cols);
}

/* As visitors will see it, if it were published now. */
static void draw_preview(const struct edit_screen *s, const struct ui *ui, struct canvas *canvas,
                         struct rect at)
{
    _cleanup_free_ char *text = NULL, *clean = NULL, *source = NULL;
    struct flow *flow = NULL;
    struct date today = date_of(ui->clock.wall(ui->clock.context));
    struct addendum_shown shown = {0};
    char day[40];
    snprintf(day, sizeof(day), "%04d-%02d-%02d", today.year, today.month, today.day);
    memcpy(shown.date, day, sizeof(shown.date) - 1);
    const struct profile *profile = ui->profile;
    int error = edit_text(&text, &s->draft.area.edit);
    if (!error)
        error = addendum_clean(&clean, text);
    if (!error && asprintf(&source, "%s%s%s", profile ? profile->school : "",
                           profile && *profile->school && *profile->office ? " " : "",
                           profile ? profile->office : "") < 0)
        error = -ENOMEM;
    if (!error)
        error = flow_new(&flow, ui->glyphs, at.cols);
    shown.text = clean;
    shown.source = source;
    if (!error && *clean)
        error = addendum_flow(flow, &shown);
    if (!error) {
        canvas_put(canvas, at.row, at.col, at.cols, (struct style){ROLE_MUTED, 0},
                   *clean ? "学生会看到：" : "写了字，这里就显示学生会看到的样子。");
        flow_draw(flow, canvas, NULL, (struct rect){at.row + 1, at.col, at.rows - 1, at.cols}, 0);
    }
    flow_free(flow);
}

static void draw_buttons(const struct edit_screen *s, struct canvas *canvas, struct rect at,
                         struct hits *hits)
{
    int col = at.col + 1;
    for (int i = 0; i < BUTTONS; i++) {
        char words[48];
        bool selected = s->buttons && i == (int)s->button;
        bool idle = (i == BUTTON_PREVIEW && s->preview.rows) || (i == BUTTON_RETRACT && !s->draft.is_shown);
        snprintf(words, sizeof(words), selected ? "[%s]" : " %s ", button_words[i]);
        int used = canvas_put(canvas, at.row, col, canvas->cols - col,
                              selected ? (struct style){ROLE_SELECTED, ATTR_BOLD}
                                       : (struct style){idle ? ROLE_MUTED : ROLE_ACCENT, 0},
                              words);
        hits_add(hits, (struct rect){at.row, col, 1, used},
                 (struct event){.action = ACTION_WORD, .value = i});
        col += used + 1;
    }
}

static void draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas, struct rect body,
                 struct hits *hits)
{
    const struct edit_screen *s = screen->state;
    struct rect text = s->text, preview = s->preview, row = s->row;
    text.row += body.row;
    preview.row += body.row;
    row.row += body.row;
    if (s->previewing)
        draw_preview(s, ui, canvas, text);
    else
        text_area_draw(&s->draft.area, canvas, text, s->draft.changed ? "本校补充（没有保存）" : "本校补充",
                       "写本校的规定：到哪里办、带什么。Enter 换行", hits);
    if (preview.rows)
        draw_preview(s, ui, canvas, preview);
    draw_buttons(s, canvas, row, hits);
    confirm_draw(&s->confirm, canvas, body, hits);
}

static void title(const struct screen *screen, const struct ui *ui, char *out, size_t size)
{
    const struct edit_screen *s = screen->state;
    size_t n;
    const struct question *question = &handbook_questions(ui->handbook, &n)[s->draft.question - 1];
    snprintf(out, size, "工作台 %s 本校补充 %s %d  %s", ui->glyphs->trail, ui->glyphs->trail,
             s->draft.question, question->short_title);
}

static void footer(const struct screen *screen, const struct ui *ui, struct footer *out)
{
    const struct edit_screen *s = screen->state;
    (void)ui;
    if (s->confirm.open) {
        confirm_footer(&s->confirm, out);
        return;
    }
    if (s->buttons) {
        footer_add(out, ACTION_RIGHT, "←→", "选择");
        footer_add(out, ACTION_OPEN, "Enter", button_words[s->button]);
        footer_add(out, ACTION_NEXT, "Tab", "回去写");
    } else {
        footer_add(out, ACTION_NEXT, "Tab", "发布、预览等");
        footer_add(out, ACTION_SAVE, NULL, "存草稿");
    }
    footer_add(out, ACTION_BACK, "Esc", s->draft.changed ? "存草稿，返回" : "返回");
    if (!s->buttons) {
        footer_add(out, ACTION_UNDO, NULL, NULL);
        footer_add(out, ACTION_REDO, NULL, NULL);
    }
    footer_add(out, ACTION_LOCK, NULL, NULL);
}

const struct screen_ops screen_desk_edit = {
    .name = "desk-edit",
    .right = SITE_MAY_EDIT,
    .typing = true,
    .pastes = true,
    .idle_seconds = IDLE_LONG,
    .open = open_edit,
    .close = close_edit,
    .act = act,
    .layout = layout,
    .draw = draw,
    .title = title,
    .footer = footer,
    .resume = resume,
    .keep = keep,
};
