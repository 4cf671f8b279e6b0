/* SPDX-License-Identifier: MIT */
/* The real program with a receipt printer that is played at a pseudo terminal: from an answer to paper, and
 * trouble. */
#include "tests/printer/fake.h"
#include "tests/terminal/kiosk.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

struct hall {
    struct fake printer;
    struct glass glass;
    char config[64];
};

static void write_settings(struct hall *hall)
{
    snprintf(hall->config, sizeof(hall->config), "/tmp/yibentong-test-XXXXXX");
    int fd = mkstemp(hall->config);
    assert_true(fd >= 0);
    FILE *stream = fdopen(fd, "w");
    assert_non_null(stream);
    fprintf(stream, "[printer hall]\nwhere = %s\npaper = 80\n", hall->printer.path);
    assert_int_equal(fclose(stream), 0);
}

/* Plays both until the words stand on the glass, or stand there no more. */
static void expect(struct hall *hall, const char *words, bool there)
{
    int64_t end = glass_now_us() + GLASS_PATIENCE_MS * 1000;
    while (glass_shows(&hall->glass, words) != there) {
        if (glass_now_us() > end) {
            glass_print(&hall->glass);
            fail_msg("%s “%s”", there ? "never came:" : "never went:", words);
        }
        fake_serve(&hall->printer);
        glass_pump(&hall->glass, 2);
    }
}

static void type(struct hall *hall, const char *keys, const char *words)
{
    glass_type(&hall->glass, keys);
    expect(hall, words, true);
}

static void open_hall(struct hall *hall)
{
    char argument[96];
    memset(hall, 0, sizeof(*hall));
    assert_int_equal(fake_open(&hall->printer, FAKE_TERMINAL), 0);
    hall->printer.answers = fake_ready;
    write_settings(hall);
    snprintf(argument, sizeof(argument), "--config=%s", hall->config);
    kiosk_start_at_home(&hall->glass, &kiosk_usual, argument);
    type(hall, "6", "回答几个问题");
}

static void close_hall(struct hall *hall)
{
    kiosk_leave(&hall->glass);
    fake_close(&hall->printer);
    unlink(hall->config);
}

static bool ends_with_a_cut(const struct fake *printer)
{
    static const unsigned char cut[] = {0x1d, 'V', 'B'};
    return printer->n >= 4 && memcmp(printer->data + printer->n - 4, cut, sizeof(cut)) == 0;
}

static void two_keys_put_an_answer_on_paper(void **state)
{
    struct hall hall;
    (void)state;
    open_hall(&hall);
    type(&hall, "p", "打印：按 Enter");
    assert_int_equal(hall.printer.n, 0);
    type(&hall, "\r", "已经打印，请取走");
    assert_true(ends_with_a_cut(&hall.printer));
    type(&hall, "\r", "回答几个问题");
    close_hall(&hall);
}

static void a_slow_printer_does_not_hold_up_the_screen(void **state)
{
    struct hall hall;
    (void)state;
    open_hall(&hall);
    hall.printer.takes = 64;
    type(&hall, "p", "打印：按 Enter");
    type(&hall, "\r", "正在打印");
    type(&hall, "\033", "回答几个问题"); /* back to the answer while it prints */
    type(&hall, "0", KIOSK_HOME);
    type(&hall, "7", "发证日期");
    type(&hall, "p", "上一张");
    hall.printer.takes = FAKE_ALL;
    expect(&hall, "打印：按 Enter", true);
    assert_true(ends_with_a_cut(&hall.printer));
    close_hall(&hall);
}

static void trouble_is_on_the_screen_before_and_goes_by_itself(void **state)
{
    struct hall hall;
    (void)state;
    open_hall(&hall);
    hall.printer.answers = fake_out_of_paper;
    expect(&hall, "打印机缺纸", true);
    type(&hall, "p", "请告诉工作人员装纸");
    hall.printer.answers = fake_cover_open;
    expect(&hall, "盖子没有盖好", true);
    hall.printer.answers = fake_ready;
    expect(&hall, "打印：按 Enter", true);
    close_hall(&hall);
}

static void unplugged_in_the_middle_nobody_is_stuck(void **state)
{
    struct hall hall;
    (void)state;
    open_hall(&hall);
    hall.printer.takes = 64;
    hall.printer.gone_after = 1000;
    type(&hall, "p", "打印：按 Enter");
    glass_type(&hall.glass, "\r");
    expect(&hall, "没有打印好", true);
    expect(&hall, "找不到打印机", true);
    type(&hall, "q", "www.moe.gov.cn"); /* the code does the same job */
    type(&hall, "0", KIOSK_HOME);
    close_hall(&hall);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_keys_put_an_answer_on_paper),
        cmocka_unit_test(a_slow_printer_does_not_hold_up_the_screen),
        cmocka_unit_test(trouble_is_on_the_screen_before_and_goes_by_itself),
        cmocka_unit_test(unplugged_in_the_middle_nobody_is_stuck),
    };
    if (!kiosk_take_program(argc, argv))
        return 2;
    return cmocka_run_group_tests_name("printing from the kiosk", tests, NULL, NULL);
}
