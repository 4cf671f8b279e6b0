/* SPDX-License-Identifier: MIT */
#include "db/content.h"

#include "base/error.h"

#include <string.h>

#define URL_MAX 512
#define HOST_MAX 64

/* http is for the ministry's site alone: it serves some pages that way only. */
static const struct host {
    const char *name;
    bool http;
} hosts[] = {
    {.name = "www.chsi.com.cn"},     {.name = "my.chsi.com.cn"},
    {.name = "account.chsi.com.cn"}, {.name = "www.moe.gov.cn", .http = true},
    {.name = "www.gfbzb.gov.cn"},    {.name = "jyt.jl.gov.cn"},
};

static const struct host *find_host(const char *name, size_t n)
{
    for (size_t i = 0; i < ARRAY_SIZE(hosts); i++)
        if (strlen(hosts[i].name) == n && memcmp(hosts[i].name, name, n) == 0)
            return &hosts[i];
    return NULL;
}

bool content_host_allowed(const char *host)
{
    return find_host(host, strlen(host)) != NULL;
}

/* No character that a reader of the code, a shell or a browser could take for something else. */
static bool is_plain(const char *url)
{
    size_t n = strlen(url);

    for (size_t i = 0; i < n; i++)
        if (url[i] <= ' ' || url[i] >= 0x7f || strchr("\"'`\\<>[](){}^|", url[i]))
            return false;
    return n <= URL_MAX;
}

bool content_url_allowed(const char *url, char host[HOST_MAX])
{
    const struct host *found;
    const char *start;
    size_t n;
    bool secure = strncmp(url, "https://", 8) == 0;

    if (!is_plain(url) || (!secure && strncmp(url, "http://", 7) != 0))
        return false;
    /* A user ("host@evil") or a port would be part of what is compared, and no name of the list has one. */
    start = url + (secure ? 8 : 7);
    n = strcspn(start, "/?#");
    found = find_host(start, n);
    if (!found || (!secure && !found->http))
        return false;
    if (host)
        memcpy(host, found->name, n + 1);
    return true;
}

const char *content_audience_name(unsigned bit)
{
    switch (bit) {
    case AUDIENCE_NEW:
        return "录取新生";
    case AUDIENCE_ENROLLED:
        return "在校生";
    case AUDIENCE_GRADUATE:
        return "毕业生";
    case AUDIENCE_PRE2001:
        return "2000届及以前";
    default:
        return NULL;
    }
}

const char *content_block_kind_name(enum block_kind kind)
{
    switch (kind) {
    case BLOCK_PARAGRAPH:
        return "paragraph";
    case BLOCK_STEP:
        return "step";
    case BLOCK_QUOTE:
        return "quote";
    case BLOCK_NOTE:
        return "note";
    }
    return NULL;
}

const char *content_block_source_name(enum block_source source)
{
    switch (source) {
    case SOURCE_HANDBOOK:
        return "handbook";
    case SOURCE_SUPPLEMENT:
        return "supplement";
    }
    return NULL;
}
