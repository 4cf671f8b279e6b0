/* SPDX-License-Identifier: MIT */
/* A page's code as large as the screen allows, with the words that a visitor needs to trust it. */
#include "ui/flow.h"
#include "ui/qr_shelf.h"
#include "ui/screens/screens.h"

#include "base/error.h"

#include <string.h>

#define MARGIN 2
#define WORDS_MIN 30 /* columns of words beside a code */
#define WORDS_MAX 44
#define WORDS_ROWS 5 /* rows of words below a code: purpose, host, warning, blank, keys */

struct code_screen {
    struct link *links[ROUTE_LINKS_MAX];
    int n_links;
    int link;
    int rows, cols;
    const struct glyphs *glyphs;
    const struct glyphs *drawn; /* how the code is drawn: full blocks are twice as large */
    bool fits, beside;
    struct qr qr;
    struct rect code, words;
};

static void close_code(struct screen *screen)
{
    struct code_screen *s = screen->state;
    for (int i = 0; i < s->n_links; i++)
        links_free(s->links[i], 1);
    free(s);
}

static int open_code(struct screen *screen, struct ui *ui)
{
    struct code_screen *s = calloc(1, sizeof(*s));
    if (!s)
        return -ENOMEM;
    screen->state = s;
    s->link = screen->route.link;
    int error = 0;
    while (!error && s->n_links < ROUTE_LINKS_MAX && *screen->route.links[s->n_links]) {
        error = handbook_link(&s->links[s->n_links], ui->handbook, screen->route.links[s->n_links]);
        s->n_links += !error;
    }
    if (!error && s->link >= s->n_links)
        error = -ENOENT;
    if (error)
        close_code(screen);
    return error;
}

static struct intent show_link(struct code_screen *s, int link)
{
    int n = s->n_links;
    if (n < 2)
        return intent_of(INTENT_STAY);
    s->link = (link + n) % n;
    s->rows = 0; /* another code, another size */
    return intent_of(INTENT_REDRAW);
}

static struct intent act(struct screen *screen, struct ui *ui, struct event event)
{
    struct code_screen *s = screen->state;
    (void)ui;
    switch (event.action) {
    case ACTION_LEFT:
    case ACTION_UP:
    case ACTION_PREVIOUS:
        return show_link(s, s->link - 1);
    case ACTION_RIGHT:
    case ACTION_DOWN:
    case ACTION_NEXT:
        return show_link(s, s->link + 1);
    case ACTION_CODE:
    case ACTION_OPEN:
        return intent_of(INTENT_BACK);
    default:
        return intent_of(INTENT_NONE);
    }
}

struct trial {
    enum glyph_level level;
    bool beside;
};

static int try_fit(struct code_screen *s, const struct ui *ui, const struct trial *trial, int rows, int cols)
{
    const struct glyphs *glyphs = glyphs_for(trial->level);
    int room_rows = trial->beside ? rows : rows - WORDS_ROWS;
    int room_cols = trial->beside ? cols - WORDS_MIN - 2 * MARGIN : cols;
    int result = qr_shelf_fit(&s->qr, ui->codes, s->links[s->link], glyphs, room_rows, room_cols);
    if (result == 0) {
        s->drawn = glyphs;
        s->beside = trial->beside;
    }
    return result;
}

/* The largest that fits: full blocks beside or above the words, then half blocks. */
static int fit(struct code_screen *s, const struct ui *ui, int rows, int cols)
{
    static const struct trial trials[] = {
        {GLYPHS_PLAIN, true}, {GLYPHS_PLAIN, false}, {GLYPHS_FULL, true}, {GLYPHS_FULL, false}};
    for (size_t i = 0; i < ARRAY_SIZE(trials); i++) {
        if (trials[i].level == GLYPHS_FULL && s->glyphs->level != GLYPHS_FULL)
            break;
        int result = try_fit(s, ui, &trials[i], rows, cols);
        if (result <= 0)
            return result;
    }
    return 1;
}

static void place(struct code_screen *s, int rows, int cols)
{
    struct rect *code = &s->code, *words = &s->words;
    if (!s->fits) {
        *words = (struct rect){1, MARGIN, rows - 1, cols - 2 * MARGIN};
        return;
    }
    qr_size(&s->qr, s->drawn, &code->rows, &code->cols);
    if (s->beside) {
        int room = cols - code->cols - 3 * MARGIN;
        int width = room < WORDS_MAX ? room : WORDS_MAX;
        code->row = (rows - code->rows) / 2;
        code->col = (cols - code->cols - MARGIN - width) / 2;
        int below = rows - code->row - 1;
        *words = (struct rect){code->row + 1, code->col + code->cols + MARGIN, below, width};
    } else {
        code->row = (rows - code->rows - WORDS_ROWS) / 2;
        code->col = (cols - code->cols) / 2;
        *words = (struct rect){code->row + code->rows, code->col > MARGIN ? code->col : MARGIN, WORDS_ROWS,
                               code->cols > WORDS_MIN ? code->cols : cols - 2 * MARGIN};
    }
}

static int layout(struct screen *screen, const struct ui *ui, int rows, int cols)
{
    struct code_screen *s = screen->state;
    if (s->rows == rows && s->cols == cols && s->glyphs == ui->glyphs)
        return 0;
    s->glyphs = ui->glyphs;
    int result = fit(s, ui, rows, cols);
    if (result < 0)
        return result;
    s->fits = result == 0;
    place(s, rows, cols);
    s->rows = rows;
    s->cols = cols;
    return 0;
}

/* One line of what can be done, with the empty row above for a finger. */
static int draw_key(struct canvas *canvas, struct hits *hits, struct rect at, const char *keys,
                    const char *label, enum action action)
{
    int used = canvas_put(canvas, at.row, at.col, at.cols, (struct style){ROLE_KEY, 0}, keys);
    used += 1 + canvas_put(canvas, at.row, at.col + used + 1, at.cols - used - 1,
                           (struct style){ROLE_TEXT, 0}, label);
    hits_add(hits, (struct rect){at.row - 1, at.col, 2, used}, (struct event){.action = action});
    return used;
}

static void draw_keys_in_a_row(const struct code_screen *s, struct canvas *canvas, struct hits *hits,
                               struct rect at)
{
    int start = at.col;
    at.col += draw_key(canvas, hits, at, "Esc", "返回", ACTION_BACK) + 3;
    if (s->n_links > 1)
        at.col += draw_key(canvas, hits, at, "←→", "换页面", ACTION_RIGHT) + 3;
    at.cols -= at.col - start;
    draw_key(canvas, hits, at, "0", "首页", ACTION_HOME);
}

static void draw_keys_in_rows(const struct code_screen *s, struct canvas *canvas, struct hits *hits,
                              struct rect at)
{
    char label[64];
    int n = s->n_links;
    if (n > 1) {
        snprintf(label, sizeof(label), "换页面（%d/%d）", s->link + 1, n);
        draw_key(canvas, hits, at, "←→", label, ACTION_RIGHT);
        at.row += 2;
    }
    draw_key(canvas, hits, at, "Esc", "返回", ACTION_BACK);
    at.row += 2;
    draw_key(canvas, hits, at, "0", "首页", ACTION_HOME);
}

static void draw_words_beside(const struct code_screen *s, struct canvas *canvas, struct hits *hits,
                              struct rect at)
{
    const struct link *link = s->links[s->link];
    const struct {
        enum role role;
        unsigned attrs;
        const char *words;
    } lines[] = {
        {ROLE_HEADING, ATTR_BOLD, link->purpose},
        {ROLE_TEXT, 0, "用手机相机、微信或浏览器扫码"},
        {ROLE_HEADING, ATTR_BOLD, link->host},
        {ROLE_MUTED, 0, "打开前请核对手机上的网址，应以上面这一行开头"},
        {ROLE_MUTED, 0, link->url},
    };
    int bottom = at.row + at.rows;
    for (size_t i = 0; i < ARRAY_SIZE(lines); i++) {
        at.rows = bottom - at.row;
        at.row += flow_put(canvas, at, (struct style){lines[i].role, lines[i].attrs}, lines[i].words) + 1;
    }
    draw_keys_in_rows(s, canvas, hits, at);
}

static void draw_words_below(const struct code_screen *s, struct canvas *canvas, struct hits *hits,
                             struct rect at)
{
    const struct link *link = s->links[s->link];
    canvas_put_cut(canvas, at.row, at.col, at.cols, (struct style){ROLE_HEADING, ATTR_BOLD}, link->purpose);
    canvas_put_cut(canvas, at.row + 1, at.col, at.cols, (struct style){ROLE_HEADING, ATTR_BOLD}, link->host);
    canvas_put(canvas, at.row + 2, at.col, at.cols, (struct style){ROLE_MUTED, 0},
               "用手机扫码，打开前请核对网址");
    at.row += 4;
    draw_keys_in_a_row(s, canvas, hits, at);
}

/* No room for a code: the address, to be typed. */
static void draw_address(const struct code_screen *s, struct canvas *canvas, struct hits *hits,
                         struct rect at)
{
    const struct link *link = s->links[s->link];
    int end = at.row + at.rows;
    at.rows = 2;
    at.row += flow_put(canvas, at, (struct style){ROLE_HEADING, ATTR_BOLD}, link->purpose);
    at.row +=
        flow_put(canvas, at, (struct style){ROLE_WARNING, 0}, "窗口太小，放不下二维码。请在浏览器输入：");
    at.rows = 4;
    at.row += flow_put(canvas, at, (struct style){ROLE_HEADING, ATTR_BOLD}, link->url);
    at.row = end - 2;
    draw_keys_in_a_row(s, canvas, hits, at);
}

static void draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas, struct rect body,
                 struct hits *hits)
{
    const struct code_screen *s = screen->state;
    (void)ui;
    (void)body;
    if (!s->fits) {
        draw_address(s, canvas, hits, s->words);
        return;
    }
    qr_draw(&s->qr, canvas, s->drawn, s->code.row, s->code.col);
    if (s->beside)
        draw_words_beside(s, canvas, hits, s->words);
    else
        draw_words_below(s, canvas, hits, s->words);
}

const struct screen_ops screen_code = {
    .name = "code",
    .bare = true,
    .idle_seconds = IDLE_LONG,
    .open = open_code,
    .close = close_code,
    .act = act,
    .layout = layout,
    .draw = draw,
};
