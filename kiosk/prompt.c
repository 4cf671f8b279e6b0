/* SPDX-License-Identifier: MIT */
#include "kiosk/prompt.h"

#include "base/error.h"
#include "base/sanitize.h"

#include <iconv.h>
#include <string.h>
#include <uninorm.h>
#include <unistd.h>

/* The bytes of one line without its end. 1, 0 at the end of input, -errno. */
static int read_bytes(char out[PROMPT_LINE_MAX], size_t *n)
{
    int ch;
    *n = 0;
    errno = 0;
    while ((ch = getc(stdin)) != EOF && ch != '\n')
        if (*n < PROMPT_LINE_MAX)
            out[(*n)++] = (char)ch;
    if (ch == EOF && ferror(stdin))
        return errno ? -errno : -EIO;
    return ch != EOF || *n;
}

/* Up to the first bytes that are no text of the charset. Returns the bytes written. */
static size_t to_utf8(char *out, size_t room, const struct charset *charset, char *bytes, size_t n)
{
    size_t left = room;
    iconv_t conversion = iconv_open("UTF-8", charset->is_utf8 ? "UTF-8" : charset->name);
    if (conversion == (iconv_t)-1)
        return 0;
    iconv(conversion, &bytes, &n, &out, &left);
    iconv_close(conversion);
    return room - left;
}

/* "" if there is no room, which NFKC of so many bytes hardly ever needs. */
static void keep_trimmed(struct prompt *prompt, const char *text)
{
    text += strspn(text, " ");
    size_t n = strlen(text);
    while (n && text[n - 1] == ' ')
        n--;
    if (n >= sizeof(prompt->line))
        n = 0;
    memcpy(prompt->line, text, n);
    prompt->line[n] = '\0';
}

static int tidy(struct prompt *prompt, char *bytes, size_t n)
{
    char text[3 * PROMPT_LINE_MAX];
    size_t length = to_utf8(text, sizeof(text), &prompt->out->charset, bytes, n);
    _cleanup_free_ char *clean = NULL;
    int error = sanitize_text(&clean, text, length);
    if (error < 0)
        return error;
    size_t n_plain = 0;
    _cleanup_free_ char *plain =
        (char *)u8_normalize(UNINORM_NFKC, (const uint8_t *)clean, strlen(clean) + 1, NULL, &n_plain);
    if (!plain)
        return -ENOMEM;
    keep_trimmed(prompt, plain);
    return 0;
}

bool prompt_read(struct prompt *prompt, const char *words)
{
    char bytes[PROMPT_LINE_MAX];
    size_t n;
    output_print(prompt->out, words);
    if (output_flush(prompt->out) < 0)
        return false;
    int more = read_bytes(bytes, &n);
    int error = more > 0 ? tidy(prompt, bytes, n) : more;
    if (more <= 0 || error < 0) {
        prompt->error = error;
        output_print(prompt->out, "\n");
        return false;
    }
    if (!isatty(STDIN_FILENO)) /* a terminal has shown it already */
        output_printf(prompt->out, "%s\n", prompt->line);
    return true;
}
