/* SPDX-License-Identifier: MIT */
#include "ui/scroll.h"

#include "ui/screen.h"

static int last_first(const struct scroll *scroll)
{
    return scroll->lines > scroll->window ? scroll->lines - scroll->window : 0;
}

void scroll_to(struct scroll *scroll, int line)
{
    int last = last_first(scroll);
    scroll->first = line < 0 ? 0 : line > last ? last : line;
}

void scroll_fit(struct scroll *scroll, int lines, int window)
{
    scroll->flow = NULL;
    scroll->lines = lines;
    scroll->window = window < 1 ? 1 : window;
    scroll_to(scroll, scroll->first);
}

void scroll_fit_flow(struct scroll *scroll, const struct flow *flow, int window)
{
    scroll_fit(scroll, flow_lines(flow), window);
    scroll->flow = flow;
}

static int shown(const struct scroll *scroll)
{
    return scroll->flow ? flow_shown(scroll->flow, scroll->first, scroll->window) : scroll->window;
}

/* A line of the old page stays in view; what was held back at its end comes with the new one. */
static int page_down(const struct scroll *scroll)
{
    return shown(scroll) > 2 ? shown(scroll) - 1 : 1;
}

int scroll_act(struct scroll *scroll, struct event event)
{
    int before = scroll->first;
    int page = scroll->window > 2 ? scroll->window - 1 : 1;
    switch (event.action) {
    case ACTION_UP:
        scroll_to(scroll, before - 1);
        break;
    case ACTION_DOWN:
        scroll_to(scroll, before + 1);
        break;
    case ACTION_PAGE_UP:
        scroll_to(scroll, before - page);
        break;
    case ACTION_PAGE_DOWN:
        scroll_to(scroll, before + page_down(scroll));
        break;
    case ACTION_TOP:
        scroll_to(scroll, 0);
        break;
    case ACTION_BOTTOM:
        scroll_to(scroll, scroll->lines);
        break;
    case ACTION_SCROLL:
        scroll_to(scroll, before + event.value);
        break;
    default:
        return LIST_UNKNOWN;
    }
    return scroll->first == before ? LIST_STAYED : LIST_MOVED;
}

/* 0 to 100, or -1 if all of it shows. */
static int percent_of(const struct scroll *scroll)
{
    int last = last_first(scroll);
    return last == 0 ? -1 : scroll->first * 100 / last;
}

int scroll_below(const struct scroll *scroll)
{
    int below = scroll->lines - scroll->first - shown(scroll);
    return below > 0 ? below : 0;
}

void scroll_footer(const struct scroll *scroll, struct footer *out)
{
    out->percent = percent_of(scroll);
    if (out->percent >= 0)
        footer_add(out, ACTION_PAGE_DOWN, "↑↓", "翻看");
}
