#include "base/str.h"

int str_cmp(Str a, Str b)
{
    size_t n = a.n < b.n ? a.n : b.n;
    int c = n ? memcmp(a.s, b.s, n) : 0;

    return c ? c : (a.n > b.n) - (a.n < b.n);
}

bool str_starts(Str text, Str prefix)
{
    return text.n >= prefix.n && str_eq((Str){text.s, prefix.n}, prefix);
}

bool str_ends(Str text, Str suffix)
{
    return text.n >= suffix.n && str_eq(str_slice(text, text.n - suffix.n, text.n), suffix);
}

Str str_slice(Str text, size_t from, size_t to)
{
    if (to > text.n)
        to = text.n;
    if (from > to)
        from = to;
    return (Str){from ? text.s + from : text.s, to - from}; /* NULL takes no offset, not even 0 */
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v';
}

Str str_trim(Str text)
{
    while (text.n && is_space(text.s[0]))
        text = (Str){text.s + 1, text.n - 1};
    while (text.n && is_space(text.s[text.n - 1]))
        text.n--;
    return text;
}

size_t str_find_byte(Str text, char c, size_t from)
{
    const char *at = from < text.n ? memchr(text.s + from, c, text.n - from) : NULL;

    return at ? (size_t)(at - text.s) : text.n;
}

size_t str_find(Str text, Str needle)
{
    const char *at = text.n && needle.n ? memmem(text.s, text.n, needle.s, needle.n) : NULL;

    if (needle.n == 0)
        return 0;
    return at ? (size_t)(at - text.s) : text.n;
}

bool str_line(Str *rest, Str *line)
{
    return str_cut(rest, '\n', line);
}

bool str_cut(Str *rest, char c, Str *piece)
{
    size_t at;

    if (rest->n == 0)
        return false;
    at = str_find_byte(*rest, c, 0);
    *piece = str_slice(*rest, 0, at);
    *rest = str_slice(*rest, at + 1, rest->n);
    return true;
}
