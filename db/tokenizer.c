/* SPDX-License-Identifier: MIT */
#include "db/tokenizer.h"

#include "base/error.h"
#include "base/utf8.h"
#include "db/fold.h"
#include "db/pinyin.h"

#include <sqlite3.h>
#include <string.h>

#define WORD_MAX 31     /* bytes of a Latin word that count */
#define SPELLINGS_MAX 8 /* of one phrase; readings come in the order in which they are usual */

/* A Han character, or a run of letters or digits. */
struct piece {
    char text[WORD_MAX + 1];
    size_t n;
    const uint16_t *readings;
    size_t n_readings;
};

struct cutter {
    const struct pinyin *pinyin;
    bool is_long;
    tokenizer_take *take;
    void *context;
    struct piece phrase[TOKENIZER_PHRASE_MAX]; /* the last ones */
    size_t n;
    bool in_word, digits; /* the last piece is a run that may go on */
};

struct token {
    char text[TOKENIZER_TOKEN_MAX];
    size_t n;
};

static void append(struct token *token, const char *text, size_t n)
{
    if (n > sizeof(token->text) - token->n)
        n = sizeof(token->text) - token->n;
    memcpy(token->text + token->n, text, n);
    token->n += n;
}

static int take_written(const struct cutter *cutter, const struct piece *pieces, size_t n)
{
    struct token token = {.n = 1};

    token.text[0] = cutter->is_long ? 'H' : 'h';
    for (size_t i = 0; i < n; i++)
        append(&token, pieces[i].text, pieces[i].n);
    return cutter->take(cutter->context, token.text, token.n);
}

/* The spelling with this number: its digits, each to the base of a piece's readings, choose them. */
static int take_spelling(const struct cutter *cutter, const struct piece *pieces, size_t n, size_t number,
                         bool initials)
{
    struct token token = {.n = 1};

    token.text[0] = "piPI"[2 * cutter->is_long + initials];
    for (size_t i = 0; i < n; i++) {
        const char *text = pieces[i].text;
        if (pieces[i].n_readings > 0) {
            text = pinyin_syllable(cutter->pinyin, pieces[i].readings[number % pieces[i].n_readings]);
            number /= pieces[i].n_readings;
        }
        append(&token, text, initials && pieces[i].n_readings > 0 ? 1 : strlen(text));
    }
    return cutter->take(cutter->context, token.text, token.n);
}

static int take_spelt(const struct cutter *cutter, const struct piece *pieces, size_t n)
{
    size_t spellings = 1;
    int r = 0;

    for (size_t i = 0; i < n; i++) {
        if (pieces[i].n_readings == 0 && (unsigned char)pieces[i].text[0] >= 0x80)
            return 0; /* nobody knows how it is read */
        spellings *= pieces[i].n_readings ? pieces[i].n_readings : 1;
    }
    for (size_t number = 0; r == 0 && number < spellings && number < SPELLINGS_MAX; number++) {
        r = take_spelling(cutter, pieces, n, number, false);
        if (r == 0)
            r = take_spelling(cutter, pieces, n, number, true);
    }
    return r;
}

/* Every phrase that ends with the last piece. */
static int take_phrases(const struct cutter *cutter)
{
    int r = 0;

    for (size_t n = 1; r == 0 && n <= cutter->n; n++) {
        const struct piece *first = &cutter->phrase[cutter->n - n];
        r = take_written(cutter, first, n);
        if (r == 0 && cutter->pinyin)
            r = take_spelt(cutter, first, n);
    }
    return r;
}

static struct piece *next_piece(struct cutter *cutter)
{
    struct piece *phrase = cutter->phrase;

    if (cutter->n == TOKENIZER_PHRASE_MAX)
        memmove(phrase, phrase + 1, --cutter->n * sizeof(*phrase));
    phrase[cutter->n] = (struct piece){0};
    return &phrase[cutter->n++];
}

static int end_word(struct cutter *cutter)
{
    bool was = cutter->in_word;

    cutter->in_word = false;
    return was ? take_phrases(cutter) : 0;
}

static void add_text(struct piece *piece, char32_t c)
{
    char bytes[4];
    size_t n = utf8_encode(bytes, c);

    if (piece->n + n > WORD_MAX)
        return;
    memcpy(piece->text + piece->n, bytes, n);
    piece->n += n;
}

static int cut_word(struct cutter *cutter, char32_t c)
{
    bool digit = c >= U'0' && c <= U'9';
    int r = cutter->in_word && digit != cutter->digits ? end_word(cutter) : 0;

    if (!cutter->in_word)
        next_piece(cutter);
    cutter->in_word = true;
    cutter->digits = digit;
    add_text(&cutter->phrase[cutter->n - 1], c);
    return r;
}

static int cut_han(struct cutter *cutter, char32_t c)
{
    struct piece *piece;
    int r = end_word(cutter);

    piece = next_piece(cutter);
    add_text(piece, c);
    if (cutter->pinyin)
        piece->n_readings = pinyin_readings(&piece->readings, cutter->pinyin, pinyin_unit(cutter->pinyin, c));
    return r < 0 ? r : take_phrases(cutter);
}

static int cut_character(struct cutter *cutter, char32_t c)
{
    int r;

    if (fold_is_han(c))
        return cut_han(cutter, c);
    if (fold_is_word(c))
        return cut_word(cutter, c);
    r = end_word(cutter);
    if (!fold_is_transparent(c))
        cutter->n = 0;
    return r;
}

int tokenizer_cut(const struct tokenizer *tokenizer, const char *text, size_t n, tokenizer_take *take,
                  void *context)
{
    struct cutter cutter = {
        .pinyin = tokenizer->pinyin, .is_long = tokenizer->is_long, .take = take, .context = context};
    char32_t c, folded[FOLD_MAX];
    int r = 0;

    for (size_t used; r == 0 && n > 0; text += used, n -= used) {
        used = utf8_decode(&c, text, n);
        size_t count = fold_character(folded, c, NULL);
        for (size_t i = 0; r == 0 && i < count; i++)
            r = cut_character(&cutter, folded[i]);
    }
    return r ? r : end_word(&cutter);
}

/* What FTS5 wants of each token besides its text. */
struct receiver {
    int (*token)(void *, int, const char *, int, int, int);
    void *context;
};

static int pass_on(void *context, const char *token, size_t n)
{
    const struct receiver *receiver = context;

    return receiver->token(receiver->context, 0, token, (int)n, 0, 0);
}

static int create(void *context, const char **arguments, int n, Fts5Tokenizer **out)
{
    (void)arguments;
    *out = context;
    return n == 0 ? SQLITE_OK : SQLITE_ERROR;
}

static void delete (Fts5Tokenizer *tokenizer)
{
    (void)tokenizer; /* borrowed */
}

static int tokenize(Fts5Tokenizer *tokenizer, void *context, int flags, const char *text, int n,
                    int (*token)(void *, int, const char *, int, int, int))
{
    struct receiver receiver = {token, context};

    if (flags & FTS5_TOKENIZE_QUERY)
        return n > 0 ? token(context, 0, text, n, 0, n) : SQLITE_OK;
    return tokenizer_cut((const struct tokenizer *)tokenizer, text, (size_t)n, pass_on, &receiver);
}

/* FTS5's way to hand out its functions: a pointer that is bound to a query
 * (sqlite.org/fts5.html, section 7). */
static int find_api(fts5_api **out, sqlite3 *db)
{
    sqlite3_stmt *statement = NULL;
    int code = sqlite3_prepare_v2(db, "SELECT fts5(?1)", -1, &statement, NULL);

    *out = NULL;
    if (code == SQLITE_OK)
        code = sqlite3_bind_pointer(statement, 1, out, "fts5_api_ptr", NULL);
    if (code == SQLITE_OK)
        code = sqlite3_step(statement);
    sqlite3_finalize(statement);
    return code == SQLITE_ROW ? SQLITE_OK : code;
}

int tokenizer_register(struct sqlite3 *db, struct tokenizer *tokenizer)
{
    static const struct tokenizer plain = {0};
    fts5_tokenizer functions = {.xCreate = create, .xDelete = delete, .xTokenize = tokenize};
    fts5_api *api;
    int code = find_api(&api, db);

    if (code != SQLITE_OK)
        return code;
    return api->xCreateTokenizer(api, TOKENIZER_NAME,
                                 tokenizer ? (void *)tokenizer : (void *)(uintptr_t)&plain, &functions, NULL);
}
