/* SPDX-License-Identifier: MIT */
/* The own password. */
#include "ui/desk.h"
#include "ui/form.h"
#include "ui/screens/screens.h"

#include "base/error.h"

#include <string.h>

#define MEASURE 76

enum { FIELD_OLD, FIELD_NEW, FIELD_AGAIN, FIELDS };

static void close_password(struct screen *screen)
{
    struct form *form = screen->state;
    form_fini(form);
    free(form);
}

static int open_password(struct screen *screen, struct ui *ui)
{
    struct form *form = calloc(1, sizeof(*form));
    (void)ui;
    if (!form)
        return -ENOMEM;
    form_add(form, FORM_PASSWORD, "现在的密码", NULL, SITE_PASSWORD_BYTES);
    form_add(form, FORM_PASSWORD, "新密码", DESK_PASSWORD_HINT, SITE_PASSWORD_BYTES);
    form_add(form, FORM_PASSWORD, "再输一次", NULL, SITE_PASSWORD_BYTES);
    screen->state = form;
    return 0;
}

static struct intent tell(struct form *form, struct ui *ui, int result, int wait)
{
    char words[DESK_WORDS];
    if (result == 0) {
        desk_notice(ui, "密码已改，下次登录用新的");
        return intent_of(INTENT_BACK);
    }
    if (result < 0) {
        desk_error_words(words, result);
        return form_refuse(form, FIELD_OLD, words);
    }
    if (result == SITE_LOGIN_REFUSED || result == SITE_LOGIN_WAIT) {
        snprintf(words, sizeof(words), "现在的密码不对；要等 %d 分钟才能再试", (wait + 59) / 60);
        return form_refuse(form, FIELD_OLD, wait ? words : "现在的密码不对，请再输一次");
    }
    return form_refuse(form, FIELD_NEW, desk_password_words(result));
}

static struct intent submit(struct form *form, struct ui *ui)
{
    _cleanup_(desk_free_secret) char *old = NULL, *new = NULL, *again = NULL;
    int wait = 0, error = form_text(&old, form, FIELD_OLD);
    if (!error)
        error = form_text(&new, form, FIELD_NEW);
    if (!error)
        error = form_text(&again, form, FIELD_AGAIN);
    if (error)
        return tell(form, ui, error, 0);
    if (!*old)
        return form_refuse(form, FIELD_OLD, "请填现在的密码");
    int result = site_password_check(ui->desk->session.name, new);
    if (result)
        return tell(form, ui, result, 0);
    if (strcmp(new, again) != 0)
        return form_refuse(form, FIELD_AGAIN, "两次输入的新密码不一样");
    result = site_password_change(&wait, ui->desk->site, &ui->desk->session, old, new);
    form_wipe(form, FIELD_OLD);
    return tell(form, ui, result, wait);
}

static struct intent act(struct screen *screen, struct ui *ui, struct event event)
{
    struct form *form = screen->state;
    int result = form_act(form, event);
    return result == FORM_SUBMIT ? submit(form, ui) : form_intent(result);
}

static int layout(struct screen *screen, const struct ui *ui, int rows, int cols)
{
    (void)ui;
    (void)cols;
    form_layout(screen->state, rows - 2);
    return 0;
}

static void draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas, struct rect body,
                 struct hits *hits)
{
    const struct form *form = screen->state;
    int rows = form_rows(form), top = body.rows >= 16 ? (body.rows - rows) / 3 : 1;
    (void)ui;
    form_draw(form, canvas, rect_column((struct rect){body.row + top, body.col, rows, body.cols}, MEASURE),
              hits);
}

static void footer(const struct screen *screen, const struct ui *ui, struct footer *out)
{
    const struct form *form = screen->state;
    (void)ui;
    footer_add(out, ACTION_OPEN, "Enter", form->focus + 1 < form->n ? "下一项" : "改密码");
    footer_add(out, ACTION_NEXT, "Tab", "换一项");
    footer_add(out, ACTION_BACK, NULL, "不改，返回");
}

const struct screen_ops screen_desk_password = {
    .name = "desk-password",
    .typing = true,
    .idle_seconds = IDLE_SHORT,
    .open = open_password,
    .close = close_password,
    .act = act,
    .layout = layout,
    .draw = draw,
    .trail = {"工作台", "改自己的密码"},
    .footer = footer,
};
