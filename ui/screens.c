/* SPDX-License-Identifier: MIT */
#include "ui/screens/screens.h"

static const struct screen_ops *const registry[SCREEN_COUNT] = {
    [SCREEN_ATTRACT] = &screen_attract,
    [SCREEN_HOME] = &screen_home,
    [SCREEN_ANSWER] = &screen_answer,
    [SCREEN_CODE] = &screen_code,
    [SCREEN_HELP] = &screen_help,
    [SCREEN_ABOUT] = &screen_about,
    [SCREEN_SERVICE] = &screen_service,
    [SCREEN_GUIDE_CHOICE] = &screen_guide_choice,
    [SCREEN_GUIDE_DATE] = &screen_guide_date,
    [SCREEN_GUIDE_SCHOOL] = &screen_guide_school,
    [SCREEN_GUIDE_CHANGE] = &screen_guide_change,
    [SCREEN_OUTCOME] = &screen_outcome,
    [SCREEN_SEARCH] = &screen_search,
    [SCREEN_SCHOOL] = &screen_school,
    [SCREEN_SCHOOL_CARD] = &screen_school_card,
    [SCREEN_PRINT] = &screen_print,
};

const struct screen_ops *screen_ops(enum screen_id id)
{
    return registry[id];
}
