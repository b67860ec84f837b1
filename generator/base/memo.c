#include "base/memo.h"

#include "base/list.h"

#include <stdatomic.h>
#include <sys/mman.h>

/* A table that is full, or too full around a key, keeps no more; nothing depends on it but time. */
enum { SLOT_SHIFT = 17, SLOTS = 1 << SLOT_SHIFT, TRIES = 16 };

/* Claimed by its key, then filled; never changed again. */
typedef struct {
    _Atomic(uint64_t) key; /* 0: free */
    _Atomic(void *) result;
} Slot;

typedef struct {
    uint64_t key;
    void *result;
} Kept;

struct Memo {
    Slot *slots;
    Arena *arena;
    LIST(Kept) kept; /* by this process, not shared yet */
};

Memo *memo_open(Arena *a)
{
    Memo *memo = arena_make(a, Memo);
    void *at = mmap(NULL, SLOTS * sizeof(Slot), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

    if (at == MAP_FAILED)
        return NULL;
    memo->slots = at;
    memo->arena = a;
    return memo;
}

/* 0 stands for a free slot. */
static uint64_t named(uint64_t key) { return key ? key : 1; }

void *memo_find(const Memo *memo, uint64_t key)
{
    key = named(key);
    for (size_t i = 0; memo && i < memo->kept.n; i++)
        if (memo->kept.items[i].key == key)
            return memo->kept.items[i].result;
    for (size_t i = 0; memo && i < TRIES; i++) {
        Slot *slot = &memo->slots[(key + i) % SLOTS];
        uint64_t there = atomic_load(&slot->key);
        if (there == key)
            return atomic_load(&slot->result);
        if (!there)
            return NULL;
    }
    return NULL;
}

void memo_keep(Memo *memo, uint64_t key, void *result)
{
    if (memo)
        list_push(memo->arena, &memo->kept, (Kept){named(key), result});
}

static void share(Memo *memo, Kept one)
{
    for (size_t i = 0; i < TRIES; i++) {
        Slot *slot = &memo->slots[(one.key + i) % SLOTS];
        uint64_t free = 0;
        if (atomic_compare_exchange_strong(&slot->key, &free, one.key)) {
            atomic_store(&slot->result, one.result);
            return;
        }
        if (free == one.key)
            return; /* another worker had the same */
    }
}

void memo_share(Memo *memo)
{
    for (size_t i = 0; memo && i < memo->kept.n; i++)
        share(memo, memo->kept.items[i]);
    if (memo)
        memo->kept.n = 0;
}

void memo_close(Memo *memo)
{
    if (memo)
        munmap(memo->slots, SLOTS * sizeof(Slot));
}
