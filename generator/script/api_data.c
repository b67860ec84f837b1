#include "script/api_inner.h"

static void copy_value(lua_State *L, const Value *v)
{
    size_t n = value_count(*v);

    lua_createtable(L, value_is(*v, VALUE_LIST) ? (int)n : 0, value_is(*v, VALUE_MAP) ? (int)n : 0);
    for (size_t i = 0; i < n; i++) {
        if (value_is(*v, VALUE_LIST)) {
            plugin_push(L, value_item(*v, i));
            lua_rawseti(L, -2, (lua_Integer)i + 1);
        } else if (!value_is_null(v->as.map->pairs[i].value)) {
            Str key = v->as.map->pairs[i].key;
            lua_pushlstring(L, key.s, key.n);
            plugin_push(L, v->as.map->pairs[i].value);
            lua_rawset(L, -3);
        }
    }
    plugin_charge(L, n * 4);
}

static void copy_table(lua_State *L)
{
    size_t n = 0;

    lua_newtable(L);
    for (lua_pushnil(L); lua_next(L, 1); n++) {
        lua_pushvalue(L, -2);
        lua_insert(L, -2);
        lua_rawset(L, -4);
    }
    plugin_charge(L, n * 4);
}

int data_copy(lua_State *L)
{
    const Value *v = plugin_value_at(L, 1);

    if (v && (value_is(*v, VALUE_LIST) || value_is(*v, VALUE_MAP)))
        copy_value(L, v);
    else if (lua_istable(L, 1))
        copy_table(L);
    else
        api_wrong(L, 1, "danh sách, bảng khóa hay table", "a list, a map or a table");
    return 1;
}
