/* SPDX-License-Identifier: MIT */
/*
 * Prints what the screens should look like, for tests that photograph real terminals:
 *   dump_screens COLSxROWS full|plain SCRIPT…
 * plays the scripts (see player.h) one after the other and prints the screen after each, as in golden/. There
 * is a printer, and it is ready.
 */
#include "tests/screens/player.h"

#include <string.h>
#include <sysexits.h>

int main(int argc, char **argv)
{
    struct player_options options = {.printer = true};
    if (argc < 3 || sscanf(argv[1], "%dx%d", &options.cols, &options.rows) != 2) {
        fputs("usage: dump_screens COLSxROWS full|plain SCRIPT...\n", stderr);
        return EX_USAGE;
    }
    options.plain = strcmp(argv[2], "plain") == 0;
    struct player player;
    player_open(&player, &options);
    for (int i = 3; i < argc; i++) {
        player_play(&player, argv[i]);
        player_dump(&player, stdout);
    }
    player_close(&player);
    return EX_OK;
}
