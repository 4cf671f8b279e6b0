/* SPDX-License-Identifier: MIT */
/* Finding a question as one types, by keyboard, by an input method or by one finger. */
#include "db/search.h"
#include "ui/flow.h"
#include "ui/guide_session.h"
#include "ui/screens/screens.h"
#include "ui/typing.h"

#include "base/error.h"

#include <string.h>

#define MEASURE 96
#define RESULTS 12
#define TAG_COLS 10  /* "问题 12" and a blank */
#define TEXT_MIN 16  /* of a text behind a title, with the blanks between */
#define TEXT_LEAST 8 /* with less, a text says nothing */
#define REMARK_ROWS 3
#define REMARK_COLS 64 /* from which a remark takes one row */

/* A tap on one looks it up at once. */
static const char *const words[] = {"学籍", "学历", "毕业证", "注册", "认证", "入伍",
                                    "改名", "补办", "查不到", "勘误", NULL};

struct search {
    struct typing typing;
    struct search_result *result; /* NULL before anything is typed */
    int error;
    int selected;
    int top;                       /* first hit on the screen */
    struct rect field, list, keys; /* within the body */
    int remark_rows;               /* above the list: that nothing fits well */
    int rows_each;
};

static void close_search(struct screen *screen)
{
    struct search *s = screen->state;
    search_free(s->result);
    typing_wipe(&s->typing);
    free(s);
}

static int open_search(struct screen *screen, struct ui *ui)
{
    (void)ui;
    screen->state = calloc(1, sizeof(struct search));
    return screen->state ? 0 : -ENOMEM;
}

static void look_up(struct search *s, const struct ui *ui)
{
    char query[TYPING_MAX * 4 + 1];
    search_free(s->result);
    s->result = NULL;
    s->selected = s->top = 0;
    typing_text(&s->typing, query);
    s->error = s->typing.n ? search_find(&s->result, ui->handbook, query, RESULTS) : 0;
    explicit_bzero(query, sizeof(query));
}

static int found(const struct search *s)
{
    return s->result ? (int)s->result->n : 0;
}

static int shown(const struct search *s)
{
    int room = s->rows_each ? s->list.rows / s->rows_each : found(s);
    return room < found(s) ? room : found(s);
}

/* ---- what a visitor does ---- */

static struct intent open_hit(const struct search_hit *hit, struct ui *ui)
{
    struct intent intent = {.kind = INTENT_GO};
    switch (hit->kind) {
    case SEARCH_QUESTION:
    case SEARCH_PASSAGE:
        ui->home_selected = hit->question;
        intent.route = (struct route){.screen = SCREEN_ANSWER, .question = hit->question};
        intent.route.block = hit->kind == SEARCH_PASSAGE && hit->block > 0 ? hit->block : 0;
        break;
    case SEARCH_OUTCOME:
        return guide_session_start(ui, hit->question);
    case SEARCH_LINK:
        intent.route.screen = SCREEN_CODE;
        snprintf(intent.route.links[0], sizeof(intent.route.links[0]), "%s", hit->target);
        break;
    case SEARCH_INSTITUTION:
        intent.route.screen = SCREEN_SCHOOL_CARD;
        snprintf(intent.route.code, sizeof(intent.route.code), "%s", hit->target);
        break;
    }
    return intent;
}

static struct intent open_at(const struct search *s, struct ui *ui, int index)
{
    return index < found(s) ? open_hit(&s->result->hits[index], ui) : intent_of(INTENT_STAY);
}

static struct intent select_hit(struct search *s, int index)
{
    if (index >= found(s))
        index = found(s) - 1;
    if (index < 0)
        index = 0;
    if (index == s->selected)
        return intent_of(INTENT_STAY);
    s->selected = index; /* layout brings it into view */
    return intent_of(INTENT_REDRAW);
}

static struct intent act(struct screen *screen, struct ui *ui, struct event event)
{
    struct search *s = screen->state;
    switch (event.action) {
    case ACTION_UP:
        return select_hit(s, s->selected - 1);
    case ACTION_DOWN:
        return select_hit(s, s->selected + 1);
    case ACTION_SCROLL:
        return select_hit(s, s->selected + (event.value > 0 ? 1 : -1));
    case ACTION_PAGE_UP:
        return select_hit(s, s->selected - shown(s));
    case ACTION_PAGE_DOWN:
        return select_hit(s, s->selected + shown(s));
    case ACTION_OPEN:
        return open_at(s, ui, s->selected);
    case ACTION_SELECT:
        return open_at(s, ui, event.value);
    case ACTION_WORD:
        if ((size_t)event.value >= ARRAY_SIZE(words) - 1)
            return intent_of(INTENT_STAY);
        typing_append(&s->typing, words[event.value]);
        look_up(s, ui);
        return intent_of(INTENT_REDRAW);
    default:
        if (!typing_act(&s->typing, event)) /* a key held too long empties the field and no more */
            return intent_of(event.action == ACTION_ERASE ? INTENT_STAY : INTENT_NONE);
        look_up(s, ui);
        return intent_of(INTENT_REDRAW);
    }
}

/* ---- painting ---- */

static int layout(struct screen *screen, const struct ui *ui, int rows, int cols)
{
    struct search *s = screen->state;
    (void)ui;
    const struct rect column = rect_column((struct rect){0, 0, rows, cols}, MEASURE);
    int keys = keyboard_rows(rows, column.cols);
    int field = rows >= 12 ? 3 : 1;
    s->field = (struct rect){0, column.col, field, column.cols};
    s->keys = (struct rect){rows - keys, column.col, keys, column.cols};
    bool remark = s->result && s->result->nearest;
    s->remark_rows = !remark ? 0 : column.cols < REMARK_COLS ? 2 : 1;
    int top = field + s->remark_rows;
    s->list = (struct rect){top, column.col, rows - keys - top, column.cols};
    s->rows_each = s->list.rows >= 8 ? 2 : 1;
    if (s->selected < s->top)
        s->top = s->selected;
    if (s->selected >= s->top + shown(s))
        s->top = s->selected - shown(s) + 1;
    if (s->top > found(s) - shown(s))
        s->top = found(s) - shown(s);
    return 0;
}

/* Text with what matched standing out, ending in … if it does not fit whole; returns the cells used. */
static int put_marked(struct canvas *canvas, struct rect at, struct style style, const char *text,
                      const struct search_mark *marks, size_t n)
{
    const struct style marked = {ROLE_ACCENT, ATTR_BOLD | ATTR_UNDERLINE};
    size_t from = 0, length = strlen(text);
    bool cut = canvas_measure(canvas, text) > at.cols;
    int used = 0, room = at.cols;
    at.cols -= cut ? canvas_measure(canvas, "…") : 0;
    for (size_t i = 0; i <= n; i++) {
        size_t start = i < n && marks[i].start <= length ? marks[i].start : length;
        size_t end = i < n && start + marks[i].n <= length ? start + marks[i].n : length;
        _cleanup_free_ char *before = strndup(text + from, start > from ? start - from : 0);
        _cleanup_free_ char *match = strndup(text + start, end - start);
        if (before)
            used += canvas_put(canvas, at.row, at.col + used, at.cols - used, style, before);
        if (match && i < n)
            used += canvas_put(canvas, at.row, at.col + used, at.cols - used, marked, match);
        from = end;
    }
    if (cut)
        used += canvas_put(canvas, at.row, at.col + used, room - used, style, "…");
    return used;
}

static void tag_words(const struct search_hit *hit, char *out, size_t size)
{
    static const char *const kinds[] = {[SEARCH_QUESTION] = "问题",
                                        [SEARCH_PASSAGE] = "段落",
                                        [SEARCH_OUTCOME] = "引导",
                                        [SEARCH_LINK] = "网页",
                                        [SEARCH_INSTITUTION] = "学校"};
    if (hit->question && hit->kind != SEARCH_LINK)
        snprintf(out, size, "%s %d", kinds[hit->kind], hit->question);
    else
        snprintf(out, size, "%s", kinds[hit->kind]);
}

/* A question whose title does not fit is told by its short one: the long ones differ at their ends. */
static int put_title(const struct search_hit *hit, const struct ui *ui, struct canvas *canvas, struct rect at)
{
    const struct question *question =
        hit->kind == SEARCH_QUESTION ? handbook_question(ui->handbook, hit->question) : NULL;
    if (question && canvas_measure(canvas, hit->title) > at.cols)
        return canvas_put_cut(canvas, at.row, at.col, at.cols, (struct style){ROLE_TEXT, 0},
                              question->short_title);
    return put_marked(canvas, at, (struct style){ROLE_TEXT, 0}, hit->title, hit->title_marks,
                      hit->n_title_marks);
}

/* The title, and the text below it or behind it. Passages of one question, whose title leaves no room for
 * that, are told apart by their text alone. */
static void put_hit(const struct search_hit *hit, const struct ui *ui, struct canvas *canvas, struct rect at)
{
    if (at.rows > 1) {
        put_title(hit, ui, canvas, at);
        at.row++;
    } else if (hit->kind != SEARCH_PASSAGE || canvas_measure(canvas, hit->title) + TEXT_MIN <= at.cols) {
        int used = put_title(hit, ui, canvas, at) + 2;
        at.col += used;
        at.cols -= used;
    }
    if (at.cols >= TEXT_LEAST)
        put_marked(canvas, at, (struct style){ROLE_MUTED, 0}, hit->text, hit->text_marks, hit->n_text_marks);
}

static void draw_hit(const struct search *s, const struct ui *ui, struct canvas *canvas, struct rect at,
                     int index)
{
    const struct search_hit *hit = &s->result->hits[index];
    bool selected = index == s->selected;
    char tag[32];
    tag_words(hit, tag, sizeof(tag));
    if (selected)
        canvas_put_char(canvas, at.row, at.col, (struct style){ROLE_KEY, 0}, canvas->glyphs->selected);
    canvas_put(canvas, at.row, at.col + 2, TAG_COLS,
               selected ? (struct style){ROLE_SELECTED, ATTR_BOLD} : (struct style){ROLE_MUTED, 0}, tag);
    at.col += 2 + TAG_COLS;
    at.cols -= 2 + TAG_COLS;
    put_hit(hit, ui, canvas, at);
}

static const char *remark_words(const struct search *s)
{
    if (s->error)
        return "搜索暂时用不了，请按 Esc 回首页按题号选。";
    if (s->result && found(s))
        return "没有完全对上的，最接近的是下面这些。点这里看全部 12 题。";
    if (s->result)
        return "没有找到。换个说法试试，或点这里看全部 12 题。";
    return s->keys.rows ? "想办什么、遇到什么，照您平时说的打就行。也可以点下面的常用词。"
                        : "想办什么、遇到什么，照您平时说的打就行。";
}

/* Before anything is typed, and where nothing fits well. */
static void draw_remark(const struct search *s, struct canvas *canvas, struct rect at, struct hits *hits)
{
    flow_put(canvas, (struct rect){at.row, at.col + 2, at.rows, at.cols - 2}, (struct style){ROLE_MUTED, 0},
             remark_words(s));
    if (s->result)
        hits_add(hits, at, (struct event){.action = ACTION_HOME});
}

static void draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas, struct rect body,
                 struct hits *hits)
{
    static const struct keyboard keyboard = {.words = words};
    const struct search *s = screen->state;
    struct rect field = s->field, at = s->list, keys = s->keys;
    field.row += body.row;
    at.row += body.row;
    keys.row += body.row;
    at.rows = s->rows_each;
    typing_draw(&s->typing, canvas, field, "打字、拼音、首字母都可以，如 毕业证丢了、biyezheng、byz");
    if (!found(s))
        draw_remark(s, canvas, (struct rect){at.row, at.col, REMARK_ROWS, at.cols}, hits);
    else if (s->result->nearest)
        draw_remark(s, canvas, (struct rect){at.row - s->remark_rows, at.col, s->remark_rows, at.cols}, hits);
    if (shown(s) < found(s))
        typing_count(canvas, field, s->selected + 1, found(s), false, hits);
    for (int i = s->top; i < s->top + shown(s) && i < found(s); i++, at.row += s->rows_each) {
        draw_hit(s, ui, canvas, at, i);
        hits_add(hits, at, (struct event){.action = ACTION_SELECT, .value = i});
    }
    if (keys.rows)
        keyboard_draw(&keyboard, canvas, keys, hits);
}

static void footer(const struct screen *screen, const struct ui *ui, struct footer *out)
{
    const struct search *s = screen->state;
    (void)ui;
    if (found(s)) {
        footer_add(out, ACTION_OPEN, NULL, "打开这一条");
        footer_add(out, ACTION_DOWN, "↑↓", "选择");
    }
    if (s->typing.n)
        footer_add(out, ACTION_ERASE, NULL, "删一个字");
    footer_add(out, ACTION_BACK, NULL, NULL);
}

static bool missed(const struct screen *screen, char *out, size_t size)
{
    const struct search *s = screen->state;
    char typed[TYPING_MAX * 4 + 1];
    if (!s->result || (found(s) && !s->result->nearest))
        return false;
    typing_text(&s->typing, typed);
    snprintf(out, size, "%s", typed);
    explicit_bzero(typed, sizeof(typed));
    return true;
}

const struct screen_ops screen_search = {
    .name = "search",
    .typing = true,
    .idle_seconds = IDLE_SHORT,
    .open = open_search,
    .close = close_search,
    .act = act,
    .layout = layout,
    .draw = draw,
    .trail = {"一本通", "搜索"},
    .footer = footer,
    .missed = missed,
};
