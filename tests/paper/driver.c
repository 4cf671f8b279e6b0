/* SPDX-License-Identifier: MIT */
/*
 * Every slip there is, for the readers in Python: a line of JSON with what the document says and how long its
 * renderings are, then their bytes, slip after slip.
 *
 *   driver rolls       all answers and outcomes, with and without a school's contact, on both rolls, in three
 * charsets driver options     one slip with the printer's own code, without a cutter, in charsets that are
 * refused driver odd         documents that no handbook has, on both rolls, in three charsets driver pages
 * all answers and outcomes with a school's contact, on A4
 */
#include "base/error.h"
#include "db/guide_paths.h"
#include "ui/paper/escpos.h"
#include "ui/paper/pdf.h"
#include "ui/paper/slip.h"

#include <json-c/json.h>
#include <string.h>

static const struct date today = {2026, 11, 23};
#define T(text) ((char *)(text))
static const struct profile profile = {.code = T("4122010183"),
                                       .school = T("某大学"),
                                       .office = T("教务处学籍与学历管理科"),
                                       .place = T("行政楼二层 203 室（东侧楼梯上楼右手第三间）"),
                                       .hours = T("工作日 8:30-11:30，13:30-16:30"),
                                       .telephone = T("0431-00000000"),
                                       .remarks = T("寒暑假的时间另行通知。")};

struct rendering {
    struct escpos_options options;
    int error;
    char *bytes;
    size_t n;
};

static void check(bool promise, const char *what)
{
    if (promise)
        return;
    fprintf(stderr, "driver: %s\n", what);
    exit(EXIT_FAILURE);
}

static void add_text(struct json_object *object, const char *key, const char *text)
{
    json_object_object_add(object, key, json_object_new_string(text));
}

static struct json_object *piece_json(const struct piece *piece)
{
    static const char *const kinds[] = {[PIECE_TITLE] = "title",         [PIECE_HEADING] = "heading",
                                        [PIECE_PARAGRAPH] = "paragraph", [PIECE_NUMBERED] = "numbered",
                                        [PIECE_TICK] = "tick",           [PIECE_QUOTE] = "quote",
                                        [PIECE_SOURCE] = "source",       [PIECE_SUPPLEMENT] = "supplement",
                                        [PIECE_CONTACT] = "contact",     [PIECE_CODE] = "code",
                                        [PIECE_SMALL] = "small",         [PIECE_RULE] = "rule"};
    struct json_object *object = json_object_new_object();
    add_text(object, "kind", kinds[piece->kind]);
    add_text(object, "label", piece->label);
    add_text(object, "text", piece->text);
    json_object_object_add(object, "depth", json_object_new_int(piece->depth));
    if (piece->link) {
        add_text(object, "purpose", piece->link->purpose);
        add_text(object, "url", piece->link->url);
        add_text(object, "host", piece->link->host);
    }
    return object;
}

static struct json_object *rendering_json(const struct rendering *rendering)
{
    static const char *const papers[] = {[PAPER_58] = "58", [PAPER_80] = "80", [PAPER_A4] = "a4"};
    struct json_object *object = json_object_new_object();
    add_text(object, "paper", papers[rendering->options.paper]);
    if (rendering->options.charset)
        add_text(object, "charset", rendering->options.charset);
    json_object_object_add(object, "native", json_object_new_boolean(rendering->options.native_code));
    json_object_object_add(object, "cut", json_object_new_boolean(rendering->options.cut));
    json_object_object_add(object, "error", json_object_new_int(-rendering->error));
    json_object_object_add(object, "n", json_object_new_int64((int64_t)rendering->n));
    return object;
}

/* Renders and writes; the bytes are freed. */
static void emit(const struct document *document, const char *where, struct rendering *renderings, size_t n)
{
    struct json_object *object = json_object_new_object(), *pieces = json_object_new_array(),
                       *list = json_object_new_array();
    add_text(object, "where", where);
    add_text(object, "name", document->name);
    for (size_t i = 0; i < document->n; i++)
        json_object_array_add(pieces, piece_json(&document->pieces[i]));
    json_object_object_add(object, "pieces", pieces);
    for (size_t i = 0; i < n; i++) {
        struct rendering *one = &renderings[i];
        one->bytes = NULL;
        one->n = 0;
        one->error = one->options.paper == PAPER_A4
                         ? pdf_render(&one->bytes, &one->n, document)
                         : escpos_render(&one->bytes, &one->n, document, &one->options);
        json_object_array_add(list, rendering_json(one));
    }
    json_object_object_add(object, "renderings", list);
    printf("%s\n", json_object_to_json_string_ext(object, JSON_C_TO_STRING_PLAIN));
    json_object_put(object);
    for (size_t i = 0; i < n; i++) {
        fwrite(renderings[i].bytes, 1, renderings[i].n, stdout);
        free(renderings[i].bytes);
    }
}

static void emit_rolls(const struct document *document, const char *where)
{
    static const char *const charsets[] = {"GB18030", "GBK", "GB2312"};
    struct rendering renderings[2 * ARRAY_SIZE(charsets)];
    for (size_t i = 0; i < ARRAY_SIZE(renderings); i++)
        renderings[i] = (struct rendering){
            .options = {.paper = i % 2 ? PAPER_80 : PAPER_58, .charset = charsets[i / 2], .cut = true}};
    emit(document, where, renderings, ARRAY_SIZE(renderings));
}

static void emit_page(const struct document *document, const char *where)
{
    struct rendering page = {.options.paper = PAPER_A4};
    emit(document, where, &page, 1);
}

typedef void emit_fn(const struct document *document, const char *where);

struct walk {
    struct handbook *handbook;
    struct guides *guides;
    emit_fn *emit;
    struct slip_frame frame;
    bool every_link; /* a slip for the code of each page, else for the first alone */
};

static int emit_outcome(void *context, const struct guide_answers *answers, const struct guide_place *place)
{
    const struct walk *walk = context;
    size_t links = walk->every_link && place->node->n_links ? place->node->n_links : 1;
    char where[128];
    for (size_t link = 0; link < links; link++) {
        struct document *document;
        snprintf(where, sizeof(where), "%d %s, page %zu", place->guide->question, place->node->id, link);
        check(slip_from_outcome(&document, &walk->frame, walk->handbook, place, answers, (int)link) == 0,
              where);
        walk->emit(document, where);
        document_free(document);
    }
    return 0;
}

static void emit_answer(const struct walk *walk, int question)
{
    struct answer *answer;
    char where[64];
    check(handbook_answer(&answer, walk->handbook, question) == 0, "an answer cannot be read");
    size_t links = walk->every_link && answer->n_links ? answer->n_links : 1;
    for (size_t link = 0; link < links; link++) {
        struct document *document;
        snprintf(where, sizeof(where), "answer %d, page %zu", question, link);
        check(slip_from_answer(&document, &walk->frame, answer, (int)link) == 0, where);
        walk->emit(document, where);
        document_free(document);
    }
    answer_free(answer);
}

static void emit_slips(const struct walk *walk)
{
    for (int question = 1; question <= CONTENT_QUESTIONS; question++) {
        emit_answer(walk, question);
        check(guide_paths(walk->guides, question, today, emit_outcome, (void *)walk) == 0, "a path fails");
    }
}

/* Whatever a school might write, and more. */
static struct document *odd_document(void)
{
    static const struct link link = {.id = T("x"),
                                     .purpose = T("很长很长很长很长很长很长很长很长很长很长的用途（说明）"),
                                     .url = T("https://www.chsi.com.cn/"),
                                     .host = T("www.chsi.com.cn"),
                                     .grade = T("A"),
                                     .checked = T("2026-11-23")};
    struct document *document;
    check(document_new(&document, "名字\033@\n") == 0, "no document");
    document_add(document, PIECE_TITLE,
                 "特别长的标题，长到无论哪一种纸都放不下两行，所以只能加高：看一看会怎样");
    document_add(document, PIECE_PARAGRAPH,
                 "命令\033@不\x1dV\x42\x01是\x1c.文字\n\r\t\x10\x04\x01，\x7f\xc2\x9b也不是\xff\xe4\xb8");
    document_add(document, PIECE_PARAGRAPH,
                 "缺字：½ ✔ ▪ 㐂 𠮷 é ü € ☐ ё é̂ 한 あ ㎡ ㊣ — · ― “ ” ‘ ’ … ①⑳ Ⅻ ℃ ‰ ￥ ～ 〇");
    document_add(document, PIECE_PARAGRAPH, "");
    document_add(document, PIECE_PARAGRAPH,
                 "https://www.chsi.com.cn/"
                 "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/"
                 "?b=%20&c=（也许）");
    document_add(document, PIECE_HEADING, "一个很长的小标题，一行放不下，第二行后面还有一点地方给线");
    for (int i = 1; i <= 12; i++) {
        char label[16];
        snprintf(label, sizeof(label), "%d", i);
        document_add_labelled(document, PIECE_TICK, label,
                              "这一步的文字不止一行，第二行和第一行对齐，标点不在行首，（括号）也“对”。");
    }
    document_set_depth(document, 1);
    document_add(document, PIECE_QUOTE, "步骤里的引文，后面是出处，比较长，至少要两行才放得下。");
    document_add(document, PIECE_SOURCE,
                 "—— 一部名称非常非常长的规定（教育部令第四十一号）第三十二条、第三十三条和第三十八条");
    document_set_depth(document, 0);
    document_add_labelled(document, PIECE_NUMBERED, "第一步", "标签很宽。");
    document_add_labelled(document, PIECE_NUMBERED, "第二步",
                          "也一样，而且这一步的文字长到要换行，看看悬挂缩进对不对。");
    document_add_labelled(document, PIECE_QUOTE, "", "隔开");
    document_add_labelled(
        document, PIECE_NUMBERED,
        "一个长得旁边放不下任何文字的标签，无论印在哪一种纸上，它都要占去一行有余，即使是最宽的纸也不例外",
        "文字在它下面。");
    document_add_labelled(document, PIECE_SUPPLEMENT, "补充说明（不是手册原文）", "标题");
    document_add_labelled(document, PIECE_SUPPLEMENT, "1", "一。");
    document_add_labelled(document, PIECE_SUPPLEMENT, "2",
                          "二：也许很长很长很长很长很长很长很长很长很长很长很长很长。");
    document_add(document, PIECE_SOURCE, "来源：某处，2026-11-23 核对");
    document_add_labelled(document, PIECE_SUPPLEMENT, "补充说明（不是手册原文）", "紧接着另一个");
    document_add(document, PIECE_SOURCE, "来源：别处");
    document_add_labelled(document, PIECE_CONTACT, "电话",
                          "0431-00000000、0431-00000001、0431-00000002、0431-00000003");
    document_add_code(document, &link);
    document_add(document, PIECE_RULE, "");
    document_add(document, PIECE_SMALL, "完");
    check(document_error(document) == 0, "an odd document fails");
    return document;
}

static void emit_odd(const struct walk *walk)
{
    struct document *document = odd_document();
    walk->emit(document, "odd");
    document_free(document);
}

static void emit_options(const struct walk *walk)
{
    struct answer *answer;
    struct document *document;
    struct rendering renderings[] = {
        {.options = {PAPER_58, "GB18030", .native_code = true, .cut = true}},
        {.options = {PAPER_80, "GB18030", .native_code = true, .cut = false}},
        {.options = {PAPER_80, "UTF-8", .cut = true}},
        {.options = {PAPER_80, "NOSUCH"}},
        {.options = {PAPER_80, "UTF-16"}},
        {.options = {PAPER_80, "ISO-2022-CN"}},
        {.options = {PAPER_80, "GBK//TRANSLIT"}},
    };
    check(handbook_answer(&answer, walk->handbook, 2) == 0, "an answer cannot be read");
    check(slip_from_answer(&document, &walk->frame, answer, 0) == 0, "an answer has no slip");
    emit(document, "options", renderings, ARRAY_SIZE(renderings));
    document_free(document);
    answer_free(answer);
}

static void emit_pictures(const struct walk *walk)
{
    static const struct {
        int question;
        const char *said;
        struct rendering rendering;
    } shown[] = {
        {6, "certificate-matter=lost", {.options = {PAPER_58, "GB18030", .cut = true}}},
        {2,
         "school-listed=found,admitted-by-rules=yes,admission-year=2026,account-details=same",
         {.options = {PAPER_80, "GB18030", .cut = true}}},
        {8, "graduation-year=1999,bound-before=no", {.options = {.paper = PAPER_A4}}},
    };
    for (size_t i = 0; i < ARRAY_SIZE(shown); i++) {
        struct rendering rendering = shown[i].rendering;
        struct guide_answers answers;
        struct guide_place place;
        struct document *document = NULL;
        check(guide_answers_parse(&answers, shown[i].said) == 0 &&
                  guide_resolve(&place, walk->guides, shown[i].question, &answers, today) == 0 &&
                  slip_from_outcome(&document, &walk->frame, walk->handbook, &place, &answers, 0) == 0,
              shown[i].said);
        emit(document, shown[i].said, &rendering, 1);
        document_free(document);
    }
}

int main(int argc, char **argv)
{
    const char *what = argc == 2 ? argv[1] : "";
    struct walk walk = {.emit = emit_rolls, .every_link = true};
    check(handbook_open_embedded(&walk.handbook) == 0 && guides_load(&walk.guides, walk.handbook) == 0,
          "no handbook");
    walk.frame = (struct slip_frame){.edition = handbook_edition(walk.handbook), .today = today};
    if (strcmp(what, "rolls") == 0)
        emit_slips(&walk);
    if (strcmp(what, "pictures") == 0)
        emit_pictures(&walk);
    walk.frame.profile = &profile;
    walk.every_link = false;
    if (strcmp(what, "pages") == 0 || strcmp(what, "one-page") == 0)
        walk.emit = emit_page;
    if (strcmp(what, "one-page") == 0)
        emit_answer(&walk, 1);
    if (strcmp(what, "rolls") == 0 || strcmp(what, "pages") == 0)
        emit_slips(&walk);
    if (strcmp(what, "odd") == 0 || strcmp(what, "pages") == 0)
        emit_odd(&walk);
    if (strcmp(what, "options") == 0)
        emit_options(&walk);
    guides_free(walk.guides);
    handbook_close(walk.handbook);
    return ferror(stdout) ? EXIT_FAILURE : EXIT_SUCCESS;
}
