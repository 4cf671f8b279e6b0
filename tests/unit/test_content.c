/* SPDX-License-Identifier: MIT */
#include "base/error.h"
#include "db/content.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void six_hosts_and_no_others_are_allowed(void **state)
{
    static const char *const allowed[] = {"www.chsi.com.cn", "my.chsi.com.cn",   "account.chsi.com.cn",
                                          "www.moe.gov.cn",  "www.gfbzb.gov.cn", "jyt.jl.gov.cn"};
    static const char *const refused[] = {"",
                                          "chsi.com.cn",
                                          "www.chsi.com.cn.",
                                          "www.chsi.com.cn.evil.cn",
                                          "evilwww.chsi.com.cn",
                                          "WWW.CHSI.COM.CN",
                                          "www.chsi.com",
                                          "www.chsi.com.cn ",
                                          "www.chsi.com.cn:443",
                                          "moe.gov.cn",
                                          "www.chsi.cоm.cn"};
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(allowed); i++)
        assert_true(content_host_allowed(allowed[i]));
    for (size_t i = 0; i < ARRAY_SIZE(refused); i++)
        assert_false(content_host_allowed(refused[i]));
}

static void an_allowed_address_yields_its_host(void **state)
{
    char host[64] = "";

    (void)state;
    assert_true(
        content_url_allowed("https://account.chsi.com.cn/account/preregister.action?from=archive", host));
    assert_string_equal(host, "account.chsi.com.cn");
    assert_true(content_url_allowed(
        "http://www.moe.gov.cn/jyb_xxgk/s5743/s5744/202606/t20260618_1441074.html", host));
    assert_string_equal(host, "www.moe.gov.cn");
    assert_true(content_url_allowed("https://jyt.jl.gov.cn", NULL));
    assert_true(content_url_allowed("https://jyt.jl.gov.cn?a=1", host));
    assert_string_equal(host, "jyt.jl.gov.cn");
}

static void every_disguise_of_an_address_is_refused(void **state)
{
    static const char *const refused[] = {
        "",
        "www.chsi.com.cn",
        "//www.chsi.com.cn/",
        "https:/www.chsi.com.cn/",
        "HTTPS://www.chsi.com.cn/",
        "ftp://www.chsi.com.cn/",
        "javascript://www.chsi.com.cn/",
        "http://www.chsi.com.cn/",
        "http://jyt.jl.gov.cn/",
        "https://",
        "https:///www.chsi.com.cn/",
        "https://evil.cn/",
        "https://evil.cn/https://www.chsi.com.cn/",
        "https://www.chsi.com.cn@evil.cn/",
        "https://user@www.chsi.com.cn/",
        "https://user:word@www.chsi.com.cn/",
        "https://www.chsi.com.cn:443/",
        "https://www.chsi.com.cn:8443/",
        "https://www.chsi.com.cn.evil.cn/",
        "https://www.chsi.com.cn\\@evil.cn/",
        "https://www.chsi.com.cn/ x",
        "https://www.chsi.com.cn/\"x",
        "https://www.chsi.com.cn/'x",
        "https://www.chsi.com.cn/<x>",
        "https://www.chsi.com.cn/[x]",
        "https://www.chsi.com.cn/(x)",
        "https://www.chsi.com.cn/{x}",
        "https://www.chsi.com.cn/\\x",
        "https://www.chsi.com.cn/\x1b[31m",
        "https://www.chsi.com.cn/\x7f",
        "https://www.chsi.com.cn/\n",
        "https://www.chsi.com.cn/学历",
        "https://www。chsi。com。cn/",
        " https://www.chsi.com.cn/",
    };
    char host[64] = "untouched";

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(refused); i++)
        if (content_url_allowed(refused[i], host))
            fail_msg("allowed: %s", refused[i]);
    assert_string_equal(host, "untouched");
}

static void an_address_too_long_for_a_code_is_refused(void **state)
{
    char url[600] = "https://www.chsi.com.cn/";
    size_t n = strlen(url);

    (void)state;
    memset(url + n, 'a', 512 - n);
    url[512] = '\0';
    assert_true(content_url_allowed(url, NULL));
    url[512] = 'a';
    url[513] = '\0';
    assert_false(content_url_allowed(url, NULL));
}

static void every_number_of_content_has_its_name(void **state)
{
    (void)state;
    assert_string_equal(content_audience_name(AUDIENCE_NEW), "录取新生");
    assert_string_equal(content_audience_name(AUDIENCE_ENROLLED), "在校生");
    assert_string_equal(content_audience_name(AUDIENCE_GRADUATE), "毕业生");
    assert_string_equal(content_audience_name(AUDIENCE_PRE2001), "2000届及以前");
    assert_null(content_audience_name(0));
    assert_null(content_audience_name(AUDIENCE_NEW | AUDIENCE_ENROLLED));
    assert_null(content_audience_name(1 << AUDIENCE_COUNT));
    assert_string_equal(content_block_kind_name(BLOCK_PARAGRAPH), "paragraph");
    assert_string_equal(content_block_kind_name(BLOCK_STEP), "step");
    assert_string_equal(content_block_kind_name(BLOCK_QUOTE), "quote");
    assert_string_equal(content_block_kind_name(BLOCK_NOTE), "note");
    assert_string_equal(content_block_source_name(SOURCE_HANDBOOK), "handbook");
    assert_string_equal(content_block_source_name(SOURCE_SUPPLEMENT), "supplement");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(six_hosts_and_no_others_are_allowed),
        cmocka_unit_test(an_allowed_address_yields_its_host),
        cmocka_unit_test(every_disguise_of_an_address_is_refused),
        cmocka_unit_test(an_address_too_long_for_a_code_is_refused),
        cmocka_unit_test(every_number_of_content_has_its_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
