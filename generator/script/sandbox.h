/* sandbox.h - Lua states with walls: no libraries, text chunks only, limited memory. */
#ifndef SCRIPT_SANDBOX_H
#define SCRIPT_SANDBOX_H

#include <lua.h>

#include "base/arena.h"

enum { SANDBOX_MOST_MEMORY = 64 << 20 };

typedef struct {
    lua_Alloc inner; /* Lua's own allocator */
    void *inner_data;
    size_t used, most; /* bytes */
} SandboxMemory;

/* A new state with an empty world: no library is open, and `memory` counts and limits what it takes. */
lua_State *sandbox_new(SandboxMemory *memory);

/* Compiles Lua text whose globals are the table at stack index `globals`; the function is pushed. `name` begins with
 * '@'. False: Lua's message is pushed instead. */
bool sandbox_load(lua_State *L, Str text, const char *name, int globals);

#endif
