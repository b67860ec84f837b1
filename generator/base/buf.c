#include "base/buf.h"

#include <stdarg.h>
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

void buf_json(Buf *b, Str text)
{
    buf_byte(b, '"');
    for (size_t i = 0; i < text.n; i++) {
        unsigned char c = (unsigned char)text.s[i];
        if (c == '"' || c == '\\') {
            buf_byte(b, '\\');
            buf_byte(b, (char)c);
        } else if (c == '\n') {
            buf_puts(b, "\\n");
        } else if (c == '\t') {
            buf_puts(b, "\\t");
        } else if (c < 0x20 || c == '<' || c == '>' || c == '&' || c == 0x7f) {
            buf_printf(b, "\\u%04x", c);
        } else if (is_line_separator(text, i)) {
            buf_printf(b, "\\u202%c", (unsigned char)text.s[i + 2] == 0xa8 ? '8' : '9');
            i += 2;
        } else {
            buf_byte(b, (char)c);
        }
    }
    buf_byte(b, '"');
}

Str buf_keep(const Buf *b, Arena *a) { return arena_str(a, buf_str(b)); }

void buf_free(Buf *b)
{
    free(b->s);
    *b = (Buf){0};
}
