/* SPDX-License-Identifier: MIT */
#include "kiosk/content.h"

#include "base/error.h"
#include "kiosk/output.h"
#include "ui/update_words.h"

#include <stdarg.h>
#include <stdio.h>

__attribute__((format(printf, 2, 3))) static int set_origin(struct content *content, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int written = vasprintf(&content->origin, format, arguments);
    va_end(arguments);
    if (written >= 0)
        return 0;
    content->origin = NULL;
    return -ENOMEM;
}

static void choose_embedded(struct content *out)
{
    out->waiting = true;
    out->edition = handbook_embedded_edition();
}

static int open_file(struct content *out, const char *path)
{
    out->refused = handbook_open_file(&out->handbook, path);
    if (!out->refused)
        return set_origin(out, "%s", path);
    out->notice = true;
    choose_embedded(out);
    return set_origin(out, "内置（%s 不能用：%s）", path, output_reason(out->refused));
}

/* Where it is from, and why nothing better serves. */
static int describe(struct content *out)
{
    const struct update_in_use *in_use = &out->in_use;
    char id[MINISIGN_ID_HEX], words[512];
    if (in_use->n_faults) {
        const struct update_fault *fault = &in_use->faults[0];
        update_refusal_words(words, sizeof(words), fault->reason, NULL, 0);
        return in_use->bundle
                   ? set_origin(out, "已安装的第 %u 号（第 %u 号不能用：%s）",
                                (unsigned)in_use->bundle->header.sequence, (unsigned)fault->sequence, words)
               : fault->sequence
                   ? set_origin(out, "内置（第 %u 号不能用：%s）", (unsigned)fault->sequence, words)
                   : set_origin(out, "内置（读不了已安装的内容：%s）", words);
    }
    if (!in_use->bundle)
        return set_origin(out, "内置");
    minisign_id_text(id, in_use->bundle->signer);
    return set_origin(out, "已安装的第 %u 号，公钥 %s 签名%s", (unsigned)in_use->bundle->header.sequence, id,
                      in_use->expired ? "；已过有效期，请安装新的内容" : "");
}

static int open_installed(struct content *out, const struct content_source *source)
{
    struct update_place place = source->place;
    place.today = date_of(place.clock.wall(place.clock.context));
    out->stamp = update_stamp(&place); /* before: what comes between is found later */
    int error = update_in_use_open(&out->in_use, &place);
    if (error)
        return error;
    out->handbook = out->in_use.handbook;
    out->in_use.handbook = NULL;
    out->notice = out->in_use.fell_back || out->in_use.expired;
    if (!out->handbook)
        choose_embedded(out);
    return describe(out);
}

int content_choose(struct content *out, const struct content_source *source)
{
    struct content content = {0};
    int error = source->file ? open_file(&content, source->file) : open_installed(&content, source);
    if (content.handbook)
        content.edition = *handbook_edition(content.handbook);
    if (error)
        content_close(&content);
    else
        *out = content;
    return error;
}

int content_finish(struct content *content)
{
    if (!content->waiting)
        return 0;
    content->error = handbook_open_embedded(&content->handbook);
    content->waiting = content->error == -ENOMEM;
    return content->waiting ? -ENOMEM : 0;
}

int content_open(struct content *out, const struct content_source *source)
{
    struct content content;
    int error = content_choose(&content, source);
    if (error)
        return error;
    error = content_finish(&content);
    if (error)
        content_close(&content);
    else
        *out = content;
    return error;
}

void content_close(struct content *content)
{
    handbook_close(content->handbook);
    update_in_use_fini(&content->in_use);
    free(content->origin);
    *content = (struct content){0};
}

bool content_is_superseded(const struct content *content, const struct content_source *source)
{
    if (source->file)
        return false;
    struct update_stamp now = update_stamp(&source->place);
    return update_stamp_differs(&content->stamp, &now);
}
