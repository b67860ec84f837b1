#include "value/json.h"

#include <math.h>

enum { MOST_DEPTH = 8 }; /* pages and columns refer to each other in circles */

static void write_number(Buf *out, double x)
{
    if (isfinite(x))
        buf_printf(out, "%.15g", x);
    else
        buf_puts(out, "null");
}

static void write_date(Buf *out, Date d)
{
    int year, month, day;

    date_ymd(d, &year, &month, &day);
    buf_printf(out, "\"%04d-%02d-%02d", year, month, day);
    if (d.minute >= 0)
        buf_printf(out, "T%02d:%02d+07:00", d.minute / 60, d.minute % 60);
    buf_byte(out, '"');
}

static void write_value(Buf *out, Value v, int depth);

static void write_list(Buf *out, const ValueList *list, int depth)
{
    buf_byte(out, '[');
    for (size_t i = 0; i < list->n; i++) {
        if (i)
            buf_byte(out, ',');
        write_value(out, list->items[i], depth + 1);
    }
    buf_byte(out, ']');
}

static void write_map(Buf *out, const ValueMap *map, int depth)
{
    buf_byte(out, '{');
    for (size_t i = 0; i < map->n; i++) {
        if (i)
            buf_byte(out, ',');
        buf_json(out, map->pairs[i].key);
        buf_byte(out, ':');
        write_value(out, map->pairs[i].value, depth + 1);
    }
    buf_byte(out, '}');
}

static void write_value(Buf *out, Value v, int depth)
{
    if (depth > MOST_DEPTH)
        v = value_null();
    switch (value_type(v)) {
    case VALUE_BOOL: buf_puts(out, v.as.boolean ? "true" : "false"); break;
    case VALUE_INT: buf_printf(out, "%lld", (long long)v.as.integer); break;
    case VALUE_NUMBER: write_number(out, v.as.number); break;
    case VALUE_STRING:
    case VALUE_STATUS:
    case VALUE_HTML:
    case VALUE_PATH: buf_json(out, value_str(v)); break;
    case VALUE_DATE: write_date(out, v.as.date); break;
    case VALUE_LIST: write_list(out, v.as.list, depth); break;
    case VALUE_MAP: write_map(out, v.as.map, depth); break;
    case VALUE_NULL:
    case VALUE_DOC: buf_puts(out, "null"); break;
    }
}

void json_write(Buf *out, Value v) { write_value(out, v, 0); }
