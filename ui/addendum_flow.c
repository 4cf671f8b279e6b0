/* SPDX-License-Identifier: MIT */
#include "ui/addendum_flow.h"

#include "ui/wording.h"

#include "base/error.h"

#include <string.h>

struct addendum_shown *addendum_for(const struct ui *ui, int question)
{
    struct addendum_shown *addendum = NULL;
    if (ui->site_db && site_addendum_shown(&addendum, ui->site_db, question) != 0)
        return NULL;
    return addendum;
}

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
    int error = wording_addendum_source(&caption, addendum);
    if (!error)
        error = flow_gap(flow);
    if (!error)
        error = flow_frame_begin(flow, (struct style){ROLE_SUPPLEMENT, 0}, WORDING_ADDENDUM);
    if (!error)
        error = addendum_flow_text(flow, (struct style){ROLE_TEXT, 0}, addendum->text);
    return error ? error : flow_frame_end(flow, caption);
}
