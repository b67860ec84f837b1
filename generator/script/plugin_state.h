/* plugin_state.h - one plugin in a fenced Lua state of its own: compiled once, fresh for every page, called under budgets. */
#ifndef SCRIPT_PLUGIN_STATE_H
#define SCRIPT_PLUGIN_STATE_H

#include "value/value.h"

/* Opened before workers fork; each worker then has its own copy. */
typedef struct PluginState PluginState;

/* What one call may take, in instructions of Lua's machine: the same on every machine, about 1 s and 5 s here. What the
 * replaced functions do in C is counted too. What spins inside C all the same is ended by the caller's crew. */
enum { PLUGIN_RENDER_STEPS = 100 * 1000 * 1000, PLUGIN_COLLECT_STEPS = 5 * PLUGIN_RENDER_STEPS };

/* All but the first are reported already. After PLUGIN_TIME and PLUGIN_MEMORY the state is condemned. */
typedef enum {
    PLUGIN_OK,
    PLUGIN_FAILED, /* an error in Lua, or no such function */
    PLUGIN_CALLER, /* the plugin says that it was asked for what cannot be: error{ message = … } */
    PLUGIN_RESULT, /* what came back is no value that the host can use */
    PLUGIN_TIME,
    PLUGIN_MEMORY
} PluginResult;

/* One call of a function of the table that plugin.lua returned. */
typedef struct {
    Place caller;      /* of the page that asks: failures are reported there; file 0: at the plugin's own line */
    const char *hook;  /* what is called, in the words of messages: "directives.ten" */
    const Str *path;   /* the keys that lead to the function: "directives", "ten", "render" */
    size_t depth;      /* keys in `path`, at least 1 */
    const Value *args; /* they reach the plugin as read-only values that are not copied */
    size_t count;
    size_t steps; /* 0: PLUGIN_RENDER_STEPS */

    /* Not NULL: behind the arguments the plugin gets a function, called this in messages ("add"). Each call of it takes one
     * table or map; they are the list that comes out, in order, each with the plugin's line as its place. What the plugin's
     * function itself returns is ignored. */
    const char *gather;
} PluginCall;

/* Reads and compiles plugin.lua and the other *.lua of `folder`, for `require`. No plugin code runs yet. NULL: the
 * reasons are in `d`. Its messages keep the language of `d`. Lives until plugin_close; what it says, in `a`. */
PluginState *plugin_open(Arena *a, Diag *d, Files *files, Str name, Str folder);

/* Runs plugin.lua again, in a world where nothing is left of an earlier page. `math.random` is seeded by `seed_path`. Must come
 * before the first plugin_call. False: reported at `caller`. */
bool plugin_fresh(PluginState *p, Diag *d, Place caller, Str seed_path);

/* What plugin.lua returned to the fresh instance, as data in `a`: functions are value_doc(NULL); a table that has places and keys is
 * a map in which the places are "1", "2", …; each value bears the place of plugin.lua. False: reported there. */
bool plugin_describe(PluginState *p, Diag *d, Arena *a, Value *out);

/* Calls a function of the fresh instance. Its result is copied into `result`, but for values that were arguments (or parts
 * of them), which are borrowed still; maps get their keys in the order of bytes. `*out` is null unless PLUGIN_OK. */
PluginResult plugin_call(PluginState *p, Diag *d, const PluginCall *call, Arena *result, Value *out);

/* The names that its code may use without making them: functions and libraries, in `a`; for tools that look at the code. */
Str *plugin_globals(Arena *a, PluginState *p, size_t *n);

/* True after a fault of time or memory: the state is not to be used again, its worker ends. */
bool plugin_is_condemned(const PluginState *p);

/* Of plugin.lua, line 0. */
Place plugin_place(const PluginState *p);

/* Bytes that Lua holds now, for --stats. */
size_t plugin_memory_used(const PluginState *p);

void plugin_close(PluginState *p);

#endif
