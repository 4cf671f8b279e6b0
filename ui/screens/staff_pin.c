/* SPDX-License-Identifier: MIT */
/* The question for the staff's PIN, with keys for a finger. What is typed shows as dots and is wiped. */
#include "db/site/pin.h"
#include "ui/countdown.h"
#include "ui/screens/screens.h"
#include "ui/staff.h"

#include "base/error.h"

#include <string.h>

#define KEY_COLS 10
#define KEY_GAP 2
#define PAD_COLS (3 * KEY_COLS + 2 * KEY_GAP)
#define HEAD_ROWS 4 /* heading, dots, message, blank */
#define WORDS 96

struct pad {
    char digits[SITE_PIN_MAX + 1];
    int n; /* of them; one more than SITE_PIN_MAX: too many, none is kept */
    struct countdown wait;
    char words[WORDS]; /* what came of the last try, "" nothing */
    int key_rows, gap_rows;
};

static const struct {
    const char *label;
    struct event event;
} keys[] = {
    {"1", {ACTION_DIGIT, 1}},    {"2", {ACTION_DIGIT, 2}}, {"3", {ACTION_DIGIT, 3}},
    {"4", {ACTION_DIGIT, 4}},    {"5", {ACTION_DIGIT, 5}}, {"6", {ACTION_DIGIT, 6}},
    {"7", {ACTION_DIGIT, 7}},    {"8", {ACTION_DIGIT, 8}}, {"9", {ACTION_DIGIT, 9}},
    {"退格", {ACTION_ERASE, 0}}, {"0", {ACTION_DIGIT, 0}}, {"确定", {ACTION_OPEN, 0}},
};

static void wipe(struct pad *s)
{
    explicit_bzero(s->digits, sizeof(s->digits));
    s->n = 0;
}

static int open_pad(struct screen *screen, struct ui *ui)
{
    (void)ui;
    screen->state = calloc(1, sizeof(struct pad));
    return screen->state ? 0 : -ENOMEM;
}

static void close_pad(struct screen *screen)
{
    wipe(screen->state);
    free(screen->state);
}

static struct intent tell(struct pad *s, const char *words)
{
    snprintf(s->words, sizeof(s->words), "%s", words);
    return intent_of(INTENT_REDRAW);
}

static struct intent take_digit(struct pad *s, int digit)
{
    s->words[0] = '\0';
    if (s->n < SITE_PIN_MAX)
        s->digits[s->n++] = (char)('0' + digit);
    else /* no PIN is as long: a card reader, or somebody who leans on the keys */
        s->n = SITE_PIN_MAX + 1;
    return intent_of(INTENT_REDRAW);
}

static struct intent erase(struct pad *s)
{
    s->words[0] = '\0';
    if (s->n > SITE_PIN_MAX)
        wipe(s);
    else if (s->n > 0)
        s->digits[--s->n] = '\0';
    return intent_of(INTENT_REDRAW);
}

/* What the check of the PIN answered. */
static struct intent conclude(struct pad *s, const struct ui *ui, int result, int wait)
{
    if (result == 0)
        return (struct intent){.kind = INTENT_REPLACE, .route = {.screen = SCREEN_STAFF}};
    if (wait > 0)
        countdown_start(&s->wait, ui->clock, wait);
    return tell(s, staff_pin_words(result, wait));
}

static struct intent submit(struct pad *s, struct ui *ui)
{
    int wait = 0, n = s->n;
    if (n == 0)
        return intent_of(INTENT_STAY);
    if (n < SITE_PIN_MIN || n > SITE_PIN_MAX) { /* that is no try */
        wipe(s);
        return tell(s, "密码是 " STAFF_PIN_SHAPE "。");
    }
    if (countdown_seconds(&s->wait, ui->clock)) {
        wipe(s);
        return intent_of(INTENT_REDRAW);
    }
    int result = site_pin_check(&wait, ui->site_db, s->digits);
    wipe(s);
    return conclude(s, ui, result, wait);
}

/* Nothing leads past here but the PIN and Esc. */
static struct intent act(struct screen *screen, struct ui *ui, struct event event)
{
    struct pad *s = screen->state;
    switch (event.action) {
    case ACTION_DIGIT:
        return take_digit(s, event.value);
    case ACTION_ERASE:
        return erase(s);
    case ACTION_OPEN:
        return submit(s, ui);
    case ACTION_BACK:
        return intent_of(INTENT_LEAVE);
    default:
        return intent_of(INTENT_STAY);
    }
}

static int64_t deadline(const struct screen *screen, const struct ui *ui)
{
    const struct pad *s = screen->state;
    return countdown_next(&s->wait, ui->clock);
}

static struct intent tick(struct screen *screen, struct ui *ui)
{
    struct pad *s = screen->state;
    if (countdown_ends(&s->wait, ui->clock))
        return tell(s, "");
    return intent_of(countdown_seconds(&s->wait, ui->clock) ? INTENT_REDRAW : INTENT_STAY);
}

static int layout(struct screen *screen, const struct ui *ui, int rows, int cols)
{
    struct pad *s = screen->state;
    int room = rows - HEAD_ROWS;
    (void)ui;
    (void)cols;
    s->gap_rows = room >= 4 * 3 + 3 ? 1 : 0;
    s->key_rows = room >= 4 * 3 ? 3 : room >= 4 * 2 ? 2 : 1;
    return 0;
}

static void draw_key(const struct pad *s, struct canvas *canvas, struct hits *hits, struct rect at,
                     size_t index)
{
    struct style style = {ROLE_KEY, ATTR_BOLD};
    if (s->key_rows >= 3)
        canvas_frame(canvas, at, (struct style){ROLE_LINE, 0});
    canvas_put_centred(canvas, at.row + at.rows / 2, at.col + 1, at.cols - 2, style, keys[index].label);
    hits_add(hits, at, keys[index].event);
}

static void draw_message(const struct pad *s, const struct ui *ui, struct canvas *canvas, struct rect at)
{
    char words[WORDS + COUNTDOWN_WORDS], wait[COUNTDOWN_WORDS];
    int left = countdown_seconds(&s->wait, ui->clock);
    if (left)
        snprintf(words, sizeof(words), "%s%s。", s->words, countdown_words(wait, left));
    else
        snprintf(words, sizeof(words), "%s", s->words);
    canvas_put_centred(canvas, at.row, at.col, at.cols, (struct style){ROLE_WARNING, ATTR_BOLD}, words);
}

static void draw_dots(const struct pad *s, struct canvas *canvas, struct rect at)
{
    char dots[2 * (SITE_PIN_MAX + 1) + 1] = "";
    for (int i = 0; i < s->n; i++)
        strcat(dots, i ? " *" : "*");
    canvas_put_centred(canvas, at.row, at.col, at.cols, (struct style){ROLE_TEXT, ATTR_BOLD},
                       s->n ? dots : STAFF_PIN_SHAPE);
}

static void draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas, struct rect body,
                 struct hits *hits)
{
    const struct pad *s = screen->state;
    int step = s->key_rows + s->gap_rows, left = body.col + (body.cols - PAD_COLS) / 2;
    int rows = HEAD_ROWS + 4 * step - s->gap_rows;
    int top = body.row + (body.rows > rows ? (body.rows - rows) / 2 : 0);
    canvas_put_centred(canvas, top, body.col, body.cols, (struct style){ROLE_HEADING, ATTR_BOLD},
                       "工作人员：请输入维护密码");
    draw_dots(s, canvas, (struct rect){top + 1, body.col, 1, body.cols});
    draw_message(s, ui, canvas, (struct rect){top + 2, body.col, 1, body.cols});
    for (size_t i = 0; i < ARRAY_SIZE(keys); i++) {
        int row = top + HEAD_ROWS + (int)(i / 3) * step, col = left + (int)(i % 3) * (KEY_COLS + KEY_GAP);
        draw_key(s, canvas, hits, (struct rect){row, col, s->key_rows, KEY_COLS}, i);
    }
}

static void footer(const struct screen *screen, const struct ui *ui, struct footer *out)
{
    (void)screen;
    (void)ui;
    footer_add(out, ACTION_OPEN, "Enter", "确定");
    footer_add(out, ACTION_ERASE, "退格", "删一位");
    footer_add(out, ACTION_BACK, NULL, NULL);
}

const struct screen_ops screen_staff_pin = {
    .name = "staff-pin",
    .digits = true,
    .idle_seconds = IDLE_STAFF_PIN,
    .open = open_pad,
    .close = close_pad,
    .act = act,
    .deadline = deadline,
    .tick = tick,
    .layout = layout,
    .draw = draw,
    .trail = {"一本通", "维护"},
    .footer = footer,
};
