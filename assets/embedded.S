/* SPDX-License-Identifier: MIT */
/* handbook.db as read-only data; db/embedded.c names the two ends. */
    .section .rodata
    .global handbook_db_start
    .global handbook_db_end
    .hidden handbook_db_start
    .hidden handbook_db_end
    .balign 16
handbook_db_start:
    .incbin HANDBOOK_DB
handbook_db_end:
    .byte 0
    .section .note.GNU-stack, "", %progbits
