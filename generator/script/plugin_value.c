#include "script/plugin_inner.h"

void plugin_push(lua_State *L, Value v)
{
    Str text;

    switch (value_type(v)) {
    case VALUE_NULL: lua_pushnil(L); return;
    case VALUE_BOOL: lua_pushboolean(L, v.as.boolean); return;
    case VALUE_INT: lua_pushinteger(L, v.as.integer); return;
    case VALUE_NUMBER: lua_pushnumber(L, v.as.number); return;
    case VALUE_STRING:
        text = value_str(v);
        lua_pushlstring(L, text.s, text.n);
        return;
    default:
        *(Value *)lua_newuserdatauv(L, sizeof v, 0) = v;
        plugin_kept(L, KEEP_META);
        lua_setmetatable(L, -2);
    }
}

const Value *plugin_value_at(lua_State *L, int i)
{
    bool is;

    if (lua_type(L, i) != LUA_TUSERDATA || !lua_getmetatable(L, i))
        return NULL;
    is = lua_topointer(L, -1) == plugin_of(L)->meta;
    lua_pop(L, 1);
    return is ? lua_touserdata(L, i) : NULL;
}

/* What is indexed or measured is a value: the metatable is hidden, so nothing else gets to these functions. */
static Value own(lua_State *L) { return *(const Value *)lua_touserdata(L, 1); }

/* One of two operands, of which only one need be a value. */
static Value operand(lua_State *L, int i)
{
    const Value *v = plugin_value_at(L, i);

    return v ? *v : value_null();
}

static const char *type_name(lua_State *L, int i)
{
    const Value *v = plugin_value_at(L, i);

    return v ? value_type_name(value_type(*v), plugin_of(L)->lang) : luaL_typename(L, i);
}

static bool push_date_part(lua_State *L, Date date, Str key)
{
    int year, month, day;

    date_ymd(date, &year, &month, &day);
    if (str_is(key, "year"))
        lua_pushinteger(L, year);
    else if (str_is(key, "month"))
        lua_pushinteger(L, month);
    else if (str_is(key, "day"))
        lua_pushinteger(L, day);
    else if (str_is(key, "weekday"))
        lua_pushinteger(L, date_weekday(date));
    else if (str_is(key, "hour") && date.minute >= 0)
        lua_pushinteger(L, date.minute / 60);
    else if (str_is(key, "minute") && date.minute >= 0)
        lua_pushinteger(L, date.minute % 60);
    else
        return false;
    return true;
}

/* The value under a key of a map. Maps of one kind are laid out alike, so it is looked for first where maps of as many keys had it:
 * one look at memory that nobody else has touched, not one for each step of a search. */
static Value get(PluginState *p, Value v, Str key)
{
    const ValueMap *map = v.as.map;
    uint32_t *seen = &p->seen[((uintptr_t)key.s / 8 + map->n) % PLUGIN_SEEN];
    const ValuePair *pair;

    if (*seen < map->n && str_eq(map->pairs[*seen].key, key))
        return map->pairs[*seen].value;
    pair = value_find(v, key);
    if (!pair)
        return value_null();
    *seen = (uint32_t)(pair - map->pairs);
    return pair->value;
}

/* Keys of maps, places of lists from 1, parts of dates; nil for all that is not there. */
static int index_value(lua_State *L)
{
    Value v = own(L);
    Str key = {0};

    if (value_is(v, VALUE_LIST)) {
        lua_Integer i = lua_isinteger(L, 2) ? lua_tointeger(L, 2) : 0;
        plugin_push(L, i > 0 ? value_item(v, (size_t)i - 1) : value_null());
        return 1;
    }
    if (lua_type(L, 2) != LUA_TSTRING)
        return 0;
    key.s = lua_tolstring(L, 2, &key.n);
    if (value_is(v, VALUE_MAP))
        plugin_push(L, get(plugin_of(L), v, key));
    else if (!value_is(v, VALUE_DATE) || !push_date_part(L, v.as.date, key))
        lua_pushnil(L);
    return 1;
}

static int assign(lua_State *L)
{
    plugin_tostring(L, 2);
    plugin_raise(L, "dữ liệu của cổng chỉ để đọc, không gán được «%s»; hãy chép sang một table riêng",
                 "the portal's data is read-only, \"%s\" cannot be assigned; copy it into a table of your own",
                 lua_tostring(L, -1));
}

static int length(lua_State *L)
{
    Value v = own(L);

    if (value_is(v, VALUE_LIST) || value_is(v, VALUE_MAP))
        lua_pushinteger(L, (lua_Integer)value_count(v));
    else if (value_is(v, VALUE_DATE) || value_is(v, VALUE_DOC))
        plugin_raise(L, "%s không có độ dài (#)", "%s has no length (#)", type_name(L, 1));
    else
        lua_pushinteger(L, (lua_Integer)value_str(v).n);
    return 1;
}

/* Texts and dates by content; lists, maps and docs are equal where they are the same, since pages refer to each other. */
static int equal(lua_State *L)
{
    Value a = operand(L, 1), b = operand(L, 2);
    bool same = a.type == b.type;

    if (same && value_is(a, VALUE_DATE))
        same = date_cmp(a.as.date, b.as.date) == 0;
    else if (same && value_is(a, VALUE_LIST))
        same = a.as.list == b.as.list;
    else if (same && value_is(a, VALUE_MAP))
        same = a.as.map == b.as.map;
    else if (same && value_is(a, VALUE_DOC))
        same = a.as.doc == b.as.doc;
    else
        same = same && str_eq(value_str(a), value_str(b));
    lua_pushboolean(L, same);
    return 1;
}

static int date_order(lua_State *L)
{
    Value a = operand(L, 1), b = operand(L, 2);

    if (!value_is(a, VALUE_DATE) || !value_is(b, VALUE_DATE))
        plugin_raise(L, "không so sánh lớn bé được %s với %s", "%s and %s have no order", type_name(L, 1), type_name(L, 2));
    return date_cmp(a.as.date, b.as.date);
}

static int less(lua_State *L)
{
    lua_pushboolean(L, date_order(L) < 0);
    return 1;
}

static int less_or_equal(lua_State *L)
{
    lua_pushboolean(L, date_order(L) <= 0);
    return 1;
}

static int to_text(lua_State *L)
{
    PluginState *p = plugin_of(L);
    Value v = own(L);
    Str text = value_is(v, VALUE_DATE) ? date_shown(p->scratch, v.as.date) : value_str(v);

    if (value_is(v, VALUE_LIST) || value_is(v, VALUE_MAP) || value_is(v, VALUE_DOC))
        text = str_from(value_type_name(value_type(v), p->lang));
    lua_pushlstring(L, text.s, text.n);
    return 1;
}

/* Markup joined with text would be neither; lists, maps and docs have no words. */
static void check_joined(lua_State *L, int i)
{
    const Value *v = plugin_value_at(L, i);

    if (v && value_is(*v, VALUE_HTML))
        plugin_raise(L, "không nối được HTML với chữ bằng «..»", "HTML and text cannot be joined by \"..\"");
    if (lua_type(L, i) != LUA_TSTRING && lua_type(L, i) != LUA_TNUMBER
        && (!v || value_is(*v, VALUE_LIST) || value_is(*v, VALUE_MAP) || value_is(*v, VALUE_DOC)))
        plugin_raise(L, "không nối được %s bằng «..»", "%s cannot be joined by \"..\"", type_name(L, i));
}

static int concat(lua_State *L)
{
    check_joined(L, 1);
    check_joined(L, 2);
    plugin_tostring(L, 1);
    plugin_tostring(L, 2);
    lua_concat(L, 2);
    return 1;
}

void plugin_open_values(lua_State *L)
{
    static const luaL_Reg methods[] = {
        {"__index", index_value}, {"__newindex", assign},  {"__len", length},    {"__eq", equal}, {"__lt", less},
        {"__le", less_or_equal},  {"__tostring", to_text}, {"__concat", concat}, {NULL, NULL},
    };

    luaL_newlib(L, methods);
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    lua_pushliteral(L, "value");
    lua_setfield(L, -2, "__name");
    plugin_of(L)->meta = lua_topointer(L, -1);
    plugin_keep(L, KEEP_META);
}
