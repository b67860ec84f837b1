#include "script/plugin_inner.h"

#include "base/buf.h"
#include "base/utf8.h"

#include <math.h>
#include <stdlib.h>

enum { KNOWN_KEYS = 128 };

/* A way into the result: one table after the other. */
typedef struct {
    lua_State *L;
    Arena *a;
    const void *tables[PLUGIN_MOST_DEPTH]; /* to know a table that holds itself */
    Str keys[PLUGIN_MOST_DEPTH];           /* of what is taken in it; empty: `places` counts */
    lua_Integer places[PLUGIN_MOST_DEPTH];
    int depth;
    int deepest;    /* of all tables met */
    int taken;      /* stack index of a table: what was taken already, a Taken by its table */
    bool declaring; /* functions stand as value_doc(NULL); a table with places and keys is a map with keys "1", "2", … */
    Place at;       /* of every value, where one is given */
    struct {
        const char *lua; /* as Lua holds it, which it does while a table has the key */
        Str taken;
    } known[KNOWN_KEYS]; /* keys that were taken already, for many tables have the same ones; not while declaring, when tables come and go */
} Taking;

/* A table that was taken. */
typedef struct {
    Value value;
    int64_t cost; /* steps */
    int height;   /* levels of tables inside it */
} Taken;

static Value take(Taking *t, int i);

/* "kết quả.rows[3]" or "add.rows[3]", for messages. */
static const char *way(const Taking *t)
{
    PluginState *p = plugin_of(t->L);
    Arena *a = p->scratch;
    Str text = str_from(p->gather ? p->gather->name : p->lang == LANG_EN ? "result" : "kết quả");

    for (int i = 0; i < t->depth; i++)
        text = t->keys[i].n ? arena_printf(a, "%.*s.%.*s", STR_ARG(text), STR_ARG(utf8_head(t->keys[i], 40)))
                            : arena_printf(a, "%.*s[%lld]", STR_ARG(text), (long long)t->places[i]);
    return arena_str(a, text).s;
}

static void count(Taking *t, size_t bytes)
{
    PluginState *p = plugin_of(t->L);

    plugin_charge(t->L, 8 + bytes / PLUGIN_BYTES_PER_STEP);
    p->taken += bytes;
    if (p->taken > PLUGIN_MOST_RESULT)
        plugin_refuse(t->L, "kết quả quá lớn (hơn %d MB)", "the result is too big (more than %d MB)", PLUGIN_MOST_RESULT >> 20);
}

/* Text as content has it: UTF-8 in NFC, no control bytes but tab, LF and CR. */
static Str checked(Taking *t, Str text)
{
    bool clean;

    count(t, text.n);
    if (utf8_is_plain(text))
        return text;
    clean = utf8_invalid(text) == text.n;
    for (size_t i = 0; clean && i < text.n; i++)
        clean = (unsigned char)text.s[i] >= ' ' || memchr("\t\n\r", text.s[i], 3);
    if (!clean)
        plugin_refuse(t->L, "%s không phải là văn bản UTF-8 hợp lệ", "%s is not valid UTF-8 text", way(t));
    return utf8_is_nfc(text) ? text : utf8_nfc(t->a, text);
}

static Value take_number(Taking *t, int i)
{
    double x = lua_tonumber(t->L, i);

    if (lua_isinteger(t->L, i))
        return value_int(lua_tointeger(t->L, i));
    if (!isfinite(x))
        plugin_refuse(t->L, "%s là %g, không phải một số viết ra được", "%s is %g, which is no number that can be written",
                      way(t), x);
    return value_number(x);
}

/* What the keys of the table at `i` are: all texts, or all places. `*places` is their number when they are 1..n, without gaps. */
static void survey(Taking *t, int i, size_t *places, size_t *texts)
{
    lua_Integer last = 0;

    *places = *texts = 0;
    for (lua_pushnil(t->L); lua_next(t->L, i); lua_pop(t->L, 1)) {
        count(t, sizeof(Value));
        if (lua_isinteger(t->L, -2) && lua_tointeger(t->L, -2) > 0) {
            last = lua_tointeger(t->L, -2) > last ? lua_tointeger(t->L, -2) : last;
            ++*places;
        } else if (lua_type(t->L, -2) == LUA_TSTRING) {
            ++*texts;
        } else {
            plugin_refuse(t->L, "%s có khóa không phải là chữ hay số thứ tự 1, 2, 3…",
                          "%s has a key that is neither text nor a place 1, 2, 3…", way(t));
        }
    }
    if (t->declaring && *places && *texts) {
        *texts += *places;
        *places = 0;
        return;
    }
    if (*places && *texts)
        plugin_refuse(t->L, "%s vừa là danh sách vừa có khóa; chỉ được một trong hai",
                      "%s is a list and has keys too; it can be only one", way(t));
    if (*places != (size_t)last)
        plugin_refuse(t->L, "%s là danh sách có chỗ trống (nil)", "%s is a list with gaps (nil)", way(t));
}

static Value take_list(Taking *t, int i, size_t n)
{
    Value *items = arena_array(t->a, Value, n + 1);

    t->keys[t->depth - 1] = STR("");
    for (size_t k = 0; k < n; k++) {
        t->places[t->depth - 1] = (lua_Integer)k + 1;
        lua_rawgeti(t->L, i, (lua_Integer)k + 1);
        items[k] = take(t, lua_gettop(t->L));
        lua_pop(t->L, 1);
    }
    return value_list(t->a, items, n);
}

/* The key at the stack's top as text; lua_next must find it as it is. */
static Str key_text(Taking *t)
{
    Str key;

    if (lua_isinteger(t->L, -1))
        return arena_printf(t->a, "%lld", (long long)lua_tointeger(t->L, -1));
    key.s = lua_tolstring(t->L, -1, &key.n);
    return key;
}

/* Pushes the value of a key that key_text gave. */
static void push_at(Taking *t, int i, Str key)
{
    bool place = t->declaring && key.n && key.s[0] >= '1' && key.s[0] <= '9';

    if (place)
        lua_pushinteger(t->L, (lua_Integer)strtoll(key.s, NULL, 10));
    else
        lua_pushlstring(t->L, key.s, key.n);
    lua_rawget(t->L, i);
}

static int by_key(const void *a, const void *b) { return str_cmp(((const ValuePair *)a)->key, ((const ValuePair *)b)->key); }

/* Long declarations may stand in a function: it is called here, once, and not for each page's instance. */
static void declare(Taking *t, Str key)
{
    if (t->declaring && lua_isfunction(t->L, -1) && (str_is(key, "args") || str_is(key, "settings")))
        lua_call(t->L, 0, 1);
}

/* A key as it stands in the result. */
static Str take_key(Taking *t, Str key)
{
    size_t at = (uintptr_t)key.s / 16 % KNOWN_KEYS;

    if (!t->declaring && t->known[at].lua == key.s && t->known[at].taken.n == key.n)
        return t->known[at].taken;
    t->keys[t->depth - 1] = STR("?");
    t->known[at].taken = arena_str(t->a, checked(t, key));
    t->known[at].lua = key.s;
    return t->known[at].taken;
}

/* True for a value at the stack's top that cannot be at fault; it is taken. */
static bool take_simple(Taking *t, Value *out)
{
    const Value *v;
    Str text;

    switch (lua_type(t->L, -1)) {
    case LUA_TBOOLEAN: *out = value_bool(lua_toboolean(t->L, -1)); break;
    case LUA_TSTRING:
        text.s = lua_tolstring(t->L, -1, &text.n);
        if (!utf8_is_plain(text))
            return false;
        count(t, text.n);
        *out = value_string(t->a, text);
        break;
    case LUA_TUSERDATA:
        v = plugin_value_at(t->L, -1);
        if (!v || value_is(*v, VALUE_HTML) || value_is(*v, VALUE_PATH))
            return false;
        *out = *v;
        break;
    default: return false;
    }
    count(t, 0);
    if (t->at.file)
        *out = value_at(*out, t->at);
    return true;
}

/* Simple values are taken on the way through the table, whose order may differ from run to run; all others, and so all faults, in the order
 * of keys. */
static Value take_map(Taking *t, int i, size_t n)
{
    ValuePair *pairs = arena_array(t->a, ValuePair, n + 1);
    size_t k = 0;

    for (lua_pushnil(t->L); lua_next(t->L, i); k++) {
        if (!take_simple(t, &pairs[k].value))
            pairs[k].value = value_null();
        lua_pop(t->L, 1);
        pairs[k].key = key_text(t); /* lives while the table holds it */
    }
    qsort(pairs, n, sizeof *pairs, by_key);
    for (k = 0; k < n; k++) {
        Str key = pairs[k].key;
        pairs[k].key = take_key(t, key);
        pairs[k].key_at = t->at;
        if (!value_is_null(pairs[k].value))
            continue;
        t->keys[t->depth - 1] = pairs[k].key;
        push_at(t, i, key);
        declare(t, pairs[k].key);
        pairs[k].value = take(t, lua_gettop(t->L));
        lua_pop(t->L, 1);
    }
    return value_map_sorted(t->a, pairs, n);
}

/* Refuses what would lie more than PLUGIN_MOST_DEPTH deep: a table at `t->depth` that holds `height` levels. */
static void check_depth(Taking *t, int height)
{
    if (t->depth + height >= PLUGIN_MOST_DEPTH)
        plugin_refuse(t->L, "kết quả lồng nhau quá %d tầng", "the result is nested more than %d deep", PLUGIN_MOST_DEPTH);
    if (t->depth + height > t->deepest)
        t->deepest = t->depth + height;
}

static Value take_new_table(Taking *t, int i)
{
    size_t places, texts;
    Value v;

    for (int k = 0; k < t->depth; k++)
        if (t->tables[k] == lua_topointer(t->L, i))
            plugin_refuse(t->L, "%s chứa chính nó", "%s holds itself", way(t));
    check_depth(t, 0);
    survey(t, i, &places, &texts);
    t->tables[t->depth++] = lua_topointer(t->L, i);
    v = texts ? take_map(t, i, texts) : take_list(t, i, places);
    t->depth--;
    return v;
}

static Taken *taken_before(Taking *t, int i)
{
    Taken *kept;

    lua_pushvalue(t->L, i);
    lua_rawget(t->L, t->taken);
    kept = lua_touserdata(t->L, -1);
    lua_pop(t->L, 1);
    return kept;
}

/* A table that stands in several places becomes one value that does: it stays equal to itself and takes memory once. It is
 * charged each time, since who walks through the result comes by it as often. */
static Value take_table(Taking *t, int i)
{
    PluginState *p = plugin_of(t->L);
    int64_t left = p->left;
    int deepest = t->deepest;
    Taken *kept;

    luaL_checkstack(t->L, 8, NULL);
    if ((kept = taken_before(t, i))) {
        plugin_charge(t->L, (size_t)kept->cost);
        check_depth(t, kept->height);
        return kept->value;
    }
    t->deepest = t->depth;
    kept = arena_array(p->scratch, Taken, 1);
    kept->value = take_new_table(t, i);
    kept->cost = left - p->left;
    kept->height = t->deepest - t->depth;
    t->deepest = deepest > t->deepest ? deepest : t->deepest;
    lua_pushvalue(t->L, i);
    lua_pushlightuserdata(t->L, kept);
    lua_rawset(t->L, t->taken);
    return kept->value;
}

/* What a library makes and is no data says what it is. */
static const char *type_name(lua_State *L, int i)
{
    return luaL_getmetafield(L, i, "__what") == LUA_TSTRING ? lua_tostring(L, -1) : luaL_typename(L, i);
}

static Value take_one(Taking *t, int i)
{
    const Value *v = plugin_value_at(t->L, i);
    Str text;

    count(t, 0);
    if (v && (value_is(*v, VALUE_HTML) || value_is(*v, VALUE_PATH))) { /* it may be Lua's own */
        count(t, value_str(*v).n);
        return value_at(value_text(t->a, value_type(*v), value_str(*v)), value_place(*v));
    }
    if (v)
        return *v;
    switch (lua_type(t->L, i)) {
    case LUA_TNIL: return value_null();
    case LUA_TBOOLEAN: return value_bool(lua_toboolean(t->L, i));
    case LUA_TNUMBER: return take_number(t, i);
    case LUA_TSTRING: text.s = lua_tolstring(t->L, i, &text.n); return value_string(t->a, checked(t, text));
    case LUA_TTABLE: return take_table(t, i);
    case LUA_TFUNCTION:
        if (t->declaring)
            return value_doc(NULL);
        /* fall through */
    default: plugin_refuse(t->L, "%s là %s, không phải dữ liệu", "%s is a %s, not data", way(t), type_name(t->L, i));
    }
}

static Value take(Taking *t, int i)
{
    Value v = take_one(t, i);

    return t->at.file ? value_at(v, t->at) : v;
}

Value plugin_take(lua_State *L, int i, Arena *a)
{
    Taking t = {.L = L, .a = a};
    Value v;

    count(&t, 4 * sizeof(Value)); /* what the smallest table takes, so that no number of them is free */
    i = lua_absindex(L, i);
    lua_newtable(L);
    t.taken = lua_gettop(L);
    v = take(&t, i);
    lua_remove(L, t.taken);
    return v;
}

typedef struct {
    Arena *a;
    Value *out;
} Describing;

static int describe(lua_State *L)
{
    Describing *x = lua_touserdata(L, 1);
    Taking t = {.L = L, .a = x->a, .declaring = true, .at = plugin_of(L)->chunks.items[0].file};

    lua_newtable(L);
    t.taken = lua_gettop(L);
    plugin_kept(L, KEEP_INSTANCE);
    *x->out = take(&t, lua_gettop(L));
    return 0;
}

bool plugin_describe(PluginState *p, Diag *d, Arena *a, Value *out)
{
    Describing x = {a, out};
    PluginResult result = plugin_run(p, describe, &x, 0);

    if (result != PLUGIN_OK)
        plugin_report(p, d, (Place){0}, "plugin.lua", result);
    return result == PLUGIN_OK;
}
