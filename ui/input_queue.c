/* SPDX-License-Identifier: MIT */
#include "ui/input_queue.h"

#include <string.h>

void input_queue_init(struct input_queue *queue)
{
    queue->head = queue->tail = INPUT_RETURN_MAX;
}

void input_queue_add(struct input_queue *queue, const void *bytes, size_t n)
{
    size_t waiting = queue->tail - queue->head;

    memmove(queue->bytes + INPUT_RETURN_MAX, queue->bytes + queue->head, waiting);
    queue->head = INPUT_RETURN_MAX;
    size_t room = waiting < INPUT_QUEUE_MAX ? INPUT_QUEUE_MAX - waiting : 0;
    if (n > room)
        n = room;
    if (n > 0)
        memcpy(queue->bytes + INPUT_RETURN_MAX + waiting, bytes, n);
    queue->tail = INPUT_RETURN_MAX + waiting + n;
}

bool input_queue_waits(const struct input_queue *queue)
{
    return queue->head < queue->tail;
}

unsigned char input_queue_take(struct input_queue *queue)
{
    unsigned char byte = queue->bytes[queue->head];

    queue->bytes[queue->head++] = 0;
    return byte;
}

void input_queue_return(struct input_queue *queue, const void *bytes, size_t n)
{
    queue->head -= n;
    memcpy(queue->bytes + queue->head, bytes, n);
}
