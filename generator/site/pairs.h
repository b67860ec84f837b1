/* pairs.h - a map of a few pairs, put together on the stack: the views of pages, columns and tags. */
#ifndef SITE_PAIRS_H
#define SITE_PAIRS_H

#include "value/value.h"

#include <assert.h>

enum { PAIRS_MOST = 40 };

typedef struct {
    ValuePair pairs[PAIRS_MOST];
    size_t n;
} Pairs;

static inline void pairs_put(Pairs *p, Str key, Value v)
{
    assert(p->n < PAIRS_MOST);
    p->pairs[p->n++] = (ValuePair){.key = key, .value = v};
}

/* Keys are literals. */
#define PUT(p, key, value) pairs_put((p), STR(key), (value))

static inline Value pairs_map(Arena *a, const Pairs *p) { return value_map(a, p->pairs, p->n); }

/* A text, or nothing where it is empty; a path in site/. */
static inline Value pairs_text(Arena *a, Str s) { return s.n ? value_string(a, s) : value_null(); }
static inline Value pairs_path(Arena *a, Str s) { return value_text(a, VALUE_PATH, s); }

#endif
