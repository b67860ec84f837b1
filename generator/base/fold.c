/* fold.c - what Vietnamese text becomes for comparing, naming and sorting (declared in utf8.h). */
#include "base/utf8.h"

#include <utf8proc.h>

/* The letter under the marks, in lower case, for U+00C0..U+017F; ' ' where the slow way has to tell. */
static const char latin[] = "aaaaaa ceeeeiiiidnooooo ouuuuy  aaaaaa ceeeeiiiidnooooo ouuuuy y" /* U+00C0 */
                            "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii  jjkk lllllll" /* U+0100 */
                            "lllnnnnnn   oooooo  rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzz ";

/* The same for the pairs of U+1EA0..U+1EF9. */
static const char toned[] = "aaaaaaaaaaaaeeeeeeeeiioooooooooooouuuuuuuyyyy";

enum { SLUG_MOST = 100 };

/* The plain lower-case letter that Latin letter `c` is, or 0. */
static char plain_letter(uint32_t c)
{
    char plain = ' ';

    if (c >= 0xc0 && c <= 0x17f)
        plain = latin[c - 0xc0];
    else if (c >= 0x1ea0 && c <= 0x1ef9)
        plain = toned[(c - 0x1ea0) / 2];
    else if (c == 0x1a0 || c == 0x1a1)
        plain = 'o';
    else if (c == 0x1af || c == 0x1b0)
        plain = 'u';
    return plain == ' ' ? 0 : plain;
}

static bool is_separator(uint32_t c)
{
    if (c < 0x80)
        return c == '-' || c == '_' || c == ' ' || (c >= '\t' && c <= '\r');
    switch (utf8proc_category((utf8proc_int32_t)c)) {
    case UTF8PROC_CATEGORY_ZS:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
    case UTF8PROC_CATEGORY_PD:
    case UTF8PROC_CATEGORY_PC: return true;
    default: return c == 0x2212; /* the minus sign */
    }
}

static void put_separator(Buf *b)
{
    if (b->n && b->s[b->n - 1] != '-')
        buf_byte(b, '-');
}

/* Other scripts, signs and stray marks: lower case and compatibility forms by Unicode's tables, marks left out. */
static void put_other(Buf *b, uint32_t c)
{
    utf8proc_int32_t parts[32];
    int boundary = 0;
    utf8proc_ssize_t n = utf8proc_decompose_char((utf8proc_int32_t)c, parts, 32, UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT
                                                 | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE | UTF8PROC_STRIPMARK, &boundary);

    for (utf8proc_ssize_t i = 0; i < n && i < 32; i++) {
        if (is_separator((uint32_t)parts[i]))
            put_separator(b);
        else
            utf8_put(b, (uint32_t)parts[i]);
    }
}

static void put_folded(Buf *b, uint32_t c)
{
    char plain = c < 0x80 ? 0 : plain_letter(c);

    if (plain)
        buf_byte(b, plain);
    else if (is_separator(c))
        put_separator(b);
    else if (c < 0x80)
        buf_byte(b, (char)(c >= 'A' && c <= 'Z' ? c + 32 : c));
    else
        put_other(b, c);
}

static Str fold_any(Arena *a, Str text)
{
    Buf b = {0};
    Str out;

    buf_reserve(&b, text.n + 1);
    for (size_t at = 0; at < text.n;)
        put_folded(&b, utf8_next(text, &at));
    if (b.n && b.s[b.n - 1] == '-')
        b.n--;
    out = buf_keep(&b, a);
    buf_free(&b);
    return out;
}

/* The fold of a short text of ASCII and Latin letters, which does not grow. False: something else is in it. */
static bool fold_short(Str text, char *out, size_t *n)
{
    *n = 0;
    for (size_t at = 0; at < text.n;) {
        uint32_t c = utf8_next(text, &at);
        char plain = (char)c;
        if (c < 0x80)
            plain = is_separator(c) ? '-' : (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
        else if ((plain = plain_letter(c)) == 0)
            return false;
        if (c >= 0x80 || plain != '-' || (*n && out[*n - 1] != '-'))
            out[(*n)++] = plain;
    }
    *n -= *n && out[*n - 1] == '-';
    return true;
}

Str utf8_fold(Arena *a, Str text)
{
    char out[256];
    size_t n;

    if (text.n <= sizeof out && fold_short(text, out, &n))
        return arena_str(a, (Str){out, n});
    return fold_any(a, text);
}

/* At most SLUG_MOST bytes of `slug`, whole words where there is more than one. */
static Str cut_between_words(Str slug)
{
    size_t end = SLUG_MOST;

    if (slug.n <= SLUG_MOST)
        return slug;
    while (end > 0 && slug.s[end] != '-')
        end--;
    return str_slice(slug, 0, end ? end : SLUG_MOST);
}

Str utf8_slug(Arena *a, Str text)
{
    Str folded = utf8_fold(a, text), out;
    Buf b = {0};

    buf_reserve(&b, folded.n + 1);
    for (size_t i = 0; i < folded.n; i++) {
        char c = folded.s[i];
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
            buf_byte(&b, c);
        else
            put_separator(&b);
    }
    if (b.n && b.s[b.n - 1] == '-')
        b.n--;
    out = arena_str(a, cut_between_words(buf_str(&b)));
    buf_free(&b);
    return out;
}
