/* SPDX-License-Identifier: MIT */
#include "db/guide_graph.h"

#include "base/error.h"
#include "base/linebreak.h"
#include "base/utf8.h"
#include "db/guide_day.h"

#include <string.h>

#define COLUMNS 28 /* cells of a line */

/* The drawing is looked at on other machines. */
#define FONTS "fontname=\"Noto Sans CJK SC,Source Han Sans SC,PingFang SC,Microsoft YaHei,sans-serif\""

static const char preamble[] =
    "  graph [rankdir=LR, nodesep=0.25, ranksep=0.9, fontsize=18, labelloc=t, " FONTS "];\n"
    "  node [shape=box, margin=\"0.18,0.1\", fontsize=14, " FONTS "];\n"
    "  edge [color=\"#555555\", fontsize=12, " FONTS "];\n";

struct drawing {
    FILE *stream;
    const struct guides *guides;
    const struct guide *guide;
    int error; /* the first, negative */
};

static void put_escaped(FILE *stream, const char32_t *text, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        char bytes[4];
        if (text[i] == U'"' || text[i] == U'\\')
            fputc('\\', stream);
        fwrite(bytes, 1, utf8_encode(bytes, text[i]), stream);
    }
}

static size_t count_lines(const char32_t *text, const char *breaks, size_t n, int columns)
{
    size_t lines = 0;
    for (size_t start = 0, next; start < n; start = next, lines++)
        linebreak_line(&next, text, breaks, n, start, columns);
    return lines;
}

/* No more lines than it takes, and of these none much shorter than the others. */
static int even_columns(const char32_t *text, const char *breaks, size_t n)
{
    int columns = COLUMNS;
    size_t lines = count_lines(text, breaks, n, columns);
    while (columns > 2 && count_lines(text, breaks, n, columns - 1) == lines)
        columns--;
    return columns;
}

static int put_lines(FILE *stream, const char32_t *text, size_t n)
{
    _cleanup_free_ char *breaks = malloc(n + 1);
    int error = breaks ? linebreak_find(breaks, text, n) : -ENOMEM;
    if (error)
        return error;
    int columns = even_columns(text, breaks, n);
    for (size_t start = 0, next; start < n; start = next) {
        if (start)
            fputs("\\n", stream);
        size_t end = linebreak_line(&next, text, breaks, n, start, columns);
        put_escaped(stream, text + start, end - start);
    }
    return 0;
}

/* Words inside of DOT's quotes, in lines. */
static void put_words(struct drawing *drawing, const char *words)
{
    _cleanup_free_ char32_t *text = NULL;
    size_t n;
    int error = utf8_to_utf32(&text, &n, words);
    if (!error && n)
        error = put_lines(drawing->stream, text, n);
    if (error && !drawing->error)
        drawing->error = error;
}

/* The ask of a node in quotation marks, without its question mark. */
static void say_question(FILE *words, const struct guide_node *node)
{
    size_t n = strlen(node->ask), mark = strlen("？");
    if (n > mark && !strcmp(node->ask + n - mark, "？"))
        n -= mark;
    fprintf(words, "“%.*s”", (int)n, node->ask);
}

static void say_day(FILE *words, const struct drawing *drawing, const struct guide_node *here,
                    const struct guide_day *day)
{
    if (!*day->from) {
        char text[GUIDE_DAY_TEXT];
        guide_day_words(text, day->literal, GUIDE_DAY);
        fputs(text, words);
        return;
    }
    if (!strcmp(day->from, GUIDE_TODAY)) {
        fputs("今天", words);
    } else {
        if (strcmp(day->from, here->id) != 0)
            say_question(words, guides_find_asked(drawing->guides, day->from));
        fputs("所答日期", words);
    }
    if (day->month) {
        static const char *const years[] = {"当年", "次年"};
        if (day->add_years < (int)ARRAY_SIZE(years))
            fputs(years[day->add_years], words);
        else
            fprintf(words, "后第%d年", day->add_years);
        fprintf(words, "%d月%d日", day->month, day->day);
    } else if (day->add_years) {
        fprintf(words, "起满%d年", day->add_years);
    }
}

static void say_condition(FILE *words, const struct drawing *drawing, const struct guide_node *here,
                          const struct guide_condition *condition)
{
    static const char *const comparisons[] = {
        [GUIDE_BEFORE] = "早于",
        [GUIDE_ON_OR_BEFORE] = "不晚于",
        [GUIDE_AFTER] = "晚于",
        [GUIDE_ON_OR_AFTER] = "不早于",
    };
    if (condition->is_answer) {
        const struct guide_node *node = guides_find_asked(drawing->guides, condition->node);
        say_question(words, node);
        fprintf(words, "答“%s”", guide_find_option(node, condition->option)->label);
        return;
    }
    say_day(words, drawing, here, &condition->left);
    fputs(comparisons[condition->comparison], words);
    say_day(words, drawing, here, &condition->right);
}

static void say_edge(FILE *words, const struct drawing *drawing, const struct guide_node *node,
                     const struct guide_option *option, size_t index)
{
    const struct guide_edge *edge = &option->edges[index];
    bool any = option->n_edges > 1;
    fputs(option->label, words);
    if (any && *option->label)
        fputs("，", words);
    for (size_t i = 0; i < edge->n_conditions; i++) {
        fputs(i ? "，并且" : "", words);
        say_condition(words, drawing, node, &edge->conditions[i]);
    }
    if (any && !edge->n_conditions)
        fputs("其他情况", words);
}

/* The name of a node in DOT. */
static void put_name(FILE *stream, int question, const char *id)
{
    fprintf(stream, "\"%d/%s\"", question, id);
}

static void draw_edge(struct drawing *drawing, const struct guide_node *node,
                      const struct guide_option *option, size_t index)
{
    const struct guide_edge *edge = &option->edges[index];
    char *text = NULL;
    size_t size = 0;
    FILE *words = open_memstream(&text, &size);
    if (!words) {
        drawing->error = -ENOMEM;
        return;
    }
    say_edge(words, drawing, node, option, index);
    if (fclose(words) != 0 && !drawing->error)
        drawing->error = -ENOMEM;
    fputs("  ", drawing->stream);
    put_name(drawing->stream, drawing->guide->question, node->id);
    fputs(" -> ", drawing->stream);
    put_name(drawing->stream, edge->guide ? edge->guide : drawing->guide->question, edge->node);
    fputs(" [label=\"", drawing->stream);
    put_words(drawing, text ? text : "");
    fputs("\"];\n", drawing->stream);
    free(text);
}

static void draw_edges(struct drawing *drawing, const struct guide_node *node)
{
    for (size_t o = 0; o < node->n_options; o++)
        for (size_t e = 0; e < node->options[o].n_edges; e++)
            draw_edge(drawing, node, &node->options[o], e);
}

static const char *word_of_date(const struct guide_node *outcome, const char *name, size_t n)
{
    static const char *const words[] = {
        [GUIDE_YEAR] = "某年", [GUIDE_MONTH] = "某年某月", [GUIDE_DAY] = "某日"};
    for (size_t i = 0; i < outcome->n_dates; i++)
        if (strlen(outcome->dates[i].name) == n && !memcmp(outcome->dates[i].name, name, n))
            return words[outcome->dates[i].show ? outcome->dates[i].show : GUIDE_DAY];
    return "";
}

/* An outcome's title with a word for each of its dates, which no drawing knows. */
static char *title_words(const struct guide_node *outcome)
{
    char *title = NULL;
    size_t size = 0;
    FILE *words = open_memstream(&title, &size);
    if (!words)
        return NULL;
    for (const char *s = outcome->title; *s;) {
        size_t n = strcspn(s, "{"), name = s[n] ? strcspn(s + n + 1, "}") : 0;
        fwrite(s, 1, n, words);
        if (s[n])
            fputs(word_of_date(outcome, s + n + 1, name), words);
        s += n + (s[n] ? 1 + name : 0);
        s += *s == '}';
    }
    if (fclose(words) == 0)
        return title;
    free(title);
    return NULL;
}

/* What stands largest on a node's screen. */
static void put_headline(struct drawing *drawing, const struct guide_node *node)
{
    if (node->kind != GUIDE_OUTCOME) {
        put_words(drawing, node->ask);
        return;
    }
    _cleanup_free_ char *title = title_words(node);
    if (title)
        put_words(drawing, title);
    else
        drawing->error = -ENOMEM;
}

static void draw_node(struct drawing *drawing, const struct guide_node *node)
{
    static const char *const looks[] = {
        [GUIDE_CHOICE] = "style=\"rounded,filled\", fillcolor=\"#e8f0fa\"",
        [GUIDE_DATE] = "style=\"rounded,filled\", fillcolor=\"#fff4d6\"",
        [GUIDE_INSTITUTION] = "style=\"rounded,filled\", fillcolor=\"#efe6f7\"",
        [GUIDE_OUTCOME] = "style=filled, fillcolor=\"#e3f3e3\"",
    };
    bool start = !strcmp(node->id, drawing->guide->start);
    fputs("  ", drawing->stream);
    put_name(drawing->stream, drawing->guide->question, node->id);
    fprintf(drawing->stream, " [%s, penwidth=%s, label=\"", looks[node->kind], start ? "3" : "1");
    put_headline(drawing, node);
    fputs("\"];\n", drawing->stream);
}

/* Where another guide goes on, drawn once however many ways lead there. */
static void draw_hand_over(struct drawing *drawing, const struct guide *other, const struct guide_node *node)
{
    fputs("  ", drawing->stream);
    put_name(drawing->stream, other->question, node->id);
    fprintf(drawing->stream, " [style=dashed, label=\"转到问题 %d\\n", other->question);
    put_words(drawing, other->title);
    if (strcmp(node->id, other->start) != 0) {
        fputs("\\n从这里起：\\n", drawing->stream);
        put_headline(drawing, node);
    }
    fputs("\"];\n", drawing->stream);
}

static bool leads_to(const struct guide_node *node, int question, const char *id)
{
    for (size_t o = 0; o < node->n_options; o++)
        for (size_t e = 0; e < node->options[o].n_edges; e++) {
            const struct guide_edge *edge = &node->options[o].edges[e];
            if (edge->guide == question && !strcmp(edge->node, id))
                return true;
        }
    return false;
}

static bool hands_over_to(const struct guide *guide, const struct guide *other, const char *id)
{
    for (size_t n = 0; n < guide->n_nodes; n++)
        if (guide != other && leads_to(&guide->nodes[n], other->question, id))
            return true;
    return false;
}

static void draw_hand_overs(struct drawing *drawing)
{
    for (size_t g = 0; g < drawing->guides->n; g++)
        for (size_t n = 0; n < drawing->guides->items[g].n_nodes; n++) {
            const struct guide *other = &drawing->guides->items[g];
            if (hands_over_to(drawing->guide, other, other->nodes[n].id))
                draw_hand_over(drawing, other, &other->nodes[n]);
        }
}

static void draw(struct drawing *drawing)
{
    const struct guide *guide = drawing->guide;
    fprintf(drawing->stream, "digraph \"guide-%d\" {\n%s  label=\"问题 %d：", guide->question, preamble,
            guide->question);
    put_words(drawing, guide->title);
    fputs("\";\n", drawing->stream);
    for (size_t i = 0; i < guide->n_nodes; i++)
        draw_node(drawing, &guide->nodes[i]);
    draw_hand_overs(drawing);
    for (size_t i = 0; i < guide->n_nodes; i++)
        draw_edges(drawing, &guide->nodes[i]);
    fputs("}\n", drawing->stream);
}

int guide_graph(char **out, const struct guides *guides, int question)
{
    char *text = NULL;
    size_t size = 0;
    struct drawing drawing = {.guides = guides, .guide = guides_find(guides, question)};
    if (!drawing.guide)
        return -ENOENT;
    drawing.stream = open_memstream(&text, &size);
    if (!drawing.stream)
        return -ENOMEM;
    draw(&drawing);
    bool failed = ferror(drawing.stream);
    failed |= fclose(drawing.stream) != 0;
    if (failed && !drawing.error)
        drawing.error = -ENOMEM;
    if (drawing.error) {
        free(text);
        return drawing.error;
    }
    *out = text;
    return 0;
}
