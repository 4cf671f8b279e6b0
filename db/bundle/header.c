/* SPDX-License-Identifier: MIT */
#include "db/bundle/bundle.h"

#include "base/error.h"
#include "base/sanitize.h"

#include <sodium.h>
#include <string.h>

#define PRODUCT "yibentong-bundle "

static const char *const kinds[] = {[BUNDLE_CONTENT] = "content", [BUNDLE_SITE] = "site"};

int bundle_version(uint64_t *out, const char *text)
{
    uint64_t value = 0;

    for (int part = 0; part < 3; part++) {
        size_t digits = strspn(text, "0123456789");
        if (digits < 1 || digits > 5 || (digits > 1 && *text == '0') ||
            text[digits] != (part < 2 ? '.' : '\0'))
            return -EINVAL;
        value = value << 20 | (uint64_t)strtoul(text, NULL, 10);
        text += digits + 1;
    }
    *out = value;
    return 0;
}

static bool is_school(const char *text)
{
    return strcmp(text, "*") == 0 || (strlen(text) == 10 && strspn(text, "0123456789") == 10);
}

static bool is_day(const struct date *date)
{
    return date->year >= 1900 && date->year <= 2999 && date->month >= 1 && date->month <= 12 &&
           date->day >= 1 && date->day <= date_month_days(date->year, date->month);
}

static bool is_sound(const struct bundle_header *header)
{
    size_t most = header->kind == BUNDLE_SITE ? BUNDLE_SITE_MAX : BUNDLE_CONTENT_MAX;
    uint64_t version;

    if (header->kind != BUNDLE_CONTENT && (header->kind != BUNDLE_SITE || header->school[0] == '*'))
        return false;
    return is_school(header->school) && header->edition[0] && header->edition[0] != ' ' &&
           sanitize_is_clean(header->edition, strlen(header->edition)) && header->sequence >= 1 &&
           header->sequence <= BUNDLE_SEQUENCE_MAX && bundle_version(&version, header->program) == 0 &&
           is_day(&header->from) &&
           (header->until.year == 0 ||
            (is_day(&header->until) && date_compare(header->from, header->until) <= 0)) &&
           header->length >= 1 && header->length <= most;
}

static void write_until(char out[16], const struct bundle_header *header)
{
    if (header->until.year == 0)
        strcpy(out, "none");
    else
        snprintf(out, 16, "%04u-%02u-%02u", (unsigned)header->until.year % 10000,
                 (unsigned)header->until.month % 100, (unsigned)header->until.day % 100);
}

int bundle_header_write(char out[BUNDLE_HEADER_MAX], const struct bundle_header *header)
{
    char until[16], digest[2 * sizeof(header->digest) + 1];

    if (!is_sound(header))
        return -EINVAL;
    write_until(until, header);
    sodium_bin2hex(digest, sizeof(digest), header->digest, sizeof(header->digest));
    snprintf(out, BUNDLE_HEADER_MAX,
             PRODUCT "%d\nkind %s\nschool %s\nedition %s\nsequence %u\nprogram %s\n"
                     "valid-from %04d-%02d-%02d\nvalid-until %s\nlength %zu\nsha512 %s\n\n",
             BUNDLE_FORMAT, kinds[header->kind], header->school, header->edition, (unsigned)header->sequence,
             header->program, header->from.year, header->from.month, header->from.day, until, header->length,
             digest);
    return 0;
}

/* ---- reading ---- */

/* The lines that are still to be read; once one is wrong all are. */
struct lines {
    const char *at, *end;
    bool wrong;
};

/* The value of the line "key value", copied; "" if it is not there or has no room. */
static void take(char *out, size_t size, struct lines *lines, const char *key)
{
    size_t prefix = strlen(key), left = (size_t)(lines->end - lines->at);
    const char *end = memchr(lines->at, '\n', left), *value = lines->at + prefix + 1;

    *out = '\0';
    lines->wrong |= !end || (size_t)(end - lines->at) <= prefix + 1 || memcmp(lines->at, key, prefix) != 0 ||
                    lines->at[prefix] != ' ' || (size_t)(end - value) >= size ||
                    memchr(value, '\0', (size_t)(end - value));
    if (lines->wrong)
        return;
    memcpy(out, value, (size_t)(end - value));
    out[end - value] = '\0';
    lines->at = end + 1;
}

static unsigned long take_number(struct lines *lines, const char *key)
{
    char text[12];

    take(text, sizeof(text), lines, key);
    lines->wrong |= strspn(text, "0123456789") != strlen(text);
    return strtoul(text, NULL, 10);
}

static void take_kind(struct bundle_header *out, struct lines *lines)
{
    char text[12];

    take(text, sizeof(text), lines, "kind");
    for (size_t kind = BUNDLE_CONTENT; kind < ARRAY_SIZE(kinds); kind++)
        if (strcmp(kinds[kind], text) == 0)
            out->kind = (enum bundle_kind)kind;
}

static void take_days(struct bundle_header *out, struct lines *lines)
{
    char text[16];

    take(text, sizeof(text), lines, "valid-from");
    lines->wrong |= date_parse(&out->from, text) != 0;
    take(text, sizeof(text), lines, "valid-until");
    lines->wrong |= strcmp(text, "none") != 0 && date_parse(&out->until, text) != 0;
}

static void take_digest(struct bundle_header *out, struct lines *lines)
{
    char text[2 * sizeof(out->digest) + 1];
    size_t n = 0;

    take(text, sizeof(text), lines, "sha512");
    lines->wrong |=
        sodium_hex2bin(out->digest, sizeof(out->digest), text, strlen(text), NULL, &n, NULL) != 0 ||
        n != sizeof(out->digest);
}

/* A header is written in one way only: what would be written otherwise is none. */
static bool is_canonical(const struct bundle_header *header, const char *bytes, size_t used)
{
    char text[BUNDLE_HEADER_MAX];

    return bundle_header_write(text, header) == 0 && strlen(text) == used && memcmp(text, bytes, used) == 0;
}

int bundle_header_read(struct bundle_header *out, size_t *used, const char *bytes, size_t n)
{
    struct lines lines = {bytes, bytes + (n < BUNDLE_HEADER_MAX ? n : BUNDLE_HEADER_MAX - 1), false};
    struct bundle_header header = {0};
    unsigned long format = take_number(&lines, "yibentong-bundle");

    if (lines.wrong || format == 0)
        return BUNDLE_NOT_OURS;
    if (format != BUNDLE_FORMAT)
        return BUNDLE_NEW_FORMAT;
    take_kind(&header, &lines);
    take(header.school, sizeof(header.school), &lines, "school");
    take(header.edition, sizeof(header.edition), &lines, "edition");
    header.sequence = (uint32_t)take_number(&lines, "sequence");
    take(header.program, sizeof(header.program), &lines, "program");
    take_days(&header, &lines);
    header.length = take_number(&lines, "length");
    take_digest(&header, &lines);
    if (lines.wrong || lines.at == lines.end || *lines.at != '\n' ||
        !is_canonical(&header, bytes, (size_t)(lines.at + 1 - bytes)))
        return BUNDLE_NOT_OURS;
    *used = (size_t)(lines.at + 1 - bytes);
    *out = header;
    return 0;
}
