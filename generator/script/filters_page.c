#include "script/filters.h"

/* arrange: the parts of a page in an order of the theme's or the plugin's own. */

static void put(ValuePair *pairs, size_t *n, Str key, Value v) { pairs[(*n)++] = (ValuePair){.key = key, .value = v}; }

/* A part as macros take headings; a section has a name and a body. */
static Value section_part(Arena *a, Value section)
{
    ValuePair pairs[5];
    size_t n = 0;

    put(pairs, &n, STR("name"), value_get_lit(section, "name"));
    put(pairs, &n, STR("text"), value_get_lit(section, "label"));
    put(pairs, &n, STR("anchor"), value_get_lit(section, "anchor"));
    put(pairs, &n, STR("level"), value_int(2));
    put(pairs, &n, STR("body"), value_get_lit(section, "body"));
    return value_map(a, pairs, n);
}

/* The fields of a page and their names, looked up once. */
typedef struct {
    Value list;
    Str *names;
} Fields;

static Fields fields_of(Arena *a, Value list)
{
    Fields f = {list, arena_array(a, Str, value_count(list) + 1)};

    for (size_t i = 0; i < value_count(list); i++)
        f.names[i] = value_get_str(value_item(list, i), STR("name"));
    return f;
}

/* The page's field of that name; null where it has none. */
static Value field_named(const Fields *f, Str name)
{
    for (size_t i = 0; i < value_count(f->list); i++)
        if (str_eq(f->names[i], name))
            return value_item(f->list, i);
    return value_null();
}

/* A field that the page leaves open, with the value that `instead` has; null where it has none. */
static Value field_instead(Arena *a, Value wanted, Value instead)
{
    Value name = value_get_lit(wanted, "name"), v = value_get(instead, value_str(name));
    ValuePair pairs[4];
    size_t n = 0;

    if (!value_is(v, VALUE_STRING) || !value_str(v).n)
        return value_null();
    put(pairs, &n, STR("name"), name);
    put(pairs, &n, STR("label"), value_get_lit(wanted, "label"));
    put(pairs, &n, STR("value"), v);
    put(pairs, &n, STR("type"), value_string(a, STR("text")));
    return value_map(a, pairs, n);
}

static Value fields_part(Arena *a, const Fields *fields, Value group, Value instead)
{
    Value names = value_get_lit(group, "fields");
    ValueItems found = {0};
    ValuePair pairs[4];
    size_t n = 0;

    for (size_t i = 0; i < value_count(names); i++) {
        Value wanted = value_item(names, i), own = value_is(wanted, VALUE_MAP) ? value_get_lit(wanted, "name") : wanted;
        Value field = field_named(fields, value_str(own));
        if (value_is_null(field) && value_is(wanted, VALUE_MAP))
            field = field_instead(a, wanted, instead);
        if (!value_is_null(field))
            list_push(a, &found, field);
    }
    if (!found.n)
        return value_null();
    put(pairs, &n, STR("text"), value_get_lit(group, "text"));
    put(pairs, &n, STR("anchor"), value_get_lit(group, "anchor"));
    put(pairs, &n, STR("level"), value_int(2));
    put(pairs, &n, STR("fields"), value_list(a, found.items, found.n));
    return value_map(a, pairs, n);
}

Value filter_arrange(HostCall *c)
{
    Value sections = value_get_lit(c->args[0], "sections"), layout = c->args[1], instead = c->count > 2 ? c->args[2] : value_null();
    Fields fields = fields_of(c->scratch, value_get_lit(c->args[0], "fields"));
    ValueItems parts = {0};

    if (!value_is(c->args[0], VALUE_MAP))
        return filter_wrong(c, 0, "một trang", "a page");
    if (!value_is(layout, VALUE_LIST))
        return filter_wrong(c, 1, "danh sách", "a list");
    filter_cost(c, value_count(layout) * (1 + value_count(fields.list)));
    for (size_t i = 0; i < value_count(layout); i++) {
        Value wanted = value_item(layout, i), section = value_get(sections, value_str(wanted)), part = value_null();
        if (value_is(wanted, VALUE_MAP))
            part = fields_part(c->scratch, &fields, wanted, instead);
        else if (!value_is_null(section))
            part = section_part(c->scratch, section);
        if (!value_is_null(part))
            list_push(c->scratch, &parts, part);
    }
    return value_list(c->scratch, parts.items, parts.n);
}
