/*
 * scanner.c - the tokens of one file, in order, many at a time.
 *
 * A large file is scanned by a thread of its own, some blocks ahead of the grammar, and its names are looked up there;
 * when it is through it works out the file's digest, while the grammar still reads. A byte of the file is written to by
 * flex, and as it was again, before the token that it belongs to is given away; so what the grammar reads is never
 * written to. Of a symbol that was given away the thread reads its text alone, which never changes.
 */
#include "scanner.h"

#include <nettle/sha2.h>
#include <pthread.h>
#include <stddef.h>
#include <string.h>

#include "arena.h"
#include "parse.h"
#include "scan.h"
#include "source.h"
#include "symbol.h"
#include "tokens.h"

#define BLOCK_TOKENS 1024u  /* of a file that is scanned as it is read */
#define AHEAD_TOKENS 16384u /* else: to wake a thread costs as much as to scan some thousand tokens */
#define AHEAD_BLOCKS 4u
#define LARGE        (1024u * 1024u) /* bytes of a file from which on a thread pays */

struct block {
    struct scanned *tokens; /* room for the scanner's block_tokens */
    uint32_t count;
};

struct scanner {
    const struct source *source;
    struct symbols *symbols;
    struct arena *room; /* for strings with escapes */
    int last;           /* kind of the last token */
    yyscan_t flex;
    bool begun;   /* it has scanned something */
    bool reading; /* tokens were given away */
    bool ended;   /* END was */
    bool ahead;   /* there is a thread */
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t change;
    uint32_t filled, emptied; /* blocks since the beginning, under the lock */
    unsigned char digest[SHA256_DIGEST_SIZE];
    struct block blocks[AHEAD_BLOCKS];
    uint32_t block_tokens;
};

/* The symbol of a string, as its escapes say; those that are wrong are left out, and reported by the grammar's side. */
static struct symbol *string_symbol(struct scanner *scanner, const char *text, size_t length)
{
    if (memchr(text, '\\', length) != NULL)
        text = escapes_read(scanner->room, NULL, text, &length, 0);
    return symbol_intern(scanner->symbols, text, length);
}

/* The symbol of a token that may be a name. A string behind `because` is none. */
static struct symbol *name_symbol(struct scanner *scanner, int kind, const char *text, size_t length)
{
    switch (kind) {
    case WORD:
    case LOCAL:
    case UTC: return symbol_intern(scanner->symbols, text, length);
    case STRING: return scanner->last == BECAUSE ? NULL : string_symbol(scanner, text + 1, length - 2);
    default: return NULL;
    }
}

/* Fills a block; false when the file has ended in it. */
static bool block_fill(struct scanner *scanner, struct block *block)
{
    const struct source *source = scanner->source;
    const char *text = source->bytes + source->length;
    bool begins_line = !scanner->begun;
    size_t length = 0;
    int kind;

    scanner->begun = true;
    block->count = 0;
    do {
        struct scanned *token = &block->tokens[block->count++];
        kind = scan_next(scanner->flex, &text, &length, &begins_line);
        *token = (struct scanned){.symbol = name_symbol(scanner, kind, text, length),
                                  .at = source->start + (uint32_t)(text - source->bytes),
                                  .length = (uint32_t)length,
                                  .kind = (int16_t)kind,
                                  .begins_line = begins_line,
                                  .quoted = kind == STRING};
        begins_line = false;
        scanner->last = kind;
        if (kind == END) {
            token->at = source->start + source->length;
            token->length = 0;
        }
    } while (kind != END && block->count < scanner->block_tokens);
    return kind != END;
}

static void digest_make(struct scanner *scanner)
{
    const struct source *source = scanner->source;
    struct sha256_ctx sha256;

    sha256_init(&sha256);
    sha256_update(&sha256, source->length, (const uint8_t *)source->bytes);
    sha256_digest(&sha256, sizeof scanner->digest, scanner->digest);
}

/* ---- the thread ---- */

static void wait_for_room(struct scanner *scanner)
{
    pthread_mutex_lock(&scanner->lock);
    while (scanner->filled - scanner->emptied == AHEAD_BLOCKS)
        pthread_cond_wait(&scanner->change, &scanner->lock);
    pthread_mutex_unlock(&scanner->lock);
}

static void count_one(struct scanner *scanner, uint32_t *count)
{
    pthread_mutex_lock(&scanner->lock);
    ++*count;
    pthread_cond_signal(&scanner->change);
    pthread_mutex_unlock(&scanner->lock);
}

static void *scan_ahead(void *context)
{
    struct scanner *scanner = context;
    bool more = true;

    while (more) {
        wait_for_room(scanner);
        more = block_fill(scanner, &scanner->blocks[scanner->filled % AHEAD_BLOCKS]);
        count_one(scanner, &scanner->filled);
    }
    digest_make(scanner);
    return NULL;
}

/* ---- the grammar's side ---- */

static void blocks_make(struct scanner *scanner, struct arena *arena, bool large)
{
    size_t count = large ? AHEAD_BLOCKS : 1, i;

    scanner->block_tokens = large ? AHEAD_TOKENS : BLOCK_TOKENS;
    for (i = 0; i < count; i++)
        scanner->blocks[i].tokens = arena_array(arena, scanner->block_tokens, sizeof(struct scanned));
}

struct scanner *scanner_open(struct arena *arena, const struct source *source, struct symbols *symbols)
{
    struct scanner *scanner = arena_alloc(arena, sizeof *scanner);

    scanner->source = source;
    scanner->symbols = symbols;
    scanner->room = arena_new();
    if (scan_lex_init(&scanner->flex) != 0 ||
        scan__scan_buffer(source->scan, source->length + (size_t)2, scanner->flex) == NULL)
        tokens_fatal("out of memory");
    pthread_mutex_init(&scanner->lock, NULL);
    pthread_cond_init(&scanner->change, NULL);
    blocks_make(scanner, arena, source->length >= LARGE);
    scanner->ahead = source->length >= LARGE && pthread_create(&scanner->thread, NULL, scan_ahead, scanner) == 0;
    return scanner;
}

/* The next block when the thread has filled it; the one before it is given back. */
static struct block *block_wait(struct scanner *scanner, bool first)
{
    if (!first)
        count_one(scanner, &scanner->emptied);
    pthread_mutex_lock(&scanner->lock);
    while (scanner->filled == scanner->emptied)
        pthread_cond_wait(&scanner->change, &scanner->lock);
    pthread_mutex_unlock(&scanner->lock);
    return &scanner->blocks[scanner->emptied % AHEAD_BLOCKS];
}

const struct scanned *scanner_more(struct scanner *scanner, const struct scanned **end)
{
    struct block *block = &scanner->blocks[0];

    if (scanner->ahead)
        block = block_wait(scanner, !scanner->reading);
    else
        block_fill(scanner, block);
    scanner->reading = true;
    *end = block->tokens + block->count;
    scanner->ended = (*end)[-1].kind == END;
    return block->tokens;
}

void scanner_close(struct scanner *scanner, unsigned char digest[32])
{
    const struct scanned *end;

    while (!scanner->ended)
        scanner_more(scanner, &end);
    if (scanner->ahead)
        pthread_join(scanner->thread, NULL);
    else
        digest_make(scanner);
    memcpy(digest, scanner->digest, sizeof scanner->digest);
    pthread_cond_destroy(&scanner->change);
    pthread_mutex_destroy(&scanner->lock);
    scan_lex_destroy(scanner->flex);
    arena_free(scanner->room);
}
