/* SPDX-License-Identifier: MIT */
/*
 * Files that are on the disk, whole, when the function returns 0, and are as they were before if not: written
 * under another name in the same folder, synced, renamed, the folder synced. (If the disk fails in that very
 * last step, either may be found after a power cut.)
 */
#ifndef BASE_DURABLE_H
#define BASE_DURABLE_H

#include <stddef.h>
#include <sys/types.h>

/* 0 or -errno. The name on the way is "NAME.new", which nobody else uses meanwhile: whoever calls holds a
 * lock. */
int durable_write_at(int folder, const char *name, const void *bytes, size_t n, mode_t mode);

/* The same by path, without a lock: the name on the way holds the process's number. */
int durable_write(const char *path, const void *bytes, size_t n, mode_t mode);

/* A file that must not exist yet: -EEXIST. */
int durable_create(const char *path, const void *bytes, size_t n, mode_t mode);

/* A name in a folder is on the disk only when the folder is. */
int durable_sync_folder(int folder);

#endif
