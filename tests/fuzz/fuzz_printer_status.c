/* SPDX-License-Identifier: MIT */
/*
 * Any bytes from a printer, in any pieces: an answer has the fixed bits, rounds end, the state is one of
 * those that a printer can be in, and in one piece or byte by byte the first answer is the same. The bytes
 * taken for a slip: every place between commands lies ahead of the last.
 */
#include "base/error.h"
#include "kiosk/printer/boundary.h"
#include "kiosk/printer/status.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool promise)
{
    if (!promise)
        abort();
}

static void check_status(const struct status *status)
{
    enum printer_condition condition = status_condition(status);
    check(condition >= PRINTER_READY && condition < PRINTER_GONE);
    check(status->asked >= 0 && status->asked <= STATUS_QUESTIONS);
    check(!(status->known & ~0x1Eu) && !(status->mute & ~0x1Eu));
    for (int n = 1; n <= STATUS_QUESTIONS; n++)
        check(!(status->known & 1u << n) || (status->answers[n] & 0x93) == 0x12);
    if (status_paper_low(status))
        check(status->known & 1u << 4);
}

/* Rounds as kiosk/printer/stream.c goes through them; the first byte of each piece says how long it is. */
static void ask(const uint8_t *data, size_t size)
{
    struct status status = {0};
    char question[STATUS_QUESTION_BYTES];
    status_begin(&status);
    while (size > 1) {
        size_t n = 1 + data[0] % 8;
        bool give_up = data[0] & 0x80;
        data++;
        size--;
        n = n < size ? n : size;
        int asked = status.asked;
        if (status_next(&status, question))
            check(!asked && question[2] == status.asked);
        bool answered = status_feed(&status, data, n);
        check(!answered || !status.asked);
        if (give_up)
            status_give_up(&status);
        check_status(&status);
        if (status_complete(&status) || give_up)
            status_begin(&status);
        data += n;
        size -= n;
    }
}

static unsigned char first_answer(const uint8_t *data, size_t size, size_t piece)
{
    struct status status = {0};
    char question[STATUS_QUESTION_BYTES];
    status_begin(&status);
    status_next(&status, question);
    for (size_t i = 0; i < size; i += piece)
        if (status_feed(&status, data + i, size - i < piece ? size - i : piece))
            break;
    return status.answers[1];
}

static void walk(const uint8_t *data, size_t size)
{
    for (size_t at = 0; at < size;) {
        size_t next = boundary_next((const char *)data, size, at);
        check(next > at && next <= size);
        at = next;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ask(data, size);
    check(first_answer(data, size, 1) == first_answer(data, size, size ? size : 1));
    walk(data, size);
    return 0;
}
