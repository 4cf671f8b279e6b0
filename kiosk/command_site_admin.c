/* SPDX-License-Identifier: MIT */
/* site admin: a new password for an administrator, by whoever owns the file. */
#include "kiosk/command_site.h"

#include "base/error.h"
#include "db/site/accounts.h"
#include "kiosk/secret.h"

#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#define TYPED (SITE_PASSWORD_BYTES + 2)

/* The group may write to it, for the desk; that makes nobody an administrator. */
static bool is_owner(const char *path)
{
    struct stat file;
    return geteuid() == 0 || (stat(path, &file) == 0 && file.st_uid == geteuid());
}

static int ask_twice(char out[TYPED], struct invocation *invocation)
{
    int error =
        secret_ask(out, TYPED, &invocation->out, "请输入新密码，至少 8 个字符（屏幕上不显示），按回车：");
    return error ? error : secret_ask_again(out, TYPED, &invocation->out, "请再输入一次：");
}

static int refuse_password(struct invocation *invocation, int error)
{
    if (error == -EKEYREJECTED)
        output_complain(&invocation->out, "两次输入的密码不一样，没有改动；请再运行一次");
    else if (error == -ECANCELED)
        output_complain(&invocation->out, "没有输入密码，没有改动");
    else if (error == SITE_PASSWORD_SHORT)
        output_complain(&invocation->out, "密码太短，至少 8 个字符；没有改动");
    else if (error == SITE_PASSWORD_NAME)
        output_complain(&invocation->out, "密码不能就是姓名；没有改动");
    else if (error == SITE_PASSWORD_LONG || error == -E2BIG)
        output_complain(&invocation->out, "密码太长；没有改动");
    else
        output_complain(&invocation->out, "密码里有不能用的字符；没有改动");
    return EX_DATAERR;
}

static int rescue(struct invocation *invocation, struct site *site)
{
    const char *name = invocation->arguments[0];
    char password[TYPED] = "";
    bool created = false;
    int error = ask_twice(password, invocation);
    if (error) {
        explicit_bzero(password, sizeof(password));
        return refuse_password(invocation, error);
    }
    error = site_account_rescue(&created, site, NULL, name, password);
    explicit_bzero(password, sizeof(password));
    if (error > 0)
        return refuse_password(invocation, error);
    if (error == -EDQUOT) {
        output_complain(&invocation->out, "账号已满（%d 个），请写上已有的管理员的姓名", SITE_ACCOUNTS_MAX);
        return EX_DATAERR;
    }
    if (error)
        return command_site_error(invocation, error);
    output_printf(&invocation->out,
                  created ? "已新开管理员账号 %s，并记入审计记录；现在可以登录工作台\n"
                          : "已给 %s 设置新密码，权限为管理员，并记入审计记录；现在可以登录工作台\n",
                  name);
    return EX_OK;
}

int site_admin(struct invocation *invocation)
{
    _cleanup_site_ struct site *site = NULL;
    const char *path = command_site_path(invocation);
    if (site_name_check(invocation->arguments[0]) != 0) {
        output_complain(&invocation->out, "姓名要有 1 到 %d 个字，两头没有空格", SITE_NAME_CHARACTERS);
        return EX_USAGE;
    }
    int error = command_site_open(&site, invocation, SITE_WRITE);
    if (error)
        return command_site_error(invocation, error);
    if (!is_owner(path)) {
        output_complain(&invocation->out, "只有 root 或 %s 的所有者可以这样做；请用 sudo 运行", path);
        return EX_NOPERM;
    }
    return rescue(invocation, site);
}
