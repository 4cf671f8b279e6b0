/* SPDX-License-Identifier: MIT */
/*
 * The module that makes A4 pages, while something fails once in every way in which it is reached: an
 * allocation of its own, a call of fontconfig. Each time it is told and nothing is handed out; then the same
 * page is made as before. What cairo and pango allocate themselves is theirs: glib ends the program.
 */
#include "tests/faults/allocator.h"
#include "tests/faults/calls.h"
#include "tests/faults/ways.h"
#include "ui/paper/pdf_module.h"

#include "base/error.h"

#include <cairo-pdf.h>
#include <fontconfig/fontconfig.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define WAY_DEPTH 12

/* Pango calls fontconfig, too: the linker wants to see ours from there. */
#pragma GCC visibility push(default)

CALLS_WRAP(FcPattern *, NULL, FcPatternCreate, (void), ())
CALLS_WRAP(FcBool, FcFalse, FcPatternAddString,
           (FcPattern * pattern, const char *object, const FcChar8 *text), (pattern, object, text))
CALLS_WRAP(FcBool, FcFalse, FcConfigSubstitute, (FcConfig * config, FcPattern *pattern, FcMatchKind kind),
           (config, pattern, kind))
CALLS_WRAP(FcPattern *, NULL, FcFontMatch, (FcConfig * config, FcPattern *pattern, FcResult *result),
           (config, pattern, result))
CALLS_WRAP(FcResult, FcResultNoMatch, FcPatternGetCharSet,
           (const FcPattern *pattern, const char *object, int n, FcCharSet **out), (pattern, object, n, out))
CALLS_WRAP(FcResult, FcResultNoMatch, FcPatternGetString,
           (const FcPattern *pattern, const char *object, int n, FcChar8 **out), (pattern, object, n, out))
CALLS_WRAP(FcBool, FcFalse, FcCharSetHasChar, (const FcCharSet *charset, FcChar32 ch), (charset, ch))

/* From here to there cairo packs with the zlib that this program is linked with, whose memory is not ours. */
cairo_surface_t *__real_cairo_pdf_surface_create_for_stream(cairo_write_func_t write, void *context,
                                                            double width, double height);
cairo_surface_t *__wrap_cairo_pdf_surface_create_for_stream(cairo_write_func_t write, void *context,
                                                            double width, double height);
cairo_surface_t *__wrap_cairo_pdf_surface_create_for_stream(cairo_write_func_t write, void *context,
                                                            double width, double height)
{
    allocator_spare(true);
    return __real_cairo_pdf_surface_create_for_stream(write, context, width, height);
}

void __real_cairo_surface_destroy(cairo_surface_t *surface);
void __wrap_cairo_surface_destroy(cairo_surface_t *surface);
void __wrap_cairo_surface_destroy(cairo_surface_t *surface)
{
    __real_cairo_surface_destroy(surface);
    allocator_spare(false);
}

/* Cairo's own failures: what it was told to say of itself. */
static cairo_status_t said;

cairo_status_t __real_cairo_surface_status(cairo_surface_t *surface);
cairo_status_t __wrap_cairo_surface_status(cairo_surface_t *surface);
cairo_status_t __wrap_cairo_surface_status(cairo_surface_t *surface)
{
    return said ? said : __real_cairo_surface_status(surface);
}

#pragma GCC visibility pop

static struct document *slip(void)
{
    static char id[] = "chsi-home", purpose[] = "学信网", url[] = "https://www.chsi.com.cn/",
                host[] = "www.chsi.com.cn", grade[] = "A", checked[] = "2026-11-23";
    const struct link link = {
        .id = id, .purpose = purpose, .url = url, .host = host, .grade = grade, .checked = checked};
    struct document *document;
    assert_int_equal(document_new(&document, "一本通 问题6"), 0);
    document_add(document, PIECE_TITLE, "毕业证书丢了怎么办");
    document_add(document, PIECE_HEADING, "依次办理");
    document_add_labelled(document, PIECE_NUMBERED, "1", "向毕业学校申请补办学历证明书。");
    document_add_labelled(document, PIECE_TICK, "☐", "身份证");
    document_add(document, PIECE_QUOTE,
                 "学历证书遗失或者损坏的，经本人申请，由学校核实后出具相应的学历证明书。");
    document_add_code(document, &link);
    document_add(document, PIECE_RULE, "");
    document_add(document, PIECE_SMALL, "以学信网页面和学校规定为准");
    assert_int_equal(document_error(document), 0);
    return document;
}

/* A page costs milliseconds, most of which go into the fonts: only what fails is tried, each way once. */
static void fail_everywhere(bool in_memory)
{
    struct document *document = slip();
    long failed = 0;
    bool reached = true;
    ways_forget(WAY_DEPTH);
    for (; reached; failed += reached) {
        char *bytes = NULL;
        size_t n = 0;
        if (in_memory)
            allocator_fail(WAYS_NEXT, false);
        else
            calls_fail(WAYS_NEXT, ENOMEM, false);
        int r = PDF_MODULE_ENTRY(&bytes, &n, document);
        reached = in_memory ? allocator_heal() : calls_heal();
        if (reached ? r >= 0 || bytes : r != 0 || n < 5 || memcmp(bytes, "%PDF-", 5) != 0)
            fail_msg("%s, time %ld: %d", in_memory ? "an allocation" : calls_failed(), failed, r);
        free(bytes);
    }
    document_free(document);
    assert_true(failed > 0);
}

static void a_page_that_runs_out_of_memory_is_none(void **state)
{
    (void)state;
    fail_everywhere(true);
}

static void a_page_without_a_chinese_font_is_none(void **state)
{
    (void)state;
    fail_everywhere(false);
}

static void what_cairo_says_of_itself_is_told(void **state)
{
    static const struct {
        cairo_status_t said;
        int told;
    } rows[] = {{CAIRO_STATUS_NO_MEMORY, -ENOMEM},
                {CAIRO_STATUS_WRITE_ERROR, -ENOMEM}, /* of a file in memory */
                {CAIRO_STATUS_FONT_TYPE_MISMATCH, -EIO}};
    struct document *document = slip();
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
        char *bytes = NULL;
        size_t n = 0;
        said = rows[i].said;
        assert_int_equal(PDF_MODULE_ENTRY(&bytes, &n, document), rows[i].told);
        assert_null(bytes);
    }
    said = CAIRO_STATUS_SUCCESS;
    document_free(document);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_page_that_runs_out_of_memory_is_none),
        cmocka_unit_test(a_page_without_a_chinese_font_is_none),
        cmocka_unit_test(what_cairo_says_of_itself_is_told),
    };
    return cmocka_run_group_tests_name("pages, when something fails", tests, NULL, NULL);
}
