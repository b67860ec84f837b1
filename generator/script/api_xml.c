#include "script/api_inner.h"
#include "script/engine.h"

#include "value/schema.h"

#include <stddef.h>

enum { MOST_NAME = 60 };

/* What xml.tag makes is no Value, so that it gets neither into a page nor into a result: only xml.document makes text of it. */
static const ValueText *xml_at(lua_State *L, int i)
{
    bool is;

    if (lua_type(L, i) != LUA_TUSERDATA || !lua_getmetatable(L, i))
        return NULL;
    plugin_kept(L, KEEP_XML);
    is = lua_rawequal(L, -1, -2);
    lua_pop(L, 2);
    return is ? lua_touserdata(L, i) : NULL;
}

bool api_is_xml(lua_State *L, int i) { return xml_at(L, i) != NULL; }

static int give_xml(lua_State *L, Str text)
{
    ValueText *block;

    api_fits(L, text.n);
    plugin_charge(L, text.n / 16);
    block = plugin_block(L, sizeof *block + text.n + 1);
    block->n = text.n;
    memcpy(block->s, text.s, text.n);
    block->s[text.n] = 0;
    plugin_kept(L, KEEP_XML);
    lua_setmetatable(L, -2);
    return 1;
}

/* The length of a name without a prefix at the front of `text`, or 0. */
static size_t plain_name(Str text)
{
    size_t n = 0;

    for (; n < text.n; n++) {
        char c = text.s[n];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
        if (!letter && (n == 0 || !((c >= '0' && c <= '9') || c == '-' || c == '.')))
            break;
    }
    return n;
}

/* name or prefix:name. */
static bool is_name(Str text)
{
    size_t n = plain_name(text);

    if (n && n < text.n && text.s[n] == ':' && text.n <= MOST_NAME) {
        text = str_slice(text, n + 1, text.n);
        n = plain_name(text);
    }
    return n && n == text.n && text.n <= MOST_NAME;
}

/* Escaped; of what UTF-8 can hold and api_checked lets through, XML 1.0 knows all but U+FFFE and U+FFFF (section 2.2). */
static void add_text(lua_State *L, const Element *m, Str text)
{
    text = api_checked(L, m->arg, text);
    if (str_find(text, STR("\xef\xbf\xbe")) < text.n || str_find(text, STR("\xef\xbf\xbf")) < text.n)
        plugin_raise(L, "%s: tham số thứ %d có ký tự mà XML không cho phép (U+FFFE, U+FFFF)",
                     "%s: argument %d holds a character that XML does not allow (U+FFFE, U+FFFF)", api_name(L), m->arg);
    buf_html(&api_of(L)->out, text);
}

/* The words of a text, number, date or status, for programs to read. False: it has none. */
static bool words(lua_State *L, int i, Str *out)
{
    const Value *v = plugin_value_at(L, i);

    if (v && value_is(*v, VALUE_DATE))
        *out = date_iso(api_of(L)->scratch, v->as.date);
    else if (lua_type(L, i) == LUA_TNUMBER && !lua_isinteger(L, i))
        *out = arena_printf(api_of(L)->scratch, "%.14g", element_finite(L, i));
    else
        return !(v && value_is(*v, VALUE_PATH)) && api_text_at(L, i, out);
    return true;
}

static void check_path(lua_State *L, const Element *m, int i)
{
    const Value *v = plugin_value_at(L, i);

    if (v && value_is(*v, VALUE_PATH))
        plugin_raise(L, "%s: tham số thứ %d có đường dẫn «%s»; tệp XML cần địa chỉ đầy đủ: url.absolute(đường dẫn)",
                     "%s: argument %d holds the path \"%s\"; a file of XML needs the full address: url.absolute(path)", api_name(L), m->arg,
                     api_cut(L, value_str(*v)));
}

void xml_attribute(lua_State *L, const Element *m, Str name, int value)
{
    Buf *out = &api_of(L)->out;
    Str text = {0};

    plugin_charge(L, 16);
    if (!is_name(name))
        plugin_raise(L, "%s: tên thuộc tính «%s» không dùng được trong XML; ví dụ đúng: href, xml:lang",
                     "%s: the attribute name \"%s\" cannot be used in XML; right are href, xml:lang", api_name(L), api_cut(L, name));
    if (lua_isnoneornil(L, value) || (lua_isboolean(L, value) && !lua_toboolean(L, value)))
        return;
    check_path(L, m, value);
    if (!words(L, value, &text))
        plugin_raise(L, "%s: thuộc tính «%s» là %s; cần chữ (\"true\", \"false\" cũng viết bằng chữ), số hoặc ngày",
                     "%s: the attribute \"%s\" is %s; it must be text (\"true\" and \"false\" too), a number or a date", api_name(L),
                     api_cut(L, name), api_shown(L, value));
    buf_byte(out, ' ');
    buf_add(out, name);
    buf_puts(out, "=\"");
    add_text(L, m, text);
    buf_byte(out, '"');
    api_fits(L, out->n);
}

void xml_child(lua_State *L, const Element *m, int i)
{
    const ValueText *xml = xml_at(L, i);
    const Value *v = plugin_value_at(L, i);
    Str text = {0};

    check_path(L, m, i);
    if (xml)
        buf_add(&api_of(L)->out, (Str){xml->s, xml->n});
    else if (v && value_is(*v, VALUE_HTML) && str_find_byte(value_str(*v), ENGINE_PATH_OPENS, 0) < value_str(*v).n)
        plugin_raise(L, "%s: HTML này có liên kết trong cổng; ở đây viết địa chỉ đầy đủ: html.link(url.absolute(đường dẫn), …)",
                     "%s: this HTML has links within the portal; here write full addresses: html.link(url.absolute(path), …)", api_name(L));
    else if (v && value_is(*v, VALUE_HTML)) /* readers of feeds want markup as text */
        add_text(L, m, value_str(*v));
    else if (words(L, i, &text))
        add_text(L, m, text);
    else
        element_no_child(L, m, i);
}

int xml_tag(lua_State *L)
{
    Buf *out = &api_of(L)->out;
    Element m = {.xml = true, .arg = 1};
    int top = lua_gettop(L), attributes = element_table(L, 2);
    Str name = {0};
    size_t start;

    if (lua_type(L, 1) != LUA_TSTRING || !api_text_at(L, 1, &name) || !is_name(name))
        api_wrong(L, 1, "tên thẻ XML: \"item\", \"atom:link\"", "an element's name in XML: \"item\", \"atom:link\"");
    buf_byte(out, '<');
    buf_add(out, name);
    if (attributes)
        element_attributes(L, &m, attributes);
    start = out->n;
    buf_byte(out, '>');
    for (m.arg = attributes ? 3 : 2; m.arg <= top; m.arg++)
        element_child(L, &m, m.arg, 0);
    if (out->n == start + 1) {
        out->n = start;
        buf_puts(out, "/>");
        return give_xml(L, buf_str(out));
    }
    buf_puts(out, "</");
    buf_add(out, name);
    buf_byte(out, '>');
    return give_xml(L, buf_str(out));
}

int xml_document(lua_State *L)
{
    Buf *out = &api_of(L)->out;
    const ValueText *root = xml_at(L, 1);

    if (!root)
        api_wrong(L, 1, "thẻ gốc làm bằng xml.tag", "the root element, made with xml.tag");
    buf_puts(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    buf_add(out, (Str){root->s, root->n});
    buf_byte(out, '\n');
    return api_give(L, buf_str(out));
}

static int no_concat(lua_State *L)
{
    plugin_raise(L, "không nối được XML bằng «..»; đặt các phần cạnh nhau trong xml.tag(tên, nil, a, b)",
                 "XML cannot be joined by \"..\"; put the pieces side by side into xml.tag(name, nil, a, b)");
}

void api_open_xml(lua_State *L)
{
    lua_newtable(L);
    lua_pushcfunction(L, no_concat);
    lua_setfield(L, -2, "__concat");
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    lua_pushliteral(L, "XML");
    lua_pushvalue(L, -1);
    lua_setfield(L, -3, "__name"); /* for messages of Lua's own */
    lua_setfield(L, -2, "__what"); /* for those of plugin_take */
    plugin_keep(L, KEEP_XML);
}
