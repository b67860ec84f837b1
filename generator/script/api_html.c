#include "script/api_inner.h"

#include "base/utf8.h"

/* Elements that would run, load or style something, end what a browser reads as the page's content, or come alive in a drawing. */
static bool is_refused(const char *name)
{
    static const char *const names[] = {"script", "style",    "iframe",   "object", "embed",    "base",     "meta",  "link",      "html", "head",
                                        "body",   "frame",    "frameset", "applet", "portal",   "template", "slot",  "plaintext", "xmp",  "title",
                                        "noembed", "noframes", "noscript", "param",  "textarea", "animate",  "set",  "use",   "image",     "textpath", NULL};

    return element_is_one(name, names);
}

static const char *element_name(lua_State *L)
{
    Str name = {0};
    bool good = lua_type(L, 1) == LUA_TSTRING && api_text_at(L, 1, &name) && name.n > 0 && name.n <= 40;

    for (size_t i = 0; good && i < name.n; i++)
        good = (name.s[i] >= 'a' && name.s[i] <= 'z') || (i && ((name.s[i] >= '0' && name.s[i] <= '9') || name.s[i] == '-'));
    if (!good)
        api_wrong(L, 1, "tên thẻ bằng chữ thường: \"p\", \"h2\", \"table\"", "an element's name in small letters: \"p\", \"h2\", \"table\"");
    if (strcmp(name.s, "svg") == 0 || strcmp(name.s, "math") == 0)
        api_wrong(L, 1, "một thẻ HTML; hình vẽ thì dùng svg.tag", "an element of HTML; drawings are made with svg.tag");
    if (is_refused(name.s))
        api_wrong(L, 1, "một thẻ chỉ mang nội dung, không chạy hay nhúng gì", "an element that only holds content, and runs or embeds nothing");
    return name.s;
}

int html_tag(lua_State *L)
{
    Element m = {.name = element_name(L)};
    int attributes = element_table(L, 2);

    element_write(L, &m, attributes, attributes ? 3 : 2);
    return api_give_html(L, buf_str(&api_of(L)->out));
}

int html_text(lua_State *L)
{
    buf_html(&api_of(L)->out, api_text(L, 1));
    return api_give_html(L, buf_str(&api_of(L)->out));
}

int html_join(lua_State *L)
{
    Element m = {.arg = 1};

    for (int top = lua_gettop(L); m.arg <= top; m.arg++)
        element_child(L, &m, m.arg, 0);
    return api_give_html(L, buf_str(&api_of(L)->out));
}

int html_link(lua_State *L)
{
    Api *api = api_of(L);
    Element m = {.name = "a", .arg = 1};
    size_t start;

    if (!lua_toboolean(L, 1))
        api_wrong(L, 1, "đường dẫn hoặc địa chỉ", "a path or an address");
    buf_puts(&api->out, "<a");
    element_attribute(L, &m, STR("href"), 1);
    buf_byte(&api->out, '>');
    start = api->out.n;
    for (m.arg = 2; m.arg <= lua_gettop(L); m.arg++)
        element_child(L, &m, m.arg, 0);
    if (api->out.n == start)
        plugin_raise(L, "%s: liên kết không có chữ; cần html.link(đường dẫn, chữ)", "%s: a link without words; write html.link(path, words)",
                     api_name(L));
    buf_puts(&api->out, "</a>");
    return api_give_html(L, buf_str(&api->out));
}

/* The alternative text is always written: without words the picture is an ornament. */
int html_img(lua_State *L)
{
    Api *api = api_of(L);
    Element m = {.name = "img", .arg = 1};

    if (!lua_toboolean(L, 1))
        api_wrong(L, 1, "đường dẫn tới ảnh", "a path to a picture");
    buf_puts(&api->out, "<img");
    element_attribute(L, &m, STR("src"), 1);
    buf_puts(&api->out, " alt=\"");
    if (lua_toboolean(L, 2))
        buf_html(&api->out, api_text(L, 2));
    buf_byte(&api->out, '"');
    if (!lua_isnoneornil(L, 3)) {
        luaL_checktype(L, 3, LUA_TTABLE);
        lua_settop(L, 3);
        for (const char *const *name = (const char *const[]){"src", "alt", NULL}; *name; name++) {
            lua_pushstring(L, *name);
            if (lua_rawget(L, 3) != LUA_TNIL)
                api_wrong(L, 3, "table thuộc tính không có src và alt, đã là tham số 1 và 2", "attributes without src and alt, which are arguments 1 and 2");
            lua_pop(L, 1);
        }
        element_attributes(L, &m, 3);
    }
    buf_byte(&api->out, '>');
    return api_give_html(L, buf_str(&api->out));
}
