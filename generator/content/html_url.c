#include "content/html_url.h"

static int hex(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 32;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The next byte as the most lenient reader sees it: percent-decoded, control bytes left out. -1 at the end. */
static int next_byte(Str url, size_t *i)
{
    while (*i < url.n) {
        unsigned char c = (unsigned char)url.s[*i];
        if (c == '%' && *i + 2 < url.n && hex(url.s[*i + 1]) >= 0 && hex(url.s[*i + 2]) >= 0) {
            c = (unsigned char)(hex(url.s[*i + 1]) * 16 + hex(url.s[*i + 2]));
            *i += 2;
        }
        ++*i;
        if (c >= ' ' && c != 0x7f)
            return c;
    }
    return -1;
}

static bool is_letter(int c) { return (c | 32) >= 'a' && (c | 32) <= 'z'; }
static bool is_scheme_byte(int c) { return is_letter(c) || (c >= '0' && c <= '9') || c == '+' || c == '.' || c == '-'; }
static bool is_slash(int c) { return c == '/' || c == '\\'; }

/* The length of the scheme before a colon, or 0. */
static size_t read_scheme(Str url, size_t i, int c, char scheme[URL_MOST_SCHEME + 1])
{
    size_t n = 0;

    if (!is_letter(c))
        return 0;
    for (; is_scheme_byte(c); c = next_byte(url, &i)) {
        if (n < URL_MOST_SCHEME)
            scheme[n] = (char)(is_letter(c) ? c | 32 : c);
        n++;
    }
    scheme[n < URL_MOST_SCHEME ? n : URL_MOST_SCHEME] = 0;
    return c == ':' ? n : 0;
}

UrlType url_type(Str url, char scheme[URL_MOST_SCHEME + 1])
{
    static const char *const allowed[] = {"http", "https", "mailto", "tel"};
    size_t i = 0, n;
    int c = next_byte(url, &i);

    while (c == ' ')
        c = next_byte(url, &i);
    n = read_scheme(url, i, c, scheme);
    if (n == 0) {
        scheme[0] = 0;
        if (is_slash(c) && is_slash(next_byte(url, &i)))
            return URL_HOST;
        return c < 0 ? URL_EMPTY : URL_INTERNAL;
    }
    for (size_t k = 0; k < sizeof allowed / sizeof *allowed; k++)
        if (strcmp(scheme, allowed[k]) == 0)
            return URL_EXTERNAL;
    if (n == 1 || strcmp(scheme, "file") == 0)
        return URL_DISK;
    return strcmp(scheme, "data") == 0 ? URL_DATA : URL_REFUSED;
}

void url_write(Buf *out, Str url)
{
    static const char digits[] = "0123456789ABCDEF", safe[] = "-_.+!*(),%#@?=;:/$~";

    for (size_t i = 0; i < url.n; i++) {
        unsigned char c = (unsigned char)url.s[i];
        if (is_letter(c) || (c >= '0' && c <= '9') || (c && strchr(safe, c))) {
            buf_byte(out, (char)c);
        } else if (c == '&') {
            buf_puts(out, "&amp;");
        } else if (c == '\'') {
            buf_puts(out, "&#39;");
        } else {
            buf_byte(out, '%');
            buf_byte(out, digits[c >> 4]);
            buf_byte(out, digits[c & 15]);
        }
    }
}
