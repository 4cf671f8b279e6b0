/* SPDX-License-Identifier: MIT */
#include "ui/office_flow.h"

#include "ui/page.h"
#include "ui/wording.h"

#include "base/error.h"

#define LABEL_HANG 6

static void add_name(struct flow *flow, const struct profile *profile)
{
    _cleanup_free_ char *words = NULL;
    if (wording_office(&words, profile) < 0)
        flow_fail(flow, -ENOMEM);
    else
        flow_paragraph(flow, &(struct flow_paragraph){.style = {ROLE_TEXT, ATTR_BOLD}, .text = words});
}

int office_flow(struct flow *flow, const struct profile *profile)
{
    if (!profile_has_contact(profile))
        return page_text(flow, WORDING_OFFICE_UNKNOWN);
    struct wording_row rows[WORDING_CONTACT_MAX];
    size_t n = wording_contact(rows, profile);
    add_name(flow, profile);
    for (size_t i = 0; i < n; i++)
        page_row(flow, rows[i].label, LABEL_HANG, rows[i].text);
    return flow_error(flow);
}
