#include "script/api_inner.h"

#include "value/csv.h"

static char separator(lua_State *L)
{
    Str text = lua_isnoneornil(L, 2) ? STR(",") : api_text(L, 2);

    if (text.n != 1 || !memchr(",;\t", text.s[0], 3))
        api_wrong(L, 2, "\",\", \";\" hoặc \"\\t\"", "\",\", \";\" or \"\\t\"");
    return text.s[0];
}

/* Where ';' stands between cells, spreadsheets read a comma as the decimal sign. */
static Str number_text(lua_State *L, char between)
{
    Str text = {0};
    size_t dot;

    api_text_at(L, -1, &text);
    dot = str_find_byte(text, '.', 0);
    if (between != ';' || dot == text.n)
        return text;
    return arena_printf(api_of(L)->scratch, "%.*s,%.*s", (int)dot, text.s, (int)(text.n - dot - 1), text.s + dot + 1);
}

/* The cell on the stack's top, in place `k` of `row`. */
static void add_cell(lua_State *L, char between, size_t row, size_t k)
{
    Arena *a = api_of(L)->scratch;
    const Value *v = plugin_value_at(L, -1);
    Str text = {0};

    if (lua_isnil(L, -1) || (lua_isboolean(L, -1) && !lua_toboolean(L, -1)))
        return;
    if (v && value_is(*v, VALUE_DATE))
        text = date_iso(a, v->as.date);
    else if (lua_type(L, -1) == LUA_TNUMBER)
        text = number_text(L, between);
    else if (!api_text_at(L, -1, &text))
        plugin_raise(L, "%s: ô thứ %d của hàng %d là %s; cần chữ, số, ngày, hoặc false cho ô trống",
                     "%s: cell %d of row %d is %s; it must be text, a number, a date, or false for an empty one", api_name(L), (int)k, (int)row,
                     api_shown(L, -1));
    csv_cell(&api_of(L)->out, api_checked(L, 1, text), between);
}

/* Adds the row at stack index `i`. */
static void add_row(lua_State *L, int i, char between, size_t row)
{
    Buf *out = &api_of(L)->out;
    size_t n = api_list(L, i, 1);

    for (size_t k = 1; k <= n; k++) {
        if (k > 1)
            buf_byte(out, between);
        api_item(L, i, k);
        add_cell(L, between, row, k);
        lua_pop(L, 1);
        plugin_charge(L, 16);
    }
    buf_puts(out, "\r\n");
    api_fits(L, out->n);
}

int csv_row(lua_State *L)
{
    char between = separator(L);

    lua_settop(L, 2);
    add_row(L, 1, between, 1);
    return api_give(L, buf_str(&api_of(L)->out));
}

/* A whole file: the mark at its head tells spreadsheets that it is UTF-8. */
int csv_table(lua_State *L)
{
    char between = separator(L);
    size_t n = api_list(L, 1, 1);

    lua_settop(L, 2);
    buf_puts(&api_of(L)->out, "\xef\xbb\xbf");
    for (size_t i = 1; i <= n; i++) {
        api_item(L, 1, i);
        if (!lua_istable(L, 3) && !plugin_value_at(L, 3))
            plugin_raise(L, "%s: hàng %d là %s; cần danh sách các ô", "%s: row %d is %s; it must be a list of cells", api_name(L), (int)i,
                         api_shown(L, 3));
        add_row(L, 3, between, i);
        lua_settop(L, 2);
    }
    return api_give(L, buf_str(&api_of(L)->out));
}
