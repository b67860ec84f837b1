#include "script/api_inner.h"

#include "script/inner.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { MOST_DECIMALS = 6, MOST_DIGITS = 40 };
static const double most_rounded = 1e15; /* beyond, a double holds no decimals */

/* Halves go away from zero, as offices round; 1.005 counts as it was written, not as the double below it. */
static double rounded(double x, int decimals)
{
    double scale = pow(10, decimals), scaled = x * scale;

    return fabs(scaled) < most_rounded ? round(scaled + copysign(fabs(scaled) * 1e-15 + 1e-12, x)) / scale : x;
}

/* With so many decimals, zeros at the end included. */
static void add_fixed(Buf *out, double x, int decimals)
{
    char text[400];

    x = rounded(x, decimals);
    snprintf(text, sizeof text, "%.*f", decimals, x == 0 ? 0.0 : x);
    write_grouped(out, text);
}

int num_format(lua_State *L)
{
    Buf *out = &api_of(L)->out;
    double x = api_number(L, 1);

    if (!lua_isnoneornil(L, 2))
        add_fixed(out, x, (int)api_int(L, 2, 0, MOST_DECIMALS));
    else
        write_number(out, lua_isinteger(L, 1) ? value_int(lua_tointeger(L, 1)) : value_number(x));
    return api_give(L, buf_str(out));
}

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

/* Digits, either without dots or with one before each three of them. The number of bytes, or 0. */
static size_t whole_part(Str text, Buf *plain)
{
    size_t i = 0, since = 0;
    bool dots = false;

    for (; i < text.n && (is_digit(text.s[i]) || text.s[i] == '.'); i++) {
        if (text.s[i] == '.') {
            if (since == 0 || since > 3 || (dots && since != 3))
                return 0;
            dots = true;
            since = 0;
        } else {
            buf_byte(plain, text.s[i]);
            since++;
        }
    }
    return dots && since != 3 ? 0 : i;
}

/* 1.234,5 as people write it; nil for all else: what people write is data, not a mistake of the plugin. */
int num_parse(lua_State *L)
{
    Buf *plain = &api_of(L)->out;
    Str text = str_trim(api_text(L, 1));
    bool minus = text.n && text.s[0] == '-';
    size_t n, decimals = 0;

    text = str_slice(text, minus, text.n);
    n = text.n <= MOST_DIGITS ? whole_part(text, plain) : 0;
    text = str_slice(text, n, text.n);
    if (n && text.n > 1 && text.s[0] == ',') {
        buf_byte(plain, '.');
        for (decimals = 1; decimals < text.n && is_digit(text.s[decimals]); decimals++)
            buf_byte(plain, text.s[decimals]);
    }
    if (n == 0 || decimals < text.n)
        lua_pushnil(L);
    else if (lua_stringtonumber(L, arena_printf(api_of(L)->scratch, "%s%.*s", minus ? "-" : "", STR_ARG(buf_str(plain))).s) == 0)
        lua_pushnil(L);
    return 1;
}

int num_percent(lua_State *L)
{
    double part = api_number(L, 1), whole = api_number(L, 2);
    int decimals = (int)api_int_or(L, 3, 0, MOST_DECIMALS, 1);
    Buf *out = &api_of(L)->out;

    if (whole == 0)
        api_wrong(L, 2, "số khác 0; hỏi trước: if tổng > 0 then", "other than 0; ask first: if whole > 0 then");
    if (!isfinite(part / whole * 100))
        api_wrong(L, 2, "số lớn hơn, để tính được phần trăm", "larger, so that there is a percentage");
    add_fixed(out, part / whole * 100, decimals);
    if (decimals && str_find_byte(buf_str(out), ',', 0) < out->n)
        while (out->s[out->n - 1] == '0' || out->s[out->n - 1] == ',')
            if (out->s[--out->n] == ',')
                break;
    buf_byte(out, '%');
    return api_give(L, buf_str(out));
}

int num_round(lua_State *L)
{
    double x = api_number(L, 1);
    int decimals = (int)api_int_or(L, 2, 0, MOST_DECIMALS, 0);

    x = rounded(x, decimals);
    if (decimals == 0 && fabs(x) < most_rounded)
        lua_pushinteger(L, (lua_Integer)x);
    else
        lua_pushnumber(L, x);
    return 1;
}
