/* SPDX-License-Identifier: MIT */
/*
 * The keys that this machine believes: `current.pub` and `next.pub` in a folder of its own
 * (/etc/yibentong/keys). Whoever signs with either is believed, so that a key can be changed without a day on
 * which nothing fits. No key ever comes from where a bundle comes from.
 */
#ifndef DB_BUNDLE_KEYRING_H
#define DB_BUNDLE_KEYRING_H

#include "db/bundle/minisign.h"

#define KEYRING_FOLDER "/etc/yibentong/keys"
#define KEYRING_KEYS 2

struct keyring {
    struct keyring_slot {
        const char *name; /* "current", "next" */
        int error; /* 0 pinned; -ENOENT none; -EBADMSG damaged; -EPERM others may write the file; -errno */
        struct minisign_public key;
    } slots[KEYRING_KEYS];
};

/* Reads the folder; what cannot be read is told in its slot. NULL: KEYRING_FOLDER. */
void keyring_load(struct keyring *out, const char *folder);

/* How many are pinned. */
size_t keyring_count(const struct keyring *keyring);

/* The pinned slot with that id, or NULL. */
const struct keyring_slot *keyring_find(const struct keyring *keyring,
                                        const unsigned char id[MINISIGN_ID_BYTES]);

#endif
