/* SPDX-License-Identifier: MIT */
/*
 * The program's commands and screens without the start of a program for each: escapes.py hands in content and
 * reads what is shown of it. A line with a number, and so many bytes: words, a NUL behind each.
 *
 *   run WORD …        a command line: what it says
 *   draw FILE KEYS    the kiosk with that content: every row of the screen after every key
 *
 * Standard output and error are one stream there; after each a NUL, the exit code, a line feed.
 * KEYS are bytes: Enter, Escape, ^N down, ^V page down, any other character itself.
 */
#include "base/error.h"
#include "kiosk/commands.h"
#include "tests/torture/lobby.h"

#include <getopt.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#define WORDS_MAX 16
#define WORDS_BYTES_MAX 8192
#define MONDAY 1795413900    /* 2026-11-23 14:05:00 in Asia/Shanghai */
#define BETWEEN_KEYS_MS 1000 /* a digit waits for the next no longer than that */

static int run(int argc, char **argv, const struct environment *environment)
{
    optind = 0; /* getopt begins anew */
    return commands_main(argc, argv, environment);
}

static void print_screen(const struct lobby *lobby)
{
    char line[LOBBY_LINE_MAX];

    for (int row = 0; row < lobby->canvas.rows; row++) {
        lobby_line(line, lobby, row);
        puts(line);
    }
}

static void press(struct lobby *lobby, char byte)
{
    switch (byte) {
    case '\r':
        lobby_key(lobby, KEY_ENTER, 0);
        break;
    case 0x1B:
        lobby_key(lobby, KEY_ESCAPE, 0);
        break;
    case 0x0E:
        lobby_key(lobby, KEY_DOWN, 0);
        break;
    case 0x16:
        lobby_key(lobby, KEY_PAGE_DOWN, 0);
        break;
    default:
        lobby_key(lobby, KEY_TEXT, (char32_t)byte);
        break;
    }
}

/* As the kiosk does with --content FILE. */
static int draw(const char *file, const char *keys)
{
    struct clock_manual time = {.seconds = MONDAY};
    struct content_source source = {.file = file,
                                    .place = {.state = "/nonexistent",
                                              .keys = "/nonexistent",
                                              .version = "1.0.0",
                                              .clock = clock_from_manual(&time)}};
    struct content content;
    struct lobby lobby;
    int r = content_open(&content, &source);

    if (r < 0)
        return EX_OSERR;
    lobby_open_content(&lobby, MONDAY, content.handbook, content.error, content.origin);
    print_screen(&lobby);
    for (; r == 0 && *keys; keys++) {
        press(&lobby, *keys);
        if (!lobby_draw(&lobby) || !lobby_pass(&lobby, BETWEEN_KEYS_MS))
            r = EX_SOFTWARE;
        print_screen(&lobby);
    }
    lobby_close(&lobby);
    content_close(&content);
    return r;
}

static int serve(char *bytes, size_t n, const struct environment *environment)
{
    char name[] = "yibentong", *argv[WORDS_MAX + 1] = {name};
    int argc = 0;

    for (size_t i = 0; i < n && argc < WORDS_MAX; i += strlen(bytes + i) + 1)
        argv[argc++] = bytes + i;
    if (argc == 3 && strcmp(argv[0], "draw") == 0)
        return draw(argv[1], argv[2]);
    argv[0] = name;
    return run(argc, argv, environment);
}

/* What is asked comes in where a command that asks in its turn would read the answers: those find nothing. */
static FILE *take_input(void)
{
    int asked = dup(STDIN_FILENO);
    FILE *file = asked >= 0 ? fdopen(asked, "r") : NULL;

    return file && freopen("/dev/null", "r", stdin) ? file : NULL;
}

int main(void)
{
    const struct environment environment = {.term = "xterm-256color"};
    char line[32], bytes[WORDS_BYTES_MAX + 1];
    _cleanup_fclose_ FILE *asked = take_input();

    while (asked && fgets(line, sizeof(line), asked)) {
        size_t n = strtoul(line, NULL, 10);
        if (n > WORDS_BYTES_MAX || fread(bytes, 1, n, asked) != n)
            return EXIT_FAILURE;
        bytes[n] = '\0';
        int code = serve(bytes, n, &environment);
        printf("%c%d\n", '\0', code);
        fflush(stdout);
    }
    return EXIT_SUCCESS;
}
