#include "base/list.h"

void *list_room(Arena *a, void *items, size_t size, size_t *cap)
{
    size_t want = *cap ? *cap * 2 : 8;
    void *grown = arena_grow(a, items, *cap * size, want * size);

    *cap = want;
    return grown;
}
