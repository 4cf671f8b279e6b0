/* SPDX-License-Identifier: MIT */
/*
 * `yibentong guide` in parts: command_guide.c parses and lists paths, command_guide_ask.c asks on a plain
 * terminal or a pipe, command_guide_text.c and command_guide_json.c say what the answers lead to.
 */
#ifndef KIOSK_COMMAND_GUIDE_H
#define KIOSK_COMMAND_GUIDE_H

#include "db/guide.h"
#include "kiosk/commands.h"

struct institution;
struct json_object;
struct prompt;

/* How the plain kiosk (kiosk/plain.h) leads through a guide, where that differs from the command. */
struct guide_manner {
    struct prompt *prompt; /* whose idle time counts */
    const char *also;      /* what else may be typed at the outcome: "p 打印，" */
    void *context;
    /* Tells what is asked. 0, or negative. */
    int (*ask)(void *context, const struct guide_node *node);
    /* An h where something is asked. */
    void (*help)(void *context);
    /* Tells the outcome. 0; 1 they have heard enough and leave; or negative. */
    int (*tell)(void *context, const struct guide_answers *answers, const struct guide_place *place);
    /* A line at the outcome that is none of the guide's. 1 it was served, 0 it was not, or negative. */
    int (*serve)(void *context, const struct guide_answers *answers, const struct guide_place *place);
};

struct guide_run {
    struct invocation *invocation;
    struct handbook *handbook;
    struct guides *guides;
    int question; /* 0: all */
    struct date today;
    const struct guide_manner *manner; /* NULL: the command's */
};

static inline void guides_free_pointer(struct guides **guides)
{
    guides_free(*guides);
}
#define _cleanup_guides_ _cleanup_(guides_free_pointer)

/* Where --answers leads; `answers` must stay as long as *out. EX_OK, or a code with a complaint. */
int guide_follow_answers(struct guide_place *out, struct guide_answers *answers, const struct guide_run *run);

/* Asks until an outcome, q or the end of input. An exit code. */
int guide_ask(const struct guide_run *run);

/* The same in the run's manner. 0, also when the input has ended (the manner's prompt says so); or what could
 * not be read of the content, negative. */
int guide_converse(const struct guide_run *run);

/* What is to be asked, above the prompt: its words, hint and options, numbered or by id. */
void guide_print_options(struct output *out, const struct guide_node *node, bool by_id);
/* What was answered on the way, numbered so that one can be named. */
void guide_print_answers(const struct guide_run *run, const struct guide_place *place, bool numbered);

/* “1  吉林大学（吉林省长春市，本科；曾用名：…）”, plainly “1、吉林大学（…）”, not indented. */
void guide_print_school(struct output *out, bool plainly, size_t number, const struct institution *school);

/* The outcome at which the place stands, as text. 0, or the error of reading the handbook. */
int guide_print_outcome(const struct guide_run *run, const struct guide_answers *answers,
                        const struct guide_place *place);

/* 0, -EBADMSG the content is damaged, -ENOMEM. */
int guide_json_outcome(struct json_object **out, const struct guide_run *run, int question,
                       const struct guide_answers *answers, const struct guide_place *place);

/* NULL when out of memory. */
struct json_object *guide_json_next(const struct guide_run *run, const struct guide_place *place);

#endif
