/* SPDX-License-Identifier: MIT */
/* The bytes that have come and wait to be decoded. Bounded: what comes while it is full is lost. */
#ifndef UI_INPUT_QUEUE_H
#define UI_INPUT_QUEUE_H

#include <stdbool.h>
#include <stddef.h>

#define INPUT_QUEUE_MAX 4096
/* Bytes of a character that turned out to be none: there is room for them in front. */
#define INPUT_RETURN_MAX 8

struct input_queue {
    size_t head, tail;
    /* Those may exceed the queue, too. */
    unsigned char bytes[INPUT_RETURN_MAX + INPUT_QUEUE_MAX + INPUT_RETURN_MAX];
};

void input_queue_init(struct input_queue *queue);
void input_queue_add(struct input_queue *queue, const void *bytes, size_t n);
bool input_queue_waits(const struct input_queue *queue);

/* The first byte, wiped where it stood. The queue waits. */
unsigned char input_queue_take(struct input_queue *queue);

/* Gives back bytes that were taken, to be read again; fewer than INPUT_RETURN_MAX. */
void input_queue_return(struct input_queue *queue, const void *bytes, size_t n);

#endif
