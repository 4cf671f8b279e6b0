/* SPDX-License-Identifier: MIT */
/*
 * A screen: one file in ui/screens/, one const table of functions, one row in the registry (ui/screens.c).
 *
 * act changes the screen's state and says what should happen; it never draws. layout computes for a size and
 * does not draw. draw paints from const state. Nobody asks which screen is current: the app calls through the
 * table.
 */
#ifndef UI_SCREEN_H
#define UI_SCREEN_H

#include "base/clock.h"
#include "base/hours.h"
#include "db/guide.h"
#include "db/handbook.h"
#include "db/profile.h"
#include "ui/actions.h"
#include "ui/canvas.h"
#include "ui/footer.h"
#include "ui/hits.h"
#include "ui/paper/document.h"
#include "ui/print_state.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A number that is a constant, as part of a sentence. */
#define IN_WORDS(constant) IN_WORDS_LITERAL(constant)
#define IN_WORDS_LITERAL(literal) #literal

enum screen_id {
    SCREEN_ATTRACT,
    SCREEN_HOME,
    SCREEN_ANSWER,
    SCREEN_CODE,
    SCREEN_GUIDE_CHOICE,
    SCREEN_GUIDE_DATE,
    SCREEN_GUIDE_SCHOOL,
    SCREEN_GUIDE_CHANGE,
    SCREEN_OUTCOME,
    SCREEN_SEARCH,
    SCREEN_SCHOOL,
    SCREEN_SCHOOL_CARD,
    SCREEN_PRINT,
    SCREEN_HELP,
    SCREEN_ABOUT,
    SCREEN_SERVICE,
    SCREEN_STAFF_PIN,
    SCREEN_STAFF,
    SCREEN_STAFF_CHECK,
    SCREEN_DESK_LOGIN,
    SCREEN_DESK_BENCH,
    SCREEN_DESK_QUESTION,
    SCREEN_DESK_PROFILE,
    SCREEN_DESK_SCHOOL,
    SCREEN_DESK_ADDENDA,
    SCREEN_DESK_EDIT,
    SCREEN_DESK_HISTORY,
    SCREEN_DESK_VERSION,
    SCREEN_DESK_STATS,
    SCREEN_DESK_EXPORT,
    SCREEN_DESK_PASSWORD,
    SCREEN_DESK_ACCOUNTS,
    SCREEN_DESK_ACCOUNT,
    SCREEN_DESK_AUDIT,
    SCREEN_DESK_UPDATES,
    SCREEN_DESK_UPDATE,
    SCREEN_COUNT
};

#define ROUTE_LINKS_MAX 8
#define ROUTE_LINK_ID 40 /* bytes of a link's id with its NUL */

/* Where to go, and what that screen is to show. */
struct route {
    enum screen_id screen;
    int question;  /* 1 to 12 where it matters */
    int link;      /* index in links */
    int block;     /* of the answer, to begin with; 0 the beginning */
    char code[16]; /* of a school */
    int64_t item;  /* of the desk: an account, a version */
    char links[ROUTE_LINKS_MAX]
              [ROUTE_LINK_ID]; /* ids of the pages a code screen turns through; "" ends them */
};

/* What should happen after an event. */
struct intent {
    enum intent_kind {
        INTENT_NONE, /* the screen did not use the event: the app may (0 首页, Esc 返回, ? 帮助 …) */
        INTENT_STAY, /* used, nothing changed */
        INTENT_REDRAW,  /* used, the state changed */
        INTENT_GO,      /* route, on top of this screen */
        INTENT_REPLACE, /* route, instead of this screen */
        INTENT_BACK,
        INTENT_HOME,
        INTENT_QUIT,    /* the program ends, where it may */
        INTENT_LEAVE,   /* the visitor, or the clerk, has gone: everything is forgotten */
        INTENT_PRINT,   /* used: print ui->paper */
        INTENT_PAPER,   /* used: show what this screen puts on paper, as P does */
        INTENT_END,     /* staff end the program, with code */
        INTENT_TROUBLE, /* the content could not be read: error says why */
    } kind;
    struct route route;
    int drop;     /* INTENT_REPLACE: so many screens below this one are left as well */
    int error;    /* INTENT_TROUBLE */
    int code;     /* INTENT_END */
    bool forward; /* the screen that opens gets the event too (on the attract screen: a digit, Chinese) */
};

/* What a list of things (ui/table.h, ui/options.h, ui/school_list.h) makes of an event: the index of the one
 * that was chosen, or one of these; what scrolls (ui/scroll.h): one of these. */
enum { LIST_MOVED = -1, LIST_STAYED = -2, LIST_UNKNOWN = -3 };

/* A visitor's way through the guides; wiped when they leave. */
struct guide_session {
    int question; /* whose guide was opened; 0 none */
    struct guide_answers answers;
    char editing[GUIDE_ID_MAX]; /* id of the node that is asked again, "" none */
};

/* What the whole interface shares. Borrowed by every screen; owned by the app. */
struct addendum_shown;
struct desk;
struct flow;
struct site;
struct staff;
struct ui {
    /* NULL: the content could not be read; only attract, help, about and service work. */
    struct handbook *handbook;
    int handbook_error;            /* then the reason, negative */
    const struct edition *edition; /* of the content, also just before it is open; NULL: it cannot be read */
    int trouble;                   /* what the service screen tells of, negative */
    const struct glyphs *glyphs;
    struct clock clock;
    const char *site; /* the school's name for the title bar, or the province's */
    const char *version;
    const char *content_origin; /* 内置 or the file, as shown on about; NULL: in the program */
    unsigned audience;          /* the visitor's filter, 0 all; wiped when idle */
    int home_selected;          /* question selected last on home; wiped when idle */
    int number_pending;    /* first digit of a question's number that may go on (ui/number_entry.h), or 0 */
    struct guides *guides; /* loaded when the first guide is opened; owned by the app */
    struct guide_session guide;
    struct qr_shelf *codes; /* made before; owned by the app, NULL: each is made when it is shown */
    bool locked;
    const char *theme_name;            /* shown in about */
    const struct hours *hours;         /* when the hall is open; NULL: nobody wrote it down */
    const struct profile *profile;     /* what this school says of itself; NULL: nobody filled it in */
    const struct print_state *printer; /* NULL: no printer */
    struct document *paper;            /* what the print screen shows and prints; owned by the app */
    int print_error;                   /* why it was not begun when it was last asked for, 0 */
    struct addendum_shown **addenda;   /* as last read, for each question; owned by the app */
    bool counts;                       /* what is asked is counted, nothing of who asks */
    struct site *site_db;              /* the hall's own database; NULL: there is none */
    bool speaks;                       /* there is a voice */
    const struct staff *staff;         /* what staff can do here behind their PIN (ui/staff.h); may be NULL */
    int recording;     /* why what is asked cannot be written just now (ui/recording_words.h), 0: it can */
    struct desk *desk; /* the staff desk (ui/desk.h); NULL in a kiosk */
    char notice[200];  /* over the footer until the next key; "" none */
    bool notice_bad;   /* it tells of something that did not work */
};

struct screen {
    const struct screen_ops *ops;
    struct route route;
    void *state;
};

#define SCREEN_TRAIL_MAX 3

struct screen_ops {
    const char *name;
    bool bare;        /* no title bar and footer: the screen has all the room */
    bool typing;      /* printable keys are text, not actions */
    bool prints;      /* the printer is asked how it is while this screen shows */
    bool pastes;      /* what is pasted comes as typed text; elsewhere it is swallowed */
    bool digits;      /* digits are typed here: nobody looks for a card reader among them */
    bool numbers;     /* digits are question numbers: the app makes ACTION_RELATED of them */
    unsigned right;   /* of the staff (enum site_right) that it takes to open it; 0 none */
    int idle_seconds; /* without a key before the countdown; 0 never */
    /* Writes the text of a screen that is a page (ui/page.h); NULL: it is something else. 0 or negative. */
    int (*compose)(struct flow *flow, const struct ui *ui, const struct screen *screen);
    int (*open)(struct screen *screen, struct ui *ui); /* makes state from screen->route; 0 or negative */
    void (*close)(struct screen *screen);
    struct intent (*act)(struct screen *screen, struct ui *ui, struct event event);
    /* When tick wants to be called (monotonic ms), or -1; both may be NULL. */
    int64_t (*deadline)(const struct screen *screen, const struct ui *ui);
    struct intent (*tick)(struct screen *screen, struct ui *ui);
    int (*layout)(struct screen *screen, const struct ui *ui, int rows, int cols); /* of the body */
    void (*draw)(const struct screen *screen, const struct ui *ui, struct canvas *canvas, struct rect body,
                 struct hits *hits);
    /* The breadcrumb: its words, or where they depend on what is shown, who writes it. */
    const char *trail[SCREEN_TRAIL_MAX];
    void (*title)(const struct screen *screen, const struct ui *ui, char *out, size_t size);
    void (*footer)(const struct screen *screen, const struct ui *ui, struct footer *out);
    /* The screen shows again after others lay over it. May be NULL. */
    void (*resume)(struct screen *screen, struct ui *ui);
    /* Saves what is not saved yet, before the desk locks or somebody leaves; negative: it could not. Then act
     * asks when ACTION_QUIT comes, and answers INTENT_QUIT if the text may go. May be NULL. */
    int (*keep)(struct screen *screen, struct ui *ui);
    /* What was looked for here and not found, for the counters: whether there is something. May be NULL. */
    bool (*missed)(const struct screen *screen, char *out, size_t size);
    /* What V reads aloud, lines as ui/spoken.h has them; the caller frees. NULL: what P puts on paper, or
     * nothing. */
    int (*aloud)(char **out, const struct screen *screen, const struct ui *ui);
    /* What P puts on paper; the caller frees. NULL: nothing of this screen is printed. */
    int (*paper)(struct document **out, const struct screen *screen, const struct ui *ui);
};

const struct screen_ops *screen_ops(enum screen_id id);

#endif
