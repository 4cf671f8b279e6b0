/* SPDX-License-Identifier: MIT */
#include "ui/office_flow.h"

#include "ui/page.h"
#include "ui/wording.h"

#include "base/error.h"

#include <string.h>

#define LABEL_HANG 6

static void add_name(struct flow *flow, const struct profile *profile)
{
    _cleanup_free_ char *words = NULL;
    const char *office = *profile->office ? profile->office : "学籍学历管理部门";
    if (asprintf(&words, "%s%s%s", profile->school, *profile->school ? " " : "", office) < 0)
        flow_fail(flow, -ENOMEM);
    else
        flow_paragraph(flow, &(struct flow_paragraph){.style = {ROLE_TEXT, ATTR_BOLD}, .text = words});
}

int office_flow(struct flow *flow, const struct profile *profile)
{
    if (!profile_has_contact(profile))
        return page_text(flow, WORDING_OFFICE_UNKNOWN);
    const struct {
        const char *label, *text;
    } rows[] = {{"地点", profile->place},
                {"时间", profile->hours},
                {"电话", profile->telephone},
                {"说明", profile->remarks}};
    add_name(flow, profile);
    for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
        if (*rows[i].text)
            page_row(flow, rows[i].label, LABEL_HANG, rows[i].text);
    return flow_error(flow);
}
