/* SPDX-License-Identifier: MIT */
/* pin: the staff's PIN of this machine, set or taken away. */
#include "kiosk/command_content.h"
#include "kiosk/command_site.h"
#include "kiosk/secret.h"

#include "base/error.h"
#include "db/site/pin.h"

#include <string.h>
#include <sysexits.h>

#define TYPED_MAX 64

static int pin_set(struct invocation *invocation);
static int pin_remove(struct invocation *invocation);

static const struct subcommand subcommands[] = {
    {"set", "", 0, 0, OPTION_BIT(OPTION_SITE), pin_set},
    {"remove", "", 0, 0, OPTION_BIT(OPTION_SITE), pin_remove},
};

int command_pin(struct invocation *invocation)
{
    return subcommand_run(invocation, "pin", subcommands, ARRAY_SIZE(subcommands));
}

static int refuse(struct invocation *invocation, const char *words)
{
    output_complain(&invocation->out, "%s", words);
    return EX_DATAERR;
}

static int refuse_reading(struct invocation *invocation, int error)
{
    if (error == -E2BIG)
        return refuse(invocation, "密码是 6 到 12 位数字；没有改");
    output_complain(&invocation->out, error == -ECANCELED ? "没有输完；没有改" : "读不了输入；没有改");
    return EX_NOINPUT;
}

/* Twice the same. EX_OK, or a code with a complaint. */
static int ask(char pin[TYPED_MAX], struct invocation *invocation)
{
    int error = secret_ask(pin, TYPED_MAX, &invocation->out, "维护密码，6 到 12 位数字（不显示）：");
    int judged = error ? 0 : site_pin_judge(pin);
    if (!error && !judged)
        error = secret_ask_again(pin, TYPED_MAX, &invocation->out, "再输一次：");
    if (error == -EKEYREJECTED)
        return refuse(invocation, "两次输入的不一样；没有改");
    if (error)
        return refuse_reading(invocation, error);
    if (judged)
        return refuse(invocation, judged == SITE_PIN_WEAK ? "太容易猜到，不要用同一个数字或连着的数字；没有改"
                                                          : "密码是 6 到 12 位数字；没有改");
    return EX_OK;
}

static int pin_set(struct invocation *invocation)
{
    _cleanup_site_ struct site *site = NULL;
    char pin[TYPED_MAX] = "";
    int error = command_site_open(&site, invocation, SITE_CREATE);
    if (error)
        return command_site_error(invocation, error);
    int code = ask(pin, invocation);
    error = code == EX_OK ? site_pin_set(site, NULL, pin) : 0;
    explicit_bzero(pin, sizeof(pin));
    if (error)
        return command_site_error(invocation, error);
    if (code == EX_OK)
        output_print(&invocation->out, "维护密码设好了。在锁定的自助终端上怎么用，见 man yibentong\n");
    return code;
}

static int pin_remove(struct invocation *invocation)
{
    _cleanup_site_ struct site *site = NULL;
    int error = command_site_open(&site, invocation, SITE_WRITE);
    if (!error)
        error = site_pin_remove(site, NULL);
    if (error == -ENOENT && site) {
        output_complain(&invocation->out, "没有设过维护密码");
        return COMMAND_NOTHING_FOUND;
    }
    if (error)
        return command_site_error(invocation, error);
    output_print(&invocation->out, "维护密码取消了；锁定的自助终端不能再用按键进入维护\n");
    return EX_OK;
}
