/* SPDX-License-Identifier: MIT */
#include "ui/guide_session.h"

#include "ui/page.h"
#include "ui/screens/screens.h"
#include "ui/spoken.h"

#include "base/error.h"

#include <string.h>

#define HEAD_MARGIN 2

static const enum screen_id screens[] = {
    [GUIDE_CHOICE] = SCREEN_GUIDE_CHOICE,
    [GUIDE_DATE] = SCREEN_GUIDE_DATE,
    [GUIDE_INSTITUTION] = SCREEN_GUIDE_SCHOOL,
    [GUIDE_OUTCOME] = SCREEN_OUTCOME,
};

struct date guide_session_today(const struct ui *ui)
{
    return date_of(ui->clock.wall(ui->clock.context));
}

int guide_session_place(struct guide_place *out, const struct ui *ui)
{
    const struct guide_session *session = &ui->guide;
    int error = guide_resolve(out, ui->guides, session->question, &session->answers, guide_session_today(ui));
    if (error && error != -EINVAL) /* an answer that means nothing any more is asked again */
        return error;
    for (size_t i = 0; *session->editing && i < out->n_path; i++)
        if (strcmp(out->path[i].node->id, session->editing) == 0) {
            out->guide = out->path[i].guide;
            out->node = out->path[i].node;
            out->n_path = i;
        }
    return 0;
}

/* The screen of the node where the answers lead. */
static struct intent next_screen(struct ui *ui, enum intent_kind kind)
{
    struct guide_place place;
    int error = guide_session_place(&place, ui);
    if (error)
        return (struct intent){.kind = INTENT_TROUBLE, .error = error};
    return (struct intent){.kind = kind,
                           .route = {.screen = screens[place.node->kind], .question = ui->guide.question}};
}

struct intent guide_session_start(struct ui *ui, int question)
{
    int error = ui->guides ? 0 : guides_load(&ui->guides, ui->handbook);
    if (error)
        return (struct intent){.kind = INTENT_TROUBLE, .error = error};
    if (!guides_find(ui->guides, question))
        return intent_of(INTENT_STAY);
    ui->guide = (struct guide_session){.question = question};
    return next_screen(ui, INTENT_GO);
}

struct intent guide_session_answer(struct ui *ui, const char *value)
{
    struct guide_place place;
    int error = guide_session_place(&place, ui);
    if (!error)
        error = guide_answer_set(&ui->guide.answers, place.node->id, value);
    if (error == -ENOSPC) { /* those that a change left aside go when there is no room for one more */
        guide_answers_keep_way(&ui->guide.answers, &place);
        error = guide_answer_set(&ui->guide.answers, place.node->id, value);
    }
    if (error)
        return (struct intent){.kind = INTENT_TROUBLE, .error = error};
    *ui->guide.editing = '\0';
    return next_screen(ui, INTENT_REPLACE);
}

/* Back to where the change was asked for: all answers are still there. */
static struct intent give_up_change(struct ui *ui)
{
    *ui->guide.editing = '\0';
    return next_screen(ui, INTENT_REPLACE);
}

struct intent guide_session_back(struct ui *ui)
{
    struct guide_place place;
    if (*ui->guide.editing)
        return give_up_change(ui);
    int error = guide_session_place(&place, ui);
    if (error)
        return (struct intent){.kind = INTENT_TROUBLE, .error = error};
    if (place.n_path == 0)
        return intent_of(INTENT_STAY);
    guide_answer_drop(&ui->guide.answers, place.path[place.n_path - 1].node->id);
    return next_screen(ui, INTENT_REPLACE);
}

struct intent guide_session_edit(struct ui *ui, size_t index)
{
    struct guide_place place;
    *ui->guide.editing = '\0';
    if (guide_session_place(&place, ui) != 0 || index >= place.n_path)
        return intent_of(INTENT_STAY);
    snprintf(ui->guide.editing, sizeof(ui->guide.editing), "%s", place.path[index].node->id);
    return next_screen(ui, INTENT_REPLACE);
}

/* A school that cannot be read is its code. */
int guide_session_words(char **out, const struct ui *ui, const struct guide_node *node, const char *value)
{
    int error = guide_words(out, ui->handbook, node, value);
    if (error == 0 || error == -ENOMEM)
        return error;
    *out = strdup(value);
    return *out ? 0 : -ENOMEM;
}

static int add_trail(struct flow *flow, const struct ui *ui, const struct guide_place *place)
{
    char *trail = NULL;
    size_t n = 0;
    FILE *stream = open_memstream(&trail, &n);
    if (!stream)
        return -ENOMEM;
    int error = 0;
    for (size_t i = 0; !error && i < place->n_path; i++) {
        _cleanup_free_ char *words = NULL;
        error = guide_session_words(&words, ui, place->path[i].node, place->path[i].value);
        if (!error)
            fprintf(stream, "%s%s", i ? " › " : "", words);
    }
    if (fclose(stream) != 0)
        error = -ENOMEM;
    if (!error)
        error = flow_paragraph(flow, &(struct flow_paragraph){.style = {ROLE_TEXT, 0},
                                                              .label = "已选",
                                                              .label_style = {ROLE_MUTED, 0},
                                                              .hang = 6,
                                                              .text = trail,
                                                              .event = {.action = ACTION_CHANGE}});
    free(trail);
    return error;
}

static int add_head(struct flow *flow, const struct ui *ui, const struct guide_place *place, bool tight)
{
    if (place->n_path && !tight)
        flow_fail(flow, add_trail(flow, ui, place));
    if (!tight)
        flow_gap(flow);
    flow_paragraph(flow,
                   &(struct flow_paragraph){.style = {ROLE_HEADING, ATTR_BOLD}, .text = place->node->ask});
    return flow_paragraph(flow,
                          &(struct flow_paragraph){.style = {ROLE_MUTED, 0}, .text = place->node->hint});
}

void guide_head_fini(struct guide_head *head)
{
    flow_free(head->flow);
    head->flow = NULL;
}

int guide_head_layout(struct guide_head *head, const struct ui *ui, const struct guide_place *place, int cols,
                      int measure, int top, bool tight)
{
    if (measure > cols - 2 * HEAD_MARGIN)
        measure = cols - 2 * HEAD_MARGIN;
    guide_head_fini(head);
    int error = flow_new(&head->flow, ui->glyphs, measure);
    if (!error)
        error = add_head(head->flow, ui, place, tight);
    if (!error)
        head->text = (struct rect){top, (cols - measure) / 2, flow_lines(head->flow), measure};
    return error;
}

void guide_head_draw(const struct guide_head *head, struct canvas *canvas, struct rect body,
                     struct hits *hits)
{
    struct rect text = head->text;
    text.row += body.row;
    flow_draw(head->flow, canvas, hits, text, 0);
}

void guide_session_title(const struct screen *screen, const struct ui *ui, char *out, size_t size)
{
    const char *trail = ui->glyphs->trail;
    (void)screen;
    snprintf(out, size, "一本通 %s %d %s 自助引导", trail, ui->guide.question, trail);
}

void guide_session_footer(const struct ui *ui, struct footer *out, enum action step_back)
{
    struct guide_place place;
    if (guide_session_place(&place, ui) == 0 && place.n_path) {
        if (step_back != ACTION_NONE)
            footer_add(out, step_back, NULL, "上一步");
        if (step_back == ACTION_ERASE)
            footer_add(out, ACTION_CHANGE, NULL, "改前面的回答");
    }
    footer_add(out, ACTION_BACK, NULL, *ui->guide.editing ? "不改了" : "退出引导");
    if (ui->speaks) /* where text is typed V is a letter */
        footer_add(out, ACTION_SPEAK, step_back == ACTION_LEFT ? "点这里" : NULL, NULL);
    if (step_back == ACTION_ERASE) {
        footer_add(out, ACTION_HOME, NULL, NULL);
        footer_add(out, ACTION_HELP, NULL, NULL);
    }
}

struct intent guide_session_act(struct ui *ui, struct event event)
{
    struct guide_place place;
    switch (event.action) {
    case ACTION_BACK:
        return *ui->guide.editing ? give_up_change(ui) : intent_of(INTENT_NONE);
    case ACTION_ERASE:
        return guide_session_back(ui);
    case ACTION_CHANGE:
        if (guide_session_place(&place, ui) != 0 || place.n_path == 0)
            return intent_of(INTENT_STAY);
        return (struct intent){.kind = INTENT_GO, .route = {.screen = SCREEN_GUIDE_CHANGE}};
    default:
        return intent_of(INTENT_NONE);
    }
}

int guide_session_aloud(char **out, const struct screen *screen, const struct ui *ui)
{
    struct guide_place place;
    (void)screen;
    int error = guide_session_place(&place, ui);
    return error ? error : spoken_node(out, place.node);
}
