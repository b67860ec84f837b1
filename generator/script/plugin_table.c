#include "script/plugin_inner.h"

#include <limits.h>
#include <stdint.h>

enum { MOST_ITEMS = 1 << 22 };

/* Lists of values are read like tables. What a table says of its own length is not believed. */
static lua_Integer length(lua_State *L)
{
    const Value *v = plugin_value_at(L, 1);

    if (v && value_is(*v, VALUE_LIST))
        return (lua_Integer)value_count(*v);
    luaL_checktype(L, 1, LUA_TTABLE);
    return (lua_Integer)lua_rawlen(L, 1);
}

static void push_item(lua_State *L, lua_Integer i)
{
    if (lua_istable(L, 1))
        lua_rawgeti(L, 1, i);
    else
        plugin_push(L, value_item(*plugin_value_at(L, 1), (size_t)i - 1));
}

/* The functions that change a table in C take one that does not lie. */
static void check_plain(lua_State *L, int i, const char *function)
{
    luaL_checktype(L, i, LUA_TTABLE);
    if (luaL_getmetafield(L, i, "__len") != LUA_TNIL)
        plugin_raise(L, "%s: không dùng được với table có __len", "%s: not for a table with __len", function);
}

/* The text of an item; pushes it. */
static const char *item_text(lua_State *L, lua_Integer i, size_t *n)
{
    push_item(L, i);
    if (!lua_isstring(L, -1))
        plugin_raise(L, "table.concat: mục %lld là %s, không phải chữ hay số",
                     "table.concat: item %lld is a %s, not text or a number", (long long)i, luaL_typename(L, -1));
    return lua_tolstring(L, -1, n);
}

/* The bytes of items i .. i + count - 1 with `gap` bytes between them. */
static size_t measure(lua_State *L, lua_Integer i, lua_Integer count, size_t gap)
{
    size_t n, size = 0;

    for (lua_Integer k = 0; k < count; k++) {
        item_text(L, i + k, &n);
        lua_pop(L, 1);
        plugin_charge(L, 4 + n / PLUGIN_BYTES_PER_STEP);
        size += n + (k ? gap : 0);
        if (size > PLUGIN_MOST_TEXT)
            plugin_raise(L, "table.concat: kết quả dài hơn %d MB", "table.concat: the result is longer than %d MB",
                         PLUGIN_MOST_TEXT >> 20);
    }
    return size;
}

/* table.concat(list[, separator[, i[, j]]]): measured first. */
static int concat(lua_State *L)
{
    lua_Integer last = length(L), i = luaL_optinteger(L, 3, 1), j = luaL_optinteger(L, 4, last), count;
    size_t gap, n;
    const char *between = luaL_optlstring(L, 2, "", &gap);
    luaL_Buffer out;

    if (i <= j && (lua_Unsigned)j - (lua_Unsigned)i >= MOST_ITEMS)
        plugin_raise(L, "table.concat: quá %d mục", "table.concat: more than %d items", MOST_ITEMS);
    count = i <= j ? j - i + 1 : 0;
    lua_settop(L, 4);
    luaL_buffinitsize(L, &out, measure(L, i, count, gap));
    for (lua_Integer k = 0; k < count; k++) {
        if (k)
            luaL_addlstring(&out, between, gap);
        item_text(L, i + k, &n);
        luaL_addvalue(&out);
    }
    luaL_pushresult(&out);
    return 1;
}

/* table.unpack(list[, i[, j]]) */
static int unpack(lua_State *L)
{
    lua_Integer i = luaL_optinteger(L, 2, 1), j = lua_isnoneornil(L, 3) ? length(L) : luaL_checkinteger(L, 3);

    if (i > j)
        return 0;
    if ((lua_Unsigned)j - (lua_Unsigned)i >= PLUGIN_MOST_UNPACK)
        plugin_raise(L, "table.unpack: quá %d mục", "table.unpack: more than %d items", PLUGIN_MOST_UNPACK);
    lua_settop(L, 1);
    lua_pushinteger(L, i);
    lua_pushinteger(L, j);
    return plugin_of(L)->stock.unpack(L);
}

static int insert(lua_State *L)
{
    check_plain(L, 1, "table.insert");
    plugin_charge(L, lua_gettop(L) > 2 ? lua_rawlen(L, 1) / 2 : 0);
    return plugin_of(L)->stock.insert(L);
}

static int remove_item(lua_State *L)
{
    check_plain(L, 1, "table.remove");
    plugin_charge(L, lua_gettop(L) > 1 ? lua_rawlen(L, 1) / 2 : 0);
    return plugin_of(L)->stock.remove(L);
}

/* table.move(from, i, j, to[, target]) */
static int move(lua_State *L)
{
    lua_Integer i = luaL_checkinteger(L, 2), j = luaL_checkinteger(L, 3);

    if (i <= j && (lua_Unsigned)j - (lua_Unsigned)i >= MOST_ITEMS)
        plugin_raise(L, "table.move: quá %d mục", "table.move: more than %d items", MOST_ITEMS);
    plugin_charge(L, i <= j ? (size_t)(j - i) : 0);
    return plugin_of(L)->stock.move(L);
}

/* sort's frame: 1 the table, 2 the comparison, 3 a copy of the items. They are ordered by their numbers, so that whatever the
 * comparison does or says, this stays in bounds and comes to its end. */
enum { COMPARISON = 2, COPY = 3 };

static bool is_less(lua_State *L, uint32_t a, uint32_t b)
{
    bool less;

    plugin_charge(L, 8);
    if (lua_isnil(L, COMPARISON)) {
        lua_rawgeti(L, COPY, a);
        lua_rawgeti(L, COPY, b);
        less = lua_compare(L, -2, -1, LUA_OPLT);
        lua_pop(L, 2);
        return less;
    }
    lua_pushvalue(L, COMPARISON);
    lua_rawgeti(L, COPY, a);
    lua_rawgeti(L, COPY, b);
    lua_call(L, 2, 1);
    less = lua_toboolean(L, -1);
    lua_pop(L, 1);
    return less;
}

/* Merges two neighbours, of equals the left one first. */
static void merge(lua_State *L, const uint32_t *from, uint32_t *to, size_t left, size_t right, size_t end)
{
    size_t i = left, j = right, n = left;

    if (right < end && !is_less(L, from[right], from[right - 1])) { /* in order already */
        memcpy(to + left, from + left, (end - left) * sizeof *to);
        return;
    }
    while (i < right && j < end)
        to[n++] = is_less(L, from[j], from[i]) ? from[j++] : from[i++];
    while (i < right)
        to[n++] = from[i++];
    while (j < end)
        to[n++] = from[j++];
}

/* The numbers 1..n in order; `room` holds 2n. */
static const uint32_t *ordered(lua_State *L, uint32_t *room, size_t n)
{
    uint32_t *from = room, *to = room + n;

    for (size_t i = 0; i < n; i++)
        from[i] = (uint32_t)i + 1;
    for (size_t width = 1; width < n; width *= 2) {
        uint32_t *swap = from;
        for (size_t i = 0; i < n; i += 2 * width)
            merge(L, from, to, i, i + width < n ? i + width : n, i + 2 * width < n ? i + 2 * width : n);
        from = to;
        to = swap;
    }
    return from;
}

/* table.sort(t[, less]): stable. */
static int sort(lua_State *L)
{
    size_t n;
    const uint32_t *order;

    luaL_checktype(L, 1, LUA_TTABLE);
    if (!lua_isnoneornil(L, 2))
        luaL_checktype(L, 2, LUA_TFUNCTION);
    lua_settop(L, 2);
    n = lua_rawlen(L, 1);
    if (n > MOST_ITEMS)
        plugin_raise(L, "table.sort: quá %d mục", "table.sort: more than %d items", MOST_ITEMS);
    lua_createtable(L, (int)n, 0);
    for (size_t i = 1; i <= n; i++) {
        lua_rawgeti(L, 1, (lua_Integer)i);
        lua_rawseti(L, COPY, (lua_Integer)i);
    }
    order = ordered(L, plugin_block(L, (2 * n + 1) * sizeof *order), n);
    for (size_t i = 0; i < n; i++) {
        lua_rawgeti(L, COPY, order[i]);
        lua_rawseti(L, 1, (lua_Integer)i + 1);
    }
    return 0;
}

static lua_CFunction stock(lua_State *L, const char *name)
{
    lua_CFunction f;

    lua_getfield(L, -1, name);
    f = lua_tocfunction(L, -1);
    lua_pop(L, 1);
    return f;
}

void plugin_open_table(lua_State *L)
{
    static const luaL_Reg ours[] = {{"concat", concat}, {"unpack", unpack}, {"insert", insert}, {"remove", remove_item},
                                    {"move", move},     {"sort", sort},     {NULL, NULL}};
    PluginStock *s = &plugin_of(L)->stock;

    s->insert = stock(L, "insert");
    s->remove = stock(L, "remove");
    s->move = stock(L, "move");
    s->unpack = stock(L, "unpack");
    luaL_setfuncs(L, ours, 0);
}
