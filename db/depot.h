/* SPDX-License-Identifier: MIT */
/*
 * A folder of installed bundles (db/update.h says what is in it). One rename of the file `state` decides what
 * is in use; all else is written before and thrown away after.
 */
#ifndef DB_DEPOT_H
#define DB_DEPOT_H

#include "db/bundle/keyring.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DEPOT_MARKS 8
#define DEPOT_NAME 16 /* bytes of a bundle's name with the NUL */

/* The highest number that was installed of what a key has signed; no id (all 0): whoever signed. */
struct depot_mark {
    unsigned char id[MINISIGN_ID_BYTES];
    uint32_t sequence;
};

struct depot_state {
    uint32_t current, previous; /* 0: none */
    struct depot_mark marks[DEPOT_MARKS];
    size_t n_marks;
};

struct depot {
    int folder; /* -1: there is none */
    struct depot_state state;
    bool damaged; /* `state` could not be read: guessed from the bundles' names */
};

enum depot_mode {
    DEPOT_READ,  /* a missing folder is an empty one */
    DEPOT_WRITE, /* created if missing, locked until it is closed; a damaged `state` is written anew */
};

/* The folder `name` in `root`. 0, BUNDLE_BUSY (somebody else writes), -errno. Close with depot_close. */
int depot_open(struct depot *out, const char *root, const char *name, enum depot_mode mode);
void depot_close(struct depot *depot);

/* A new bundle must be above this: the marks of keys that are still pinned. */
uint32_t depot_highest(const struct depot *depot, const struct keyring *keyring);

/* The name of a bundle's file. */
void depot_name(char out[DEPOT_NAME], uint32_t sequence);

/*
 * Writes a bundle and puts it into use; `previous` is kept, others are removed. -errno: what was in use still
 * is.
 */
int depot_put(struct depot *depot, uint32_t sequence, uint32_t previous,
              const unsigned char id[MINISIGN_ID_BYTES], const void *bytes, size_t n);

/* Puts the previous one, or none, into use and removes the other. */
int depot_back(struct depot *depot);

#endif
