/* SPDX-License-Identifier: MIT */
/* content build and content key: what the office does that publishes content. */
#include "kiosk/command_content.h"

#include "base/durable.h"
#include "base/error.h"
#include "db/compiler.h"
#include "kiosk/secret.h"

#include <fcntl.h>
#include <json-c/json.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

/* ---- keys ---- */

static int read_key_file(char out[MINISIGN_KEY_MAX], size_t *n, const char *path)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (fd < 0)
        return -errno;
    ssize_t got = read(fd, out, MINISIGN_KEY_MAX);
    int error = got < 0 ? -errno : 0;
    close(fd);
    *n = got < 0 ? 0 : (size_t)got;
    return error;
}

static int unlock(struct minisign_secret *out, struct invocation *invocation, const char *text, size_t n)
{
    char password[MINISIGN_PASSWORD_MAX] = "";
    bool locked = false;
    int error = minisign_has_password(&locked, text, n);
    if (!error && locked)
        error = secret_ask(password, sizeof(password), &invocation->out,
                           "请输入私钥的密码（屏幕上不显示），按回车：");
    if (!error)
        error = minisign_read_secret(out, text, n, password);
    explicit_bzero(password, sizeof(password));
    return error;
}

static int complain_of_key(struct invocation *invocation, int error)
{
    const char *path = invocation->options.key;
    switch (error) {
    case -EKEYREJECTED:
        output_complain(&invocation->out, "私钥 %s 的密码不对", path);
        return EX_NOPERM;
    case -EBADMSG:
        output_complain(&invocation->out, "%s 不是 minisign 私钥，或已损坏", path);
        return EX_DATAERR;
    case -ECANCELED:
        output_complain(&invocation->out, "没有输入密码，没有签名");
        return EX_NOPERM;
    case -ENOMEM:
        output_complain(&invocation->out, "内存不足，解不开私钥（minisign 的密码保护要用约 1 GB）");
        return EX_OSERR;
    default:
        output_complain(&invocation->out, "读不了私钥 %s：%s", path, output_reason(error));
        return EX_NOINPUT;
    }
}

int content_read_key(struct minisign_secret *out, struct invocation *invocation)
{
    char text[MINISIGN_KEY_MAX];
    size_t n = 0;
    if (!invocation->options.key) {
        output_complain(&invocation->out,
                        "要用 --key 给出签名用的私钥；没有的话，用 yibentong content key 名称 生成");
        return EX_USAGE;
    }
    int error = minisign_init();
    if (!error)
        error = read_key_file(text, &n, invocation->options.key);
    if (!error)
        error = unlock(out, invocation, text, n);
    explicit_bzero(text, sizeof(text));
    return error ? complain_of_key(invocation, error) : EX_OK;
}

/* A new password, twice. 0, -ECANCELED, -EKEYREJECTED: they differ, or it is empty. */
static int ask_new_password(char out[MINISIGN_PASSWORD_MAX], struct invocation *invocation)
{
    int error = secret_ask(out, MINISIGN_PASSWORD_MAX, &invocation->out,
                           "请给私钥定一个密码（屏幕上不显示），按回车；不要密码就用 --no-password：");
    if (!error)
        error = secret_ask_again(out, MINISIGN_PASSWORD_MAX, &invocation->out, "请再输入一次：");
    return error || *out ? error : -EKEYREJECTED;
}

static int write_pair(const char *name, const char *public, const char *secret)
{
    _cleanup_free_ char *public_path = NULL, *secret_path = NULL;
    if (asprintf(&public_path, "%s.pub", name) < 0)
        return public_path = NULL, -ENOMEM;
    if (asprintf(&secret_path, "%s.key", name) < 0)
        return secret_path = NULL, -ENOMEM;
    int error = durable_create(secret_path, secret, strlen(secret), 0600);
    if (error)
        return error;
    error = durable_create(public_path, public, strlen(public), 0644);
    if (error)
        unlink(secret_path); /* a secret key alone is of no use */
    return error;
}

static int make_pair(struct minisign_public *public, const char *name, const char *password)
{
    struct minisign_secret secret;
    _cleanup_free_ char *public_text = NULL;
    char *secret_text = NULL;
    minisign_generate(public, &secret);
    int error = minisign_write_public(&public_text, public);
    if (!error)
        error = minisign_write_secret(&secret_text, &secret, password);
    if (!error)
        error = write_pair(name, public_text, secret_text);
    if (secret_text)
        explicit_bzero(secret_text, strlen(secret_text));
    free(secret_text);
    minisign_wipe(&secret);
    return error;
}

static void tell_pair(struct invocation *invocation, const struct minisign_public *public, const char *name)
{
    struct output *out = &invocation->out;
    char id[MINISIGN_ID_HEX];
    minisign_id_text(id, public->id);
    if (invocation->options.json) {
        struct json_object *object = json_object_new_object();
        if (json_add_text(object, "id", id)) {
            json_object_put(object);
            object = NULL;
        }
        output_json(out, object);
        return;
    }
    output_printf(out, "已生成密钥 %s\n", id);
    output_printf(out, "  %s.pub：公钥，放到每台终端的 " KEYRING_FOLDER "/current.pub\n", name);
    output_printf(out, "  %s.key：私钥，只用来签名；请存放在不联网的地方，不要放到终端上\n", name);
}

int content_key(struct invocation *invocation)
{
    const char *name = invocation->arguments[0];
    char password[MINISIGN_PASSWORD_MAX] = "";
    struct minisign_public public;
    int error = minisign_init();
    if (!error && !(invocation->options.given & OPTION_BIT(OPTION_NO_PASSWORD)))
        error = ask_new_password(password, invocation);
    if (error == -EKEYREJECTED || error == -ECANCELED || error == -E2BIG) {
        output_complain(&invocation->out, "%s；没有生成密钥",
                        error == -EKEYREJECTED ? "密码是空的，或两次输入的不一样"
                                               : "没有输入密码，或密码太长");
        return EX_NOINPUT;
    }
    if (!error)
        error = make_pair(&public, name, password);
    explicit_bzero(password, sizeof(password));
    if (!error) {
        tell_pair(invocation, &public, name);
        return EX_OK;
    }
    output_complain(&invocation->out, "不能生成 %s.key 和 %s.pub：%s", name, name,
                    error == -EEXIST ? "已有这个文件，不覆盖；请换一个名称" : output_reason(error));
    return error == -ENOMEM ? EX_OSERR : EX_CANTCREAT;
}

/* ---- bundles ---- */

int content_fill_header(struct bundle_header *out, struct invocation *invocation, const char *edition)
{
    const struct options *options = &invocation->options;
    struct shifted_clock shifted;
    struct clock clock = options_clock(options, &shifted);
    if (!options->output) {
        output_complain(&invocation->out, "要用 --output 给出写到哪个文件，如 --output 第2号.ybt");
        return EX_USAGE;
    }
    if (!options->sequence) {
        output_complain(&invocation->out, "要用 --sequence 给出序号，要比发布过的都大");
        return EX_USAGE;
    }
    out->sequence = options->sequence;
    out->from = options->valid_from.year ? options->valid_from : date_of(clock.wall(clock.context));
    out->until = options->valid_until;
    if (out->until.year && date_compare(out->until, out->from) < 0) {
        output_complain(&invocation->out, "--valid-until 早于 --valid-from，这样哪一天都不能装");
        return EX_USAGE;
    }
    snprintf(out->program, sizeof(out->program), "%s", CONTENT_PROGRAM);
    if ((size_t)snprintf(out->edition, sizeof(out->edition), "%s",
                         options->edition ? options->edition : edition) < sizeof(out->edition))
        return EX_OK;
    output_complain(&invocation->out, "--edition 太长，最多 %d 字节（约 40 个汉字）", BUNDLE_EDITION_MAX - 1);
    return EX_USAGE;
}

static struct json_object *built_json(const struct bundle_header *header, const char *path, size_t n)
{
    struct json_object *object = json_object_new_object();
    if (!(json_add_text(object, "file", path) | json_add_text(object, "edition", header->edition) |
          json_add_int(object, "sequence", (int)header->sequence) | json_add_int(object, "bytes", (int)n)))
        return object;
    json_object_put(object);
    return NULL;
}

int content_write_bundle(struct invocation *invocation, const struct bundle_header *header,
                         const void *payload, size_t n, const struct minisign_secret *secret)
{
    const char *path = invocation->options.output;
    _cleanup_free_ char *bytes = NULL;
    size_t size = 0;
    int error = bundle_make(&bytes, &size, header, payload, n, secret);
    if (error == -EINVAL) {
        output_complain(&invocation->out, "--edition 里有不能显示的字符，或是空的");
        return EX_USAGE;
    }
    if (!error)
        error = durable_write(path, bytes, size, 0644);
    if (error) {
        output_complain(&invocation->out, "写不了 %s：%s", path, output_reason(error));
        return error == -ENOMEM ? EX_OSERR : EX_CANTCREAT;
    }
    if (invocation->options.json)
        output_json(&invocation->out, built_json(header, path, size));
    else
        output_printf(&invocation->out, "%s：第 %u 号，%s，%zu 字节，已签名\n", path,
                      (unsigned)header->sequence, header->edition, size);
    return EX_OK;
}

static void complain(void *context, const char *file, int line, const char *reason)
{
    struct invocation *invocation = context;
    if (line)
        output_remark(&invocation->out, "%s:%d: %s", file, line, reason);
    else
        output_remark(&invocation->out, "%s: %s", file, reason);
}

static int compile(unsigned char **out, size_t *n, struct invocation *invocation)
{
    int error = compiler_run(out, n, invocation->options.assets, complain, invocation);
    switch (error) {
    case 0:
        return EX_OK;
    case COMPILER_REFUSED:
        output_complain(&invocation->out, "内容有错误，没有制作；上面逐条列出了文件、行号和原因");
        return EX_DATAERR;
    case -ENOSYS:
        output_complain(&invocation->out,
                        "没有安装内容编译器（" COMPILER_MODULE "）或它需要的库；请安装 yibentong 的全部文件");
        return EX_UNAVAILABLE;
    case -ENOMEM:
        return command_memory_error(invocation);
    default:
        output_complain(&invocation->out, "编译不了 %s：%s", invocation->options.assets,
                        output_reason(error));
        return EX_IOERR;
    }
}

/* The edition's label is the content's own, unless --edition says otherwise. */
static int fill_and_write(struct invocation *invocation, const unsigned char *bytes, size_t n,
                          const struct minisign_secret *secret)
{
    struct bundle_header header = {.kind = BUNDLE_CONTENT, .school = "*"};
    _cleanup_handbook_ struct handbook *handbook = NULL;
    int error = handbook_open_bytes(&handbook, bytes, n);
    if (error)
        return command_content_error(invocation, error);
    int code = content_fill_header(&header, invocation, handbook_edition(handbook)->label);
    return code == EX_OK ? content_write_bundle(invocation, &header, bytes, n, secret) : code;
}

int content_build(struct invocation *invocation)
{
    struct bundle_header header = {.kind = BUNDLE_CONTENT};
    struct minisign_secret secret;
    _cleanup_free_ unsigned char *bytes = NULL;
    size_t n = 0;
    if (!invocation->options.assets) {
        output_complain(&invocation->out, "要用 --assets 给出内容文件夹");
        return EX_USAGE;
    }
    int code = content_fill_header(&header, invocation, ""); /* before a password is asked for */
    if (code == EX_OK)
        code = compile(&bytes, &n, invocation);
    if (code == EX_OK)
        code = content_read_key(&secret, invocation);
    if (code != EX_OK)
        return code;
    code = fill_and_write(invocation, bytes, n, &secret);
    minisign_wipe(&secret);
    return code;
}
