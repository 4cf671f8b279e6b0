/* SPDX-License-Identifier: MIT */
#include "ui/number_entry.h"

#include "db/content.h"

int number_entry_digit(struct number_entry *entry, int digit, int64_t now_ms)
{
    if (entry->pending) {
        int number = entry->pending * 10 + digit;
        entry->pending = 0;
        if (number <= CONTENT_QUESTIONS)
            return number;
    }
    if (digit * 10 <= CONTENT_QUESTIONS && digit > 0) {
        entry->pending = digit;
        entry->until = now_ms + NUMBER_ENTRY_WAIT_MS;
        return 0;
    }
    return digit == 0 ? -1 : digit;
}

int number_entry_take(struct number_entry *entry)
{
    int number = entry->pending;
    entry->pending = 0;
    return number;
}

int64_t number_entry_deadline(const struct number_entry *entry)
{
    return entry->pending ? entry->until : -1;
}
