/* SPDX-License-Identifier: MIT */
#include "kiosk/printer/errand.h"

#include "base/error.h"

#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

struct errand {
    pthread_mutex_t mutex;
    pthread_cond_t changed; /* stopped, or ended */
    int fd;
    int holders; /* the thread and whoever sent it; the last one frees */
    bool stopped, ended, fresh;
    struct errand_report report;
    void (*run)(struct errand *errand, void *task);
    void (*free_task)(void *task);
    void *task;
};

static void drop(struct errand *errand)
{
    pthread_mutex_lock(&errand->mutex);
    bool last = --errand->holders == 0;
    pthread_mutex_unlock(&errand->mutex);
    if (!last)
        return;
    pthread_cond_destroy(&errand->changed);
    pthread_mutex_destroy(&errand->mutex);
    close(errand->fd);
    free(errand);
}

static void knock(struct errand *errand)
{
    uint64_t one = 1;
    (void)!write(errand->fd, &one, sizeof(one));
}

static void *thread_main(void *argument)
{
    struct errand *errand = argument;
    errand->run(errand, errand->task);
    errand->free_task(errand->task);
    pthread_mutex_lock(&errand->mutex);
    errand->ended = true;
    pthread_cond_broadcast(&errand->changed);
    knock(errand);
    pthread_mutex_unlock(&errand->mutex);
    drop(errand);
    return NULL;
}

/* Detached; signals are the loop's. */
static int start_thread(struct errand *errand)
{
    pthread_attr_t attributes;
    pthread_t thread;
    sigset_t all, before;
    int error = pthread_attr_init(&attributes);
    if (error)
        return -error;
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    error = pthread_create(&thread, &attributes, thread_main, errand);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    pthread_attr_destroy(&attributes);
    return -error;
}

static void init_waiting(struct errand *errand)
{
    pthread_condattr_t attributes;
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&errand->changed, &attributes);
    pthread_condattr_destroy(&attributes);
    pthread_mutex_init(&errand->mutex, NULL);
}

int errand_start(struct errand **out, void (*run)(struct errand *errand, void *task), void *task,
                 void (*free_task)(void *task))
{
    struct errand *errand = calloc(1, sizeof(*errand));
    int fd = errand ? eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC) : -1;
    if (fd < 0) {
        int error = errand ? -errno : -ENOMEM;
        free(errand);
        free_task(task);
        return error;
    }
    *errand = (struct errand){.fd = fd, .holders = 2, .run = run, .task = task, .free_task = free_task};
    init_waiting(errand);
    int error = start_thread(errand);
    if (error) {
        free_task(task);
        errand->holders = 1;
        drop(errand);
        return error;
    }
    *out = errand;
    return 0;
}

int errand_fd(const struct errand *errand)
{
    return errand->fd;
}

bool errand_look(struct errand *errand, struct errand_report *out, bool *ended)
{
    uint64_t count;
    pthread_mutex_lock(&errand->mutex);
    (void)!read(errand->fd, &count, sizeof(count));
    bool fresh = errand->fresh;
    errand->fresh = false;
    *out = errand->report;
    *ended = errand->ended;
    pthread_mutex_unlock(&errand->mutex);
    return fresh;
}

void errand_tell(struct errand *errand, const struct errand_report *report)
{
    pthread_mutex_lock(&errand->mutex);
    errand->report = *report;
    errand->fresh = true;
    knock(errand);
    pthread_mutex_unlock(&errand->mutex);
}

void errand_stop(struct errand *errand)
{
    pthread_mutex_lock(&errand->mutex);
    errand->stopped = true;
    pthread_cond_broadcast(&errand->changed);
    pthread_mutex_unlock(&errand->mutex);
}

static int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Waits until the flag is set, which the mutex guards. Whether it is. */
static bool wait_for(struct errand *errand, const bool *flag, int ms)
{
    int64_t end = now_ms() + ms;
    struct timespec until = {.tv_sec = end / 1000, .tv_nsec = end % 1000 * 1000000};
    pthread_mutex_lock(&errand->mutex);
    int error = 0;
    while (!*flag && !error)
        error = pthread_cond_timedwait(&errand->changed, &errand->mutex, &until);
    bool set = *flag;
    pthread_mutex_unlock(&errand->mutex);
    return set;
}

int errand_release(struct errand *errand, int wait_ms)
{
    if (!errand)
        return wait_ms;
    int64_t end = now_ms() + wait_ms;
    errand_stop(errand);
    wait_for(errand, &errand->ended, wait_ms);
    drop(errand);
    int64_t left = end - now_ms();
    return left > 0 ? (int)left : 0;
}

bool errand_is_stopped(struct errand *errand)
{
    pthread_mutex_lock(&errand->mutex);
    bool stopped = errand->stopped;
    pthread_mutex_unlock(&errand->mutex);
    return stopped;
}

bool errand_sleep(struct errand *errand, int ms)
{
    return wait_for(errand, &errand->stopped, ms);
}
