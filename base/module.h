/* SPDX-License-Identifier: MIT */
/*
 * Parts of the program that are files of their own, loaded when something first needs them: what they bring
 * along takes longer to load than the program takes to start.
 *
 * They are looked for from where the program itself is, first as in the folders of a build, then as
 * installed. A RUNPATH would do the same, but the dynamic linker then looks through it for every library of
 * the program, too: 0.3 ms of a start, measured.
 */
#ifndef BASE_MODULE_H
#define BASE_MODULE_H

/*
 * What the module has under that name; NULL if it is not there, does not load or has nothing of the name.
 * folder: of the sources that it is built from. It is never unloaded: the libraries behind it keep state of
 * their own and do not bear it, and loading again costs next to nothing. Test programs, which are somewhere
 * else, find it through their RUNPATH.
 */
void *module_entry(const char *folder, const char *file, const char *name);

#endif
