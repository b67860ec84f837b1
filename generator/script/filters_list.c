#include "script/filters.h"

#include "base/utf8.h"

#include <stdlib.h>

static Value slice(HostCall *c, Value list, size_t from, size_t to)
{
    size_t n = value_count(list);

    to = to < n ? to : n;
    from = from < to ? from : to;
    return value_list(c->scratch, list.as.list->items + from, to - from);
}

Value filter_limit(HostCall *c)
{
    Value list;
    int64_t n;

    return filter_list(c, &list) && filter_int(c, 1, &n) ? slice(c, list, 0, (size_t)n) : value_null();
}

Value filter_offset(HostCall *c)
{
    Value list;
    int64_t n;

    return filter_list(c, &list) && filter_int(c, 1, &n) ? slice(c, list, (size_t)n, SIZE_MAX) : value_null();
}

/* The value under `key` of an item; a key with dots ("column.title") goes down where the map has no such key itself. */
static Value under(Value item, Str key)
{
    const ValuePair *pair = value_find(item, key);
    size_t dot = str_find_byte(key, '.', 0);

    if (pair || dot == key.n)
        return pair ? pair->value : value_null();
    return under(value_get(item, str_slice(key, 0, dot)), str_slice(key, dot + 1, key.n));
}

/* The items for which "item[key] == value" (or "item[key] is true") is `wanted`. */
static Value chosen(HostCall *c, bool wanted)
{
    ValueItems items = {0};
    Value list;
    Str key;

    if (!filter_list(c, &list) || !filter_text(c, 1, &key))
        return value_null();
    for (size_t i = 0; i < value_count(list); i++) {
        Value item = value_item(list, i), v = under(item, key);
        if ((c->count > 2 ? value_cmp(v, c->args[2]) == 0 : value_truth(v)) == wanted)
            list_push(c->scratch, &items, item);
    }
    return value_list(c->scratch, items.items, items.n);
}

Value filter_where(HostCall *c) { return chosen(c, true); }
Value filter_without(HostCall *c) { return chosen(c, false); }

Value filter_first(HostCall *c)
{
    Value list;

    if (value_is(c->args[0], VALUE_STRING))
        return value_string(c->scratch, utf8_head(value_str(c->args[0]), 1));
    return filter_list(c, &list) ? value_item(list, 0) : value_null();
}

Value filter_last(HostCall *c)
{
    Value list;

    return filter_list(c, &list) ? value_item(list, value_count(list) - 1) : value_null();
}

Value filter_length(HostCall *c)
{
    Value list;

    if (value_is(c->args[0], VALUE_STRING))
        return value_int((int64_t)utf8_count(value_str(c->args[0])));
    if (value_is(c->args[0], VALUE_MAP))
        return value_int((int64_t)value_count(c->args[0]));
    return filter_list(c, &list) ? value_int((int64_t)value_count(list)) : value_null();
}

/* Appends the words of one item; HTML and what is composed cannot be joined. */
static bool add_item(HostCall *c, Buf *out, Value item)
{
    HostCall one = {.scratch = c->scratch, .args = &item, .count = 1, .lang = c->lang};
    Str text;

    if (value_is(item, VALUE_INT) || value_is(item, VALUE_NUMBER)) {
        write_number(out, item);
        return true;
    }
    if (!filter_text(&one, 0, &text)) {
        c->error = one.error;
        return false;
    }
    buf_add(out, text);
    return true;
}

Value filter_join(HostCall *c)
{
    Str between = STR("");
    Buf out = {0};
    Value list, v;
    bool ok = filter_list(c, &list) && (c->count < 2 || filter_text(c, 1, &between));

    for (size_t i = 0; ok && i < value_count(list); i++) {
        if (i)
            buf_add(&out, between);
        ok = add_item(c, &out, value_item(list, i)) && filter_fits(c, &out);
    }
    v = ok ? value_string(c->scratch, buf_str(&out)) : value_null();
    buf_free(&out);
    return v;
}

/* An item with what it is sorted by. */
typedef struct {
    Value item, by;
    Str key;   /* collation key of a text */
    size_t at; /* where it stood: equal items keep their order */
} Sorted;

static int by_value(const void *x, const void *y)
{
    const Sorted *a = x, *b = y;
    bool texts = a->key.n && b->key.n;
    int order = texts ? str_cmp(a->key, b->key) : value_cmp(a->by, b->by);

    return order ? order : (a->at > b->at) - (a->at < b->at);
}

static int by_value_down(const void *x, const void *y)
{
    const Sorted *a = x, *b = y;
    bool texts = a->key.n && b->key.n;
    int order = texts ? str_cmp(b->key, a->key) : value_cmp(b->by, a->by);

    return order ? order : (a->at > b->at) - (a->at < b->at);
}

static bool sort_key(HostCall *c, Str *key, bool *down)
{
    *key = STR("");
    *down = false;
    if (c->count < 2)
        return true;
    if (!filter_text(c, 1, key))
        return false;
    *down = key->n && key->s[0] == '-';
    *key = str_slice(*key, *down, key->n);
    return true;
}

Value filter_sort(HostCall *c)
{
    Value list, *items;
    Sorted *sorted;
    bool down;
    Str key;
    size_t n;

    if (!filter_list(c, &list) || !sort_key(c, &key, &down))
        return value_null();
    n = value_count(list);
    sorted = arena_array(c->scratch, Sorted, n + 1);
    items = arena_array(c->scratch, Value, n + 1);
    for (size_t i = 0; i < n; i++) {
        Value item = value_item(list, i), by = key.n ? under(item, key) : item;
        sorted[i] = (Sorted){.item = item, .by = by, .at = i};
        if (value_is(by, VALUE_STRING))
            sorted[i].key = utf8_collation_key(c->scratch, value_str(by));
    }
    qsort(sorted, n, sizeof *sorted, down ? by_value_down : by_value);
    for (size_t i = 0; i < n; i++)
        items[i] = sorted[i].item;
    return value_list(c->scratch, items, n);
}

Value filter_reverse(HostCall *c)
{
    Value list, *items;
    size_t n;

    if (!filter_list(c, &list))
        return value_null();
    n = value_count(list);
    items = arena_array(c->scratch, Value, n + 1);
    for (size_t i = 0; i < n; i++)
        items[i] = value_item(list, n - 1 - i);
    return value_list(c->scratch, items, n);
}

static bool holds(Value list, Value v)
{
    for (size_t i = 0; i < value_count(list); i++)
        if (value_cmp(value_item(list, i), v) == 0)
            return true;
    return false;
}

Value filter_unique(HostCall *c)
{
    Value list, kept, *items;
    ValueList *seen;
    size_t n;

    if (!filter_list(c, &list))
        return value_null();
    n = value_count(list);
    seen = arena_alloc(c->scratch, sizeof *seen + (n + 1) * sizeof *items);
    seen->n = 0;
    kept = (Value){.as.list = seen, .type = VALUE_LIST};
    for (size_t i = 0; i < n; i++) {
        filter_cost(c, seen->n / 8);
        if (!holds(kept, value_item(list, i)))
            seen->items[seen->n++] = value_item(list, i);
    }
    return kept;
}

typedef struct {
    Value key;
    ValueItems items;
} Group;

typedef LIST(Group) Groups;

static Group *group_of(Arena *a, Groups *groups, Value key)
{
    for (size_t i = groups->n; i-- > 0;) /* items of one group often follow each other */
        if (value_cmp(groups->items[i].key, key) == 0)
            return &groups->items[i];
    list_push(a, groups, (Group){.key = key});
    return &groups->items[groups->n - 1];
}

Value filter_group(HostCall *c)
{
    Groups groups = {0};
    ValueItems out = {0};
    Value list;
    Str key;

    if (!filter_list(c, &list) || !filter_text(c, 1, &key))
        return value_null();
    for (size_t i = 0; i < value_count(list); i++) {
        Value item = value_item(list, i);
        filter_cost(c, groups.n / 8);
        list_push(c->scratch, &group_of(c->scratch, &groups, under(item, key))->items, item);
    }
    for (size_t i = 0; i < groups.n; i++) {
        const Group *g = &groups.items[i];
        ValuePair pairs[] = {{.key = STR("key"), .value = g->key},
                             {.key = STR("items"), .value = value_list(c->scratch, g->items.items, g->items.n)}};
        list_push(c->scratch, &out, value_map(c->scratch, pairs, 2));
    }
    return value_list(c->scratch, out.items, out.n);
}

Value filter_map(HostCall *c)
{
    Value list, *items;
    size_t n;
    Str key;

    if (!filter_list(c, &list) || !filter_text(c, 1, &key))
        return value_null();
    n = value_count(list);
    items = arena_array(c->scratch, Value, n + 1);
    for (size_t i = 0; i < n; i++)
        items[i] = under(value_item(list, i), key);
    return value_list(c->scratch, items, n);
}

Value filter_contains(HostCall *c)
{
    Value list;
    Str needle;

    if (value_is(c->args[0], VALUE_STRING)) {
        if (!filter_text(c, 1, &needle))
            return value_null();
        return value_bool(needle.n == 0 || str_find(value_str(c->args[0]), needle) < value_str(c->args[0]).n);
    }
    return filter_list(c, &list) ? value_bool(holds(list, c->args[1])) : value_null();
}
