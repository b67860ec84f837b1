#include "value/value.h"

#include <stdlib.h>

enum { SORT_FROM = 17 }; /* maps of this many pairs and more are searched by their sorted index */

Value value_text(Arena *a, ValueType type, Str text)
{
    ValueText *t = arena_alloc(a, sizeof *t + text.n + 1);

    t->n = text.n;
    if (text.n)
        memcpy(t->s, text.s, text.n);
    t->s[text.n] = 0;
    return (Value){.as.text = t, .type = type};
}

Str value_str(Value v)
{
    switch (value_type(v)) {
    case VALUE_STRING:
    case VALUE_STATUS:
    case VALUE_HTML:
    case VALUE_PATH: return (Str){v.as.text->s, v.as.text->n};
    default: return (Str){"", 0};
    }
}

Value value_list(Arena *a, const Value *items, size_t n)
{
    ValueList *list = arena_alloc(a, sizeof *list + n * sizeof *items);

    list->n = n;
    if (n)
        memcpy(list->items, items, n * sizeof *items);
    return (Value){.as.list = list, .type = VALUE_LIST};
}

static int by_key(const void *x, const void *y, void *pairs)
{
    const uint32_t *i = x, *j = y;
    const ValuePair *p = pairs;
    int c = str_cmp(p[*i].key, p[*j].key);

    return c ? c : (*i > *j) - (*i < *j);
}

const uint32_t *value_order(Arena *a, const ValuePair *pairs, size_t n)
{
    uint32_t *sorted = arena_alloc(a, n * sizeof *sorted);

    for (size_t i = 0; i < n; i++)
        sorted[i] = (uint32_t)i;
    if (n)
        qsort_r(sorted, n, sizeof *sorted, by_key, (void *)(uintptr_t)pairs);
    return sorted;
}

Value value_reserve(Arena *a, size_t n)
{
    ValueMap *map = arena_alloc(a, sizeof *map + n * sizeof(ValuePair));

    map->n = 0;
    map->sorted = NULL;
    return (Value){.as.map = map, .type = VALUE_MAP};
}

void value_fill(Value reserved, const ValuePair *pairs, size_t n, const uint32_t *sorted)
{
    ValueMap *map = (ValueMap *)(uintptr_t)reserved.as.map;

    if (n)
        memcpy(map->pairs, pairs, n * sizeof *pairs);
    map->sorted = sorted;
    map->n = n;
}

Value value_map(Arena *a, const ValuePair *pairs, size_t n)
{
    Value map = value_reserve(a, n);

    value_fill(map, pairs, n, n >= SORT_FROM ? value_order(a, pairs, n) : NULL);
    return map;
}

Value value_map_sorted(Arena *a, const ValuePair *pairs, size_t n)
{
    uint32_t *order = n >= SORT_FROM ? arena_alloc(a, n * sizeof *order) : NULL;
    Value map = value_reserve(a, n);

    for (size_t i = 0; order && i < n; i++)
        order[i] = (uint32_t)i;
    value_fill(map, pairs, n, order);
    return map;
}

void value_pair(Arena *a, ValuePairs *pairs, Str key, Value value)
{
    list_push(a, pairs, (ValuePair){.key = key, .value = value});
}

/* The last of equal keys, by a binary search for the first key that is greater. */
static const ValuePair *find_sorted(const ValueMap *map, Str key)
{
    size_t low = 0, high = map->n;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (str_cmp(map->pairs[map->sorted[middle]].key, key) <= 0)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == 0 || !str_eq(map->pairs[map->sorted[low - 1]].key, key))
        return NULL;
    return &map->pairs[map->sorted[low - 1]];
}

const ValuePair *value_find(Value v, Str key)
{
    const ValueMap *map = v.as.map;

    if (v.type != VALUE_MAP)
        return NULL;
    if (map->sorted)
        return find_sorted(map, key);
    for (size_t i = map->n; i-- > 0;)
        if (str_eq(map->pairs[i].key, key))
            return &map->pairs[i];
    return NULL;
}

Value value_get(Value map, Str key)
{
    const ValuePair *pair = value_find(map, key);

    return pair ? pair->value : value_null();
}

size_t value_count(Value v)
{
    if (v.type == VALUE_LIST)
        return v.as.list->n;
    return v.type == VALUE_MAP ? v.as.map->n : 0;
}

Value value_item(Value list, size_t i)
{
    return list.type == VALUE_LIST && i < list.as.list->n ? list.as.list->items[i] : value_null();
}

bool value_truth(Value v)
{
    switch (value_type(v)) {
    case VALUE_NULL: return false;
    case VALUE_BOOL: return v.as.boolean;
    case VALUE_STRING:
    case VALUE_STATUS:
    case VALUE_HTML:
    case VALUE_PATH: return v.as.text->n > 0;
    case VALUE_LIST:
    case VALUE_MAP: return value_count(v) > 0;
    default: return true;
    }
}

/* Types that compare with each other share a rank. */
static int rank(Value v)
{
    switch (value_type(v)) {
    case VALUE_NULL: return 0;
    case VALUE_BOOL: return 1;
    case VALUE_INT:
    case VALUE_NUMBER: return 2;
    case VALUE_DATE: return 3;
    case VALUE_STRING:
    case VALUE_STATUS:
    case VALUE_HTML:
    case VALUE_PATH: return 4;
    case VALUE_LIST: return 5;
    case VALUE_MAP: return 6;
    case VALUE_DOC: return 7;
    }
    return 8;
}

static int cmp_numbers(Value a, Value b)
{
    double x, y;

    if (a.type == VALUE_INT && b.type == VALUE_INT)
        return (a.as.integer > b.as.integer) - (a.as.integer < b.as.integer);
    x = a.type == VALUE_INT ? (double)a.as.integer : a.as.number;
    y = b.type == VALUE_INT ? (double)b.as.integer : b.as.number;
    return (x > y) - (x < y);
}

static int cmp_lists(const ValueList *a, const ValueList *b)
{
    for (size_t i = 0; i < a->n && i < b->n; i++) {
        int c = value_cmp(a->items[i], b->items[i]);
        if (c)
            return c;
    }
    return (a->n > b->n) - (a->n < b->n);
}

static int cmp_maps(const ValueMap *a, const ValueMap *b)
{
    for (size_t i = 0; i < a->n && i < b->n; i++) {
        int c = str_cmp(a->pairs[i].key, b->pairs[i].key);
        if (!c)
            c = value_cmp(a->pairs[i].value, b->pairs[i].value);
        if (c)
            return c;
    }
    return (a->n > b->n) - (a->n < b->n);
}

int value_cmp(Value a, Value b)
{
    int x = rank(a), y = rank(b);

    if (x != y)
        return x - y;
    switch (x) {
    case 1: return (int)a.as.boolean - (int)b.as.boolean;
    case 2: return cmp_numbers(a, b);
    case 3: return date_cmp(a.as.date, b.as.date);
    case 4: return str_cmp(value_str(a), value_str(b));
    case 5: return cmp_lists(a.as.list, b.as.list);
    case 6: return cmp_maps(a.as.map, b.as.map);
    case 7: return (a.as.doc > b.as.doc) - (a.as.doc < b.as.doc);
    default: return 0;
    }
}

const char *value_type_name(ValueType t, Lang lang)
{
    static const char *const names[][2] = {
        [VALUE_NULL] = {"trống", "nothing"},     [VALUE_BOOL] = {"có/không", "yes or no"},
        [VALUE_INT] = {"số nguyên", "integer"},  [VALUE_NUMBER] = {"số", "number"},
        [VALUE_STRING] = {"chữ", "text"},        [VALUE_STATUS] = {"trạng thái", "status"},
        [VALUE_HTML] = {"HTML", "HTML"},         [VALUE_PATH] = {"đường dẫn", "path"},
        [VALUE_DATE] = {"ngày", "date"},         [VALUE_LIST] = {"danh sách", "list"},
        [VALUE_MAP] = {"nhóm khóa", "map"},      [VALUE_DOC] = {"nội dung", "document"},
    };

    return names[t][lang == LANG_EN];
}
