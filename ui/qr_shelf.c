/* SPDX-License-Identifier: MIT */
#include "ui/qr_shelf.h"

#include "base/error.h"

#include <string.h>

struct qr_kept {
    char *url;
    bool low;
    int modules;
    unsigned char dark[]; /* a bit a module, row by row */
};

static struct qr_kept *find(const struct qr_shelf *shelf, const char *url, bool low)
{
    for (size_t i = 0; shelf && i < shelf->n; i++)
        if (shelf->kept[i]->low == low && strcmp(shelf->kept[i]->url, url) == 0)
            return shelf->kept[i];
    return NULL;
}

static void unpack(struct qr *out, const struct qr_kept *kept)
{
    *out = (struct qr){.modules = kept->modules, .low = kept->low};
    for (int i = 0; i < kept->modules * kept->modules; i++)
        out->dark[i] = kept->dark[i / 8] >> i % 8 & 1;
}

static struct qr_kept *pack(const struct qr *qr, const char *url)
{
    int n = qr->modules * qr->modules;
    struct qr_kept *kept = calloc(1, sizeof(*kept) + (size_t)(n + 7) / 8);
    char *copy = strdup(url);
    if (!kept || !copy) {
        free(kept);
        free(copy);
        return NULL;
    }
    kept->url = copy;
    kept->low = qr->low;
    kept->modules = qr->modules;
    for (int i = 0; i < n; i++)
        kept->dark[i / 8] |= (unsigned char)(qr->dark[i] << i % 8);
    return kept;
}

static void keep(struct qr_shelf *shelf, const struct qr *qr, const char *url)
{
    struct qr_kept *kept = shelf && shelf->n < QR_SHELF_MAX ? pack(qr, url) : NULL;
    if (kept)
        shelf->kept[shelf->n++] = kept;
}

static int get(struct qr *out, struct qr_shelf *shelf, const struct link *link, bool low)
{
    const struct qr_kept *kept = find(shelf, link->url, low);
    if (kept) {
        unpack(out, kept);
        return 0;
    }
    int r = qr_encode(out, link, low);
    if (r == 0)
        keep(shelf, out, link->url);
    return r;
}

int qr_shelf_fit(struct qr *out, struct qr_shelf *shelf, const struct link *link, const struct glyphs *glyphs,
                 int rows, int cols)
{
    struct rect cells;
    bool low;
    int result =
        qr_measure(&cells, &low, link, glyphs, rows, cols); /* which also asks whether it may be one */
    return result == 0 ? get(out, shelf, link, low) : result;
}

void qr_shelf_prepare(struct qr_shelf *shelf, const struct link *link)
{
    struct qr qr;
    get(&qr, shelf, link, false);
}

void qr_shelf_clear(struct qr_shelf *shelf)
{
    for (size_t i = 0; i < shelf->n; i++) {
        free(shelf->kept[i]->url);
        free(shelf->kept[i]);
    }
    shelf->n = 0;
}
