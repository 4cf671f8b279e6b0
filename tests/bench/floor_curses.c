/* SPDX-License-Identifier: MIT */
/*
 * The floor that our budgets are measured against: the least that a program with our libraries can do. It
 * reads one row of the handbook from SQLite and shows a list of twelve lines with ncursesw, compiled and
 * linked as the product is.
 *
 *   floor_curses HANDBOOK.DB
 */
#include <curses.h>
#include <locale.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>

#define LIST_LINES 12
#define PAGE_LINES 30

static int read_title(char title[256], const char *path)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *row = NULL;
    int found =
        sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL) == SQLITE_OK &&
        sqlite3_prepare_v2(db, "SELECT title FROM question WHERE number = 2", -1, &row, NULL) == SQLITE_OK &&
        sqlite3_step(row) == SQLITE_ROW;
    if (found)
        snprintf(title, 256, "%s", (const char *)sqlite3_column_text(row, 0));
    sqlite3_finalize(row);
    sqlite3_close(db);
    return found ? 0 : -1;
}

static void show_line(const char *title, int line, int selected)
{
    attrset(line == selected ? COLOR_PAIR(1) | A_BOLD : COLOR_PAIR(2));
    mvprintw(line + 4, 2, "%3d  %s", line + 1, title);
}

static void show_list(const char *title, int selected)
{
    for (int line = 0; line < LIST_LINES; line++)
        show_line(title, line, selected);
    refresh();
}

/* A page of Chinese that shares no line with the one before it. */
static void show_page(const char *title, int first)
{
    bkgdset(COLOR_PAIR(2));
    erase();
    for (int line = 0; line < PAGE_LINES; line++)
        mvprintw(line + 2, line % 2 ? 2 : 4, "%4d %s%s", first + line, title, title);
    refresh();
}

static void serve(const char *title)
{
    int selected = 0, page = 0;
    for (int key; (key = getch()) != ERR;) {
        if (key == KEY_NPAGE)
            show_page(title, page += PAGE_LINES);
        if (key != KEY_DOWN)
            continue;
        int before = selected;
        selected = (selected + 1) % LIST_LINES;
        show_line(title, before, selected);
        show_line(title, selected, selected);
        refresh();
    }
}

int main(int argc, char **argv)
{
    char title[256];
    setlocale(LC_CTYPE, "C.UTF-8");
    if (argc != 2 || read_title(title, argv[1])) {
        fputs("floor_curses: 读不到题目\n", stderr);
        return 1;
    }
    SCREEN *screen = newterm(NULL, stdout, stdin);
    if (!screen)
        return 1;
    raw();
    noecho();
    curs_set(0);
    keypad(stdscr, TRUE);
    typeahead(-1);
    start_color();
    init_pair(1, COLOR_WHITE, COLOR_BLUE);
    init_pair(2, COLOR_BLACK, COLOR_WHITE);
    bkgd(COLOR_PAIR(2));
    show_list(title, 0);
    serve(title);
    endwin();
    delscreen(screen);
    return 0;
}
