/* SPDX-License-Identifier: MIT */
/* Whom to see, wherever the handbook says 联系学校学籍学历管理部门: what the school has filled in, and else
 * nothing invented. */
#ifndef UI_OFFICE_FLOW_H
#define UI_OFFICE_FLOW_H

#include "db/profile.h"
#include "ui/flow.h"

/* profile may be NULL. 0 or -ENOMEM. */
int office_flow(struct flow *flow, const struct profile *profile);

#endif
