#include "script/api_inner.h"

#include "script/inner.h"

/* The path of a file in site/, perhaps with #fragment: segments with something in them, none that leads elsewhere. */
static bool is_path(Str text)
{
    Str rest = str_slice(text, 0, str_find_byte(text, '#', 0)), segment;

    for (size_t i = 0; i < text.n; i++)
        if ((unsigned char)text.s[i] < ' ')
            return false;
    for (size_t i = 0; i < rest.n; i++)
        if (strchr("\\:?", rest.s[i]))
            return false;
    if (rest.n == 0 || str_ends(rest, STR("/")) || str_trim(text).n != text.n)
        return false;
    while (str_cut(&rest, '/', &segment))
        if (segment.n == 0 || str_is(segment, ".") || str_is(segment, ".."))
            return false;
    return true;
}

/* The path in argument 1: a Path as it is, a text when it is one. */
static Str path_of(lua_State *L)
{
    const Value *v = plugin_value_at(L, 1);
    Str text;

    if (v && value_is(*v, VALUE_PATH))
        return value_str(*v);
    text = lua_type(L, 1) == LUA_TSTRING ? api_text(L, 1) : STR("");
    if (!is_path(text))
        api_wrong(L, 1, "đường dẫn của một tệp trong cổng, không có «/» ở đầu, «..» hay «https:»: \"nguon-tin/rss.xml\"",
                  "the path of a file of the portal, without '/' at its front, \"..\" or \"https:\": \"feeds/rss.xml\"");
    return text;
}

int url_path(lua_State *L) { return api_give_path(L, path_of(L)); }

int url_absolute(lua_State *L)
{
    Api *api = api_of(L);
    Rendering whole = {.base_url = api->base_url, .absolute = true};
    Str path = path_of(L);

    if (!api->base_url.n) {
        lua_pushnil(L);
        return 1;
    }
    engine_url(&api->out, &whole, path);
    return api_give(L, buf_str(&api->out));
}

int url_encode(lua_State *L)
{
    Buf *out = &api_of(L)->out;

    url_component(out, api_text(L, 1), "");
    return api_give(L, buf_str(out));
}
