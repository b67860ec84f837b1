#include "script/api_inner.h"

#include "base/fs.h"
#include "base/hash.h"
#include "base/path.h"
#include "base/utf8.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

enum { MOST_BYTES = 1 << 20, MOST_NAME = 40 };

/* All calls of Lua are protected, so this is a bug of ours. */
static int panic(lua_State *L)
{
    (void)L;
    fprintf(stderr, "cchc: an unprotected error in Lua\n");
    abort();
}

static PluginState *state_new(Arena *a, Diag *d, const Files *files, Str name)
{
    PluginState *p = arena_make(a, PluginState);
    PluginMemory *m = &p->memory;
    lua_State *L;

    *p = (PluginState){.arena = a, .scratch = arena_new(), .lang = d->lang, .files = files, .name = name,
                       .memory = {.soft = PLUGIN_SOFT_MEMORY, .hard = PLUGIN_HARD_MEMORY}};
    p->L = L = lua_newstate(plugin_memory, m);
    if (!L)
        exit(ARENA_EXIT_MEMORY);
    m->L = L;
    *(PluginState **)lua_getextraspace(L) = p;
    lua_atpanic(L, panic);
    lua_setwarnf(L, NULL, NULL);
    lua_gc(L, LUA_GCINC, PLUGIN_GC_PAUSE, 0, 0);
    return p;
}

static int open_world(lua_State *L)
{
    PluginState *p = plugin_of(L);

    for (int i = 0; i < KEEP_COUNT; i++) {
        lua_pushboolean(L, 1);
        p->keep[i] = luaL_ref(L, LUA_REGISTRYINDEX);
    }
    lua_newtable(L);
    plugin_keep(L, KEEP_MODULES);
    plugin_open_values(L);
    plugin_open_world(L);
    return 0;
}

/* A name that require takes: [a-z0-9_-]+, short enough to stand whole in Lua's messages. */
static bool is_module(Str name)
{
    for (size_t i = 0; i < name.n; i++)
        if (!memchr("abcdefghijklmnopqrstuvwxyz0123456789_-", name.s[i], 38))
            return false;
    return name.n > 0 && name.n <= MOST_NAME;
}

static bool is_lua(const FsEntry *e)
{
    return e->type == FS_FILE && str_is(path_dir(e->path), "") && str_is(path_ext(e->path), "lua");
}

typedef struct {
    const PluginFile *file;
    Str source, module;
    bool is_main, compiled;
} Chunk;

static int compile(lua_State *L)
{
    Chunk *c = lua_touserdata(L, 1);
    PluginState *p = plugin_of(L);

    if (luaL_loadbufferx(L, c->source.s, c->source.n, arena_printf(p->scratch, "@%.*s", STR_ARG(c->file->chunk)).s, "t")
        != LUA_OK)
        return lua_error(L);
    c->compiled = true;
    if (c->is_main) {
        plugin_keep(L, KEEP_MAIN);
        return 0;
    }
    plugin_kept(L, KEEP_MODULES);
    lua_pushlstring(L, c->module.s, c->module.n);
    lua_rotate(L, -3, -1);
    lua_rawset(L, -3);
    return 0;
}

static bool load_text(PluginState *p, Diag *d, Str module, const PluginFile *file, Str source)
{
    Chunk c = {.file = file, .source = source, .module = module, .is_main = str_is(module, "plugin")};
    size_t invalid = utf8_invalid(source);

    if (invalid < source.n) {
        diag_error(d, place_in(place_at(file->file, 1, 1), source, invalid), "plugin.utf8", "tệp không phải là văn bản UTF-8",
                   "the file is not UTF-8 text");
        return false;
    }
    if (str_starts(source, STR("\xef\xbb\xbf")))
        c.source = str_slice(source, 3, source.n);
    lua_pushcfunction(p->L, compile);
    lua_pushlightuserdata(p->L, &c);
    if (lua_pcall(p->L, 1, 0, 0) == LUA_OK)
        return true;
    plugin_report_syntax(p, d, file);
    lua_settop(p->L, 0);
    return false;
}

static bool load_file(PluginState *p, Diag *d, Files *files, int root, Str folder, Str name)
{
    PluginFile *file = list_add(p->arena, &p->chunks);
    Str module = path_stem(name), path = path_join(p->arena, folder, name), source;
    int error;

    *file = (PluginFile){arena_str(p->arena, name), files_add(files, path)};
    if (!is_module(module)) {
        diag_error(d, file->file, "plugin.file_name", "tên tệp «%.*s» không dùng được trong phần mở rộng",
                   "the file name \"%.*s\" cannot be used in a plugin", STR_ARG(name));
        diag_hint(d, "chỉ dùng a-z, 0-9, «-» và «_», dài nhất %d ký tự: bang-bieu.lua",
                  "only a-z, 0-9, '-' and '_', at most %d characters: my-tables.lua", MOST_NAME);
        return false;
    }
    error = fs_read(p->arena, root, name, MOST_BYTES, &source);
    if (error)
        return fs_failed(d, error, "plugin.read", "đọc phần mở rộng", "read the plugin", path);
    return load_text(p, d, module, file, source);
}

/* plugin.lua first, then the others in the order of their names. */
static bool load_all(PluginState *p, Diag *d, Files *files, int root, Str folder)
{
    FsList list = {0};
    int error = fs_walk(p->arena, root, STR(""), NULL, &list);
    bool ok;

    if (error)
        return fs_failed(d, error, "plugin.folder", "đọc thư mục", "read the folder", folder);
    ok = load_file(p, d, files, root, folder, STR("plugin.lua"));
    for (size_t i = 0; i < list.n; i++)
        if (is_lua(&list.items[i]) && !str_is(list.items[i].path, "plugin.lua"))
            ok &= load_file(p, d, files, root, folder, list.items[i].path);
    return ok;
}

PluginState *plugin_open(Arena *a, Diag *d, Files *files, Str name, Str folder)
{
    PluginState *p = state_new(a, d, files, name);
    int root = fs_open_dir(arena_str(a, folder).s);
    bool ok = root >= 0;

    if (!ok)
        fs_failed(d, errno, "plugin.folder", "mở thư mục", "open the folder", folder);
    if (ok && plugin_run(p, open_world, NULL, 0) != PLUGIN_OK)
        exit(ARENA_EXIT_MEMORY); /* an empty world fits into any memory that lets us work */
    ok = ok && load_all(p, d, files, root, folder);
    if (root >= 0)
        close(root);
    if (ok)
        return p;
    plugin_close(p);
    return NULL;
}

/* Runs plugin.lua in the sealed world. The chunk's only upvalue is its _ENV, which an earlier run may have changed. */
static int fresh(lua_State *L)
{
    PluginState *p = plugin_of(L);
    const Str *seed = lua_touserdata(L, 1);

    if (p->memory.used > p->memory.soft / 2)
        lua_gc(L, LUA_GCCOLLECT); /* so that what an earlier page left never decides about this one */
    plugin_kept(L, KEEP_SEED);
    lua_pushinteger(L, (lua_Integer)hash_bytes(*seed));
    lua_pushinteger(L, 0);
    lua_call(L, 2, 0);
    plugin_kept(L, KEEP_MAIN);
    plugin_kept(L, KEEP_WORLD);
    lua_setupvalue(L, -2, 1);
    lua_call(L, 0, 1);
    if (!lua_istable(L, -1))
        plugin_refuse(L, "plugin.lua phải kết thúc bằng «return» một table, nhưng trả về %s",
                      "plugin.lua must end by returning a table, but it returned a %s", luaL_typename(L, -1));
    plugin_keep(L, KEEP_INSTANCE);
    return 0;
}

bool plugin_fresh(PluginState *p, Diag *d, Place caller, Str seed_path)
{
    PluginResult result;

    for (Keep k = KEEP_LOADED; k <= KEEP_INSTANCE; k++) { /* the keys are there, so no memory is asked for */
        lua_pushboolean(p->L, 0);
        plugin_keep(p->L, k);
    }
    result = plugin_run(p, fresh, &seed_path, PLUGIN_RENDER_STEPS);
    if (result != PLUGIN_OK)
        plugin_report(p, d, caller, "plugin.lua", result);
    return result == PLUGIN_OK;
}

bool plugin_is_condemned(const PluginState *p) { return p->condemned != PLUGIN_OK; }
Place plugin_place(const PluginState *p) { return p->chunks.items[0].file; }
size_t plugin_memory_used(const PluginState *p) { return p->memory.used; }

void plugin_close(PluginState *p)
{
    lua_close(p->L);
    plugin_memory_free(&p->memory);
    api_close(p);
    arena_free(p->scratch);
}
