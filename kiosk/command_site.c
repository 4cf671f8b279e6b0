/* SPDX-License-Identifier: MIT */
/* site: the hall's own data created; a school's profile and 本校补充 carried to its other terminals. */
#include "kiosk/command_site.h"

#include "base/error.h"
#include "db/site/audit.h"
#include "db/site_update.h"
#include "kiosk/command_content.h"
#include "ui/update_words.h"

#include <json-c/json.h>
#include <string.h>
#include <sysexits.h>

#define BIT(option) OPTION_BIT(OPTION_##option)

static int site_init(struct invocation *invocation);
static int site_export(struct invocation *invocation);
static int site_import(struct invocation *invocation);

static const struct subcommand subcommands[] = {
    {"init", "", 0, 0, BIT(SITE), site_init},
    {"export", "文件", 1, 1,
     BIT(FORMAT) | BIT(SITE) | BIT(KEY) | BIT(SEQUENCE) | BIT(VALID_FROM) | BIT(VALID_UNTIL) | BIT(EDITION),
     site_export},
    {"admin", "姓名", 1, 1, BIT(SITE), site_admin},
    {"import", "文件", 1, 1, BIT(FORMAT) | BIT(SITE) | BIT(YES), site_import},
};

int command_site(struct invocation *invocation)
{
    return subcommand_run(invocation, "site", subcommands, ARRAY_SIZE(subcommands));
}

int command_site_open(struct site **out, struct invocation *invocation, enum site_mode mode)
{
    return site_open(out, command_site_path(invocation), mode, clock_system());
}

int command_site_open_either(struct site **out, struct invocation *invocation, struct clock clock)
{
    const char *path = command_site_path(invocation);
    int error = site_open(out, path, SITE_WRITE, clock);
    if (error == -EROFS || error == -EACCES || error == -ENOSPC)
        error = site_open(out, path, SITE_READ, clock);
    return error;
}

static int open_hall(struct site **out, struct invocation *invocation, struct clock clock)
{
    int error = command_site_open_either(out, invocation, clock);
    if (!error)
        site_set_busy(*out, 0);
    return error;
}

void command_site_open_hall(struct site **out, struct invocation *invocation, struct clock clock)
{
    int error = open_hall(out, invocation, clock);
    if (!error)
        return;
    *out = NULL;
    if (error != -ENOENT || invocation->options.site)
        output_complain(&invocation->out, "读不了本校数据 %s：%s；照常使用，只是没有本校的联系方式和补充",
                        command_site_path(invocation), command_site_reason(error));
}

bool command_site_find_better(struct site **out, const struct site *before, struct invocation *invocation,
                              struct clock clock)
{
    struct site *found;
    if ((before && site_is_writable(before)) || open_hall(&found, invocation, clock) != 0)
        return false;
    if (before && !site_is_writable(found)) {
        site_close(found);
        return false;
    }
    *out = found;
    return true;
}

const char *command_site_reason(int error)
{
    switch (error) {
    case -EBADMSG:
        return "文件已损坏，或不是本校数据";
    case -EPROTO:
        return "是另一个版本的程序建立的；请用最新的程序，并先运行一次 yibentong desk";
    case -ENOENT:
        return "还没有建立；请运行 yibentong desk 或 yibentong site init，文件夹要先建好";
    case -EPERM:
        return "是链接，或者其他用户可以改写它或它的文件夹，不敢使用；请检查权限";
    case -EISDIR:
        return "那是文件夹，不是文件；请写到文件名，如 /var/lib/yibentong/site.db";
    case -EBUSY:
        return "正被别的程序占用；请稍等再试";
    case -EACCES:
        return "没有权限；请管理员运行 adduser 用户名 yibentong，您重新登录以后再试";
    case -ENOSPC:
    case -EDQUOT:
        return "磁盘已满；请腾出空间再试";
    default:
        return output_reason(error);
    }
}

int command_site_error(struct invocation *invocation, int error)
{
    if (error == -ENOMEM)
        return command_memory_error(invocation);
    output_complain(&invocation->out, "用不了本校数据 %s：%s", command_site_path(invocation),
                    command_site_reason(error));
    if (error == -EBUSY)
        return EX_TEMPFAIL;
    return error == -EBADMSG || error == -EPROTO ? EX_DATAERR : EX_NOINPUT;
}

/* ---- init ---- */

static int site_init(struct invocation *invocation)
{
    _cleanup_site_ struct site *site = NULL;
    const char *path = command_site_path(invocation);
    int error = command_site_open(&site, invocation, SITE_WRITE);
    if (!error) {
        output_remark(&invocation->out, "%s 已经有了，没有改动", path);
        return EX_OK;
    }
    if (error == -ENOENT)
        error = command_site_open(&site, invocation, SITE_CREATE);
    if (error == -ENOENT) {
        output_complain(&invocation->out, "没有文件夹来放 %s；请先建好文件夹，或用 --site 另指一个文件",
                        path);
        return EX_CANTCREAT;
    }
    if (error)
        return command_site_error(invocation, error);
    output_printf(&invocation->out, "已建立 %s；第一次运行 yibentong desk 时建立管理员\n", path);
    return EX_OK;
}

/* ---- export ---- */

static int write_bundle(struct invocation *invocation, const struct site_payload *payload)
{
    struct bundle_header header = {.kind = BUNDLE_SITE};
    struct minisign_secret secret;
    _cleanup_free_ char *bytes = NULL;
    size_t n = 0;
    snprintf(header.school, sizeof(header.school), "%s", payload->profile.code);
    int code = content_fill_header(&header, invocation, payload->profile.school);
    if (code == EX_OK && site_payload_write(&bytes, &n, payload) < 0)
        code = command_memory_error(invocation);
    if (code == EX_OK)
        code = content_read_key(&secret, invocation);
    if (code != EX_OK)
        return code;
    code = content_write_bundle(invocation, &header, bytes, n, &secret);
    minisign_wipe(&secret);
    return code;
}

/* That something was taken out of the house is noted where it can be. */
static void note_export(struct site *site, const struct invocation *invocation,
                        const struct site_payload *payload)
{
    char detail[64];
    snprintf(detail, sizeof(detail), "site %s %u", payload->profile.code, invocation->options.sequence);
    if (site_is_writable(site))
        site_audit_note(site, NULL, AUDIT_EXPORTED, detail);
}

static int propose_sequence(struct invocation *invocation, struct site *site, const char *code)
{
    struct shifted_clock clock;
    struct update_place place;
    uint32_t next = 0;
    content_place(&place, invocation, &clock);
    if (site_update_next(&next, &place, site, code) == 0)
        output_complain(&invocation->out,
                        "要用 --sequence 给出序号；本机导出或导入过的最大是 %u，这次可以写 --sequence %u",
                        (unsigned)next - 1, (unsigned)next);
    else
        output_complain(&invocation->out, "要用 --sequence 给出序号，要比发布过的都大");
    return EX_USAGE;
}

static int export_from(struct invocation *invocation, struct site *site)
{
    struct site_payload payload;
    int error = site_payload_collect(&payload, site);
    if (error)
        return command_site_error(invocation, error);
    int code = EX_DATAERR;
    if (*payload.profile.code && !invocation->options.sequence)
        code = propose_sequence(invocation, site, payload.profile.code);
    else if (*payload.profile.code)
        code = write_bundle(invocation, &payload);
    else
        output_complain(&invocation->out,
                        "本校资料里还没有选定学校，不知道是谁的资料；请先在 yibentong desk 里填好");
    if (code == EX_OK)
        note_export(site, invocation, &payload);
    site_payload_fini(&payload);
    return code;
}

static int site_export(struct invocation *invocation)
{
    _cleanup_site_ struct site *site = NULL;
    invocation->options.output = invocation->arguments[0];
    int error = command_site_open_either(&site, invocation, clock_system());
    return error ? command_site_error(invocation, error) : export_from(invocation, site);
}

/* ---- import ---- */

static struct json_object *import_json(const struct site_update *update, bool imported)
{
    struct json_object *object = json_object_new_object();
    if (!(content_json_header(object, update->bundle) |
          content_json_refusal(object, update->refusal, &update->bundle->header, update->highest) |
          json_add(object, "imported", json_object_new_boolean(imported)) |
          content_json_changes(object, update->changes)))
        return object;
    json_object_put(object);
    return NULL;
}

static int refuse(struct invocation *invocation, struct site_update *update, int refusal)
{
    if (refusal > 0)
        update->refusal = refusal;
    if (invocation->options.json)
        output_json(&invocation->out, import_json(update, false));
    return content_refuse(invocation, invocation->arguments[0], refusal, &update->bundle->header,
                          update->highest);
}

static int import_into(struct invocation *invocation, struct site_update *update,
                       const struct update_place *place, struct site *site)
{
    bool noted = false;
    if (!content_agreed(invocation, "导入吗？输入 y 导入，其他不导入：")) {
        output_remark(&invocation->out, "没有导入");
        return EX_OK;
    }
    int error = site_update_import(&noted, update, place, site, NULL);
    if (error > 0)
        return refuse(invocation, update, error);
    if (error)
        return command_site_error(invocation, error);
    if (!noted)
        output_remark(&invocation->out,
                      "注意：已导入，但序号没有记下来（磁盘满了，或没有权限）；旧的资料包还能再导入");
    if (invocation->options.json)
        output_json(&invocation->out, import_json(update, true));
    else
        output_print(&invocation->out, "已导入\n");
    return EX_OK;
}

static int site_import(struct invocation *invocation)
{
    const char *path = invocation->arguments[0];
    struct shifted_clock clock;
    struct update_place place;
    struct site_update *update = NULL;
    _cleanup_site_ struct site *site = NULL;
    content_place(&place, invocation, &clock);
    int code, error = command_site_open(&site, invocation, SITE_CREATE);
    if (error)
        return command_site_error(invocation, error);
    error = site_update_open(&update, &place, site, path);
    if (error)
        return content_refuse(invocation, path, error, NULL, 0);
    if (!invocation->options.json) {
        content_print_header(&invocation->out, update->bundle);
        if (update->changes)
            content_print_changes(&invocation->out, update->changes);
    }
    code = update->refusal ? refuse(invocation, update, update->refusal)
                           : import_into(invocation, update, &place, site);
    site_update_free(update);
    return code;
}
