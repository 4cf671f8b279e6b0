/* SPDX-License-Identifier: MIT */
/* handbook.sql as a NUL-terminated string; db/schema.h declares it. */
    .section .rodata
    .global handbook_schema
    .hidden handbook_schema
handbook_schema:
    .incbin HANDBOOK_SQL
    .byte 0
    .section .note.GNU-stack, "", %progbits
