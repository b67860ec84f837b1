#include "script/api_inner.h"

#include "base/regex.h"
#include "base/utf8.h"

enum { MOST_PATTERN = 4000, MOST_PATTERNS = 64, MOST_GROUPS = 32, COMPILE_STEPS = 20000, PATTERN_META = 1 };

/* A subject, a compiled pattern, and where the newest match lies in it. */
typedef struct {
    Regex *re;
    Str text;
    int groups;
    RegexSpan spans[MOST_GROUPS + 1];
} Search;

static int free_pattern(lua_State *L)
{
    Regex **re = lua_touserdata(L, 1);

    regex_free(*re);
    *re = NULL;
    return 0;
}

/* The cache is a table of the patterns' texts; at place 1 it has their metatable. */
void api_open_patterns(lua_State *L)
{
    lua_newtable(L);
    lua_createtable(L, 0, 2);
    lua_pushcfunction(L, free_pattern);
    lua_setfield(L, -2, "__gc");
    lua_rawseti(L, -2, PATTERN_META);
    plugin_keep(L, KEEP_PATTERNS);
}

/* Begins a new cache. Lua sees only a pointer of each pattern, so it is asked to collect what nobody uses. */
static void forget_patterns(lua_State *L)
{
    plugin_kept(L, KEEP_PATTERNS);
    lua_newtable(L);
    lua_rawgeti(L, -2, PATTERN_META);
    lua_rawseti(L, -2, PATTERN_META);
    plugin_keep(L, KEEP_PATTERNS);
    lua_pop(L, 1);
    plugin_charge(L, plugin_of(L)->memory.used / 8);
    lua_gc(L, LUA_GCCOLLECT);
    api_of(L)->patterns = 0;
}

/* Compiles the pattern into a new block on the stack's top. */
static Regex *compile(lua_State *L, Str pattern)
{
    Regex **re;
    Str error = {0};

    if (pattern.n > MOST_PATTERN)
        plugin_raise(L, "%s: mẫu dài hơn %d byte", "%s: the pattern has more than %d bytes", api_name(L), MOST_PATTERN);
    if (api_of(L)->patterns == MOST_PATTERNS)
        forget_patterns(L);
    plugin_charge(L, COMPILE_STEPS + pattern.n * 100);
    re = plugin_block(L, sizeof(Regex *));
    *re = NULL;
    plugin_kept(L, KEEP_PATTERNS);
    lua_rawgeti(L, -1, PATTERN_META);
    lua_setmetatable(L, -3);
    *re = regex_new(api_of(L)->scratch, pattern, &error);
    if (!*re)
        plugin_raise(L, "%s: mẫu «%s» viết sai: %.*s; trong Lua hãy viết mẫu giữa [[ ]], dấu \\ giữ nguyên",
                     "%s: the pattern \"%s\" is wrong: %.*s; in Lua write patterns between [[ ]], where \\ stays", api_name(L),
                     api_cut(L, pattern), STR_ARG(error));
    if (regex_groups(*re) > MOST_GROUPS)
        plugin_raise(L, "%s: mẫu «%s» có hơn %d nhóm; dùng (?:…) cho nhóm không cần lấy ra",
                     "%s: the pattern \"%s\" has more than %d groups; write (?:…) where none is needed", api_name(L), api_cut(L, pattern),
                     MOST_GROUPS);
    lua_pushlstring(L, pattern.s, pattern.n);
    lua_pushvalue(L, -3);
    lua_rawset(L, -3);
    lua_pop(L, 1);
    api_of(L)->patterns++;
    return *re;
}

/* The pattern of argument 2, compiled; it stays on the stack, so that it lives as long as the call. */
static Regex *pattern(lua_State *L)
{
    Str text = {0};

    if (lua_type(L, 2) != LUA_TSTRING)
        api_wrong(L, 2, "một mẫu bằng chữ, ví dụ [[\\d+]]", "a pattern, say [[\\d+]]");
    text = api_text(L, 2);
    plugin_kept(L, KEEP_PATTERNS);
    lua_pushlstring(L, text.s, text.n);
    if (lua_rawget(L, -2) == LUA_TUSERDATA) {
        lua_remove(L, -2);
        return *(Regex **)lua_touserdata(L, -1);
    }
    lua_pop(L, 2);
    return compile(L, text);
}

/* The arguments stay at 1 to `args`, the text as Lua's own; the pattern stands behind them. */
static Search begin(lua_State *L, int args)
{
    Search s = {0};

    lua_settop(L, args);
    api_give(L, api_text(L, 1));
    lua_replace(L, 1);
    s.re = pattern(L);
    s.text.s = lua_tolstring(L, 1, &s.text.n);
    s.groups = (int)regex_groups(s.re);
    return s;
}

static bool find(lua_State *L, Search *s, size_t from)
{
    RegexResult result;

    plugin_charge(L, 64 + (s->text.n - from) / 16);
    result = regex_match(s->re, s->text, from, s->spans, (size_t)s->groups + 1);
    if (result == REGEX_LIMIT)
        plugin_raise(L, "%s: mẫu «%s» mất quá nhiều công để tìm; tránh lặp trong lặp như (a+)+, thêm ^ hoặc chữ cố định",
                     "%s: the pattern \"%s\" takes too much work; avoid repeats in repeats like (a+)+, add ^ or fixed text", api_name(L),
                     api_cut(L, (Str){lua_tostring(L, 2), lua_rawlen(L, 2)}));
    return result == REGEX_YES;
}

/* Where to look next: behind the match, and past one character where it was empty. */
static size_t behind(const Search *s)
{
    size_t at = s->spans[0].to;

    if (s->spans[0].from == at && at < s->text.n)
        utf8_next(s->text, &at);
    else if (s->spans[0].from == at)
        at++;
    return at;
}

static void push_group(lua_State *L, const Search *s, int k, bool gaps)
{
    RegexSpan span = s->spans[k];

    if (span.from <= span.to)
        lua_pushlstring(L, s->text.s + span.from, span.to - span.from);
    else if (gaps)
        lua_pushnil(L);
    else
        lua_pushliteral(L, "");
}

/* Pushes the groups, or the whole match where there are none; their number. */
static int push_groups(lua_State *L, const Search *s)
{
    luaL_checkstack(L, s->groups + 4, NULL);
    if (s->groups == 0)
        push_group(L, s, 0, true);
    for (int k = 1; k <= s->groups; k++)
        push_group(L, s, k, true);
    return s->groups ? s->groups : 1;
}

int api_regex_is(lua_State *L)
{
    Search s = begin(L, 2);

    plugin_charge(L, 64 + s.text.n / 16);
    lua_pushboolean(L, regex_is(s.re, s.text));
    return 1;
}

int api_regex_match(lua_State *L)
{
    Search s = begin(L, 2);

    return find(L, &s, 0) ? push_groups(L, &s) : (lua_pushnil(L), 1);
}

/* Places of bytes from 1, as in string.find. */
int api_regex_find(lua_State *L)
{
    Search s = begin(L, 3);
    size_t from = (size_t)api_int_or(L, 3, 1, LUA_MAXINTEGER, 1) - 1;

    while (from < s.text.n && ((unsigned char)s.text.s[from] & 0xc0) == 0x80)
        from++; /* a character is never cut */
    if (from > s.text.n || !find(L, &s, from)) {
        lua_pushnil(L);
        return 1;
    }
    lua_pushinteger(L, (lua_Integer)s.spans[0].from + 1);
    lua_pushinteger(L, (lua_Integer)s.spans[0].to);
    return 2;
}

int api_regex_all(lua_State *L)
{
    Search s = begin(L, 2);
    lua_Integer n = 0;

    lua_newtable(L);
    for (size_t at = 0; at <= s.text.n && find(L, &s, at); at = behind(&s)) {
        if (s.groups < 2) {
            push_group(L, &s, s.groups, false);
        } else {
            lua_createtable(L, s.groups, 0);
            for (int k = 1; k <= s.groups; k++) {
                push_group(L, &s, k, false);
                lua_rawseti(L, -2, k);
            }
        }
        lua_rawseti(L, -2, ++n);
    }
    return 1;
}

/* ---- replace: 1 text, 2 pattern, 3 replacement, 4 how many at most, 5 the compiled pattern, then Lua's buffer ---- */

enum { REPLACEMENT = 3, MOST = 4 };

/* The replacement with $0 to $9 and $$ written out. */
static void add_written(lua_State *L, luaL_Buffer *out, const Search *s)
{
    size_t n;
    const char *text = lua_tolstring(L, REPLACEMENT, &n);

    for (size_t i = 0; i < n; i++) {
        int k = i + 1 < n ? text[i + 1] - '0' : -1;
        if (text[i] != '$') {
            luaL_addchar(out, text[i]);
        } else if (i + 1 < n && text[i + 1] == '$') {
            luaL_addchar(out, '$');
            i++;
        } else if (k >= 0 && k <= 9 && k <= s->groups) {
            if (s->spans[k].from <= s->spans[k].to)
                luaL_addlstring(out, s->text.s + s->spans[k].from, s->spans[k].to - s->spans[k].from);
            i++;
        } else {
            plugin_raise(L, "%s: trong chữ thay thế, sau «$» cần số nhóm từ 0 đến %d, hoặc «$$» để viết dấu $",
                         "%s: in a replacement \"$\" must be followed by a group from 0 to %d, or by another \"$\"", api_name(L), s->groups);
        }
    }
}

/* What the function says; false and nil leave the match as it is. */
static void add_asked(lua_State *L, luaL_Buffer *out, const Search *s)
{
    lua_pushvalue(L, REPLACEMENT);
    lua_call(L, push_groups(L, s), 1);
    if (!lua_toboolean(L, -1)) {
        lua_pop(L, 1);
        luaL_addlstring(out, s->text.s + s->spans[0].from, s->spans[0].to - s->spans[0].from);
        return;
    }
    if (!lua_isstring(L, -1))
        plugin_raise(L, "%s: hàm thay thế trả về %s; cần chữ", "%s: the replacing function returned %s; it must be text", api_name(L),
                     api_shown(L, -1));
    luaL_addvalue(out);
}

int api_regex_replace(lua_State *L)
{
    Search s = begin(L, MOST);
    lua_Integer most = api_int_or(L, MOST, 0, LUA_MAXINTEGER, LUA_MAXINTEGER), done = 0;
    bool asks = lua_isfunction(L, REPLACEMENT);
    size_t from = 0;
    luaL_Buffer out;

    if (!asks && lua_type(L, REPLACEMENT) != LUA_TSTRING && lua_type(L, REPLACEMENT) != LUA_TNUMBER)
        api_wrong(L, REPLACEMENT, "chữ thay thế (với $1, $2…) hoặc một hàm", "text (with $1, $2…) or a function");
    luaL_buffinit(L, &out);
    for (size_t at = 0; done < most && at <= s.text.n && find(L, &s, at); at = behind(&s), done++) {
        luaL_addlstring(&out, s.text.s + from, s.spans[0].from - from);
        from = s.spans[0].to;
        if (asks)
            add_asked(L, &out, &s);
        else
            add_written(L, &out, &s);
        api_fits(L, luaL_bufflen(&out));
    }
    luaL_addlstring(&out, s.text.s + from, s.text.n - from);
    api_fits(L, luaL_bufflen(&out));
    luaL_pushresult(&out);
    plugin_charge(L, lua_rawlen(L, -1) / 16);
    lua_pushinteger(L, done);
    return 2;
}
