/* SPDX-License-Identifier: MIT */
#include "kiosk/printer/status.h"

#define DLE 0x10
#define EOT 0x04

#define ANSWER_FIXED 0x93 /* bits that are the same in every answer */
#define ANSWER_VALUE 0x12

void status_begin(struct status *status)
{
    status->asked = 0;
    status->known = 0;
}

static int next_question(const struct status *status)
{
    for (int n = 1; n <= STATUS_QUESTIONS; n++)
        if (!((status->known | status->mute) & 1u << n))
            return n;
    return 0;
}

bool status_next(struct status *status, char out[STATUS_QUESTION_BYTES])
{
    int n = status->asked ? 0 : next_question(status);
    if (!n)
        return false;
    status->asked = n;
    out[0] = DLE;
    out[1] = EOT;
    out[2] = (char)n;
    return true;
}

bool status_feed(struct status *status, const void *bytes, size_t n)
{
    const unsigned char *byte = bytes;
    for (size_t i = 0; i < n && status->asked; i++) {
        if ((byte[i] & ANSWER_FIXED) != ANSWER_VALUE)
            continue;
        status->answers[status->asked] = byte[i];
        status->known |= 1u << status->asked;
        status->asked = 0;
        return true;
    }
    return false;
}

bool status_give_up(struct status *status)
{
    if (status->known && status->asked)
        status->mute |= 1u << status->asked;
    status->asked = 0;
    return status->known != 0;
}

bool status_complete(const struct status *status)
{
    return status->known && !status->asked && !next_question(status);
}

/* In this order: an open cover stops the printer for lack of paper, too, and both put it offline. */
static const struct {
    int question;
    unsigned char bits;
    enum printer_condition condition;
} meanings[] = {
    {2, 0x04, PRINTER_COVER_OPEN}, {4, 0x60, PRINTER_OUT_OF_PAPER}, {2, 0x20, PRINTER_OUT_OF_PAPER},
    {3, 0x6C, PRINTER_FAULT},      {2, 0x40, PRINTER_FAULT},        {1, 0x48, PRINTER_OFFLINE},
    {2, 0x08, PRINTER_OFFLINE},
};

enum printer_condition status_condition(const struct status *status)
{
    for (size_t i = 0; i < sizeof(meanings) / sizeof(meanings[0]); i++) {
        unsigned char answer =
            status->known & 1u << meanings[i].question ? status->answers[meanings[i].question] : 0;
        if (answer & meanings[i].bits)
            return meanings[i].condition;
    }
    return PRINTER_READY;
}

bool status_paper_low(const struct status *status)
{
    return status->known & 1u << 4 && status->answers[4] & 0x0C;
}
