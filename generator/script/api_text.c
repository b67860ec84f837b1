#include "script/api_inner.h"

#include "base/utf8.h"
#include "script/filters.h"

#include <stdlib.h>

enum { MOST_ITEMS = 1000000, MOST_KEYS = 64 << 20, MOST_NAMES = 20000, MOST_NAME = 200 };

int text_fold(lua_State *L) { return api_give(L, utf8_fold(api_of(L)->scratch, api_text(L, 1))); }
int text_slug(lua_State *L) { return api_give(L, utf8_slug(api_of(L)->scratch, api_text(L, 1))); }
int text_nfc(lua_State *L) { return api_give(L, api_text(L, 1)); }
int text_trim(lua_State *L) { return api_give(L, str_trim(api_text(L, 1))); }

/* What the filter of the theme language makes of the text, so that both do the same. */
static int filtered(lua_State *L, HostFunction filter, lua_Integer number)
{
    Arena *a = api_of(L)->scratch;
    Value args[] = {value_string(a, api_text(L, 1)), value_int(number)};
    HostCall c = {.scratch = a, .args = args, .count = 2, .lang = plugin_of(L)->lang};
    Value v = filter(&c);

    plugin_charge(L, value_str(args[0]).n / 4);
    if (c.error.n)
        plugin_raise(L, "%s: %s", "%s: %s", api_name(L), c.error.s);
    return api_give(L, value_str(v));
}

int text_upper(lua_State *L) { return filtered(L, filter_upper, 0); }
int text_lower(lua_State *L) { return filtered(L, filter_lower, 0); }
int text_truncate(lua_State *L) { return filtered(L, filter_truncate, api_int(L, 2, 1, PLUGIN_MOST_TEXT)); }

int text_length(lua_State *L)
{
    lua_pushinteger(L, (lua_Integer)utf8_count(api_text(L, 1)));
    return 1;
}

int text_split(lua_State *L)
{
    Str text = api_text(L, 1), by = api_text(L, 2);
    lua_Integer k = 1;

    if (by.n == 0)
        api_wrong(L, 2, "chữ ngăn cách, ví dụ \",\"", "what stands between the pieces, say \",\"");
    lua_newtable(L);
    for (size_t at; (at = str_find(text, by)) < text.n; k++) {
        lua_pushlstring(L, text.s, at);
        lua_rawseti(L, -2, k);
        plugin_charge(L, 8 + at / 8);
        text = str_slice(text, at + by.n, text.n);
    }
    lua_pushlstring(L, text.n ? text.s : "", text.n);
    lua_rawseti(L, -2, k);
    return 1;
}

/* The text of item `k` of the list that is argument 1; left on the stack. */
static Str item_text(lua_State *L, size_t k)
{
    Str text = {0};

    api_item(L, 1, k);
    if (!api_text_at(L, -1, &text))
        plugin_raise(L, "%s: mục thứ %d của danh sách là %s; cần chữ", "%s: item %d of the list is %s; it must be text", api_name(L), (int)k,
                     api_shown(L, -1));
    return api_checked(L, 1, text);
}

int text_join(lua_State *L)
{
    Buf *out = &api_of(L)->out;
    size_t n = api_list(L, 1, 1);
    Str between = lua_isnoneornil(L, 2) ? STR(", ") : api_text(L, 2), last = lua_isnoneornil(L, 3) ? between : api_text(L, 3);

    for (size_t k = 1; k <= n; k++) {
        if (k > 1)
            buf_add(out, k == n ? last : between);
        buf_add(out, item_text(L, k));
        lua_pop(L, 1);
        api_fits(L, out->n);
    }
    return api_give(L, buf_str(out));
}

int text_compare(lua_State *L)
{
    Arena *a = api_of(L)->scratch;
    Str left = api_text(L, 1), right = api_text(L, 2);
    int order = str_cmp(utf8_collation_key(a, left), utf8_collation_key(a, right));

    plugin_charge(L, (left.n + right.n) / 2);
    if (order == 0)
        order = str_cmp(left, right);
    lua_pushinteger(L, (order > 0) - (order < 0));
    return 1;
}

/* One item of a list to sort: the bytes of its key lie in scratch. */
typedef struct {
    Str key;
    bool without; /* no key: it stands behind those that have one */
    size_t place; /* from 1 */
} Sorted;

static int by_key(const void *x, const void *y)
{
    const Sorted *a = x, *b = y;
    int order = a->without != b->without ? a->without - b->without : str_cmp(a->key, b->key);

    return order ? order : (a->place > b->place) - (a->place < b->place);
}

/* Replaces the item on the stack's top by what stands under argument 2 in it. */
static void take_field(lua_State *L, size_t k)
{
    const Value *v = plugin_value_at(L, -1);
    Str key = {0};

    api_text_at(L, 2, &key);
    if (v && value_is(*v, VALUE_MAP)) {
        plugin_push(L, value_get(*v, key));
    } else if (lua_istable(L, -1)) {
        lua_pushvalue(L, 2);
        lua_rawget(L, -2);
    } else {
        plugin_raise(L, "%s: mục thứ %d là %s; cần table có khóa «%s»", "%s: item %d is %s; it must be a table with the key \"%s\"", api_name(L), (int)k,
                     api_shown(L, -1), api_cut(L, key));
    }
    lua_remove(L, -2);
}

static Sorted sorted_item(lua_State *L, size_t k)
{
    Sorted s = {.place = k};
    Str text = {0};

    api_item(L, 1, k);
    if (!lua_isnoneornil(L, 2))
        take_field(L, k);
    s.without = lua_isnil(L, -1) || (lua_isboolean(L, -1) && !lua_toboolean(L, -1));
    if (!s.without && plugin_value_at(L, -1) && value_is(*plugin_value_at(L, -1), VALUE_DATE))
        text = date_iso(api_of(L)->scratch, plugin_value_at(L, -1)->as.date);
    else if (!s.without && !api_text_at(L, -1, &text))
        plugin_raise(L, "%s: mục thứ %d xếp theo %s; cần chữ, số hoặc ngày", "%s: item %d is to be sorted by %s; it must be text, a number or a date",
                     api_name(L), (int)k, api_shown(L, -1));
    text = api_checked(L, 1, text);
    plugin_charge(L, 16 + text.n);
    s.key = utf8_collation_key(api_of(L)->scratch, text);
    if (arena_used(api_of(L)->scratch) > MOST_KEYS)
        plugin_raise(L, "%s: các khóa để xếp dài hơn %d MB", "%s: the keys to sort by are longer than %d MB", api_name(L), MOST_KEYS >> 20);
    lua_pop(L, 1);
    return s;
}

/* A new list; the old one stays as it is. */
int text_sort(lua_State *L)
{
    size_t n = api_list(L, 1, 1);
    Sorted *items;

    if (!lua_isnoneornil(L, 2))
        api_text(L, 2);
    lua_settop(L, 2);
    if (n > MOST_ITEMS)
        plugin_raise(L, "%s: danh sách dài hơn %d mục", "%s: the list has more than %d items", api_name(L), MOST_ITEMS);
    items = plugin_block(L, (n + 1) * sizeof *items);
    for (size_t i = 0; i < n; i++)
        items[i] = sorted_item(L, i + 1);
    qsort(items, n, sizeof *items, by_key);
    plugin_charge(L, n * 16);
    lua_createtable(L, (int)n, 0);
    for (size_t i = 0; i < n; i++) {
        api_item(L, 1, items[i].place);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    return 1;
}

int text_nearest(lua_State *L)
{
    Arena *a = api_of(L)->scratch;
    Str name = utf8_fold(a, api_text(L, 1));
    size_t n = api_list(L, 2, 2), least = (name.n < 6 ? 1 : name.n / 3) + 1, best = 0;

    if (n > MOST_NAMES || name.n > MOST_NAME) { /* a hint is not worth that */
        lua_pushnil(L);
        return 1;
    }
    for (size_t k = 1; k <= n; k++) {
        Str other = {0};
        size_t far;
        api_item(L, 2, k);
        if (!api_text_at(L, -1, &other))
            plugin_raise(L, "%s: mục thứ %d của danh sách là %s; cần chữ", "%s: item %d of the list is %s; it must be text", api_name(L), (int)k,
                         api_shown(L, -1));
        plugin_charge(L, 8 + name.n * (name.n + least) / 8);
        other = other.n <= MOST_NAME * 4 ? utf8_fold(a, api_checked(L, 2, other)) : STR("");
        lua_pop(L, 1);
        far = other.n && other.n <= name.n + least ? utf8_distance(name, other) : least;
        if (far < least)
            best = k, least = far;
    }
    if (best == 0)
        lua_pushnil(L);
    else
        api_item(L, 2, best);
    return 1;
}
