/* SPDX-License-Identifier: MIT */
#include "tests/voice/fake.h"

#include "base/error.h"

#include <dirent.h>
#include <poll.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#define LIMIT_SECONDS 20

struct fake {
    enum fake_manner manner;
    char folder[64], path[96];
    int listener, client; /* -1: nobody is there */
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t told;
    char heard[64 * 1024];
    size_t n, forgotten;
    int message;
    bool leave;
};

/* The other side may have left without hearing it out. */
static void answer(struct fake *fake, const char *words)
{
    (void)!send(fake->client, words, strlen(words), MSG_NOSIGNAL);
}

static void answer_end(struct fake *fake)
{
    char words[96];
    snprintf(words, sizeof(words), "702-%d\r\n702-7\r\n702 END\r\n", fake->message);
    answer(fake, words);
}

static void answer_speak(struct fake *fake)
{
    char words[64];
    snprintf(words, sizeof(words), "225-%d\r\n225 OK MESSAGE QUEUED\r\n", ++fake->message);
    answer(fake, words);
    if (fake->manner == FAKE_QUICK)
        answer_end(fake);
}

static void answer_cancel(struct fake *fake)
{
    char words[128];
    answer(fake, "210 OK CANCELED\r\n");
    snprintf(words, sizeof(words), "703-%d\r\n703-7\r\n703 CANCELED\r\n", fake->message);
    if (fake->message)
        answer(fake, words);
}

/* One line. *data: it is of a text, which ends with a dot between two whole line ends. */
static void take_line(struct fake *fake, const char *line, bool whole, bool *data)
{
    size_t n = strlen(line);
    pthread_mutex_lock(&fake->lock);
    assert_true(fake->n + n + 2 < sizeof(fake->heard));
    fake->n += (size_t)snprintf(fake->heard + fake->n, sizeof(fake->heard) - fake->n, "%s\n", line);
    pthread_cond_broadcast(&fake->told);
    if (fake->manner == FAKE_SILENT) {
        pthread_mutex_unlock(&fake->lock);
        return;
    }
    if (*data) {
        *data = !whole || strcmp(line, ".") != 0;
        if (!*data)
            answer_speak(fake);
    } else if (strncasecmp(line, "SPEAK", 5) == 0) {
        *data = true;
        answer(fake, "230 OK RECEIVING DATA\r\n");
    } else if (strncasecmp(line, "CANCEL", 6) == 0) {
        answer_cancel(fake);
    } else if (strncasecmp(line, "HISTORY GET CLIENT_ID", 21) == 0) {
        answer(fake, "245-7\r\n245 OK CLIENT ID SENT\r\n");
    } else {
        answer(fake, "208 OK SET\r\n");
    }
    pthread_mutex_unlock(&fake->lock);
}

/* Until the other side, or fake_hang_up, ends it. */
static void converse(struct fake *fake, int client)
{
    char bytes[16 * 1024];
    size_t n = 0;
    bool data = false;
    for (ssize_t got; (got = read(client, bytes + n, sizeof(bytes) - n - 1)) > 0;) {
        n += (size_t)got;
        bytes[n] = '\0';
        char *start = bytes;
        for (char *end; (end = strstr(start, "\r\n")) || (data && (end = strchr(start, '\n')));
             start = end + 1) {
            bool full = *end == '\r';
            *end = '\0';
            take_line(fake, start, full, &data);
            end += full;
        }
        n = strlen(start);
        memmove(bytes, start, n + 1);
    }
}

static void *serve(void *context)
{
    struct fake *fake = context;
    for (;;) {
        int client = accept(fake->listener, NULL, NULL);
        if (client < 0)
            return NULL;
        pthread_mutex_lock(&fake->lock);
        fake->client = client;
        fake->message = 0;
        bool leave = fake->leave;
        pthread_mutex_unlock(&fake->lock);
        if (!leave)
            converse(fake, client);
        pthread_mutex_lock(&fake->lock);
        fake->client = -1;
        leave = fake->leave;
        pthread_mutex_unlock(&fake->lock);
        close(client);
        if (leave)
            return NULL;
    }
}

struct fake *fake_open(enum fake_manner manner)
{
    struct fake *fake = calloc(1, sizeof(*fake));
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    assert_non_null(fake);
    fake->manner = manner;
    fake->client = -1;
    strcpy(fake->folder, "/tmp/test_voice.XXXXXX");
    assert_non_null(mkdtemp(fake->folder));
    snprintf(fake->path, sizeof(fake->path), "%s/speechd.sock", fake->folder);
    strcpy(address.sun_path, fake->path);
    fake->listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_true(fake->listener >= 0);
    assert_int_equal(bind(fake->listener, (struct sockaddr *)&address, sizeof(address)), 0);
    assert_int_equal(listen(fake->listener, 4), 0);
    pthread_mutex_init(&fake->lock, NULL);
    pthread_cond_init(&fake->told, NULL);
    assert_int_equal(pthread_create(&fake->thread, NULL, serve, fake), 0);
    return fake;
}

void fake_hang_up(struct fake *fake)
{
    pthread_mutex_lock(&fake->lock);
    if (fake->client >= 0)
        shutdown(fake->client, SHUT_RDWR);
    pthread_mutex_unlock(&fake->lock);
}

static int threads(void)
{
    DIR *tasks = opendir("/proc/self/task");
    int n = 0;
    assert_non_null(tasks);
    for (struct dirent *task; (task = readdir(tasks));)
        n += *task->d_name != '.';
    closedir(tasks);
    return n;
}

static void wait_until_alone(void)
{
    time_t limit = time(NULL) + LIMIT_SECONDS;
    while (threads() > 1) {
        if (time(NULL) > limit)
            fail_msg("%d threads are left", threads());
        poll(NULL, 0, 1);
    }
}

void fake_close(struct fake *fake)
{
    pthread_mutex_lock(&fake->lock);
    fake->leave = true;
    if (fake->client >= 0)
        shutdown(fake->client, SHUT_RDWR);
    pthread_mutex_unlock(&fake->lock);
    shutdown(fake->listener, SHUT_RDWR);
    pthread_join(fake->thread, NULL);
    close(fake->listener);
    unlink(fake->path);
    rmdir(fake->folder);
    pthread_cond_destroy(&fake->told);
    pthread_mutex_destroy(&fake->lock);
    free(fake);
    wait_until_alone();
}

const char *fake_socket(const struct fake *fake)
{
    return fake->path;
}

void fake_expect(struct fake *fake, const char *words)
{
    struct timespec limit;
    char *found;
    int error = 0;
    clock_gettime(CLOCK_REALTIME, &limit);
    limit.tv_sec += LIMIT_SECONDS;
    pthread_mutex_lock(&fake->lock);
    while (!(found = strstr(fake->heard + fake->forgotten, words)) && !error)
        error = pthread_cond_timedwait(&fake->told, &fake->lock, &limit);
    if (found)
        fake->forgotten = (size_t)(found - fake->heard) + strlen(words);
    pthread_mutex_unlock(&fake->lock);
    if (!found)
        fail_msg("never told “%s”, but:\n%s", words, fake->heard);
}

bool fake_heard(struct fake *fake, const char *words)
{
    pthread_mutex_lock(&fake->lock);
    bool heard = strstr(fake->heard + fake->forgotten, words) != NULL;
    pthread_mutex_unlock(&fake->lock);
    return heard;
}

void fake_end(struct fake *fake)
{
    pthread_mutex_lock(&fake->lock);
    answer_end(fake);
    pthread_mutex_unlock(&fake->lock);
}
