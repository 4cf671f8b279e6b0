/* SPDX-License-Identifier: MIT */
/* The module with libspeechd. The library tells of the end of a message through callbacks that know no
 * context, hence the ids are the file's. */
#include "kiosk/voice/speech.h"

#include <errno.h>
#include <libspeechd.h>
#include <stdatomic.h>
#include <stdlib.h>

#define CLIENT "yibentong"
#define CONNECTION "kiosk"
#define USER "yibentong" /* nobody's name goes out */
#define LANGUAGE "zh"
/* For zh espeak-ng 1.51 (Debian 12) takes “Chinese (Mandarin, latin as English)”, which turns most characters
 * into pinyin and reads that as English, 学 as “zue two”. This one reads them. */
#define VOICE "Chinese (Mandarin, latin as Pinyin)"

struct speech {
    SPDConnection *connection;
};

static atomic_int said,
    ended; /* ids of messages: the last that was queued, the last that is over; ids only go up */

static void note_end(size_t message, size_t client, SPDNotificationType state)
{
    int id = (int)message, last = atomic_load(&ended);
    (void)client;
    (void)state;
    while (id > last && !atomic_compare_exchange_weak(&ended, &last, id))
        ;
}

static int set_up(SPDConnection *connection, int rate)
{
    connection->callback_end = connection->callback_cancel = note_end;
    int failed =
        spd_set_notification_on(connection, SPD_END) | spd_set_notification_on(connection, SPD_CANCEL);
    /* A synthesizer without Chinese, without that voice, or without rates, still speaks. */
    (void)spd_set_language(connection, LANGUAGE);
    (void)spd_set_synthesis_voice(connection, VOICE);
    (void)spd_set_voice_rate(connection, rate);
    return failed ? -ECONNREFUSED : 0;
}

static void speech_close(struct speech *speech)
{
    if (!speech)
        return;
    if (speech->connection)
        spd_close(speech->connection);
    free(speech);
}

static int speech_open(struct speech **out, const char *socket, int rate)
{
    SPDConnectionAddress address = {.method = SPD_METHOD_UNIX_SOCKET, .unix_socket_name = (char *)socket};
    struct speech *speech = calloc(1, sizeof(*speech));
    char *reason = NULL;
    if (!speech)
        return -ENOMEM;
    atomic_store(&said, 0);
    atomic_store(&ended, 0);
    speech->connection = spd_open2(CLIENT, CONNECTION, USER, SPD_MODE_THREADED, &address, 0, &reason);
    free(reason);
    int error = speech->connection ? set_up(speech->connection, rate) : -ECONNREFUSED;
    if (error)
        speech_close(speech);
    else
        *out = speech;
    return error;
}

static int speech_say(struct speech *speech, const char *text)
{
    int id = spd_say(speech->connection, SPD_TEXT, text);
    if (id < 0)
        return -EPIPE;
    atomic_store(&said, id);
    return 0;
}

static int speech_stop(struct speech *speech)
{
    return spd_cancel(speech->connection) ? -EPIPE : 0;
}

static bool speech_is_speaking(void)
{
    return atomic_load(&said) > atomic_load(&ended);
}

const struct speech_module SPEECH_MODULE_ENTRY = {
    .open = speech_open,
    .say = speech_say,
    .stop = speech_stop,
    .close = speech_close,
    .is_speaking = speech_is_speaking,
};
