/* SPDX-License-Identifier: MIT */
#include "ui/desk_panels.h"

#include "ui/addendum_flow.h"
#include "ui/answer_flow.h"
#include "ui/desk.h"
#include "ui/page.h"

#include "base/error.h"

#include <string.h>

#define NUMBER_HANG 4
#define ITEM_HANG 2

static const struct style text_style = {.role = ROLE_TEXT};
static const struct style muted_style = {.role = ROLE_MUTED};
static const struct style quote_style = {.role = ROLE_QUOTE};

static void add(struct flow *flow, struct style style, const char *text)
{
    flow_paragraph(flow, &(struct flow_paragraph){.style = style, .text = text});
}

/* ---- the sheet ---- */

void desk_sheet_refresh(struct desk_sheet *sheet, const struct ui *ui)
{
    int question = sheet->answer->question.number;
    addendum_shown_free(sheet->shown);
    addenda_free(sheet->latest, 1);
    sheet->latest = NULL;
    sheet->shown = addendum_for(ui, question);
    (void)site_addendum_latest(&sheet->latest, ui->desk->site, question);
}

int desk_sheet_open(struct desk_sheet *out, struct ui *ui, int question)
{
    *out = (struct desk_sheet){0};
    int error = handbook_answer(&out->answer, ui->handbook, question);
    if (!error && !ui->guides)
        error = guides_load(&ui->guides, ui->handbook);
    if (!error)
        error = handbook_aliases(&out->aliases, &out->n_aliases, ui->handbook, question);
    if (error)
        desk_sheet_fini(out);
    else
        desk_sheet_refresh(out, ui);
    return error;
}

void desk_sheet_fini(struct desk_sheet *sheet)
{
    answer_free(sheet->answer);
    addendum_shown_free(sheet->shown);
    addenda_free(sheet->latest, 1);
    handbook_aliases_free(sheet->aliases, sheet->n_aliases);
    *sheet = (struct desk_sheet){0};
}

/* ---- 依据 ---- */

static void add_laws(struct flow *flow, const struct answer *answer)
{
    int n = 0;
    for (size_t i = 0; i < answer->n_blocks; i++) {
        const struct block *block = &answer->blocks[i];
        if (block->kind != BLOCK_QUOTE)
            continue;
        if (n++)
            flow_gap(flow);
        else
            page_heading(flow, "答复引用的法规");
        flow_paragraph(flow,
                       &(struct flow_paragraph){.style = quote_style, .bar = true, .text = block->text});
        if (block_ends_quote(answer->blocks, answer->n_blocks, i))
            flow_paragraph(flow,
                           &(struct flow_paragraph){.style = muted_style, .bar = true, .text = block->law});
    }
    if (!n)
        add(flow, muted_style, "这一题的答复没有引用法规原文。");
}

static int compose_basis(struct flow *flow, const struct desk_sheet *sheet, const struct ui *ui)
{
    const struct edition *edition = handbook_edition(ui->handbook);
    const struct answer *answer = sheet->answer;
    _cleanup_free_ char *words = NULL;
    if (asprintf(&words, "《%s》问题%d；%s，核对到 %s", edition->title, answer->question.number,
                 edition->label, edition->compiled) < 0)
        return -ENOMEM;
    add(flow, text_style, words);
    add_laws(flow, answer);
    for (size_t i = 0; i < answer->n_supplements; i++)
        answer_flow_supplement(flow, &answer->supplements[i]);
    if (answer->n_links)
        page_heading(flow, "官方页面（F 放大给学生扫）");
    for (size_t i = 0; i < answer->n_links; i++)
        page_link(flow, &answer->links[i], (int)i);
    return flow_error(flow);
}

/* ---- 应备材料 ---- */

static bool same_papers(const struct guide_node *a, const struct guide_node *b)
{
    bool same = a->n_bring == b->n_bring;
    for (size_t i = 0; same && i < a->n_bring; i++)
        same = strcmp(a->bring[i].text, b->bring[i].text) == 0 &&
               strcmp(a->bring[i].supplement, b->bring[i].supplement) == 0;
    return same;
}

/* An outcome's title outside of a visit: its {dates} are not known. */
static char *title_without_dates(const char *title)
{
    char *text = malloc(strlen(title) * 2 + 1), *end = text;
    for (; text && *title; title++) {
        if (*title == '{') {
            end = stpcpy(end, "某日");
            title += strcspn(title, "}");
            if (!*title)
                break;
        } else {
            *end++ = *title;
        }
    }
    if (text)
        *end = '\0';
    return text;
}

static void add_case(struct flow *flow, const struct guide_node *node)
{
    _cleanup_free_ char *title = title_without_dates(node->title);
    if (!title)
        flow_fail(flow, -ENOMEM);
    else
        flow_paragraph(flow, &(struct flow_paragraph){.style = {ROLE_HEADING, ATTR_BOLD}, .text = title});
}

/* Where an item is from: the handbook, or a supplement with its source. */
static int add_paper_source(struct flow *flow, const struct ui *ui, const struct guide *guide,
                            const struct guide_node *node, const struct guide_item *item)
{
    _cleanup_free_ char *words = NULL;
    struct supplement *supplement = NULL;
    int n;
    if (!*item->supplement) {
        n = asprintf(&words, "手册 问题%d", node->n_quotes ? node->quotes[0].question : guide->question);
    } else {
        int error = handbook_supplement(&supplement, ui->handbook, item->supplement);
        if (error)
            return error;
        n = asprintf(&words, "补充说明，不是手册原文；%s，%s 核对", supplement->source, supplement->date);
        supplements_free(supplement, 1);
    }
    return n < 0 ? -ENOMEM
                 : flow_paragraph(flow, &(struct flow_paragraph){
                                            .style = muted_style, .indent = ITEM_HANG, .text = words});
}

/* The papers of one outcome, under all outcomes of the guide that ask for the same. */
static void add_papers(struct flow *flow, const struct ui *ui, const struct guide *guide, size_t index)
{
    const struct guide_node *node = &guide->nodes[index];
    flow_gap(flow);
    for (size_t i = index; i < guide->n_nodes; i++)
        if (guide->nodes[i].kind == GUIDE_OUTCOME && same_papers(node, &guide->nodes[i]))
            add_case(flow, &guide->nodes[i]);
    for (size_t i = 0; i < node->n_bring; i++) {
        const struct guide_item *item = &node->bring[i];
        bool last = i + 1 == node->n_bring || strcmp(item->supplement, item[1].supplement) != 0;
        page_row(flow, "▪", ITEM_HANG, item->text);
        if (last) /* once for a run of the same source */
            flow_fail(flow, add_paper_source(flow, ui, guide, node, item));
    }
}

static bool told_before(const struct guide *guide, size_t index)
{
    for (size_t i = 0; i < index; i++)
        if (guide->nodes[i].kind == GUIDE_OUTCOME && same_papers(&guide->nodes[i], &guide->nodes[index]))
            return true;
    return false;
}

static int compose_bring(struct flow *flow, const struct desk_sheet *sheet, const struct ui *ui)
{
    const struct guide *guide = guides_find(ui->guides, sheet->answer->question.number);
    bool any = false;
    for (size_t i = 0; guide && i < guide->n_nodes; i++)
        if (guide->nodes[i].kind == GUIDE_OUTCOME && guide->nodes[i].n_bring && !told_before(guide, i)) {
            add_papers(flow, ui, guide, i);
            any = true;
        }
    if (!any)
        add(flow, muted_style, "手册和补充说明都没有列出这一题要带的材料。学校有规定的，可以写进本校补充。");
    return flow_error(flow);
}

/* ---- 本校补充 ---- */

static int compose_addendum(struct flow *flow, const struct desk_sheet *sheet, const struct ui *ui)
{
    char words[120];
    if (sheet->shown) {
        snprintf(words, sizeof(words), "%s 发布，自助终端正在显示；不是手册原文", sheet->shown->date);
        addendum_flow_text(flow, text_style, sheet->shown->text);
        flow_gap(flow);
        add(flow, (struct style){ROLE_SUPPLEMENT, 0}, words);
    } else {
        add(flow, muted_style, "本校还没有对这一题作补充。");
    }
    if (sheet->latest && sheet->latest->state == ADDENDUM_DRAFT) {
        snprintf(words, sizeof(words), "有一份没发布的草稿（第 %d 版，%s）。", sheet->latest->version,
                 sheet->latest->account);
        add(flow, muted_style, words);
    }
    if (desk_may_open(ui, SCREEN_DESK_EDIT))
        flow_paragraph(flow, &(struct flow_paragraph){.style = {ROLE_ACCENT, 0},
                                                      .text = sheet->latest ? "按 E 修改" : "按 E 写一条",
                                                      .event = {.action = ACTION_TEXT, .ch = U'E'}});
    return flow_error(flow);
}

/* ---- 常见追问 ---- */

static void add_related(struct flow *flow, const struct answer *answer, const struct ui *ui)
{
    size_t n;
    const struct question *questions = handbook_questions(ui->handbook, &n);
    for (size_t i = 0; i < answer->n_related; i++) {
        int number = answer->related[i];
        char label[16];
        snprintf(label, sizeof(label), "%2d", number);
        flow_paragraph(flow, &(struct flow_paragraph){.style = {ROLE_ACCENT, 0},
                                                      .label = label,
                                                      .label_style = {ROLE_KEY, ATTR_BOLD},
                                                      .hang = NUMBER_HANG,
                                                      .text = questions[number - 1].title,
                                                      .event = {.action = ACTION_RELATED, .value = number}});
    }
}

static int compose_asked(struct flow *flow, const struct desk_sheet *sheet, const struct ui *ui)
{
    char *text = NULL;
    size_t size = 0;
    add_related(flow, sheet->answer, ui);
    if (!sheet->n_aliases)
        return flow_error(flow);
    FILE *stream = open_memstream(&text, &size);
    if (!stream)
        return -ENOMEM;
    for (size_t i = 0; i < sheet->n_aliases; i++)
        fprintf(stream, "%s%s", i ? "、" : "", sheet->aliases[i]);
    flow_fail(flow, fclose(stream) == 0 ? 0 : -ENOMEM);
    page_heading(flow, "学生常这样问");
    add(flow, muted_style, text);
    free(text);
    return flow_error(flow);
}

/* ---- all of them ---- */

static int compose_answer(struct flow *flow, const struct desk_sheet *sheet, const struct ui *ui)
{
    (void)ui;
    return answer_flow_blocks(flow, sheet->answer);
}

static const struct {
    const char *title;
    int (*compose)(struct flow *flow, const struct desk_sheet *sheet, const struct ui *ui);
} panels[PANEL_COUNT] = {
    [PANEL_ANSWER] = {"答复", compose_answer},   [PANEL_BASIS] = {"依据", compose_basis},
    [PANEL_BRING] = {"应备材料", compose_bring}, [PANEL_ADDENDUM] = {"本校补充", compose_addendum},
    [PANEL_ASKED] = {"常见追问", compose_asked},
};

const char *desk_panel_title(enum desk_panel panel)
{
    return panels[panel].title;
}

int desk_panel_compose(struct flow *flow, enum desk_panel panel, const struct desk_sheet *sheet,
                       const struct ui *ui)
{
    return panels[panel].compose(flow, sheet, ui);
}
