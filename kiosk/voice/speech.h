/* SPDX-License-Identifier: MIT */
/*
 * A speech-dispatcher that runs already. Its library brings glib along, so it is used by a module of its own
 * (kiosk/voice/speech_module.c), which kiosk/voice/voice.c loads in the thread that speaks.
 *
 * All of it blocks, without a limit, and is called from one thread; is_speaking from any. Nothing is started:
 * where nobody listens at the socket, open fails. One connection at a time.
 */
#ifndef KIOSK_VOICE_SPEECH_H
#define KIOSK_VOICE_SPEECH_H

#include <stdbool.h>

#define SPEECH_MODULE_FILE "yibentong-speech.so"
/* The number goes up when module and program would no longer understand each other. */
#define SPEECH_MODULE_ENTRY yibentong_speech_2
#define SPEECH_MODULE_ENTRY_NAME "yibentong_speech_2"

struct speech; /* a connection */

struct speech_module {
    /* Connects to the Unix socket; Chinese, at this rate (-100 to 100). 0, -ECONNREFUSED, -ENOMEM. */
    int (*open)(struct speech **out, const char *socket, int rate);
    /* Says the text, UTF-8; it is queued when this returns. 0, or -EPIPE: the connection is gone. */
    int (*say)(struct speech *speech, const char *text);
    /* Falls silent. 0 or -EPIPE. */
    int (*stop)(struct speech *speech);
    /* When it returns, nothing of the connection runs any more. NULL is fine. */
    void (*close)(struct speech *speech);
    /* Whether something that was said has not ended. */
    bool (*is_speaking)(void);
};

/* What the module exports. */
__attribute__((visibility("default"))) extern const struct speech_module SPEECH_MODULE_ENTRY;

#endif
