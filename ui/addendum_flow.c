/* SPDX-License-Identifier: MIT */
#include "ui/addendum_flow.h"

#include "ui/wording.h"

#include "base/error.h"

#include <string.h>

static struct addendum_shown *copy(const struct addendum_shown *from)
{
    struct addendum_shown *out = from ? calloc(1, sizeof(*out)) : NULL;
    if (!out)
        return NULL;
    *out = *from;
    out->text = strdup(from->text);
    out->source = strdup(from->source);
    if (out->text && out->source)
        return out;
    addendum_shown_free(out);
    return NULL;
}

struct addendum_shown *addendum_for(const struct ui *ui, int question)
{
    struct addendum_shown *addendum = NULL, **last = &ui->addenda[question - 1];
    if (!ui->site_db)
        return NULL;
    int error = site_addendum_shown(&addendum, ui->site_db, question);
    if (error && error != -ENOENT) /* another program is writing, the disk is slow: it has not gone */
        return copy(*last);
    addendum_shown_free(*last);
    *last = copy(addendum);
    return addendum;
}

void addenda_forget(struct ui *ui)
{
    for (int i = 0; i < CONTENT_QUESTIONS; i++) {
        addendum_shown_free(ui->addenda[i]);
        ui->addenda[i] = NULL;
    }
}

int addendum_flow_text(struct flow *flow, struct style style, const char *text)
{
    _cleanup_free_ char *copy = strdup(text);
    char *rest = copy;
    if (!copy)
        return flow_fail(flow, -ENOMEM);
    for (char *line; (line = strsep(&rest, "\n"));)
        if (*line)
            flow_paragraph(flow, &(struct flow_paragraph){.style = style, .text = line});
        else
            flow_gap(flow);
    return flow_error(flow);
}

int addendum_flow(struct flow *flow, const struct addendum_shown *addendum)
{
    _cleanup_free_ char *caption = NULL;
    int error = wording_addendum_source(&caption, addendum);
    if (error)
        return flow_fail(flow, error);
    flow_gap(flow);
    flow_frame_begin(flow, (struct style){ROLE_SUPPLEMENT, 0}, WORDING_ADDENDUM);
    addendum_flow_text(flow, (struct style){ROLE_TEXT, 0}, addendum->text);
    return flow_frame_end(flow, caption);
}
