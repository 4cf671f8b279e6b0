/* SPDX-License-Identifier: MIT */
/*
 * The search over more than a handbook: sentences of the handbook recombined (seeded, the same each time)
 * into as many entries as are asked for, half of them short (found by spelling and initials, too), half long.
 * What is measured is the kiosk's own search_find, beside the bare index, LIKE, and ripgrep and fzf if they
 * are installed.
 *
 *   bench_search [--self-test] [--markdown] [--realtime] [entries …]     12: the handbook as it is
 */
#include "base/error.h"
#include "base/utf8.h"
#include "db/compile/search.h"
#include "db/pinyin.h"
#include "db/search.h"
#include "db/statements.h"
#include "tests/bench/realtime.h"
#include "tests/bench/search_table.h"

#include <fcntl.h>
#include <spawn.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define CLAUSES_MAX 4096
#define CLAUSE_BYTES 96
#define TEXT_BYTES 1024
#define QUERIES 300
#define PEER_QUERIES 20
#define PEER_QUERIES_MANY 5 /* of more entries than MANY: some take seconds each */
#define MANY 100000

extern const char handbook_db_start[] __attribute__((visibility("hidden")));
extern const char handbook_db_end[] __attribute__((visibility("hidden")));
extern char **environ;

struct corpus {
    char clauses[CLAUSES_MAX][CLAUSE_BYTES];
    size_t n;
    uint64_t seed;
};

/* xorshift64*: the same numbers everywhere. */
static size_t random_below(struct corpus *corpus, size_t n)
{
    corpus->seed ^= corpus->seed >> 12;
    corpus->seed ^= corpus->seed << 25;
    corpus->seed ^= corpus->seed >> 27;
    return (size_t)((corpus->seed * UINT64_C(2685821657736338717)) >> 33) % n;
}

static double now_us(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e6 + (double)time.tv_nsec / 1e3;
}

static void fail(const char *what)
{
    fprintf(stderr, "bench_search: %s\n", what);
    exit(1);
}

/* Pieces between punctuation, of two characters at least. */
static void add_clauses(struct corpus *corpus, const char *text)
{
    static const char *const ends[] = {"，", "。", "；", "：", "？", "、", "！"};
    const char *start = text;

    for (const char *at = text; corpus->n < CLAUSES_MAX; at++) {
        bool end = !*at;
        for (size_t i = 0; i < ARRAY_SIZE(ends) && !end; i++)
            end = strncmp(at, ends[i], 3) == 0;
        if (!end)
            continue;
        if (at - start >= 6 && at - start < CLAUSE_BYTES)
            memcpy(corpus->clauses[corpus->n++], start, (size_t)(at - start));
        if (!*at)
            return;
        start = at + 3;
    }
}

static void read_clauses(struct corpus *corpus)
{
    struct handbook *handbook = NULL;

    if (handbook_open_embedded(&handbook) < 0)
        fail("no handbook");
    for (int number = 1; number <= CONTENT_QUESTIONS; number++) {
        struct answer *answer = NULL;
        if (handbook_answer(&answer, handbook, number) < 0)
            fail("no answer");
        add_clauses(corpus, answer->question.title);
        for (size_t i = 0; i < answer->n_blocks; i++)
            add_clauses(corpus, answer->blocks[i].text);
        answer_free(answer);
    }
    handbook_close(handbook);
}

static void make_text(char out[TEXT_BYTES], struct corpus *corpus, size_t clauses)
{
    size_t n = 0;

    out[0] = '\0';
    for (size_t i = 0; i < clauses && n + CLAUSE_BYTES + 4 < TEXT_BYTES; i++)
        n += (size_t)snprintf(out + n, TEXT_BYTES - n, "%s%s", i ? "，" : "",
                              corpus->clauses[random_below(corpus, corpus->n)]);
}

static int write_file(const char *path)
{
    FILE *file = fopen(path, "wb");
    size_t n = (size_t)(handbook_db_end - handbook_db_start);

    if (!file || fwrite(handbook_db_start, 1, n, file) != n || fclose(file) != 0)
        fail("cannot write the database");
    return 0;
}

static void fill(struct search_build *build, struct corpus *corpus, size_t entries,
                 const struct pinyin *pinyin, FILE *lines)
{
    char text[TEXT_BYTES];

    for (size_t i = 0; i < entries; i++) {
        bool is_short = i < entries / 2;
        make_text(text, corpus, is_short ? 1 + i % 2 : 8);
        fprintf(lines, "%s\n", text);
        search_build_add(build,
                         &(struct entry_row){.kind = is_short ? ENTRY_ALIAS : ENTRY_BLOCK,
                                             .block = is_short ? -1 : 0,
                                             .question = 1 + (int)(i % CONTENT_QUESTIONS),
                                             .target = "",
                                             .title = "",
                                             .text = text},
                         is_short ? pinyin : NULL);
    }
    search_build_end(build);
}

/* The handbook with other entries; its text in `lines`. */
static void build_database(const char *path, const char *lines_path, struct corpus *corpus, size_t entries)
{
    struct writer writer = {0};
    struct search_build build;
    struct handbook *handbook = NULL;
    const struct pinyin *pinyin;
    FILE *lines = fopen(lines_path, "w");

    write_file(path);
    if (!lines || handbook_open_embedded(&handbook) < 0 || handbook_pinyin(&pinyin, handbook) < 0)
        fail("no handbook");
    writer.code = sqlite3_open(path, &writer.db);
    search_build_begin(&build, &writer);
    writer_execute(&writer,
                   "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -400000; BEGIN;"
                   "DELETE FROM search_entry; INSERT INTO search_index (search_index) VALUES ('delete-all')");
    fill(&build, corpus, entries, pinyin, lines);
    writer_execute(&writer, "COMMIT");
    if (writer.code != SQLITE_OK || fclose(lines) != 0)
        fail("cannot build the index");
    sqlite3_close(writer.db);
    handbook_close(handbook);
}

/* A word of the texts as somebody types it. */
static void make_query(char out[64], struct corpus *corpus, const struct pinyin *pinyin,
                       enum search_form form)
{
    size_t length = form <= FORM_HAN_4 ? (size_t)form + 1 : 2 + random_below(corpus, 3), n = 0, count = 0;
    const uint16_t *readings = NULL;
    char32_t c;

    while (count < length) {
        const char *text = corpus->clauses[random_below(corpus, corpus->n)];
        size_t skip = random_below(corpus, 6), left = strlen(text);
        n = count = 0;
        for (size_t used; left > 0 && count < length; text += used, left -= used) {
            used = utf8_decode(&c, text, left);
            if (pinyin_readings(&readings, pinyin, pinyin_unit(pinyin, c)) == 0) {
                n = count = 0;
                continue;
            }
            if (skip > 0) {
                skip--;
                continue;
            }
            const char *spelt = pinyin_syllable(pinyin, readings[0]);
            if (form <= FORM_HAN_4)
                n += (size_t)snprintf(out + n, 64 - n, "%.*s", (int)used, text);
            else
                n += (size_t)snprintf(out + n, 64 - n, form == FORM_PINYIN ? "%s" : "%.1s", spelt);
            count++;
        }
    }
}

static void measure_search(struct search_table *table, struct handbook *handbook, struct corpus *corpus,
                           const struct pinyin *pinyin, enum search_form form)
{
    double times[QUERIES];
    char query[64];

    for (size_t i = 0; i < QUERIES; i++) {
        struct search_result *result = NULL;
        make_query(query, corpus, pinyin, form);
        double start = now_us();
        if (search_find(&result, handbook, query, 10) < 0 || result->n == 0)
            fail(query);
        times[i] = now_us() - start;
        search_free(result);
    }
    search_table_add(table, table->markdown ? "**yibentong**" : "一本通", form, times, QUERIES);
}

static size_t peer_queries(const struct search_table *table)
{
    return table->sizes[table->n_sizes - 1] > MANY ? PEER_QUERIES_MANY : PEER_QUERIES;
}

static void measure_sql(struct search_table *table, struct handbook *handbook, struct corpus *corpus,
                        const struct pinyin *pinyin, enum search_form form, bool like)
{
    double times[QUERIES];
    char query[64], word[80];
    sqlite3_stmt *statement = NULL;
    size_t n = like ? peer_queries(table) : QUERIES;

    sqlite3_set_authorizer(handbook->db, NULL, NULL);
    sqlite3_progress_handler(handbook->db, 0, NULL, NULL);
    if (sqlite3_prepare_v2(handbook->db,
                           like ? "SELECT id FROM search_entry WHERE text LIKE ? LIMIT 10"
                                : "SELECT rowid FROM search_index(?) ORDER BY rowid LIMIT 10",
                           -1, &statement, NULL) != SQLITE_OK)
        fail(sqlite3_errmsg(handbook->db));
    for (size_t i = 0; i < n; i++) {
        make_query(query, corpus, pinyin, form);
        snprintf(word, sizeof(word), like ? "%%%s%%" : "\"%s%s\"",
                 like ? query : (form <= FORM_HAN_4 ? "H" : (form == FORM_PINYIN ? "p" : "i")),
                 like ? "" : query);
        double start = now_us();
        sqlite3_bind_text(statement, 1, word, -1, SQLITE_STATIC);
        while (sqlite3_step(statement) == SQLITE_ROW)
            ;
        sqlite3_reset(statement);
        times[i] = now_us() - start;
    }
    sqlite3_finalize(statement);
    const char *index = table->markdown ? "the bare index" : "索引本身";
    search_table_add(table, like ? "LIKE" : index, form, times, n);
}

static bool run(char *const *words, const char *input)
{
    posix_spawn_file_actions_t actions;
    pid_t pid;
    int status = 0;

    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 0, input, O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
    bool started = posix_spawnp(&pid, words[0], &actions, NULL, words, environ) == 0;
    posix_spawn_file_actions_destroy(&actions);
    return started && waitpid(pid, &status, 0) == pid && WIFEXITED(status) && WEXITSTATUS(status) < 126;
}

/* Another program over the same text; nothing is printed if it is not installed. */
static void measure_peer(struct search_table *table, struct corpus *corpus, const struct pinyin *pinyin,
                         const char *lines, bool fzf)
{
    double times[PEER_QUERIES];
    char query[64];
    size_t n = peer_queries(table);

    for (size_t i = 0; i < n; i++) {
        make_query(query, corpus, pinyin, FORM_HAN_3);
        char *rg_words[] = {(char[]){"rg"}, (char[]){"-m10"}, (char[]){"-F"}, query, NULL};
        char *fzf_words[] = {(char[]){"fzf"}, (char[]){"--filter"}, query, NULL};
        double start = now_us();
        if (!run(fzf ? fzf_words : rg_words, lines))
            return;
        times[i] = now_us() - start;
    }
    search_table_add(table, fzf ? "fzf --filter" : "ripgrep", FORM_HAN_3, times, n);
}

/* lines: the same as a file for other programs; NULL: none. */
static void measure(struct search_table *table, const void *bytes, size_t n, struct corpus *corpus,
                    const char *lines)
{
    struct handbook *handbook = NULL;
    const struct pinyin *pinyin;
    struct search_result *result = NULL;

    if (handbook_open_bytes(&handbook, bytes, n) < 0 || handbook_pinyin(&pinyin, handbook) < 0)
        fail("cannot open what was built");
    if (search_find(&result, handbook, "学历", 10) < 0)
        fail("the first search");
    search_free(result);
    for (int form = 0; form < FORMS; form++)
        measure_search(table, handbook, corpus, pinyin, (enum search_form)form);
    for (int form = 0; form < FORMS; form++)
        measure_sql(table, handbook, corpus, pinyin, (enum search_form)form, false);
    for (int form = 0; form <= FORM_HAN_4; form++)
        measure_sql(table, handbook, corpus, pinyin, (enum search_form)form, true);
    if (lines) {
        measure_peer(table, corpus, pinyin, lines, false);
        measure_peer(table, corpus, pinyin, lines, true);
    }
    handbook_close(handbook);
}

static void bench_built(struct search_table *table, struct corpus *corpus, size_t entries, const char *folder)
{
    char path[128], lines[128];
    struct stat status;
    void *bytes;
    double start = now_us();
    int fd;

    snprintf(path, sizeof(path), "%s/entries.db", folder);
    snprintf(lines, sizeof(lines), "%s/entries.txt", folder);
    build_database(path, lines, corpus, entries);
    fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || fstat(fd, &status) < 0)
        fail(path);
    bytes = mmap(NULL, (size_t)status.st_size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, fd, 0);
    close(fd);
    if (bytes == MAP_FAILED)
        fail(path);
    if (!table->markdown)
        printf("%zu 条，%.0f MB，建成用 %.1f 秒\n", entries, (double)status.st_size / 1e6,
               (now_us() - start) / 1e6);
    measure(table, bytes, (size_t)status.st_size, corpus, lines);
    munmap(bytes, (size_t)status.st_size);
    unlink(path);
    unlink(lines);
}

static void bench(struct search_table *table, struct corpus *corpus, size_t entries, const char *folder)
{
    search_table_begin(table, entries);
    if (entries != CONTENT_QUESTIONS) {
        bench_built(table, corpus, entries, folder);
        return;
    }
    if (!table->markdown)
        printf("手册的 12 题\n");
    measure(table, handbook_db_start, (size_t)(handbook_db_end - handbook_db_start), corpus, NULL);
}

int main(int argc, char **argv)
{
    static struct corpus corpus = {.seed = 20261123};
    static struct search_table table;
    char folder[] = "/tmp/bench_search.XXXXXX";
    static const size_t usual[] = {CONTENT_QUESTIONS, 1000, 100000, 1000000};
    bool self_test = argc > 1 && strcmp(argv[1], "--self-test") == 0;
    int first = self_test ? 2 : 1;

    table.markdown = argc > first && strcmp(argv[first], "--markdown") == 0;
    first += table.markdown;
    bool realtime = argc > first && strcmp(argv[first], "--realtime") == 0;
    first += realtime;
    if (realtime)
        realtime_begin();
    read_clauses(&corpus);
    if (!mkdtemp(folder))
        fail("no folder");
    if (self_test)
        bench(&table, &corpus, 100, folder);
    for (int i = first; !self_test && i < argc; i++)
        bench(&table, &corpus, strtoul(argv[i], NULL, 10), folder);
    for (size_t i = 0; !self_test && argc <= first && i < ARRAY_SIZE(usual); i++)
        bench(&table, &corpus, usual[i], folder);
    rmdir(folder);
    if (table.markdown)
        search_table_print(&table);
    return 0;
}
