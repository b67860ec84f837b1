#include "script/sandbox.h"

#include <lauxlib.h>
#include <stdlib.h>

static void *limited(void *data, void *old, size_t old_size, size_t size)
{
    SandboxMemory *m = data;
    size_t had = old ? old_size : 0;
    void *new;

    if (size > had && size - had > m->most - m->used)
        return NULL;
    new = m->inner(m->inner_data, old, old_size, size);
    if (new || !size)
        m->used += size - had;
    return new;
}

lua_State *sandbox_new(SandboxMemory *memory)
{
    lua_State *L = luaL_newstate();

    if (!L)
        exit(ARENA_EXIT_MEMORY);
    memory->inner = lua_getallocf(L, &memory->inner_data);
    memory->used = (size_t)lua_gc(L, LUA_GCCOUNT) * 1024 + (size_t)lua_gc(L, LUA_GCCOUNTB);
    memory->most = SANDBOX_MOST_MEMORY;
    lua_setallocf(L, limited, memory);
    return L;
}

bool sandbox_load(lua_State *L, Str text, const char *name, int globals)
{
    globals = lua_absindex(L, globals);
    if (luaL_loadbufferx(L, text.s, text.n, name, "t") != LUA_OK)
        return false;
    lua_pushvalue(L, globals);
    lua_setupvalue(L, -2, 1);
    return true;
}
