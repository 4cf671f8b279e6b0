/* SPDX-License-Identifier: MIT */
/*
 * A floor for the benchmark: a list of twelve lines drawn with bare escape sequences, without any library.
 * Nothing that shows such a list can be faster.
 */
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#define LINES 12
#define TITLE "学信网上查询不到本人学籍信息怎么办？"

static int put_line(char *out, size_t size, int line, int selected)
{
    return snprintf(out, size, "\033[%d;3H%s%3d  " TITLE "\033[m", line + 5,
                    line == selected ? "\033[1;37;44m" : "", line + 1);
}

static void show_page(int selected)
{
    char page[4096] = "\033[?1049h\033[H\033[2J";
    size_t used = strlen(page);
    for (int line = 0; line < LINES; line++)
        used += (size_t)put_line(page + used, sizeof(page) - used, line, selected);
    if (write(STDOUT_FILENO, page, used) < 0)
        _exit(1);
}

static void move(int *selected, int to)
{
    char both[512];
    int used = put_line(both, sizeof(both), *selected, to);
    used += put_line(both + used, sizeof(both) - (size_t)used, to, to);
    *selected = to;
    if (write(STDOUT_FILENO, both, (size_t)used) < 0)
        _exit(1);
}

int main(void)
{
    struct termios modes;
    if (tcgetattr(STDIN_FILENO, &modes))
        return 1;
    cfmakeraw(&modes);
    tcsetattr(STDIN_FILENO, TCSANOW, &modes);

    int selected = 0;
    char keys[64];
    ssize_t n;
    show_page(selected);
    while ((n = read(STDIN_FILENO, keys, sizeof(keys))) > 0) {
        if (n >= 3 && keys[2] == 'B')
            move(&selected, (selected + 1) % LINES);
        else if (n >= 4 && keys[2] == '6')
            show_page(selected);
    }
    return 0;
}
