#include "site/order.h"

#include "base/utf8.h"

#include <stdlib.h>

int order_cmp(const Item *a, const Item *b)
{
    int c = (int)b->has_date - (int)a->has_date;

    if (!c && a->has_date)
        c = date_cmp(b->date, a->date);
    return c ? c : str_cmp(a->path, b->path);
}

static int newest(const void *x, const void *y)
{
    return order_cmp(*(Item *const *)x, *(Item *const *)y);
}

void order_newest(Items *items)
{
    if (items->n)
        qsort(items->items, items->n, sizeof *items->items, newest);
}

/* What one page is sorted by: one value for each key of its kind; text stands as its collation key. */
typedef struct {
    Item *item;
    Value keys[4];
} Ranked;

enum { MOST_KEYS = sizeof((Ranked *)0)->keys / sizeof(Value) };

/* Pages of another kind are dated by their own kind's field. */
static Value rank_by(Arena *a, const Kind *kind, Item *item, Str key)
{
    Value v = str_is(key, "title") ? value_string(a, item->page->title) : value_get(item->page->meta, key);

    if (kind->date_field.n && str_eq(key, kind->date_field))
        return item->has_date ? value_date(item->date) : value_null();
    if (value_is(v, VALUE_STATUS))
        return value_null();
    if (value_is(v, VALUE_STRING))
        return value_string(a, utf8_collation_key(a, value_str(v)));
    return v;
}

static bool is_down(Str key) { return key.n && key.s[0] == '-'; }

/* A page without the value comes last, whichever the direction. */
static int by_keys(const void *x, const void *y, void *context)
{
    const Ranked *a = x, *b = y;
    const Kind *kind = context;

    for (size_t i = 0; i < kind->order_count && i < MOST_KEYS; i++) {
        int c = (int)value_is_null(a->keys[i]) - (int)value_is_null(b->keys[i]);
        if (!c) {
            c = value_cmp(a->keys[i], b->keys[i]);
            c = is_down(kind->order[i]) ? -c : c;
        }
        if (c)
            return c;
    }
    return str_cmp(a->item->path, b->item->path);
}

void order_by_kind(Arena *a, Items *items, const Kind *kind)
{
    Ranked *ranked = arena_array(a, Ranked, items->n + 1);

    for (size_t i = 0; i < items->n; i++) {
        ranked[i].item = items->items[i];
        for (size_t k = 0; k < kind->order_count && k < MOST_KEYS; k++) {
            Str key = kind->order[k];
            ranked[i].keys[k] = rank_by(a, kind, items->items[i], is_down(key) ? str_slice(key, 1, key.n) : key);
        }
    }
    qsort_r(ranked, items->n, sizeof *ranked, by_keys, (void *)(uintptr_t)kind);
    for (size_t i = 0; i < items->n; i++)
        items->items[i] = ranked[i].item;
}
