#include "script/api_inner.h"
#include "script/engine.h"

#include "content/html_url.h"
#include "script/inner.h"
#include "value/schema.h"

#include <math.h>
#include <stdlib.h>

enum { MOST_ATTRIBUTES = 64, FEW_ATTRIBUTES = 8, MOST_NAME = 40 };

bool element_is_one(const char *name, const char *const *names)
{
    for (; *names; names++)
        if ((*names)[0] == name[0] && strcmp(name, *names) == 0)
            return true;
    return false;
}

bool element_is_void(const char *name)
{
    static const char *const names[] = {"br", "hr", "img", "input", "col", "wbr", "area", "source", "track", NULL};

    return element_is_one(name, names);
}

/* What every reader understands: no scripts, no styles, nothing from elsewhere. */
static bool svg_allows(const char *name)
{
    static const char *const names[] = {
        "class", "id", "role", "lang", "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "ry", "dx", "dy", "width", "height",
        "viewBox", "preserveAspectRatio", "d", "points", "transform", "fill", "fill-opacity", "stroke", "stroke-width", "stroke-opacity",
        "stroke-dasharray", "stroke-linecap", "stroke-linejoin", "opacity", "text-anchor", "dominant-baseline", "font-size",
        "font-weight", "focusable", NULL};

    return element_is_one(name, names) || strncmp(name, "aria-", 5) == 0 || strncmp(name, "data-", 5) == 0;
}

static bool well_formed(Str name, bool capitals)
{
    for (size_t i = 0; i < name.n; i++) {
        char c = name.s[i];
        bool letter = (c >= 'a' && c <= 'z') || (capitals && c >= 'A' && c <= 'Z');
        if (!letter && (i == 0 || !((c >= '0' && c <= '9') || c == '-')))
            return false;
    }
    return name.n > 0 && name.n <= MOST_NAME;
}

static _Noreturn void refuse(lua_State *L, Str name, const char *vi, const char *en)
{
    plugin_raise(L, "%s: không dùng được thuộc tính «%s»; %s", "%s: the attribute \"%s\" cannot be used; %s", api_name(L),
                 api_cut(L, name), api_english(L) ? en : vi);
}

/* The name, which is NUL-terminated, or an error. */
static const char *checked_name(lua_State *L, const Element *m, Str name)
{
    static const char *const refused[] = {"style", "srcdoc", "srcset", "imagesrcset", "ping", "background", "manifest", "attributionsrc", NULL};
    const char *s = name.s;

    if (!well_formed(name, m->svg))
        refuse(L, name, "tên thuộc tính chỉ gồm a-z, 0-9 và «-»: class, aria-label", "its name is made of a-z, 0-9 and '-': class, aria-label");
    if (strcmp(s, "style") == 0)
        refuse(L, name, "kiểu dáng đặt bằng class và tệp CSS của giao diện", "use class and the theme's style sheet");
    if (strncasecmp(s, "on", 2) == 0)
        refuse(L, name, "trang không chứa kịch bản", "pages hold no script");
    if (element_is_one(s, refused))
        refuse(L, name, "dùng src hoặc href với một đường dẫn", "use src or href with one path");
    if (m->svg && !svg_allows(s))
        refuse(L, name, "SVG chỉ nhận thuộc tính vẽ: d, x, y, width, fill, stroke, class…",
               "SVG takes what draws: d, x, y, width, fill, stroke, class…");
    return s;
}

static bool is_url(const char *name, bool *loads)
{
    static const char *const links[] = {"href", "cite", "longdesc", NULL};
    static const char *const loaded[] = {"src", "poster", "data", "action", "formaction", NULL};

    *loads = element_is_one(name, loaded);
    return *loads || element_is_one(name, links);
}

/* Outside of a page nobody knows yet from where the link leads: the path stands between marks that no text can hold, until the page that
 * shows this is written (engine_html). */
static void add_path(lua_State *L, Str path)
{
    Api *api = api_of(L);

    if (!api->path) {
        buf_byte(&api->out, ENGINE_PATH_OPENS);
        buf_add(&api->out, path);
        buf_byte(&api->out, ENGINE_PATH_ENDS);
        return;
    }
    buf_clear(&api->url);
    api->path(api->host, &api->url, path);
    buf_html(&api->out, buf_str(&api->url));
}

/* An address: a path of the site, or a text by the list of schemes. What a page loads lies in the portal itself. */
static void add_url(lua_State *L, const Element *m, const char *name, int value, bool loads)
{
    const Value *v = plugin_value_at(L, value);
    char scheme[URL_MOST_SCHEME + 1];
    UrlType type;
    Str text = {0};

    if (v && value_is(*v, VALUE_PATH)) {
        add_path(L, value_str(*v));
        return;
    }
    if ((v && !value_is(*v, VALUE_STRING)) || !api_text_at(L, value, &text))
        plugin_raise(L, "%s: thuộc tính «%s» là %s; cần đường dẫn (trang.url, tệp đính kèm) hoặc chữ",
                     "%s: the attribute \"%s\" is %s; it must be a path (page.url, a file) or text", api_name(L), name, api_shown(L, value));
    text = api_checked(L, m->arg, text);
    type = url_type(text, scheme);
    if (loads && type != URL_INTERNAL)
        plugin_raise(L, "%s: «%s» của thuộc tính «%s» không nằm trong cổng; cần đường dẫn tới tệp của cổng",
                     "%s: \"%s\" of the attribute \"%s\" is not in the portal; it must be a path to one of its files", api_name(L),
                     api_cut(L, text), name);
    if (type != URL_INTERNAL && type != URL_EXTERNAL)
        plugin_raise(L, "%s: địa chỉ «%s» không thuộc loại được phép; được phép: http, https, mailto, tel, đường dẫn trong cổng, #neo",
                     "%s: the address \"%s\" is of a kind that is not allowed; allowed: http, https, mailto, tel, paths, #anchor",
                     api_name(L), api_cut(L, text));
    url_write(&api_of(L)->out, text);
}

void element_number(Buf *out, double x)
{
    char text[400];
    size_t n;

    snprintf(text, sizeof text, "%.2f", x);
    n = strlen(text);
    while (text[n - 1] == '0')
        n--;
    n -= text[n - 1] == '.';
    text[n] = 0;
    buf_puts(out, strcmp(text, "-0") == 0 ? "0" : text);
}

double element_finite(lua_State *L, int i)
{
    double x = lua_tonumber(L, i);

    if (!isfinite(x))
        plugin_raise(L, "%s: %g không phải một số viết ra được; có phép chia cho 0?", "%s: %g is no number that can be written; a division by 0?",
                     api_name(L), x);
    return x;
}

static void add_number(lua_State *L, const Element *m, int value)
{
    Buf *out = &api_of(L)->out;

    if (lua_isinteger(L, value))
        buf_printf(out, "%lld", (long long)lua_tointeger(L, value));
    else if (m->svg)
        element_number(out, element_finite(L, value));
    else
        buf_printf(out, "%.14g", element_finite(L, value));
}

/* Words of an attribute; what draws in SVG may lead nowhere. */
static void add_words(lua_State *L, const Element *m, const char *name, int value)
{
    const Value *v = plugin_value_at(L, value);
    Str text = {0};

    if (v && value_is(*v, VALUE_DATE)) {
        Date d = v->as.date;
        d.minute = strcmp(name, "datetime") == 0 ? d.minute : -1;
        text = strcmp(name, "datetime") == 0 ? date_iso(api_of(L)->scratch, d) : date_shown(api_of(L)->scratch, d);
    } else if (v && value_is(*v, VALUE_PATH)) {
        add_path(L, value_str(*v));
        return;
    } else if (!api_text_at(L, value, &text)) {
        plugin_raise(L, "%s: thuộc tính «%s» là %s; cần chữ, số, ngày, true hoặc false",
                     "%s: the attribute \"%s\" is %s; it must be text, a number, a date, true or false", api_name(L), name,
                     api_shown(L, value));
    }
    text = api_checked(L, m->arg, text);
    if (m->svg && strncmp(name, "aria-", 5) != 0
        && (str_find_byte(text, '\\', 0) < text.n || strcasestr(arena_str(api_of(L)->scratch, text).s, "url")))
        plugin_raise(L, "%s: thuộc tính «%s» không được chứa «\\» hay «url»: «%s»", "%s: the attribute \"%s\" may hold neither \"\\\" nor \"url\": \"%s\"",
                     api_name(L), name, api_cut(L, text));
    buf_html(&api_of(L)->out, text);
}

void element_attribute(lua_State *L, const Element *m, Str name, int value)
{
    Buf *out = &api_of(L)->out;
    const char *s;
    bool loads;

    if (m->xml) {
        xml_attribute(L, m, name, value);
        return;
    }
    s = checked_name(L, m, name);
    plugin_charge(L, 16);
    if (lua_isnoneornil(L, value) || (lua_isboolean(L, value) && !lua_toboolean(L, value)))
        return;
    buf_byte(out, ' ');
    buf_puts(out, s);
    if (lua_isboolean(L, value)) {
        buf_puts(out, strncmp(s, "aria-", 5) == 0 ? "=\"true\"" : "");
        return;
    }
    buf_puts(out, "=\"");
    if (!m->svg && is_url(s, &loads))
        add_url(L, m, s, value, loads);
    else if (lua_type(L, value) == LUA_TNUMBER)
        add_number(L, m, value);
    else
        add_words(L, m, s, value);
    buf_byte(out, '"');
    api_fits(L, out->n);
}

typedef struct {
    Str name; /* lives while the table holds it */
    int value; /* its place on the stack */
} Attribute;

static int by_name(const void *a, const void *b) { return str_cmp(((const Attribute *)a)->name, ((const Attribute *)b)->name); }

/* Leaves the values on the stack, from its top on. */
static size_t read_attributes(lua_State *L, int table, Attribute *list)
{
    size_t n = 0;

    for (lua_pushnil(L); lua_next(L, table); n++) {
        if (n % FEW_ATTRIBUTES == 0)
            luaL_checkstack(L, FEW_ATTRIBUTES + 8, NULL); /* for few of them a function has room from the start */
        if (lua_type(L, -2) != LUA_TSTRING)
            api_wrong(L, table, "table thuộc tính { class = … }, chỉ có khóa là tên", "a table of attributes { class = … } whose keys are names");
        if (n == MOST_ATTRIBUTES)
            plugin_raise(L, "%s: nhiều hơn %d thuộc tính", "%s: more than %d attributes", api_name(L), MOST_ATTRIBUTES);
        lua_insert(L, -2);
        list[n].name.s = lua_tolstring(L, -1, &list[n].name.n);
        list[n].value = lua_gettop(L) - 1;
    }
    return n;
}

/* In the order of their names, so that two builds write the same. */
void element_attributes(lua_State *L, Element *m, int table)
{
    Attribute list[MOST_ATTRIBUTES];
    int top = lua_gettop(L);
    size_t n = read_attributes(L, table, list);

    if (n > 1)
        qsort(list, n, sizeof *list, by_name);
    m->arg = table;
    for (size_t i = 0; i < n; i++)
        element_attribute(L, m, list[i].name, list[i].value);
    lua_settop(L, top);
}

int element_table(lua_State *L, int i)
{
    int texts;

    if (!lua_istable(L, i))
        return 0;
    lua_pushnil(L);
    if (!lua_next(L, i))
        return 0; /* an empty list of children writes nothing either */
    texts = lua_type(L, -2) == LUA_TSTRING;
    lua_pop(L, 2);
    return texts ? i : 0;
}

void element_no_child(lua_State *L, const Element *m, int i)
{
    if (lua_type(L, i) == LUA_TBOOLEAN)
        plugin_raise(L, "%s: nội dung (tham số thứ %d) là true; cần chữ, ví dụ: x and \"có\"",
                     "%s: the content (argument %d) is true; it must be words, say: x and \"yes\"", api_name(L), m->arg);
    plugin_raise(L, "%s: nội dung (tham số thứ %d) là %s; cần chữ, số, ngày, HTML hoặc danh sách của chúng",
                 "%s: the content (argument %d) is %s; it must be text, a number, a date, HTML or a list of these", api_name(L), m->arg,
                 api_shown(L, i));
}

/* Drawings hold words only where they are drawn or read. */
static void check_words(lua_State *L, const Element *m, int i)
{
    static const char *const worded[] = {"text", "tspan", "title", "desc", NULL};

    if (m->svg && !element_is_one(m->name, worded))
        plugin_raise(L, "%s: trong <%s> không viết được %s; đặt vào svg.tag(\"text\", …)",
                     "%s: %s stands for nothing in <%s>; put it into svg.tag(\"text\", …)", api_name(L), api_english(L) ? api_shown(L, i) : m->name,
                     api_english(L) ? m->name : api_shown(L, i));
}

static void child_value(lua_State *L, const Element *m, int i, Value v)
{
    Api *api = api_of(L);
    Date d;

    switch (value_type(v)) {
    case VALUE_HTML: buf_add(&api->out, value_str(v)); break;
    case VALUE_DATE:
        check_words(L, m, i);
        d = v.as.date;
        d.minute = -1;
        buf_add(&api->out, date_shown(api->scratch, d));
        break;
    case VALUE_STATUS:
        check_words(L, m, i);
        buf_html(&api->out, value_status_shown(v));
        break;
    case VALUE_PATH:
        plugin_raise(L, "%s: nội dung (tham số thứ %d) là đường dẫn «%s»; dùng html.link(đường dẫn, chữ)",
                     "%s: the content (argument %d) is the path \"%s\"; use html.link(path, words)", api_name(L), m->arg,
                     api_cut(L, value_str(v)));
    default: element_no_child(L, m, i);
    }
}

static void child_list(lua_State *L, const Element *m, int i, int depth)
{
    size_t n;

    if (depth == API_MOST_DEPTH)
        plugin_raise(L, "%s: danh sách lồng nhau quá %d tầng", "%s: lists are nested more than %d deep", api_name(L), API_MOST_DEPTH);
    n = api_list(L, i, m->arg);
    for (size_t k = 1; k <= n; k++) {
        api_item(L, i, k);
        element_child(L, m, lua_gettop(L), depth + 1);
        lua_pop(L, 1);
    }
}

void element_child(lua_State *L, const Element *m, int i, int depth)
{
    Buf *out = &api_of(L)->out;
    const Value *v = plugin_value_at(L, i);
    Str text;

    plugin_charge(L, 8);
    if (lua_isnoneornil(L, i) || (lua_isboolean(L, i) && !lua_toboolean(L, i)))
        return;
    if (lua_istable(L, i) || (v && value_is(*v, VALUE_LIST))) {
        child_list(L, m, i, depth);
    } else if (m->xml) {
        xml_child(L, m, i);
    } else if (v) {
        child_value(L, m, i, *v);
    } else if (lua_type(L, i) == LUA_TSTRING) {
        check_words(L, m, i);
        text.s = lua_tolstring(L, i, &text.n);
        buf_html(out, api_checked(L, m->arg, text));
    } else if (lua_type(L, i) == LUA_TNUMBER) {
        check_words(L, m, i);
        write_number(out, lua_isinteger(L, i) ? value_int(lua_tointeger(L, i)) : value_number(element_finite(L, i)));
    } else {
        element_no_child(L, m, i);
    }
    api_fits(L, out->n);
}

void element_write(lua_State *L, const Element *given, int attributes, int first_child)
{
    Buf *out = &api_of(L)->out;
    Element m = *given;
    int top = lua_gettop(L);

    buf_byte(out, '<');
    buf_puts(out, m.name);
    if (attributes)
        element_attributes(L, &m, attributes);
    buf_byte(out, '>');
    if (!m.svg && element_is_void(m.name)) {
        for (int i = first_child; i <= top; i++)
            if (lua_toboolean(L, i))
                plugin_raise(L, "%s: <%s> không chứa nội dung", "%s: <%s> holds no content", api_name(L), m.name);
        return;
    }
    for (m.arg = first_child; m.arg <= top; m.arg++)
        element_child(L, &m, m.arg, 0);
    buf_puts(out, "</");
    buf_puts(out, m.name);
    buf_byte(out, '>');
}
