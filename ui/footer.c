/* SPDX-License-Identifier: MIT */
#include "ui/footer.h"

static void add(struct footer *footer, const struct footer_item *item)
{
    if (footer->n < FOOTER_MAX)
        footer->items[footer->n++] = *item;
    else
        footer->lost++;
}

void footer_add(struct footer *footer, enum action action, const char *keys, const char *label)
{
    add(footer, &(struct footer_item){.event = {.action = action}, .keys = keys, .label = label});
}

void footer_add_letter(struct footer *footer, char32_t letter, const char *keys, const char *label)
{
    add(footer,
        &(struct footer_item){.event = {.action = ACTION_TEXT, .ch = letter}, .keys = keys, .label = label});
}
