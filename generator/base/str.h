/* str.h - a piece of text: a pointer and a length, borrowed, never freed. */
#ifndef BASE_STR_H
#define BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

/* Bytes, usually UTF-8. Not NUL-terminated unless its maker says so. `s` may be NULL only when `n` is 0. */
typedef struct {
    const char *s;
    size_t n;
} Str;

/* A Str of a literal; the same as a constant for static tables; and the two arguments that printf's "%.*s" takes. */
#define STR_INIT(literal) {"" literal, sizeof(literal) - 1}
#define STR(literal) ((Str){"" literal, sizeof(literal) - 1})
#define STR_ARG(str) (int)(str).n, (str).s

static inline Str str_from(const char *s) { return (Str){s, strlen(s)}; }
static inline bool str_eq(Str a, Str b) { return a.n == b.n && (a.n == 0 || memcmp(a.s, b.s, a.n) == 0); }
static inline bool str_is(Str a, const char *b) { return str_eq(a, str_from(b)); }

/* Orders by bytes, which for UTF-8 is the order of code points: < 0, 0, > 0. */
int str_cmp(Str a, Str b);

bool str_starts(Str text, Str prefix);
bool str_ends(Str text, Str suffix);

/* The part of `text` from byte `from` up to, not including, `to`; both are cut to the text's length. */
Str str_slice(Str text, size_t from, size_t to);

/* Without ASCII white space at both ends. */
Str str_trim(Str text);

/* The byte offset of the first `c` at or after `from`, or `text.n` when there is none. */
size_t str_find_byte(Str text, char c, size_t from);

/* The byte offset of the first `needle`, or `text.n` when there is none. */
size_t str_find(Str text, Str needle);

/* Cuts the next line, without its LF, off the front of `*rest`. False when nothing is left. */
bool str_line(Str *rest, Str *line);

/* Cuts the piece before the next `c` off the front of `*rest`; the last piece ends at the end. False when nothing is left. */
bool str_cut(Str *rest, char c, Str *piece);

#endif
