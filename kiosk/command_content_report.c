/* SPDX-License-Identifier: MIT */
/* What a bundle says of itself and what it changes, as text and as JSON. */
#include "kiosk/command_content.h"

#include "base/error.h"
#include "ui/update_words.h"

#include <json-c/json.h>
#include <sodium.h>
#include <string.h>

static void day_text(char out[16], const struct date *day)
{
    snprintf(out, 16, "%04u-%02u-%02u", (unsigned)day->year % 10000, (unsigned)day->month % 100,
             (unsigned)day->day % 100);
}

void content_print_header(struct output *out, const struct bundle *bundle)
{
    const struct bundle_header *header = &bundle->header;
    char from[16], until[16], id[MINISIGN_ID_HEX];
    day_text(from, &header->from);
    day_text(until, &header->until);
    minisign_id_text(id, bundle->signer);
    output_printf(out, "%s：第 %u 号，%s\n", header->kind == BUNDLE_SITE ? "学校资料包" : "手册内容包",
                  (unsigned)header->sequence, header->edition);
    if (header->school[0] != '*')
        output_printf(out, "学校标识码：%s\n", header->school);
    output_printf(out, "有效期：%s 起%s%s\n", from, header->until.year ? "，到 " : "",
                  header->until.year ? until : "");
    output_printf(out, "需要的程序：%s 或更新\n", header->program);
    output_printf(out, "签名：公钥 %s（%s）\n", bundle->slot, id);
}

int content_json_header(struct json_object *object, const struct bundle *bundle)
{
    const struct bundle_header *header = &bundle->header;
    char from[16], until[16], id[MINISIGN_ID_HEX], digest[2 * sizeof(header->digest) + 1];
    day_text(from, &header->from);
    day_text(until, &header->until);
    minisign_id_text(id, bundle->signer);
    sodium_bin2hex(digest, sizeof(digest), header->digest, sizeof(header->digest));
    return json_add_text(object, "kind", header->kind == BUNDLE_SITE ? "site" : "content") |
           json_add_text(object, "school", header->school) |
           json_add_text(object, "edition", header->edition) |
           json_add_int(object, "sequence", (int)header->sequence) |
           json_add_text(object, "program", header->program) | json_add_text(object, "valid_from", from) |
           json_add_text(object, "valid_until", header->until.year ? until : "") |
           json_add_int(object, "length", (int)header->length) | json_add_text(object, "sha512", digest) |
           json_add_text(object, "signer", id) | json_add_text(object, "key", bundle->slot);
}

int content_json_refusal(struct json_object *object, int refusal, const struct bundle_header *header,
                         uint32_t highest)
{
    char words[512];
    update_refusal_words(words, sizeof(words), refusal, header, highest);
    return json_add_text(object, "refusal", update_refusal_id(refusal)) |
           json_add_text(object, "text", words);
}

/* ---- changes ---- */

static void print_lines(struct output *out, const char *mark, const char *text)
{
    for (size_t n; text && *text; text += n + (text[n] == '\n')) {
        n = strcspn(text, "\n");
        output_paragraph(out, 4, 2, "%s %.*s", mark, (int)n, text);
        mark = " ";
    }
}

void content_print_changes(struct output *out, const struct content_changes *changes)
{
    if (!changes || !changes->n) {
        output_print(out, "与正在使用的内容相比：文字没有变化\n");
        return;
    }
    output_printf(out, "与正在使用的内容相比，有 %zu 处变化：\n", changes->n);
    for (size_t i = 0; i < changes->n; i++) {
        const struct content_change *change = &changes->items[i];
        char words[256];
        update_change_words(words, sizeof(words), change);
        output_printf(out, "  %s　%s\n", !change->before ? "增" : !change->after ? "删" : "改", words);
        print_lines(out, "-", change->before);
        print_lines(out, "+", change->after);
    }
}

static const char *const subjects[] = {
    [CHANGE_EDITION] = "edition",       [CHANGE_TITLE] = "title",      [CHANGE_MENU] = "menu",
    [CHANGE_BLOCK] = "block",           [CHANGE_GUIDE] = "guide",      [CHANGE_LINK] = "link",
    [CHANGE_SUPPLEMENT] = "supplement", [CHANGE_RELATED] = "related",  [CHANGE_SCHOOLS] = "schools",
    [CHANGE_PROFILE] = "profile",       [CHANGE_ADDENDUM] = "addendum"};

/* json-c has no object for null: what is not there is null. */
static int add_text_or_null(struct json_object *object, const char *key, const char *text)
{
    if (text)
        return json_add_text(object, key, text);
    return json_object_object_add(object, key, NULL) ? -ENOMEM : 0;
}

static struct json_object *change_json(const struct content_change *change)
{
    struct json_object *object = json_object_new_object();
    int error = !object ? -ENOMEM
                        : json_add_int(object, "question", change->question) |
                              json_add_text(object, "subject", subjects[change->subject]) |
                              json_add_text(object, "name", change->name) |
                              add_text_or_null(object, "before", change->before) |
                              add_text_or_null(object, "after", change->after);
    if (!error)
        return object;
    json_object_put(object);
    return NULL;
}

int content_json_changes(struct json_object *object, const struct content_changes *changes)
{
    struct json_object *array = json_object_new_array();
    int error = 0;
    for (size_t i = 0; changes && i < changes->n && !error; i++)
        error = json_add(array, NULL, change_json(&changes->items[i]));
    return error | json_add(object, "changes", array);
}
