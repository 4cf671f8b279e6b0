/* SPDX-License-Identifier: MIT */
/* The tables of all screens, one a file. */
#ifndef UI_SCREENS_SCREENS_H
#define UI_SCREENS_SCREENS_H

#include "ui/confirm.h"
#include "ui/paper/slip.h"
#include "ui/screen.h"

extern const struct screen_ops screen_attract;
extern const struct screen_ops screen_home;
extern const struct screen_ops screen_answer;
extern const struct screen_ops screen_code;
extern const struct screen_ops screen_guide_choice;
extern const struct screen_ops screen_guide_date;
extern const struct screen_ops screen_guide_school;
extern const struct screen_ops screen_guide_change;
extern const struct screen_ops screen_outcome;
extern const struct screen_ops screen_search;
extern const struct screen_ops screen_school;
extern const struct screen_ops screen_school_card;
extern const struct screen_ops screen_print;
extern const struct screen_ops screen_help;
extern const struct screen_ops screen_about;
extern const struct screen_ops screen_service;
extern const struct screen_ops screen_staff_pin;
extern const struct screen_ops screen_staff;
extern const struct screen_ops screen_staff_check;
extern const struct screen_ops screen_desk_login;
extern const struct screen_ops screen_desk_bench;
extern const struct screen_ops screen_desk_question;
extern const struct screen_ops screen_desk_profile;
extern const struct screen_ops screen_desk_school;
extern const struct screen_ops screen_desk_addenda;
extern const struct screen_ops screen_desk_edit;
extern const struct screen_ops screen_desk_history;
extern const struct screen_ops screen_desk_version;
extern const struct screen_ops screen_desk_stats;
extern const struct screen_ops screen_desk_export;
extern const struct screen_ops screen_desk_password;
extern const struct screen_ops screen_desk_accounts;
extern const struct screen_ops screen_desk_account;
extern const struct screen_ops screen_desk_audit;
extern const struct screen_ops screen_desk_updates;
extern const struct screen_ops screen_desk_update;

/* Seconds without a key before the countdown to the attract screen. */
#define IDLE_STAFF_PIN 20 /* who asks for it knows it */
#define IDLE_SHORT 60     /* a list: one minute */
#define IDLE_LONG 180     /* a text to read, a code to scan */

/* What every slip says of where it comes from. */
static inline struct slip_frame screen_slip_frame(const struct ui *ui)
{
    return (struct slip_frame){.edition = handbook_edition(ui->handbook),
                               .profile = ui->profile,
                               .today = date_of(ui->clock.wall(ui->clock.context))};
}

static inline struct intent intent_of(enum intent_kind kind)
{
    return (struct intent){.kind = kind};
}

/* Opens the codes of pages, at most ROUTE_LINKS_MAX, the one of index `first` showing. */
static inline struct intent intent_of_codes(const struct link *links, size_t n, int first)
{
    struct intent intent = {.kind = INTENT_GO, .route = {.screen = SCREEN_CODE, .link = first}};
    if (n > ROUTE_LINKS_MAX)
        n = ROUTE_LINKS_MAX;
    if ((size_t)first >= n)
        return intent_of(INTENT_STAY);
    for (size_t i = 0; i < n; i++)
        snprintf(intent.route.links[i], sizeof(intent.route.links[i]), "%s", links[i].id);
    return intent;
}

/* After an answer of ui/confirm.h that is not yes. */
static inline struct intent intent_of_confirm(int answer)
{
    return intent_of(answer == CONFIRM_STAYED ? INTENT_STAY : INTENT_REDRAW);
}

/* After LIST_…, where nothing was chosen: what moved is drawn, what is not known is left to the app. */
static inline struct intent intent_of_list(int result)
{
    return intent_of(result == LIST_MOVED     ? INTENT_REDRAW
                     : result == LIST_UNKNOWN ? INTENT_NONE
                                              : INTENT_STAY);
}

#endif
