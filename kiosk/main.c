/* SPDX-License-Identifier: MIT */
#include "kiosk/commands.h"
#include "kiosk/environment.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sysexits.h>
#include <unistd.h>

/*
 * A descriptor that the caller closed would be given to the first file we open, and complaints would go into
 * it. Held by /dev/null the wrong way round: reading and writing still fail, as they would have.
 */
static void hold_standard_descriptors(void)
{
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
        if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY) < 0)
            _exit(EX_OSERR);
}

int main(int argc, char **argv)
{
    struct environment environment;
    hold_standard_descriptors();
    if (environment_clean(&environment) < 0) {
        fputs("yibentong: 内存不足\n", stderr);
        return EX_OSERR;
    }
    /* A write that fails says so, whatever the reason: a closed pipe, a limit on the size of files. */
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN);
    return commands_main(argc, argv, &environment);
}
