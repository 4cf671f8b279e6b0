/* SPDX-License-Identifier: MIT */
#include "ui/paper/preview.h"

#include "base/error.h"

int paper_preview(struct flow *flow, const struct document *document)
{
    int error = 0;
    for (size_t i = 0; i < document->n && !error; i++)
        error = flow_paragraph(flow, &(struct flow_paragraph){.style = {ROLE_TEXT, 0}, .text = document->pieces[i].text});
    return error;
}
