/* SPDX-License-Identifier: MIT */
#include "kiosk/voice/voice.h"

#include "base/error.h"
#include "base/module.h"
#include "kiosk/voice/speech.h"
#include "ui/spoken.h"

#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/un.h>
#include <unistd.h>

#define SOCKET_NAME "speech-dispatcher/speechd.sock"

/* Shared by the thread and whoever speaks; the last to leave frees it. */
struct voice {
    pthread_mutex_t lock;
    pthread_cond_t wake;
    char socket[sizeof((struct sockaddr_un){0}.sun_path)];
    int rate;
    int users;
    char *text; /* to be said next; NULL none */
    bool stop, leave;
    bool hushed;                        /* nothing was to be said since it was told to be silent */
    bool busy;                          /* the thread is about to say something */
    const struct speech_module *module; /* once loaded */
    int trouble;
};

void voice_usual_socket(char *out, size_t size)
{
    snprintf(out, size, "/run/user/%lu/" SOCKET_NAME, (unsigned long)getuid());
    if (access(out, F_OK) < 0)
        snprintf(out, size, "/run/" SOCKET_NAME);
}

static void let_go(struct voice *voice)
{
    bool last = --voice->users == 0;
    pthread_mutex_unlock(&voice->lock);
    if (!last)
        return;
    pthread_cond_destroy(&voice->wake);
    pthread_mutex_destroy(&voice->lock);
    free(voice->text);
    free(voice);
}

/* ---- the thread ---- */

static const struct speech_module *load(void)
{
    return module_entry("kiosk", SPEECH_MODULE_FILE, SPEECH_MODULE_ENTRY_NAME);
}

bool voice_can_load(void)
{
    return load() != NULL;
}

/* What the thread alone knows. */
struct speaker {
    struct voice *voice;
    const struct speech_module *module;
    struct speech *speech; /* NULL: not connected */
};

static int connect_to(struct speaker *speaker)
{
    if (speaker->speech)
        return 0;
    if (!speaker->module)
        speaker->module = load();
    if (!speaker->module)
        return -ENOSYS;
    return speaker->module->open(&speaker->speech, speaker->voice->socket, speaker->voice->rate);
}

static void hang_up(struct speaker *speaker)
{
    if (speaker->speech)
        speaker->module->close(speaker->speech);
    speaker->speech = NULL;
}

/* Once more over a new connection: the other side may have been started anew. */
static int say(struct speaker *speaker, const char *text)
{
    int error = connect_to(speaker);
    if (!error)
        error = speaker->module->say(speaker->speech, text);
    if (error != -EPIPE)
        return error;
    hang_up(speaker);
    error = connect_to(speaker);
    return error ? error : speaker->module->say(speaker->speech, text);
}

static void stop(struct speaker *speaker)
{
    if (speaker->speech && speaker->module->stop(speaker->speech) < 0)
        hang_up(speaker);
}

/* One thing to do, with the lock given back meanwhile. */
static void serve(struct speaker *speaker)
{
    struct voice *voice = speaker->voice;
    _cleanup_free_ char *text = voice->text;
    bool fall_silent = voice->stop || text;
    voice->text = NULL;
    voice->stop = false;
    pthread_mutex_unlock(&voice->lock);
    if (fall_silent)
        stop(speaker);
    int error = text ? say(speaker, text) : 0;
    pthread_mutex_lock(&voice->lock);
    voice->module = speaker->speech ? speaker->module : NULL;
    voice->trouble = text ? error : voice->trouble;
    voice->busy = voice->text != NULL;
}

static void *run(void *context)
{
    struct speaker speaker = {.voice = context};
    struct voice *voice = speaker.voice;
    pthread_mutex_lock(&voice->lock);
    while (!voice->leave) {
        if (voice->text || voice->stop)
            serve(&speaker);
        else
            pthread_cond_wait(&voice->wake, &voice->lock);
    }
    pthread_mutex_unlock(&voice->lock);
    stop(&speaker);
    hang_up(&speaker);
    pthread_mutex_lock(&voice->lock);
    let_go(voice);
    return NULL;
}

/* Signals are for the loop, whichever thread is there first. */
static int start(struct voice *voice)
{
    sigset_t all, before;
    pthread_attr_t attributes;
    pthread_t thread;
    int error = pthread_attr_init(&attributes);
    if (error)
        return -error;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    error = pthread_create(&thread, &attributes, run, voice);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    pthread_attr_destroy(&attributes);
    voice->users += !error;
    return -error;
}

/* ---- whoever speaks ---- */

int voice_new(struct voice **out, const char *socket, int rate)
{
    struct voice *voice = calloc(1, sizeof(*voice));
    if (!voice)
        return -ENOMEM;
    voice->rate = rate;
    voice->users = 1;
    if (*socket)
        snprintf(voice->socket, sizeof(voice->socket), "%s", socket);
    else
        voice_usual_socket(voice->socket, sizeof(voice->socket));
    pthread_mutex_init(&voice->lock, NULL);
    pthread_cond_init(&voice->wake, NULL);
    *out = voice;
    return 0;
}

void voice_free(struct voice *voice)
{
    if (!voice)
        return;
    pthread_mutex_lock(&voice->lock);
    voice->leave = true;
    pthread_cond_signal(&voice->wake);
    let_go(voice);
}

/* All lines, made speakable. */
static int make_speakable(char **out, const char *text)
{
    char *all = NULL;
    size_t n;
    FILE *stream = open_memstream(&all, &n);
    int error = stream ? 0 : -ENOMEM;
    for (const char *at = text; !error && *at;) {
        size_t length = strcspn(at, "\n");
        _cleanup_free_ char *line = strndup(at, length), *aloud = NULL;
        error = line ? spoken_aloud(&aloud, line) : -ENOMEM;
        if (!error)
            fprintf(stream, "%s%s", at == text ? "" : "\n", aloud);
        at += length + (at[length] == '\n');
    }
    if (stream && fclose(stream) != 0)
        error = -ENOMEM;
    if (error)
        free(all);
    else
        *out = all;
    return error;
}

int voice_say(struct voice *voice, const char *text)
{
    char *speakable;
    int error = make_speakable(&speakable, text);
    if (error)
        return error;
    pthread_mutex_lock(&voice->lock);
    free(voice->text);
    voice->text = speakable;
    voice->busy = true;
    voice->hushed = false;
    error = voice->users == 1 ? start(voice) : 0;
    if (error) {
        voice->busy = false;
        voice->trouble = error;
    }
    pthread_cond_signal(&voice->wake);
    pthread_mutex_unlock(&voice->lock);
    return error == -ENOMEM ? error : 0;
}

void voice_stop(struct voice *voice)
{
    pthread_mutex_lock(&voice->lock);
    free(voice->text);
    voice->text = NULL;
    voice->stop = voice->users > 1;
    voice->hushed = true;
    pthread_cond_signal(&voice->wake);
    pthread_mutex_unlock(&voice->lock);
}

bool voice_is_speaking(struct voice *voice)
{
    pthread_mutex_lock(&voice->lock);
    bool speaking = !voice->hushed && (voice->busy || (voice->module && voice->module->is_speaking()));
    pthread_mutex_unlock(&voice->lock);
    return speaking;
}

int voice_trouble(struct voice *voice)
{
    pthread_mutex_lock(&voice->lock);
    int trouble = voice->trouble;
    pthread_mutex_unlock(&voice->lock);
    return trouble;
}
