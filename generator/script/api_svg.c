#include "script/api_inner.h"

#include <math.h>

static const char *element_name(lua_State *L)
{
    static const char *const names[] = {"svg",  "g",     "path",  "line", "polyline", "polygon", "rect", "circle",
                                        "text", "tspan", "title", "desc", NULL};
    Str name = {0};

    if (lua_type(L, 1) == LUA_TSTRING && api_text_at(L, 1, &name))
        for (const char *const *at = names; *at; at++)
            if (str_is(name, *at))
                return *at;
    api_wrong(L, 1, "một trong: svg, g, path, line, polyline, polygon, rect, circle, text, tspan, title, desc",
              "one of: svg, g, path, line, polyline, polygon, rect, circle, text, tspan, title, desc");
}

int svg_tag(lua_State *L)
{
    Element m = {.svg = true, .name = element_name(L)};
    int attributes = element_table(L, 2);

    element_write(L, &m, attributes, attributes ? 3 : 2);
    return api_give_html(L, buf_str(&api_of(L)->out));
}

int svg_number(lua_State *L)
{
    element_number(&api_of(L)->out, api_number(L, 1));
    return api_give(L, buf_str(&api_of(L)->out));
}

/* The number at place `k` of the list on the stack's top. */
static double coordinate(lua_State *L, size_t point, size_t k)
{
    double x;

    api_item(L, -1, k);
    if (lua_type(L, -1) != LUA_TNUMBER)
        plugin_raise(L, "%s: điểm thứ %d có tọa độ là %s; cần { x, y } với x, y là số", "%s: point %d has %s as a coordinate; it must be { x, y }, two numbers",
                     api_name(L), (int)point, api_shown(L, -1));
    x = lua_tonumber(L, -1);
    if (!isfinite(x))
        plugin_raise(L, "%s: điểm thứ %d có tọa độ là %g", "%s: point %d has %g as a coordinate", api_name(L), (int)point, x);
    lua_pop(L, 1);
    return x;
}

int svg_points(lua_State *L)
{
    Buf *out = &api_of(L)->out;
    size_t n = api_list(L, 1, 1);

    for (size_t i = 1; i <= n; i++) {
        api_item(L, 1, i);
        if (!lua_istable(L, -1) && !plugin_value_at(L, -1))
            plugin_raise(L, "%s: điểm thứ %d là %s; cần { x, y }", "%s: point %d is %s; it must be { x, y }", api_name(L), (int)i, api_shown(L, -1));
        if (i > 1)
            buf_byte(out, ' ');
        element_number(out, coordinate(L, i, 1));
        buf_byte(out, ',');
        element_number(out, coordinate(L, i, 2));
        lua_pop(L, 1);
        api_fits(L, out->n);
    }
    return api_give(L, buf_str(out));
}
