#include "script/inner.h"

void bridge_push(lua_State *L, const Value *v)
{
    switch (value_type(*v)) {
    case VALUE_NULL: lua_pushnil(L); break;
    case VALUE_BOOL: lua_pushboolean(L, v->as.boolean); break;
    case VALUE_INT: lua_pushinteger(L, v->as.integer); break;
    case VALUE_NUMBER: lua_pushnumber(L, v->as.number); break;
    default: lua_pushlightuserdata(L, (void *)(uintptr_t)v);
    }
}

int bridge_push_new(lua_State *L, Engine *e, Value v)
{
    Value *kept = &v;

    if (v.type > VALUE_NUMBER) {
        kept = arena_alloc(e->scratch, sizeof *kept);
        *kept = v;
    }
    bridge_push(L, kept);
    return 1;
}

Value bridge_take(lua_State *L, int i)
{
    switch (lua_type(L, i)) {
    case LUA_TBOOLEAN: return value_bool(lua_toboolean(L, i));
    case LUA_TNUMBER: return lua_isinteger(L, i) ? value_int(lua_tointeger(L, i)) : value_number(lua_tonumber(L, i));
    case LUA_TLIGHTUSERDATA: return *(const Value *)lua_touserdata(L, i);
    default: return value_null();
    }
}

Value *bridge_take_all(lua_State *L, Engine *e, int from, size_t *n)
{
    int top = lua_gettop(L);
    Value *args = arena_alloc(e->scratch, sizeof *args * (size_t)(top + 1));

    *n = 0;
    for (int i = from; i <= top; i++)
        args[(*n)++] = bridge_take(L, i);
    return args;
}
