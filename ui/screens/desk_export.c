/* SPDX-License-Identifier: MIT */
/* The statistics as a file for a spreadsheet: where to, and in which charset. */
#include "db/site/audit.h"
#include "ui/desk.h"
#include "ui/flow.h"
#include "ui/form.h"
#include "ui/screens/screens.h"

#include "base/error.h"

#include <string.h>

#define MEASURE 96
#define PATH_CHARACTERS 200

enum { FIELD_PATH, FIELD_CHARSET };

static const char *const charsets[] = {"UTF-8", "GB18030"};

static void close_export(struct screen *screen)
{
    struct form *form = screen->state;
    form_fini(form);
    free(form);
}

static int open_export(struct screen *screen, struct ui *ui)
{
    const struct desk *desk = ui->desk;
    _cleanup_free_ char *path = NULL;
    if (asprintf(&path, "%s%syibentong-%04d-%02d-%02d-%04d-%02d-%02d.csv", desk->home ? desk->home : "",
                 desk->home ? "/" : "", desk->from.year, desk->from.month, desk->from.day, desk->to.year,
                 desk->to.month, desk->to.day) < 0)
        return -ENOMEM;
    struct form *form = calloc(1, sizeof(*form));
    if (!form)
        return -ENOMEM;
    screen->state = form;
    form_add(form, FORM_TEXT, "文件", "路径和文件名", PATH_CHARACTERS);
    form_add_choice(form, "字符集", charsets, ARRAY_SIZE(charsets));
    int error = form_set(form, FIELD_PATH, path);
    if (error)
        close_export(screen);
    return error;
}

static const char *file_words(int error)
{
    switch (error) {
    case -EEXIST:
        return "已经有这个文件了，请换个名字";
    case -ENOENT:
        return "没有这个文件夹";
    case -EACCES:
    case -EPERM:
        return "没有权限写在这里，请换个文件夹";
    case -EROFS:
        return "这里只能读，请换个文件夹";
    case -ENOSPC:
        return "磁盘满了";
    case -ENAMETOOLONG:
        return "文件名太长";
    case -EISDIR:
        return "这是一个文件夹，请在后面加上文件名";
    default:
        return "写不了这个文件";
    }
}

/* The row in the log, before there is a file: none is begun that could not be logged. 0: site_end concludes
 * both. */
static int begin_row(const struct ui *ui, const struct desk_export *what)
{
    struct site *site = ui->desk->site;
    char detail[64];
    snprintf(detail, sizeof(detail), "stats %04d-%02d-%02d %04d-%02d-%02d", what->from.year, what->from.month,
             what->from.day, what->to.year, what->to.month, what->to.day);
    int error = site_begin(site);
    if (error)
        return error;
    error = site_audit_note(site, &ui->desk->session, AUDIT_EXPORTED, detail);
    return error ? site_end(site, error) : 0;
}

/* What was written stays, also when its row could not be kept. */
static struct intent tell(struct ui *ui, const char *path, int logged)
{
    char words[DESK_WORDS];
    desk_error_words(words, logged);
    if (logged)
        desk_warn(ui, "文件已经存好，但没能记入日志：%s", words);
    else
        desk_notice(ui, "已存到 %s", path);
    return intent_of(INTENT_BACK);
}

static struct intent write_file(struct form *form, struct ui *ui, const struct desk_export *what)
{
    int error = begin_row(ui, what);
    if (error) {
        desk_complain(ui, error);
        return intent_of(INTENT_REDRAW);
    }
    error = ui->desk->export(ui->desk->export_context, what);
    int ended = site_end(ui->desk->site, error); /* no row without a file */
    if (!error)
        return tell(ui, what->path, ended);
    return form_refuse(form, FIELD_PATH, file_words(error));
}

static struct intent submit(struct form *form, struct ui *ui)
{
    _cleanup_free_ char *path = NULL;
    int error = form_text(&path, form, FIELD_PATH);
    if (error || !*path)
        return form_refuse(form, FIELD_PATH, error ? file_words(error) : "请写文件名");
    struct desk_export what = {.path = path,
                               .from = ui->desk->from,
                               .to = ui->desk->to,
                               .gb18030 = form->fields[FIELD_CHARSET].choice == 1};
    if (!desk_still_may(ui, SITE_MAY_EXPORT))
        return intent_of(INTENT_REDRAW);
    return write_file(form, ui, &what);
}

static struct intent act(struct screen *screen, struct ui *ui, struct event event)
{
    struct form *form = screen->state;
    int result = form_act(form, event);
    return result == FORM_SUBMIT ? submit(form, ui) : form_intent(result);
}

static int layout(struct screen *screen, const struct ui *ui, int rows, int cols)
{
    (void)ui;
    (void)rows;
    (void)cols;
    form_layout(screen->state, 4);
    return 0;
}

static void draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas, struct rect body,
                 struct hits *hits)
{
    const struct form *form = screen->state;
    int rows = form_rows(form);
    struct rect at = rect_column((struct rect){body.row + 1, body.col, rows, body.cols}, MEASURE);
    (void)ui;
    form_draw(form, canvas, at, hits);
    flow_put(canvas, (struct rect){at.row + rows, at.col + 2, 3, at.cols - 2}, (struct style){ROLE_MUTED, 0},
             "Excel 和 WPS 都能打开。老软件显示乱码时，换 GB18030。小于 5 的数写成“<5”。");
}

static void footer(const struct screen *screen, const struct ui *ui, struct footer *out)
{
    const struct form *form = screen->state;
    (void)ui;
    footer_add(out, ACTION_SAVE, NULL, NULL);
    footer_add(out, ACTION_NEXT, "Tab", "换一项");
    if (form->focus == FIELD_CHARSET)
        footer_add(out, ACTION_RIGHT, "←→", "换字符集");
    footer_add(out, ACTION_BACK, NULL, NULL);
}

const struct screen_ops screen_desk_export = {
    .name = "desk-export",
    .right = SITE_MAY_EXPORT,
    .typing = true,
    .pastes = true,
    .idle_seconds = IDLE_SHORT,
    .open = open_export,
    .close = close_export,
    .act = act,
    .layout = layout,
    .draw = draw,
    .trail = {"工作台", "统计", "存成表格"},
    .footer = footer,
};
