/* SPDX-License-Identifier: MIT */
/* content: signed content, looked at, installed, taken back, made. */
#include "kiosk/command_content.h"

#include "base/error.h"
#include "db/site/profile.h"
#include "ui/update_words.h"

#include <json-c/json.h>
#include <string.h>
#include <sysexits.h>

#define BIT(option) OPTION_BIT(OPTION_##option)

static const struct subcommand subcommands[] = {
    {"info", "[文件]", 0, 1, BIT(FORMAT) | BIT(SITE), content_info},
    {"verify", "文件", 1, 1, BIT(FORMAT) | BIT(SITE), content_verify},
    {"install", "文件", 1, 1, BIT(FORMAT) | BIT(SITE) | BIT(YES), content_install},
    {"rollback", "", 0, 0, BIT(FORMAT) | BIT(SITE) | BIT(YES), content_rollback},
    {"build", "", 0, 0,
     BIT(FORMAT) | BIT(ASSETS) | BIT(OUTPUT) | BIT(KEY) | BIT(SEQUENCE) | BIT(VALID_FROM) | BIT(VALID_UNTIL) |
         BIT(EDITION),
     content_build},
    {"key", "名称", 1, 1, BIT(FORMAT) | BIT(NO_PASSWORD), content_key},
};

int command_content(struct invocation *invocation)
{
    return subcommand_run(invocation, "content", subcommands, ARRAY_SIZE(subcommands));
}

static const struct subcommand *find(struct invocation *invocation, const char *command,
                                     const struct subcommand *table, size_t n)
{
    char names[128] = "";
    for (size_t i = 0; i < n; i++) {
        if (!strcmp(table[i].name, invocation->arguments[0]))
            return &table[i];
        strncat(names, i ? "、" : "", sizeof(names) - strlen(names) - 1);
        strncat(names, table[i].name, sizeof(names) - strlen(names) - 1);
    }
    output_complain(&invocation->out, "%s 后面不能是“%s”，只能是 %s", command, invocation->arguments[0],
                    names);
    return NULL;
}

int subcommand_run(struct invocation *invocation, const char *command, const struct subcommand *table,
                   size_t n)
{
    const struct subcommand *found = find(invocation, command, table, n);
    if (!found)
        return EX_USAGE;
    memmove(invocation->arguments, invocation->arguments + 1,
            --invocation->n_arguments * sizeof(invocation->arguments[0]));
    uint64_t refused = invocation->options.given & ~(found->options | OPTIONS_COMMON);
    if (refused)
        output_complain(&invocation->out, "%s %s 没有选项 --%s；用法见 man yibentong", command, found->name,
                        option_at((size_t)__builtin_ctzll(refused))->name);
    else if (invocation->n_arguments < found->least || invocation->n_arguments > found->most)
        output_complain(&invocation->out, "用法是 yibentong %s %s%s%s", command, found->name,
                        *found->arguments ? " " : "", found->arguments);
    else
        return found->run(invocation);
    return EX_USAGE;
}

/* The school that the hall has entered; "" if it has not, or nobody can tell. */
static void find_school(struct invocation *invocation)
{
    const char *path = invocation->options.site ? invocation->options.site : SITE_PATH;
    struct site *site = NULL;
    struct profile *profile = NULL;
    invocation->school[0] = '\0';
    if (site_open(&site, path, SITE_READ, clock_system()) == 0 && site_profile_read(&profile, site) == 0)
        snprintf(invocation->school, sizeof(invocation->school), "%s", profile->code);
    site_profile_free(profile);
    site_close(site);
}

void content_place(struct update_place *out, struct invocation *invocation, struct shifted_clock *clock)
{
    struct content_source source;
    command_content_source(&source, invocation, clock);
    *out = source.place;
    find_school(invocation);
    out->school = invocation->school;
}

int content_code(int refusal)
{
    switch (refusal) {
    case 0:
        return EX_OK;
    case BUNDLE_NO_KEY:
        return EX_CONFIG;
    case BUNDLE_UNSIGNED:
    case BUNDLE_WRONG_KEY:
    case BUNDLE_TAMPERED:
    case -EKEYREJECTED:
        return EX_NOPERM;
    case BUNDLE_WRONG_KIND:
    case BUNDLE_WRONG_SCHOOL:
    case BUNDLE_NEW_FORMAT:
    case BUNDLE_NEW_PROGRAM:
    case BUNDLE_EARLY:
    case BUNDLE_EXPIRED:
    case BUNDLE_OLD:
    case BUNDLE_STALE:
    case BUNDLE_NOTHING_BEFORE:
        return EX_PROTOCOL;
    case BUNDLE_BUSY:
        return EX_TEMPFAIL;
    case -ENOMEM:
        return EX_OSERR;
    case -ENOENT:
    case -EISDIR:
    case -EINVAL:
    case -ELOOP:
    case -ENOTDIR:
        return EX_NOINPUT;
    case -EACCES:
    case -EPERM:
    case -EROFS:
        return EX_CANTCREAT;
    default:
        return refusal > 0 ? EX_DATAERR : EX_IOERR;
    }
}

int content_refuse(struct invocation *invocation, const char *path, int refusal,
                   const struct bundle_header *header, uint32_t highest)
{
    char words[512];
    update_refusal_words(words, sizeof(words), refusal, header, highest);
    output_complain(&invocation->out, "%s：%s（%s）", path, words,
                    refusal > 0 ? update_refusal_id(refusal) : strerrorname_np(-refusal));
    return content_code(refusal);
}

/* ---- info ---- */

static const struct {
    int error;
    const char *id, *words;
} key_states[] = {{0, "pinned", ""},
                  {-ENOENT, "missing", "没有登记"},
                  {-EBADMSG, "damaged", "文件不是公钥，或已损坏"},
                  {-EPERM, "writable", "其他用户可以改写，不可信；请 chmod 644"}};

static size_t key_state(const struct keyring_slot *slot)
{
    size_t i = ARRAY_SIZE(key_states) - 1;
    while (i > 0 && key_states[i].error != slot->error)
        i--;
    return i == 0 && slot->error ? 2 : i;
}

static void print_keys(struct output *out, const struct keyring *keyring)
{
    for (size_t i = 0; i < KEYRING_KEYS; i++) {
        const struct keyring_slot *slot = &keyring->slots[i];
        char id[MINISIGN_ID_HEX] = "";
        if (!slot->error)
            minisign_id_text(id, slot->key.id);
        output_printf(out, "公钥 %s：%s%s\n", slot->name, id, key_states[key_state(slot)].words);
    }
}

static void print_in_use(struct output *out, const struct update_in_use *in_use)
{
    if (!in_use->bundle)
        output_print(out, "正在使用：程序内置的内容\n");
    else
        content_print_header(out, in_use->bundle);
    if (in_use->expired)
        output_print(out, "注意：已过有效期，请安装新的内容\n");
    for (size_t i = 0; i < in_use->n_faults; i++) {
        char words[512];
        update_refusal_words(words, sizeof(words), in_use->faults[i].reason, NULL, 0);
        output_printf(out, "注意：第 %u 号不能用，没有采用：%s\n", (unsigned)in_use->faults[i].sequence,
                      words);
    }
}

static void print_info(struct output *out, const struct update_in_use *in_use,
                       const struct update_status *status, const struct keyring *keyring)
{
    print_in_use(out, in_use);
    if (status->previous)
        output_printf(out, "可以退回：第 %u 号\n", (unsigned)status->previous);
    else if (status->current)
        output_print(out, "可以退回：程序内置的内容\n");
    output_printf(out, "新内容的序号要大于：%u\n", (unsigned)status->highest);
    print_keys(out, keyring);
}

static struct json_object *keys_json(const struct keyring *keyring)
{
    struct json_object *array = json_object_new_array();
    int error = 0;
    for (size_t i = 0; i < KEYRING_KEYS; i++) {
        const struct keyring_slot *slot = &keyring->slots[i];
        struct json_object *object = json_object_new_object();
        char id[MINISIGN_ID_HEX] = "";
        if (!slot->error)
            minisign_id_text(id, slot->key.id);
        error |= json_add_text(object, "name", slot->name) | json_add_text(object, "id", id) |
                 json_add_text(object, "state", key_states[key_state(slot)].id);
        error |= json_add(array, NULL, object);
    }
    if (!error)
        return array;
    json_object_put(array);
    return NULL;
}

static struct json_object *faults_json(const struct update_in_use *in_use)
{
    struct json_object *array = json_object_new_array();
    int error = 0;
    for (size_t i = 0; i < in_use->n_faults; i++) {
        struct json_object *object = json_object_new_object();
        error |= json_add_int(object, "sequence", (int)in_use->faults[i].sequence) |
                 content_json_refusal(object, in_use->faults[i].reason, NULL, 0);
        error |= json_add(array, NULL, object);
    }
    if (!error)
        return array;
    json_object_put(array);
    return NULL;
}

static struct json_object *info_json(const struct update_in_use *in_use, const struct update_status *status,
                                     const struct keyring *keyring)
{
    struct json_object *object = json_object_new_object();
    const char *origin = !in_use->bundle ? "embedded" : in_use->fell_back ? "previous" : "installed";
    int error = json_add_text(object, "origin", origin);
    if (in_use->bundle)
        error |= content_json_header(object, in_use->bundle);
    error |= json_add(object, "expired", json_object_new_boolean(in_use->expired)) |
             json_add_int(object, "previous", (int)status->previous) |
             json_add_int(object, "highest", (int)status->highest) |
             json_add(object, "faults", faults_json(in_use)) | json_add(object, "keys", keys_json(keyring));
    if (!error)
        return object;
    json_object_put(object);
    return NULL;
}

static int info_of_machine(struct invocation *invocation, const struct update_place *place)
{
    struct update_in_use in_use;
    struct update_status status;
    struct keyring keyring;
    int error = update_in_use_open(&in_use, place);
    if (error)
        return command_memory_error(invocation);
    error = update_status(&status, place);
    if (!error) {
        keyring_load(&keyring, place->keys);
        if (invocation->options.json)
            output_json(&invocation->out, info_json(&in_use, &status, &keyring));
        else
            print_info(&invocation->out, &in_use, &status, &keyring);
    }
    update_in_use_fini(&in_use);
    return error ? content_refuse(invocation, place->state ? place->state : UPDATE_STATE, error, NULL, 0)
                 : EX_OK;
}

static struct json_object *file_json(const struct update *update)
{
    struct json_object *object = json_object_new_object();
    if (!(content_json_header(object, update->bundle) |
          content_json_refusal(object, update->refusal, &update->bundle->header, update->highest)))
        return object;
    json_object_put(object);
    return NULL;
}

static int info_of_file(struct invocation *invocation, const struct update_place *place, const char *path)
{
    struct update *update = NULL;
    int refusal = update_open(&update, place, path);
    if (refusal)
        return content_refuse(invocation, path, refusal, NULL, 0);
    if (invocation->options.json) {
        output_json(&invocation->out, file_json(update));
    } else {
        content_print_header(&invocation->out, update->bundle);
        if (update->refusal) {
            char words[512];
            update_refusal_words(words, sizeof(words), update->refusal, &update->bundle->header,
                                 update->highest);
            output_printf(&invocation->out, "本机不能安装：%s\n", words);
        }
    }
    update_free(update);
    return EX_OK;
}

int content_info(struct invocation *invocation)
{
    struct shifted_clock clock;
    struct update_place place;
    content_place(&place, invocation, &clock);
    return invocation->n_arguments ? info_of_file(invocation, &place, invocation->arguments[0])
                                   : info_of_machine(invocation, &place);
}
