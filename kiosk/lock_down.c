/* SPDX-License-Identifier: MIT */
#include "kiosk/lock_down.h"

#include "kiosk/confine.h"
#include "kiosk/console.h"

#include <unistd.h>

void lock_down(struct notify *notify, struct invocation *invocation)
{
    const struct environment *environment = &invocation->environment;
    struct output *out = &invocation->out;
    int r = notify_open(notify, environment->notify_socket, environment->watchdog_us);
    if (r < 0)
        output_complain(out, "不能向 systemd 报告（NOTIFY_SOCKET）：%s", output_reason(r));
    r = console_lock(STDIN_FILENO);
    if (r < 0)
        output_complain(out, "本程序不能锁住控制台的切换：%s；要由系统锁住，见 yibentong-deploy(7)",
                        output_reason(r));
    r = confine_kiosk();
    if (r < 0)
        output_complain(out, "内核不能限制本程序启动别的程序（seccomp）：%s", output_reason(r));
}

void lock_down_end(struct notify *notify)
{
    console_unlock(STDIN_FILENO);
    notify_close(notify);
}
