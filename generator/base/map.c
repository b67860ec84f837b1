#include "base/map.h"

#include "base/hash.h"

struct MapSlot {
    Str key;
    uint64_t hash;
    void *value; /* NULL: free */
};

static struct MapSlot *slot_of(const Map *m, Str key, uint64_t hash)
{
    size_t i = (size_t)hash & (m->cap - 1);

    while (m->slots[i].value && (m->slots[i].hash != hash || !str_eq(m->slots[i].key, key)))
        i = (i + 1) & (m->cap - 1);
    return &m->slots[i];
}

static void grow(Arena *a, Map *m)
{
    Map bigger = {.n = m->n, .cap = m->cap ? m->cap * 2 : 16};

    bigger.slots = arena_array(a, struct MapSlot, bigger.cap);
    for (size_t i = 0; i < m->cap; i++)
        if (m->slots[i].value)
            *slot_of(&bigger, m->slots[i].key, m->slots[i].hash) = m->slots[i];
    *m = bigger;
}

static struct MapSlot *open_slot(Arena *a, Map *m, Str key, uint64_t hash)
{
    if (m->n * 4 >= m->cap * 3)
        grow(a, m);
    return slot_of(m, key, hash);
}

void *map_claim(Arena *a, Map *m, Str key, void *value)
{
    uint64_t hash = hash_bytes(key);
    struct MapSlot *slot = open_slot(a, m, key, hash);

    if (slot->value)
        return slot->value;
    *slot = (struct MapSlot){key, hash, value};
    m->n++;
    return NULL;
}

void *map_put(Arena *a, Map *m, Str key, void *value)
{
    void *old = map_claim(a, m, key, value);

    if (old)
        slot_of(m, key, hash_bytes(key))->value = value;
    return old;
}

void *map_find(const Map *m, Str key)
{
    return m->n ? slot_of(m, key, hash_bytes(key))->value : NULL;
}
