/* plugin_inner.h - what the files of the plugin runtime share. Inside the room only. */
#ifndef SCRIPT_PLUGIN_INNER_H
#define SCRIPT_PLUGIN_INNER_H

#include <lauxlib.h>
#include <lua.h>

#include "script/plugin_state.h"

enum {
    PLUGIN_SOFT_MEMORY = 64 << 20,  /* bytes: the next instruction ends the call, unless a collection helps */
    PLUGIN_HARD_MEMORY = 128 << 20, /* bytes: Lua gets no more */
    PLUGIN_POOL_SIZES = 32,        /* of small blocks */
    PLUGIN_GC_PAUSE = 1000,        /* percent of what lives, before what died is looked for: memory is there, within the limits above */
    PLUGIN_MOST_TEXT = 16 << 20,    /* bytes of a text that one function makes */
    PLUGIN_MOST_UNPACK = 8000,
    PLUGIN_MOST_DEPTH = 32,        /* tables inside each other in a result */
    PLUGIN_MOST_RESULT = 64 << 20, /* bytes of a result */
    PLUGIN_HOOK_EVERY = 1000,      /* instructions */
    PLUGIN_BYTES_PER_STEP = 4,     /* that C copies in about the time of one instruction */
    PLUGIN_MOST_FRAMES = 6,        /* of a traceback */
    PLUGIN_SEEN = 512              /* places of keys that are remembered */
};

/* What a state keeps in Lua's registry. */
typedef enum {
    KEEP_MAIN,     /* plugin.lua, compiled */
    KEEP_MODULES,  /* name -> a compiled *.lua, for require */
    KEEP_WORLD,    /* the sealed globals */
    KEEP_META,     /* the metatable of values */
    KEEP_SEED,     /* Lua's own math.randomseed */
    KEEP_PATTERNS, /* text -> a compiled pattern, for regex */
    KEEP_XML,      /* the metatable of what xml.tag makes */
    KEEP_LOADED,   /* name -> what the module returned to this instance, or nil while nothing was required */
    KEEP_INSTANCE, /* what plugin.lua returned */
    KEEP_COUNT
} Keep;

typedef struct {
    lua_State *L;            /* NULL until it is made */
    size_t used, soft, hard; /* bytes */
    bool full;               /* the soft limit was passed, the hook is going to look */
    void *free[PLUGIN_POOL_SIZES]; /* blocks that were given back, by size; each holds the next one */
    void *slabs;             /* what blocks are cut from; each holds the older one */
    char *slab_at;           /* the rest of the newest */
    size_t slab_left;
} PluginMemory;

/* One Lua file: `chunk` is how Lua names it in messages ("plugin.lua"). */
typedef struct {
    Str chunk;
    Place file;
} PluginFile;

typedef struct {
    Place at;
    Str function; /* may be empty */
} PluginFrame;

/* What is known of the failure of this call, in scratch; noted where it happens, before Lua unwinds. */
typedef struct {
    bool noted, told; /* told: reported; only a condemned state is asked to report again */
    PluginResult kind;
    Str message, hint;
    Place at; /* in the plugin; file 0: unknown */
    PluginFrame frames[PLUGIN_MOST_FRAMES];
    size_t frame_count;
} PluginFailure;

/* Lua's own functions behind ours. */
typedef struct {
    lua_CFunction find, format, insert, remove, move, unpack, ipairs;
} PluginStock;

struct Api; /* api_inner.h */

/* What a plugin hands over during one call (PluginCall.gather). */
typedef struct {
    const char *name;
    Arena *result;
    LIST(Value) items; /* in scratch */
} PluginGather;

struct PluginState {
    Arena *arena, *scratch; /* scratch: reset by each call */
    lua_State *L;
    Lang lang;
    const Files *files;
    Str name;
    LIST(PluginFile) chunks; /* plugin.lua is the first */
    PluginMemory memory;
    PluginStock stock;
    struct Api *api; /* NULL before the world is open */
    const void *meta; /* KEEP_META, to know values by */
    int keep[KEEP_COUNT];
    PluginResult condemned; /* PLUGIN_OK while it is not */
    int64_t left;           /* steps of this call */
    size_t taken;           /* bytes of results of this call */
    PluginGather *gather;   /* of this call, or NULL */
    uint32_t seen[PLUGIN_SEEN]; /* where a map had a key the last time, by key and number of keys: a guess, always checked */
    PluginFailure failure;
};

static inline PluginState *plugin_of(lua_State *L) { return *(PluginState **)lua_getextraspace(L); }
static inline void plugin_kept(lua_State *L, Keep what) { lua_rawgeti(L, LUA_REGISTRYINDEX, plugin_of(L)->keep[what]); }

/* Pops a value and keeps it. */
static inline void plugin_keep(lua_State *L, Keep what) { lua_rawseti(L, LUA_REGISTRYINDEX, plugin_of(L)->keep[what]); }

/* plugin_memory.c: Lua's allocator; gives nothing beyond the hard limit. Afterwards, what it holds of the system. */
void *plugin_memory(void *data, void *old, size_t old_size, size_t size);
void plugin_memory_free(PluginMemory *m);

/* plugin_call.c: runs `f` with light userdata `context` under a budget of steps. */
PluginResult plugin_run(PluginState *p, lua_CFunction f, void *context, size_t steps);

/* Counts work that C does for a plugin, in steps; ends the call when they are used up. */
void plugin_charge(lua_State *L, size_t steps);

/* Condemns the state: no pcall survives from here on. */
void plugin_condemn(lua_State *L, PluginResult why);

/* Raises what unwinds a condemned state. */
_Noreturn void plugin_unwind(lua_State *L);

/* Looks at each instruction count and, once condemned, at each instruction. */
void plugin_hook(lua_State *L, lua_Debug *ar);

/* plugin_failure.c: raises a Lua error in the language of the state, at the plugin's line. */
_Noreturn void plugin_raise(lua_State *L, const char *vi, const char *en, ...)
    __attribute__((format(printf, 2, 4), format(printf, 3, 4)));

/* Ends the call: its result is of no use; what is gathered is refused by a Lua error. The texts are formats of the same
 * arguments. */
_Noreturn void plugin_refuse(lua_State *L, const char *vi, const char *en, ...)
    __attribute__((format(printf, 2, 4), format(printf, 3, 4)));

/* Notes message, place and frames where nothing is noted yet. `message` may begin with "file:line: ". */
void plugin_note(lua_State *L, Str message);

/* The plugin's line that runs now. */
Place plugin_line(lua_State *L);

/* The message handler of protected calls: notes the error value at stack index 1. */
int plugin_explain(lua_State *L);

/* Reports what is noted. `hook` as in PluginCall. */
void plugin_report(PluginState *p, Diag *d, Place caller, const char *hook, PluginResult kind);

/* Reports that a file does not compile; Lua's message is on the stack's top. Always false. */
bool plugin_report_syntax(PluginState *p, Diag *d, const PluginFile *file);

/* plugin_words.c: what a message of Lua's own means, in Vietnamese; NULL for any other. */
const char *plugin_words(Str message);

/* plugin_value.c: makes the metatable of values and keeps it. */
void plugin_open_values(lua_State *L);
void plugin_push(lua_State *L, Value v);

/* The value at stack index `i`, or NULL when it is of Lua's own types or something else. */
const Value *plugin_value_at(lua_State *L, int i);

/* plugin_result.c: what stands at stack index `i`, copied into `a`; refused (plugin_refuse) when it is no value, or when all
 * that is taken in this call is too much. */
Value plugin_take(lua_State *L, int i, Arena *a);

/* plugin_base.c: makes the sealed globals and keeps them; nothing else of Lua's libraries is to be reached. */
void plugin_open_world(lua_State *L);

/* Pushes what tostring gives: no addresses. */
void plugin_tostring(lua_State *L, int i);

/* Pops a table and pushes what reads like it and cannot be changed. Names in it that are missing give nil, or an error where
 * `missing` is not NULL. */
void plugin_seal(lua_State *L, const char *name, lua_CFunction missing);

/* plugin_pairs.c: pairs(t), in an order that is always the same. */
int plugin_pairs(lua_State *L);

/* ipairs(t), which for lists of the site asks them directly. */
int plugin_ipairs(lua_State *L);

/* plugin_string.c, plugin_table.c: replace functions in the library table on the stack's top. */
void plugin_open_string(lua_State *L);
void plugin_open_table(lua_State *L);

/* A block of `size` bytes that Lua owns; it stays on the stack. */
static inline void *plugin_block(lua_State *L, size_t size) { return lua_newuserdatauv(L, size, 0); }

#endif
