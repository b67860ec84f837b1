#include "base/arena.h"

#include <stdio.h>
#include <stdlib.h>
#include <stdint.h>
#include <unistd.h>

enum { BLOCK_FIRST = 64 << 10, BLOCK_MOST = 8 << 20, ALIGN = 16 };

typedef struct Block {
    struct Block *next;
    size_t size; /* of the bytes after this header */
} Block;

struct Arena {
    char *at, *end;   /* the free part of the newest block */
    char *last;       /* of a fixed slice: its end; `end` may be a wall before it */
    Block *blocks;    /* newest first; NULL for a fixed slice */
    size_t block;     /* size of the next block; 0 for a fixed slice */
    size_t used;      /* bytes handed out */
};

static _Noreturn void out_of_memory(void)
{
    static const char words[] = "cchc: không đủ bộ nhớ (out of memory)\n";

    if (write(STDERR_FILENO, words, sizeof words - 1) < 0) {
        /* Nothing is left to tell it with. */
    }
    _exit(ARENA_EXIT_MEMORY);
}

static size_t rounded(size_t size)
{
    if (size > SIZE_MAX / 2)
        out_of_memory();
    return (size + ALIGN - 1) & ~(size_t)(ALIGN - 1);
}

static size_t header_size(void) { return rounded(sizeof(Block)); }

static void add_block(Arena *a, size_t need)
{
    size_t size = need > a->block ? need : a->block;
    Block *b = malloc(header_size() + size);

    if (!b)
        out_of_memory();
    *b = (Block){a->blocks, size};
    a->blocks = b;
    a->at = (char *)b + header_size();
    a->end = a->at + size;
    if (a->block < BLOCK_MOST)
        a->block *= 2;
}

Arena *arena_new(void)
{
    Arena *a = calloc(1, sizeof *a);

    if (!a)
        out_of_memory();
    a->block = BLOCK_FIRST;
    return a;
}

Arena *arena_within(void *base, size_t size)
{
    Arena *a = base;
    size_t own = rounded(sizeof *a);

    if (size < own)
        out_of_memory();
    *a = (Arena){.at = (char *)base + own, .end = (char *)base + size, .last = (char *)base + size};
    return a;
}

void arena_wall(Arena *a, size_t most)
{
    if (a->last)
        a->end = (size_t)(a->last - a->at) > most ? a->at + most : a->last;
}

static void free_blocks(Block *b, const Block *until)
{
    while (b != until) {
        Block *next = b->next;
        free(b);
        b = next;
    }
}

void arena_reset(Arena *a)
{
    Block *first = a->blocks;

    a->used = 0;
    if (!first)
        return;
    while (first->next)
        first = first->next;
    free_blocks(a->blocks, first);
    a->blocks = first;
    a->at = (char *)first + header_size();
    a->end = a->at + first->size;
}

void arena_free(Arena *a)
{
    if (!a)
        return;
    free_blocks(a->blocks, NULL);
    free(a);
}

void *arena_alloc(Arena *a, size_t size)
{
    char *p;

    size = rounded(size ? size : 1);
    if (size > (size_t)(a->end - a->at)) {
        if (!a->block)
            out_of_memory();
        add_block(a, size);
    }
    p = a->at;
    a->at += size;
    a->used += size;
    return p;
}

void *arena_zalloc(Arena *a, size_t size)
{
    return memset(arena_alloc(a, size), 0, size);
}

void *arena_grow(Arena *a, void *old, size_t old_size, size_t size)
{
    size_t had = rounded(old_size), want = rounded(size);
    void *p;

    if (old && (char *)old + had == a->at && want - had <= (size_t)(a->end - a->at)) {
        a->at += want - had;
        a->used += want - had;
        return old;
    }
    p = arena_alloc(a, size);
    if (old_size)
        memcpy(p, old, old_size);
    return p;
}

Str arena_str(Arena *a, Str text)
{
    char *p = arena_alloc(a, text.n + 1);

    if (text.n)
        memcpy(p, text.s, text.n);
    p[text.n] = 0;
    return (Str){p, text.n};
}

Str arena_vprintf(Arena *a, const char *format, va_list args)
{
    char shorter[256]; /* most texts fit, and are formatted once */
    va_list again;
    int n;
    char *p;

    va_copy(again, args);
    n = vsnprintf(shorter, sizeof shorter, format, again);
    va_end(again);
    if (n < 0)
        return STR("");
    if ((size_t)n < sizeof shorter)
        return arena_str(a, (Str){shorter, (size_t)n});
    p = arena_alloc(a, (size_t)n + 1);
    vsnprintf(p, (size_t)n + 1, format, args);
    return (Str){p, (size_t)n};
}

Str arena_printf(Arena *a, const char *format, ...)
{
    va_list args;
    Str out;

    va_start(args, format);
    out = arena_vprintf(a, format, args);
    va_end(args);
    return out;
}

size_t arena_used(const Arena *a) { return a->used; }
