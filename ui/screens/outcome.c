/* SPDX-License-Identifier: MIT */
/* Where a guide ends: what applies, what to do in order, what to bring, whom to see, and the sentence it
 * rests on. */
#include "ui/addendum_flow.h"
#include "ui/answer_flow.h"
#include "ui/guide_session.h"
#include "ui/office_flow.h"
#include "ui/page.h"
#include "ui/reading.h"
#include "ui/screens/screens.h"
#include "ui/wording.h"

#include "base/error.h"

#include <string.h>

#define STEP_HANG 5 /* "☐ 1" and blanks */
#define ITEM_HANG 3

struct outcome {
    struct guide_place place;
    struct link *links[ROUTE_LINKS_MAX];
    struct supplement *supplements[ROUTE_LINKS_MAX];
    size_t n_supplements;
    struct link shown[ROUTE_LINKS_MAX]; /* the same links in a row, borrowed */
    struct addendum_shown *addendum;    /* NULL: none is published */
    struct reading reading;
};

static void close_outcome(struct screen *screen)
{
    struct outcome *s = screen->state;
    reading_fini(&s->reading);
    addendum_shown_free(s->addendum);
    for (size_t i = 0; i < ROUTE_LINKS_MAX; i++) {
        links_free(s->links[i], 1);
        supplements_free(s->supplements[i], 1);
    }
    free(s);
}

static int load(struct outcome *s, const struct ui *ui)
{
    const struct guide_node *node = s->place.node;
    int error = node->kind == GUIDE_OUTCOME ? 0 : -ENOENT;
    size_t n = 0;
    for (; !error && n < node->n_links && n < ROUTE_LINKS_MAX; n++) {
        error = handbook_link(&s->links[n], ui->handbook, node->links[n]);
        if (!error)
            s->shown[n] = *s->links[n];
    }
    for (size_t i = 0; !error && i < node->n_supplements && i < ROUTE_LINKS_MAX; i++) {
        error = handbook_supplement(&s->supplements[i], ui->handbook, node->supplements[i]);
        s->n_supplements += !error;
    }
    s->addendum = addendum_for(ui, s->place.guide->question);
    s->reading = (struct reading){.links = s->shown, .n_links = n};
    return error;
}

static int open_outcome(struct screen *screen, struct ui *ui)
{
    struct outcome *s = calloc(1, sizeof(*s));
    if (!s)
        return -ENOMEM;
    screen->state = s;
    int error = guide_session_place(&s->place, ui);
    if (!error)
        error = load(s, ui);
    if (error)
        close_outcome(screen);
    return error;
}

static struct intent act(struct screen *screen, struct ui *ui, struct event event)
{
    struct outcome *s = screen->state;
    struct intent intent = reading_act(&s->reading, ui, event);
    return intent.kind == INTENT_NONE ? guide_session_act(ui, event) : intent;
}

/* A text of the outcome with its dates, as a paragraph with a hanging label. */
static void add_item(struct flow *flow, const struct ui *ui, const struct outcome *s, const char *label,
                     int hang, const struct guide_item *item)
{
    _cleanup_free_ char *text = NULL;
    int error = guide_fill(&text, s->place.node, item->text, &ui->guide.answers, guide_session_today(ui));
    if (flow_fail(flow, error) == 0)
        page_row(flow, label, hang, text);
}

static void add_remark(struct flow *flow, int indent, const char *text)
{
    flow_paragraph(flow,
                   &(struct flow_paragraph){.style = {ROLE_SUPPLEMENT, 0}, .indent = indent, .text = text});
}

static void add_title(struct flow *flow, const struct ui *ui, const struct outcome *s)
{
    _cleanup_free_ char *title = NULL;
    int error =
        guide_fill(&title, s->place.node, s->place.node->title, &ui->guide.answers, guide_session_today(ui));
    if (flow_fail(flow, error) < 0)
        return;
    flow_paragraph(flow, &(struct flow_paragraph){.style = {ROLE_HEADING, ATTR_BOLD},
                                                  .label = "✔",
                                                  .label_style = {ROLE_KEY, ATTR_BOLD},
                                                  .hang = 2,
                                                  .text = title});
    flow_gap(flow);
}

static const struct supplement *find_supplement(const struct outcome *s, const char *id)
{
    for (size_t i = 0; i < s->n_supplements; i++)
        if (strcmp(s->supplements[i]->id, id) == 0)
            return s->supplements[i];
    return NULL;
}

/* Behind the last of a run of steps out of a supplement. */
static void add_source(struct flow *flow, const struct outcome *s, size_t first, size_t length)
{
    const struct supplement *supplement = find_supplement(s, s->place.node->steps[first].supplement);
    _cleanup_free_ char *words = NULL;
    if (flow_fail(flow, wording_run_source(&words, first, length, supplement)) == 0)
        add_remark(flow, STEP_HANG, words);
}

static void add_steps(struct flow *flow, const struct ui *ui, const struct outcome *s)
{
    const struct guide_node *node = s->place.node;
    if (node->n_steps)
        page_heading(flow, "依次办理");
    for (size_t i = 0, first = 0; i < node->n_steps; i++) {
        char label[32];
        snprintf(label, sizeof(label), "☐ %zu", i + 1);
        add_item(flow, ui, s, label, STEP_HANG, &node->steps[i]);
        size_t length = wording_run(node->steps + first, node->n_steps - first);
        if (length && i + 1 == first + length)
            add_source(flow, s, first, length);
        if (i + 1 >= first + length)
            first = i + 1;
    }
}

static void add_papers(struct flow *flow, const struct ui *ui, const struct outcome *s)
{
    const struct guide_node *node = s->place.node;
    page_heading(flow, "请带");
    for (size_t i = 0; i < node->n_bring; i++) {
        add_item(flow, ui, s, "▪", ITEM_HANG, &node->bring[i]);
        if (*node->bring[i].supplement)
            add_remark(flow, ITEM_HANG, WORDING_ONE_ITEM);
    }
    if (!node->n_bring)
        page_text(flow, wording_no_papers(node));
}

static void add_office(struct flow *flow, const struct ui *ui, const struct outcome *s)
{
    const struct guide_node *node = s->place.node;
    if (!node->office && !*node->whom)
        return;
    page_heading(flow, "找谁");
    if (*node->whom)
        page_text(flow, node->whom);
    if (node->office)
        office_flow(flow, ui->profile);
}

static void add_quotes(struct flow *flow, const struct outcome *s)
{
    page_heading(flow, "手册原文");
    for (size_t i = 0; i < s->place.node->n_quotes; i++) {
        const struct guide_quote *quote = &s->place.node->quotes[i];
        char source[WORDING_QUOTE_SOURCE_MAX];
        wording_quote_source(source, quote);
        if (i)
            flow_gap(flow);
        flow_paragraph(flow,
                       &(struct flow_paragraph){.style = {ROLE_QUOTE, 0}, .bar = true, .text = quote->text});
        flow_paragraph(flow, &(struct flow_paragraph){
                                 .style = {ROLE_MUTED, 0}, .bar = true, .right = true, .text = source});
    }
}

static void add_answer(struct flow *flow, const struct ui *ui, const struct guide_node *node,
                       const char *value)
{
    _cleanup_free_ char *words = NULL;
    if (flow_fail(flow, guide_session_words(&words, ui, node, value)) == 0)
        flow_paragraph(flow, &(struct flow_paragraph){.style = {ROLE_TEXT, 0},
                                                      .label = "▪",
                                                      .label_style = {ROLE_KEY, 0},
                                                      .hang = ITEM_HANG,
                                                      .text = words,
                                                      .event = {.action = ACTION_CHANGE}});
}

static int compose(struct flow *flow, const struct reading *reading, const struct ui *ui, const void *context)
{
    const struct outcome *s = context;
    add_title(flow, ui, s);
    reading_print_hint(flow, reading, ui, "打印这张清单带走：按 P 或点这里");
    reading_code_hint(flow, reading, ui);
    add_steps(flow, ui, s);
    add_papers(flow, ui, s);
    add_office(flow, ui, s);
    add_quotes(flow, s);
    if (s->addendum)
        addendum_flow(flow, s->addendum);
    for (size_t i = 0; i < s->n_supplements; i++)
        if (!wording_is_told_by_steps(s->place.node, s->supplements[i]->id))
            answer_flow_supplement(flow, s->supplements[i]);
    reading_links(flow, reading);
    if (s->place.n_path)
        page_heading(flow, "您的回答（点这里或按 C 修改）");
    for (size_t i = 0; i < s->place.n_path; i++)
        add_answer(flow, ui, s->place.path[i].node, s->place.path[i].value);
    flow_gap(flow);
    return flow_paragraph(flow, &(struct flow_paragraph){.style = {ROLE_MUTED, 0}, .text = WORDING_CLOSING});
}

static int layout(struct screen *screen, const struct ui *ui, int rows, int cols)
{
    struct outcome *s = screen->state;
    return reading_layout(&s->reading, ui, rows, cols, compose, s);
}

static void draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas, struct rect body,
                 struct hits *hits)
{
    const struct outcome *s = screen->state;
    reading_draw(&s->reading, ui, canvas, body, hits);
}

static void title(const struct screen *screen, const struct ui *ui, char *out, size_t size)
{
    (void)screen;
    const char *trail = ui->glyphs->trail;
    snprintf(out, size, "一本通 %s %d %s 您的结果", trail, ui->guide.question, trail);
}

static void footer(const struct screen *screen, const struct ui *ui, struct footer *out)
{
    const struct outcome *s = screen->state;
    reading_footer_first(&s->reading, ui, out);
    reading_footer_last(&s->reading, out, s->place.n_path ? ACTION_CHANGE : ACTION_NONE);
}

static int paper(struct document **out, const struct screen *screen, const struct ui *ui)
{
    const struct outcome *s = screen->state;
    struct slip_frame frame = screen_slip_frame(ui);
    frame.addendum = s->addendum;
    return slip_from_outcome(out, &frame, ui->handbook, &s->place, &ui->guide.answers, s->reading.link);
}

const struct screen_ops screen_outcome = {
    .name = "outcome",
    .prints = true,
    .idle_seconds = IDLE_LONG,
    .open = open_outcome,
    .close = close_outcome,
    .act = act,
    .layout = layout,
    .draw = draw,
    .title = title,
    .footer = footer,
    .paper = paper,
};
