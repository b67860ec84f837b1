#include "site/view.h"

#include "site/linked.h"
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

static Value field_value(Arena *a, const Field *field, Value v, Value ref);

/* The fields of `schema` from `from` on that have a value in `meta`, in the schema's order; of maps theirs below them, of
 * lists each item as a field without a name. */
static Value fields_value(Arena *a, const Schema *schema, size_t from, Value meta, Value refs)
{
    ValueItems fields = {0};

    for (size_t i = from; i < schema->count; i++) {
        const Field *field = &schema->fields[i];
        Value v = value_get(meta, field->name);
        if (!value_is_null(v))
            list_push(a, &fields, field_value(a, field, v, value_get(refs, field->name)));
    }
    return value_list(a, fields.items, fields.n);
}

static Value field_value(Arena *a, const Field *field, Value v, Value ref)
{
    ValueItems items = {0};
    Pairs p = {.n = 0};

    PUT(&p, "name", pairs_text(a, field->name));
    PUT(&p, "label", pairs_text(a, field->label));
    PUT(&p, "value", v);
    PUT(&p, "type", value_string(a, field_type_name(field->type)));
    PUT(&p, "unit", pairs_text(a, field->unit));
    PUT(&p, "status", value_bool(value_is(v, VALUE_STATUS)));
    PUT(&p, "ref", ref);
    if (field->type == FIELD_MAP && field->fields)
        PUT(&p, "fields", fields_value(a, field->fields, 0, v, value_null()));
    for (size_t i = 0; field->type == FIELD_LIST && field->item && i < value_count(v); i++)
        list_push(a, &items, field_value(a, field->item, value_item(v, i), value_null()));
    PUT(&p, "items", value_list(a, items.items, items.n));
    return pairs_map(a, &p);
}

/* The kind's own fields; the engine's common ones aside. */
static Value own_fields(Arena *a, const Item *item)
{
    const Kind *kind = item->page->kind;

    return fields_value(a, kind->schema, kind->common_count, item->page->meta, value_get_lit(item->value, "meta_refs"));
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

void view_sections(Arena *a, const Item *item, Pairs *p)
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

/* What the body links to of content/'s files, once each, under the words of the first link. */
static Value downloads_value(Arena *a, const Site *site, const Doc *doc)
{
    ValueItems files = {0};

    for (size_t i = 0; i < doc->link_count; i++) {
        const Link *link = &doc->links[i];
        const Asset *asset = link->image || !link->to.n ? NULL : map_find(&site->assets_by_path, link->to);
        bool known = false;
        for (size_t k = 0; asset && k < files.n && !known; k++)
            known = str_eq(value_str(value_get_lit(files.items[k], "url")), link->to);
        if (asset && !known)
            list_push(a, &files, view_asset(a, asset, link->to, link->text));
    }
    return value_list(a, files.items, files.n);
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
    PUT(&p, "fields", own_fields(a, item));
    PUT(&p, "headings", headings_value(a, &item->page->doc));
    PUT(&p, "rest", item->page->doc.rest ? value_doc(item->page->doc.rest) : value_null());
    PUT(&p, "downloads", downloads_value(a, site, &item->page->doc));
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

Value view_listing(Arena *a, const Site *site, const char *kind, Str title, Str description, Str to, const Folder *folder, Str plugin)
{
    Pairs p = {.n = 0};

    PUT(&p, "title", value_string(a, title));
    PUT(&p, "description", pairs_text(a, description));
    PUT(&p, "url", pairs_path(a, to));
    PUT(&p, "kind", value_string(a, str_from(kind)));
    PUT(&p, "column", folder ? folder->value : value_null());
    PUT(&p, "breadcrumbs", view_breadcrumbs(a, site, folder ? folder->parent : NULL));
    linked_put(a, site, plugin, (const Doc *[]){folder ? &folder->column->doc : NULL}, 1, &p);
    return pairs_map(a, &p);
}
