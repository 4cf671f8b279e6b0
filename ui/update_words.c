/* SPDX-License-Identifier: MIT */
#include "ui/update_words.h"

#include "ui/wording.h"

#include "base/error.h"

#include <stdarg.h>
#include <string.h>

/* id: for scripts; words: what is wrong, and what to do. Those that need the header have words of their own
 * below. */
static const struct refusal {
    const char *id, *words;
} refusals[BUNDLE_REFUSALS] = {
    [BUNDLE_UNSIGNED] = {"unsigned", "文件没有签名，不是一本通的内容包；请向发布内容的人要 .ybt 文件"},
    [BUNDLE_NO_KEY] =
        {"no-key", "本机没有登记公钥，不接受任何更新；请管理员把公钥放到 /etc/yibentong/keys/current.pub"},
    [BUNDLE_WRONG_KEY] = {"wrong-key", "签名用的密钥本机没有登记；请核对文件的来源，确认后由管理员登记公钥"},
    [BUNDLE_TAMPERED] =
        {"tampered", "文件与签名不符：被改动过，或没有复制完整；请重新复制一次，还不行就向发布内容的人要"},
    [BUNDLE_TOO_LARGE] = {"too-large", "文件太大，不会是内容包"},
    [BUNDLE_NOT_OURS] = {"not-ours", "签名没有错，但不是本程序的内容包；请核对文件"},
    [BUNDLE_NEW_FORMAT] = {"new-format", "内容包的格式比本程序新；请先升级 yibentong"},
    [BUNDLE_WRONG_LENGTH] = {"wrong-length", "内容的长度与包里写的不符；请发布内容的人重新制作"},
    [BUNDLE_WRONG_DIGEST] = {"wrong-digest", "内容的校验和与包里写的不符；请发布内容的人重新制作"},
    [BUNDLE_WRONG_KIND] = {"wrong-kind", ""},
    [BUNDLE_WRONG_SCHOOL] = {"wrong-school", ""},
    [BUNDLE_NEW_PROGRAM] = {"new-program", ""},
    [BUNDLE_EARLY] = {"early", ""},
    [BUNDLE_EXPIRED] = {"expired", ""},
    [BUNDLE_OLD] = {"old", ""},
    [BUNDLE_BAD_SCHEMA] =
        {"bad-schema", "里面不是手册数据库，或数据库里有不该有的表、视图、触发器；请发布内容的人重新制作"},
    [BUNDLE_BAD_LINK] = {"bad-link",
                         "链接表不合格：有网址不在允许的网站名单里，或写得不对；请发布内容的人改正"},
    [BUNDLE_BAD_GUIDE] = {"bad-guide", "自助引导不合格：有走不通的去向，或缺少内容；请发布内容的人改正"},
    [BUNDLE_BAD_QUOTE] = {"bad-quote", "自助引导引用的话，手册正文里没有；请发布内容的人改正"},
    [BUNDLE_BAD_CONTENT] = {"bad-content", "手册内容读不通；请发布内容的人重新制作"},
    [BUNDLE_BAD_SITE] = {"bad-site", "学校资料不合格：缺项、太长或有不能显示的字符；请重新导出"},
    [BUNDLE_BUSY] = {"busy", "另一个安装正在进行；请稍等再试"},
    [BUNDLE_NOTHING_BEFORE] = {"nothing-before", "正在用的就是程序内置的内容，没有可以退回的"},
    [BUNDLE_STALE] = {"stale", "程序内置的内容比它新；不用安装"},
};

const char *update_refusal_id(int refusal)
{
    if (refusal == 0)
        return "";
    return refusal > 0 && refusal < BUNDLE_REFUSALS && refusals[refusal].id ? refusals[refusal].id : "error";
}

__attribute__((format(printf, 3, 4))) static void say(char *out, size_t size, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(out, size, format, arguments);
    va_end(arguments);
}

static void say_of_header(char *out, size_t size, int refusal, const struct bundle_header *header,
                          uint32_t highest)
{
    const struct date *from = &header->from, *until = &header->until;

    switch (refusal) {
    case BUNDLE_WRONG_KIND:
        say(out, size, "%s",
            header->kind == BUNDLE_SITE ? "这是学校资料包；请用 yibentong site import 导入"
                                        : "这是手册内容包；请用 yibentong content install 安装");
        break;
    case BUNDLE_WRONG_SCHOOL:
        say(out, size, "这是给标识码 %s 的学校的，与本机登记的学校不符", header->school);
        break;
    case BUNDLE_NEW_PROGRAM:
        say(out, size, "要用 %s 或更新的 yibentong；请先升级程序", header->program);
        break;
    case BUNDLE_EARLY:
        say(out, size, "%04d-%02d-%02d 起才能安装；请到那天再装，如果今天已过这一天，请校准本机的时钟",
            from->year, from->month, from->day);
        break;
    case BUNDLE_EXPIRED:
        say(out, size, "%04d-%02d-%02d 已过期；请向发布内容的人要新的，如果今天没过这一天，请校准本机的时钟",
            until->year, until->month, until->day);
        break;
    case BUNDLE_OLD:
        say(out, size, "序号 %u 不高于本机装过的 %u：旧的或装过的不能再装", (unsigned)header->sequence,
            (unsigned)highest);
        break;
    default:
        say(out, size, "不能安装");
        break;
    }
}

static const char *reason_of(int error)
{
    switch (-error) {
    case ENOENT:
        return "没有这个文件或文件夹";
    case ELOOP:
        return "这是符号链接，不跟随；请直接给出文件";
    case EINVAL:
        return "那不是普通文件";
    case EACCES:
    case EPERM:
        return "没有权限；请用管理员身份，或请管理员来做";
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
        return "磁盘已满；请腾出空间再试，原来的内容还在用";
    case EROFS:
        return "磁盘是只读的；原来的内容还在用";
    case EIO:
        return "读写出错，U 盘或磁盘可能坏了；原来的内容还在用";
    case ETIMEDOUT:
        return "读得太慢，已经放弃；请换一个 U 盘或接口再试";
    case ENOMEM:
        return "内存不足";
    case EMFILE:
    case ENFILE:
        return "打开的文件太多（EMFILE）；请稍后再试";
    default:
        return strerrorname_np(-error) ? strerrorname_np(-error) : "原因不明";
    }
}

void update_refusal_words(char *out, size_t size, int refusal, const struct bundle_header *header,
                          uint32_t highest)
{
    const char *words = refusal > 0 && refusal < BUNDLE_REFUSALS ? refusals[refusal].words : NULL;

    if (refusal <= 0)
        say(out, size, "%s", refusal < 0 ? reason_of(refusal) : "");
    else if (words && *words)
        say(out, size, "%s", words);
    else if (header)
        say_of_header(out, size, refusal, header, highest);
    else
        say(out, size, "不能安装（%s）", update_refusal_id(refusal));
}

/* ---- changes ---- */

static const char *name_words(const struct content_change *change)
{
    static const struct {
        const char *name, *words;
    } names[] = {{"title", "标题"},
                 {"label", "版本"},
                 {"compiled", "核对日期"},
                 {"short_title", "菜单里的短标题"},
                 {"audience", "适用的人"}};

    for (size_t i = 0; i < ARRAY_SIZE(names); i++)
        if (strcmp(names[i].name, change->name) == 0)
            return names[i].words;
    const char *field = wording_profile_field(change->name);
    return field ? field : change->name;
}

static void say_subject(char *out, size_t size, const struct content_change *change)
{
    switch (change->subject) {
    case CHANGE_EDITION:
    case CHANGE_MENU:
        say(out, size, "%s", name_words(change));
        break;
    case CHANGE_TITLE:
        say(out, size, "标题");
        break;
    case CHANGE_BLOCK:
        say(out, size, "正文第 %s 段", change->name);
        break;
    case CHANGE_GUIDE:
        say(out, size, *change->name ? "自助引导 %s" : "自助引导%s", change->name);
        break;
    case CHANGE_LINK:
        say(out, size, "官方页面 %s", change->name);
        break;
    case CHANGE_SUPPLEMENT:
        say(out, size, "补充说明 %s", change->name);
        break;
    case CHANGE_RELATED:
        say(out, size, "相关问题 %s", change->name);
        break;
    case CHANGE_SCHOOLS:
        say(out, size, "学校名单");
        break;
    case CHANGE_PROFILE:
        say(out, size, "%s", name_words(change));
        break;
    case CHANGE_ADDENDUM:
        say(out, size, "本校补充");
        break;
    }
}

void update_change_words(char *out, size_t size, const struct content_change *change)
{
    size_t used = change->question ? (size_t)snprintf(out, size, "第 %d 题　", change->question) : 0;

    if (used < size)
        say_subject(out + used, size - used, change);
}
