/* SPDX-License-Identifier: MIT */
/* check: the hall's own data, and whether somebody has touched its audit log. */
#include "kiosk/command_check.h"
#include "kiosk/command_site.h"

#include "base/error.h"
#include "db/site/accounts.h"
#include "db/site/audit.h"
#include "db/site/pin.h"

#include <sys/statvfs.h>
#include <sysexits.h>
#include <unistd.h>

static void check_audit(struct check *check, struct site *site)
{
    struct audit_verdict verdict;
    int r = site_audit_verify(&verdict, site);
    if (r < 0)
        check_say(check, "audit", "审计记录", CHECK_ERROR, EX_DATAERR, "读不出来：%s",
                  command_site_reason(r));
    else if (r == AUDIT_BROKEN && verdict.first_bad > verdict.rows && verdict.rows > 0)
        check_say(check, "audit", "审计记录", CHECK_ERROR, EX_DATAERR,
                  "从第 %lld 条起被改过或者缺了；前面的是完整的。请保留这个文件，查明是谁改的",
                  (long long)verdict.first_bad);
    else if (r == AUDIT_BROKEN)
        check_say(check, "audit", "审计记录", CHECK_ERROR, EX_DATAERR,
                  "第 %lld 条被改过。请保留这个文件，查明是谁改的", (long long)verdict.first_bad);
    else
        check_say(check, "audit", "审计记录", CHECK_OK, EX_OK, "%lld 条，前后相连；最后一条的指纹 %.16s",
                  (long long)verdict.rows, verdict.head);
}

#define ROOM (1024 * 1024) /* bytes; a transaction takes far less, a disk that is this full is full soon */

/* Whether what is asked can be recorded: by who runs this. */
static void check_recording(struct check *check, const char *path)
{
    struct statvfs disk;
    const char *why = access(path, W_OK) < 0
                          ? "当前用户对它只能读；它要属于组 yibentong，组可以写（chgrp yibentong、chmod 660）"
                          : NULL;
    if (statvfs(path, &disk) == 0 && disk.f_flag & ST_RDONLY)
        why = "磁盘只能读，请检查磁盘";
    else if (statvfs(path, &disk) == 0 && (uint64_t)disk.f_bavail * disk.f_frsize < ROOM)
        why = "磁盘已满，请腾出空间";
    if (why)
        check_say(check, "recording", "使用次数", CHECK_NOTICE, EX_OK,
                  "暂停记录：%s；不影响查询，恢复后自动继续，不用重新启动", why);
    else
        check_say(check, "recording", "使用次数", CHECK_OK, EX_OK, "可以记录");
}

static void check_accounts(struct check *check, struct site *site, const char *path)
{
    size_t accounts = 0;
    int error = site_check(site);
    if (!error)
        error = site_account_count(&accounts, site);
    if (error)
        check_say(check, "site", "本校数据", CHECK_ERROR, EX_DATAERR, "%s：%s", path,
                  command_site_reason(error));
    else if (accounts == 0)
        check_say(check, "site", "本校数据", CHECK_NOTICE, EX_OK,
                  "%s，还没有账号；请运行 yibentong desk，建立管理员", path);
    else
        check_say(check, "site", "本校数据", CHECK_OK, EX_OK, "%s，%zu 个账号", path, accounts);
}

static void check_pin(struct check *check, struct site *site)
{
    bool set = false;
    int error = site_pin_is_set(&set, site);
    if (error)
        check_say(check, "pin", "维护密码", CHECK_ERROR, EX_DATAERR, "读不出来：%s",
                  command_site_reason(error));
    else if (set)
        check_say(check, "pin", "维护密码", CHECK_OK, EX_OK, "已经设好");
    else
        check_say(check, "pin", "维护密码", CHECK_NOTICE, EX_OK,
                  "没有设；锁定的自助终端不能用按键进入维护，要设请运行 yibentong pin set");
}

void check_site(struct check *check, struct invocation *invocation)
{
    const char *path = command_site_path(invocation);
    _cleanup_site_ struct site *site = NULL;
    int error = command_site_open(&site, invocation, SITE_READ); /* looking changes nothing … */
    if (error == -EROFS) /* … but after a crash it is recovered first */
        error = command_site_open(&site, invocation, SITE_WRITE);
    if (error == -ENOENT) {
        check_say(check, "site", "本校数据", CHECK_NOTICE, EX_OK,
                  "%s 还没有建立；不登记本校信息、不计数也能用，要登记请运行 yibentong desk", path);
        return;
    }
    if (error) {
        bool busy = error == -EBUSY || error == -EACCES;
        check_say(check, "site", "本校数据", busy ? CHECK_NOTICE : CHECK_ERROR, EX_DATAERR, "%s：%s", path,
                  command_site_reason(error));
        return;
    }
    check_accounts(check, site, path);
    check_recording(check, path);
    check_audit(check, site);
    check_pin(check, site);
}
