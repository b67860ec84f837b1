#include "site/svg.h"

#include "base/utf8.h"
#include "content/html_url.h"

/* Elements that run, load, frame or change the picture, by name without prefix, and how a message calls them. */
static const struct {
    Str name;
    const char *shown;
} elements[] = {
    {STR_INIT("script"), "<script>"},     {STR_INIT("foreignobject"), "<foreignObject>"}, {STR_INIT("iframe"), "<iframe>"},
    {STR_INIT("frame"), "<frame>"},       {STR_INIT("embed"), "<embed>"},                 {STR_INIT("object"), "<object>"},
    {STR_INIT("applet"), "<applet>"},     {STR_INIT("handler"), "<handler>"},             {STR_INIT("listener"), "<listener>"},
    {STR_INIT("set"), "<set>"},           {STR_INIT("discard"), "<discard>"},             {STR_INIT("link"), "<link>"},
    {STR_INIT("meta"), "<meta>"},         {STR_INIT("base"), "<base>"},                   {STR_INIT("form"), "<form>"},
    {STR_INIT("img"), "<img>"},           {STR_INIT("audio"), "<audio>"},                 {STR_INIT("video"), "<video>"},
    {STR_INIT("html"), "<html>"},         {STR_INIT("body"), "<body>"},
};

static bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
static bool ends_name(char c) { return is_space(c) || c == '/' || c == '>' || c == '='; }

/* The offset behind `end`, from `at` on; the text's length where there is none. */
static size_t behind(Str text, size_t at, Str end)
{
    size_t found = at + str_find(str_slice(text, at, text.n), end);

    return found + end.n < text.n ? found + end.n : text.n;
}

static Str name_at(Str text, size_t at)
{
    size_t end = at;

    while (end < text.n && !ends_name(text.s[end]))
        end++;
    return str_slice(text, at, end);
}

static Str without_prefix(Str name)
{
    size_t colon = str_find_byte(name, ':', 0);

    return colon < name.n ? str_slice(name, colon + 1, name.n) : name;
}

static const char *element_danger(Str name)
{
    if (str_starts(name, STR("animate")))
        return "<animate>";
    for (size_t i = 0; i < sizeof elements / sizeof *elements; i++)
        if (str_eq(elements[i].name, name))
            return elements[i].shown;
    return NULL;
}

static bool is_drawn_data(Str url)
{
    return str_starts(url, STR("data:image/png")) || str_starts(url, STR("data:image/jpeg")) || str_starts(url, STR("data:image/gif"))
        || str_starts(url, STR("data:image/webp"));
}

/* A link may lead anywhere that a page's may; all else may only use what is in the picture itself. */
static bool may_refer(Str element, Str url)
{
    char scheme[URL_MOST_SCHEME + 1];
    UrlType type;

    url = str_trim(url);
    if (url.n == 0 || url.s[0] == '#')
        return true;
    if (str_find(url, STR("&#")) < url.n)
        return false;
    type = url_type(url, scheme);
    if (str_is(element, "a"))
        return type == URL_EXTERNAL || type == URL_INTERNAL;
    return is_drawn_data(url);
}

static const char *attribute_danger(Str element, Str name, Str value)
{
    if (name.n > 2 && str_starts(name, STR("on")))
        return "on…=";
    if (str_is(name, "base"))
        return "base=";
    if ((str_is(name, "href") || str_is(name, "src")) && !may_refer(element, value))
        return str_find(value, STR("script:")) < value.n ? "javascript:" : "href=";
    return NULL;
}

/* Looks at the tag that begins at `*at`, which moves behind it. */
static const char *tag_danger(Str text, size_t *at)
{
    Str whole = name_at(text, *at + 1), element = without_prefix(whole);
    const char *danger = element_danger(element);
    size_t i = *at + 1 + whole.n;

    while (!danger && i < text.n && text.s[i] != '>') {
        Str name = name_at(text, i), value = STR("");
        char quote;
        i += name.n;
        while (i < text.n && is_space(text.s[i]))
            i++;
        if (i >= text.n || text.s[i] != '=') {
            i += i < text.n && text.s[i] == '/';
            if (!name.n || i >= text.n || text.s[i] == '>')
                continue;
            danger = attribute_danger(element, without_prefix(name), value);
            continue;
        }
        for (i++; i < text.n && is_space(text.s[i]);)
            i++;
        quote = i < text.n ? text.s[i] : 0;
        if (quote == '"' || quote == '\'') {
            size_t end = str_find_byte(text, quote, i + 1);
            value = str_slice(text, i + 1, end);
            i = end < text.n ? end + 1 : text.n;
        } else {
            value = name_at(text, i);
            i += value.n;
        }
        danger = attribute_danger(element, without_prefix(name), value);
    }
    *at = i < text.n ? i + 1 : text.n;
    return danger;
}

/* "<?…?>": an encoding other than UTF-8 would let other bytes mean "<script>". */
static const char *instruction_danger(Str text)
{
    size_t encoding = str_find(text, STR("encoding"));

    if (str_starts(text, STR("<?xml-stylesheet")))
        return "<?xml-stylesheet";
    if (!str_starts(text, STR("<?xml")) || encoding == text.n)
        return NULL;
    text = str_slice(text, encoding, text.n);
    return str_find(text, STR("utf-8")) < text.n || str_find(text, STR("us-ascii")) < text.n ? NULL : "encoding=";
}

/* Looks at what begins with "<" at `*at`, which moves behind it. */
static const char *markup_danger(Str text, size_t *at)
{
    Str rest = str_slice(text, *at, text.n);
    size_t from = *at;

    if (str_starts(rest, STR("<!--"))) {
        *at = behind(text, from + 4, STR("-->"));
    } else if (str_starts(rest, STR("<![cdata["))) {
        *at = behind(text, from, STR("]]>"));
    } else if (str_starts(rest, STR("<?"))) {
        *at = behind(text, from, STR("?>"));
        return instruction_danger(str_slice(text, from, *at));
    } else if (str_starts(rest, STR("<!"))) {
        *at = behind(text, from, STR(">"));
        return str_find_byte(text, '[', from) < *at || !str_starts(rest, STR("<!doctype")) ? "<!ENTITY" : NULL;
    } else if (str_starts(rest, STR("</"))) {
        *at = behind(text, from, STR(">"));
    } else {
        return tag_danger(text, at);
    }
    return NULL;
}

/* Styles may fetch: only what is in the picture itself. */
static const char *style_danger(Str text)
{
    static const Str quotes[] = {STR_INIT(" "), STR_INIT("\""), STR_INIT("'"), STR_INIT("&quot;"), STR_INIT("&apos;")};

    if (str_find(text, STR("@import")) < text.n)
        return "@import";
    for (size_t at = str_find(text, STR("url(")); at < text.n; at += str_find(str_slice(text, at, text.n), STR("url("))) {
        Str url = str_slice(text, at += 4, text.n);
        for (size_t i = 0; i < sizeof quotes / sizeof *quotes; i++)
            if (str_starts(url, quotes[i]))
                url = str_slice(url, quotes[i].n, url.n);
        if (!str_starts(url, STR("#")) && !is_drawn_data(url))
            return "url(…)";
    }
    return NULL;
}

static Str lower(Arena *scratch, Str text)
{
    char *out = arena_alloc(scratch, text.n + 1);

    for (size_t i = 0; i < text.n; i++)
        out[i] = (char)(text.s[i] >= 'A' && text.s[i] <= 'Z' ? text.s[i] + 32 : text.s[i]);
    out[text.n] = 0;
    return (Str){out, text.n};
}

static bool is_plain_text(Str text)
{
    for (size_t i = 0; i < text.n; i++)
        if ((unsigned char)text.s[i] < ' ' && !is_space(text.s[i]))
            return false;
    return utf8_invalid(text) == text.n;
}

const char *svg_danger(Arena *scratch, Str text)
{
    const char *danger = NULL;

    if (!is_plain_text(text))
        return "encoding=";
    text = lower(scratch, text);
    for (size_t at = str_find_byte(text, '<', 0); at < text.n && !danger; at = str_find_byte(text, '<', at))
        danger = markup_danger(text, &at);
    if (!danger && str_find(text, STR("javascript:")) < text.n)
        danger = "javascript:";
    return danger ? danger : style_danger(text);
}
