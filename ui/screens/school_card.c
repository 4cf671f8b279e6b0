/* SPDX-License-Identifier: MIT */
/* What the Ministry's list says of one school. */
#include "db/institution.h"
#include "ui/page.h"
#include "ui/school_list.h"
#include "ui/screens/screens.h"

#include "base/error.h"

#include <string.h>

#define LABEL_HANG 14

static void add_school(struct flow *flow, const struct institution *school)
{
    _cleanup_free_ char *place = NULL;
    bool same = strcmp(school->province, school->city) == 0; /* 北京市 */
    if (asprintf(&place, "%s%s", school->province, same ? "" : school->city) < 0) {
        flow_fail(flow, -ENOMEM);
        return;
    }
    const struct {
        const char *label, *text;
    } rows[] = {{"学校标识码", school->code},    {"层次", school->level}, {"类别", school->kind},
                {"主管部门", school->authority}, {"所在地", place},       {"备注", school->remark}};
    page_heading(flow, school->name);
    flow_gap(flow);
    for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
        if (*rows[i].text)
            page_row(flow, rows[i].label, LABEL_HANG, rows[i].text);
    for (size_t i = 0; i < school->n_former_names; i++)
        page_row(flow, i ? "" : "曾用名", LABEL_HANG, school->former_names[i]);
}

static int compose_card(struct flow *flow, const struct ui *ui, const struct screen *screen)
{
    char date[40], words[200];
    struct institution *school;
    int error = institution_by_code(&school, ui->handbook, screen->route.code);
    if (error)
        return error;
    add_school(flow, school);
    institutions_free(school, 1);
    school_list_date(ui, date);
    snprintf(words, sizeof(words), "来自教育部全国高等学校名单，截至%s。学校后来的变动，请向学校核实。",
             date);
    flow_gap(flow);
    return flow_paragraph(flow, &(struct flow_paragraph){.style = {ROLE_MUTED, 0}, .text = words});
}

static void footer(const struct screen *screen, const struct ui *ui, struct footer *out)
{
    (void)ui;
    page_footer(screen, out);
    footer_add(out, ACTION_BACK, NULL, "查别的学校");
    footer_add(out, ACTION_HOME, NULL, NULL);
    footer_add(out, ACTION_HELP, NULL, NULL);
}

const struct screen_ops screen_school_card = {
    .name = "school-card",
    .idle_seconds = IDLE_LONG,
    .compose = compose_card,
    .open = page_open,
    .close = page_close,
    .act = page_act,
    .layout = page_layout,
    .draw = page_draw,
    .trail = {"一本通", "查学校"},
    .footer = footer,
};
