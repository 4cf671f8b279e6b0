/* SPDX-License-Identifier: MIT */
/* One question's answer: the text, and beside it, where it fits, the code of a page. */
#include "ui/addendum_flow.h"
#include "ui/answer_flow.h"
#include "ui/guide_session.h"
#include "ui/print_words.h"
#include "ui/reading.h"
#include "ui/screens/screens.h"

#include "base/error.h"

#include <string.h>

#define TITLE_COLS 80 /* from here on the title bar holds the whole title */

struct answer_screen {
    struct answer *answer;
    struct addendum_shown *addendum; /* NULL: none is published */
    struct reading reading;
};

static int open_answer(struct screen *screen, struct ui *ui)
{
    struct answer_screen *s = calloc(1, sizeof(*s));
    if (!s)
        return -ENOMEM;
    int error = handbook_answer(&s->answer, ui->handbook, screen->route.question);
    if (error) {
        free(s);
        return error;
    }
    s->addendum = addendum_for(ui, screen->route.question);
    s->reading = (struct reading){.links = s->answer->links, .n_links = s->answer->n_links};
    screen->state = s;
    return 0;
}

static void close_answer(struct screen *screen)
{
    struct answer_screen *s = screen->state;
    reading_fini(&s->reading);
    addendum_shown_free(s->addendum);
    answer_free(s->answer);
    free(s);
}

static struct intent open_question(const struct answer_screen *s, struct ui *ui, int number)
{
    if (number == s->answer->question.number)
        return intent_of(INTENT_REDRAW);
    ui->home_selected = number;
    return (struct intent){.kind = INTENT_GO, .route = {.screen = SCREEN_ANSWER, .question = number}};
}

static struct intent act(struct screen *screen, struct ui *ui, struct event event)
{
    struct answer_screen *s = screen->state;
    if (event.action == ACTION_RELATED)
        return open_question(s, ui, event.value);
    if (event.action == ACTION_GUIDE)
        return guide_session_start(ui, s->answer->question.number);
    return reading_act(&s->reading, ui, event);
}

static int compose(struct flow *flow, const struct reading *reading, const struct ui *ui, const void *context)
{
    const struct answer_screen *s = context;
    struct answer_flow_options options = {
        .with_title = reading->cols < TITLE_COLS, .with_guide = true, .addendum = s->addendum};
    if (print_is_noteworthy(ui->printer))
        reading_print_hint(flow, reading, ui, "");
    return answer_flow(flow, s->answer, reading, ui, &options);
}

static int layout(struct screen *screen, const struct ui *ui, int rows, int cols)
{
    struct answer_screen *s = screen->state;
    bool first = !s->reading.flow;
    int error = reading_layout(&s->reading, ui, rows, cols, compose, s);
    if (!error && first && screen->route.block > 0)
        scroll_to(&s->reading.scroll, flow_anchor_line(s->reading.flow, (size_t)screen->route.block));
    return error;
}

static void draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas, struct rect body,
                 struct hits *hits)
{
    const struct answer_screen *s = screen->state;
    reading_draw(&s->reading, ui, canvas, body, hits);
}

static void title(const struct screen *screen, const struct ui *ui, char *out, size_t size)
{
    const struct answer_screen *s = screen->state;
    const struct question *question = &s->answer->question;
    bool whole = s->reading.cols >= TITLE_COLS;
    snprintf(out, size, "一本通 %s %d  %s", ui->glyphs->trail, question->number,
             whole ? question->title : question->short_title);
}

static void footer(const struct screen *screen, const struct ui *ui, struct footer *out)
{
    const struct answer_screen *s = screen->state;
    footer_add(out, ACTION_GUIDE, NULL, NULL);
    reading_footer_first(&s->reading, ui, out);
    reading_footer_last(&s->reading, out, ACTION_NONE);
}

static int paper(struct document **out, const struct screen *screen, const struct ui *ui)
{
    const struct answer_screen *s = screen->state;
    struct slip_frame frame = screen_slip_frame(ui);
    frame.addendum = s->addendum;
    return slip_from_answer(out, &frame, s->answer, s->reading.link);
}

const struct screen_ops screen_answer = {
    .name = "answer",
    .prints = true,
    .numbers = true,
    .idle_seconds = IDLE_LONG,
    .open = open_answer,
    .close = close_answer,
    .act = act,
    .layout = layout,
    .draw = draw,
    .title = title,
    .footer = footer,
    .paper = paper,
};
