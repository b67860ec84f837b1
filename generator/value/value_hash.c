#include "value/value.h"

static void add(HashStream *h, const void *bytes, size_t n) { hash_add(h, (Str){bytes, n}); }

static void add_text(HashStream *h, Str text)
{
    add(h, &text.n, sizeof text.n);
    hash_add(h, text);
}

static void add_date(HashStream *h, Date date)
{
    int64_t parts[] = {date.day, date.minute};

    add(h, parts, sizeof parts);
}

bool value_hash(HashStream *h, Value v, size_t *most)
{
    unsigned char type = (unsigned char)value_type(v);
    size_t n = value_count(v);

    if (*most <= n)
        return false;
    *most -= n + 1;
    add(h, &type, 1);
    switch (value_type(v)) {
    case VALUE_NULL: break;
    case VALUE_BOOL: add(h, &v.as.boolean, sizeof v.as.boolean); break;
    case VALUE_INT: add(h, &v.as.integer, sizeof v.as.integer); break;
    case VALUE_NUMBER: add(h, &v.as.number, sizeof v.as.number); break;
    case VALUE_STRING:
    case VALUE_STATUS:
    case VALUE_HTML:
    case VALUE_PATH: add_text(h, value_str(v)); break;
    case VALUE_DATE: add_date(h, v.as.date); break;
    case VALUE_LIST:
        add(h, &n, sizeof n);
        for (size_t i = 0; i < n; i++)
            if (!value_hash(h, v.as.list->items[i], most))
                return false;
        break;
    case VALUE_MAP:
        add(h, &n, sizeof n);
        for (size_t i = 0; i < n; i++) {
            add_text(h, v.as.map->pairs[i].key);
            if (!value_hash(h, v.as.map->pairs[i].value, most))
                return false;
        }
        break;
    case VALUE_DOC: add(h, &v.as.doc, sizeof v.as.doc); break;
    }
    return true;
}
