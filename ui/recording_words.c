/* SPDX-License-Identifier: MIT */
#include "ui/recording_words.h"

#include "base/error.h"

#include <stdio.h>

static const char *reason_of(int recording)
{
    switch (recording) {
    case -ENOSPC:
        return "磁盘已满";
    case -EROFS:
    case -EACCES:
    case -EPERM:
        return "不能写入本校数据";
    case -EBUSY:
        return "本校数据正被别的程序占用";
    case -EBADMSG:
    case -EPROTO:
        return "本校数据读不了";
    default:
        return "写不进磁盘";
    }
}

bool recording_words(char *out, size_t size, int recording)
{
    if (recording >= 0)
        return false;
    snprintf(out, size, "使用次数暂停记录：%s。不影响查询，恢复后自动继续", reason_of(recording));
    return true;
}
