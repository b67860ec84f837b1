#include "script/api_inner.h"

#include <lualib.h>

/* What unwinding an error, and copying a metatable, cost in steps. */
enum { CAUGHT_STEPS = 200, METATABLE_STEPS = 100 };

void plugin_tostring(lua_State *L, int i)
{
    i = lua_absindex(L, i);
    if (luaL_getmetafield(L, i, "__tostring") != LUA_TNIL) {
        lua_pop(L, 1);
        luaL_tolstring(L, i, NULL);
    } else if (lua_type(L, i) <= LUA_TSTRING && lua_type(L, i) != LUA_TLIGHTUSERDATA) {
        luaL_tolstring(L, i, NULL);
    } else {
        lua_pushstring(L, luaL_typename(L, i)); /* Lua's own would add the address */
    }
}

static int to_string(lua_State *L)
{
    luaL_checkany(L, 1);
    plugin_charge(L, 10);
    plugin_tostring(L, 1);
    return 1;
}

/* Catches errors of plugins, but not the end of a condemned state. */
static int protected(lua_State *L)
{
    PluginState *p = plugin_of(L);
    int status;

    luaL_checkany(L, 1);
    lua_pushboolean(L, 1);
    lua_insert(L, 1);
    status = lua_pcall(L, lua_gettop(L) - 2, LUA_MULTRET, 0);
    if (status == LUA_ERRMEM)
        plugin_condemn(L, PLUGIN_MEMORY);
    if (p->condemned)
        plugin_unwind(L);
    if (status == LUA_OK)
        return lua_gettop(L);
    plugin_charge(L, CAUGHT_STEPS);
    lua_pushboolean(L, 0);
    lua_replace(L, 1);
    return 2;
}

static const char *const meta_fields[] = {"__index",  "__newindex", "__call", "__tostring", "__len", "__eq",  "__lt",   "__le",
                                          "__concat", "__unm",      "__add",  "__sub",      "__mul", "__div", "__mod",  "__pow",
                                          "__idiv",   "__band",     "__bor",  "__bxor",     "__shl", "__shr", "__bnot", NULL};
static const char *const meta_refused[] = {"__gc", "__mode", "__close", "__pairs", "__metatable", NULL};

/* The fields are copied, so that what is checked here stays what Lua uses. */
static int set_metatable(lua_State *L)
{
    luaL_checktype(L, 1, LUA_TTABLE);
    luaL_checktype(L, 2, LUA_TTABLE);
    lua_settop(L, 2);
    plugin_charge(L, METATABLE_STEPS);
    if (lua_getmetatable(L, 1))
        plugin_raise(L, "setmetatable: table này đã có metatable, không đổi được nữa",
                     "setmetatable: this table has its metatable already, it cannot be changed");
    for (const char *const *field = meta_refused; *field; field++) {
        lua_pushstring(L, *field);
        if (lua_rawget(L, 2) != LUA_TNIL)
            plugin_raise(L, "setmetatable: không dùng được «%s» trong phần mở rộng",
                         "setmetatable: \"%s\" cannot be used in plugins", *field);
        lua_pop(L, 1);
    }
    lua_newtable(L);
    for (const char *const *field = meta_fields; *field; field++) {
        lua_pushstring(L, *field);
        lua_pushvalue(L, -1);
        if (lua_rawget(L, 2) != LUA_TNIL)
            lua_rawset(L, 3);
        else
            lua_pop(L, 2);
    }
    lua_pushboolean(L, 0);
    lua_setfield(L, 3, "__metatable");
    lua_setmetatable(L, 1);
    lua_settop(L, 1);
    return 1;
}

/* Says which modules there are. */
static _Noreturn void no_module(lua_State *L, const char *name)
{
    const PluginState *p = plugin_of(L);
    luaL_Buffer names;

    luaL_buffinit(L, &names);
    for (size_t i = 1; i < p->chunks.n; i++) {
        if (i > 1)
            luaL_addstring(&names, ", ");
        luaL_addlstring(&names, p->chunks.items[i].chunk.s, p->chunks.items[i].chunk.n - strlen(".lua"));
    }
    luaL_pushresult(&names);
    plugin_raise(L, "require: trong thư mục của phần mở rộng không có «%.60s»; có: %s",
                 "require: there is no \"%.60s\" in the plugin's folder; there is: %s", name,
                 p->chunks.n > 1 ? lua_tostring(L, -1) : "—");
}

/* Pushes the table of what this instance required. */
static void push_loaded(lua_State *L)
{
    plugin_kept(L, KEEP_LOADED);
    if (lua_istable(L, -1))
        return;
    lua_pop(L, 1);
    lua_newtable(L);
    lua_pushvalue(L, -1);
    plugin_keep(L, KEEP_LOADED);
}

/* Runs a module of the plugin's own folder, once for each instance. No file is opened: all were compiled by plugin_open. While a
 * module runs, `false` stands for it. */
static int require(lua_State *L)
{
    const char *name = luaL_checkstring(L, 1);

    lua_settop(L, 1);
    push_loaded(L);
    lua_pushvalue(L, 1);
    if (lua_rawget(L, 2) == LUA_TBOOLEAN && !lua_toboolean(L, -1))
        plugin_raise(L, "require: «%s» chưa nạp xong: nó cần đến chính nó, hoặc đã gặp lỗi khi nạp",
                     "require: \"%s\" is not loaded: it needs itself, or failed before", name);
    if (!lua_isnil(L, -1))
        return 1;
    plugin_kept(L, KEEP_MODULES);
    lua_pushvalue(L, 1);
    if (lua_rawget(L, -2) != LUA_TFUNCTION)
        no_module(L, name);
    plugin_kept(L, KEEP_WORLD);
    lua_setupvalue(L, -2, 1);
    lua_pushvalue(L, 1);
    lua_pushboolean(L, 0);
    lua_rawset(L, 2);
    lua_call(L, 0, 1);
    if (lua_isnil(L, -1) || !lua_toboolean(L, -1)) {
        lua_pop(L, 1);
        lua_pushboolean(L, 1);
    }
    lua_pushvalue(L, 1);
    lua_pushvalue(L, -2);
    lua_rawset(L, 2);
    return 1;
}

static int sealed(lua_State *L)
{
    luaL_getmetafield(L, 1, "__name");
    plugin_tostring(L, 2);
    plugin_raise(L, "không gán được «%s» vào %s; hãy viết «local %s = …»",
                 "\"%s\" cannot be assigned in %s; write \"local %s = …\"", lua_tostring(L, -1), lua_tostring(L, -2),
                 lua_tostring(L, -1));
}

/* Reading a global that nobody made is a slip of the pen, or something that plugins are not given. */
static int unknown_global(lua_State *L)
{
    static const char *const gone =
        " io os debug package load loadfile dofile collectgarbage getmetatable xpcall coroutine next warn print _G ";
    const char *name;

    plugin_tostring(L, 2);
    name = lua_tostring(L, -1);
    if (*name && strstr(gone, lua_pushfstring(L, " %s ", name)))
        plugin_raise(L, "phần mở rộng không dùng được «%s»", "\"%s\" is not available in plugins", name);
    plugin_raise(L, "không có gì tên «%s» ở đây; nếu là biến, hãy khai báo trước: «local %s»",
                 "nothing is called \"%s\" here; declare a variable first: \"local %s\"", name, name);
}

void plugin_seal(lua_State *L, const char *name, lua_CFunction missing)
{
    plugin_block(L, 0);
    lua_newtable(L);
    lua_rotate(L, -3, -1); /* userdata, metatable, table */
    if (missing) {
        lua_createtable(L, 0, 1);
        lua_pushcfunction(L, missing);
        lua_setfield(L, -2, "__index");
        lua_setmetatable(L, -2);
    }
    lua_setfield(L, -2, "__index");
    lua_pushcfunction(L, sealed);
    lua_setfield(L, -2, "__newindex");
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    lua_pushstring(L, name);
    lua_setfield(L, -2, "__name");
    lua_setmetatable(L, -2);
}

/* Moves the math library's seed, which would ask the clock, out of reach. */
static void open_math(lua_State *L)
{
    lua_getfield(L, -1, "randomseed");
    plugin_keep(L, KEEP_SEED);
    lua_pushnil(L);
    lua_setfield(L, -2, "randomseed");
}

static void as_it_is(lua_State *L) { (void)L; }

/* Puts a library of Lua, mended by `mend`, into the world at index 1. */
static void open_library(lua_State *L, const char *name, lua_CFunction open, void (*mend)(lua_State *L))
{
    lua_pushcfunction(L, open);
    lua_pushstring(L, name);
    lua_call(L, 1, 1);
    mend(L);
    plugin_seal(L, name, NULL);
    lua_setfield(L, 1, name);
}

void plugin_open_world(lua_State *L)
{
    static const char *const stay[] = {"assert", "error",  "rawequal", "rawget", "rawlen",
                                       "rawset", "select", "tonumber", "type",   NULL};
    static const luaL_Reg ours[] = {
        {"pairs", plugin_pairs},         {"pcall", protected}, {"require", require}, {"tostring", to_string},
        {"setmetatable", set_metatable}, {"ipairs", plugin_ipairs}, {NULL, NULL}};

    lua_settop(L, 0);
    luaL_newlib(L, ours);
    lua_pushcfunction(L, luaopen_base); /* it fills Lua's own table of globals, which goes then */
    lua_call(L, 0, 1);
    for (const char *const *name = stay; *name; name++) {
        lua_getfield(L, 2, *name);
        lua_setfield(L, 1, *name);
    }
    lua_getfield(L, 2, "ipairs");
    plugin_of(L)->stock.ipairs = lua_tocfunction(L, -1);
    lua_newtable(L);
    lua_rawseti(L, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
    open_library(L, LUA_STRLIBNAME, luaopen_string, plugin_open_string);
    open_library(L, LUA_TABLIBNAME, luaopen_table, plugin_open_table);
    open_library(L, LUA_MATHLIBNAME, luaopen_math, open_math);
    open_library(L, LUA_UTF8LIBNAME, luaopen_utf8, as_it_is);
    api_open(L);
    lua_pushvalue(L, 1);
    plugin_seal(L, plugin_of(L)->lang == LANG_EN ? "the globals" : "biến toàn cục", unknown_global);
    plugin_keep(L, KEEP_WORLD);
    lua_settop(L, 0);
}

Str *plugin_globals(Arena *a, PluginState *p, size_t *n)
{
    lua_State *L = p->L;
    LIST(Str) names = {0};

    plugin_kept(L, KEEP_WORLD);
    lua_getmetatable(L, -1);
    lua_pushliteral(L, "__index");
    lua_rawget(L, -2);
    for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1))
        list_push(a, &names, arena_str(a, str_from(lua_tostring(L, -2))));
    lua_settop(L, 0);
    *n = names.n;
    return names.items;
}
