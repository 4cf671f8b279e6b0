/* SPDX-License-Identifier: MIT */
#include "kiosk/plain.h"

#include "base/error.h"
#include "db/site/profile.h"
#include "kiosk/command_site.h"

static int open_content(struct plain *plain)
{
    struct plain_hall *hall = plain->hall;
    command_content_source(&hall->source, plain->invocation, &hall->clock);
    int error = content_open(&hall->content, &hall->source);
    if (error)
        return error;
    if (hall->content.refused)
        output_complain(plain->out, "读不了手册文件 %s：%s；改用内置的手册", hall->source.file,
                        output_reason(hall->content.refused));
    plain->handbook = hall->content.handbook;
    return plain->handbook ? 0 : hall->content.error;
}

/* As the school has it now; what cannot be read stays as it was. */
static void read_profile(struct plain *plain)
{
    struct profile *profile;
    int64_t revision;
    if (!plain->site || site_revision(&revision, plain->site) != 0 ||
        (plain->profile && revision == plain->hall->site_revision) ||
        site_profile_read(&profile, plain->site) != 0)
        return;
    site_profile_free(plain->profile);
    plain->profile = profile;
    plain->hall->site_revision = revision;
}

int plain_hall_open(struct plain_hall *out, struct plain *plain)
{
    *out = (struct plain_hall){0};
    plain->hall = out;
    int error = open_content(plain);
    if (error)
        return error;
    command_site_open_hall(&plain->site, plain->invocation, plain->clock);
    read_profile(plain);
    return 0;
}

void plain_hall_close(struct plain *plain)
{
    guides_free(plain->guides);
    site_profile_free(plain->profile);
    site_close(plain->site);
    content_close(&plain->hall->content);
}

/* Content that cannot be used takes the place of none. */
static void take_newer(struct plain *plain)
{
    struct plain_hall *hall = plain->hall;
    struct content newer;
    if (!content_is_superseded(&hall->content, &hall->source) || content_open(&newer, &hall->source) < 0)
        return;
    if (!newer.handbook) {
        content_close(&newer);
        return;
    }
    guides_free(plain->guides);
    plain->guides = NULL;
    content_close(&hall->content);
    hall->content = newer;
    plain->handbook = newer.handbook;
}

void plain_hall_look_again(struct plain *plain)
{
    struct site *found;
    take_newer(plain);
    if (command_site_find_better(&found, plain->site, plain->invocation, plain->clock)) {
        site_close(plain->site);
        plain->site = found;
        plain->hall->site_revision = -1;
    }
    read_profile(plain);
}
