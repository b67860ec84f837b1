#include "site/view.h"

#include "base/path.h"
#include "base/utf8.h"
#include "site/assets.h"
#include "site/linked.h"
#include "site/links.h"
#include "site/order.h"
#include "site/pairs.h"
#include "site/refs.h"

/* Keys in the order of page_value, folder_value and tag_value. */
enum { PAGE_KEYS = 24, FOLDER_KEYS = 12, TAG_KEYS = 3, DESCRIPTION_MOST = 255, LATEST_MOST = 20 };

/* At most DESCRIPTION_MOST characters, cut between words. */
static Str shortened(Arena *a, Str s)
{
    Str head;

    s = str_trim(s);
    if (utf8_count(s) <= DESCRIPTION_MOST)
        return s;
    head = utf8_head(s, DESCRIPTION_MOST - 1);
    while (head.n && head.s[head.n - 1] != ' ' && head.s[head.n - 1] != '\n')
        head.n--;
    return arena_printf(a, "%.*s…", STR_ARG(str_trim(head)));
}

void view_reserve(Arena *a, Site *site)
{
    size_t plugins;

    for (size_t i = 0; i < site->items.n; i++)
        site->items.items[i].value = value_at(value_reserve(a, PAGE_KEYS), place_at(site->items.items[i].page->source->at, 1, 1));
    for (size_t i = 0; i < site->folders.n; i++)
        site->folders.items[i].value = value_at(value_reserve(a, FOLDER_KEYS), place_at(site->folders.items[i].column->source->at, 1, 1));
    for (size_t i = 0; i < site->tags.n; i++)
        site->tags.items[i].value = value_reserve(a, TAG_KEYS);
    plugins_all(site->in.plugins, &plugins);
    site->data = value_reserve(a, plugins + 1);
}

static Value items_list(Arena *a, const Items *items, size_t most)
{
    size_t n = items->n < most ? items->n : most;
    Value *values = arena_alloc(a, n * sizeof *values + 1);

    for (size_t i = 0; i < n; i++)
        values[i] = items->items[i]->value;
    return value_list(a, values, n);
}

static Value tags_list(Arena *a, const Item *item)
{
    Value *values = arena_alloc(a, item->tag_count * sizeof *values + 1);

    for (size_t i = 0; i < item->tag_count; i++)
        values[i] = item->tags[i]->value;
    return value_list(a, values, item->tag_count);
}

Value view_asset(Arena *a, const Asset *asset, Str to, Str label)
{
    Pairs p = {.n = 0};

    PUT(&p, "url", pairs_path(a, to));
    PUT(&p, "name", value_string(a, path_base(to)));
    PUT(&p, "label", value_string(a, label.n ? label : path_base(to)));
    PUT(&p, "type", pairs_text(a, asset_type_label(to)));
    PUT(&p, "size", asset ? value_int((int64_t)asset->source->size) : value_null());
    return pairs_map(a, &p);
}

Value view_file(Arena *a, Diag *d, Site *site, Str from, const Field *field, Value v)
{
    Str to = links_find(a, d, site, from, value_str(v), value_place(v), field->type == FIELD_IMAGE);

    return to.n ? view_asset(a, map_find(&site->assets_by_path, to), to, field->label) : value_null();
}

static bool is_file(const Field *field) { return field && (field->type == FIELD_FILE || field->type == FIELD_IMAGE); }

/* All file and image fields of a page as one list, and those by name into `image` where the field is an image. */
static Value files_of(Arena *a, Diag *d, Site *site, const Item *item, Value *image)
{
    const Schema *schema = item->page->kind->schema;
    ValueItems files = {0};

    *image = value_null();
    for (size_t i = 0; i < schema->count; i++) {
        const Field *field = &schema->fields[i], *one = field->type == FIELD_LIST ? field->item : field;
        Value v = is_file(one) ? value_get(item->page->meta, field->name) : value_null(), file;
        size_t n = value_is(v, VALUE_LIST) ? value_count(v) : !value_is_null(v);
        for (size_t k = 0; k < n; k++) {
            Value written = value_is(v, VALUE_LIST) ? value_item(v, k) : v;
            if (!value_is(written, VALUE_STRING))
                continue;
            file = view_file(a, d, site, item->page->source->path, &(Field){.label = field->label, .type = one->type}, written);
            if (!value_is_null(file) && one->type == FIELD_IMAGE && value_is_null(*image))
                *image = file;
            else if (!value_is_null(file))
                list_push(a, &files, file);
        }
    }
    return value_list(a, files.items, files.n);
}

static Value description_of(Arena *a, const Item *item)
{
    Value written = value_get_lit(item->page->meta, "description");

    return value_is_null(written) ? pairs_text(a, shortened(a, item->page->doc.lead)) : written;
}

static Value title_of(Arena *a, const Item *item)
{
    Value written = value_get_lit(item->page->meta, "title");

    return str_eq(value_str(written), item->page->title) ? written : value_string(a, item->page->title);
}

static void put_linked(Arena *a, const Site *site, const Page *page, Pairs *p)
{
    const Doc **docs = arena_array(a, const Doc *, page->field_doc_count + 1);

    docs[0] = &page->doc;
    for (size_t i = 0; i < page->field_doc_count; i++)
        docs[i + 1] = &page->field_docs[i];
    linked_put(a, site, page->kind->plugin, docs, page->field_doc_count + 1, p);
}

static void page_value(Arena *a, Diag *d, Site *site, Item *item, const Value *kind_names, Pairs *p)
{
    const Page *page = item->page;
    Value refs = refs_of(a, d, site, page), image, files = files_of(a, d, site, item, &image);

    p->n = 0;
    PUT(p, "title", title_of(a, item));
    PUT(p, "description", description_of(a, item));
    PUT(p, "url", pairs_path(a, item->path));
    PUT(p, "kind", kind_names[0]);
    PUT(p, "kind_label", kind_names[1]);
    PUT(p, "column", item->folder ? item->folder->value : value_null());
    PUT(p, "date", item->has_date ? value_date(item->date) : value_null());
    PUT(p, "updated", value_get_lit(page->meta, "updated"));
    PUT(p, "state", value_get_lit(page->meta, "state"));
    PUT(p, "tags", tags_list(a, item));
    PUT(p, "unit", value_get_lit(refs, "unit"));
    PUT(p, "author", value_get_lit(page->meta, "author"));
    PUT(p, "meta", page->meta);
    PUT(p, "meta_refs", refs);
    PUT(p, "image", image);
    PUT(p, "files", files);
    PUT(p, "body", value_doc(&page->doc));
    PUT(p, "order", value_get_lit(page->meta, "order"));
    PUT(p, "source", value_string(a, page->source->path));
    put_linked(a, site, page, p);
    view_sections(a, item, p);
}

static void fill_pages(Arena *a, Diag *d, Site *site)
{
    Value *names = arena_array(a, Value, 2 * site->in.kinds->n + 1);
    const uint32_t *sorted = NULL;
    Pairs p = {.n = 0};

    for (size_t i = 0; i < site->in.kinds->n; i++) {
        names[2 * i] = value_string(a, site->in.kinds->items[i].name);
        names[2 * i + 1] = value_string(a, site->in.kinds->items[i].label);
    }
    for (size_t i = 0; i < site->items.n; i++) {
        Item *item = &site->items.items[i];
        page_value(a, d, site, item, &names[2 * (item->page->kind - site->in.kinds->items)], &p);
        if (!sorted)
            sorted = value_order(a, p.pairs, p.n);
        assert(p.n == PAGE_KEYS);
        value_fill(item->value, p.pairs, p.n, sorted);
    }
}

static Value folder_children(Arena *a, const Site *site, const Folder *folder)
{
    ValueItems children = {0};

    for (size_t i = 0; i < site->folders.n; i++)
        if (site->folders.items[i].parent == folder)
            list_push(a, &children, site->folders.items[i].value);
    return value_list(a, children.items, children.n);
}

Str view_folder_summary(Arena *a, const Folder *folder)
{
    Str written = value_get_str(folder->column->meta, STR("description"));

    return written.n ? written : shortened(a, folder->column->doc.lead);
}

static void fill_folder(Arena *a, const Site *site, const Folder *folder)
{
    Value meta = folder->column->meta;
    Items latest = {0};
    Pairs p = {.n = 0};

    for (size_t i = 0; i < folder->items.n; i++)
        list_push(a, &latest, folder->items.items[i]);
    order_newest(&latest);
    PUT(&p, "title", value_get_lit(meta, "title"));
    PUT(&p, "description", value_get_lit(meta, "description"));
    PUT(&p, "url", pairs_path(a, folder->path));
    PUT(&p, "count", value_int((int64_t)folder->items.n));
    PUT(&p, "body", folder->column->doc.html.n ? value_doc(&folder->column->doc) : value_null());
    PUT(&p, "kind", value_string(a, folder->column->kind->name));
    PUT(&p, "kind_label", value_string(a, folder->column->kind->plural));
    PUT(&p, "name", value_string(a, folder->column->dir));
    PUT(&p, "parent", folder->parent ? folder->parent->value : value_null());
    PUT(&p, "columns", folder_children(a, site, folder));
    PUT(&p, "items", items_list(a, &folder->items, SIZE_MAX));
    PUT(&p, "latest", items_list(a, &latest, LATEST_MOST));
    assert(p.n == FOLDER_KEYS);
    value_fill(folder->value, p.pairs, p.n, value_order(a, p.pairs, p.n));
}

static void fill_tag(Arena *a, const Tag *tag)
{
    Pairs p = {.n = 0};

    PUT(&p, "name", value_string(a, tag->name));
    PUT(&p, "url", pairs_path(a, tag->path));
    PUT(&p, "count", value_int((int64_t)tag->items.n));
    assert(p.n == TAG_KEYS);
    value_fill(tag->value, p.pairs, p.n, NULL);
}

/* What a link in portal.yaml leads to: somewhere outside as it is, else a file of content/; null after an error. */
static Value portal_link(Arena *a, Diag *d, Site *site, Value url)
{
    static const Str outside[] = {STR_INIT("https://"), STR_INIT("http://"), STR_INIT("mailto:"), STR_INIT("tel:")};
    Str to;

    for (size_t i = 0; i < sizeof outside / sizeof *outside; i++)
        if (str_starts(value_str(url), outside[i]))
            return url;
    to = links_find(a, d, site, STR(CONFIG_FILE), value_str(url), value_place(url), false);
    return to.n ? pairs_path(a, to) : value_null();
}

/* The portal's own menu where it has one, else all columns that are not hidden. */
static Value menu_value(Arena *a, Diag *d, Site *site)
{
    Value written = value_get_lit(site->in.config->portal, "menu");
    ValueItems menu = {0};

    for (size_t i = 0; i < value_count(written); i++) {
        Value entry = value_item(written, i), to = portal_link(a, d, site, value_get_lit(entry, "url"));
        Pairs p = {.n = 0};
        PUT(&p, "title", value_get_lit(entry, "title"));
        PUT(&p, "url", to);
        if (!value_is_null(to))
            list_push(a, &menu, pairs_map(a, &p));
    }
    for (size_t i = 0; i < site->folders.n && value_is_null(written); i++) {
        const Folder *folder = &site->folders.items[i];
        if (!folder->parent && !value_truth(value_get_lit(folder->column->meta, "hidden")))
            list_push(a, &menu, folder->value);
    }
    return value_list(a, menu.items, menu.n);
}

/* The notices that are due on the day of the build. */
static Value notices_value(Arena *a, Diag *d, Site *site)
{
    Value written = value_get_lit(site->in.config->portal, "notices");
    ValueItems notices = {0};

    for (size_t i = 0; i < value_count(written); i++) {
        Value entry = value_item(written, i), from = value_get_lit(entry, "from"), until = value_get_lit(entry, "until");
        Value url = value_get_lit(entry, "url");
        Pairs p = {.n = 0};
        if ((value_is(from, VALUE_DATE) && from.as.date.day > site->in.date.day)
            || (value_is(until, VALUE_DATE) && until.as.date.day < site->in.date.day))
            continue;
        PUT(&p, "text", value_get_lit(entry, "text"));
        PUT(&p, "from", from);
        PUT(&p, "until", until);
        PUT(&p, "url", value_is_null(url) ? url : portal_link(a, d, site, url));
        list_push(a, &notices, pairs_map(a, &p));
    }
    return value_list(a, notices.items, notices.n);
}

/* What the home page shows: the portal's blocks, or every column in the menu. */
static Value home_value(Arena *a, Diag *d, const Site *site)
{
    Value written = value_get_lit(site->in.config->portal, "home");
    ValueItems blocks = {0};

    for (size_t i = 0; i < (value_is_null(written) ? site->folders.n : value_count(written)); i++) {
        Value entry = value_item(written, i), name = value_get_lit(entry, "column"), count = value_get_lit(entry, "count");
        const Folder *folder = value_is_null(written) ? &site->folders.items[i] : NULL;
        Pairs p = {.n = 0};
        for (size_t k = 0; k < site->folders.n && !folder; k++)
            if (str_eq(site->folders.items[k].column->dir, value_str(name)))
                folder = &site->folders.items[k];
        if (!folder) {
            Str *dirs = arena_array(a, Str, site->folders.n + 1);
            diag_error(d, value_place(name), "view.home", "không có chuyên mục «%.*s»", "there is no column «%.*s»", STR_ARG(value_str(name)));
            for (size_t k = 0; k < site->folders.n; k++)
                dirs[k] = site->folders.items[k].column->dir;
            diag_nearest(d, value_str(name), dirs, site->folders.n);
            continue;
        }
        if (value_is_null(written) && (folder->parent || value_truth(value_get_lit(folder->column->meta, "hidden"))))
            continue;
        PUT(&p, "column", folder->value);
        PUT(&p, "title", value_is_null(value_get_lit(entry, "title")) ? value_get_lit(folder->column->meta, "title")
                                                                     : value_get_lit(entry, "title"));
        PUT(&p, "items", items_list(a, &folder->items, value_is(count, VALUE_INT) ? (size_t)count.as.integer : 5));
        list_push(a, &blocks, pairs_map(a, &p));
    }
    return value_list(a, blocks.items, blocks.n);
}

static void fill_site(Arena *a, Diag *d, Site *site)
{
    const Config *config = site->in.config;
    Items all = {0}, dated = {0};
    ValueItems columns = {0}, tags = {0};
    Pairs p = {.n = 0};

    for (size_t i = 0; i < site->items.n; i++) {
        list_push(a, &all, &site->items.items[i]);
        if (site->items.items[i].has_date)
            list_push(a, &dated, &site->items.items[i]);
    }
    for (size_t i = 0; i < site->folders.n; i++)
        if (!site->folders.items[i].parent)
            list_push(a, &columns, site->folders.items[i].value);
    for (size_t i = 0; i < site->tags.n; i++)
        list_push(a, &tags, site->tags.items[i].value);
    PUT(&p, "name", pairs_text(a, value_get_str(config->portal, STR("section")).n ? value_get_str(config->portal, STR("section")) : config->name));
    PUT(&p, "date", value_date(site->in.date));
    PUT(&p, "home", pairs_path(a, STR("index.html")));
    PUT(&p, "columns", value_list(a, columns.items, columns.n));
    PUT(&p, "pages", items_list(a, &all, SIZE_MAX));
    PUT(&p, "latest", items_list(a, &dated, SIZE_MAX));
    PUT(&p, "tags", value_list(a, tags.items, tags.n));
    PUT(&p, "tags_url", tags.n ? pairs_path(a, STR(TAGS_PAGE)) : value_null());
    PUT(&p, "kinds", view_kinds(a, site));
    PUT(&p, "records", site->records);
    PUT(&p, "menu", menu_value(a, d, site));
    PUT(&p, "notices", notices_value(a, d, site));
    PUT(&p, "blocks", home_value(a, d, site));
    PUT(&p, "theme", value_string(a, config->theme));
    PUT(&p, "colors", site->colors_path.n ? pairs_path(a, site->colors_path) : value_null());
    PUT(&p, "portal", site->portal);
    PUT(&p, "base_url", pairs_text(a, config->base_url));
    PUT(&p, "data", site->data);
    PUT(&p, "settings", plugins_settings(a, site->in.plugins));
    PUT(&p, "calls", site->calls);
    PUT(&p, "generator", value_string(a, STR("cchc")));
    PUT(&p, "lang", value_string(a, STR("vi")));
    site->value = pairs_map(a, &p);
}

/* portal.yaml for templates: a picture is a path in site/. */
static Value portal_value(Arena *a, Diag *d, Site *site)
{
    Value portal = site->in.config->portal;
    ValuePairs pairs = {0};

    for (size_t i = 0; i < value_count(portal); i++) {
        ValuePair pair = portal.as.map->pairs[i];
        if (str_is(pair.key, "emblem"))
            pair.value = pairs_path(a, links_find(a, d, site, STR(CONFIG_FILE), value_str(pair.value), value_place(pair.value), true));
        if (!str_is(pair.key, "base_url"))
            list_push(a, &pairs, pair);
    }
    if (site->in.config->base_url.n) /* the command line's wins */
        value_pair(a, &pairs, STR("base_url"), value_string(a, site->in.config->base_url));
    return value_map(a, pairs.items, pairs.n);
}

void view_fill(Arena *a, Diag *d, Site *site)
{
    fill_pages(a, d, site);
    for (size_t i = 0; i < site->folders.n; i++)
        fill_folder(a, site, &site->folders.items[i]);
    for (size_t i = 0; i < site->tags.n; i++)
        fill_tag(a, &site->tags.items[i]);
    site->portal = portal_value(a, d, site);
    fill_site(a, d, site);
    if (site->items.n)
        site->page_order = view_page_order(a, site, &site->items.items[0]);
}
