/* SPDX-License-Identifier: MIT */
/* Logging in at the staff desk: the very first administrator, everybody later, and who comes back to a locked
 * desk. */
#include "ui/confirm.h"
#include "ui/countdown.h"
#include "ui/desk.h"
#include "ui/flow.h"
#include "ui/form.h"
#include "ui/screens/screens.h"

#include "base/error.h"

#include <string.h>

#define MEASURE 64
#define FORGET_MS 60000 /* a password that is not sent is wiped */

enum mode { MODE_NONE, MODE_FIRST, MODE_LOG_IN, MODE_LOCKED };
enum { FIELD_NAME, FIELD_PASSWORD, FIELD_AGAIN };

struct login {
    enum mode mode;
    struct form form;
    struct confirm confirm;
    char waiting[SITE_NAME_BYTES]; /* whose next try has to wait */
    struct countdown wait;
    bool remembered;  /* the name stands there from before: what is typed takes its place */
    int64_t typed_at; /* the last key of a password, monotonic ms; 0: nothing stands there */
};

static enum mode mode_of(const struct ui *ui)
{
    return ui->desk->locked ? MODE_LOCKED : ui->desk->first ? MODE_FIRST : MODE_LOG_IN;
}

/* The fields that this mode has; a name that is known stands there already. */
static int set_up(struct login *s, const struct ui *ui)
{
    enum mode mode = mode_of(ui);
    form_fini(&s->form);
    s->form = (struct form){0};
    s->mode = mode;
    form_add(&s->form, mode == MODE_LOCKED ? FORM_LOOKUP : FORM_TEXT, "姓名", "登录用的名字",
             SITE_NAME_CHARACTERS);
    form_add(&s->form, FORM_PASSWORD, "密码", mode == MODE_FIRST ? DESK_PASSWORD_HINT : NULL,
             SITE_PASSWORD_BYTES);
    if (mode == MODE_FIRST)
        form_add(&s->form, FORM_PASSWORD, "再输一次", NULL, SITE_PASSWORD_BYTES);
    const char *name = mode == MODE_LOCKED ? ui->desk->session.name : ui->desk->last_name;
    s->form.focus = *name ? FIELD_PASSWORD : FIELD_NAME;
    s->remembered = *name && mode == MODE_LOG_IN;
    s->typed_at = 0;
    return form_set(&s->form, FIELD_NAME, name);
}

static int open_login(struct screen *screen, struct ui *ui)
{
    struct login *s = calloc(1, sizeof(*s));
    if (!s)
        return -ENOMEM;
    int error = set_up(s, ui);
    if (error) {
        form_fini(&s->form);
        free(s);
        return error;
    }
    screen->state = s;
    return 0;
}

static void close_login(struct screen *screen)
{
    struct login *s = screen->state;
    form_fini(&s->form);
    free(s);
}

/* ---- giving a password ---- */

static void wipe_passwords(struct login *s)
{
    for (int i = FIELD_PASSWORD; i < s->form.n; i++)
        form_wipe(&s->form, i);
    s->typed_at = 0;
}

static struct intent enter(struct login *s, struct ui *ui, const struct site_session *session)
{
    struct desk *desk = ui->desk;
    bool locked = s->mode == MODE_LOCKED;
    desk->session = *session;
    desk->logged_in = true;
    desk->locked = desk->unkept = desk->first = false;
    snprintf(desk->last_name, sizeof(desk->last_name), "%s", session->name);
    s->wait = (struct countdown){0};
    s->mode = MODE_NONE; /* set up anew when it shows again */
    wipe_passwords(s);
    return intent_of(locked ? INTENT_BACK : INTENT_HOME);
}

static void start_waiting(struct login *s, const struct ui *ui, const char *name, int seconds)
{
    snprintf(s->waiting, sizeof(s->waiting), "%s", name);
    countdown_start(&s->wait, ui->clock, seconds);
}

static bool has_to_wait(const struct login *s, const struct ui *ui, const char *name)
{
    return strcmp(name, s->waiting) == 0 && countdown_seconds(&s->wait, ui->clock) > 0;
}

/* Unlocking counts its own tries: nobody is kept out of their own desk from another one. */
static int give_password(struct site_session *out, int *wait, const struct ui *ui, const char *name,
                         const char *password)
{
    *out = ui->desk->session;
    return ui->desk->locked ? site_unlock(out, wait, ui->desk->site, password)
                            : site_login(out, wait, ui->desk->site, name, password);
}

static struct intent log_in(struct login *s, struct ui *ui, const char *name, const char *password)
{
    struct site_session session;
    char words[DESK_WORDS];
    int wait = 0;
    if (has_to_wait(s, ui, name))
        return form_refuse(&s->form, FIELD_PASSWORD, "还要等一会儿，见上面的倒计时");
    int result = give_password(&session, &wait, ui, name, password);
    wipe_passwords(s);
    if (result == 0)
        return enter(s, ui, &session);
    if (result < 0) {
        desk_error_words(words, result);
        return form_refuse(&s->form, FIELD_PASSWORD, words);
    }
    if (wait > 0) {
        start_waiting(s, ui, name, wait);
        return form_refuse(&s->form, FIELD_PASSWORD, "密码不对的次数太多，先等一等");
    }
    return form_refuse(&s->form, FIELD_PASSWORD,
                       s->mode == MODE_LOCKED
                           ? "密码不对；错 " IN_WORDS(SITE_FREE_TRIES) " 次等一分钟"
                           : "姓名或密码不对；连错 " IN_WORDS(SITE_FREE_TRIES) " 次，就要等一分钟才能再试");
}

static struct intent create_first(struct login *s, struct ui *ui, const char *name, const char *password,
                                  const char *again)
{
    struct site_session session;
    char words[DESK_WORDS];
    if (site_name_check(name) != 0)
        return form_refuse(&s->form, FIELD_NAME,
                           "请填姓名，最多 " IN_WORDS(SITE_NAME_CHARACTERS) " 个字，前后不要空格");
    int result = site_password_check(name, password);
    if (result > 0)
        return form_refuse(&s->form, FIELD_PASSWORD, desk_password_words(result));
    if (strcmp(password, again) != 0)
        return form_refuse(&s->form, FIELD_AGAIN, "两次输入的密码不一样，请再输一次");
    result = site_first_admin(&session, ui->desk->site, name, password);
    if (result == 0)
        return enter(s, ui, &session);
    if (result == -EEXIST) { /* somebody at another terminal was first */
        ui->desk->first = false;
        return intent_of(INTENT_REDRAW);
    }
    desk_error_words(words, result);
    return form_refuse(&s->form, FIELD_NAME, words);
}

static struct intent submit(struct login *s, struct ui *ui)
{
    _cleanup_free_ char *name = NULL;
    _cleanup_(desk_free_secret) char *password = NULL, *again = NULL;
    int error = form_text(&name, &s->form, FIELD_NAME);
    if (!error)
        error = form_text(&password, &s->form, FIELD_PASSWORD);
    if (!error && s->mode == MODE_FIRST)
        error = form_text(&again, &s->form, FIELD_AGAIN);
    if (error)
        return form_refuse(&s->form, FIELD_PASSWORD, "内存不足，请再试一次");
    if (!*name)
        return form_refuse(&s->form, FIELD_NAME, "请填姓名");
    if (!*password)
        return form_refuse(&s->form, FIELD_PASSWORD, "请填密码");
    return s->mode == MODE_FIRST ? create_first(s, ui, name, password, again) : log_in(s, ui, name, password);
}

/* ---- what a clerk does ---- */

static struct intent ask_to_leave(struct login *s, const struct ui *ui)
{
    confirm_ask(&s->confirm, 0, "换人登录", "不换", "换别人登录吗？",
                ui->desk->unkept ? "现在这位还有没保存的内容，换人就没有了。"
                                 : "现在这位会退出登录。写了一半的本校补充已经存成草稿。");
    return intent_of(INTENT_REDRAW);
}

/* Somebody else is to log in: nobody's name waits for them. */
static struct intent act_confirm(struct login *s, struct ui *ui, struct event event)
{
    int answer = confirm_act(&s->confirm, event);
    if (answer != CONFIRM_YES)
        return intent_of_confirm(answer);
    s->mode = MODE_NONE;
    ui->desk->last_name[0] = '\0';
    return intent_of(INTENT_LEAVE);
}

/* Typing or erasing takes the place of the whole name that stands there from before;
 * moving in it does not. */
static void replace_remembered(struct login *s, struct event event)
{
    if (!s->remembered || s->form.focus != FIELD_NAME)
        return;
    if (event.action == ACTION_TEXT || event.action == ACTION_ERASE || event.action == ACTION_DELETE ||
        event.action == ACTION_CLEAR)
        form_wipe(&s->form, FIELD_NAME);
    else if (event.action == ACTION_NEXT || event.action == ACTION_PREVIOUS || event.action == ACTION_UP ||
             event.action == ACTION_DOWN || event.action == ACTION_OPEN || event.action == ACTION_SELECT)
        return;
    s->remembered = false;
}

/* Nothing leads past here but a password: what is not used is swallowed. */
static struct intent act(struct screen *screen, struct ui *ui, struct event event)
{
    struct login *s = screen->state;
    if (event.action == ACTION_QUIT)
        return intent_of(INTENT_NONE);
    if (s->mode != mode_of(ui) && set_up(s, ui) < 0)
        return intent_of(INTENT_STAY);
    if (s->confirm.open)
        return act_confirm(s, ui, event);
    if (event.action == ACTION_BACK && s->mode == MODE_LOCKED)
        return ask_to_leave(s, ui);
    replace_remembered(s, event);
    int result = form_act(&s->form, event);
    if (result == FORM_OPEN) { /* the name of a locked desk stays: what is typed there is the password */
        s->form.focus = FIELD_PASSWORD;
        result = event.action == ACTION_TEXT ? form_act(&s->form, event) : FORM_MOVED;
    }
    if (result == FORM_CHANGED && s->form.focus >= FIELD_PASSWORD)
        s->typed_at = ui->clock.monotonic_ms(ui->clock.context);
    if (result == FORM_SUBMIT)
        return submit(s, ui);
    return intent_of(result == FORM_MOVED || result == FORM_CHANGED ? INTENT_REDRAW : INTENT_STAY);
}

static int64_t deadline(const struct screen *screen, const struct ui *ui)
{
    const struct login *s = screen->state;
    int64_t second = countdown_next(&s->wait, ui->clock);
    int64_t wipe = s->typed_at ? s->typed_at + FORGET_MS : -1;
    return second < 0 || (wipe >= 0 && wipe < second) ? wipe : second;
}

static struct intent tick(struct screen *screen, struct ui *ui)
{
    struct login *s = screen->state;
    int64_t now = ui->clock.monotonic_ms(ui->clock.context);
    bool forget = s->typed_at && now >= s->typed_at + FORGET_MS;
    if (forget) {
        wipe_passwords(s);
        form_refuse(&s->form, FIELD_PASSWORD, "密码放了一分钟没有送出，已经清掉；请重新输入");
    }
    bool ends = countdown_ends(&s->wait, ui->clock);
    if (ends)
        form_refuse(&s->form, FIELD_PASSWORD, NULL);
    return intent_of(forget || ends || countdown_seconds(&s->wait, ui->clock) ? INTENT_REDRAW : INTENT_STAY);
}

/* ---- painting ---- */

static int layout(struct screen *screen, const struct ui *ui, int rows, int cols)
{
    struct login *s = screen->state;
    (void)cols;
    int error = s->mode == mode_of(ui) ? 0 : set_up(s, ui);
    form_layout(&s->form, rows >= 14 ? 2 * s->form.n : rows - 4);
    return error;
}

static void heading_words(const struct login *s, const struct ui *ui, char *out, size_t size)
{
    if (s->mode == MODE_LOCKED)
        snprintf(out, size, "已锁定：%s", ui->desk->session.name);
    else
        snprintf(out, size, s->mode == MODE_FIRST ? "第一次使用：建立管理员" : "工作台登录");
}

static const char *remark_words(const struct login *s, const struct ui *ui, int cols)
{
    switch (s->mode) {
    case MODE_FIRST:
        return "本机还没有账号。请填自己的姓名和密码，您就是管理员，之后可以再给同事开账号。";
    case MODE_LOCKED:
        return ui->desk->unkept ? "有没保存的内容，还在内存里；请本人输入密码继续。"
                                : "输入密码，回到刚才的画面；没写完的都在。";
    default:
        return s->remembered ? "换别人登录：按 ↑，直接打姓名。忘了密码请找管理员重设。"
               : cols < MEASURE ? "忘了密码请找管理员重设。没有账号也请找管理员。"
                                : "忘了密码请找管理员重设。没有账号也请找管理员。管理员自己忘了时，"
                                  "请在这台机器上运行 sudo yibentong site admin 姓名。";
    }
}

static void draw_wait(const struct login *s, const struct ui *ui, struct canvas *canvas, struct rect at)
{
    char words[COUNTDOWN_WORDS + 32], wait[COUNTDOWN_WORDS];
    int seconds = countdown_seconds(&s->wait, ui->clock);
    if (!seconds)
        return;
    snprintf(words, sizeof(words), "✘ %s才能再试", countdown_words(wait, seconds));
    canvas_put_cut(canvas, at.row, at.col, at.cols, (struct style){ROLE_WARNING, ATTR_BOLD}, words);
}

static void draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas, struct rect body,
                 struct hits *hits)
{
    const struct login *s = screen->state;
    int top = body.rows >= 14 ? body.row + (body.rows - 12) / 2 : body.row;
    struct rect at = rect_column((struct rect){top, body.col, 1, body.cols}, MEASURE);
    char words[128];
    heading_words(s, ui, words, sizeof(words));
    canvas_put_cut(canvas, at.row, at.col, at.cols, (struct style){ROLE_HEADING, ATTR_BOLD}, words);
    flow_put(canvas, (struct rect){at.row + 1, at.col, 2, at.cols}, (struct style){ROLE_MUTED, 0},
             remark_words(s, ui, at.cols));
    bool roomy = body.rows >= 14;
    at.row += roomy ? 6 : 4;
    draw_wait(s, ui, canvas, (struct rect){at.row - (roomy ? 2 : 1), at.col, 1, at.cols});
    form_draw(&s->form, canvas, (struct rect){at.row, at.col, form_rows(&s->form), at.cols}, hits);
    confirm_draw(&s->confirm, canvas, body, hits);
}

static void title(const struct screen *screen, const struct ui *ui, char *out, size_t size)
{
    const struct login *s = screen->state;
    snprintf(out, size, "一本通工作台 %s %s", ui->glyphs->trail, s->mode == MODE_LOCKED ? "已锁定" : "登录");
}

static void footer(const struct screen *screen, const struct ui *ui, struct footer *out)
{
    const struct login *s = screen->state;
    if (s->confirm.open) {
        confirm_footer(&s->confirm, out);
        return;
    }
    footer_add(out, ACTION_OPEN, "Enter",
               s->form.focus + 1 < s->form.n ? "下一项"
               : s->mode == MODE_LOCKED      ? "解锁"
               : s->mode == MODE_FIRST       ? "建立"
                                             : "登录");
    footer_add(out, ACTION_NEXT, "Tab", "换一项");
    if (s->mode == MODE_LOCKED)
        footer_add(out, ACTION_BACK, "Esc", "换人登录");
    if (!ui->locked && s->mode != MODE_LOCKED)
        footer_add(out, ACTION_QUIT, NULL, NULL);
}

const struct screen_ops screen_desk_login = {
    .name = "desk-login",
    .typing = true,
    .open = open_login,
    .close = close_login,
    .act = act,
    .deadline = deadline,
    .tick = tick,
    .layout = layout,
    .draw = draw,
    .title = title,
    .footer = footer,
};
