/*
 * scanner.c - the tokens of one file, in order, many at a time.
 *
 * A large file is scanned by a thread of its own, some blocks ahead of the grammar; its names are looked up there, and
 * its reasons put aside (scan_names.h). A byte of the file is written to by flex, and as it was again, before the token
 * that it belongs to is given away; so what the grammar reads is never written to. Of a symbol that was given away the
 * thread reads its text alone, which never changes.
 */
#include "scanner.h"

#include <pthread.h>
#include <stddef.h>
#include <string.h>

#include "arena.h"
#include "aside.h"
#include "parse.h"
#include "scan.h"
#include "scan_names.h"
#include "scan_place.h"
#include "source.h"

#define BLOCK_TOKENS 1024u
#define AHEAD_TOKENS 4096u /* of a large file: half of the blocks take much longer than to wake the thread */
#define AHEAD_BLOCKS 8u

struct block {
    struct token *tokens; /* room for the scanner's block_tokens */
    uint32_t count;
};

struct scanner {
    struct arena *room; /* the blocks' */
    struct scan_place place;
    struct scan_names names;
    yyscan_t flex;
    bool reading;       /* tokens were given away */
    bool ended;         /* END was */
    struct aside aside; /* running: there is a thread */
    pthread_mutex_t lock;
    pthread_cond_t change;
    uint32_t filled, emptied; /* blocks since the beginning, under the lock */
    bool filled_all;          /* the last one is among them */
    struct block blocks[AHEAD_BLOCKS];
    uint32_t block_tokens;
};

/* Fills a block; false when the file has ended in it. */
static bool block_fill(struct scanner *scanner, struct block *block)
{
    struct token *begin = block->tokens, *end;
    bool more;

    end = scan_tokens(scanner->flex, begin, begin + scanner->block_tokens);
    more = end != begin;
    if (!more)
        scan_put(&scanner->place, end++, END, scanner->place.text.bytes + scanner->place.text.length, 0, false);
    block->count = (uint32_t)(end - begin);
    scan_names_find(&scanner->names, &scanner->place, begin, block->count);
    return more;
}

/* ---- the thread ---- */

/* Where no block is free, waits until half of them are: to be woken is dear. */
static void wait_for_room(struct scanner *scanner)
{
    pthread_mutex_lock(&scanner->lock);
    if (scanner->filled - scanner->emptied == AHEAD_BLOCKS)
        while (scanner->filled - scanner->emptied > AHEAD_BLOCKS / 2)
            pthread_cond_wait(&scanner->change, &scanner->lock);
    pthread_mutex_unlock(&scanner->lock);
}

/* The grammar, if it waits, is woken when half of them are filled, for the same reason, or the last one is. */
static void block_filled(struct scanner *scanner, bool last)
{
    pthread_mutex_lock(&scanner->lock);
    scanner->filled++;
    scanner->filled_all = last;
    if (last || scanner->filled - scanner->emptied == AHEAD_BLOCKS / 2)
        pthread_cond_signal(&scanner->change);
    pthread_mutex_unlock(&scanner->lock);
}

static void block_emptied(struct scanner *scanner)
{
    pthread_mutex_lock(&scanner->lock);
    scanner->emptied++;
    if (scanner->filled - scanner->emptied == AHEAD_BLOCKS / 2)
        pthread_cond_signal(&scanner->change);
    pthread_mutex_unlock(&scanner->lock);
}

static void scan_ahead(void *context)
{
    struct scanner *scanner = context;
    bool more = true;

    while (more) {
        wait_for_room(scanner);
        more = block_fill(scanner, &scanner->blocks[scanner->filled % AHEAD_BLOCKS]);
        block_filled(scanner, !more);
    }
}

/* ---- the grammar's side ---- */

static void blocks_make(struct scanner *scanner, bool large)
{
    size_t count = large ? AHEAD_BLOCKS : 1, i;

    scanner->block_tokens = large ? AHEAD_TOKENS : BLOCK_TOKENS;
    for (i = 0; i < count; i++)
        scanner->blocks[i].tokens =
            arena_array(scanner->room, scanner->block_tokens + TOKENS_BEYOND, sizeof(struct token));
    scanner->place.names = arena_array(scanner->room, scanner->block_tokens, sizeof *scanner->place.names);
    scanner->place.strings = arena_array(scanner->room, scanner->block_tokens, sizeof *scanner->place.strings);
}

struct scanner *scanner_open(struct arena *arena, const struct source *source, struct symbols *symbols,
                             struct texts *reasons)
{
    struct scanner *scanner = arena_alloc(arena, sizeof *scanner);
    struct scan_text text = {source->bytes, source->length, source->start};

    scanner->names = scan_names_new(symbols, reasons);
    scanner->room = arena_within(arena);
    scanner->flex = scan_open(&scanner->place);
    scan_begin(&scanner->place, scanner->flex, text);
    pthread_mutex_init(&scanner->lock, NULL);
    pthread_cond_init(&scanner->change, NULL);
    blocks_make(scanner, source->length >= SCANNER_LARGE);
    if (source->length >= SCANNER_LARGE)
        aside_start(&scanner->aside, scan_ahead, scanner);
    return scanner;
}

/* The next block when the thread has filled it; the one before it is given back. */
static struct block *block_wait(struct scanner *scanner, bool first)
{
    if (!first)
        block_emptied(scanner);
    pthread_mutex_lock(&scanner->lock);
    if (scanner->filled == scanner->emptied)
        while (scanner->filled - scanner->emptied < AHEAD_BLOCKS / 2 && !scanner->filled_all)
            pthread_cond_wait(&scanner->change, &scanner->lock);
    pthread_mutex_unlock(&scanner->lock);
    return &scanner->blocks[scanner->emptied % AHEAD_BLOCKS];
}

const struct token *scanner_more(struct scanner *scanner, const struct token **end)
{
    struct block *block = &scanner->blocks[0];

    if (scanner->aside.running)
        block = block_wait(scanner, !scanner->reading);
    else
        block_fill(scanner, block);
    scanner->reading = true;
    *end = block->tokens + block->count;
    scanner->ended = (*end)[-1].kind == END;
    return block->tokens;
}

void scanner_close(struct scanner *scanner)
{
    const struct token *end;

    while (!scanner->ended)
        scanner_more(scanner, &end);
    aside_end(&scanner->aside);
    pthread_cond_destroy(&scanner->change);
    pthread_mutex_destroy(&scanner->lock);
    scan_end(&scanner->place, scanner->flex);
    scan_lex_destroy(scanner->flex);
    arena_free(scanner->room);
    scan_names_free(&scanner->names);
}
