/* SPDX-License-Identifier: MIT */
/* The module is found through the RUNPATH, and its absence is told. Linked twice: with the module's folder
 * and without. */
#include "base/error.h"
#include "ui/paper/pdf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct document *small(void)
{
    struct document *document;
    assert_int_equal(document_new(&document, "一本通"), 0);
    document_add(document, PIECE_TITLE, "标题");
    document_add(document, PIECE_PARAGRAPH, "正文。");
    assert_int_equal(document_error(document), 0);
    return document;
}

static void without_the_module_nothing_is_left_behind(void **state)
{
    struct document *document = small();
    char *bytes = NULL;
    size_t n = 7;
    (void)state;
    assert_int_equal(pdf_render(&bytes, &n, document), -ENOSYS);
    assert_null(bytes);
    assert_int_equal(n, 7);
    document_free(document);
}

static void a_page_is_made_again_and_again(void **state)
{
    struct document *document = small();
    (void)state;
    for (int times = 0; times < 3; times++) {
        char *bytes;
        size_t n;
        assert_int_equal(pdf_render(&bytes, &n, document), 0);
        assert_true(n > 100);
        assert_memory_equal(bytes, "%PDF-", 5);
        free(bytes);
    }
    document_free(document);
}

static void a_document_that_failed_makes_no_page(void **state)
{
    struct document *document = small();
    char *bytes = NULL;
    size_t n = 7;
    (void)state;
    document->error = -ENOMEM;
    assert_int_equal(pdf_render(&bytes, &n, document), -ENOMEM);
    assert_null(bytes);
    document_free(document);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest with_module[] = {
        cmocka_unit_test(a_page_is_made_again_and_again),
        cmocka_unit_test(a_document_that_failed_makes_no_page),
    };
    const struct CMUnitTest without_module[] = {cmocka_unit_test(without_the_module_nothing_is_left_behind)};
    if (argc > 1 && strcmp(argv[1], "--without") == 0)
        return cmocka_run_group_tests(without_module, NULL, NULL);
    return cmocka_run_group_tests(with_module, NULL, NULL);
}
