/* SPDX-License-Identifier: MIT */
#include "kiosk/command_guide.h"

#include "base/error.h"
#include "db/guide_graph.h"
#include "db/guide_paths.h"
#include "db/institution.h"
#include "kiosk/school_data.h"

#include <json-c/json.h>
#include <string.h>
#include <sysexits.h>

#define GIVEN(run, id) ((run)->invocation->options.given & OPTION_BIT(id))

static int content_code(const struct guide_run *run, int error)
{
    return error < 0 ? command_content_error(run->invocation, error) : EX_OK;
}

/* ---- --answers ---- */

/* The ids of a guide's questions, as they follow one another in its file. */
static void list_asked(char *out, size_t room, const struct guide *guide)
{
    size_t n = 0;
    for (size_t i = 0; i < guide->n_nodes && n < room; i++)
        if (guide->nodes[i].kind != GUIDE_OUTCOME)
            n += (size_t)snprintf(out + n, room - n, "%s%s", n ? "、" : "", guide->nodes[i].id);
}

static int refuse_node(const struct guide_run *run, const char *id)
{
    char ids[512] = "";
    list_asked(ids, sizeof(ids), guides_find(run->guides, run->question));
    output_complain(&run->invocation->out, "--answers 里的“%s”不是引导的问题；问题 %d 的引导有 %s", id,
                    run->question, ids);
    return EX_USAGE;
}

static void list_values(char *out, size_t room, const struct guide_node *node)
{
    static const char *const dates[] = {[GUIDE_YEAR] = "年份，如 2026",
                                        [GUIDE_MONTH] = "年月，如 2026-06",
                                        [GUIDE_DAY] = "日期，如 2026-06-30"};
    size_t n = 0;
    for (size_t i = 0; i < node->n_options && n < room; i++) {
        const char *id = node->options[i].id;
        const char *words = *id                        ? id
                            : node->kind == GUIDE_DATE ? dates[node->precision]
                                                       : "found、学校标识码（十位数字）";
        n += (size_t)snprintf(out + n, room - n, "%s%s", n ? "、" : "", words);
    }
}

static int refuse_value(const struct guide_run *run, const struct guide_node *node, const char *value)
{
    char values[512] = "";
    list_values(values, sizeof(values), node);
    output_complain(&run->invocation->out, "--answers 里 %s 不能是“%s”；可以是 %s", node->id, value, values);
    return EX_USAGE;
}

/* A code has to stand on the list; any ten digits are one for the guides. */
static int check_school(const struct guide_run *run, const struct guide_node *node, const char *code)
{
    _cleanup_free_ char *name = NULL;
    int error = guide_words(&name, run->handbook, node, code);
    if (error == -ENOENT)
        return refuse_value(run, node, code);
    return content_code(run, error);
}

static int check_answer(const struct guide_run *run, const struct guide_answer *answer)
{
    const struct guide_node *node = guides_find_asked(run->guides, answer->node);
    if (!node)
        return refuse_node(run, answer->node);
    if (!guide_option_of(node, answer->value))
        return refuse_value(run, node, answer->value);
    return node->kind == GUIDE_INSTITUTION ? check_school(run, node, answer->value) : EX_OK;
}

static int read_answers(struct guide_answers *out, const struct guide_run *run)
{
    const char *text = run->invocation->options.answers;
    *out = (struct guide_answers){0};
    if (!text)
        return EX_OK;
    if (guide_answers_parse(out, text) < 0) {
        output_complain(&run->invocation->out,
                        "--answers 不能是“%s”；要写成 问题=回答,问题=回答，如 school-listed=not-found", text);
        return EX_USAGE;
    }
    int code = EX_OK;
    for (size_t i = 0; i < out->n && code == EX_OK; i++)
        code = check_answer(run, &out->items[i]);
    return code;
}

static int say_next(const struct guide_run *run, const struct guide_place *place)
{
    struct output *out = &run->invocation->out;
    if (run->invocation->options.json) {
        output_json(out, guide_json_next(run, place));
        return EX_OK;
    }
    output_printf(out, "还要回答 %s\n", place->node->id);
    guide_print_options(out, place->node, true);
    return EX_OK;
}

int guide_follow_answers(struct guide_place *out, struct guide_answers *answers, const struct guide_run *run)
{
    int code = read_answers(answers, run);
    if (code != EX_OK)
        return code;
    int error = guide_resolve(out, run->guides, run->question, answers, run->today);
    if (error == -EINVAL)
        return refuse_value(run, out->node, guide_answer_get(answers, out->node->id));
    return content_code(run, error);
}

/* The outcome, and whom to see about it. */
static int resolved_json(struct json_object **out, const struct guide_run *run,
                         const struct guide_answers *answers, const struct guide_place *place)
{
    _cleanup_(school_data_fini) struct school_data school = {0};
    struct json_object *object;
    int error = guide_json_outcome(&object, run, run->question, answers, place);
    if (error)
        return error;
    school_data_read(&school, run->invocation, place->guide->question);
    error = school_data_add_json(object, &school);
    if (error)
        json_object_put(object);
    else
        *out = object;
    return error;
}

static int resolve_answers(const struct guide_run *run)
{
    struct guide_answers answers;
    struct guide_place place;
    int code = guide_follow_answers(&place, &answers, run);
    if (code != EX_OK)
        return code;
    if (place.node->kind != GUIDE_OUTCOME)
        return say_next(run, &place);
    if (!run->invocation->options.json)
        return content_code(run, guide_print_outcome(run, &answers, &place));
    struct json_object *object;
    int error = resolved_json(&object, run, &answers, &place);
    if (!error)
        output_json(&run->invocation->out, object);
    return content_code(run, error);
}

/* ---- --paths ---- */

struct listing {
    const struct guide_run *run;
    int question;
    struct json_object *array; /* NULL: as text */
    size_t n_paths;
};

static int print_path(struct listing *listing, const struct guide_answers *answers,
                      const struct guide_place *place)
{
    struct output *out = &listing->run->invocation->out;
    _cleanup_free_ char *title = NULL;
    int error = guide_fill(&title, place->node, place->node->title, answers, listing->run->today);
    if (error < 0)
        return error;
    output_printf(out, "%d  ", listing->question);
    for (size_t i = 0; i < place->n_path; i++)
        output_printf(out, "%s%s=%s", i ? "," : "", place->path[i].node->id, place->path[i].value);
    output_printf(out, " → %s  %s\n", place->node->id, title);
    return 0;
}

static int list_path(void *context, const struct guide_answers *answers, const struct guide_place *place)
{
    struct listing *listing = context;
    listing->n_paths++;
    if (!listing->array)
        return print_path(listing, answers, place);
    struct json_object *object;
    int error = guide_json_outcome(&object, listing->run, listing->question, answers, place);
    return error ? error : json_add(listing->array, NULL, object);
}

/* How large the guides are, for whoever keeps them; on standard error, since it is no result. */
static void print_counts(const struct listing *listing)
{
    const struct guides *guides = listing->run->guides;
    size_t n_guides = 0, nodes = 0, options = 0, outcomes = 0;
    for (size_t g = 0; g < guides->n; g++) {
        const struct guide *guide = &guides->items[g];
        if (listing->run->question && guide->question != listing->run->question)
            continue;
        n_guides++;
        nodes += guide->n_nodes;
        for (size_t n = 0; n < guide->n_nodes; n++) {
            options += guide->nodes[n].n_options;
            outcomes += guide->nodes[n].kind == GUIDE_OUTCOME;
        }
    }
    output_remark(&listing->run->invocation->out, "引导 %zu，节点 %zu，选项 %zu，结果 %zu，路径 %zu",
                  n_guides, nodes, options, outcomes, listing->n_paths);
}

static int list_paths(const struct guide_run *run)
{
    struct listing listing = {.run = run};
    int error = 0;
    if (run->invocation->options.json && !(listing.array = json_object_new_array()))
        return command_memory_error(run->invocation);
    for (size_t i = 0; i < run->guides->n && !error; i++) {
        listing.question = run->guides->items[i].question;
        if (!run->question || run->question == listing.question)
            error = guide_paths(run->guides, listing.question, run->today, list_path, &listing);
    }
    if (error < 0) {
        json_object_put(listing.array);
        return content_code(run, error);
    }
    if (listing.array)
        output_json(&run->invocation->out, listing.array);
    else
        print_counts(&listing);
    return EX_OK;
}

/* ---- the command ---- */

static int draw(const struct guide_run *run)
{
    _cleanup_free_ char *dot = NULL;
    int error = guide_graph(&dot, run->guides, run->question);
    if (!error)
        output_print(&run->invocation->out, dot);
    return content_code(run, error);
}

/* Each of these says what to do; none is: ask. */
static int check_command_line(const struct guide_run *run)
{
    struct output *out = &run->invocation->out;
    int n = !!GIVEN(run, OPTION_ANSWERS) + !!GIVEN(run, OPTION_PATHS) + !!GIVEN(run, OPTION_GRAPH);
    if (n > 1)
        output_complain(out, "--answers、--paths、--graph 只能写一个");
    else if (GIVEN(run, OPTION_GRAPH) && run->invocation->options.json)
        output_complain(out, "--graph 只有 DOT 一种格式，不和 --format json 一起用");
    else if (!run->question && !GIVEN(run, OPTION_PATHS))
        output_complain(
            out, "guide 后面要写题号，如 yibentong guide 2；只有 --paths 可以不写，列出全部引导的路径");
    else
        return EX_OK;
    return EX_USAGE;
}

static int run_guide(const struct guide_run *run)
{
    if (GIVEN(run, OPTION_PATHS))
        return list_paths(run);
    if (GIVEN(run, OPTION_GRAPH))
        return draw(run);
    /* JSON is for programs: it says what would be asked */
    return GIVEN(run, OPTION_ANSWERS) || run->invocation->options.json ? resolve_answers(run)
                                                                       : guide_ask(run);
}

int command_guide(struct invocation *invocation)
{
    _cleanup_handbook_ struct handbook *handbook = NULL;
    _cleanup_guides_ struct guides *guides = NULL;
    struct shifted_clock shifted;
    struct clock clock = options_clock(&invocation->options, &shifted);
    struct guide_run run = {.invocation = invocation, .today = date_of(clock.wall(clock.context))};
    int code = invocation->n_arguments ? command_question(&run.question, invocation, invocation->arguments[0])
                                       : EX_OK;
    if (code == EX_OK)
        code = check_command_line(&run);
    if (code == EX_OK)
        code = command_open_handbook(&handbook, invocation);
    if (code != EX_OK)
        return code;
    int error = guides_load(&guides, handbook);
    if (error < 0)
        return command_content_error(invocation, error);
    run.handbook = handbook;
    run.guides = guides;
    return run_guide(&run);
}
