/* SPDX-License-Identifier: MIT */
#include "kiosk/secret.h"

#include "base/error.h"

#include <stdbool.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#define CONTROL(letter) ((letter)-0x40)

/* One byte; 0 at the end of input. Not through stdio, which would keep a copy. */
static int read_byte(unsigned char *out)
{
    ssize_t n;

    do
        n = read(STDIN_FILENO, out, 1);
    while (n < 0 && errno == EINTR);
    return n < 0 ? -errno : (int)n;
}

/* A whole character of UTF-8, or a byte of another charset. */
static size_t erased(const char *line, size_t n)
{
    while (n > 0 && ((unsigned char)line[n - 1] & 0xc0) == 0x80)
        n--;
    return n > 0 ? n - 1 : 0;
}

static int read_line(char *out, size_t size, bool editing)
{
    size_t n = 0;

    for (;;) {
        unsigned char byte = 0;
        int r = read_byte(&byte);
        if (r <= 0 || (editing && (byte == CONTROL('C') || byte == CONTROL('D'))))
            return r < 0 ? r : n > 0 && r == 0 ? 0 : -ECANCELED;
        if (byte == '\n' || byte == '\r')
            return 0;
        if (editing && (byte == 0x7f || byte == '\b'))
            out[n = erased(out, n)] = '\0';
        else if (editing && byte == CONTROL('U'))
            out[n = 0] = '\0';
        else if (n + 1 == size)
            return -E2BIG;
        else if (byte) {
            out[n++] = (char)byte;
            out[n] = '\0';
        }
    }
}

int secret_ask(char *out, size_t size, struct output *output, const char *words)
{
    struct termios before, silent;
    bool terminal = tcgetattr(STDIN_FILENO, &before) == 0;
    int r;

    out[0] = '\0';
    if (terminal) { /* before it is asked: what is typed at once is neither shown nor lost */
        silent = before;
        silent.c_lflag &= ~(tcflag_t)(ECHO | ECHONL | ICANON | ISIG);
        silent.c_cc[VMIN] = 1;
        silent.c_cc[VTIME] = 0;
        if (tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent) < 0)
            return -errno;
    }
    output_remark(output, "%s", words);
    r = read_line(out, size, terminal);
    if (terminal)
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
    if (r < 0)
        explicit_bzero(out, size);
    return r;
}

int secret_ask_again(const char *typed, size_t size, struct output *output, const char *words)
{
    char again[SECRET_MAX] = "";
    int r = secret_ask(again, size < sizeof(again) ? size : sizeof(again), output, words);
    if (!r && strcmp(typed, again) != 0)
        r = -EKEYREJECTED;
    explicit_bzero(again, sizeof(again));
    return r;
}
