/* SPDX-License-Identifier: MIT */
/* check: the handbook that this machine shows, and whose updates it believes. */
#include "kiosk/command_check.h"

#include "base/error.h"
#include "db/institution.h"
#include "ui/qr.h"

#include <string.h>
#include <sysexits.h>

static void check_codes(struct check *check, const struct link *links, size_t n)
{
    int least = QR_MODULES_MAX, most = 0;
    size_t low = 0;
    for (size_t i = 0; i < n; i++) {
        struct qr qr;
        int error = qr_encode(&qr, &links[i], false);
        if (error == -ERANGE && ++low)
            error = qr_encode(&qr, &links[i], true);
        if (error < 0) {
            check_say(check, "codes", "二维码", CHECK_ERROR, EX_DATAERR, "链接 %s 做不成二维码：%s",
                      links[i].id, output_reason(error));
            return;
        }
        least = qr.modules < least ? qr.modules : least;
        most = qr.modules > most ? qr.modules : most;
    }
    if (n)
        check_say(check, "codes", "二维码", CHECK_OK, EX_OK, "%zu 个链接都能编成，每边 %d 到 %d 格%s", n,
                  least, most, low ? "，长的用低纠错" : "");
    else
        check_say(check, "codes", "二维码", CHECK_NOTICE, EX_OK, "手册里没有链接");
}

static void check_links(struct check *check, struct handbook *handbook)
{
    struct link *links;
    size_t n;
    int error = handbook_links(&links, &n, handbook);
    if (error < 0) {
        check_say(check, "links", "链接", CHECK_ERROR, EX_DATAERR, "读不出来：%s", output_reason(error));
        return;
    }
    check_say(check, "links", "链接", CHECK_OK, EX_OK, "%zu 个", n);
    check_codes(check, links, n);
    links_free(links, n);
}

/* handbook_check has read every answer; this reads each once more as a screen would. */
static void check_answers(struct check *check, struct handbook *handbook)
{
    size_t n, blocks = 0;
    const struct question *questions = handbook_questions(handbook, &n);
    for (size_t i = 0; i < n; i++) {
        _cleanup_answer_ struct answer *answer = NULL;
        int error = handbook_answer(&answer, handbook, questions[i].number);
        if (error < 0) {
            check_say(check, "answers", "答复", CHECK_ERROR, EX_DATAERR, "第 %d 题读不出来：%s",
                      questions[i].number, output_reason(error));
            return;
        }
        blocks += answer->n_blocks;
    }
    check_say(check, "answers", "答复", CHECK_OK, EX_OK, "%zu 题都读得出来，共 %zu 段", n, blocks);
}

static void check_schools(struct check *check, struct handbook *handbook)
{
    const char *as_of;
    size_t n;
    int error = institutions_info(&n, &as_of, handbook);
    if (error < 0)
        check_say(check, "schools", "学校名单", CHECK_ERROR, EX_DATAERR, "读不出来：%s",
                  output_reason(error));
    else
        check_say(check, "schools", "学校名单", CHECK_OK, EX_OK, "%zu 所，截至 %s", n, as_of);
}

/* The content as it was opened, with what staff should know of it. */
static void say_handbook(struct check *check, const struct content *content, const char *path)
{
    int error = content->refused ? content->refused : content->error;
    if (!error)
        error = handbook_check(content->handbook);
    if (error < 0) {
        check_say(check, "handbook", "手册", CHECK_ERROR, path ? command_content_code(error) : EX_UNAVAILABLE,
                  "%s：%s", path ? path : content->origin, output_reason(error));
        return;
    }
    const struct edition *edition = handbook_edition(content->handbook);
    check_say(check, "handbook", "手册", content->notice ? CHECK_NOTICE : CHECK_OK, EX_OK,
              "%s，%s，核对到 %s", content->origin, edition->label, edition->compiled);
    check_answers(check, content->handbook);
    check_links(check, content->handbook);
    check_schools(check, content->handbook);
}

/* Without a key nothing can be installed, which is fine; a key that cannot be believed is not. */
static void check_keys(struct check *check, const struct update_place *place)
{
    struct keyring keyring;
    char ids[KEYRING_KEYS * (MINISIGN_ID_HEX + 16)] = "";
    keyring_load(&keyring, place->keys);
    for (size_t i = 0; i < KEYRING_KEYS; i++) {
        const struct keyring_slot *slot = &keyring.slots[i];
        char id[MINISIGN_ID_HEX];
        if (slot->error && slot->error != -ENOENT && slot->error != -ENOTDIR) {
            check_say(check, "keys", "公钥", CHECK_NOTICE, EX_OK, "%s.pub 不能用：%s；用它签名的内容不能安装",
                      slot->name,
                      slot->error == -EPERM ? "其他用户可以改写，请 chmod 644" : output_reason(slot->error));
            return;
        }
        if (slot->error)
            continue;
        minisign_id_text(id, slot->key.id);
        snprintf(ids + strlen(ids), sizeof(ids) - strlen(ids), "%s%s %s", *ids ? "，" : "", slot->name, id);
    }
    check_say(check, "keys", "公钥", CHECK_OK, EX_OK, "%s", *ids ? ids : "没有登记，不接受内容更新");
}

void check_content(struct check *check, struct handbook **out, struct invocation *invocation)
{
    struct shifted_clock clock;
    struct content_source source;
    struct content content;
    command_content_source(&source, invocation, &clock);
    if (content_open(&content, &source) < 0) {
        check_say(check, "handbook", "手册", CHECK_ERROR, EX_OSERR, "内存不足");
        return;
    }
    say_handbook(check, &content, source.file);
    check_keys(check, &source.place);
    *out = content.handbook;
    content.handbook = NULL;
    content_close(&content);
}
