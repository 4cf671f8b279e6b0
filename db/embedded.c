/* SPDX-License-Identifier: MIT */
/* The only file that needs the embedded handbook: a program that opens files alone links without it. */
#include "db/handbook.h"

#include <string.h>

/* The two ends of handbook.db in the program's read-only data (assets/embedded.S). */
extern const char handbook_db_start[] __attribute__((visibility("hidden")));
extern const char handbook_db_end[] __attribute__((visibility("hidden")));
/* Three strings in a row. Nobody writes to them, whatever the type says. */
extern char handbook_db_edition[] __attribute__((visibility("hidden")));

int handbook_open_embedded(struct handbook **out)
{
    return handbook_open_bytes(out, handbook_db_start, (size_t)(handbook_db_end - handbook_db_start));
}

struct edition handbook_embedded_edition(void)
{
    char *title = handbook_db_edition, *label = title + strlen(title) + 1;

    return (struct edition){.title = title, .label = label, .compiled = label + strlen(label) + 1};
}
