#include "output/inspect.h"

#include <strings.h>

/* The tag that is being looked at. */
typedef struct {
    Str name;
    bool data_script; /* type is JSON, or the script has a src */
} Tag;

/* What a byte is inside a tag; tables, since every byte of every tag of every page passes here. */
enum { BYTE_SPACE = 1, BYTE_ENDS_NAME = 2 };
static const unsigned char bytes[256] = {
    [' '] = BYTE_SPACE | BYTE_ENDS_NAME,  ['\n'] = BYTE_SPACE | BYTE_ENDS_NAME, ['\t'] = BYTE_SPACE | BYTE_ENDS_NAME,
    ['\r'] = BYTE_SPACE | BYTE_ENDS_NAME, ['\f'] = BYTE_SPACE | BYTE_ENDS_NAME, ['/'] = BYTE_SPACE | BYTE_ENDS_NAME,
    ['>'] = BYTE_ENDS_NAME,               ['='] = BYTE_ENDS_NAME,
};

/* The first offset from `i` on whose byte is (or, `is` false, is not) of class `what`. */
static size_t skip_to(Str html, size_t i, unsigned char what, bool is)
{
    while (i < html.n && ((bytes[(unsigned char)html.s[i]] & what) != 0) != is)
        i++;
    return i;
}

static bool same(Str a, const char *b) { return a.n == strlen(b) && strncasecmp(a.s, b, a.n) == 0; }

/* Attributes that make a browser fetch something for the page itself. */
static bool loads(Str tag, Str name)
{
    if (same(name, "src") || same(name, "srcset") || same(name, "poster") || same(name, "data") || same(name, "formaction") || same(name, "background"))
        return true;
    return same(name, "href") && (same(tag, "link") || same(tag, "image") || same(tag, "use"));
}

static bool is_foreign(Str url, const Str *hosts, size_t n)
{
    Str host;

    url = str_trim(url);
    if (url.n > 1 && (url.s[0] == '/' || url.s[0] == '\\') && (url.s[1] == '/' || url.s[1] == '\\'))
        host = str_slice(url, 2, url.n);
    else if (url.n > 8 && strncasecmp(url.s, "https://", 8) == 0)
        host = str_slice(url, 8, url.n);
    else if (url.n > 7 && strncasecmp(url.s, "http://", 7) == 0)
        host = str_slice(url, 7, url.n);
    else
        return false;
    host = str_slice(host, 0, str_find_byte(host, '/', 0));
    for (size_t i = 0; i < n; i++)
        if (str_eq(host, hosts[i]))
            return false;
    return true;
}

/* A script is a file: `data:`, `blob:` and the like would bring their own text. */
static bool is_no_file(Str url)
{
    Str scheme = str_slice(url, 0, str_find_byte(url, ':', 0));

    return scheme.n < url.n && !same(scheme, "http") && !same(scheme, "https") && str_find_byte(scheme, '/', 0) == scheme.n
        && str_find_byte(scheme, '?', 0) == scheme.n && str_find_byte(scheme, '#', 0) == scheme.n;
}

/* `<link rel="canonical">` and such name an address, they load nothing. */
static bool is_naming_link(Str tag_text)
{
    static const char *const rels[] = {"rel=\"canonical\"", "rel=\"alternate\"", "rel=\"license\"", "rel=\"author\""};

    for (size_t i = 0; i < sizeof rels / sizeof *rels; i++)
        if (str_find(tag_text, str_from(rels[i])) < tag_text.n)
            return true;
    return false;
}

static bool complain(Diag *d, Place at, Str path, const char *what)
{
    diag_error(d, at, "inspect.unsafe", "trang «%.*s» chứa %s, không được phép đăng", "page «%.*s» holds %s, which may not be published",
               STR_ARG(path), what);
    return false;
}

/* Most attributes (class, id, lang, alt, data-…) can do no harm, whatever they hold: the others are told by first letter and length. */
static bool may_harm(Str name, Str value)
{
    switch (name.s[0] | 32) {
    case 'o':
    case 's': return true; /* on…, src, srcset, srcdoc, style */
    case 'h':              /* href */
    case 't':              /* type */
    case 'd':              /* data */
        if (name.n == 4)
            return true;
        break;
    case 'p': /* poster */
    case 'f': /* formaction */
    case 'b': return true; /* background */
    }
    return value.n && ((value.s[0] | 32) == 'j' || value.s[0] <= ' ');
}

/* Looks at one attribute; what is wrong with it, or NULL. */
static const char *fault_of(Tag *tag, Str tag_text, Str name, Str value, const Str *hosts, size_t n)
{
    if (!may_harm(name, value))
        return NULL;
    if (name.n > 2 && strncasecmp(name.s, "on", 2) == 0)
        return "on…=";
    if (same(name, "style"))
        return "style=";
    if (same(name, "srcdoc"))
        return "srcdoc=";
    if (same(tag->name, "script") && (same(name, "src") || (same(name, "type") && str_ends(value, STR("json")))))
        tag->data_script = true;
    if (loads(tag->name, name) && is_foreign(value, hosts, n) && !(same(tag->name, "link") && is_naming_link(tag_text)))
        return "http…";
    if (same(tag->name, "script") && same(name, "src") && is_no_file(value))
        return "<script src=…:>";
    if (value.n > 11 && strncasecmp(str_trim(value).s, "javascript:", 11) == 0)
        return "javascript:";
    return NULL;
}

static size_t count_blanks(Str text)
{
    size_t n = 0;

    while (n < text.n && text.s[n] != '/' && (bytes[(unsigned char)text.s[n]] & BYTE_SPACE))
        n++;
    return n;
}

/* The value behind a '=' at `i` - 1, which spaces may surround; the offset behind it. */
static size_t take_value(Str html, size_t i, Str *value)
{
    size_t start = i + count_blanks(str_slice(html, i, html.n)), end;
    char quote = start < html.n && (html.s[start] == '"' || html.s[start] == '\'') ? html.s[start] : 0;

    if (quote)
        end = str_find_byte(html, quote, ++start);
    else
        for (end = start; end < html.n && html.s[end] != '>' && html.s[end] != ' ' && html.s[end] != '\n'; end++) {
        }
    *value = str_slice(html, start, end);
    return end + (quote && end < html.n);
}

/* The end of the tag that begins at `at`, behind '>'; its attributes are looked at on the way. */
static size_t look_at_tag(Str html, size_t at, const char **fault, const Str *hosts, size_t n)
{
    size_t i = at + 1, end;
    Tag tag = {.data_script = false};

    i = skip_to(html, i, BYTE_ENDS_NAME, true);
    tag.name = str_slice(html, at + 1, i);
    end = i < html.n && html.s[i] == '>' ? i : str_find_byte(html, '>', i);
    while (i < html.n && html.s[i] != '>') {
        Str name, value = STR("");
        size_t start;
        start = skip_to(html, i, BYTE_SPACE, false);
        i = skip_to(html, start, BYTE_ENDS_NAME, true);
        name = str_slice(html, start, i);
        start = i < html.n && html.s[i] == '=' ? i : skip_to(html, i, BYTE_SPACE, false);
        if (start < html.n && html.s[start] == '=')
            i = take_value(html, start + 1, &value);
        if (name.n && !*fault)
            *fault = fault_of(&tag, str_slice(html, at, end), name, value, hosts, n);
    }
    if (!*fault && same(tag.name, "base"))
        *fault = "<base>";
    if (*fault || (tag.name.n != 5 && tag.name.n != 6))
        return i < html.n ? i + 1 : html.n;
    if (same(tag.name, "style"))
        *fault = "<style>";
    if (same(tag.name, "script") && !tag.data_script)
        *fault = "<script>";
    return i < html.n ? i + 1 : html.n;
}

bool inspect_page(Diag *d, Place at, Str path, Str html, const Str *hosts, size_t host_count)
{
    const char *fault = NULL;

    for (size_t i = str_find_byte(html, '<', 0); i < html.n && !fault; i = str_find_byte(html, '<', i)) {
        char next = i + 1 < html.n ? html.s[i + 1] : 0;
        if ((next | 32) >= 'a' && (next | 32) <= 'z')
            i = look_at_tag(html, i, &fault, hosts, host_count);
        else
            i++;
    }
    return fault ? complain(d, at, path, fault) : true;
}
