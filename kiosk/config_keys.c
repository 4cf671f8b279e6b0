/* SPDX-License-Identifier: MIT */
#include "kiosk/config_keys.h"

#include "base/error.h"

#include <stdlib.h>
#include <string.h>

/* A value out of a few words: its place in the list, or -1. */
static int choose(const char *value, const char *const *words)
{
    for (int i = 0; words[i]; i++)
        if (!strcasecmp(value, words[i]))
            return i;
    return -1;
}

static const char *take_yes_no(bool *out, const char *value)
{
    static const char *const words[] = {"no", "yes", NULL};
    int choice = choose(value, words);
    if (choice < 0)
        return "只能写 yes 或 no";
    *out = choice;
    return NULL;
}

static const char *take_kiosk_printer(struct config *config, struct printer *printer, const char *value)
{
    (void)printer;
    if (strlen(value) >= sizeof(config->printer))
        return "名称太长";
    strcpy(config->printer, value);
    return NULL;
}

static const char *take_where(struct config *config, struct printer *printer, const char *value)
{
    (void)config;
    return printer_set_where(printer, value);
}

static const char *take_server(struct config *config, struct printer *printer, const char *value)
{
    (void)config;
    return printer_set_server(printer, value);
}

static const char *take_paper(struct config *config, struct printer *printer, const char *value)
{
    static const char *const words[] = {[PAPER_58] = "58", [PAPER_80] = "80", [PAPER_A4] = "a4", NULL};
    int choice = choose(value, words);
    (void)config;
    if (choice < 0)
        return "只能写 58、80 或 a4";
    printer->paper = (enum paper)choice;
    return NULL;
}

static const char *take_charset(struct config *config, struct printer *printer, const char *value)
{
    static const char *const words[] = {"GB18030", "GBK", "GB2312", NULL};
    int choice = choose(value, words);
    (void)config;
    if (choice < 0)
        return "只能写 GB18030、GBK 或 GB2312";
    strcpy(printer->charset, words[choice]);
    return NULL;
}

static const char *take_code(struct config *config, struct printer *printer, const char *value)
{
    static const char *const words[] = {"picture", "printer", NULL};
    int choice = choose(value, words);
    (void)config;
    if (choice < 0)
        return "只能写 picture 或 printer";
    printer->native_code = choice;
    return NULL;
}

static const char *take_cut(struct config *config, struct printer *printer, const char *value)
{
    (void)config;
    return take_yes_no(&printer->cut, value);
}

static const char *take_status(struct config *config, struct printer *printer, const char *value)
{
    (void)config;
    return take_yes_no(&printer->status, value);
}

static const char *hours_reason(int error, const char *shape)
{
    return error == -ERANGE  ? "结束要晚于开始；跨零点的请分成两段"
           : error == -E2BIG ? "写得太多"
           : error           ? shape
                             : NULL;
}

static const char *take_open(struct config *config, struct printer *printer, const char *value)
{
    (void)printer;
    return hours_reason(hours_add_open(&config->hours, value),
                        "要写成 周一至周五 8:30-11:30 13:00-16:30，或 Mon-Fri 8:30-11:30 13:00-16:30");
}

static const char *take_closed(struct config *config, struct printer *printer, const char *value)
{
    (void)printer;
    return hours_reason(hours_add_closed(&config->hours, value),
                        "要写成存在的日期，如 2026-10-01 或 2026-10-01..2026-10-08");
}

static const char *take_dim(struct config *config, struct printer *printer, const char *value)
{
    (void)printer;
    return hours_set_dim(&config->hours, value) ? "要写成 22:00-06:00" : NULL;
}

static const char *take_socket(struct config *config, struct printer *printer, const char *value)
{
    struct config_speech *speech = &config->speech;
    bool usual = !strcmp(value, "default");
    (void)printer;
    if (!usual && *value != '/')
        return "只能写 default，或以 / 开头的路径";
    if (strlen(value) >= sizeof(speech->socket))
        return "路径太长";
    strcpy(speech->socket, usual ? "" : value);
    speech->on = true;
    return NULL;
}

static const char *take_rate(struct config *config, struct printer *printer, const char *value)
{
    const char *digits = value + (*value == '-');
    size_t n = strlen(digits);
    (void)printer;
    if (n < 1 || n > 3 || strspn(digits, "0123456789") != n || atoi(digits) > 100)
        return "要写 -100（慢）到 100（快）的整数";
    config->speech.rate = atoi(value);
    return NULL;
}

static const char *take_speed(struct config *config, struct printer *printer, const char *value)
{
    (void)config;
    for (const struct printer_speed *speed = printer_speeds; speed->bits; speed++) {
        char digits[16];
        snprintf(digits, sizeof(digits), "%d", speed->bits);
        if (!strcmp(value, digits)) {
            printer->speed = speed->bits;
            return NULL;
        }
    }
    return "只能写 1200、2400、4800、9600、19200、38400、57600 或 115200";
}

static const char *take_flow(struct config *config, struct printer *printer, const char *value)
{
    static const char *const words[] = {[FLOW_AS_IT_IS] = "",
                                        [FLOW_NONE] = "none",
                                        [FLOW_HARDWARE] = "hardware",
                                        [FLOW_SOFTWARE] = "software",
                                        NULL};
    int choice = choose(value, words);
    (void)config;
    if (choice <= FLOW_AS_IT_IS)
        return "只能写 none、hardware 或 software";
    printer->flow = (enum printer_flow)choice;
    return NULL;
}

/* A further key is a row here. What a function returns is why not; the setting then stays as it was. */
static const struct {
    enum config_section section;
    const char *name;
    const char *(*take)(struct config *config, struct printer *printer, const char *value);
} keys[] = {
    [CONFIG_KEY_KIOSK_PRINTER] = {SECTION_KIOSK, "printer", take_kiosk_printer},
    [CONFIG_KEY_WHERE] = {SECTION_PRINTER, "where", take_where},
    [CONFIG_KEY_SERVER] = {SECTION_PRINTER, "server", take_server},
    [CONFIG_KEY_PAPER] = {SECTION_PRINTER, "paper", take_paper},
    [CONFIG_KEY_CHARSET] = {SECTION_PRINTER, "charset", take_charset},
    [CONFIG_KEY_CODE] = {SECTION_PRINTER, "code", take_code},
    [CONFIG_KEY_CUT] = {SECTION_PRINTER, "cut", take_cut},
    [CONFIG_KEY_STATUS] = {SECTION_PRINTER, "status", take_status},
    [CONFIG_KEY_SPEED] = {SECTION_PRINTER, "speed", take_speed},
    [CONFIG_KEY_FLOW] = {SECTION_PRINTER, "flow", take_flow},
    [CONFIG_KEY_OPEN] = {SECTION_KIOSK, "open", take_open},
    [CONFIG_KEY_CLOSED] = {SECTION_KIOSK, "closed", take_closed},
    [CONFIG_KEY_DIM] = {SECTION_KIOSK, "dim", take_dim},
    [CONFIG_KEY_SOCKET] = {SECTION_SPEECH, "socket", take_socket},
    [CONFIG_KEY_RATE] = {SECTION_SPEECH, "rate", take_rate},
};

bool config_key_repeats(int key)
{
    return key == CONFIG_KEY_OPEN || key == CONFIG_KEY_CLOSED;
}

int config_key_find(enum config_section section, const char *name)
{
    for (size_t i = 0; i < ARRAY_SIZE(keys); i++)
        if (keys[i].section == section && !strcasecmp(keys[i].name, name))
            return (int)i;
    return -1;
}

const char *config_key_take(int key, struct config *config, struct printer *printer, const char *value)
{
    return keys[key].take(config, printer, value);
}
