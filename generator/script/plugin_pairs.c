#include "script/plugin_inner.h"

#include <stdlib.h>

/* One key in the order of pairs: numbers by value, then texts by bytes, then false, true. */
typedef struct {
    enum { KEY_NUMBER, KEY_TEXT, KEY_BOOL } rank;
    bool whole; /* of a number: `i` counts, `x` is near it */
    lua_Integer i;
    double x;
    Str text;
} Key;

/* What the iterator keeps, in upvalues: 1 the table, 2 its keys behind the sequence, 3 this. */
typedef struct {
    size_t sequence; /* places 1..n that were there */
    size_t keys;
    size_t next; /* of both, from 0 */
} Walk;

static int by_order(const void *a, const void *b)
{
    const Key *k = a, *m = b;

    if (k->rank != m->rank)
        return k->rank < m->rank ? -1 : 1;
    if (k->rank == KEY_TEXT)
        return str_cmp(k->text, m->text);
    if (k->whole && m->whole)
        return (k->i > m->i) - (k->i < m->i);
    return (k->x > m->x) - (k->x < m->x);
}

/* The number of places 1, 2, ... before the first nil; the border that # gives is not always the same. */
static size_t sequence(lua_State *L)
{
    size_t n = 0;

    while (lua_rawgeti(L, 1, (lua_Integer)n + 1) != LUA_TNIL) {
        lua_pop(L, 1);
        n++;
    }
    lua_pop(L, 1);
    return n;
}

static Key key_at(lua_State *L, int i)
{
    Key k = {.rank = KEY_NUMBER};

    switch (lua_type(L, i)) {
    case LUA_TNUMBER:
        k.whole = lua_isinteger(L, i);
        k.i = lua_tointeger(L, i);
        k.x = lua_tonumber(L, i);
        return k;
    case LUA_TSTRING:
        k.rank = KEY_TEXT;
        k.text.s = lua_tolstring(L, i, &k.text.n);
        return k;
    case LUA_TBOOLEAN:
        k.rank = KEY_BOOL;
        k.whole = true;
        k.i = lua_toboolean(L, i);
        return k;
    default:
        plugin_raise(L, "pairs: khóa kiểu %s không có thứ tự; chỉ dùng chữ, số hoặc true/false làm khóa",
                     "pairs: keys of type %s have no order; use texts, numbers or booleans as keys", luaL_typename(L, i));
    }
}

static void push_key(lua_State *L, const Key *k)
{
    if (k->rank == KEY_TEXT)
        lua_pushlstring(L, k->text.s, k->text.n);
    else if (k->rank == KEY_BOOL)
        lua_pushboolean(L, k->i != 0);
    else if (k->whole)
        lua_pushinteger(L, k->i);
    else
        lua_pushnumber(L, k->x);
}

static size_t count_keys(lua_State *L)
{
    size_t n = 0;

    for (lua_pushnil(L); lua_next(L, 1); lua_pop(L, 1))
        n++;
    plugin_charge(L, n);
    return n;
}

/* Pushes a list of the `n` keys of table 1 that are not in its sequence, sorted. */
static void push_keys(lua_State *L, size_t n, size_t in_sequence)
{
    Key *keys = plugin_block(L, (n + 1) * sizeof *keys);
    size_t k = 0;

    for (lua_pushnil(L); lua_next(L, 1); lua_pop(L, 1))
        if (!lua_isinteger(L, -2) || (lua_Unsigned)lua_tointeger(L, -2) - 1 >= in_sequence)
            keys[k++] = key_at(L, -2);
    qsort(keys, n, sizeof *keys, by_order);
    plugin_charge(L, n * 24);
    lua_createtable(L, (int)n, 0);
    for (k = 0; k < n; k++) {
        push_key(L, &keys[k]);
        lua_rawseti(L, -2, (lua_Integer)k + 1);
    }
    lua_remove(L, -2);
}

/* Goes past what became nil since the walk began. */
static int next_pair(lua_State *L)
{
    Walk *w = lua_touserdata(L, lua_upvalueindex(3));

    while (w->next < w->sequence + w->keys) {
        size_t at = w->next++;
        if (at < w->sequence)
            lua_pushinteger(L, (lua_Integer)at + 1);
        else
            lua_rawgeti(L, lua_upvalueindex(2), (lua_Integer)(at - w->sequence) + 1);
        lua_pushvalue(L, -1);
        if (lua_rawget(L, lua_upvalueindex(1)) != LUA_TNIL)
            return 2;
        lua_pop(L, 2);
    }
    return 0;
}

static int pairs_of_table(lua_State *L)
{
    size_t in_sequence = sequence(L), all = count_keys(L);
    Walk *w;

    lua_pushvalue(L, 1);
    if (all > in_sequence)
        push_keys(L, all - in_sequence, in_sequence);
    else
        lua_pushnil(L);
    w = plugin_block(L, sizeof *w);
    *w = (Walk){in_sequence, all - in_sequence, 0};
    lua_pushcclosure(L, next_pair, 3);
    return 1;
}

/* Upvalues: the value, and how many were given. */
static int next_of_value(lua_State *L)
{
    const Value *v = lua_touserdata(L, lua_upvalueindex(1));
    size_t at = (size_t)lua_tointeger(L, lua_upvalueindex(2));

    if (at == value_count(*v))
        return 0;
    lua_pushinteger(L, (lua_Integer)at + 1);
    lua_replace(L, lua_upvalueindex(2));
    if (value_is(*v, VALUE_MAP)) {
        lua_pushlstring(L, v->as.map->pairs[at].key.s, v->as.map->pairs[at].key.n);
        plugin_push(L, v->as.map->pairs[at].value);
    } else {
        lua_pushinteger(L, (lua_Integer)at + 1);
        plugin_push(L, value_item(*v, at));
    }
    return 2;
}

/* Of values: maps in their written order, lists by place; of tables: the sequence first, then the other keys in order. */
int plugin_pairs(lua_State *L)
{
    const Value *v = plugin_value_at(L, 1);

    lua_settop(L, 1);
    if (!v) {
        luaL_checktype(L, 1, LUA_TTABLE);
        return pairs_of_table(L);
    }
    if (!value_is(*v, VALUE_MAP) && !value_is(*v, VALUE_LIST))
        plugin_raise(L, "pairs: %s không phải là danh sách hay bảng khóa", "pairs: %s is neither a list nor a map",
                     value_type_name(value_type(*v), plugin_of(L)->lang));
    lua_pushinteger(L, 0);
    lua_pushcclosure(L, next_of_value, 2);
    return 1;
}

/* The item behind place 2 of the list at 1. A plugin may keep this function and call it with anything. */
static int next_item(lua_State *L)
{
    const Value *v = plugin_value_at(L, 1);
    lua_Integer at = luaL_checkinteger(L, 2);

    if (!v || at < 0 || (size_t)at >= value_count(*v) || value_is_null(value_item(*v, (size_t)at)))
        return 0;
    lua_pushinteger(L, at + 1);
    plugin_push(L, value_item(*v, (size_t)at));
    return 2;
}

int plugin_ipairs(lua_State *L)
{
    const Value *v = plugin_value_at(L, 1);

    if (!v || !value_is(*v, VALUE_LIST))
        return plugin_of(L)->stock.ipairs(L);
    lua_pushcfunction(L, next_item);
    lua_pushvalue(L, 1);
    lua_pushinteger(L, 0);
    return 3;
}
