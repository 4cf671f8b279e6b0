/* SPDX-License-Identifier: MIT */
#include "ui/desk.h"

#include "ui/screens/screens.h"
#include "ui/update_words.h"

#include "base/error.h"

#include <stdarg.h>
#include <string.h>

int desk_open(struct desk *out, struct site *site)
{
    size_t n;
    int error = site_account_count(&n, site);
    if (error)
        return error;
    *out = (struct desk){.site = site, .first = n == 0};
    return 0;
}

static bool has_right(const struct ui *ui, unsigned right)
{
    const struct desk *desk = ui->desk;
    return desk && desk->logged_in && site_role_rights(desk->session.role) & right;
}

bool desk_may_open(const struct ui *ui, enum screen_id id)
{
    unsigned right = screen_ops(id)->right;
    return !right || has_right(ui, right);
}

const char *desk_role_name(enum site_role role)
{
    static const char *const names[] = {
        [SITE_ROLE_DESK] = "前台", [SITE_ROLE_EDITOR] = "编辑", [SITE_ROLE_ADMIN] = "管理员"};
    return names[role];
}

int desk_renew(struct ui *ui)
{
    struct desk *desk = ui->desk;
    int error = site_session_renew(&desk->session, desk->site);
    desk->revoked |= error == -EPERM;
    return error;
}

bool desk_still_may(struct ui *ui, unsigned right)
{
    int error = desk_renew(ui);
    if (!error && !has_right(ui, right))
        error = -EPERM;
    if (error)
        desk_complain(ui, error);
    return !error;
}

void desk_log_out(struct desk *desk)
{
    if (desk->logged_in)
        (void)site_logout(desk->site, &desk->session); /* a log that cannot be written holds nobody here */
    explicit_bzero(&desk->session, sizeof(desk->session));
    desk->logged_in = desk->locked = desk->unkept = desk->revoked = false;
    desk->code[0] = '\0';
}

void desk_error_words(char out[DESK_WORDS], int error)
{
    static const struct {
        int error;
        const char *words;
    } rows[] = {
        {-EPERM, "您的账号没有这个权限，可能刚被管理员改动；请退出后重新登录"},
        {-ENOSPC, "磁盘满了，没有存下；请管理员腾出空间后再试"},
        {-EROFS, "数据文件现在只能读，没有存下；请管理员检查磁盘"},
        {-EACCES, "没有权限写数据文件，没有存下；请管理员检查文件的权限"},
        {-EIO, "磁盘读写出错，没有存下；请管理员检查磁盘"},
        {-EBUSY, "别的程序正在写数据，没有存下；请过几秒再试一次"},
        {-EBADMSG, "数据文件损坏；请管理员运行 yibentong check"},
        {-EPROTO, "数据文件来自更新的版本；请升级本程序"},
        {-ENOENT, "找不到要的内容，可能刚被改动；请返回再看"},
        {-ENOMEM, "内存不足，没有做成；请再试一次"},
    };
    for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
        if (rows[i].error == error) {
            snprintf(out, DESK_WORDS, "%s", rows[i].words);
            return;
        }
    snprintf(out, DESK_WORDS, "没有做成（错误 %d）；请再试一次，还不行请找管理员", -error);
}

const char *desk_password_words(int result)
{
    switch (result) {
    case SITE_PASSWORD_SHORT:
        return "密码太短，" DESK_PASSWORD_HINT;
    case SITE_PASSWORD_LONG:
        return "密码太长";
    case SITE_PASSWORD_NAME:
        return "密码不能就是姓名";
    default:
        return "密码里有不能用的字符";
    }
}

void desk_free_secret(char **secret)
{
    if (*secret)
        explicit_bzero(*secret, strlen(*secret));
    free(*secret);
}

/* What did not fit ends with a whole character and a mark. */
static void mark_cut(char *words, size_t size)
{
    static const char mark[] = "…";
    size_t end = size - sizeof(mark);
    while (((unsigned char)words[end] & 0xc0) == 0x80)
        end--;
    memcpy(words + end, mark, sizeof(mark));
}

__attribute__((format(printf, 3, 0))) static void notice(struct ui *ui, bool bad, const char *format,
                                                         va_list arguments)
{
    if (vsnprintf(ui->notice, sizeof(ui->notice), format, arguments) >= (int)sizeof(ui->notice))
        mark_cut(ui->notice, sizeof(ui->notice));
    ui->notice_bad = bad;
}

void desk_notice(struct ui *ui, const char *format, ...)
{
    va_list arguments;
    if (ui->notice_bad && *ui->notice)
        return;
    va_start(arguments, format);
    notice(ui, false, format, arguments);
    va_end(arguments);
}

void desk_warn(struct ui *ui, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    notice(ui, true, format, arguments);
    va_end(arguments);
}

void desk_complain(struct ui *ui, int error)
{
    char words[DESK_WORDS];
    if (error == -EPERM && ui->desk->logged_in)
        (void)desk_renew(ui); /* a right less, or no account any more */
    desk_error_words(words, error);
    desk_warn(ui, "%s", words);
}

void desk_time_words(char out[DESK_TIME], const struct ui *ui, time_t time)
{
    struct tm then, now;
    time_t today = ui->clock.wall(ui->clock.context);
    localtime_r(&time, &then);
    localtime_r(&today, &now);
    if (then.tm_year == now.tm_year)
        snprintf(out, DESK_TIME, "%d月%d日 %02d:%02d", then.tm_mon + 1, then.tm_mday, then.tm_hour,
                 then.tm_min);
    else
        snprintf(out, DESK_TIME, "%d年%d月%d日", then.tm_year + 1900, then.tm_mon + 1, then.tm_mday);
}

void desk_number_footer(const struct ui *ui, struct footer *out)
{
    if (ui->number_pending)
        footer_add(out, ACTION_OPEN, "1_", "再按 0、1、2，或 Enter");
    else
        footer_add(out, ACTION_NONE, "数字", "选题");
}

struct update_place desk_update_place(const struct ui *ui)
{
    struct update_place place = *ui->desk->updates;
    place.today = date_of(ui->clock.wall(ui->clock.context));
    place.site = ui->desk->site;
    place.by = &ui->desk->session;
    if (ui->profile)
        place.school = ui->profile->code;
    return place;
}

int desk_record_update(const struct ui *ui, enum history_action action, const char *edition, int64_t sequence,
                       int refusal)
{
    char label[HISTORY_EDITION_BYTES], result[40];
    history_edition(label, *edition ? edition : "（退回）");
    snprintf(result, sizeof(result), "%s", refusal ? update_refusal_id(refusal) : "ok");
    struct history_row row = {.action = action, .edition = label, .sequence = sequence, .result = result};
    return site_content_conclude(ui->desk->site, &ui->desk->session, &row);
}

struct intent desk_show_link(const char *id)
{
    struct intent intent = {.kind = INTENT_GO, .route = {.screen = SCREEN_CODE}};
    snprintf(intent.route.links[0], sizeof(intent.route.links[0]), "%s", id);
    return intent;
}
