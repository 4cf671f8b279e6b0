/* SPDX-License-Identifier: MIT */
#include "kiosk/printer/printers.h"

#include "base/error.h"
#include "base/sanitize.h"

#include <arpa/inet.h>
#include <string.h>
#include <termios.h>

#define QUEUE_MAX 127 /* CUPS takes no longer names */
#define RAW_PORT 9100 /* where printers listen for raw data, AppSocket */
#define PORT_DIGITS 5

static bool fits(const char *text, size_t room)
{
    size_t n = strlen(text);
    return n > 0 && n < room && sanitize_is_clean(text, n);
}

static bool take_port(int *out, const char *text)
{
    size_t n = strlen(text);
    if (n == 0 || n > PORT_DIGITS || strspn(text, "0123456789") != n || atoi(text) < 1 || atoi(text) > 65535)
        return false;
    *out = atoi(text);
    return true;
}

static const char *set_path(struct printer *printer, enum printer_kind kind, const char *path)
{
    if (path[0] != '/')
        return "路径要从 / 开始写";
    if (!fits(path, sizeof(printer->where)))
        return "路径太长，或含有不能用的字符";
    printer->kind = kind;
    strcpy(printer->where, path);
    return NULL;
}

/* The address of "127.0.0.1:9100", "[::1]:9100" or of either without a port. */
static bool split_address(char address[INET6_ADDRSTRLEN], const char **port, const char *text)
{
    bool six = text[0] == '[';
    const char *start = text + six, *end = six ? strchr(text, ']') : strchrnul(text, ':');
    if (!end || end - start >= INET6_ADDRSTRLEN)
        return false;
    memcpy(address, start, (size_t)(end - start));
    address[end - start] = '\0';
    end += six;
    *port = *end == ':' ? end + 1 : end;
    unsigned char binary[sizeof(struct in6_addr)];
    return (*end == '\0' || *end == ':') && inet_pton(six ? AF_INET6 : AF_INET, address, binary) == 1;
}

static const char *set_address(struct printer *printer, const char *text)
{
    char address[INET6_ADDRSTRLEN];
    const char *port;
    int number = RAW_PORT;
    if (!split_address(address, &port, text))
        return "网络地址只能写数字，如 tcp:192.168.1.50:9100 或 tcp:[::1]:9100；主机名要查询，会让屏幕停住";
    if ((*port || text[strlen(text) - 1] == ':') && !take_port(&number, port))
        return "端口要写 1 到 65535 的数字，一般是 9100";
    printer->kind = PRINTER_NETWORK;
    printer->port = number;
    strcpy(printer->where, address);
    return NULL;
}

static const char *set_queue(struct printer *printer, const char *name)
{
    if (!fits(name, QUEUE_MAX + 1) || strpbrk(name, " /#?\\'\"<>"))
        return "打印队列的名称不对；用 lpstat -e 看本机有哪些队列";
    printer->kind = PRINTER_QUEUE;
    strcpy(printer->where, name);
    return NULL;
}

const struct printer_speed printer_speeds[] = {{1200, B1200},   {2400, B2400},     {4800, B4800},
                                               {9600, B9600},   {19200, B19200},   {38400, B38400},
                                               {57600, B57600}, {115200, B115200}, {0, 0}};

bool printer_takes(enum printer_kind kind, enum paper paper)
{
    return paper != PAPER_A4 || kind == PRINTER_QUEUE || kind == PRINTER_FILE;
}

const char *printer_set_where(struct printer *printer, const char *text)
{
    if (text[0] == '/')
        return set_path(printer, PRINTER_DEVICE, text);
    if (!strncasecmp(text, "tcp:", 4))
        return set_address(printer, text + 4);
    if (!strncasecmp(text, "cups:", 5))
        return set_queue(printer, text + 5);
    if (!strncasecmp(text, "file:", 5))
        return set_path(printer, PRINTER_FILE, text + 5);
    return "要写设备的路径（如 /dev/usb/lp0）、tcp:地址:端口、cups:队列 或 file:路径";
}

const char *printer_set_server(struct printer *printer, const char *text)
{
    static const char host[] = "localhost";
    int port;
    bool local = !strncasecmp(text, host, sizeof(host) - 1);
    const char *rest = local ? text + sizeof(host) - 1 : text;
    if (!fits(text, sizeof(printer->server)))
        return "路径太长，或含有不能用的字符";
    if (text[0] != '/' && !(local && (!*rest || (*rest == ':' && take_port(&port, rest + 1)))))
        return "只能写本机 CUPS 的套接字，如 /run/cups/cups.sock，或 localhost:631";
    strcpy(printer->server, text);
    return NULL;
}

void printer_describe_where(char *out, size_t n, const struct printer *printer)
{
    static const char *const prefixes[] = {[PRINTER_DEVICE] = "",
                                           [PRINTER_NETWORK] = "tcp:",
                                           [PRINTER_QUEUE] = "cups:",
                                           [PRINTER_FILE] = "file:"};
    bool six = printer->kind == PRINTER_NETWORK && strchr(printer->where, ':');
    int used =
        snprintf(out, n, "%s%s%s%s", prefixes[printer->kind], six ? "[" : "", printer->where, six ? "]" : "");
    if (printer->kind == PRINTER_NETWORK && used >= 0 && (size_t)used < n)
        snprintf(out + used, n - (size_t)used, ":%d", printer->port);
}

struct escpos_options printer_escpos(const struct printer *printer)
{
    return (struct escpos_options){
        .paper = printer->paper,
        .charset = printer->charset,
        .native_code = printer->native_code,
        .cut = printer->cut,
    };
}
