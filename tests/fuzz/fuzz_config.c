/* SPDX-License-Identifier: MIT */
/*
 * Any bytes as a file of settings: the printers that come out are whole, what is told has a line of the file
 * and clean words, and what is described as a printer's place is read as the same place again.
 */
#include "base/error.h"
#include "base/sanitize.h"
#include "kiosk/config.h"

#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool promise)
{
    if (!promise)
        abort();
}

static bool is_clean(const char *text, size_t room)
{
    size_t n = strnlen(text, room);
    return n < room && sanitize_is_clean(text, n);
}

static void check_printer(const struct printer *printer)
{
    struct printer again = {0};
    char where[PRINTER_WHERE_MAX + 32];
    check(is_clean(printer->name, sizeof(printer->name)) && *printer->name);
    check(is_clean(printer->where, sizeof(printer->where)) && *printer->where);
    check(is_clean(printer->server, sizeof(printer->server)));
    check(printer->paper <= PAPER_A4 && is_clean(printer->charset, sizeof(printer->charset)));
    check(printer->paper != PAPER_A4 || printer->kind == PRINTER_QUEUE || printer->kind == PRINTER_FILE);
    check(printer->kind != PRINTER_NETWORK || (printer->port >= 1 && printer->port <= 65535));
    printer_describe_where(where, sizeof(where), printer);
    check(!printer_set_where(&again, where));
    check(again.kind == printer->kind && again.port == printer->port && !strcmp(again.where, printer->where));
}

static int count_lines(const uint8_t *data, size_t size)
{
    int lines = 1;
    for (size_t i = 0; i < size; i++)
        lines += data[i] == '\n';
    return lines;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct config config;
    check(config_parse(&config, (const char *)data, size) == 0);
    for (size_t i = 0; i < config.n_printers; i++)
        check_printer(&config.printers[i]);
    for (size_t i = 0; i < config.n_problems; i++) {
        const struct config_problem *problem = &config.problems[i];
        check(problem->line >= 1 && problem->line <= count_lines(data, size));
        check(sanitize_is_clean(problem->words, strlen(problem->words)));
    }
    const struct printer *printer = config_printer(&config, NULL);
    check(!printer || !*config.printer || !strcmp(printer->name, config.printer));
    config_fini(&config);
    return 0;
}
