/* SPDX-License-Identifier: MIT */
/* The SQL files beside this one as NUL-terminated strings; db/schema.h declares them. */
    .section .rodata
    .global handbook_schema
    .hidden handbook_schema
handbook_schema:
    .incbin HANDBOOK_SQL
    .byte 0
    .global site_schema
    .hidden site_schema
site_schema:
    .incbin SITE_SQL
    .byte 0
    .section .note.GNU-stack, "", %progbits
