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
    [SCREEN_STAFF_PIN] = &screen_staff_pin,
    [SCREEN_STAFF] = &screen_staff,
    [SCREEN_STAFF_CHECK] = &screen_staff_check,
    [SCREEN_DESK_LOGIN] = &screen_desk_login,
    [SCREEN_DESK_BENCH] = &screen_desk_bench,
    [SCREEN_DESK_QUESTION] = &screen_desk_question,
    [SCREEN_DESK_PROFILE] = &screen_desk_profile,
    [SCREEN_DESK_SCHOOL] = &screen_desk_school,
    [SCREEN_DESK_ADDENDA] = &screen_desk_addenda,
    [SCREEN_DESK_EDIT] = &screen_desk_edit,
    [SCREEN_DESK_HISTORY] = &screen_desk_history,
    [SCREEN_DESK_VERSION] = &screen_desk_version,
    [SCREEN_DESK_STATS] = &screen_desk_stats,
    [SCREEN_DESK_EXPORT] = &screen_desk_export,
    [SCREEN_DESK_PASSWORD] = &screen_desk_password,
    [SCREEN_DESK_ACCOUNTS] = &screen_desk_accounts,
    [SCREEN_DESK_ACCOUNT] = &screen_desk_account,
    [SCREEN_DESK_AUDIT] = &screen_desk_audit,
    [SCREEN_DESK_UPDATES] = &screen_desk_updates,
    [SCREEN_DESK_UPDATE] = &screen_desk_update,
};

const struct screen_ops *screen_ops(enum screen_id id)
{
    return registry[id];
}
