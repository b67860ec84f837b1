#include "script/api_inner.h"

#include "base/utf8.h"
#include "value/schema.h"

#include <math.h>

/* Counted for each call, so that a loop of cheap ones is paid for. */
enum { CALL_STEPS = 40 };

static const ApiRow *row_of(lua_State *L) { return lua_touserdata(L, lua_upvalueindex(1)); }

const char *api_name(lua_State *L)
{
    const ApiRow *row = row_of(L);

    return arena_printf(api_of(L)->scratch, "%s.%s", row->library, row->name).s;
}

/* The name of argument `arg`, from 1, as the reference has it; what is behind the last one bears its name. */
static Str arg_name(const ApiRow *row, int arg)
{
    Str rest = str_from(row->args), one = {0};

    for (int i = 0; i < arg && str_cut(&rest, ',', &one); i++)
        ;
    one = str_trim(str_slice(one, 0, str_find_byte(one, ':', 0)));
    return str_ends(one, STR("?")) ? str_slice(one, 0, one.n - 1) : one;
}

const char *api_cut(lua_State *L, Str text)
{
    Str head;
    char *s;

    if (utf8_invalid(text) < text.n)
        return api_english(L) ? "(not UTF-8)" : "(không phải UTF-8)";
    head = utf8_head(text, API_MOST_SHOWN);
    s = (char *)(uintptr_t)arena_printf(api_of(L)->scratch, "%.*s%s", STR_ARG(head), head.n < text.n ? "…" : "").s;
    for (char *at = s; *at; at++)
        if ((unsigned char)*at < ' ')
            *at = ' ';
    return s;
}

static const char *shown_value(lua_State *L, Value v)
{
    const char *type = value_type_name(value_type(v), plugin_of(L)->lang);
    Str text = value_is(v, VALUE_DATE) ? date_shown(api_of(L)->scratch, v.as.date) : value_str(v);

    return text.n ? arena_printf(api_of(L)->scratch, "%s «%s»", type, api_cut(L, text)).s : type;
}

const char *api_shown(lua_State *L, int i)
{
    Arena *a = api_of(L)->scratch;
    const Value *v = plugin_value_at(L, i);
    Str text;

    if (v)
        return shown_value(L, *v);
    switch (lua_type(L, i)) {
    case LUA_TNONE:
    case LUA_TNIL: return api_english(L) ? "nothing (nil)" : "trống (nil)";
    case LUA_TBOOLEAN: return lua_toboolean(L, i) ? "true" : "false";
    case LUA_TNUMBER:
        return lua_isinteger(L, i) ? arena_printf(a, api_english(L) ? "number %lld" : "số %lld", (long long)lua_tointeger(L, i)).s
                                   : arena_printf(a, api_english(L) ? "number %.14g" : "số %.14g", lua_tonumber(L, i)).s;
    case LUA_TSTRING:
        text.s = lua_tolstring(L, i, &text.n);
        return arena_printf(a, api_english(L) ? "text «%s»" : "chữ «%s»", api_cut(L, text)).s;
    default: return api_is_xml(L, i) ? "XML" : luaL_typename(L, i);
    }
}

void api_wrong(lua_State *L, int arg, const char *vi, const char *en)
{
    Str name = arg_name(row_of(L), arg);

    plugin_raise(L, "%s: tham số thứ %d «%.*s» là %s; cần %s", "%s: argument %d \"%.*s\" is %s; it must be %s", api_name(L), arg,
                 STR_ARG(name), api_shown(L, arg), api_english(L) ? en : vi);
}

Str api_checked(lua_State *L, int arg, Str text)
{
    bool clean;

    plugin_charge(L, text.n / 8);
    if (utf8_is_plain(text))
        return text;
    clean = utf8_invalid(text) == text.n;
    for (size_t i = 0; clean && i < text.n; i++)
        clean = (unsigned char)text.s[i] >= ' ' || memchr("\t\n\r", text.s[i], 3);
    if (!clean)
        plugin_raise(L, "%s: tham số thứ %d có byte không phải văn bản UTF-8; cắt chữ bằng text.truncate hay utf8.offset, không theo byte",
                     "%s: argument %d holds bytes that are not UTF-8 text; cut texts with text.truncate or utf8.offset, not by bytes",
                     api_name(L), arg);
    return utf8_is_nfc(text) ? text : utf8_nfc(api_of(L)->scratch, text);
}

bool api_text_at(lua_State *L, int i, Str *out)
{
    Arena *a = api_of(L)->scratch;
    const Value *v = plugin_value_at(L, i);

    if (v && value_is(*v, VALUE_DATE))
        *out = date_shown(a, v->as.date);
    else if (v && value_is(*v, VALUE_STATUS))
        *out = value_status_shown(*v);
    else if (v && (value_is(*v, VALUE_PATH) || value_is(*v, VALUE_STRING)))
        *out = value_str(*v);
    else if (lua_isinteger(L, i))
        *out = arena_printf(a, "%lld", (long long)lua_tointeger(L, i));
    else if (lua_type(L, i) == LUA_TNUMBER)
        *out = arena_printf(a, "%.14g", lua_tonumber(L, i));
    else if (lua_type(L, i) == LUA_TSTRING)
        out->s = lua_tolstring(L, i, &out->n);
    else
        return false;
    return true;
}

Str api_text(lua_State *L, int arg)
{
    Str text = {0};

    if (!api_text_at(L, arg, &text))
        api_wrong(L, arg, "chữ", "text");
    return api_checked(L, arg, text);
}

lua_Integer api_int(lua_State *L, int arg, lua_Integer least, lua_Integer most)
{
    int whole = 0;
    lua_Integer i = lua_type(L, arg) == LUA_TNUMBER ? lua_tointegerx(L, arg, &whole) : 0;
    Arena *a = api_of(L)->scratch;

    if (whole && i >= least && i <= most)
        return i;
    if (most == LUA_MAXINTEGER)
        api_wrong(L, arg, arena_printf(a, "số nguyên từ %lld trở lên", (long long)least).s,
                  arena_printf(a, "a whole number, at least %lld", (long long)least).s);
    api_wrong(L, arg, arena_printf(a, "số nguyên từ %lld đến %lld", (long long)least, (long long)most).s,
              arena_printf(a, "a whole number from %lld to %lld", (long long)least, (long long)most).s);
}

lua_Integer api_int_or(lua_State *L, int arg, lua_Integer least, lua_Integer most, lua_Integer otherwise)
{
    return lua_isnoneornil(L, arg) ? otherwise : api_int(L, arg, least, most);
}

double api_number(lua_State *L, int arg)
{
    double x = lua_type(L, arg) == LUA_TNUMBER ? lua_tonumber(L, arg) : NAN;

    if (lua_type(L, arg) == LUA_TSTRING)
        api_wrong(L, arg, "số; chữ thì đọc trước bằng num.parse", "a number; read texts with num.parse first");
    if (!isfinite(x))
        api_wrong(L, arg, "số", "a number");
    return x;
}

Date api_date(lua_State *L, int arg)
{
    const Value *v = plugin_value_at(L, arg);

    if (!v || !value_is(*v, VALUE_DATE))
        api_wrong(L, arg, "ngày; chữ thì đọc trước bằng date.parse", "a date; read texts with date.parse first");
    return v->as.date;
}

/* The last place of the table at `i`, which holds places only, and not mostly gaps. */
static size_t last_place(lua_State *L, int i, int arg)
{
    lua_Integer last = 0;
    size_t n = 0;

    for (lua_pushnil(L); lua_next(L, i); lua_pop(L, 1), n++) {
        if (!lua_isinteger(L, -2) || lua_tointeger(L, -2) < 1)
            api_wrong(L, arg, "danh sách { a, b, … }, không có khóa", "a list { a, b, … } without keys");
        last = lua_tointeger(L, -2) > last ? lua_tointeger(L, -2) : last;
    }
    if ((size_t)last > 4 * n + 64)
        api_wrong(L, arg, "danh sách không có nhiều chỗ trống (nil) như vậy", "a list without so many gaps (nil)");
    return (size_t)last;
}

size_t api_list(lua_State *L, int i, int arg)
{
    const Value *v = plugin_value_at(L, i);
    size_t n;

    luaL_checkstack(L, 8, NULL);
    if (v && value_is(*v, VALUE_LIST))
        n = value_count(*v);
    else if (lua_istable(L, i))
        n = last_place(L, i, arg);
    else
        api_wrong(L, arg, "danh sách { a, b, … }", "a list { a, b, … }");
    plugin_charge(L, n * 2);
    return n;
}

void api_item(lua_State *L, int i, size_t k)
{
    const Value *v = plugin_value_at(L, i);

    if (v)
        plugin_push(L, value_item(*v, k - 1));
    else
        lua_rawgeti(L, i, (lua_Integer)k);
}

int api_give(lua_State *L, Str text)
{
    api_fits(L, text.n);
    plugin_charge(L, text.n / 16);
    lua_pushlstring(L, text.n ? text.s : "", text.n);
    return 1;
}

/* A value whose text lies behind it in the same block of Lua's; plugin_take copies it out. */
static int give_value(lua_State *L, ValueType type, Str text)
{
    struct {
        Value value;
        ValueText text;
    } *block;

    api_fits(L, text.n);
    plugin_charge(L, text.n / 16);
    block = plugin_block(L, sizeof *block + text.n + 1);
    block->text.n = text.n;
    if (text.n)
        memcpy(block->text.s, text.s, text.n);
    block->text.s[text.n] = 0;
    block->value = (Value){.as.text = &block->text, .type = type & 15};
    plugin_kept(L, KEEP_META);
    lua_setmetatable(L, -2);
    return 1;
}

int api_give_html(lua_State *L, Str html) { return give_value(L, VALUE_HTML, html); }
int api_give_path(lua_State *L, Str path) { return give_value(L, VALUE_PATH, path); }

int api_give_date(lua_State *L, Date d)
{
    plugin_push(L, value_date(d));
    return 1;
}

void api_fits(lua_State *L, size_t bytes)
{
    if (bytes > PLUGIN_MOST_TEXT)
        plugin_raise(L, "%s: kết quả dài hơn %d MB", "%s: the result is longer than %d MB", api_name(L), PLUGIN_MOST_TEXT >> 20);
}

void api_paths(PluginState *p, ApiPath path, void *host)
{
    p->api->path = path;
    p->api->host = host;
}

void api_base(PluginState *p, Str base_url) { p->api->base_url = base_url; }

static int call(lua_State *L)
{
    Api *api = api_of(L);

    plugin_charge(L, CALL_STEPS);
    arena_reset(api->scratch);
    buf_clear(&api->out);
    buf_clear(&api->url);
    return row_of(L)->function(L);
}

/* The library of the table at index 1: each of its functions carries its row. */
static const char *library_at(lua_State *L)
{
    const ApiRow *row;

    lua_pushnil(L);
    if (!lua_next(L, 1))
        return "";
    lua_getupvalue(L, -1, 1);
    row = lua_touserdata(L, -1);
    lua_pop(L, 3);
    return row->library;
}

/* A name that no function of the library has: says which are there. */
static int missing(lua_State *L)
{
    Arena *a = api_of(L)->scratch;
    const char *library = library_at(L);
    Str names = {0};
    size_t n;
    const ApiRow *rows = api_rows(&n);

    arena_reset(a);
    for (size_t i = 0; i < n; i++)
        if (strcmp(rows[i].library, library) == 0)
            names = arena_printf(a, "%.*s%s%s", STR_ARG(names), names.n ? ", " : "", rows[i].name);
    plugin_tostring(L, 2);
    plugin_raise(L, "thư viện %s không có hàm «%.60s»; có: %.*s", "the library %s has no function \"%.60s\"; there is: %.*s", library,
                 lua_tostring(L, -1), STR_ARG(names));
}

void api_open(lua_State *L)
{
    PluginState *p = plugin_of(L);
    size_t n;
    const ApiRow *rows = api_rows(&n);

    p->api = arena_make(p->arena, Api);
    p->api->scratch = arena_new();
    api_open_patterns(L);
    api_open_xml(L);
    for (size_t i = 0; i < n; i++) {
        if (i == 0 || strcmp(rows[i].library, rows[i - 1].library) != 0)
            lua_newtable(L);
        lua_pushlightuserdata(L, (void *)(uintptr_t)&rows[i]);
        lua_pushcclosure(L, call, 1);
        lua_setfield(L, -2, rows[i].name);
        if (i + 1 == n || strcmp(rows[i].library, rows[i + 1].library) != 0) {
            plugin_seal(L, rows[i].library, missing);
            lua_setfield(L, 1, rows[i].library);
        }
    }
}

void api_close(PluginState *p)
{
    if (!p->api)
        return;
    arena_free(p->api->scratch);
    buf_free(&p->api->out);
    buf_free(&p->api->url);
}
