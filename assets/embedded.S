/* SPDX-License-Identifier: MIT */
/* handbook.db and its edition as read-only data; db/embedded.c names their ends. */
    .section .rodata
    .global handbook_db_start
    .global handbook_db_end
    .hidden handbook_db_start
    .hidden handbook_db_end
    .global handbook_db_edition
    .hidden handbook_db_edition
    .balign 16
handbook_db_start:
    .incbin HANDBOOK_DB
handbook_db_end:
    .byte 0
handbook_db_edition:
    .incbin EDITION
    .section .note.GNU-stack, "", %progbits
