#include "site/calls.h"

#include "site/pairs.h"
#include "site/refs.h"
#include "site/view.h"

typedef struct {
    Arena *a;
    Diag *d;
    Site *site;
    Str from;        /* the content file, below content/ */
    Value page;
    ValueItems *calls; /* by directive, then by role */
} Calls;

static Value resolve_map(const Calls *c, const Schema *schema, Value map);

static Value resolve_list(const Calls *c, const Field *item, Value list);

/* What a typed value becomes for plugins; null after an error. */
static Value resolve(const Calls *c, const Field *field, Value v)
{
    if (value_is(v, VALUE_LIST) && field->item)
        return resolve_list(c, field->item, v);
    switch (field->type) {
    case FIELD_REF: return kinds_find(c->site->in.kinds, field->to) ? refs_value(c->a, c->d, c->site, field, v) : v;
    case FIELD_IMAGE:
    case FIELD_FILE: return value_is(v, VALUE_STRING) ? view_file(c->a, c->d, c->site, c->from, field, v) : v;
    case FIELD_MAP: return value_is(v, VALUE_MAP) && field->fields ? resolve_map(c, field->fields, v) : v;
    default: return v;
    }
}

static Value resolve_list(const Calls *c, const Field *item, Value list)
{
    ValueItems items = {0};

    for (size_t i = 0; i < value_count(list); i++) {
        Value v = resolve(c, item, value_item(list, i));
        if (!value_is_null(v))
            list_push(c->a, &items, v);
    }
    return value_at(value_list(c->a, items.items, items.n), value_place(list));
}

static Value resolve_map(const Calls *c, const Schema *schema, Value map)
{
    ValuePairs pairs = {0};

    for (size_t i = 0; i < value_count(map); i++) {
        ValuePair pair = map.as.map->pairs[i];
        const Field *field = schema_field(schema, pair.key);
        if (field)
            pair.value = resolve(c, field, pair.value);
        list_push(c->a, &pairs, pair);
    }
    return value_at(value_map(c->a, pairs.items, pairs.n), value_place(map));
}

/* True where a required argument is gone: it named a page that is hidden, or what is not there. */
static bool lacks(const Schema *schema, Value args)
{
    for (size_t i = 0; i < schema->count; i++) {
        Value v = value_get(args, schema->fields[i].name);
        if (schema->fields[i].need == NEED_REQUIRED && (value_is_null(v) || (value_is(v, VALUE_LIST) && !value_count(v))))
            return true;
    }
    return false;
}

/* Where the calls of a declaration are listed. */
static ValueItems *list_of(const Calls *c, const DirectiveDecl *decl)
{
    const Directives *known = plugins_directives(c->site->in.plugins);

    for (size_t i = 0; i < known->directive_count; i++)
        if (known->directives[i] == decl)
            return &c->calls[i];
    for (size_t i = 0; i < known->role_count; i++)
        if (known->roles[i] == decl)
            return &c->calls[known->directive_count + i];
    return NULL;
}

static void add_doc(const Calls *c, const Doc *doc)
{
    for (size_t i = 0; i < doc->hole_count; i++) {
        DirectiveCall *call = doc->holes[i].call;
        Pairs p = {.n = 0};
        if (doc->holes[i].type == HOLE_LINK)
            continue;
        call->args = resolve_map(c, call->decl->args, call->args);
        call->lacking = lacks(call->decl->args, call->args);
        if (call->lacking)
            continue;
        PUT(&p, "args", call->args);
        PUT(&p, "page", c->page);
        list_push(c->a, list_of(c, call->decl), value_at(pairs_map(c->a, &p), call->at));
    }
}

static void add_all(Calls *c)
{
    Site *site = c->site;

    for (size_t i = 0; i < site->items.n; i++) {
        const Page *page = site->items.items[i].page;
        c->from = page->source->path;
        c->page = site->items.items[i].value;
        add_doc(c, &page->doc);
        for (size_t k = 0; k < page->field_doc_count; k++)
            add_doc(c, &page->field_docs[k]);
    }
    for (size_t i = 0; i < site->folders.n; i++) {
        c->from = site->folders.items[i].column->source->path;
        c->page = site->folders.items[i].value;
        add_doc(c, &site->folders.items[i].column->doc);
    }
}

void calls_resolve(Arena *a, Diag *d, Site *site)
{
    const Directives *known = plugins_directives(site->in.plugins);
    Calls c = {.a = a, .d = d, .site = site, .calls = arena_array(a, ValueItems, known->directive_count + known->role_count + 1)};
    ValuePairs lists = {0};

    add_all(&c);
    for (size_t i = 0; i < known->directive_count + known->role_count; i++) {
        const DirectiveDecl *decl = i < known->directive_count ? known->directives[i] : known->roles[i - known->directive_count];
        value_pair(a, &lists, decl->name, value_list(a, c.calls[i].items, c.calls[i].n));
    }
    site->calls = value_map(a, lists.items, lists.n);
}
