/* SPDX-License-Identifier: MIT */
#include "ui/theme.h"

#include "base/error.h"

#include <string.h>

/*
 * Colour numbers of ECMA-48 and of xterm's 256. The first sixteen are what the terminal makes of them: of the
 * eight only blue is dark enough for text on white everywhere, only white, cyan and green light enough on
 * black.
 */
enum { BLACK, RED, GREEN, YELLOW, BLUE, MAGENTA, CYAN, WHITE, GREY, BRIGHT_YELLOW = 11, BRIGHT_WHITE = 15 };

#define CODES_256 [ROLE_CODE_LIGHT] = {16, 231}, [ROLE_CODE_DARK] = {231, 16}
#define CODES_16 [ROLE_CODE_LIGHT] = {BLACK, BRIGHT_WHITE}, [ROLE_CODE_DARK] = {BRIGHT_WHITE, BLACK}
#define CODES_8 [ROLE_CODE_LIGHT] = {BLACK, WHITE}, [ROLE_CODE_DARK] = {WHITE, BLACK}

/* Without colour every theme is the same: weight, underline and reverse tell the roles apart. */
#define MONO                                                                                                 \
    {                                                                                                        \
        [ROLE_GROUND] = {-1, -1}, [ROLE_TEXT] = {-1, -1}, [ROLE_MUTED] = {-1, -1},                           \
        [ROLE_HEADING] = {-1, -1, ATTR_BOLD}, [ROLE_ACCENT] = {-1, -1, ATTR_UNDERLINE},                      \
        [ROLE_KEY] = {-1, -1, ATTR_BOLD}, [ROLE_SELECTED] = {-1, -1, ATTR_BOLD | ATTR_REVERSE},              \
        [ROLE_QUOTE] = {-1, -1}, [ROLE_SUPPLEMENT] = {-1, -1}, [ROLE_WARNING] = {-1, -1, ATTR_BOLD},         \
        [ROLE_LINE] = {-1, -1}, [ROLE_CODE_LIGHT] = {-1, -1, ATTR_REVERSE}, [ROLE_CODE_DARK] = {-1, -1},     \
    }

static const struct theme
    themes[] =
        {
            {.id = "paper",
             .name = "纸",
             .paint =
                 {
                     [DEPTH_MONO] = MONO,
                     [DEPTH_8] = {[ROLE_GROUND] = {BLACK, WHITE},
                                  [ROLE_TEXT] = {BLACK, WHITE, ATTR_NEVER_BOLD},
                                  [ROLE_MUTED] = {BLACK, WHITE, ATTR_NEVER_BOLD},
                                  [ROLE_HEADING] = {BLUE, WHITE, ATTR_NEVER_BOLD},
                                  [ROLE_ACCENT] = {BLUE, WHITE, ATTR_NEVER_BOLD},
                                  [ROLE_KEY] = {BLUE, WHITE, ATTR_NEVER_BOLD},
                                  [ROLE_SELECTED] = {WHITE, BLUE, ATTR_BOLD},
                                  [ROLE_QUOTE] = {BLUE, WHITE, ATTR_NEVER_BOLD},
                                  [ROLE_SUPPLEMENT] = {BLACK, WHITE, ATTR_NEVER_BOLD},
                                  [ROLE_WARNING] = {WHITE, BLACK, ATTR_BOLD},
                                  [ROLE_LINE] = {BLACK, WHITE, ATTR_NEVER_BOLD},
                                  CODES_8},
                     [DEPTH_16] = {[ROLE_GROUND] = {BLACK, BRIGHT_WHITE},
                                   [ROLE_TEXT] = {BLACK, BRIGHT_WHITE, ATTR_NEVER_BOLD},
                                   [ROLE_MUTED] = {BLACK, BRIGHT_WHITE, ATTR_NEVER_BOLD},
                                   [ROLE_HEADING] = {BLUE, BRIGHT_WHITE, ATTR_NEVER_BOLD},
                                   [ROLE_ACCENT] = {BLUE, BRIGHT_WHITE, ATTR_NEVER_BOLD},
                                   [ROLE_KEY] = {BLUE, BRIGHT_WHITE, ATTR_NEVER_BOLD},
                                   [ROLE_SELECTED] = {BRIGHT_WHITE, BLUE, ATTR_BOLD},
                                   [ROLE_QUOTE] = {BLUE, BRIGHT_WHITE, ATTR_NEVER_BOLD},
                                   [ROLE_SUPPLEMENT] = {MAGENTA, BRIGHT_WHITE, ATTR_NEVER_BOLD},
                                   [ROLE_WARNING] = {RED, BRIGHT_WHITE, ATTR_NEVER_BOLD},
                                   [ROLE_LINE] = {GREY, BRIGHT_WHITE},
                                   CODES_16},
                     [DEPTH_256] = {[ROLE_GROUND] = {235, 255},
                                    [ROLE_TEXT] = {235, 255},
                                    [ROLE_MUTED] = {241, 255},
                                    [ROLE_HEADING] = {24, 255, ATTR_BOLD},
                                    [ROLE_ACCENT] = {25, 255},
                                    [ROLE_KEY] = {25, 255, ATTR_BOLD},
                                    [ROLE_SELECTED] = {17, 153, ATTR_BOLD},
                                    [ROLE_QUOTE] = {23, 255},
                                    [ROLE_SUPPLEMENT] = {94, 255},
                                    [ROLE_WARNING] = {124, 255, ATTR_BOLD},
                                    [ROLE_LINE] = {244, 255},
                                    CODES_256},
                 }},
            {.id = "night",
             .name = "夜",
             .paint =
                 {
                     [DEPTH_MONO] = MONO,
                     [DEPTH_8] = {[ROLE_GROUND] = {WHITE, BLACK},
                                  [ROLE_TEXT] = {WHITE, BLACK},
                                  [ROLE_MUTED] = {WHITE, BLACK},
                                  [ROLE_HEADING] = {CYAN, BLACK, ATTR_BOLD},
                                  [ROLE_ACCENT] = {CYAN, BLACK},
                                  [ROLE_KEY] = {CYAN, BLACK, ATTR_BOLD},
                                  [ROLE_SELECTED] = {BLACK, CYAN, ATTR_NEVER_BOLD},
                                  [ROLE_QUOTE] = {CYAN, BLACK},
                                  [ROLE_SUPPLEMENT] = {GREEN, BLACK},
                                  [ROLE_WARNING] = {BLACK, WHITE, ATTR_NEVER_BOLD},
                                  [ROLE_LINE] = {WHITE, BLACK},
                                  CODES_8},
                     [DEPTH_16] = {[ROLE_GROUND] = {WHITE, BLACK},
                                   [ROLE_TEXT] = {WHITE, BLACK},
                                   [ROLE_MUTED] = {WHITE, BLACK},
                                   [ROLE_HEADING] = {14, BLACK, ATTR_BOLD},
                                   [ROLE_ACCENT] = {14, BLACK},
                                   [ROLE_KEY] = {14, BLACK, ATTR_BOLD},
                                   [ROLE_SELECTED] = {BLACK, CYAN, ATTR_NEVER_BOLD},
                                   [ROLE_QUOTE] = {10, BLACK},
                                   [ROLE_SUPPLEMENT] = {BRIGHT_YELLOW, BLACK},
                                   [ROLE_WARNING] = {9, BLACK, ATTR_BOLD},
                                   [ROLE_LINE] = {WHITE, BLACK},
                                   CODES_16},
                     [DEPTH_256] = {[ROLE_GROUND] = {252, 234},
                                    [ROLE_TEXT] = {252, 234},
                                    [ROLE_MUTED] = {246, 234},
                                    [ROLE_HEADING] = {117, 234, ATTR_BOLD},
                                    [ROLE_ACCENT] = {117, 234},
                                    [ROLE_KEY] = {117, 234, ATTR_BOLD},
                                    [ROLE_SELECTED] = {231, 24, ATTR_BOLD},
                                    [ROLE_QUOTE] = {151, 234},
                                    [ROLE_SUPPLEMENT] = {180, 234},
                                    [ROLE_WARNING] = {210, 234, ATTR_BOLD},
                                    [ROLE_LINE] = {242, 234},
                                    CODES_256},
                 }},
            {.id = "contrast",
             .name = "高对比",
             .paint =
                 {
                     [DEPTH_MONO] = MONO,
                     [DEPTH_8] = {[ROLE_GROUND] = {WHITE, BLACK},
                                  [ROLE_TEXT] = {WHITE, BLACK, ATTR_BOLD},
                                  [ROLE_MUTED] = {WHITE, BLACK},
                                  [ROLE_HEADING] = {CYAN, BLACK, ATTR_BOLD},
                                  [ROLE_ACCENT] = {CYAN, BLACK, ATTR_BOLD},
                                  [ROLE_KEY] = {CYAN, BLACK, ATTR_BOLD},
                                  [ROLE_SELECTED] = {BLACK, WHITE, ATTR_NEVER_BOLD},
                                  [ROLE_QUOTE] = {WHITE, BLACK, ATTR_BOLD},
                                  [ROLE_SUPPLEMENT] = {WHITE, BLACK, ATTR_BOLD},
                                  [ROLE_WARNING] = {WHITE, BLACK, ATTR_BOLD | ATTR_UNDERLINE},
                                  [ROLE_LINE] = {WHITE, BLACK},
                                  CODES_8},
                     [DEPTH_16] = {[ROLE_GROUND] = {BRIGHT_WHITE, BLACK},
                                   [ROLE_TEXT] = {BRIGHT_WHITE, BLACK},
                                   [ROLE_MUTED] = {BRIGHT_WHITE, BLACK},
                                   [ROLE_HEADING] = {BRIGHT_YELLOW, BLACK, ATTR_BOLD},
                                   [ROLE_ACCENT] = {BRIGHT_YELLOW, BLACK},
                                   [ROLE_KEY] = {BRIGHT_YELLOW, BLACK, ATTR_BOLD},
                                   [ROLE_SELECTED] = {BLACK, BRIGHT_YELLOW, ATTR_NEVER_BOLD},
                                   [ROLE_QUOTE] = {BRIGHT_WHITE, BLACK},
                                   [ROLE_SUPPLEMENT] = {14, BLACK},
                                   [ROLE_WARNING] = {BRIGHT_YELLOW, BLACK, ATTR_BOLD | ATTR_UNDERLINE},
                                   [ROLE_LINE] = {BRIGHT_WHITE, BLACK},
                                   CODES_16},
                     [DEPTH_256] = {[ROLE_GROUND] = {231, 16},
                                    [ROLE_TEXT] = {231, 16},
                                    [ROLE_MUTED] = {231, 16},
                                    [ROLE_HEADING] = {226, 16, ATTR_BOLD},
                                    [ROLE_ACCENT] = {226, 16},
                                    [ROLE_KEY] = {226, 16, ATTR_BOLD},
                                    [ROLE_SELECTED] = {16, 226, ATTR_BOLD},
                                    [ROLE_QUOTE] = {231, 16},
                                    [ROLE_SUPPLEMENT] = {123, 16},
                                    [ROLE_WARNING] = {226, 16, ATTR_BOLD | ATTR_UNDERLINE},
                                    [ROLE_LINE] = {250, 16},
                                    CODES_256},
                 }},
};

const struct theme *theme_at(size_t index)
{
    return index < ARRAY_SIZE(themes) ? &themes[index] : NULL;
}

const struct theme *theme_find(const char *id)
{
    for (size_t i = 0; i < ARRAY_SIZE(themes); i++)
        if (strcmp(themes[i].id, id) == 0)
            return &themes[i];
    return NULL;
}
