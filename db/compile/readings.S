/* SPDX-License-Identifier: MIT */
/* The output of readings.py as a NUL-terminated string; readings.c declares it. */
    .section .rodata
    .global compile_readings
    .hidden compile_readings
compile_readings:
    .incbin READINGS
    .byte 0
    .section .note.GNU-stack, "", %progbits
