/* SPDX-License-Identifier: MIT */
#include "kiosk/prompt.h"

#include "base/error.h"
#include "base/sanitize.h"

#include <iconv.h>
#include <poll.h>
#include <string.h>
#include <termios.h>
#include <uninorm.h>
#include <unistd.h>

#define STILL_THERE "您还在吗？不按回车，一分钟以后就忘掉刚才的内容。\n还在的话，请按回车："
_Static_assert(PROMPT_LAST_WARNING_MS == 60000, "the words say a minute");

/* > 0 there is input, or its end; 0 not within that time (-1: no limit); -errno. */
static int wait_for_input(struct prompt *prompt, int ms)
{
    if (prompt->wait)
        return prompt->wait(prompt->wait_context, ms);
    struct pollfd fd = {.fd = STDIN_FILENO, .events = POLLIN};
    int came;
    do
        came = poll(&fd, 1, ms);
    while (came < 0 && errno == EINTR);
    return came < 0 ? -errno : came;
}

/* Asks once more before it takes silence for an answer. 1, 0 nobody is there, -errno. */
static int wait_for_somebody(struct prompt *prompt)
{
    int came = wait_for_input(prompt, prompt->idle_ms ? prompt->idle_ms : -1);
    if (came)
        return came;
    prompt->warned = true;
    output_print(prompt->out, "\n");
    output_gap(prompt->out);
    output_question(prompt->out, STILL_THERE);
    if (output_flush(prompt->out) < 0)
        return prompt->out->error;
    came = wait_for_input(prompt, PROMPT_LAST_WARNING_MS);
    prompt->idle = came == 0;
    return came;
}

/* 1 with one byte, 0 at the end of input or if nobody is there, -errno. */
static int read_byte(char *out, struct prompt *prompt)
{
    if (prompt->at == prompt->n) {
        int came = wait_for_somebody(prompt);
        if (came <= 0)
            return came;
        ssize_t n = read(STDIN_FILENO, prompt->bytes, sizeof(prompt->bytes));
        if (n <= 0) {
            prompt->ended = n == 0;
            return n < 0 ? -errno : 0;
        }
        prompt->at = 0;
        prompt->n = (size_t)n;
    }
    *out = prompt->bytes[prompt->at++];
    return 1;
}

/* The bytes of one line without its end. 1, 0 at the end of input or if nobody is there, -errno. */
static int read_bytes(char out[PROMPT_LINE_MAX], size_t *n, struct prompt *prompt)
{
    char ch = '\0';
    int more;
    *n = 0;
    while ((more = read_byte(&ch, prompt)) > 0 && ch != '\n')
        if (*n < PROMPT_LINE_MAX)
            out[(*n)++] = ch;
    return more ? more : *n && !prompt->idle;
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
    explicit_bzero(text, sizeof(text));
    if (error < 0)
        return error;
    size_t n_plain = 0;
    _cleanup_free_ char *plain =
        (char *)u8_normalize(UNINORM_NFKC, (const uint8_t *)clean, strlen(clean) + 1, NULL, &n_plain);
    explicit_bzero(clean, strlen(clean));
    if (!plain)
        return -ENOMEM;
    keep_trimmed(prompt, plain);
    explicit_bzero(plain, n_plain);
    return 0;
}

static bool read_line(struct prompt *prompt)
{
    char bytes[PROMPT_LINE_MAX];
    size_t n = 0;
    int more = read_bytes(bytes, &n, prompt);
    int error = more > 0 ? tidy(prompt, bytes, n) : more;
    explicit_bzero(bytes, sizeof(bytes));
    if (more > 0 && error >= 0)
        return true;
    prompt->error = error;
    output_print(prompt->out, "\n");
    return false;
}

/* Asks until there is an answer. */
static bool ask(struct prompt *prompt, const char *words)
{
    if (prompt->idle || prompt->ended || prompt->error < 0)
        return false;
    if (prompt->apart)
        output_gap(prompt->out);
    do { /* an Enter that says “I am still here” says nothing else */
        prompt->warned = false;
        output_question(prompt->out, words);
        if (output_flush(prompt->out) < 0 || !read_line(prompt))
            return false;
    } while (prompt->warned && !*prompt->line);
    return true;
}

bool prompt_read(struct prompt *prompt, const char *words)
{
    if (!ask(prompt, words))
        return false;
    if (!isatty(STDIN_FILENO)) /* a terminal has shown it already */
        output_printf(prompt->out, "%s\n", prompt->line);
    if (prompt->apart)
        output_gap(prompt->out);
    return true;
}

/* The Enter is shown: a braille display follows the cursor. */
static bool hide_typing(struct termios *before)
{
    if (tcgetattr(STDIN_FILENO, before) < 0)
        return false;
    struct termios hidden = *before;
    hidden.c_lflag = (hidden.c_lflag & ~(tcflag_t)ECHO) | ECHONL;
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden);
    return true;
}

bool prompt_read_secret(struct prompt *prompt, const char *words)
{
    struct termios before;
    bool terminal = hide_typing(&before), read = ask(prompt, words);
    if (terminal)
        tcsetattr(STDIN_FILENO, TCSADRAIN, &before);
    else if (read)
        output_print(prompt->out, "\n");
    if (read && prompt->apart)
        output_gap(prompt->out);
    return read;
}

bool prompt_is(const struct prompt *prompt, const char *word)
{
    return !strcasecmp(prompt->line, word);
}

int prompt_number(const struct prompt *prompt)
{
    size_t n = strlen(prompt->line);
    return n >= 1 && n <= 2 && strspn(prompt->line, "0123456789") == n ? atoi(prompt->line) : -1;
}

void prompt_wipe(struct prompt *prompt)
{
    explicit_bzero(prompt->line, sizeof(prompt->line));
    explicit_bzero(prompt->bytes, sizeof(prompt->bytes));
    prompt->at = prompt->n = 0;
}
