/* SPDX-License-Identifier: MIT */
#include "ui/addendum_flow.h"

#include "base/error.h"

#include <string.h>

int addendum_flow_text(struct flow *flow, struct style style, const char *text)
{
    _cleanup_free_ char *copy = strdup(text);
    int error = copy ? 0 : -ENOMEM;
    char *rest = copy;
    for (char *line; !error && (line = strsep(&rest, "\n"));)
        error = *line ? flow_paragraph(flow, &(struct flow_paragraph){.style = style, .text = line})
                      : flow_gap(flow);
    return error;
}

int addendum_flow(struct flow *flow, const struct addendum_shown *addendum)
{
    _cleanup_free_ char *caption = NULL;
    const char *source = *addendum->source ? addendum->source : "本校";
    if (asprintf(&caption, "%s，%s 发布", source, addendum->date) < 0)
        return -ENOMEM;
    int error = flow_gap(flow);
    if (!error)
        error = flow_frame_begin(flow, (struct style){ROLE_SUPPLEMENT, 0}, "本校补充（不是手册原文）");
    if (!error)
        error = addendum_flow_text(flow, (struct style){ROLE_TEXT, 0}, addendum->text);
    return error ? error : flow_frame_end(flow, caption);
}
