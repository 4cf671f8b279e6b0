/* SPDX-License-Identifier: MIT */
/*
 * A curses that fails as a whole, counted with the calls of tests/faults/calls.h (curses_link_args in
 * meson.build). What it calls itself does not fail: it would not survive that.
 */
#ifndef TESTS_FAULTS_CURSES_H
#define TESTS_FAULTS_CURSES_H

#include <stdbool.h>

/* While this is on, neither calls nor allocations are counted or fail. It nests. */
void curses_spare(bool on);

#endif
