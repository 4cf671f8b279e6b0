/* SPDX-License-Identifier: MIT */
/*
 * Runs a fuzz target without libFuzzer, for the tests: the files of a corpus, then inputs put together from
 * pieces of them and noise. The same every time.
 *
 *   replay FOLDER COUNT
 */
#include "base/error.h"

#include <dirent.h>
#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define FILES_MAX 1024
#define SIZE_MAX_BYTES 1024

struct sample {
    size_t n;
    uint8_t bytes[SIZE_MAX_BYTES];
};

struct corpus {
    size_t n;
    struct sample samples[FILES_MAX];
};

static int is_visible(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

static int read_sample(struct sample *out, const char *folder, const char *name)
{
    _cleanup_free_ char *path = NULL;

    if (asprintf(&path, "%s/%s", folder, name) < 0)
        return -ENOMEM;
    _cleanup_fclose_ FILE *file = fopen(path, "rb");
    if (!file)
        return -errno;
    out->n = fread(out->bytes, 1, sizeof(out->bytes), file);
    return 0;
}

/* In the order of names, so that the noise made of them is the same everywhere. */
static int read_corpus(struct corpus *out, const char *folder)
{
    struct dirent **entries;
    int r = 0, n = scandir(folder, &entries, is_visible, alphasort);

    if (n < 0)
        return -errno;
    for (int i = 0; i < n; i++) {
        if (r == 0 && out->n < FILES_MAX)
            r = read_sample(&out->samples[out->n++], folder, entries[i]->d_name);
        free(entries[i]);
    }
    free(entries);
    return r;
}

static unsigned next(uint64_t *random, unsigned limit)
{
    *random = *random * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(*random >> 33) % limit;
}

static void add_piece(struct sample *made, const struct sample *from, uint64_t *random)
{
    size_t start = next(random, (unsigned)from->n), n = 1 + next(random, (unsigned)(from->n - start));

    if (n > sizeof(made->bytes) - made->n)
        n = sizeof(made->bytes) - made->n;
    memcpy(made->bytes + made->n, from->bytes + start, n);
    made->n += n;
}

static void make(struct sample *made, const struct corpus *corpus, uint64_t *random)
{
    made->n = 0;
    for (unsigned pieces = 2 + next(random, 8); pieces > 0; pieces--) {
        const struct sample *from = &corpus->samples[next(random, (unsigned)corpus->n)];
        if (from->n > 0)
            add_piece(made, from, random);
        if (made->n > 0 && next(random, 2))
            made->bytes[next(random, (unsigned)made->n)] = (uint8_t)next(random, 256);
    }
}

int main(int argc, char **argv)
{
    _cleanup_free_ struct corpus *corpus = calloc(1, sizeof(*corpus));
    struct sample made;
    uint64_t random = 20251123;

    if (argc != 3 || !corpus || read_corpus(corpus, argv[1]) < 0 || corpus->n == 0) {
        fprintf(stderr, "用法：replay 样本目录 次数\n");
        return EXIT_FAILURE;
    }
    for (size_t i = 0; i < corpus->n; i++)
        LLVMFuzzerTestOneInput(corpus->samples[i].bytes, corpus->samples[i].n);
    for (long i = strtol(argv[2], NULL, 10); i > 0; i--) {
        make(&made, corpus, &random);
        LLVMFuzzerTestOneInput(made.bytes, made.n);
    }
    return EXIT_SUCCESS;
}
