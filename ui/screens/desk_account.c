/* SPDX-License-Identifier: MIT */
/* A new account, or another role and password for one that exists; for administrators. */
#include "ui/desk.h"
#include "ui/form.h"
#include "ui/screens/screens.h"

#include "base/error.h"

#include <string.h>

#define MEASURE 76
#define ROLES (SITE_ROLE_ADMIN - SITE_ROLE_DESK + 1)

enum { FIELD_NAME, FIELD_ROLE, FIELD_PASSWORD, FIELD_AGAIN };

struct account_screen {
    struct form form;
    int64_t id; /* 0: a new one */
    enum site_role role;
    const char *roles[ROLES]; /* their names, from SITE_ROLE_DESK on */
};

static const char *const role_words[ROLES] = {
    "前台：查问题、打印、看统计",
    "编辑：还可以改学校信息、本校补充",
    "管理员：还可以管账号、看操作日志、更新内容",
};

static void close_account(struct screen *screen)
{
    struct account_screen *s = screen->state;
    form_fini(&s->form);
    free(s);
}

static int read_account(struct account_screen *s, const struct ui *ui)
{
    struct site_account *items;
    size_t n;
    int error = site_accounts(&items, &n, ui->desk->site);
    if (error)
        return error;
    error = -ENOENT;
    for (size_t i = 0; i < n; i++)
        if (items[i].id == s->id) {
            error = form_set(&s->form, FIELD_NAME, items[i].name);
            s->role = items[i].role;
            s->form.fields[FIELD_ROLE].choice = (int)items[i].role - SITE_ROLE_DESK;
        }
    free(items);
    return error;
}

static int open_account(struct screen *screen, struct ui *ui)
{
    struct account_screen *s = calloc(1, sizeof(*s));
    if (!s)
        return -ENOMEM;
    screen->state = s;
    s->id = screen->route.item;
    form_add(&s->form, s->id ? FORM_LOOKUP : FORM_TEXT, "姓名", "登录用的名字", SITE_NAME_CHARACTERS);
    for (int i = 0; i < ROLES; i++)
        s->roles[i] = desk_role_name((enum site_role)(SITE_ROLE_DESK + i));
    form_add_choice(&s->form, "角色", s->roles, ROLES);
    form_add(&s->form, FORM_PASSWORD, s->id ? "新密码" : "密码", s->id ? "不改就空着" : DESK_PASSWORD_HINT,
             SITE_PASSWORD_BYTES);
    form_add(&s->form, FORM_PASSWORD, "再输一次", NULL, SITE_PASSWORD_BYTES);
    if (!s->id)
        return 0;
    s->form.focus = FIELD_ROLE;
    int error = read_account(s, ui);
    if (error)
        close_account(screen);
    return error;
}

static struct intent tell(struct account_screen *s, struct ui *ui, int result)
{
    char words[DESK_WORDS];
    switch (result) {
    case 0:
        desk_notice(ui, s->id ? "已保存" : "账号已开好，可以登录了");
        return intent_of(INTENT_BACK);
    case -EEXIST:
        return form_refuse(&s->form, FIELD_NAME, "这个姓名已经有账号了");
    case -EINVAL:
        return form_refuse(&s->form, FIELD_NAME,
                           "姓名最多 " IN_WORDS(SITE_NAME_CHARACTERS) " 个字，前后不要空格");
    case -EDQUOT:
        return form_refuse(&s->form, FIELD_NAME, "账号太多了");
    case SITE_ACCOUNT_LAST:
        return form_refuse(&s->form, FIELD_ROLE, "这是最后一个管理员，角色不能改");
    default:
        break;
    }
    if (result > 0)
        return form_refuse(&s->form, FIELD_PASSWORD, desk_password_words(result));
    desk_error_words(words, result);
    return form_refuse(&s->form, FIELD_NAME, words);
}

static int change_account(struct account_screen *s, const struct ui *ui, enum site_role role,
                          const char *password)
{
    struct site *site = ui->desk->site;
    int result = site_begin(site);
    if (result)
        return result;
    if (role != s->role)
        result = site_account_set_role(site, &ui->desk->session, s->id, role);
    if (result == 0 && *password)
        result = site_account_set_password(site, &ui->desk->session, s->id, password);
    return site_end(site, result);
}

static struct intent submit(struct account_screen *s, struct ui *ui)
{
    _cleanup_free_ char *name = NULL;
    _cleanup_(desk_free_secret) char *password = NULL, *again = NULL;
    enum site_role role = (enum site_role)(SITE_ROLE_DESK + s->form.fields[FIELD_ROLE].choice);
    int error = form_text(&name, &s->form, FIELD_NAME);
    if (!error)
        error = form_text(&password, &s->form, FIELD_PASSWORD);
    if (!error)
        error = form_text(&again, &s->form, FIELD_AGAIN);
    if (!error && (!s->id || *password))
        error = site_password_check(name, password);
    if (error)
        return tell(s, ui, error);
    if (strcmp(password, again) != 0)
        return form_refuse(&s->form, FIELD_AGAIN, "两次输入的密码不一样");
    return tell(s, ui,
                s->id ? change_account(s, ui, role, password)
                      : site_account_add(ui->desk->site, &ui->desk->session, name, role, password));
}

static struct intent act(struct screen *screen, struct ui *ui, struct event event)
{
    struct account_screen *s = screen->state;
    int result = form_act(&s->form, event);
    return result == FORM_SUBMIT ? submit(s, ui) : form_intent(result);
}

static int layout(struct screen *screen, const struct ui *ui, int rows, int cols)
{
    struct account_screen *s = screen->state;
    (void)ui;
    (void)cols;
    form_layout(&s->form, rows - 4 > 4 ? rows - 4 : 4);
    return 0;
}

static void draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas, struct rect body,
                 struct hits *hits)
{
    const struct account_screen *s = screen->state;
    int top = body.rows >= 16 ? 2 : 1, rows = form_rows(&s->form);
    struct rect at = rect_column((struct rect){body.row + top, body.col, rows, body.cols}, MEASURE);
    (void)ui;
    form_draw(&s->form, canvas, at, hits);
    canvas_put_cut(canvas, at.row + rows, at.col + 2, at.cols - 2, (struct style){ROLE_MUTED, 0},
                   role_words[s->form.fields[FIELD_ROLE].choice]);
}

static void title(const struct screen *screen, const struct ui *ui, char *out, size_t size)
{
    const struct account_screen *s = screen->state;
    snprintf(out, size, "工作台 %s 账号 %s %s", ui->glyphs->trail, ui->glyphs->trail,
             s->id ? "改角色、重设密码" : "新开账号");
}

static void footer(const struct screen *screen, const struct ui *ui, struct footer *out)
{
    const struct account_screen *s = screen->state;
    (void)ui;
    footer_add(out, ACTION_SAVE, NULL, NULL);
    footer_add(out, ACTION_NEXT, "Tab", "换一项");
    if (s->form.fields[s->form.focus].kind == FORM_CHOICE)
        footer_add(out, ACTION_RIGHT, "←→", "换角色");
    footer_add(out, ACTION_BACK, NULL, "不改，返回");
}

const struct screen_ops screen_desk_account = {
    .name = "desk-account",
    .right = SITE_MAY_ACCOUNTS,
    .typing = true,
    .idle_seconds = IDLE_SHORT,
    .open = open_account,
    .close = close_account,
    .act = act,
    .layout = layout,
    .draw = draw,
    .title = title,
    .footer = footer,
};
