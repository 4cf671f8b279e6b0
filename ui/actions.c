/* SPDX-License-Identifier: MIT */
#include "ui/actions.h"

#include "base/error.h"
#include "db/fold.h"

static const struct action_info infos[] = {
    {ACTION_NONE, "none", "", "", ""},
    {ACTION_DIGIT, "digit", "数字", "选题", "输入问题编号，直接打开；1 会稍等一下，以便输入 10、11、12"},
    {ACTION_OPEN, "open", "Enter", "打开", "打开选中的一行"},
    {ACTION_SELECT, "select", "", "", "点一下某一行，就打开它"},
    {ACTION_UP, "up", "↑", "上移", "上移一行"},
    {ACTION_DOWN, "down", "↓", "下移", "下移一行"},
    {ACTION_LEFT, "left", "←", "上一个", "换到左边的身份；看答案时换上一个页面"},
    {ACTION_RIGHT, "right", "→", "下一个", "换到右边的身份；看答案时换下一个页面"},
    {ACTION_PAGE_UP, "page-up", "PgUp", "上一屏", "往回翻一屏"},
    {ACTION_PAGE_DOWN, "page-down", "PgDn", "下一屏", "往下翻一屏"},
    {ACTION_TOP, "top", "Home", "开头", "回到开头"},
    {ACTION_BOTTOM, "bottom", "End", "结尾", "到结尾"},
    {ACTION_SCROLL, "scroll", "", "", "用手指上下拖动，或滚动鼠标滚轮"},
    {ACTION_FILTER, "filter", "", "", "点一下身份，只看与您有关的问题"},
    {ACTION_NEXT, "next", "Tab", "下一个", "同 →"},
    {ACTION_PREVIOUS, "previous", "", "", "同 ←"},
    {ACTION_RELATED, "related", "", "", "点一下“相关问题”，就打开它"},
    {ACTION_LINK, "link", "", "", "点一下网页名称，就换成它的二维码"},
    {ACTION_CODE, "code", "Q", "大二维码", "把二维码放到整个屏幕，用手机扫"},
    {ACTION_GUIDE, "guide", "空格", "自助引导", "回答几个问题，直接看您该怎么办"},
    {ACTION_CHANGE, "change", "C", "改回答", "改前面的一个回答，其余的留着"},
    {ACTION_SCHOOL, "school", "S", "查学校", "在教育部名单里查学校"},
    {ACTION_PRINT, "print", "P", "打印", "把答案或清单打印出来带走"},
    {ACTION_SEARCH, "search", "/", "搜索", "按您的说法找问题；直接打汉字也行"},
    {ACTION_HELP, "help", "?", "帮助", "看这一页"},
    {ACTION_ABOUT, "about", "A", "关于", "内容的版本和来源"},
    {ACTION_THEME, "theme", "T", "换配色", "换配色：纸、夜、高对比"},
    {ACTION_SPEAK, "speak", "V", "朗读", "把这一屏读出来；再按一下，或按别的键，就停"},
    {ACTION_ERASE, "erase", "退格", "上一步", "删去一个字；自助引导里回到上一步"},
    {ACTION_WORD, "word", "", "", "点一下常用词，就填进去"},
    {ACTION_BACK, "back", "Esc", "返回", "回到上一个画面"},
    {ACTION_HOME, "home", "0", "首页", "回到首页"},
    {ACTION_QUIT, "quit", "Ctrl-C", "退出", "退出程序（自助终端上不起作用）"},
    {ACTION_POINT, "point", "", "", ""},
    {ACTION_DELETE, "delete", "Delete", "删除", "删去光标后的一个字"},
    {ACTION_CLEAR, "clear", "Ctrl-U", "清空", "清空正在填的一格"},
    {ACTION_UNDO, "undo", "Ctrl-Z", "撤销", "撤销刚才的修改"},
    {ACTION_REDO, "redo", "Ctrl-Y", "重做", "把撤销的修改再做一遍"},
    {ACTION_SAVE, "save", "Ctrl-S", "保存", "保存"},
    {ACTION_LOCK, "lock", "Ctrl-L", "锁定", "锁定工作台，没保存的内容留着"},
    {ACTION_TEXT, "text", "", "", ""},
};
_Static_assert(ARRAY_SIZE(infos) == ACTION_COUNT, "a row for each action, in order");

const struct action_info *action_info(enum action action)
{
    return &infos[action];
}

struct key_row {
    enum key_type type;
    enum action action;
};

struct text_row {
    char32_t ch;
    enum action action;
};

static const struct key_row named_keys[] = {
    {KEY_ENTER, ACTION_OPEN},      {KEY_ESCAPE, ACTION_BACK},         {KEY_BACKSPACE, ACTION_ERASE},
    {KEY_TAB, ACTION_NEXT},        {KEY_BACKTAB, ACTION_PREVIOUS},    {KEY_UP, ACTION_UP},
    {KEY_DOWN, ACTION_DOWN},       {KEY_LEFT, ACTION_LEFT},           {KEY_RIGHT, ACTION_RIGHT},
    {KEY_PAGE_UP, ACTION_PAGE_UP}, {KEY_PAGE_DOWN, ACTION_PAGE_DOWN}, {KEY_HOME, ACTION_TOP},
    {KEY_END, ACTION_BOTTOM},      {KEY_DELETE, ACTION_DELETE},
};

/* Ctrl with a letter. */
static const struct text_row control_keys[] = {
    {U'C', ACTION_QUIT},  {U'L', ACTION_LOCK}, {U'S', ACTION_SAVE},
    {U'U', ACTION_CLEAR}, {U'Y', ACTION_REDO}, {U'Z', ACTION_UNDO},
};

/* As plain_of makes of them. */
static const struct text_row text_keys[] = {
    {U' ', ACTION_GUIDE},  {U'P', ACTION_PRINT},  {U'Q', ACTION_CODE},  {U'/', ACTION_SEARCH},
    {U'?', ACTION_HELP},   {U'H', ACTION_HELP},   {U'T', ACTION_THEME}, {U'A', ACTION_ABOUT},
    {U'C', ACTION_CHANGE}, {U'S', ACTION_SCHOOL}, {U'V', ACTION_SPEAK},
};

/* In upper case, and without the width that an input method left on gives a key: a key is a key. */
static char32_t plain_of(char32_t ch)
{
    if (ch == U'\u3000')
        return U' ';
    if (ch > U'\uff00' && ch < U'\uff5f')
        ch = ch - U'\uff01' + U'!';
    return ch >= U'a' && ch <= U'z' ? ch - U'a' + U'A' : ch;
}

static struct event action_of_text(char32_t ch)
{
    char32_t plain = plain_of(ch);
    if (plain >= U'0' && plain <= U'9')
        return (struct event){.action = ACTION_DIGIT, .value = (int)(plain - U'0'), .ch = ch};
    for (size_t i = 0; i < ARRAY_SIZE(text_keys); i++)
        if (text_keys[i].ch == plain)
            return (struct event){.action = text_keys[i].action, .ch = ch};
    return (struct event){.action = ACTION_TEXT, .ch = ch};
}

char32_t event_letter(struct event event)
{
    return event.action == ACTION_TEXT ? plain_of(event.ch) : 0;
}

bool event_is_han(struct event event)
{
    return event.action == ACTION_TEXT && fold_is_han(event.ch);
}

static struct event action_of_control(char32_t letter)
{
    for (size_t i = 0; i < ARRAY_SIZE(control_keys); i++)
        if (control_keys[i].ch == letter)
            return (struct event){.action = control_keys[i].action};
    return (struct event){.action = ACTION_NONE};
}

struct event action_of_typed_key(const struct key *key)
{
    if (key->type == KEY_TEXT && !key->alt)
        return (struct event){.action = ACTION_TEXT, .ch = key->ch};
    return action_of_key(key);
}

struct event action_of_key(const struct key *key)
{
    if (key->alt)
        return (struct event){.action = ACTION_NONE};
    if (key->type == KEY_TEXT)
        return action_of_text(key->ch);
    if (key->type == KEY_CONTROL)
        return action_of_control(key->ch);
    if (key->type == KEY_FUNCTION && key->ch == 1)
        return (struct event){.action = ACTION_HELP};
    for (size_t i = 0; i < ARRAY_SIZE(named_keys); i++)
        if (named_keys[i].type == key->type)
            return (struct event){.action = named_keys[i].action};
    return (struct event){.action = ACTION_NONE};
}
