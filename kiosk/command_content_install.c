/* SPDX-License-Identifier: MIT */
/* content verify, install, rollback. */
#include "kiosk/command_content.h"
#include "kiosk/command_site.h"

#include "base/error.h"
#include "kiosk/content_history.h"
#include "kiosk/prompt.h"

#include <json-c/json.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

static struct json_object *update_json(const struct update *update, bool installed)
{
    struct json_object *object = json_object_new_object();
    if (!(content_json_header(object, update->bundle) |
          content_json_refusal(object, update->refusal, &update->bundle->header, update->highest) |
          json_add(object, "installed", json_object_new_boolean(installed)) |
          content_json_changes(object, update->changes)))
        return object;
    json_object_put(object);
    return NULL;
}

bool content_agreed(struct invocation *invocation, const char *question)
{
    if (invocation->options.given & OPTION_BIT(OPTION_YES) || invocation->options.json ||
        !isatty(STDIN_FILENO))
        return true;
    struct prompt prompt = {.out = &invocation->out};
    return prompt_read(&prompt, question) && (!strcasecmp(prompt.line, "y") || !strcmp(prompt.line, "是"));
}

static int finish(struct invocation *invocation, struct update *update, int refusal, bool installed)
{
    if (invocation->options.json)
        output_json(&invocation->out, update_json(update, installed));
    return refusal ? content_refuse(invocation, invocation->arguments[0], refusal, &update->bundle->header,
                                    update->highest)
                   : EX_OK;
}

static void tell_unnoted(struct invocation *invocation, int error)
{
    if (error)
        output_remark(&invocation->out, "注意：没有记入本校资料库：%s", command_site_reason(error));
}

/* Where it is noted. What is in use counts: a damaged database keeps nobody from new content. */
static struct site *open_history(struct invocation *invocation)
{
    struct site *site = NULL;
    tell_unnoted(invocation, content_history_open(&site, invocation->options.site));
    return site;
}

static void note(struct invocation *invocation, const struct update_place *place, enum history_action action,
                 const struct bundle_header *header, uint32_t sequence, int refusal)
{
    if (place->site)
        tell_unnoted(invocation, content_history_add(place->site, place->by, action,
                                                     header ? header->edition : "内置", sequence, refusal));
}

static int install_reviewed(struct invocation *invocation, struct update *update,
                            const struct update_place *place)
{
    if (!content_agreed(invocation, "安装吗？输入 y 安装，其他不装：")) {
        output_remark(&invocation->out, "没有安装");
        return EX_OK;
    }
    int refusal = update_install(update, place);
    if (refusal > 0)
        update->refusal = refusal;
    note(invocation, place, HISTORY_INSTALL, &update->bundle->header, update->bundle->header.sequence,
         refusal);
    if (!refusal && !invocation->options.json)
        output_print(&invocation->out, "已安装；全屏界面空闲时自动换上\n");
    return finish(invocation, update, refusal, !refusal);
}

static int verify_or_install(struct invocation *invocation, bool install)
{
    const char *path = invocation->arguments[0];
    struct shifted_clock clock;
    struct update_place place;
    struct update *update = NULL;
    content_place(&place, invocation, &clock);
    _cleanup_site_ struct site *site = install ? open_history(invocation) : NULL;
    place.site = site;
    int code, error = update_open(&update, &place, path);
    if (error)
        return content_refuse(invocation, path, error, NULL, 0);
    error = update_review_here(update, &place);
    if (!error && !invocation->options.json) {
        content_print_header(&invocation->out, update->bundle);
        if (update->changes)
            content_print_changes(&invocation->out, update->changes);
    }
    if (!error && install && update->refusal)
        note(invocation, &place, HISTORY_INSTALL, &update->bundle->header, update->bundle->header.sequence,
             update->refusal);
    if (error)
        code = command_memory_error(invocation);
    else if (update->refusal || !install)
        code = finish(invocation, update, update->refusal, false);
    else
        code = install_reviewed(invocation, update, &place);
    if (code == EX_OK && !install && !invocation->options.json)
        output_print(&invocation->out, "可以安装\n");
    update_free(update);
    return code;
}

int content_verify(struct invocation *invocation)
{
    return verify_or_install(invocation, false);
}

int content_install(struct invocation *invocation)
{
    return verify_or_install(invocation, true);
}

static struct json_object *rollback_json(uint32_t now)
{
    struct json_object *object = json_object_new_object();
    if (!(json_add_text(object, "origin", now ? "installed" : "embedded") |
          json_add_int(object, "sequence", (int)now)))
        return object;
    json_object_put(object);
    return NULL;
}

/* What is in use now, whether it is what it was before or not. */
static void note_rollback(struct invocation *invocation, const struct update_place *place, int refusal)
{
    struct update_in_use in_use;
    if (update_in_use_open(&in_use, place) < 0)
        return;
    const struct bundle_header *header = in_use.bundle ? &in_use.bundle->header : NULL;
    note(invocation, place, HISTORY_ROLLBACK, header, header ? header->sequence : 0, refusal);
    update_in_use_fini(&in_use);
}

int content_rollback(struct invocation *invocation)
{
    struct shifted_clock clock;
    struct update_place place;
    content_place(&place, invocation, &clock);
    if (!content_agreed(invocation, "退回上一份内容，现在这一份不再能装。退回吗？输入 y 退回，其他不动：")) {
        output_remark(&invocation->out, "没有退回");
        return EX_OK;
    }
    uint32_t now = 0;
    _cleanup_site_ struct site *site = open_history(invocation);
    place.site = site;
    int refusal = update_rollback(&now, &place);
    note_rollback(invocation, &place, refusal);
    if (refusal)
        return content_refuse(invocation, "退回", refusal, NULL, 0);
    if (invocation->options.json)
        output_json(&invocation->out, rollback_json(now));
    else if (now)
        output_printf(&invocation->out, "已退回第 %u 号；全屏界面空闲时自动换上\n", (unsigned)now);
    else
        output_print(&invocation->out, "已退回程序内置的内容；全屏界面空闲时自动换上\n");
    return EX_OK;
}
