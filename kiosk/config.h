/* SPDX-License-Identifier: MIT */
/*
 * The machine's settings, yibentong.conf(5): an INI file of sections [kiosk], [speech] and [printer NAME].
 * Whatever is wrong in it is told with its line, in Chinese, and counts as not written; a kiosk starts in any
 * case.
 *
 * The file is trusted as little as any other: a regular file (also behind a symbolic link) of at most
 * CONFIG_BYTES_MAX, lines of clean UTF-8 (base/sanitize.h), read whole before it is looked at. A byte order
 * mark is fine.
 */
#ifndef KIOSK_CONFIG_H
#define KIOSK_CONFIG_H

#include "base/hours.h"
#include "kiosk/printer/printers.h"

#include <sys/un.h>

#define CONFIG_DEFAULT_PATH "/etc/yibentong/yibentong.conf"
#define CONFIG_BYTES_MAX (64 * 1024)
#define CONFIG_PRINTERS_MAX 16
#define CONFIG_PROBLEMS_MAX 32 /* what is wrong beyond them is not told */

struct config_problem {
    int line; /* from 1 */
    char *words;
};

/* [speech]: the socket of a speech-dispatcher that runs already. */
struct config_speech {
    bool on;                                               /* a socket is written */
    char socket[sizeof((struct sockaddr_un){0}.sun_path)]; /* its path; "": the usual one */
    int rate;                                              /* -100 slow to 100 fast */
};

struct config {
    bool present;       /* there is a file */
    struct hours hours; /* of [kiosk] open, closed, dim */
    struct config_speech speech;
    char printer[PRINTER_NAME_MAX]; /* the name that [kiosk] gives; "" none */
    struct printer printers[CONFIG_PRINTERS_MAX];
    size_t n_printers;
    struct config_problem problems[CONFIG_PROBLEMS_MAX];
    size_t n_problems;
};

/*
 * Reads a file; path NULL: CONFIG_DEFAULT_PATH, which may be missing. 0, also with problems; -ENOMEM; -errno
 * of opening and reading, -EINVAL no regular file, -EFBIG too long. *out is written in any case and can be
 * used: after a failure it has no settings. config_fini.
 */
int config_load(struct config *out, const char *path);

/* The same from memory. 0 or -ENOMEM. */
int config_parse(struct config *out, const char *bytes, size_t n);

void config_fini(struct config *config);

/*
 * The printer of that name; NULL: the machine's own, which [kiosk] printer names; without that, the first of
 * the file. NULL if there is none. Borrowed.
 */
const struct printer *config_printer(const struct config *config, const char *name);

#endif
