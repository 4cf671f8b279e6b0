/* SPDX-License-Identifier: MIT */
/* The output of variants.py as a NUL-terminated string; variants.c declares it. */
    .section .rodata
    .global compile_variants
    .hidden compile_variants
compile_variants:
    .incbin VARIANTS
    .byte 0
    .section .note.GNU-stack, "", %progbits
