#include "script/inner.h"

/* Bytes that stand for themselves wherever they are in a URL. */
static const bool plain[256] = {
    ['a' ... 'z'] = true, ['A' ... 'Z'] = true, ['0' ... '9'] = true, ['-'] = true, ['.'] = true, ['_'] = true, ['~'] = true,
};

static void percent(Buf *out, unsigned char c)
{
    static const char hex[] = "0123456789ABCDEF";

    buf_byte(out, '%');
    buf_byte(out, hex[c >> 4]);
    buf_byte(out, hex[c & 15]);
}

void url_component(Buf *out, Str text, const char *keep)
{
    size_t from = 0;

    for (size_t i = 0; i < text.n; i++) {
        unsigned char c = (unsigned char)text.s[i];
        if (plain[c] || (c && strchr(keep, c)))
            continue;
        buf_add(out, str_slice(text, from, i));
        percent(out, c);
        from = i + 1;
    }
    buf_add(out, str_slice(text, from, text.n));
}

bool url_text(Buf *out, Str url)
{
    static const char *const good[] = {"http", "https", "mailto", "tel"};
    size_t n = 0;
    bool allowed = false;

    url = str_trim(url);
    while (n < url.n && !strchr(":/?#", url.s[n]))
        n++;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        allowed |= n == strlen(good[i]) && strncasecmp(url.s, good[i], n) == 0;
    if (n < url.n && url.s[n] == ':' && !allowed)
        return false;
    url_component(out, url, ":/?#[]@!$&'()*+,;=%");
    return true;
}

/* The length of the folders that both paths begin with, with their '/'. */
static size_t common_folders(Str from, Str to)
{
    size_t same = 0;

    for (size_t i = 0; i < from.n && i < to.n && from.s[i] == to.s[i]; i++)
        if (from.s[i] == '/')
            same = i + 1;
    return same;
}

/* Of a relative link no byte needs escaping in HTML: write.c rests on that (URL-BYTES). */
void engine_html(Buf *out, const Rendering *r, Str html)
{
    size_t at, end;
    Buf url = {0};

    while ((at = str_find_byte(html, ENGINE_PATH_OPENS, 0)) < html.n) {
        end = str_find_byte(html, ENGINE_PATH_ENDS, at);
        buf_add(out, str_slice(html, 0, at));
        buf_clear(&url);
        engine_url(&url, r, str_slice(html, at + 1, end));
        buf_html(out, buf_str(&url));
        html = str_slice(html, end + 1, html.n);
    }
    buf_add(out, html);
    buf_free(&url);
}

void engine_url(Buf *out, const Rendering *r, Str to)
{
    size_t hash = str_find_byte(to, '#', 0), same = 0;
    Str path = str_slice(to, 0, hash);

    if (r->absolute) {
        buf_add(out, r->base_url.n ? r->base_url : STR("/"));
    } else if (path.n) {
        same = common_folders(r->path, path);
        for (size_t i = same; i < r->path.n; i++)
            if (r->path.s[i] == '/')
                buf_puts(out, "../");
        if (same == path.n)
            buf_puts(out, "./");
    }
    url_component(out, str_slice(path, same, path.n), "/,+@()!$=");
    if (hash < to.n) {
        buf_byte(out, '#');
        url_component(out, str_slice(to, hash + 1, to.n), "/,+@()!$=?:");
    } else if (to.n == 0) {
        buf_byte(out, '#');
    }
}
