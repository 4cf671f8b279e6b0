/* SPDX-License-Identifier: MIT */
#include "kiosk/commands.h"

#include "base/error.h"
#include "base/width.h"
#include "db/site/site.h"
#include "kiosk/config.h"
#include "kiosk/prompt.h"

#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>

#define FORMAT (OPTION_BIT(OPTION_FORMAT))

static const struct command commands[] = {
    {
        .arguments = "[--plain] [--locked] [--theme 配色]",
        .options = OPTION_BIT(OPTION_PLAIN) | OPTION_BIT(OPTION_LOCKED) | OPTION_BIT(OPTION_THEME) |
                   OPTION_BIT(OPTION_SITE),
        .summary = "全屏界面；Ctrl-C 退出，--locked 时不能；--plain 是纯文字",
        .run = command_kiosk,
    },
    {
        .name = "desk",
        .arguments = "",
        .options = OPTION_BIT(OPTION_LOCKED) | OPTION_BIT(OPTION_THEME),
        .summary = "工作台：老师登录后查答复、打印、写本校补充、看统计",
        .run = command_desk,
    },
    {.name = "list",
     .arguments = "",
     .options = FORMAT,
     .summary = "十二个问题的题号和标题",
     .run = command_list},
    {
        .name = "show",
        .arguments = "题号",
        .example = "2",
        .least = 1,
        .most = 1,
        .options = FORMAT,
        .summary = "一个问题的答复全文",
        .run = command_show,
    },
    {
        .name = "search",
        .arguments = "想问的事",
        .example = "毕业证丢了",
        .least = 1,
        .most = ARGUMENTS_MAX - 1,
        .options = FORMAT | OPTION_BIT(OPTION_LIMIT),
        .summary = "找最对得上的问题、段落、引导结果、网页和学校；中文、拼音、首字母、题号",
        .run = command_search,
    },
    {
        .name = "guide",
        .arguments = "题号",
        .most = 1,
        .options = FORMAT | OPTION_BIT(OPTION_ANSWERS) | OPTION_BIT(OPTION_PATHS) | OPTION_BIT(OPTION_GRAPH),
        .summary = "自助引导：问几个问题，给出适用于您的办法",
        .run = command_guide,
    },
    {
        .name = "school",
        .arguments = "学校",
        .example = "吉林大学",
        .least = 1,
        .most = ARGUMENTS_MAX - 1,
        .options = FORMAT | OPTION_BIT(OPTION_LIMIT),
        .summary = "教育部名单里的高等学校；名称的一部分、曾用名、标识码、拼音或首字母",
        .run = command_school,
    },
    {.name = "links",
     .arguments = "",
     .options = FORMAT,
     .summary = "全部官方页面的地址",
     .run = command_links},
    {
        .name = "qr",
        .arguments = "链接",
        .example = "chsi-home",
        .least = 1,
        .most = 1,
        .options = OPTION_BIT(OPTION_PNG) | OPTION_BIT(OPTION_SVG),
        .summary = "一个官方页面的二维码；链接是 links 列出的第一栏",
        .run = command_qr,
    },
    {
        .name = "print",
        .arguments = "题号",
        .example = "6",
        .least = 1,
        .most = 1,
        .options = OPTION_BIT(OPTION_ANSWERS) | OPTION_BIT(OPTION_PAPER) | OPTION_BIT(OPTION_PRINTER) |
                   OPTION_BIT(OPTION_OUTPUT),
        .summary = "打印一个答复；有 --answers 就打印引导结果的清单",
        .run = command_print,
    },
    {
        .name = "content",
        .arguments = "info|verify|install|rollback|build|key …",
        .example = "info",
        .least = 1,
        .most = 2,
        .options = FORMAT | OPTION_BIT(OPTION_ASSETS) | OPTION_BIT(OPTION_OUTPUT) | OPTION_BIT(OPTION_KEY) |
                   OPTION_BIT(OPTION_SEQUENCE) | OPTION_BIT(OPTION_VALID_FROM) |
                   OPTION_BIT(OPTION_VALID_UNTIL) | OPTION_BIT(OPTION_EDITION) |
                   OPTION_BIT(OPTION_NO_PASSWORD) | OPTION_BIT(OPTION_YES) | OPTION_BIT(OPTION_SITE),
        .summary = "内容更新：正在用的、核对、安装、退回、制作、签名密钥；U 盘怎么挂载见 man yibentong",
        .run = command_content,
    },
    {
        .name = "site",
        .arguments = "init|admin|export|import …",
        .example = "import 本校.ybt",
        .least = 1,
        .most = 2,
        .options = FORMAT | OPTION_BIT(OPTION_SITE) | OPTION_BIT(OPTION_KEY) | OPTION_BIT(OPTION_SEQUENCE) |
                   OPTION_BIT(OPTION_VALID_FROM) | OPTION_BIT(OPTION_VALID_UNTIL) |
                   OPTION_BIT(OPTION_EDITION) | OPTION_BIT(OPTION_YES),
        .summary = "本校数据：建立；重设管理员密码；签名导出本校信息和本校补充，导入到本校的其他终端",
        .run = command_site,
    },
    {
        .name = "stats",
        .arguments = "",
        .options = FORMAT | OPTION_BIT(OPTION_FROM) | OPTION_BIT(OPTION_TO) | OPTION_BIT(OPTION_CSV) |
                   OPTION_BIT(OPTION_ENCODING),
        .summary = "统计：什么问得最多；少于 5 次的只显示“<5”",
        .run = command_stats,
    },
    {
        .name = "pin",
        .arguments = "set|remove",
        .example = "set",
        .least = 1,
        .most = 1,
        .options = OPTION_BIT(OPTION_SITE),
        .summary = "自助终端的维护密码：设，取消",
        .run = command_pin,
    },
    {.name = "check",
     .arguments = "",
     .options = FORMAT,
     .summary = "检查本机：终端、字符集、设置、打印机、手册、二维码、本校数据、时钟",
     .run = command_check},
    {.name = "help", .arguments = "", .summary = "显示本说明", .run = command_help},
};

static void print_padded(struct output *out, const char *text, int width)
{
    int pad = width - width_of_text(text);
    output_printf(out, "  %s%*s", text, pad > 2 ? pad : 2, "");
}

static void print_commands(struct output *out)
{
    for (size_t i = 0; i < ARRAY_SIZE(commands); i++) {
        const struct command *command = &commands[i];
        char text[128];
        snprintf(text, sizeof(text), "yibentong%s%s%s%s", command->name ? " " : "",
                 command->name ? command->name : "", *command->arguments ? " " : "", command->arguments);
        print_padded(out, text, 40);
        output_printf(out, "%s\n", command->summary);
    }
}

static void print_options(struct output *out)
{
    const struct option_info *info;
    for (size_t i = 0; (info = option_at(i)); i++) {
        char text[128];
        snprintf(text, sizeof(text), "--%s%s%s", info->name, info->argument ? " " : "",
                 info->argument ? info->argument : "");
        print_padded(out, text, 40);
        output_printf(out, "%s\n", info->help);
    }
}

int command_help(struct invocation *invocation)
{
    struct output *out = &invocation->out;
    output_print(out, "一本通：吉林省高校学籍学历管理高频事项速查\n\n用法\n");
    print_commands(out);
    output_print(out, "\n选项，写在命令前后都可以\n");
    print_options(out);
    output_print(out,
                 "\n结果写到标准输出，出错的话写到标准错误；退出码按 sysexits.h。详见 man yibentong。\n");
    return EX_OK;
}

static int command_version(struct invocation *invocation)
{
    output_print(&invocation->out, "yibentong " YIBENTONG_VERSION "\n");
    return EX_OK;
}

/* Complains with the list of what there is. */
static const struct command *find_command(struct invocation *invocation, const char *name)
{
    char names[256] = "";
    for (size_t i = 0; i < ARRAY_SIZE(commands); i++) {
        const char *known = commands[i].name;
        if (known == name || (known && name && !strcmp(known, name)))
            return &commands[i];
        if (known) {
            strncat(names, *names ? "、" : "", sizeof(names) - strlen(names) - 1);
            strncat(names, known, sizeof(names) - strlen(names) - 1);
        }
    }
    output_complain(&invocation->out, "没有命令“%s”；有 %s，不写命令就是全屏界面", name, names);
    return NULL;
}

static int check_arguments(struct invocation *invocation, const struct command *command)
{
    struct output *out = &invocation->out;
    const char *name = command->name ? command->name : "";
    if (invocation->n_arguments < command->least) {
        output_complain(out, "%s 后面要写%s，如 yibentong %s %s", name, command->arguments, name,
                        command->example);
        return EX_USAGE;
    }
    if (invocation->n_arguments > command->most) {
        output_complain(out, "%s 后面多写了“%s”；用法是 yibentong %s%s%s", name,
                        invocation->arguments[command->most], name, *command->arguments ? " " : "",
                        command->arguments);
        return EX_USAGE;
    }
    return EX_OK;
}

static int check_options(struct invocation *invocation, const struct command *command)
{
    uint64_t refused = invocation->options.given & ~(command->options | OPTIONS_COMMON);
    if (!refused)
        return EX_OK;
    const struct option_info *info = option_at((size_t)__builtin_ctzll(refused));
    if (command->name)
        output_complain(&invocation->out, "命令 %s 没有选项 --%s；用法见 yibentong --help", command->name,
                        info->name);
    else
        output_complain(&invocation->out, "全屏界面没有选项 --%s，要和命令一起用；用法见 yibentong --help",
                        info->name);
    return EX_USAGE;
}

/* --site has a file, --state and --keys have a folder: easily mixed up, and what is no folder holds nothing.
 */
static int check_folders(struct invocation *invocation)
{
    const struct {
        const char *name, *path;
    } folders[] = {{"state", invocation->options.state}, {"keys", invocation->options.keys}};
    struct stat info;
    for (size_t i = 0; i < ARRAY_SIZE(folders); i++) {
        if (!folders[i].path || stat(folders[i].path, &info) < 0 || S_ISDIR(info.st_mode))
            continue;
        output_complain(&invocation->out, "--%s 后面要写文件夹，%s 不是文件夹", folders[i].name,
                        folders[i].path);
        return EX_USAGE;
    }
    return EX_OK;
}

static int run(struct invocation *invocation, int argc, char **argv)
{
    int code = options_parse(invocation, argc, argv);
    if (code != EX_OK)
        return code;
    const struct command *command =
        find_command(invocation, invocation->n_arguments ? invocation->arguments[0] : NULL);
    if (!command)
        return EX_USAGE;
    if (invocation->n_arguments)
        memmove(invocation->arguments, invocation->arguments + 1,
                --invocation->n_arguments * sizeof(invocation->arguments[0]));
    if (invocation->options.given & OPTION_BIT(OPTION_HELP))
        return command_help(invocation);
    if (invocation->options.given & OPTION_BIT(OPTION_VERSION))
        return command_version(invocation);
    code = check_options(invocation, command);
    if (code == EX_OK)
        code = check_arguments(invocation, command);
    if (code == EX_OK)
        code = check_folders(invocation);
    return code == EX_OK ? command->run(invocation) : code;
}

int commands_main(int argc, char **argv, const struct environment *environment)
{
    struct charset charset;
    struct invocation invocation = {.environment = *environment};
    if (charset_setup(&charset) < 0) {
        fputs("yibentong: 本机没有任何 UTF-8 区域设置（locale）；请安装 C.UTF-8 或 zh_CN.UTF-8\n", stderr);
        return EX_CONFIG;
    }
    if (output_init(&invocation.out, &charset) < 0) {
        fputs("yibentong: 内存不足，或 iconv 不认识本机的字符集；请用 LANG=C.UTF-8 再试\n", stderr);
        return EX_OSERR;
    }
    int code = run(&invocation, argc, argv);
    int finished = output_finish(&invocation.out);
    output_fini(&invocation.out);
    return code == EX_OK ? finished : code;
}

const char *command_site_path(const struct invocation *invocation)
{
    return invocation->options.site ? invocation->options.site : SITE_PATH;
}

int command_memory_error(struct invocation *invocation)
{
    output_complain(&invocation->out, "内存不足");
    return EX_OSERR;
}

int command_content_code(int error)
{
    switch (error) {
    case -EBADMSG:
    case -EPROTO:
    case -EILSEQ:
        return EX_DATAERR;
    case -EIO:
        return EX_IOERR;
    default:
        return EX_NOINPUT;
    }
}

int command_content_error(struct invocation *invocation, int error)
{
    const char *path = invocation->options.content;
    if (error == -ENOMEM)
        return command_memory_error(invocation);
    if (path) {
        output_complain(&invocation->out, "读不了手册文件 %s：%s；不写 --content 就用内置的手册", path,
                        output_reason(error));
        return command_content_code(error);
    }
    output_complain(&invocation->out, "内置的手册不能用：%s；请重新安装 yibentong", output_reason(error));
    return EX_SOFTWARE;
}

int command_conversation_code(struct invocation *invocation, const struct prompt *prompt, int error)
{
    if (error < 0)
        return command_content_error(invocation, error);
    if (prompt->error == -ENOMEM)
        return command_memory_error(invocation);
    if (prompt->error >= 0 || prompt->error == -ECANCELED)
        return EX_OK;
    output_complain(&invocation->out, "读不了回答：%s；请检查标准输入是从哪里来的",
                    output_reason(prompt->error));
    return EX_NOINPUT;
}

int command_config(struct config *out, struct invocation *invocation)
{
    const char *path = invocation->options.config;
    int error = config_load(out, path);
    const char *name = path ? path : CONFIG_DEFAULT_PATH;
    for (size_t i = 0; i < out->n_problems; i++)
        output_complain(&invocation->out, "%s 第 %d 行：%s", name, out->problems[i].line,
                        out->problems[i].words);
    if (!error)
        return EX_OK;
    if (error == -ENOMEM)
        return command_memory_error(invocation);
    output_complain(&invocation->out, "读不了设置文件 %s：%s", name, output_reason(error));
    return path ? EX_NOINPUT : EX_OK;
}

void command_content_source(struct content_source *out, struct invocation *invocation,
                            struct shifted_clock *clock)
{
    const struct options *options = &invocation->options;
    *out = (struct content_source){.file = options->content,
                                   .place = {.state = options->state,
                                             .keys = options->keys,
                                             .version = YIBENTONG_VERSION,
                                             .clock = options_clock(options, clock)}};
    out->place.today = date_of(out->place.clock.wall(out->place.clock.context));
}

int command_open_handbook(struct handbook **out, struct invocation *invocation)
{
    struct shifted_clock clock;
    struct content_source source;
    struct content content;
    command_content_source(&source, invocation, &clock);
    int error = content_open(&content, &source);
    if (error)
        return command_content_error(invocation, error);
    error = content.refused ? content.refused : content.error;
    if (!error) {
        *out = content.handbook;
        content.handbook = NULL;
    }
    content_close(&content);
    return error ? command_content_error(invocation, error) : EX_OK;
}
