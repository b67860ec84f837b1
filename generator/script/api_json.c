#include "script/api_inner.h"

#include "value/json.h"

#include <math.h>
#include <stdlib.h>

static void add(lua_State *L, int i, int depth);

static int by_bytes(const void *a, const void *b) { return str_cmp(*(const Str *)a, *(const Str *)b); }

static void add_list(lua_State *L, int i, int depth)
{
    Buf *out = &api_of(L)->out;
    size_t n = api_list(L, i, 1);

    buf_byte(out, '[');
    for (size_t k = 1; k <= n; k++) {
        if (k > 1)
            buf_byte(out, ',');
        lua_rawgeti(L, i, (lua_Integer)k);
        add(L, lua_gettop(L), depth + 1);
        lua_pop(L, 1);
    }
    buf_byte(out, ']');
}

static size_t count_keys(lua_State *L, int i)
{
    size_t n = 0;

    for (lua_pushnil(L); lua_next(L, i); lua_pop(L, 1), n++)
        if (lua_type(L, -2) != LUA_TSTRING)
            plugin_raise(L, "%s: một table vừa có khóa vừa là danh sách; chỉ được một trong hai",
                         "%s: a table is a list and has keys too; it can be only one", api_name(L));
    plugin_charge(L, n * 16);
    return n;
}

/* Keys in the order of their bytes. */
static void add_map(lua_State *L, int i, int depth)
{
    Buf *out = &api_of(L)->out;
    size_t n = count_keys(L, i), k = 0;
    Str *keys = plugin_block(L, (n + 1) * sizeof *keys);

    for (lua_pushnil(L); lua_next(L, i); lua_pop(L, 1), k++)
        keys[k].s = lua_tolstring(L, -2, &keys[k].n);
    qsort(keys, n, sizeof *keys, by_bytes);
    buf_byte(out, '{');
    for (k = 0; k < n; k++) {
        if (k)
            buf_byte(out, ',');
        buf_json(out, api_checked(L, 1, keys[k]));
        buf_byte(out, ':');
        lua_pushlstring(L, keys[k].s, keys[k].n);
        lua_rawget(L, i);
        add(L, lua_gettop(L), depth + 1);
        lua_pop(L, 1);
    }
    buf_byte(out, '}');
    lua_pop(L, 1);
}

static void add_table(lua_State *L, int i, int depth)
{
    bool keys = false;

    if (depth == API_MOST_DEPTH)
        plugin_raise(L, "%s: dữ liệu lồng nhau quá %d tầng, hoặc chứa chính nó", "%s: the data is nested more than %d deep, or holds itself",
                     api_name(L), API_MOST_DEPTH);
    luaL_checkstack(L, 8, NULL);
    lua_pushnil(L);
    if (lua_next(L, i)) {
        keys = lua_type(L, -2) == LUA_TSTRING;
        lua_pop(L, 2);
    }
    if (keys)
        add_map(L, i, depth);
    else
        add_list(L, i, depth);
}

static void add_number(lua_State *L, int i)
{
    double x = lua_tonumber(L, i);

    if (!isfinite(x))
        plugin_raise(L, "%s: %g không phải một số viết ra được; có phép chia cho 0?", "%s: %g is no number that can be written; a division by 0?",
                     api_name(L), x);
    json_write(&api_of(L)->out, lua_isinteger(L, i) ? value_int(lua_tointeger(L, i)) : value_number(x));
}

static void add(lua_State *L, int i, int depth)
{
    Buf *out = &api_of(L)->out;
    const Value *v = plugin_value_at(L, i);
    Str text;

    plugin_charge(L, 8);
    if (v) {
        size_t before = out->n;
        json_write(out, *v);
        plugin_charge(L, (out->n - before) / 4);
    } else if (lua_isnil(L, i)) {
        buf_puts(out, "null");
    } else if (lua_isboolean(L, i)) {
        buf_puts(out, lua_toboolean(L, i) ? "true" : "false");
    } else if (lua_type(L, i) == LUA_TNUMBER) {
        add_number(L, i);
    } else if (lua_type(L, i) == LUA_TSTRING) {
        text.s = lua_tolstring(L, i, &text.n);
        buf_json(out, api_checked(L, 1, text));
    } else if (lua_istable(L, i)) {
        add_table(L, i, depth);
    } else {
        plugin_raise(L, "%s: %s không phải là dữ liệu; cần chữ, số, ngày, true/false, danh sách hoặc table",
                     "%s: a %s is not data; it must be text, a number, a date, true/false, a list or a table", api_name(L), api_shown(L, i));
    }
    api_fits(L, out->n);
}

int json_encode(lua_State *L)
{
    luaL_checkany(L, 1);
    lua_settop(L, 1);
    add(L, 1, 0);
    return api_give(L, buf_str(&api_of(L)->out));
}
