/* SPDX-License-Identifier: MIT */
#include "kiosk/commands.h"

#include "base/error.h"
#include "kiosk/config.h"
#include "ui/theme.h"

#include <getopt.h>
#include <string.h>
#include <sysexits.h>

static const struct option_info infos[] = {
    {OPTION_FORMAT, "format", "text|json", "结果写成文字（默认）或 JSON"},
    {OPTION_TODAY, "today", "YYYY-MM-DD", "当作这一天来算，不用今天"},
    {OPTION_CONTENT, "content", "文件", "用这个 handbook.db，不用程序内置的手册"},
    {OPTION_CONFIG, "config", "文件", "用这个设置文件，不用 " CONFIG_DEFAULT_PATH},
    {OPTION_LOCKED, "locked", NULL, "无人值守：按键不能退出全屏界面"},
    {OPTION_THEME, "theme", "paper|night|contrast", "全屏界面的配色：纸、夜、高对比"},
    {OPTION_PNG, "png", "文件", "二维码存为 PNG 图片，“-”为标准输出"},
    {OPTION_SVG, "svg", "文件", "二维码存为 SVG 图片，“-”为标准输出"},
    {OPTION_ANSWERS, "answers", "问题=回答,…", "引导的回答；够了就给出结果，不够就说还要回答什么"},
    {OPTION_PATHS, "paths", NULL, "引导的全部路径；不写题号就是全部引导"},
    {OPTION_GRAPH, "graph", NULL, "引导的图，DOT 格式"},
    {OPTION_LIMIT, "limit", "个数", "最多列出几个；不写的话，search 是 10，school 是 20"},
    {OPTION_PAPER, "paper", "58|80|a4", "打印纸：58 或 80 毫米的小票，或 A4；不写就按打印机的设置"},
    {OPTION_PRINTER, "printer", "名称", "用设置文件里的这台打印机，不用默认的"},
    {OPTION_OUTPUT, "output", "文件",
     "print：不打印，把要送给打印机的内容写成文件（小票是 ESC/POS，A4 是 PDF），“-”为标准输出；"
     "content build：内容包"},
    {OPTION_ASSETS, "assets", "文件夹", "content build：内容文件，如源代码里的 assets"},
    {OPTION_KEY, "key", "文件", "签名用的私钥（minisign 格式）"},
    {OPTION_SEQUENCE, "sequence", "序号", "内容包的序号，1 到 999999，只能越来越大"},
    {OPTION_VALID_FROM, "valid-from", "YYYY-MM-DD", "哪一天起可以安装；不写就是今天"},
    {OPTION_VALID_UNTIL, "valid-until", "YYYY-MM-DD", "哪一天以后不能再安装；不写就没有期限"},
    {OPTION_EDITION, "edition", "名称", "内容包的版本名称；不写就用内容自己的"},
    {OPTION_NO_PASSWORD, "no-password", NULL, "content key：私钥不用密码保护"},
    {OPTION_YES, "yes", NULL, "不问，直接安装或退回"},
    {OPTION_KEYS, "keys", "文件夹", "登记公钥的文件夹，不用 /etc/yibentong/keys"},
    {OPTION_STATE, "state", "文件夹", "存放安装内容的文件夹，不用 /var/lib/yibentong"},
    {OPTION_SITE, "site", "文件", "本校资料库，不用 /var/lib/yibentong/site.db"},
    {OPTION_FROM, "from", "YYYY-MM-DD", "stats：从哪一天起；不写就是 --to 前的 30 天"},
    {OPTION_TO, "to", "YYYY-MM-DD", "stats：到哪一天为止，含这一天；不写就是今天"},
    {OPTION_CSV, "csv", "文件", "stats：写成表格文件 CSV，“-”为标准输出"},
    {OPTION_ENCODING, "encoding", "utf-8|gb18030", "stats：CSV 的编码；不写就是 UTF-8"},
    {OPTION_HELP, "help", NULL, "显示本说明"},
    {OPTION_VERSION, "version", NULL, "显示版本"},
};

const struct option_info *option_at(size_t index)
{
    return index < ARRAY_SIZE(infos) ? &infos[index] : NULL;
}

static int take_format(struct invocation *invocation, enum option_id id, const char *value)
{
    invocation->options.json = !strcmp(value, "json");
    if (invocation->options.json || !strcmp(value, "text"))
        return EX_OK;
    output_complain(&invocation->out, "--%s 不能是“%s”，只能是 text 或 json", infos[id].name, value);
    return EX_USAGE;
}

static int take_theme(struct invocation *invocation, enum option_id id, const char *value)
{
    (void)id;
    invocation->options.theme = value;
    if (theme_find(value))
        return EX_OK;
    output_complain(&invocation->out, "没有配色“%s”，只有 paper、night、contrast", value);
    return EX_USAGE;
}

static int take_paper(struct invocation *invocation, enum option_id id, const char *value)
{
    static const char *const names[] = {[PAPER_58] = "58", [PAPER_80] = "80", [PAPER_A4] = "a4"};
    for (size_t i = 0; i < ARRAY_SIZE(names); i++)
        if (!strcasecmp(value, names[i])) {
            invocation->options.paper = (enum paper)i;
            return EX_OK;
        }
    output_complain(&invocation->out, "--%s 不能是“%s”，只能是 58、80 或 a4", infos[id].name, value);
    return EX_USAGE;
}

static int take_limit(struct invocation *invocation, enum option_id id, const char *value)
{
    size_t n = strlen(value);
    if (n <= 4 && strspn(value, "0123456789") == n && value[0] != '0') {
        invocation->options.limit = (size_t)atoi(value);
        return EX_OK;
    }
    output_complain(&invocation->out, "--%s 不能是“%s”，要写 1 到 9999 的整数", infos[id].name, value);
    return EX_USAGE;
}

static int take_sequence(struct invocation *invocation, enum option_id id, const char *value)
{
    size_t n = strlen(value);
    if (n <= 6 && strspn(value, "0123456789") == n && value[0] != '0') {
        invocation->options.sequence = (unsigned)atoi(value);
        return EX_OK;
    }
    output_complain(&invocation->out, "--%s 不能是“%s”，要写 1 到 999999 的整数", infos[id].name, value);
    return EX_USAGE;
}

static int take_encoding(struct invocation *invocation, enum option_id id, const char *value)
{
    invocation->options.gb18030 = !strcasecmp(value, "gb18030");
    if (invocation->options.gb18030 || !strcasecmp(value, "utf-8"))
        return EX_OK;
    output_complain(&invocation->out, "--%s 不能是“%s”，只能是 utf-8 或 gb18030", infos[id].name, value);
    return EX_USAGE;
}

static int take_text(struct invocation *invocation, enum option_id id, const char *value);
static int take_day(struct invocation *invocation, enum option_id id, const char *value);

#define TEXT(field)                                                                                          \
    {                                                                                                        \
        take_text, offsetof(struct options, field)                                                           \
    }
#define DAY(field)                                                                                           \
    {                                                                                                        \
        take_day, offsetof(struct options, field)                                                            \
    }

/* What is done with an option's argument; an option that is not here is a flag. */
static const struct {
    int (*take)(struct invocation *invocation, enum option_id id, const char *value);
    size_t field; /* where take_text and take_day put it */
} takers[OPTION_COUNT] = {
    [OPTION_FORMAT] = {take_format, 0},
    [OPTION_THEME] = {take_theme, 0},
    [OPTION_PAPER] = {take_paper, 0},
    [OPTION_LIMIT] = {take_limit, 0},
    [OPTION_SEQUENCE] = {take_sequence, 0},
    [OPTION_ENCODING] = {take_encoding, 0},
    [OPTION_TODAY] = DAY(today),
    [OPTION_VALID_FROM] = DAY(valid_from),
    [OPTION_VALID_UNTIL] = DAY(valid_until),
    [OPTION_FROM] = DAY(from),
    [OPTION_TO] = DAY(to),
    [OPTION_ANSWERS] = TEXT(answers),
    [OPTION_ASSETS] = TEXT(assets),
    [OPTION_CONFIG] = TEXT(config),
    [OPTION_CONTENT] = TEXT(content),
    [OPTION_CSV] = TEXT(csv),
    [OPTION_EDITION] = TEXT(edition),
    [OPTION_KEY] = TEXT(key),
    [OPTION_KEYS] = TEXT(keys),
    [OPTION_OUTPUT] = TEXT(output),
    [OPTION_PNG] = TEXT(png),
    [OPTION_PRINTER] = TEXT(printer),
    [OPTION_SITE] = TEXT(site),
    [OPTION_STATE] = TEXT(state),
    [OPTION_SVG] = TEXT(svg),
};

static void *field_of(struct invocation *invocation, enum option_id id)
{
    return (char *)&invocation->options + takers[id].field;
}

static int take_text(struct invocation *invocation, enum option_id id, const char *value)
{
    *(const char **)field_of(invocation, id) = value;
    return EX_OK;
}

static int take_day(struct invocation *invocation, enum option_id id, const char *value)
{
    if (date_parse(field_of(invocation, id), value) == 0)
        return EX_OK;
    output_complain(&invocation->out, "--%s 不能是“%s”，要写成存在的日期，如 2026-09-01", infos[id].name,
                    value);
    return EX_USAGE;
}

static int take(struct invocation *invocation, enum option_id id, const char *value)
{
    invocation->options.given |= OPTION_BIT(id);
    if (value && !*value) {
        output_complain(&invocation->out, "--%s 后面是空的，要写上 %s", infos[id].name, infos[id].argument);
        return EX_USAGE;
    }
    return takers[id].take ? takers[id].take(invocation, id, value) : EX_OK;
}

static int add_argument(struct invocation *invocation, const char *argument)
{
    if (invocation->n_arguments == ARGUMENTS_MAX) {
        output_complain(&invocation->out, "参数太多；用法见 yibentong --help");
        return EX_USAGE;
    }
    invocation->arguments[invocation->n_arguments++] = argument;
    return EX_OK;
}

/* getopt answers '?' for what it does not know and for an argument that a flag does not take. */
static int refuse(struct invocation *invocation, int answer, const char *word)
{
    struct output *out = &invocation->out;
    bool known = optopt >= 256 && optopt < 256 + OPTION_COUNT;
    if (answer == ':' && known)
        output_complain(out, "--%s 后面要写 %s", infos[optopt - 256].name, infos[optopt - 256].argument);
    else if (known)
        output_complain(out, "--%s 后面不写东西", infos[optopt - 256].name);
    else if (optopt >= '0' && optopt <= '9')
        output_complain(out, "不认识选项“-%c”；如果是题号，题号从 1 到 %d", optopt, CONTENT_QUESTIONS);
    else if (optopt)
        output_complain(out, "不认识选项“-%c”；全部选项见 yibentong --help",
                        optopt > ' ' && optopt < 127 ? optopt : '?');
    else
        output_complain(out, "不认识选项“%s”；全部选项见 yibentong --help", word);
    return EX_USAGE;
}

static void fill_long_options(struct option out[OPTION_COUNT + 1])
{
    for (size_t i = 0; i < OPTION_COUNT; i++)
        out[i] = (struct option){
            .name = infos[i].name,
            .has_arg = infos[i].argument ? required_argument : no_argument,
            .val = 256 + (int)infos[i].id,
        };
    out[OPTION_COUNT] = (struct option){0};
}

int options_parse(struct invocation *invocation, int argc, char **argv)
{
    _Static_assert(ARRAY_SIZE(infos) == OPTION_COUNT, "a row for each option");
    _Static_assert(OPTION_COUNT <= 64, "a bit for each option in options.given");
    struct option longs[OPTION_COUNT + 1];
    fill_long_options(longs);
    int answer, code = EX_OK;
    opterr = 0;
    optind = 0; /* from the start, also for the second run in a test */
    while (code == EX_OK && (answer = getopt_long(argc, argv, "-:h", longs, NULL)) != -1) {
        if (answer == 1)
            code = add_argument(invocation, optarg);
        else if (answer == 'h')
            code = take(invocation, OPTION_HELP, NULL);
        else if (answer >= 256)
            code = take(invocation, (enum option_id)(answer - 256), optarg);
        else
            code = refuse(invocation, answer, argv[optind - 1]);
    }
    for (; code == EX_OK && optind < argc; optind++) /* behind "--" */
        code = add_argument(invocation, argv[optind]);
    return code;
}

static int64_t shifted_monotonic(void *context)
{
    struct shifted_clock *shifted = context;
    return shifted->base.monotonic_ms(shifted->base.context);
}

static time_t shifted_wall(void *context)
{
    struct shifted_clock *shifted = context;
    return shifted->base.wall(shifted->base.context) + shifted->by;
}

/* The same time of day, on the other day. */
static time_t shift_to(struct date day, time_t now)
{
    struct tm then;
    localtime_r(&now, &then);
    then.tm_year = day.year - 1900;
    then.tm_mon = day.month - 1;
    then.tm_mday = day.day;
    then.tm_isdst = -1;
    return mktime(&then) - now;
}

struct clock options_clock(const struct options *options, struct shifted_clock *storage)
{
    struct clock clock = clock_system();
    if (!(options->given & OPTION_BIT(OPTION_TODAY)))
        return clock;
    *storage =
        (struct shifted_clock){.base = clock, .by = shift_to(options->today, clock.wall(clock.context))};
    return (struct clock){.monotonic_ms = shifted_monotonic, .wall = shifted_wall, .context = storage};
}
