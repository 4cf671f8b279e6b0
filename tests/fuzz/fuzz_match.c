/* SPDX-License-Identifier: MIT */
/*
 * Any bytes typed against a school's name, which the first byte chooses: pinyin_match says what is said here
 * once more without its bits, slowly and place by place; and spaces around make no difference. What the whole
 * list makes of it is looked at by fuzz_institution.
 */
#include "base/error.h"
#include "base/utf8.h"
#include "db/pinyin_table.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define TYPED_MAX 512 /* bytes of the input */
#define LETTERS_MAX 16

static void check(bool promise)
{
    if (!promise)
        abort();
}

/* Readings of one letter to six, several of one character, zh, sh, ch, ü. */
static const struct {
    char32_t character;
    const char *readings;
} characters[] = {{U'〇', "ling"},        {U'一', "yi"},          {U'中', "zhong"},
                  {U'二', "er"},          {U'京', "jing"},        {U'北', "bei"},
                  {U'吉', "ji"},          {U'呣', "m mu"},        {U'哦', "o e"},
                  {U'国', "guo"},         {U'大', "da dai"},      {U'女', "nv ru"},
                  {U'子', "zi"},          {U'学', "xue"},         {U'安', "an"},
                  {U'家', "jia gu"},      {U'师', "shi"},         {U'庄', "zhuang"},
                  {U'庆', "qing"},        {U'恩', "en"},          {U'春', "chun"},
                  {U'林', "lin"},         {U'校', "xiao jiao"},   {U'石', "shi dan"},
                  {U'绿', "lv lu"},       {U'范', "fan"},         {U'行', "xing hang heng"},
                  {U'重', "zhong chong"}, {U'长', "zhang chang"}, {U'院', "yuan"}};

/* And where their short forms end. */
static const struct {
    const char *name;
    size_t short_end;
} names[] = {
    {"吉林大学", 3},
    {"长春师范大学", 5},
    {"重庆大学石家庄学院", 0},
    {"绿安恩女子学院", 0},
    {"北京中学〇二一", 0},
    {"中国A行2024", 0},
    {"呣哦大学", 3},
    {"一", 0},
    {"大学", 1},
    {"长长长长长长长长长大学", 10},
    {"B未学", 2},
};

static const struct pinyin *table(void)
{
    static struct pinyin *pinyin;

    if (pinyin)
        return pinyin;
    check(pinyin_new(&pinyin) == 0);
    for (size_t i = 0; i < ARRAY_SIZE(characters); i++)
        check(pinyin_add(pinyin, characters[i].character, characters[i].readings) == 0);
    return pinyin;
}

/* How far what is typed has been matched, by how it was spelt. */
enum mode { SPELT, INITIALS, MIXED, MODES };

struct reached {
    bool at[MODES][PINYIN_UNITS_MAX + 1];
};

static void reach(struct reached *to, enum mode mode, size_t place)
{
    to->at[mode][place] = true;
}

/* How many letters of the syllable stand at a place of what is typed, with no space between; u is v, too. */
static size_t letters_at(const struct pinyin_query *query, size_t place, const char *syllable)
{
    size_t n = 0;

    for (; syllable[n] && place + n < query->n; n++) {
        uint16_t unit = query->units[place + n], letter = (uint16_t)(UNIT_LETTER + (syllable[n] - 'a'));
        if (unit != letter && !(syllable[n] == 'v' && unit == UNIT_LETTER + ('u' - 'a')))
            break;
        if (n > 0 && query->spaces & bit(place + n))
            break;
    }
    return n;
}

static void spell(struct reached *to, enum mode mode, size_t place, const struct pinyin_query *query,
                  const char *syllable)
{
    size_t n = letters_at(query, place, syllable), length = strlen(syllable);
    enum mode spelt = mode == SPELT ? SPELT : MIXED, initial = mode == INITIALS ? INITIALS : MIXED;

    if (n == length || (n > 0 && place + n == query->n))
        reach(to, spelt, place + n);
    if (n > 0)
        reach(to, initial, place + 1);
    if (n > 1 && syllable[1] == 'h')
        reach(to, initial, place + 2);
}

/* One character of the name further. */
static struct reached further(const struct pinyin_query *query, const struct reached *from, uint16_t unit)
{
    struct reached to = {0};
    const uint16_t *readings = NULL;
    size_t n = pinyin_readings(&readings, query->pinyin, unit);

    for (int mode = SPELT; mode < MODES; mode++)
        for (size_t place = 0; place < query->n; place++) {
            if (!from->at[mode][place])
                continue;
            if (unit != UNIT_UNKNOWN && query->units[place] == unit)
                reach(&to, (enum mode)mode, place + 1);
            for (size_t i = 0; i < n; i++)
                spell(&to, (enum mode)mode, place, query, pinyin_syllable(query->pinyin, readings[i]));
        }
    return to;
}

static enum pinyin_match best(const struct reached *reached, const struct pinyin_query *query,
                              enum pinyin_match spelt, enum pinyin_match initials, enum pinyin_match mixed)
{
    if (reached->at[SPELT][query->n])
        return spelt;
    if (reached->at[INITIALS][query->n])
        return initials;
    return reached->at[MIXED][query->n] ? mixed : PINYIN_NONE;
}

static enum pinyin_match better(enum pinyin_match a, enum pinyin_match b)
{
    return a < b ? a : b;
}

/* From the first character on, one behind the other. */
static enum pinyin_match start(const struct pinyin_query *query, const uint16_t *name, size_t n)
{
    struct reached reached = {0};
    enum pinyin_match found = PINYIN_NONE;

    reach(&reached, SPELT, 0);
    reach(&reached, INITIALS, 0);
    for (size_t i = 0; i < n; i++) {
        reached = further(query, &reached, name[i]);
        found = better(found, best(&reached, query, PINYIN_START, PINYIN_INITIALS_START, PINYIN_MIXED_START));
    }
    return better(found, best(&reached, query, PINYIN_WHOLE, PINYIN_INITIALS_WHOLE, PINYIN_MIXED_START));
}

/* From any character on, one behind the other. */
static enum pinyin_match inside(const struct pinyin_query *query, const uint16_t *name, size_t n)
{
    struct reached reached = {0};
    enum pinyin_match found = PINYIN_NONE;

    for (size_t i = 0; i < n; i++) {
        reach(&reached, SPELT, 0);
        reach(&reached, INITIALS, 0);
        reached = further(query, &reached, name[i]);
        found =
            better(found, best(&reached, query, PINYIN_INSIDE, PINYIN_INITIALS_INSIDE, PINYIN_MIXED_INSIDE));
    }
    return found;
}

/* With others between, spelt. `first`: the first character of the name has to be the first that matches;
 * `last`: the name's last is the last that does. */
static bool scattered(const struct pinyin_query *query, const uint16_t *name, size_t n, bool first, bool last)
{
    struct reached reached = {0};

    reach(&reached, SPELT, 0);
    for (size_t i = 0; i < n; i++) {
        struct reached next = further(query, &reached, name[i]);
        bool ends = last && i + 1 == n;
        for (size_t place = 0; place <= query->n; place++)
            reached.at[SPELT][place] = next.at[SPELT][place] || (!ends && reached.at[SPELT][place]);
        if (first && i == 0)
            reached = next;
    }
    return reached.at[SPELT][query->n];
}

static enum pinyin_match expected(const struct pinyin_query *query, const uint16_t *name, size_t n,
                                  size_t short_end)
{
    enum pinyin_match found;

    if (query->n == 0 || n == 0)
        return PINYIN_NONE;
    found = start(query, name, n);
    if (found == PINYIN_NONE && short_end > 1 && scattered(query, name, short_end, true, true))
        found = PINYIN_SHORT;
    if (found == PINYIN_NONE && scattered(query, name, n, true, false))
        found = PINYIN_SCATTERED;
    found = better(found, inside(query, name, n));
    if (found == PINYIN_NONE && query->n_letters == 0 && scattered(query, name, n, false, false))
        found = PINYIN_SCATTERED_INSIDE;
    return found;
}

static enum pinyin_match match(const uint16_t *name, size_t n, size_t short_end, const char *typed)
{
    struct pinyin_query query;
    enum pinyin_match found;

    pinyin_prepare(&query, table(), typed);
    check(query.n <= PINYIN_UNITS_MAX && query.n_letters + query.n_digits <= query.n);
    check((query.n == 0) == pinyin_is_blank(typed));
    found = pinyin_match(&query, name, n, short_end);
    check(found == expected(&query, name, n, short_end));
    return found;
}

/* What a byte of the input types: itself, a character of the names, or how that is read; seldom does chance
 * spell one. */
static size_t type(char *out, uint8_t byte)
{
    size_t n = ARRAY_SIZE(characters), which = byte & 0x7F;

    if (byte < 0x80 || which >= 2 * n) {
        *out = (char)byte;
        return 1;
    }
    if (which < n)
        return utf8_encode(out, characters[which].character);
    const char *reading = characters[which - n].readings;
    memcpy(out, reading, strcspn(reading, " "));
    return strcspn(reading, " ");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char typed[8 * TYPED_MAX + 4];
    uint16_t name[LETTERS_MAX];
    size_t which = size > 0 ? data[0] % ARRAY_SIZE(names) : 0, n, end = 1;

    if (size < 1 || size > TYPED_MAX)
        return 0;
    typed[0] = ' ';
    n = pinyin_encode(name, LETTERS_MAX, table(), names[which].name);
    for (size_t i = 1; i < size; i++)
        end += type(typed + end, data[i]);
    typed[end] = ' ';
    typed[end + 1] = '\0';
    enum pinyin_match spaced = match(name, n, names[which].short_end, typed);
    typed[end] = '\0';
    check(match(name, n, names[which].short_end, typed + 1) == spaced);
    return 0;
}
