/* SPDX-License-Identifier: MIT */
/*
 * Any text as an address of the table of links. What is allowed names one of our hosts, written out and
 * nothing before or behind it, as a browser would read it too; and what became a code of it is one that fits.
 *
 * The first byte puts something that is nearly right in front of the rest, so that few bytes reach the
 * border.
 */
#include "base/error.h"
#include "db/content.h"
#include "ui/qr.h"

#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool promise)
{
    if (!promise)
        abort();
}

/* The host as RFC 3986 and the WHATWG find it: behind "://" and any user, before any port, path, query. */
static size_t browser_host(const char **out, const char *url)
{
    const char *start = strstr(url, "://");

    check(start != NULL);
    start += 3;
    size_t n = strcspn(start, "/?#\\");
    const char *user = memrchr(start, '@', n);
    if (user) {
        n -= (size_t)(user + 1 - start);
        start = user + 1;
    }
    const char *port = memchr(start, ':', n);
    *out = start;
    return port ? (size_t)(port - start) : n;
}

static void check_allowed(const char *url, const char *host)
{
    const char *found;
    size_t n = browser_host(&found, url);
    bool secure = strncmp(url, "https://", strlen("https://")) == 0;

    check(n == strlen(host) && memcmp(found, host, n) == 0);
    check(content_host_allowed(host) && strspn(host, "abcdefghijklmnopqrstuvwxyz.") == n);
    check(secure || strcmp(host, "www.moe.gov.cn") == 0);
    check(strchr("/?#", found[n]) != NULL); /* or the end: no port, and nothing glued to the host */
    for (const char *at = url; *at; at++)
        check(*at > ' ' && *at < 0x7f && !strchr("\\\"'`<>", *at));
}

/* A code takes longer than all the rest, and depends on little but the length: one in sixteen is made. */
static bool is_chosen(const char *url)
{
    unsigned sum = 0;

    for (; *url; url++)
        sum = sum * 31 + (unsigned char)*url;
    return sum % 16 == 0;
}

static void check_code(const char *url, const char *host, bool allowed)
{
    struct link link = {.id = (char *)"fuzz", .url = (char *)url, .host = (char *)host};
    struct qr qr;
    int r = qr_encode(&qr, &link, false);

    if (!allowed)
        check(r == -EINVAL);
    else
        check(r == -ERANGE || (r == 0 && qr.modules >= 21 && qr.modules <= QR_MODULES_MAX));
    check(!allowed || qr_modules(&link, false) == (r == 0 ? qr.modules : r));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const beginnings[] = {"",
                                             "https://",
                                             "http://www.moe.gov.cn",
                                             "https://www.chsi.com.cn",
                                             "https://my.chsi.com.cn/",
                                             "https://@",
                                             "HTTPS://",
                                             "https://www.chsi.com.cn@",
                                             "https://www.chsi.com.cn:443",
                                             "//"};
    char url[2048], host[64] = "unset";

    if (size < 1)
        return 0;
    int n = snprintf(url, sizeof(url), "%s%.*s", beginnings[data[0] % ARRAY_SIZE(beginnings)],
                     (int)strnlen((const char *)data + 1, size - 1), (const char *)data + 1);
    if (n < 0 || (size_t)n >= sizeof(url))
        return 0;
    bool allowed = content_url_allowed(url, host);
    check(allowed == content_url_allowed(url, NULL));
    check(allowed || strcmp(host, "unset") == 0);
    if (allowed)
        check_allowed(url, host);
    if (!allowed || is_chosen(url))
        check_code(url, host, allowed);
    return 0;
}
