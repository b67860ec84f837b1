/* plugin_memory.c - what a plugin's state allocates: counted against its limits, small blocks out of a pool.
 *
 * Lua says how large a block was when it gives it back, so a pool needs no headers: blocks of one size are a list. What one page leaves is
 * what the next one takes, without asking the system. */
#include "script/plugin_inner.h"

#include <stdlib.h>
#include <string.h>

enum { UNIT = 16, SLAB = 256 << 10 };

/* The sizes from 1 to UNIT * PLUGIN_POOL_SIZES, in steps of UNIT; 0 for larger blocks, which are malloc's. Under the sanitizer all are, so
 * that it sees what is used after its end. */
static size_t class_of(size_t size)
{
#if defined(__SANITIZE_ADDRESS__)
    return size * 0;
#else
    return size > UNIT * PLUGIN_POOL_SIZES ? 0 : (size + UNIT - 1) / UNIT;
#endif
}

static void *take(PluginMemory *m, size_t size)
{
    size_t class = class_of(size);
    void *block = class ? m->free[class - 1] : NULL;

    if (!class)
        return malloc(size);
    if (block) {
        m->free[class - 1] = *(void **)block;
        return block;
    }
    if (m->slab_left < class * UNIT) { /* what is left of the old slab, less than one block, stays unused */
        void **slab = malloc(SLAB);
        if (!slab)
            return NULL;
        *slab = m->slabs;
        m->slabs = slab;
        m->slab_at = (char *)slab + UNIT;
        m->slab_left = SLAB - UNIT;
    }
    block = m->slab_at;
    m->slab_at += class * UNIT;
    m->slab_left -= class * UNIT;
    return block;
}

static void give(PluginMemory *m, void *block, size_t size)
{
    size_t class = class_of(size);

    if (!class) {
        free(block);
        return;
    }
    *(void **)block = m->free[class - 1];
    m->free[class - 1] = block;
}

/* As realloc, but that `size` is not 0 and the block's size is known. Lua relies on it that a block can always be made smaller. */
static void *move(PluginMemory *m, void *old, size_t had, size_t size)
{
    void *new = NULL;

    if (class_of(had) == class_of(size))
        new = class_of(size) ? old : realloc(old, size);
    else if ((new = take(m, size))) {
        memcpy(new, old, had < size ? had : size);
        give(m, old, had);
    }
    return new || size > had ? new : old;
}

/* What could not be taken back is never refused: only growth is. */
void *plugin_memory(void *data, void *old, size_t old_size, size_t size)
{
    PluginMemory *m = data;
    size_t had = old ? old_size : 0; /* else it tells what the block is for */
    void *new = NULL;

    if (size > had && m->used + (size - had) > m->hard)
        return NULL;
    if (size)
        new = had ? move(m, old, had, size) : take(m, size);
    else if (had)
        give(m, old, had);
    if (new || !size)
        m->used += size - had;
    if (m->used > m->soft && !m->full && m->L) {
        m->full = true;
        lua_sethook(m->L, plugin_hook, LUA_MASKCOUNT, 1);
    }
    return new;
}

void plugin_memory_free(PluginMemory *m)
{
    while (m->slabs) {
        void *next = *(void **)m->slabs;
        free(m->slabs);
        m->slabs = next;
    }
}
