#include "script/plugin_inner.h"

#include <stdlib.h>

void plugin_condemn(lua_State *L, PluginResult why)
{
    PluginState *p = plugin_of(L);

    if (p->condemned)
        return;
    p->condemned = why;
    plugin_note(L, STR(""));
    lua_sethook(L, plugin_hook, LUA_MASKCOUNT, 1);
}

void plugin_unwind(lua_State *L)
{
    lua_pushnil(L); /* takes no memory */
    lua_error(L);
    abort();
}

/* A collection may help, since what counts is what lives; it is paid for like work, so that it is not repeated for ever. */
static void look_at_memory(lua_State *L, PluginState *p)
{
    p->left -= (int64_t)p->memory.used / 8;
    lua_gc(L, LUA_GCCOLLECT);
    p->memory.full = false;
    if (p->memory.used > p->memory.soft)
        plugin_condemn(L, PLUGIN_MEMORY);
    else
        lua_sethook(L, plugin_hook, LUA_MASKCOUNT, PLUGIN_HOOK_EVERY);
}

void plugin_hook(lua_State *L, lua_Debug *ar)
{
    PluginState *p = plugin_of(L);

    (void)ar;
    if (!p->condemned && p->memory.full)
        look_at_memory(L, p);
    else if (!p->condemned)
        p->left -= PLUGIN_HOOK_EVERY;
    if (p->left <= 0)
        plugin_condemn(L, PLUGIN_TIME);
    if (p->condemned)
        plugin_unwind(L);
}

void plugin_charge(lua_State *L, size_t steps)
{
    PluginState *p = plugin_of(L);

    p->left -= steps < (size_t)p->left ? (int64_t)steps : p->left;
    if (p->left > 0 && !p->condemned)
        return;
    plugin_condemn(L, PLUGIN_TIME);
    plugin_unwind(L);
}

/* What Lua reports without calling the message handler. */
static PluginResult unexplained(PluginState *p, int status)
{
    if (status == LUA_ERRMEM && !p->condemned)
        p->condemned = PLUGIN_MEMORY;
    if (p->condemned)
        return p->condemned;
    if (p->failure.noted)
        return p->failure.kind;
    p->failure.message = str_from(p->lang == LANG_EN ? "calls are nested too deeply" : "các lời gọi lồng nhau quá sâu");
    return PLUGIN_FAILED;
}

PluginResult plugin_run(PluginState *p, lua_CFunction f, void *context, size_t steps)
{
    lua_State *L = p->L;
    int status;

    if (p->condemned)
        return p->condemned;
    arena_reset(p->scratch);
    p->failure = (PluginFailure){.kind = PLUGIN_FAILED};
    p->taken = 0;
    p->left = (int64_t)(steps ? steps : PLUGIN_RENDER_STEPS);
    p->memory.full = false;
    lua_sethook(L, plugin_hook, LUA_MASKCOUNT, PLUGIN_HOOK_EVERY);
    lua_pushcfunction(L, plugin_explain);
    lua_pushcfunction(L, f);
    lua_pushlightuserdata(L, context);
    status = lua_pcall(L, 1, 0, 1);
    lua_settop(L, 0);
    lua_sethook(L, NULL, 0, 0);
    return status == LUA_OK && !p->condemned ? PLUGIN_OK : unexplained(p, status);
}

typedef struct {
    const PluginCall *call;
    Arena *result;
    Value *out;
} Entry;

/* Pushes the function; read raw, since the plugin's own table may have a metatable. */
static void find_function(lua_State *L, const PluginCall *call)
{
    plugin_kept(L, KEEP_INSTANCE);
    for (size_t i = 0; i < call->depth && lua_istable(L, -1); i++) {
        lua_pushlstring(L, call->path[i].s, call->path[i].n);
        lua_rawget(L, -2);
        lua_replace(L, -2);
    }
    if (!lua_isfunction(L, -1))
        plugin_raise(L, "không có hàm «%.*s» ở đó trong table mà plugin.lua trả về",
                     "there is no function \"%.*s\" at that place in the table that plugin.lua returned",
                     STR_ARG(call->path[call->depth - 1]));
}

/* What the plugin calls to hand over a table; its upvalue is the name that messages know it by. A plugin may keep it after
 * its call. */
static int gather(lua_State *L)
{
    const char *name = lua_touserdata(L, lua_upvalueindex(1));
    PluginGather *g = plugin_of(L)->gather;
    const Value *v = plugin_value_at(L, 1);

    if (!g || g->name != name)
        plugin_raise(L, "%s chỉ gọi được trong lúc hàm đã nhận nó đang chạy", "%s can be called only while the function that got it runs",
                     name);
    if (lua_gettop(L) != 1)
        plugin_raise(L, "%s nhận đúng một table: %s{ … }; ở đây có %d tham số", "%s takes exactly one table: %s{ … }; here are %d arguments",
                     name, name, lua_gettop(L));
    if (!lua_istable(L, 1) && !(v && value_is(*v, VALUE_MAP)))
        plugin_raise(L, "%s nhận một table có khóa: %s{ … }; ở đây là %s", "%s takes a table with keys: %s{ … }; here is a %s", name, name,
                     luaL_typename(L, 1));
    list_push(plugin_of(L)->scratch, &g->items, value_at(plugin_take(L, 1, g->result), plugin_line(L)));
    return 0;
}

/* The function itself stays at index 2, where plugin_refuse looks for its line. */
static int enter(lua_State *L)
{
    Entry *e = lua_touserdata(L, 1);
    const PluginCall *call = e->call;
    PluginGather *g = plugin_of(L)->gather;

    luaL_checkstack(L, (int)call->count + 10, NULL);
    find_function(L, call);
    lua_pushvalue(L, -1);
    for (size_t i = 0; i < call->count; i++)
        plugin_push(L, call->args[i]);
    if (g) {
        lua_pushlightuserdata(L, (void *)(uintptr_t)g->name);
        lua_pushcclosure(L, gather, 1);
    }
    lua_call(L, (int)call->count + (g != NULL), 1);
    *e->out = g ? value_list(e->result, g->items.items, g->items.n) : plugin_take(L, 3, e->result);
    return 0;
}

PluginResult plugin_call(PluginState *p, Diag *d, const PluginCall *call, Arena *result, Value *out)
{
    Entry e = {call, result, out};
    PluginGather g = {.name = call->gather, .result = result};
    PluginResult kind;

    p->gather = call->gather ? &g : NULL;
    kind = plugin_run(p, enter, &e, call->steps);
    p->gather = NULL;
    if (kind == PLUGIN_OK)
        return PLUGIN_OK;
    *out = value_null();
    plugin_report(p, d, call->caller, call->hook, kind);
    return kind;
}
