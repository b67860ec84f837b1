#include "base/buf.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

void buf_reserve(Buf *b, size_t more)
{
    size_t cap = b->cap ? b->cap : 256;
    char *s;

    while (cap - b->n < more) {
        if (cap > (size_t)1 << 40)
            _exit(ARENA_EXIT_MEMORY);
        cap *= 2;
    }
    if (cap == b->cap)
        return;
    s = realloc(b->s, cap);
    if (!s)
        _exit(ARENA_EXIT_MEMORY);
    b->s = s;
    b->cap = cap;
}

void buf_printf(Buf *b, const char *format, ...)
{
    va_list args, again;
    int n;

    buf_reserve(b, 64);
    va_start(args, format);
    va_copy(again, args);
    n = vsnprintf(b->s + b->n, b->cap - b->n, format, again);
    va_end(again);
    if (n > 0 && (size_t)n >= b->cap - b->n) {
        buf_reserve(b, (size_t)n + 1);
        vsnprintf(b->s + b->n, b->cap - b->n, format, args);
    }
    va_end(args);
    b->n += n > 0 ? (size_t)n : 0;
}

/* What stands for `c` in HTML, or NULL where it stands for itself. */
static const char *entity(char c)
{
    switch (c) {
    case '&': return "&amp;";
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '"': return "&quot;";
    case '\'': return "&#39;";
    default: return NULL;
    }
}

void buf_html(Buf *b, Str text)
{
    static const bool special[256] = {['&'] = true, ['<'] = true, ['>'] = true, ['"'] = true, ['\''] = true};
    size_t start = 0;

    for (size_t i = 0; i < text.n; i++) {
        if (!special[(unsigned char)text.s[i]])
            continue;
        buf_add(b, str_slice(text, start, i));
        buf_puts(b, entity(text.s[i]));
        start = i + 1;
    }
    buf_add(b, str_slice(text, start, text.n));
}

static bool is_line_separator(Str text, size_t i)
{
    return i + 2 < text.n && memcmp(text.s + i, "\xe2\x80", 2) == 0
        && ((unsigned char)text.s[i + 2] == 0xa8 || (unsigned char)text.s[i + 2] == 0xa9);
}

/* All bytes that stand for themselves, a bit each: not those below 0x20, " & < > \ and 0x7f; 0xe2 may begin U+2028 or U+2029. */
static bool stays_in_json(unsigned char c)
{
    static const uint64_t plain[4] = {0xafffffbb00000000, 0x7fffffffefffffff, 0xffffffffffffffff, 0xfffffffbffffffff};

    return plain[c / 64] >> c % 64 & 1;
}

void buf_json(Buf *b, Str text)
{
    size_t from = 0;

    buf_byte(b, '"');
    for (size_t i = 0; i < text.n; i++) {
        unsigned char c = (unsigned char)text.s[i];
        bool separator = c == 0xe2 && is_line_separator(text, i);
        if (stays_in_json(c) || (c == 0xe2 && !separator))
            continue;
        buf_add(b, str_slice(text, from, i));
        if (c == '"' || c == '\\') {
            buf_byte(b, '\\');
            buf_byte(b, (char)c);
        } else if (c == '\n') {
            buf_puts(b, "\\n");
        } else if (c == '\t') {
            buf_puts(b, "\\t");
        } else if (separator) {
            buf_printf(b, "\\u202%c", (unsigned char)text.s[i + 2] == 0xa8 ? '8' : '9');
            i += 2;
        } else {
            buf_printf(b, "\\u%04x", c);
        }
        from = i + 1;
    }
    buf_add(b, str_slice(text, from, text.n));
    buf_byte(b, '"');
}

Str buf_keep(const Buf *b, Arena *a) { return arena_str(a, buf_str(b)); }

void buf_free(Buf *b)
{
    free(b->s);
    *b = (Buf){0};
}
