/* buf.h - bytes that grow: where pages are written. */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include "base/arena.h"
#include "base/str.h"

/* A growing byte buffer on the heap; zero-initialise it, reuse it with buf_clear, end it with buf_free. */
typedef struct {
    char *s;
    size_t n, cap;
} Buf;

/* Room for `more` bytes behind the `n` that are there; the process ends where there is no memory. */
void buf_reserve(Buf *b, size_t more);

static inline void buf_add(Buf *b, Str text)
{
    if (text.n == 0)
        return;
    if (b->cap - b->n < text.n)
        buf_reserve(b, text.n);
    memcpy(b->s + b->n, text.s, text.n);
    b->n += text.n;
}

static inline void buf_byte(Buf *b, char c)
{
    if (b->cap == b->n)
        buf_reserve(b, 1);
    b->s[b->n++] = c;
}

static inline void buf_puts(Buf *b, const char *s) { buf_add(b, str_from(s)); }
static inline Str buf_str(const Buf *b) { return (Str){b->s, b->n}; }
static inline void buf_clear(Buf *b) { b->n = 0; }

void buf_printf(Buf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Escapes & < > " ' so that the text is safe as element text and in a quoted attribute. */
void buf_html(Buf *b, Str text);

/* A JSON string with its quotes; < > & and U+2028/9 are escaped, so that it may stand in a data script. */
void buf_json(Buf *b, Str text);

/* A copy of the bytes in `a`, NUL-terminated. */
Str buf_keep(const Buf *b, Arena *a);

void buf_free(Buf *b);

#endif
