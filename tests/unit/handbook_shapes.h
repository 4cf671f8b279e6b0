/* SPDX-License-Identifier: MIT */
/* The small handbook (handbook_fixture.h) in other shapes, as SQL that is run on it. */
#ifndef TESTS_UNIT_HANDBOOK_SHAPES_H
#define TESTS_UNIT_HANDBOOK_SHAPES_H

/* What outcomes name is not there. */
#define NO_LINK_HOME "DELETE FROM link WHERE id = 'home';"
#define NO_TIP "DELETE FROM supplement;"

/* A guide that leads on to another ends by itself. */
#define NO_HAND_OVER "UPDATE guide_edge SET to_guide = 0, to_node = 'end' WHERE to_guide = 7;"

/* One that never ends. */
#define CIRCLE                                                                                               \
    "UPDATE guide_edge SET to_guide = 0, to_node = 'again' WHERE node = 2;"                                  \
    "INSERT INTO guide_node SELECT number, 4, 'again', 1, 0, '再一次？', '', '', '', 0 FROM question;"   \
    "INSERT INTO guide_option SELECT number, 4, 1, 'one', '甲', '' FROM question;"                          \
    "INSERT INTO guide_option SELECT number, 4, 2, 'two', '乙', '' FROM question;"                          \
    "INSERT INTO guide_edge SELECT number, 4, 1, 1, 0, 'way' FROM question;"                                 \
    "INSERT INTO guide_edge SELECT number, 4, 2, 1, 0, 'way' FROM question;"

/* A year that one may not know. */
#define UNSURE_YEAR                                                                                          \
    "INSERT INTO guide_option SELECT number, 1, 2, 'unsure', '记不清', '大概也行。' FROM question;"  \
    "INSERT INTO guide_edge SELECT number, 1, 2, 1, 0, 'end' FROM question;"

#endif
