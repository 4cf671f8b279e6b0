/* SPDX-License-Identifier: MIT */
#include "kiosk/environment.h"

#include "base/error.h"
#include "base/sanitize.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define ALNUM "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
#define NAME_MAX_BYTES 63
#define PATH_MAX_BYTES 1023

static bool is_name(const char *value, const char *allowed)
{
    size_t n = strnlen(value, NAME_MAX_BYTES + 1);

    return n > 0 && n <= NAME_MAX_BYTES && strspn(value, allowed) == n;
}

static bool is_terminal(const char *value)
{
    return is_name(value, ALNUM ".+_-") && value[0] != '.';
}

static bool is_locale(const char *value)
{
    return is_name(value, ALNUM "._@-");
}

static bool is_zone(const char *value)
{
    return is_name(value, ALNUM "/_+-") && value[0] != '/';
}

static bool is_colour_word(const char *value)
{
    return is_name(value, ALNUM "-");
}

static bool is_path(const char *value)
{
    size_t n = strnlen(value, PATH_MAX_BYTES + 1);

    return n <= PATH_MAX_BYTES && value[0] == '/' && sanitize_is_clean(value, n);
}

static bool is_anything(const char *value)
{
    return value[0] != '\0';
}

static bool is_socket(const char *value, size_t size)
{
    size_t n = strnlen(value, size);

    return n > 1 && n < size && (value[0] == '/' || value[0] == '@') && sanitize_is_clean(value, n);
}

static const struct kept_variable {
    const char *name;
    bool (*allowed)(const char *value);
    const char *instead; /* NULL: the value itself */
} kept_variables[] = {
    {.name = "TERM", .allowed = is_terminal},
    {.name = "LC_ALL", .allowed = is_locale},
    {.name = "LC_CTYPE", .allowed = is_locale},
    {.name = "LANG", .allowed = is_locale},
    {.name = "TZ", .allowed = is_zone},
    {.name = "HOME", .allowed = is_path},
    {.name = "COLORTERM", .allowed = is_colour_word},
    {.name = "NO_COLOR", .allowed = is_anything, .instead = "1"},
};

#define KEPT_COUNT ARRAY_SIZE(kept_variables)

static bool is_set(const char *name)
{
    const char *value = getenv(name);
    return value && *value;
}

static bool is_gnu_screen(void)
{
    const char *term = getenv("TERM");
    return (is_set("STY") || (term && strncmp(term, "screen", strlen("screen")) == 0)) && !is_set("TMUX");
}

static size_t count_variables(void)
{
    size_t n = 0;

    while (environ && environ[n])
        n++;
    return n;
}

/* Copies, because clearenv takes the values away. Leaves what it has in `values`, also when it fails. */
static int collect(char *values[KEPT_COUNT])
{
    for (size_t i = 0; i < KEPT_COUNT; i++) {
        const struct kept_variable *variable = &kept_variables[i];
        const char *value = getenv(variable->name);
        if (!value || !variable->allowed(value))
            continue;
        values[i] = strdup(variable->instead ? variable->instead : value);
        if (!values[i])
            return -ENOMEM;
    }
    return 0;
}

static int restore(struct environment *out, char *values[KEPT_COUNT])
{
    for (size_t i = 0; i < KEPT_COUNT; i++) {
        if (!values[i])
            continue;
        if (setenv(kept_variables[i].name, values[i], 1) < 0)
            return -ENOMEM;
        out->dropped--;
    }
    return setenv("NCURSES_NO_UTF8_ACS", "1", 1) < 0 ? -ENOMEM : 0;
}

static void take_notify(struct environment *out)
{
    const char *name = getenv("NOTIFY_SOCKET"), *time = getenv("WATCHDOG_USEC");

    if (name && is_socket(name, sizeof out->notify_socket))
        memcpy(out->notify_socket, name, strlen(name) + 1);
    if (time && is_name(time, "0123456789") && strlen(time) <= 18)
        out->watchdog_us = strtoull(time, NULL, 10);
}

static void describe(struct environment *out)
{
    const char *term = getenv("TERM"), *colour = getenv("COLORTERM");

    if (term)
        memcpy(out->term, term, strlen(term) + 1);
    out->no_colour = getenv("NO_COLOR") != NULL;
    out->true_colour = colour && (strcmp(colour, "truecolor") == 0 || strcmp(colour, "24bit") == 0);
}

int environment_clean(struct environment *kept)
{
    struct environment environment = {.dropped = count_variables(), .gnu_screen = is_gnu_screen()};
    char *values[KEPT_COUNT] = {NULL};

    take_notify(&environment);
    int r = collect(values);
    clearenv();
    if (r == 0)
        r = restore(&environment, values);
    for (size_t i = 0; i < KEPT_COUNT; i++)
        free(values[i]);
    if (r < 0) {
        clearenv();
        return r;
    }

    describe(&environment);
    *kept = environment;
    return 0;
}
