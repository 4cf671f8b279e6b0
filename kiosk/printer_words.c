/* SPDX-License-Identifier: MIT */
#include "kiosk/printer_words.h"

#include "base/error.h"
#include "kiosk/output.h"

#include <grp.h>
#include <string.h>
#include <sys/stat.h>

static const char *const conditions[PRINTER_CONDITIONS] = {
    [PRINTER_NONE] = "没有设置",
    [PRINTER_ASKING] = "没有回答",
    [PRINTER_READY] = "可以打印",
    [PRINTER_OUT_OF_PAPER] = "缺纸；请换上新纸",
    [PRINTER_COVER_OPEN] = "上盖开着；请合上",
    [PRINTER_OFFLINE] = "不接收；请看电源和暂停键",
    [PRINTER_FAULT] = "有故障；请看打印机的指示灯",
    [PRINTER_GONE] = "找不到；请看电源和连线，再看 where 写得对不对",
};

#define ALL_KINDS (-1)

/* What is known of a kind of printer that cannot be reached. */
static const struct {
    int kind, trouble;
    const char *words;
} troubles[] = {
    {PRINTER_DEVICE, -EBUSY, "别的程序正占着它；如果是 CUPS，请改用 where = cups:队列"},
    {PRINTER_DEVICE, -ENOENT, "找不到这个设备文件；请看电源和连线，再用 ls /dev/usb 看它现在叫什么"},
    {PRINTER_DEVICE, -ENXIO, "设备文件在，但找不到打印机；请看电源和连线"},
    {PRINTER_DEVICE, -ENODEV, "设备文件在，但找不到打印机；请看电源和连线"},
    {PRINTER_DEVICE, -ENOTTY, "那不是设备文件；要存成文件请写 where = file:路径"},
    {PRINTER_DEVICE, -EISDIR, "那是文件夹；要把每一张存成一个文件，请写 where = file:路径"},
    {PRINTER_NETWORK, -ECONNREFUSED,
     "那台机器在，但不接这个端口；请看端口写得对不对（一般是 9100），打印机的网络打印开了没有"},
    {PRINTER_NETWORK, -ETIMEDOUT, "这个地址没有回答；请看电源和网线，再看地址写得对不对"},
    {PRINTER_NETWORK, -EHOSTUNREACH, "这个地址没有回答；请看电源和网线，再看地址写得对不对"},
    {PRINTER_NETWORK, -ENETUNREACH, "本机的网络到不了这个地址；请看本机的网线和网络设置"},
    {PRINTER_NETWORK, -ENETDOWN, "本机的网络没有接通；请看本机的网线和网络设置"},
    {PRINTER_QUEUE, -ENOSYS, "用 CUPS 的模块没有装好，或缺 libcups2；请重新安装"},
    {PRINTER_QUEUE, -ECONNREFUSED,
     "CUPS 没有运行；请启动 cups（systemctl start cups），写了 server 的再看写得对不对"},
    {PRINTER_QUEUE, -ETIMEDOUT, "CUPS 没有回答；请重新启动 cups（systemctl restart cups）"},
    {PRINTER_QUEUE, -ENOENT, "CUPS 没有这个队列；用 lpstat -e 看本机有哪些队列"},
    {PRINTER_QUEUE, -EACCES, "CUPS 不让本机的这个用户打印；请看 CUPS 的访问规则"},
    {PRINTER_QUEUE, -EIO, "CUPS 答得不对；写了 server 的，请看那里是不是 CUPS"},
    {PRINTER_FILE, -ENOENT, "要放它的文件夹没有；请先建好，或改 where"},
    {PRINTER_FILE, -ENOTDIR, "路径中间有一段不是文件夹；请改 where"},
    {PRINTER_FILE, -EINVAL, "那不是普通的文件；打印机的设备文件请直接写路径，前面不要写 file:"},
    {PRINTER_FILE, -EACCES, "没有权限写到那里；请让运行一本通的用户能写那个文件夹"},
    {PRINTER_FILE, -EROFS, "那里是只读的；请改 where"},
    {PRINTER_FILE, -ENOSPC, "磁盘满了；请腾出地方"},
    {ALL_KINDS, -ETIME, "能打开，但不回答状态查询；请看电源；如果这台打印机本来就不会回答，请写 status = no"},
};

static const char *find(const struct printer *printer, int trouble)
{
    for (size_t i = 0; i < ARRAY_SIZE(troubles); i++)
        if (troubles[i].trouble == trouble &&
            (troubles[i].kind == ALL_KINDS || troubles[i].kind == (int)printer->kind))
            return troubles[i].words;
    return NULL;
}

static void name_group(char *out, size_t n, const char *path)
{
    struct stat info;
    struct group *group = stat(path, &info) == 0 ? getgrgid(info.st_gid) : NULL;
    snprintf(out, n, "%s", group ? group->gr_name : "lp");
}

void printer_words(char out[PRINTER_WORDS_MAX], const struct printer *printer,
                   const struct printing *printing)
{
    char group[64];
    enum printer_condition condition = printing_state(printing)->condition;
    int trouble = printing_trouble(printing);
    const char *words = find(printer, trouble);
    if (trouble == -EACCES && printer->kind == PRINTER_DEVICE) {
        name_group(group, sizeof(group), printer->where);
        snprintf(out, PRINTER_WORDS_MAX, "没有权限打开；请把运行一本通的用户加入 %s 组，再重新登录", group);
    } else if (trouble && (words || condition == PRINTER_FAULT || printer->kind == PRINTER_FILE)) {
        snprintf(out, PRINTER_WORDS_MAX, "%s%s", words ? "" : "不能用：",
                 words ? words : output_reason(trouble));
    } else if (condition == PRINTER_OFFLINE && printer->kind == PRINTER_QUEUE) {
        snprintf(out, PRINTER_WORDS_MAX, "队列停着；请运行 cupsenable %s 和 cupsaccept %s", printer->where,
                 printer->where);
    } else {
        snprintf(out, PRINTER_WORDS_MAX, "%s", conditions[condition]);
    }
}
