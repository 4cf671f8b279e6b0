/* SPDX-License-Identifier: MIT */
/*
 * The kiosk as linear text (--plain), for braille displays and screen readers, and for terminals that can do
 * nothing else: no full screen, no cursor, no frames, no colour. One thing is asked at a time, choices have
 * numbers, every output ends in a prompt. On a terminal lines are no longer than it is, and at most 80 cells.
 *
 * A braille display shows the line where the cursor is, some 40 cells of it, a Chinese character in up to
 * three: so the prompt's line says in a dozen characters what is asked, what else may be typed stands on the
 * line before. An empty line stands before what is said anew and before what is asked, and nowhere else:
 * brltty's keys for the paragraph before and after find both. No line is indented: what is blank is felt,
 * too.
 *
 * What it can do is what the full screen can do: the twelve and their filter, answers page by page, guides,
 * search, schools, addresses, printing. Like there, a visitor who goes away without a word is forgotten, and
 * nothing typed is kept or counted but by the rules of db/site/tally.h.
 *
 *   plain.c        the beginning, the list, what is typed there
 *   plain_text.c   a text by pages
 *   plain_answer.c an answer, its guide and its pages
 *   plain_find.c   search and schools
 *   plain_print.c  slips
 *   plain_staff.c  what staff do behind their PIN
 *   plain_hall.c   content and the hall's own data, looked at again between visitors
 *   plain_lock.c   what --locked means for it
 */
#ifndef KIOSK_PLAIN_H
#define KIOSK_PLAIN_H

#include "db/profile.h"
#include "db/site/tally.h"
#include "kiosk/command_guide.h"
#include "kiosk/content.h"
#include "kiosk/printer/printing.h"
#include "kiosk/prompt.h"
#include "ui/paper/slip.h"

/* A full page in braille takes eight minutes, without a key that we see. */
#define PLAIN_IDLE_MS 600000

/* What staff type at the beginning of a locked one to be asked for their PIN: F2, F4, F6, F8 of the full
 * screen. */
#define PLAIN_STAFF "2468"

/* What has come of a part of the conversation. */
enum plain_next {
    PLAIN_ON,    /* back to where it was called from */
    PLAIN_HOME,  /* back to the beginning */
    PLAIN_ASKED, /* the same; what stands in the prompt is served there */
    PLAIN_GONE,  /* the input has ended, or nobody is there */
};

struct plain {
    struct invocation *invocation;
    struct output *out;
    struct handbook *handbook;
    struct guides *guides;   /* read when the first is asked for */
    struct site *site;       /* NULL: the hall has no data of its own */
    struct profile *profile; /* NULL: nothing is known of the school */
    struct plain_hall *hall; /* where these are from; NULL in a test, they stay as they are */
    struct tally tally;
    struct printing *printing;
    const struct hours *hours;
    struct clock clock;
    unsigned audience; /* the filter, 0 all */
    bool locked;
    struct plain_lock *lock; /* NULL: not locked, or in a test */
    struct prompt prompt;
    enum plain_next left; /* how the outcome of a guide was left */
    bool ended_by_staff;
    int code; /* of ui/staff.h; what they ended it with */
};

/* What is served, and how something newer is learnt of. */
struct plain_hall {
    struct content content;
    struct content_source source;
    struct shifted_clock clock;
    int64_t site_revision; /* as the profile was read */
};

/* Until somebody leaves. An exit code. */
int command_plain(struct invocation *invocation);

/* The same over a prompt and printer that are there; handbook and clock too. 0, or negative for what could
 * not be read of the content. */
int plain_run(struct plain *plain);

/* ---- texts by pages ---- */

struct plain_text {
    char *text; /* lines, each ended by "\n" */
    size_t at;  /* where the page begins */
    size_t next;
    bool told;     /* the page has been read out */
    bool odd;      /* so many pages have been */
    bool open_end; /* the last page is not followed by a question */
};

/* All of it, without a question. */
void plain_tell(const struct plain *plain, const char *lines);

/*
 * Reads it out from where it stands, page by page. PLAIN_ON: an Enter behind the last page, or a line that is
 * none of paging (then *asked, and it is in the prompt). `also`: what else may be typed: "g 自助引导，".
 */
enum plain_next plain_read(bool *asked, struct plain *plain, struct plain_text *text, const char *also);

/* ---- the parts ---- */

#define PLAIN_WORDS 256 /* of what is asked */

/* “also。\n请输入编号，1 到 n：” */
void plain_ask_number(char out[PLAIN_WORDS], const char *also, size_t n);

void plain_count(struct plain *plain, enum tally_kind kind, const char *item);
struct slip_frame plain_frame(const struct plain *plain);
/* Whether the input has ended, nobody is there, or nobody reads what is printed. */
bool plain_is_over(const struct plain *plain);

/* Opens content and the hall's own data; what is no good is told and something else serves, as on the full
 * screen. 0, or why there is no content; to be closed in any case. */
int plain_hall_open(struct plain_hall *out, struct plain *plain);
void plain_hall_close(struct plain *plain);

/* Between visitors: what was installed, set up or changed since is used from now on. */
void plain_hall_look_again(struct plain *plain);

/* These return enum plain_next, or a negative error of the content. */
int plain_answer(struct plain *plain, int number);
int plain_guide(struct plain *plain, int number);
int plain_search(struct plain *plain, const char *query);
int plain_school(struct plain *plain);
int plain_school_card(struct plain *plain, const char *code);
int plain_addresses(struct plain *plain, const struct link *links, size_t n);

/* item: what of it is counted, NULL nothing. */
int plain_print(struct plain *plain, const struct document *document, const char *item);

/* Whether there is a PIN that lets staff out of this one; and asking for it, and what it is good for. */
bool plain_has_staff(const struct plain *plain);
int plain_staff(struct plain *plain);

#endif
