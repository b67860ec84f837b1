/* plugins_declare.c - what plugin.lua returned, typed: the table of SHAPES in plugins/README.md. */
#include "script/plugins_inner.h"

#include "base/utf8.h"
#include "value/schema.h"

#include <stdlib.h>

enum { NAME, VERSION, API, HELP, SETTINGS, DIRECTIVES, ROLES, FILTERS, COLLECT, PLAN, FINISH, CHECK, IMPORTS, KEYS };

static const Field any = {.type = FIELD_ANY};

/* Who writes plugins reads the English names. */
static const Field keys[KEYS] = {
    [NAME] = {.name = STR_INIT("name"), .need = NEED_REQUIRED, .example = STR_INIT("bang-bieu")},
    [VERSION] = {.name = STR_INIT("version"), .type = FIELD_ANY},
    [API] = {.name = STR_INIT("api"), .type = FIELD_INT, .need = NEED_REQUIRED, .example = STR_INIT("1")},
    [HELP] = {.name = STR_INIT("help")},
    [SETTINGS] = {.name = STR_INIT("settings"), .type = FIELD_LIST, .item = &any},
    [DIRECTIVES] = {.name = STR_INIT("directives"), .type = FIELD_ANY},
    [ROLES] = {.name = STR_INIT("roles"), .type = FIELD_ANY},
    [FILTERS] = {.name = STR_INIT("filters"), .type = FIELD_ANY},
    [COLLECT] = {.name = STR_INIT("collect"), .type = FIELD_ANY},
    [PLAN] = {.name = STR_INIT("plan"), .type = FIELD_ANY},
    [FINISH] = {.name = STR_INIT("finish"), .type = FIELD_ANY},
    [CHECK] = {.name = STR_INIT("check"), .type = FIELD_ANY},
    [IMPORTS] = {.name = STR_INIT("imports"), .type = FIELD_ANY},
};

/* Of a directive, a role or an import. */
enum { ENTRY_HELP, ENTRY_ARGS, ENTRY_FUNCTION, ENTRY_KEYS };

static const int hook_keys[HOOK_COUNT] = {[HOOK_COLLECT] = COLLECT, [HOOK_PLAN] = PLAN, [HOOK_FINISH] = FINISH, [HOOK_CHECK] = CHECK};

typedef struct {
    Plugins *ps;
    Arena *a;
    Diag *d;
    Plugin *p;
    const Schema *declared; /* of one argument */
} Declaring;

static bool is_function(Value v) { return value_is(v, VALUE_DOC) && !v.as.doc; }

/* Says in which part of plugin.lua the newest mistakes are; the schema engine knows the name of the key only. */
static bool said_in(const Declaring *x, size_t errors, Str where)
{
    for (size_t i = x->d->list.n; i > 0 && x->d->errors > errors; i--)
        if (x->d->list.items[i - 1].level == LEVEL_ERROR) {
            diag_hint(x->d, "trong «%.*s» của table mà plugin.lua trả về", "in «%.*s» of the table that plugin.lua returns", STR_ARG(where));
            return false;
        }
    return true;
}

static bool wrong(const Declaring *x, Str where, const char *vi, const char *en)
{
    diag_error(x->d, x->p->at, "plugin.declaration", "phần mở rộng «%.*s»: «%.*s» phải là %s", "plugin «%.*s»: «%.*s» must be %s",
               STR_ARG(x->p->name), STR_ARG(where), diag_word(x->d, vi, en));
    return false;
}

/* Lua's {} says nothing, like nil; else the schema engine would take it for a value that was forgotten. */
static Value without_empty(const Declaring *x, Value map)
{
    ValuePairs pairs = {0};

    for (size_t i = 0; value_is(map, VALUE_MAP) && i < value_count(map); i++)
        if (!value_is(map.as.map->pairs[i].value, VALUE_LIST) || value_count(map.as.map->pairs[i].value))
            list_push(x->a, &pairs, map.as.map->pairs[i]);
    return value_is(map, VALUE_MAP) ? value_at(value_map(x->a, pairs.items, pairs.n), value_place(map)) : map;
}

/* { "src", "image", label = "Ảnh", optional = true } as declarations of fields are written elsewhere: {name, type, label, need}. What
 * says neither that it is optional nor what it is by default is required. */
static Value as_declaration(const Declaring *x, Value v);

static Value as_declarations(const Declaring *x, Value list)
{
    size_t n = value_count(list);
    Value *items = arena_array(x->a, Value, n + 1);

    for (size_t i = 0; i < n; i++)
        items[i] = as_declaration(x, value_item(list, i));
    return value_at(value_list(x->a, items, n), value_place(list));
}

static Value as_declaration(const Declaring *x, Value v)
{
    ValuePairs pairs = {0};
    bool free = false;

    /* A list of two texts is one too. */
    for (size_t i = 0; value_is(v, VALUE_LIST) && i < value_count(v); i++)
        list_push(x->a, &pairs, (ValuePair){i == 0 ? STR("name") : i == 1 ? STR("type") : STR("?"), value_item(v, i), x->p->at});
    for (size_t i = 0; value_is(v, VALUE_MAP) && i < value_count(v); i++) {
        ValuePair pair = v.as.map->pairs[i];
        if (str_is(pair.key, "1"))
            pair.key = STR("name");
        else if (str_is(pair.key, "2"))
            pair.key = STR("type");
        else if (str_is(pair.key, "fields"))
            pair.value = as_declarations(x, pair.value);
        free |= str_is(pair.key, "default") || str_is(pair.key, "need") || str_is(pair.key, "optional");
        if (!str_is(pair.key, "optional"))
            list_push(x->a, &pairs, pair);
    }
    if (!free)
        list_push(x->a, &pairs, (ValuePair){STR("need"), value_at(value_string(x->a, STR("required")), x->p->at), x->p->at});
    return without_empty(x, value_at(value_map(x->a, pairs.items, pairs.n), x->p->at));
}

/* The schema of an ordered list of arguments; NULL after an error. */
static const Schema *read_args(const Declaring *x, Value list, Str name, Str where)
{
    Schema *s = arena_make(x->a, Schema);
    size_t errors = x->d->errors, n = value_count(list);
    Field *fields = arena_array(x->a, Field, n + 1);

    *s = (Schema){.name = name, .label = name, .fields = fields, .count = n};
    if (!value_is_null(list) && !value_is(list, VALUE_LIST)) {
        wrong(x, where, "danh sách { { \"tên\", \"kiểu\", label = … }, … }", "a list { { \"name\", \"type\", label = … }, … }");
        return NULL;
    }
    for (size_t i = 0; i < n; i++) {
        Str here = arena_printf(x->a, "%.*s[%zu]", STR_ARG(where), i + 1);
        Value typed;
        size_t before = x->d->errors;
        if (schema_check(x->a, x->d, x->declared, as_declaration(x, value_item(list, i)), (SchemaOptions){0}, &typed))
            schema_declare_field(x->a, x->d, x->declared, typed, &fields[i]);
        said_in(x, before, here);
    }
    if (x->d->errors == errors && !schema_seal(x->a, x->d, x->p->at, s))
        said_in(x, errors, where);
    return x->d->errors == errors ? s : NULL;
}

static PluginEntry new_entry(const Declaring *x, Str name, const char *hook)
{
    PluginEntry e = {.decl = {.name = name}, .plugin = x->p, .hook = hook, .count = plugins_count(x->ps)};

    e.doing = (CrewDoing){arena_printf(x->a, diag_word(x->d, "phần mở rộng «%.*s», %s", "plugin «%.*s», %s"), STR_ARG(x->p->name), hook).s,
                          &x->p->count->faults};
    return e;
}

/* One directive, role or import: a map with a function under `function`. */
static void read_entry(const Declaring *x, const ValuePair *pair, const char *list, const char *function, const char *hook, PluginEntries *out)
{
    Field parts[ENTRY_KEYS] = {{.name = STR("help")}, {.name = STR("args"), .type = FIELD_ANY},
                               {.name = str_from(function), .type = FIELD_ANY, .need = NEED_REQUIRED, .example = STR("function(…) … end")}};
    Schema schema = {.name = STR("entry"), .label = pair->key, .fields = parts, .count = ENTRY_KEYS};
    Str where = arena_printf(x->a, "%s[\"%.*s\"]", list, STR_ARG(pair->key));
    size_t errors = x->d->errors;
    PluginEntry e = new_entry(x, pair->key, hook);
    Value typed;

    schema_seal(x->a, x->d, x->p->at, &schema);
    if (!value_is(pair->value, VALUE_MAP)) {
        wrong(x, where, "một table có hàm", "a table with a function");
    } else if (schema_check(x->a, x->d, &schema, without_empty(x, pair->value), (SchemaOptions){0}, &typed)) {
        if (!is_function(value_get(typed, str_from(function))))
            wrong(x, arena_printf(x->a, "%.*s.%s", STR_ARG(where), function), "một hàm", "a function");
        said_in(x, errors, where);
        e.help = value_get_str(typed, STR("help"));
        e.decl.args = read_args(x, value_get_lit(typed, "args"), pair->key, arena_printf(x->a, "%.*s.args", STR_ARG(where)));
    } else {
        said_in(x, errors, where);
    }
    schema_free(&schema);
    if (x->d->errors != errors)
        return;
    e.path[0] = str_from(list), e.path[1] = pair->key, e.path[2] = str_from(function);
    e.depth = 3;
    list_push(x->a, out, e);
}

static bool is_map(const Declaring *x, Value v, const char *name)
{
    if (value_is_null(v) || value_is(v, VALUE_MAP) || (value_is(v, VALUE_LIST) && !value_count(v)))
        return value_is(v, VALUE_MAP);
    return wrong(x, str_from(name), "table { [\"tên\"] = … }", "a table { [\"name\"] = … }");
}

/* A name that pages can write between braces. */
static bool is_name(Str name)
{
    for (size_t i = 0; i < name.n; i++)
        if (!strchr("abcdefghijklmnopqrstuvwxyz0123456789-", name.s[i]))
            return false;
    return name.n > 0 && name.n <= 64 && name.s[0] >= 'a';
}

static void read_entries(const Declaring *x, Value map, const char *list, const char *function, const char *vi, const char *en,
                         PluginEntries *out)
{
    for (size_t i = 0; is_map(x, map, list) && i < value_count(map); i++) {
        const ValuePair *pair = &map.as.map->pairs[i];
        if (is_name(pair->key))
            read_entry(x, pair, list, function, arena_printf(x->a, diag_word(x->d, vi, en), STR_ARG(pair->key)).s, out);
        else
            wrong(x, arena_printf(x->a, "%s[\"%.*s\"]", list, STR_ARG(pair->key)), "tên chỉ gồm a-z, 0-9 và «-», bắt đầu bằng chữ",
                  "a name of a-z, 0-9 and '-', beginning with a letter");
    }
}

static bool is_filter_name(Str name)
{
    for (size_t i = 0; i < name.n; i++)
        if (!strchr("abcdefghijklmnopqrstuvwxyz0123456789_", name.s[i]))
            return false;
    return name.n > 0 && name.s[0] >= 'a';
}

/* A function, or { run = a function, once = true }. */
static bool read_filter(PluginEntry *e, Value v)
{
    Value once = value_get_lit(v, "once");

    e->path[0] = STR("filters"), e->path[1] = e->decl.name, e->depth = 2;
    if (is_function(v))
        return true;
    e->path[e->depth++] = STR("run");
    e->once = value_is(once, VALUE_BOOL) && once.as.boolean;
    return is_function(value_get_lit(v, "run")) && (value_is(once, VALUE_BOOL) || value_is_null(once))
           && value_count(v) == (value_is_null(once) ? 1 : 2);
}

static void read_filters(const Declaring *x, Value map)
{
    for (size_t i = 0; is_map(x, map, "filters") && i < value_count(map); i++) {
        const ValuePair *pair = &map.as.map->pairs[i];
        Str where = arena_printf(x->a, "filters.%.*s", STR_ARG(pair->key));
        PluginEntry e = new_entry(
            x, pair->key, arena_printf(x->a, diag_word(x->d, "bộ lọc «%.*s»", "filter «%.*s»"), STR_ARG(pair->key)).s);
        if (!is_filter_name(pair->key))
            wrong(x, where, "tên chỉ gồm a-z, 0-9 và «_», bắt đầu bằng chữ", "a name of a-z, 0-9 and '_', beginning with a letter");
        else if (!read_filter(&e, pair->value))
            wrong(x, where, "một hàm, hoặc { run = hàm, once = true }", "a function, or { run = a function, once = true }");
        else
            list_push(x->a, &x->p->filters, e);
    }
}

static void read_hooks(const Declaring *x, Value table)
{
    for (int i = 0; i < HOOK_COUNT; i++) {
        Str name = keys[hook_keys[i]].name;
        Value v = value_get(table, name);
        if (value_is_null(v))
            continue;
        if (!is_function(v)) {
            wrong(x, name, "một hàm", "a function");
            continue;
        }
        x->p->hooks[i] = new_entry(x, name, name.s);
        x->p->hooks[i].path[0] = name;
        x->p->hooks[i].depth = 1;
    }
}

static void check_header(const Declaring *x, Value table)
{
    Str name = value_get_str(table, STR("name"));
    Value api = value_get_lit(table, "api"), version = value_get_lit(table, "version");

    if (!str_eq(name, x->p->name)) {
        diag_error(x->d, x->p->at, "plugin.name", "tên phần mở rộng là «%.*s» nhưng thư mục tên là «%.*s»",
                   "the plugin is named «%.*s» but its folder «%.*s»", STR_ARG(name), STR_ARG(x->p->name));
        diag_hint(x->d, "sửa thành name = \"%.*s\"", "write name = \"%.*s\"", STR_ARG(x->p->name));
    }
    if (value_is(api, VALUE_INT) && api.as.integer != PLUGINS_API)
        diag_error(x->d, x->p->at, "plugin.api", "phần mở rộng «%.*s» viết cho API %lld, chương trình này có API %d",
                   "plugin «%.*s» is written for API %lld, this program has API %d", STR_ARG(name), (long long)api.as.integer, PLUGINS_API);
    x->p->help = value_get_str(table, STR("help"));
    x->p->version = value_is(version, VALUE_INT) ? arena_printf(x->a, "%lld", (long long)version.as.integer) : value_str(version);
}

bool plugins_declare(Plugins *ps, Diag *d, Plugin *p, Value table, const Schema *declared)
{
    Declaring x = {ps, ps->arena, d, p, declared};
    Schema schema = {.name = STR("plugin"), .label = STR("plugin.lua"), .fields = keys, .count = KEYS};
    size_t errors = d->errors;
    Value typed;

    if (!schema_seal(x.a, d, p->at, &schema))
        return false;
    if (value_is(table, VALUE_LIST) && !value_count(table))
        table = value_at(value_map(x.a, NULL, 0), p->at);
    if (schema_check(x.a, d, &schema, without_empty(&x, table), (SchemaOptions){0}, &typed)) {
        check_header(&x, typed);
        p->settings_schema = read_args(&x, value_get_lit(typed, "settings"), p->name, STR("settings"));
        read_entries(&x, value_get_lit(typed, "directives"), "directives", "render", "khối «%.*s»", "directive «%.*s»", &p->directives);
        read_entries(&x, value_get_lit(typed, "roles"), "roles", "render", "khối trong dòng «%.*s»", "role «%.*s»", &p->roles);
        read_entries(&x, value_get_lit(typed, "imports"), "imports", "row", "nhập «%.*s»", "import «%.*s»", &p->imports);
        read_filters(&x, value_get_lit(typed, "filters"));
        read_hooks(&x, typed);
    } else {
        diag_hint(d, "trong table mà plugin.lua trả về, viết kiểu Lua: khóa = giá trị", "in the table that plugin.lua returns, as Lua has it: key = value");
    }
    schema_free(&schema);
    return d->errors == errors;
}

bool plugins_read_settings(Plugins *ps, Diag *d, Plugin *p, Value raw)
{
    if (value_is_null(raw) || value_is(raw, VALUE_STRING)) /* "có" turns it on, which it is */
        raw = value_at(value_map(ps->arena, NULL, 0), value_place(raw));
    return schema_check(ps->arena, d, p->settings_schema, raw, (SchemaOptions){0}, &p->settings);
}
