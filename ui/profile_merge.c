/* SPDX-License-Identifier: MIT */
#include "ui/profile_merge.h"

#include "base/error.h"

#include <string.h>

bool profile_same(const struct profile *a, const struct profile *b, enum profile_field field)
{
    return strcmp(profile_field_text(a, field), profile_field_text(b, field)) == 0;
}

int profile_contested(const struct profile *was, const struct profile *ours, const struct profile *stored)
{
    for (int field = PROFILE_CODE; field <= PROFILE_FIELDS; field++)
        if (!profile_same(was, ours, field) && !profile_same(was, stored, field) &&
            !profile_same(ours, stored, field))
            return field;
    return 0;
}

struct profile profile_merge(const struct profile *was, const struct profile *ours,
                             const struct profile *stored)
{
    struct profile merged = *stored;
    const struct {
        char **to, *own;
    } rows[PROFILE_FIELDS] = {
        {&merged.code, ours->code},       {&merged.school, ours->school},
        {&merged.office, ours->office},   {&merged.place, ours->place},
        {&merged.hours, ours->hours},     {&merged.telephone, ours->telephone},
        {&merged.remarks, ours->remarks},
    };
    for (int field = PROFILE_CODE; field <= PROFILE_FIELDS; field++)
        if (!profile_same(was, ours, field))
            *rows[field - 1].to = rows[field - 1].own;
    return merged;
}
