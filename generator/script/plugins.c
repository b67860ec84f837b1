#include "script/plugins_inner.h"

#include "base/fs.h"
#include "base/path.h"
#include "value/schema.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#define PLUGIN_FILE "plugin.lua"

/* Counters for plugins, and for what they declare: a page of memory each hundred. More entries share the last one. */
enum { MOST_COUNTS = 4096 };

PluginCount *plugins_count(Plugins *ps)
{
    return &ps->counts[ps->count_next + 1 < MOST_COUNTS ? ps->count_next++ : ps->count_next];
}

/* Forked workers count here too. */
static bool share_counts(Plugins *ps, Diag *d)
{
    void *at = mmap(NULL, MOST_COUNTS * sizeof *ps->counts, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

    if (at == MAP_FAILED)
        return fs_failed(d, errno, "system.memory", "dành chỗ cho phần mở rộng", "reserve memory for plugins", STR(""));
    ps->counts = at;
    ps->count_size = MOST_COUNTS * sizeof *ps->counts;
    return true;
}

/* Turned off by `<name>: không`. */
static bool is_off(Diag *d, Value settings, Str name)
{
    static const Field flag = {.name = STR_INIT("plugin"), .label = STR_INIT("phần mở rộng"), .type = FIELD_BOOL};
    Value v = value_get(settings, name), on;

    return value_is(v, VALUE_STRING) && schema_check_field(d->arena, d, &flag, v, (SchemaOptions){0}, &on) && !value_truth(on);
}

static void open_one(Plugins *ps, Diag *d, Files *files, Str folder)
{
    Str name = path_base(folder);
    PluginState *state = plugin_open(ps->arena, d, files, name, folder);
    Plugin *p;

    if (!state)
        return;
    p = list_add(ps->arena, &ps->list);
    *p = (Plugin){.owner = ps, .name = name, .folder = folder, .state = state, .at = plugin_place(state), .settings = value_map(ps->arena, NULL, 0),
                  .count = plugins_count(ps)};
}

/* A setting for a plugin that is not there. */
static void check_names(Diag *d, Value settings, const Str *names, size_t n)
{
    for (size_t i = 0; i < value_count(settings); i++) {
        const ValuePair *pair = &settings.as.map->pairs[i];
        bool known = false;
        for (size_t k = 0; k < n && !known; k++)
            known = str_eq(names[k], pair->key);
        if (known)
            continue;
        diag_error(d, pair->key_at, "plugin.unknown", "không có phần mở rộng nào tên «%.*s»", "there is no plugin named «%.*s»",
                   STR_ARG(pair->key));
        diag_nearest(d, pair->key, names, n);
    }
}

static bool open_all(Plugins *ps, Diag *d, Files *files, const Shelf *shelf, Value settings)
{
    LIST(Str) names = {0};
    ShelvedList list;

    if (!shelf_list(ps->arena, d, shelf, &list))
        return false;
    for (size_t i = 0; i < list.n; i++) {
        if (access(path_join(ps->arena, list.items[i].path, STR(PLUGIN_FILE)).s, F_OK))
            continue;
        list_push(ps->arena, &names, list.items[i].name);
        if (is_off(d, settings, list.items[i].name))
            list_push(ps->arena, &ps->off, list.items[i].name);
        else
            open_one(ps, d, files, list.items[i].path);
    }
    check_names(d, settings, names.items, names.n);
    return true;
}

/* ---- What plugin.lua returns, read by a worker. ---- */

static void *describe_job(void *context, size_t i, Arena *keep, Diag *d)
{
    Plugins *ps = context;
    Plugin *p = &ps->list.items[i];
    Value *table = arena_make(keep, Value);
    bool ok;

    plugins_working(ps, &p->hooks[0].doing);
    ok = plugin_fresh(p->state, d, p->at, p->name) && plugin_describe(p->state, d, keep, table);
    plugins_working(ps, NULL);
    return ok ? table : NULL;
}

static Place describe_place(void *context, size_t i) { return ((Plugins *)context)->list.items[i].at; }

static void declare_all(Plugins *ps, Diag *d, Value settings)
{
    CrewWork work = {.name = "plugins", .count = ps->list.n, .context = ps, .job = describe_job, .where = describe_place, .now = &ps->now};
    Schema *declared = schema_of_fields(ps->arena, d);
    Value **tables;

    for (size_t i = 0; i < ps->list.n; i++) /* until hooks are known, what runs is plugin.lua itself */
        ps->list.items[i].hooks[0].doing = (CrewDoing){
            arena_printf(ps->arena, diag_word(d, "phần mở rộng «%.*s», plugin.lua", "plugin «%.*s», plugin.lua"), STR_ARG(ps->list.items[i].name)).s,
            &ps->list.items[i].count->faults};
    tables = ps->list.n ? (Value **)crew_run(ps->crew, ps->arena, d, &work) : NULL;
    for (size_t i = 0; tables && i < ps->list.n; i++) {
        Plugin *p = &ps->list.items[i];
        p->hooks[0] = (PluginEntry){0};
        if (tables[i] && plugins_declare(ps, d, p, *tables[i], declared))
            plugins_read_settings(ps, d, p, value_get(settings, p->name));
    }
    schema_free(declared);
}

/* ---- Names that pages use: one each. ---- */

static void report_taken(Diag *d, const PluginEntry *entry, const PluginEntry *first)
{
    diag_error(d, entry->plugin->at, "plugin.taken", "khối «%.*s» đã có ở phần mở rộng «%.*s»",
               "«%.*s» is declared by plugin «%.*s» already", STR_ARG(entry->decl.name), STR_ARG(first->plugin->name));
    diag_hint(d, "đặt tên khác cho khối này", "give it another name");
}

/* The directives, or the roles, of all plugins as pages look for them. */
static const DirectiveDecl *const *gather(Plugins *ps, Diag *d, bool roles, size_t *n)
{
    LIST(const DirectiveDecl *) all = {0};
    Map names = {0};

    for (size_t i = 0; i < ps->list.n; i++) {
        const PluginEntries *entries = roles ? &ps->list.items[i].roles : &ps->list.items[i].directives;
        for (size_t k = 0; k < entries->n; k++) {
            PluginEntry *first = map_claim(ps->arena, &names, entries->items[k].decl.name, &entries->items[k]);
            if (first)
                report_taken(d, &entries->items[k], first);
            else
                list_push(ps->arena, &all, &entries->items[k].decl);
        }
    }
    *n = all.n;
    return all.items;
}

bool plugins_load(Arena *a, Diag *d, Files *files, const Shelf *shelf, Value settings, Crew *crew, Plugins **out)
{
    Plugins *ps = *out = arena_make(a, Plugins);
    size_t errors = d->errors;

    *ps = (Plugins){.arena = a, .crew = crew, .memo = memo_open(a)};
    if (!share_counts(ps, d) || !open_all(ps, d, files, shelf, settings))
        return false;
    declare_all(ps, d, settings);
    ps->directives.directives = gather(ps, d, false, &ps->directives.directive_count);
    ps->directives.roles = gather(ps, d, true, &ps->directives.role_count);
    ps->directives.incomplete = d->errors > errors;
    return d->errors == errors;
}

void plugins_close(Plugins *ps)
{
    for (size_t i = 0; i < ps->list.n; i++)
        plugin_close(ps->list.items[i].state);
    memo_close(ps->memo);
    if (ps->counts)
        munmap(ps->counts, ps->count_size);
}

Plugin *plugins_all(const Plugins *ps, size_t *n)
{
    *n = ps->list.n;
    return ps->list.items;
}

bool plugins_is_off(const Plugins *ps, Str name)
{
    for (size_t i = 0; i < ps->off.n; i++)
        if (str_eq(ps->off.items[i], name))
            return true;
    return false;
}

const Directives *plugins_directives(const Plugins *ps) { return &ps->directives; }

Value plugins_settings(Arena *a, const Plugins *ps)
{
    ValuePairs pairs = {0};

    for (size_t i = 0; i < ps->list.n; i++)
        value_pair(a, &pairs, ps->list.items[i].name, ps->list.items[i].settings);
    return value_map(a, pairs.items, pairs.n);
}

void plugins_base(Plugins *ps, Str base_url)
{
    for (size_t i = 0; i < ps->list.n; i++)
        api_base(ps->list.items[i].state, base_url);
}

size_t plugins_memory(const Plugins *ps)
{
    size_t bytes = 0;

    for (size_t i = 0; i < ps->list.n; i++)
        bytes += plugin_memory_used(ps->list.items[i].state);
    return bytes;
}
