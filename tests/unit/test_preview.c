/* SPDX-License-Identifier: MIT */
/* What is shown before printing says what will be on paper. */
#include "base/error.h"
#include "base/utf8.h"
#include "ui/paper/preview.h"
#include "ui/paper/slip.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define T(text) ((char *)(text))

/* Every character of the canvas that is neither blank nor a frame's or a box's. The caller frees. */
static char *words_on(const struct canvas *canvas)
{
    char *text = malloc((size_t)canvas->rows * (size_t)canvas->cols * 4 + 1);
    size_t n = 0;
    assert_non_null(text);
    for (int row = 0; row < canvas->rows; row++)
        for (int col = 0; col < canvas->cols; col++) {
            const struct cell *cell = canvas_at(canvas, row, col);
            bool frame = cell->ch[0] >= 0x2500 && cell->ch[0] <= 0x257F;
            if (cell->width > 0 && cell->ch[0] > U' ' && !frame && cell->ch[0] != U'☐')
                n += utf8_encode(text + n, cell->ch[0]);
        }
    text[n] = '\0';
    return text;
}

static void append(char **text, const char *words)
{
    for (; *words; words++)
        if (*words != ' ')
            *(*text)++ = *words;
    **text = '\0';
}

/* The caller frees. */
static char *words_of(const struct document *document)
{
    char *text = malloc(65536), *end = text;
    assert_non_null(text);
    *text = '\0';
    for (size_t i = 0; i < document->n; i++) {
        const struct piece *piece = &document->pieces[i];
        append(&end, piece->label);
        append(&end, piece->text);
        if (!piece->link)
            continue;
        append(&end, "〔二维码〕");
        append(&end, piece->link->purpose);
        append(&end, piece->link->host);
        append(&end, DOCUMENT_CHECK_HOST);
    }
    assert_true(end - text < 65536);
    return text;
}

static void assert_shows_all(const struct document *document, int columns)
{
    const struct glyphs *glyphs = glyphs_for(GLYPHS_FULL);
    struct canvas canvas;
    struct flow *flow;
    assert_int_equal(flow_new(&flow, glyphs, columns), 0);
    assert_int_equal(paper_preview(flow, document), 0);
    assert_int_equal(canvas_init(&canvas, flow_lines(flow), columns, glyphs), 0);
    flow_draw(flow, &canvas, NULL, (struct rect){0, 0, canvas.rows, columns}, 0);
    char *shown = words_on(&canvas), *expected = words_of(document);
    char *display = glyphs_display(glyphs, expected);
    assert_non_null(display);
    assert_string_equal(shown, display);
    free(display);
    free(expected);
    free(shown);
    canvas_fini(&canvas);
    flow_free(flow);
}

static void every_answer_is_shown_whole_at_every_measure(void **state)
{
    static const int measures[] = {24, 40, 60, FLOW_MEASURE_MAX};
    const struct profile profile = {T(""), T("某大学"), T("学籍科"), T("行政楼203"),
                                    T(""), T("0431-1"), T("")};
    struct handbook *handbook;
    (void)state;
    assert_int_equal(handbook_open_embedded(&handbook), 0);
    const struct slip_frame frame = {handbook_edition(handbook), &profile, {2026, 11, 23}};
    for (int question = 1; question <= CONTENT_QUESTIONS; question++) {
        struct answer *answer;
        struct document *slip;
        assert_int_equal(handbook_answer(&answer, handbook, question), 0);
        assert_int_equal(slip_from_answer(&slip, &frame, answer, 0), 0);
        for (size_t i = 0; i < ARRAY_SIZE(measures); i++)
            assert_shows_all(slip, measures[i]);
        document_free(slip);
        answer_free(answer);
    }
    handbook_close(handbook);
}

static void every_kind_of_piece_is_shown(void **state)
{
    struct link link = {T("home"), T("首页"),      T("https://www.chsi.com.cn/"), T("www.chsi.com.cn"),
                        T("A"),    T("2026-11-23")};
    struct document *document;
    (void)state;
    assert_int_equal(document_new(&document, "x"), 0);
    document_add(document, PIECE_TITLE, "标题");
    document_add(document, PIECE_HEADING, "小标题");
    document_add(document, PIECE_PARAGRAPH, "一段");
    document_add_labelled(document, PIECE_TICK, "1", "第一件");
    document_set_depth(document, 1);
    document_add(document, PIECE_SMALL, "（注）");
    document_set_depth(document, 0);
    document_add(document, PIECE_TICK, "没有编号");
    document_add_labelled(document, PIECE_NUMBERED, "第一步", "做什么");
    document_add(document, PIECE_QUOTE, "引文");
    document_add(document, PIECE_SOURCE, "—— 出处");
    document_add_labelled(document, PIECE_SUPPLEMENT, "补充说明", "题目");
    document_add_labelled(document, PIECE_SUPPLEMENT, "1", "说明");
    document_add(document, PIECE_SOURCE, "来源：某处");
    document_add_labelled(document, PIECE_CONTACT, "电话", "0431-1");
    document_add_code(document, &link);
    document_add(document, PIECE_RULE, "");
    document_add(document, PIECE_SMALL, "完");
    assert_shows_all(document, 40);
    document->error = -ENOMEM;
    struct flow *flow;
    assert_int_equal(flow_new(&flow, glyphs_for(GLYPHS_PLAIN), 40), 0);
    assert_int_equal(paper_preview(flow, document), -ENOMEM);
    flow_free(flow);
    document_free(document);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_answer_is_shown_whole_at_every_measure),
        cmocka_unit_test(every_kind_of_piece_is_shown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
