/* SPDX-License-Identifier: MIT */
#include "kiosk/counting.h"

#include "ui/guide_session.h"

#include "base/error.h"

#include <string.h>

static void add(struct tally *tally, const struct ui *ui, enum tally_kind kind, const char *item)
{
    tally_add(tally, ui->clock.wall(ui->clock.context), kind, item);
}

static void add_question(struct tally *tally, const struct ui *ui, enum tally_kind kind, int question)
{
    char item[TALLY_ITEM_BYTES];
    tally_question_item(item, question);
    add(tally, ui, kind, item);
}

/* "6/node-id", of the outcome where the visitor stands. */
static bool outcome_item(char out[TALLY_ITEM_BYTES], const struct ui *ui)
{
    struct guide_place place;
    if (!ui->guides || guide_session_place(&place, ui) != 0 || place.node->kind != GUIDE_OUTCOME)
        return false;
    tally_outcome_item(out, place.guide->question, place.node->id);
    return true;
}

static bool is_guide(enum screen_id id)
{
    return id == SCREEN_GUIDE_CHOICE || id == SCREEN_GUIDE_DATE || id == SCREEN_GUIDE_SCHOOL;
}

static void count_outcome(struct tally *tally, const struct ui *ui, enum tally_kind kind)
{
    char item[TALLY_ITEM_BYTES];
    if (outcome_item(item, ui))
        add(tally, ui, kind, item);
}

/* A search that led somewhere: to a question, or to a kind of thing. */
static void count_search(struct tally *tally, const struct ui *ui, const struct route *route)
{
    if (route->screen == SCREEN_CODE)
        add(tally, ui, TALLY_SEARCH, "link");
    else if (route->screen == SCREEN_SCHOOL_CARD)
        add(tally, ui, TALLY_SEARCH, "school");
    else if (route->question > 0)
        add_question(tally, ui, TALLY_SEARCH, route->question);
}

void counting_opened(struct tally *tally, const struct ui *ui, const struct screen *from,
                     const struct route *route)
{
    enum screen_id before = from ? from->route.screen : SCREEN_COUNT;
    if (!tally)
        return;
    if (before == SCREEN_SEARCH)
        count_search(tally, ui, route);
    if (route->screen == SCREEN_ANSWER || route->screen == SCREEN_DESK_QUESTION)
        add_question(tally, ui, TALLY_QUESTION, route->question);
    else if (is_guide(route->screen) && ui->guide.answers.n == 0 && before != SCREEN_GUIDE_CHANGE)
        add_question(tally, ui, TALLY_GUIDE, ui->guide.question);
    else if (route->screen == SCREEN_OUTCOME)
        count_outcome(tally, ui, TALLY_OUTCOME);
    else if (route->screen == SCREEN_CODE && route->link >= 0 && route->link < ROUTE_LINKS_MAX)
        add(tally, ui, TALLY_LINK, route->links[route->link]);
}

void counting_closed(struct tally *tally, const struct ui *ui, const struct screen *screen)
{
    char typed[512];
    if (!tally || !screen->ops->missed || !screen->ops->missed(screen, typed, sizeof(typed)))
        return;
    tally_miss(tally, ui->clock.wall(ui->clock.context), typed);
    explicit_bzero(typed, sizeof(typed));
}

void counting_left(struct tally *tally)
{
    if (tally)
        tally_visitor(tally);
}

void counting_printed(struct tally *tally, const struct ui *ui, const struct screen *screen)
{
    if (!tally)
        return;
    if (screen->route.screen == SCREEN_OUTCOME)
        count_outcome(tally, ui, TALLY_SLIP);
    else if (screen->route.question > 0)
        add_question(tally, ui, TALLY_SLIP, screen->route.question);
}
