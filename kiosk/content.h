/* SPDX-License-Identifier: MIT */
/*
 * The handbook that this run shows, wherever it is from: the file of --content; else what was installed last,
 * what was installed before, the copy inside the program, the first of them that can be used. Whatever is
 * passed over is told.
 */
#ifndef KIOSK_CONTENT_H
#define KIOSK_CONTENT_H

#include "db/update.h"

#include <stdbool.h>

struct content_source {
    const char *file; /* --content; NULL */
    struct update_place place;
};

struct content {
    struct handbook *handbook; /* owned; NULL: nothing can be used, error says why */
    int error;
    struct edition edition; /* of what is to be shown, also before it is open; borrowed */
    bool waiting;           /* content_choose has left it to content_finish to open it */
    char *origin; /* for the about screen and check: “内置”, “已安装的第 7 号，…” */
    int refused;  /* why the file of --content was not taken, negative; 0 */
    bool notice;  /* origin tells of something that staff should see to */
    struct update_in_use in_use; /* without its handbook */
    struct update_stamp stamp;
};

/* 0 in any case but -ENOMEM: a kiosk in a hall starts with whatever there is. Close with content_close. */
int content_open(struct content *out, const struct content_source *source);
void content_close(struct content *content);

/*
 * The same in two steps, for a first screen that needs the edition alone: content_choose opens all but the
 * copy inside the program, which takes as long as everything else at a start. content_finish opens that, if
 * it is what serves. 0 or -ENOMEM; then it can be tried again.
 */
int content_choose(struct content *out, const struct content_source *source);
int content_finish(struct content *content);

/* Whether something else has been installed since it was opened: one stat. Never with --content. */
bool content_is_superseded(const struct content *content, const struct content_source *source);

#endif
