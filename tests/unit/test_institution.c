/* SPDX-License-Identifier: MIT */
/* The look-up in the real list, and what the reader makes of a list that is damaged. */
#include "db/institution.h"

#include "base/error.h"
#include "handbook_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#define NAMES_MAX 5

static int open_real(void **state)
{
    struct handbook *handbook = NULL;
    int r = handbook_open_embedded(&handbook);

    *state = handbook;
    return r;
}

static int close_real(void **state)
{
    handbook_close(*state);
    return 0;
}

struct row {
    const char *typed;
    const char *names[NAMES_MAX]; /* the first that are found, in this order */
};

static void check_row(struct handbook *handbook, const struct row *row)
{
    struct institution *found = NULL;
    size_t n = 0, wanted = 0;

    while (wanted < NAMES_MAX && row->names[wanted])
        wanted++;
    assert_int_equal(institutions_find(&found, &n, handbook, row->typed, wanted), 0);
    if (n != wanted)
        fail_msg("%s: %zu found, not %zu", row->typed, n, wanted);
    for (size_t i = 0; i < n; i++)
        if (strcmp(found[i].name, row->names[i]) != 0)
            fail_msg("%s: %zu is %s, not %s", row->typed, i, found[i].name, row->names[i]);
    institutions_free(found, n);
}

static void check_rows(struct handbook *handbook, const struct row *rows, size_t n)
{
    for (size_t i = 0; i < n; i++)
        check_row(handbook, &rows[i]);
}

#define CHECK_ROWS(...)                                                                                      \
    check_rows(*state, (const struct row[]){__VA_ARGS__}, ARRAY_SIZE(((const struct row[]){__VA_ARGS__})))

static void any_part_of_a_name_finds(void **state)
{
    CHECK_ROWS({"吉林大学", {"吉林大学"}}, {"长春理工", {"长春理工大学"}}, {"理工大学", {"长春理工大学"}},
               {"长春师范", {"长春师范大学", "长春师范高等专科学校"}},
               {"延边", {"延边大学", "延边职业技术学院"}}, {"中国地质大学武汉", {"中国地质大学（武汉）"}},
               {"大学（华东）", {"中国石油大学（华东）"}}, {" 吉林 大学 ", {"吉林大学"}},
               {"清华", {"清华大学"}});
}

static void short_forms_find(void **state)
{
    CHECK_ROWS({"吉大", {"吉林大学", "吉林建筑大学"}}, {"东师大", {"东北师范大学"}},
               {"长理工", {"长春理工大学", "长沙理工大学"}}, {"长大", {"长春大学"}},
               {"哈工大", {"哈尔滨工业大学"}}, {"北大", {"北华大学", "北京大学"}}, {"jida", {"吉林大学"}},
               {"dongshida", {"东北师范大学"}}, {"changda", {"长春大学"}},
               {"大学", {"吉林大学", "延边大学", "北华大学", "长春大学"}});
}

static void pinyin_and_initials_find(void **state)
{
    CHECK_ROWS({"jilindaxue", {"吉林大学"}}, {"jilin daxue", {"吉林大学"}}, {"jldx", {"吉林大学"}},
               {"jilin大学", {"吉林大学"}}, {"吉林dx", {"吉林大学"}}, {"jilindx", {"吉林大学"}},
               {"changchunligong", {"长春理工大学"}}, {"zhangchunligong", {"长春理工大学"}},
               {"changchunlig", {"长春理工大学"}}, {"cclg", {"长春理工大学"}}, {"chchlg", {"长春理工大学"}},
               {"dongbeishida", {"东北师范大学"}}, {"bshhjgcxx", {NULL}},
               {"luan", {"潞安职业技术学院", "六安职业技术学院"}}, {"liuan", {"六安职业技术学院"}},
               {"xi'an", {"西安医学院", "西安交通大学"}}, {"lvyou", {"长春大学旅游学院"}},
               {"luyou", {"长春大学旅游学院"}}, {"bengbu", {"蚌埠学院"}}, {"xiamen", {"厦门大学"}},
               {"ＹＢＤＸ", {"延边大学"}});
}

static void codes_find(void **state)
{
    CHECK_ROWS({"4122010183", {"吉林大学"}}, {"41220101", {"吉林大学"}}, {"10183", {"吉林大学"}},
               {"３６２２０００３３５", {"长春师范高等专科学校"}}, {"3622", {"长春师范高等专科学校"}},
               {"41220101830", {NULL}}, {"410", {"白城职业技术学院"}});
}

/* 长春职业技术大学 was 长春职业技术学院 until after 2017; 吉林化工大学 was 吉林化工学院. */
static void former_names_find_the_present_one(void **state)
{
    struct institution *found;
    size_t n;

    CHECK_ROWS({"长春职业技术学院", {"长春职业技术大学"}},
               {"changchunzhiyejishuxueyuan", {"长春职业技术大学"}}, {"吉林化工学院", {"吉林化工大学"}},
               {"jlhgxy", {"吉林化工大学"}}, {"华桥外国语", {"吉林外国语大学"}},
               {"吉林大学珠海学院", {"珠海科技学院"}});
    assert_int_equal(institutions_find(&found, &n, *state, "吉林华桥外国语学院", 9), 0);
    assert_int_equal(n, 1);
    assert_int_equal(found->n_former_names, 1);
    assert_string_equal(found->former_names[0], "吉林华桥外国语学院");
    institutions_free(found, n);
}

/* Jilin first, then 普通, then the shorter name; a better match before all of them. */
static void among_equals_jilin_is_first(void **state)
{
    struct institution *found;
    size_t n, adult = 0, last_length = 0;

    assert_int_equal(institutions_find(&found, &n, *state, "大学", 5000), 0);
    assert_true(n > 1000);
    for (size_t i = 1; i < 40; i++) {
        bool contains = strstr(found[i].name, "大学") && strstr(found[i - 1].name, "大学");
        if (contains && strcmp(found[i].province, "吉林省") == 0)
            assert_string_equal(found[i - 1].province, "吉林省");
    }
    for (size_t i = 0; strcmp(found[i].province, "吉林省") == 0; i++) {
        bool is_adult = strcmp(found[i].kind, "成人") == 0;
        assert_true(is_adult || !adult);
        if (is_adult && !adult)
            last_length = 0;
        adult += is_adult;
        assert_true(strlen(found[i].name) >= last_length);
        last_length = strlen(found[i].name);
    }
    assert_true(adult > 0);
    institutions_free(found, n);
    CHECK_ROWS({"北京", {"北京大学"}}, {"beijing", {"北京大学"}});
}

static void all_values_of_an_institution_are_told(void **state)
{
    struct institution *school;

    assert_int_equal(institution_by_code(&school, *state, "4122010192"), 0);
    assert_string_equal(school->code, "4122010192");
    assert_string_equal(school->name, "吉林化工大学");
    assert_string_equal(school->province, "吉林省");
    assert_string_equal(school->city, "吉林市");
    assert_string_equal(school->level, "本科");
    assert_string_equal(school->kind, "普通");
    assert_string_equal(school->authority, "吉林省");
    assert_string_equal(school->remark, "");
    assert_int_equal(school->n_former_names, 1);
    assert_string_equal(school->former_names[0], "吉林化工学院");
    institutions_free(school, 1);
}

/* 3622000335: the two digits that look like a province say something else. */
static void the_province_is_not_read_off_the_code(void **state)
{
    struct institution *school;

    assert_int_equal(institution_by_code(&school, *state, "3622000335"), 0);
    assert_string_equal(school->name, "长春师范高等专科学校");
    assert_string_equal(school->province, "吉林省");
    institutions_free(school, 1);
}

static void a_code_that_is_none_is_not_there(void **state)
{
    static const char *const codes[] = {"",           "4122999999",  "412201018", "41220101830",
                                        "412201018x", "' OR 1=1 --", "吉林大学"};
    struct institution *school = NULL;

    for (size_t i = 0; i < ARRAY_SIZE(codes); i++)
        assert_int_equal(institution_by_code(&school, *state, codes[i]), -ENOENT);
    assert_null(school);
}

static void the_list_has_its_number_and_its_date(void **state)
{
    const char *as_of;
    size_t n;

    assert_int_equal(institutions_info(&n, &as_of, *state), 0);
    assert_int_equal(n, 3196);
    assert_string_equal(as_of, "2026-06-17");
    assert_int_equal(institutions_check(*state), 0);
}

static bool has(const struct institution *institutions, size_t n, const char *code)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(institutions[i].code, code) == 0)
            return true;
    return false;
}

/*
 * By its own name and by its code every institution is the first that is found. By a former name it is among
 * the first two: 成都学院, now 成都大学, is also part of the present name 电子科技大学成都学院.
 */
static void every_institution_finds_itself(void **state)
{
    struct institution *all, *found;
    size_t n, n_all, n_former = 0;

    assert_int_equal(institutions_find(&all, &n_all, *state, "x", 5000), 0);
    assert_int_equal(n_all, 3196);
    for (size_t i = 0; i < n_all; i++) {
        check_row(*state, &(struct row){all[i].name, {all[i].name}});
        check_row(*state, &(struct row){all[i].code, {all[i].name}});
        for (size_t k = 0; k < all[i].n_former_names; k++, n_former++) {
            assert_int_equal(institutions_find(&found, &n, *state, all[i].former_names[k], 2), 0);
            assert_true(has(found, n, all[i].code));
            institutions_free(found, n);
        }
    }
    assert_int_equal(n_former, 321);
    institutions_free(all, n_all);
}

static void never_more_than_the_limit(void **state)
{
    static const size_t limits[] = {0, 1, 7, 3196, 9999, SIZE_MAX};
    struct institution *found;
    size_t n;

    for (size_t i = 0; i < ARRAY_SIZE(limits); i++) {
        assert_int_equal(institutions_find(&found, &n, *state, "x", limits[i]), 0);
        assert_int_equal(n, limits[i] < 3196 ? limits[i] : 3196);
        institutions_free(found, n);
    }
}

static void nothing_typed_finds_nothing(void **state)
{
    static const char *const blank[] = {"", " ", "　", "%", "_*\"'", "\x1b\x7f", "\xff\xfe", "（）"};
    struct institution *found;
    size_t n;

    for (size_t i = 0; i < ARRAY_SIZE(blank); i++) {
        assert_true(institution_query_is_blank(blank[i]));
        assert_int_equal(institutions_find(&found, &n, *state, blank[i], 9), 0);
        assert_int_equal(n, 0);
        institutions_free(found, n);
    }
}

static void whatever_is_typed_does_no_harm(void **state)
{
    static const char *const pieces[] = {"a",        "吉",           "xi", "%_*\"'", "\xff",
                                         "\xe5\x90", "\x01\x1b[2J",  "4",  "zh ",    "学院",
                                         "🎓",        "\xe2\x80\xae", "é"};
    struct institution *found;
    size_t n;

    for (size_t i = 0; i < ARRAY_SIZE(pieces); i++) {
        size_t piece = strlen(pieces[i]), times = 10000;
        char *typed = malloc(piece * times + 1);
        assert_non_null(typed);
        for (size_t k = 0; k < times; k++)
            memcpy(typed + k * piece, pieces[i], piece);
        typed[piece * times] = '\0';
        assert_int_equal(institutions_find(&found, &n, *state, typed, 9), 0);
        assert_int_equal(n, 0);
        institutions_free(found, n);
        free(typed);
    }
}

/* The first error of reading the whole of a damaged list. */
static int check_after(const char *damage)
{
    struct image image = fixture_build(damage);
    struct handbook *handbook = NULL;
    struct institution *found = NULL;
    size_t n = 0;
    int r, again;

    assert_int_equal(handbook_open_bytes(&handbook, image.bytes, image.n), 0);
    r = institutions_check(handbook);
    if (r == 0)
        r = institutions_find(&found, &n, handbook, "da", 9);
    institutions_free(found, n);
    again = institutions_check(handbook);
    assert_true(r == again || again == 0);
    handbook_close(handbook);
    free(image.bytes);
    return r;
}

static void a_sound_list_is_read(void **state)
{
    (void)state;
    assert_int_equal(check_after(""), 0);
    assert_int_equal(check_after("DELETE FROM reading"), 0);
    assert_int_equal(check_after("DELETE FROM former_name"), 0);
    assert_int_equal(check_after("UPDATE institution SET remark = '备注', name = 'ABC（1）'"), 0);
}

/* On a list that is not whole every absence would be a false word. */
static void a_damaged_list_is_refused(void **state)
{
    static const char *const damages[] = {
        "DELETE FROM institution_list",
        "UPDATE institution_list SET institutions = 3",
        "UPDATE institution_list SET institutions = 0; DELETE FROM institution",
        "UPDATE institution_list SET date = '2026-02-30'",
        "DELETE FROM institution WHERE kind = '成人'",
        "UPDATE institution SET code = '412201018x' WHERE kind = '普通'",
        "UPDATE institution SET code = '41220101833' WHERE kind = '普通'",
        "UPDATE institution SET code = '' WHERE kind = '普通'",
        "UPDATE institution SET name = '' WHERE kind = '普通'",
        "UPDATE institution SET name = '吉' || char(27) || '[2J'",
        "UPDATE institution SET province = ''",
        "UPDATE institution SET authority = ''",
        "UPDATE institution SET kind = '其他'",
        "UPDATE institution SET kind = ''",
        "UPDATE institution SET level = '' WHERE kind = '普通'",
        "UPDATE institution SET level = '研究生' WHERE kind = '普通'",
        "UPDATE institution SET level = '本科' WHERE kind = '成人'",
        "UPDATE institution SET remark = char(0x202e)",
        "UPDATE former_name SET code = '4122999999'",
        "UPDATE former_name SET code = '9999999999'",
        "UPDATE former_name SET name = ''",
        "UPDATE reading SET readings = 'Da' WHERE character = '大'",
        "UPDATE reading SET readings = 'zhuangg' WHERE character = '大'",
        "UPDATE reading SET character = '大大' WHERE character = '大'",
        "INSERT INTO reading VALUES ('', 'da')",
        "WITH RECURSIVE n(i) AS (VALUES (2) UNION ALL SELECT i + 1 FROM n WHERE i < 40)"
        " INSERT INTO former_name SELECT '4122010183', i, '曾用名', '2000-06-12' FROM n",
        "WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 9000)"
        " INSERT INTO institution SELECT printf('5%09d', i), '某', '某', '', '', '成人', '某', '' FROM n;"
        "UPDATE institution_list SET institutions = 9002",
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(damages); i++) {
        int r = check_after(damages[i]);
        if (r != -EBADMSG)
            fail_msg("%d after %s", r, damages[i]);
    }
}

static void values_of_a_wrong_type_are_refused(void **state)
{
    static const struct {
        const char *table, *statement;
    } rows[] = {
        {"institution", "UPDATE institution SET name = NULL"},
        {"institution", "UPDATE institution SET city = x'00ff'"},
        {"institution", "UPDATE institution SET remark = x'35'"},
        {"institution_list", "UPDATE institution_list SET institutions = 'two'"},
        {"institution_list", "UPDATE institution_list SET date = NULL"},
        {"former_name", "UPDATE former_name SET name = NULL"},
        {"reading", "UPDATE reading SET readings = NULL"},
        {"reading", "UPDATE reading SET readings = x'6461'"},
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
        char *damage = fixture_against_schema(rows[i].table, rows[i].statement);
        int r = check_after(damage);
        if (r != -EBADMSG)
            fail_msg("%d after %s", r, rows[i].statement);
        sqlite3_free(damage);
    }
}

#define WITH_LIST(test) cmocka_unit_test_setup_teardown(test, open_real, close_real)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_LIST(any_part_of_a_name_finds),
        WITH_LIST(short_forms_find),
        WITH_LIST(pinyin_and_initials_find),
        WITH_LIST(codes_find),
        WITH_LIST(former_names_find_the_present_one),
        WITH_LIST(among_equals_jilin_is_first),
        WITH_LIST(all_values_of_an_institution_are_told),
        WITH_LIST(the_province_is_not_read_off_the_code),
        WITH_LIST(a_code_that_is_none_is_not_there),
        WITH_LIST(the_list_has_its_number_and_its_date),
        WITH_LIST(every_institution_finds_itself),
        WITH_LIST(never_more_than_the_limit),
        WITH_LIST(nothing_typed_finds_nothing),
        WITH_LIST(whatever_is_typed_does_no_harm),
        cmocka_unit_test(a_sound_list_is_read),
        cmocka_unit_test(a_damaged_list_is_refused),
        cmocka_unit_test(values_of_a_wrong_type_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
