/* SPDX-License-Identifier: MIT */
/* The file of settings: what is written is taken, what is wrong is told with its line, and nothing stops the
 * kiosk. */
#include "kiosk/config.h"

#include "base/error.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static void parse(struct config *out, const char *text)
{
    assert_int_equal(config_parse(out, text, strlen(text)), 0);
}

static void assert_fine(const struct config *config)
{
    for (size_t i = 0; i < config->n_problems; i++)
        print_error("%d: %s\n", config->problems[i].line, config->problems[i].words);
    assert_int_equal(config->n_problems, 0);
}

static void everything_written_is_taken(void **state)
{
    (void)state;
    struct config config;
    parse(&config, "\xEF\xBB\xBF# 大厅\r\n"
                   "[kiosk]\r\n"
                   "printer = 办公室\r\n"
                   "\r\n"
                   "[printer 大厅]\n"
                   "  where = /dev/usb/lp0   # USB\n"
                   "\tpaper = 80\n"
                   "charset = GBK ; 老打印机\n"
                   "code = printer\n"
                   "cut = no\n"
                   "status = no\n"
                   "[printer 办公室]\n"
                   "where = cups:office-a4\n"
                   "server = /run/cups/cups.sock\n"
                   "paper = a4\n"
                   "[ printer  net 6 ]\n"
                   "where: tcp:[fe80::1]:9101\n"
                   "[printer net4]\n"
                   "where = tcp:192.168.1.50\n"
                   "[printer 文件]\n"
                   "where = file:/var/spool/一本通 纸条");
    assert_fine(&config);
    assert_int_equal(config.n_printers, 5);

    const struct printer *hall = config_printer(&config, "大厅");
    assert_int_equal(hall->kind, PRINTER_DEVICE);
    assert_string_equal(hall->where, "/dev/usb/lp0");
    assert_int_equal(hall->paper, PAPER_80);
    assert_string_equal(hall->charset, "GBK");
    assert_true(hall->native_code);
    assert_false(hall->cut || hall->status);

    const struct printer *office = config_printer(&config, NULL);
    assert_string_equal(office->name, "办公室");
    assert_int_equal(office->kind, PRINTER_QUEUE);
    assert_string_equal(office->where, "office-a4");
    assert_string_equal(office->server, "/run/cups/cups.sock");
    assert_int_equal(office->paper, PAPER_A4);

    const struct printer *six = config_printer(&config, "net 6"), *four = config_printer(&config, "net4");
    assert_string_equal(six->where, "fe80::1");
    assert_int_equal(six->port, 9101);
    assert_string_equal(four->where, "192.168.1.50");
    assert_int_equal(four->port, 9100);

    const struct printer *file = config_printer(&config, "文件");
    assert_int_equal(file->kind, PRINTER_FILE);
    assert_string_equal(file->where, "/var/spool/一本通 纸条");
    assert_null(config_printer(&config, "没有的"));
    config_fini(&config);
}

static void hours_and_the_voice_are_taken(void **state)
{
    (void)state;
    struct config config;
    parse(&config, "[kiosk]\n"
                   "open = Mon-Fri 08:30-11:30 13:00-16:30\n"
                   "open = 周六 9:00-12:00；周日 10:00-11:00  # 值班\n"
                   "closed = 2026-10-01..2026-10-08\n"
                   "closed = 2027-01-01\n"
                   "dim = 22:00-06:00\n"
                   "[speech]\n"
                   "socket = default\n"
                   "rate = -20\n");
    assert_fine(&config);
    assert_int_equal(config.hours.n_open, 4);
    assert_int_equal(config.hours.n_closed, 2);
    assert_true(hours_is_open(&config.hours, (struct moment){{2026, 11, 29}, 10 * 60}));
    assert_true(hours_is_dim(&config.hours, 23 * 60));
    assert_true(config.speech.on);
    assert_string_equal(config.speech.socket, "");
    assert_int_equal(config.speech.rate, -20);
    parse(&config, "[speech]\nsocket = /run/speech-dispatcher/speechd.sock\n");
    assert_fine(&config);
    assert_string_equal(config.speech.socket, "/run/speech-dispatcher/speechd.sock");
    parse(&config, "[speech]\nrate = 5\n");
    assert_fine(&config);
    assert_false(config.speech.on);
}

static void wrong_hours_and_voices_are_told_and_do_not_count(void **state)
{
    static const char *const lines[] = {"[kiosk]\nopen = 8:30-11:30 22:00-06:00\n",
                                        "[kiosk]\nopen = 上班时间\n",
                                        "[kiosk]\nclosed = 国庆\n",
                                        "[kiosk]\ndim = 22-6\n",
                                        "[speech]\nsocket = speechd\n",
                                        "[speech]\nrate = 101\n",
                                        "[speech]\nrate = 1000\n",
                                        "[speech]\nrate = -\n",
                                        "[speech]\nrate = 1x\n",
                                        "[speech]\nrate = schnell\n",
                                        "[speech]\nvoice = x\n",
                                        "[speech]\n[speech]\n",
                                        "[kiosk]\ndim = 22:00-6:00\ndim = 21:00-6:00\n"};

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(lines); i++) {
        struct config config;
        parse(&config, lines[i]);
        assert_int_equal(config.n_problems, 1);
        assert_int_equal(config.hours.n_open + config.hours.n_closed, 0);
        assert_false(config.speech.on);
        config_fini(&config);
    }
}

/* Office printers got ESC/POS because of a capital letter. */
static void words_may_be_written_large(void **state)
{
    (void)state;
    struct config config;
    parse(&config,
          "[KIOSK]\nPrinter = b\n[Printer b]\nWhere = CUPS:Office\nPAPER = A4\nServer = LOCALHOST:632\n"
          "[printer c]\nwhere = Tcp:127.0.0.1\npaper = 80\ncharset = gbk\nstatus = NO\ncode = Printer\n"
          "[printer d]\nwhere = /dev/ttyS0\nspeed = 19200\nflow = Hardware\n");
    assert_fine(&config);
    const struct printer *office = config_printer(&config, NULL), *roll = config_printer(&config, "c");
    const struct printer *serial = config_printer(&config, "d");
    assert_string_equal(office->where, "Office");
    assert_int_equal(office->kind, PRINTER_QUEUE);
    assert_int_equal(office->paper, PAPER_A4);
    assert_string_equal(roll->charset, "GBK");
    assert_true(roll->native_code && !roll->status);
    assert_int_equal(serial->speed, 19200);
    assert_int_equal(serial->flow, FLOW_HARDWARE);
    config_fini(&config);
}

static void what_is_not_written_is_the_common_case(void **state)
{
    (void)state;
    struct config config;
    parse(&config, "[printer a]\nwhere = /dev/usb/lp0\n[printer b]\nwhere = /dev/usb/lp1\npaper = 80\n");
    assert_fine(&config);
    const struct printer *first = config_printer(&config, NULL), *second = config_printer(&config, "b");
    assert_string_equal(first->name, "a");
    assert_int_equal(first->paper, PAPER_58);
    assert_string_equal(first->charset, "GB18030");
    assert_true(first->status);
    assert_false(first->native_code || first->cut);
    assert_true(second->cut);
    config_fini(&config);
    parse(&config, "");
    assert_fine(&config);
    assert_null(config_printer(&config, NULL));
    config_fini(&config);
}

static void descriptions_are_what_is_read(void **state)
{
    static const char *const places[] = {"/dev/usb/lp0", "tcp:127.0.0.1:9100", "tcp:[::1]:9101",
                                         "cups:office", "file:/tmp/slips"};
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(places); i++) {
        struct printer printer = {0};
        char text[PRINTER_WHERE_MAX + 32];
        assert_null(printer_set_where(&printer, places[i]));
        printer_describe_where(text, sizeof(text), &printer);
        assert_string_equal(text, places[i]);
    }
}

/* Each line that is there to be used, used. */
static void the_example_is_right(void **state)
{
    char bytes[8192], used[8192], *out = used;
    (void)state;
    _cleanup_fclose_ FILE *file = fopen(EXAMPLE, "r");
    assert_non_null(file);
    size_t n = fread(bytes, 1, sizeof(bytes), file);
    assert_in_range(n, 1, sizeof(bytes) - 1);
    for (size_t i = 0; i < n; i++) {
        bool to_use = bytes[i] == '#' && (i == 0 || bytes[i - 1] == '\n') &&
                      (bytes[i + 1] == '[' || (bytes[i + 1] >= 'a' && bytes[i + 1] <= 'z'));
        if (!to_use)
            *out++ = bytes[i];
    }
    struct config config;
    assert_int_equal(config_parse(&config, bytes, n), 0);
    assert_fine(&config);
    assert_int_equal(config.n_printers, 0);
    config_fini(&config);
    assert_int_equal(config_parse(&config, used, (size_t)(out - used)), 0);
    assert_fine(&config);
    assert_int_equal(config.n_printers, 5);
    assert_string_equal(config_printer(&config, NULL)->name, "大厅");
    config_fini(&config);
}

#define OK "[printer a]\nwhere = /dev/usb/lp0\n"
#define LONG_64 "0123456789012345678901234567890123456789012345678901234567890123"

/* Text, the line of the one problem, a word of it, and whether printer a is there. */
static const struct refusal {
    const char *text;
    int line;
    const char *word;
    bool printer;
} refusals[] = {
    {OK "[unknown]\nx = y\n", 3, "unknown", true},
    {OK "[kiosk\nprinter = b\n", 3, "方括号", true},
    {OK "[]\n", 3, "[]", true},
    {"printer = a\n" OK, 1, "不在任何一段", true},
    {OK "colour = red\n", 3, "colour", true},
    {"[kiosk]\nwhere = /dev/lp0\n" OK, 2, "where", true},
    {OK "paper = 81\n", 3, "81", false},
    {OK "paper = A5\n", 3, "这一台不用", false},
    {OK "charset = UTF-8\n", 3, "UTF-8", true},
    {OK "code = qr\n", 3, "qr", true},
    {OK "cut = ja\n", 3, "ja", true},
    {OK "status = 1\n", 3, "yes", true},
    {OK "paper =\n", 3, "空", false},
    {OK "paper = # 80\n", 3, "空", false},
    {OK "speed = 14400\n", 3, "9600", true},
    {OK "speed = 0\n", 3, "9600", true},
    {OK "flow = rts\n", 3, "hardware", true},
    {OK "flow = \"none\"\n", 3, "引号", true},
    {"[printer a]\nwhere = \"/dev/usb/lp0\"\n", 2, "引号", false},
    {"[printer a]\nwhere = '/dev/usb/lp0'\n", 2, "引号", false},
    {"[printer a]\nwhere = tcp:127.0.0.1\nspeed = 9600\n", 1, "speed", true},
    {"[printer a]\nwhere = cups:q\n", 1, "paper", false},
    {OK "paper 80\n", 3, "名称 = 值", true},
    {OK "paper ; = 80\n", 3, "名称 = 值", true},
    {OK "paper = 80\npaper = 58\n", 4, "两次", true},
    {OK "where = /dev/lp1\n", 3, "两次", true},
    {OK "server = /run/cups/cups.sock\n", 1, "server", true},
    {OK "paper = a4\n", 1, "a4", false},
    {OK OK, 3, "第 1 行", true},
    {"[kiosk]\n[kiosk]\n" OK, 2, "两次", true},
    {"[kiosk]\nprinter = b\n" OK, 2, "“b”", true},
    {"[kiosk]\nprinter = " LONG_64 "\n" OK, 2, "太长", true},
    {"[printer a]\npaper = 58\n", 1, "where", false},
    {"[printer a]\n", 1, "where", false},
    {"[printer ]\nwhere = /dev/lp0\n", 1, "名称", false},
    {"[printer " LONG_64 "]\nwhere = /dev/lp0\n", 1, "名称", false},
    {"[printer \xE1\xA4\xA7x]\nwhere = /dev/lp0\n", 1, "名称", false}, /* a mark without a base */
    {"[printer a]\nwhere = lp0\n", 2, "/dev/usb/lp0", false},
    {"[printer a]\nwhere = http://localhost/\n", 2, "cups:", false},
    {"[printer a]\nwhere = tcp:localhost:9100\n", 2, "数字", false},
    {"[printer a]\nwhere = tcp:printer.example:9100\n", 2, "数字", false},
    {"[printer a]\nwhere = tcp:1.2.3:9100\n", 2, "数字", false},
    {"[printer a]\nwhere = tcp:1.2.3.4.5:9100\n", 2, "数字", false},
    {"[printer a]\nwhere = tcp:[::1:9100\n", 2, "数字", false},
    {"[printer a]\nwhere = tcp:[127.0.0.1]:9100\n", 2, "数字", false},
    {"[printer a]\nwhere = tcp:127.0.0.1x9100\n", 2, "数字", false},
    {"[printer a]\nwhere = tcp:127.0.0.1:0\n", 2, "端口", false},
    {"[printer a]\nwhere = tcp:127.0.0.1:65536\n", 2, "端口", false},
    {"[printer a]\nwhere = tcp:127.0.0.1:\n", 2, "端口", false},
    {"[printer a]\nwhere = tcp:127.0.0.1:91x\n", 2, "端口", false},
    {"[printer a]\nwhere = cups:\n", 2, "队列", false},
    {"[printer a]\nwhere = cups:two words\n", 2, "队列", false},
    {"[printer a]\nwhere = cups:../admin\n", 2, "队列", false},
    {"[printer a]\nwhere = file:slips\n", 2, "/ 开始", false},
    {"[printer a]\nwhere = cups:q\npaper = a4\nserver = http://far.example/\n", 4, "本机", true},
    {"[printer a]\nwhere = cups:q\npaper = a4\nserver = far.example\n", 4, "本机", true},
    {"[printer a]\nwhere = cups:q\npaper = a4\nserver = localhost:0\n", 4, "本机", true},
    {"[printer a]\nwhere = cups:q\npaper = a4\nserver = localhosting\n", 4, "本机", true},
    {OK "paper = 8\xFF"
        "0\n",
     3, "UTF-8", true},
    {OK "paper = 80\x1B[2J\n", 3, "UTF-8", true},
    {OK "[\xE2\x80\xAE]\npaper = 80\n", 3, "UTF-8", true},
};

static void each_mistake_is_told_with_its_line_and_the_rest_counts(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(refusals); i++) {
        const struct refusal *refusal = &refusals[i];
        struct config config;
        parse(&config, refusal->text);
        if (config.n_problems != 1 || config.problems[0].line != refusal->line ||
            !strstr(config.problems[0].words, refusal->word)) {
            print_error("%s\n", refusal->text);
            for (size_t k = 0; k < config.n_problems; k++)
                print_error("-> %d: %s\n", config.problems[k].line, config.problems[k].words);
            fail();
        }
        const struct printer *printer = config_printer(&config, NULL);
        assert_int_equal(printer != NULL, refusal->printer);
        if (printer && printer->kind == PRINTER_DEVICE) {
            assert_string_equal(printer->where, "/dev/usb/lp0");
            assert_string_equal(printer->charset, "GB18030");
        }
        config_fini(&config);
    }
}

static void lines_that_are_too_long_are_told(void **state)
{
    (void)state;
    char text[2048] = OK "paper = ";
    memset(text + strlen(text), '8', 1000);
    strcat(text, "\n"
                 "cut = yes\n# ");
    memset(text + strlen(text), 'x', 500); /* a remark may be as long as it likes */
    struct config config;
    parse(&config, text);
    assert_int_equal(config.n_problems, 1);
    assert_int_equal(config.problems[0].line, 3);
    assert_true(config_printer(&config, NULL)->cut);
    config_fini(&config);
}

static void of_many_mistakes_and_printers_some_are_told(void **state)
{
    (void)state;
    char text[8192] = "";
    struct config config;
    for (int i = 0; i < 20; i++)
        sprintf(text + strlen(text), "[printer p%d]\nwhere = /dev/lp%d\n", i, i);
    parse(&config, text);
    assert_int_equal(config.n_printers, CONFIG_PRINTERS_MAX);
    assert_int_equal(config.n_problems, 20 - CONFIG_PRINTERS_MAX);
    config_fini(&config);
    strcpy(text, "[kiosk]\n");
    for (int i = 0; i < 100; i++)
        sprintf(text + strlen(text), "x%d = 1\n", i);
    parse(&config, text);
    assert_int_equal(config.n_problems, CONFIG_PROBLEMS_MAX);
    config_fini(&config);
}

static void a_nul_byte_does_not_end_the_file(void **state)
{
    static const char text[] = "[printer a]\nwhere = /dev/lp0\0/x\ncut = yes\n";
    (void)state;
    struct config config;
    assert_int_equal(config_parse(&config, text, sizeof(text) - 1), 0);
    assert_int_equal(config.n_problems, 2); /* the line, and that there is no where */
    assert_int_equal(config.problems[0].line, 2);
    config_fini(&config);
}

static void write_file(const char *path, const char *bytes, size_t n)
{
    _cleanup_fclose_ FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, n, file), n);
}

static void load_fails(const char *path, int error)
{
    struct config config;
    assert_int_equal(config_load(&config, path), error);
    assert_null(config_printer(&config, NULL));
    assert_int_equal(config.n_problems, 0);
    config_fini(&config);
}

static void only_a_regular_file_of_bounded_length_is_read(void **state)
{
    char folder[] = "/tmp/config-XXXXXX", path[64], link[64], *big = malloc(CONFIG_BYTES_MAX + 1);
    (void)state;
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof(path), "%s/yibentong.conf", folder);
    snprintf(link, sizeof(link), "%s/link", folder);
    load_fails(path, -ENOENT);
    load_fails(folder, -EISDIR);
    load_fails("/dev/null", -EINVAL);
    assert_int_equal(mkfifo(path, 0600), 0);
    load_fails(path, -EINVAL);
    unlink(path);

    memset(big, '#', CONFIG_BYTES_MAX + 1);
    write_file(path, big, CONFIG_BYTES_MAX + 1);
    load_fails(path, -EFBIG);
    memcpy(big, OK, strlen(OK));
    write_file(path, big, CONFIG_BYTES_MAX);
    assert_int_equal(symlink(path, link), 0);
    struct config config;
    assert_int_equal(config_load(&config, link), 0);
    assert_true(config.present);
    assert_non_null(config_printer(&config, "a"));
    config_fini(&config);
    unlink(path);
    load_fails(link, -ENOENT);
    unlink(link);
    rmdir(folder);
    free(big);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(everything_written_is_taken),
        cmocka_unit_test(hours_and_the_voice_are_taken),
        cmocka_unit_test(wrong_hours_and_voices_are_told_and_do_not_count),
        cmocka_unit_test(words_may_be_written_large),
        cmocka_unit_test(what_is_not_written_is_the_common_case),
        cmocka_unit_test(descriptions_are_what_is_read),
        cmocka_unit_test(the_example_is_right),
        cmocka_unit_test(each_mistake_is_told_with_its_line_and_the_rest_counts),
        cmocka_unit_test(lines_that_are_too_long_are_told),
        cmocka_unit_test(of_many_mistakes_and_printers_some_are_told),
        cmocka_unit_test(a_nul_byte_does_not_end_the_file),
        cmocka_unit_test(only_a_regular_file_of_bounded_length_is_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
