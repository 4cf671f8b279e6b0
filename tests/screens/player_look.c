/* SPDX-License-Identifier: MIT */
#include "tests/screens/player.h"

#include "base/error.h"
#include "base/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void print_cell(FILE *stream, const struct cell *cell)
{
    for (size_t i = 0; i < ARRAY_SIZE(cell->ch) && cell->ch[i]; i++) {
        char bytes[4];
        fwrite(bytes, 1, utf8_encode(bytes, cell->ch[i]), stream);
    }
}

char *player_row(const struct player *player, int row)
{
    char *text = NULL;
    size_t n = 0;
    FILE *stream = open_memstream(&text, &n);
    assert_non_null(stream);
    for (int col = 0; col < player->canvas.cols; col++)
        print_cell(stream, canvas_at(&player->canvas, row, col));
    fclose(stream);
    while (n > 0 && text[n - 1] == ' ')
        text[--n] = '\0';
    return text;
}

int player_find(const struct player *player, const char *words)
{
    for (int row = 0; row < player->canvas.rows; row++) {
        _cleanup_free_ char *text = player_row(player, row);
        if (strstr(text, words))
            return row;
    }
    return -1;
}

/* A letter for each role; capital when bold. */
static char role_letter(const struct cell *cell)
{
    static const char letters[] = ".tmhakxqsw-0123";
    _Static_assert(sizeof(letters) == ROLE_COUNT + 1, "a letter for each role");
    char letter = letters[cell->role];
    return cell->attrs & ATTR_BOLD && letter >= 'a' && letter <= 'z' ? (char)(letter - 'a' + 'A') : letter;
}

void player_dump(const struct player *player, FILE *stream)
{
    const struct canvas *canvas = &player->canvas;
    fprintf(stream, "== %dx%d %s\n", canvas->cols, canvas->rows, app_screen_name(player->app));
    for (int row = 0; row < canvas->rows; row++) {
        _cleanup_free_ char *text = player_row(player, row);
        fprintf(stream, "%s\n", text);
    }
    fprintf(stream, "-- roles\n");
    for (int row = 0; row < canvas->rows; row++) {
        for (int col = 0; col < canvas->cols; col++)
            fputc(role_letter(canvas_at(canvas, row, col)), stream);
        fputc('\n', stream);
    }
}

void assert_screen(const struct player *player, const char *name)
{
    if (strcmp(app_screen_name(player->app), name) == 0)
        return;
    player_dump(player, stderr);
    fail_msg("this is %s, not %s", app_screen_name(player->app), name);
}

void assert_shows(const struct player *player, const char *words)
{
    if (player_find(player, words) >= 0)
        return;
    player_dump(player, stderr);
    fail_msg("not on the screen: %s", words);
}

void assert_hidden(const struct player *player, const char *words)
{
    if (player_find(player, words) < 0)
        return;
    player_dump(player, stderr);
    fail_msg("on the screen: %s", words);
}
