/* plugins.h - the plugins of a portal: found, compiled, their declarations typed; their hooks, directives and filters run.
 *
 * This process never runs a plugin's code, workers of a crew do (but for --inline): what spins, grows or crashes ends one worker, is
 * named with plugin and hook, and the rest goes on. After PLUGINS_MOST_FAULTS of these a plugin is stopped for the build. */
#ifndef SCRIPT_PLUGINS_H
#define SCRIPT_PLUGINS_H

#include "base/crew.h"
#include "base/shelf.h"
#include "content/directive.h"
#include "script/engine.h"
#include "script/plugin_state.h"

enum { PLUGINS_API = 1, PLUGINS_MOST_FAULTS = 3 };

typedef enum { HOOK_COLLECT, HOOK_PLAN, HOOK_FINISH, HOOK_CHECK, HOOK_COUNT } Hook;

/* What is counted over all workers; lies in a shared mapping. */
typedef struct {
    atomic_uint faults;                 /* of a plugin: calls that took too long or too much memory, workers that died in it */
    atomic_uint refused;                /* calls after it was stopped */
    _Atomic(uint64_t) calls, nanoseconds;
} PluginCount;

typedef struct Plugin Plugin;

/* A function of a plugin that pages, templates or the build call by name. */
typedef struct {
    DirectiveDecl decl;                 /* first, since holes point to it; a filter's has no arguments */
    const Plugin *plugin;
    Str help;                           /* one sentence; may be empty */
    Str path[3];                        /* of the function in the plugin's table */
    size_t depth;
    bool once;                          /* of a filter: what it gave is remembered for all pages */
    CrewDoing doing;                    /* its words in messages: "phần mở rộng «x», khối «y»" */
    const char *hook;                   /* "khối «y»" */
    PluginCount *count;
} PluginEntry;

typedef LIST(PluginEntry) PluginEntries;

struct Plugin {
    struct Plugins *owner;
    Str name, folder, help, version;
    Place at;                           /* plugin.lua */
    PluginState *state;
    const Schema *settings_schema;
    Value settings;                     /* by the schema, defaults included: a map */
    PluginEntries directives, roles, filters, imports;
    PluginEntry hooks[HOOK_COUNT];      /* `hook` is NULL where the plugin has none */
    PluginCount *count;
    size_t page;                        /* the page that this process made its instance for */
};

typedef struct Plugins Plugins;

/* Loads every folder of the shelf that has a plugin.lua and is not turned off in `settings` (the raw key `plugins` of portal.yaml; may be
 * null). `crew` runs plugins' code from here on, and keeps what it makes; it must live as long. False: reasons are in `d`; what could be loaded is in `*out` all the same, to be closed. */
bool plugins_load(Arena *a, Diag *d, Files *files, const Shelf *shelf, Value settings, Crew *crew, Plugins **out);
void plugins_close(Plugins *ps);

Plugin *plugins_all(const Plugins *ps, size_t *n);

/* True of a plugin that portal.yaml turns off. */
bool plugins_is_off(const Plugins *ps, Str name);
const Directives *plugins_directives(const Plugins *ps);

/* The settings of all plugins by name, for `site.settings`. */
Value plugins_settings(Arena *a, const Plugins *ps);

/* Links of what plugins make lead to the portal at `base_url` where they are absolute. */
void plugins_base(Plugins *ps, Str base_url);

/* Gives the filters to templates; before engine_load. False: one has the name of another. */
bool plugins_filters(Plugins *ps, Diag *d, Engine *e);

/* Runs a hook of every plugin that has it, each in a fresh instance: hook(args…). Plan, finish and check hand over what they gave to
 * their last argument, as a list of maps. The result, in the crew's mapping, is by plugin; null where there is none. */
Value *plugins_run(Plugins *ps, Arena *a, Diag *d, Hook hook, const Value *args, size_t count);

/* Calls an entry outside of any page, in a fresh instance: entry(args…); failures are reported at `caller`, where it has a file. Only
 * within a worker (CrewWork.now = plugins_now). */
PluginResult plugins_call(const PluginEntry *entry, Diag *d, Place caller, const Value *args, size_t count, Arena *result, Value *out);

/* ---- Within a worker, a page at a time ---- */

typedef struct {
    Plugins *plugins;
    Diag *d;
    Arena *scratch, *keep;              /* of the page; of the job: what is remembered lies there */
    const Rendering *rendering;
    Value page, site;
    bool failed;                        /* a directive or filter failed or was refused */
} PluginPage;

/* What directives and filters see from now on. `page` stays until the next call. */
void plugins_page(PluginPage *page);

/* Writes a directive or role: a DocHoleWriter; `context` is the PluginPage. */
void plugins_fill(void *context, Buf *out, const Hole *hole);

/* Where a worker says which plugin it runs (CrewWork.now), and whether a state was condemned, so that the worker ends. */
CrewNow **plugins_now(Plugins *ps);
bool plugins_are_worn(const Plugins *ps);

/* After all workers: says of each stopped plugin how many calls were not made. */
void plugins_report_stopped(const Plugins *ps, Diag *d);

/* Bytes that Lua holds in this process. */
size_t plugins_memory(const Plugins *ps);

#endif
