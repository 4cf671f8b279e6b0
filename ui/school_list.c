/* SPDX-License-Identifier: MIT */
#include "ui/school_list.h"

#include "ui/flow.h"
#include "ui/frame.h"
#include "ui/screens/screens.h"

#include "base/error.h"

#include <string.h>

#define LEAST_SHOWN 4 /* schools at a time */
#define MEASURE 96

static const char *const words[] = {"大学", "学院", "师范", "职业", "医科", "理工",
                                    "吉林", "长春", "北华", "延边", NULL};

void school_list_init(struct school_list *list, const struct ui *ui)
{
    *list = (struct school_list){.rows_each = 1, .selected = SCHOOL_LIST_NONE};
    school_list_date(ui, list->date);
}

static void forget_found(struct school_list *list)
{
    institutions_free(list->found, list->n_stored);
    list->found = NULL;
    list->n = list->n_stored = 0;
}

void school_list_fini(struct school_list *list)
{
    forget_found(list);
    typing_wipe(&list->typing);
}

static void look_up(struct school_list *list, const struct ui *ui)
{
    char query[TYPING_MAX * 4 + 1];
    forget_found(list);
    typing_text(&list->typing, query);
    list->asked = !institution_query_is_blank(query);
    list->error = institutions_find(&list->found, &list->n_stored, ui->handbook, query, SCHOOL_LIST_MAX + 1);
    list->n = list->n_stored < SCHOOL_LIST_MAX ? list->n_stored : SCHOOL_LIST_MAX;
    list->more = list->n_stored > list->n && strcmp(list->found->name, query) != 0;
    explicit_bzero(query, sizeof(query));
    list->top = 0;
    list->selected = list->n ? 0 : SCHOOL_LIST_NONE; /* “没有找到” is only chosen by hand */
}

void school_list_type(struct school_list *list, const struct ui *ui, const char *text)
{
    typing_append(&list->typing, text);
    look_up(list, ui);
}

static int total(const struct school_list *list)
{
    return (int)list->n + list->n_extras;
}

/* Rows that fit; the extras always do. */
static int shown_found(const struct school_list *list)
{
    int room = list->list.rows / list->rows_each - list->n_extras;
    return room < (int)list->n ? (room > 0 ? room : 0) : (int)list->n;
}

static int select_row(struct school_list *list, int by)
{
    int selected = list->selected + by;
    if (selected >= total(list))
        selected = total(list) - 1;
    if (selected < 0)
        selected = 0;
    if (selected == list->selected || !total(list))
        return LIST_STAYED;
    list->selected = selected; /* school_list_layout brings it into view */
    return LIST_MOVED;
}

int school_list_act(struct school_list *list, const struct ui *ui, struct event event)
{
    switch (event.action) {
    case ACTION_UP:
        return select_row(list, -1);
    case ACTION_DOWN:
        return select_row(list, 1);
    case ACTION_SCROLL:
        return select_row(list, event.value > 0 ? 1 : -1);
    case ACTION_PAGE_UP:
        return select_row(list, -shown_found(list));
    case ACTION_PAGE_DOWN:
        return select_row(list, shown_found(list));
    case ACTION_OPEN:
        return list->selected >= 0 ? list->selected : LIST_STAYED;
    case ACTION_SELECT:
        return event.value < total(list) ? event.value : LIST_STAYED;
    case ACTION_WORD:
        if ((size_t)event.value >= ARRAY_SIZE(words) - 1)
            return LIST_STAYED;
        school_list_type(list, ui, words[event.value]);
        return LIST_MOVED;
    default:
        if (!typing_act(&list->typing, event)) /* a key held too long empties the field and no more */
            return event.action == ACTION_ERASE ? LIST_STAYED : LIST_UNKNOWN;
        look_up(list, ui);
        return LIST_MOVED;
    }
}

void school_list_layout(struct school_list *list, int top, int rows, int cols)
{
    const struct rect column = rect_column((struct rect){top, 0, rows - top, cols}, MEASURE);
    int keys = keyboard_rows(column.rows, column.cols);
    int field = column.rows >= 12 ? 3 : 1;
    list->field = (struct rect){top, column.col, field, column.cols};
    list->keys = (struct rect){rows - keys, column.col, keys, column.cols};
    list->list = (struct rect){top + field, column.col, rows - keys - top - field, column.cols};
    bool tall = rows >= FRAME_BODY_TALL || list->list.rows >= 2 * total(list);
    list->rows_each = tall && list->list.rows >= 2 * LEAST_SHOWN ? 2 : 1;
    int shown = shown_found(list), last = list->selected < (int)list->n ? list->selected : (int)list->n - 1;
    if (last >= 0 && last < list->top)
        list->top = last;
    if (last >= list->top + shown)
        list->top = last - shown + 1;
    if (list->top > (int)list->n - shown)
        list->top = (int)list->n - shown;
}

void school_list_date(const struct ui *ui, char out[40])
{
    struct date date;
    *out = '\0';
    if (institutions_date(&date, ui->handbook) == 0)
        snprintf(out, 40, "%d年%d月%d日", date.year, date.month, date.day);
}

/* 本科 普通 长春市，and the newest former name, by which it may have been found. */
static void draw_found(const struct institution *school, struct canvas *canvas, struct rect at, bool selected)
{
    _cleanup_free_ char *remark = NULL;
    bool renamed = school->n_former_names > 0;
    if (asprintf(&remark, "%s%s%s%s%s%s%s", school->level, *school->level ? " " : "", school->kind,
                 *school->city ? " " : "", school->city, renamed ? "  曾用名 " : "",
                 renamed ? school->former_names[school->n_former_names - 1] : "") < 0)
        return;
    int used = canvas_put_cut(
        canvas, at.row, at.col + 2, at.cols - 2,
        selected ? (struct style){ROLE_SELECTED, ATTR_BOLD} : (struct style){ROLE_TEXT, 0}, school->name);
    canvas_put_cut(canvas, at.row, at.col + 2 + used + 2, at.cols - used - 4, (struct style){ROLE_MUTED, 0},
                   remark);
}

static void draw_row(const struct school_list *list, struct canvas *canvas, struct rect at, int index,
                     struct hits *hits)
{
    bool selected = index == list->selected;
    if (selected)
        canvas_put_char(canvas, at.row, at.col, (struct style){ROLE_KEY, 0}, canvas->glyphs->selected);
    if (index < (int)list->n)
        draw_found(&list->found[index], canvas, at, selected);
    else
        canvas_put_cut(canvas, at.row, at.col + 2, at.cols - 2,
                       selected ? (struct style){ROLE_SELECTED, ATTR_BOLD} : (struct style){ROLE_ACCENT, 0},
                       list->extras[index - (int)list->n]);
    hits_add(hits, at, (struct event){.action = ACTION_SELECT, .value = index});
}

/* What to say where nothing is found. The rows used. */
static int draw_remark(const struct school_list *list, struct canvas *canvas, struct rect at)
{
    char text[160];
    if (list->error)
        snprintf(text, sizeof(text), "名单暂时读不出来，请向学校核实");
    else if (list->asked)
        snprintf(text, sizeof(text), "不在教育部名单（截至%s）中，请向学校核实；也可以换几个字再查",
                 list->date);
    else
        snprintf(text, sizeof(text), "教育部全国高等学校名单，截至%s", list->date);
    return flow_put(canvas, (struct rect){at.row, at.col + 2, at.rows, at.cols - 2},
                    (struct style){ROLE_MUTED, 0}, text);
}

void school_list_draw(const struct school_list *list, struct canvas *canvas, struct rect body,
                      struct hits *hits)
{
    static const struct keyboard keyboard = {.words = words};
    struct rect field = list->field, at = list->list, keys = list->keys;
    field.row += body.row;
    at.row += body.row;
    keys.row += body.row;
    typing_draw(&list->typing, canvas, field, "打校名的任意几个字，或拼音、首字母，如 吉林大学、jilin、jldx");
    at.rows = list->rows_each;
    if (!list->n) {
        int room = list->list.rows - list->n_extras * list->rows_each;
        int rows = draw_remark(list, canvas, (struct rect){at.row, at.col, room > 1 ? room : 1, at.cols});
        at.row += rows > list->rows_each ? rows : list->rows_each;
    }
    if (list->more || shown_found(list) < (int)list->n)
        typing_count(canvas, field, list->selected + 1, (int)list->n, list->more, hits);
    for (int i = list->top; i < list->top + shown_found(list); i++, at.row += list->rows_each)
        draw_row(list, canvas, at, i, hits);
    for (int i = (int)list->n; i < total(list); i++, at.row += list->rows_each)
        if (at.row < body.row + list->list.row + list->list.rows)
            draw_row(list, canvas, at, i, hits);
    if (keys.rows)
        keyboard_draw(&keyboard, canvas, keys, hits);
}
