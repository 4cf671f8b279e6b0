/* SPDX-License-Identifier: MIT */
#include "kiosk/printer/boundary.h"

#define LENGTH_UNKNOWN ((size_t)-1)

enum { ESC = 0x1B, FS = 0x1C, GS = 0x1D };

/* Commands of a fixed length. */
static const struct {
    unsigned char lead, letter, length;
} commands[] = {
    {ESC, '@', 2}, {ESC, 'a', 3}, {ESC, 'd', 3}, {ESC, 'E', 3}, {ESC, '2', 2}, {ESC, '3', 3}, {ESC, 'J', 3},
    {ESC, '!', 3}, {ESC, '-', 3}, {FS, '&', 2},  {FS, '.', 2},  {FS, '!', 3},  {FS, '-', 3},  {FS, 'S', 4},
    {GS, '!', 3},  {GS, 'B', 3},  {GS, 'L', 4},  {GS, 'W', 4},  {GS, 'r', 3},
};

static size_t graphic_length(const unsigned char *at, size_t left)
{
    if (left < 3)
        return left;
    switch (at[1]) {
    case 'v': /* GS v 0 m xL xH yL yH data */
        return left < 8 ? left : 8 + (size_t)(at[4] + 256 * at[5]) * (size_t)(at[6] + 256 * at[7]);
    case '(': /* GS ( k pL pH data */
        return left < 5 ? left : 5 + (size_t)(at[3] + 256 * at[4]);
    case 'V': /* GS V m, with n for the functions that feed */
        return at[2] >= 65 ? 4 : 3;
    default:
        return LENGTH_UNKNOWN;
    }
}

static size_t command_length(const unsigned char *at, size_t left)
{
    if (left < 2)
        return left;
    for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++)
        if (commands[i].lead == at[0] && commands[i].letter == at[1])
            return commands[i].length;
    return at[0] == GS ? graphic_length(at, left) : LENGTH_UNKNOWN;
}

/* GB18030: the second byte of a character of four is a digit. */
static size_t character_length(const unsigned char *at, size_t left)
{
    if (at[0] < 0x80)
        return 1;
    return left >= 2 && at[1] >= '0' && at[1] <= '9' ? 4 : 2;
}

size_t boundary_next(const char *bytes, size_t n, size_t at)
{
    const unsigned char *start = (const unsigned char *)bytes + at;
    size_t left = n - at;
    if (!left)
        return n;
    size_t length = start[0] >= ESC && start[0] <= GS ? command_length(start, left)
                    : start[0] == 0x10                ? LENGTH_UNKNOWN
                                                      : character_length(start, left);
    return length > left ? n : at + length;
}

size_t boundary_wanted(const char *bytes, size_t n, size_t sent)
{
    size_t most = 0;
    for (size_t at = 0, next; at < sent; at = next) {
        next = boundary_next(bytes, n, at);
        if (next - at - 1 > most)
            most = next - at - 1;
    }
    return most;
}
