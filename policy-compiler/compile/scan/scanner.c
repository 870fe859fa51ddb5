/*
 * scanner.c - the tokens of one file, in order, many at a time.
 *
 * A large file is scanned by a thread, some blocks ahead of the grammar; it looks names up as well (scan_symbols.h).
 * Flex writes to the byte behind a token, and it is as it was again when the next one is made; so what the grammar
 * reads, which is bytes of tokens that were given away, is never written to. Of a symbol that was given away the thread
 * reads its text alone, which never changes.
 */
#include "scanner.h"

#include <pthread.h>
#include <stddef.h>
#include <stdlib.h>

#include "support/arena.h"
#include "automaton.h"
#include "scan_symbols.h"
#include "compile/source/source.h"

#define LARGE        (128u * 1024) /* bytes of a file from which on a thread pays */
#define BLOCK_TOKENS 8192u
#define BLOCKS       4u

struct block {
    struct token *tokens; /* BLOCK_TOKENS */
    uint32_t count;
};

struct scanner {
    const struct source *source;
    struct scan scan;
    struct scan_symbols found;
    void *automaton;
    struct block blocks[BLOCKS]; /* one after the other, and from the beginning; without a thread the first alone */
    bool reading;                /* one was given away */
    bool ended;                  /* and it was the last */
    bool has_thread;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t change;
    uint32_t filled, emptied; /* blocks, since the beginning; under the lock */
};

/* Fills a block; false when the file has ended in it. */
static bool block_fill(struct scanner *scanner, struct block *block)
{
    const struct source *source = scanner->source;
    struct token *end = scan_tokens(scanner->automaton, block->tokens, block->tokens + BLOCK_TOKENS);
    bool more = end == block->tokens + BLOCK_TOKENS;

    if (!more)
        *end++ = (struct token){.at = source->start + source->length, .begins_line = scanner->scan.begins_line};
    scan_symbols_find(&scanner->found, block->tokens, end);
    block->count = (uint32_t)(end - block->tokens);
    return more;
}

/* ---- the thread ---- */

/* Waits until a number of blocks are filled that are not emptied: at least, or at most so many. */
static void blocks_wait(struct scanner *scanner, uint32_t least, uint32_t most)
{
    pthread_mutex_lock(&scanner->lock);
    while (scanner->filled - scanner->emptied < least || scanner->filled - scanner->emptied > most)
        pthread_cond_wait(&scanner->change, &scanner->lock);
    pthread_mutex_unlock(&scanner->lock);
}

/* One more is filled, or emptied. */
static void blocks_count(struct scanner *scanner, uint32_t *number)
{
    pthread_mutex_lock(&scanner->lock);
    ++*number;
    pthread_cond_signal(&scanner->change);
    pthread_mutex_unlock(&scanner->lock);
}

static void *scan_ahead(void *context)
{
    struct scanner *scanner = context;
    bool more = true;

    while (more) {
        blocks_wait(scanner, 0, BLOCKS - 1);
        more = block_fill(scanner, &scanner->blocks[scanner->filled % BLOCKS]);
        blocks_count(scanner, &scanner->filled);
    }
    return NULL;
}

/* ---- the grammar's side ---- */

struct scanner *scanner_open(struct arena *arena, const struct source *source, struct symbols *symbols,
                             struct string_pool *reasons)
{
    struct scanner *scanner = arena_alloc(arena, sizeof *scanner);
    uint32_t count = source->length >= LARGE ? BLOCKS : 1, i;

    scanner->source = source;
    scanner->found = (struct scan_symbols){source, symbols, reasons, TOKEN_END, arena_new()};
    scanner->automaton = scan_open(&scanner->scan, source->bytes, source->length, source->start);
    for (i = 0; i < count; i++)
        scanner->blocks[i].tokens = arena_array(arena, BLOCK_TOKENS, sizeof(struct token));
    pthread_mutex_init(&scanner->lock, NULL);
    pthread_cond_init(&scanner->change, NULL);
    scanner->has_thread = source->length >= LARGE && pthread_create(&scanner->thread, NULL, scan_ahead, scanner) == 0;
    return scanner;
}

const struct token *scanner_more(struct scanner *scanner, const struct token **end)
{
    struct block *block = &scanner->blocks[0];

    if (scanner->has_thread) {
        if (scanner->reading)
            blocks_count(scanner, &scanner->emptied);
        blocks_wait(scanner, 1, BLOCKS);
        block = &scanner->blocks[scanner->emptied % BLOCKS];
    } else {
        block_fill(scanner, block);
    }
    scanner->reading = true;
    *end = block->tokens + block->count;
    scanner->ended = (int)(*end)[-1].kind == TOKEN_END;
    return block->tokens;
}

void scanner_close(struct scanner *scanner, void (*found)(void *context, struct span comment), void *context)
{
    const struct token *end;
    struct span *remarks;
    size_t i;

    while (!scanner->ended)
        scanner_more(scanner, &end);
    if (scanner->has_thread)
        pthread_join(scanner->thread, NULL);
    pthread_cond_destroy(&scanner->change);
    pthread_mutex_destroy(&scanner->lock);
    remarks = scanner->scan.remarks;
    scanner->scan.remarks = NULL;
    scan_close(scanner->automaton);
    for (i = 0; i < scanner->scan.remark_count; i++)
        found(context, remarks[i]);
    free(remarks);
    arena_free(scanner->found.arena);
}
