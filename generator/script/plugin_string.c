#include "script/plugin_inner.h"

/* A text that grows in a block of Lua's, which stands at stack index `block`. */
typedef struct {
    lua_State *L;
    char *s;
    size_t n, cap;
    int block;
} Text;

static _Noreturn void too_long(lua_State *L, const char *function)
{
    plugin_raise(L, "%s: kết quả dài hơn %d MB", "%s: the result is longer than %d MB", function, PLUGIN_MOST_TEXT >> 20);
}

static void add(Text *t, const char *s, size_t n)
{
    if (n > PLUGIN_MOST_TEXT - t->n)
        too_long(t->L, "string.gsub");
    if (n > t->cap - t->n) {
        size_t cap = (t->n + n) * 2;
        char *larger = plugin_block(t->L, cap);
        if (t->n)
            memcpy(larger, t->s, t->n);
        lua_replace(t->L, t->block);
        t->s = larger;
        t->cap = cap;
    }
    if (n)
        memcpy(t->s + t->n, s, n);
    t->n += n;
}

/* string.rep(s, n[, separator]) */
static int rep(lua_State *L)
{
    size_t n, gap;
    const char *s = luaL_checklstring(L, 1, &n), *between = luaL_optlstring(L, 3, "", &gap);
    lua_Integer times = luaL_checkinteger(L, 2);
    luaL_Buffer out;
    char *at;

    if (times <= 0 || n + gap == 0) {
        lua_pushliteral(L, "");
        return 1;
    }
    if ((lua_Unsigned)times > (PLUGIN_MOST_TEXT + gap) / (n + gap))
        too_long(L, "string.rep");
    plugin_charge(L, (size_t)times * (n + gap) / PLUGIN_BYTES_PER_STEP);
    at = luaL_buffinitsize(L, &out, (size_t)times * (n + gap));
    for (lua_Integer i = 0; i < times; i++) {
        if (i && gap)
            memcpy(at, between, gap), at += gap;
        memcpy(at, s, n), at += n;
    }
    luaL_pushresultsize(&out, (size_t)times * (n + gap) - gap);
    return 1;
}

/* string.format: its arguments for %s become texts without addresses, %p is refused, and the length is bounded before. */
static int format(lua_State *L)
{
    size_t n, most;
    const char *s = luaL_checklstring(L, 1, &n);
    int arg = 1, top = lua_gettop(L);

    most = n;
    for (size_t i = 0; i < n; i++) {
        size_t length = 0;
        if (s[i] != '%' || s[++i] == '%')
            continue;
        while (i < n && strchr("-+ #0123456789.", s[i]) && s[i])
            i++;
        if (s[i] == 'p')
            plugin_raise(L, "string.format: không dùng được «%%p» trong phần mở rộng",
                         "string.format: \"%%p\" is not available in plugins");
        if (++arg > top)
            break;
        if (s[i] == 's') {
            plugin_tostring(L, arg);
            lua_replace(L, arg);
        }
        if (lua_type(L, arg) == LUA_TSTRING)
            lua_tolstring(L, arg, &length);
        most += 512 + (s[i] == 'q' ? length * 4 : length); /* a number takes no more */
        plugin_charge(L, 40 + length / PLUGIN_BYTES_PER_STEP);
        if (most > PLUGIN_MOST_TEXT)
            too_long(L, "string.format");
    }
    plugin_charge(L, n / PLUGIN_BYTES_PER_STEP);
    return plugin_of(L)->stock.format(L);
}

/* gsub's frame: 1 text, 2 pattern, 3 replacement, 4 number, 5 the block of the result, from 6 on what was captured. */
enum { REPLACEMENT = 3, BLOCK = 5, CAPTURES = 6 };

/* Finds the pattern from byte `at` on; its captures are left on the stack. */
static bool find(lua_State *L, size_t at, size_t *from, size_t *to)
{
    lua_settop(L, BLOCK);
    lua_pushcfunction(L, plugin_of(L)->stock.find);
    lua_pushvalue(L, 1);
    lua_pushvalue(L, 2);
    lua_pushinteger(L, (lua_Integer)at + 1);
    lua_call(L, 3, LUA_MULTRET);
    if (lua_isnil(L, CAPTURES))
        return false;
    *from = (size_t)lua_tointeger(L, CAPTURES) - 1;
    *to = (size_t)lua_tointeger(L, CAPTURES + 1);
    lua_remove(L, CAPTURES);
    lua_remove(L, CAPTURES);
    return true;
}

/* Pushes capture `k`, from 1; the whole match for 0, and for 1 where there is none. */
static void push_capture(lua_State *L, int k, int captures, const char *match, size_t n)
{
    if (k == 0 || (k == 1 && captures == 0))
        lua_pushlstring(L, match, n);
    else if (k <= captures)
        lua_pushvalue(L, CAPTURES + k - 1);
    else
        plugin_raise(L, "string.gsub: mẫu không có nhóm %%%d", "string.gsub: the pattern has no capture %%%d", k);
}

static void add_expanded(lua_State *L, Text *out, int captures, const char *match, size_t n)
{
    size_t length, part;
    const char *s = lua_tolstring(L, REPLACEMENT, &length);

    for (size_t i = 0; i < length; i++) {
        if (s[i] != '%') {
            size_t end = i;
            while (end < length && s[end] != '%')
                end++;
            add(out, s + i, end - i);
            i = end - 1;
        } else if (s[++i] == '%') {
            add(out, "%", 1);
        } else if (s[i] >= '0' && s[i] <= '9') {
            const char *capture;
            push_capture(L, s[i] - '0', captures, match, n);
            capture = lua_tolstring(L, -1, &part);
            add(out, capture, part);
            lua_pop(L, 1);
        } else {
            plugin_raise(L, "string.gsub: trong chữ thay thế, «%%» phải viết là «%%%%»",
                         "string.gsub: in the replacement write \"%%%%\" for \"%%\"");
        }
    }
}

/* Asks a table or a function; false and nil leave the match as it is. */
static void add_asked(lua_State *L, Text *out, int captures, const char *match, size_t n)
{
    size_t length = n;

    if (lua_istable(L, REPLACEMENT)) {
        push_capture(L, 1, captures, match, n);
        lua_gettable(L, REPLACEMENT);
    } else {
        lua_pushvalue(L, REPLACEMENT);
        for (int k = 1; k <= captures || k == 1; k++)
            push_capture(L, k, captures, match, n);
        lua_call(L, captures ? captures : 1, 1);
    }
    if (lua_toboolean(L, -1)) {
        if (!lua_isstring(L, -1))
            plugin_raise(L, "string.gsub: chữ thay thế phải là chữ hay số, không phải %s",
                         "string.gsub: a replacement is text or a number, not a %s", luaL_typename(L, -1));
        match = lua_tolstring(L, -1, &length);
    }
    add(out, match, length);
    lua_pop(L, 1);
}

/* Replaces up to `most` matches; all that is behind the last one is added too. */
static lua_Integer replace_all(lua_State *L, Text *out, const char *s, size_t n, lua_Integer most)
{
    bool anchored = *lua_tostring(L, 2) == '^';
    size_t at = 0, from = 0, to = 0, last = SIZE_MAX; /* where the last match ended: nothing empty matches there again */
    lua_Integer done = 0;

    while (done < most && find(L, at, &from, &to)) {
        int captures = lua_gettop(L) - BLOCK;
        plugin_charge(L, 16 + (to - at) / PLUGIN_BYTES_PER_STEP);
        if (from == to && to == last) {
            if (at == n || anchored)
                break;
            add(out, s + at++, 1);
            continue;
        }
        add(out, s + at, from - at);
        luaL_checkstack(L, captures + 4, NULL);
        if (lua_isstring(L, REPLACEMENT))
            add_expanded(L, out, captures, s + from, to - from);
        else
            add_asked(L, out, captures, s + from, to - from);
        at = last = to;
        done++;
        if (anchored)
            break;
    }
    add(out, s + at, n - at);
    return done;
}

/* string.gsub(s, pattern, replacement[, n]) */
static int gsub(lua_State *L)
{
    size_t n;
    const char *s = luaL_checklstring(L, 1, &n);
    lua_Integer most = luaL_optinteger(L, 4, (lua_Integer)n + 1), done;
    Text out = {.L = L, .block = BLOCK};

    luaL_checkstring(L, 2);
    luaL_argexpected(L, lua_isstring(L, 3) || lua_istable(L, 3) || lua_isfunction(L, 3), 3, "string/function/table");
    lua_settop(L, BLOCK);
    done = replace_all(L, &out, s, n, most);
    lua_pushlstring(L, out.s ? out.s : "", out.n);
    lua_pushinteger(L, done);
    return 2;
}

void plugin_open_string(lua_State *L)
{
    static const char *const gone[] = {"dump", "pack", "unpack", "packsize", NULL};
    static const luaL_Reg ours[] = {{"rep", rep}, {"format", format}, {"gsub", gsub}, {NULL, NULL}};
    PluginStock *stock = &plugin_of(L)->stock;

    lua_getfield(L, -1, "find");
    stock->find = lua_tocfunction(L, -1);
    lua_getfield(L, -2, "format");
    stock->format = lua_tocfunction(L, -1);
    lua_pop(L, 2);
    for (const char *const *name = gone; *name; name++) {
        lua_pushnil(L);
        lua_setfield(L, -2, *name);
    }
    luaL_setfuncs(L, ours, 0);
}
