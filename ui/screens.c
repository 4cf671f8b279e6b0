/* SPDX-License-Identifier: MIT */
#include "ui/screens/screens.h"

static const struct screen_ops *const registry[SCREEN_COUNT] = {
    [SCREEN_ATTRACT] = &screen_attract, [SCREEN_HOME] = &screen_home, [SCREEN_ANSWER] = &screen_answer,
    [SCREEN_CODE] = &screen_code,       [SCREEN_HELP] = &screen_help, [SCREEN_ABOUT] = &screen_about,
    [SCREEN_SERVICE] = &screen_service,
};

const struct screen_ops *screen_ops(enum screen_id id)
{
    return registry[id];
}
