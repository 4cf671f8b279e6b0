/* SPDX-License-Identifier: MIT */
#include "kiosk/plain.h"

#include "base/error.h"
#include "kiosk/command_check.h"
#include "ui/countdown.h"
#include "ui/staff.h"

#include <string.h>

#define QUESTION "这里只给工作人员；不是的，请按回车。\n请输入维护密码，不显示："

bool plain_has_staff(const struct plain *plain)
{
    bool set;
    return plain->locked && plain->site && site_pin_is_set(&set, plain->site) == 0 && set;
}

static void print_menu(struct plain *plain)
{
    output_paragraph(plain->out, 0, 0, "维护：");
    for (int i = 0; i < STAFF_SERVICES; i++)
        output_paragraph(plain->out, 0, 0, "%d、%s。%s。", i + 1, staff_services[i].label,
                         staff_services[i].hint);
}

static int print_test(struct plain *plain)
{
    _cleanup_document_ struct document *document = NULL;
    int error = staff_slip(&document, plain->clock.wall(plain->clock.context));
    return error ? error : plain_print(plain, document, NULL);
}

static int print_report(struct plain *plain)
{
    _cleanup_free_ char *report = NULL;
    int error = check_report(&report, plain->invocation);
    if (error)
        return error;
    for (char *at = report, *line; (line = strsep(&at, "\n")) && *line;)
        output_paragraph(plain->out, 0, 0, "%s", line);
    return PLAIN_ON;
}

static enum plain_next end_with(struct plain *plain, int code)
{
    plain->ended_by_staff = true;
    plain->code = code;
    return PLAIN_GONE;
}

static int serve(struct plain *plain, int service)
{
    switch (service) {
    case STAFF_DO_PRINT:
        return print_test(plain);
    case STAFF_DO_CHECK:
        return print_report(plain);
    case STAFF_DO_RESTART:
        return end_with(plain, STAFF_RESTART);
    default:
        return end_with(plain, STAFF_MAINTENANCE);
    }
}

static int ask_again(struct plain *plain)
{
    output_paragraph(plain->out, 0, 0, "只能输入 1 到 %d 中的一个编号。", STAFF_SERVICES);
    return PLAIN_ON;
}

static int offer_services(struct plain *plain)
{
    char menu[PLAIN_WORDS];
    plain_ask_number(menu, "离开维护，按回车", STAFF_SERVICES);
    print_menu(plain);
    for (;;) {
        if (!prompt_read(&plain->prompt, menu))
            return PLAIN_GONE;
        int number = prompt_number(&plain->prompt);
        if (!*plain->prompt.line || number == 0 || prompt_is(&plain->prompt, "q"))
            return PLAIN_HOME;
        int next = number >= 1 && number <= STAFF_SERVICES ? serve(plain, number - 1) : ask_again(plain);
        if (next != PLAIN_ON)
            return next;
    }
}

/* Where the wait is not over, the question stands at the beginning again. */
static void say_no(struct plain *plain, int result, int wait)
{
    char words[COUNTDOWN_WORDS];
    output_paragraph(plain->out, 0, 0, "%s%s%s", staff_pin_words(result, wait),
                     wait > 0 ? countdown_words(words, wait) : "", wait > 0 ? "。" : "");
}

/* 0 it is the PIN; else it is none or not that, and was told. */
static int try_pin(int *wait, struct plain *plain)
{
    int n = (int)strlen(plain->prompt.line);
    *wait = 0;
    if (n < SITE_PIN_MIN || n > SITE_PIN_MAX) { /* that is no try */
        output_paragraph(plain->out, 0, 0, "密码是 " STAFF_PIN_SHAPE "。");
        return SITE_LOGIN_REFUSED;
    }
    int result = site_pin_check(wait, plain->site, plain->prompt.line);
    if (result)
        say_no(plain, result, *wait);
    return result;
}

int plain_staff(struct plain *plain)
{
    int wait = 0;
    while (wait == 0 && prompt_read_secret(&plain->prompt, QUESTION)) {
        if (!*plain->prompt.line)
            return PLAIN_HOME;
        int result = try_pin(&wait, plain);
        prompt_wipe(&plain->prompt);
        if (result == 0)
            return offer_services(plain);
    }
    return plain_is_over(plain) ? PLAIN_GONE : PLAIN_ON;
}
