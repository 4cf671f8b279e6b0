/* SPDX-License-Identifier: MIT */
#include "kiosk/words.h"

#include "base/error.h"

#include <iconv.h>
#include <string.h>

static char *join(const struct invocation *invocation)
{
    size_t n = 1;
    for (size_t i = 0; i < invocation->n_arguments; i++)
        n += strlen(invocation->arguments[i]) + 1;
    char *text = malloc(n), *end = text;
    if (!text)
        return NULL;
    *end = '\0';
    for (size_t i = 0; i < invocation->n_arguments; i++)
        end = stpcpy(stpcpy(end, i ? " " : ""), invocation->arguments[i]);
    return text;
}

/* `out` has room for four bytes for each of `bytes`. */
static void convert(char *out, iconv_t conversion, char *bytes)
{
    size_t left = strlen(bytes), room = 4 * left;
    while (left > 0 && iconv(conversion, &bytes, &left, &out, &room) == (size_t)-1 && left > 0) {
        *out++ = ' ';
        room -= room > 0;
        bytes++;
        left--;
    }
    *out = '\0';
}

int words_join(char **out, const struct invocation *invocation)
{
    const struct charset *charset = &invocation->out.charset;
    char *text = join(invocation);
    if (!text || charset->is_utf8) {
        *out = text;
        return text ? 0 : -ENOMEM;
    }
    iconv_t conversion = iconv_open("UTF-8", charset->name);
    char *utf8 = conversion != (iconv_t)-1 ? malloc(4 * strlen(text) + 1) : NULL;
    if (utf8)
        convert(utf8, conversion, text);
    if (conversion != (iconv_t)-1)
        iconv_close(conversion);
    free(text);
    *out = utf8;
    return utf8 ? 0 : -ENOMEM;
}
