#include "site/view.h"

#include "site/pairs.h"

#include "site/links.h"

static Value link_to(Arena *a, Value title, Str to)
{
    Pairs p = {.n = 0};

    PUT(&p, "title", title);
    PUT(&p, "url", pairs_path(a, to));
    return pairs_map(a, &p);
}

Value view_breadcrumbs(Arena *a, const Site *site, const Folder *folder)
{
    Value crumbs[18];
    size_t n = sizeof crumbs / sizeof *crumbs;

    for (; folder && n > 1; folder = folder->parent)
        crumbs[--n] = link_to(a, value_get_lit(folder->column->meta, "title"), folder->path);
    crumbs[--n] = link_to(a, value_get_lit(site->value, "name"), STR("index.html"));
    return value_list(a, crumbs + n, sizeof crumbs / sizeof *crumbs - n);
}

/* The kind's own fields that have a value, in the schema's order; the engine's common ones aside. */
static Value fields_value(Arena *a, const Item *item)
{
    const Kind *kind = item->page->kind;
    ValueItems fields = {0};

    for (size_t i = kind->common_count; i < kind->schema->count; i++) {
        const Field *field = &kind->schema->fields[i];
        Value v = value_get(item->page->meta, field->name);
        Pairs p = {.n = 0};
        if (value_is_null(v))
            continue;
        PUT(&p, "name", value_string(a, field->name));
        PUT(&p, "label", value_string(a, field->label));
        PUT(&p, "value", v);
        PUT(&p, "type", value_string(a, field_type_name(field->type)));
        PUT(&p, "unit", pairs_text(a, field->unit));
        PUT(&p, "status", value_bool(value_is(v, VALUE_STATUS)));
        PUT(&p, "ref", value_get(value_get_lit(item->value, "meta_refs"), field->name));
        list_push(a, &fields, pairs_map(a, &p));
    }
    return value_list(a, fields.items, fields.n);
}

static Value section_value(Arena *a, const Section *section)
{
    Pairs p = {.n = 0};

    PUT(&p, "name", value_string(a, section->decl->name));
    PUT(&p, "label", value_string(a, section->decl->label));
    PUT(&p, "anchor", value_string(a, section->anchor));
    PUT(&p, "body", value_doc(&section->body));
    PUT(&p, "value", section->value);
    return pairs_map(a, &p);
}

static void put_sections(Arena *a, const Item *item, Pairs *p)
{
    const Doc *doc = &item->page->doc;
    ValueItems list = {0}, missing = {0};
    ValuePairs names = {0};

    for (size_t i = 0; i < doc->section_count; i++) {
        list_push(a, &list, section_value(a, &doc->sections[i]));
        value_pair(a, &names, doc->sections[i].decl->name, list.items[i]);
    }
    for (size_t i = 0; i < item->page->missing_count; i++) {
        const SectionDecl *decl = item->page->missing[i];
        Pairs q = {.n = 0};
        PUT(&q, "name", value_string(a, decl->name));
        PUT(&q, "label", value_string(a, decl->label));
        PUT(&q, "source", pairs_text(a, decl->source));
        list_push(a, &missing, pairs_map(a, &q));
    }
    PUT(p, "sections", value_map(a, names.items, names.n));
    PUT(p, "section_list", value_list(a, list.items, list.n));
    PUT(p, "missing", value_list(a, missing.items, missing.n));
}

static Value headings_value(Arena *a, const Doc *doc)
{
    Value *headings = arena_alloc(a, doc->heading_count * sizeof *headings + 1);

    for (size_t i = 0; i < doc->heading_count; i++) {
        Pairs p = {.n = 0};
        PUT(&p, "text", value_string(a, doc->headings[i].text));
        PUT(&p, "anchor", value_string(a, doc->headings[i].anchor));
        PUT(&p, "level", value_int(doc->headings[i].level));
        headings[i] = pairs_map(a, &p);
    }
    return value_list(a, headings, doc->heading_count);
}

/* The items of the `related` key: files of content/ that the writer named. */
static Value related_value(Arena *a, const Site *site, const Item *item)
{
    Value written = value_get_lit(item->page->meta, "related");
    ValueItems related = {0};

    for (size_t i = 0; i < value_count(written); i++) {
        const Target *target = links_related(a, site, item->page->source->path, value_str(value_item(written, i)));
        if (target && target->item)
            list_push(a, &related, target->item->value);
    }
    return value_list(a, related.items, related.n);
}

static Pairs page_pairs(Arena *a, const Site *site, const Item *item)
{
    const ValueMap *known = item->value.as.map;
    Pairs p = {.n = 0};

    for (size_t i = 0; i < known->n; i++)
        p.pairs[p.n++] = known->pairs[i];
    PUT(&p, "fields", fields_value(a, item));
    put_sections(a, item, &p);
    PUT(&p, "headings", headings_value(a, &item->page->doc));
    PUT(&p, "prev", item->prev ? item->prev->value : value_null());
    PUT(&p, "next", item->next ? item->next->value : value_null());
    PUT(&p, "breadcrumbs", view_breadcrumbs(a, site, item->folder));
    PUT(&p, "related", related_value(a, site, item));
    return p;
}

const uint32_t *view_page_order(Arena *a, const Site *site, const Item *item)
{
    Pairs p = page_pairs(a, site, item);

    return value_order(a, p.pairs, p.n);
}

Value view_page(Arena *a, const Site *site, const Item *item)
{
    Pairs p = page_pairs(a, site, item);
    Value page = value_reserve(a, p.n);

    value_fill(page, p.pairs, p.n, site->page_order);
    return page;
}

Value view_listing(Arena *a, const Site *site, const char *kind, Str title, Str description, Str to, const Folder *folder)
{
    Pairs p = {.n = 0};

    PUT(&p, "title", value_string(a, title));
    PUT(&p, "description", pairs_text(a, description));
    PUT(&p, "url", pairs_path(a, to));
    PUT(&p, "kind", value_string(a, str_from(kind)));
    PUT(&p, "column", folder ? folder->value : value_null());
    PUT(&p, "breadcrumbs", view_breadcrumbs(a, site, folder ? folder->parent : NULL));
    return pairs_map(a, &p);
}
