/* SPDX-License-Identifier: MIT */
/* What the compiler makes of a guide, and what it refuses: where, and why. */
#include "tests/unit/guide_text_fixture.h"

static void assert_edge(const struct guide_option *option, size_t edge, int guide, const char *node)
{
    assert_true(edge < option->n_edges);
    assert_int_equal(option->edges[edge].guide, guide);
    assert_string_equal(option->edges[edge].node, node);
}

static void questions_arrive_as_they_are_written(void **state)
{
    struct guides *guides;
    const struct guide_node *nodes;
    const struct guide_condition *condition;

    assets_write(*state, "guides/q06.yaml", whole, strlen(whole));
    guides = compile_and_load(*state);
    assert_string_equal(guides_find(guides, 6)->title, "引导6");
    assert_int_equal(guides_find(guides, 6)->n_nodes, 5);
    nodes = guides_find(guides, 6)->nodes;

    assert_int_equal(nodes[0].precision, GUIDE_YEAR);
    assert_string_equal(nodes[0].hint, "看证书。");
    assert_edge(&nodes[0].options[0], 0, 0, "wait");
    assert_edge(&nodes[0].options[0], 1, 1, "end");
    assert_edge(&nodes[0].options[0], 2, 0, "school");
    condition = &nodes[0].options[0].edges[0].conditions[0];
    assert_string_equal(condition->right.from, "year");
    assert_int_equal(condition->right.month * 100 + condition->right.day, 1031);
    condition = &nodes[0].options[0].edges[1].conditions[0];
    assert_int_equal(condition->comparison, GUIDE_ON_OR_BEFORE);
    assert_int_equal(condition->right.literal.year, 2000);
    assert_string_equal(nodes[0].options[1].id, GUIDE_UNSURE);
    assert_string_equal(nodes[0].options[1].label, "记不清");

    assert_string_equal(nodes[1].options[0].id, "");
    assert_edge(&nodes[1].options[2], 0, 1, "ask-1"); /* the start of guide 1 */
    assert_string_equal(nodes[2].options[0].hint, "一样。");
    condition = &nodes[2].options[0].edges[0].conditions[0];
    assert_true(condition->is_answer);
    assert_string_equal(condition->node, "school");
    assert_string_equal(condition->option, "");
    guides_free(guides);
}

static void outcomes_arrive_as_they_are_written(void **state)
{
    struct guides *guides;
    const struct guide_node *wait;

    assets_write(*state, "guides/q06.yaml", whole, strlen(whole));
    guides = compile_and_load(*state);
    wait = guide_find_node(guides_find(guides, 6), "wait");
    assert_string_equal(wait->title, "过了{deadline}再来");
    assert_int_equal(wait->n_steps, 2);
    assert_string_equal(wait->steps[1].supplement, "tip");
    assert_string_equal(wait->bring[0].text, "证书");
    assert_false(wait->office);
    assert_string_equal(wait->whom, "毕业高校");
    assert_int_equal(wait->n_links, 2);
    assert_string_equal(wait->links[1], "law");
    assert_int_equal(wait->quotes[0].question, 6);
    assert_int_equal(wait->quotes[1].question, 1);
    assert_string_equal(wait->quotes[1].text, "正文1");
    /* as precise as what it is reckoned from; a day of a year is a day */
    assert_int_equal(wait->dates[0].show, GUIDE_DAY);
    assert_int_equal(wait->dates[1].show, GUIDE_YEAR);
    assert_int_equal(wait->dates[1].day.add_years, 1);
    assert_int_equal(wait->dates[2].show, GUIDE_MONTH);
    guides_free(guides);
}

static void keys_that_are_unknown_twice_or_missing(void **state)
{
    static const struct row rows[] = {
        {"start: year", "start: year\nend: wait", {"4:不认识的键 end"}},
        {"title: 引导6", "titel: 引导6", {"2:不认识的键 titel", "1:缺少 title"}},
        {"start: year", "start: year\nstart: year", {"4:键 start 重复"}},
        {"question: 6", "question: 7", {"1:question 是 7，和文件名 q06.yaml 不一致"}},
        {"question: 6", "question: 六", {"1:question 应该是"}},
        {"    kind: choice\n", "", {"32:节点要有 kind"}},
        {"    kind: choice\n", "    kind: text\n", {"33:节点要有 kind"}},
        {"    kind: choice\n", "    kind: [choice]\n", {"33:节点要有 kind"}},
        {"  - id: way\n", "  - x\n  - id: way\n", {"32:节点要有 kind"}},
        {"    ask: 哪一种？\n", "", {"32:缺少 ask"}},
        {"    ask: 哪一种？\n", "    ask:\n", {"34:ask 是空的"}},
        {"    precision: year\n", "", {"5:缺少 precision"}},
        {"    precision: year\n", "    precision: hour\n", {"7:precision 只能是"}},
        {"        label: 甲\n", "", {"36:缺少 label"}},
        {"        label: 甲\n", "        lable: 甲\n", {"37:不认识的键 lable", "36:缺少 label"}},
        {"      - id: two\n", "      - two\n      - id: two\n", {"43:选项要有 id"}},
        {"      label: 记不清\n", "", {"17:缺少 label"}},
        {"    office: true\n", "", {"67:缺少 office"}},
        {"    office: true\n", "    office: maybe\n", {"71:office 只能是"}},
        {"    quotes: [正文6]\n", "", {"67:缺少 quotes"}},
        {"    quotes: [正文6]\n", "    quotes: []\n", {"72:至少要有一句手册原文"}},
        {"    steps: [等着。]\n", "    steps: []\n", {"70:至少要有一步"}},
        {"        supplement: tip\n", "        from: tip\n", {"56:不认识的键 from", "55:缺少 supplement"}},
        {"    links: [home, law]\n", "    links: home\n", {"61:links 应该是一个列表"}},
        {"    links: [home, law]\n", "    links: [home, home]\n", {"61:links 里 home 重复"}},
        {"      - question: 1\n", "      - question: 13\n", {"64:question 应该是 1 到 12"}},
        {"    steps: [等着。]\n", "    steps: [[等着。]]\n", {"70:这里不能是列表"}},
    };

    check_rows(state, rows, ARRAY_SIZE(rows));
}

static void ids_that_are_wrong_or_taken(void **state)
{
    static const struct row rows[] = {
        {"- id: wait-here", "- id: Wait_here", {"67:编号 Wait_here 写法不对"}},
        {"- id: wait-here", "- id: wait--here", {"67:写法不对"}},
        {"- id: wait-here", "- id: wait-", {"67:写法不对"}},
        {"- id: wait-here", "- id: 2-wait", {"67:写法不对"}},
        {"- id: wait-here", "- id: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", {"67:写法不对"}},
        {"- id: wait-here", "- id: today", {"67:节点不能叫 today"}},
        {"- id: wait-here", "- id: unsure", {"67:节点不能叫 unsure"}},
        {"- id: wait-here", "- id: wait", {"41:没有的节点 wait-here", "67:编号 wait 在这个文件里用过了"}},
        {"- id: two", "- id: one", {"43:选项编号 one 重复"}},
        {"- id: two", "- id: 'No'", {"43:编号 No 写法不对"}},
        {"- id: not-found", "- id: absent", {"23:选项只能是 found、not-found、unsure"}},
        {"      - id: unsure\n        label: 不清楚\n        next: {guide: 1}\n",
         "",
         {"23:选项只能是 found"}},
        {"      - id: two\n        label: 乙\n        next: {guide: 1, node: end}\n",
         "",
         {"36:选项要有 2 到 4 个"}},
        {"      - id: two\n",
         "      - {id: c, label: 丙, next: wait}\n      - {id: d, label: 丁, next: wait}\n"
         "      - {id: e, label: 戊, next: wait}\n      - id: two\n",
         {"46:太多了（最多 4 个）"}},
        {"      begin:", "      Begin:", {"52:编号 Begin 写法不对"}},
    };

    check_rows(state, rows, ARRAY_SIZE(rows));
}

static void ways_that_lead_nowhere(void **state)
{
    static const struct row rows[] = {
        {"start: year", "start: years", {"3:start 是没有的节点 years"}},
        {"to: wait\n", "to: weight\n", {"12:没有的节点 weight"}},
        {"node: end}\n      - to: school", "node: ends}\n      - to: school", {"14:没有的节点 ends"}},
        {"next: {guide: 1}", "next: {guide: 13}", {"31:guide 应该是 1 到 12"}},
        {"next: {guide: 1}", "next: {guide: 0}", {"31:guide 应该是 1 到 12"}},
        {"next: {guide: 1}", "next: {quide: 1}", {"31:不认识的键 quide", "31:缺少 guide"}},
        {"next: {guide: 1}", "next: [a, b]", {"31:要写成 when 和 to"}},
        {"next: {guide: 1}", "next: []", {"31:没有去向"}},
        {"      - to: school\n",
         "      - when: {date: today, after: year}\n        to: school\n",
         {"15:最后一条去向不能有 when"}},
        {"      - when: {date: year, on-or-before: 2000-12-31}\n        to: {guide: 1",
         "      - to: {guide: 1",
         {"13:这条去向没有 when"}},
        {"        to: wait\n", "", {"11:缺少 to"}},
        {"            to: wait-here\n", "            to: [wait-here]\n", {"41:去向应该是一个节点"}},
    };

    check_rows(state, rows, ARRAY_SIZE(rows));
}

static void circles_and_places_that_nobody_comes_to(void **state)
{
    static const struct row rows[] = {
        {"next: {guide: 1}", "next: year", {"5:从 year 出去又绕回 year"}},
        {"next: {guide: 1}", "next: {guide: 6}", {"5:从 year 出去又绕回 year"}},
        {"next: {guide: 1}", "next: school", {"19:从 school 出去又绕回 school"}},
        {"to: wait-here", "to: wait-two", {"41:没有的节点 wait-two"}},
        {"            to: wait-here\n",
         "            to: {guide: 1, node: ask-1}\n",
         {"67:没有去向通到节点 wait-here"}},
        {"start: year", "start: school", {"5:没有去向通到节点 year", "46:没有去向通到节点 wait"}},
        /* by today and the answers, though not by the names */
        {"{answer: {school: found}}", "{answer: {year: unsure}}", {"40:year 没有选项 unsure"}},
        {"on-or-before: 2000-12-31", "before: 1949-01-01", {"13:这条去向没有人会走到"}},
        {"{date: today, before: {from: year, on: 10-31}}",
         "{date: year, on-or-after: 1949-01-01}",
         {"13:这条去向没有人会走到", "15:这条去向没有人会走到"}},
    };

    check_rows(state, rows, ARRAY_SIZE(rows));
}

static void conditions_that_cannot_be_told(void **state)
{
    static const struct row rows[] = {
        {"{date: year, on-or-before: 2000-12-31}", "{date: years, before: today}", {"13:没有编号是 years"}},
        {"{date: year, on-or-before: 2000-12-31}", "{date: way, before: today}", {"13:way 问的不是日期"}},
        {"{date: year, on-or-before: 2000-12-31}", "{date: year, before: 2000-02-30}", {"13:写法不对"}},
        {"{date: year, on-or-before: 2000-12-31}", "{date: year}", {"13:条件要有 date 和一个比较"}},
        {"{date: year, on-or-before: 2000-12-31}",
         "{date: year, before: today, after: today}",
         {"13:条件要有 date 和一个比较"}},
        {"{date: year, on-or-before: 2000-12-31}", "{before: today}", {"13:缺少 date"}},
        {"{date: year, on-or-before: 2000-12-31}", "{date: year, until: today}", {"13:不认识的键 until"}},
        {"{date: year, on-or-before: 2000-12-31}", "{date: year, before: [today]}", {"13:应该是一个日期"}},
        {"{from: year, on: 10-31}}", "{from: year, on: 02-29}}", {"11:on 要写成"}},
        {"{from: year, on: 10-31}}", "{from: year, on: 04-31}}", {"11:on 要写成"}},
        {"{from: year, on: 10-31}}", "{from: year, on: 10月31日}}", {"11:on 要写成"}},
        {"{from: year, on: 10-31}}", "{from: year, add-years: -1}}", {"11:add-years 应该是"}},
        {"{from: year, on: 10-31}}", "{from: year, add-years: 100}}", {"11:add-years 应该是"}},
        {"{from: year, on: 10-31}}", "{from: year, show: year}}", {"11:不认识的键 show"}},
        {"{from: year, on: 10-31}}", "{on: 10-31}}", {"11:缺少 from"}},
        {"{answer: {school: found}}", "{answer: {school: lost}}", {"40:school 没有选项 lost"}},
        {"{answer: {school: found}}", "{answer: {collage: found}}", {"40:没有编号是 collage"}},
        {"{answer: {school: found}}", "{answer: {wait: found}}", {"40:没有编号是 wait"}},
        {"{answer: {school: found}}", "{answer: {}}", {"40:answer 里要有一个"}},
        {"{answer: {school: found}}", "{answer: {school: found, year: unsure}}", {"40:answer 里要有一个"}},
        {"{answer: {school: found}}", "{answer: {school: found}, date: today}", {"40:不认识的键 date"}},
    };

    check_rows(state, rows, ARRAY_SIZE(rows));
}

static void what_was_not_asked_on_every_way_is_not_reckoned_from(void **state)
{
    static const struct row rows[] = {
        {"{answer: {school: found}}", "{date: year, before: today}", {"32:way 的条件 用到 year"}},
        {"  - id: wait-here\n    kind: outcome\n    title: 就在这里\n",
         "  - id: wait-here\n    kind: outcome\n    title: 到{day}\n    dates: {day: year}\n",
         {"67:wait-here 的日期 用到 year"}},
        {"{answer: {school: found}}",
         "{answer: {ask-2: a}}",
         {
             "32:way 的条件 用到 ask-2",
             "40:没有人会走到",
         }},
    };

    check_rows(state, rows, ARRAY_SIZE(rows));
}

static void names_of_what_is_not_there(void **state)
{
    static const struct row rows[] = {
        {"links: [home, law]", "links: [home, lawn]", {"61:links.yaml 里没有 lawn"}},
        {"supplements: [tip]", "supplements: [tip, top]", {"66:supplements 里没有 top.md"}},
        {"        supplement: tip\n", "        supplement: top\n", {"55:用了补充说明 top"}},
        {"    supplements: [tip]\n", "", {"55:用了补充说明 tip，这个结果的 supplements 里没有列"}},
        {"    links: [home, law]\n", "", {"59:没有页面 (links)，也不用找学校"}},
        {"{begin}开始", "{start}开始", {"54:dates 里没有 {start}", "52:日期 begin 没有用到"}},
        {"过了{deadline}再来", "过了再来", {"50:日期 deadline 没有用到"}},
        {"{begin}开始", "{begin开始", {"54:{ 和 } 不成对", "51:日期 next-year 没有用到", "52:日期 begin"}},
        {"{begin}开始", "}{begin}开始", {"54:{ 和 } 不成对", "51:日期 next-year 没有用到", "52:日期 begin"}},
        {"whom: 毕业高校", "whom: '{deadline}以后'", {"60:whom 里不能有"}},
        {"deadline: {from: year, on: 10-31}", "deadline: {from: years}", {"50:没有编号是 years"}},
        {"deadline: {from: year, on: 10-31}", "deadline: way", {"50:way 问的不是日期"}},
        {"show: month", "show: week", {"52:show 只能是"}},
    };

    check_rows(state, rows, ARRAY_SIZE(rows));
}

static void quotes_that_the_handbook_does_not_say(void **state)
{
    static const struct row rows[] = {
        {"quotes: [正文6]", "quotes: [正文七]", {"72:手册第 6 题没有一段含有这一句：正文七"}},
        {"        text: 正文1\n", "        text: 正文6\n", {"64:手册第 1 题没有一段含有这一句：正文6"}},
        {"      - 正文6。\n", "", {"63:第一句要引本题"}},
        {"quotes: [正文6]", "quotes: ['']", {"72:quotes 是空的"}},
    };

    check_rows(state, rows, ARRAY_SIZE(rows));
}

static void a_quote_stays_within_one_paragraph(void **state)
{
    const struct assets *assets = *state;
    const char *page =
        "---\nnumber: 6\ntitle: 问题六？\nshort_title: 短题六\naudience: [毕业生]\naliases: [说法六]\n"
        "links: [home]\n---\n正文6。\n\n另一段。\n";
    _cleanup_free_ char *across = spoil("quotes: [正文6]", "quotes: [正文6。另一段。]");
    struct report report = {0};

    assets_write(assets, "handbook/q06.md", page, strlen(page));
    assets_write(assets, "guides/q06.yaml", whole, strlen(whole));
    assert_int_equal(compile_assets(assets->path, assets->output, &report), 0);
    check_text(assets, across, (const char *const[PROBLEMS_MAX]){"72:没有一段含有这一句"});
}

#define TEN "一二三四五六七八九十"

static void words_that_do_not_fit_a_screen(void **state)
{
    static const struct row rows[] = {
        {"ask: 哪一种？", "ask: " TEN TEN TEN "一二三四五六？", {"34:ask 太长：37.0 字，最多 36 字"}},
        {"label: 甲", "label: " TEN TEN "一二三四五六七八x", {"37:label 太长：28.5 字"}},
        {"hint: 一样。", "hint: " TEN TEN TEN "一二三四五六。", {"38:hint 太长"}},
        {"title: 引导6", "title: " TEN TEN "一", {"2:title 太长"}},
        {"title: 就在这里", "title: " TEN TEN "一二三四五六七“”", {"69:title 太长：29.0 字"}},
        {"steps: [等着。]", "steps: [" TEN TEN TEN TEN TEN TEN TEN TEN TEN "。]", {"70:steps 太长"}},
        {"      - 证书\n", "      - " TEN TEN TEN TEN "一\n", {"58:bring 太长"}},
        {"whom: 毕业高校", "whom: " TEN TEN TEN, {"60:whom 太长"}},
        {"ask: 哪一种？", "ask: 哪一种", {"34:ask 要用“？”结尾"}},
        {"hint: 一样。", "hint: 一样", {"38:hint 要用“。”结尾"}},
        {"steps: [等着。]", "steps: [等着]", {"70:steps 要用“。”结尾"}},
        {"label: 甲", "label: 甲。", {"37:label 不用标点结尾"}},
        {"title: 就在这里", "title: 就在这里。", {"69:title 不用标点结尾"}},
        {"label: 甲", "label: 甲 乙", {"37:多余的空格"}},
        {"label: 甲", "label: 甲\n          乙", {"37:多余的空格"}},
        {"label: 甲", "label: \"甲\\n乙\"", {"37:label 必须是一行"}},
        {"label: 甲", "label: ' 甲'", {"37:label 首尾不能有空格"}},
        {"label: 甲", "label: 甲,乙", {"37:全角标点"}},
        {"ask: 哪一种？", "ask: 你要哪一种？", {"34:称“您”"}},
        {"label: 甲", "label: ✓甲", {"37:GBK 没有的字"}},
        {"label: 甲", "label: e\xcc\x81", {"37:不是 Unicode NFC"}},
        {"label: 甲", "label: 甲\xe2\x80\x8b", {"37:不可显示"}},
    };

    check_rows(state, rows, ARRAY_SIZE(rows));
}

static void nobody_is_asked_for_a_name_or_a_number(void **state)
{
    static const struct row rows[] = {
        {"ask: 哪一种？", "ask: 请填写您的身份证号，可以吗？", {"34:ask 不许要姓名、证件号"}},
        {"ask: 哪一种？", "ask: 您叫什么？", {"34:不许要"}},
        {"ask: 哪一种？", "ask: 学历注册时用的身份证号是多少？", {"34:不许要"}},
        {"ask: 哪一种？", "ask: 您的姓名是什么？", {"34:不许要"}},
        {"hint: 一样。", "hint: 请输入姓名。", {"38:hint 不许要"}},
        {"hint: 看证书。", "hint: 告诉本机证件号。", {"9:hint 不许要"}},
        {"label: 甲", "label: 写下名字", {"37:label 不许要"}},
        {"label: 记不清", "label: 提供您本人的身份证", {"17:label 不许要"}},
    };
    static const char *const fine[] = {"ask: 姓名或身份证号，变了哪一项？", "ask: 输入校名，就能查吗？",
                                       "ask: 身份证号，您还有吗？", "ask: 请填写一二三四五六七八九姓名吗？",
                                       "ask: 请告诉学校，姓名变了吗？"};
    const struct assets *assets = *state;

    check_rows(state, rows, ARRAY_SIZE(rows));
    for (size_t i = 0; i < ARRAY_SIZE(fine); i++) {
        _cleanup_free_ char *text = spoil("ask: 哪一种？", fine[i]);
        assets_write(assets, "guides/q06.yaml", text, strlen(text));
        guides_free(compile_and_load(assets));
    }
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, assets_setup, assets_teardown)
    const struct CMUnitTest tests[] = {
        TEST(questions_arrive_as_they_are_written),
        TEST(outcomes_arrive_as_they_are_written),
        TEST(keys_that_are_unknown_twice_or_missing),
        TEST(ids_that_are_wrong_or_taken),
        TEST(ways_that_lead_nowhere),
        TEST(circles_and_places_that_nobody_comes_to),
        TEST(conditions_that_cannot_be_told),
        TEST(what_was_not_asked_on_every_way_is_not_reckoned_from),
        TEST(names_of_what_is_not_there),
        TEST(quotes_that_the_handbook_does_not_say),
        TEST(a_quote_stays_within_one_paragraph),
        TEST(words_that_do_not_fit_a_screen),
        TEST(nobody_is_asked_for_a_name_or_a_number),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
