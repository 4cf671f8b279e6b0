/* SPDX-License-Identifier: MIT */
#include "kiosk/result_file.h"

#include "base/error.h"
#include "kiosk/save_file.h"

#include <string.h>
#include <sysexits.h>

static int write_to_stdout(struct invocation *invocation, const struct result_file *file)
{
    struct output *out = &invocation->out;
    if (out->cols && !file->text) {
        output_complain(out, "%s 的内容不能显示在终端上；请写成文件，或接到管道里", file->option);
        return EX_USAGE;
    }
    int error = file->write(stdout, file->context);
    if (error < 0 && !out->error)
        out->error = error;
    return EX_OK; /* output_finish tells */
}

int result_file_write(struct invocation *invocation, const struct result_file *file)
{
    if (!strcmp(file->path, "-"))
        return write_to_stdout(invocation, file);
    struct save_file save;
    int error = save_begin(&save, file->path);
    if (error < 0) {
        output_complain(&invocation->out, "不能新建文件 %s：%s", file->path, output_reason(error));
        return EX_CANTCREAT;
    }
    error = file->write(save.stream, file->context);
    if (error < 0)
        save_abort(&save);
    else
        error = save_commit(&save);
    if (error == 0)
        return EX_OK;
    output_complain(&invocation->out, "文件 %s 没有写成：%s；原来的文件没有动", file->path,
                    output_reason(error));
    return EX_IOERR;
}
