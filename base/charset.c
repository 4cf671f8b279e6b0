/* SPDX-License-Identifier: MIT */
#include "base/charset.h"

#include "base/error.h"
#include "base/sanitize.h"
#include "base/utf8.h"

#include <iconv.h>
#include <langinfo.h>
#include <locale.h>
#include <stdint.h>
#include <string.h>

#define NO_ICONV ((iconv_t)-1)

/* What Chinese type sets for a character that it lacks. */
#define GETA_MARK "〓"

struct charset_writer {
    iconv_t to_charset; /* NO_ICONV for UTF-8 */
};

static bool is_utf8_name(const char *name)
{
    return strcasecmp(name, "UTF-8") == 0 || strcasecmp(name, "UTF8") == 0;
}

static bool is_ascii_name(const char *name)
{
    return strcmp(name, "ANSI_X3.4-1968") == 0 || strcasecmp(name, "US-ASCII") == 0 ||
           strcasecmp(name, "ASCII") == 0;
}

/* False if the charset lacks one of them. */
static bool convert(iconv_t conversion, const char *utf8, size_t n, char **out, size_t *room)
{
    char *in = (char *)utf8;
    size_t left = n;

    return iconv(conversion, &in, &left, out, room) != (size_t)-1;
}

/* All of ASCII, DEL aside, is what it is; there is no room for more. */
static bool keeps_ascii(iconv_t conversion)
{
    char ascii[0x7E], bytes[sizeof(ascii)] = {0}, *out = bytes;
    size_t room = sizeof(bytes);

    for (size_t i = 0; i < sizeof(ascii); i++)
        ascii[i] = (char)(i + 1);
    return convert(conversion, ascii, sizeof(ascii), &out, &room) && memcmp(bytes, ascii, sizeof(ascii)) == 0;
}

/* UTF-16, UTF-7 and the ISO-2022 family fail; GB18030, GBK, EUC, Big5 and the ISO-8859 family pass. */
bool charset_is_safe(const char *name)
{
    iconv_t conversion = *name ? iconv_open(name, "UTF-8") : NO_ICONV; /* "" would be the locale's */
    if (conversion == NO_ICONV)
        return false;

    bool fine = keeps_ascii(conversion);
    char bytes[32], *out = bytes;
    size_t room = sizeof(bytes);
    if (fine && convert(conversion, "中", strlen("中"), &out, &room))
        for (const char *p = bytes; p < out; p++)
            fine = fine && (unsigned char)*p >= 0x20;
    iconv_close(conversion);
    return fine;
}

/* "zh_CN.GB18030@x" → "GB18030". False if there is none or if it is no plain name. */
static bool suffix_of(char *out, size_t size, const char *locale)
{
    const char *suffix = strchr(locale, '.');
    size_t n = suffix ? strcspn(suffix + 1, "@") : 0;

    if (n == 0 || n >= size)
        return false;
    memcpy(out, suffix + 1, n);
    out[n] = '\0';
    return !strpbrk(out, "/,"); /* "//TRANSLIT" and the like would speak to iconv, not name a charset */
}

static const char *asked_locale(void)
{
    static const char *const names[] = {"LC_ALL", "LC_CTYPE", "LANG"};

    for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
        const char *value = getenv(names[i]);
        if (value && *value)
            return value;
    }
    return "";
}

static int remember_asked(struct charset *charset, const char *asked)
{
    _cleanup_free_ char *clean = NULL;
    int r = sanitize_text(&clean, asked, strnlen(asked, sizeof(charset->asked) - 1));
    if (r < 0)
        return r;

    /* Cleaning may lengthen (a bad byte becomes three): cut at a whole character. */
    size_t n = strlen(clean), length = 0;
    while (length < n) {
        char32_t code_point;
        size_t used = utf8_decode(&code_point, clean + length, n - length);
        if (length + used >= sizeof(charset->asked))
            break;
        length += used;
    }
    memcpy(charset->asked, clean, length);
    charset->asked[length] = '\0';
    return 0;
}

static void take_name(struct charset *charset, const char *name)
{
    charset->assumed = is_ascii_name(name) || strlen(name) >= sizeof(charset->name) ||
                       (!is_utf8_name(name) && !charset_is_safe(name));
    charset->is_utf8 = charset->assumed || is_utf8_name(name);
    memset(charset->name, 0, sizeof(charset->name));
    strncpy(charset->name, charset->is_utf8 ? "UTF-8" : name, sizeof(charset->name) - 1);
}

static bool set_utf8_locale(void)
{
    static const char *const names[] = {"C.UTF-8", "C.utf8", "zh_CN.UTF-8", "en_US.UTF-8", "POSIX.UTF-8"};

    for (size_t i = 0; i < ARRAY_SIZE(names); i++)
        if (setlocale(LC_CTYPE, names[i]) && is_utf8_name(nl_langinfo(CODESET)))
            return true;
    return false;
}

int charset_setup(struct charset *out)
{
    struct charset charset = {.assumed = true};
    const char *asked = asked_locale();
    char suffix[sizeof(charset.name)];

    int r = remember_asked(&charset, asked);
    if (r < 0)
        return r;

    if (setlocale(LC_CTYPE, "")) {
        take_name(&charset, nl_langinfo(CODESET));
    } else {
        charset.locale_missing = true;
        take_name(&charset, suffix_of(suffix, sizeof(suffix), asked) ? suffix : "ASCII");
    }
    if (!is_utf8_name(nl_langinfo(CODESET)) && !set_utf8_locale())
        return -ENOENT;
    *out = charset;
    return 0;
}

int charset_writer_new(struct charset_writer **out, const struct charset *charset)
{
    struct charset_writer *writer = malloc(sizeof(*writer));
    if (!writer)
        return -ENOMEM;

    writer->to_charset = NO_ICONV;
    if (!charset->is_utf8) {
        writer->to_charset = iconv_open(charset->name, "UTF-8");
        if (writer->to_charset == NO_ICONV) {
            int r = errno == ENOMEM ? -ENOMEM : -EINVAL;
            free(writer);
            return r;
        }
    }
    *out = writer;
    return 0;
}

void charset_writer_free(struct charset_writer *writer)
{
    if (!writer)
        return;
    if (writer->to_charset != NO_ICONV)
        iconv_close(writer->to_charset);
    free(writer);
}

/* Puts something in the place of a character that the charset lacks, or of ill-formed bytes. */
static void substitute(iconv_t conversion, char32_t code_point, char **out, size_t *room)
{
    /* GB 2312 has the first two, but glibc knows their bytes under the other name only. */
    const char *kin = code_point == U'—' ? "―" : code_point == U'·' ? "・" : NULL;

    if (code_point == UTF8_REPLACEMENT)
        kin = "\xEF\xBF\xBD";
    if (kin && convert(conversion, kin, strlen(kin), out, room))
        return;
    if (convert(conversion, GETA_MARK, strlen(GETA_MARK), out, room))
        return;
    convert(conversion, "?", 1, out, room);
}

static size_t convert_by_iconv(iconv_t conversion, char *bytes, size_t room, const char *utf8, size_t n)
{
    char *in = (char *)utf8, *out = bytes;
    size_t left = n;

    iconv(conversion, NULL, NULL, NULL, NULL);
    while (left > 0 && iconv(conversion, &in, &left, &out, &room) == (size_t)-1) {
        char32_t code_point;
        size_t used = utf8_decode(&code_point, in, left);
        substitute(conversion, code_point, &out, &room);
        in += used;
        left -= used;
    }
    iconv(conversion, NULL, NULL, &out, &room); /* what a composing charset holds back */
    return (size_t)(out - bytes);
}

size_t charset_convert_char(struct charset_writer *writer, char out[CHARSET_CHAR_MAX], char32_t code_point)
{
    char utf8[4];
    size_t n = utf8_encode(utf8, code_point);
    if (writer->to_charset != NO_ICONV)
        return convert_by_iconv(writer->to_charset, out, CHARSET_CHAR_MAX, utf8, n);
    memcpy(out, utf8, n);
    return n;
}

static size_t copy_well_formed(char *bytes, const char *utf8, size_t n)
{
    size_t length = 0;

    for (size_t i = 0; i < n;) {
        char32_t code_point;
        i += utf8_decode(&code_point, utf8 + i, n - i);
        length += utf8_encode(bytes + length, code_point);
    }
    return length;
}

int charset_convert(struct charset_writer *writer, char **out, size_t *out_n, const char *utf8, size_t n)
{
    /* No byte of UTF-8 makes more than four in any charset that charset_is_safe lets through. */
    if (n > (SIZE_MAX - 8) / 4)
        return -ENOMEM;
    size_t room = 4 * n + 8;
    char *bytes = malloc(room);
    if (!bytes)
        return -ENOMEM;

    *out_n = writer->to_charset == NO_ICONV ? copy_well_formed(bytes, utf8, n)
                                            : convert_by_iconv(writer->to_charset, bytes, room, utf8, n);
    *out = bytes;
    return 0;
}

int charset_print(struct charset_writer *writer, FILE *stream, const char *utf8)
{
    _cleanup_free_ char *bytes = NULL;
    size_t n;

    int r = charset_convert(writer, &bytes, &n, utf8, strlen(utf8));
    if (r < 0)
        return r;
    /* Flushed, because only the write itself knows whether the disk is full or the reader gone. */
    errno = 0;
    if (fwrite(bytes, 1, n, stream) < n || fflush(stream) != 0)
        return errno ? -errno : -EIO;
    return 0;
}
