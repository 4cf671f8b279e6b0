/* SPDX-License-Identifier: MIT */
#include "kiosk/school_data.h"

#include "base/error.h"
#include "db/site/profile.h"

static int read_all(struct school_data *out, struct site *site, int question)
{
    int error = site_profile_read(&out->profile, site);
    int shown = error ? 0 : site_addendum_shown(&out->addendum, site, question);
    return shown == -ENOENT ? error : error ? error : shown;
}

void school_data_read(struct school_data *out, struct invocation *invocation, int question)
{
    const char *path = command_site_path(invocation);
    struct shifted_clock shifted;
    struct site *site;
    *out = (struct school_data){0};
    int error = site_open(&site, path, SITE_READ, options_clock(&invocation->options, &shifted));
    if (error == 0) {
        error = read_all(out, site, question);
        site_close(site);
    } else if ((error == -ENOENT || error == -ENOTDIR) &&
               !(invocation->options.given & OPTION_BIT(OPTION_SITE))) {
        return;
    }
    if (error)
        output_complain(&invocation->out, "读不了本校数据 %s：%s；没有本校的联系方式和补充", path,
                        output_reason(error));
}

void school_data_fini(struct school_data *data)
{
    site_profile_free(data->profile);
    addendum_shown_free(data->addendum);
}
